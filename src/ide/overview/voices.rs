//! Whose voices are heard in a coverage, counted by who speaks in the end and not by outlet.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{ancestors, is_carrier, voices_of};
use crate::analysis::{ArticleAnalysis, Attribution, ChainId, MentionKind, SourceKind};
use crate::corpus::{ArticleId, Snapshot};
use crate::ide::shown::speaker;
use crate::model::EntityType;
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
            let Some(name) = origin(snapshot, article, attribution).filter(|_| !outer && body) else { continue };
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

/// Who speaks in the end: the body that a source speaks for, else the source.
fn origin(snapshot: &Snapshot, article: ArticleId, attribution: &Attribution) -> Option<String> {
    let node = snapshot.article(article);
    let analysis = &node.analysis;
    if is_carrier(attribution) || attribution.hearsay || attribution.kind == Some(SourceKind::Vague) {
        return None;
    }
    let chain = attribution.chain.filter(|chain| !is_owner(analysis, attribution, *chain))?;
    let found = analysis.chains.get(chain)?;
    // "The Syrian opposition" does not speak for Syrians, nor a prosecutor in Brooklyn for Brooklyn.
    let speaks = |body: &ChainId| {
        let kind = analysis.chains.get(*body).map(|body| body.entity_type);
        matches!(kind, Some(EntityType::Organization | EntityType::Person))
    };
    let body = found.affiliation.filter(speaks).or_else(|| body_of(analysis, attribution)).unwrap_or(chain);
    let entity = *node.entities.get(body)?;
    if snapshot.entity(entity).named {
        return Some(snapshot.entity(entity).name.to_owned());
    }
    Some(speaker(analysis, attribution)).filter(|name| !name.is_empty())
}

/// True for somebody who stands in a source as its owner ("Assad’s key military ally"): the words are another's.
pub(super) fn is_owner(analysis: &ArticleAnalysis, attribution: &Attribution, chain: ChainId) -> bool {
    let mentions = analysis.mentions.iter().filter(|mention| mention.chain == chain);
    let mut inside = mentions.filter(|mention| attribution.source.iter().any(|span| span.covers(mention.span)));
    let owns = |mention: &crate::analysis::Mention| {
        let behind = analysis.text.get(mention.span.end as usize..).unwrap_or_default();
        let end = attribution.source.iter().any(|span| span.end > mention.span.end + 4);
        end && (behind.starts_with("’s ") || behind.starts_with("'s "))
    };
    inside.next().is_some_and(owns)
}

/// The body that a spokesman speaks for, when his role names one ("the White House press secretary").
pub(super) fn body_of(analysis: &ArticleAnalysis, attribution: &Attribution) -> Option<ChainId> {
    let chain = attribution.chain.and_then(|chain| analysis.chains.get(chain))?;
    let role = chain.roles.iter().map(|role| role.span).find(|span| {
        let words = analysis.slice(*span).to_lowercase();
        ["press secretary", "spokesman", "spokeswoman", "spokesperson"].iter().any(|noun| words.contains(noun))
    })?;
    let inside = analysis.mentions.iter().filter(|mention| role.covers(mention.span));
    let body =
        inside.filter(|mention| mention.kind == MentionKind::Named && mention.entity_type == EntityType::Organization);
    body.map(|mention| mention.chain).next()
}
