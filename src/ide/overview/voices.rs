//! Whose voices are heard in a coverage, counted by who speaks in the end and not by outlet.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::said::{ancestors, is_carrier, voices_of};
use crate::analysis::AttributionId;
use crate::corpus::{ArticleId, Snapshot};
use crate::ide::shown::speaker;
use crate::token::ZoneKind;

/// Somebody, or a body, whose words are reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// "White House", "Salem al-Meslet".
    pub name: String,
    /// The articles that have statements of it.
    pub statements: Vec<Heard>,
    /// Articles in which another outlet carries all of its words, with the outlet.
    pub through: Vec<(ArticleId, String)>,
}

/// How often an article has somebody's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Which article.
    pub article: ArticleId,
    /// How many statements.
    pub times: usize,
}

impl Voice {
    /// All its statements.
    pub fn count(&self) -> usize {
        self.statements.iter().map(|heard| heard.times).sum()
    }
}

/// The voices of some articles: who has most statements first.
pub fn voices(snapshot: &Snapshot, articles: &[ArticleId]) -> Vec<Voice> {
    struct Counted {
        name: String,
        statements: BTreeMap<ArticleId, usize>,
        carried: BTreeMap<ArticleId, Option<String>>,
    }
    // By name: two of one name are read as one.
    let mut heard: BTreeMap<String, Counted> = BTreeMap::new();
    for article in voices_of(snapshot, articles) {
        let analysis = snapshot.analysis(article);
        for (at, attribution) in analysis.attributions.iter_enumerated() {
            // What A says that B said is a statement of A.
            let outer = ancestors(analysis, at).skip(1).any(|outer| !is_carrier(&analysis.attributions[outer]));
            let body = attribution.content.iter().any(|span| analysis.structure.zone_at(span.start) == ZoneKind::Body);
            let Some(name) = origin(snapshot, article, at).filter(|_| !outer && body) else { continue };
            let carrier = attribution.content.first().and_then(|span| analysis.block_at(span.start));
            let carrier = carrier.map(|block| block.outlet.clone());
            let voice = heard.entry(name.to_lowercase()).or_insert_with(|| Counted {
                name,
                statements: BTreeMap::new(),
                carried: BTreeMap::new(),
            });
            *voice.statements.entry(article).or_default() += 1;
            let known = voice.carried.entry(article).or_insert_with(|| carrier.clone());
            if *known != carrier {
                *known = None;
            }
        }
    }
    let mut found: Vec<Voice> = heard
        .into_values()
        .map(|heard| Voice {
            name: heard.name,
            statements: heard.statements.into_iter().map(|(article, times)| Heard { article, times }).collect(),
            through: heard.carried.into_iter().filter_map(|(article, outlet)| Some((article, outlet?))).collect(),
        })
        .collect();
    found.sort_by(|x, y| {
        (Reverse(x.statements.len()), Reverse(x.count()), &x.name).cmp(&(
            Reverse(y.statements.len()),
            Reverse(y.count()),
            &y.name,
        ))
    });
    found
}

/// The name of who speaks in the end.
fn origin(snapshot: &Snapshot, article: ArticleId, at: AttributionId) -> Option<String> {
    let node = snapshot.article(article);
    let analysis = &node.analysis;
    let voice = analysis.facts.sources.get(at)?.voice?.value;
    let entity = *node.entities.get(voice)?;
    if snapshot.entity(entity).named {
        return Some(snapshot.entity(entity).name.to_owned());
    }
    Some(speaker(analysis, &analysis.attributions[at])).filter(|name| !name.is_empty())
}
