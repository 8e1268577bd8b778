//! Which events of different articles are one.
//!
//! Better no link than a wrong one: people and topic in common prove nothing. Within one coverage the main events are
//! one, and lesser events are when something of their own agrees (place, named words, frame) and nothing conflicts.
//! Across coverages people or a name, place and day must agree; an agreement that bears a name is one by its name.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::entity::Groups;
use super::memory::{Near, Stamp};
use super::profile::{EventFacts, Profile, tables};
use super::score::{kinds_differ, overlap_within};
use crate::lexicon::events::Joins;

/// Events of an article that are compared; more are no article.
const MOST: usize = 200;
/// Events on either side, by day, that a common key reaches.
const REACH: usize = 16;
/// The widest span of days, in days, that still dates an event for a link across coverages.
const MONTH: i32 = 31;

/// Mentions of an event that an article comes back to again and again.
const OFTEN: usize = 3;

/// An event of an article: index of the article, index into its events.
pub(super) type Node = (usize, usize);

/// Two events that are one, and how sure.
#[derive(Clone, Debug, PartialEq)]
struct Link {
    a: Node,
    b: Node,
    score: f32,
}

/// What is compared, with who is who decided.
pub(super) struct Events<'a> {
    pub(super) profiles: &'a [&'a Profile],
    pub(super) groups: &'a Groups,
    /// The coverage of each article.
    pub(super) coverage: &'a [usize],
}

/// What two events have in common, by group of the corpus.
#[derive(Clone, Debug, Default)]
pub(super) struct Common {
    pub(super) people: Vec<(usize, usize)>,
    pub(super) places: Vec<(usize, usize)>,
    pub(super) modifiers: Vec<(usize, usize)>,
    pub(super) context: usize,
    pub(super) frame: f32,
    /// Words of the frames in common.
    pub(super) words: usize,
    pub(super) head: bool,
}

fn wide(days: (Date, Date)) -> bool {
    days.1.since(days.0).map_or(i32::MAX, |span| span.get_days()) > MONTH
}

/// True for families of which events may be one across coverages.
fn is_far(family: &str) -> bool {
    !matches!(family, "statement" | "briefing" | "change" | "violence" | "war")
}

impl<'a> Events<'a> {
    pub(super) fn facts(&self, node: Node) -> &'a EventFacts {
        &self.profiles[node.0].events[node.1]
    }

    fn shared(&self, a: Node, b: Node, list: impl Fn(&EventFacts) -> &Vec<usize>) -> Vec<(usize, usize)> {
        let (ours, theirs) = (list(self.facts(a)), list(self.facts(b)));
        let same = |x: usize, y: usize| self.groups.of(a.0, x) == self.groups.of(b.0, y);
        let found = ours.iter().filter_map(|x| theirs.iter().find(|y| same(*x, **y)).map(|y| (*x, *y)));
        found.collect()
    }

    pub(super) fn common(&self, a: Node, b: Node) -> Common {
        let (x, y) = (self.facts(a), self.facts(b));
        Common {
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
    pub(super) fn days(&self, node: Node) -> Option<(Date, Date)> {
        let facts = self.facts(node);
        let recent = || {
            let published = self.profiles[node.0].published.filter(|_| facts.main || facts.beside)?;
            let start = published.checked_sub(jiff::Span::new().days(3)).unwrap_or(published);
            Some((start, published))
        };
        facts.days.or_else(recent)
    }

    /// What forbids that two events are one: "call", "meeting"; days; places; people.
    pub(super) fn veto(&self, a: Node, b: Node) -> Option<&'static str> {
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
        let apart = |shared: Vec<(usize, usize)>, x: &[usize], y: &[usize], least: usize| {
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
    fn score(&self, a: Node, b: Node) -> Option<f32> {
        if self.veto(a, b).is_some() {
            return None;
        }
        let common = self.common(a, b);
        if self.coverage[a.0] == self.coverage[b.0] { self.near(a, b, &common) } else { self.far(a, b, &common) }
    }

    /// Within one coverage.
    fn near(&self, a: Node, b: Node, common: &Common) -> Option<f32> {
        let (x, y) = (self.facts(a), self.facts(b));
        if x.main && y.main {
            return Some(10.0);
        }
        let known = |nodes: &[(usize, usize)]| u8::try_from(nodes.len()).map_or(3.0, |n| f32::from(n.min(3)));
        let dated = x.days.is_some() && y.days.is_some();
        let score = 1.5 * known(&common.places)
            + 1.5 * known(&common.modifiers)
            + 0.7 * known(&common.people)
            + 3.0 * common.frame
            + if dated { 1.0 } else { 0.0 }
            + if common.head { 0.3 } else { 0.0 }
            + if x.class == y.class { 0.3 } else { 0.0 };
        let class = tables().events.class_named(x.class);
        let speaks = class.family == "statement" && !common.people.is_empty();
        let needed = match class.joins {
            Joins::One => 1.4,
            Joins::Definite => 1.8,
            Joins::Slots if speaks => 1.0,
            Joins::Slots => 1.8,
        };
        // Dates alone date everything in an article: something of the events' own must agree.
        let words = if class.joins == Joins::Slots { 0.55 } else { 0.25 };
        let own = !common.places.is_empty()
            || !common.modifiers.is_empty()
            || speaks
            || (common.frame >= words && common.words >= 2);
        // What both articles come back to again and again by one word is one: "the indictments" here and there.
        let told = x.told.min(y.told) >= OFTEN && x.class == y.class && class.joins != Joins::Slots && common.head;
        if told {
            return Some(score.max(2.0));
        }
        let named = dated && common.context > 0 && class.family == "agreement";
        ((score >= needed && own) || named).then_some(score)
    }

    /// Across coverages.
    fn far(&self, a: Node, b: Node, common: &Common) -> Option<f32> {
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
            family if !is_far(family) => false,
            _ => common.head && common.frame >= 0.4,
        };
        who.then_some(2.0 + common.frame)
    }

    /// False for an event that no other coverage's can be one with, whatever the other is (see [`Events::far`]).
    fn may_be_far(&self, node: Node) -> bool {
        let facts = self.facts(node);
        let settled = facts.family == "agreement" && facts.settled;
        is_far(facts.family) && (settled || self.days(node).is_some_and(|days| !wide(days)))
    }

    /// Pairs of events of one place, name or person, near one another in time.
    fn candidates(&self) -> Vec<(Node, Node)> {
        let mut pairs = Vec::new();
        let mut postings: FxHashMap<(&str, usize), Vec<(Node, bool)>> = FxHashMap::default();
        let mut order: Vec<usize> = (0..self.profiles.len()).collect();
        order.sort_by_key(|at| (self.profiles[*at].published, *at));
        for article in order {
            for (at, facts) in self.profiles[article].events.iter().enumerate().take(MOST) {
                let mut keys: Vec<usize> = facts.places.iter().chain(&facts.modifiers).copied().collect();
                if facts.main || facts.family == "contact" {
                    keys.extend(&facts.participants);
                }
                let mut groups: Vec<usize> = keys.iter().map(|chain| self.groups.of(article, *chain)).collect();
                groups.sort_unstable();
                groups.dedup();
                let far = self.may_be_far((article, at));
                for group in groups {
                    postings.entry((facts.family, group)).or_default().push(((article, at), far));
                }
            }
        }
        for list in postings.values() {
            for (place, (a, far)) in list.iter().enumerate() {
                let near = list.iter().skip(place + 1).take(REACH).filter(|(b, _)| b.0 != a.0);
                let worth = near.filter(|(b, other)| (*far && *other) || self.coverage[a.0] == self.coverage[b.0]);
                pairs.extend(worth.map(|(b, _)| (*a.min(b), *a.max(b))));
            }
        }
        pairs
    }

    /// Links between neighbours of one coverage, whatever their events have in common.
    fn within(&self, stamps: &[Stamp], memo: &mut Near) -> Vec<Link> {
        let mut coverages: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (article, coverage) in self.coverage.iter().enumerate() {
            coverages.entry(*coverage).or_default().push(article);
        }
        let mut links = Vec::new();
        for articles in coverages.values() {
            for (nth, a) in articles.iter().enumerate() {
                for b in articles.iter().skip(nth + 1).take(REACH) {
                    let found = memo.get((stamps[*a], stamps[*b]), || self.between(*a, *b));
                    links.extend(found.iter().map(|(i, j, score)| Link { a: (*a, *i), b: (*b, *j), score: *score }));
                }
            }
        }
        links
    }

    /// Events of two articles that may be one.
    fn between(&self, a: usize, b: usize) -> Vec<(usize, usize, f32)> {
        let mut found = Vec::new();
        for (i, x) in self.profiles[a].events.iter().enumerate().take(MOST) {
            for (j, y) in self.profiles[b].events.iter().enumerate().take(MOST) {
                if x.family == y.family {
                    found.extend(self.score((a, i), (b, j)).map(|score| (i, j, score)));
                }
            }
        }
        found
    }

    /// The sets of events that are one; an event in no set is its own.
    pub(super) fn link(&self, stamps: &[Stamp], memo: &mut Near) -> Vec<Vec<Node>> {
        let mut pairs = self.candidates();
        pairs.sort_unstable();
        pairs.dedup();
        let scored = pairs.into_iter().filter_map(|(a, b)| self.score(a, b).map(|score| Link { a, b, score }));
        let mut links: Vec<Link> = scored.collect();
        links.extend(self.within(stamps, memo));
        links.sort_by_key(|link| (link.a, link.b));
        links.dedup_by_key(|link| (link.a, link.b));
        // Each event goes to its best of the other article, and only when that is mutual.
        let mut best: FxHashMap<(Node, usize), f32> = FxHashMap::default();
        for link in &links {
            for (node, other) in [(link.a, link.b.0), (link.b, link.a.0)] {
                let entry = best.entry((node, other)).or_insert(link.score);
                *entry = entry.max(link.score);
            }
        }
        links.retain(|link| best[&(link.a, link.b.0)] <= link.score && best[&(link.b, link.a.0)] <= link.score);
        links.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
        self.merge(&links)
    }

    /// Joins sets while no two of their events forbid it and no article has two events in one.
    fn merge(&self, links: &[Link]) -> Vec<Vec<Node>> {
        /// Members compared when sets join: a set is of one kind, place and day anyhow.
        const LOOK: usize = 6;
        let mut set_of: FxHashMap<Node, usize> = FxHashMap::default();
        let mut sets: Vec<Vec<Node>> = Vec::new();
        for link in links {
            let [a, b] = [link.a, link.b].map(|node| {
                *set_of.entry(node).or_insert_with(|| {
                    sets.push(vec![node]);
                    sets.len() - 1
                })
            });
            let clash = |x: &Node, y: &Node| x.0 == y.0 || self.veto(*x, *y).is_some();
            let apart = |a: usize, b: usize| {
                sets[a].iter().take(LOOK).any(|x| sets[b].iter().take(LOOK).any(|y| clash(x, y)))
                    || sets[a].iter().any(|x| sets[b].iter().any(|y| x.0 == y.0))
            };
            if a == b || apart(a, b) {
                continue;
            }
            let moved = std::mem::take(&mut sets[b]);
            moved.iter().for_each(|node| {
                set_of.insert(*node, a);
            });
            sets[a].extend(moved);
        }
        sets.retain(|set| !set.is_empty());
        sets.iter_mut().for_each(|set| set.sort_unstable());
        sets
    }
}
