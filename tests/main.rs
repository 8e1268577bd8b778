//! Every integration test, in one binary.

#![allow(clippy::unwrap_used)]

mod anchors;
mod cli;
mod corpora;
mod editors;
mod gold;
mod language;
mod names;
mod protocol;
mod reader;
mod resolver;
mod samples;
mod docs;
mod tidy;
