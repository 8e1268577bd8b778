//! Hover on anything that can be checked: the sentences of other articles that tell the same, and why.

use crate::corpus::alignment::Counterpart;
use crate::corpus::{ArticleId, Snapshot};
use crate::ide::FilePosition;
use crate::ide::markup::{Inline, Line};
use crate::ide::shown::{article_link, text, window};
use crate::text::Span;

/// Bytes of a sentence that are shown.
const SENTENCE_WIDTH: u32 = 170;

/// The words that are asked about with a line for each sentence, without those of articles that `shown` leads to.
pub(super) fn lines(snapshot: &Snapshot, position: FilePosition, shown: &[Line]) -> Option<(Span, Vec<Line>)> {
    let (origin, found) = snapshot.counterparts(position.article, position.offset)?;
    let known = |article: ArticleId| {
        let leads = |inline: &Inline| matches!(inline, Inline::Article { article: other, .. } if *other == article);
        shown.iter().flatten().any(leads)
    };
    let new = found.iter().filter(|it| !known(it.place.article));
    let lines: Vec<Line> = new.map(|it| line(snapshot, position.article, it)).collect();
    (!lines.is_empty()).then_some((origin, lines))
}

/// `Perhaps the same: 002:7 (The Washington Times, 5 Sep 2016) “…” (both have “resigned”; same source)`.
fn line(snapshot: &Snapshot, here: ArticleId, counterpart: &Counterpart) -> Line {
    let mut line = vec![text(if counterpart.sure { "The same: " } else { "Perhaps the same: " })];
    line.extend([article_link(snapshot, counterpart.place), text(" ")]);
    let start = counterpart.place.span.start;
    line.extend(window(snapshot.analysis(counterpart.place.article), Span::new(start, start), SENTENCE_WIDTH));
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
