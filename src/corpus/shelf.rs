//! The articles as linking keeps them: each in a slot of its own as long as it is there, whatever comes and goes.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rustc_hash::FxHasher;

use super::label::{self, Label};
use super::profile::{Profile, SharedProfile, mentions_within};
use super::slot::{Slot, number};
use super::trigger::{Trigger, triggers};
use crate::analysis::{ArticleAnalysis, ArticleEventId, ChainId};
use crate::model::EntityType;
use crate::text::{IndexBox, IndexVec};

/// What is known of an article by itself.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What the owner of the corpus calls it: the path as the user gave it, or the document's URI. Opaque here.
    pub key: Arc<str>,
    /// Its analysis.
    pub analysis: Arc<ArticleAnalysis>,
    /// How people see it: short name, date, outlet, first words.
    pub label: Arc<Label>,
    /// The label without regard to other articles.
    own_label: Arc<Label>,
    pub(super) profile: SharedProfile,
    /// Which of its events it is about.
    pub(super) main: Option<ArticleEventId>,
    /// Type and whether it has a name, by chain: what a snapshot looks at for each, side by side.
    pub(super) chains: IndexBox<ChainId, (EntityType, bool)>,
    /// A hash of name and type, by chain.
    pub(super) names: IndexBox<ChainId, u64>,
    /// Days by event.
    pub(super) days: IndexBox<ArticleEventId, Option<(Date, Date)>>,
    /// For each event the chains that name an event in its phrases ("Group of 20 summit").
    pub(super) named_events: IndexBox<ArticleEventId, Vec<ChainId>>,
    /// What stands for its text when copies are looked for.
    pub(super) sketch: Box<[u64]>,
    /// See [`Kept::triggers`].
    triggers: OnceLock<Box<[Trigger]>>,
}

impl Kept {
    pub(super) fn new(key: &Arc<str>, analysis: &Arc<ArticleAnalysis>) -> Self {
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
            names: analysis.chains.iter().map(|chain| hash(&(&chain.name, chain.entity_type, chain.named))).collect(),
            main: analysis.main_event(),
            days: analysis.events.iter().map(|event| event.days).collect(),
            named_events: named_events.collect(),
            sketch: super::copies::sketch(analysis),
            analysis: Arc::clone(analysis),
            triggers: OnceLock::new(),
        }
    }

    /// The words that tell that something happens: read when first asked for.
    pub(super) fn triggers(&self) -> &[Trigger] {
        self.triggers.get_or_init(|| triggers(&self.analysis))
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

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish()
}

/// All articles by slot.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    kept: IndexVec<Slot, Option<Arc<Kept>>>,
    free: Vec<Slot>,
    /// Slots in the order of keys, and where in that order each slot stands.
    order: Vec<Slot>,
    ranks: IndexVec<Slot, u32>,
    /// Slots of articles that go by another short name since the last update.
    relabelled: Vec<Slot>,
}

impl Shelf {
    /// How many slots there are, empty ones among them.
    pub(super) fn slots(&self) -> usize {
        self.kept.len()
    }

    pub(super) fn order(&self) -> &[Slot] {
        &self.order
    }

    pub(super) fn ranks(&self) -> &IndexVec<Slot, u32> {
        &self.ranks
    }

    /// Where an article stands among all by key. An empty slot keeps a rank that means nothing.
    pub(super) fn rank(&self, slot: Slot) -> u32 {
        self.ranks[slot]
    }

    /// Articles that other ones, come or gone, have given another short name.
    pub(super) fn relabelled(&self) -> &[Slot] {
        &self.relabelled
    }

    pub(super) fn get(&self, slot: Slot) -> Option<&Arc<Kept>> {
        self.kept[slot].as_ref()
    }

    pub(super) fn profile(&self, slot: Slot) -> Option<&Profile> {
        self.get(slot).map(|kept| &*kept.profile)
    }

    /// Takes in the articles as they are now; gives the slots in which something is new, changed or gone. Only keys of
    /// `changed` are looked at, if that is given.
    pub(super) fn update(
        &mut self,
        articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
        changed: Option<&BTreeSet<Arc<str>>>,
    ) -> Vec<Slot> {
        self.relabelled.clear();
        let known = |kept: &Option<Arc<Kept>>| kept.as_ref().map(|kept| Arc::clone(&kept.key));
        let all = || articles.keys().cloned().chain(self.kept.iter().filter_map(known)).collect();
        let looked: BTreeSet<Arc<str>> = changed.cloned().unwrap_or_else(all);
        let (mut changed, mut gone, mut come) = (Vec::new(), Vec::new(), Vec::new());
        for key in looked {
            let place = self.order.binary_search_by(|slot| self.key(*slot).cmp(&Some(&*key)));
            match (place.map(|place| self.order[place]), articles.get(&key)) {
                (Ok(slot), Some(analysis)) => {
                    let old = self.kept[slot].as_ref().filter(|kept| !Arc::ptr_eq(&kept.analysis, analysis));
                    if let Some(short) = old.map(|old| old.label.short.clone()) {
                        self.kept[slot] = Some(Arc::new(Kept::new(&key, analysis).called(short)));
                        changed.push(slot);
                    }
                }
                (Ok(slot), None) => gone.push(slot),
                (Err(_), Some(analysis)) => come.push((key, analysis)),
                (Err(_), None) => {}
            }
        }
        if gone.is_empty() && come.is_empty() {
            return changed;
        }
        for slot in &gone {
            self.kept[*slot] = None;
        }
        self.order.retain(|slot| self.kept[*slot].is_some());
        for (key, analysis) in come {
            // A slot that is emptied now is filled by a later link: what stands for it must be forgotten first.
            let slot = self.free.pop().unwrap_or_else(|| self.kept.push(None));
            self.kept[slot] = Some(Arc::new(Kept::new(&key, analysis)));
            changed.push(slot);
            self.order.push(slot);
        }
        self.free.extend(&gone);
        changed.extend(gone);
        let mut order = std::mem::take(&mut self.order);
        // Nearly in order already, which this sort makes use of.
        order.sort_by(|a, b| self.key(*a).cmp(&self.key(*b)));
        self.order = order;
        self.ranks.resize(self.kept.len(), 0);
        for (rank, slot) in self.order.iter().enumerate() {
            self.ranks[*slot] = number(rank);
        }
        self.tell_apart();
        changed
    }

    fn key(&self, slot: Slot) -> Option<&str> {
        self.kept[slot].as_ref().map(|kept| &*kept.key)
    }

    /// Gives every article a label that no other has.
    fn tell_apart(&mut self) {
        let kept = self.order.iter().filter_map(|slot| self.kept[*slot].as_ref());
        let labels: Vec<(&str, &Label)> = kept.map(|kept| (&*kept.key, &*kept.own_label)).collect();
        let longer = label::tell_apart(&labels);
        let mut longer = longer.into_iter().peekable();
        for (rank, slot) in self.order.iter().enumerate() {
            let Some(kept) = self.kept[*slot].as_mut() else { continue };
            let longer = longer.next_if(|(at, _)| *at == rank).map(|(_, short)| short);
            let short = longer.as_ref().unwrap_or(&kept.own_label.short);
            if kept.label.short != *short {
                let short = short.clone();
                *kept = Arc::new(Kept::clone(kept).called(short));
                self.relabelled.push(*slot);
            }
        }
    }
}
