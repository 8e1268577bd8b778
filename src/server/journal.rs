//! What was decided in this session, so that it can be taken back and done again: one step a judgement, without limit.

use std::path::PathBuf;

use crate::store::annotations::Change;

/// One step.
#[derive(Clone, Debug)]
pub enum Step {
    /// Lines of annotation files.
    Lines {
        /// What was decided, in words.
        title: String,
        /// The lines as they were and as they are.
        changes: Vec<Change>,
    },
    /// A `copydesk.toml`.
    Settings {
        /// What was said, in words.
        title: String,
        /// Which.
        path: PathBuf,
        /// Its text before; `None` when there was none.
        before: Option<String>,
        /// Its text afterwards.
        after: Option<String>,
    },
}

impl Step {
    /// What was decided, in words.
    pub fn title(&self) -> &str {
        match self {
            Self::Lines { title, .. } | Self::Settings { title, .. } => title,
        }
    }

    /// What takes it back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self {
            Self::Lines { title, changes } => {
                Self::Lines { title: title.clone(), changes: changes.iter().map(Change::reversed).collect() }
            }
            Self::Settings { title, path, before, after } => Self::Settings {
                title: title.clone(),
                path: path.clone(),
                before: after.clone(),
                after: before.clone(),
            },
        }
    }
}

/// The steps of a session, each with a number of its own.
#[derive(Debug, Default)]
pub struct Journal {
    done: Vec<(u64, Step)>,
    undone: Vec<(u64, Step)>,
    last: u64,
}

/// What is to be noted once it is done.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Something was done.
    Did(Step),
    /// What has this number was taken back.
    Undone(u64),
    /// What has this number was done again.
    Redone(u64),
}

impl Journal {
    /// Notes what was done. After something new, what was taken back before cannot be done again.
    pub fn note(&mut self, entry: Entry) {
        match entry {
            Entry::Did(step) => {
                self.last += 1;
                self.done.push((self.last, step));
                self.undone.clear();
            }
            Entry::Undone(number) => self.undone.extend(taken(&mut self.done, number)),
            Entry::Redone(number) => self.done.extend(taken(&mut self.undone, number)),
        }
    }

    /// What was done last, with its number.
    pub fn last_done(&self) -> Option<(u64, Step)> {
        self.done.last().cloned()
    }

    /// What was taken back last, with its number.
    pub fn last_undone(&self) -> Option<(u64, Step)> {
        self.undone.last().cloned()
    }

    /// Lines were written anew for another text of their article: they are still what was decided.
    pub fn renewed(&mut self, changes: &[Change]) {
        let steps = self.done.iter_mut().chain(&mut self.undone);
        let lines = steps.filter_map(|(_, step)| match step {
            Step::Lines { changes, .. } => Some(changes),
            Step::Settings { .. } => None,
        });
        for line in lines.flatten() {
            let now = changes.iter().find(|change| change.id == line.id && change.file == line.file);
            let Some(Change { before: Some(before), after, .. }) = now else { continue };
            for side in [&mut line.before, &mut line.after].into_iter().filter(|side| side.as_ref() == Some(before)) {
                side.clone_from(after);
            }
        }
    }
}

fn taken(steps: &mut Vec<(u64, Step)>, number: u64) -> Option<(u64, Step)> {
    let at = steps.iter().rposition(|(own, _)| *own == number)?;
    Some(steps.remove(at))
}
