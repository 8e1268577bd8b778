//! What is seen of two facts that may answer the same question, in two sentences that may tell of the same thing.

use crate::analysis::{ArticleAnalysis, ChainId};
use crate::corpus::accounts::comparison::{Comparison, Governed};
use crate::corpus::accounts::fact::{Fact, Relation, Sort, Value};
use crate::corpus::accounts::sentences::{At, Numbers};
use crate::corpus::alignment::candidate::{flag, share};
use crate::corpus::alignment::query;
use crate::corpus::alignment::sentences::{NONE, Told as Sentence};
use crate::corpus::features::figure::value;
use crate::lexicon::List;
use crate::lexicon::figures::FigureWord;
use crate::model::EntityType;
use crate::text::Span;
use crate::token::ZoneKind;

/// Words on either side of a fact that are beside it, and those that are near it.
const BESIDE: usize = 3;
const NEAR: usize = 7;
/// Equal words beside two facts that count.
const RUN: usize = 6;
/// Letters of a name that may be misspelled, and how many of them may be other ones.
const LETTERS: usize = 5;
const SLIPS: usize = 2;
/// Letters of a name made of initials.
const INITIALS: usize = 4;
/// The share of a number by which a bound may miss it.
const NEAR_BOUND: f64 = 0.01;
/// Farther apart (as a natural logarithm) is all the same.
const FAR: f32 = 5.0;

/// How the values of two facts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    Equal,
    /// One number, day or name can be both.
    Open,
    Differ,
    /// One number, "more than" it and not; one name, spelled otherwise.
    Nearly,
    /// Two numbers that only "about" lets be one.
    Roughly,
}

impl Stands {
    /// True where a reader may call it a difference.
    fn differ(self) -> bool {
        matches!(self, Self::Differ | Self::Nearly | Self::Roughly)
    }

    /// True for facts that the trees judge: two names that have nothing in common mostly answer two questions.
    pub(crate) fn is_asked(self, sort: Sort) -> bool {
        self.differ() && (sort != Sort::Name || self != Self::Differ)
    }

    fn number(self) -> f32 {
        match self {
            Self::Equal => 0.0,
            Self::Open => 1.0,
            Self::Differ => 2.0,
            Self::Nearly => 3.0,
            Self::Roughly => 4.0,
        }
    }
}

impl Comparison<'_> {
    /// What two facts would differ in; `None` where they cannot answer one question.
    pub(crate) fn sort(ours: &Fact, theirs: &Fact) -> Option<Sort> {
        let (one, other) = (&ours.value, &theirs.value);
        match (one, other) {
            (Value::Figure(_), Value::Figure(_))
            | (Value::Length(..), Value::Length(..))
            | (Value::Result(..), Value::Result(..)) => Some(Sort::Figure),
            (Value::Age(..), Value::Age(..)) => Some(Sort::Age),
            (Value::Named(_, one), Value::Named(_, other)) if one == other => Some(ours.value.sort()),
            (Value::Described(_, one), Value::Described(_, other)) if one == other => Some(Sort::Who),
            _ if one.sort() == other.sort() && matches!(one.sort(), Sort::Day | Sort::Hour) => Some(one.sort()),
            _ => None,
        }
    }

    /// How the values of two facts of one sort stand to each other.
    pub(crate) fn stands(&self, ours: &Fact, theirs: &Fact) -> Stands {
        let of = |relation: Relation| match relation {
            Relation::Equal => Stands::Equal,
            Relation::Open => Stands::Open,
            Relation::Differ => Stands::Differ,
        };
        let stands = match (&ours.value, &theirs.value) {
            (Value::Described(one, _) | Value::Named(one, _), Value::Described(other, _) | Value::Named(other, _)) => {
                of(self.identity(*one, *other))
            }
            _ => self.relation(ours, theirs).map_or(Stands::Open, of),
        };
        let same = self.words(0, ours) == self.words(1, theirs);
        let person = matches!(ours.value, Value::Named(_, EntityType::Person));
        let named = matches!((&ours.value, &theirs.value), (Value::Named(..), Value::Named(..)));
        match stands {
            _ if same => Stands::Equal,
            Stands::Differ if !as_long(&ours.value, &theirs.value) => Stands::Open,
            Stands::Open if self.bounds(0, ours).is_some() => self.numbers_stand(ours, theirs),
            Stands::Equal | Stands::Open | Stands::Differ if named => {
                let (one, other) = (self.name(0, ours), self.name(1, theirs));
                if misspelled(&one, &other) {
                    Stands::Nearly
                } else if stands == Stands::Differ && (is_short_for(&one, &other) && !person) {
                    Stands::Open
                } else {
                    stands
                }
            }
            stands => stands,
        }
    }

    /// The words of a fact in lower case, without the preposition before a time.
    fn words(&self, side: usize, fact: &Fact) -> Vec<String> {
        let analysis = self.pairing.snapshot.analysis(self.pairing.sides[side].article);
        let words = analysis.slice(fact.span).split(|ch: char| ch.is_whitespace() || ch == '-');
        let plain = |word: &str| word.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase();
        let words = words.map(plain).filter(|word| !word.is_empty());
        let timed = fact.value.sort() == Sort::Day;
        words.skip_while(|word| timed && analysis.language.lists.is(List::Preposition, word)).collect()
    }

    /// The number of a figure as it is written, and on which side of it the words leave it open: 1 for "at least", -1 for
    /// "up to", 0 for both and none.
    fn bounds(&self, side: usize, fact: &Fact) -> Option<(f64, i8)> {
        let Value::Figure(figure) = &fact.value else { return None };
        let table = &self.pairing.snapshot.analysis(self.pairing.sides[side].article).language.figures;
        let mut number: Option<f64> = None;
        for word in self.words(side, fact) {
            number = match (number, table.word(&word)) {
                (Some(so_far), Some(FigureWord::Scale(scale))) => Some(so_far * scale),
                (None, _) => value(table, &word).filter(|(low, high)| low >= high).map(|(low, _)| low),
                (so_far, _) => so_far,
            };
        }
        let number = number?;
        let near = |bound: f64| (bound - number).abs() <= number.abs() * NEAR_BOUND;
        let open = match (near(figure.low), near(figure.high)) {
            (true, false) => 1,
            (false, true) => -1,
            _ => 0,
        };
        Some((number, open))
    }

    /// How two figures stand that one number can be both.
    fn numbers_stand(&self, ours: &Fact, theirs: &Fact) -> Stands {
        let (Some((one, open)), Some((other, open_there))) = (self.bounds(0, ours), self.bounds(1, theirs)) else {
            return Stands::Open;
        };
        let same = (one - other).abs() <= one.abs() * NEAR_BOUND;
        let exact = |fact: &Fact| matches!(&fact.value, Value::Figure(figure) if figure.low >= figure.high);
        match (same, open == open_there) {
            (true, true) => Stands::Equal,
            (true, false) => Stands::Nearly,
            (false, true) if open == 0 && exact(ours) != exact(theirs) => Stands::Roughly,
            (false, _) => Stands::Open,
        }
    }

    /// How two facts stand in two sentences: what the other sentence says as well, or the other article of the same
    /// happening, is no difference.
    pub(crate) fn stands_in(&self, at: At, ours: &Governed, theirs: &Governed) -> Stands {
        let stands = self.stands(&ours.0, &theirs.0);
        let equal =
            |one: &Fact, other: &Fact| Self::sort(one, other).is_some() && self.stands(one, other) == Stands::Equal;
        let beside = || {
            self.told[1].all(at.other).any(|(other, _)| equal(&ours.0, other))
                || self.told[0].all(at.one).any(|(one, _)| equal(one, &theirs.0))
        };
        let spoken_of = || {
            self.spoken_of(1, at.other, &ours.0)
                || self.spoken_of(0, at.one, &theirs.0)
                || self.same_nouns(at, &ours.0, &theirs.0)
        };
        let elsewhere = || {
            let here = |one: &Governed| self.same_governor(one, theirs) && equal(&one.0, &theirs.0);
            let there = |other: &Governed| self.same_governor(ours, other) && equal(&ours.0, &other.0);
            self.told[0].facts.iter().flatten().any(here) || self.told[1].facts.iter().flatten().any(there)
        };
        // What is not counted alike is another thing, and not another number of it.
        let counted = stands != Stands::Differ
            || ours.0.value.sort() != Sort::Figure
            || self.same_unit(&ours.0, &theirs.0)
                && self.unit(&ours.0, &theirs.0) >= 0.0
                && both_told(&ours.0, &theirs.0);
        if stands.differ() && (!counted || beside() || stands != Stands::Nearly && (elsewhere() || spoken_of())) {
            Stands::Open
        } else {
            stands
        }
    }

    /// True where a sentence of one side speaks of whom a fact of the other names or describes, in whatever words.
    fn spoken_of(&self, side: usize, nth: usize, fact: &Fact) -> bool {
        let (Value::Named(chain, _) | Value::Described(chain, _)) = fact.value else { return false };
        let mut named = self.pairing.sides[side].told(nth).named.iter();
        named.any(|named| {
            let (one, other) = if side == 0 { (named.chain, chain) } else { (chain, named.chain) };
            self.same_entity(one, other)
        })
    }

    /// True for people without a name who are called by words for one thing: an attorney and a lawyer.
    fn same_nouns(&self, at: At, ours: &Fact, theirs: &Fact) -> bool {
        if !matches!((&ours.value, &theirs.value), (Value::Described(..), Value::Described(..))) {
            return false;
        }
        let noun = |side: usize, nth: usize, fact: &Fact| {
            let side = &self.pairing.sides[side];
            let word = side.told(nth).words[fact.words.clone()].iter().rfind(|word| word.kind != NONE)?;
            side.facts.kinds.get(word.kind as usize)
        };
        let nouns = noun(0, at.one, ours).zip(noun(1, at.other, theirs));
        nouns.is_some_and(|(one, other)| query::letters(one, other) > 0.0)
    }

    /// The words of a name, as it is written but for points.
    fn name(&self, side: usize, fact: &Fact) -> Vec<String> {
        name_words(self.pairing.snapshot.analysis(self.pairing.sides[side].article), fact.span)
    }

    /// What is seen of two facts.
    pub(crate) fn slot(&self, at: At, ours: &Governed, theirs: &Governed, stands: Stands) -> Numbers {
        let [here, there] = &self.pairing.sides;
        let (one, other) = (here.told(at.one), there.told(at.other));
        let mut numbers = Numbers::with_capacity(100);
        let value = &ours.0.value;
        let described = |fact: &Fact| flag(matches!(fact.value, Value::Described(..)));
        let typed = |what: EntityType| {
            flag(matches!(ours.0.value, Value::Named(_, is) if is == what))
                + flag(matches!(theirs.0.value, Value::Named(_, is) if is == what))
        };
        numbers.extend([
            ("f_figure", flag(matches!(value, Value::Figure(_)))),
            ("f_length", flag(matches!(value, Value::Length(..)))),
            ("f_result", flag(matches!(value, Value::Result(..)))),
            ("f_age", flag(matches!(value, Value::Age(..)))),
            ("f_day", flag(value.sort() == Sort::Day)),
            ("f_hour", flag(value.sort() == Sort::Hour)),
            ("f_place", typed(EntityType::Place)),
            ("f_person", typed(EntityType::Person)),
            ("f_body", typed(EntityType::Organization)),
            ("f_described", described(&ours.0) + described(&theirs.0)),
            ("f_stands", stands.number()),
            ("f_apart", self.apart(&ours.0, &theirs.0)),
            ("f_unit", self.unit(&ours.0, &theirs.0)),
        ]);
        self.governed(ours, theirs, &mut numbers);
        self.around(at, &ours.0, &theirs.0, &mut numbers);
        self.elsewhere(at, ours, theirs, &mut numbers);
        let place = |fact: &Fact, told: &Sentence| share(fact.words.start as f32, told.words.len() as f32);
        let (nth, count) = self.order(0, at.one, &ours.0);
        let (nth_there, count_there) = self.order(1, at.other, &theirs.0);
        let quoted =
            |fact: &Fact, told: &Sentence| flag(told.words.get(fact.words.start).is_some_and(|word| word.quoted));
        let (quoted, quoted_there) = (quoted(&ours.0, one), quoted(&theirs.0, other));
        numbers.extend([
            ("f_where", (place(&ours.0, one) - place(&theirs.0, other)).abs()),
            ("f_nth", nth.abs_diff(nth_there) as f32),
            ("f_count", count.min(count_there) as f32),
            ("f_count_more", count.max(count_there) as f32),
            ("f_quoted", quoted + quoted_there),
            ("f_quoted_apart", (quoted - quoted_there).abs()),
            ("f_heads", flag(one.zone == ZoneKind::Headline) + flag(other.zone == ZoneKind::Headline)),
        ]);
        numbers
    }

    /// How far two values are from each other.
    fn apart(&self, ours: &Fact, theirs: &Fact) -> f32 {
        match (&ours.value, &theirs.value) {
            (Value::Figure(one), Value::Figure(other)) => {
                let middle = |low: f64, high: f64| if high.is_finite() { f64::midpoint(low, high) } else { low };
                let (one, other) = (middle(one.low, one.high), middle(other.low, other.high));
                if one > 0.0 && other > 0.0 { ((one / other).ln().abs() as f32).min(FAR) } else { FAR }
            }
            (Value::Length(one, _), Value::Length(other, _)) if *one > 0 && *other > 0 => {
                (*one as f32 / *other as f32).ln().abs().min(FAR)
            }
            (Value::Days(one, _), Value::Days(other, _)) => {
                (1.0 + (*one - *other).get_days().unsigned_abs() as f32).ln().min(FAR)
            }
            _ => {
                let letters = |side: usize, fact: &Fact| self.words(side, fact).concat();
                1.0 - likeness(&letters(0, ours), &letters(1, theirs))
            }
        }
    }

    /// 1 for figures of one unit, -1 for those of two, 0 where one has none.
    fn unit(&self, ours: &Fact, theirs: &Fact) -> f32 {
        match (&ours.value, &theirs.value) {
            (Value::Figure(one), Value::Figure(other)) if one.unit.is_empty() || other.unit.is_empty() => 0.0,
            (Value::Figure(one), Value::Figure(other)) => {
                if one.unit == other.unit {
                    1.0
                } else {
                    -1.0
                }
            }
            (Value::Length(_, one), Value::Length(_, other)) => {
                if one == other {
                    1.0
                } else {
                    -1.0
                }
            }
            _ => 0.0,
        }
    }

    fn governed(&self, ours: &Governed, theirs: &Governed, numbers: &mut Numbers) {
        let [here, there] = &self.pairing.sides;
        let pairs = || ours.1.iter().flat_map(|one| theirs.1.iter().map(move |other| (one, other)));
        let same = pairs().any(|(one, other)| one.same(&here.facts, other, &there.facts));
        let alike = pairs().map(|(one, other)| one.alike(&here.facts, other, &there.facts)).fold(0.0, f32::max);
        let nearest = ours.1.first().zip(theirs.1.first());
        let nearest_alike = nearest.map_or(0.0, |(one, other)| one.alike(&here.facts, other, &there.facts));
        let side = nearest.map_or(0.0, |(one, other)| if one.behind == other.behind { 1.0 } else { -1.0 });
        numbers.extend([
            ("f_governor", flag(same)),
            ("f_governor_alike", alike),
            ("f_nearest", nearest_alike),
            ("f_class", flag(self.same_class(ours, theirs))),
            ("f_side", side),
            ("f_governors", ours.1.len().min(theirs.1.len()) as f32),
        ]);
    }

    /// The words around both, and those that they are made of.
    fn around(&self, at: At, ours: &Fact, theirs: &Fact, numbers: &mut Numbers) {
        let [here, there] = &self.pairing.sides;
        let (one, other) = (here.told(at.one), there.told(at.other));
        let cover = |ours: &[usize], theirs: &[usize]| {
            let there = self.pairing.cover([(0, one, ours), (1, other, theirs)]);
            let back = self.pairing.cover([(1, other, theirs), (0, one, ours)]);
            [there.letters, back.letters, there.vectors, back.vectors]
        };
        let window = |fact: &Fact, told: &Sentence, within: usize| -> Vec<usize> {
            let (start, end) = (fact.words.start, fact.words.end);
            let before = start.saturating_sub(within)..start;
            before.chain(end..(end + within).min(told.words.len())).collect()
        };
        let clause = |fact: &Fact, told: &Sentence| -> Vec<usize> {
            query::clause(&told.words, fact.words.start).filter(|word| !fact.words.contains(word)).collect()
        };
        let own = |fact: &Fact| fact.words.clone().collect::<Vec<usize>>();
        let beside = cover(&window(ours, one, BESIDE), &window(theirs, other, BESIDE));
        let near = cover(&window(ours, one, NEAR), &window(theirs, other, NEAR));
        let clause = cover(&clause(ours, one), &clause(theirs, other));
        let inside = cover(&own(ours), &own(theirs));
        let word = |told: &Sentence, nth: Option<usize>| nth.and_then(|nth| told.words.get(nth)).map(|word| word.key);
        let equal = |ours: Option<u32>, theirs: Option<u32>| flag(ours.is_some() && ours == theirs);
        let left = one.words[..ours.words.start].iter().rev().zip(other.words[..theirs.words.start].iter().rev());
        let right = one.words[ours.words.end..].iter().zip(&other.words[theirs.words.end..]);
        let run = |words: &mut dyn Iterator<Item = bool>| words.take_while(|same| *same).take(RUN).count() as f32;
        let left = run(&mut left.map(|(one, other)| one.key == other.key));
        let right = run(&mut right.map(|(one, other)| one.key == other.key));
        numbers.extend([
            ("f_beside", beside[0].max(beside[1])),
            ("f_beside_less", beside[0].min(beside[1])),
            ("f_beside_vectors", beside[2].max(beside[3])),
            ("f_near", near[0].max(near[1])),
            ("f_near_less", near[0].min(near[1])),
            ("f_near_vectors", near[2].max(near[3])),
            ("f_near_vectors_less", near[2].min(near[3])),
            ("f_clause", clause[0].max(clause[1])),
            ("f_clause_less", clause[0].min(clause[1])),
            ("f_inside", inside[0].max(inside[1])),
            ("f_inside_less", inside[0].min(inside[1])),
            ("f_inside_vectors", inside[2].max(inside[3])),
            (
                "f_before",
                equal(word(one, ours.words.start.checked_sub(1)), word(other, theirs.words.start.checked_sub(1))),
            ),
            ("f_behind", equal(word(one, Some(ours.words.end)), word(other, Some(theirs.words.end)))),
            ("f_left", left),
            ("f_right", right),
        ]);
    }

    /// Whether either tells what the other says, and who stands near.
    fn elsewhere(&self, at: At, ours: &Governed, theirs: &Governed, numbers: &mut Numbers) {
        let equal = |side: usize, own: &Governed, other: &Governed| {
            let (one, other) = if side == 0 { (own, other) } else { (other, own) };
            Self::sort(&one.0, &other.0).is_some() && self.stands(&one.0, &other.0) == Stands::Equal
        };
        let anywhere = |side: usize, own: &Governed| {
            flag(self.told[1 - side].facts.iter().flatten().any(|other| equal(side, own, other)))
        };
        let last = |side: usize, nth: usize, fact: &Fact| {
            let named = self.told[side].facts[nth].iter().filter(|(other, _)| other.span.end <= fact.span.start);
            named.filter_map(|(other, _)| named_chain(&other.value)).next_back()
        };
        let next = |side: usize, nth: usize, fact: &Fact| {
            let named = self.told[side].facts[nth].iter().filter(|(other, _)| other.span.start >= fact.span.end);
            named.filter_map(|(other, _)| named_chain(&other.value)).next()
        };
        let who = |one: Option<ChainId>, other: Option<ChainId>| match one.zip(other) {
            Some((one, other)) => match self.identity(one, other) {
                Relation::Equal => 1.0,
                Relation::Open => 0.5,
                Relation::Differ => -1.0,
            },
            None => 0.0,
        };
        numbers.extend([
            ("f_told", anywhere(0, ours) + anywhere(1, theirs)),
            ("f_told_governed", flag(self.told_there(0, ours)) + flag(self.told_there(1, theirs))),
            ("f_last", who(last(0, at.one, &ours.0), last(1, at.other, &theirs.0))),
            ("f_next", who(next(0, at.one, &ours.0), next(1, at.other, &theirs.0))),
        ]);
    }

    /// Which fact of its sort it is in its sentence, and how many there are.
    fn order(&self, side: usize, nth: usize, fact: &Fact) -> (usize, usize) {
        let same = || self.told[side].all(nth).filter(|(other, _)| Self::sort(fact, other).is_some());
        (same().filter(|(other, _)| other.span.start < fact.span.start).count(), same().count())
    }
}

/// The words of a name, as it is written but for points.
pub(super) fn name_words(analysis: &ArticleAnalysis, span: Span) -> Vec<String> {
    let words = analysis.slice(span).split(|ch: char| ch.is_whitespace() || ch == '-');
    let plain = |word: &str| word.chars().filter(|ch| ch.is_alphanumeric()).collect::<String>();
    words.map(plain).filter(|word| !word.is_empty()).collect()
}

fn named_chain(value: &Value) -> Option<ChainId> {
    match value {
        Value::Named(chain, EntityType::Person | EntityType::Organization) => Some(*chain),
        _ => None,
    }
}

/// True for figures that both or neither tell what they count.
fn both_told(ours: &Fact, theirs: &Fact) -> bool {
    match (&ours.value, &theirs.value) {
        (Value::Figure(one), Value::Figure(other)) => one.unit.is_empty() == other.unit.is_empty(),
        _ => true,
    }
}

/// False for a day and a week, or a month and a year: they answer different questions.
fn as_long(ours: &Value, theirs: &Value) -> bool {
    /// Days up to which stretches are about as long as each other.
    const LONG: [i32; 3] = [3, 7, 31];
    let about = |from: &jiff::civil::Date, to: &jiff::civil::Date| {
        let days = (*to - *from).get_days() + 1;
        LONG.iter().filter(|long| days > **long).count()
    };
    match (ours, theirs) {
        (Value::Days(from, to), Value::Days(start, end)) => about(from, to) == about(start, end),
        _ => true,
    }
}

/// True for names of which one word is spelled otherwise, by a letter or two, and the others are the same: "Anna Ziegler" and
/// "Anna Zeigler".
pub(super) fn misspelled(ours: &[String], theirs: &[String]) -> bool {
    let mut other = None;
    for (one, two) in ours.iter().zip(theirs) {
        if one.to_lowercase() != two.to_lowercase() && other.replace((one, two)).is_some() {
            return false;
        }
    }
    let spelled = |one: &str, other: &str| {
        let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
        let least = one.len().min(other.len());
        let starts = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
        // "Roman" and "Romans", "Chris" and "Christopher", "Democrats" and "Democratic" are forms of one name.
        let ends = starts + 1 >= least && starts > LETTERS && one.len() != other.len();
        let form = starts >= least || ends || one.iter().any(char::is_ascii_digit);
        let slips = distance(&one, &other);
        // "North" and "South" are two words.
        least >= LETTERS && !form && (1..=SLIPS).contains(&slips) && (slips == 1 || starts > 0)
    };
    ours.len() == theirs.len() && other.is_some_and(|(one, two)| spelled(one, two))
}

/// Letters that must be put in, taken out or changed to make one of the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = before + usize::from(a != b);
            before = row[j + 1];
            row[j + 1] = changed.min(before + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

/// True where two names may be of one body or place: "ABC" of whatever, "Calif" for "California", any word in common.
fn is_short_for(ours: &[String], theirs: &[String]) -> bool {
    let initials = |name: &[String]| {
        name.first().is_some_and(|word| word.len() <= INITIALS && word.chars().all(|ch| ch.is_uppercase()))
    };
    let (one, other) = (ours.concat().to_lowercase(), theirs.concat().to_lowercase());
    // "Va" has letters of "Virginia", in their order.
    let shortened = |short: &str, long: &str| {
        let mut letters = long.chars();
        short.len() <= INITIALS
            && short.chars().next() == long.chars().next()
            && short.chars().all(|ch| letters.any(|one| one == ch))
    };
    initials(ours) != initials(theirs)
        || one.starts_with(&other)
        || other.starts_with(&one)
        || shortened(&one, &other)
        || shortened(&other, &one)
        || ours.iter().any(|word| theirs.contains(word))
}

/// The share of letters in pairs that two words have in common (Dice), 0 to 1.
pub(crate) fn likeness(one: &str, other: &str) -> f32 {
    let pairs = |text: &str| -> Vec<[char; 2]> {
        let letters: Vec<char> = text.chars().take(RUN * NEAR).collect();
        letters.windows(2).map(|pair| [pair[0], pair[1]]).collect()
    };
    let (ours, mut theirs) = (pairs(one), pairs(other));
    let all = ours.len() + theirs.len();
    let mut same = 0;
    for pair in ours {
        if let Some(at) = theirs.iter().position(|other| *other == pair) {
            theirs.swap_remove(at);
            same += 1;
        }
    }
    share(2.0 * same as f32, all as f32)
}
