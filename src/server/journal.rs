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

/// The steps of a session.
#[derive(Debug, Default)]
pub struct Journal {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl Journal {
    /// Something was done; what was taken back before cannot be done again.
    pub fn did(&mut self, step: Step) {
        self.done.push(step);
        self.undone.clear();
    }

    /// What was done last.
    pub fn last_done(&self) -> Option<Step> {
        self.done.last().cloned()
    }

    /// What was taken back last.
    pub fn last_undone(&self) -> Option<Step> {
        self.undone.last().cloned()
    }

    /// Lines were written anew for another text of their article: they are still what was decided.
    pub fn renewed(&mut self, changes: &[Change]) {
        let steps = self.done.iter_mut().chain(&mut self.undone);
        let lines = steps.filter_map(|step| match step {
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

    /// What was done last is taken back.
    pub fn undone(&mut self) {
        self.undone.extend(self.done.pop());
    }

    /// What was taken back last is done again.
    pub fn redone(&mut self) {
        self.done.extend(self.undone.pop());
    }
}
