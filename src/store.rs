//! Files: articles and settings. All reading and writing of them.
//!
//! [`file`] opens them, [`article`] turns bytes into text, [`settings`] reads `copydesk.toml`, [`workspace`] finds the
//! articles below a folder, and [`load`] reads and analyses what was found, for the command line and for the server.

pub mod annotations;
pub mod article;
pub mod file;
mod ignores;
pub mod load;
mod problem;
pub mod settings;
pub mod workspace;

pub use problem::Problem;
