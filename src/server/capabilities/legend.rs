//! Which of the protocol's token types stands for what; `editors/colors.md` tells it to people.

use lsp_types::{SemanticTokenModifier, SemanticTokenType, SemanticTokensLegend};

use crate::ide::semantic_tokens::{Token, TokenKind};
use crate::model::EntityType;

/// What a kind is called: the first type that the client knows. The kinds of names are those of outlines and symbol
/// lists, so that a person has the icon and the color of a class.
const TYPES: [(TokenKind, &[&str]); 10] = [
    (TokenKind::Name(EntityType::Person), &["class", "type"]),
    (TokenKind::Name(EntityType::Organization), &["interface", "type"]),
    (TokenKind::Name(EntityType::Place), &["namespace", "type"]),
    (TokenKind::Name(EntityType::Group), &["enum", "type"]),
    (TokenKind::Name(EntityType::Event), &["event", "type"]),
    (TokenKind::Name(EntityType::Product), &["struct", "type"]),
    (TokenKind::Name(EntityType::Other), &["type"]),
    (TokenKind::Quotation, &["string"]),
    (TokenKind::Cue, &["keyword", "function"]),
    (TokenKind::Time, &["number"]),
];

/// Of the name that introduces somebody, and of what is another outlet's text.
const MODIFIERS: [&str; 2] = ["declaration", "readonly"];

/// The types and modifiers that a client knows, of those that are used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legend {
    /// By place in [`TYPES`]; `None` for what the client has no type for.
    types: [Option<&'static str>; TYPES.len()],
    modifiers: [bool; MODIFIERS.len()],
}

impl Legend {
    /// What is left of the lists of a client; a client with empty lists is taken to know everything.
    pub fn new(types: &[SemanticTokenType], modifiers: &[SemanticTokenModifier]) -> Self {
        let known = |name: &str| types.is_empty() || types.iter().any(|known| known.as_str() == name);
        let modified = |name: &str| types.is_empty() || modifiers.iter().any(|known| known.as_str() == name);
        Self {
            types: TYPES.map(|(_, names)| names.iter().copied().find(|name| known(name))),
            modifiers: MODIFIERS.map(modified),
        }
    }

    fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = Vec::new();
        for name in self.types.into_iter().flatten() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn modifier_names(&self) -> impl Iterator<Item = &'static str> + '_ {
        MODIFIERS.into_iter().zip(self.modifiers).filter(|(_, known)| *known).map(|(name, _)| name)
    }

    /// As the client is told.
    pub fn to_proto(self) -> SemanticTokensLegend {
        SemanticTokensLegend {
            token_types: self.names().into_iter().map(SemanticTokenType::new).collect(),
            token_modifiers: self.modifier_names().map(SemanticTokenModifier::new).collect(),
        }
    }

    /// The numbers of kinds and modifiers, to look up many tokens.
    pub fn numbers(&self) -> Numbers {
        let names = self.names();
        let number = |name: &'static str| names.iter().position(|known| *known == name);
        let number = |name: Option<&'static str>| name.and_then(number).and_then(|at| u32::try_from(at).ok());
        let mut bit = 1;
        let bits = self.modifiers.map(|known| {
            let this = if known { bit } else { 0 };
            bit <<= u32::from(known);
            this
        });
        Numbers { types: self.types.map(number), bits }
    }
}

/// What the protocol has in place of names.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    types: [Option<u32>; TYPES.len()],
    bits: [u32; MODIFIERS.len()],
}

impl Numbers {
    /// Type and modifiers of a token; `None` when the client has no type for it.
    pub fn of(&self, token: &Token) -> Option<(u32, u32)> {
        let at = TYPES.iter().position(|(kind, _)| *kind == token.kind)?;
        let flags = [token.introduces, token.borrowed];
        let bits = flags.iter().zip(self.bits).filter(|(set, _)| **set).map(|(_, bit)| bit);
        Some((self.types[at]?, bits.fold(0, |all, bit| all | bit)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn legend(types: &[&'static str], modifiers: &[&'static str]) -> Legend {
        let types: Vec<_> = types.iter().map(|name| SemanticTokenType::new(name)).collect();
        let modifiers: Vec<_> = modifiers.iter().map(|name| SemanticTokenModifier::new(name)).collect();
        Legend::new(&types, &modifiers)
    }

    fn token(kind: TokenKind) -> Token {
        Token { span: Default::default(), kind, introduces: true, borrowed: true }
    }

    #[test]
    fn only_what_the_client_knows_is_used() {
        let few = legend(&["type", "string", "regexp"], &["readonly"]);
        assert_eq!(few.names(), ["type", "string"]);
        let numbers = few.numbers();
        assert_eq!(numbers.of(&token(TokenKind::Name(EntityType::Person))), Some((0, 1)));
        assert_eq!(numbers.of(&token(TokenKind::Quotation)), Some((1, 1)));
        assert_eq!(numbers.of(&token(TokenKind::Time)), None);
        let all = legend(&[], &[]);
        assert_eq!(all.to_proto().token_modifiers.len(), 2);
        assert_eq!(all.numbers().of(&token(TokenKind::Name(EntityType::Place))), Some((2, 3)));
    }

    #[test]
    fn the_page_for_people_says_the_same() {
        let page = include_str!("../../../editors/colors.md");
        let rows: Vec<Vec<&str>> = page
            .lines()
            .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
            .map(|row| row.split(" | ").collect())
            .filter(|row: &Vec<&str>| row.iter().any(|cell| cell.starts_with('`')))
            .collect();
        let what = |kind: TokenKind| match kind {
            TokenKind::Name(entity_type) => format!("name: {}", entity_type.name()),
            TokenKind::Quotation => "quotation".to_owned(),
            TokenKind::Cue => "cue".to_owned(),
            TokenKind::Time => "time".to_owned(),
        };
        let code = |name: &&str| format!("`{name}`");
        let mut expected: Vec<Vec<String>> = TYPES
            .iter()
            .map(|(kind, names)| vec![what(*kind), names.iter().map(code).collect::<Vec<_>>().join(", else ")])
            .collect();
        expected.push(vec!["the name that introduces somebody".to_owned(), "`declaration`".to_owned()]);
        expected.push(vec!["in another outlet’s text".to_owned(), "`readonly`".to_owned()]);
        let first_two: Vec<&[&str]> = rows.iter().map(|row| &row[..2]).collect();
        assert_eq!(
            first_two,
            expected.iter().map(|row| row.iter().map(String::as_str).collect()).collect::<Vec<Vec<_>>>()
        );
    }
}
