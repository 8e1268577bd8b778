//! The outline of an article: zones, paragraphs by first words, quotations by speaker.

use super::parts::{PartKind, parts};
use super::statement::parts as all_parts;
use crate::analysis::{ArticleAnalysis, Attribution, Style};
use crate::corpus::{ArticleId, Snapshot};
use crate::text::{Span, clip};
use crate::token::{Paragraph, ZoneKind};

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentSymbolKind {
    /// A headline, caption, boilerplate …
    Zone,
    /// A paragraph of the body.
    Paragraph,
    /// A quotation or statement.
    Quotation,
}

/// A node of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSymbol {
    /// What is shown.
    pub name: String,
    /// What is shown beside it, fainter.
    pub detail: Option<String>,
    /// What it is.
    pub kind: DocumentSymbolKind,
    /// All of it.
    pub full: Span,
    /// What the cursor lands on; inside `full`.
    pub focus: Span,
    /// Inside it, in the order of the text.
    pub children: Vec<DocumentSymbol>,
}

/// Characters of a paragraph or quotation that its name shows.
const NAME_WIDTH: usize = 62;

/// The outline, in the order of the text: what is not body by its zone, the body by its paragraphs, each with its
/// quotations by speaker. What stands under a subheading, or is another outlet's text, is inside the paragraph that
/// begins it. A symbol holds its children, siblings do not overlap, and every line with something on it belongs to a
/// paragraph, so that an editor can tell at any place where it is.
pub fn document_symbol(snapshot: &Snapshot, article: ArticleId) -> Vec<DocumentSymbol> {
    let analysis = snapshot.analysis(article);
    let paragraphs = &analysis.structure.paragraphs;
    let mut quotations = quotations(analysis).into_iter().peekable();
    let mut symbols: Vec<DocumentSymbol> = Vec::with_capacity(paragraphs.len());
    let mut end = 0;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let mut symbol = paragraph_symbol(analysis, paragraph);
        let next = paragraphs.get(at + 1).map_or(u32::MAX, |next| next.span.start);
        symbol.full = whole_lines(analysis, paragraph.span, end, next);
        end = symbol.full.end;
        while let Some(quotation) = quotations.next_if(|quotation| quotation.focus.start < paragraph.span.end) {
            put(&mut symbol.children, quotation);
        }
        symbols.push(symbol);
    }
    // The inner parts begin later: their paragraphs are moved first.
    for part in parts(analysis).iter().rev() {
        if matches!(part.kind, PartKind::Section | PartKind::Block { .. }) {
            enclose(&mut symbols, part.span);
        }
    }
    symbols
}

/// A paragraph's lines from their starts to their ends, as far as its neighbors leave room.
fn whole_lines(analysis: &ArticleAnalysis, span: Span, after: u32, before: u32) -> Span {
    let line = |offset| analysis.lines.line_span(&analysis.text, analysis.lines.line_of(offset));
    let start = line(span.start).start.max(after).min(span.start);
    Span::new(start, line(span.end).end.min(before).max(span.end))
}

/// Moves the symbols of a part into the one that begins it.
fn enclose(symbols: &mut Vec<DocumentSymbol>, part: Span) {
    let first = symbols.partition_point(|symbol| symbol.focus.start < part.start);
    let end = symbols.partition_point(|symbol| symbol.focus.start < part.end);
    if end <= first + 1 {
        return;
    }
    let inner: Vec<DocumentSymbol> = symbols.drain(first + 1..end).collect();
    let head = &mut symbols[first];
    head.full = inner.iter().fold(head.full, |full, symbol| full.join(symbol.full));
    head.children.extend(inner);
}

/// Puts a quotation behind its siblings, or into the last when it lies inside; where the two cross, the words that both
/// could claim ("Reed said …, adding …") go to the first.
fn put(siblings: &mut Vec<DocumentSymbol>, mut symbol: DocumentSymbol) {
    let Some(last) = siblings.last_mut().filter(|last| symbol.full.start < last.full.end) else {
        siblings.push(symbol);
        return;
    };
    if last.full.end <= symbol.focus.start {
        symbol.full.start = last.full.end;
        siblings.push(symbol);
        return;
    }
    let inner = last.children.last().map_or(last.focus.end, |child| child.full.end.max(last.focus.end));
    if inner <= symbol.focus.start && !last.focus.covers(symbol.focus) {
        symbol.full.start = symbol.full.start.max(inner);
        last.full.end = symbol.full.start;
        siblings.push(symbol);
        return;
    }
    last.full = last.full.join(symbol.full);
    put(&mut last.children, symbol);
}

fn paragraph_symbol(analysis: &ArticleAnalysis, paragraph: &Paragraph) -> DocumentSymbol {
    let words = clip(analysis.slice(paragraph.span), NAME_WIDTH);
    let (name, detail, kind) = match paragraph.zone {
        ZoneKind::Body => (words, None, DocumentSymbolKind::Paragraph),
        zone => (words, Some(zone.name().to_string()), DocumentSymbolKind::Zone),
    };
    DocumentSymbol { name, detail, kind, full: paragraph.span, focus: paragraph.span, children: Vec::new() }
}

/// The statements that are quoted at least in part, by where their words begin; one that goes on in another paragraph
/// stands there, too.
fn quotations(analysis: &ArticleAnalysis) -> Vec<DocumentSymbol> {
    let quoted = analysis.attributions.iter().filter(|attribution| attribution.style != Style::Indirect);
    let mut symbols: Vec<DocumentSymbol> = Vec::new();
    for attribution in quoted {
        let mut last = None;
        for &content in &attribution.content {
            let Some(paragraph) = paragraph_of(analysis, content) else { continue };
            if last.replace(paragraph) != Some(paragraph) {
                symbols.push(quotation(analysis, attribution, content, paragraph));
            }
        }
    }
    symbols.sort_by_key(|symbol| (symbol.focus.start, std::cmp::Reverse(symbol.focus.end)));
    symbols
}

/// The paragraph that holds a span; `None` for one that lies in several, as another outlet's text does.
fn paragraph_of(analysis: &ArticleAnalysis, span: Span) -> Option<Span> {
    let paragraphs = &analysis.structure.paragraphs;
    let at = paragraphs.partition_point(|paragraph| paragraph.span.end <= span.start);
    paragraphs.get(at).map(|paragraph| paragraph.span).filter(|paragraph| paragraph.covers(span))
}

fn quotation(analysis: &ArticleAnalysis, attribution: &Attribution, focus: Span, paragraph: Span) -> DocumentSymbol {
    let inside = all_parts(attribution).map(|(_, span)| span).filter(|span| paragraph.covers(*span));
    DocumentSymbol {
        name: speaker(analysis, attribution).unwrap_or("No speaker found").to_string(),
        detail: Some(clip(without_that(analysis.slice(focus)), NAME_WIDTH)),
        kind: DocumentSymbolKind::Quotation,
        full: inside.fold(focus, Span::join),
        focus,
        children: Vec::new(),
    }
}

fn speaker<'a>(analysis: &'a ArticleAnalysis, attribution: &Attribution) -> Option<&'a str> {
    let chain = attribution.chain.and_then(|chain| analysis.chains.get(chain)).filter(|chain| chain.named);
    let source = attribution.source.first().map(|&source| analysis.slice(source));
    chain.map(|chain| chain.name.as_str()).or(source)
}

/// What is said stands without the word that leads to it.
fn without_that(words: &str) -> &str {
    words.strip_prefix("that ").unwrap_or(words)
}

#[cfg(test)]
pub(super) mod tests {
    use expect_test::{Expect, expect};

    use super::{DocumentSymbol, document_symbol};
    use crate::analysis::ArticleAnalysis;
    use crate::ide::fixture::fixture;
    use crate::text::Span;

    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let mut shown = String::new();
        fn show(symbols: &[DocumentSymbol], depth: usize, shown: &mut String) {
            for symbol in symbols {
                let detail = symbol.detail.as_deref().map(|detail| format!(" | {detail}")).unwrap_or_default();
                shown.push_str(&format!("{}{:?} {}{detail}\n", "  ".repeat(depth), symbol.kind, symbol.name));
                show(&symbol.children, depth + 1, shown);
            }
        }
        let symbols = document_symbol(&snapshot, position.article);
        show(&symbols, 0, &mut shown);
        expected.assert_eq(&shown);
        check_nesting(snapshot.analysis(position.article), &symbols);
    }

    /// A symbol holds its children, siblings stand in order and apart, and every line that is not blank is in a symbol
    /// of its own.
    pub(in crate::ide) fn check_nesting(analysis: &ArticleAnalysis, symbols: &[DocumentSymbol]) {
        fn check(symbols: &[DocumentSymbol], around: Span) {
            let mut end = around.start;
            for symbol in symbols {
                assert!(symbol.full.covers(symbol.focus) && around.covers(symbol.full), "{symbol:?} in {around:?}");
                assert!(end <= symbol.full.start, "{symbol:?} begins before {end}");
                end = symbol.full.end;
                check(&symbol.children, symbol.full);
            }
        }
        check(symbols, Span::of(0..analysis.text.len()));
        for line in 0..analysis.lines.line_count() {
            let line = analysis.lines.line_span(&analysis.text, line);
            let blank = analysis.slice(line).trim_matches(['\u{feff}', ' ', '\t']).is_empty();
            let held = symbols.iter().any(|symbol| symbol.full.covers(line));
            assert!(blank || held, "{}", analysis.slice(line));
        }
    }

    #[test]
    fn zones_paragraphs_and_quotations_by_speaker() {
        check(
            "\
//- 000.txt headline=yes
$0Reed speaks to dockers

{src a|{p reed|Ana Reed}} {cue a|said} {say a|“no”} to what the dockers and everybody else in the port had been asking \
her for. {say b|“Nothing will come of it,”} {src b|{n docker|a docker}} {cue b|said}.

{src c|{pro reed|She}} {cue c|said} {say c|it would}.
",
            expect![[r#"
                Zone Reed speaks to dockers | headline
                Paragraph Ana Reed said “no” to what the dockers and everybody else in …
                  Quotation Ana Reed | “no”
                  Quotation a docker | “Nothing will come of it,”
                Paragraph She said it would.
            "#]],
        );
    }

    #[test]
    fn what_stands_under_a_heading_or_is_borrowed_is_inside_it() {
        check(
            "\
//- 000.txt
Reed came.

{z subheading|In the rain}

  {src a|{p reed|Ana Reed}} {cue a|said} {say a|“no”} and {cue b|added} that {say b|“nobody came,”} in town.

{src e|{by|{o mail|The Weston Mail}} }{cue e|reports}:

{block The Weston Mail|{say e|{say d|“It rained.”}

It snowed.}}

{z boilerplate|$0Sign up}
",
            expect![[r#"
                Paragraph Reed came.
                Zone In the rain | subheading
                  Paragraph Ana Reed said “no” and added that “nobody came,” in town.
                    Quotation Ana Reed | “no”
                    Quotation No speaker found | “nobody came,”
                Paragraph The Weston Mail reports:
                  Paragraph “It rained.”
                    Quotation No speaker found | “It rained.”
                  Paragraph It snowed.
                Zone Sign up | boilerplate
            "#]],
        );
    }
}
