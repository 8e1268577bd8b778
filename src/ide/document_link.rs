//! Links in an article: addresses in its text, and outlets that it cites whose own article is in the workspace.

use linkify::{LinkFinder, LinkKind};
use rustc_hash::FxHashMap;

use crate::analysis::{ArticleAnalysis, ChainId, SourceKind};
use crate::corpus::{ArticleId, Snapshot};
use crate::ide::display::label::label_line;
use crate::text::Span;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// To an address, as it stands in the text.
    Address(String),
    /// To an article.
    Article(ArticleId),
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentLink {
    /// The words.
    pub span: Span,
    /// Where they lead.
    pub target: LinkTarget,
    /// For an article its label.
    pub tooltip: Option<String>,
}

/// The links of an article, in the order of the text.
pub fn document_link(snapshot: &Snapshot, article: ArticleId) -> Vec<DocumentLink> {
    let mut links = addresses(&snapshot.analysis(article).text);
    links.extend(outlets(snapshot, article));
    links.sort_by_key(|link| link.span);
    links.dedup_by_key(|link| link.span);
    links
}

/// `https://…`, `http://…` and `mailto:…`, without the punctuation and brackets around them.
fn addresses(text: &str) -> Vec<DocumentLink> {
    const MAILTO: &str = "mailto:";
    let mut found = Vec::new();
    for link in LinkFinder::new().links(text) {
        let (start, words) = (link.start(), link.as_str());
        let before = text.get(..start).unwrap_or("");
        let is_web = ["https://", "http://"]
            .iter()
            .any(|scheme| words.get(..scheme.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(scheme)));
        let start = match link.kind() {
            LinkKind::Url if is_web => start,
            LinkKind::Email if before.ends_with(MAILTO) => start - MAILTO.len(),
            _ => continue,
        };
        // A quotation mark is typography here, and no part of an address.
        let words = text.get(start..link.end()).unwrap_or("");
        let words = words.split(['”', '“', '’', '‘', '»', '«', '…']).next().unwrap_or("");
        let words = words.trim_end_matches(|ch: char| ".,;:!?".contains(ch));
        let span = Span::of(start..start + words.len());
        found.push(DocumentLink { span, target: LinkTarget::Address(words.to_owned()), tooltip: None });
    }
    found
}

/// Outlets that are cited, where exactly one other article of theirs reports the same event.
fn outlets(snapshot: &Snapshot, article: ArticleId) -> Vec<DocumentLink> {
    let node = snapshot.article(article);
    let mut theirs: FxHashMap<String, Option<ArticleId>> = FxHashMap::default();
    for &other in snapshot.coverage(node.coverage).articles.iter().filter(|other| **other != article) {
        let Some(outlet) = snapshot.article(other).label.outlet.as_deref() else { continue };
        theirs.entry(plain(outlet)).and_modify(|known| *known = None).or_insert(Some(other));
    }
    if let Some(own) = &node.label.outlet {
        theirs.remove(&plain(own));
    }
    let cited = cited(&node.analysis).into_iter().filter_map(|(span, name)| {
        let other = theirs.get(&plain(&name)).copied().flatten()?;
        let tooltip = Some(label_line(&snapshot.article(other).label));
        Some(DocumentLink { span, target: LinkTarget::Article(other), tooltip })
    });
    cited.collect()
}

/// The outlets that an article cites: where, and by what name.
fn cited(analysis: &ArticleAnalysis) -> Vec<(Span, String)> {
    let sources = analysis.attributions.iter().filter(|attribution| attribution.kind == Some(SourceKind::Outlet));
    let mut chains: Vec<ChainId> = sources.filter_map(|attribution| attribution.chain).collect();
    chains.extend(analysis.blocks.iter().filter_map(|block| block.chain));
    chains.sort_unstable();
    chains.dedup();
    let chains = chains.into_iter().filter_map(|chain| analysis.chains.get(chain)).filter(|chain| chain.named);
    let spans = chains.flat_map(|chain| {
        let mentions = chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at));
        let named = mentions.filter(|mention| mention.kind == crate::analysis::MentionKind::Named);
        named.map(|mention| (mention.span, chain.name.clone())).collect::<Vec<_>>()
    });
    spans.collect()
}

/// A name without its article and without regard to case: "The Guardian" is "the Guardian" and "Guardian".
fn plain(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.strip_prefix("the ").map(str::to_owned).unwrap_or(lower)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{LinkTarget, document_link};
    use crate::ide::fixture::fixture;

    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let show = |link: super::DocumentLink| {
            let words = snapshot.analysis(position.article).slice(link.span);
            match link.target {
                LinkTarget::Address(address) => format!("{words} → {address}\n"),
                LinkTarget::Article(id) => format!("{words} → {}, {}\n", id.0, link.tooltip.unwrap_or_default()),
            }
        };
        expected.assert_eq(&document_link(&snapshot, position.article).into_iter().map(show).collect::<String>());
    }

    #[test]
    fn addresses_without_what_stands_around_them() {
        check(
            "\
//- 000.txt
$0See https://example.org/a_(b), “http://example.org/c?d=e&f#g,” (https://example.org/h.) or <mailto:desk@example.org>;
ftp://example.org, example.org and HTTPS://EXAMPLE.ORG/Ü! Write to desk@example.org.
",
            expect![[r#"
                https://example.org/a_(b) → https://example.org/a_(b)
                http://example.org/c?d=e&f#g → http://example.org/c?d=e&f#g
                https://example.org/h → https://example.org/h
                mailto:desk@example.org → mailto:desk@example.org
                HTTPS://EXAMPLE.ORG/Ü → HTTPS://EXAMPLE.ORG/Ü
            "#]],
        );
    }

    const OTHERS: &str = "
//- 001.txt coverage=a outlet=The_Weston_Mail published=2024-05-06
Nobody came.
//- 002.txt coverage=a outlet=Post
Nobody came.
//- 003.txt coverage=b outlet=Herald
Nobody came.
";

    #[test]
    fn an_outlet_that_is_cited_leads_to_its_article() {
        let here = "\
//- 000.txt coverage=a outlet=Post
$0{by|{o mail|Weston Mail} reports:}

{block Weston Mail|Nobody came.}
";
        check(
            &format!("{here}{OTHERS}"),
            expect![[r#"
            Weston Mail → 1, 6 May 2024 · The Weston Mail · “Nobody came.”
        "#]],
        );
        // Two articles of the outlet, none of the same event, none at all: no link.
        check(&format!("{here}{OTHERS}//- 004.txt coverage=a outlet=Weston_Mail\nNo."), expect![""]);
        check(&format!("{}{OTHERS}", here.replace("Weston Mail", "Herald")), expect![""]);
        check(&format!("{}{OTHERS}", here.replace("Weston Mail", "Post")), expect![""]);
    }
}
