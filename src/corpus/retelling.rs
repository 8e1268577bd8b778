//! Where the other articles of a coverage tell of what a word tells of.
//!
//! The articles of one coverage report one event, so that what one of them tells in some word ("fell", "the arrest")
//! another most likely tells in a word of the same kind. Which of several it is, the words around say. Nothing is
//! linked beforehand: most words are never asked about, and an edit need not pay for them. Weights are fitted (logistic
//! regression) on pairs of marked sentences of the training topics of ECB+.

use super::profile::{CONTENT, Sparse, key, tables};
use super::trigger::Trigger;
use super::{ArticleId, ArticleNode, EntityId, EventId, EventRef, Place, Snapshot};
use crate::analysis::ArticleEventId;
use crate::lexicon::idf::stem;
use crate::text::Span;
use crate::token::{Sentence, TokenKind, ZoneKind};

/// Articles that are looked through; those nearest by key of a coverage that has more.
const ARTICLES: usize = 200;
/// Words of one kind that are looked at in an article, the first.
const WORDS: usize = 40;
/// Words on either side that are near.
const NEAR: usize = 5;
/// How far behind a word whom it befalls may stand, in words.
const OBJECT: usize = 8;
/// Words of a sentence that count on either side.
const LONGEST: usize = 80;

/// What each thing in common weighs.
mod weight {
    /// Cosine of the words of the two sentences.
    pub(super) const SENTENCE: f32 = 0.81;
    /// Ten units of inverse document frequency of near words, no more than fifteen.
    pub(super) const NEAR: f32 = 0.17;
    /// The word right before.
    pub(super) const BEFORE: f32 = 0.19;
    /// Who or what stands behind.
    pub(super) const OBJECT: f32 = 0.47;
    /// The very same form.
    pub(super) const FORM: f32 = 0.43;
    /// It stands in the first two sentences there.
    pub(super) const OPENING: f32 = 0.56;
    /// In the first five.
    pub(super) const LEAD: f32 = 0.27;
    /// It stands in a headline, a caption and the like there: readers want the body. Not fitted, ECB+ has no headlines.
    pub(super) const HEADLINE: f32 = 0.8;
    /// Both articles have one such word.
    pub(super) const ONLY: f32 = 0.18;
    /// Five units of inverse document frequency of the word.
    pub(super) const RARE: f32 = 0.51;
}

/// Below this sum nothing is the same. This floor and the next were set where no jump of twelve articles of BASIL led
/// where it must not.
const LEAST: f32 = 1.3;
/// From this sum on the words around say more than what was linked by kind, days, people and place.
const SURE: f32 = 1.8;

/// Where another article tells of the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retelling {
    /// The word there.
    pub place: Place,
    /// True when the words around leave little doubt.
    pub sure: bool,
}

/// A trigger with what stands around it.
struct Context {
    form: String,
    before: Option<u64>,
    near: Sparse,
    sentence: Sparse,
    object: Option<EntityId>,
    /// Inverse document frequency of its stem.
    rare: f32,
}

/// What is linked at the word that is asked about, which no other may contradict.
struct Meant {
    article: ArticleId,
    /// The event of the article.
    event: Option<ArticleEventId>,
    /// Who says what the word is the cue of.
    speaker: Option<EntityId>,
}

impl Snapshot {
    /// For the word at an offset that tells that something happens: its span, and where each other article of the
    /// coverage tells of the same, best first. `None` for another word, and where none does.
    pub fn retold(&self, article: ArticleId, offset: u32) -> Option<(Span, Vec<Retelling>)> {
        let node = self.article(article);
        let asked = trigger_at(node, offset)?;
        let context = Context::new(node, asked);
        let of_kind = |node: &ArticleNode| node.triggers().iter().filter(|it| it.happening == asked.happening).count();
        let alone = of_kind(node) == 1;
        let meant = Meant { article, event: event_at(node, asked.span), speaker: speaker(node, asked.span) };
        let mut found: Vec<(f32, Place)> = Vec::new();
        for &other in self.fellows(article) {
            let there = self.article(other);
            let only = alone && of_kind(there) == 1;
            let words = there.triggers().iter().filter(|it| it.happening == asked.happening).take(WORDS);
            let scored = words.map(|it| (context.likeness(&Context::new(there, it), opening(there, it), only), it));
            let mut scored: Vec<(f32, &Trigger)> = scored.filter(|(score, _)| *score >= LEAST).collect();
            // Of two as good the first.
            scored.sort_by(|x, y| y.0.total_cmp(&x.0));
            if let Some((score, trigger)) = scored.iter().find(|(_, it)| !self.conflicts(&meant, other, it.span)) {
                found.push((*score, Place { article: other, span: trigger.span }));
            }
        }
        found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let found: Vec<_> = found.into_iter().map(|(score, place)| Retelling { place, sure: score >= SURE }).collect();
        (!found.is_empty()).then_some((asked.span, found))
    }

    /// True for a mention of an event that cannot be the one that is meant, or that is another event of the other's
    /// article; and for what another person says.
    fn conflicts(&self, meant: &Meant, other: ArticleId, word: Span) -> bool {
        let (here, there) = (self.article(meant.article), self.article(other));
        if meant.speaker.is_some_and(|one| speaker(there, word).is_some_and(|other| one != other)) {
            return true;
        }
        let (Some(i), Some(j)) = (meant.event, event_at(there, word)) else { return false };
        let (Some(one), Some(another)) = (here.events.get(i), there.events.get(j)) else { return false };
        if one == another {
            return false;
        }
        let elsewhere = |node: &ArticleNode, at: ArticleEventId, event: &EventId| {
            node.events.iter_enumerated().any(|(nth, it)| nth != at && it == event)
        };
        let taken = elsewhere(here, i, another) || elsewhere(there, j, one);
        taken
            || self.events_differ(EventRef { article: meant.article, event: i }, EventRef { article: other, event: j })
    }

    /// The words of a span that tell that something happens.
    pub fn telling(&self, place: Place) -> impl Iterator<Item = Span> + '_ {
        let triggers = self.article(place.article).triggers();
        let first = triggers.partition_point(|trigger| trigger.span.end <= place.span.start);
        triggers[first..].iter().map(|trigger| trigger.span).take_while(move |span| span.start < place.span.end)
    }

    /// The other articles of an article's coverage, no more than [`ARTICLES`].
    fn fellows(&self, article: ArticleId) -> impl Iterator<Item = &ArticleId> {
        let all = &self.coverage(self.article(article).coverage).articles;
        let here = all.partition_point(|other| *other < article);
        let first = here.saturating_sub(ARTICLES / 2).min(all.len().saturating_sub(ARTICLES + 1));
        all[first..].iter().take(ARTICLES + 1).filter(move |other| **other != article)
    }
}

impl Context {
    fn new(node: &ArticleNode, trigger: &Trigger) -> Self {
        let analysis = &node.analysis;
        let structure = &analysis.structure;
        let sentence = structure.sentences.get(trigger.sentence);
        let (first, end) =
            sentence.map_or((trigger.token, trigger.token + 1), |it| (it.first_token as usize, it.end_token as usize));
        let own = stem(analysis.slice(trigger.span));
        let (mut words, mut near, mut before) = (Vec::new(), Vec::new(), None);
        // A sentence may be a page long where a text has no full stops.
        let from = first.max(trigger.token.saturating_sub(LONGEST));
        for at in from..end.min(trigger.token + LONGEST).min(structure.tokens.len()) {
            let token = structure.tokens[at];
            if at == trigger.token || !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                continue;
            }
            let stem = stem(analysis.slice(token.span));
            let weight = tables().idf.idf(&stem);
            if at + 1 == trigger.token {
                before = Some(key(&stem));
            }
            if weight > CONTENT && stem != own {
                words.push((key(&stem), weight));
                if at.abs_diff(trigger.token) <= NEAR {
                    near.push((key(&stem), weight));
                }
            }
        }
        let behind = trigger.token + 1..(trigger.token + 1 + OBJECT).min(end);
        Self {
            form: analysis.slice(trigger.span).to_lowercase(),
            before,
            near: Sparse::new(near),
            sentence: Sparse::new(words),
            object: behind.into_iter().find_map(|at| entity_at(node, structure.tokens.get(at)?.span)),
            rare: tables().idf.idf(&own),
        }
    }

    /// How alike the words around two triggers of one kind are.
    fn likeness(&self, other: &Self, opening: f32, only: bool) -> f32 {
        let near: f32 = self.near.shared(&other.near).map(|(_, ours, _)| ours).sum();
        let if_true = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
        weight::SENTENCE * cosine(&self.sentence, &other.sentence)
            + weight::NEAR * near.min(15.0) / 10.0
            + if_true(self.before.is_some() && self.before == other.before, weight::BEFORE)
            + if_true(self.object.is_some() && self.object == other.object, weight::OBJECT)
            + if_true(self.form == other.form, weight::FORM)
            + opening
            + if_true(only, weight::ONLY)
            + weight::RARE * other.rare / 5.0
    }
}

/// The cosine of sums that are not of length 1.
fn cosine(a: &Sparse, b: &Sparse) -> f32 {
    let length = |it: &Sparse| it.0.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    let product: f32 = a.cosine(b);
    if product > 0.0 { product / (length(a) * length(b)) } else { 0.0 }
}

/// What an article opens with is its news; a headline tells it in fewer words than the body.
fn opening(node: &ArticleNode, trigger: &Trigger) -> f32 {
    let structure = &node.analysis.structure;
    let is_body = |sentence: &&Sentence| {
        let paragraph = structure.paragraphs.get(sentence.paragraph as usize);
        paragraph.is_none_or(|paragraph| paragraph.zone == ZoneKind::Body)
    };
    if structure.sentences.get(trigger.sentence).is_some_and(|sentence| !is_body(&sentence)) {
        return -weight::HEADLINE;
    }
    // Bylines and headlines stand before the body.
    match structure.sentences.before(trigger.sentence).iter().rev().take(12).filter(is_body).count() {
        0..2 => weight::OPENING + weight::LEAD,
        2..5 => weight::LEAD,
        _ => 0.0,
    }
}

/// The trigger at an offset; a cursor behind its last letter counts.
fn trigger_at(node: &ArticleNode, offset: u32) -> Option<&Trigger> {
    let triggers = node.triggers();
    let at = triggers.partition_point(|trigger| trigger.span.end < offset);
    triggers.get(at).filter(|trigger| trigger.span.start <= offset)
}

/// The event of the article that a word is the head of a mention of.
fn event_at(node: &ArticleNode, word: Span) -> Option<ArticleEventId> {
    let mentions = &node.analysis.event_mentions;
    let end = mentions.partition_point(|mention| mention.head.start <= word.start);
    let last = mentions.before(end).last()?;
    last.head.overlaps(word).then_some(last.event)
}

/// Who says what a word is the cue of.
fn speaker(node: &ArticleNode, word: Span) -> Option<EntityId> {
    let attributions = &node.analysis.attributions;
    let said = attributions.iter().find(|it| it.cue.iter().any(|cue| cue.overlaps(word)))?;
    node.entities.get(said.chain?).copied()
}

/// Whom a word names, describes or stands for.
fn entity_at(node: &ArticleNode, word: Span) -> Option<EntityId> {
    let mentions = &node.analysis.mentions;
    // Mentions are sorted by start; one that holds the word may begin some before it.
    let end = mentions.partition_point(|mention| mention.span.start < word.end);
    let mention = mentions.before(end).iter().rev().take(8).find(|mention| mention.span.overlaps(word))?;
    node.entities.get(mention.chain).copied()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{corpus, read};
    use super::*;
    use crate::model::Models;

    /// One event by two outlets, and another one elsewhere.
    const ARTICLES: [&str; 3] = [
        "Thieves ram jewelry store in Paris\n\nPARIS, May 6, 2024 — Four thieves rammed a car into the Lenoir jewelry store in \
         Paris on Monday and stole rings worth two million euros, police said.\n\nThe men fled on two scooters. One dropped a \
         bag of rings as he fled, and a guard was hurt when glass fell on him.\n\nMayor Anne Roux said the theft was a \
         shame. Police chief Paul Blanc announced that the suburbs \
         would be searched.\n",
        "Paris jewelry store robbed of rings\n\nPARIS, May 7, 2024 — Police in Paris searched the suburbs on Tuesday for four \
         men who had rammed the Lenoir jewelry store with a car and made off with rings worth two million euros.\n\nThey got \
         away on scooters, fleeing towards the suburbs. A guard was hurt by falling glass.\n\nMayor Anne Roux announced that \
         the suburbs would be searched. The government was asked for money.\n",
        "Boat sinks off Lisbon\n\nLISBON, June 2, 2021 — A boat sank off Lisbon on Wednesday. Its crew fled in a raft and \
         was hurt, the coast guard said.\n",
    ];

    /// Where the nth `word` of an article leads, as `1: towards [the words around]`.
    #[track_caller]
    fn check(article: u32, word: &str, nth: usize, expected: &str) {
        let models = Models::embedded();
        let analyses: Vec<_> = ARTICLES.iter().map(|text| read(&models, text, None)).collect();
        let snapshot = corpus(&analyses).snapshot();
        let (at, _) = ARTICLES[article as usize].match_indices(word).nth(nth).unwrap();
        let offset = Span::of(0..at).end;
        let found = snapshot.retold(ArticleId(article), offset).map(|(_, found)| found).unwrap_or_default();
        let shown = found.iter().map(|it| {
            let text = &ARTICLES[it.place.article.0 as usize];
            let (start, end) = (it.place.span.start as usize, it.place.span.end as usize);
            format!("{}: {}", it.place.article.0, &text[start - 8..end])
        });
        assert_eq!(shown.collect::<Vec<_>>().join(", "), expected, "{word}");
    }

    #[test]
    fn a_word_leads_to_one_of_its_kind_in_the_coverage() {
        check(0, "rammed", 0, "1: who had rammed");
        check(0, "fled", 0, "1: ooters, fleeing");
        check(0, "hurt", 0, "1: ard was hurt");
        check(1, "falling", 0, "0: n glass fell");
    }

    #[test]
    fn what_another_says_is_no_retelling() {
        check(0, "announced", 0, "");
    }

    #[test]
    fn another_coverage_and_plain_words_are_left_alone() {
        check(2, "fled", 0, "");
        check(0, "scooters", 0, "");
        check(1, "government", 0, "");
    }
}
