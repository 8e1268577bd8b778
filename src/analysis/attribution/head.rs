//! The noun phrase that a source begins with: "a senior White House official" of "a senior White House official who briefed
//! reporters".

use crate::lexicon::attribution::{AttributionLexicon, class};
use crate::text::Span;
use crate::token::{Structure, TokenKind};

/// The most tokens of such a phrase.
const LONGEST: usize = 14;

/// How a phrase introduces or points to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Determiner {
    /// "a", "one", "two", "several", "at least three".
    Counting,
    /// "the", "his", "the mayor’s".
    Pointing,
    /// "officials", "senior officials"; and "some", "many", which count nobody.
    #[default]
    None,
}

/// What the words of a source's first noun phrase tell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Head {
    /// The noun that heads it, or its last word where no noun for a speaker does.
    pub(super) noun: Span,
    /// The classes of that noun.
    pub(super) classes: u32,
    /// How the phrase begins.
    pub(super) determiner: Determiner,
    /// True where what stands behind says how they know ("familiar with the matter").
    pub(super) knows: bool,
    /// True where a clause or a preposition stands behind.
    pub(super) qualified: bool,
    /// True for a name that no noun of a speaker heads.
    pub(super) only_name: bool,
    /// True for a name that a noun of an outlet heads.
    pub(super) outlet: bool,
    /// True for "some", "many officials", "people".
    pub(super) vague: bool,
    /// "the two leaders", "both men": people named before.
    pub(super) both: bool,
}

impl Head {
    pub(super) fn read(lexicon: &AttributionLexicon, text: &str, structure: &Structure, source: Span) -> Self {
        let tokens = &structure.tokens;
        let first = tokens.partition_point(|token| token.span.start < source.start);
        let inside = tokens.iter().skip(first).take_while(|token| token.span.end <= source.end).take(LONGEST);
        let word = |span: Span| span.of_text(text);
        let is_clitic = |word: &str| matches!(word, "’s" | "'s" | "’" | "'");
        let phrase: Vec<(Span, String)> = inside
            .clone()
            .enumerate()
            .take_while(|(at, token)| {
                let text = word(token.span);
                let mark = token.kind == TokenKind::Punctuation && !is_clitic(text) && !matches!(text, "-" | "&" | "/");
                let small = text.starts_with(char::is_lowercase);
                *at == 0 || !(mark || small && opens(lexicon, text))
            })
            .map(|(_, token)| (token.span, word(token.span).to_lowercase()))
            .filter(|(_, word)| word.starts_with(char::is_alphanumeric) || is_clitic(word))
            .collect();
        let classes = |at: usize| phrase.get(at).map_or(0, |(_, word)| lexicon.classes(word));
        let Some(last) = phrase.iter().rposition(|(_, word)| !is_clitic(word)) else { return Self::default() };
        let people = class::PERSON_NOUN | class::COLLECTIVE_NOUN | class::VAGUE_NOUN | class::ANYBODY;
        // "people familiar", "sources close", "those surveyed": an adjective or participle stands behind the noun.
        let behind = word(Span::new(phrase[last].0.start, source.end.max(phrase[last].0.start))).to_lowercase();
        let adjective = classes(last) == 0
            && word(phrase[last].0).starts_with(char::is_lowercase)
            && (phrase[last].1.ends_with("ed") || lexicon.has_phrase("knowledge", &behind));
        let before = || phrase.iter().rposition(|(_, word)| lexicon.classes(word) & people != 0);
        let at = if adjective { before().unwrap_or(last) } else { last };
        let (noun, last) = (phrase[at].0, phrase[at].1.as_str());
        let rest = word(Span::new(noun.end, source.end.max(noun.end))).to_lowercase();
        let opening = phrase[0].1.as_str();
        let owned = phrase[..at].iter().any(|(_, word)| is_clitic(word));
        let capital = |span: Span| word(span).starts_with(char::is_uppercase);
        Self {
            noun,
            classes: classes(at),
            determiner: match classes(0) {
                _ if owned => Determiner::Pointing,
                // "people familiar with it", "those who were there", "someone with access".
                bits if at == 0 && bits & class::ANYBODY != 0 => match bits & (class::DEFINITE | class::PERSON_NOUN) {
                    0 => Determiner::Counting,
                    _ => Determiner::None,
                },
                bits if bits & class::DEFINITE != 0 => Determiner::Pointing,
                bits if bits & (class::COUNT | class::PREPOSITION) != 0 && at > 0 => Determiner::Counting,
                _ if opening.starts_with(char::is_numeric) => Determiner::Counting,
                _ => Determiner::None,
            },
            knows: lexicon.has_phrase("knowledge", &rest),
            qualified: rest.split_whitespace().next().is_some_and(|word| opens(lexicon, word)),
            only_name: capital(phrase[0].0) && classes(at) == 0,
            outlet: classes(at) & class::OUTLET_NOUN != 0 && capital(noun),
            both: opening == "both" || opening == "the" && phrase.get(1).is_some_and(|(_, word)| word == "two"),
            vague: classes(0) & class::QUANTIFIER != 0 || matches!(last, "people" | "many" | "some" | "others"),
        }
    }

    /// True for a noun for people without a name ("official").
    pub(super) fn is_unnamed(&self) -> bool {
        self.has(class::PERSON_NOUN | class::COLLECTIVE_NOUN | class::VAGUE_NOUN)
    }

    /// True for several.
    pub(super) fn is_plural(&self) -> bool {
        self.has(class::PLURAL_NOUN)
    }

    /// True when the noun is in one of some classes.
    pub(super) fn has(&self, bits: u32) -> bool {
        self.classes & bits != 0
    }
}

/// True for a word that a phrase behind a noun begins with: "in", "who", "to".
fn opens(lexicon: &AttributionLexicon, word: &str) -> bool {
    lexicon.classes(word) & (class::PREPOSITION | class::RELATIVE) != 0 || word == "to"
}
