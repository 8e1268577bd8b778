//! Words for what a snapshot knows: days, labels, reasons.

pub mod label;
pub mod reason;
