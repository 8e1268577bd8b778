//! What of an article votes when articles are compared: computed once for each analysis and kept.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::entity::Name;
use crate::analysis::{ArticleAnalysis, ArticleEventId, ChainId, MentionKind};
use crate::lexicon::aliases::Aliases;
use crate::lexicon::events::EventLexicon;
use crate::lexicon::figures::Figures as FigureWords;
use crate::lexicon::idf::{Idf, stem};
use crate::lexicon::paraphrases::Paraphrases;
use crate::model::EntityType;
use crate::text::{IndexBox, IndexVec, Span};
use crate::token::{Token, TokenKind, ZoneKind};

mod event;
mod figures;
mod people;
mod sparse;

pub(super) use event::{EventFacts, sentences_of, series};
use figures::Figures;
use people::People;
pub(super) use sparse::{Sparse, half, key, pair_key};

/// The tables that linking needs; built once.
pub(super) struct Tables {
    pub(super) aliases: Aliases,
    pub(super) events: EventLexicon,
    pub(super) idf: Idf,
    pub(super) paraphrases: Paraphrases,
    pub(super) figures: FigureWords,
}

/// The tables in the binary. They never change, and a [`super::Corpus`] is made without arguments.
pub(super) fn tables() -> &'static Tables {
    static TABLES: std::sync::LazyLock<Tables> = std::sync::LazyLock::new(|| Tables {
        aliases: Aliases::load(),
        events: EventLexicon::load(crate::lexicon::ENGLISH),
        idf: Idf::load(crate::lexicon::ENGLISH),
        paraphrases: Paraphrases::load(crate::lexicon::ENGLISH),
        figures: FigureWords::load(crate::lexicon::ENGLISH),
    });
    &TABLES
}

/// Words of the lead that count, so that a long first paragraph does not drown the headline.
const LEAD: usize = 90;
/// Content words that are the start of an article: headline and what comes first.
const FIRST: usize = 60;
/// Content words over which what a word weighs falls to a third: news tells first what it is about.
const FADE: f32 = 60.0;
/// Content words that are weighed by where they stand; those behind would count for nothing.
const FADED: usize = 240;
/// Content words whose pairs are those of the beginning.
const EARLY: usize = 120;
/// Keys by which an article is looked up.
const KEYS: usize = 28;
/// A stem lighter than this is a function word or says nothing in news.
pub(super) const CONTENT: f32 = 1.2;

/// What of an article votes.
#[derive(Debug, Default)]
pub(super) struct Profile {
    pub(super) words: Sparse,
    pub(super) lead: Sparse,
    /// Words by rarity and by how early they stand.
    pub(super) early: Sparse,
    /// The same without words of names.
    pub(super) plain: Sparse,
    /// The first words.
    pub(super) first: Sparse,
    pub(super) names: Sparse,
    /// The words of names: "Clinton campaign" and "Hillary Clinton" have one in common.
    pub(super) name_words: Sparse,
    /// Keys of names that can tell one event from another, sorted.
    pub(super) particular: Vec<u64>,
    /// Pairs of neighbouring content words, hashed, sorted.
    pub(super) pairs: Vec<u32>,
    /// Those of the beginning, which no footer has a part in.
    pub(super) early_pairs: Vec<u32>,
    pub(super) figures: Figures,
    pub(super) people: People,
    /// A bit each for Monday to Sunday.
    pub(super) weekdays: u8,
    /// A bit each for January to December.
    pub(super) months: u16,
    /// Pairs of neighbouring content words that stand between quotation marks and nowhere else, with a quotation.
    pub(super) quotes: Vec<(u64, Span)>,
    pub(super) published: Option<Date>,
    /// Who printed it, hashed: the outlet, else the host of the address that it was saved with.
    pub(super) house: Option<u64>,
    /// False for what is long and no running text: logs, tables, code.
    pub(super) prose: bool,
    /// Keys of telling names and words, heaviest first: what makes articles candidates for one another.
    pub(super) index: Vec<(u32, f32)>,
    /// By chain, the key of what it is called; 0 for nobody.
    pub(super) chains: IndexBox<ChainId, u64>,
    pub(super) events: IndexVec<ArticleEventId, EventFacts>,
    /// Who takes part in what the lead tells of, by family of the event, hashed, sorted.
    pub(super) deeds: Vec<u64>,
}

/// A content word of an article.
pub(super) struct Content {
    /// Index of its token.
    pub(super) token: usize,
    pub(super) stem: String,
    pub(super) weight: f32,
}

impl Profile {
    /// Reads what votes off an analysis.
    pub(super) fn new(analysis: &ArticleAnalysis) -> Self {
        let tables = tables();
        let content = content(tables, analysis);
        let chains = called(analysis);
        let words = Sparse::new(content.iter().map(|word| (key(&word.stem), word.weight)).collect());
        let (weekdays, months) = calendar(analysis);
        let (lead, names) = (lead(analysis, &content), names(tables, analysis, &chains));
        let quotes = quotes(analysis, &content);
        let named = in_names(analysis);
        Self {
            early: early(&content, |_| true),
            plain: early(&content, |word| named.get(word.token) != Some(&true)),
            first: Sparse::new(content.iter().take(FIRST).map(|word| (key(&word.stem), word.weight)).collect())
                .scaled(|weight| weight),
            words: damped(words, &content),
            index: index(&names, &lead, &quotes),
            lead,
            names,
            particular: particular(tables, analysis, &chains),
            pairs: pairs(&content),
            early_pairs: pairs(content.get(..EARLY).unwrap_or(&content)),
            figures: Figures::new(tables, analysis),
            people: people(analysis, &chains),
            name_words: name_words(tables, analysis),
            weekdays,
            months,
            quotes,
            prose: prose(tables, analysis),
            published: analysis.published.map(|published| published.date),
            house: house(tables, analysis),
            events: analysis.events.iter().map(|event| EventFacts::new(tables, analysis, &content, event)).collect(),
            chains: chains.iter().map(|name| name.key().map_or(0, key)).collect(),
            deeds: deeds(tables, analysis, &chains),
        }
    }

    /// The event that the article is about.
    pub(super) fn main(&self) -> Option<&EventFacts> {
        self.events.iter().find(|event| event.main)
    }
}

/// What the chains of an article are called.
pub(super) fn called(analysis: &ArticleAnalysis) -> IndexVec<ChainId, Name> {
    analysis.chains.iter().map(|chain| Name::of(&tables().aliases, analysis, chain)).collect()
}

fn index(names: &Sparse, lead: &Sparse, quotes: &[(u64, Span)]) -> Vec<(u32, f32)> {
    let mut keys: Vec<(u32, f32)> = names.0.iter().map(|(key, weight)| (*key, 2.0 * weight)).collect();
    keys.extend(&lead.0);
    keys.extend(quotes.iter().map(|(key, _)| (half(*key), 0.5)));
    keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    keys.dedup_by_key(|(key, _)| *key);
    keys.truncate(KEYS);
    keys.shrink_to_fit();
    keys
}

/// True where the article itself speaks: what every page of a site has must not vote.
fn votes(zone: ZoneKind) -> bool {
    !matches!(
        zone,
        ZoneKind::Boilerplate
            | ZoneKind::Related
            | ZoneKind::Byline
            | ZoneKind::Kicker
            | ZoneKind::Dateline
            | ZoneKind::DatelineDate
    )
}

/// The tokens of paragraphs that vote.
fn voting(analysis: &ArticleAnalysis) -> impl Iterator<Item = (usize, &Token)> {
    let structure = &analysis.structure;
    let paragraphs = structure.paragraphs.iter().filter(|paragraph| votes(paragraph.zone));
    paragraphs.flat_map(move |paragraph| {
        let range = paragraph.first_token as usize..paragraph.end_token as usize;
        range.filter_map(move |at| structure.tokens.get(at).map(|token| (at, token)))
    })
}

/// Running English has the words that every article has ("the", "of", "said"): nearly half of all words in news. Logs and
/// code have hardly one, and thousands of them made from one template are as alike as reports of one event.
fn prose(tables: &Tables, analysis: &ArticleAnalysis) -> bool {
    /// A shorter text may be a headline.
    const LONG: usize = 40;
    const LEAST: usize = 20;
    let words = voting(analysis).filter(|(_, token)| token.kind != TokenKind::Punctuation);
    let (mut all, mut common) = (0, 0);
    for (_, token) in words {
        all += 1;
        let is_word = token.kind == TokenKind::Word;
        common += usize::from(is_word && tables.idf.idf(&stem(analysis.slice(token.span))) < CONTENT);
    }
    all < LONG || common * 100 >= LEAST * all
}

pub(super) fn content(tables: &Tables, analysis: &ArticleAnalysis) -> Vec<Content> {
    let words = voting(analysis).filter(|(_, token)| token.kind == TokenKind::Word);
    let words = words.map(|(token, word)| (token, stem(analysis.slice(word.span))));
    let weighed = words.map(|(token, stem)| Content { token, weight: tables.idf.idf(&stem), stem });
    weighed.filter(|word| word.weight >= CONTENT && word.stem.len() > 1).collect()
}

/// Counts damped: a word said ten times is worth 3.3 times one said once. `sums` holds count × weight.
fn damped(sums: Sparse, content: &[Content]) -> Sparse {
    let weights = Sparse::new(content.iter().map(|word| (key(&word.stem), 1.0)).collect());
    let mut counts = weights.0.into_iter();
    let damp = sums.0.into_iter().map(|(key, sum)| {
        let count = counts.next().map_or(1.0, |(_, count)| count);
        (key, sum / count * (1.0 + count.ln()))
    });
    Sparse(damp.collect()).scaled(|weight| weight)
}

/// The words that count, each by rarity and by how early it stands.
fn early(content: &[Content], counts: impl Fn(&Content) -> bool) -> Sparse {
    let mut fade = 1.0;
    let mut weighed = Vec::with_capacity(content.len().min(FADED));
    for word in content.iter().take(FADED) {
        if counts(word) {
            weighed.push((key(&word.stem), word.weight * fade));
        }
        fade *= (-1.0 / FADE).exp();
    }
    Sparse::new(weighed).scaled(|weight| weight)
}

/// The lead, as ranges of tokens: headline, standfirst and the first two paragraphs of the body.
fn lead_paragraphs(analysis: &ArticleAnalysis) -> Vec<std::ops::Range<usize>> {
    let mut bodies = 0;
    let mut ranges = Vec::new();
    for paragraph in &analysis.structure.paragraphs {
        match paragraph.zone {
            ZoneKind::Headline | ZoneKind::Standfirst => {}
            ZoneKind::Body if bodies < 2 => bodies += 1,
            _ => continue,
        }
        ranges.push(paragraph.first_token as usize..paragraph.end_token as usize);
    }
    ranges
}

/// The words of the lead.
fn lead(analysis: &ArticleAnalysis, content: &[Content]) -> Sparse {
    let ranges = lead_paragraphs(analysis);
    let inside = content.iter().filter(|word| ranges.iter().any(|range| range.contains(&word.token))).take(LEAD);
    let sums = Sparse::new(inside.map(|word| (key(&word.stem), word.weight)).collect());
    sums.scaled(|weight| weight)
}

fn people(analysis: &ArticleAnalysis, chains: &[Name]) -> People {
    let ranges = lead_paragraphs(analysis);
    let tokens = &analysis.structure.tokens;
    People::new(analysis, chains, |span| {
        let first = tokens_in(tokens, span).start;
        ranges.iter().any(|range| range.contains(&first))
    })
}

/// Who printed an article.
fn house(tables: &Tables, analysis: &ArticleAnalysis) -> Option<u64> {
    if let Some(outlet) = &analysis.outlet {
        return Some(key(&tables.aliases.canonical(&outlet.name)));
    }
    let first = analysis.structure.tokens.first()?;
    let (_, address) = analysis.slice(first.span).split_once("://")?;
    let host = address.split('/').next()?;
    Some(key(&host.strip_prefix("www.").unwrap_or(host).to_lowercase()))
}

/// People who take part in, or are named within the phrases of, the events that the lead tells of.
fn deeds(tables: &Tables, analysis: &ArticleAnalysis, chains: &IndexVec<ChainId, Name>) -> Vec<u64> {
    let (ranges, tokens) = (lead_paragraphs(analysis), &analysis.structure.tokens);
    let in_lead = |span: Span| ranges.iter().any(|range| range.contains(&tokens_in(tokens, span).start));
    let told = analysis.event_mentions.iter().filter(|mention| in_lead(mention.head)).map(|mention| mention.event);
    let told: FxHashSet<ArticleEventId> = told.collect();
    let mut deeds = Vec::new();
    for event in told.into_iter().filter_map(|at| analysis.events.get(at)) {
        let phrases = event.mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
        let within = phrases.flat_map(|mention| mentions_within(analysis, mention.span)).map(|mention| mention.chain);
        let people = event.participants.iter().copied().chain(within);
        let is_person =
            |at: &ChainId| analysis.chains.get(*at).is_some_and(|chain| chain.entity_type == EntityType::Person);
        let family = tables.events.class_named(event.class).family;
        deeds.extend(people.filter(is_person).filter_map(|at| Some(pair_key(family, chains.get(at)?.key()?))));
    }
    deeds.sort_unstable();
    deeds.dedup();
    deeds
}

/// Pairs of neighbouring content words.
fn pairs(content: &[Content]) -> Vec<u32> {
    let pairs = content.windows(2).map(|pair| pair_key(&pair[0].stem, &pair[1].stem));
    // Half of the hash is enough for some hundreds of pairs.
    let mut pairs: Vec<u32> = pairs.map(half).collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Names, each by what [`Name::key`] says, weighed by rarity and damped count.
fn names(tables: &Tables, analysis: &ArticleAnalysis, chains: &[Name]) -> Sparse {
    let entries = analysis.chains.iter().zip(chains).filter_map(|(chain, name)| {
        let form = name.key()?;
        let named = chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at));
        let count = named
            .filter(|mention| {
                mention.kind == MentionKind::Named && votes(analysis.structure.zone_at(mention.span.start))
            })
            .count();
        let rarest = form.split(' ').map(|word| tables.idf.idf(&stem(word))).fold(0.0_f32, f32::max);
        #[expect(clippy::cast_precision_loss, reason = "a count of mentions")]
        let damped = 1.0 + (count as f32).ln();
        (count > 0).then(|| (key(form), rarest * damped))
    });
    Sparse::new(entries.collect()).scaled(|weight| weight)
}

/// Names that can tell one event from another: people, and bodies and things called by a word that is not everyday's.
/// A country, its people, "Ministry of Health" and the outlet itself stand in articles about anything.
fn particular(tables: &Tables, analysis: &ArticleAnalysis, chains: &[Name]) -> Vec<u64> {
    /// The words of offices ("ministry", "parliament") are commoner than this, those of firms mostly rarer.
    const EVERYDAY: f32 = 4.5;
    let outlet = analysis.outlet.as_ref().map(|outlet| tables.aliases.canonical(&outlet.name));
    let counts = |entity_type: EntityType, form: &str| match entity_type {
        EntityType::Person => true,
        EntityType::Place | EntityType::Group => false,
        _ => outlet.as_deref() != Some(form) && form.split(' ').any(|word| tables.idf.idf(&stem(word)) > EVERYDAY),
    };
    let named = analysis.chains.iter().zip(chains).filter_map(|(chain, name)| Some((chain, name.key()?)));
    let mut keys: Vec<u64> =
        named.filter(|(chain, form)| counts(chain.entity_type, form)).map(|(_, form)| key(form)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The words of names, each by rarity and the square root of its count.
fn name_words(tables: &Tables, analysis: &ArticleAnalysis) -> Sparse {
    let tokens = &analysis.structure.tokens;
    let named = analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
    let voting = named.filter(|mention| votes(analysis.structure.zone_at(mention.span.start)));
    let words = voting.flat_map(|mention| tokens_in(tokens, mention.span)).filter_map(|at| {
        let stem = stem(analysis.slice(tokens[at].span));
        let weight = tables.idf.idf(&stem);
        (weight > 1.0).then(|| (key(&stem), weight))
    });
    Sparse::new(words.collect()).scaled(f32::sqrt)
}

/// Spans in the order of the text, for looking up in logarithmic time.
struct Cover(Vec<Span>);

impl Cover {
    fn new(spans: impl Iterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort_unstable();
        Self(spans)
    }

    fn covers(&self, span: Span) -> bool {
        let at = self.0.partition_point(|other| other.start <= span.start);
        // Names and times nest two deep at most.
        self.0[at.saturating_sub(3)..at].iter().any(|other| other.covers(span))
    }
}

/// Weekdays and months named where the article speaks.
fn calendar(analysis: &ArticleAnalysis) -> (u8, u16) {
    const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let times = Cover::new(analysis.times.iter().map(|time| time.span));
    let (mut weekdays, mut months) = (0, 0);
    for (_, token) in voting(analysis).filter(|(_, token)| times.covers(token.span)) {
        let word = analysis.slice(token.span).trim_end_matches('.');
        // Abbreviations are the first three or four letters: "Mon", "Sept".
        let is = |name: &str| name == word || (word.len() >= 3 && word.len() <= 4 && name.starts_with(word));
        if let Some(at) = WEEKDAYS.iter().position(|name| is(name)) {
            weekdays |= 1 << at;
        } else if let Some(at) = MONTHS.iter().position(|name| is(name)) {
            months |= 1 << at;
        }
    }
    (weekdays, months)
}

/// Neighbouring content words, at most one function word between them.
pub(super) fn neighbours(content: &[Content]) -> impl Iterator<Item = (&Content, &Content)> {
    content.windows(2).filter_map(|pair| match pair {
        [a, b] if b.token - a.token <= 2 && a.stem != b.stem => Some((a, b)),
        _ => None,
    })
}

/// Pairs of content words that only stand between quotation marks: what is also said outside is a term, no quotation.
fn quotes(analysis: &ArticleAnalysis, content: &[Content]) -> Vec<(u64, Span)> {
    let tokens = &analysis.structure.tokens;
    let quoted = |word: &Content| tokens[word.token].quoted;
    let lower = |word: &Content| !analysis.slice(tokens[word.token].span).starts_with(char::is_uppercase);
    let outside: FxHashSet<u64> = neighbours(content)
        .filter(|(a, b)| !quoted(a) || !quoted(b))
        .map(|(a, b)| pair_key(&a.stem, &b.stem))
        .collect();
    let mut found: Vec<(u64, Span)> = neighbours(content)
        .filter(|(a, b)| quoted(a) && quoted(b) && lower(a) && lower(b) && a.weight + b.weight > 5.0)
        .map(|(a, b)| (pair_key(&a.stem, &b.stem), tokens[a.token].span.join(tokens[b.token].span)))
        .filter(|(key, _)| !outside.contains(key))
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|(key, _)| *key);
    found
}

pub(super) fn between(content: &[Content], span: std::ops::Range<usize>) -> &[Content] {
    let start = content.partition_point(|word| word.token < span.start);
    let end = content.partition_point(|word| word.token < span.end);
    &content[start..end.max(start)]
}

/// The tokens that a span touches.
pub(crate) fn tokens_in(tokens: &[Token], span: Span) -> std::ops::Range<usize> {
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    start..tokens.partition_point(|token| token.span.start < span.end).max(start)
}

/// The mentions inside a span.
pub(super) fn mentions_within(
    analysis: &ArticleAnalysis,
    span: Span,
) -> impl Iterator<Item = &crate::analysis::Mention> {
    let start = analysis.mentions.partition_point(|mention| mention.span.start < span.start);
    analysis.mentions.since(start).iter().take_while(move |mention| mention.span.start < span.end)
}

/// For each token, whether it is part of a name.
pub(super) fn in_names(analysis: &ArticleAnalysis) -> Vec<bool> {
    let mut named = vec![false; analysis.structure.tokens.len()];
    for mention in analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named) {
        for token in tokens_in(&analysis.structure.tokens, mention.titled) {
            named[token] = true;
        }
    }
    named
}

/// Shared, so that snapshots and the cache of pairs can hold one.
pub(super) type SharedProfile = Arc<Profile>;
