//! What is seen of pairs of articles, for `training/events.py`.

use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::ArticleAnalysis;
use crate::corpus::coverage::evidence::Evidence;
pub(crate) use crate::corpus::coverage::evidence::SIGNS;
use crate::corpus::features::article::ArticleFeatures;

/// Pairs that are less alike than this in all of these are no candidates in any folder, and teach nothing.
const ALIKE: f32 = 0.05;

/// What is seen of two articles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PairFeatures {
    /// The articles, as indices, the lower first.
    pub articles: [usize; 2],
    /// Days between their publications, where both tell.
    pub days: Option<f32>,
    /// True when they are two events whatever the signs say.
    pub vetoed: bool,
    /// In the order of [`SIGNS`]. Days of publication play no part.
    pub signs: [f32; SIGNS.len()],
}

/// All pairs that have anything in common, in order.
pub(crate) fn pairs(articles: &[Arc<ArticleAnalysis>]) -> Vec<PairFeatures> {
    let features: Vec<ArticleFeatures> = articles.par_iter().map(|analysis| ArticleFeatures::new(analysis)).collect();
    let of = |a: usize| {
        let ours = &features[a];
        let behind = features.iter().enumerate().skip(a + 1);
        let compared = behind.map(|(b, theirs)| (b, Evidence::of(ours, theirs)));
        let alike = compared.filter(|(_, it)| it.word >= ALIKE || it.early >= ALIKE || it.names >= ALIKE);
        let seen = alike.map(|(b, evidence)| PairFeatures {
            articles: [a, b],
            days: evidence.days,
            vetoed: evidence.conflicts(),
            signs: evidence.seen(),
        });
        seen.collect::<Vec<PairFeatures>>()
    };
    let found: Vec<Vec<PairFeatures>> = (0..features.len()).into_par_iter().map(of).collect();
    found.concat()
}
