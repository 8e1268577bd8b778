//! Which chains of all articles are one, kept current: a register of all spellings, each with the chains that have it.
//!
//! Whether two names are one is decided between spellings, of which there are far fewer than chains, by the rules of
//! [`super::identity`]. An article that brings no new spelling and takes none away has nothing decided anew but its bare
//! surnames.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{ChainId, Gender};
use crate::corpus::articles::ArticleRecords;
use crate::corpus::constraints::Decided;
use crate::corpus::delta::Delta;
use crate::corpus::disjoint_sets::Sets;
use crate::corpus::entities::decided::{DecidedGroups, Known};
use crate::corpus::entities::group::{Groups, singleton_chain};
use crate::corpus::entities::identity;
use crate::corpus::features::name::{BodyName, Kind, Name, PersonName, called};
use crate::corpus::slot::{ChainAt, Slot, number};
use crate::knowledge::Knowledge;
use crate::text::{IndexBox, IndexVec};

/// How many names two articles must share before a bare surname in one is taken for the person of the other.
const CONTEXT: usize = 2;
/// Articles that name a person in full and are compared with one that has the bare surname.
const MEET: usize = 12;
/// In place of a spelling or a group where there is none.
const NONE: u32 = u32::MAX;

/// A spelling, and who has it.
#[derive(Debug)]
struct Spelling {
    name: Name,
    places: Vec<ChainAt>,
    /// The group of its chains; none where each is by itself.
    label: u32,
}

/// The spellings of one surname.
#[derive(Debug, Default)]
struct Family {
    spellings: Vec<u32>,
    /// By what bare surnames were decided last: the group of the one person of that name, and the chains that name that
    /// person in full and were looked at.
    bare_by: Option<(u32, Vec<ChainAt>)>,
}

/// All spellings of names.
#[derive(Debug, Default)]
pub(crate) struct NameRegister {
    pub(crate) groups: Groups,
    ids: FxHashMap<Name, u32>,
    spellings: Vec<Option<Spelling>>,
    free: Vec<u32>,
    /// Spellings by slot and chain.
    of: IndexVec<Slot, IndexVec<ChainId, u32>>,
    families: FxHashMap<String, Family>,
    /// Spellings of bodies, and of groups of people, by form; of bodies by what their initials are, or they themselves.
    by_form: [FxHashMap<String, Vec<u32>>; 2],
    by_letters: FxHashMap<String, Vec<u32>>,
    /// The groups that an article names, sorted, bare surnames left out: the company of a name.
    company: IndexVec<Slot, Vec<u64>>,
    /// By slot and chain, a hash of what the chain is called.
    names: IndexVec<Slot, IndexBox<ChainId, u64>>,
    labels: u32,
    /// What is decided, as it lies over the groups.
    decided: DecidedGroups,
    /// Articles with another group for some chain than before, and groups that chains came to or went from.
    touched: FxHashSet<Slot>,
    stale: FxHashSet<u64>,
    /// Surnames with other spellings than before, and articles that name others than before.
    respelled: FxHashSet<String>,
    mixed: FxHashSet<Slot>,
}

impl NameRegister {
    /// Takes in what changed, and what is decided; `redecided` are articles on whose chains something else is decided than
    /// before. Gives articles whose chains are in other groups than before, with those that changed themselves, and groups
    /// that are not of the same chains as before.
    pub(crate) fn update(
        &mut self,
        records: &ArticleRecords,
        decided: &Decided<ChainAt>,
        changed: &BTreeSet<Slot>,
        redecided: &BTreeSet<Slot>,
    ) -> Delta<u64> {
        self.of.resize(records.slots(), IndexVec::new());
        self.company.resize(records.slots(), Vec::new());
        self.groups.of.resize(records.slots(), IndexVec::new());
        let mut families: FxHashSet<String> = FxHashSet::default();
        let mut bodies = Vec::new();
        let before: Vec<Vec<(u64, u64)>> = changed.iter().map(|slot| self.called(*slot)).collect();
        self.names.resize(records.slots(), IndexBox::default());
        self.decided.lift(&mut self.groups);
        for slot in changed {
            let names = records.get(*slot).map(|record| called(&record.analysis)).unwrap_or_default();
            self.exchange(*slot, &names, &mut families, &mut bodies);
        }
        if !bodies.is_empty() {
            self.regroup_bodies(bodies);
        }
        let mut families: Vec<String> = families.into_iter().collect();
        families.sort_unstable();
        for surname in &families {
            // Where father and son are told apart, it counts in which articles they stand.
            let junior = || self.people(surname).iter().any(|(_, name)| identity::is_junior(name));
            if self.respelled.contains(surname) || junior() {
                self.regroup_people(surname);
            }
        }
        for slot in changed {
            self.regroup(*slot);
        }
        self.join_bare(records, families);
        let known = Known { records, spellings: &self.of, company: &self.company };
        let (articles, groups) = self.decided.lay(&mut self.groups, decided, &known, &mut self.labels);
        self.touched.extend(articles.iter().chain(redecided));
        self.stale.extend(groups);
        self.respelled.clear();
        self.mixed.clear();
        for (slot, before) in changed.iter().zip(before) {
            self.names[*slot] = records.get(*slot).map_or_else(IndexBox::default, |record| record.names.clone());
            // What is called as before leaves its group as it was.
            let after = self.called(*slot);
            let missing = |one: &[(u64, u64)], other: &[(u64, u64)]| {
                let count = |of: &[(u64, u64)], what| of.iter().filter(|it| **it == what).count();
                let differ = one.iter().filter(|it| count(one, **it) != count(other, **it));
                differ.map(|(group, _)| *group).collect::<Vec<_>>()
            };
            self.stale.extend(missing(&before, &after));
            self.stale.extend(missing(&after, &before));
        }
        let (articles, sets) = (std::mem::take(&mut self.touched), std::mem::take(&mut self.stale));
        Delta { articles: articles.into_iter().collect(), sets: sets.into_iter().collect(), ..Delta::default() }
    }

    /// The groups of an article's chains, with a hash of what each is called.
    fn called(&self, slot: Slot) -> Vec<(u64, u64)> {
        let names = self.names.get(slot).map_or(&[][..], |names| names);
        let groups = self.groups.of_article(slot).iter().zip(names);
        groups.filter(|(group, _)| Groups::label(**group).is_some()).map(|(group, name)| (*group, *name)).collect()
    }

    fn spelling(&self, id: u32) -> Option<&Spelling> {
        self.spellings.get(id as usize)?.as_ref()
    }

    /// Puts the names of an article in the place of those that it had.
    fn exchange(
        &mut self,
        slot: Slot,
        names: &IndexVec<ChainId, Name>,
        families: &mut FxHashSet<String>,
        bodies: &mut Vec<u32>,
    ) {
        self.touched.insert(slot);
        self.groups.of[slot] = IndexVec::new();
        let old = std::mem::take(&mut self.of[slot]);
        let mut new = IndexVec::new();
        for (chain, name) in names.iter_enumerated() {
            if *name == Name::Nobody {
                new.push(NONE);
                continue;
            }
            let id = self.ids.get(name).copied().unwrap_or_else(|| self.enter(name, families, bodies));
            if let Name::Person(person) = name {
                families.insert(person.surname.clone());
            }
            if let Some(spelling) = self.spellings[id as usize].as_mut() {
                spelling.places.push(ChainAt { slot, chain });
            }
            new.push(id);
        }
        for (chain, id) in old.into_iter_enumerated().filter(|(_, id)| *id != NONE) {
            let Some(spelling) = self.spellings[id as usize].as_mut() else { continue };
            // The old place stands before the new one, should both be the same.
            if let Some(at) = spelling.places.iter().position(|place| *place == ChainAt { slot, chain }) {
                spelling.places.swap_remove(at);
            }
            if let Name::Person(person) = &spelling.name {
                families.insert(person.surname.clone());
            }
            if spelling.places.is_empty() {
                self.strike(id, bodies);
            }
        }
        self.of[slot] = new;
    }

    fn enter(&mut self, name: &Name, families: &mut FxHashSet<String>, bodies: &mut Vec<u32>) -> u32 {
        let spelling = Spelling { name: name.clone(), places: Vec::new(), label: NONE };
        let id = self.free.pop().unwrap_or_else(|| {
            self.spellings.push(None);
            number(self.spellings.len() - 1)
        });
        self.spellings[id as usize] = Some(spelling);
        self.ids.insert(name.clone(), id);
        match name {
            Name::Person(person) => {
                self.families.entry(person.surname.clone()).or_default().spellings.push(id);
                families.insert(person.surname.clone());
                self.respelled.insert(person.surname.clone());
            }
            Name::Body(body) => {
                if let Some(forms) = self.by_form.get_mut(form_list(body.kind)) {
                    for form in &body.forms {
                        forms.entry(form.clone()).or_default().push(id);
                    }
                    bodies.push(id);
                }
                if let Some(letters) = letters_of(body) {
                    self.by_letters.entry(letters.to_owned()).or_default().push(id);
                }
            }
            Name::Nobody => {}
        }
        id
    }

    fn strike(&mut self, id: u32, bodies: &mut Vec<u32>) {
        let Some(spelling) = self.spellings[id as usize].take() else { return };
        self.ids.remove(&spelling.name);
        self.free.push(id);
        match &spelling.name {
            Name::Person(person) => {
                self.respelled.insert(person.surname.clone());
                if let Some(family) = self.families.get_mut(&person.surname) {
                    family.spellings.retain(|other| *other != id);
                    if family.spellings.is_empty() {
                        self.families.remove(&person.surname);
                    }
                }
            }
            // What it held together is looked at again.
            Name::Body(body) => {
                if let Some(forms) = self.by_form.get_mut(form_list(body.kind)) {
                    body.forms.iter().for_each(|form| bodies.extend(cross_out(forms, form, id)));
                }
                if let Some(letters) = letters_of(body) {
                    bodies.extend(cross_out(&mut self.by_letters, letters, id));
                }
            }
            Name::Nobody => {}
        }
    }

    fn body(&self, id: u32) -> Option<&BodyName> {
        match &self.spelling(id)?.name {
            Name::Body(body) if body.kind != Kind::Event => Some(body),
            _ => None,
        }
    }

    /// All spellings that forms and acronyms lead to from some.
    fn reached(&self, mut open: Vec<u32>) -> Vec<u32> {
        let mut reached: FxHashSet<u32> = FxHashSet::default();
        let is_short = |id: &u32| {
            let acronym = self.body(*id).and_then(|body| body.acronym.as_ref());
            acronym.is_some_and(|(_, short)| *short)
        };
        while let Some(id) = open.pop() {
            let Some(body) = self.body(id).filter(|_| !reached.contains(&id)) else { continue };
            reached.insert(id);
            let forms = self.by_form.get(form_list(body.kind));
            for form in &body.forms {
                open.extend(forms.and_then(|forms| forms.get(form)).into_iter().flatten());
            }
            // Initials that nobody is called by join nothing.
            let others = letters_of(body).and_then(|letters| self.by_letters.get(letters));
            open.extend(others.filter(|others| others.iter().any(is_short)).into_iter().flatten());
        }
        let mut reached: Vec<u32> = reached.into_iter().collect();
        reached.sort_unstable();
        reached
    }

    /// Joins bodies that have a form in common, then acronyms to the one name that they could stand for.
    fn regroup_bodies(&mut self, changed: Vec<u32>) {
        let ids = self.reached(changed);
        let bodies = || ids.iter().enumerate().filter_map(|(at, id)| Some((at, self.body(*id)?)));
        let mut sets = Sets((0..ids.len()).collect());
        let mut seen: FxHashMap<(Kind, &str), usize> = FxHashMap::default();
        for (at, body) in bodies() {
            for form in &body.forms {
                let other = *seen.entry((body.kind, form)).or_insert(at);
                sets.join(other, at);
            }
        }
        let mut short: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        let mut long: FxHashMap<&str, FxHashSet<usize>> = FxHashMap::default();
        for (at, body) in bodies() {
            let Some(letters) = letters_of(body) else { continue };
            if body.acronym.as_ref().is_some_and(|(_, is_short)| *is_short) {
                short.entry(letters).or_default().push(at);
            } else {
                long.entry(letters).or_default().insert(sets.root(at));
            }
        }
        let one = |letters: &str| long.get(letters).filter(|names| names.len() == 1);
        let joins = short.iter().filter_map(|(letters, spellings)| Some((one(letters)?, spellings)));
        let joins: Vec<(usize, usize)> =
            joins.flat_map(|(names, ats)| ats.iter().flat_map(|at| names.iter().map(|name| (*name, *at)))).collect();
        joins.into_iter().for_each(|(a, b)| sets.join(a, b));
        let members: Vec<(u32, usize)> = ids.iter().enumerate().map(|(at, id)| (*id, sets.root(at))).collect();
        self.label(&members);
    }

    /// Numbers sets of spellings; a set keeps the number that its first member had, as far as no other has it.
    fn label(&mut self, members: &[(u32, usize)]) {
        let mut numbers: FxHashMap<usize, u32> = FxHashMap::default();
        let mut taken: FxHashSet<u32> = FxHashSet::default();
        for (id, set) in members {
            let old = self.spelling(*id).map_or(NONE, |spelling| spelling.label);
            if old != NONE && !numbers.contains_key(set) && taken.insert(old) {
                numbers.insert(*set, old);
            }
        }
        for (id, set) in members {
            let number = *numbers.entry(*set).or_insert_with(|| {
                self.labels += 1;
                self.labels - 1
            });
            self.relabel(*id, number);
        }
    }

    fn relabel(&mut self, id: u32, label: u32) {
        let Some(spelling) = self.spellings[id as usize].as_mut().filter(|spelling| spelling.label != label) else {
            return;
        };
        spelling.label = label;
        for at in 0..self.spelling(id).map_or(0, |spelling| spelling.places.len()) {
            if let Some(place) = self.spelling(id).and_then(|spelling| spelling.places.get(at)).copied() {
                self.regroup(place.slot);
            }
        }
    }

    /// Looks up the groups of an article's chains again. Those of bare surnames stay as they are.
    fn regroup(&mut self, slot: Slot) {
        let mut company = Vec::new();
        let mut groups = std::mem::take(&mut self.groups.of[slot]);
        groups.resize(self.of[slot].len(), NONE.into());
        for ((chain, id), group) in self.of[slot].iter_enumerated().zip(&mut groups) {
            let spelling = self.spelling(*id);
            let bare = spelling.is_some_and(|spelling| is_bare(&spelling.name));
            let label = spelling.map(|spelling| spelling.label).filter(|label| *label != NONE);
            let new = match label {
                Some(label) => u64::from(label),
                None if bare && *group != u64::from(NONE) => *group,
                None => singleton_chain(ChainAt { slot, chain }),
            };
            company.extend(label.map(u64::from));
            if new != *group {
                if *group != u64::from(NONE) {
                    self.stale.extend([*group, new]);
                }
                self.touched.insert(slot);
                *group = new;
            }
        }
        company.sort_unstable();
        company.dedup();
        self.groups.of[slot] = groups;
        if self.company[slot] != company {
            self.mixed.insert(slot);
            self.company[slot] = company;
        }
    }

    fn people(&self, surname: &str) -> Vec<(u32, &PersonName)> {
        let spellings = self.families.get(surname).map_or(&[][..], |family| &family.spellings);
        let named = spellings.iter().filter_map(|id| match &self.spelling(*id)?.name {
            Name::Person(person) => Some((*id, person)),
            _ => None,
        });
        named.collect()
    }

    /// Divides the spellings of one surname into people.
    fn regroup_people(&mut self, surname: &str) {
        let family = self.people(surname);
        let two = self.has_father_and_son(&family);
        let full = family.into_iter().filter(|(_, name)| name.given.is_some()).collect();
        let (people, alone) = identity::divide(&Knowledge::shared().aliases, full, two);
        let members = people.iter().enumerate().flat_map(|(set, person)| person.iter().map(move |(id, _)| (*id, set)));
        let mut members: Vec<(u32, usize)> = members.filter(|(id, _)| !alone.contains(id)).collect();
        members.sort_unstable();
        self.label(&members);
        alone.into_iter().for_each(|id| self.relabel(id, NONE));
    }

    /// True when one article names two people that only "Jr." tells apart.
    fn has_father_and_son(&self, family: &[(u32, &PersonName)]) -> bool {
        let of = |id: u32| self.spelling(id).map_or(&[][..], |spelling| &spelling.places);
        family.iter().filter(|(_, name)| identity::is_junior(name)).any(|(id, son)| {
            let here: FxHashSet<Slot> = of(*id).iter().map(|place| place.slot).collect();
            let fathers =
                family.iter().filter(|(_, it)| identity::is_father_and_son(&Knowledge::shared().aliases, son, it));
            let mut places = fathers.flat_map(|(id, _)| of(*id));
            places.any(|place| here.contains(&place.slot))
        })
    }

    /// Joins bare surnames to the one person of that name, where the articles have more in common than the surname.
    fn join_bare(&mut self, records: &ArticleRecords, mut families: Vec<String>) {
        // Whoever keeps other company now may have other namesakes.
        let mut known: FxHashSet<String> = families.iter().cloned().collect();
        let mut touched: Vec<Slot> = self.touched.iter().copied().collect();
        touched.sort_unstable();
        for slot in touched {
            for id in &self.of[slot] {
                if let Some(Name::Person(person)) = self.spelling(*id).map(|spelling| &spelling.name)
                    && !known.contains(&person.surname)
                {
                    known.insert(person.surname.clone());
                    families.push(person.surname.clone());
                }
            }
        }
        for surname in families {
            self.join_bare_of(records, &surname);
        }
    }

    fn join_bare_of(&mut self, records: &ArticleRecords, surname: &str) {
        let family = self.people(surname);
        let bare: Vec<(u32, Gender)> =
            family.iter().filter(|(_, name)| name.given.is_none()).map(|(id, name)| (*id, name.gender)).collect();
        if bare.is_empty() {
            return;
        }
        let full: Vec<(u32, Gender)> =
            family.iter().filter(|(_, name)| name.given.is_some()).map(|(id, name)| (*id, name.gender)).collect();
        let label = |id: u32| self.spelling(id).map_or(NONE, |spelling| spelling.label);
        // Two people of one name: a bare surname could be either.
        let one = full.first().map(|(id, _)| label(*id)).filter(|only| full.iter().all(|(id, _)| label(*id) == *only));
        let one = one.filter(|label| *label != NONE);
        let of = |id: u32| self.spelling(id).map_or(&[][..], |spelling| &spelling.places);
        let mut meet: Vec<ChainAt> = full.iter().flat_map(|(id, _)| of(*id)).copied().collect();
        let order = |place: &ChainAt| (records.rank(place.slot), place.chain);
        if meet.len() > MEET {
            meet.select_nth_unstable_by_key(MEET, order);
            meet.truncate(MEET);
        }
        meet.sort_unstable();
        let by = (one.unwrap_or(NONE), meet);
        let known = self.families.get(surname).and_then(|family| family.bare_by.as_ref());
        let same = known == Some(&by)
            && !self.respelled.contains(surname)
            && !by.1.iter().any(|place| self.mixed.contains(&place.slot));
        let meet = &by.1;
        let mut decided = Vec::new();
        for (id, gender) in &bare {
            let fits = full.iter().all(|(_, other)| !identity::differ(*other, *gender));
            for place in of(*id) {
                let slot = place.slot;
                if same && !self.touched.contains(&slot) && !self.mixed.contains(&slot) {
                    continue;
                }
                // An article that names the person in full and has a bare surname beside keeps the two apart on
                // purpose.
                let here = meet.iter().any(|other| other.slot == slot);
                let known = || meet.iter().any(|other| self.share(slot, other.slot));
                let group = match one {
                    Some(label) if fits && !here && known() => u64::from(label),
                    _ => singleton_chain(*place),
                };
                decided.push((*place, group));
            }
        }
        if let Some(family) = self.families.get_mut(surname) {
            family.bare_by = Some(by);
        }
        for (place, group) in decided {
            let old = &mut self.groups.of[place.slot][place.chain];
            if *old != group {
                self.stale.extend([*old, group]);
                self.touched.insert(place.slot);
                *old = group;
            }
        }
    }

    /// True when two articles name enough of the same.
    fn share(&self, a: Slot, b: Slot) -> bool {
        let (mut ours, mut theirs) = (&self.company[a][..], &self.company[b][..]);
        let mut shared = 0;
        while let ([x, rest @ ..], [y, others @ ..]) = (ours, theirs) {
            shared += usize::from(x == y);
            if shared >= CONTEXT {
                return true;
            }
            if x <= y {
                ours = rest;
            }
            if y <= x {
                theirs = others;
            }
        }
        false
    }
}

/// Where the forms of a kind stand; events have none, since a summit is not last year's: events with a name are joined
/// with the events that they are.
fn form_list(kind: Kind) -> usize {
    match kind {
        Kind::Body => 0,
        Kind::Group => 1,
        Kind::Event => 2,
    }
}

/// The acronym that a body may share with another.
fn letters_of(body: &BodyName) -> Option<&str> {
    let (letters, _) = body.acronym.as_ref().filter(|_| body.kind == Kind::Body)?;
    (letters.len() >= 3).then_some(letters)
}

/// Takes a spelling out of a list; gives those that are left.
fn cross_out(lists: &mut FxHashMap<String, Vec<u32>>, key: &str, id: u32) -> Vec<u32> {
    let Some(list) = lists.get_mut(key) else { return Vec::new() };
    list.retain(|other| *other != id);
    if list.is_empty() {
        lists.remove(key);
        return Vec::new();
    }
    list.clone()
}

fn is_bare(name: &Name) -> bool {
    matches!(name, Name::Person(person) if person.given.is_none())
}
