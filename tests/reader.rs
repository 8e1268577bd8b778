//! The reader is sturdy: what holds of every text, linear time, and the same answer however it was asked.

mod same;
pub(crate) mod sound;
mod strange;
mod time;
