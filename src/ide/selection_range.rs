//! What a selection grows to: word, name, quotation, statement, sentence, paragraph, part, the whole text.

use super::FilePosition;
use super::parts::parts as article_parts;
use super::statement::parts;
use crate::analysis::ArticleAnalysis;
use crate::corpus::Snapshot;
use crate::text::Span;
use crate::token::SentenceId;

/// The spans around a position, innermost first, each strictly inside the next; the last is the whole text. An offset
/// beyond the end is the end.
pub fn selection_range(snapshot: &Snapshot, position: FilePosition) -> Vec<Span> {
    let analysis = snapshot.analysis(position.article);
    let whole = Span::of(0..analysis.text.len());
    let offset = position.offset.min(whole.end);
    let mut chosen = vec![whole];
    // What comes first is kept where two cross: a name never costs a sentence.
    for spans in [frame(analysis, offset), names(analysis, offset), statements(analysis, offset)] {
        for span in spans.into_iter().filter(|span| span.touches(offset) && !span.is_empty()) {
            let nested = |other: &Span| span != *other && (span.covers(*other) || other.covers(span));
            if chosen.iter().all(nested) {
                chosen.push(span);
            }
        }
    }
    chosen.sort_by_key(|span| span.len());
    chosen
}

/// Word, sentence, paragraph, part.
fn frame(analysis: &ArticleAnalysis, offset: u32) -> Vec<Span> {
    let structure = &analysis.structure;
    let at = structure.tokens.partition_point(|token| token.span.end < offset);
    let touching = structure.tokens[at..].iter().take(2).map(|token| token.span).filter(|span| span.touches(offset));
    // Between two tokens, the one behind the cursor, unless it is a mark.
    let is_word = |span: &Span| analysis.slice(*span).chars().any(char::is_alphanumeric);
    let word = touching.max_by_key(|span| (is_word(span), span.contains(offset)));
    let mut spans: Vec<Span> = word.into_iter().collect();
    spans.extend(
        structure.sentence_at(offset).or_else(|| before(analysis, offset)).map(|at| structure.sentences[at].span),
    );
    spans.extend(structure.paragraphs.iter().map(|paragraph| paragraph.span).filter(|span| span.touches(offset)));
    spans.extend(article_parts(analysis).into_iter().map(|part| part.span));
    spans
}

/// The sentence that ends at an offset.
fn before(analysis: &ArticleAnalysis, offset: u32) -> Option<SentenceId> {
    let at = analysis.structure.sentence_at(offset.checked_sub(1)?)?;
    (analysis.structure.sentences[at].span.end == offset).then_some(at)
}

/// Names alone and with their titles, times.
fn names(analysis: &ArticleAnalysis, offset: u32) -> Vec<Span> {
    let mentions = analysis.mentions.iter().filter(|mention| mention.titled.touches(offset));
    let mut spans: Vec<Span> = mentions.flat_map(|mention| [mention.span, mention.titled]).collect();
    spans.extend(analysis.times.iter().map(|time| time.span).filter(|span| span.touches(offset)));
    spans.sort_by_key(|span| (!span.contains(offset), span.len()));
    spans
}

/// Quotations without and with their marks; sources, contents and whole statements.
fn statements(analysis: &ArticleAnalysis, offset: u32) -> Vec<Span> {
    let quotations = analysis.structure.quotations.iter().filter(|quotation| quotation.span.touches(offset));
    let mut spans: Vec<Span> = quotations.flat_map(|quotation| [quotation.span, quotation.inner]).collect();
    for attribution in &analysis.attributions {
        let all: Vec<Span> = parts(attribution).map(|(_, span)| span).collect();
        let Some(whole) = all.iter().copied().reduce(Span::join) else { continue };
        if whole.touches(offset) {
            spans.push(whole);
            spans.extend(all);
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::selection_range;
    use crate::ide::FilePosition;
    use crate::ide::fixture::fixture;
    use crate::text::Span;

    fn check(article: &str, expected: Expect) {
        let (snapshot, position) = fixture(article);
        let spans = selection_range(&snapshot, position);
        for pair in spans.windows(2) {
            assert!(pair[1].covers(pair[0]) && pair[1] != pair[0], "{spans:?}");
        }
        let show = |span: &Span| snapshot.analysis(position.article).slice(*span).replace('\n', "⏎");
        expected.assert_eq(&spans.iter().map(show).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn from_a_word_to_the_whole_text() {
        check(
            "\
//- 000.txt
Nobody came.

{z subheading|At the port}

{say a|“Nobody asked {t|Mayor {p reed|Ana Re$0ed}}. Nobody will,”} {src a|{t|Mr. {p holt|Holt}}} {cue a|said}. He left.
",
            expect![[r#"
                Reed
                Ana Reed
                Mayor Ana Reed
                “Nobody asked Mayor Ana Reed.
                “Nobody asked Mayor Ana Reed. Nobody will,”
                “Nobody asked Mayor Ana Reed. Nobody will,” Mr. Holt said
                “Nobody asked Mayor Ana Reed. Nobody will,” Mr. Holt said. He left.
                At the port⏎⏎“Nobody asked Mayor Ana Reed. Nobody will,” Mr. Holt said. He left.
                Nobody came.⏎⏎At the port⏎⏎“Nobody asked Mayor Ana Reed. Nobody will,” Mr. Holt said. He left."#]],
        );
    }

    #[test]
    fn at_the_end_of_a_word_and_between_paragraphs() {
        check(
            "//- 000.txt\nReed came$0.",
            expect![[r#"
            came
            Reed came."#]],
        );
        check("//- 000.txt\nOne.\n$0\nTwo.", expect!["One.⏎⏎Two."]);
        check(
            "//- 000.txt\nOne. Two.$0\n\nThree.",
            expect![[r#"
            .
            Two.
            One. Two.
            One. Two.⏎⏎Three."#]],
        );
    }

    #[test]
    fn every_place_of_a_text_has_an_answer() {
        let (snapshot, position) =
            fixture("//- 000.txt\n{src a|{p reed|Réed}} {cue a|said} {say a|“no”} 👍.\n\n$0Two.");
        for offset in 0..40 {
            let spans = selection_range(&snapshot, FilePosition { offset, ..position });
            let len = u32::try_from(snapshot.analysis(position.article).text.len()).unwrap();
            assert_eq!(spans.last(), Some(&Span::new(0, len)));
            assert!(spans.iter().all(|span| span.touches(offset.min(len))), "{offset}: {spans:?}");
        }
        let (snapshot, position) = fixture("//- 000.txt\n$0");
        assert_eq!(selection_range(&snapshot, position), [Span::new(0, 0)]);
    }
}
