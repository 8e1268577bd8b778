//! The mentions of what is under the cursor in the same article.

use super::FilePosition;
use super::references::{chain_places, event_mentions};
use super::referent::{Referent, referents};
use super::statement::parts;
use crate::corpus::{ChainRef, EventRef, Place, Snapshot};
use crate::text::Span;

/// The spans, in the order of the text; empty when nothing is known there. On a statement: its source, cue and
/// content.
pub fn document_highlight(snapshot: &Snapshot, position: FilePosition) -> Vec<Span> {
    let article = position.article;
    let analysis = snapshot.analysis(article);
    let spans = |places: Vec<Place>| places.into_iter().map(|place| place.span).collect();
    let of = |about: Referent| match about {
        Referent::Mention { mention, .. } => {
            Some(spans(chain_places(snapshot, ChainRef { article, chain: analysis.mentions[mention].chain })))
        }
        Referent::Event(event) => {
            let event = analysis.event_mentions[event].event;
            Some(spans(event_mentions(snapshot, EventRef { article, event })))
        }
        Referent::Statement(statement) => {
            Some(parts(&analysis.attributions[statement.attribution]).map(|(_, span)| span).collect())
        }
        Referent::Time(_) | Referent::Quotation(_) | Referent::Word(_) => None,
    };
    let mut found: Vec<Span> = referents(snapshot, position).into_iter().find_map(of).unwrap_or_default();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::document_highlight;
    use crate::ide::fixture::fixture;

    const TALKS: &str = "\
//- 000.txt
{p reed|Ana Reed} {cue a|called} {e meeting-1 reed|the {h|talks}} {say a|“dead”}; {src a|{pro reed|she}} left.
//- 001.txt
{p reed|Ana Reed} left {e meeting-1 reed|the {h|talks}}.
";

    #[track_caller]
    fn check(marker: &str, expected: &[&str]) {
        let (snapshot, position) = fixture(&TALKS.replacen(marker, &format!("$0{marker}"), 1));
        let analysis = snapshot.analysis(position.article);
        let spans = document_highlight(&snapshot, position);
        assert_eq!(spans.into_iter().map(|span| analysis.slice(span)).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_one_here() {
        check("Reed}", &["Ana Reed", "she"]);
        check("talks}}", &["the talks"]);
        check("dead", &["called", "“dead”", "she"]);
        check("left.", &[]);
    }
}
