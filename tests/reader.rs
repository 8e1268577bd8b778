//! The reader is sturdy: what holds of every text, and linear time.

pub(crate) mod sound;
mod strange;
mod time;
