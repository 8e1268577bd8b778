//! Who cites whom, from the source at a position.

use super::FilePosition;
use super::citations::{self, is_source};
pub use super::citations::{Call, Citing, outgoing_of_article};
use super::referent::{Referent, referents};
use super::statement::Part;
use crate::corpus::{EntityId, Snapshot};

/// The source at a position: who is named or meant there, when somewhere words of his are reported; else who says what
/// stands there.
pub fn prepare(snapshot: &Snapshot, position: FilePosition) -> Option<Citing> {
    let entity = source_at(snapshot, position)?;
    citations::source(snapshot, entity, position.article)
}

/// The articles and sources that rely on the source at a position, article by article.
pub fn incoming(snapshot: &Snapshot, position: FilePosition) -> Vec<Call> {
    source_at(snapshot, position).map_or_else(Vec::new, |entity| citations::incoming(snapshot, entity))
}

/// Whom the source at a position cites in turn, article by article.
pub fn outgoing(snapshot: &Snapshot, position: FilePosition) -> Vec<Call> {
    source_at(snapshot, position).map_or_else(Vec::new, |entity| citations::outgoing(snapshot, entity))
}

fn source_at(snapshot: &Snapshot, position: FilePosition) -> Option<EntityId> {
    let node = snapshot.article(position.article);
    let all = referents(snapshot, position);
    let is_whole = |about: &Referent| matches!(about, Referent::Statement(of) if of.part == Part::Source);
    let is_mention = |about: &Referent| matches!(about, Referent::Mention { .. });
    let is_content = |about: &Referent| matches!(about, Referent::Statement(of) if of.part == Part::Content);
    // Within the words of a source its whole is meant: "a White House spokesman" is not the White House. Who is named
    // in what another says is not that other.
    let named = all.iter().any(is_mention);
    let order = all.iter().filter(|about| is_whole(about)).chain(all.iter().filter(|about| !is_whole(about)));
    let chain = |about: &Referent| match about {
        Referent::Mention { mention, .. } => Some(node.analysis.mentions[*mention].chain),
        Referent::Statement(of) => node.analysis.attributions[of.attribution].chain,
        Referent::Time(_) | Referent::Event(_) | Referent::Quotation(_) | Referent::Word(_) => None,
    };
    let chains = order.filter(|about| !(named && is_content(about))).filter_map(chain);
    chains.filter_map(|chain| node.entities.get(chain).copied()).find(|entity| is_source(snapshot, *entity))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::corpus::Place;
    use crate::ide::fixture::fixture;

    const RELAYED: &str = "\
//- 000.txt coverage=bridge
{src a|{p reed|Ana $0Reed}} {cue a|said} {say a|that {src b|{o board|the Board}} {cue b|had told} her {say b|it would close the bridge}}.

{src c|{o board|The Board}} {cue c|denied} {say c|a plan}.
//- 001.txt coverage=bridge
{src a|{p reed|Reed}} {cue a|called} it {say a|“a shame”}.
";

    fn check(calls: Vec<Call>, snapshot: &Snapshot, expected: Expect) {
        let show = |call: &Call| {
            let words: Vec<&str> =
                call.places.iter().map(|span| snapshot.slice(Place { article: call.article, span: *span })).collect();
            format!("{} ({}): {}\n", call.other.name, call.other.detail, words.join(", "))
        };
        expected.assert_eq(&calls.iter().map(show).collect::<String>());
    }

    #[test]
    fn who_relies_on_whom() {
        let (snapshot, position) = fixture(RELAYED);
        assert_eq!(prepare(&snapshot, position).unwrap().name, "Ana Reed");
        check(
            incoming(&snapshot, position),
            &snapshot,
            expect![[r#"
            000 (Ana Reed said that the Board had told her it would close …): Ana Reed
            001 (Reed called it “a shame”.): Reed
        "#]],
        );
        check(
            outgoing(&snapshot, position),
            &snapshot,
            expect![[r#"
            the Board (named source · 000): the Board
        "#]],
        );
        check(
            outgoing_of_article(&snapshot, position.article),
            &snapshot,
            expect![[r#"
                Ana Reed (named source · 000): Ana Reed
                the Board (named source · 000): The Board
            "#]],
        );
    }
}
