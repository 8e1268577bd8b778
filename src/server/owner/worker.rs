//! A thread that does one thing after another.

use std::sync::mpsc::{Sender, channel};

use tracing::error;

type Work = Box<dyn FnOnce() + Send>;

/// A thread that does one thing after another, started with the first. Threads that come and go leave memory behind with some allocators.
#[derive(Debug, Default)]
pub(super) struct Worker {
    work: Option<Sender<Work>>,
}

impl Worker {
    /// Has something done; gives it back as an error where the system has no thread for it.
    pub(super) fn start(&mut self, name: &str, work: Work) -> Result<(), Work> {
        let work = match &self.work {
            Some(sender) => match sender.send(work) {
                Ok(()) => return Ok(()),
                // Its thread is gone.
                Err(back) => back.0,
            },
            None => work,
        };
        let (sender, receiver) = channel::<Work>();
        let thread = std::thread::Builder::new().name(name.to_owned());
        let run = move || receiver.into_iter().for_each(|work| work());
        match thread.spawn(run) {
            Ok(_) => {
                let sent = sender.send(work);
                self.work = Some(sender);
                sent.map_err(|back| back.0)
            }
            Err(failed) => {
                error!("no thread for “{name}”: {failed}");
                Err(work)
            }
        }
    }
}
