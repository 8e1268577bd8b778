//! Where versions of one statement differ, as far as a reporter would call it a difference: other words in the same
//! place, other figures for the same thing, another source for the same words, another day.

use super::said::{Said, Shared, voices_of};
use crate::analysis::{ArticleAnalysis, Attribution, SourceKind, TimeValue};
use crate::corpus::accounts::{Differing, Sort};
use crate::corpus::features::figure::{Figure, figures_of};
use crate::corpus::{ArticleId, EntityId, Place, Snapshot, StatementRef};
use crate::ide::compare::{Compared, marks, statements};
use crate::ide::elsewhere::normal;
use crate::ide::shown::speaker;
use crate::text::Span;

/// Words in common below which two versions are two statements to a reader.
const LEAST: usize = 3;
/// Other articles in which one article's difference is listed in the same words.
const REPEATED: usize = 3;
/// Articles of a coverage whose facts are compared, each two of them.
const COMPARED: usize = 16;

/// In what two versions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Who began an event, with what a reporter asks ("who phoned").
    Who(&'static str),
    /// Other figures for the same thing.
    Figures,
    /// Another age.
    Age,
    /// Another day.
    Day,
    /// Another hour.
    Hour,
    /// Another place.
    Place,
    /// Another name.
    Name,
    /// The same quoted words, from another source.
    Source,
    /// Other words in the same place.
    Words,
}

impl What {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Who(_) => "who",
            Self::Figures => "figures",
            Self::Age => "age",
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Place => "place",
            Self::Name => "name",
            Self::Source => "source",
            Self::Words => "words",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Who(question) => question,
            what => what.name(),
        }
    }
}

impl From<Sort> for What {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Figure => Self::Figures,
            Sort::Age => Self::Age,
            Sort::Day => Self::Day,
            Sort::Hour => Self::Hour,
            Sort::Place => Self::Place,
            Sort::Name => Self::Name,
            Sort::Who => Self::Who("who"),
            Sort::Words => Self::Words,
        }
    }
}

/// A difference between two articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// In what.
    pub what: What,
    /// Where in each of the two, and what stands there in a few words.
    pub versions: [(Place, String); 2],
}

/// The differences between articles, with those of their events: who began it first, then those of figures, days,
/// sources and words.
pub(super) fn find(
    snapshot: &Snapshot,
    articles: &[ArticleId],
    shared: &[Shared],
    of_events: Vec<Disagreement>,
    facts: Vec<Disagreement>,
) -> Vec<Disagreement> {
    let mut found = facts;
    found.extend(of_events);
    for one in shared {
        for (nth, first) in one.versions.iter().enumerate() {
            for second in &one.versions[nth + 1..] {
                let pair = [first, second].map(Said::statement);
                found.extend(figures(snapshot, pair));
                found.extend(days(snapshot, pair));
                found.extend(sources(snapshot, pair, one.verbatim));
            }
        }
    }
    for (nth, &here) in articles.iter().enumerate() {
        for &there in &articles[nth + 1..] {
            let differing = statements(snapshot, here, there).into_iter().filter(|one| one.differs);
            let known = |one: &Compared| found.iter().any(|other| meets(other, one));
            let differing = differing
                .filter(|one| is_telling(snapshot, one) && one_speaker(snapshot, one) && !known(one))
                .filter(|one| ![one.here, one.there].iter().all(|place| is_quotation(snapshot, *place)))
                .collect::<Vec<_>>();
            let words = differing.into_iter().flat_map(|one| {
                one.places
                    .iter()
                    .map(|(ours, theirs)| {
                        let versions = [(one.here, ours.clone()), (one.there, theirs.clone())];
                        Disagreement { what: What::Words, versions }
                    })
                    .collect::<Vec<_>>()
            });
            found.extend(words);
        }
    }
    // What is found in two ways is told once, and words that are the same are no other day.
    let mut once: Vec<Disagreement> = Vec::new();
    for one in found {
        let [(_, ours), (_, theirs)] = &one.versions;
        if one.what == What::Day && ours == theirs {
            continue;
        }
        let [(here, _), (there, _)] = &one.versions;
        let same = |known: &Disagreement| {
            let meets = |nth: usize, place: &Place| {
                let other = known.versions[nth].0;
                other.article == place.article && other.span.overlaps(place.span)
            };
            one.what != What::Words
                && known.what == one.what
                && (meets(0, here) && meets(1, there) || meets(1, here) && meets(0, there))
        };
        if !once.iter().any(same) {
            once.push(one);
        }
    }
    let mut found = once;
    let order = |one: &Disagreement| (one.what, one.versions[0].0, one.versions[1].0);
    found.sort_by_key(order);
    // The same two words twice are one difference of two articles, and told of the first few.
    let mut seen = rustc_hash::FxHashSet::default();
    let mut told: rustc_hash::FxHashMap<_, usize> = rustc_hash::FxHashMap::default();
    found.retain(|one| {
        let [(a, ours), (b, theirs)] = &one.versions;
        let words = (one.what, ours.to_lowercase(), theirs.to_lowercase());
        if !seen.insert((words.clone(), a.article.min(b.article), a.article.max(b.article))) {
            return false;
        }
        let times = told.entry((words, a.article.min(b.article))).or_default();
        *times += 1;
        *times <= REPEATED
    });
    found
}

/// The first [`COMPARED`] articles, near duplicates left out: a coverage of hundreds costs no more.
fn compared(snapshot: &Snapshot, articles: &[ArticleId]) -> Vec<ArticleId> {
    voices_of(snapshot, articles).take(COMPARED).collect()
}

/// The facts that each two of the articles that are compared tell differently.
pub(super) fn facts(snapshot: &Snapshot, articles: &[ArticleId]) -> Vec<Disagreement> {
    let compared = compared(snapshot, articles);
    let pairs =
        compared.iter().enumerate().flat_map(|(nth, one)| compared[nth + 1..].iter().map(|other| (*one, *other)));
    let told = |fact: Differing| {
        let words = |place: Place| snapshot.slice(place).split_whitespace().collect::<Vec<_>>().join(" ");
        Disagreement { what: fact.sort.into(), versions: fact.places.map(|place| (place, words(place))) }
    };
    pairs.flat_map(|(one, other)| snapshot.accounts(one, other).differing).map(told).collect()
}

/// True when two versions give other figures or another day, or tell one of some facts differently: what is told alike is
/// not the same then.
pub(super) fn is_contrary(snapshot: &Snapshot, shared: &Shared, facts: &[Disagreement]) -> bool {
    let holds = |place: &Place| {
        shared.versions.iter().any(|version| {
            let (_, content) = content(snapshot, version.statement());
            version.place.article == place.article && content.iter().any(|span| span.covers(place.span))
        })
    };
    // Quoted in other words it is said all the same.
    if facts.iter().any(|one| one.what != What::Words && one.versions.iter().all(|(place, _)| holds(place))) {
        return true;
    }
    let said: Vec<StatementRef> = shared.versions.iter().map(Said::statement).collect();
    said.iter().enumerate().any(|(nth, first)| {
        said[nth + 1..].iter().any(|second| {
            let pair = [*first, *second];
            figures(snapshot, pair).is_some() || days(snapshot, pair).is_some()
        })
    })
}

/// True for versions long enough that a reader sees what is the same.
fn is_telling(snapshot: &Snapshot, one: &Compared) -> bool {
    let words = |place: Place| snapshot.slice(place).split_whitespace().count();
    let [ours, theirs] = marks(snapshot, one.here, one.there);
    let marked = |spans: &[Span], place: Place| -> usize {
        spans.iter().map(|span| words(Place { span: *span, ..place })).sum()
    };
    let same = words(one.here).saturating_sub(marked(&ours, one.here));
    let other = words(one.there).saturating_sub(marked(&theirs, one.there));
    same.min(other) >= LEAST
}

/// False when two people who are known say alike things: two statements, and no difference of one.
fn one_speaker(snapshot: &Snapshot, one: &Compared) -> bool {
    let person = |place: Place| {
        let node = snapshot.article(place.article);
        let around = |found: &&Attribution| found.content.iter().any(|span| span.covers(place.span));
        let attribution = node.analysis.attributions.iter().rfind(around)?;
        let named = attribution.kind == Some(SourceKind::Named);
        node.entities.get(attribution.chain.filter(|_| named)?).copied()
    };
    person(one.here).zip(person(one.there)).is_none_or(|(ours, theirs)| ours == theirs)
}

/// True for quotations: their words are compared by [`Snapshot::accounts`].
fn is_quotation(snapshot: &Snapshot, place: Place) -> bool {
    snapshot.slice(place).starts_with(['“', '"', '‘', '\''])
}

/// True where other words of a statement are found already.
fn meets(known: &Disagreement, one: &Compared) -> bool {
    let [(first, _), (second, _)] = &known.versions;
    let at = |place: &Place, other: Place| place.article == other.article && place.span.overlaps(other.span);
    known.what == What::Words
        && (at(first, one.here) && at(second, one.there) || at(first, one.there) && at(second, one.here))
}

type Pair = [StatementRef; 2];

fn content(snapshot: &Snapshot, said: StatementRef) -> (&ArticleAnalysis, &[Span]) {
    let analysis = snapshot.analysis(said.article);
    (analysis, analysis.attributions.get(said.attribution).map_or(&[], |found| &found.content[..]))
}

/// A figure of one for which the other has only figures that it cannot be.
fn figures(snapshot: &Snapshot, pair: Pair) -> Option<Disagreement> {
    let counted = |said: StatementRef| -> Vec<(Span, Figure)> {
        let (analysis, spans) = content(snapshot, said);
        spans.iter().flat_map(|span| figures_of(analysis, *span)).collect()
    };
    let [ours, theirs] = pair.map(counted);
    // A figure that the other has as well, beside another, is no difference.
    let lone = |(_, figure): &&(Span, Figure), others: &[(Span, Figure)]| {
        !others.iter().any(|(_, other)| figure.comparable(other) && figure.agrees(other))
    };
    let (mut left, right) =
        (ours.iter().filter(|one| lone(one, &theirs)), || theirs.iter().filter(|one| lone(one, &ours)));
    left.find_map(|(here, figure)| {
        let (there, _) = right().find(|(_, other)| figure.comparable(other))?;
        Some(Disagreement { what: What::Figures, versions: slices(snapshot, pair, [*here, *there]) })
    })
}

fn slices(snapshot: &Snapshot, pair: Pair, spans: [Span; 2]) -> [(Place, String); 2] {
    let slice = |nth: usize| {
        let place = Place { article: pair[nth].article, span: spans[nth] };
        (place, snapshot.slice(place).split_whitespace().collect::<Vec<_>>().join(" "))
    };
    [slice(0), slice(1)]
}

/// Days, when each names one and they are not the same.
fn days(snapshot: &Snapshot, pair: Pair) -> Option<Disagreement> {
    let day = |said: StatementRef| {
        let (analysis, spans) = content(snapshot, said);
        let inside = analysis.times.iter().filter(|time| spans.iter().any(|span| span.covers(time.span)));
        let mut days = inside.filter_map(|time| match time.value {
            TimeValue::Day(day) => Some((time.span, day)),
            _ => None,
        });
        // With several it is not told which belongs to what.
        days.next().filter(|_| days.next().is_none())
    };
    let (ours, theirs) = day(pair[0]).zip(day(pair[1]))?;
    (ours.1 != theirs.1).then(|| Disagreement { what: What::Day, versions: slices(snapshot, pair, [ours.0, theirs.0]) })
}

/// True when two statements share a run of words that nobody says by chance.
fn same_run(snapshot: &Snapshot, pair: Pair) -> bool {
    const RUN: usize = 5;
    let words = |said: StatementRef| -> Vec<String> {
        let (analysis, spans) = content(snapshot, said);
        spans.iter().flat_map(|span| analysis.slice(*span).split_whitespace().map(normal)).collect()
    };
    let (ours, theirs) = (words(pair[0]), words(pair[1]));
    ours.windows(RUN).any(|run| theirs.windows(RUN).any(|other| run == other))
}

/// True when somebody is named or meant in the paragraph of a statement, or in the one before.
fn spoken_of(snapshot: &Snapshot, said: StatementRef, entity: EntityId) -> bool {
    let node = snapshot.article(said.article);
    let said = node.analysis.attributions.get(said.attribution);
    let start = said.and_then(|found| found.content.first()).map(|span| span.start);
    let paragraphs = &node.analysis.structure.paragraphs;
    let Some(here) = start.and_then(|start| paragraphs.iter().position(|one| one.span.end > start)) else {
        return false;
    };
    let around = paragraphs[here.saturating_sub(1)].span.join(paragraphs[here].span);
    let mut inside = node.analysis.mentions.iter().filter(|mention| around.covers(mention.span));
    inside.any(|mention| node.entities.get(mention.chain) == Some(&entity))
}

/// Two known people or bodies that are said to have used the same words.
fn sources(snapshot: &Snapshot, pair: Pair, verbatim: bool) -> Option<Disagreement> {
    if !verbatim || !same_run(snapshot, pair) {
        return None;
    }
    let source = |said: StatementRef| {
        let article = said.article;
        let node = snapshot.article(article);
        let attribution = node.analysis.attributions.get(said.attribution)?;
        let chain = attribution.chain.and_then(|chain| node.analysis.chains.get(chain)).filter(|chain| chain.named)?;
        let known = matches!(attribution.kind, Some(SourceKind::Named | SourceKind::Office));
        let entity = *node.entities.get(attribution.chain?)?;
        let span = *attribution.source.first().filter(|_| known)?;
        let voice = chain.affiliation.and_then(|chain| node.entities.get(chain)).copied();
        Some((Place { article, span }, speaker(&node.analysis, attribution), entity, voice))
    };
    let (ours, theirs) = source(pair[0]).zip(source(pair[1]))?;
    // Where both are spoken of, it is easily misread which of the two says it.
    if spoken_of(snapshot, pair[0], theirs.2) || spoken_of(snapshot, pair[1], ours.2) {
        return None;
    }
    // "Grimm's office" speaks for Grimm.
    let within = |name: &str, other: &str| other.split_whitespace().any(|word| word.len() > 3 && name.contains(word));
    let letters = |name: &str| name.chars().filter(|ch| ch.is_alphabetic()).count();
    // "Tump" is Trump.
    let slip = letters(&ours.1).abs_diff(letters(&theirs.1)) <= 1
        && ours.1.chars().filter(|ch| theirs.1.contains(*ch)).count() + 1 >= ours.1.chars().count();
    let one = slip
        || ours.2 == theirs.2
        || ours.3 == Some(theirs.2)
        || theirs.3 == Some(ours.2)
        || within(&ours.1, &theirs.1)
        || within(&theirs.1, &ours.1)
        || within(snapshot.slice(ours.0), &theirs.1)
        || within(snapshot.slice(theirs.0), &ours.1);
    (!one).then_some(Disagreement { what: What::Source, versions: [(ours.0, ours.1), (theirs.0, theirs.1)] })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::corpus::testing::{corpus, read};
    use crate::model::Models;

    #[test]
    fn of_a_large_coverage_the_first_articles_are_compared() {
        const PARTS: [&str; 16] =
            ["ba", "lo", "mi", "ten", "ras", "ko", "vel", "dun", "pi", "sar", "gol", "ne", "fu", "tam", "wik", "jor"];
        let models = Models::embedded();
        let told = |nth: usize| {
            let word = |at: usize| {
                let hash = (nth * 131 + at + 1) * 2_654_435_761 % 1_000_003;
                [hash, hash / 16, hash / 256].map(|part| PARTS[part % 16]).concat()
            };
            let others: String = (0..12)
                .map(|at| {
                    format!("The {} were seen beside the {} near number {}. ", word(at), word(at + 5), nth * at + 3)
                })
                .collect();
            let killed = 20 + nth;
            format!(
                "Ferry fire in Weston\n\nWESTON — A fire on the ferry Delia killed {killed} people on Tuesday. {others}\n"
            )
        };
        let analyses: Vec<_> = (0..COMPARED + 4).map(|nth| read(&models, &told(nth), Some(date(2024, 5, 7)))).collect();
        let snapshot = corpus(&analyses).snapshot();
        let articles: Vec<ArticleId> = snapshot.ids().collect();
        let own = voices_of(&snapshot, &articles).count();
        assert!(own > COMPARED, "{own} of {}", articles.len());
        assert_eq!(compared(&snapshot, &articles), articles[..COMPARED]);
    }
}
