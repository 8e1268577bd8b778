//! Titles of events and coverages, in the words that reporters use.

use crate::analysis::{ArticleAnalysis, ArticleEventId, ChainId, MentionKind};
use crate::corpus::features::article::ArticleFeatures;
use crate::corpus::features::event::{sentences_of, series};
use crate::corpus::reference::{ArticleId, EventRef};
use crate::corpus::snapshot::{Entity, Snapshot};
use crate::knowledge::Knowledge;
use crate::lexicon::{List, Lists};
use crate::model::EntityType;
use crate::token::ZoneKind;

/// What titles are made of: a snapshot whose entities are known.
pub(crate) struct Titles<'a> {
    pub(crate) snapshot: &'a Snapshot,
}

impl<'a> Titles<'a> {
    pub(crate) fn analysis(&self, article: ArticleId) -> &'a ArticleAnalysis {
        self.snapshot.analysis(article)
    }

    pub(crate) fn features(&self, article: ArticleId) -> &'a ArticleFeatures {
        &self.snapshot.article(article).features
    }

    fn entity(&self, article: ArticleId, chain: ChainId) -> Option<Entity<'a>> {
        let id = self.snapshot.article(article).entities.get(chain)?;
        Some(self.snapshot.entity(*id))
    }

    /// How a title calls somebody or something: a person by surname, a body by its short form if it has one.
    pub(crate) fn short_name(&self, article: ArticleId, chain: ChainId) -> Option<String> {
        let entity = self.entity(article, chain).filter(|entity| entity.named)?;
        if entity.entity_type == EntityType::Person {
            return Some(surname(entity.name));
        }
        Some(Knowledge::shared().aliases.short(entity.name).unwrap_or(entity.name).to_string())
    }

    /// What some articles on one event are about: a contact of two people that half of the openings name as those who had it, else
    /// the first headline that says what its article says, else the beginning of the first lead.
    pub(crate) fn coverage(&self, articles: &[ArticleId]) -> String {
        // What people call it.
        let called = articles.iter().filter_map(|article| {
            let analysis = self.analysis(*article);
            let called = analysis.judged.titled.get(&analysis.main_event()?)?;
            Some((called.judged.when, called.name.as_deref()?))
        });
        if let Some((_, name)) = called.max() {
            return name.to_owned();
        }
        let contact = |article: &ArticleId| {
            let (event, facts) = self.features(*article).events.iter_enumerated().find(|(_, facts)| facts.main)?;
            let sure = matches!(facts.class, "call" | "meeting") && self.is_told_in_opening(*article, event);
            sure.then_some(EventRef { article: *article, event })
        };
        let contacts: Vec<EventRef> = articles.iter().filter_map(contact).collect();
        let contact = contacts.first().filter(|_| contacts.len() * 2 >= articles.len()).map(|of| self.event(*of));
        let headings = || articles.iter().map(|article| &self.features(*article).heading);
        let heading = || headings().find(|it| it.is_headline).or_else(|| headings().find(|it| !it.text.is_empty()));
        contact.or_else(|| heading().map(|heading| heading.text.to_string())).unwrap_or_default()
    }

    /// True when a mention of a contact in headline, standfirst or the first two paragraphs has two named people who
    /// take part in it; without a headline, when the people who have it are named there.
    fn is_told_in_opening(&self, article: ArticleId, event: ArticleEventId) -> bool {
        let analysis = self.analysis(article);
        let bodies = analysis.structure.paragraphs.iter().filter(|it| it.zone == ZoneKind::Body).take(2);
        let end = bodies.last().map_or(u32::MAX, |paragraph| paragraph.span.end);
        let person = |chain: &ChainId| {
            analysis.chains.get(*chain).is_some_and(|it| it.named && it.entity_type == EntityType::Person)
        };
        let mentions = analysis.events[event].mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
        let mut opening = mentions.filter(|mention| mention.head.start < end);
        let named = |chain: &&ChainId| {
            let mentions = analysis.chains.get(**chain).into_iter().flat_map(|it| &it.mentions);
            let mut named = mentions.filter_map(|at| analysis.mentions.get(*at));
            person(chain) && named.any(|it| it.kind == MentionKind::Named && it.span.start < end)
        };
        let both = || analysis.events[event].participants.iter().filter(named).count() >= 2;
        opening.any(|mention| mention.participants.iter().filter(|chain| person(chain)).count() >= 2)
            || !self.features(article).heading.is_headline && both()
    }

    /// "Phone call of Obama and Putin"; "Meeting of Obama and Putin, G20, Hangzhou"; "Geneva talks".
    pub(crate) fn event(&self, EventRef { article, event }: EventRef) -> String {
        let called = self.analysis(article).judged.titled.get(&event);
        if let Some(name) = called.and_then(|called| called.name.as_deref()) {
            return name.to_owned();
        }
        let facts = &self.features(article).events[event];
        let class = self.analysis(article).language.events.class_named(facts.class);
        let people = self.people(article, &facts.participants);
        let contact = class.family == "contact" && people.len() == 2;
        let heading = &self.features(article).heading;
        if !contact && facts.main && heading.is_headline && self.is_headlined(article, event) {
            return heading.text.to_string();
        }
        let place = facts.places.iter().find_map(|chain| self.short_name(article, *chain));
        let mut title = match class.title {
            Some(title) if contact => {
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

    /// True when the headline tells of an event.
    fn is_headlined(&self, article: ArticleId, event: ArticleEventId) -> bool {
        let analysis = self.analysis(article);
        let mentions = analysis.events[event].mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
        let mut zones = mentions.map(|mention| analysis.structure.zone_at(mention.head.start));
        zones.any(|zone| zone == ZoneKind::Headline)
    }

    fn people(&self, article: ArticleId, chains: &[ChainId]) -> Vec<String> {
        let mut names: Vec<String> =
            chains.iter().filter_map(|chain| self.short_name(article, *chain)).take(2).collect();
        names.sort();
        names
    }

    /// The most telling phrase of an event, without its article, capitalised: the shortest that holds a name, else the
    /// longest of a few words.
    pub(crate) fn phrase(&self, article: ArticleId, at: ArticleEventId) -> String {
        let analysis = self.analysis(article);
        let event = &analysis.events[at];
        let mentions = event.mentions.iter().filter_map(|mention| analysis.event_mentions.get(*mention));
        let named = |span: crate::text::Span| analysis.mentions_within(span).any(|one| one.kind == MentionKind::Named);
        let rank = |span: &crate::text::Span| {
            let length = span.len().min(60);
            let words = if named(*span) { 100 + (60 - length) } else { length.min(36) };
            (words, std::cmp::Reverse(*span))
        };
        let Some(span) = mentions.map(|mention| mention.span).max_by_key(rank) else { return String::new() };
        let words = analysis.slice(span).trim_start_matches(['“', '"', '‘', '\'']);
        let words: Vec<&str> = words.split_whitespace().collect();
        let skip = usize::from(words.len() > 1 && is_determiner(&analysis.language.lists, words[0]));
        let phrase = words[skip..].join(" ");
        let mut letters = phrase.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The summit beside which a meeting took place: one in the same sentence.
    fn summit(&self, article: ArticleId, at: ArticleEventId) -> Option<String> {
        let analysis = self.analysis(article);
        let ours = sentences_of(analysis, analysis.events.get(at)?);
        let facts = self.features(article).events.iter_enumerated();
        let summits = facts.filter(|(_, facts)| facts.class == "summit").take(20);
        let mut near =
            summits.filter(|(other, _)| !sentences_of(analysis, &analysis.events[*other]).is_disjoint(&ours));
        let (event, facts) = near.next()?;
        let named = facts.modifiers.iter().find_map(|chain| self.short_name(article, *chain));
        let mentions = analysis.events[event].mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
        let series = || mentions.filter_map(|mention| series(analysis, mention)).next();
        named.or_else(|| series().map(|name| Knowledge::shared().aliases.short(name).unwrap_or(name).to_string()))
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

fn is_determiner(lists: &Lists, word: &str) -> bool {
    let word = word.to_lowercase();
    lists.is(List::Definite, &word) || lists.is(List::Indefinite, &word)
}
