//! Why events and articles are taken for one, and what parts them.

use jiff::civil::Date;

use crate::analysis::{ArticleAnalysis, ChainId};
use crate::corpus::coverage::evidence::{self, Clash, Evidence};
use crate::corpus::entities::group::Groups;
use crate::corpus::events::compatibility::EventScorer;
use crate::corpus::features::sparse::half;
use crate::corpus::reason::{Conflict, Reason};
use crate::corpus::reference::{ArticleId, EventId, EventRef};
use crate::corpus::slot::{EventAt, Slot};
use crate::corpus::snapshot::{Coverage, Snapshot};
use crate::corpus::title::Titles;
use crate::text::Span;

impl Snapshot {
    /// Why the articles of a coverage report one event; empty with a single article.
    pub fn why_coverage(&self, coverage: &Coverage) -> Vec<Reason> {
        let [a, b, ..] = coverage.articles[..] else { return Vec::new() };
        self.titles().why_articles(a, b, &self.evidence(a, b))
    }

    /// Why the mentions of an event are of one event; empty with a single article.
    pub fn why_event(&self, id: EventId) -> Vec<Reason> {
        let [a, b, ..] = *self.event(id).mentions else { return Vec::new() };
        self.compare_events(a, b, |events, compared| self.titles().why_event(events, compared, a))
    }

    /// The events of two articles as linking sees them, each article in a slot for the time being.
    fn compare_events<T>(
        &self,
        a: EventRef,
        b: EventRef,
        compare: impl FnOnce(&EventScorer<'_>, [EventAt; 2]) -> T,
    ) -> T {
        let nodes = [self.article(a.article), self.article(b.article)];
        let groups = Groups::given(nodes.iter().map(|node| node.entities.iter().map(|id| id.0).collect()));
        let features = |slot: Slot| &*nodes[usize::from(slot).min(1)].features;
        let compared =
            [EventAt { slot: Slot::from(0), event: a.event }, EventAt { slot: Slot::from(1), event: b.event }];
        compare(&EventScorer { features: &features, groups: &groups, coverage: &|_| 0 }, compared)
    }

    pub(crate) fn titles(&self) -> Titles<'_> {
        Titles { snapshot: self }
    }
}

impl Titles<'_> {
    /// Why two events are one. `events` knows `a` as the first of the two.
    pub(crate) fn why_event(
        &self,
        events: &EventScorer<'_>,
        [first, second]: [EventAt; 2],
        a: EventRef,
    ) -> Vec<Reason> {
        let common = events.common(first, second);
        let mut why = Vec::new();
        let mut add = |chains: &[(ChainId, ChainId)], of: fn(Vec<String>) -> Reason| {
            let names = chains.iter().filter_map(|(chain, _)| self.short_name(a.article, *chain));
            let names: Vec<String> = names.take(3).collect();
            if !names.is_empty() {
                why.push(of(names));
            }
        };
        add(&common.people, Reason::EventPeople);
        add(&common.places, Reason::EventPlaces);
        add(&common.modifiers, Reason::EventNames);
        if let Some(days) = events.days(first).zip(events.days(second)).and_then(|(a, b)| common_days(a, b)) {
            why.push(Reason::EventDays(days));
        }
        if common.words >= 2 && common.frame >= 0.5 {
            why.push(Reason::EventWords(self.phrase(a.article, a.event).to_lowercase()));
        }
        if events.facts(first).main && events.facts(second).main {
            why.push(Reason::MainEvents);
        }
        why
    }

    /// What joins two articles.
    pub(crate) fn why_articles(&self, a: ArticleId, b: ArticleId, evidence: &Evidence) -> Vec<Reason> {
        let (ours, theirs) = (self.features(a), self.features(b));
        let mut why = Vec::new();
        let names = self.shared_names(a, b);
        if !names.is_empty() {
            why.push(Reason::Names(names));
        }
        match (evidence.days, ours.published, theirs.published) {
            (Some(days), Some(date), _) if days < 1.0 => why.push(Reason::PublishedSameDay(date)),
            // Whole days.
            (Some(days), _, _) if days < 7.0 => why.push(Reason::PublishedDaysApart(days as u8)),
            _ => {}
        }
        let quotes = shared_phrases(self.analysis(a), &self.analysis(b).text, evidence::shared_quotes(ours, theirs));
        if !quotes.is_empty() {
            why.push(Reason::Quotes(quotes));
        }
        if evidence.same_event_day {
            why.push(Reason::MainEventDay);
        }
        if why.is_empty() {
            why.push(if evidence.lead >= 0.25 { Reason::Lead } else { Reason::Words });
        }
        why
    }

    /// What parts two articles that are alike.
    pub(crate) fn conflicts(&self, a: ArticleId, b: ArticleId, evidence: &Evidence) -> Vec<Conflict> {
        let (Some(x), Some(y)) = (self.features(a).main(), self.features(b).main()) else { return Vec::new() };
        let place =
            |article: ArticleId, chains: &[ChainId]| chains.iter().rev().find_map(|at| self.short_name(article, *at));
        let kind = |name: &'static str| {
            self.analysis(a).language.events.class_named(name).title.unwrap_or(name).to_lowercase()
        };
        let mut conflicts = Vec::new();
        if evidence.conflict.is_some() && evidence::places_differ(self.features(a), self.features(b), x, y) {
            let (ours, theirs) = (place(a, &x.places), place(b, &y.places));
            conflicts.extend(ours.zip(theirs).map(|(x, y)| Conflict::Places(x, y)));
        }
        if evidence::kinds_differ(x.class, y.class) {
            conflicts.push(Conflict::Kinds(kind(x.class), kind(y.class)));
        }
        if evidence.conflict == Some(Clash::Days)
            && let Some((x, y)) = x.days.zip(y.days)
        {
            conflicts.push(Conflict::Days(x, y));
        }
        if let (Some(days), Some(x), Some(y)) = (evidence.days, self.features(a).published, self.features(b).published)
            && days > 7.0
        {
            conflicts.push(Conflict::Published(x, y));
        }
        conflicts
    }

    /// The most telling names of both, at most four.
    fn shared_names(&self, a: ArticleId, b: ArticleId) -> Vec<String> {
        let mut shared: Vec<(u32, f32, f32)> = self.features(a).names.shared(&self.features(b).names).collect();
        shared.sort_by(|x, y| (y.1 * y.2).total_cmp(&(x.1 * x.2)).then(x.0.cmp(&y.0)));
        let name = |key: u32| {
            let mut chains = self.features(a).chains.iter_enumerated();
            let (chain, _) = chains.find(|(_, called)| **called != 0 && half(**called) == key)?;
            self.short_name(a, chain)
        };
        shared.into_iter().filter_map(|(key, ..)| name(key)).take(4).collect()
    }
}

fn common_days(a: (Date, Date), b: (Date, Date)) -> Option<(Date, Date)> {
    let both = (a.0.max(b.0), a.1.min(b.1));
    (both.0 <= both.1).then_some(both)
}

/// Words in quotation marks that two articles share, with the words of the quotation around them that the other has as
/// well: "wanted to be judged", not "wanted judged". A few, each once.
fn shared_phrases(analysis: &ArticleAnalysis, other: &str, spans: impl Iterator<Item = Span>) -> Vec<String> {
    /// Phrases that are shown.
    const MOST: usize = 2;
    /// Words by which each side grows.
    const WORDS: usize = 4;
    let mut found: Vec<Span> = Vec::new();
    for span in spans {
        if found.len() == MOST {
            break;
        }
        let quotations = &analysis.structure.quotations;
        let around = quotations.iter().map(|quotation| quotation.inner).filter(|inner| inner.covers(span));
        let Some(inner) = around.min_by_key(|inner| inner.len()) else { continue };
        let tokens = &analysis.structure.tokens;
        let within = |at: &usize| tokens.get(*at).is_some_and(|token| inner.covers(token.span));
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let behind = tokens.partition_point(|token| token.span.start < span.end);
        let mut grown = span;
        for at in (behind..behind + WORDS).take_while(within) {
            grown = longer(analysis, other, grown, tokens[at].span).unwrap_or(grown);
        }
        for at in (first.saturating_sub(WORDS)..first).rev().take_while(within) {
            grown = longer(analysis, other, grown, tokens[at].span).unwrap_or(grown);
        }
        if !found.iter().any(|one| one.overlaps(grown)) {
            found.push(grown);
        }
    }
    let plain = |span: Span| analysis.slice(span).trim_matches(|ch: char| !ch.is_alphanumeric());
    found.into_iter().map(|span| plain(span).to_string()).collect()
}

/// A phrase with a word beside it, where that stands in another text as it is.
fn longer(analysis: &ArticleAnalysis, other: &str, phrase: Span, word: Span) -> Option<Span> {
    let wider = phrase.join(word);
    let gap = wider.len() - phrase.len() - word.len();
    (gap <= 1 && other.contains(analysis.slice(wider))).then_some(wider)
}

#[cfg(test)]
mod tests {
    use super::shared_phrases;
    use crate::corpus::testing::read;
    use crate::model::Models;
    use crate::text::Span;

    /// What is shown of a phrase in quotation marks that another article has as well.
    #[track_caller]
    fn check(here: &str, phrase: &str, there: &str, expected: &[&str]) {
        let analysis = read(&Models::embedded(), here, None);
        let at = here.find(phrase).unwrap();
        let spans = [Span::of(at..at + phrase.len())].into_iter();
        assert_eq!(shared_phrases(&analysis, there, spans), expected, "{phrase}");
    }

    #[test]
    fn a_shared_phrase_is_shown_with_the_words_around_it() {
        let here = "The note\n\nAna Reed said: “I see how hurtful my words were, and I am sorry.” She left.\n";
        check(here, "hurtful my", "She saw “how hurtful my words were.”", &["how hurtful my words were"]);
        check(here, "hurtful my", "“Hurtful? How hurtful my wording”", &["hurtful my"]);
        check(here, "am sorry", "“I am sorry.” She left.", &["I am sorry"]);
        check(here, "She left", "She left.", &[]);
    }
}
