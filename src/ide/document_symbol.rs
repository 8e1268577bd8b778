//! The outline of an article: zones, paragraphs by first words, quotations by speaker.

use super::target::parts;
use crate::analysis::{ArticleAnalysis, Attribution, Style};
use crate::corpus::{ArticleId, Snapshot};
use crate::text::Span;
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
const NAME_WIDTH: usize = 60;

/// The outline, in the order of the text: what is not body by its zone, the body by its paragraphs, each with its
/// quotations by speaker.
pub fn document_symbol(snapshot: &Snapshot, article: ArticleId) -> Vec<DocumentSymbol> {
    let analysis = snapshot.analysis(article);
    let mut quotations = quotations(analysis).into_iter().peekable();
    let mut symbols = Vec::new();
    for paragraph in &analysis.structure.paragraphs {
        let mut symbol = paragraph_symbol(analysis, paragraph);
        while let Some(quotation) = quotations.next_if(|quotation| quotation.focus.start < paragraph.span.end) {
            symbol.full = symbol.full.join(quotation.full);
            symbol.children.push(quotation);
        }
        symbols.push(symbol);
    }
    symbols
}

fn paragraph_symbol(analysis: &ArticleAnalysis, paragraph: &Paragraph) -> DocumentSymbol {
    let words = first_words(analysis.slice(paragraph.span));
    let (name, detail, kind) = match paragraph.zone {
        ZoneKind::Body => (words, None, DocumentSymbolKind::Paragraph),
        zone => (words, Some(zone.name().to_string()), DocumentSymbolKind::Zone),
    };
    DocumentSymbol { name, detail, kind, full: paragraph.span, focus: paragraph.span, children: Vec::new() }
}

/// The statements that are quoted at least in part, by where their words begin.
fn quotations(analysis: &ArticleAnalysis) -> Vec<DocumentSymbol> {
    let quoted = analysis.attributions.iter().filter(|attribution| attribution.style != Style::Indirect);
    let mut symbols: Vec<DocumentSymbol> = quoted.filter_map(|attribution| quotation(analysis, attribution)).collect();
    symbols.sort_by_key(|symbol| symbol.focus);
    symbols
}

fn quotation(analysis: &ArticleAnalysis, attribution: &Attribution) -> Option<DocumentSymbol> {
    let focus = *attribution.content.first()?;
    let full = parts(attribution).map(|(_, span)| span).fold(focus, Span::join);
    Some(DocumentSymbol {
        name: speaker(analysis, attribution).unwrap_or("No speaker found").to_string(),
        detail: Some(first_words(analysis.slice(focus))),
        kind: DocumentSymbolKind::Quotation,
        full,
        focus,
        children: Vec::new(),
    })
}

fn speaker<'a>(analysis: &'a ArticleAnalysis, attribution: &Attribution) -> Option<&'a str> {
    let chain = attribution.chain.and_then(|chain| analysis.chains.get(chain)).filter(|chain| chain.named);
    let source = attribution.source.first().map(|&source| analysis.slice(source));
    chain.map(|chain| chain.name.as_str()).or(source)
}

/// The first words of a text, cut behind a word.
fn first_words(text: &str) -> String {
    let mut name = String::new();
    for word in text.split_whitespace() {
        if !name.is_empty() && name.chars().count() + word.chars().count() >= NAME_WIDTH {
            name.push_str(" …");
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.extend(word.chars().take(NAME_WIDTH));
    }
    name
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{DocumentSymbol, document_symbol};
    use crate::ide::fixture::fixture;

    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let mut shown = String::new();
        fn show(symbols: &[DocumentSymbol], depth: usize, shown: &mut String) {
            for symbol in symbols {
                assert!(symbol.full.covers(symbol.focus));
                let detail = symbol.detail.as_deref().map(|detail| format!(" | {detail}")).unwrap_or_default();
                shown.push_str(&format!("{}{:?} {}{detail}\n", "  ".repeat(depth), symbol.kind, symbol.name));
                show(&symbol.children, depth + 1, shown);
            }
        }
        show(&document_symbol(&snapshot, position.article), 0, &mut shown);
        expected.assert_eq(&shown);
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
}
