//! Every integration test, in one binary.

#![allow(clippy::unwrap_used)]

mod cli;
mod gold;
mod names;
mod protocol;
mod readme;
mod tidy;
