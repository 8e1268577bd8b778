//! What anybody would try first, to see what reading is worth: capital letters for names, a verb of saying or a quotation
//! mark for attribution.

use super::layers::{Layers, Name};
use crate::lexicon::Language;
use crate::lexicon::attribution::CueClass;
use crate::model::EntityType;
use crate::text::Span;
use crate::token::{Sentence, Structure, Token, TokenKind};

/// What it is called in tables.
pub const NAME: &str = "trivial";

/// What it does, for the foot of a table.
pub const ABOUT: &str = "\
- Trivial: a run of capitalized words is a name (a word alone at the beginning of a sentence is none), of an organization \
when it is all capitals, of a person when it has several words, else of a place; a sentence with a verb of saying or a \
quotation mark is attributed.
";

/// Reads an article that way.
pub fn read(text: &str, structure: &Structure, lexicon: &Language) -> Layers {
    let attributed = structure.sentences.iter().map(|it| is_attributed(text, structure.tokens_of(it), lexicon));
    let names = structure.sentences.iter().flat_map(|it| names(text, structure, it));
    Layers { names: Some(names.collect()), attributed: Some(attributed.collect()), ..Layers::default() }
}

fn is_attributed(text: &str, tokens: &[Token], lexicon: &Language) -> bool {
    let lexicon = &lexicon.attribution;
    tokens.iter().any(|token| {
        let word = token.span.of_text(text).to_lowercase();
        let mut verbs = lexicon.verb_forms(&word).iter().filter_map(|(verb, _)| lexicon.verbs.get(usize::from(*verb)));
        let marks = matches!(token.kind, TokenKind::QuoteOpen | TokenKind::QuoteClose);
        marks || token.quoted || verbs.any(|verb| verb.class == CueClass::Speech && verb.particle.is_empty())
    })
}

fn names(text: &str, structure: &Structure, sentence: &Sentence) -> Vec<Name> {
    let tokens = structure.tokens_of(sentence);
    let capital = |token: &Token| {
        token.kind == TokenKind::Word && token.span.of_text(text).chars().next().is_some_and(char::is_uppercase)
    };
    let mut names = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = tokens[at..].iter().take_while(|token| capital(token)).count();
        if length > 1 || (length == 1 && at > 0) {
            let span = tokens[at].span.join(tokens[at + length - 1].span);
            names.push(Name::new(text, span, kind(text, span, length)));
        }
        at += length.max(1);
    }
    names
}

fn kind(text: &str, span: Span, words: usize) -> EntityType {
    let shouted = span.of_text(text).chars().filter(|ch| ch.is_alphabetic()).all(char::is_uppercase);
    match words {
        _ if shouted => EntityType::Organization,
        1 => EntityType::Place,
        _ => EntityType::Person,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_verbs_of_saying_are_taken_at_their_word() {
        let text = "Ann Lee said NATO left Rome. Then rain fell. It was “good” there.";
        let lexicon = crate::lexicon::Language::english();
        let structure = crate::token::segment(text, &lexicon);
        let layers = read(text, &structure, &lexicon);
        let names: Vec<(&str, &str)> =
            layers.names.unwrap().iter().map(|name| (name.span.of_text(text), name.kind.name())).collect();
        assert_eq!(names, [("Ann Lee", "person"), ("NATO", "organization"), ("Rome", "place")]);
        assert_eq!(layers.attributed.unwrap(), [true, false, true]);
    }
}
