//! How likely two articles report the same event: log odds from a few signs, and what parts them for good.
//!
//! Trees weigh the signs ([`crate::model::same_event`]); the days of publication and what forbids one event lie over them by
//! hand. Both were measured on ECB+ (pairs of similar but different events, Cybulska and Vossen 2014) and
//! BASIL (one event, three outlets, Fan et al. 2019). People and topic in common prove nothing: the leads and the time decide.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use crate::analysis::ChainId;
use crate::corpus::features::article::ArticleFeatures;
use crate::corpus::features::event::EventFeatures;
use crate::corpus::features::opening::days_between;
use crate::model::same_event::SameEvent;

/// From this on many pairs of articles tell of one event.
pub(crate) const SAME: f32 = 0.5;
/// What two articles that stand alone want beyond that: one pair is less sure than a mean of many, and in a folder of few
/// articles nothing else tells two events from one. With more, events that three outlets reported are found less often
/// (training/events.md).
const ALONE: f32 = 1.0;
/// From this on, dates left aside, two articles are worth a mention to one another.
pub(crate) const RELATED: f32 = -1.0;

/// What is seen of two articles.
pub(crate) const SIGNS: [&str; 28] = [
    "word",
    "lead",
    "early",
    "plain",
    "first",
    "common",
    "pairs",
    "early-pairs",
    "quotes",
    "names",
    "people",
    "places",
    "elsewhere",
    "same-person",
    "other-person",
    "numbers",
    "slots",
    "slots-apart",
    "weekday-overlap",
    "weekday-conflict",
    "months",
    "years-apart",
    "deed",
    "particular",
    "prose",
    "thin",
    "other-day",
    "other-kind",
];
/// What one outlet for both is worth where no quotation is in common.
const SAME_OUTLET: f32 = -1.0;

/// Days after which nothing is reported as the same event (BASIL: 4 at most).
const MONTH: f32 = 31.0;
/// Days between publications after which main events of different days are two.
const WEEK: f32 = 7.0;

/// The mean log odds from which two sets of articles are of one event, by how many pairs it is the mean of.
#[expect(clippy::cast_precision_loss, reason = "a few hundred pairs")]
pub(crate) fn wanted(pairs: usize) -> f32 {
    SAME + ALONE / pairs as f32
}

/// What judges the signs: the trees, and where each of their signs stands in [`SIGNS`].
#[derive(Clone, Debug)]
pub struct Judge {
    trees: Arc<SameEvent>,
    places: Arc<[usize]>,
}

impl Judge {
    /// Trees that look at some of [`SIGNS`], in any order; the error names a sign that nobody sees.
    pub fn new(trees: Arc<SameEvent>) -> Result<Self, String> {
        let place = |name: &String| {
            SIGNS.iter().position(|sign| sign == name).ok_or_else(|| format!("features: there is no sign {name}"))
        };
        let places = trees.signs().iter().map(place).collect::<Result<Arc<[usize]>, String>>()?;
        Ok(Self { trees, places })
    }

    fn log_odds(&self, seen: &[f32; SIGNS.len()]) -> f32 {
        let mut signs = [0.0; SIGNS.len()];
        for (sign, place) in signs.iter_mut().zip(&*self.places) {
            *sign = seen[*place];
        }
        self.trees.log_odds(&signs)
    }
}

impl Default for Judge {
    /// The trees in the binary.
    fn default() -> Self {
        static JUDGE: LazyLock<Judge> = LazyLock::new(|| {
            Judge::new(SameEvent::embedded()).unwrap_or_else(|error| {
                tracing::error!("{error}; no two articles are taken for reports of one event");
                Judge { trees: Arc::default(), places: Arc::default() }
            })
        });
        JUDGE.clone()
    }
}

/// What speaks for and against one event.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(crate) struct Evidence {
    pub(crate) word: f32,
    pub(crate) lead: f32,
    /// Words, the earlier the heavier; the same without words of names; the first words alone.
    pub(crate) early: f32,
    pub(crate) plain: f32,
    pub(crate) first: f32,
    /// Words of both that no name has, up to forty, as a share of forty.
    pub(crate) common: f32,
    pub(crate) names: f32,
    pub(crate) numbers: f32,
    /// Things counted with the same number, up to three, as a share of three.
    pub(crate) slots: f32,
    /// Things counted with different numbers, likewise.
    pub(crate) slots_apart: f32,
    /// Neighbouring content words in common, as a share of those of the shorter article.
    pub(crate) pairs: f32,
    /// The same of the beginning of each.
    pub(crate) early_pairs: f32,
    pub(crate) people: f32,
    pub(crate) places: f32,
    /// Both leads name places, and none in common.
    pub(crate) elsewhere: bool,
    /// Both are about one person, or each about another.
    pub(crate) same_person: bool,
    pub(crate) other_person: bool,
    /// Both name years, and none in common.
    pub(crate) years_apart: bool,
    /// Somebody takes part in an event of one family in both leads: the same coach dismissed, the same man arrested.
    pub(crate) participant_event: bool,
    pub(crate) weekday_overlap: f32,
    pub(crate) weekday_conflict: f32,
    pub(crate) months: f32,
    pub(crate) quotes: f32,
    /// Both name somebody or something that is not a place, a people, the outlet or an everyday word.
    pub(crate) distinctive: bool,
    /// Both are running text.
    pub(crate) prose: bool,
    /// Both are known to be printed by one outlet.
    pub(crate) same_outlet: bool,
    /// Days between publications, when both are known.
    pub(crate) days: Option<f32>,
    /// The days of the main events overlap.
    pub(crate) same_event_day: bool,
    /// Both openings count one thing, with figures that agree.
    pub(crate) figures: bool,
    /// Days between the nearest days that the openings tell of.
    pub(crate) days_apart: Option<f32>,
    /// One is about a funeral and the other tells of none.
    pub(crate) aftermath: bool,
    /// What parts the main events.
    pub(crate) conflict: Option<Clash>,
}

/// What parts two main events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Clash {
    /// Their days do not overlap.
    Days,
    /// They happened in different places.
    Places,
    /// One is a call, the other a meeting.
    Kind,
}

impl Evidence {
    /// Compares two articles; `same_place` tells whether chains of the two name one thing.
    pub(crate) fn of(a: &ArticleFeatures, b: &ArticleFeatures) -> Self {
        let days = a.published.zip(b.published).map(|(a, b)| days_between(a, b));
        let shared_quotes = shared_quotes(a, b).count();
        let (same_slots, other_slots) = a.quantities.slots_in_common(&b.quantities);
        let both_days = a.weekdays != 0 && b.weekdays != 0;
        let mains = a.main().zip(b.main());
        let dated = mains.and_then(|(x, y)| x.days.zip(y.days));
        let (ours, theirs) = (&a.opening, &b.opening);
        Self {
            word: a.words.cosine(&b.words),
            lead: a.lead.cosine(&b.lead),
            early: a.early.cosine(&b.early),
            plain: a.plain.cosine(&b.plain),
            first: a.first.cosine(&b.first),
            common: common(a, b),
            early_pairs: pairs(&a.early_pairs, &b.early_pairs),
            names: a.name_words.cosine(&b.name_words),
            numbers: numbers(a, b),
            slots: of_three(same_slots),
            slots_apart: of_three(other_slots),
            pairs: pairs(&a.pairs, &b.pairs),
            people: a.people.salience.cosine(&b.people.salience),
            places: a.people.places.cosine(&b.people.places),
            elsewhere: a.people.elsewhere(&b.people),
            same_person: a.people.agree(&b.people),
            other_person: a.people.differ(&b.people),
            years_apart: a.quantities.years_apart(&b.quantities),
            participant_event: a
                .participant_events
                .iter()
                .any(|event| b.participant_events.binary_search(event).is_ok()),
            weekday_overlap: jaccard(u16::from(a.weekdays), u16::from(b.weekdays)),
            weekday_conflict: f32::from(u8::from(both_days && a.weekdays & b.weekdays == 0)),
            months: jaccard(a.months, b.months),
            quotes: of_three(shared_quotes),
            distinctive: a.distinctive.iter().any(|name| b.distinctive.binary_search(name).is_ok()),
            prose: a.prose && b.prose,
            same_outlet: a.outlet_key.is_some() && a.outlet_key == b.outlet_key,
            days,
            same_event_day: dated.is_some_and(|(x, y)| short(x) && short(y) && overlap(x, y)),
            figures: ours.agrees(theirs),
            days_apart: ours.days_apart(theirs),
            aftermath: ours.differs(theirs),
            conflict: mains.and_then(|(x, y)| conflict(a, b, x, y)),
        }
    }

    /// What the trees see, in the order of [`SIGNS`].
    pub(crate) fn seen(&self) -> [f32; SIGNS.len()] {
        let bit = |is: bool| f32::from(u8::from(is));
        [
            self.word,
            self.lead,
            self.early,
            self.plain,
            self.first,
            self.common,
            self.pairs,
            self.early_pairs,
            self.quotes,
            self.names,
            self.people,
            self.places,
            bit(self.elsewhere),
            bit(self.same_person),
            bit(self.other_person),
            self.numbers,
            self.slots,
            self.slots_apart,
            self.weekday_overlap,
            self.weekday_conflict,
            self.months,
            bit(self.years_apart),
            bit(self.participant_event),
            bit(self.distinctive),
            bit(self.prose),
            bit(self.thin()),
            bit(self.conflict == Some(Clash::Days)),
            bit(matches!(self.conflict, Some(Clash::Places | Clash::Kind))),
        ]
    }

    /// Natural-log odds without the days of publication.
    pub(crate) fn undated(&self, judge: &Judge) -> f32 {
        let odds = judge.log_odds(&self.seen());
        if self.thin() || !self.prose { odds.min(-3.0) } else { odds }
    }

    /// True when the two have hardly a word in common, or little beside names, a country or a ministry: a number, a
    /// month or a day of publication then proves nothing, nor does whoever did both.
    fn thin(&self) -> bool {
        /// What of the words that no name has must be in common: of pairs on one event 3 in 100 have less, of others that
        /// are alike otherwise a third.
        const PLAIN: f32 = 0.08;
        let words = if self.distinctive { 0.14 } else { 0.2 };
        let few = self.word < words && self.lead < 0.4;
        let names = self.plain < PLAIN && self.slots == 0.0 && !self.figures;
        self.quotes == 0.0 && (few || names)
    }

    /// Natural-log odds that the two report the same event.
    pub(crate) fn log_odds(&self, judge: &Judge) -> f32 {
        self.dated(self.undated(judge))
    }

    /// The same, from what [`Self::undated`] says.
    pub(crate) fn dated(&self, undated: f32) -> f32 {
        let mut odds = undated;
        if let Some(days) = self.days {
            // Fitted on BASIL the first term comes out at 7.4: its articles of one day nearly all report one event.
            // In a newsroom they do not, and the day must not speak louder than the text: of 359 articles of single
            // outlets, put on one day and clustered without their outlets, 56 are merged with 2 in place of 1.5, and 43
            // with this.
            odds += 1.5 * (-days / 3.0).exp() - 4.0 * ((days - 4.0) / 6.0).clamp(0.0, 1.0);
        }
        if self.same_event_day {
            odds += 0.56;
        }
        // An outlet seldom reports one event twice, and its articles of one day share desk, names and turns of phrase.
        // An update of a story says again what the first report quoted.
        if self.same_outlet && self.quotes == 0.0 {
            odds += SAME_OUTLET;
        }
        // Different slots of one frame ("summit in Mexico", "summit in China") end it, unless both appeared at once,
        // when a slot misread is likelier than two events so alike.
        if self.conflicts() {
            return odds.min(0.0) - 4.0;
        }
        match self.conflict {
            None => odds,
            Some(Clash::Days) if self.days.is_some_and(|days| days > 1.0) => odds - 2.0,
            Some(_) => odds - 1.0,
        }
    }

    /// True when the slots forbid the same event, or a month lies between: news of one event is printed within days.
    pub(crate) fn conflicts(&self) -> bool {
        if self.days.is_some_and(|days| days > MONTH) || self.is_another_day() {
            return true;
        }
        match self.conflict {
            None => false,
            // Which day "Tuesday" was is a guess where no day of publication is known, and what is the main event when
            // one article tells what came of it: of likely pairs of ECB+ and BASIL whose days seem to differ, those
            // printed within a week of one another all report one event.
            Some(Clash::Days) => self.days.is_some_and(|days| days > WEEK),
            Some(Clash::Places | Clash::Kind) => self.days.is_none_or(|days| days > 1.0),
        }
    }
}

impl Evidence {
    /// True when the two were printed days apart and open with what was on other days, or one of them with a funeral: of
    /// pairs of BASIL on one event 1 in 150 is so, of others that are alike half.
    fn is_another_day(&self) -> bool {
        /// Days between publications, and between the days that the openings tell of.
        const APART: f32 = 2.0;
        self.days.is_some_and(|days| {
            days >= APART && self.days_apart.is_some_and(|apart| apart >= APART) || days > 0.0 && self.aftermath
        })
    }
}

/// Numbers in common. A single one ("29 years", "article 29") in texts that hardly agree is chance as often as not.
fn numbers(a: &ArticleFeatures, b: &ArticleFeatures) -> f32 {
    let (ours, theirs) = (&a.quantities.numbers, &b.quantities.numbers);
    let cosine = ours.cosine(theirs);
    let single = ours.shared(theirs).count() < 2;
    if single && a.words.cosine(&b.words) < 0.22 { cosine / 2.0 } else { cosine }
}

/// A count up to three, as a share of three.
fn of_three(count: usize) -> f32 {
    f32::from(u8::try_from(count.min(3)).unwrap_or(3)) / 3.0
}

/// Words of both that no name has, up to forty, as a share of forty: in short articles a few are soon alike by chance.
fn common(a: &ArticleFeatures, b: &ArticleFeatures) -> f32 {
    /// From here on more tell nothing.
    const MANY: usize = 40;
    f32::from(u8::try_from(a.plain.shared(&b.plain).take(MANY).count()).unwrap_or(u8::MAX)) / 40.0
}

/// Pairs of neighbouring words in common, as a share of those of the article that has fewer.
fn pairs(a: &[u32], b: &[u32]) -> f32 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long;
    let mut shared = 0_u16;
    for pair in short {
        rest = &rest[rest.partition_point(|other| other < pair)..];
        shared = shared.saturating_add(u16::from(rest.first() == Some(pair)));
    }
    f32::from(shared) / f32::from(u16::try_from(short.len().max(1)).unwrap_or(u16::MAX))
}

/// What parts two main events of one family; `None` when nothing does or they are of different families.
fn conflict(a: &ArticleFeatures, b: &ArticleFeatures, x: &EventFeatures, y: &EventFeatures) -> Option<Clash> {
    if x.family != y.family {
        return None;
    }
    if x.days.zip(y.days).is_some_and(|(x, y)| !overlap_within(x, y, 1)) {
        return Some(Clash::Days);
    }
    // Leaders meet all the time, and where tells the meetings apart. Where a crash was is told as a town here and as
    // a country there.
    let gatherings = matches!(x.family, "contact" | "summit" | "talks" | "gathering" | "election");
    if gatherings && places_differ(a, b, x, y) {
        return Some(Clash::Places);
    }
    kinds_differ(x.class, y.class).then_some(Clash::Kind)
}

/// True when both events have places and none in common.
pub(crate) fn places_differ(a: &ArticleFeatures, b: &ArticleFeatures, x: &EventFeatures, y: &EventFeatures) -> bool {
    let called = |of: &ArticleFeatures, at: &ChainId| of.chains.get(*at).copied().filter(|key| *key != 0);
    let ours: Vec<u64> = x.places.iter().filter_map(|at| called(a, at)).collect();
    let theirs: Vec<u64> = y.places.iter().filter_map(|at| called(b, at)).collect();
    !ours.is_empty() && !theirs.is_empty() && ours.iter().all(|place| !theirs.contains(place))
}

/// A call is no meeting; a "conversation" may be either.
pub(crate) fn kinds_differ(a: &str, b: &str) -> bool {
    matches!((a, b), ("call", "meeting" | "summit") | ("meeting" | "summit", "call"))
}

/// The quotations of both, as places in the first.
pub(crate) fn shared_quotes<'a>(
    a: &'a ArticleFeatures,
    b: &'a ArticleFeatures,
) -> impl Iterator<Item = crate::text::Span> + 'a {
    let theirs = |key: &u64| b.quotes.binary_search_by_key(key, |(key, _)| *key).is_ok();
    a.quotes.iter().filter(move |(key, _)| theirs(key)).map(|(_, span)| *span)
}

/// True when two ranges of days share a day.
pub(crate) fn overlap(a: (Date, Date), b: (Date, Date)) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// True when two ranges of days share a day, or miss one another by at most `slack` days.
pub(crate) fn overlap_within(a: (Date, Date), b: (Date, Date), slack: i64) -> bool {
    let widen = |date: Date, days: i64| date.checked_add(jiff::Span::new().days(days)).unwrap_or(date);
    overlap((widen(a.0, -slack), widen(a.1, slack)), b)
}

/// True for a week or less.
fn short(days: (Date, Date)) -> bool {
    days_between(days.0, days.1) < 7.0
}

fn jaccard(a: u16, b: u16) -> f32 {
    let count = |bits: u16| f32::from(u8::try_from(bits.count_ones()).unwrap_or(0));
    let either = count(a | b);
    if either == 0.0 { 0.0 } else { count(a & b) / either }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::corpus::testing::read;
    use crate::model::Models;

    /// Whether two articles of one day are taken for one event.
    fn check(a: &str, b: &str, expected: bool) {
        let models = Models::embedded();
        let features = |text: &str| ArticleFeatures::new(&read(&models, text, Some(date(2022, 7, 25))));
        let evidence = Evidence::of(&features(a), &features(b));
        assert_eq!(evidence.log_odds(&Judge::default()) >= SAME, expected, "{a} / {b}: {evidence:?}");
    }

    /// Two articles that have much in common, where they begin above all.
    fn alike() -> Evidence {
        Evidence {
            word: 0.5,
            lead: 0.5,
            early: 0.6,
            plain: 0.5,
            first: 0.6,
            common: 0.6,
            pairs: 0.15,
            early_pairs: 0.15,
            names: 0.7,
            people: 0.9,
            numbers: 0.5,
            prose: true,
            ..Evidence::default()
        }
    }

    #[test]
    fn days_that_differ_part_what_was_printed_weeks_apart() {
        let judge = Judge::default();
        let same = |days: f32| {
            let dated = Evidence { days: Some(days), conflict: Some(Clash::Days), ..alike() };
            dated.log_odds(&judge) >= SAME
        };
        assert!(same(2.0), "one tells of the day, the other of what came of it");
        assert!(!same(9.0));
    }

    #[test]
    fn one_outlet_seldom_reports_an_event_twice() {
        let judge = Judge::default();
        let odds = |evidence: Evidence| evidence.log_odds(&judge);
        assert!(odds(alike()) >= SAME);
        let printed_twice = Evidence { same_outlet: true, ..alike() };
        assert!(odds(printed_twice) < odds(alike()));
        let quotes = Evidence { quotes: 1.0, ..printed_twice };
        assert!(odds(quotes) >= odds(alike()), "an update quotes what it updates");
    }

    #[test]
    fn an_address_tells_whose_page_it_was() {
        let models = Models::embedded();
        let outlet_key = |text: &str| ArticleFeatures::new(&read(&models, text, None)).outlet_key;
        let one = outlet_key("https://www.daily.example/news/1\n\nThe harbour was closed on Monday.");
        assert!(one.is_some());
        assert_eq!(one, outlet_key("http://Daily.example/sport/2?page=1\n\nThe cup was won by nobody."));
        assert_ne!(one, outlet_key("https://weekly.example/news/1\n\nThe harbour was closed on Monday."));
        assert_eq!(outlet_key("The harbour was closed on Monday."), None);
    }

    #[test]
    fn who_takes_part_in_what_the_leads_tell() {
        let models = Models::embedded();
        let shared = |a: &str, b: &str| {
            let features = |text: &str| ArticleFeatures::new(&read(&models, text, None));
            Evidence::of(&features(a), &features(b)).participant_event
        };
        let first = "PHILADELPHIA — Police arrested John Harker on Monday after a chase.";
        assert!(shared(first, "John Harker was arrested by police in Philadelphia, officials said."));
        assert!(!shared(first, "Police in Philadelphia arrested Paul Denning, officials said."));
        assert!(!shared(first, "John Harker was injured in a crash in Philadelphia, officials said."));
    }

    #[test]
    fn names_in_common_are_no_event() {
        check(
            "Governor opens hospital\n\nHALDEN — Gov. Lena Strand cut the ribbon on Monday at a hospital in Halden. The building \
             took four years to complete. The first patients will be moved in on Thursday, Strand told the crowd.",
            "Strand vetoes crab bill\n\nHALDEN — Gov. Lena Strand on Monday vetoed a bill that would have doubled the yearly \
             catch in the bays. Its sponsors lack the votes to override Strand. Watermen said they would try again.",
            false,
        );
    }

    #[test]
    fn other_days_and_a_funeral_are_another_event() {
        let models = Models::embedded();
        let conflicts = |a: (&str, Date), b: (&str, Date)| {
            let features = |(text, day): (&str, Date)| ArticleFeatures::new(&read(&models, text, Some(day)));
            Evidence::of(&features(a), &features(b)).conflicts()
        };
        let first =
            ("Drone hits block\n\nVARNA — A drone hit a block in Varna on Monday and killed nine.", date(2024, 3, 11));
        let second =
            ("Second drone\n\nVARNA — A drone hit a block in Varna on Thursday and killed seven.", date(2024, 3, 15));
        let update =
            ("Block hit\n\nVARNA — The drone that hit a block in Varna on Monday killed ten.", date(2024, 3, 13));
        let funeral = (
            "Varna buries its dead\n\nVARNA — Hundreds came to the funeral on Wednesday of those killed by a drone \
                        on Monday.",
            date(2024, 3, 14),
        );
        assert!(conflicts(first, second));
        assert!(!conflicts(first, update));
        assert!(conflicts(first, funeral));
    }

    #[test]
    fn a_place_a_ministry_a_number_and_a_day_are_no_event() {
        let tests = "KUWAIT CITY, July 25: To keep up the name of the army, the Ministry of Defense tested 29 soldiers of \
                     several units and brigades for drugs during the past two weeks, sources said. The tests are random \
                     and nobody of any rank is spared, so that none consume narcotics.";
        let wood = "KUWAIT CITY, July 25: The wood scrapyard in Amghara will be closed and shifted southward, which the \
                    housing board fears may break the environment law. About 29 plots could be built, but the matter is \
                    subject to approval of the Ministry of Defense to give up the site.";
        check(tests, wood, false);
        let call = "Costa Rican President Rodrigo Chaves took a call from Ukraine about the war there. Costa Rica stands \
                    with Kyiv and will say so at the United Nations, the president told reporters.";
        let dance = "Because some of the reasons may be lost in the celebration, we remind you of this holiday. Towns in \
                     Costa Rica dance and parade for the annexation of Nicoya, whose name comes from a chief of the coast.";
        check(call, dance, false);
        check(
            call,
            "Rodrigo Chaves, Costa Rica’s president, had a call from Ukraine about the war and is with Kyiv.",
            true,
        );
    }
}
