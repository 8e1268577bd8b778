//! Rules by which two facts differ: they count the same in the same happening, no value can be both, and neither article
//! tells the other's.

use crate::analysis::ChainId;
use crate::corpus::accounts::comparison::{Comparison, Governed};
use crate::corpus::accounts::fact::{Fact, Relation, Sort, Value};
use crate::corpus::accounts::sentences::At;
use crate::corpus::accounts::slot::Stands;
use crate::corpus::features::figure::Figure;
use crate::lexicon::List;
use crate::model::EntityType;

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
/// Sentences, the headline among them, in which an article tells its news.
const NEWS: usize = 6;

/// True for what a noun before the number measures: "a magnitude of 5.9".
fn is_measure(fact: &Fact) -> bool {
    matches!(&fact.value, Value::Figure(figure) if figure.unit.starts_with('='))
}

impl Comparison<'_> {
    /// True where two facts answer the same question, no value can be both, and neither article tells the other's.
    pub(super) fn differ(&self, at: At, score: f32, ours: &Governed, theirs: &Governed) -> bool {
        let sort = ours.0.value.sort();
        if score >= CLOSE && Self::misspelled(self.stands(&ours.0, &theirs.0), &ours.0, &theirs.0) {
            return true;
        }
        let least = match sort {
            Sort::Age => f32::MIN,
            Sort::Figure => FIGURE,
            Sort::Day | Sort::Hour | Sort::Place => CLOSE,
            Sort::Name => self.shown,
            Sort::Who | Sort::Words => return false,
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
            Sort::Who | Sort::Words => false,
        };
        asked && !self.told_there(0, ours) && !self.told_there(1, theirs)
    }

    /// True for one name that is spelled in two ways.
    fn misspelled(stands: Stands, ours: &Fact, theirs: &Fact) -> bool {
        stands == Stands::Nearly && matches!((&ours.value, &theirs.value), (Value::Named(..), Value::Named(..)))
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
    pub(super) fn same_class(&self, ours: &Governed, theirs: &Governed) -> bool {
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

    pub(super) fn same_governor(&self, ours: &Governed, theirs: &Governed) -> bool {
        let [here, there] = &self.pairing.sides;
        ours.1.iter().any(|one| theirs.1.iter().any(|other| one.same(&here.facts, other, &there.facts)))
    }

    pub(super) fn relation(&self, ours: &Fact, theirs: &Fact) -> Option<Relation> {
        ours.value.relation(&theirs.value, |one, other| self.identity(one, other))
    }

    /// Whether two chains are one: by who they are, or, where their names share more than the first word, perhaps.
    pub(super) fn identity(&self, one: ChainId, other: ChainId) -> Relation {
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
    pub(super) fn told_there(&self, side: usize, own: &Governed) -> bool {
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
    pub(super) fn same_unit(&self, ours: &Fact, theirs: &Fact) -> bool {
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
