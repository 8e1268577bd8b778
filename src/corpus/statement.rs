//! Which statements of different articles are the same words or the same claim.
//!
//! Only statements of one coverage are compared: the same words on two occasions are two statements. Words in common
//! between quotation marks are the best sign; the second is a soft overlap of content ([`super::alike`]) beside the
//! same voice. A wrong pair is worse than a missed one.

use rustc_hash::{FxHashMap, FxHashSet};

use super::alike::{Overlap, Stretch, ready};
use super::groups::Groups;
use super::wording::{StatementFacts, Wording};
use super::{ArticleId, StatementLink};
use crate::text::Span;

/// From this on two statements are one.
const SAME: f32 = 0.485;
/// From this on a statement that is linked may have another counterpart, in other words of the other article.
const SPLIT: f32 = 0.55;
/// Counterparts of a statement in one article.
const MOST_LINKS: usize = 3;
/// Pairs of neighbouring content words in common that make a quotation the same however long it is.
const LONG_RUN: usize = 4;
/// What a pair of neighbouring words in common adds to what they weigh, in nats.
const RUN: f32 = 3.0;
/// Share of both that is matched when a term in quotation marks is more than a term.
const ALIKE: f32 = 0.3;
/// What a headline loses against the body, which says the same in full.
const OUTSIDE_BODY: f32 = 0.15;
/// Statements of an article that are compared; more are no article.
const MOST: usize = 200;

/// Links the statements of two articles of one coverage: best first, each once, but that what one article says at
/// once may be several statements of the other.
pub(super) fn link(
    groups: &Groups,
    (a, ours): (usize, &[StatementFacts]),
    (b, theirs): (usize, &[StatementFacts]),
) -> Vec<StatementLink> {
    let mut found = candidates(groups, (a, ours), (b, theirs), SAME);
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let hull = |statements: &[StatementFacts], at: usize| {
        let facts = statements.binary_search_by_key(&at, |one| one.at).ok().and_then(|nth| statements.get(nth));
        facts.map(|facts| facts.hull).unwrap_or_default()
    };
    // By statement, on either side: what of the other article it is linked with.
    let mut taken: FxHashMap<(ArticleId, usize), Vec<Span>> = FxHashMap::default();
    found.retain(|link| {
        let there = [(link.a, hull(theirs, link.b.1)), (link.b, hull(ours, link.a.1))];
        let free = there.iter().all(|(statement, other)| match taken.get(statement) {
            None => true,
            Some(linked) => {
                let apart = linked.iter().all(|one| !one.overlaps(*other));
                linked.len() < MOST_LINKS && apart && link.score >= SPLIT
            }
        });
        if free {
            there.into_iter().for_each(|(statement, other)| taken.entry(statement).or_default().push(other));
        }
        free
    });
    for link in &mut found {
        link.score = link.score.clamp(0.0, 1.0);
    }
    found
}

/// Pairs of statements from a score on.
fn candidates(
    groups: &Groups,
    (a, ours): (usize, &[StatementFacts]),
    (b, theirs): (usize, &[StatementFacts]),
    least: f32,
) -> Vec<StatementLink> {
    let ours = &ours[..ours.len().min(MOST)];
    let theirs = &theirs[..theirs.len().min(MOST)];
    let entity = |first: bool, chain: usize| groups.of(if first { a } else { b }, chain);
    let (stretches, others) = ready(&wordings(ours), &wordings(theirs), entity);
    let rare = rare_pairs(ours, theirs);
    let id = |article: usize| ArticleId(Span::of(0..article).end);
    let mut found = Vec::new();
    for (one, stretch) in ours.iter().zip(&stretches) {
        for (other, opposite) in theirs.iter().zip(&others).filter(|(_, opposite)| stretch.meets(opposite)) {
            let pair = Pair { one, other, voice: Voice::of(one, other, entity), rare: &rare };
            if let Some((score, verbatim)) = pair.score(stretch, opposite).filter(|(score, _)| *score >= least) {
                found.push(StatementLink { a: (id(a), one.at), b: (id(b), other.at), score, verbatim });
            }
        }
    }
    found
}

/// Pairs of neighbouring words that stand in a statement or two of each article: where both have one, both tell the
/// same. What is in many ("health care") is the topic.
fn rare_pairs(ours: &[StatementFacts], theirs: &[StatementFacts]) -> FxHashSet<u64> {
    /// A statement within another has its words, too.
    const FEW: u32 = 2;
    let count = |statements: &[StatementFacts]| {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        statements.iter().flat_map(|one| &one.wording.pairs).for_each(|pair| *counts.entry(*pair).or_default() += 1);
        counts
    };
    let (ours, theirs) = (count(ours), count(theirs));
    let few = |counts: &FxHashMap<u64, u32>, pair: &u64| counts.get(pair).is_some_and(|count| *count <= FEW);
    ours.keys().filter(|pair| few(&ours, pair) && few(&theirs, pair)).copied().collect()
}

fn wordings(statements: &[StatementFacts]) -> Vec<&Wording> {
    statements.iter().map(|one| &one.wording).collect()
}

/// How the sources of two statements stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// One source.
    Same,
    /// One body speaks through both ("the White House", "Mr. Earnest").
    Shared,
    /// Two that are known and not the same.
    Different,
    /// Not known.
    Unknown,
    /// One of the two is hearsay.
    Nobody,
}

impl Voice {
    fn of(one: &StatementFacts, other: &StatementFacts, entity: impl Fn(bool, usize) -> u64) -> Self {
        let (ours, theirs) = (one.source.map(|at| entity(true, at)), other.source.map(|at| entity(false, at)));
        if ours.is_some() && ours == theirs {
            return Self::Same;
        }
        let voices: Vec<u64> = other.voices.iter().map(|at| entity(false, *at)).collect();
        if one.voices.iter().any(|at| voices.contains(&entity(true, *at))) {
            return Self::Shared;
        }
        if one.called.iter().any(|word| other.called.binary_search(word).is_ok()) {
            return Self::Shared;
        }
        match (one.source, other.source) {
            (None, Some(_)) | (Some(_), None) => Self::Nobody,
            _ if one.person && other.person => Self::Different,
            _ => Self::Unknown,
        }
    }
}

struct Pair<'a> {
    one: &'a StatementFacts,
    other: &'a StatementFacts,
    voice: Voice,
    rare: &'a FxHashSet<u64>,
}

impl Pair<'_> {
    /// How alike two statements are, when they are the same, and whether some quoted words agree.
    fn score(&self, a: &Stretch<'_>, b: &Stretch<'_>) -> Option<(f32, bool)> {
        let common = |x: &[u64], y: &[u64]| x.iter().filter(|pair| y.binary_search(pair).is_ok()).count();
        let (ours, theirs) = (&self.one.wording, &self.other.wording);
        // "Attorney General" in both is no quotation in common: it takes half of the shorter, or a long run.
        let quoted = common(&ours.quoted, &theirs.quoted);
        let share = share(quoted, ours.quoted.len().min(theirs.quoted.len()));
        let overlap = Overlap::of(a, b);
        // One pair ("Catholic social teaching") is a term that two may use, unless one voice speaks through both or the
        // rest is alike.
        let one_voice = matches!(self.voice, Voice::Same | Voice::Shared) || overlap.both >= ALIKE;
        let verbatim = quoted >= LONG_RUN || share >= 0.5 && (quoted > 1 || one_voice);
        // Words in quotation marks here that stand without them there are the same words all the same.
        let taken_over = common(&ours.quoted, &theirs.pairs) + common(&theirs.quoted, &ours.pairs);
        let runs = common(&ours.pairs, &theirs.pairs);
        let rare = ours
            .pairs
            .iter()
            .filter(|pair| self.rare.contains(pair) && theirs.pairs.binary_search(pair).is_ok())
            .count();
        let mut score = 0.65 * overlap.both + 0.15 * overlap.one + 0.2 * (1.0 - (-overlap.weight / 8.0).exp());
        score += match self.voice {
            Voice::Same => 0.12,
            Voice::Shared => 0.09,
            Voice::Different if verbatim => 0.0,
            Voice::Different => -0.2,
            Voice::Unknown | Voice::Nobody if verbatim => 0.0,
            Voice::Unknown => -0.06,
            Voice::Nobody => -0.12,
        };
        score += if verbatim { 0.25 + 0.25 * share } else { 0.0 };
        score += if taken_over > 0 { 0.1 } else { 0.0 } + 0.06 * few(rare) + 0.025 * few(overlap.near);
        if ours.negated != theirs.negated && !verbatim {
            score -= 0.1;
        }
        score += self.figures();
        if !self.one.body || !self.other.body {
            score -= OUTSIDE_BODY;
        }
        // Two words in common ("the middle class") are a topic.
        let said = overlap.words + RUN * few(runs);
        let telling = match self.voice {
            Voice::Same | Voice::Shared => said >= 4.0 || overlap.count >= 5,
            _ => said >= 8.0 || (said >= 5.0 && overlap.count >= 5),
        };
        let enough = overlap.exact >= 2 || (overlap.exact >= 1 && overlap.count >= 4) || overlap.count >= 5;
        (verbatim || (enough && telling)).then_some((score, verbatim))
    }

    /// Figures that agree join, those that do not part a little: another figure for the same is what a reader looks for.
    fn figures(&self) -> f32 {
        let mut sum: f32 = 0.0;
        for one in &self.one.wording.figures {
            let same = self.other.wording.figures.iter().filter(|other| one.comparable(other));
            let agree: Vec<bool> = same.map(|other| one.agrees(other)).collect();
            if agree.contains(&true) {
                sum += 0.1;
            } else if !agree.is_empty() {
                sum -= 0.05;
            }
        }
        sum.clamp(-0.1, 0.1)
    }
}

/// A count, at most three.
fn few(count: usize) -> f32 {
    f32::from(u8::try_from(count.min(3)).unwrap_or(3))
}

fn share(part: usize, whole: usize) -> f32 {
    let narrow = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    if whole == 0 { 0.0 } else { narrow(part) / narrow(whole) }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use crate::analysis::ArticleAnalysis;
    use crate::corpus::groups::Groups;
    use crate::corpus::testing::{corpus, read};
    use crate::corpus::wording::facts_of;
    use crate::model::Models;

    /// Who is who in two articles.
    fn groups_of(articles: &[Arc<ArticleAnalysis>]) -> Groups {
        let snapshot = corpus(articles).snapshot();
        Groups::given(snapshot.articles.iter().map(|node| node.entities.iter().map(|id| id.0).collect()))
    }

    /// The statements of two articles of one day that are linked, whatever their coverage.
    #[track_caller]
    fn check(one: &str, other: &str, expected: Expect) {
        let models = Models::embedded();
        let [one, other] = [one, other].map(|text| read(&models, text, Some(date(2021, 5, 4))));
        let (ours, theirs) = (facts_of(&one), facts_of(&other));
        let groups = groups_of(&[Arc::clone(&one), Arc::clone(&other)]);
        let mut links = super::link(&groups, (0, &ours), (1, &theirs));
        links.sort_by_key(|link| (link.a, link.b));
        let mut shown = String::new();
        for link in links {
            let said = |analysis: &ArticleAnalysis, at: usize| {
                let spans = analysis.attributions[at].content.iter();
                spans.map(|span| analysis.slice(*span)).collect::<Vec<_>>().join(" … ")
            };
            let sign = if link.verbatim { "=" } else { "~" };
            writeln!(shown, "{} {sign} {}", said(&one, link.a.1), said(&other, link.b.1)).unwrap();
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn the_same_words_cut_altered_or_told() {
        check(
            "Mayor Ana Reed said the city would “close the old bridge within two weeks and build a new one.”\n\n\
             Council member Tom Hale said that “nobody asked the ferry workers what they think of the plan.”",
            "Ana Reed, the mayor, promised to “close the old bridge within two weeks.”\n\n\
             Tom Hale complained that the ferry workers had not been asked what they think of the plan.",
            expect![[r#"
                the city would “close the old bridge within two weeks and build a new one.” = to “close the old bridge within two weeks.”
                that “nobody asked the ferry workers what they think of the plan.” ~ that the ferry workers had not been asked what they think of the plan
            "#]],
        );
    }

    #[test]
    fn other_words_for_the_same() {
        check(
            "The army said on Tuesday that rebels had killed at least 107 people in an attack on the town of Dorn.\n\n\
             President Lind urged the rebels to halt their offensive and to return to the negotiations in Oslo.",
            "More than 100 people died when rebels assaulted the town of Dorn, the army said.\n\n\
             Mr. Lind called on the rebels to stop their attacks and come back to the talks in Oslo.\n\n\
             The president, Karl Lind, said the harvest had been good.",
            expect![[r#"
                that rebels had killed at least 107 people in an attack on the town of Dorn ~ More than 100 people died when rebels assaulted the town of Dorn
                the rebels to halt their offensive and to return to the negotiations in Oslo ~ the rebels to stop their attacks and come back to the talks in Oslo
            "#]],
        );
    }

    #[test]
    fn a_topic_in_common_is_no_statement_in_common() {
        check(
            "Ana Reed said the bridge was too old.\n\nTom Hale said the bridge would cost the city millions.",
            "Ana Reed said the bridge had been painted in 1990.\n\nTom Hale said he had never liked the ferry.",
            expect![""],
        );
    }

    #[test]
    fn two_people_who_say_alike_things_are_two() {
        check(
            "Ana Reed said she wanted to see the report on the bridge.",
            "Tom Hale said he would read the report on the bridge.",
            expect![""],
        );
    }
}
