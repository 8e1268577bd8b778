//! What is going on, in a few words: for the client's status bar.

use lsp_types::{Url, notification::Notification};
use serde::{Deserialize, Serialize};

use super::reading::Stage;

/// What the server is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// No folder here is a Copydesk workspace.
    Off,
    /// Articles are being read.
    #[default]
    Reading,
    /// All that is to be read is read.
    Ready,
}

/// A workspace folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Which.
    pub uri: Url,
    /// True when Copydesk is at home in it, or somewhere below it.
    pub on: bool,
}

/// The parameters of `copydesk/status`, and the answer of the command `copydesk.status`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// What the server is at.
    pub state: State,
    /// Articles read so far, while `state` is `reading`.
    pub read: usize,
    /// Articles to be read, while `state` is `reading`.
    pub total: usize,
    /// Articles of the workspace.
    pub articles: usize,
    /// Events that they report.
    pub events: usize,
    /// Files and folders that could not be read, or were left out.
    pub problems: usize,
    /// The workspace folders.
    pub roots: Vec<Root>,
    /// All of it in a few words: "5 articles, 4 events".
    pub text: String,
}

/// `copydesk/status`, to clients that say `experimental.copydesk.status`.
pub enum Changed {}

impl Notification for Changed {
    type Params = Status;
    const METHOD: &'static str = "copydesk/status";
}

impl Status {
    /// What stands when nothing is being read. `stopped` is how far a reading came that was stopped.
    pub fn at_rest(articles: usize, events: usize, problems: usize, roots: Vec<Root>, stopped: Option<Stage>) -> Self {
        let on = articles > 0 || roots.iter().any(|root| root.on);
        let (state, mut text) = match (on, articles) {
            (false, _) => (State::Off, "off here".to_owned()),
            (true, 0) => (State::Ready, "no articles here".to_owned()),
            (true, _) => (State::Ready, format!("{}, {}", count(articles, "article"), count(events, "event"))),
        };
        if let Some(stage) = stopped {
            text = format!("stopped after {} of {} articles", grouped(stage.read), grouped(stage.total));
        }
        Self { state, read: 0, total: 0, articles, events, problems, roots, text }
    }

    /// The same while articles are read.
    pub fn reading(&self, stage: Stage) -> Self {
        Self { state: State::Reading, read: stage.read, total: stage.total, text: words(stage), ..self.clone() }
    }
}

/// "reading 40 of 5,000".
pub fn words(stage: Stage) -> String {
    match stage {
        Stage { linking: true, total, .. } => format!("linking {}", count(total, "article")),
        Stage { total: 0, .. } => "looking for articles".to_owned(),
        Stage { read, total, .. } => format!("reading {} of {}", grouped(read), grouped(total)),
    }
}

/// "1 article", "5,000 articles".
fn count(number: usize, what: &str) -> String {
    format!("{} {what}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// "5,000".
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_well() {
        let root = |on| vec![Root { uri: Url::parse("file:///a").unwrap(), on }];
        let check = |status: Status, state, text: &str| assert_eq!((status.state, &*status.text), (state, text));
        check(Status::at_rest(0, 0, 0, root(false), None), State::Off, "off here");
        check(Status::at_rest(0, 0, 0, Vec::new(), None), State::Off, "off here");
        check(Status::at_rest(0, 0, 0, root(true), None), State::Ready, "no articles here");
        check(Status::at_rest(1, 1, 0, root(true), None), State::Ready, "1 article, 1 event");
        let ready = Status::at_rest(12_345, 4, 0, root(true), None);
        check(ready.reading(Stage::default()), State::Reading, "looking for articles");
        check(ready.reading(Stage { read: 40, total: 5000, linking: false }), State::Reading, "reading 40 of 5,000");
        check(ready.reading(Stage { read: 5, total: 5, linking: true }), State::Reading, "linking 5 articles");
        check(ready, State::Ready, "12,345 articles, 4 events");
        let stopped = Some(Stage { read: 40, total: 5000, linking: false });
        check(Status::at_rest(40, 9, 0, root(true), stopped), State::Ready, "stopped after 40 of 5,000 articles");
    }
}
