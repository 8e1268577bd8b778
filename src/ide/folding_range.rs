//! What can be folded away: boilerplate, runs of related links, another outlet's text, sections.
//!
//! The first line of a fold stays in sight. An article has a paragraph a line, so that a fold needs two of them: a
//! paragraph by itself is not folded.

use super::parts::{Part, PartKind, parts};
use crate::corpus::{ArticleId, Snapshot};
use crate::text::Span;

/// What a fold holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKind {
    /// What is not the article: boilerplate, related links.
    Aside,
    /// A part of the article: a section, another outlet's text.
    Section,
}

/// A fold over two lines or more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// From the end of the line that stays in sight to the end of the last line.
    pub span: Span,
    /// What it holds.
    pub kind: FoldKind,
    /// What to show in its place: `ABC News, 9 paragraphs`.
    pub summary: String,
}

/// The folds of an article, at most `limit`, the outermost first chosen; in the order of the text.
pub fn folding_range(snapshot: &Snapshot, article: ArticleId, limit: Option<usize>) -> Vec<Fold> {
    let analysis = snapshot.analysis(article);
    let line = |offset| analysis.lines.line_of(offset);
    let mut folds: Vec<(u32, Fold)> = Vec::new();
    let mut taken = None;
    for part in parts(analysis) {
        let (first, last) = (line(part.span.start), line(part.span.end));
        // A line begins one fold at most: editors keep one of them, and should keep the larger.
        if first == last || taken == Some(first) {
            continue;
        }
        taken = Some(first);
        let depth = folds.iter().filter(|(_, fold)| fold.span.covers(part.span)).count();
        let seen = analysis.lines.line_span(&analysis.text, first);
        let span = Span::new(seen.end, part.span.end.max(seen.end));
        let kind = match part.kind {
            PartKind::Boilerplate | PartKind::Related => FoldKind::Aside,
            PartKind::Block { .. } | PartKind::Section => FoldKind::Section,
        };
        folds.push((Span::of(0..depth).end, Fold { span, kind, summary: summary(&part) }));
    }
    if let Some(limit) = limit.filter(|limit| folds.len() > *limit) {
        folds.sort_by_key(|(depth, fold)| (*depth, fold.span.start));
        folds.truncate(limit);
        folds.sort_by_key(|(_, fold)| fold.span.start);
    }
    folds.into_iter().map(|(_, fold)| fold).collect()
}

/// What is hidden, in a few words. The paragraph in sight is not counted.
fn summary(part: &Part) -> String {
    let hidden = part.paragraphs.1 - part.paragraphs.0 - 1;
    let of = |one: &str, many: &str| if hidden == 1 { format!("1 {one}") } else { format!("{hidden} {many}") };
    match &part.kind {
        PartKind::Boilerplate => of("more line of boilerplate", "more lines of boilerplate"),
        PartKind::Related => of("more related link", "more related links"),
        PartKind::Block { outlet } => format!("{outlet}, {}", of("paragraph", "paragraphs")),
        PartKind::Section => of("paragraph", "paragraphs"),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{FoldKind, folding_range};
    use crate::ide::fixture::fixture;

    const ARTICLE: &str = "\
//- 000.txt published=2024-05-06
$0{z related|More on the port}

{z related|Photos from the port}

Reed came to the port.

{z subheading|Nobody answers}

The dockers went home.

Reed stayed.

{z subheading|Another voice}

{by|{o mail|The Weston Mail} reports:}

{block The Weston Mail|Nobody saw her.

{z subheading|In the rain}

It rained.}

{z boilerplate|Sign up}

{z boilerplate|All rights reserved}
";

    /// The folds of the first article: the line in sight, the last line, what it holds and what is shown.
    fn check(articles: &str, limit: Option<usize>, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let analysis = snapshot.analysis(position.article);
        let line = |offset| analysis.lines.line_of(offset) + 1;
        let folds = folding_range(&snapshot, position.article, limit);
        let show = |fold: &super::Fold| {
            let aside = if fold.kind == FoldKind::Aside { "aside" } else { "part" };
            format!("{}-{} {aside}: {}", line(fold.span.start), line(fold.span.end), fold.summary)
        };
        expected.assert_eq(&folds.iter().map(show).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn sections_borrowed_text_and_what_is_not_the_article() {
        check(
            ARTICLE,
            None,
            expect![[r#"
                1-3 aside: 1 more related link
                7-11 part: 2 paragraphs
                15-21 part: The Weston Mail, 3 paragraphs
                19-21 part: 1 paragraph
                23-25 aside: 1 more line of boilerplate"#]],
        );
    }

    #[test]
    fn with_a_limit_the_outermost_stay() {
        check(
            ARTICLE,
            Some(4),
            expect![[r#"
                1-3 aside: 1 more related link
                7-11 part: 2 paragraphs
                15-21 part: The Weston Mail, 3 paragraphs
                23-25 aside: 1 more line of boilerplate"#]],
        );
        check(ARTICLE, Some(0), expect![""]);
    }

    #[test]
    fn a_single_line_is_not_folded() {
        check("//- 000.txt\n$0Reed came.\n\n{z boilerplate|Sign up}", None, expect![""]);
    }
}
