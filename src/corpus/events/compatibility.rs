//! Which events of different articles are one.
//!
//! Better no link than a wrong one: people and topic in common prove nothing. Within one coverage the main events are
//! one, and lesser events are when something of their own agrees (place, named words, frame) and nothing conflicts.
//! Across coverages people or a name, place and day must agree; an agreement that bears a name is one by its name.

use crate::analysis::{ArticleEventId, ChainId};
use crate::corpus::coverage::evidence::{kinds_differ, overlap_within};
use crate::corpus::entities::group::Groups;
use crate::corpus::features::article::ArticleFeatures;
use crate::corpus::features::event::EventFeatures;
use crate::corpus::slot::{ChainAt, EventAt, Slot};
use crate::lexicon::Language;
use crate::lexicon::events::Joins;
use jiff::civil::Date;

/// Events of an article that are compared; more are no article.
const MOST: usize = 200;
/// The widest span of days, in days, that still dates an event for a link across coverages.
const MONTH: i32 = 31;

/// Mentions of an event that an article comes back to again and again.
const OFTEN: usize = 3;

/// What is compared, with who is who decided.
pub(crate) struct EventScorer<'a> {
    pub(crate) features: &'a dyn Fn(Slot) -> &'a ArticleFeatures,
    pub(crate) groups: &'a Groups,
    /// The coverage of an article.
    pub(crate) coverage: &'a dyn Fn(Slot) -> u32,
}

/// What two events have in common, by group of the corpus.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventOverlap {
    pub(crate) people: Vec<(ChainId, ChainId)>,
    pub(crate) places: Vec<(ChainId, ChainId)>,
    pub(crate) modifiers: Vec<(ChainId, ChainId)>,
    pub(crate) context: usize,
    pub(crate) frame: f32,
    /// Words of the frames in common.
    pub(crate) words: usize,
    pub(crate) head: bool,
}

/// True when mentions of two classes may tell of one event ("call" and "conversation").
pub fn same_family(class: &str, other: &str) -> bool {
    // Classes are those of the program, the same in every language.
    let language = Language::english();
    let events = &language.events;
    class == other || events.class_named(class).family == events.class_named(other).family
}

fn wide(days: (Date, Date)) -> bool {
    days.1.since(days.0).map_or(i32::MAX, |span| span.get_days()) > MONTH
}

/// True for families of which events may be one across coverages.
fn links_across(family: &str) -> bool {
    !matches!(family, "statement" | "briefing" | "change" | "violence" | "war")
}

impl<'a> EventScorer<'a> {
    pub(crate) fn facts(&self, node: EventAt) -> &'a EventFeatures {
        &(self.features)(node.slot).events[node.event]
    }

    fn shared(
        &self,
        a: EventAt,
        b: EventAt,
        list: impl Fn(&EventFeatures) -> &Vec<ChainId>,
    ) -> Vec<(ChainId, ChainId)> {
        let (ours, theirs) = (list(self.facts(a)), list(self.facts(b)));
        let group = |slot: Slot, chain: ChainId| self.groups.of(ChainAt { slot, chain });
        let same = |x: ChainId, y: ChainId| group(a.slot, x) == group(b.slot, y);
        let found = ours.iter().filter_map(|x| theirs.iter().find(|y| same(*x, **y)).map(|y| (*x, *y)));
        found.collect()
    }

    pub(crate) fn common(&self, a: EventAt, b: EventAt) -> EventOverlap {
        let (x, y) = (self.facts(a), self.facts(b));
        EventOverlap {
            people: self.shared(a, b, |facts| &facts.participants),
            places: self.shared(a, b, |facts| &facts.places),
            modifiers: self.shared(a, b, |facts| &facts.modifiers),
            context: self.shared(a, b, |facts| &facts.context).len(),
            frame: x.frame.cosine(&y.frame),
            words: x.frame.shared(&y.frame).count(),
            head: x.heads.iter().any(|head| y.heads.binary_search(head).is_ok()),
        }
    }

    /// The days of an event; what an article is about happened in the days before it appeared.
    pub(crate) fn days(&self, node: EventAt) -> Option<(Date, Date)> {
        let facts = self.facts(node);
        let recent = || {
            let published = (self.features)(node.slot).published.filter(|_| facts.main || facts.beside)?;
            let start = published.checked_sub(jiff::Span::new().days(3)).unwrap_or(published);
            Some((start, published))
        };
        facts.days.or_else(recent)
    }

    /// What forbids that two events are one: "call", "meeting"; days; places; people.
    pub(crate) fn conflict(&self, a: EventAt, b: EventAt) -> Option<&'static str> {
        let (x, y) = (self.facts(a), self.facts(b));
        if x.family != y.family {
            return Some("kind");
        }
        if kinds_differ(x.class, y.class) {
            return Some("kind");
        }
        if self.days(a).zip(self.days(b)).is_some_and(|(x, y)| !overlap_within(x, y, 1)) {
            return Some("days");
        }
        // The G20 is not the G-8.
        if !x.series.is_empty() && !y.series.is_empty() && !x.series.iter().any(|name| y.series.contains(name)) {
            return Some("name");
        }
        let apart = |shared: Vec<(ChainId, ChainId)>, x: &[ChainId], y: &[ChainId], least: usize| {
            x.len() >= least && y.len() >= least && shared.is_empty()
        };
        if apart(self.shared(a, b, |facts| &facts.places), &x.places, &y.places, 1) {
            return Some("places");
        }
        let least = if x.family == "statement" { 1 } else { 2 };
        if apart(self.shared(a, b, |facts| &facts.participants), &x.participants, &y.participants, least) {
            return Some("people");
        }
        None
    }

    /// How sure two events are one, `None` when not sure enough.
    pub(crate) fn score(&self, a: EventAt, b: EventAt) -> Option<f32> {
        if self.conflict(a, b).is_some() {
            return None;
        }
        let common = self.common(a, b);
        if (self.coverage)(a.slot) == (self.coverage)(b.slot) {
            self.score_within(a, b, &common)
        } else {
            self.score_across(a, b, &common)
        }
    }

    /// Within one coverage.
    fn score_within(&self, a: EventAt, b: EventAt, common: &EventOverlap) -> Option<f32> {
        let (x, y) = (self.facts(a), self.facts(b));
        if x.main && y.main {
            return Some(10.0);
        }
        let known = |nodes: &[(ChainId, ChainId)]| u8::try_from(nodes.len()).map_or(3.0, |n| f32::from(n.min(3)));
        let dated = x.days.is_some() && y.days.is_some();
        let score = 1.5 * known(&common.places)
            + 1.5 * known(&common.modifiers)
            + 0.7 * known(&common.people)
            + 3.0 * common.frame
            + if dated { 1.0 } else { 0.0 }
            + if common.head { 0.3 } else { 0.0 }
            + if x.class == y.class { 0.3 } else { 0.0 };
        let speaks = x.family == "statement" && !common.people.is_empty();
        let needed = match x.joins {
            Joins::One => 1.4,
            Joins::Definite => 1.8,
            Joins::Slots if speaks => 1.0,
            Joins::Slots => 1.8,
        };
        // Dates alone date everything in an article: something of the events' own must agree.
        let words = if x.joins == Joins::Slots { 0.55 } else { 0.25 };
        let own = !common.places.is_empty()
            || !common.modifiers.is_empty()
            || speaks
            || (common.frame >= words && common.words >= 2);
        // What both articles come back to again and again by one word is one: "the indictments" here and there.
        let told = x.told.min(y.told) >= OFTEN && x.class == y.class && x.joins != Joins::Slots && common.head;
        // So is what both tell of by one word, and tell nothing else of its kind.
        let only = x.only && y.only && x.class == y.class && common.head;
        if told || only {
            return Some(score.max(2.0));
        }
        let named = dated && common.context > 0 && x.family == "agreement";
        ((score >= needed && own) || named).then_some(score)
    }

    /// Across coverages.
    fn score_across(&self, a: EventAt, b: EventAt, common: &EventOverlap) -> Option<f32> {
        let (x, y) = (self.facts(a), self.facts(b));
        if x.family == "agreement" && !common.modifiers.is_empty() && x.settled && y.settled {
            return Some(3.0 + common.frame);
        }
        let (ours, theirs) = self.days(a).zip(self.days(b))?;
        if wide(ours) || wide(theirs) || common.places.is_empty() {
            return None;
        }
        let who = match x.family {
            "contact" => common.people.len() >= 2,
            "summit" => !common.modifiers.is_empty() || x.series.iter().any(|name| y.series.contains(name)),
            family if !links_across(family) => false,
            _ => common.head && common.frame >= 0.4,
        };
        who.then_some(2.0 + common.frame)
    }

    /// False for an event that no other coverage's can be one with, whatever the other is (see [`EventScorer::score_across`]).
    fn may_link_across(&self, node: EventAt) -> bool {
        let facts = self.facts(node);
        let settled = facts.family == "agreement" && facts.settled;
        links_across(facts.family) && (settled || self.days(node).is_some_and(|days| !wide(days)))
    }

    /// What an event must have in common with one of another coverage to be one with it (see [`EventScorer::score_across`]): its
    /// family, and one of these groups.
    pub(crate) fn keys_across(&self, node: EventAt) -> Vec<(&'static str, u64)> {
        let facts = self.facts(node);
        if usize::from(node.event) >= MOST || !self.may_link_across(node) {
            return Vec::new();
        }
        let named = if facts.family == "agreement" && facts.settled { &facts.modifiers[..] } else { &[] };
        let groups =
            facts.places.iter().chain(named).map(|chain| self.groups.of(ChainAt { slot: node.slot, chain: *chain }));
        let mut groups: Vec<u64> = groups.filter(|group| Groups::label(*group).is_some()).collect();
        groups.sort_unstable();
        groups.dedup();
        groups.into_iter().map(|group| (facts.family, group)).collect()
    }

    /// The event of a set that gives it its title: what an article is about, the one that names most, the first.
    pub(crate) fn telling(&self, nodes: &[EventAt]) -> EventAt {
        let rank = |(_, node): &(usize, &EventAt)| {
            let facts = self.facts(**node);
            let names = facts.participants.len().min(2) + facts.places.len().min(1) + facts.modifiers.len().min(1);
            (facts.main, names)
        };
        // Of several the last is taken.
        let best = nodes.iter().enumerate().rev().max_by_key(rank);
        best.map(|(_, node)| *node).unwrap_or_default()
    }

    /// Events of two articles that may be one.
    pub(crate) fn between(&self, a: Slot, b: Slot) -> Vec<(ArticleEventId, ArticleEventId, f32)> {
        let mut found = Vec::new();
        for (i, x) in (self.features)(a).events.iter_enumerated().take(MOST) {
            for (j, y) in (self.features)(b).events.iter_enumerated().take(MOST) {
                if x.family == y.family {
                    let (one, other) = (EventAt { slot: a, event: i }, EventAt { slot: b, event: j });
                    found.extend(self.score(one, other).map(|score| (i, j, score)));
                }
            }
        }
        found
    }
}
