//! Governments and armies: which of them act in an article, and for which somebody speaks.

use std::collections::BTreeSet;

use super::attribution::{mentions_in, own_chain};
use super::facts::GovernmentActs;
use super::{ArticleAnalysis, Decided, Mention};
use crate::knowledge::powers::Powers;
use crate::text::Span;

/// Words behind a country's name among which its body or who speaks for it is named.
const BEHIND: usize = 2;

/// The countries whose governments or forces act, once for each time.
pub(super) fn acting(powers: &Powers, analysis: &ArticleAnalysis) -> Vec<GovernmentActs> {
    let acts = analysis.mentions.iter().filter_map(|mention| {
        let country = powers.country(analysis.slice(mention.span))?;
        let body = behind(analysis, mention.span).next().is_some_and(|word| powers.is_body(word));
        let chain = Decided::by_rule(mention.chain, "government");
        (body && analysis.is_plain_name(mention)).then_some(GovernmentActs { chain, country })
    });
    acts.collect()
}

/// The countries that somebody speaks for: "Russia said", "the Russian foreign minister". In order, each once.
pub(super) fn speaking(powers: &Powers, analysis: &ArticleAnalysis) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut chains = BTreeSet::new();
    let country = |mention: &Mention| powers.country(analysis.slice(mention.span));
    let speaks = |mention: &&Mention| behind(analysis, mention.span).any(|word| powers.is_voice(word));
    for attribution in &analysis.attributions {
        // "Russia said", but not "the envoy for Syria said".
        let alone = |mention: &Mention| {
            let is = |span: &Span| mention.span.start <= span.start + 4 && span.end == mention.span.end;
            attribution.source.iter().any(is)
        };
        let countries = mentions_in(analysis, &attribution.source).filter(|it| alone(it) || speaks(it));
        found.extend(countries.filter_map(country));
        chains.extend(own_chain(analysis, attribution));
    }
    for chain in chains.into_iter().filter_map(|chain| analysis.chains.get(chain)) {
        let roles: Vec<Span> = chain.roles.iter().map(|role| role.span).collect();
        found.extend(mentions_in(analysis, &roles).filter(speaks).filter_map(country));
        found.extend(Some(chain).filter(|chain| chain.named).and_then(|chain| powers.country(&chain.name)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Bytes behind a place that hold the words right behind it.
const REACH: usize = 200;

/// The words right behind a place.
fn behind(analysis: &ArticleAnalysis, span: Span) -> impl Iterator<Item = &str> {
    let rest = analysis.text.get(span.end as usize..).unwrap_or_default();
    let rest = (REACH..REACH + 4).find_map(|end| rest.get(..end)).unwrap_or(rest);
    let line = rest.split(['\n', ',', '.', ';']).next().unwrap_or_default();
    let line = line.strip_prefix("’s").or_else(|| line.strip_prefix("'s")).unwrap_or(line);
    line.split_whitespace().take(BEHIND)
}
