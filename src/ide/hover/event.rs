//! Hover on an event phrase: which event, when, where else it is reported, and what similar event it is not.

use jiff::civil::Date;

use super::time::counted_from;
use crate::analysis::{EventMentionId, TimeExpression};
use crate::corpus::{ArticleId, EntityId, Event, EventId, EventRef, Place, Snapshot};
use crate::ide::display::reason::reasons;
use crate::ide::elsewhere::event_place;
use crate::ide::encounters::{of_one_kind, of_people};
use crate::ide::markup::{Inline, Line};
use crate::ide::referent::event_of;
use crate::ide::shown::{article_link, days, join, place_link, text, window};
use crate::ide::told::Told;
use crate::text::Span;

/// Similar events shown at most.
const MOST_SIMILAR: usize = 4;
/// Bytes of a passage that are shown.
const PASSAGE_WIDTH: u32 = 170;

/// The lines about the event of an event mention, `told` elsewhere; `also`: who says it.
pub(super) fn lines(
    snapshot: &Snapshot,
    article: ArticleId,
    mention: EventMentionId,
    told: &[Told],
    also: Vec<Line>,
) -> Vec<Line> {
    let analysis = snapshot.analysis(article);
    let Some(id) = event_of(snapshot, article, mention) else { return also };
    let mut lines: Vec<Line> = title(snapshot, article, mention).into_iter().chain(also).collect();
    lines.push(passage(snapshot, article, analysis.event_mentions[mention].span));
    lines.extend(introduced_here(snapshot, article, mention));
    lines.extend(super::told::lines(snapshot, article, told));
    if told.is_empty() && snapshot.articles.len() > 1 {
        lines.push(vec![text("No other article of this workspace is known to report it")]);
    }
    lines.extend(because(snapshot, id));
    lines.extend(not_same(snapshot, article, id));
    lines
}

/// `**Phone call of Obama and Putin** · Mon 18 Apr 2016 (“on Monday”; article date from copydesk.toml)`.
pub(super) fn title(snapshot: &Snapshot, article: ArticleId, mention: EventMentionId) -> Option<Line> {
    let analysis = snapshot.analysis(article);
    let asked = &analysis.event_mentions[mention];
    let event = snapshot.event(event_of(snapshot, article, mention)?);
    let mut line = vec![Inline::Strong(event.title.to_owned())];
    let own = asked.time.or_else(|| {
        let mentions = analysis.events.get(asked.event)?.mentions.iter();
        mentions.filter_map(|&mention| analysis.event_mentions[mention].time).next()
    });
    let own: Option<&TimeExpression> = own.and_then(|time| analysis.times.get(time));
    match (event.days, own) {
        (Some((first, last)), Some(time)) => {
            line.push(text(format!(" · {} (“", days(first, last))));
            line.push(Inline::Slice(analysis.slice(time.span).to_string()));
            line.push(text("”"));
            line.extend(counted_from(analysis, time).map(|origin| text(format!("; {origin}"))));
            line.push(text(")"));
        }
        (Some((first, last)), None) => {
            line.push(text(format!(" · {}{}", days(first, last), dated_by(snapshot, &event))));
        }
        (None, _) => line.push(text(" · day not stated")),
    }
    Some(line)
}

/// Where the day of an event comes from that this article does not date: ` (day from 000)`.
fn dated_by(snapshot: &Snapshot, event: &Event) -> String {
    let dated = |of: &&EventRef| {
        let analysis = snapshot.analysis(of.article);
        let mentions = analysis.events.get(of.event).map_or(&[][..], |event| &event.mentions);
        mentions.iter().any(|&mention| analysis.event_mentions[mention].time.is_some())
    };
    match event.mentions.iter().find(dated) {
        Some(of) => format!(" (day from {}; not given here)", snapshot.article(of.article).label.short),
        None => " (from the day of publication)".into(),
    }
}

/// `000:4 “… had “an intense conversation” with …”`.
fn passage(snapshot: &Snapshot, article: ArticleId, span: Span) -> Line {
    let mut line = vec![place_link(snapshot, Place { article, span }), text(" ")];
    line.extend(window(snapshot.analysis(article), span, PASSAGE_WIDTH));
    line
}

/// The passage that reports the event first here, when the cursor is on a later one.
fn introduced_here(snapshot: &Snapshot, article: ArticleId, mention: EventMentionId) -> Option<Line> {
    let analysis = snapshot.analysis(article);
    let first = event_place(analysis, analysis.event_mentions[mention].event)?;
    let (first, asked) = (analysis.event_mentions[first].span, analysis.event_mentions[mention].span);
    let same_sentence = analysis.structure.sentence_at(first.start) == analysis.structure.sentence_at(asked.start);
    (!same_sentence).then(|| passage(snapshot, article, first))
}

fn because(snapshot: &Snapshot, id: EventId) -> Option<Line> {
    let why = snapshot.why_event(id);
    (!why.is_empty()).then(|| vec![text(format!("Same because: {}", reasons(&why).join("; ")))])
}

/// Similar events that this is not: what other articles are about, with two participants in common on other days,
/// or with something that parts them ("China against Mexico").
fn not_same(snapshot: &Snapshot, article: ArticleId, id: EventId) -> Option<Line> {
    let asked = Profile::of(snapshot, id);
    let parted = if asked.main { parted(snapshot, article) } else { Vec::new() };
    let mut similar: Vec<(Option<Date>, Place, Event<'_>)> = Vec::new();
    let mut looked = rustc_hash::FxHashSet::default();
    let of_parted = parted.iter().filter_map(|article| snapshot.article(*article).main_event());
    let others = of_people(snapshot, &asked.people).into_iter().chain(of_parted);
    for other in others.filter(|other| *other != id && looked.insert(*other)) {
        let event = snapshot.event(other);
        let Some(EventRef { article: in_article, event: nth }) = main_mention(snapshot, &event) else { continue };
        let reported_too = snapshot.event(id).mentions.iter().any(|reporting| reporting.article == in_article);
        let profile = Profile::of(snapshot, other);
        let vetoed = asked.main && profile.shared(&asked) > 0 && parted.contains(&in_article);
        if reported_too || !profile.is_kind_of(&asked) || !(profile.parted_from(&asked) || vetoed) {
            continue;
        }
        let analysis = snapshot.analysis(in_article);
        let Some(mention) = event_place(analysis, nth) else { continue };
        let place = Place { article: in_article, span: analysis.event_mentions[mention].span };
        similar.push((profile.days.map(|days| days.0), place, event));
    }
    similar.sort_by_key(|(date, place, _)| (*date, *place));
    let mut seen = rustc_hash::FxHashSet::default();
    similar.retain(|(_, place, _)| seen.insert(place.article));
    similar.truncate(MOST_SIMILAR);
    let items = similar.into_iter().map(|(_, place, event)| {
        let when = event.days.map(|(first, last)| format!(", {}", days(first, last))).unwrap_or_default();
        vec![text(format!("{}{when}, ", event.title)), article_link(snapshot, place)]
    });
    let items: Vec<Line> = items.collect();
    (!items.is_empty()).then(|| [vec![text("Not the same event: ")], join(items, "; ")].concat())
}

/// The article event that makes an event what its article is about.
fn main_mention(snapshot: &Snapshot, event: &Event) -> Option<EventRef> {
    let main = |of: &&EventRef| snapshot.analysis(of.article).events.get(of.event).is_some_and(|event| event.main);
    event.mentions.iter().find(main).copied()
}

/// Related articles of which something is known that keeps them from reporting the same event.
fn parted(snapshot: &Snapshot, article: ArticleId) -> Vec<ArticleId> {
    let related = snapshot.related_to(article).into_iter().filter(|related| !related.conflicts.is_empty());
    related.map(|related| if related.a == article { related.b } else { related.a }).collect()
}

/// What tells one event from another.
struct Profile {
    main: bool,
    /// What articles call it, each once.
    classes: Vec<&'static str>,
    people: Vec<EntityId>,
    days: Option<(Date, Date)>,
}

impl Profile {
    fn of(snapshot: &Snapshot, id: EventId) -> Self {
        let event = snapshot.event(id);
        let mut profile = Self { main: false, classes: Vec::new(), people: Vec::new(), days: event.days };
        for of in event.mentions {
            let node = snapshot.article(of.article);
            let Some(event) = node.analysis.events.get(of.event) else { continue };
            profile.main |= event.main;
            if !profile.classes.contains(&event.class) {
                profile.classes.push(event.class);
            }
            profile.people.extend(event.participants.iter().filter_map(|&chain| node.entities.get(chain)));
        }
        let mut seen = rustc_hash::FxHashSet::default();
        profile.people.retain(|person| seen.insert(*person));
        profile
    }

    /// How many take part in both.
    fn shared(&self, other: &Profile) -> usize {
        self.people.iter().filter(|person| other.people.contains(person)).count()
    }

    /// True for events of one kind: nobody takes a meeting for a cease-fire.
    fn is_kind_of(&self, other: &Profile) -> bool {
        self.classes.iter().any(|class| other.classes.iter().any(|theirs| of_one_kind(class, theirs)))
    }

    /// True for an event of the same people on other days.
    fn parted_from(&self, other: &Profile) -> bool {
        let apart = |a: (Date, Date), b: (Date, Date)| a.1 < b.0 || b.1 < a.0;
        self.shared(other) >= 2 && self.days.zip(other.days).is_some_and(|(a, b)| apart(a, b))
    }
}
