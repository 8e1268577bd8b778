//! In hover, where other articles tell what is meant, and why.

use super::entity::words;
use crate::corpus::accounts::Differing;
use crate::corpus::alignment::Counterpart;
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::ide::elsewhere::OtherVersion;
use crate::ide::markup::{Inline, Line};
use crate::ide::shown::{article_link, source_name, text, window};
use crate::ide::told::{How, Told};
use crate::text::Span;

/// Bytes of a passage that are shown.
const PASSAGE_WIDTH: u32 = 170;
/// Bytes of a version of a statement that are shown.
pub(super) const VERSION_WIDTH: u32 = 180;
/// Places shown at most; the rest is counted.
const MOST: usize = 4;

/// A line for each place that tells the same, the surest first.
pub(super) fn lines(snapshot: &Snapshot, here: ArticleId, told: &[Told]) -> Vec<Line> {
    let mut lines: Vec<Line> = told.iter().filter_map(|told| line(snapshot, here, told)).collect();
    if lines.len() > MOST {
        let more = lines.len() - MOST;
        lines.truncate(MOST);
        lines.push(vec![text(format!("and in {more} more articles"))]);
    }
    lines
}

fn line(snapshot: &Snapshot, here: ArticleId, told: &Told) -> Option<Line> {
    let mut line = match &told.how {
        How::Differs(_) => return None,
        How::Event(place) => passage(snapshot, *place, place.span),
        How::Version(other) => version(snapshot, other),
        How::Aligned(counterpart) => aligned(snapshot, here, counterpart),
    };
    match told.how {
        _ if !told.sure => line.insert(0, text("Perhaps the same: ")),
        How::Aligned(_) => line.insert(0, text("The same: ")),
        How::Event(_) | How::Version(_) | How::Differs(_) => {}
    }
    Some(line)
}

/// A line for each article that tells the fact at a position otherwise: `They differ: “five people”, 001:3 “nine people”`.
pub(super) fn differing(snapshot: &Snapshot, differing: &[Differing]) -> Vec<Line> {
    let line = |one: &Differing| {
        let [here, there] = one.places;
        let words =
            |place: Place| Inline::Slice(snapshot.slice(place).split_whitespace().collect::<Vec<_>>().join(" "));
        let link = article_link(snapshot, there);
        vec![text("They differ: “"), words(here), text("”, "), link, text(" “"), words(there), text("”")]
    };
    differing.iter().map(line).collect()
}

/// `001:8 (18 Apr 2016) “… made an urgent call to Putin …”`.
fn passage(snapshot: &Snapshot, place: Place, focus: Span) -> Line {
    let mut line = vec![article_link(snapshot, place), text(" ")];
    line.extend(window(snapshot.analysis(place.article), focus, PASSAGE_WIDTH));
    line
}

/// `001:24 (18 Apr 2016) “significant uptick”, the White House`.
fn version(snapshot: &Snapshot, other: &OtherVersion) -> Line {
    let analysis = snapshot.analysis(other.place.article);
    let mut line = vec![article_link(snapshot, other.place), text(" ")];
    if let Some(attribution) = analysis.attributions.get(other.attribution) {
        line.extend(words(analysis, attribution, other.place.span, VERSION_WIDTH));
        if let Some(&source) = attribution.source.first() {
            let name = source_name(analysis, attribution, source);
            line.push(text(format!(", {name}")));
        }
    }
    line
}

/// `002:7 (The Washington Times, 5 Sep 2016) “…” (both have “resigned”; same source)`.
fn aligned(snapshot: &Snapshot, here: ArticleId, counterpart: &Counterpart) -> Line {
    let start = counterpart.place.span.start;
    let mut line = passage(snapshot, counterpart.place, Span::new(start, start));
    let mut why = Line::new();
    for word in &counterpart.shared {
        why.push(text(if why.is_empty() { "both have “" } else { "”, “" }));
        why.push(Inline::Slice(snapshot.analysis(here).slice(*word).to_owned()));
    }
    if !why.is_empty() {
        why.push(text("”"));
    }
    if counterpart.speaker {
        why.push(text(if why.is_empty() { "same source" } else { "; same source" }));
    }
    if !why.is_empty() {
        line.push(text(" ("));
        line.extend(why);
        line.push(text(")"));
    }
    line
}
