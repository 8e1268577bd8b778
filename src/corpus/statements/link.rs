//! Which statements of different articles are the same words or the same claim.
//!
//! Only statements of one coverage are compared: the same words on two occasions are two statements. Words in common
//! between quotation marks are the best sign; the second is a soft overlap of content ([`super::overlap`]) beside the
//! same voice. A wrong pair is worse than a missed one.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::{AttributionId, ChainId};
use crate::corpus::constraints::Decided;
use crate::corpus::entities::group::Groups;
use crate::corpus::features::statement::{StatementFeatures, Wording};
use crate::corpus::slot::{ChainAt, Slot, StatementAt};
use crate::corpus::statements::assignment::{Edge, best};
use crate::corpus::statements::overlap::ready;
use crate::corpus::statements::similarity::{Pair, SAME, SPLIT, Voice};
use crate::text::Span;

/// How much better pairs are of which both or none stand within another statement: "he said that she had told him" is
/// not "she told him" twice over.
const LEVEL: f32 = 0.04;
/// Counterparts of a statement in one article.
const MOST_LINKS: usize = 3;
/// Statements of an article that are compared; more are no article.
const MOST: usize = 200;

/// How alike two statements are of which it is decided that they are the same, before all others.
const DECIDED: f32 = 100.0;

/// A statement of each of two articles, which are the same: a [`super::super::reference::StatementLink`] while linking.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StatementPair {
    /// The first article's.
    pub(crate) a: AttributionId,
    /// The second's.
    pub(crate) b: AttributionId,
    /// How alike, 0 to 1.
    pub(crate) score: f32,
    /// True when some words between quotation marks agree.
    pub(crate) verbatim: bool,
}

impl StatementPair {
    fn decided(a: AttributionId, b: AttributionId) -> Self {
        Self { a, b, score: DECIDED, verbatim: false }
    }
}

/// Links the statements of two articles of one coverage: those pairs that together are most alike, each statement once,
/// and besides what one article says at once and the other in several statements. Best first.
pub(crate) fn link<'a>(
    groups: &Groups,
    decided: &Decided<StatementAt>,
    (a, ours): (Slot, &'a [StatementFeatures]),
    (b, theirs): (Slot, &'a [StatementFeatures]),
) -> Vec<StatementPair> {
    let mut found = candidates(groups, (a, ours), (b, theirs), SAME);
    let at = |slot: Slot, attribution: AttributionId| StatementAt { slot, attribution };
    let is_joined = |link: &StatementPair| {
        let (one, other) = (at(a, link.a), at(b, link.b));
        decided.joined().iter().any(|pair| *pair == (one, other) || *pair == (other, one))
    };
    found.retain(|link| !decided.parts(&[at(a, link.a)], &[at(b, link.b)]) && !is_joined(link));
    let pairs = decided.joined().iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]);
    let joined = pairs.filter(|(one, other)| (one.slot, other.slot) == (a, b));
    found.extend(joined.map(|(one, other)| StatementPair::decided(one.attribution, other.attribution)));
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let facts = |statements: &'a [StatementFeatures], at: AttributionId| {
        statements.binary_search_by_key(&at, |one| one.attribution).ok().and_then(|nth| statements.get(nth))
    };
    let inner =
        |statements: &'a [StatementFeatures], at: AttributionId| facts(statements, at).is_some_and(|one| one.inner);
    let hull = |statements, at| facts(statements, at).map(|facts| facts.hull).unwrap_or_default();
    let edge = |link: &StatementPair| {
        let level = inner(ours, link.a) == inner(theirs, link.b);
        (link.a.into(), link.b.into(), weight(link.score + if level { LEVEL } else { 0.0 }))
    };
    let chosen = best(&found.iter().map(edge).collect::<Vec<Edge>>());
    // By statement, on either side: what of the other article it is linked with.
    let mut taken: [FxHashMap<AttributionId, Vec<Span>>; 2] = Default::default();
    let mut kept = vec![false; found.len()];
    let rest = (0..found.len()).filter(|at| chosen.binary_search(at).is_err());
    for (at, first) in chosen.iter().map(|at| (*at, true)).chain(rest.map(|at| (at, false))) {
        let link = &found[at];
        let there = [(link.a, hull(theirs, link.b)), (link.b, hull(ours, link.a))];
        let free = |(taken, (statement, other)): (&FxHashMap<AttributionId, Vec<Span>>, &(AttributionId, Span))| {
            let linked = taken.get(statement).map_or(&[][..], Vec::as_slice);
            linked.len() < MOST_LINKS && linked.iter().all(|one| !one.overlaps(*other))
        };
        if first || link.score >= DECIDED || link.score >= SPLIT && taken.iter().zip(&there).all(free) {
            kept[at] = true;
            for (taken, (statement, other)) in taken.iter_mut().zip(there) {
                taken.entry(statement).or_default().push(other);
            }
        }
    }
    let mut kept = kept.into_iter();
    found.retain(|_| kept.next() == Some(true));
    for link in &mut found {
        link.score = link.score.clamp(0.0, 1.0);
    }
    found
}

/// What a pair weighs among others: two middling ones do not outweigh a good one.
fn weight(score: f32) -> u32 {
    /// What any two statements of one coverage may reach.
    const NOTHING: f32 = 0.3;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand")]
    let weight = ((score - NOTHING).max(0.0).powi(2) * 10_000.0) as u32;
    weight.max(1)
}

/// Pairs of statements from a score on.
fn candidates(
    groups: &Groups,
    (a, ours): (Slot, &[StatementFeatures]),
    (b, theirs): (Slot, &[StatementFeatures]),
    least: f32,
) -> Vec<StatementPair> {
    let ours = &ours[..ours.len().min(MOST)];
    let theirs = &theirs[..theirs.len().min(MOST)];
    let entity = |first: bool, chain: ChainId| groups.of(ChainAt { slot: if first { a } else { b }, chain });
    let (stretches, others) = ready(&wordings(ours), &wordings(theirs), entity);
    let rare = rare_pairs(ours, theirs);
    let mut found = Vec::new();
    for (one, stretch) in ours.iter().zip(&stretches) {
        for (other, opposite) in theirs.iter().zip(&others).filter(|(_, opposite)| stretch.meets(opposite, 1)) {
            let pair = Pair { one, other, voice: Voice::of(one, other, entity), rare: &rare };
            if !pair.voice.is_one() && !stretch.meets(opposite, 2) {
                continue;
            }
            if let Some((score, verbatim)) = pair.score(stretch, opposite).filter(|(score, _)| *score >= least) {
                found.push(StatementPair { a: one.attribution, b: other.attribution, score, verbatim });
            }
        }
    }
    found
}

/// Pairs of neighbouring words that stand in a statement or two of each article: where both have one, both tell the
/// same. What is in many ("health care") is the topic.
fn rare_pairs(ours: &[StatementFeatures], theirs: &[StatementFeatures]) -> FxHashSet<u64> {
    /// A statement within another has its words, too.
    const FEW: u32 = 2;
    let count = |statements: &[StatementFeatures]| {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        statements.iter().flat_map(|one| &one.wording.pairs).for_each(|pair| *counts.entry(*pair).or_default() += 1);
        counts
    };
    let (ours, theirs) = (count(ours), count(theirs));
    let few = |counts: &FxHashMap<u64, u32>, pair: &u64| counts.get(pair).is_some_and(|count| *count <= FEW);
    ours.keys().filter(|pair| few(&ours, pair) && few(&theirs, pair)).copied().collect()
}

fn wordings(statements: &[StatementFeatures]) -> Vec<&Wording> {
    statements.iter().map(|one| &one.wording).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use expect_test::{Expect, expect};
    use jiff::civil::date;

    use crate::analysis::{ArticleAnalysis, AttributionId};
    use crate::corpus::constraints::Decided;
    use crate::corpus::entities::group::Groups;
    use crate::corpus::features::statement::facts_of;
    use crate::corpus::slot::Slot;
    use crate::corpus::testing::{corpus, read};
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
        let mut links = super::link(&groups, &Decided::default(), (Slot::from(0), &ours), (Slot::from(1), &theirs));
        links.sort_by_key(|link| (link.a, link.b));
        let mut shown = String::new();
        for link in links {
            let said = |analysis: &ArticleAnalysis, at: AttributionId| {
                let spans = analysis.attributions[at].content.iter();
                spans.map(|span| analysis.slice(*span)).collect::<Vec<_>>().join(" … ")
            };
            let sign = if link.verbatim { "=" } else { "~" };
            writeln!(shown, "{} {sign} {}", said(&one, link.a), said(&other, link.b)).unwrap();
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
    fn one_quoted_word_is_somebodys_own() {
        check(
            "Ana Reed called the ferry plan “preposterous” after the vote.",
            "The plan of the harbour board is “preposterous,” Ana Reed said on Monday.",
            expect![[r#"
                the ferry plan “preposterous” after the vote = The plan of the harbour board is “preposterous,”
            "#]],
        );
        check(
            "Ana Reed called the ferry plan “preposterous” after the vote.",
            "Tom Hale said that the mayor’s new hat was “preposterous.”",
            expect![""],
        );
    }

    #[test]
    fn each_statement_goes_where_all_together_are_most_alike() {
        check(
            "Ana Reed said the old bridge should be closed before the winter.\n\n\
             Ana Reed said the old bridge should be closed and the ferry workers paid from the road fund.",
            "Mayor Ana Reed said the ferry workers should be paid from the road fund.\n\n\
             Mayor Ana Reed said that the old bridge should be closed before the winter comes.",
            expect![[r#"
                the old bridge should be closed before the winter ~ that the old bridge should be closed before the winter comes
                the old bridge should be closed and the ferry workers paid from the road fund ~ the ferry workers should be paid from the road fund
                the old bridge should be closed and the ferry workers paid from the road fund ~ that the old bridge should be closed before the winter comes
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
