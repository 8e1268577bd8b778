//! Scorers: what the engine answers against what a careful editor expects.
//!
//! Each scorer gives [`Score`]s: how many expectations hold, and which do not. They ask the same functions as the
//! server does, and read gold files (see [`gold`]) whose offsets are Unicode code points.
//!
//! Other people's corpora are scored apart from that: [`read`] reads them, [`scored`] runs Copydesk over them,
//! [`measure`] counts layer by layer, and [`report`] prints the tables.

pub mod across;
pub mod articles;
pub mod baseline;
mod case;
pub mod claims;
pub mod clusters;
pub mod coreference;
pub mod gold;
pub mod layers;
pub mod links;
pub mod measure;
pub mod queries;
pub mod read;
pub mod report;
pub mod scored;
pub mod table;
pub mod tally;

pub use case::{Case, Miss, Score};

/// Every score of a case, in the order of the table.
pub fn score(case: &Case<'_>) -> Vec<Score> {
    let mut scores = articles::score(case);
    scores.extend(claims::score(case));
    scores.extend(links::score(case));
    scores.extend(queries::score(case));
    scores.retain(|score| score.total > 0);
    scores
}
