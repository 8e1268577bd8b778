//! The wire: frames in, frames out, one future a message.
//!
//! This takes the place of tower-lsp's `Server::serve`, which hangs on `exit`, dies on a panic or a bad frame, and
//! queues `$/cancelRequest` behind what it should cancel. The rule here: **poll each future once, at once, in the
//! order of arrival, then hand what is left of it to the runtime.** A handler that changes state before its first
//! `await` therefore changes it in message order, and the reader never waits for a handler, for the client or for
//! the other end of standard output.
//!
//! * A panic costs one request: it is answered with −32603.
//! * A body that is no JSON is answered with −32700, one that is no message with −32600; reading goes on.
//! * A message is at most [`Options::max_message`] bytes, 64 MiB unless told; a larger one is skipped, and one whose
//!   bytes do not come ends where the next begins. Both are said to the user once.
//! * A message that is lost for any of these reasons, or cannot be understood, is told to [`Options::on_lost`]: it may
//!   have been an edit.
//! * An answer of the client's is never answered.
//! * `exit` ends at once, with 0 after `shutdown` and 1 without; the end of the input and the death of the client's
//!   process end as well.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures::{FutureExt, Sink, SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::Notify;
use tower::Service;
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};
use tower_lsp::{ClientSocket, ExitedError};
use tracing::{debug, error, warn};

pub mod frame;
pub mod message;
pub mod outgoing;
pub mod parent;

use frame::{Frame, FrameReader, Why};
use message::{Lost, Malformed, Message};
use outgoing::Outgoing;

/// Called with a message that was lost: too large, no JSON, or not as [`Check`] has it.
pub type OnLost = Arc<dyn Fn(&Lost) + Send + Sync>;

/// False for a message that cannot be understood.
pub type Check = Arc<dyn Fn(&Request) -> bool + Send + Sync>;

/// Called with the result of `initialize` before it is sent: for what the protocol has and lsp-types cannot say.
pub type Amend = Arc<dyn Fn(&mut serde_json::Value) + Send + Sync>;

/// Bytes between two messages that are fewer are the rest of a message, and not one that changes a document.
const SHORTEST_EDIT: usize = 60;

/// What can be set.
#[derive(Clone)]
pub struct Options {
    /// A message over this size, in bytes, is skipped.
    pub max_message: usize,
    /// How often to see whether the client's process lives.
    pub parent_poll: Duration,
    /// How long to finish what is under way when the input ends.
    pub drain: Duration,
    /// Which messages count as lost although they are messages.
    pub check: Option<Check>,
    /// What to do about a message that was lost.
    pub on_lost: Option<OnLost>,
    /// What to add to the answer to `initialize`.
    pub amend: Option<Amend>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            max_message: 64 << 20,
            parent_poll: Duration::from_secs(3),
            drain: Duration::from_secs(2),
            check: None,
            on_lost: None,
            amend: None,
        }
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// After `shutdown`: exit code 0.
    Clean,
    /// Without: exit code 1.
    Unclean,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Unclean => 1,
        }
    }
}

/// What the reader, the handlers and the writer share.
#[derive(Default)]
struct Shared {
    outgoing: Outgoing,
    shut_down: AtomicBool,
    in_flight: AtomicUsize,
    idle: Notify,
    /// Set when the client's process is gone, or nobody reads what is written.
    gone: Notify,
}

/// Serves until the client says `exit`, its process dies or the input ends.
pub async fn serve<S, I, O>(service: S, socket: ClientSocket, input: I, output: O, options: Options) -> Exit
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError> + 'static,
    S::Future: Send + 'static,
    I: AsyncRead + Unpin,
    O: AsyncWrite + Unpin + Send + 'static,
{
    let shared = Arc::new(Shared::default());
    let writer = tokio::spawn(write(output, Arc::clone(&shared)));
    let (mut requests, mut responses) = socket.split();
    let relay = tokio::spawn({
        let shared = Arc::clone(&shared);
        async move {
            while let Some(request) = requests.next().await {
                shared.outgoing.request(&request);
            }
        }
    });
    let drain = options.drain;
    let mut reader = Reader { service, shared: Arc::clone(&shared), options, watched: false, told: false };
    let ended_by_exit = tokio::select! {
        ended_by_exit = reader.read(input, &mut responses) => ended_by_exit,
        () = shared.gone.notified() => true,
    };
    if !ended_by_exit {
        let _ = tokio::time::timeout(drain, shared.until_idle()).await;
    }
    relay.abort();
    shared.outgoing.close();
    // A client that does not read cannot keep the process alive.
    let _ = tokio::time::timeout(drain, writer).await;
    if shared.shut_down.load(Ordering::Acquire) { Exit::Clean } else { Exit::Unclean }
}

struct Reader<S> {
    service: S,
    shared: Arc<Shared>,
    options: Options,
    watched: bool,
    /// True when the user was told that the client sends no proper messages.
    told: bool,
}

impl<S> Reader<S>
where
    S: Service<Request, Response = Option<Response>, Error = ExitedError> + 'static,
    S::Future: Send + 'static,
{
    /// Reads to the end; true when it was `exit` that ended it.
    async fn read<I, R>(&mut self, input: I, responses: &mut R) -> bool
    where
        I: AsyncRead + Unpin,
        R: Sink<Response> + Unpin,
    {
        let mut frames = FrameReader::new(input, self.options.max_message);
        loop {
            let frame = match frames.next().await {
                Ok(Some(frame)) => frame,
                Ok(None) => return false,
                Err(error) => {
                    warn!("standard input: {error}");
                    return false;
                }
            };
            match self.decode(frame) {
                None => {}
                Some(Message::Request(request)) if request.method() == "exit" => return true,
                Some(Message::Request(request)) => self.dispatch(request),
                Some(Message::Response(response)) => {
                    // It is a map's insertion, but one that panics when the waiting future was dropped.
                    let sent = AssertUnwindSafe(responses.send(response)).catch_unwind().await;
                    if !matches!(sent, Ok(Ok(()))) {
                        debug!("an answer that nobody waits for");
                    }
                }
            }
        }
    }

    fn decode(&mut self, frame: Frame) -> Option<Message> {
        let body = match frame {
            Frame::Body(body) => body,
            Frame::Skipped(why, skipped) => {
                if why != Why::NoHeader || skipped.start.len() >= SHORTEST_EDIT {
                    self.lost(Lost::bytes(&skipped.start, &skipped.end));
                }
                self.skipped(why);
                return None;
            }
        };
        match message::read(&body)? {
            Ok(message) => Some(message),
            Err(Malformed { id, error }) => {
                self.lost(Lost::bytes(&body, &[]));
                self.refuse(id, error.code, error.message.into_owned());
                None
            }
        }
    }

    fn skipped(&mut self, why: Why) {
        let max = self.options.max_message;
        let (code, message) = match why {
            Why::TooLarge(length) => {
                (ErrorCode::InvalidRequest, format!("a message of {length} bytes; at most {max} are read"))
            }
            Why::BrokenOff(length) => {
                (ErrorCode::ParseError, format!("a message of {length} bytes broke off where the next one began"))
            }
            Why::NoHeader => (ErrorCode::ParseError, "bytes that are no header were skipped".to_owned()),
        };
        self.refuse(Id::Null, code, message.clone());
        if why != Why::NoHeader && !std::mem::replace(&mut self.told, true) {
            let message = format!("Copydesk skipped {message}; the editor's log may tell why.");
            let params = serde_json::json!({ "type": 2, "message": message });
            self.shared.outgoing.request(&Request::build("window/showMessage").params(params).finish());
        }
    }

    fn refuse(&self, id: Id, code: ErrorCode, message: String) {
        warn!("refused: {message}");
        self.shared.outgoing.answer(Response::from_error(id, Error { code, message: message.into(), data: None }));
    }

    fn lost(&self, lost: Option<Lost>) {
        if let (Some(on_lost), Some(lost)) = (&self.options.on_lost, lost) {
            on_lost(&lost);
        }
    }

    /// What cannot be understood is handled all the same: a request has to be answered.
    fn check(&self, request: &Request) {
        if let Some(check) = &self.options.check
            && !check(request)
        {
            warn!("{} cannot be understood", request.method());
            self.lost(Some(Lost::request(request)));
        }
    }

    fn dispatch(&mut self, request: Request) {
        let id = request.id().cloned();
        let shuts_down = request.method() == "shutdown";
        let amend = self.options.amend.clone().filter(|_| request.method() == "initialize");
        self.watch_parent(&request);
        self.check(&request);
        let called = std::panic::catch_unwind(AssertUnwindSafe(|| self.service.call(request)));
        let Ok(future) = called else {
            self.shared.finish(id, false, Err(()));
            return;
        };
        let future = future.map(move |outcome| amended(outcome, amend.as_ref()));
        let mut future = Box::pin(AssertUnwindSafe(future).catch_unwind());
        // Nobody is to be woken: when this first poll does not finish it, the runtime polls it again at once.
        let first = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let Poll::Ready(Ok(outcome)) = first {
            self.shared.finish(id, shuts_down, Ok(outcome));
            return;
        }
        let forget = self.forgetter(id.as_ref());
        let shared = Arc::clone(&self.shared);
        shared.in_flight.fetch_add(1, Ordering::AcqRel);
        tokio::spawn(async move {
            let outcome = match first {
                Poll::Ready(outcome) => outcome,
                Poll::Pending => future.await,
            };
            if outcome.is_err() {
                forget.await;
            }
            shared.finish(id, shuts_down, outcome.map_err(drop));
            if shared.in_flight.fetch_sub(1, Ordering::AcqRel) == 1 {
                shared.idle.notify_waiters();
            }
        });
    }

    /// The service keeps the id of a request whose handler panicked, and would refuse it if it came again;
    /// cancelling makes it free. The call has to be made here; it takes effect when it is awaited.
    fn forgetter(&mut self, id: Option<&Id>) -> impl Future<Output = ()> + Send + use<S> {
        let cancel = id.map(|id| {
            let params = serde_json::json!({ "id": id });
            self.service.call(Request::build("$/cancelRequest").params(params).finish())
        });
        async move {
            if let Some(cancel) = cancel {
                let _ = AssertUnwindSafe(cancel).catch_unwind().await;
            }
        }
    }

    /// The client's process is watched from `initialize` on.
    fn watch_parent(&mut self, request: &Request) {
        if self.watched || request.method() != "initialize" {
            return;
        }
        let process = request.params().and_then(|params| params.get("processId")).and_then(serde_json::Value::as_u64);
        let Some(process) = process.and_then(|process| u32::try_from(process).ok()) else { return };
        self.watched = true;
        let shared = Arc::clone(&self.shared);
        let poll = self.options.parent_poll;
        tokio::spawn(async move {
            parent::until_dead(process, poll).await;
            warn!("the client's process {process} is gone");
            shared.gone.notify_one();
        });
    }
}

type Outcome = Result<Option<Response>, ExitedError>;

fn amended(outcome: Outcome, amend: Option<&Amend>) -> Outcome {
    let (Some(amend), Ok(Some(response))) = (amend, &outcome) else { return outcome };
    let Some(mut result) = response.result().cloned() else { return outcome };
    amend(&mut result);
    Ok(Some(Response::from_ok(response.id().clone(), result)))
}

impl Shared {
    fn finish(&self, id: Option<Id>, shuts_down: bool, outcome: Result<Outcome, ()>) {
        match (outcome, id) {
            (Ok(Ok(Some(response))), _) => {
                if shuts_down && response.is_ok() {
                    self.shut_down.store(true, Ordering::Release);
                }
                self.outgoing.answer(response);
            }
            // tower-lsp keeps silent about a request whose name begins with `$/`.
            (Ok(Ok(None)), Some(id)) => self.outgoing.answer(Response::from_error(id, Error::method_not_found())),
            (Ok(Ok(None)), None) => {}
            (Ok(Err(_)), Some(id)) => self.outgoing.answer(Response::from_error(id, Error::invalid_request())),
            (Err(()), Some(id)) => {
                error!("a handler panicked; the request is answered with an error");
                let message = "Copydesk failed on this request; standard error has the details".into();
                let error = Error { code: ErrorCode::InternalError, message, data: None };
                self.outgoing.answer(Response::from_error(id, error));
            }
            (Err(()), None) => error!("the handler of a notification panicked"),
            (Ok(Err(_)), None) => {}
        }
    }

    async fn until_idle(&self) {
        loop {
            let idle = self.idle.notified();
            if self.in_flight.load(Ordering::Acquire) == 0 {
                return;
            }
            idle.await;
        }
    }
}

async fn write<O: AsyncWrite + Unpin>(mut output: O, shared: Arc<Shared>) {
    while let Some(body) = shared.outgoing.next().await {
        if let Err(error) = write_frame(&mut output, &body, shared.outgoing.is_empty()).await {
            debug!("standard output: {error}");
            shared.gone.notify_one();
            return;
        }
    }
    let _ = output.flush().await;
}

async fn write_frame<O: AsyncWrite + Unpin>(output: &mut O, body: &[u8], flush: bool) -> std::io::Result<()> {
    output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
    output.write_all(body).await?;
    if flush { output.flush().await } else { Ok(()) }
}
