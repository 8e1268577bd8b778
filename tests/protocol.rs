//! The server as a client sees it: in one process over pipes in memory, and as a real process.

mod acts;
mod bad_input;
mod client;
mod coverage;
mod disk;
mod code_actions;
mod features;
mod judge;
mod large;
mod process;
mod out_of_step;
mod random_edits;
mod reading;
mod session;
mod settings;
mod structure;
mod transport;
mod wire;
