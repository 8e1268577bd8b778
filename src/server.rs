//! The language server: the only room that knows the Language Server Protocol.
//!
//! [`transport`] moves messages, [`backend`] takes them, [`session`] holds what the client has told, [`owner`] is
//! the one thread that changes the corpus, [`disk`] the one that reads articles, [`requests`] answer from an immutable [`view`], and [`from_proto`] and
//! [`to_proto`] convert.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{ClientSocket, LspService};

pub mod backend;
pub mod capabilities;
pub mod commands;
pub mod disk;
pub mod documents;
pub mod from_proto;
pub mod journal;
mod lenient;
pub mod owner;
pub mod progress;
pub mod queue;
pub mod reading;
pub mod requests;
pub mod session;
pub mod status;
pub mod to_proto;
pub mod transport;
pub mod uri;
pub mod view;
pub mod watch;

use backend::Backend;
use transport::Exit;

use crate::text::escaped;

/// What can be set.
#[derive(Clone, Default)]
pub struct Options {
    /// Of the wire.
    pub transport: transport::Options,
    /// Of the owner of the corpus.
    pub pace: owner::Pace,
    /// Of the disk, for tests.
    pub hooks: disk::Hooks,
}

/// The server without a wire. Needs a tokio runtime.
pub fn service(options: &Options) -> (LspService<Backend>, ClientSocket) {
    let (pace, hooks) = (options.pace, options.hooks.clone());
    LspService::build(|client| Backend::new(client, pace, hooks))
        .custom_method("window/workDoneProgress/cancel", Backend::cancel_progress)
        .custom_method("copydesk/text", Backend::text)
        .finish()
}

/// Serves on a pair of streams until the client leaves.
pub async fn serve<I, O>(input: I, output: O, options: Options) -> Exit
where
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin + Send + 'static,
{
    let (service, socket) = service(&options);
    let session = Arc::clone(service.inner().session());
    let mut transport = options.transport;
    let greeted = Arc::clone(&session);
    transport.amend = Some(Arc::new(move |result| capabilities::amend(&greeted.client(), result)));
    transport.check = Some(Arc::new(from_proto::is_understood));
    transport.on_lost = Some(Arc::new(move |lost| session.lost(lost)));
    transport::serve(lenient::Lenient(service), socket, input, output, transport).await
}

/// Serves on standard input and output. Logs go to standard error, more of them with `COPYDESK_LOG=debug`, none with
/// any of the articles' text.
pub fn run_stdio() -> ExitCode {
    log_to_stderr();
    log_panics();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("no threads to run on: {error}");
            return ExitCode::from(2);
        }
    };
    let exit = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout(), Options::default()));
    // A thread may be waiting for input that never comes.
    runtime.shutdown_background();
    ExitCode::from(exit.code())
}

/// A panic's message may quote the text it happened on: the log says where it was, and what only when asked.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!("panicked at {place}; please report this");
        tracing::debug!("{panic}");
    }));
}

fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_env_var("COPYDESK_LOG")
        .try_from_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,copydesk=info,tower_lsp=error"));
    // A second call, as in tests, changes nothing.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| Escaped(std::io::stderr()))
        .with_ansi(false)
        .try_init();
}

/// A log of lines: a name in one of them, whoever gave it, cannot drive the terminal that shows it.
struct Escaped<W>(W);

impl<W: Write> Write for Escaped<W> {
    /// Writes a whole entry, as the logger gives it.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let (line, end) = text.strip_suffix('\n').map_or((&*text, ""), |line| (line, "\n"));
        self.0.write_all(format!("{}{end}", escaped(line)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_logged_stays_in_its_line() {
        let mut log = Escaped(Vec::new());
        log.write_all("WARN refused: a\u{1b}[2J\u{202e}\né\n".as_bytes()).unwrap();
        assert_eq!(String::from_utf8(log.0).unwrap(), "WARN refused: a\\u{1b}[2J\\u{202e}\\u{a}é\n");
    }
}
