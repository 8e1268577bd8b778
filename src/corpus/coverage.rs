//! Which articles report the same event: pair scores with evidence and vetoes, clustered by average link.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHasher};

use super::entity::{self, Groups, Name};
use super::event::{Events, Node};
use super::label::{self, Label};
use super::memory::{Memory, Stamp};
use super::profile::{Profile, SharedProfile};
use super::score::{self, Evidence};
use super::title::Titles;
use super::{
    ArticleId, ArticleNode, Coverage, CoverageId, Entity, EntityId, Event, EventId, Related, Snapshot, candidate,
    statement,
};
use crate::analysis::ArticleAnalysis;
use crate::text::Span;

/// Pairs compared when two sets of articles join: enough to tell, few enough for a thousand copies.
const LOOK: usize = 4;
/// Related pairs that a snapshot lists for an article.
const RELATED: usize = 12;

/// Links articles, and remembers pair scores of articles that did not change.
#[derive(Debug, Default)]
pub struct Linker {
    /// By key: the analysis, its profile and the serial number that stands for both in `pairs`.
    known: FxHashMap<Arc<str>, Known>,
    /// Evidence of pairs, by serial numbers, lower first.
    pairs: FxHashMap<(u64, u64), Evidence>,
    serial: u64,
    memory: Memory,
}

#[derive(Debug, Clone)]
struct Known {
    analysis: Arc<ArticleAnalysis>,
    profile: SharedProfile,
    label: Label,
    serial: u64,
}

impl Linker {
    /// Builds a snapshot of all articles. Results depend on the articles alone; what is remembered saves time.
    pub fn link(&mut self, articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>) -> Snapshot {
        self.memory.turn();
        let known = self.profiles(articles);
        let profiles: Vec<&Profile> = known.iter().map(|known| &*known.profile).collect();
        let analyses: Vec<&ArticleAnalysis> = articles.values().map(|analysis| &**analysis).collect();
        let scored = self.score(&known, &profiles);
        let coverage = self.cluster(&known, &scored);
        let names: Vec<&[Name]> = profiles.iter().map(|profile| &profile.chains[..]).collect();
        let mut groups = entity::group(&super::profile::tables().aliases, &names);
        let serials: Vec<u64> = known.iter().map(|known| known.serial).collect();
        let sets = self.memory.grouped.sets(&serials, &groups);
        let stamps = self.memory.grouped.give(serials.iter().copied().zip(sets));
        let events = Events { profiles: &profiles, groups: &groups, coverage: &coverage };
        let sets = events.link(&stamps, &mut self.memory.near);
        join_named_events(&analyses, &sets, &mut groups);
        groups.flatten();
        let (entities, of_chains) = entity::entities(&groups, &analyses);
        let facts = self.memory.named.sets(&serials, &groups).into_iter().zip(&of_chains);
        let facts = facts.map(|(sets, ids)| called(&entities, sets, ids));
        let stamps = self.memory.named.give(serials.iter().copied().zip(facts));
        let parts = Parts { articles, known: &known, analyses, profiles, coverage, groups, sets, scored, stamps };
        build(&parts, &mut self.memory, entities, &of_chains)
    }

    fn profiles(&mut self, articles: &BTreeMap<Arc<str>, Arc<ArticleAnalysis>>) -> Vec<Known> {
        self.known.retain(|key, _| articles.contains_key(key));
        let mut found = Vec::with_capacity(articles.len());
        for (key, analysis) in articles {
            let fresh = self.known.get(key).filter(|known| Arc::ptr_eq(&known.analysis, analysis)).cloned();
            found.push(fresh.unwrap_or_else(|| {
                self.serial += 1;
                let known = Known {
                    analysis: Arc::clone(analysis),
                    profile: Arc::new(Profile::new(analysis)),
                    label: Label::new(key, analysis),
                    serial: self.serial,
                };
                self.known.insert(Arc::clone(key), known.clone());
                known
            }));
        }
        found
    }

    /// The evidence of every pair of candidates, remembered or new; what is no longer a pair is forgotten.
    fn score(&mut self, known: &[Known], profiles: &[&Profile]) -> Vec<(usize, usize, Evidence)> {
        let mut kept = FxHashMap::with_capacity_and_hasher(self.pairs.len(), rustc_hash::FxBuildHasher);
        let mut scored = Vec::new();
        for (a, b) in candidate::pairs(profiles) {
            let key = serials(known, a, b);
            let evidence = self.pairs.get(&key).copied().unwrap_or_else(|| Evidence::of(profiles[a], profiles[b]));
            kept.insert(key, evidence);
            scored.push((a, b, evidence));
        }
        self.pairs = kept;
        scored
    }

    /// Average link, best pairs first: two sets join when the mean log odds between them are high enough. Of large
    /// sets a sample of pairs is looked at. Single link would chain (F1 .56 on ECB+).
    fn cluster(&mut self, known: &[Known], scored: &[(usize, usize, Evidence)]) -> Vec<usize> {
        let mut order: Vec<(f32, usize, usize)> =
            scored.iter().map(|(a, b, evidence)| (evidence.log_odds(), *a, *b)).collect();
        order.retain(|(odds, ..)| *odds >= score::SAME);
        order.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let mut set_of: Vec<usize> = (0..known.len()).collect();
        let mut sets: Vec<Vec<usize>> = set_of.iter().map(|at| vec![*at]).collect();
        for (_, a, b) in order {
            let (low, high) = (set_of[a].min(set_of[b]), set_of[a].max(set_of[b]));
            if low == high || self.mean(known, &sets[low], &sets[high]) < score::SAME {
                continue;
            }
            let moved = std::mem::take(&mut sets[high]);
            moved.iter().for_each(|at| set_of[*at] = low);
            sets[low].extend(moved);
        }
        set_of
    }

    fn mean(&mut self, known: &[Known], ours: &[usize], theirs: &[usize]) -> f32 {
        let mut sum = 0.0;
        let mut count = 0.0;
        for a in ours.iter().take(LOOK) {
            for b in theirs.iter().take(LOOK) {
                let (a, b) = (*a.min(b), *a.max(b));
                let key = serials(known, a, b);
                let evidence =
                    *self.pairs.entry(key).or_insert_with(|| Evidence::of(&known[a].profile, &known[b].profile));
                sum += evidence.log_odds();
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { f32::MIN }
    }
}

/// What is said of an article's chains: the sets that they belong to, and how these are called.
fn called(entities: &[Entity], mut sets: Vec<u64>, ids: &[EntityId]) -> Vec<u64> {
    sets.extend(ids.iter().map(|id| {
        let entity = &entities[id.0 as usize];
        let mut hasher = FxHasher::default();
        (&entity.name, entity.entity_type, entity.named).hash(&mut hasher);
        hasher.finish()
    }));
    sets
}

fn serials(known: &[Known], a: usize, b: usize) -> (u64, u64) {
    let (a, b) = (known[a].serial, known[b].serial);
    (a.min(b), a.max(b))
}

/// Chains that name an event ("Group of 20 summit") are one entity when their events are one.
fn join_named_events(analyses: &[&ArticleAnalysis], sets: &[Vec<Node>], groups: &mut Groups) {
    let chains = |&(article, at): &Node| {
        let analysis = analyses[article];
        let mentions = analysis.events[at].mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
        let named = mentions.flat_map(|mention| super::profile::mentions_within(analysis, mention.span));
        let event = named.filter(|mention| mention.entity_type == crate::model::EntityType::Event);
        event.map(move |mention| (article, mention.chain)).collect::<Vec<_>>()
    };
    for set in sets {
        let all: Vec<(usize, usize)> = set.iter().flat_map(chains).collect();
        all.windows(2).for_each(|pair| groups.join(pair[0], pair[1]));
    }
}

/// All that a snapshot is built from.
struct Parts<'a> {
    articles: &'a BTreeMap<Arc<str>, Arc<ArticleAnalysis>>,
    known: &'a [Known],
    analyses: Vec<&'a ArticleAnalysis>,
    profiles: Vec<&'a Profile>,
    coverage: Vec<usize>,
    groups: Groups,
    sets: Vec<Vec<Node>>,
    scored: Vec<(usize, usize, Evidence)>,
    /// What stands for each article in what is remembered.
    stamps: Vec<Stamp>,
}

fn article_id(at: usize) -> ArticleId {
    ArticleId(Span::of(0..at).end)
}

fn build(parts: &Parts<'_>, memory: &mut Memory, entities: Vec<Entity>, of_chains: &[Vec<EntityId>]) -> Snapshot {
    let titles = Titles { analyses: &parts.analyses, profiles: &parts.profiles, entities: &entities, of_chains };
    let (events, of_events) = events(parts, &titles, memory);
    let (coverages, of_articles) = coverages(parts, &titles, memory, &events, &of_events);
    let related = related(parts, &titles, memory, &events);
    let statements = statements(parts, memory);
    let articles =
        parts.articles.iter().zip(parts.known).enumerate().map(|(at, ((key, analysis), known))| ArticleNode {
            key: Arc::clone(key),
            analysis: Arc::clone(analysis),
            entities: of_chains[at].clone(),
            events: of_events[at].clone(),
            coverage: of_articles[at],
            label: known.label.clone(),
        });
    let mut articles: Vec<ArticleNode> = articles.collect();
    let mut labels: Vec<_> = articles.iter_mut().map(|node| (&*node.key, &mut node.label)).collect();
    label::tell_apart(&mut labels);
    Snapshot { articles, entities, events, coverages, related, statements }
}

/// The events of the sets and all others, in the order of their first mentions.
fn events(parts: &Parts<'_>, titles: &Titles<'_>, memory: &mut Memory) -> (Vec<Event>, Vec<Vec<EventId>>) {
    let linked: FxHashMap<Node, &Vec<Node>> =
        parts.sets.iter().flat_map(|set| set.iter().map(move |node| (*node, set))).collect();
    let mut of_events: Vec<Vec<Option<EventId>>> =
        parts.analyses.iter().map(|analysis| vec![None; analysis.events.len()]).collect();
    let mut events: Vec<Event> = Vec::new();
    for (article, analysis) in parts.analyses.iter().enumerate() {
        for at in 0..analysis.events.len() {
            if of_events[article][at].is_none() {
                let alone = (article, at);
                let set = linked.get(&alone).map_or(std::slice::from_ref(&alone), |set| &set[..]);
                let id = EventId(Span::of(0..events.len()).end);
                set.iter().for_each(|(article, at)| of_events[*article][*at] = Some(id));
                events.push(event(parts, titles, memory, set));
            }
        }
    }
    (events, of_events.into_iter().map(|ids| ids.into_iter().flatten().collect()).collect())
}

fn event(parts: &Parts<'_>, titles: &Titles<'_>, memory: &mut Memory, set: &[Node]) -> Event {
    let title = titles.telling(set).and_then(|(article, at)| {
        let all = || (0..parts.analyses[article].events.len()).map(|at| titles.event((article, at))).collect();
        memory.titles.get(parts.stamps[article], all).get(at).cloned()
    });
    let why = match set {
        [a, b, ..] => {
            let linker = Events { profiles: &parts.profiles, groups: &parts.groups, coverage: &parts.coverage };
            let key = ((parts.stamps[a.0], a.1), (parts.stamps[b.0], b.1));
            memory.why_events.get(key, || titles.why_event(&linker, set)).clone()
        }
        _ => Vec::new(),
    };
    Event {
        title: title.unwrap_or_default(),
        days: days(parts, set),
        mentions: set.iter().map(|(article, at)| (article_id(*article), *at)).collect(),
        why,
    }
}

/// What joins two articles and what parts them.
fn why<'m>(parts: &Parts<'_>, titles: &Titles<'_>, memory: &'m mut Memory, a: usize, b: usize) -> &'m [Vec<String>; 2] {
    memory.why_articles.get((parts.stamps[a], parts.stamps[b]), || {
        let evidence = Evidence::of(parts.profiles[a], parts.profiles[b]);
        [titles.why_articles(a, b, &evidence), titles.vetoes(a, b, &evidence)]
    })
}

/// The narrowest days that the articles give.
fn days(parts: &Parts<'_>, set: &[Node]) -> Option<(Date, Date)> {
    let days = set.iter().filter_map(|(article, at)| parts.analyses[*article].events[*at].days);
    days.min_by_key(|(first, last)| (last.since(*first).map_or(i32::MAX, |span| span.get_days()), *first))
}

fn coverages(
    parts: &Parts<'_>,
    titles: &Titles<'_>,
    memory: &mut Memory,
    events: &[Event],
    of_events: &[Vec<EventId>],
) -> (Vec<Coverage>, Vec<CoverageId>) {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (article, coverage) in parts.coverage.iter().enumerate() {
        members.entry(*coverage).or_default().push(article);
    }
    let mut coverages: Vec<Coverage> =
        members.values().map(|articles| coverage(parts, titles, memory, events, of_events, articles)).collect();
    coverages.sort_by_key(|coverage| (coverage.date.is_none(), coverage.date, coverage.articles.first().copied()));
    let mut of_articles = vec![CoverageId(0); parts.analyses.len()];
    for (id, coverage) in coverages.iter().enumerate() {
        for article in &coverage.articles {
            of_articles[article.0 as usize] = CoverageId(Span::of(0..id).end);
        }
    }
    (coverages, of_articles)
}

fn coverage(
    parts: &Parts<'_>,
    titles: &Titles<'_>,
    memory: &mut Memory,
    events: &[Event],
    of_events: &[Vec<EventId>],
    articles: &[usize],
) -> Coverage {
    let main = articles.iter().find_map(|article| {
        let at = parts.analyses[*article].events.iter().position(|event| event.main)?;
        of_events[*article].get(at).and_then(|id| events.get(id.0 as usize))
    });
    let day = main.and_then(|event| event.days).filter(|(first, last)| first == last).map(|(day, _)| day);
    let published = articles.iter().filter_map(|article| parts.profiles[*article].published).min();
    let title = main.map(|event| event.title.clone()).filter(|title| !title.is_empty());
    Coverage {
        title: title.unwrap_or_else(|| parts.known[articles[0]].label.title.clone()),
        date: day.or(published),
        articles: articles.iter().map(|article| article_id(*article)).collect(),
        why: match articles {
            [a, b, ..] => why(parts, titles, memory, *a, *b)[0].clone(),
            _ => Vec::new(),
        },
    }
}

/// Pairs of articles of different coverages that are alike or share an event, best first.
fn related(parts: &Parts<'_>, titles: &Titles<'_>, memory: &mut Memory, events: &[Event]) -> Vec<Related> {
    let mut shared: FxHashMap<(usize, usize), &Event> = FxHashMap::default();
    for event in events.iter().filter(|event| event.mentions.len() > 1) {
        for (nth, (a, _)) in event.mentions.iter().enumerate().take(RELATED) {
            for (b, _) in event.mentions.iter().skip(nth + 1).take(RELATED) {
                shared.entry((a.0 as usize, b.0 as usize)).or_insert(event);
            }
        }
    }
    // Whether they tell of the same passing event, odds, articles.
    let mut pairs: Vec<(bool, f32, usize, usize)> = Vec::new();
    let parted = |a: usize, b: usize| parts.coverage[a] != parts.coverage[b];
    for (a, b, evidence) in parts.scored.iter().filter(|(a, b, _)| parted(*a, *b)) {
        let tells = shared.contains_key(&(*a, *b));
        if tells || evidence.undated() >= score::RELATED {
            pairs.push((tells, evidence.log_odds(), *a, *b));
        }
    }
    let missing = shared.keys().filter(|pair| parts.scored.binary_search_by_key(*pair, |(a, b, _)| (*a, *b)).is_err());
    for (a, b) in missing.filter(|(a, b)| parted(*a, *b)) {
        pairs.push((true, Evidence::of(parts.profiles[*a], parts.profiles[*b]).log_odds(), *a, *b));
    }
    // What tells of the same passing event first, then by odds.
    pairs.sort_by(|x, y| y.0.cmp(&x.0).then(y.1.total_cmp(&x.1)).then((x.2, x.3).cmp(&(y.2, y.3))));
    let mut listed = vec![0; parts.analyses.len()];
    pairs.retain(|(_, _, a, b)| {
        listed[*a] += 1;
        listed[*b] += 1;
        listed[*a] <= RELATED || listed[*b] <= RELATED
    });
    let related = pairs.iter().map(|(_, odds, a, b)| {
        let [joins, vetoes] = why(parts, titles, memory, *a, *b);
        let tells = shared.get(&(*a, *b)).map(|event| format!("both tell of: {}", event.title));
        let why = tells.into_iter().chain(joins.iter().cloned()).collect();
        Related { a: article_id(*a), b: article_id(*b), score: f64::from(*odds), why, vetoes: vetoes.clone() }
    });
    related.collect()
}

/// Statements that are the same, within each coverage.
fn statements(parts: &Parts<'_>, memory: &mut Memory) -> Vec<super::StatementLink> {
    /// Articles after an article with which its statements are compared.
    const NEXT: usize = 16;
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (article, coverage) in parts.coverage.iter().enumerate() {
        members.entry(*coverage).or_default().push(article);
    }
    let mut links = Vec::new();
    for articles in members.values() {
        for (nth, a) in articles.iter().enumerate() {
            for b in articles.iter().skip(nth + 1).take(NEXT) {
                let found = memory.statements.get((parts.stamps[*a], parts.stamps[*b]), || {
                    statement::link(&parts.groups, (*a, parts.profiles[*a]), (*b, parts.profiles[*b]))
                });
                // Remembered under the numbers that the articles had then.
                let now = |link: &super::StatementLink| super::StatementLink {
                    a: (article_id(*a), link.a.1),
                    b: (article_id(*b), link.b.1),
                    ..link.clone()
                };
                links.extend(found.iter().map(now));
            }
        }
    }
    links.sort_by_key(|link| (link.a, link.b));
    links
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use crate::corpus::testing::{corpus, read};
    use crate::corpus::{ArticleId, Snapshot};
    use crate::model::Models;

    const SEEDS: [&str; 5] = [
        include_str!("../../seeds/000_ac0255bbbf864db0.txt"),
        include_str!("../../seeds/001_33418969c43dd264.txt"),
        include_str!("../../seeds/002_9a3dda333ebe650b.txt"),
        include_str!("../../seeds/003_35a32bfe2c615227.txt"),
        include_str!("../../seeds/004_01887fa86414077b.txt"),
    ];

    fn seeds(dated: bool) -> std::sync::Arc<Snapshot> {
        let models = Models::embedded();
        let known = [Some(date(2016, 4, 18)), Some(date(2016, 4, 18)), None, Some(date(2012, 6, 18)), None];
        let read = SEEDS.iter().zip(known).map(|(text, day)| read(&models, text, day.filter(|_| dated)));
        corpus(&read.collect::<Vec<_>>()).snapshot()
    }

    fn together(snapshot: &Snapshot) -> Vec<Vec<u32>> {
        let mut sets: Vec<Vec<u32>> =
            snapshot.coverages.iter().map(|one| one.articles.iter().map(|id| id.0).collect()).collect();
        sets.sort();
        sets
    }

    /// The articles that share the event of a phrase, with the first phrase of the event in each.
    fn check(snapshot: &Snapshot, article: u32, phrase: &str, expected: &[(u32, &str)]) {
        let id = ArticleId(article);
        let analysis = snapshot.analysis(id);
        let mention = analysis.event_mentions.iter().find(|mention| analysis.slice(mention.span).contains(phrase));
        let event = snapshot.article(id).events[mention.unwrap_or_else(|| panic!("no event “{phrase}”")).event];
        let others = snapshot.event(event).mentions.iter().filter(|(other, _)| *other != id);
        let found: Vec<(u32, String)> = others
            .map(|(other, at)| {
                let analysis = snapshot.analysis(*other);
                let body = analysis.events[*at].mentions.iter().map(|at| &analysis.event_mentions[*at]);
                let last = body.max_by_key(|mention| mention.span.start).map_or("", |one| analysis.slice(one.span));
                (other.0, last.to_string())
            })
            .collect();
        let found: Vec<(u32, &str)> = found.iter().map(|(article, phrase)| (*article, phrase.as_str())).collect();
        assert_eq!(found, expected, "{phrase}");
    }

    #[test]
    fn the_seeds_are_four_events_with_and_without_dates() {
        for dated in [true, false] {
            assert_eq!(together(&seeds(dated)), [vec![0, 1], vec![2], vec![3], vec![4]], "dated: {dated}");
        }
    }

    #[test]
    fn events_of_the_seeds_meet_where_they_are_one() {
        for dated in [true, false] {
            let snapshot = seeds(dated);
            check(&snapshot, 0, "the phone call", &[(1, "The phone call")]);
            check(&snapshot, 1, "made an urgent call", &[(0, "told Mr. Obama")]);
            check(&snapshot, 4, "last met Putin", &[(2, "The conversation")]);
            check(&snapshot, 4, "G20 summit", &[(2, "the Group of 20 nations summit")]);
            check(&snapshot, 0, "suspending its participation", &[(1, "suspending its participation")]);
            check(&snapshot, 3, "suspended its observer", &[]);
            check(&snapshot, 4, "four-minute conversation", &[]);
            check(&snapshot, 3, "session", &[]);
            check(&snapshot, 0, "A cease-fire", &[]);
            check(&snapshot, 2, "nationwide cease-fire", &[]);
            check(&snapshot, 0, "offensive", &[(1, "launching an advance")]);
            check(&snapshot, 1, "major offensive", &[]);
            check(&snapshot, 2, "renewed attacks", &[]);
            check(&snapshot, 0, "formal talks", &[(1, "talks")]);
            // The uptick is one of violence, and both articles call it both.
            check(&snapshot, 0, "significant uptick", &[(1, "violence")]);
        }
    }

    /// Which names are most telling changes with every better reading of names; what joins and parts does not.
    #[test]
    fn titles_and_reasons() {
        let snapshot = seeds(true);
        let lasting = |why: &[String]| {
            let why = why.iter().filter(|why| !why.starts_with("both name")).map(String::as_str);
            why.collect::<Vec<_>>().join("; ")
        };
        let mut lines = String::new();
        for coverage in &snapshot.coverages {
            writeln!(lines, "{} · {} · {}", coverage.title, coverage.date.unwrap(), lasting(&coverage.why)).unwrap();
        }
        let mut related: Vec<_> =
            snapshot.related.iter().filter(|related| related.b.0 != 1 && related.a.0 > 1).collect();
        related.sort_by_key(|related| (related.a, related.b));
        for related in related {
            let (why, vetoes) = (lasting(&related.why), lasting(&related.vetoes));
            writeln!(lines, "{} {}: {why} but {vetoes}", related.a.0, related.b.0).unwrap();
        }
        let expected: Expect = expect![[r#"
            Meeting of Obama and Putin, G20, Mexico · 2012-06-18 · 
            Phone call of Obama and Putin · 2016-04-18 · published the same day, 18 Apr 2016; both quote “significant uptick”
            Meeting of Obama and Putin, G20, Hangzhou · 2016-09-05 · 
            Meeting of Obama and Putin, Peru · 2016-11-20 · 
            2 3:  but China against Mexico; 5 Sep 2016 against 18 Jun 2012; published 5 Sep 2016 against 18 Jun 2012
            2 4: both tell of: Meeting of Obama and Putin, G20, Hangzhou but China against Peru; published 5 Sep 2016 against 20 Nov 2016
            3 4:  but Mexico against Peru; published 18 Jun 2012 against 20 Nov 2016
        "#]];
        expected.assert_eq(&lines);
    }
}
