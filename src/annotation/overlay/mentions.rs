//! Mentions that people added, rejected or typed, and chains that they joined and parted.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::decisions::Decisions;
use super::find::{entity_type, mention_of};
use super::groups::regroup;
use crate::analysis::judged::{Judged, Judgements};
use crate::analysis::{
    ArticleAnalysis, Chain, ChainId, Chains, Gender, Mention, MentionId, MentionKind, Mentions, Provenance, RoleMention,
};
use crate::annotation::bonds::Bond;
use crate::annotation::meaning::{Kind, Relation, Verdict};
use crate::model::EntityType;
use crate::text::Span;

/// A mention while it is being decided.
struct Item {
    mention: Mention,
    /// The chain that the machine has it in.
    from: Option<ChainId>,
    group: usize,
    judged: Option<Judged>,
    typed: bool,
}

/// The mentions while they are being decided, in the order of the text, found by where they stand.
struct Items<'a> {
    human: &'a ArticleAnalysis,
    all: Vec<Item>,
    /// How far a mention reaches behind the beginning of its name at most, and its title before it.
    behind: u32,
    before: u32,
    /// A group that nobody is in.
    next: usize,
    /// Words that are somebody's name.
    names: FxHashSet<&'a str>,
}

impl<'a> Items<'a> {
    fn new(human: &'a ArticleAnalysis) -> Self {
        let item = |mention: &Mention| Item {
            mention: mention.clone(),
            from: Some(mention.chain),
            group: usize::from(mention.chain),
            judged: None,
            typed: false,
        };
        let mut all: Vec<Item> = human.mentions.iter().map(item).collect();
        all.sort_by_key(|item| item.mention.span.start);
        let named = human.mentions.iter().filter(|it| it.kind == MentionKind::Named);
        let names = named.map(|it| human.slice(it.span)).collect();
        let mut items = Self { human, all, behind: 0, before: 0, next: human.chains.len(), names };
        human.mentions.iter().for_each(|mention| items.reach(mention));
        items
    }

    fn reach(&mut self, mention: &Mention) {
        let start = mention.span.start;
        self.behind = self.behind.max(mention.titled.end.max(mention.span.end).saturating_sub(start));
        self.before = self.before.max(start.saturating_sub(mention.titled.start));
    }

    /// All that may touch a span.
    fn near(&self, span: Span) -> Range<usize> {
        let start = |item: &Item| item.mention.span.start;
        let from = self.all.partition_point(|item| start(item).saturating_add(self.behind) < span.start);
        let to = self.all.partition_point(|item| start(item) <= span.end.saturating_add(self.before));
        from..to.max(from)
    }

    /// The mention that a span is of.
    fn find(&self, span: Span) -> Option<usize> {
        let near = self.near(span);
        let from = near.start;
        mention_of(self.all[near].iter().map(|item| &item.mention), span).map(|at| from + at)
    }

    /// Puts a mention in; readings across its edges yield. Gives its place.
    fn add(&mut self, span: Span) -> usize {
        for at in self.near(span).rev() {
            let item = &self.all[at];
            let other = item.mention.titled;
            let crosses = other.overlaps(span) && !other.covers(span);
            let name_around = item.mention.kind == MentionKind::Named && item.mention.span.overlaps(span);
            if crosses || name_around {
                self.all.remove(at);
            }
        }
        let human = self.human;
        let words = human.slice(span);
        let same = |item: &&Item| item.mention.kind == MentionKind::Named && human.slice(item.mention.span) == words;
        let known = if self.names.contains(words) { self.all.iter().find(same) } else { None };
        let (group, from) = known.map_or((self.next, None), |item| (item.group, item.from));
        let entity_type = known.map_or(EntityType::Other, |item| item.mention.entity_type);
        self.next = self.next.max(group + 1);
        let at = self.all.partition_point(|item| item.mention.span.start < span.start);
        let named = words.starts_with(char::is_uppercase) || words.starts_with(char::is_numeric);
        let kind = if named { MentionKind::Named } else { MentionKind::Nominal };
        if named {
            self.names.insert(words);
        }
        let (chain, provenance) = (ChainId::from(0), Provenance::Human);
        let mention =
            Mention { span, titled: span, kind, entity_type, chain, probability: 1.0, provenance, link: provenance };
        self.reach(&mention);
        self.all.insert(at, Item { mention, from, group, judged: None, typed: false });
        at
    }
}

/// Lays decisions on mentions over an analysis; true where it is another by that.
pub(super) fn lay(human: &mut ArticleAnalysis, judged: &mut Judgements, decisions: &Decisions<'_>) -> bool {
    let machine = human.clone();
    let mut items = Items::new(&machine);
    let mut changed = false;
    let mut slugs: Vec<(Span, &str, &Judged)> = Vec::new();
    for (placed, meaning, by) in decisions.of(Kind::Mention) {
        let Some(span) = placed.first().filter(|span| !span.is_empty()) else { continue };
        let found = items.find(span);
        match meaning.verdict {
            Some(Verdict::Rejected) => {
                if let Some(at) = found {
                    items.all.remove(at);
                    changed = true;
                }
            }
            Some(Verdict::Unsure) => {}
            Some(Verdict::Added | Verdict::Accepted) | None => {
                let wanted = meaning.r#type.as_deref().and_then(entity_type);
                let is = |mention: &Mention| [mention.span, mention.titled].contains(&span);
                let exact = found.filter(|at| is(&items.all[*at].mention));
                let at = exact.unwrap_or_else(|| {
                    changed = true;
                    items.add(span)
                });
                let item = &mut items.all[at];
                if let Some(wanted) = wanted {
                    changed |= item.mention.entity_type != wanted;
                    (item.mention.entity_type, item.typed) = (wanted, true);
                }
                item.judged = Some(by.clone());
                slugs.extend(meaning.entity.as_deref().map(|slug| (span, slug, by)));
            }
        }
    }
    let place = |span: Span| items.find(span);
    let mut bonds: Vec<Bond> = Vec::new();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (span, slug, by) in slugs {
        let Some(at) = place(span) else { continue };
        let one = *first.entry(slug).or_insert(at);
        if one != at {
            bonds.push(Bond { one, other: at, same: true, when: by.when });
        }
    }
    for (one, other, relation, by) in decisions.between(&[Relation::SameEntity, Relation::NotSameEntity]) {
        let same = relation == Relation::SameEntity;
        if let (Some(one), Some(other)) = (place(one), place(other)) {
            bonds.push(Bond { one, other, same, when: by.when });
        }
    }
    let items = items.all;
    let groups: Vec<usize> = items.iter().map(|item| item.group).collect();
    let words = |at: usize| items[at].mention.span.of_text(&human.text);
    let near = |at: usize, sides: &[Vec<usize>]| {
        let named = items[at].mention.kind == MentionKind::Named;
        let last = |words: &'_ str| words.rsplit(' ').next().unwrap_or_default().to_owned();
        let alike = |side: &&Vec<usize>| side.iter().any(|other| words(*other) == words(at));
        let akin = |side: &&Vec<usize>| side.iter().any(|other| last(words(*other)) == last(words(at)));
        let only = |test: &dyn Fn(&&Vec<usize>) -> bool| {
            let mut fitting = sides.iter().enumerate().filter(|(_, side)| test(side)).map(|(at, _)| at);
            fitting.next().filter(|_| fitting.next().is_none())
        };
        if named { only(&alike).or_else(|| only(&akin)) } else { None }
    };
    let regrouped = if bonds.is_empty() { groups.clone() } else { regroup(&groups, &bonds, near) };
    changed |= !bonds.is_empty();
    if !changed {
        let ids = items.into_iter().enumerate().filter_map(|(at, item)| Some((MentionId::from(at), item.judged?)));
        judged.mentions = ids.collect();
        return false;
    }
    finish(human, judged, &items, &regrouped);
    true
}

/// Numbers mentions and chains anew, and whatever refers to them.
fn finish(human: &mut ArticleAnalysis, judged: &mut Judgements, items: &[Item], groups: &[usize]) {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        members.entry(*group).or_default().push(at);
    }
    let mut chains: Vec<Vec<usize>> = members.into_values().collect();
    chains.sort_by_key(|members| members.first().copied());
    let mut of_mention: Vec<ChainId> = vec![ChainId::from(0); items.len()];
    for (at, members) in chains.iter().enumerate() {
        members.iter().for_each(|member| of_mention[*member] = ChainId::from(at));
    }
    let mut left: FxHashMap<ChainId, Vec<usize>> = FxHashMap::default();
    for (at, item) in items.iter().enumerate() {
        item.from.into_iter().for_each(|from| left.entry(from).or_default().push(at));
    }
    let moved = Moved { items, of_mention: &of_mention, left };
    let fresh: Chains = chains.iter().map(|members| chain(human, &moved, members)).collect();
    refer_anew(human, &moved);
    let mut mentions = Mentions::new();
    for (item, chain) in items.iter().zip(&of_mention) {
        let own = if item.typed { item.mention.entity_type } else { fresh[*chain].entity_type };
        let alone = item.from.is_some_and(|from| human.chains[from].entity_type == fresh[*chain].entity_type);
        let entity_type = if alone && !item.typed { item.mention.entity_type } else { own };
        let id = mentions.push(Mention { chain: *chain, entity_type, ..item.mention.clone() });
        judged.mentions.extend(item.judged.clone().map(|by| (id, by)));
    }
    (human.mentions, human.chains) = (mentions, fresh);
}

/// Where chains have gone.
struct Moved<'a> {
    items: &'a [Item],
    of_mention: &'a [ChainId],
    /// What is left of each.
    left: FxHashMap<ChainId, Vec<usize>>,
}

impl Moved<'_> {
    /// What a chain of the machine is now for something that stands at `near`; `None` when nothing of it is left.
    fn now(&self, old: ChainId, near: Span) -> Option<ChainId> {
        let left = || self.left.get(&old).into_iter().flatten().map(|at| (&self.items[*at], &self.of_mention[*at]));
        let there = left().find(|(item, _)| item.mention.titled.overlaps(near));
        let before = || left().rfind(|(item, _)| item.mention.span.start <= near.start);
        there.or_else(before).or_else(|| left().next()).map(|(_, chain)| *chain)
    }
}

/// The chain of some mentions, in the order of the text.
fn chain(human: &ArticleAnalysis, moved: &Moved<'_>, members: &[usize]) -> Chain {
    let items: Vec<&Item> = members.iter().map(|at| &moved.items[*at]).collect();
    let mut sources: Vec<ChainId> = items.iter().filter_map(|item| item.from).collect();
    sources.sort_unstable();
    sources.dedup();
    let typed = items.iter().filter(|item| item.typed).max_by_key(|item| item.judged.as_ref().and_then(|by| by.when));
    let of = |id: &ChainId| &human.chains[*id];
    let mentions: Vec<MentionId> = members.iter().map(|at| MentionId::from(*at)).collect();
    let affiliation = |chain: &Chain| {
        let near = items.first().map(|item| item.mention.span)?;
        moved.now(chain.affiliation?, near)
    };
    if let ([only], true) = (&sources[..], items.iter().all(|item| item.from.is_some())) {
        let whole = of(only);
        if whole.mentions.len() == members.len() {
            let entity_type = typed.map_or(whole.entity_type, |item| item.mention.entity_type);
            return Chain { mentions, entity_type, affiliation: affiliation(whole), ..whole.clone() };
        }
    }
    let named = |item: &&&Item| item.mention.kind == MentionKind::Named;
    let longest = items.iter().filter(named).max_by_key(|item| {
        let words = human.slice(item.mention.span);
        (words.split_whitespace().count(), words.len(), std::cmp::Reverse(item.mention.span.start))
    });
    let best = longest.or(items.first());
    let source = best.and_then(|item| item.from).or(sources.first().copied());
    let mut roles: Vec<RoleMention> = sources.iter().flat_map(|id| of(id).roles.iter().copied()).collect();
    // A role stays with those that it stands beside.
    let own = of_member(moved, members);
    roles.retain(|role| sources.iter().any(|id| moved.now(*id, role.span) == own));
    roles.sort_by_key(|role| role.span);
    roles.dedup();
    let gender = sources.iter().map(|id| of(id).gender).find(|gender| *gender != Gender::Unknown);
    let machine = source.map(|id| of(&id));
    Chain {
        name: best.map(|item| human.slice(item.mention.span).to_owned()).unwrap_or_default(),
        entity_type: typed
            .map(|item| item.mention.entity_type)
            .or(machine.map(|chain| chain.entity_type))
            .unwrap_or(EntityType::Other),
        mentions,
        roles,
        gender: gender.unwrap_or_default(),
        plural: machine.is_some_and(|chain| chain.plural),
        named: longest.is_some(),
        affiliation: machine.filter(|_| longest.is_none()).and_then(affiliation),
    }
}

fn of_member(moved: &Moved<'_>, members: &[usize]) -> Option<ChainId> {
    members.first().and_then(|at| moved.of_mention.get(*at)).copied()
}

/// Has attributions, blocks and events refer to the chains by their new numbers.
fn refer_anew(human: &mut ArticleAnalysis, moved: &Moved<'_>) {
    let all = |old: &[ChainId], near: Span| -> Vec<ChainId> {
        let mut now: Vec<ChainId> = Vec::new();
        for chain in old.iter().filter_map(|chain| moved.now(*chain, near)) {
            if !now.contains(&chain) {
                now.push(chain);
            }
        }
        now
    };
    for attribution in &mut human.attributions {
        let near = attribution.source.first().or(attribution.cue.first()).copied().unwrap_or_default();
        attribution.chain = attribution.chain.and_then(|chain| moved.now(chain, near));
        let joint = all(&attribution.joint, near);
        match joint[..] {
            [one] => (attribution.chain, attribution.joint) = (Some(one), Vec::new()),
            _ => attribution.joint = joint,
        }
    }
    for block in &mut human.blocks {
        block.chain = block.chain.and_then(|chain| moved.now(chain, block.introducer));
    }
    let heads: Vec<Span> = human.event_mentions.iter().map(|mention| mention.span).collect();
    for mention in &mut human.event_mentions {
        mention.participants = all(&mention.participants, mention.span);
        mention.place = mention.place.and_then(|place| moved.now(place, mention.span));
    }
    for event in &mut human.events {
        let near = event.mentions.first().and_then(|first| heads.get(usize::from(*first))).copied().unwrap_or_default();
        event.participants = all(&event.participants, near);
        event.places = all(&event.places, near);
    }
}
