//! How far the reading of a workspace is: counted on the threads that read, told now and then, stopped when asked.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A reading that is over sooner than this is never spoken of, so that nothing flickers.
pub const SILENT: Duration = Duration::from_millis(400);

/// It is told no more often than this.
const PACE: Duration = Duration::from_millis(150);

/// Tells somebody that a reading has come further.
pub type Told = Arc<dyn Fn(&Arc<Reading>) + Send + Sync>;

/// One reading of the workspace, shared by the threads that read and those that tell.
pub struct Reading {
    /// Which, counted from 1.
    pub serial: u32,
    since: Instant,
    silent: Duration,
    found: AtomicUsize,
    read: AtomicUsize,
    linking: AtomicBool,
    stopped: AtomicBool,
    /// Milliseconds after `since` before which nothing is told.
    silent_until: AtomicU64,
    told: Told,
}

/// How far a reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stage {
    /// Articles that were read.
    pub read: usize,
    /// Articles that were found; 0 while they are looked for.
    pub total: usize,
    /// True when all are read and what they have in common is worked out.
    pub linking: bool,
}

impl Reading {
    /// A reading that begins now, and is not spoken of for so long.
    pub fn begin(serial: u32, silent: Duration, told: Told) -> Arc<Self> {
        Arc::new(Self {
            serial,
            since: Instant::now(),
            silent,
            found: AtomicUsize::new(0),
            read: AtomicUsize::new(0),
            linking: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            silent_until: AtomicU64::new(millis(silent)),
            told,
        })
    }

    /// So many articles are to be read.
    pub fn found(&self, total: usize) {
        self.found.store(total, Ordering::Relaxed);
    }

    /// One article more is read.
    pub fn one_more(self: &Arc<Self>) {
        self.read.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    /// All are read; what they have in common is next.
    pub fn linking(self: &Arc<Self>) {
        self.linking.store(true, Ordering::Relaxed);
        // It takes a while, and nothing is told meanwhile: this is told even if something was a moment ago.
        self.silent_until.fetch_min(millis(self.silent), Ordering::Relaxed);
        self.tell();
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        Stage {
            read: self.read.load(Ordering::Relaxed),
            total: self.found.load(Ordering::Relaxed),
            linking: self.linking.load(Ordering::Relaxed),
        }
    }

    /// Asks the reading to leave the rest unread.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// True when the rest is to be left unread.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Only the thread that moves the clock on tells.
    fn tell(self: &Arc<Self>) {
        let now = millis(self.since.elapsed());
        let due = self.silent_until.load(Ordering::Relaxed);
        let next = now + millis(PACE);
        let mine = || self.silent_until.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        let nothing = self.stage() == Stage { linking: true, ..Stage::default() };
        if now >= due && !nothing && mine() {
            (self.told)(self);
        }
    }
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reading({}, {:?})", self.serial, self.stage())
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn a_quick_reading_is_not_spoken_of() {
        let told: Arc<Mutex<Vec<Stage>>> = Arc::default();
        let heard = Arc::clone(&told);
        let reading = Reading::begin(1, SILENT, Arc::new(move |reading| heard.lock().unwrap().push(reading.stage())));
        reading.found(3);
        reading.one_more();
        assert!(told.lock().unwrap().is_empty());
        std::thread::sleep(SILENT);
        reading.one_more();
        // Told a moment ago.
        reading.one_more();
        assert_eq!(*told.lock().unwrap(), [Stage { read: 2, total: 3, linking: false }]);
        reading.linking();
        assert_eq!(told.lock().unwrap().last(), Some(&Stage { read: 3, total: 3, linking: true }));
        assert_eq!(reading.stage().read, 3);
        assert!(!reading.is_stopped());
        reading.stop();
        assert!(reading.is_stopped());
    }
}
