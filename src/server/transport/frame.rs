//! Frames: `Content-Length: 12`, a blank line, and so many bytes.
//!
//! The reader is forgiving: names of headers in any case, headers it does not know, bytes that are no header at
//! all. It then looks for the next `Content-Length`, holding no more than a few kilobytes meanwhile.
//!
//! A length that is wrong swallows nothing: no JSON has a line that is a header, since a string in it has no bare
//! line end, so such a line inside a body is where the next message begins.

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// A header line longer than this is garbage; its end is kept, since a header may follow on the same line.
const MAX_LINE: usize = 8 << 10;

/// Of bytes that are skipped, so many are kept of their beginning and of their end, to tell what they were.
const KEPT_OF_SKIPPED: usize = 1 << 10;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// The body of a message.
    Body(Vec<u8>),
    /// Bytes that were skipped; reading goes on behind them.
    Skipped(Why, Skipped),
}

/// Why bytes were skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A message over the limit, which said that it has so many bytes.
    TooLarge(usize),
    /// A message that said that it has so many bytes, and the next one began before them.
    BrokenOff(usize),
    /// They are no header.
    NoHeader,
}

/// What is known of bytes that were skipped: all of them when they are few.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// How they begin.
    pub start: Vec<u8>,
    /// How they end, where that is not in `start`.
    pub end: Vec<u8>,
}

impl Skipped {
    fn push(&mut self, bytes: &[u8]) {
        let room = KEPT_OF_SKIPPED.saturating_sub(self.start.len()).min(bytes.len());
        let (first, rest) = bytes.split_at(room);
        self.start.extend_from_slice(first);
        self.end.extend_from_slice(&rest[rest.len().saturating_sub(KEPT_OF_SKIPPED)..]);
        let over = self.end.len().saturating_sub(KEPT_OF_SKIPPED);
        self.end.drain(..over);
    }

    fn pop(&mut self, bytes: usize) {
        let of_end = bytes.min(self.end.len());
        self.end.truncate(self.end.len() - of_end);
        self.start.truncate(self.start.len().saturating_sub(bytes - of_end));
    }

    fn of(bytes: &[u8]) -> Self {
        let mut skipped = Self::default();
        skipped.push(bytes);
        skipped
    }
}

/// Reads frames.
#[derive(Debug)]
pub struct FrameReader<R> {
    input: BufReader<R>,
    max: usize,
    /// The length that was found inside the body before.
    found: Option<usize>,
}

/// What a header line says.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Blank,
    /// Where the header begins, and its length. Before it may stand the rest of a message whose length was wrong.
    Length(usize, usize),
    Other,
    Garbage,
}

/// How a body came to its end.
enum Read {
    Whole,
    /// The next header stands in it; so many bytes of it were taken for the body's.
    Cut(usize),
    EndOfInput,
}

impl<R: AsyncRead + Unpin> FrameReader<R> {
    /// Reads from `input`; messages are at most `max` bytes.
    pub fn new(input: R, max: usize) -> Self {
        Self { input: BufReader::with_capacity(64 << 10, input), max, found: None }
    }

    /// The next frame; `None` at the end of the input, even in the middle of a message.
    pub async fn next(&mut self) -> std::io::Result<Option<Frame>> {
        let mut length = self.found.take();
        let mut other = false;
        loop {
            let Some(line) = self.line().await? else { return Ok(None) };
            let garbage = || Ok(Some(Frame::Skipped(Why::NoHeader, Skipped::of(&line))));
            match read_line(&line, length.is_some()) {
                Line::Length(at, found) if at > 0 && length.is_none() => {
                    self.found = Some(found);
                    return Ok(Some(Frame::Skipped(Why::NoHeader, Skipped::of(&line[..at]))));
                }
                Line::Length(_, found) => length = Some(found),
                Line::Other => other = true,
                Line::Garbage => return garbage(),
                Line::Blank => match length {
                    None if other => return garbage(),
                    // Blank lines between messages do no harm.
                    None => {}
                    Some(length) if length <= self.max => return self.body(length).await,
                    Some(length) => return self.skip(length).await,
                },
            }
        }
    }

    async fn body(&mut self, length: usize) -> std::io::Result<Option<Frame>> {
        // What the header promises is not yet there: memory grows with what comes.
        let mut body = Vec::with_capacity(length.min(1 << 20));
        Ok(match self.bytes(length, |bytes| body.extend_from_slice(bytes)).await? {
            Read::Whole => Some(Frame::Body(body)),
            Read::Cut(over) => {
                body.truncate(body.len().saturating_sub(over));
                Some(Frame::Skipped(Why::BrokenOff(length), Skipped::of(&body)))
            }
            Read::EndOfInput => None,
        })
    }

    async fn skip(&mut self, length: usize) -> std::io::Result<Option<Frame>> {
        let mut skipped = Skipped::default();
        Ok(match self.bytes(length, |bytes| skipped.push(bytes)).await? {
            Read::Whole => Some(Frame::Skipped(Why::TooLarge(length), skipped)),
            Read::Cut(over) => {
                skipped.pop(over);
                Some(Frame::Skipped(Why::BrokenOff(length), skipped))
            }
            Read::EndOfInput => None,
        })
    }

    /// Gives `take` the next `length` bytes, or those before a header that stands in them.
    async fn bytes(&mut self, length: usize, mut take: impl FnMut(&[u8])) -> std::io::Result<Read> {
        let mut rest = length;
        // The line so far, as much of it as a header has.
        let mut line = Vec::new();
        while rest > 0 {
            let available = self.input.fill_buf().await?;
            if available.is_empty() {
                return Ok(Read::EndOfInput);
            }
            let available = &available[..available.len().min(rest)];
            let end = available.iter().position(|&byte| byte == b'\n');
            let piece = &available[..end.map_or(available.len(), |end| end + 1)];
            if piece.len() >= LONGEST_HEADER {
                line.clear();
            }
            let before = line.len();
            line.extend_from_slice(&piece[piece.len().saturating_sub(LONGEST_HEADER)..]);
            let taken = piece.len();
            if end.is_some() {
                if let Some((at, length)) = header_at_end(&line) {
                    take(&piece[..taken - (line.len() - at.max(before))]);
                    self.input.consume(taken);
                    self.found = Some(length);
                    return Ok(Read::Cut(before.saturating_sub(at)));
                }
                line.clear();
            } else {
                line.drain(..line.len().saturating_sub(LONGEST_HEADER));
            }
            take(piece);
            self.input.consume(taken);
            rest -= taken;
        }
        Ok(Read::Whole)
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

const NAME: &[u8] = b"content-length";

/// More than `Content-Length: ` and the digits of any length.
const LONGEST_HEADER: usize = 64;

/// Where in a line that ends the header begins that it ends with, and its length.
fn header_at_end(line: &[u8]) -> Option<(usize, usize)> {
    let tail = line.len().saturating_sub(LONGEST_HEADER);
    let lower = line[tail..].to_ascii_lowercase();
    let at = lower.windows(NAME.len()).rposition(|window| window == NAME)?;
    Some((tail + at, length_after(&line[tail + at + NAME.len()..])?))
}

/// `: 12` after the header's name.
fn length_after(value: &[u8]) -> Option<usize> {
    let value = std::str::from_utf8(value).ok()?.trim_start();
    value.strip_prefix(':')?.trim().parse().ok()
}

fn read_line(line: &[u8], in_header: bool) -> Line {
    if line.is_empty() {
        return Line::Blank;
    }
    let lower = line.to_ascii_lowercase();
    let found = lower.windows(NAME.len()).rposition(|window| window == NAME);
    let Some(at) = found else {
        let is_header = line.contains(&b':') && line[0].is_ascii_alphabetic();
        return if is_header || in_header { Line::Other } else { Line::Garbage };
    };
    length_after(&line[at + NAME.len()..]).map_or(Line::Garbage, |length| Line::Length(at, length))
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;

    use super::*;

    /// Reads the whole input, so many bytes at a time; bodies as text, and why bytes were skipped.
    async fn read_in_pieces(input: &[u8], max: usize, piece: usize) -> Vec<String> {
        let (mut theirs, ours) = tokio::io::duplex(piece);
        let input = input.to_owned();
        let sending = tokio::spawn(async move { theirs.write_all(&input).await });
        let mut reader = FrameReader::new(ours, max);
        let mut found = Vec::new();
        while let Some(frame) = reader.next().await.unwrap() {
            let shown = |skipped: Skipped| {
                format!("{}…{}", String::from_utf8_lossy(&skipped.start), String::from_utf8_lossy(&skipped.end))
            };
            found.push(match frame {
                Frame::Body(body) => String::from_utf8_lossy(&body).into_owned(),
                Frame::Skipped(Why::TooLarge(length), skipped) => format!(">{length} {}", shown(skipped)),
                Frame::Skipped(Why::BrokenOff(length), skipped) => format!("<{length} {}", shown(skipped)),
                Frame::Skipped(Why::NoHeader, _) => "?".to_owned(),
            });
        }
        sending.await.unwrap().unwrap();
        found
    }

    async fn read(input: &[u8], max: usize) -> Vec<String> {
        let whole = read_in_pieces(input, max, 1 << 20).await;
        assert_eq!(read_in_pieces(input, max, 7).await, whole);
        whole
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
        assert_eq!(read(&input, 9).await, ["?", "?", "?", "{}", "?", "1"]);
        // The length was one too short, then one too long.
        let input = b"Content-Length: 1\r\n\r\n{}Content-Length: 2\r\n\r\n[]Content-Length: 3\r\n\r\n{}\
            Content-Length: 2\r\n\r\n[]Content-Length: 1\r\n\r\n1";
        assert_eq!(read(input, 9).await, ["{", "?", "[]", "{}C", "?", "?", "1"]);
    }

    #[tokio::test]
    async fn too_much_is_skipped() {
        let input = b"Content-Length: 5\r\n\r\n12345Content-Length: 4\r\n\r\n1234";
        assert_eq!(read(input, 4).await, [">5 12345…", "1234"]);
        let input = [b"Content-Length: 5000\r\n\r\n{", &[b'x'; 4998][..], b"}Content-Length: 1\r\n\r\n1"].concat();
        let (start, end) = ("x".repeat(1023), "x".repeat(1023));
        assert_eq!(read(&input, 999).await, [format!(">5000 {{{start}…{end}}}"), "1".to_owned()]);
    }

    #[tokio::test]
    async fn a_message_that_never_comes_swallows_nothing() {
        for (length, max) in [(60, 99), (500, 99), (60_000, 60_000), (1_000_000_000, 64 << 20), (usize::MAX, 99)] {
            for (sent, known) in [
                ("", "…"),
                ("{\"a\":", "{\"a\":…"),
                ("{\r\n\"Content-Length\": 1,\n", "{\r\n\"Content-Length\": 1,\n…"),
            ] {
                let input = format!(
                    "Content-Length: {length}\r\n\r\n{sent}Content-Length: 2\r\nX: y\r\n\r\n{{}}Content-Length: 1\r\n\r\n1"
                );
                assert_eq!(read(input.as_bytes(), max).await, [&format!("<{length} {known}"), "{}", "1"]);
            }
        }
        let long = "x".repeat(100_000);
        let input = format!("Content-Length: 900000\r\n\r\n{{{long}Content-Length: 2\r\n\r\n{{}}");
        let (start, end) = (&long[..1023], &long[..1024]);
        assert_eq!(read(input.as_bytes(), 1 << 20).await, [format!("<900000 {{{start}…{end}"), "{}".to_owned()]);
    }

    #[tokio::test]
    async fn the_end_inside_a_message_is_the_end() {
        for input in [&b"Content-Length: 5\r\n\r\n12"[..], b"Content-Le", b"Content-Length: 70\r\n\r\n1"] {
            assert_eq!(read(input, 9).await, [""; 0]);
        }
    }
}
