//! What words are: names by kind, quotations, cues, times.

use super::elsewhere::introduction;
use crate::analysis::{ArticleAnalysis, MentionId, MentionKind};
use crate::corpus::{ArticleId, Snapshot};
use crate::model::EntityType;
use crate::text::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A name.
    Name(EntityType),
    /// Words between quotation marks, the marks with them.
    Quotation,
    /// "said", "according to".
    Cue,
    /// A time expression.
    Time,
}

/// A token. Tokens do not overlap, stay within a line, and begin and end with something to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it lies.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// True for the name that introduces somebody or something.
    pub introduces: bool,
    /// True in another outlet's text.
    pub borrowed: bool,
}

/// The tokens of an article, in the order of the text. A quotation is cut where a name, a time or a cue stands in it:
/// few editors can show one token in another.
pub fn semantic_tokens(snapshot: &Snapshot, article: ArticleId) -> Vec<Token> {
    let analysis = snapshot.analysis(article);
    let items = items(analysis);
    let mut owner: Vec<u32> = vec![0; analysis.text.len()];
    for (nth, item) in items.iter().enumerate() {
        if let Some(bytes) = owner.get_mut(item.span.range()) {
            bytes.fill(Span::of(0..nth + 1).end);
        }
    }
    let mut tokens = Vec::new();
    let mut start = 0;
    for run in owner.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        if let Some(item) = (run[0] as usize).checked_sub(1).and_then(|nth| items.get(nth)) {
            pieces(&analysis.text, Span::of(start..end), |span| tokens.push(Token { span, ..*item }));
        }
        start = end;
    }
    tokens
}

/// Everything that becomes a token, what lies below first.
fn items(analysis: &ArticleAnalysis) -> Vec<Token> {
    let borrowed = |span: Span| analysis.block_at(span.start).is_some();
    let token = |kind| move |span: Span| Token { span, kind, introduces: false, borrowed: borrowed(span) };
    let quotations = analysis.structure.quotations.iter().map(|quotation| quotation.span);
    let mut items: Vec<Token> = quotations.map(token(TokenKind::Quotation)).collect();
    let cues = analysis.attributions.iter().flat_map(|attribution| attribution.cue.iter().copied());
    items.extend(cues.map(token(TokenKind::Cue)));
    items.extend(analysis.times.iter().map(|time| time.span).map(token(TokenKind::Time)));
    let mut introductions: Vec<MentionId> =
        analysis.chains.indices().filter_map(|chain| introduction(analysis, chain)).collect();
    introductions.sort_unstable();
    let names = analysis.mentions.iter_enumerated().filter(|(_, mention)| mention.kind == MentionKind::Named);
    let first = items.len();
    items.extend(names.map(|(at, mention)| Token {
        introduces: introductions.binary_search(&at).is_ok(),
        ..token(TokenKind::Name(mention.entity_type))(mention.span)
    }));
    // Of two names in one another, the inner lies above.
    items[first..].sort_by_key(|item| std::cmp::Reverse(item.span.len()));
    items
}

/// The parts of a span that are to be seen: without line ends and blanks around them.
fn pieces(text: &str, span: Span, mut take: impl FnMut(Span)) {
    let mut start = span.start;
    for line in span.of_text(text).split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}']) {
        let seen = line.trim();
        if !seen.is_empty() {
            let before = Span::of(0..line.len() - line.trim_start().len()).end;
            take(Span::new(start + before, start + before + Span::of(0..seen.len()).end));
        }
        start += Span::of(0..line.len()).end;
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::semantic_tokens;
    use crate::ide::fixture::fixture;

    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let mut shown = String::new();
        let mut end = 0;
        for token in semantic_tokens(&snapshot, position.article) {
            assert!(end <= token.span.start, "{token:?} begins before {end}");
            end = token.span.end;
            let words = snapshot.analysis(position.article).slice(token.span);
            assert!(words == words.trim() && !words.contains('\n') && !words.is_empty(), "“{words}”");
            let introduces = if token.introduces { " (introduces)" } else { "" };
            let borrowed = if token.borrowed { " (borrowed)" } else { "" };
            shown.push_str(&format!("{:?} {words}{introduces}{borrowed}\n", token.kind));
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn names_quotations_cues_and_times() {
        check(
            "\
//- 000.txt published=2024-05-06
$0{src a|{t|Mayor {p reed|Ana Reed}}} {cue a|said} on {d 2024-05-03|Friday} {say a|“no, {p holt|Holt} and {l weston|Weston} will not, \
and {pro holt|he} did not {d 2024-05-02|on Thursday}.”} {p reed|Reed} left.

{by|{o mail|The Weston Mail} reports:}

{block The Weston Mail|{p reed|Reed} left.}
",
            expect![[r#"
                Name(Person) Ana Reed (introduces)
                Cue said
                Time Friday
                Quotation “no,
                Name(Person) Holt (introduces)
                Quotation and
                Name(Place) Weston (introduces)
                Quotation will not, and he did not
                Time on Thursday
                Quotation .”
                Name(Person) Reed
                Name(Organization) The Weston Mail (introduces)
                Name(Person) Reed (borrowed)
            "#]],
        );
    }

    #[test]
    fn a_quotation_over_several_lines_is_cut_at_their_ends() {
        let line = "{say a|“The council will close the old bridge over the\nriver for at least two years since the pillars\n\
                    could no longer bear the weight of the lorries\nthat cross it,” he said as he left the hall,\n\
                    and went to see the pillars of the bridge once\nmore} in the rain.";
        check(
            &format!("//- 000.txt\n$0{line}"),
            expect![[r#"
                Quotation “The council will close the old bridge over the
                Quotation river for at least two years since the pillars
                Quotation could no longer bear the weight of the lorries
                Quotation that cross it,”
            "#]],
        );
    }
}
