//! What somebody has decided to be one, or not to be one, across articles; and how the stages of linking look it up.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::articles::ArticleRecords;
use super::slot::{ChainAt, EventAt, Slot, StatementAt};
use crate::analysis::{ArticleEventId, AttributionId, ChainId};

/// Something in an article, by the key of the article: other articles may come and go. The index is that of the article's
/// present analysis; with another analysis come other constraints.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keyed<I> {
    /// The key of the article.
    pub article: Arc<str>,
    /// Which of its things.
    pub id: I,
}

/// Decisions on one kind of thing.
///
/// What must be one is joined before anything is scored; between what cannot be one stands a wall that no other evidence
/// crosses. A pair that must be one gives way where those before it and the walls leave no room for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs<R> {
    /// Pairs that are one.
    pub must_link: Vec<(R, R)>,
    /// Pairs that are not.
    pub cannot_link: Vec<(R, R)>,
}

impl<R> Default for Pairs<R> {
    fn default() -> Self {
        Self { must_link: Vec::new(), cannot_link: Vec::new() }
    }
}

/// All decisions on a corpus; none by default. What they name and the corpus does not have is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constraints {
    /// Articles that report one event, by their keys.
    pub articles: Pairs<Arc<str>>,
    /// Chains that are of one entity.
    pub chains: Pairs<Keyed<ChainId>>,
    /// Events of articles that are one.
    pub events: Pairs<Keyed<ArticleEventId>>,
    /// Statements that are the same; what must be one is joined across articles only.
    pub statements: Pairs<Keyed<AttributionId>>,
}

/// The decisions on one kind of thing among all that there are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decided<T> {
    /// Pairs that are one, without those that the others leave no room for.
    joined: Vec<(T, T)>,
    /// What these make one, at least two each.
    groups: Vec<Vec<T>>,
    /// Where in `groups` something stands.
    group_of: BTreeMap<T, usize>,
    /// What something is not one with.
    walls: BTreeMap<T, BTreeSet<T>>,
}

impl<T> Default for Decided<T> {
    fn default() -> Self {
        Self { joined: Vec::new(), groups: Vec::new(), group_of: BTreeMap::new(), walls: BTreeMap::new() }
    }
}

impl<T: Copy + Ord> Decided<T> {
    fn new<R>(pairs: &Pairs<R>, find: impl Fn(&R) -> Option<T>) -> Self {
        let mut decided = Self::default();
        let there = |(a, b): &(R, R)| find(a).zip(find(b)).filter(|(a, b)| a != b);
        for (a, b) in pairs.cannot_link.iter().filter_map(there) {
            decided.walls.entry(a).or_default().insert(b);
            decided.walls.entry(b).or_default().insert(a);
        }
        for (a, b) in pairs.must_link.iter().filter_map(there) {
            let (ours, theirs) = (decided.with(a), decided.with(b));
            if ours != theirs && decided.parts(&ours, &theirs) {
                continue;
            }
            decided.joined.push((a, b));
            if ours == theirs {
                continue;
            }
            let all: BTreeSet<T> = ours.into_iter().chain(theirs).collect();
            decided.groups.push(all.iter().copied().collect());
            let group = decided.groups.len() - 1;
            decided.group_of.extend(all.into_iter().map(|at| (at, group)));
        }
        // Groups that others have taken in are none.
        let groups = std::mem::take(&mut decided.groups);
        for (at, group) in groups.into_iter().enumerate() {
            if group.first().is_some_and(|first| decided.group_of.get(first) == Some(&at)) {
                let number = decided.groups.len();
                decided.group_of.extend(group.iter().map(|at| (*at, number)));
                decided.groups.push(group);
            }
        }
        decided
    }

    /// True when nothing is decided.
    pub(crate) fn is_empty(&self) -> bool {
        self.joined.is_empty() && self.walls.is_empty()
    }

    /// Pairs that are one.
    pub(crate) fn joined(&self) -> &[(T, T)] {
        &self.joined
    }

    /// What is one: sets of at least two, sorted.
    pub(crate) fn groups(&self) -> &[Vec<T>] {
        &self.groups
    }

    /// What something is one with, itself among it, sorted.
    pub(crate) fn with(&self, at: T) -> Vec<T> {
        self.group_of.get(&at).map_or_else(|| vec![at], |group| self.groups[*group].clone())
    }

    /// Each pair that is not one, once, the lower first.
    pub(crate) fn walls(&self) -> impl Iterator<Item = (T, T)> + '_ {
        let all = self.walls.iter().flat_map(|(a, others)| others.iter().map(|b| (*a, *b)));
        all.filter(|(a, b)| a < b)
    }

    /// What something is not one with.
    pub(crate) fn walls_of(&self, at: T) -> impl Iterator<Item = T> + '_ {
        self.walls.get(&at).into_iter().flatten().copied()
    }

    /// True when a wall stands between two sets.
    pub(crate) fn parts(&self, ours: &[T], theirs: &[T]) -> bool {
        !self.walls.is_empty() && ours.iter().any(|a| self.walls_of(*a).any(|b| theirs.contains(&b)))
    }

    /// All that something is decided on.
    pub(crate) fn all(&self) -> BTreeSet<T> {
        self.group_of.keys().chain(self.walls.keys()).copied().collect()
    }

    /// What something else is decided on than before.
    fn differs(&self, before: &Self) -> BTreeSet<T> {
        if self == before {
            return BTreeSet::new();
        }
        let other = |at: &T| self.with(*at) != before.with(*at) || self.walls.get(at) != before.walls.get(at);
        let joined = self
            .joined
            .iter()
            .chain(&before.joined)
            .filter(|pair| self.joined.contains(pair) != before.joined.contains(pair));
        let joined: BTreeSet<T> = joined.flat_map(|(a, b)| [*a, *b]).collect();
        joined.into_iter().chain(self.all().into_iter().chain(before.all()).filter(other)).collect()
    }
}

/// Pairs of which one is in another article than the other: no link leads from an article to itself.
fn across<I: Clone>(pairs: &Pairs<Keyed<I>>) -> Pairs<Keyed<I>> {
    let across = |(a, b): &&(Keyed<I>, Keyed<I>)| a.article != b.article;
    Pairs {
        must_link: pairs.must_link.iter().filter(across).cloned().collect(),
        cannot_link: pairs.cannot_link.clone(),
    }
}

/// [`Constraints`] as linking looks them up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decisions {
    pub(crate) articles: Decided<Slot>,
    pub(crate) chains: Decided<ChainAt>,
    pub(crate) events: Decided<EventAt>,
    pub(crate) statements: Decided<StatementAt>,
}

/// Articles on which something else is decided than before.
#[derive(Debug, Default)]
pub(crate) struct Redecided {
    pub(crate) articles: BTreeSet<Slot>,
    pub(crate) chains: BTreeSet<Slot>,
    /// For their events or their statements.
    pub(crate) events: BTreeSet<Slot>,
}

impl Decisions {
    /// Looks up what constraints name; gives the articles on which something else is decided than before.
    pub(crate) fn update(&mut self, constraints: &Constraints, records: &ArticleRecords) -> Redecided {
        let of = |key: &Arc<str>| {
            let slot = records.find(key)?;
            Some((slot, records.get(slot)?))
        };
        let chain = |it: &Keyed<ChainId>| {
            let (slot, record) = of(&it.article)?;
            record.chains.get(it.id).map(|_| ChainAt { slot, chain: it.id })
        };
        let event = |it: &Keyed<ArticleEventId>| {
            let (slot, record) = of(&it.article)?;
            record.days.get(it.id).map(|_| EventAt { slot, event: it.id })
        };
        let statement = |it: &Keyed<AttributionId>| {
            let (slot, record) = of(&it.article)?;
            record.analysis.attributions.get(it.id).map(|_| StatementAt { slot, attribution: it.id })
        };
        let new = Self {
            articles: Decided::new(&constraints.articles, |key| records.find(key)),
            chains: Decided::new(&constraints.chains, chain),
            events: Decided::new(&constraints.events, event),
            statements: Decided::new(&across(&constraints.statements), statement),
        };
        let old = std::mem::replace(self, new);
        let mut events: BTreeSet<Slot> = self.events.differs(&old.events).into_iter().map(|at| at.slot).collect();
        events.extend(self.statements.differs(&old.statements).into_iter().map(|at| at.slot));
        Redecided {
            articles: self.articles.differs(&old.articles),
            chains: self.chains.differs(&old.chains).into_iter().map(|at| at.slot).collect(),
            events,
        }
    }
}
