//! The events of an article, as they are compared with another article's.

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::analysis::{ArticleAnalysis, ArticleEvent, ChainId, EventMention};
use crate::corpus::features::content::{Content, between, tokens_in};
use crate::corpus::features::sparse::{Sparse, key};
use crate::knowledge::Knowledge;
use crate::lexicon::events::Joins;
use crate::lexicon::idf::stem;
use crate::token::{SentenceId, Token};

/// One event of an article, as it is compared with another article's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct EventFeatures {
    pub(crate) class: &'static str,
    pub(crate) family: &'static str,
    pub(crate) joins: Joins,
    /// Chains that take part.
    pub(crate) participants: Vec<ChainId>,
    /// Chains of places.
    pub(crate) places: Vec<ChainId>,
    /// Chains named inside its phrases ("Geneva talks", "Minsk agreement").
    pub(crate) modifiers: Vec<ChainId>,
    /// Chains named in its sentences, and their sources.
    pub(crate) context: Vec<ChainId>,
    pub(crate) days: Option<(Date, Date)>,
    /// Stems of its heads.
    pub(crate) heads: Vec<u64>,
    /// How often it is mentioned.
    pub(crate) told: usize,
    /// True for the only event of its family in the article.
    pub(crate) only: bool,
    /// Content words in and right behind its phrases.
    pub(crate) frame: Sparse,
    /// The canonical form of what a summit or conference is called before its head ("Group of 20").
    pub(crate) series: Vec<String>,
    pub(crate) main: bool,
    /// Named in one sentence with the main event: the summit beside which leaders met.
    pub(crate) beside: bool,
    /// True when some mention is definite or named, or says that it has happened.
    pub(crate) settled: bool,
}

impl EventFeatures {
    /// Reads an event's facts off its article; `content` are the content words of that.
    pub(crate) fn new(analysis: &ArticleAnalysis, content: &[Content], event: &ArticleEvent) -> Self {
        /// Chains beyond these say nothing more of one event.
        const CONTEXT: usize = 80;
        /// Words behind a phrase that still belong to its frame ("suspending its participation").
        const BEHIND: usize = 2;
        let tokens = &analysis.structure.tokens;
        let class = analysis.language.events.class_named(event.class);
        let mut facts = Self {
            class: event.class,
            family: class.family,
            joins: class.joins,
            participants: event.participants.clone(),
            places: event.places.clone(),
            days: event.days,
            main: event.main,
            ..Self::default()
        };
        facts.told = event.mentions.len();
        let of_family =
            |other: &&ArticleEvent| analysis.language.events.class_named(other.class).family == class.family;
        facts.only = analysis.events.iter().filter(of_family).nth(1).is_none();
        let mut frame = Vec::new();
        for mention in event.mentions.iter().filter_map(|at| analysis.event_mentions.get(*at)) {
            let inside = tokens_in(tokens, mention.span);
            let head = stem(analysis.slice(mention.head));
            if class.family == "summit"
                && let Some(series) = series(analysis, mention)
            {
                facts.series.push(Knowledge::shared().aliases.canonical(series));
            }
            facts.heads.push(key(&head));
            let behind = inside.start..(inside.end + BEHIND).min(tokens.len());
            frame.extend(between(content, behind).iter().map(|word| (key(&word.stem), word.weight)));
            let sentence =
                analysis.structure.sentence_at(mention.head.start).and_then(|at| analysis.structure.sentences.get(at));
            let sentence = sentence.map_or(mention.span, |sentence| sentence.span);
            for other in analysis.mentions_within(sentence) {
                if mention.span.covers(other.span) {
                    facts.modifiers.push(other.chain);
                }
                facts.context.push(other.chain);
            }
            let first = analysis.slice(mention.span).split_whitespace().next().unwrap_or("").to_lowercase();
            facts.settled |= matches!(first.as_str(), "the" | "this" | "these") || mention.time.is_some();
        }
        for list in [&mut facts.modifiers, &mut facts.context] {
            list.sort_unstable();
            list.dedup();
            list.truncate(CONTEXT);
            list.shrink_to_fit();
        }
        facts.heads.sort_unstable();
        facts.heads.dedup();
        facts.beside = class.family == "summit" && beside_main(analysis, event);
        facts.frame = Sparse::new(frame).scaled(f32::sqrt);
        facts
    }
}

fn beside_main(analysis: &ArticleAnalysis, event: &ArticleEvent) -> bool {
    let main = analysis.events.iter().find(|other| other.main);
    main.is_some_and(|main| !sentences_of(analysis, main).is_disjoint(&sentences_of(analysis, event)))
}

/// The sentences that tell of an event.
pub(crate) fn sentences_of(analysis: &ArticleAnalysis, event: &ArticleEvent) -> FxHashSet<SentenceId> {
    let mentions = event.mentions.iter().filter_map(|at| analysis.event_mentions.get(*at));
    mentions.filter_map(|mention| analysis.structure.sentence_at(mention.head.start)).collect()
}

/// What stands before the head of a summit, from the first to the last capital or number: "Group of 20".
pub(crate) fn series<'a>(analysis: &'a ArticleAnalysis, mention: &EventMention) -> Option<&'a str> {
    let tokens = analysis.structure.tokens.get(tokens_in(&analysis.structure.tokens, mention.span))?;
    let counts =
        |token: &&Token| analysis.slice(token.span).starts_with(|ch: char| ch.is_uppercase() || ch.is_ascii_digit());
    let words = tokens.iter().filter(|token| token.span.end <= mention.head.start && counts(token));
    // "The" at the start of a sentence names nothing.
    let mut words = words.filter(|token| !matches!(analysis.slice(token.span), "The" | "A" | "An"));
    let first = words.next()?;
    let last = words.next_back().unwrap_or(first);
    Some(analysis.slice(first.span.join(last.span)))
}
