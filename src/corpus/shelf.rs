//! The articles as linking keeps them: each in a slot of its own as long as it is there, whatever comes and goes.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::label::{self, Label};
use super::profile::{Profile, SharedProfile, mentions_within};
use crate::analysis::ArticleAnalysis;
use crate::model::EntityType;

/// What is known of an article by itself.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) key: Arc<str>,
    pub(super) analysis: Arc<ArticleAnalysis>,
    pub(super) profile: SharedProfile,
    /// As the key and the text have it, and as it is told from all others.
    own_label: Arc<Label>,
    pub(super) label: Arc<Label>,
    /// Type and whether it has a name, by chain: what a snapshot looks at for each, side by side.
    pub(super) chains: Box<[(EntityType, bool)]>,
    /// Days by event.
    pub(super) days: Box<[Option<(Date, Date)>]>,
    /// For each event the chains that name an event in its phrases ("Group of 20 summit").
    pub(super) named_events: Box<[Vec<usize>]>,
    /// What stands for its text when copies are looked for.
    pub(super) sketch: Box<[u64]>,
}

impl Kept {
    fn new(key: &Arc<str>, analysis: &Arc<ArticleAnalysis>) -> Self {
        let named_events = analysis.events.iter().map(|event| {
            let mentions = event.mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
            let named = mentions.flat_map(|mention| mentions_within(analysis, mention.span));
            named.filter(|mention| mention.entity_type == EntityType::Event).map(|mention| mention.chain).collect()
        });
        let label = Arc::new(Label::new(key, analysis));
        Self {
            key: Arc::clone(key),
            profile: Arc::new(Profile::new(analysis)),
            own_label: Arc::clone(&label),
            label,
            chains: analysis.chains.iter().map(|chain| (chain.entity_type, chain.named)).collect(),
            days: analysis.events.iter().map(|event| event.days).collect(),
            named_events: named_events.collect(),
            sketch: super::copies::sketch(analysis),
            analysis: Arc::clone(analysis),
        }
    }

    /// With a short handle that no other article has.
    fn called(mut self, short: String) -> Self {
        if self.own_label.short == short {
            self.label = Arc::clone(&self.own_label);
        } else if self.label.short != short {
            self.label = Arc::new(Label { short, ..(*self.own_label).clone() });
        }
        self
    }
}

/// All articles by slot.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    kept: Vec<Option<Kept>>,
    free: Vec<usize>,
    /// Slots in the order of keys, and where in that order each slot stands.
    order: Vec<usize>,
    ranks: Vec<u32>,
}

impl Shelf {
    /// How many slots there are, empty ones among them.
    pub(super) fn slots(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn order(&self) -> &[usize] {
        &self.order
    }

    pub(super) fn ranks(&self) -> &[u32] {
        &self.ranks
    }

    /// Where an article stands among all by key. An empty slot keeps a rank that means nothing.
    pub(super) fn rank(&self, slot: usize) -> u32 {
        self.ranks[slot]
    }

    pub(super) fn get(&self, slot: usize) -> Option<&Kept> {
        self.kept[slot].as_ref()
    }

    pub(super) fn profile(&self, slot: usize) -> Option<&Profile> {
        self.get(slot).map(|kept| &*kept.profile)
    }

    /// Takes in the articles as they are now; gives the slots in which something is new, changed or gone.
    pub(super) fn update(&mut self, articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>) -> Vec<usize> {
        let mut changed = Vec::new();
        let mut order = Vec::with_capacity(articles.len());
        let mut come = Vec::new();
        let mut known = std::mem::take(&mut self.order).into_iter().peekable();
        let mut gone = Vec::new();
        for (key, analysis) in articles {
            // Both stand in the order of keys.
            while let Some(slot) = known.next_if(|slot| self.kept[*slot].as_ref().is_none_or(|kept| kept.key < *key)) {
                gone.push(slot);
            }
            let same = known.next_if(|slot| self.kept[*slot].as_ref().is_some_and(|kept| kept.key == *key));
            match same {
                Some(slot) => {
                    let old = self.kept[slot].as_ref().filter(|kept| !Arc::ptr_eq(&kept.analysis, analysis));
                    if let Some(short) = old.map(|old| old.label.short.clone()) {
                        self.kept[slot] = Some(Kept::new(key, analysis).called(short));
                        changed.push(slot);
                    }
                    order.push(slot);
                }
                None => {
                    come.push((order.len(), key, analysis));
                    order.push(usize::MAX);
                }
            }
        }
        gone.extend(known);
        for slot in &gone {
            self.kept[*slot] = None;
        }
        let moved = !gone.is_empty() || !come.is_empty();
        for (place, key, analysis) in come {
            // A slot that is emptied now is filled by a later link: what stands for it must be forgotten first.
            let slot = self.free.pop().unwrap_or_else(|| {
                self.kept.push(None);
                self.kept.len() - 1
            });
            self.kept[slot] = Some(Kept::new(key, analysis));
            changed.push(slot);
            order[place] = slot;
        }
        self.free.extend(&gone);
        changed.extend(gone);
        self.order = order;
        if moved {
            self.ranks.resize(self.kept.len(), 0);
            for (rank, slot) in self.order.iter().enumerate() {
                self.ranks[*slot] = super::candidate::slot_number(rank);
            }
            self.tell_apart();
        }
        changed
    }

    /// Gives every article a label that no other has.
    fn tell_apart(&mut self) {
        let kept = self.order.iter().filter_map(|slot| self.kept[*slot].as_ref());
        let labels: Vec<(&str, &Label)> = kept.map(|kept| (&*kept.key, &*kept.own_label)).collect();
        let longer = label::tell_apart(&labels);
        let mut longer = longer.into_iter().peekable();
        for (rank, slot) in self.order.iter().enumerate() {
            let Some(kept) = self.kept[*slot].take() else { continue };
            let longer = longer.next_if(|(at, _)| *at == rank).map(|(_, short)| short);
            let short = longer.unwrap_or_else(|| kept.own_label.short.clone());
            self.kept[*slot] = Some(kept.called(short));
        }
    }
}
