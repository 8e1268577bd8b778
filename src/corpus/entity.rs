//! Who is the same across articles: spelling variants, initials, acronyms, titles; two people with one surname stay
//! two.
//!
//! Chains are joined, never mentions: what an article says of "Clinton" is decided within that article first. Names
//! of bodies are one when their forms agree ([`Aliases::canonical`]) or one is the other's acronym; names of people
//! when surname and given names agree. A chain with a bare surname joins the only person of that name in articles
//! that share other names with its own, or stays alone.

use rustc_hash::{FxHashMap, FxHashSet};

use super::profile::tables;
use super::{ArticleId, Entity, EntityId};
use crate::analysis::chain::is_namesake;
use crate::analysis::{ArticleAnalysis, Chain, Gender, MentionKind};
use crate::lexicon::aliases::Aliases;
use crate::model::EntityType;

/// How many names two articles must share before a bare surname in one is taken for the person of the other.
const CONTEXT: usize = 2;

/// Articles that name a person in full and are compared with one that has the bare surname.
const MEET: usize = 12;

/// What a chain's names say for comparison with chains of other articles.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Name {
    /// Never joined to another article's.
    Nobody,
    /// A person.
    Person(PersonName),
    /// Anything else with a name.
    Body(BodyName),
}

/// A person's name, in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PersonName {
    given: Option<String>,
    middle: Vec<String>,
    surname: String,
    /// "jr", "iii": what tells a son from his father.
    generation: Option<String>,
    gender: Gender,
}

/// The forms of a body's name.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BodyName {
    /// Kinds that are kept apart: a country is not its people.
    kind: Kind,
    /// Canonical forms, of the full name first.
    forms: Vec<String>,
    /// The acronym that it is, or that its full name would have.
    acronym: Option<(String, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Body,
    Group,
    Event,
}

impl Name {
    /// Reads the names of a chain.
    pub(super) fn of(aliases: &Aliases, analysis: &ArticleAnalysis, chain: &Chain) -> Self {
        if !chain.named || chain.name.trim().is_empty() {
            return Self::Nobody;
        }
        match chain.entity_type {
            // A father "also named Duncan Hunter" would be taken for his son elsewhere.
            EntityType::Person if named_alike(analysis, chain) => Self::Nobody,
            EntityType::Person => person(chain).map_or(Self::Nobody, Self::Person),
            _ => Self::Body(body(aliases, analysis, chain)),
        }
    }

    /// What stands for the name in an article's vector of names: equal for chains that would be one.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Nobody => None,
            Self::Person(name) => Some(&name.surname),
            Self::Body(name) => name.forms.first().map(String::as_str),
        }
    }
}

fn named_alike(analysis: &ArticleAnalysis, chain: &Chain) -> bool {
    let first = chain.mentions.first().and_then(|at| analysis.mentions.get(*at));
    first.is_some_and(|mention| is_namesake(analysis, mention.span))
}

fn person(chain: &Chain) -> Option<PersonName> {
    const PARTICLES: [&str; 14] =
        ["de", "la", "le", "del", "di", "da", "van", "von", "der", "den", "bin", "ibn", "al", "el"];
    const SUFFIXES: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "esq"];
    let name = chain.name.to_lowercase().replace(['[', ']', ','], " ").replace("al-", "").replace("el-", "");
    let mut words: Vec<&str> = name.split_whitespace().map(|word| word.trim_matches('.')).collect();
    let generation = words.iter().skip(1).find(|word| SUFFIXES.contains(word) && **word != "esq");
    let generation = generation.map(|word| (*word).to_string());
    words.retain(|word| !word.is_empty() && !SUFFIXES.contains(word));
    let surname = words.pop()?.to_string();
    words.retain(|word| !PARTICLES.contains(word));
    let mut words = words.into_iter().map(str::to_string);
    let given = words.next();
    Some(PersonName { given, middle: words.collect(), surname, generation, gender: chain.gender })
}

fn body(aliases: &Aliases, analysis: &ArticleAnalysis, chain: &Chain) -> BodyName {
    let kind = match chain.entity_type {
        EntityType::Group => Kind::Group,
        EntityType::Event => Kind::Event,
        _ => Kind::Body,
    };
    let mut forms = vec![aliases.canonical(&chain.name)];
    for mention in chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at)) {
        let name = analysis.slice(mention.span);
        // "the Committee" of one article is not that of another: only names in full, or acronyms, go along.
        let full = name.split_whitespace().count() > 1 || is_acronym(name);
        if mention.kind == MentionKind::Named && full && kind == Kind::Body {
            let form = aliases.canonical(name);
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    let acronym = if is_acronym(&chain.name) {
        Some((letters(&chain.name), true))
    } else {
        Some((initials(&chain.name), false)).filter(|(initials, _)| initials.len() >= 3)
    };
    BodyName { kind, forms, acronym }
}

fn letters(name: &str) -> String {
    name.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_acronym(name: &str) -> bool {
    let capitals = name.chars().filter(|ch| ch.is_uppercase()).count();
    (2..=6).contains(&capitals) && name.chars().all(|ch| ch.is_uppercase() || ch == '.')
}

fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().next().filter(|ch| ch.is_uppercase());
    name.split([' ', '-']).filter_map(first).flat_map(char::to_lowercase).collect()
}

/// Sets of chains that are one, while they are found.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// The first node of each article; nodes are its chains in order.
    first: Vec<usize>,
    parent: Vec<usize>,
}

impl Groups {
    fn new(articles: &[&[Name]]) -> Self {
        let mut first = Vec::with_capacity(articles.len());
        let mut nodes = 0;
        for names in articles {
            first.push(nodes);
            nodes += names.len();
        }
        Self { first, parent: (0..nodes).collect() }
    }

    fn node(&self, article: usize, chain: usize) -> usize {
        self.first[article] + chain
    }

    /// The article of a node.
    fn article(&self, node: usize) -> usize {
        self.first.partition_point(|first| *first <= node) - 1
    }

    /// The set of a chain, named by its first node, whatever the order of joining.
    pub(super) fn of(&self, article: usize, chain: usize) -> usize {
        self.root(self.node(article, chain))
    }

    fn root(&self, mut node: usize) -> usize {
        while self.parent[node] != node {
            node = self.parent[node];
        }
        node
    }

    fn join_nodes(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (low, high) = (a.min(b), a.max(b));
        self.parent[high] = low;
    }

    /// Shortens the way to each set's first node. A parent stands before its child, so one pass does.
    pub(super) fn flatten(&mut self) {
        for node in 0..self.parent.len() {
            self.parent[node] = self.parent[self.parent[node]];
        }
    }

    /// The set of each chain, article by article; chains of one set have one number.
    pub(super) fn by_article(&self) -> Vec<Vec<usize>> {
        let ends = self.first.iter().skip(1).copied().chain([self.parent.len()]);
        self.first.iter().zip(ends).map(|(start, end)| (*start..end).map(|node| self.root(node)).collect()).collect()
    }

    /// Makes two chains one.
    pub(super) fn join(&mut self, a: (usize, usize), b: (usize, usize)) {
        self.join_nodes(self.node(a.0, a.1), self.node(b.0, b.1));
    }
}

/// Joins the chains of all articles.
pub(super) fn group(aliases: &Aliases, articles: &[&[Name]]) -> Groups {
    let mut groups = Groups::new(articles);
    join_bodies(articles, &mut groups);
    join_acronyms(articles, &mut groups);
    join_people(aliases, articles, &mut groups);
    groups.flatten();
    groups
}

fn nodes<'a>(articles: &[&'a [Name]]) -> impl Iterator<Item = (usize, &'a Name)> {
    articles.iter().flat_map(|names| names.iter()).enumerate()
}

fn join_bodies(articles: &[&[Name]], groups: &mut Groups) {
    let mut seen: FxHashMap<(Kind, &str), usize> = FxHashMap::default();
    for (node, name) in nodes(articles) {
        let Name::Body(body) = name else { continue };
        // A summit is not last year's: events with a name are joined with the events that they are.
        if body.kind == Kind::Event {
            continue;
        }
        for form in &body.forms {
            let other = *seen.entry((body.kind, form)).or_insert(node);
            groups.join_nodes(other, node);
        }
    }
}

/// An acronym joins the name that it stands for when only one name could be meant.
fn join_acronyms(articles: &[&[Name]], groups: &mut Groups) {
    let mut short: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut long: FxHashMap<&str, FxHashSet<usize>> = FxHashMap::default();
    for (node, name) in nodes(articles) {
        let Name::Body(BodyName { kind: Kind::Body, acronym: Some((letters, is_short)), .. }) = name else { continue };
        if *is_short {
            short.entry(letters).or_default().push(node);
        } else {
            long.entry(letters).or_default().insert(groups.root(node));
        }
    }
    let mut joins: Vec<(usize, usize)> = Vec::new();
    for (letters, nodes) in short {
        if let Some(names) = long.get(letters)
            && names.len() == 1
            && letters.len() >= 3
        {
            joins.extend(nodes.iter().flat_map(|node| names.iter().map(move |name| (*name, *node))));
        }
    }
    joins.into_iter().for_each(|(a, b)| groups.join_nodes(a, b));
}

fn join_people(aliases: &Aliases, articles: &[&[Name]], groups: &mut Groups) {
    let mut families: FxHashMap<&str, Vec<(usize, &PersonName)>> = FxHashMap::default();
    for (node, name) in nodes(articles) {
        if let Name::Person(person) = name {
            families.entry(&person.surname).or_default().push((node, person));
        }
    }
    let mut bare: Vec<(usize, Vec<usize>)> = Vec::new();
    for family in families.values().filter(|family| family.len() > 1) {
        let people = join_family(aliases, family, groups);
        // Two people of one name: a bare surname could be either.
        if let [only] = &people[..] {
            let genders: Vec<Gender> = only.iter().map(|(_, name)| name.gender).collect();
            let fits = |name: &PersonName| genders.iter().all(|gender| !differ(*gender, name.gender));
            let lone = family.iter().filter(|(_, name)| name.given.is_none() && fits(name));
            let full = family.iter().filter(|(_, name)| name.given.is_some()).map(|(node, _)| *node).take(MEET);
            let full: Vec<usize> = full.collect();
            bare.extend(lone.map(|(node, _)| (*node, full.clone())));
        }
    }
    join_bare(articles, bare, groups);
}

fn differ(a: Gender, b: Gender) -> bool {
    a != Gender::Unknown && b != Gender::Unknown && a != b
}

/// Divides the chains of one surname that have a given name into people.
fn join_family<'a>(
    aliases: &Aliases,
    family: &[(usize, &'a PersonName)],
    groups: &mut Groups,
) -> Vec<Vec<(usize, &'a PersonName)>> {
    let mut full: Vec<(usize, &PersonName)> = family.iter().copied().filter(|(_, name)| name.given.is_some()).collect();
    let two = has_father_and_son(aliases, family, groups);
    let same = |a: &PersonName, b: &PersonName| same(aliases, a, b) && same_generation(a, b, two);
    // Long given names first, so that an initial meets every name that it could stand for.
    full.sort_by_key(|(node, name)| (std::cmp::Reverse(name.given.as_ref().map_or(0, |given| given.len())), *node));
    let mut people: Vec<Vec<(usize, &PersonName)>> = Vec::new();
    for (node, name) in full {
        // One spelling is compared once: a thousand copies of a name make one person of a few spellings.
        let mut fitting = people.iter_mut().filter(|person| person.iter().all(|(_, other)| same(name, other)));
        match (fitting.next(), fitting.next()) {
            (Some(person), None) => {
                groups.join_nodes(person[0].0, node);
                if person.iter().all(|(_, other)| *other != name) {
                    person.push((node, name));
                }
            }
            _ => people.push(vec![(node, name)]),
        }
    }
    people
}

/// True when one article names two people that only "Jr." tells apart. Where none does, "Joe Biden" of one article is
/// "Joseph R. Biden Jr." of another.
fn has_father_and_son(aliases: &Aliases, family: &[(usize, &PersonName)], groups: &Groups) -> bool {
    // "President Trump" beside "Donald Trump Jr." is told apart as well.
    let father = |son: &PersonName, other: &PersonName| {
        same(aliases, son, other) || other.given.is_none() && !differ(son.gender, other.gender)
    };
    family.chunk_by(|a, b| groups.article(a.0) == groups.article(b.0)).any(|here| {
        let of = |junior: bool| here.iter().filter(move |it| is_junior(it.1) == junior).take(MEET);
        of(true).any(|(_, son)| of(false).any(|(_, other)| father(son, other)))
    })
}

/// True with a suffix that is seldom left out where the father is known: "Robert Mueller" is the third of his name.
fn is_junior(name: &PersonName) -> bool {
    matches!(name.generation.as_deref(), Some("jr" | "sr"))
}

fn same_generation(a: &PersonName, b: &PersonName, two: bool) -> bool {
    let strict = two && (is_junior(a) || is_junior(b));
    a.generation == b.generation || !strict && (a.generation.is_none() || b.generation.is_none())
}

fn same(aliases: &Aliases, a: &PersonName, b: &PersonName) -> bool {
    let (Some(given), Some(other)) = (&a.given, &b.given) else { return false };
    let middle = |name: &PersonName| name.middle.iter().filter_map(|word| word.chars().next()).collect::<Vec<_>>();
    let (ours, theirs) = (middle(a), middle(b));
    let middles_fit = ours.is_empty() || theirs.is_empty() || ours.iter().any(|initial| theirs.contains(initial));
    middles_fit && !differ(a.gender, b.gender) && aliases.same_given(given, other)
}

/// Joins bare surnames to the one person of that name, where the articles have more in common than the surname.
fn join_bare(articles: &[&[Name]], bare: Vec<(usize, Vec<usize>)>, groups: &mut Groups) {
    let context = |groups: &Groups, article: usize| -> FxHashSet<usize> {
        let names = articles[article].iter().enumerate();
        let bodies = names.filter(|(_, name)| !matches!(name, Name::Nobody));
        bodies.map(|(chain, _)| groups.of(article, chain)).collect()
    };
    let mut joins = Vec::new();
    for (node, people) in &bare {
        let article = groups.article(*node);
        let ours = context(groups, article);
        let fits = |other: usize| context(groups, other).intersection(&ours).count() >= CONTEXT;
        let known = |person: &&usize| {
            let other = groups.article(**person);
            other != article && fits(other)
        };
        // An article that names the person in full and has a bare surname beside keeps the two apart on purpose.
        let here = people.iter().any(|person| groups.article(*person) == article);
        if let Some(person) = people.iter().find(known).filter(|_| !here) {
            joins.push((*person, *node));
        }
    }
    joins.into_iter().for_each(|(a, b)| groups.join_nodes(a, b));
}

/// The entities of the sets, in the order of their first chains, and the entity of each chain by article.
pub(super) fn entities(groups: &Groups, analyses: &[&ArticleAnalysis]) -> (Vec<Entity>, Vec<Vec<EntityId>>) {
    let mut ids: FxHashMap<usize, usize> = FxHashMap::default();
    let mut entities: Vec<Entity> = Vec::new();
    let mut by_article = Vec::with_capacity(analyses.len());
    for (article, analysis) in analyses.iter().enumerate() {
        let mut of_chains = Vec::with_capacity(analysis.chains.len());
        for (at, chain) in analysis.chains.iter().enumerate() {
            let id = *ids.entry(groups.of(article, at)).or_insert_with(|| {
                entities.push(Entity {
                    name: String::new(),
                    entity_type: chain.entity_type,
                    chains: Vec::new(),
                    named: chain.named,
                });
                entities.len() - 1
            });
            entities[id].chains.push((ArticleId(crate::text::Span::of(0..article).end), at));
            of_chains.push(EntityId(crate::text::Span::of(0..id).end));
        }
        by_article.push(of_chains);
    }
    for entity in &mut entities {
        match entity.chains[..] {
            [(article, chain)] => entity.name.clone_from(&analyses[article.0 as usize].chains[chain].name),
            _ => name(entity, analyses),
        }
    }
    (entities, by_article)
}

/// The name that most articles use, the longer of two; the type of the chain that has it.
fn name(entity: &mut Entity, analyses: &[&ArticleAnalysis]) {
    let chains = entity.chains.iter().filter_map(|(article, chain)| analyses[article.0 as usize].chains.get(*chain));
    let mut counts: Vec<(&str, EntityType, usize)> = Vec::new();
    for chain in chains {
        // A bare surname is nobody's fullest name.
        match counts.iter_mut().find(|(name, ..)| *name == chain.name) {
            Some((.., count)) => *count += 1,
            None => counts.push((&chain.name, chain.entity_type, 1)),
        }
    }
    let rank = |(name, _, count): &(&str, EntityType, usize)| (!name.contains('['), name.contains([' ', '-']), *count);
    // Whether a name is the common one takes a look into a table, and mostly does not matter.
    let common = |name: &str| tables().aliases.is_common(name);
    let best = counts.into_iter().max_by(|a, b| {
        let common = || common(a.0).cmp(&common(b.0));
        rank(a).cmp(&rank(b)).then_with(common).then(a.0.len().cmp(&b.0.len())).then(b.0.cmp(a.0))
    });
    if let Some((name, entity_type, _)) = best {
        entity.name = name.to_string();
        entity.entity_type = entity_type;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::testing::{chains, corpus};
    use EntityType::{Event, Group, Organization, Person, Place};

    /// Articles as lists of chains (type, names); expected: the entities with chains in more than one article, as
    /// "name: article article", articles counted from 0.
    fn check(articles: &[&[(EntityType, &[&str])]], expected: &[&str]) {
        let analyses: Vec<_> = articles.iter().map(|list| chains(list)).collect();
        let snapshot = corpus(&analyses).snapshot();
        let shared = snapshot.entities.iter().filter(|entity| entity.chains.len() > 1);
        let lines: Vec<String> = shared
            .map(|entity| {
                let articles: Vec<String> = entity.chains.iter().map(|(article, _)| article.0.to_string()).collect();
                format!("{}: {}", entity.name, articles.join(" "))
            })
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn spellings_of_one_person() {
        check(&[&[(Person, &["Sergei Lavrov", "Lavrov"])], &[(Person, &["Sergey Lavrov"])]], &["Sergei Lavrov: 0 1"]);
        check(&[&[(Person, &["John F. Kerry"])], &[(Person, &["[John] Kerry"])]], &["John F. Kerry: 0 1"]);
        check(&[&[(Person, &["Bashar al-Assad"])], &[(Person, &["Bashar Assad"])]], &["Bashar al-Assad: 0 1"]);
        check(&[&[(Person, &["Mike McFaul"])], &[(Person, &["Michael McFaul"])]], &["Michael McFaul: 0 1"]);
        check(
            &[&[(Person, &["Staffan de Mistura"])], &[(Person, &["Staffan de Mistura"])]],
            &["Staffan de Mistura: 0 1"],
        );
    }

    #[test]
    fn two_people_with_one_surname() {
        check(&[&[(Person, &["Hillary Clinton"])], &[(Person, &["Bill Clinton"])]], &[]);
        check(&[&[(Person, &["George W. Bush"])], &[(Person, &["George H. Bush"])]], &[]);
        // An initial that could be either is neither.
        check(&[&[(Person, &["John Smith"])], &[(Person, &["Jane Smith"])], &[(Person, &["J. Smith"])]], &[]);
    }

    #[test]
    fn father_and_son_stay_two() {
        check(
            &[
                &[(Person, &["Jesse Jackson Jr."]), (Person, &["Jesse Jackson"])],
                &[(Person, &["Jesse L. Jackson, Jr."])],
                &[(Person, &["Jesse Jackson"])],
            ],
            &["Jesse L. Jackson, Jr.: 0 1", "Jesse Jackson: 0 2"],
        );
        check(&[&[(Person, &["Frank Miller Sr."])], &[(Person, &["Frank Miller III"])]], &[]);
        check(
            &[&[(Person, &["Robert S. Mueller III"]), (Person, &["Robert Mueller"])], &[(Person, &["Robert Mueller"])]],
            &["Robert Mueller: 0 0 1"],
        );
        // Nobody tells of a father.
        check(&[&[(Person, &["Joe Biden"])], &[(Person, &["Joseph R. Biden Jr."])]], &["Joseph R. Biden Jr.: 0 1"]);
    }

    #[test]
    fn a_bare_surname_needs_company() {
        let full: &[(EntityType, &[&str])] =
            &[(Person, &["Josh Earnest"]), (Organization, &["White House"]), (Place, &["Syria"])];
        check(&[full, &[(Person, &["Earnest"])]], &[]);
        check(
            &[full, &[(Person, &["Earnest"]), (Organization, &["White House"]), (Place, &["Syria"])]],
            &["Josh Earnest: 0 1", "White House: 0 1", "Syria: 0 1"],
        );
    }

    #[test]
    fn bodies_by_alias_and_acronym() {
        check(
            &[
                &[(Organization, &["Nusra Front"]), (Organization, &["Islamic State"]), (Place, &["United States"])],
                &[(Organization, &["Jabhat al-Nusra"]), (Organization, &["ISIS"]), (Place, &["U.S."])],
                &[(Organization, &["al Nusra"])],
            ],
            &["Nusra Front: 0 1 2", "Islamic State: 0 1", "United States: 0 1"],
        );
        check(
            &[
                &[(Organization, &["High Negotiating Committee"])],
                &[(Organization, &["High Negotiations Committee", "HNC"])],
                &[(Organization, &["HNC"])],
            ],
            &["High Negotiations Committee: 0 1 2"],
        );
    }

    #[test]
    fn a_country_is_not_its_people_nor_a_council_its_body() {
        check(&[&[(Place, &["Syria"])], &[(Group, &["Syrian"])]], &[]);
        check(&[&[(Group, &["Syrian"])], &[(Group, &["Syrians"])]], &["Syrians: 0 1"]);
        check(&[&[(Organization, &["United Nations"])], &[(Organization, &["UN Security Council"])]], &[]);
        check(&[&[(Event, &["Group of 20 summit"])], &[(Event, &["Group of 20 summit"])]], &[]);
    }
}
