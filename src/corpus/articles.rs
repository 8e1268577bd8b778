//! The articles as linking keeps them: each in a slot of its own as long as it is there, whatever comes and goes.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rustc_hash::FxHasher;

use crate::analysis::{ArticleAnalysis, ArticleEventId, ChainId};
use crate::corpus::delta::Delta;
use crate::corpus::features::article::{ArticleFeatures, SharedFeatures};
use crate::corpus::features::trigger::{Trigger, triggers};
use crate::corpus::label;
use crate::corpus::label::Label;
use crate::corpus::slot::{Slot, number};
use crate::model::EntityType;
use crate::text::{IndexBox, IndexVec};

/// What is known of an article by itself.
#[derive(Clone, Debug)]
pub struct ArticleRecord {
    /// What the owner of the corpus calls it: the path as the user gave it, or the document's URI. Opaque here.
    pub key: Arc<str>,
    pub analysis: Arc<ArticleAnalysis>,
    /// How people see it: short name, date, outlet, first words.
    pub label: Arc<Label>,
    /// The label without regard to other articles.
    own_label: Arc<Label>,
    pub(crate) features: SharedFeatures,
    /// Which of its events it is about.
    pub(crate) main: Option<ArticleEventId>,
    /// Type and whether it has a name, by chain: what a snapshot looks at for each, side by side.
    pub(crate) chains: IndexBox<ChainId, (EntityType, bool)>,
    /// A hash of name and type, by chain.
    pub(crate) names: IndexBox<ChainId, u64>,
    /// Days by event.
    pub(crate) days: IndexBox<ArticleEventId, Option<(Date, Date)>>,
    /// For each event the chains that name an event in its phrases ("Group of 20 summit").
    pub(crate) named_events: IndexBox<ArticleEventId, Vec<ChainId>>,
    /// What stands for its text when copies are looked for.
    pub(crate) sketch: Box<[u64]>,
    /// See [`ArticleRecord::triggers`].
    triggers: OnceLock<Box<[Trigger]>>,
}

impl ArticleRecord {
    pub(crate) fn new(key: &Arc<str>, analysis: &Arc<ArticleAnalysis>) -> Self {
        let named_events = analysis.events.iter().map(|event| {
            let mentions = event.mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
            let named = mentions.flat_map(|mention| analysis.mentions_within(mention.span));
            named.filter(|mention| mention.entity_type == EntityType::Event).map(|mention| mention.chain).collect()
        });
        let label = Arc::new(Label::new(key, analysis));
        Self {
            key: Arc::clone(key),
            features: Arc::new(ArticleFeatures::new(analysis)),
            own_label: Arc::clone(&label),
            label,
            chains: analysis.chains.iter().map(|chain| (chain.entity_type, chain.named)).collect(),
            names: analysis.chains.iter().map(|chain| hash(&(&chain.name, chain.entity_type, chain.named))).collect(),
            main: analysis.main_event(),
            days: analysis.events.iter().map(|event| event.days).collect(),
            named_events: named_events.collect(),
            sketch: crate::corpus::features::sketch::sketch(analysis),
            analysis: Arc::clone(analysis),
            triggers: OnceLock::new(),
        }
    }

    /// The same of another analysis of the article. Where people have only said something about it that changes no reading,
    /// what follows from that is what it was.
    fn anew(&self, key: &Arc<str>, analysis: &Arc<ArticleAnalysis>) -> Self {
        if self.analysis.reads_as(analysis) {
            return Self { analysis: Arc::clone(analysis), ..self.clone() };
        }
        Self::new(key, analysis).called(self.label.short.clone())
    }

    /// The words that tell that something happens: read when first asked for.
    pub(crate) fn triggers(&self) -> &[Trigger] {
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
pub(crate) struct ArticleRecords {
    records: IndexVec<Slot, Option<Arc<ArticleRecord>>>,
    free: Vec<Slot>,
    /// Slots in the order of keys, and where in that order each slot stands.
    order: Vec<Slot>,
    ranks: IndexVec<Slot, u32>,
}

impl ArticleRecords {
    /// How many slots there are, empty ones among them.
    pub(crate) fn slots(&self) -> usize {
        self.records.len()
    }

    pub(crate) fn order(&self) -> &[Slot] {
        &self.order
    }

    pub(crate) fn ranks(&self) -> &IndexVec<Slot, u32> {
        &self.ranks
    }

    /// Where an article stands among all by key. An empty slot keeps a rank that means nothing.
    pub(crate) fn rank(&self, slot: Slot) -> u32 {
        self.ranks[slot]
    }

    /// The slot of the article of a key.
    pub(crate) fn find(&self, key: &str) -> Option<Slot> {
        let place = self.order.binary_search_by(|slot| self.key(*slot).cmp(&Some(key))).ok()?;
        Some(self.order[place])
    }

    pub(crate) fn get(&self, slot: Slot) -> Option<&Arc<ArticleRecord>> {
        self.records[slot].as_ref()
    }

    pub(crate) fn features(&self, slot: Slot) -> Option<&ArticleFeatures> {
        self.get(slot).map(|record| &*record.features)
    }

    /// Takes in the articles as they are now; gives those that are new, changed or gone, and those to which others, come
    /// or gone, have given another short name. Only keys of `changed` are looked at, if that is given.
    pub(crate) fn update(
        &mut self,
        articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
        changed: Option<&BTreeSet<Arc<str>>>,
    ) -> Delta {
        let mut delta = Delta::default();
        let known = |record: &Option<Arc<ArticleRecord>>| record.as_ref().map(|record| Arc::clone(&record.key));
        let all = || articles.keys().cloned().chain(self.records.iter().filter_map(known)).collect();
        let looked: BTreeSet<Arc<str>> = changed.cloned().unwrap_or_else(all);
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for key in looked {
            match (self.find(&key), articles.get(&key)) {
                (Some(slot), Some(analysis)) => {
                    let old = self.records[slot].as_ref().filter(|record| !Arc::ptr_eq(&record.analysis, analysis));
                    if let Some(new) = old.map(|old| old.anew(&key, analysis)) {
                        self.records[slot] = Some(Arc::new(new));
                        delta.articles.insert(slot);
                    }
                }
                (Some(slot), None) => gone.push(slot),
                (None, Some(analysis)) => come.push((key, analysis)),
                (None, None) => {}
            }
        }
        if gone.is_empty() && come.is_empty() {
            return delta;
        }
        for slot in &gone {
            self.records[*slot] = None;
        }
        self.order.retain(|slot| self.records[*slot].is_some());
        for (key, analysis) in come {
            // A slot that is emptied now is filled by a later link: what stands for it must be forgotten first.
            let slot = self.free.pop().unwrap_or_else(|| self.records.push(None));
            self.records[slot] = Some(Arc::new(ArticleRecord::new(&key, analysis)));
            delta.articles.insert(slot);
            self.order.push(slot);
        }
        self.free.extend(&gone);
        delta.articles.extend(gone);
        let mut order = std::mem::take(&mut self.order);
        // Nearly in order already, which this sort makes use of.
        order.sort_by(|a, b| self.key(*a).cmp(&self.key(*b)));
        self.order = order;
        self.ranks.resize(self.records.len(), 0);
        for (rank, slot) in self.order.iter().enumerate() {
            self.ranks[*slot] = number(rank);
        }
        self.tell_apart(&mut delta);
        delta
    }

    fn key(&self, slot: Slot) -> Option<&str> {
        self.records[slot].as_ref().map(|record| &*record.key)
    }

    /// Gives every article a label that no other has.
    fn tell_apart(&mut self, delta: &mut Delta) {
        let records = self.order.iter().filter_map(|slot| self.records[*slot].as_ref());
        let labels: Vec<(&str, &Label)> = records.map(|record| (&*record.key, &*record.own_label)).collect();
        let longer = label::tell_apart(&labels);
        let mut longer = longer.into_iter().peekable();
        for (rank, slot) in self.order.iter().enumerate() {
            let Some(record) = self.records[*slot].as_mut() else { continue };
            let longer = longer.next_if(|(at, _)| *at == rank).map(|(_, short)| short);
            let short = longer.as_ref().unwrap_or(&record.own_label.short);
            if record.label.short != *short {
                let short = short.clone();
                *record = Arc::new(ArticleRecord::clone(record).called(short));
                delta.renamed.insert(*slot);
            }
        }
    }
}
