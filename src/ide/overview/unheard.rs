//! Who is spoken of and never quoted: people whom articles name often, bodies that somebody accuses, and governments and
//! armies that act in them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::voices::{body_of, is_owner};
use crate::analysis::{ArticleAnalysis, Attribution, ChainId, Mention, MentionKind, SourceKind};
use crate::corpus::{ArticleId, EntityId, Snapshot};
use crate::knowledge::powers::Powers;
use crate::model::EntityType;
use crate::text::Span;
use crate::token::ZoneKind;

/// Mentions of somebody that an article is about.
const OFTEN: usize = 3;
/// Mentions of a body, where it is accused, or of a government.
const TWICE: usize = 2;
/// Bytes from the beginning of an accusation within which the accused is named.
const FIRST: u32 = 40;
/// Words behind a country's name among which its body or who speaks for it is named.
const BEHIND: usize = 2;
/// Remarks between a name and what is told of it.
const ASIDES: usize = 3;
/// Characters around a name that are read for its bearer's death.
const AROUND: usize = 160;
/// Bytes of a given name in short.
const SHORT_NAME: usize = 3;

static POWERS: LazyLock<Powers> = LazyLock::new(Powers::load);

/// Somebody who is spoken of and never quoted.
#[derive(Clone, Debug, PartialEq)]
pub struct Unheard {
    /// Who; of a government, its country.
    pub entity: EntityId,
    /// The name.
    pub name: String,
    /// How often it is named.
    pub mentions: usize,
    /// The articles that name it.
    pub articles: Vec<ArticleId>,
}

/// How often each is named, by article.
type Named = FxHashMap<EntityId, BTreeMap<ArticleId, usize>>;

/// Who is often spoken of in some articles and in none of them quoted: who stands in most articles first.
pub fn unheard(snapshot: &Snapshot, articles: &[ArticleId]) -> Vec<Unheard> {
    let heard = heard(snapshot, articles);
    let (mut people, mut bodies) = (Named::default(), Named::default());
    // By the adjective of the country, with the first of its names.
    let mut powers: BTreeMap<&str, (EntityId, BTreeMap<ArticleId, usize>)> = BTreeMap::new();
    let mut accused: FxHashSet<EntityId> = FxHashSet::default();
    for &article in articles {
        let node = snapshot.article(article);
        let analysis = &node.analysis;
        for (chain, entity) in analysis.chains.iter().zip(node.entities.iter()).filter(|(chain, _)| chain.named) {
            let list = match chain.entity_type {
                EntityType::Person => &mut people,
                EntityType::Organization => &mut bodies,
                _ => continue,
            };
            let mentions = chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at));
            let count = mentions.filter(|mention| is_plain(analysis, mention)).count();
            *list.entry(*entity).or_default().entry(article).or_default() += count;
        }
        accused.extend(accused_in(analysis).filter_map(|chain| node.entities.get(chain).copied()));
        for (chain, country) in acting(analysis) {
            if let Some(entity) = node.entities.get(chain) {
                let (_, named) = powers.entry(country).or_insert_with(|| (*entity, BTreeMap::new()));
                *named.entry(article).or_default() += 1;
            }
        }
    }
    let unheard = |(entity, name, articles): (EntityId, String, BTreeMap<ArticleId, usize>)| Unheard {
        entity,
        name,
        mentions: articles.values().sum(),
        articles: articles.into_iter().filter(|(_, count)| *count > 0).map(|(article, _)| article).collect(),
    };
    let named = |(entity, articles)| unheard((entity, snapshot.entity(entity).name.to_owned(), articles));
    let mut found: Vec<Unheard> = people.into_iter().map(named).filter(|one| one.mentions >= OFTEN).collect();
    let accused = bodies.into_iter().filter(|(entity, _)| accused.contains(entity)).map(named);
    found.extend(accused.filter(|one| one.mentions >= TWICE));
    let dead = dead(snapshot, articles);
    let is_dead =
        |one: &Unheard| dead.contains(&one.entity) || dead.iter().any(|full| is_short_for(snapshot, one, *full));
    found.retain(|one| !heard.contains(&one.entity) && !is_dead(one));
    one_each(snapshot, &mut found, &heard);
    let spoken = spoken_for(snapshot, articles);
    let powers = powers.into_iter().filter(|(country, _)| !spoken.contains(country));
    let powers = powers.map(|(country, (entity, named))| unheard((entity, format!("{country} government"), named)));
    found.extend(powers.filter(|one| one.mentions >= TWICE));
    found.sort_by_key(|one| (Reverse(one.articles.len()), Reverse(one.mentions), snapshot.first_chain(one.entity)));
    found
}

/// "Obama" is Barack Obama, in these articles: one of them is enough, and none where the other is quoted.
fn one_each(snapshot: &Snapshot, found: &mut Vec<Unheard>, heard: &FxHashSet<EntityId>) {
    let ends =
        |long: &str, short: &str| long.len() > short.len() && long.ends_with(&format!(" {short}")) || long == short;
    let voices: Vec<&str> = heard.iter().map(|entity| snapshot.entity(*entity).name).collect();
    found.retain(|one| !voices.iter().any(|voice| ends(voice, &one.name)));
    found.sort_by_key(|one| {
        (Reverse(one.name.split_whitespace().count()), Reverse(one.mentions), snapshot.first_chain(one.entity))
    });
    let mut kept: Vec<Unheard> = Vec::new();
    for one in found.drain(..) {
        match kept.iter_mut().find(|known| ends(&known.name, &one.name)) {
            Some(known) => {
                known.mentions += one.mentions;
                known.articles.extend(one.articles);
                known.articles.sort_unstable();
                known.articles.dedup();
            }
            None => kept.push(one),
        }
    }
    *found = kept;
}

/// Who some articles tell is dead: nobody expects an answer.
fn dead(snapshot: &Snapshot, articles: &[ArticleId]) -> FxHashSet<EntityId> {
    let mut found = FxHashSet::default();
    for &article in articles {
        let node = snapshot.article(article);
        let analysis = &node.analysis;
        let named = |mention: &&Mention| mention.kind != MentionKind::Nominal;
        for mention in analysis.mentions.iter().filter(named) {
            let before = analysis.text.get(..mention.span.start as usize).unwrap_or_default();
            let behind = analysis.text.get(mention.span.end as usize..).unwrap_or_default();
            let before = before.char_indices().rev().nth(AROUND).map_or(before, |(at, _)| &before[at..]);
            let behind = behind.char_indices().nth(AROUND).map_or(behind, |(at, _)| &behind[..at]);
            let line = before.rsplit('\n').next().unwrap_or_default();
            let rest = behind.split('\n').next().unwrap_or_default();
            if [rest, without_aside(rest)].iter().any(|rest| POWERS.is_dead(line, rest)) {
                found.extend(node.entities.get(mention.chain));
            }
        }
    }
    found
}

/// What follows a remark between commas, dashes or brackets ("Johnson, 66, *was killed*"): `text` where none begins it.
fn without_aside(text: &str) -> &str {
    let text = text.trim_start();
    let Some(open) = text.chars().next().filter(|ch| matches!(ch, ',' | '–' | '—' | '(')) else { return text };
    let close = if open == '(' { ')' } else { open };
    let inside = &text[open.len_utf8()..];
    let sentence = inside.split(". ").next().unwrap_or_default();
    // "Johnson, 66, of Burnsville, was killed": the last remark of a few.
    let mut rest = text;
    for (at, _) in sentence.match_indices(close).take(ASIDES) {
        rest = &inside[at + close.len_utf8()..];
        if POWERS.is_dead("", rest) {
            break;
        }
    }
    rest
}

/// "Ben" is Benjamin Banky, where nobody else is meant.
fn is_short_for(snapshot: &Snapshot, one: &Unheard, full: EntityId) -> bool {
    let full = snapshot.entity(full).name;
    one.name.len() >= SHORT_NAME && !one.name.contains(' ') && full.contains(' ') && full.starts_with(&one.name)
}

/// True for a name in the body that is no part of an event's: "the G20 summit" is a summit.
fn is_plain(analysis: &ArticleAnalysis, mention: &Mention) -> bool {
    mention.kind == MentionKind::Named
        && analysis.structure.zone_at(mention.span.start) == ZoneKind::Body
        && !analysis.event_mentions.iter().any(|event| event.span.covers(mention.span))
}

/// Whose words some articles report, with the bodies that they speak for.
fn heard(snapshot: &Snapshot, articles: &[ArticleId]) -> FxHashSet<EntityId> {
    let mut found = FxHashSet::default();
    for &article in articles {
        let node = snapshot.article(article);
        let analysis = &node.analysis;
        for attribution in &analysis.attributions {
            let own = attribution.chain.filter(|chain| !is_owner(analysis, attribution, *chain));
            let Some(chain) = own else { continue };
            let body = body_of(analysis, attribution);
            let voices = [Some(chain), analysis.chains.get(chain).and_then(|chain| chain.affiliation), body];
            found.extend(voices.into_iter().flatten().filter_map(|chain| node.entities.get(chain)));
            // "A statement released by the office of Mr. Putin".
            let office = attribution.kind == Some(SourceKind::Office)
                || attribution.source.iter().any(|span| analysis.slice(*span).contains("office"));
            let inside = mentions_in(analysis, &attribution.source).filter(|_| office);
            found.extend(inside.filter_map(|mention| node.entities.get(mention.chain)));
        }
    }
    found
}

fn mentions_in<'a>(analysis: &'a ArticleAnalysis, spans: &'a [Span]) -> impl Iterator<Item = &'a Mention> {
    analysis.mentions.iter().filter(move |mention| spans.iter().any(|span| span.covers(mention.span)))
}

/// The chains that somebody accuses: named right behind "accused", "blamed".
fn accused_in(analysis: &ArticleAnalysis) -> impl Iterator<Item = ChainId> + '_ {
    let accuses = |attribution: &&Attribution| attribution.cue.iter().any(|cue| POWERS.accuses(analysis.slice(*cue)));
    analysis.attributions.iter().filter(accuses).filter_map(move |attribution| {
        let start = attribution.content.first()?.start;
        let first = mentions_in(analysis, &attribution.content).next()?;
        (first.span.start <= start + FIRST && Some(first.chain) != attribution.chain).then_some(first.chain)
    })
}

/// The words right behind a place.
fn behind(analysis: &ArticleAnalysis, span: Span) -> impl Iterator<Item = &str> {
    let rest = analysis.text.get(span.end as usize..).unwrap_or_default();
    let line = rest.split(['\n', ',', '.', ';']).next().unwrap_or_default();
    let line = line.strip_prefix("’s").or_else(|| line.strip_prefix("'s")).unwrap_or(line);
    line.split_whitespace().take(BEHIND)
}

/// The countries whose governments or forces act in an article, once for each time: a chain, and the adjective.
fn acting(analysis: &ArticleAnalysis) -> impl Iterator<Item = (ChainId, &'static str)> + '_ {
    analysis.mentions.iter().filter_map(move |mention| {
        let country = POWERS.country(analysis.slice(mention.span))?;
        let acts = is_plain(analysis, mention)
            && behind(analysis, mention.span).next().is_some_and(|word| POWERS.is_body(word));
        acts.then_some((mention.chain, country))
    })
}

/// The countries that somebody speaks for in some articles: "Russia said", "the Russian foreign minister".
fn spoken_for(snapshot: &Snapshot, articles: &[ArticleId]) -> FxHashSet<&'static str> {
    let mut found = FxHashSet::default();
    for &article in articles {
        let analysis = snapshot.analysis(article);
        for attribution in &analysis.attributions {
            let own = attribution.chain.filter(|chain| !is_owner(analysis, attribution, *chain));
            let chain = own.and_then(|chain| analysis.chains.get(chain));
            let roles = chain.into_iter().flat_map(|chain| chain.roles.iter().map(|role| role.span));
            let spans: Vec<Span> = attribution.source.iter().copied().chain(roles).collect();
            let speaks = |mention: &&Mention| {
                // "Russia said", but not "the envoy for Syria said".
                let alone = |span: &Span| mention.span.start <= span.start + 4 && span.end == mention.span.end;
                let behind = || behind(analysis, mention.span).any(|word| POWERS.is_voice(word));
                attribution.source.iter().any(alone) || behind()
            };
            let countries = mentions_in(analysis, &spans).filter(speaks);
            found.extend(countries.filter_map(|mention| POWERS.country(analysis.slice(mention.span))));
            found.extend(chain.filter(|chain| chain.named).and_then(|chain| POWERS.country(&chain.name)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::ide::fixture::fixture;

    #[track_caller]
    fn check(source: &str, expected: Expect) {
        let (snapshot, _) = fixture(source);
        let articles: Vec<ArticleId> = snapshot.ids().collect();
        let found: Vec<String> =
            unheard(&snapshot, &articles).iter().map(|one| format!("{} {}", one.name, one.mentions)).collect();
        expected.assert_eq(&found.join("; "));
    }

    #[test]
    fn who_is_accused_and_does_not_answer() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{src a|{p reed|Ana Reed}} {cue a|accused} {say a|{o port|Port Board} of lying}. The \
             {o port|Port Board} met, and the {o club|Dock Club} met.\n\n{o club|Dock Club} members left.\n",
            expect!["Port Board 2"],
        );
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{src a|{p reed|Ana Reed}} {cue a|accused} {say a|{o port|Port Board} of lying}. \
             {src b|The {o port|Port Board}} {cue b|said} {say b|that it did not lie}.\n",
            expect![""],
        );
    }

    #[test]
    fn the_dead_do_not_answer() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{p banky|Benjamin Banky}, 40, of Dorn, was killed. {p ben|Ben} sang. {p ben|Ben} wrote. \
             {p ben|Ben} was kind.\n\n{p banky|Banky} and {p hale|Tom Hale} met. {p banky|Banky} had met {p hale|Hale}, whom \
             {p banky|Banky} liked, and the death of {p hale|Hale}’s brother hurt.\n",
            expect!["Tom Hale 3"],
        );
    }

    #[test]
    fn a_government_that_acts_and_does_not_speak() {
        check(
            "//- a.txt coverage=a\nHeadline$0\n\n{l syria|Syrian} troops left. {l syria|Syrian} forces came. {l russia|Russian} troops \
             left, and {l russia|Russian} forces came.\n\n{src a|The {l russia|Russian} foreign minister} {cue a|said} {say a|it was \
             late}. {src b|{p hale|Tom Hale}, an envoy for {l syria|Syria},} {cue b|said} {say b|it was early}.\n",
            expect!["Syrian government 2"],
        );
    }
}
