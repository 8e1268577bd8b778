//! Telling the client what is going on: `copydesk/status` to those that know it, work-done progress to those that
//! show it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lsp_types::notification::Progress;
use lsp_types::request::WorkDoneProgressCreate;
use lsp_types::{
    NumberOrString, ProgressParams, ProgressParamsValue, ProgressToken, WorkDoneProgress, WorkDoneProgressBegin,
    WorkDoneProgressCreateParams, WorkDoneProgressEnd, WorkDoneProgressReport,
};
use tokio::sync::watch;
use tower_lsp::Client;
use tracing::debug;

use super::reading::{Reading, Stage};
use super::session::Session;
use super::status::{Changed, Status, words};

/// What the client knows.
pub struct Reporter {
    client: Client,
    session: Arc<Session>,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// What stands apart from a reading.
    rest: Status,
    /// What was told last.
    told: Option<Status>,
    /// The reading that is under way and was told of.
    reading: Option<Shown>,
}

/// A reading that the client is told of.
struct Shown {
    reading: Arc<Reading>,
    /// Dropped, it ends the progress.
    stages: watch::Sender<Stage>,
}

impl Reporter {
    /// Nothing was told yet.
    pub fn new(client: Client, session: Arc<Session>) -> Self {
        Self { client, session, inner: Mutex::default() }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is going on.
    pub fn status(&self) -> Status {
        let inner = self.inner();
        match &inner.reading {
            Some(shown) => inner.rest.reading(shown.reading.stage()),
            None => inner.rest.clone(),
        }
    }

    /// A reading has come further; so much stood before it.
    pub async fn reading(&self, reading: &Arc<Reading>, before: &Status) {
        let status = {
            let mut inner = self.inner();
            let stage = reading.stage();
            match &inner.reading {
                Some(shown) if shown.reading.serial == reading.serial => {
                    shown.stages.send_replace(stage);
                }
                _ => inner.reading = Some(self.show(Arc::clone(reading))),
            }
            inner.rest.clone_from(before);
            before.reading(stage)
        };
        self.tell(status).await;
    }

    /// Nothing is being read any more, and this is what stands.
    pub async fn at_rest(&self, status: Status) {
        {
            let mut inner = self.inner();
            inner.reading = None;
            inner.rest = status.clone();
        }
        self.tell(status).await;
    }

    /// The user has had enough of a progress.
    pub fn cancel(&self, token: &ProgressToken) {
        let inner = self.inner();
        let shown = inner.reading.as_ref().filter(|shown| token_of(&shown.reading) == *token);
        match shown {
            Some(shown) => shown.reading.stop(),
            None => debug!("a progress was canceled that is over"),
        }
    }

    async fn tell(&self, status: Status) {
        if !self.session.client().status {
            return;
        }
        {
            let mut inner = self.inner();
            if inner.told.as_ref() == Some(&status) {
                return;
            }
            inner.told = Some(status.clone());
        }
        self.client.send_notification::<Changed>(status).await;
    }

    fn show(&self, reading: Arc<Reading>) -> Shown {
        let (sender, stages) = watch::channel(reading.stage());
        if self.session.client().work_done_progress {
            tokio::spawn(show(self.client.clone(), token_of(&reading), stages));
        }
        Shown { reading, stages: sender }
    }
}

fn token_of(reading: &Reading) -> ProgressToken {
    NumberOrString::String(format!("copydesk/reading/{}", reading.serial))
}

/// One progress from beginning to end. Where the client takes none, or it is over before the client has answered,
/// nothing is shown.
async fn show(client: Client, token: ProgressToken, mut stages: watch::Receiver<Stage>) {
    let create = WorkDoneProgressCreateParams { token: token.clone() };
    if client.send_request::<WorkDoneProgressCreate>(create).await.is_err() || stages.has_changed().is_err() {
        return;
    }
    let send = |value: WorkDoneProgress| {
        client.send_notification::<Progress>(ProgressParams {
            token: token.clone(),
            value: ProgressParamsValue::WorkDone(value),
        })
    };
    let stage = *stages.borrow_and_update();
    let begin = WorkDoneProgressBegin {
        title: "Copydesk".to_owned(),
        cancellable: Some(true),
        message: Some(words(stage)),
        percentage: Some(percentage(stage)),
    };
    send(WorkDoneProgress::Begin(begin)).await;
    while stages.changed().await.is_ok() {
        let stage = *stages.borrow_and_update();
        let report = WorkDoneProgressReport {
            cancellable: Some(!stage.linking),
            message: Some(words(stage)),
            percentage: Some(percentage(stage)),
        };
        send(WorkDoneProgress::Report(report)).await;
    }
    send(WorkDoneProgress::End(WorkDoneProgressEnd { message: None })).await;
}

/// 0 to 100; linking is the last tenth.
fn percentage(stage: Stage) -> u32 {
    let whole = stage.total.max(1);
    u32::try_from(stage.read.min(whole) * 90 / whole).unwrap_or(0)
}
