//! The text of an article becomes zones, tokens and sentences; a reader finds names, time expressions, event
//! mentions and who says what; mentions are grouped into chains and quotations get a source, which makes them
//! attributions. This analysis depends on nothing but the article and the models. A corpus of analyses is linked
//! across articles into entities, events and coverage. Every editor feature, diagnostic, command and export is a
//! view of one immutable snapshot of that corpus, with the human's annotations laid over the machine's.
//!
//! The rooms below stand in the order of their dependencies: each may use those above it, never those below.
//! Offsets are UTF-8 bytes on character boundaries; only `server`, `store` and `cli` convert or do IO.

pub mod text;
pub mod lexicon;
pub mod knowledge;
pub mod token;
pub mod model;
pub mod analysis;
pub mod annotation;
pub mod corpus;
pub mod rules;
pub mod ide;
pub mod store;
pub mod eval;
pub mod server;
pub mod cli;
