//! What of an article votes when articles are compared: computed once for each analysis and kept.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::analysis::{ArticleAnalysis, ArticleEventId, ChainId, MentionKind};
use crate::corpus::features::content::{
    CONTENT, Content, Cover, content, content_tokens, in_names, is_content_zone, neighbours, tokens_in,
};
use crate::corpus::features::event::EventFeatures;
use crate::corpus::features::headline::Heading;
use crate::corpus::features::name::{Name, called};
use crate::corpus::features::opening::Opening;
use crate::corpus::features::people::People;
use crate::corpus::features::quantities::Quantities;
use crate::corpus::features::sparse::{Sparse, half, key, pair_key};
use crate::knowledge::Knowledge;
use crate::lexicon::idf::stem;
use crate::model::EntityType;
use crate::text::{IndexBox, IndexVec, Span};
use crate::token::{TokenKind, ZoneKind};

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

/// What of an article votes.
#[derive(Debug, Default)]
pub(crate) struct ArticleFeatures {
    pub(crate) words: Sparse,
    pub(crate) lead: Sparse,
    /// Words by rarity and by how early they stand.
    pub(crate) early: Sparse,
    /// The same without words of names.
    pub(crate) plain: Sparse,
    /// The first words.
    pub(crate) first: Sparse,
    pub(crate) names: Sparse,
    /// The words of names: "Clinton campaign" and "Hillary Clinton" have one in common.
    pub(crate) name_words: Sparse,
    /// Keys of names that can tell one event from another, sorted.
    pub(crate) distinctive: Vec<u64>,
    /// Pairs of neighbouring content words, hashed, sorted.
    pub(crate) pairs: Vec<u32>,
    /// Those of the beginning, which no footer has a part in.
    pub(crate) early_pairs: Vec<u32>,
    pub(crate) quantities: Quantities,
    pub(crate) people: People,
    pub(crate) heading: Heading,
    pub(crate) opening: Opening,
    /// A bit each for Monday to Sunday.
    pub(crate) weekdays: u8,
    /// A bit each for January to December.
    pub(crate) months: u16,
    /// Pairs of neighbouring content words that stand between quotation marks and nowhere else, with a quotation.
    pub(crate) quotes: Vec<(u64, Span)>,
    pub(crate) published: Option<Date>,
    /// Who printed it, hashed: the outlet, else the host of the address that it was saved with.
    pub(crate) outlet_key: Option<u64>,
    /// False for what is long and no running text: logs, tables, code.
    pub(crate) prose: bool,
    /// Keys of telling names and words, heaviest first: what makes articles candidates for one another.
    pub(crate) index: Vec<(u32, f32)>,
    /// By chain, the key of what it is called; 0 for nobody.
    pub(crate) chains: IndexBox<ChainId, u64>,
    pub(crate) events: IndexVec<ArticleEventId, EventFeatures>,
    /// Who takes part in what the lead tells of, by family of the event, hashed, sorted.
    pub(crate) participant_events: Vec<u64>,
}

impl ArticleFeatures {
    /// Reads what votes off an analysis.
    pub(crate) fn new(analysis: &ArticleAnalysis) -> Self {
        let content = content(analysis);
        let chains = called(analysis);
        let words = Sparse::new(content.iter().map(|word| (key(&word.stem), word.weight)).collect());
        let (weekdays, months) = calendar(analysis);
        let (lead, names) = (lead(analysis, &content), names(analysis, &chains));
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
            distinctive: distinctive(analysis, &chains),
            pairs: pairs(&content),
            early_pairs: pairs(content.get(..EARLY).unwrap_or(&content)),
            quantities: Quantities::new(analysis),
            people: people(analysis, &chains),
            heading: Heading::new(analysis),
            opening: Opening::new(analysis),
            name_words: name_words(analysis),
            weekdays,
            months,
            quotes,
            prose: prose(analysis),
            published: analysis.published.map(|published| published.date),
            outlet_key: outlet_key(analysis),
            events: analysis.events.iter().map(|event| EventFeatures::new(analysis, &content, event)).collect(),
            chains: chains.iter().map(|name| name.key().map_or(0, key)).collect(),
            participant_events: participant_events(analysis, &chains),
        }
    }

    /// The event that the article is about.
    pub(crate) fn main(&self) -> Option<&EventFeatures> {
        self.events.iter().find(|event| event.main)
    }
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

/// Running English has the words that every article has ("the", "of", "said"): nearly half of all words in news. Logs and
/// code have hardly one, and thousands of them made from one template are as alike as reports of one event.
fn prose(analysis: &ArticleAnalysis) -> bool {
    /// A shorter text may be a headline.
    const LONG: usize = 40;
    const LEAST: usize = 20;
    let words = content_tokens(analysis).filter(|(_, token)| token.kind != TokenKind::Punctuation);
    let (mut all, mut common) = (0, 0);
    for (_, token) in words {
        all += 1;
        let is_word = token.kind == TokenKind::Word;
        common += usize::from(is_word && analysis.language.idf.idf(&stem(analysis.slice(token.span))) < CONTENT);
    }
    all < LONG || common * 100 >= LEAST * all
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
fn outlet_key(analysis: &ArticleAnalysis) -> Option<u64> {
    if let Some(outlet) = &analysis.outlet {
        return Some(key(&Knowledge::shared().aliases.canonical(&outlet.name)));
    }
    let first = analysis.structure.tokens.first()?;
    let (_, address) = analysis.slice(first.span).split_once("://")?;
    let host = address.split('/').next()?;
    Some(key(&host.strip_prefix("www.").unwrap_or(host).to_lowercase()))
}

/// People who take part in, or are named within the phrases of, the events that the lead tells of.
fn participant_events(analysis: &ArticleAnalysis, chains: &IndexVec<ChainId, Name>) -> Vec<u64> {
    let (ranges, tokens) = (lead_paragraphs(analysis), &analysis.structure.tokens);
    let in_lead = |span: Span| ranges.iter().any(|range| range.contains(&tokens_in(tokens, span).start));
    let told = analysis.event_mentions.iter().filter(|mention| in_lead(mention.head)).map(|mention| mention.event);
    let told: FxHashSet<ArticleEventId> = told.collect();
    let mut participant_events = Vec::new();
    for event in told.into_iter().filter_map(|at| analysis.events.get(at)) {
        let phrases = event.mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
        let within = phrases.flat_map(|mention| analysis.mentions_within(mention.span)).map(|mention| mention.chain);
        let people = event.participants.iter().copied().chain(within);
        let is_person =
            |at: &ChainId| analysis.chains.get(*at).is_some_and(|chain| chain.entity_type == EntityType::Person);
        let family = analysis.language.events.class_named(event.class).family;
        participant_events
            .extend(people.filter(is_person).filter_map(|at| Some(pair_key(family, chains.get(at)?.key()?))));
    }
    participant_events.sort_unstable();
    participant_events.dedup();
    participant_events
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
fn names(analysis: &ArticleAnalysis, chains: &[Name]) -> Sparse {
    let entries = analysis.chains.iter().zip(chains).filter_map(|(chain, name)| {
        let form = name.key()?;
        let named = chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at));
        let count = named
            .filter(|mention| {
                mention.kind == MentionKind::Named && is_content_zone(analysis.structure.zone_at(mention.span.start))
            })
            .count();
        let rarest = form.split(' ').map(|word| analysis.language.idf.idf(&stem(word))).fold(0.0_f32, f32::max);
        #[expect(clippy::cast_precision_loss, reason = "a count of mentions")]
        let damped = 1.0 + (count as f32).ln();
        (count > 0).then(|| (key(form), rarest * damped))
    });
    Sparse::new(entries.collect()).scaled(|weight| weight)
}

/// Names that can tell one event from another: people, and bodies and things called by a word that is not everyday's.
/// A country, its people, "Ministry of Health" and the outlet itself stand in articles about anything.
fn distinctive(analysis: &ArticleAnalysis, chains: &[Name]) -> Vec<u64> {
    /// The words of offices ("ministry", "parliament") are commoner than this, those of firms mostly rarer.
    const EVERYDAY: f32 = 4.5;
    let outlet = analysis.outlet.as_ref().map(|outlet| Knowledge::shared().aliases.canonical(&outlet.name));
    let counts = |entity_type: EntityType, form: &str| match entity_type {
        EntityType::Person => true,
        EntityType::Place | EntityType::Group => false,
        _ => {
            outlet.as_deref() != Some(form)
                && form.split(' ').any(|word| analysis.language.idf.idf(&stem(word)) > EVERYDAY)
        }
    };
    let named = analysis.chains.iter().zip(chains).filter_map(|(chain, name)| Some((chain, name.key()?)));
    let mut keys: Vec<u64> =
        named.filter(|(chain, form)| counts(chain.entity_type, form)).map(|(_, form)| key(form)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The words of names, each by rarity and the square root of its count.
fn name_words(analysis: &ArticleAnalysis) -> Sparse {
    let tokens = &analysis.structure.tokens;
    let named = analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
    let voting = named.filter(|mention| is_content_zone(analysis.structure.zone_at(mention.span.start)));
    let words = voting.flat_map(|mention| tokens_in(tokens, mention.span)).filter_map(|at| {
        let stem = stem(analysis.slice(tokens[at].span));
        let weight = analysis.language.idf.idf(&stem);
        (weight > 1.0).then(|| (key(&stem), weight))
    });
    Sparse::new(words.collect()).scaled(f32::sqrt)
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
    for (_, token) in content_tokens(analysis).filter(|(_, token)| times.covers(token.span)) {
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

/// Shared, so that snapshots and the cache of pairs can hold one.
pub(crate) type SharedFeatures = Arc<ArticleFeatures>;
