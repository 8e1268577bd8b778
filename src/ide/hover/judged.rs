//! What people decided about what stands at a place, with who and when.

use crate::analysis::judged::Judged;
use crate::corpus::Snapshot;
use crate::ide::FilePosition;
use crate::ide::markup::Line;
use crate::ide::shown::{day, text};
use crate::text::Span;

/// Lines about what was decided at a position, and the words that they are about.
pub(super) fn lines(snapshot: &Snapshot, position: FilePosition) -> Option<(Span, Vec<Line>)> {
    let analysis = snapshot.analysis(position.article);
    let judged = &analysis.judged;
    let here = |span: Span| span.touches(position.offset);
    let mut found: Vec<(Span, String)> = Vec::new();
    for one in judged.relationships.iter().filter(|one| here(one.span)) {
        let what = match one.relation {
            "same-entity" | "same-event" => "the same",
            "part-of" => "part of it",
            _ => "not the same",
        };
        let place = one.source.as_deref().map(|source| format!("{} ", label(snapshot, source))).unwrap_or_default();
        let words = one.words.split_whitespace().collect::<Vec<_>>().join(" ");
        found.push((one.span, format!("{place}“{words}”: {what}: {}", who(&one.judged))));
    }
    let mentions = judged.mentions.iter().filter_map(|(id, by)| Some((analysis.mentions.get(*id)?.titled, by)));
    let events = judged.events.iter().filter_map(|(id, by)| Some((analysis.event_mentions.get(*id)?.span, by)));
    let said = judged.attributions.iter().filter_map(|(id, by)| Some((analysis.attributions.get(*id)?, by)));
    let said = said.flat_map(|(it, by)| [&it.cue[..], &it.content].concat().into_iter().map(move |span| (span, by)));
    for (span, by) in mentions.chain(events).chain(said).filter(|(span, _)| here(*span)) {
        found.push((span, format!("Decided by {}", who(by))));
    }
    let mention = analysis.mention_at(position.offset).map(|id| &analysis.mentions[id]);
    let event = analysis.event_mention_at(position.offset).map(|id| &analysis.event_mentions[id]);
    let entity = mention.and_then(|it| Some((it.titled, judged.called.get(&it.chain)?)));
    let event = event.and_then(|it| Some((it.span, judged.titled.get(&it.event)?)));
    for (span, called) in entity.into_iter().chain(event) {
        let name = called.name.iter().map(|name| format!("“{name}”"));
        let all: Vec<String> = name.chain(called.links.iter().map(ToString::to_string)).collect();
        found.push((span, format!("Called {}: {}", all.join(", "), who(&called.judged))));
    }
    for one in judged.claims.iter().filter(|one| here(one.span)) {
        let notes: String = one.notes.iter().map(|note| format!("; {note}")).collect();
        found.push((one.span, format!("Claim, {}: {}{notes}", one.status, who(&one.judged))));
    }
    for one in judged.remarks.iter().filter(|one| one.span.is_some_and(here)) {
        found.push((one.span.unwrap_or_default(), format!("Note: {} ({})", one.text, who(&one.judged))));
    }
    let span = found.first()?.0;
    let mut lines: Vec<Line> = Vec::new();
    for (_, words) in found {
        let line = vec![text(words)];
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Some((span, lines))
}

/// `A. Annotator, 21 Nov 2026`, with who decided otherwise.
fn who(judged: &Judged) -> String {
    let when = judged.when.map(|when| day(when.to_zoned(jiff::tz::TimeZone::UTC).date()));
    let when = when.map(|when| format!(", {when}")).unwrap_or_default();
    let against = judged.against.as_ref().map(|other| format!(" (against {other})")).unwrap_or_default();
    format!("{}{when}{against}", judged.who)
}

/// The short name of an article by its file.
fn label(snapshot: &Snapshot, source: &str) -> String {
    let file = |key: &str| key.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let wanted = file(source);
    let node = snapshot.articles.iter().find(|node| file(&node.key) == wanted);
    node.map_or(wanted, |node| node.label.short.clone())
}
