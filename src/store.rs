//! Files: articles and settings. All reading and writing of them.

pub mod article;
pub mod settings;
pub mod workspace;
