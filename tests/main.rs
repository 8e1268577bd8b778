//! Every integration test, in one binary.

#![allow(clippy::unwrap_used)]

mod cli;
mod names;
mod protocol;
mod tidy;
