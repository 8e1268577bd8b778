//! Frames: `Content-Length: 12`, a blank line, and so many bytes.
//!
//! The reader is forgiving: names of headers in any case, headers it does not know, bytes that are no header at
//! all. It then looks for the next `Content-Length`, holding no more than a few kilobytes meanwhile.

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

/// A header line longer than this is garbage; its end is kept, since a header may follow on the same line.
const MAX_LINE: usize = 8 << 10;

/// Of a message that is skipped, so many bytes are kept to tell what it was.
const KEPT_OF_SKIPPED: usize = 1 << 10;

/// A length this many times over the limit is no length: its bytes are not waited for.
const ABSURD: usize = 16;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The body of a message.
    Body(Vec<u8>),
    /// A message over the limit: it was skipped.
    TooLarge {
        /// How long it said it is, in bytes.
        length: usize,
        /// How it begins.
        start: Vec<u8>,
    },
    /// Bytes that are no header; reading goes on at the next header.
    Garbage,
}

/// Reads frames.
#[derive(Debug)]
pub struct FrameReader<R> {
    input: BufReader<R>,
    max: usize,
}

/// What a header line says.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Blank,
    Length(usize),
    Other,
    Garbage,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    /// Reads from `input`; messages are at most `max` bytes.
    pub fn new(input: R, max: usize) -> Self {
        Self { input: BufReader::with_capacity(64 << 10, input), max }
    }

    /// The next frame; `None` at the end of the input, even in the middle of a message.
    pub async fn next(&mut self) -> std::io::Result<Option<Frame>> {
        let mut length = None;
        let mut other = false;
        loop {
            let Some(line) = self.line().await? else { return Ok(None) };
            match read_line(&line, length.is_some()) {
                Line::Length(found) => length = Some(found),
                Line::Other => other = true,
                Line::Garbage => return Ok(Some(Frame::Garbage)),
                Line::Blank => match length {
                    None if other => return Ok(Some(Frame::Garbage)),
                    // Blank lines between messages do no harm.
                    None => {}
                    Some(length) if length <= self.max => return self.body(length).await,
                    Some(length) if length / ABSURD <= self.max => return self.skip(length).await,
                    Some(_) => return Ok(Some(Frame::Garbage)),
                },
            }
        }
    }

    async fn body(&mut self, length: usize) -> std::io::Result<Option<Frame>> {
        // What the header promises is not yet there: memory grows with what comes.
        let mut body = Vec::with_capacity(length.min(1 << 20));
        (&mut self.input).take(length as u64).read_to_end(&mut body).await?;
        Ok((body.len() == length).then_some(Frame::Body(body)))
    }

    async fn skip(&mut self, length: usize) -> std::io::Result<Option<Frame>> {
        let mut start = Vec::new();
        let kept = length.min(KEPT_OF_SKIPPED);
        (&mut self.input).take(kept as u64).read_to_end(&mut start).await?;
        let mut rest = (&mut self.input).take((length - kept) as u64);
        tokio::io::copy_buf(&mut rest, &mut tokio::io::sink()).await?;
        Ok((start.len() == kept && rest.limit() == 0).then_some(Frame::TooLarge { length, start }))
    }

    /// The next line without its end, cut from the left when it is too long.
    async fn line(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        loop {
            let available = self.input.fill_buf().await?;
            if available.is_empty() {
                return Ok(None);
            }
            let end = available.iter().position(|&byte| byte == b'\n');
            let taken = end.map_or(available.len(), |end| end + 1);
            line.extend_from_slice(&available[..taken]);
            self.input.consume(taken);
            if line.len() > MAX_LINE {
                line.drain(..line.len() - MAX_LINE / 2);
            }
            if end.is_some() {
                while matches!(line.last(), Some(b'\n' | b'\r')) {
                    line.pop();
                }
                return Ok(Some(line));
            }
        }
    }
}

fn read_line(line: &[u8], in_header: bool) -> Line {
    const NAME: &[u8] = b"content-length";
    if line.is_empty() {
        return Line::Blank;
    }
    let lower = line.to_ascii_lowercase();
    // Garbage may stand before the header on its line: the rest of a message whose length was wrong.
    let found = lower.windows(NAME.len()).rposition(|window| window == NAME);
    let Some(at) = found else {
        let is_header = line.contains(&b':') && line[0].is_ascii_alphabetic();
        return if is_header || in_header { Line::Other } else { Line::Garbage };
    };
    let value = std::str::from_utf8(&line[at + NAME.len()..]).unwrap_or("").trim_start();
    match value.strip_prefix(':').map(str::trim).and_then(|digits| digits.parse().ok()) {
        Some(length) => Line::Length(length),
        None => Line::Garbage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the whole input; bodies as text, garbage as "?", a skipped message as ">length".
    async fn read(input: &[u8], max: usize) -> Vec<String> {
        let mut reader = FrameReader::new(input, max);
        let mut found = Vec::new();
        while let Some(frame) = reader.next().await.unwrap() {
            found.push(match frame {
                Frame::Body(body) => String::from_utf8_lossy(&body).into_owned(),
                Frame::TooLarge { length, start } => format!(">{length} {}", String::from_utf8_lossy(&start)),
                Frame::Garbage => "?".to_owned(),
            });
        }
        found
    }

    #[tokio::test]
    async fn headers_in_any_case_and_number() {
        let input =
            b"content-length: 2\r\n\r\n{}X-One: 1\r\nCONTENT-LENGTH:3\r\nX-Two: 2\r\nContent-Type: a\r\n\r\n[1]\
            Content-Length: 0\n\n\r\n\r\nContent-Length: 1\n\n7";
        assert_eq!(read(input, 9).await, ["{}", "[1]", "", "7"]);
    }

    #[tokio::test]
    async fn garbage_ends_at_the_next_header() {
        let mut input = vec![0xff; 100_000];
        input.extend(b"\nfoo\nbarContent-Length: 2\r\n\r\n{}Content-Length: x\r\n\r\nContent-Length: 1\r\n\r\n1");
        assert_eq!(read(&input, 9).await, ["?", "?", "{}", "?", "1"]);
        // The length was one too short, then one too long.
        let input = b"Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n[]Content-Length: 3\r\n\r\n{}\
            Content-Length: 2\r\n\r\n[]Content-Length: 1\r\n\r\n1";
        assert_eq!(read(input, 9).await, ["{", "[]", "{}C", "?", "1"]);
    }

    #[tokio::test]
    async fn too_much_is_skipped_and_the_absurd_not_waited_for() {
        let input = b"Content-Length: 5\r\n\r\n12345Content-Length: 9999\r\n\r\nContent-Length: 4\r\n\r\n1234";
        assert_eq!(read(input, 4).await, [">5 12345", "?", "1234"]);
    }

    #[tokio::test]
    async fn the_end_inside_a_message_is_the_end() {
        for input in [&b"Content-Length: 5\r\n\r\n12"[..], b"Content-Le", b"Content-Length: 70\r\n\r\n1"] {
            assert_eq!(read(input, 9).await, [""; 0]);
        }
    }
}
