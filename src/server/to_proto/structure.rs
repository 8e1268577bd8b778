//! Folds, selections and colors, in the protocol's terms.

use lsp_types::*;

use super::super::capabilities::features::Folding;
use super::super::capabilities::legend::Numbers;
use super::super::view::View;
use super::range;
use crate::analysis::ArticleAnalysis;
use crate::corpus::ArticleId;
use crate::ide::folding_range::{Fold, FoldKind};
use crate::ide::semantic_tokens::Token;
use crate::text::{Encoding, Span};

/// Folds, as far as the client says that it can take them.
pub fn folding_ranges(view: &View, article: ArticleId, found: Vec<Fold>, client: Folding) -> Vec<FoldingRange> {
    let analysis = view.snapshot.analysis(article);
    let fold = |fold: Fold| {
        let range = range(analysis, fold.span, view.client.encoding);
        FoldingRange {
            start_line: range.start.line,
            start_character: (!client.lines_only).then_some(range.start.character),
            end_line: range.end.line,
            end_character: (!client.lines_only).then_some(range.end.character),
            kind: Some(match fold.kind {
                FoldKind::Aside => FoldingRangeKind::Comment,
                FoldKind::Section => FoldingRangeKind::Region,
            }),
            collapsed_text: client.collapsed_text.then_some(fold.summary),
        }
    };
    found.into_iter().map(fold).collect()
}

/// Spans that grow, as ranges in one another.
pub fn selection_range(analysis: &ArticleAnalysis, growing: &[Span], encoding: Encoding) -> SelectionRange {
    let mut outer = None;
    for span in growing.iter().rev() {
        let range = range(analysis, *span, encoding);
        outer = Some(Box::new(SelectionRange { range, parent: outer }));
    }
    outer.map_or_else(SelectionRange::default, |innermost| *innermost)
}

/// Tokens, each counted from the one before; those that the client has no type for are left out.
pub fn semantic_tokens(
    analysis: &ArticleAnalysis,
    found: &[Token],
    numbers: &Numbers,
    encoding: Encoding,
) -> Vec<SemanticToken> {
    let mut walk = analysis.lines.walk(&analysis.text, encoding);
    let mut last = crate::text::Position::default();
    let mut tokens = Vec::with_capacity(found.len());
    for token in found {
        let Some((token_type, token_modifiers_bitset)) = numbers.of(token) else { continue };
        let (start, end) = (walk.position(token.span.start), walk.position(token.span.end));
        let same_line = start.line == last.line;
        tokens.push(SemanticToken {
            delta_line: start.line - last.line,
            delta_start: if same_line { start.character - last.character } else { start.character },
            length: end.character.saturating_sub(start.character),
            token_type,
            token_modifiers_bitset,
        });
        last = start;
    }
    tokens
}

/// What turns one list of tokens into another: the part between what both begin with and what both end with.
pub fn token_edits(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    /// Numbers of a token.
    const SIZE: usize = 5;
    let prefix = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[prefix..], &new[prefix..]);
    let suffix = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old, new) = (&old[..old.len() - suffix], &new[..new.len() - suffix]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let number = |tokens: usize| Span::of(0..tokens * SIZE).end;
    let data = (!new.is_empty()).then(|| new.to_vec());
    vec![SemanticTokensEdit { start: number(prefix), delete_count: number(old.len()), data }]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use rustc_hash::FxHashSet;

    use super::*;
    use crate::analysis::{Article, ArticleMeta, analyze};
    use crate::corpus::Corpus;
    use crate::model::Models;
    use crate::server::capabilities::legend::Legend;

    /// As a client applies edits: on the flat list of numbers.
    fn apply(old: &[SemanticToken], edits: &[SemanticTokensEdit]) -> Vec<u32> {
        let mut flat = flatten(old);
        for edit in edits {
            let (start, end) = (edit.start as usize, (edit.start + edit.delete_count) as usize);
            flat.splice(start..end, flatten(edit.data.as_deref().unwrap_or(&[])));
        }
        flat
    }

    fn flatten(tokens: &[SemanticToken]) -> Vec<u32> {
        let numbers = |token: &SemanticToken| {
            [token.delta_line, token.delta_start, token.length, token.token_type, token.token_modifiers_bitset]
        };
        tokens.iter().flat_map(numbers).collect()
    }

    fn tokens_of(models: &Models, text: &str, encoding: Encoding) -> (Arc<ArticleAnalysis>, Vec<SemanticToken>) {
        let analysis = Arc::new(analyze(models, &Article { text: text.into(), meta: ArticleMeta::default() }));
        let mut corpus = Corpus::new();
        corpus.set("a.txt".into(), Arc::clone(&analysis));
        let found = crate::ide::semantic_tokens::semantic_tokens(&corpus.snapshot(), ArticleId(0));
        let tokens = semantic_tokens(&analysis, &found, &Legend::new(&[], &[]).numbers(), encoding);
        (analysis, tokens)
    }

    /// The words of tokens, found again as a client finds them.
    fn words(analysis: &ArticleAnalysis, tokens: &[SemanticToken], encoding: Encoding) -> Vec<String> {
        let (mut line, mut start) = (0, 0);
        let mut words = Vec::new();
        for token in tokens {
            line += token.delta_line;
            start = if token.delta_line == 0 { start + token.delta_start } else { token.delta_start };
            let at = |character| crate::text::Position { line, character };
            let span = analysis.lines.span(&analysis.text, at(start), at(start + token.length), encoding);
            words.push(analysis.slice(span).to_owned());
        }
        words
    }

    #[test]
    fn tokens_are_the_same_words_in_every_encoding() {
        let models = Models::embedded();
        let text = "👍 “Such naïve 👍 words,” said Zoë Müller of Berlin on Monday.\n\nMs. Müller said “no 👍.”\n";
        let (_, first) = tokens_of(&models, text, Encoding::Utf8);
        assert!(first.len() > 5, "{first:?}");
        let mut seen = FxHashSet::default();
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let (analysis, tokens) = tokens_of(&models, text, encoding);
            seen.insert(words(&analysis, &tokens, encoding));
        }
        assert_eq!(seen.len(), 1, "{seen:?}");
        let words: Vec<String> = seen.into_iter().flatten().collect();
        assert!(
            words.contains(&"“Such naïve 👍 words,”".to_owned()) && words.contains(&"Zoë Müller".to_owned()),
            "{words:?}"
        );
    }

    fn token() -> impl Strategy<Value = SemanticToken> {
        (0u32..2, 0u32..3, 1u32..3, 0u32..2).prop_map(|(delta_line, delta_start, length, token_type)| SemanticToken {
            delta_line,
            delta_start,
            length,
            token_type,
            token_modifiers_bitset: 0,
        })
    }

    proptest! {
        #[test]
        fn edits_turn_any_list_into_any_other(
            old in proptest::collection::vec(token(), 0..12),
            new in proptest::collection::vec(token(), 0..12),
        ) {
            let edits = token_edits(&old, &new);
            prop_assert_eq!(apply(&old, &edits), flatten(&new));
            prop_assert_eq!(edits.is_empty(), old == new);
        }
    }

    #[test]
    fn after_any_edit_of_the_text_the_delta_gives_what_the_whole_gives() {
        const PIECES: &[&str] = &["", "“", "”", "\n\n", "👍", " said Ana Reed ", "on Monday", "é", "\r\n"];
        let models = Models::embedded();
        let text = include_str!("../../../seeds/002_9a3dda333ebe650b.txt");
        let text: String = text.lines().take(12).collect::<Vec<_>>().join("\n");
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(40));
        let edit = (0usize..text.chars().count(), 0usize..30, proptest::sample::select(PIECES));
        let edits = proptest::collection::vec(edit, 1..4);
        let outcome = runner.run(&edits, |edits| {
            let mut now = text.clone();
            let (_, mut last) = tokens_of(&models, &now, Encoding::Utf16);
            for (at, length, with) in edits {
                let chars: Vec<char> = now.chars().collect();
                let (from, to) = (at.min(chars.len()), (at + length).min(chars.len()));
                now = chars[..from].iter().copied().chain(with.chars()).chain(chars[to..].iter().copied()).collect();
                let (_, next) = tokens_of(&models, &now, Encoding::Utf16);
                prop_assert_eq!(apply(&last, &token_edits(&last, &next)), flatten(&next));
                last = next;
            }
            Ok(())
        });
        outcome.unwrap();
    }
}
