//! The mentions of what is under the cursor in the same article.

use super::FilePosition;
use super::references::{chain_places, event_mentions};
use super::target::{Target, parts};
use crate::corpus::{ChainRef, EventRef, Place, Snapshot};
use crate::text::Span;

/// The spans, in the order of the text; empty when nothing is known there. On a statement: its source, cue and
/// content.
pub fn document_highlight(snapshot: &Snapshot, position: FilePosition) -> Vec<Span> {
    let target = Target::at(snapshot, position);
    let analysis = snapshot.analysis(position.article);
    let spans = |places: Vec<Place>| places.into_iter().map(|place| place.span).collect();
    let mut found: Vec<Span> = if let Some(mention) = target.mention {
        spans(chain_places(snapshot, ChainRef { article: position.article, chain: analysis.mentions[mention].chain }))
    } else if let Some(event) = target.event {
        spans(event_mentions(
            snapshot,
            EventRef { article: position.article, event: analysis.event_mentions[event].event },
        ))
    } else if let Some((at, ..)) = target.statement {
        parts(&analysis.attributions[at]).map(|(_, span)| span).collect()
    } else {
        Vec::new()
    };
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
