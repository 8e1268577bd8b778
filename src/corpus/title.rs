//! Titles of events and coverages, and why things are one, in words a reporter accepts.

use jiff::civil::Date;

use super::event::Events;
use super::label::day;
use super::profile::{Profile, half, sentences_of, tables};
use super::score::{self, Apart, Evidence};
use super::slot::EventAt;
use super::{ArticleId, Entity, EventRef, Snapshot};
use crate::analysis::{ArticleAnalysis, ArticleEventId, ChainId};
use crate::model::EntityType;
use crate::text::Span;

/// What titles are made of: a snapshot whose entities are known.
pub(super) struct Titles<'a> {
    pub(super) snapshot: &'a Snapshot,
}

impl<'a> Titles<'a> {
    fn analysis(&self, article: ArticleId) -> &'a ArticleAnalysis {
        self.snapshot.analysis(article)
    }

    fn profile(&self, article: ArticleId) -> &'a Profile {
        &self.snapshot.article(article).profile
    }

    fn entity(&self, article: ArticleId, chain: ChainId) -> Option<Entity<'a>> {
        let id = self.snapshot.article(article).entities.get(chain)?;
        Some(self.snapshot.entity(*id))
    }

    /// How a title calls somebody or something: a person by surname, a body by its short form if it has one.
    fn short_name(&self, article: ArticleId, chain: ChainId) -> Option<String> {
        let entity = self.entity(article, chain).filter(|entity| entity.named)?;
        if entity.entity_type == EntityType::Person {
            return Some(surname(entity.name));
        }
        Some(tables().aliases.short(entity.name).unwrap_or(entity.name).to_string())
    }

    /// "Phone call of Obama and Putin"; "Meeting of Obama and Putin, G20, Hangzhou"; "Geneva talks".
    pub(super) fn event(&self, EventRef { article, event }: EventRef) -> String {
        let facts = &self.profile(article).events[event];
        let class = tables().events.class_named(facts.class);
        let people = self.people(article, &facts.participants);
        let place = facts.places.iter().find_map(|chain| self.short_name(article, *chain));
        let mut title = match class.title {
            Some(title) if class.family == "contact" && people.len() == 2 => {
                format!("{title} of {} and {}", people[0], people[1])
            }
            Some(title) if facts.modifiers.is_empty() || class.family == "contact" => title.to_string(),
            _ => self.phrase(article, event),
        };
        if class.family == "contact"
            && let Some(summit) = self.summit(article, event)
        {
            title = format!("{title}, {summit}");
        }
        match place {
            Some(place) if !title.contains(&place) => format!("{title}, {place}"),
            _ => title,
        }
    }

    fn people(&self, article: ArticleId, chains: &[ChainId]) -> Vec<String> {
        let mut names: Vec<String> =
            chains.iter().filter_map(|chain| self.short_name(article, *chain)).take(2).collect();
        names.sort();
        names
    }

    /// The most telling phrase of an event, without its article, capitalised: the shortest that holds a name, else the
    /// longest of a few words.
    fn phrase(&self, article: ArticleId, at: ArticleEventId) -> String {
        let analysis = self.analysis(article);
        let event = &analysis.events[at];
        let mentions = event.mentions.iter().filter_map(|mention| analysis.event_mentions.get(*mention));
        let named = |span: crate::text::Span| {
            super::profile::mentions_within(analysis, span).any(|one| one.kind == crate::analysis::MentionKind::Named)
        };
        let rank = |span: &crate::text::Span| {
            let length = span.len().min(60);
            let words = if named(*span) { 100 + (60 - length) } else { length.min(36) };
            (words, std::cmp::Reverse(*span))
        };
        let Some(span) = mentions.map(|mention| mention.span).max_by_key(rank) else { return String::new() };
        let words = analysis.slice(span).trim_start_matches(['“', '"', '‘', '\'']);
        let words: Vec<&str> = words.split_whitespace().collect();
        let skip = usize::from(words.len() > 1 && is_determiner(words[0]));
        let phrase = words[skip..].join(" ");
        let mut letters = phrase.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The summit beside which a meeting took place: one in the same sentence.
    fn summit(&self, article: ArticleId, at: ArticleEventId) -> Option<String> {
        let analysis = self.analysis(article);
        let ours = sentences_of(analysis, analysis.events.get(at)?);
        let facts = self.profile(article).events.iter_enumerated();
        let summits = facts.filter(|(_, facts)| facts.class == "summit").take(20);
        let mut near =
            summits.filter(|(other, _)| !sentences_of(analysis, &analysis.events[*other]).is_disjoint(&ours));
        let (event, facts) = near.next()?;
        let named = facts.modifiers.iter().find_map(|chain| self.short_name(article, *chain));
        let mentions = analysis.events[event].mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
        let series = || mentions.filter_map(|mention| super::profile::series(analysis, mention)).next();
        named.or_else(|| series().map(|name| tables().aliases.short(name).unwrap_or(name).to_string()))
    }

    /// Why two events are one. `events` knows `a` as the first of the two.
    pub(super) fn why_event(&self, events: &Events<'_>, [first, second]: [EventAt; 2], a: EventRef) -> Vec<String> {
        let common = events.common(first, second);
        let mut why = Vec::new();
        let names = |chains: &[(ChainId, ChainId)]| {
            let names: Vec<String> =
                chains.iter().filter_map(|(chain, _)| self.short_name(a.article, *chain)).take(3).collect();
            names.join(", ")
        };
        for (chains, what) in
            [(&common.people, "same people"), (&common.places, "same place"), (&common.modifiers, "both name")]
        {
            let names = names(chains);
            if !names.is_empty() {
                why.push(format!("{what}: {names}"));
            }
        }
        if let Some(days) = events.days(first).zip(events.days(second)).and_then(|(a, b)| common_days(a, b)) {
            why.push(format!("dates agree: {days}"));
        }
        if common.words >= 2 && common.frame >= 0.5 {
            why.push(format!("same words: “{}”", self.phrase(a.article, a.event).to_lowercase()));
        }
        if events.facts(first).main && events.facts(second).main {
            why.push("it is what both articles are about".to_string());
        }
        why
    }

    /// What joins two articles.
    pub(super) fn why_articles(&self, a: ArticleId, b: ArticleId, evidence: &Evidence) -> Vec<String> {
        let (ours, theirs) = (self.profile(a), self.profile(b));
        let mut why = Vec::new();
        let names = self.shared_names(a, b);
        if !names.is_empty() {
            why.push(format!("both name {}", names.join(", ")));
        }
        match (evidence.days, ours.published, theirs.published) {
            (Some(days), Some(date), _) if days < 1.0 => why.push(format!("published the same day, {}", day(date))),
            (Some(days), _, _) if days < 2.0 => why.push("published a day apart".to_string()),
            (Some(days), _, _) if days < 7.0 => why.push(format!("published {days} days apart")),
            _ => {}
        }
        let quotes = shared_phrases(self.analysis(a), &self.analysis(b).text, score::shared_quotes(ours, theirs));
        let quotes: Vec<String> = quotes.into_iter().map(|words| format!("“{words}”")).collect();
        if !quotes.is_empty() {
            why.push(format!("both quote {}", quotes.join(" and ")));
        }
        if evidence.same_event_day {
            why.push("the main event is of the same day".to_string());
        }
        if why.is_empty() {
            let what =
                if evidence.lead >= 0.25 { "their first paragraphs are alike" } else { "they use the same words" };
            why.push(what.to_string());
        }
        why
    }

    /// What parts two articles that are alike.
    pub(super) fn vetoes(&self, a: ArticleId, b: ArticleId, evidence: &Evidence) -> Vec<String> {
        let (Some(x), Some(y)) = (self.profile(a).main(), self.profile(b).main()) else { return Vec::new() };
        let place =
            |article: ArticleId, chains: &[ChainId]| chains.iter().rev().find_map(|at| self.short_name(article, *at));
        let kind = |name: &'static str| tables().events.class_named(name).title.unwrap_or(name).to_lowercase();
        let mut vetoes = Vec::new();
        if evidence.apart.is_some() && score::places_differ(self.profile(a), self.profile(b), x, y) {
            let (ours, theirs) = (place(a, &x.places), place(b, &y.places));
            vetoes.extend(ours.zip(theirs).map(|(x, y)| format!("{x} against {y}")));
        }
        if score::kinds_differ(x.class, y.class) {
            vetoes.push(format!("{} against {}", kind(x.class), kind(y.class)));
        }
        if evidence.apart == Some(Apart::Days)
            && let Some((x, y)) = x.days.zip(y.days)
        {
            vetoes.push(format!("{} against {}", range(x), range(y)));
        }
        if let (Some(days), Some(x), Some(y)) = (evidence.days, self.profile(a).published, self.profile(b).published)
            && days > 7.0
        {
            vetoes.push(format!("published {} against {}", day(x), day(y)));
        }
        vetoes
    }

    /// The most telling names of both, at most four.
    fn shared_names(&self, a: ArticleId, b: ArticleId) -> Vec<String> {
        let mut shared: Vec<(u32, f32, f32)> = self.profile(a).names.shared(&self.profile(b).names).collect();
        shared.sort_by(|x, y| (y.1 * y.2).total_cmp(&(x.1 * x.2)).then(x.0.cmp(&y.0)));
        let name = |key: u32| {
            let mut chains = self.profile(a).chains.iter_enumerated();
            let (chain, _) = chains.find(|(_, called)| **called != 0 && half(**called) == key)?;
            self.short_name(a, chain)
        };
        shared.into_iter().filter_map(|(key, ..)| name(key)).take(4).collect()
    }
}

fn surname(name: &str) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1
        && words.last().is_some_and(|last| matches!(last.trim_matches('.'), "Jr" | "Sr" | "II" | "III"))
    {
        words.pop();
    }
    let last = words.last().map_or("", |last| last.trim_start_matches("al-").trim_start_matches("el-"));
    if last.len() < words.last().map_or(0, |last| last.len()) {
        return last.to_string();
    }
    let particles = words.iter().rev().skip(1).take_while(|word| word.starts_with(char::is_lowercase)).count();
    words[words.len() - 1 - particles.min(words.len() - 1)..].join(" ")
}

fn is_determiner(word: &str) -> bool {
    let lexicon = &tables().events;
    let word = word.to_lowercase();
    lexicon.is(crate::lexicon::events::List::Definite, &word)
        || lexicon.is(crate::lexicon::events::List::Indefinite, &word)
}

fn range((first, last): (Date, Date)) -> String {
    if first == last { day(first) } else { format!("{} to {}", day(first), day(last)) }
}

fn common_days(a: (Date, Date), b: (Date, Date)) -> Option<String> {
    let both = (a.0.max(b.0), a.1.min(b.1));
    (both.0 <= both.1).then(|| range(both))
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
