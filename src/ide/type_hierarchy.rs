//! Events and their families: from one encounter of two people to all of them, in the order of time.

use super::elsewhere::event_place;
use super::encounters::{IN_COMMON, is_encounter, of_one_kind, of_people};
use super::referent::{Referent, event_of, referents};
use super::shown::{days, label};
use super::{FilePosition, NavigationTarget};
use crate::analysis::EventMentionId;
use crate::corpus::{EntityId, Event, EventId, EventRef, Place, Snapshot};
use crate::model::EntityType;

/// The longest family; more are a topic.
const MOST: usize = 50;

/// An event, or a family of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HierarchyItem {
    /// "Phone call of Obama and Putin", "Encounters of Obama and Putin".
    pub name: String,
    /// Its days and the article that is shown; for a family how many.
    pub detail: String,
    /// True for a family.
    pub family: bool,
    /// Where the event is told of; for a family, where it was asked for.
    pub target: NavigationTarget,
}

/// The event at a position.
pub fn prepare(snapshot: &Snapshot, position: FilePosition) -> Option<HierarchyItem> {
    let (mention, event) = event_at(snapshot, position)?;
    let span = snapshot.analysis(position.article).event_mentions[mention].span;
    Some(item(snapshot, event, Place { article: position.article, span }))
}

/// The family of the event at a position; `None` for an event that has none.
pub fn family(snapshot: &Snapshot, position: FilePosition) -> Option<HierarchyItem> {
    let (mention, event) = event_at(snapshot, position)?;
    let members = members(snapshot, event)?;
    let span = snapshot.analysis(position.article).event_mentions[mention].span;
    let target = NavigationTarget::new(snapshot, Place { article: position.article, span });
    let detail = format!("{} events", members.events.len());
    Some(HierarchyItem { name: members.name, detail, family: true, target })
}

/// The events of the family of the event at a position, by day; those without one last.
pub fn events_of_family(snapshot: &Snapshot, position: FilePosition) -> Vec<HierarchyItem> {
    let Some((_, event)) = event_at(snapshot, position) else { return Vec::new() };
    let Some(members) = members(snapshot, event) else { return Vec::new() };
    let items = members.events.into_iter().filter_map(|id| Some(item(snapshot, id, place(snapshot, id)?)));
    items.collect()
}

fn event_at(snapshot: &Snapshot, position: FilePosition) -> Option<(EventMentionId, EventId)> {
    let event = |about| if let Referent::Event(event) = about { Some(event) } else { None };
    let mention = referents(snapshot, position).into_iter().find_map(event)?;
    Some((mention, event_of(snapshot, position.article, mention)?))
}

fn item(snapshot: &Snapshot, id: EventId, place: Place) -> HierarchyItem {
    let event = snapshot.event(id);
    let when = event.days.map_or_else(|| "day not stated".to_owned(), |(first, last)| days(first, last));
    HierarchyItem {
        name: event.title.to_owned(),
        detail: format!("{when} · {}", label(snapshot, place.article)),
        family: false,
        target: NavigationTarget::new(snapshot, place),
    }
}

/// Where an event is told of: in the article that is about it, else in the first.
fn place(snapshot: &Snapshot, id: EventId) -> Option<Place> {
    let mentions = &snapshot.event(id).mentions;
    let main = mentions.iter().find(|of| is_main(snapshot, **of));
    let &EventRef { article, event } = main.or(mentions.first())?;
    let analysis = snapshot.analysis(article);
    Some(Place { article, span: analysis.event_mentions[event_place(analysis, event)?].span })
}

fn is_main(snapshot: &Snapshot, of: EventRef) -> bool {
    snapshot.analysis(of.article).events.get(of.event).is_some_and(|event| event.main)
}

struct Members {
    name: String,
    events: Vec<EventId>,
}

/// The family of an event: what articles are about that is of the same kind and has two people in common with it. What
/// is told in passing ("the G20 summit") has no family: it would be another one for each mention.
fn members(snapshot: &Snapshot, id: EventId) -> Option<Members> {
    let asked = Facts::of(snapshot, &snapshot.event(id));
    if !asked.main || asked.people.len() < IN_COMMON {
        return None;
    }
    let mut common = asked.people.clone();
    let mut events = vec![id];
    for other in of_people(snapshot, &asked.people) {
        let facts = Facts::of(snapshot, &snapshot.event(other));
        let shared: Vec<EntityId> = asked.people.iter().copied().filter(|one| facts.people.contains(one)).collect();
        if other != id && facts.main && asked.is_kind_of(&facts) && shared.len() >= IN_COMMON {
            common.retain(|person| shared.contains(person));
            events.push(other);
        }
    }
    if events.len() < 2 || common.len() < IN_COMMON {
        return None;
    }
    events.sort_by_key(|id| {
        let event = snapshot.event(*id);
        let published = place(snapshot, *id).and_then(|place| snapshot.analysis(place.article).published);
        let day = event.days.map(|(first, _)| first).or(published.map(|published| published.date));
        (day.is_none(), day, event.mentions.first().copied())
    });
    events.truncate(MOST);
    // Whoever is mentioned most is named first, whichever event was asked about.
    common.sort_by_key(|person| (std::cmp::Reverse(mentions(snapshot, *person)), snapshot.first_chain(*person)));
    let names: Vec<&str> = common.iter().map(|person| surname(snapshot.entity(*person).name)).collect();
    let what = if asked.is_encounter() { "Encounters" } else { "Events of one kind" };
    Some(Members { name: format!("{what} of {}", list(&names)), events })
}

fn mentions(snapshot: &Snapshot, person: EntityId) -> usize {
    let chains = snapshot.entity(person).chains.iter();
    let chains = chains.filter_map(|of| snapshot.analysis(of.article).chains.get(of.chain));
    chains.map(|chain| chain.mentions.len()).sum()
}

fn surname(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

/// `Obama and Putin`, `Obama, Putin and Xi`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What makes events a family.
struct Facts {
    class: Option<&'static str>,
    people: Vec<EntityId>,
    main: bool,
}

impl Facts {
    fn of(snapshot: &Snapshot, event: &Event) -> Self {
        let mut facts = Self { class: None, people: Vec::new(), main: false };
        for of in event.mentions {
            let node = snapshot.article(of.article);
            let Some(event) = node.analysis.events.get(of.event) else { continue };
            if facts.class.is_none() || event.main && !facts.main {
                facts.class = Some(event.class);
            }
            facts.main |= event.main;
            let people = event.participants.iter().filter_map(|&chain| node.entities.get(chain).copied());
            for person in people.filter(|id| snapshot.entity(*id).entity_type == EntityType::Person) {
                if snapshot.entity(person).named && !facts.people.contains(&person) {
                    facts.people.push(person);
                }
            }
        }
        facts
    }

    fn is_encounter(&self) -> bool {
        self.class.is_some_and(is_encounter)
    }

    fn is_kind_of(&self, other: &Self) -> bool {
        self.class.zip(other.class).is_some_and(|(one, other)| of_one_kind(one, other))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::{HierarchyItem, events_of_family, family, prepare};
    use crate::ide::fixture::fixture;

    /// The event at `$0`, its family, and the family's events.
    fn check(articles: &str, expected: Expect) {
        let (snapshot, position) = fixture(articles);
        let show = |item: HierarchyItem| {
            let words = snapshot.slice(item.target.focus);
            format!("{} · {} | {} {words}\n", item.name, item.detail, item.target.focus.article.0)
        };
        let mut shown: String = prepare(&snapshot, position).map_or_else(|| "nothing\n".to_owned(), show);
        shown += &family(&snapshot, position).map_or_else(|| "no family\n".to_owned(), show);
        shown.extend(events_of_family(&snapshot, position).into_iter().map(show));
        expected.assert_eq(&shown);
    }

    const EVENTS: &str = "\
//- 000.txt published=2024-05-06 coverage=a
{p reed|Ana Reed} had {e call-1 reed holt @2024-05-06|a {h|call}} with {p holt|Sam Holt}.
//- 001.txt published=2023-01-09 coverage=b
{p holt|Sam Holt} and {p reed|Ana Reed} held {e meeting-2 reed holt @2023-01-09|a {h|meeting}}.
//- 002.txt published=2024-06-01 coverage=c
{p reed|Ana Reed} held {e meeting-3 reed @2024-06-01|a {h|meeting}} with dockers.
";

    fn at(marker: &str) -> String {
        assert!(EVENTS.contains(marker), "{marker}");
        EVENTS.replacen(marker, &format!("$0{marker}"), 1)
    }

    #[test]
    fn an_encounter_leads_to_all_of_the_same_people() {
        check(
            &at("call}}"),
            expect![[r#"
            Call of Ana Reed and Sam Holt · Mon 6 May 2024 · 000 (6 May 2024) | 0 a call
            Encounters of Reed and Holt · 2 events | 0 a call
            Meeting of Sam Holt and Ana Reed · Mon 9 Jan 2023 · 001 (9 Jan 2023) | 1 a meeting
            Call of Ana Reed and Sam Holt · Mon 6 May 2024 · 000 (6 May 2024) | 0 a call
        "#]],
        );
    }

    #[test]
    fn an_event_of_its_own_has_no_family() {
        check(
            &at("meeting}} with"),
            expect![[r#"
            Meeting of Ana Reed · Sat 1 Jun 2024 · 002 (1 Jun 2024) | 2 a meeting
            no family
        "#]],
        );
        check(
            &at("held"),
            expect![[r#"
            nothing
            no family
        "#]],
        );
    }
}
