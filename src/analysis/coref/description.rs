//! Descriptions: "the Russian leader", "a senior administration official", "his Russian counterpart", "officials".

use std::ops::Range;

use crate::analysis::reading::Reading;
use crate::analysis::types::{MentionId, MentionKind, Mentions};
use crate::lexicon::names::{NameLexicon, RoleNoun, WordList};
use crate::model::{EntityType, byte_span};
use crate::text::Span;
use crate::token::TokenKind;

/// The most tokens of a description up to its head.
const LONGEST: usize = 12;

/// What a description begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    /// "the", "this".
    Definite,
    /// "a", "another", "some".
    Indefinite,
    /// "his", "their".
    Possessive,
    /// None: "officials", "opposition negotiators".
    Bare,
}

/// A description up to its head noun.
#[derive(Clone, Debug)]
pub(super) struct Description {
    pub(super) tokens: Range<usize>,
    pub(super) span: Span,
    pub(super) determiner: Determiner,
    pub(super) head: RoleNoun,
    /// The noun with what tells offices apart: "foreign minister", "premier" for "prime minister".
    pub(super) noun: String,
    /// Named mentions inside ("Russian", "White House"), indices into the mentions.
    pub(super) names: Vec<MentionId>,
    /// A named mention behind the head: "a spokesman for the Treasury".
    pub(super) of: Option<MentionId>,
}

/// Finds descriptions among the tokens of an article.
pub(super) struct Finder<'a> {
    pub(super) lexicon: &'a NameLexicon,
    pub(super) reading: &'a Reading,
    pub(super) mentions: &'a Mentions,
    /// The named mention of each token.
    owner: Vec<Option<MentionId>>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(lexicon: &'a NameLexicon, reading: &'a Reading, mentions: &'a Mentions) -> Self {
        let tokens = &reading.structure.tokens;
        let mut owner = vec![None; tokens.len()];
        for (mention_id, mention) in mentions.iter_enumerated() {
            if mention.kind != MentionKind::Named {
                continue;
            }
            let first = tokens.partition_point(|token| token.span.end <= mention.span.start);
            for at in first..tokens.len() {
                if tokens[at].span.start >= mention.span.end {
                    break;
                }
                owner[at] = Some(mention_id);
            }
        }
        Self { lexicon, reading, mentions, owner }
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.reading.word(at)
    }

    pub(super) fn is(&self, list: WordList, at: usize) -> bool {
        self.lexicon.is(list, self.word(at))
    }

    /// True for a verb of saying in a form of which somebody is the subject.
    pub(super) fn is_say(&self, at: usize) -> bool {
        self.is(WordList::ReportingVerb, at) || self.is(WordList::SpeechVerb, at)
    }

    pub(super) fn is_preposition(&self, at: usize) -> bool {
        self.is(WordList::Preposition, at) || self.is(WordList::FurtherPreposition, at)
    }

    /// True where a subject may begin behind a word; an empty one is the start of a sentence.
    pub(super) fn opens_subject(&self, before: &str) -> bool {
        self.lexicon.is(WordList::BeforeSubject, before)
            || matches!(before, "" | "," | "“" | "\"" | "—" | "when" | "which" | "whom")
    }

    /// The determiner that a token is.
    pub(super) fn determiner(&self, at: usize) -> Option<Determiner> {
        let lists = [
            (WordList::DefiniteDeterminer, Determiner::Definite),
            (WordList::IndefiniteDeterminer, Determiner::Indefinite),
            (WordList::ThirdPersonPossessive, Determiner::Possessive),
        ];
        let is = |(list, _): &(WordList, Determiner)| self.lexicon.is_also_capital(*list, self.word(at));
        lists.into_iter().find(is).map(|(_, determiner)| determiner)
    }

    /// The named mention that a token belongs to.
    pub(super) fn owner(&self, at: usize) -> Option<MentionId> {
        self.owner.get(at).copied().flatten()
    }

    /// The description that begins at a token and ends before `limit`, if one does. Bare ones only where asked for.
    pub(super) fn at(&self, start: usize, limit: usize, bare: bool) -> Option<Description> {
        let determiner = self.determiner(start);
        if determiner.is_none() && !bare {
            return None;
        }
        // "His wife, who acted as a campaign manager": said of somebody, and nobody else.
        let before = |back: usize| start.checked_sub(back).map_or("", |at| self.word(at));
        if determiner == Some(Determiner::Indefinite) && before(1) == "as" && before(2) != "such" {
            return None;
        }
        let from = if determiner.is_some() { start + 1 } else { start };
        let (head, names) = self.head(from, limit.min(start + LONGEST))?;
        let (noun, qualifier) = self.noun(head, from)?;
        // "said that officials left" is no description of several that one points at.
        if noun.plural && determiner.is_some() && matches!(self.word(start), "that" | "That" | "this" | "This") {
            return None;
        }
        // "the singer Bob Dylan", "the opposition High Negotiating Committee": the name behind it is the head.
        if self
            .owner(head + 1)
            .is_some_and(|next| !noun.person || self.mentions[next].entity_type == EntityType::Person)
        {
            return None;
        }
        let tokens = start..head + 1;
        let of = self.complement(head + 1, limit);
        let span = byte_span(&self.reading.structure.tokens, tokens.clone());
        let determiner = determiner.unwrap_or(Determiner::Bare);
        Some(Description { tokens, span, determiner, head: noun, noun: qualifier, names, of })
    }

    /// The last role noun before the phrase ends, with the names before it.
    fn head(&self, from: usize, limit: usize) -> Option<(usize, Vec<MentionId>)> {
        let (mut head, mut names, mut loose) = (None, Vec::new(), 0);
        let mut at = from;
        while at < limit {
            let word = self.word(at);
            if let Some(owner) = self.owner(at) {
                let person = self.mentions[owner].entity_type == EntityType::Person;
                if head.is_some() && (person || word.chars().next().is_some_and(char::is_uppercase)) {
                    break;
                }
                if names.last() != Some(&owner) {
                    names.push(owner);
                }
            } else if self.lexicon.role(&word.to_lowercase()).is_some()
                && (head.is_some() || self.may_lead(at, !names.is_empty()))
            {
                head = Some(at);
            } else if matches!(word, "and" | "’s" | "'s" | "’")
                && head.is_none()
                && self.owner(at.wrapping_sub(1)).is_some()
            {
                // "U.S. and Russian negotiators", "the UN’s Syria envoy"
            } else if self.is_modifier(at) {
                loose += usize::from(!self.lexicon.is(WordList::Modifier, &word.to_lowercase()));
                if loose > 2 || head.is_some() && !self.lexicon.is(WordList::Modifier, word) {
                    break;
                }
            } else {
                break;
            }
            at += 1;
        }
        head.map(|head| (head, names))
    }

    /// "The head of the agency" and "the CIA head" lead something; "an elk head" and "his head" are no people.
    fn may_lead(&self, at: usize, named: bool) -> bool {
        if !matches!(self.word(at), "head" | "heads") || named || self.word(at + 1) == "of" {
            return true;
        }
        let before = at.checked_sub(1).map_or("", |before| self.word(before));
        let capital: String =
            before.chars().take(1).flat_map(char::to_uppercase).chain(before.chars().skip(1)).collect();
        self.lexicon.is(WordList::OrgHead, &capital)
    }

    fn is_modifier(&self, at: usize) -> bool {
        let Some(token) = self.reading.structure.tokens.get(at) else { return false };
        let word = self.word(at);
        let lower = word.to_lowercase();
        matches!(token.kind, TokenKind::Word | TokenKind::Number)
            && (self.lexicon.is(WordList::Modifier, &lower)
                || !self.lexicon.is(WordList::Function, &lower)
                    && !lower.ends_with("ly")
                    && word.chars().next().is_some_and(char::is_alphanumeric)
                    && !matches!(lower.as_str(), "said" | "says" | "told" | "to"))
    }

    /// The head as a role noun, and the noun with what tells offices apart.
    fn noun(&self, head: usize, from: usize) -> Option<(RoleNoun, String)> {
        let role = self.lexicon.role(&self.word(head).to_lowercase())?;
        let before = if head > from { self.word(head - 1).to_lowercase() } else { String::new() };
        Some((role, super::office::noun(self.lexicon, &before, role.singular)))
    }

    /// A named mention behind the head that tells whose the description is: "for the Treasury", "from the Kremlin".
    fn complement(&self, after: usize, limit: usize) -> Option<MentionId> {
        if !self.is(WordList::AffiliatingPreposition, after) {
            return None;
        }
        for at in after + 1..limit.min(after + 8) {
            if let Some(owner) = self.owner(at) {
                return (self.mentions[owner].entity_type != EntityType::Person).then_some(owner);
            }
            if matches!(self.word(at), "," | "." | ";") || self.is(WordList::ComplementEnd, at) {
                return None;
            }
        }
        None
    }
}
