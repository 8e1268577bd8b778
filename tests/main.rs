//! Every integration test, in one binary.

#![allow(clippy::unwrap_used)]

mod cli;
mod protocol;
mod tidy;
