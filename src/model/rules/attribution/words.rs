//! A paragraph's tokens with what the lexicon knows of them: the little that telling phrases apart needs when there
//! is no tagger.

use crate::lexicon::List;
use crate::lexicon::attribution::{AttributionLexicon, Form, class};
use crate::model::tags::{Bio, EntityType, ParagraphTags, ParagraphView};
use crate::token::TokenKind;

/// One token.
#[derive(Debug)]
pub(crate) struct Word<'a> {
    pub text: &'a str,
    pub lower: String,
    pub kind: TokenKind,
    /// Bits of [`class`].
    pub classes: u32,
    /// Cue verbs that it may be a form of.
    pub forms: &'a [(u16, Form)],
    /// True between quotation marks.
    pub quoted: bool,
    /// Type of the name that it is part of.
    pub name: Option<EntityType>,
    /// True where a name begins.
    pub name_starts: bool,
}

/// A paragraph's words; every index is a token of the paragraph.
#[derive(Debug)]
pub(crate) struct Words<'a> {
    pub lexicon: &'a AttributionLexicon,
    pub words: Vec<Word<'a>>,
    /// For each token the first and one past the last token of its quotation, marks included; empty outside.
    quotations: Vec<(u32, u32)>,
}

impl<'a> Words<'a> {
    pub(crate) fn new(lexicon: &'a AttributionLexicon, view: ParagraphView<'a>, tags: &ParagraphTags) -> Self {
        let words: Vec<Word<'a>> = (0..view.tokens.len()).map(|at| word(lexicon, view, tags, at)).collect();
        let quotations = quotations(&words);
        Self { lexicon, words, quotations }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    /// True when the token, in small letters, is in a list.
    pub(crate) fn in_list(&self, at: usize, list: List) -> bool {
        self.lexicon.is(list, self.lower(at))
    }

    /// True when the token has any of the classes.
    pub(crate) fn is(&self, at: usize, bits: u32) -> bool {
        self.words.get(at).is_some_and(|word| word.classes & bits != 0)
    }

    pub(crate) fn is_word(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| matches!(word.kind, TokenKind::Word | TokenKind::Number))
    }

    pub(crate) fn is_mark(&self, at: usize, mark: &str) -> bool {
        self.words.get(at).is_some_and(|word| word.kind == TokenKind::Punctuation && word.text == mark)
    }

    pub(crate) fn is_dash(&self, at: usize) -> bool {
        ["—", "–", "--", "-"].iter().any(|dash| self.is_mark(at, dash))
    }

    pub(crate) fn opens_quote(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.kind == TokenKind::QuoteOpen)
    }

    pub(crate) fn closes_quote(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.kind == TokenKind::QuoteClose)
    }

    pub(crate) fn quoted(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.quoted)
    }

    pub(crate) fn capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.text.starts_with(char::is_uppercase))
    }

    pub(crate) fn is_name(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.name.is_some())
    }

    /// The quotation around a token, marks included.
    pub(crate) fn quotation(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let (start, end) = self.quotations.get(at).copied()?;
        (start < end).then_some(start as usize..end as usize)
    }

    /// True for a word that carries tense: an auxiliary, a known verb form, or a word that ends like one.
    pub(crate) fn maybe_finite(&self, at: usize) -> bool {
        if self.is(at, class::AUXILIARY | class::MODAL | class::LIGHT_VERB) {
            return true;
        }
        let Some(word) = self.words.get(at) else { return false };
        if word.kind != TokenKind::Word || self.capital(at) {
            return false;
        }
        let past = word.lower.len() > 4 && word.lower.ends_with("ed") && !word.lower.contains('-');
        past || word.forms.iter().any(|(_, form)| matches!(form, Form::Past))
    }

    /// True for words ending in "-ly" and the adverbs of the lexicon.
    pub(crate) fn is_adverb(&self, at: usize) -> bool {
        self.is(at, class::ADVERB) || (self.lower(at).len() > 4 && self.lower(at).ends_with("ly") && !self.capital(at))
    }

    /// True for a plural noun, by the lexicon or by its ending.
    pub(crate) fn is_plural(&self, at: usize) -> bool {
        let lower = self.lower(at);
        self.is(at, class::PLURAL_NOUN)
            || (lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss") && !lower.ends_with("us"))
    }

    /// True for a pronoun that takes "-s" on its verb ("someone").
    pub(crate) fn is_singular(&self, at: usize) -> bool {
        let lower = self.lower(at);
        matches!(lower, "he" | "she" | "it" | "one") || lower.ends_with("one") || lower.ends_with("body")
    }

    /// "asked if he supported", "whether they want": what is asked or supposed, not what somebody thinks.
    pub(crate) fn is_mark_of_doubt(&self, at: usize) -> bool {
        matches!(self.lower(at), "if" | "whether")
    }

    /// True for the "'s" of an owner, not of a verb: before a name or a noun for people or a body.
    pub(crate) fn is_possessive(&self, at: usize) -> bool {
        let nouns = class::PERSON_NOUN | class::BODY_NOUN | class::DOCUMENT_NOUN;
        self.lower(at) == "'s" && (self.capital(at + 1) || self.is(at + 1, nouns))
    }

    /// True for a noun that says what somebody is ("spokesman"), singular or plural.
    pub(crate) fn is_role(&self, at: usize) -> bool {
        self.is(at, class::PERSON_NOUN)
    }
}

fn word<'a>(lexicon: &'a AttributionLexicon, view: ParagraphView<'a>, tags: &ParagraphTags, at: usize) -> Word<'a> {
    let text = view.word(at);
    let lower = text.to_lowercase().replace('’', "'");
    // "US" is no pronoun.
    let acronym = text.len() > 1 && text.chars().all(|ch| ch.is_uppercase() || ch == '.');
    let mut classes = if acronym && matches!(lower.as_str(), "us" | "it") { 0 } else { lexicon.classes(&lower) };
    if let Some((head, _)) =
        lower.split_once('\'').filter(|(head, tail)| !head.is_empty() && lexicon.is(List::Clitic, tail))
    {
        classes |= class::AUXILIARY | (lexicon.classes(head) & class::PRONOUN);
    }
    if lower.ends_with("n't") {
        classes |= class::NEGATION | class::AUXILIARY;
        if matches!(lower.as_str(), "isn't" | "aren't" | "wasn't" | "weren't") {
            classes |= class::BE;
        }
    }
    let token = view.tokens.get(at);
    let tag = tags.names.get(at).copied().unwrap_or_default();
    Word {
        text,
        forms: lexicon.verb_forms(&lower),
        kind: token.map_or(TokenKind::Punctuation, |token| token.kind),
        classes,
        quoted: token.is_some_and(|token| token.quoted),
        name: if tag.bio == Bio::Outside { None } else { tag.label },
        name_starts: tag.bio == Bio::Begin,
        lower,
    }
}

/// Pairs marks in one pass; a quotation that is never closed ends with the paragraph.
fn quotations(words: &[Word<'_>]) -> Vec<(u32, u32)> {
    let mut found = vec![(0, 0); words.len()];
    let mut open: Option<usize> = None;
    let mut fill = |from: usize, to: usize| {
        let pair = (u32::try_from(from).unwrap_or(u32::MAX), u32::try_from(to).unwrap_or(u32::MAX));
        found.iter_mut().take(to).skip(from).for_each(|slot| *slot = pair);
    };
    for (at, word) in words.iter().enumerate() {
        match (word.kind, open) {
            (TokenKind::QuoteOpen, None) => open = Some(at),
            (TokenKind::QuoteClose, Some(start)) if !next_is_quoted(words, at) => {
                fill(start, at + 1);
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        fill(start, words.len());
    }
    found
}

/// True after a mark that closes a quotation inside a quotation.
fn next_is_quoted(words: &[Word<'_>], at: usize) -> bool {
    words[at].quoted && words.get(at + 1).is_some_and(|next| next.quoted || next.kind == TokenKind::QuoteClose)
}
