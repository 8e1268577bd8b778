//! Whose a cue is that no source was read for: “Ann Lee on Monday also *denied*”, “Noting that it rains, she left”. The grammar
//! tells the subject; where it does not, nobody speaks.

use std::ops::Range;

use super::continuation::is_quoted;
use crate::analysis::reading::Reading;
use crate::analysis::types::{Attribution, AttributionId, Mention, MentionKind, Mentions};
use crate::lexicon::Language;
use crate::lexicon::attribution::{Form, class};
use crate::lexicon::names::WordList;
use crate::model::{EntityType, byte_span};
use crate::text::{IndexVec, Span};
use crate::token::Sentence;

/// The most tokens between a subject and its verb that stand between commas ("Ann Lee, *24, of Leeds,* said").
const ASIDE: usize = 24;
/// The most tokens between a subject and its verb that say when or how ("Ann Lee *on Monday also* denied").
const ADVERBS: usize = 5;
/// The most tokens between a determiner and its noun.
const PHRASE: usize = 4;
/// Nouns for somebody or something with a voice.
const VOICES: u32 = class::PERSON_NOUN | class::COLLECTIVE_NOUN | class::BODY_NOUN | class::DOCUMENT_NOUN;

/// Gives a source to what the reader found a cue and a content of and nobody who speaks.
pub(super) fn give(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    found: &mut IndexVec<AttributionId, Attribution>,
) {
    let grammar = Grammar { lexicon, reading, mentions };
    let mut speakers: Vec<(u32, Span)> =
        found.iter().filter_map(|it| Some((it.cue.first()?.start, *it.source.first()?))).collect();
    speakers.retain(|(cue, source)| !is_quoted(reading, Span::new(*cue, *cue)) && !is_quoted(reading, *source));
    speakers.sort_unstable();
    // What is said within what somebody says has its own grammar.
    let mut said: Vec<Span> = found.iter().flat_map(|it| it.content.iter().copied()).collect();
    said.sort_unstable();
    let nobodys = |it: &&mut Attribution| it.source.is_empty() && !it.hearsay && !it.content.is_empty();
    for attribution in found.iter_mut().filter(nobodys) {
        let told = |cue: &Span| !is_quoted(reading, *cue) && !is_within(&said, *cue);
        let Some(cue) = attribution.cue.first().copied().filter(told) else { continue };
        let free = |source: &Span| !attribution.content.iter().chain(&attribution.cue).any(|it| it.overlaps(*source));
        attribution.source = grammar.subject(cue, &attribution.content, &speakers).filter(free).into_iter().collect();
    }
}

/// True where one of some stretches, sorted, covers a span. What begins long before is looked at no more.
fn is_within(sorted: &[Span], span: Span) -> bool {
    let behind = sorted.partition_point(|it| it.start <= span.start);
    sorted.get(..behind).unwrap_or_default().iter().rev().take(8).any(|it| it.covers(span))
}

struct Grammar<'a> {
    lexicon: &'a Language,
    reading: &'a Reading,
    mentions: &'a Mentions,
}

impl Grammar<'_> {
    fn subject(&self, cue: Span, content: &[Span], speakers: &[(u32, Span)]) -> Option<Span> {
        let sentence = self.reading.structure.sentences.get(self.reading.structure.sentence_at(cue.start)?)?;
        let verb = self.reading.token_at(cue.start);
        if !self.reading.word(verb).starts_with(char::is_alphabetic) {
            return None;
        }
        if !self.is_participle(verb) {
            return self.before(sentence, verb);
        }
        let first = sentence.first_token as usize;
        let from = speakers.partition_point(|(at, _)| *at < cue.start);
        if verb <= first + 1 {
            // “Noting that it rains, she said”, “After saying that it rains, she left”.
            let behind = speakers.get(from..)?.iter().find(|(at, _)| *at > cue.start);
            let same = behind.filter(|(at, source)| *at < sentence.span.end && source.start > cue.end);
            return same.map(|(_, source)| *source).or_else(|| self.main_clause(content));
        }
        let before = speakers.get(..from)?.last().filter(|(at, source)| at.min(&source.start) >= &sentence.span.start);
        before.map(|(_, source)| *source).or_else(|| self.opening(sentence, verb))
    }

    fn is_participle(&self, verb: usize) -> bool {
        let word = self.reading.word(verb).to_lowercase();
        let forms = self.lexicon.attribution.verb_forms(&word);
        word.ends_with("ing") && forms.iter().all(|(_, form)| *form == Form::Ing)
    }

    /// Who stands behind the comma that ends a clause in front.
    fn main_clause(&self, content: &[Span]) -> Option<Span> {
        let comma = self.reading.token_at(content.last()?.end);
        (self.reading.word(comma) == ",").then(|| self.from(comma + 1)).flatten()
    }

    /// The subject of a sentence by its first clause: whoever stands first, or behind what is set in front of it.
    fn opening(&self, sentence: &Sentence, before: usize) -> Option<Span> {
        let first = sentence.first_token as usize;
        let joined = self.classes(first) & class::CONJUNCTION != 0;
        let first = first + usize::from(joined);
        let fronted = || {
            let set_in_front = self.classes(first) & (class::PREPOSITION | class::SUBORDINATOR) != 0;
            let comma = (first..before).find(|at| self.reading.word(*at) == ",").filter(|_| set_in_front)?;
            self.from(comma + 1)
        };
        self.from(first).or_else(fronted)
    }

    /// Who stands before a finite verb.
    fn before(&self, sentence: &Sentence, verb: usize) -> Option<Span> {
        let first = sentence.first_token as usize;
        let mut at = verb;
        let lowest = first.max(verb.saturating_sub(ADVERBS));
        while at > lowest && self.is_adverbial(at - 1) {
            at -= 1;
        }
        let last = at.checked_sub(1).filter(|last| *last >= first)?;
        match self.reading.word(last) {
            "," => {
                let low = first.max(last.saturating_sub(ASIDE));
                let comma = (low..last).rev().find(|at| self.reading.word(*at) == ",")?;
                self.until(first, comma)
            }
            "and" | "then" => self.opening(sentence, last),
            _ => self.until(first, at),
        }
    }

    /// Words between a subject and its verb that say when and how, and its auxiliaries.
    fn is_adverbial(&self, at: usize) -> bool {
        let word = self.reading.word(at);
        let helps = class::ADVERB | class::AUXILIARY | class::TIME;
        if self.classes(at) & helps != 0 || word.len() > 4 && word.ends_with("ly") {
            return true;
        }
        let Some(token) = self.reading.structure.tokens.get(at).map(|token| token.span) else { return false };
        let next = self.reading.structure.tokens.get(at + 1).map_or(token.end, |token| token.span.start);
        let told = self.reading.times.partition_point(|time| time.span.end <= token.start);
        let begins = |time: &crate::analysis::types::TimeExpression| time.span.covers(token) || time.span.start == next;
        let near = self.reading.times.since(told).first();
        near.is_some_and(|time| time.span.covers(token) || self.classes(at) & class::PREPOSITION != 0 && begins(time))
    }

    /// The person, body or pronoun that begins with a token.
    fn from(&self, token: usize) -> Option<Span> {
        let span = self.reading.structure.tokens.get(token)?.span;
        if self.is_pronoun(token) {
            return Some(span);
        }
        let at = self.mentions.partition_point(|it| it.span.end <= span.start);
        let near = self.mentions.since(at).first().filter(|it| speaks(it))?;
        let whole = near.titled.join(near.span);
        (whole.start == span.start && !self.owns(whole.end)).then_some(whole)
    }

    /// The person, body or pronoun that ends before a token, unless a preposition holds it.
    fn until(&self, first: usize, end: usize) -> Option<Span> {
        let last = end.checked_sub(1).filter(|last| *last >= first)?;
        let span = self.reading.structure.tokens.get(last)?.span;
        if self.is_pronoun(last) {
            return Some(span);
        }
        let at = self.mentions.partition_point(|it| it.span.end < span.end);
        let Some(near) = self.mentions.since(at).first().filter(|it| speaks(it) && it.span.end == span.end) else {
            return self.described(first, end);
        };
        let whole = near.titled.join(near.span);
        let start = self.reading.token_at(whole.start);
        let before = start.checked_sub(1).filter(|before| *before >= first);
        let article = |at: usize| self.classes(at) & class::DETERMINER != 0;
        let before =
            before.and_then(|at| if article(at) { at.checked_sub(1).filter(|at| *at >= first) } else { Some(at) });
        let held = before.is_some_and(|at| self.classes(at) & class::PREPOSITION != 0);
        (!held).then_some(whole)
    }

    /// “its website”, “the new report”: a noun for somebody or something with a voice that opens a clause.
    fn described(&self, first: usize, end: usize) -> Option<Span> {
        let noun = end.checked_sub(1).filter(|at| self.classes(*at) & VOICES != 0)?;
        let opens = |at: usize| at == first || self.reading.word(at - 1) == ",";
        let determiner = |at: &usize| self.classes(*at) & class::DETERMINER != 0;
        let start = (first.max(noun.saturating_sub(PHRASE))..noun).rev().find(determiner).filter(|at| opens(*at))?;
        Some(byte_span(&self.reading.structure.tokens, Range { start, end }))
    }

    fn is_pronoun(&self, token: usize) -> bool {
        let word = self.reading.word(token);
        word == "I" || self.lexicon.names.is(WordList::Nominative, &word.to_lowercase())
    }

    fn owns(&self, end: u32) -> bool {
        let rest = self.reading.text.get(end as usize..).unwrap_or_default();
        rest.starts_with(['’', '\''])
    }

    fn classes(&self, token: usize) -> u32 {
        self.lexicon.attribution.classes(&self.reading.word(token).to_lowercase())
    }
}

/// True for people and bodies.
fn speaks(mention: &Mention) -> bool {
    matches!(mention.entity_type, EntityType::Person | EntityType::Organization) && mention.kind != MentionKind::Pronoun
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::form::attribution;
    use super::*;
    use crate::analysis::{Article, ArticleMeta, coref, mention};
    use crate::model::Models;

    /// The source that a marked cue ("[said]") gets; what is said is marked "<…>", a source that is known "{…}" with the cue
    /// "said" behind it.
    fn subject(marked: &str) -> Option<String> {
        let models = Models::embedded();
        let text: String = marked.chars().filter(|ch| !matches!(ch, '[' | ']' | '<' | '>' | '{' | '}')).collect();
        let text = format!("A headline of the day\n\n{text}\n");
        let words = |open: char, close: char| {
            let (_, rest) = marked.split_once(open)?;
            Some(rest.split_once(close)?.0.replace(['[', ']', '<', '>', '{', '}'], ""))
        };
        let place = |words: &str| Span::of(text.find(words).unwrap()..text.find(words).unwrap() + words.len());
        let article = Article { text: Arc::from(&*text), meta: ArticleMeta::default() };
        let (reading, tags) = Reading::of(&models, &article);
        let named = coref::name(&models, &reading, mention::named(&models.lexicon.names, &reading, &tags));
        let [cue, content] = [words('[', ']'), words('<', '>')].map(|it| place(&it.unwrap()));
        let mut found = IndexVec::new();
        found.push(Attribution { source: Vec::new(), ..attribution(cue, Some(cue), content) });
        if let Some(known) = words('{', '}') {
            let source = place(&known);
            let said = Span::new(source.end + 1, source.end + 5);
            found.push(attribution(source, Some(said), Span::new(said.end, said.end)));
        }
        give(&models.lexicon, &reading, &named.mentions, &mut found);
        found.first()?.source.first().map(|source| source.of_text(&text).to_owned())
    }

    #[test]
    fn the_grammar_tells_the_subject() {
        for (marked, source) in [
            ("Ann Lee on Monday also [denied] <that the bridge was closed>.", "Ann Lee"),
            ("In addition to the bridge, <the road is closed>, the Acme Foundation [said].", "Acme Foundation"),
            ("Mr. Boone came back, leaned on the desk and [said] <it was over>.", "Mr. Boone"),
            ("Senator Ann Lee, who came on Monday, then [said] <it was over>.", "Senator Ann Lee"),
            ("[Noting] that <it rains>, she left for the day.", "she"),
            ("[Noting] that <it rains>, {Ann Lee} said she would go.", "Ann Lee"),
            ("He closed the bridge, [saying] <it was old>.", "He"),
            ("While it rained, Ann Lee came back and [said] <it was over>.", "Ann Lee"),
            ("It opened in 1979, <with ten rooms>, its report [showed].", "its report"),
        ] {
            assert_eq!(subject(marked).as_deref(), Some(source), "{marked}");
        }
    }

    #[test]
    fn nobody_speaks_where_it_does_not_tell() {
        for marked in [
            "A letter from Ann Lee [warned] <that the bridge is old>.",
            "There [is concern about] <the old bridge>.",
            "The council, Ann Lee and the mayor among them, met and [said] <it was over>.",
            "“I hear it,” he told Boone, “and [know] <that it rains>.”",
        ] {
            assert_eq!(subject(marked), None, "{marked}");
        }
    }
}
