//! Where the accounts of two articles on one event part: the sentences that tell of the same thing, and the facts that one
//! tells otherwise than the other.
//!
//! Boosted trees (`training/accounts.py`) say which sentences tell of the same thing. Facts of one sort in them are laid
//! side by side where the same happening governs them and they count the same; they differ where no value can be both, and
//! where neither article tells the other's value elsewhere. Nothing is linked beforehand: what nobody asks for costs
//! nothing, and what is asked for takes time with the product of the sentences of two articles, each of which is bounded.

use std::sync::LazyLock;

use crate::analysis::ChainId;
pub(crate) use crate::corpus::accounts::fact::Sort;
use crate::corpus::accounts::fact::{Fact, Relation, Value, facts};
use crate::corpus::accounts::governor::{Governor, Governors};
use crate::corpus::accounts::sentences::{At, Numbers, Pairing};
use crate::corpus::alignment;
use crate::corpus::features::figure::Figure;
use crate::corpus::reference::{ArticleId, Place};
use crate::corpus::snapshot::Snapshot;
use crate::lexicon::List;
use crate::model::EntityType;
use crate::model::boosted::Boosted;
use crate::text::Span;

mod fact;
mod governor;
mod sentences;

/// From this score of two sentences on figures in them are compared that count the same and are governed alike: that says
/// much by itself.
const FIGURE: f32 = -2.0;
/// The same for days, hours and places that are governed alike.
const CLOSE: f32 = 0.3;
/// Days by which stretches may be longer that are as long: February, March.
const ROUGHLY: u32 = 3;
/// Days of a stretch that is too long for what happens in it to be one thing.
const YEAR: i32 = 360;
/// Equal words beside two people that stand in one place of a sentence; two bodies have one more.
const FRAME: usize = 3;
/// From this score on what two sentences tell is the same, even where they name other people or days.
const SURE: f32 = 2.0;
/// Other articles that are compared where the facts at one place are asked for.
const OTHERS: usize = 4;
/// Sentences, the headline among them, in which an article tells its news.
const NEWS: usize = 6;

/// What is seen of two sentences, for the trainer.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Of the one and of the other.
    pub(crate) spans: [Span; 2],
    /// By name, in the order in which the trees take them.
    pub(crate) numbers: Vec<(&'static str, f32)>,
}

/// A sentence of each of two articles that tell of the same thing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aligned {
    pub places: [Place; 2],
    /// Log odds that they do.
    pub score: f32,
}

/// A fact that two articles tell differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differing {
    pub sort: Sort,
    /// The words of the fact in each.
    pub places: [Place; 2],
}

/// Where the accounts of two articles meet and part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    /// Each sentence once, in the order of the first article.
    pub aligned: Vec<Aligned>,
    /// In the order of the first article.
    pub differing: Vec<Differing>,
}

impl Accounts {
    /// As it is seen from the other article.
    fn swapped(mut self) -> Self {
        self.aligned.iter_mut().for_each(|one| one.places.reverse());
        self.differing.iter_mut().for_each(|one| one.places.reverse());
        self.aligned.sort_by_key(|one| one.places);
        self.differing.sort_by_key(|one| (one.places, one.sort));
        self
    }
}

struct Trees {
    trees: Boosted,
    /// From this score on two sentences are shown side by side.
    shown: f32,
}

impl Trees {
    fn embedded() -> Option<&'static Self> {
        static EMBEDDED: LazyLock<Option<Trees>> = LazyLock::new(|| {
            let trees = Trees::of(include_bytes!("data/accounts.safetensors"));
            trees.inspect_err(|error| tracing::error!("{error}; accounts are not compared")).ok()
        });
        EMBEDDED.as_ref()
    }

    fn of(bytes: &[u8]) -> Result<Self, String> {
        let trees = Boosted::of(bytes, "copydesk-accounts-1")?;
        let &[shown, ..] = trees.cuts() else { return Err("cuts: none".to_owned()) };
        Ok(Self { trees, shown })
    }

    fn score(&self, numbers: &Numbers) -> f32 {
        let number = |(nth, name): (usize, &String)| {
            let is = |(other, _): &&(&str, f32)| *other == name;
            let found = numbers.get(nth).filter(is).or_else(|| numbers.iter().find(is));
            found.map_or(0.0, |(_, number)| *number)
        };
        self.trees.score(&self.trees.features().iter().enumerate().map(number).collect::<Vec<f32>>())
    }
}

/// What is seen of the sentences of two articles that have most in common.
pub(crate) fn seen(snapshot: &Snapshot, one: ArticleId, other: ArticleId) -> Vec<Seen> {
    let pairing = Pairing::new(snapshot, one, other);
    let spans = |at: At| [pairing.sides[0].told(at.one).span, pairing.sides[1].told(at.other).span];
    pairing.candidates().into_iter().map(|at| Seen { spans: spans(at), numbers: pairing.seen(at) }).collect()
}

impl Snapshot {
    /// Where the accounts of two articles meet and part; empty for two that do not report one event.
    pub fn accounts(&self, one: ArticleId, other: ArticleId) -> Accounts {
        if one == other || self.article(one).coverage != self.article(other).coverage {
            return Accounts::default();
        }
        if one > other {
            return self.accounts(other, one).swapped();
        }
        self.compared(one, other, |_, _| true)
    }

    /// The facts at an offset that other articles of the coverage tell differently, one an article at most; those of the first
    /// few articles. Only the sentence at the offset is compared.
    pub fn differing_at(&self, article: ArticleId, offset: u32) -> Vec<Differing> {
        let analysis = self.analysis(article);
        let sentence = analysis.structure.sentence_at(offset).and_then(|at| analysis.structure.sentences.get(at));
        let Some(sentence) = sentence.map(|sentence| sentence.span) else { return Vec::new() };
        let node = self.article(article);
        let told = alignment::sentences::facts(&node.analysis);
        // Most places are no fact, and cost nothing.
        let own = told.at(offset).map(|at| facts(analysis, &told.told[at])).unwrap_or_default();
        if !own.iter().any(|fact| fact.span.touches(offset)) {
            return Vec::new();
        }
        let others = self.others_of_coverage(article, OTHERS).filter(|other| {
            // A report that several outlets print says it once.
            let copy = self.article(*other).copy_of;
            copy.is_none() && node.copy_of != Some(*other)
        });
        let found = others.filter_map(|other| {
            let (one, two) = (article.min(other), article.max(other));
            let side = usize::from(one != article);
            let accounts = self.compared(one, two, |pairing, at| {
                pairing.sides[side].told([at.one, at.other][side]).span.overlaps(sentence)
            });
            let accounts = if side == 1 { accounts.swapped() } else { accounts };
            accounts.differing.into_iter().find(|one| one.places[0].span.touches(offset))
        });
        found.collect()
    }

    /// Where two articles of one coverage meet and part, in those pairs of sentences that are asked for.
    fn compared(&self, one: ArticleId, other: ArticleId, asked: impl Fn(&Pairing<'_>, At) -> bool) -> Accounts {
        let Some(trees) = Trees::embedded() else { return Accounts::default() };
        let pairing = Pairing::new(self, one, other);
        let candidates = pairing.candidates().into_iter().filter(|at| asked(&pairing, *at));
        let mut scored: Vec<(At, f32)> = candidates.map(|at| (at, trees.score(&pairing.seen(at)))).collect();
        scored.sort_by(|(a, score), (b, other)| other.total_cmp(score).then(a.cmp(b)));
        let place = |side: usize, span: Span| Place { article: [one, other][side], span };
        let mut taken: Vec<At> = Vec::new();
        let mut aligned = Vec::new();
        for (at, score) in scored.iter().take_while(|(_, score)| *score >= trees.shown) {
            if taken.iter().all(|known| known.one != at.one && known.other != at.other) {
                taken.push(*at);
                let places =
                    [place(0, pairing.sides[0].told(at.one).span), place(1, pairing.sides[1].told(at.other).span)];
                aligned.push(Aligned { places, score: *score });
            }
        }
        aligned.sort_by_key(|one| one.places);
        let told = [0, 1].map(|side| Told::new(&pairing, side));
        let mut differing: Vec<Differing> = Comparison { pairing: &pairing, told, shown: trees.shown }
            .differing(&scored)
            .into_iter()
            .map(|(sort, [here, there])| Differing { sort, places: [place(0, here), place(1, there)] })
            .collect();
        differing.sort_by_key(|one| (one.places, one.sort));
        Accounts { aligned, differing }
    }
}

/// The facts of an article with what governs each, by sentence.
struct Told {
    facts: Vec<Vec<Governed>>,
}

impl Told {
    fn new(pairing: &Pairing<'_>, side: usize) -> Self {
        let side = &pairing.sides[side];
        let analysis = pairing.snapshot.analysis(side.article);
        let governors = Governors::new(analysis);
        let of = |told| {
            let facts = facts(analysis, told);
            let governed: Vec<_> = facts.iter().map(|fact| governors.of(analysis, told, &facts, fact)).collect();
            facts.into_iter().zip(governed).collect()
        };
        Self { facts: side.facts.told.iter().map(of).collect() }
    }
}

/// True for what a noun before the number measures: "a magnitude of 5.9".
fn is_measure(fact: &Fact) -> bool {
    matches!(&fact.value, Value::Figure(figure) if figure.unit.starts_with('='))
}

struct Comparison<'a> {
    pairing: &'a Pairing<'a>,
    told: [Told; 2],
    /// From this score on two sentences surely tell of the same thing.
    shown: f32,
}

type Governed = (Fact, Vec<Governor>);

impl Comparison<'_> {
    /// The facts that differ, best aligned sentences first, each fact once.
    fn differing(&self, scored: &[(At, f32)]) -> Vec<(Sort, [Span; 2])> {
        let mut found: Vec<(&Value, [&Fact; 2])> = Vec::new();
        // "Five killed" in a headline says less than "five people" below it.
        let bare = |fact: &Fact| matches!(&fact.value, Value::Figure(figure) if figure.unit.is_empty());
        for (at, score, bare_ones) in
            [false, true].into_iter().flat_map(|bare| scored.iter().map(move |(at, score)| (*at, *score, bare)))
        {
            for ours in &self.told[0].facts[at.one] {
                for theirs in &self.told[1].facts[at.other] {
                    let spans = [ours.0.span, theirs.0.span];
                    let known = |(known, [one, other]): &(&Value, [&Fact; 2])| {
                        one.span.overlaps(spans[0])
                            || other.span.overlaps(spans[1])
                            || known.is_as_great(&ours.0.value) && other.value.is_as_great(&theirs.0.value)
                    };
                    if (bare(&ours.0) || bare(&theirs.0)) == bare_ones
                        && self.differ(at, score, ours, theirs)
                        && !found.iter().any(known)
                    {
                        found.push((&ours.0.value, [&ours.0, &theirs.0]));
                    }
                }
            }
        }
        found.into_iter().map(|(value, facts)| (value.sort(), facts.map(|fact| fact.span))).collect()
    }

    /// True where two facts answer the same question, no value can be both, and neither article tells the other's.
    fn differ(&self, at: At, score: f32, ours: &Governed, theirs: &Governed) -> bool {
        let sort = ours.0.value.sort();
        let least = match sort {
            Sort::Age => f32::MIN,
            Sort::Figure => FIGURE,
            Sort::Day | Sort::Hour | Sort::Place => CLOSE,
            Sort::Name => self.shown,
        };
        if sort != theirs.0.value.sort() || score < least || self.relation(&ours.0, &theirs.0) != Some(Relation::Differ)
        {
            return false;
        }
        let asked = match sort {
            Sort::Age => return true,
            Sort::Figure => self.same_count(at, score, ours, theirs),
            Sort::Day | Sort::Hour => self.same_nearest(score, ours, theirs) && self.other_words(&ours.0, &theirs.0),
            Sort::Place => self.same_nearest(score, ours, theirs) && self.same_place_words(at, &ours.0, &theirs.0),
            Sort::Name => self.same_frame(at, &ours.0, &theirs.0),
        };
        asked && !self.told_there(0, ours) && !self.told_there(1, theirs)
    }

    /// True for figures that count the same thing in the same happening. Where the sentences have little in common, both must
    /// stand where articles tell the news, and be the only such figure that their article gives.
    fn same_count(&self, at: At, score: f32, ours: &Governed, theirs: &Governed) -> bool {
        let unit = self.same_unit(&ours.0, &theirs.0);
        let bare = |fact: &Fact| matches!(&fact.value, Value::Figure(figure) if figure.unit.is_empty());
        let told = !bare(&ours.0) && !bare(&theirs.0);
        if self.about_others(at, score, ours, theirs) {
            return false;
        }
        let governed = self.same_governor(ours, theirs) || is_measure(&ours.0);
        let news = at.one < NEWS && at.other < NEWS;
        unit && governed
            && (score >= SURE
                || (told || self.same_class(ours, theirs)) && (score >= self.shown || news) && self.alone(ours, theirs))
    }

    /// True where the sentences are about other people, or about other days, and have too little in common to be about the
    /// same all the same.
    fn about_others(&self, at: At, score: f32, ours: &Governed, theirs: &Governed) -> bool {
        let last = |side: usize, nth: usize, fact: &Fact| {
            let before = self.told[side].facts[nth].iter().filter(|(other, _)| other.span.end <= fact.span.start);
            before
                .filter_map(|(other, _)| match other.value {
                    Value::Named(chain, EntityType::Person) => Some(chain),
                    _ => None,
                })
                .next_back()
        };
        let others = last(0, at.one, &ours.0).zip(last(1, at.other, &theirs.0));
        let days = |side: usize, nth: usize| {
            self.told[side].facts[nth].iter().map(|(fact, _)| fact).filter(|fact| fact.value.sort() == Sort::Day)
        };
        let met = |one: &Fact| days(1, at.other).any(|other| self.relation(one, other) != Some(Relation::Differ));
        let apart = days(0, at.one).next().is_some() && days(1, at.other).next().is_some();
        score < SURE && others.is_some_and(|(one, other)| self.identity(one, other) == Relation::Differ)
            || score < CLOSE && apart && !days(0, at.one).any(met)
    }

    /// True for figures besides which their articles give no other of the same thing in the same happening.
    fn alone(&self, ours: &Governed, theirs: &Governed) -> bool {
        let single = |side: usize, own: &Governed| {
            let facts = &self.pairing.sides[side].facts;
            let all = self.told[side].facts.iter().flatten();
            let mut same = all.filter(|(fact, governors)| {
                let governed = || own.1.iter().any(|one| governors.iter().any(|other| one.same(facts, other, facts)));
                self.same_unit(&own.0, fact) && (is_measure(&own.0) || governed())
            });
            same.all(|(fact, _)| fact.value.is_as_great(&own.0.value))
        };
        single(0, ours) && single(1, theirs)
    }

    /// True where both are governed by words of one class of events.
    fn same_class(&self, ours: &Governed, theirs: &Governed) -> bool {
        ours.1.iter().any(|one| theirs.1.iter().any(|other| one.same_class(other)))
    }

    /// True where words near both, or where the sentences have less in common those nearest to both, tell of the same kind
    /// of happening.
    fn same_nearest(&self, score: f32, ours: &Governed, theirs: &Governed) -> bool {
        if score >= self.shown {
            return self.same_governor(ours, theirs);
        }
        let [here, there] = &self.pairing.sides;
        ours.1.first().zip(theirs.1.first()).is_some_and(|(one, other)| one.same(&here.facts, other, &there.facts))
    }

    /// True for times in other words: "on Thursday" is no other day than "on Thursday".
    fn other_words(&self, ours: &Fact, theirs: &Fact) -> bool {
        let words = |side: usize, fact: &Fact| {
            let article = self.pairing.sides[side].article;
            self.pairing.snapshot.analysis(article).slice(fact.span).to_lowercase()
        };
        let (here, there) = (words(0, ours), words(1, theirs));
        let alike = match (&ours.value, &theirs.value) {
            // A day and another month answer different questions.
            (Value::Days(from, to), Value::Days(start, end)) => {
                let length = |from: jiff::civil::Date, to: jiff::civil::Date| (to - from).get_days();
                let (one, other) = (length(*from, *to), length(*start, *end));
                one.abs_diff(other) <= ROUGHLY && one < YEAR
            }
            _ => true,
        };
        alike && here != there
    }

    fn same_governor(&self, ours: &Governed, theirs: &Governed) -> bool {
        let [here, there] = &self.pairing.sides;
        ours.1.iter().any(|one| theirs.1.iter().any(|other| one.same(&here.facts, other, &there.facts)))
    }

    fn relation(&self, ours: &Fact, theirs: &Fact) -> Option<Relation> {
        ours.value.relation(&theirs.value, |one, other| self.identity(one, other))
    }

    /// Whether two chains are one: by who they are, or, where their names share more than the first word, perhaps.
    fn identity(&self, one: ChainId, other: ChainId) -> Relation {
        let node = |side: usize| self.pairing.snapshot.article(self.pairing.sides[side].article);
        let (here, there) = (node(0), node(1));
        let same = here.entities.get(one).zip(there.entities.get(other)).is_some_and(|(one, other)| one == other);
        let name = |side: usize, chain: ChainId| node(side).analysis.chains.get(chain).map_or("", |chain| &*chain.name);
        let words = |name: &str| -> Vec<String> {
            let words = name.split(|ch: char| !ch.is_alphanumeric()).filter(|word| word.chars().count() > 2);
            words.map(str::to_lowercase).collect()
        };
        let (ours, theirs) = (words(name(0, one)), words(name(1, other)));
        if same || ours == theirs {
            Relation::Equal
        } else if ours.iter().any(|word| theirs[usize::from(theirs.len() > 1)..].contains(word))
            || theirs.iter().any(|word| ours[usize::from(ours.len() > 1)..].contains(word))
        {
            Relation::Open
        } else {
            Relation::Differ
        }
    }

    /// True when the other article tells what a fact says of the same happening, wherever it does.
    fn told_there(&self, side: usize, own: &Governed) -> bool {
        let sort = own.0.value.sort();
        let same = |theirs: &Governed| {
            let (one, other) = if side == 0 { (own, theirs) } else { (theirs, own) };
            let relation = self.relation(&one.0, &other.0);
            match sort {
                Sort::Place | Sort::Name => relation.is_some_and(|relation| relation != Relation::Differ),
                Sort::Figure => {
                    relation.is_some_and(|relation| relation != Relation::Differ)
                        && self.same_unit(&one.0, &other.0)
                        && (one.1.is_empty() || other.1.is_empty() || self.same_governor(one, other))
                }
                _ => relation.is_some_and(|relation| relation != Relation::Differ) && self.same_governor(one, other),
            }
        };
        self.told[1 - side].facts.iter().flatten().any(same)
    }

    /// True for figures that count the same: both one word, one of them none, or people and no other sort of them.
    fn same_unit(&self, ours: &Fact, theirs: &Fact) -> bool {
        let (Value::Figure(one), Value::Figure(other)) = (&ours.value, &theirs.value) else {
            return matches!(
                (&ours.value, &theirs.value),
                (Value::Length(..), Value::Length(..)) | (Value::Result(..), Value::Result(..))
            );
        };
        let sign = |figure: &Figure| !figure.unit.is_empty() && !figure.unit.starts_with(char::is_alphabetic);
        one.unit == other.unit || !sign(one) && !sign(other) && (one.unit.is_empty() || other.unit.is_empty())
    }

    /// True for places behind the same word: "in Lyon", "in Dijon".
    fn same_place_words(&self, at: At, ours: &Fact, theirs: &Fact) -> bool {
        let before = |side: usize, nth: usize, fact: &Fact| {
            let side = &self.pairing.sides[side];
            let analysis = self.pairing.snapshot.analysis(side.article);
            let word = side.told(nth).words.get(fact.words.start.checked_sub(1)?)?;
            let word = analysis.slice(word.span).to_lowercase();
            analysis.language.lists.is(List::PlacePreposition, &word).then_some(word)
        };
        before(0, at.one, ours).is_some_and(|word| before(1, at.other, theirs) == Some(word))
    }

    /// True for people or bodies of one kind that stand between the same words.
    fn same_frame(&self, at: At, ours: &Fact, theirs: &Fact) -> bool {
        let (Value::Named(_, one), Value::Named(_, other)) = (&ours.value, &theirs.value) else { return false };
        let (here, there) = (self.pairing.sides[0].told(at.one), self.pairing.sides[1].told(at.other));
        let left = here.words[..ours.words.start].iter().rev().zip(there.words[..theirs.words.start].iter().rev());
        let right = here.words[ours.words.end..].iter().zip(&there.words[theirs.words.end..]);
        let run = |words: &mut dyn Iterator<Item = bool>| words.take_while(|same| *same).count();
        let left = run(&mut left.map(|(one, other)| one.key == other.key));
        let right = run(&mut right.map(|(one, other)| one.key == other.key));
        let enough = match one {
            EntityType::Person => FRAME,
            EntityType::Organization => FRAME + 1,
            _ => return false,
        };
        one == other && left + right >= enough
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use expect_test::{Expect, expect};
    use jiff::civil::date;
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::corpus::testing::{corpus, read};
    use crate::model::Models;

    const WEIGHTS: &[u8] = include_bytes!("data/accounts.safetensors");

    /// What two articles tell differently, read by the real reader.
    #[track_caller]
    fn check(ours: &str, theirs: &str, expected: Expect) {
        let models = Models::embedded();
        let analyses = [ours, theirs].map(|text| read(&models, text, Some(date(2024, 5, 7))));
        let snapshot = corpus(&analyses).snapshot();
        let accounts = snapshot.accounts(ArticleId(0), ArticleId(1));
        let mut shown = String::new();
        for one in accounts.differing {
            let [ours, theirs] = one.places.map(|place| snapshot.slice(place));
            writeln!(shown, "{}: {ours} / {theirs}", one.sort.name()).unwrap();
        }
        expected.assert_eq(&shown);
    }

    #[test]
    fn how_many_died_on_which_day_and_where() {
        check(
            "Five killed as bus overturns near Lyon\n\nA bus carrying pensioners overturned near Lyon on Monday, killing five \
             people and injuring a dozen, police said.\n\nThe accident happened at 3 p.m. on the A7 motorway.\n\nTwo suspects \
             were arrested on Monday in Brussels.\n",
            "Bus crash in France leaves 24 dead\n\nTwenty-four people died when a bus with pensioners overturned near Lyon on \
             Sunday, officials said. Twelve others were injured.\n\nThe accident happened at 5 p.m. on the A7 \
             motorway.\n\nPolice arrested two suspects on Monday in Ghent.\n",
            expect![[r#"
                day: on Monday / on Sunday
                figures: five people / Twenty-four people
                hour: 3 p.m. / 5 p.m.
                place: Brussels / Ghent
            "#]],
        );
    }

    #[test]
    fn what_the_words_allow_is_no_difference() {
        check(
            "Quake kills at least seven in Iran\n\nAn earthquake struck southern Iran on Sunday, killing at least seven people \
             and wounding more than 40, state television said.\n\nSome 900 houses were damaged. Nearly 200 people were arrested \
             on Monday.\n",
            "Strong earthquake hits Iran\n\nNine people were killed and 47 wounded when an earthquake struck southern Iran on \
             Sunday, officials said.\n\nAbout 870 houses were damaged. Police arrested 193 people on Monday.\n",
            expect![[""]],
        );
    }

    #[test]
    fn votes_sums_and_lengths() {
        check(
            "Senate passes water bill\n\nThe Senate passed the clean water bill by a vote of 61-38 on Monday.\n\nThe bill would \
             provide $4.2 billion over five years, its author said.\n",
            "Water bill clears Senate\n\nSenators voted 58-41 on Monday to pass the clean water bill.\n\nThe bill would \
             provide $4.2 billion over six years, said its author.\n",
            expect![[r#"
                figures: 61-38 / 58-41
                figures: over five years / over six years
            "#]],
        );
    }

    #[test]
    fn who_and_how_old() {
        check(
            "Milan court jails banker\n\nA court in Milan sentenced Luca Ferri, 41, to seven years in prison on Monday.\n\nHis \
             lawyer, Carla Neri, said he would appeal.\n",
            "Ferri jailed in Milan\n\nLuca Ferri, 47, was sentenced to seven years in prison by a court in Milan on \
             Monday.\n\nHis lawyer, Carla Bassi, said he would appeal.\n",
            expect![[r#"
                age: 41 / 47
                name: Carla Neri / Carla Bassi
            "#]],
        );
    }

    #[test]
    fn what_the_other_tells_as_well_is_no_difference() {
        check(
            "Thieves steal jewels in Antwerp\n\nMasked men stole diamonds worth $50 million from a shop in Antwerp on Monday, \
             prosecutors said.\n\nTwo suspects were arrested in Brussels.\n",
            "Diamond robbery in Antwerp\n\nMasked men stole diamonds worth $35 million from a shop in Antwerp on Monday, \
             prosecutors said.\n\nThe owner said diamonds worth $50 million were stolen. Three suspects were arrested in Brussels, \
             after two suspects were arrested in Ghent.\n",
            expect![[""]],
        );
    }

    #[test]
    fn the_facts_at_a_place_are_those_of_the_whole() {
        let models = Models::embedded();
        let texts = ["five people", "nine people"].map(|killed| {
            format!("A bus overturned near Lyon on Monday, killing {killed}.\n\nThe road was closed for two days.\n")
        });
        let analyses = texts.each_ref().map(|text| read(&models, text, Some(date(2024, 5, 7))));
        let snapshot = corpus(&analyses).snapshot();
        for (article, word) in [(0, "five"), (1, "nine")] {
            let offset = Span::of(0..texts[article as usize].find(word).unwrap() + 1).end;
            let all = snapshot.accounts(ArticleId(article), ArticleId(1 - article)).differing;
            assert_eq!(all.len(), 1);
            assert_eq!(snapshot.differing_at(ArticleId(article), offset), all);
            assert!(snapshot.differing_at(ArticleId(article), 3).is_empty());
        }
    }

    #[test]
    fn two_events_are_not_compared() {
        let models = Models::embedded();
        let texts = ["A bus overturned near Lyon, killing five people.\n", "Senators passed the water bill.\n"];
        let analyses = texts.map(|text| read(&models, text, Some(date(2024, 5, 7))));
        let snapshot = corpus(&analyses).snapshot();
        assert_eq!(snapshot.accounts(ArticleId(0), ArticleId(1)), Accounts::default());
        assert_eq!(snapshot.accounts(ArticleId(0), ArticleId(0)), Accounts::default());
    }

    /// The trees take the numbers that are seen, by name, and give what the trainer's own library gives.
    #[test]
    fn scores_are_the_trainers() {
        let trees = Trees::of(WEIGHTS).unwrap();
        let models = Models::embedded();
        let text = "Police in Lyon arrested two men on Monday.\n";
        let analyses = [text, text].map(|text| read(&models, text, Some(date(2024, 5, 7))));
        let snapshot = corpus(&analyses).snapshot();
        let seen = seen(&snapshot, ArticleId(0), ArticleId(1));
        let names: Vec<&str> = seen[0].numbers.iter().map(|(name, _)| *name).collect();
        assert_eq!(trees.trees.features(), names);
        let check: Vec<(Vec<f32>, f32)> = serde_json::from_str(include_str!("data/accounts-check.json")).unwrap();
        for (row, expected) in check {
            let score = trees.trees.score(&row);
            assert!((score - expected).abs() < 1e-3, "{score} and not {expected}");
        }
    }

    /// Weights of another training must not come in by accident.
    #[test]
    fn the_weights_are_those_of_the_manifest() {
        let manifest: toml::Table = include_str!("data/MANIFEST.toml").parse().unwrap();
        let digest: String = Sha256::digest(WEIGHTS).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(manifest["accounts"]["sha256"].as_str(), Some(&*digest));
        assert!(Trees::of(b"").is_err());
    }
}
