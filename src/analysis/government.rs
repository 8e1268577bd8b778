//! Governments and armies: which of them act in an article, and for which somebody speaks.

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
    for attribution in &analysis.attributions {
        let chain = own_chain(analysis, attribution).and_then(|chain| analysis.chains.get(chain));
        let roles = chain.into_iter().flat_map(|chain| chain.roles.iter().map(|role| role.span));
        let spans: Vec<Span> = attribution.source.iter().copied().chain(roles).collect();
        let speaks = |mention: &&Mention| {
            // "Russia said", but not "the envoy for Syria said".
            let alone = |span: &Span| mention.span.start <= span.start + 4 && span.end == mention.span.end;
            let behind = || behind(analysis, mention.span).any(|word| powers.is_voice(word));
            attribution.source.iter().any(alone) || behind()
        };
        let countries = mentions_in(analysis, &spans).filter(speaks);
        found.extend(countries.filter_map(|mention| powers.country(analysis.slice(mention.span))));
        found.extend(chain.filter(|chain| chain.named).and_then(|chain| powers.country(&chain.name)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The words right behind a place.
fn behind(analysis: &ArticleAnalysis, span: Span) -> impl Iterator<Item = &str> {
    let rest = analysis.text.get(span.end as usize..).unwrap_or_default();
    let line = rest.split(['\n', ',', '.', ';']).next().unwrap_or_default();
    let line = line.strip_prefix("’s").or_else(|| line.strip_prefix("'s")).unwrap_or(line);
    line.split_whitespace().take(BEHIND)
}
