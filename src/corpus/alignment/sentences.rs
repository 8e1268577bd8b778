//! What of an article is looked at again and again while places are asked about: its words and its sentences.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::analysis::{ArticleAnalysis, AttributionId, ChainId, EventMentionId, MentionKind, TimeValue};
use crate::corpus::features::content::CONTENT;
use crate::corpus::features::figure::{Figure, figures_of};
use crate::corpus::features::sparse::{Sparse, half, key};
use crate::corpus::features::statement::root;
use crate::corpus::features::trigger::tells;
use crate::lexicon::idf::stem;
use crate::lexicon::paraphrases::Sets;
use crate::model::EntityType;
use crate::model::vectors::{Vector, Vectors};
use crate::text::Span;
use crate::token::{SentenceId, TokenKind, ZoneKind};

/// Sentences of an article that are looked at; more are no article.
const MOST: usize = 400;
/// Words of a sentence that count; one may be a page long where a text has no full stops.
const LONGEST: usize = 120;
/// A sentence of fewer words tells nothing that stands elsewhere.
const SHORTEST: usize = 3;
/// What one word weighs at most, so that a misspelling does not outweigh a sentence.
const HEAVIEST: f32 = 6.0;
/// Articles whose facts are kept, those asked for last.
const KEPT: usize = 128;

/// What stands for "no content word".
pub(crate) const NONE: u32 = u32::MAX;

/// A word or number of a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) span: Span,
    /// Of the stem.
    pub(crate) key: u32,
    /// Which of [`Facts::kinds`] it is; [`NONE`] for a function word.
    pub(crate) kind: u32,
    pub(crate) number: bool,
    pub(crate) quoted: bool,
    /// True when a clause may begin with it: a mark stands before it, or it is a word that opens one.
    pub(crate) opens: bool,
}

/// A content word, wherever it stands in the article.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    pub(crate) key: u32,
    pub(crate) root: u32,
    pub(crate) letters: Box<str>,
    pub(crate) sets: Sets,
    /// Natural-log inverse document frequency, no more than [`HEAVIEST`].
    pub(crate) weight: f32,
    pub(crate) vector: Vector,
    /// Sentences that have it.
    pub(crate) sentences: u32,
}

/// Somebody or something spoken of in a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named {
    pub(crate) chain: ChainId,
    pub(crate) span: Span,
    /// A person or a body: who can do something.
    pub(crate) acts: bool,
}

/// A sentence where the article tells of something.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) id: SentenceId,
    pub(crate) span: Span,
    pub(crate) zone: ZoneKind,
    pub(crate) words: Vec<Word>,
    /// Each of [`Facts::kinds`] that stands in it, once.
    pub(crate) kinds: Vec<u32>,
    /// Its content words, of length 1.
    pub(crate) sparse: Sparse,
    pub(crate) named: Vec<Named>,
    pub(crate) days: Vec<Date>,
    pub(crate) figures: Vec<(Span, Figure)>,
    pub(crate) events: Vec<EventMentionId>,
    /// The attribution most of whose content stands in it, and the share of the sentence that is.
    pub(crate) said: Option<(AttributionId, f32)>,
    pub(crate) denied: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) told: Vec<Told>,
}

/// The vectors of words.
static VECTORS: LazyLock<Vectors> = LazyLock::new(Vectors::embedded);

/// The facts of an article; those of the last [`KEPT`] are remembered.
pub(crate) fn facts(analysis: &Arc<ArticleAnalysis>) -> Arc<Facts> {
    static CACHE: Mutex<VecDeque<(Weak<ArticleAnalysis>, Arc<Facts>)>> = Mutex::new(VecDeque::new());
    let cache = || CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    let known = cache().iter().find(|(other, _)| std::ptr::eq(other.as_ptr(), Arc::as_ptr(analysis))).cloned();
    if let Some((_, facts)) = known {
        return facts;
    }
    let facts = Arc::new(Facts::new(analysis));
    let mut cache = cache();
    cache.push_back((Arc::downgrade(analysis), Arc::clone(&facts)));
    if cache.len() > KEPT {
        cache.pop_front();
    }
    facts
}

impl Facts {
    fn new(analysis: &ArticleAnalysis) -> Self {
        let mut facts = Self::default();
        let mut known: FxHashMap<u32, u32> = FxHashMap::default();
        for (id, sentence) in analysis.structure.sentences.iter_enumerated() {
            let zone = analysis.structure.paragraphs.get(sentence.paragraph as usize);
            let zone = zone.map_or(ZoneKind::Body, |paragraph| paragraph.zone);
            if facts.told.len() == MOST {
                break;
            }
            if tells(zone) {
                let tokens = sentence.first_token as usize..sentence.end_token as usize;
                let (words, denied) = facts.words(analysis, &mut known, tokens);
                facts.told.extend(
                    (words.len() >= SHORTEST)
                        .then(|| Told::new(analysis, id, sentence.span, zone, &facts.kinds, words, denied)),
                );
            }
        }
        for told in &facts.told {
            told.kinds.iter().for_each(|kind| facts.kinds[*kind as usize].sentences += 1);
        }
        facts
    }

    /// The words among some tokens, and whether one of them denies something.
    fn words(
        &mut self,
        analysis: &ArticleAnalysis,
        known: &mut FxHashMap<u32, u32>,
        tokens: std::ops::Range<usize>,
    ) -> (Vec<Word>, bool) {
        let (mut words, mut denied, mut opens) = (Vec::new(), false, true);
        for token in analysis.structure.tokens.get(tokens).unwrap_or_default() {
            if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                opens |= analysis.slice(token.span) != ".";
                continue;
            }
            if words.len() == LONGEST {
                break;
            }
            let text = analysis.slice(token.span);
            let lower = text.to_lowercase();
            denied |= analysis.language.clauses.denies(&lower);
            let letters = stem(text);
            let short = half(key(&letters));
            let number = token.kind == TokenKind::Number;
            let weight = analysis.language.idf.idf(&letters);
            let content = number || weight >= CONTENT && letters.len() > 1;
            let kind = if !content {
                NONE
            } else if let Some(kind) = known.get(&short) {
                *kind
            } else {
                let kind = u32::try_from(self.kinds.len()).unwrap_or(NONE);
                known.insert(short, kind);
                self.kinds.push(Kind {
                    key: short,
                    root: half(key(root(&letters))),
                    sets: analysis.language.paraphrases.of(&letters),
                    letters: letters.as_str().into(),
                    weight: weight.min(HEAVIEST),
                    vector: VECTORS.of(text),
                    sentences: 0,
                });
                kind
            };
            let opens = std::mem::take(&mut opens) || analysis.language.clauses.opens(&lower);
            words.push(Word { span: token.span, key: short, kind, number, quoted: token.quoted, opens });
        }
        (words, denied)
    }

    /// The sentence at an offset, as an index into [`Facts::told`].
    pub(crate) fn at(&self, offset: u32) -> Option<usize> {
        let at = self.told.partition_point(|told| told.span.end < offset);
        self.told.get(at).filter(|told| told.span.start <= offset).map(|_| at)
    }
}

impl Told {
    fn new(
        analysis: &ArticleAnalysis,
        id: SentenceId,
        span: Span,
        zone: ZoneKind,
        all: &[Kind],
        words: Vec<Word>,
        denied: bool,
    ) -> Self {
        let mut kinds: Vec<u32> = words.iter().map(|word| word.kind).filter(|kind| *kind != NONE).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut sparse: Vec<(u32, f32)> =
            kinds.iter().filter_map(|kind| all.get(*kind as usize)).map(|kind| (kind.key, kind.weight)).collect();
        sparse.sort_unstable_by_key(|(key, _)| *key);
        let length = sparse.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
        sparse.iter_mut().for_each(|(_, weight)| *weight /= length);
        let named = analysis.mentions_within(span).map(|mention| Named {
            chain: mention.chain,
            span: mention.span,
            acts: matches!(mention.entity_type, EntityType::Person | EntityType::Organization)
                && (mention.kind != MentionKind::Pronoun || mention.entity_type == EntityType::Person),
        });
        let days = analysis.times.iter().filter(|time| time.span.overlaps(span));
        let days = days.filter_map(|time| match time.value {
            TimeValue::Day(day) => Some(day),
            _ => None,
        });
        let events = analysis.event_mentions.iter_enumerated();
        let events = events.filter(|(_, mention)| mention.head.overlaps(span)).map(|(at, _)| at);
        Self {
            named: named.collect(),
            days: days.collect(),
            figures: figures_of(analysis, span),
            events: events.collect(),
            said: said(analysis, span),
            sparse: Sparse(sparse),
            id,
            span,
            zone,
            words,
            kinds,
            denied,
        }
    }
}

/// The attribution that says most of a sentence, with the share; the innermost of several.
fn said(analysis: &ArticleAnalysis, span: Span) -> Option<(AttributionId, f32)> {
    let share = |content: &[Span]| content.iter().map(|part| part.overlap(span)).sum::<u32>();
    let all = analysis.attributions.iter_enumerated().map(|(at, attribution)| (at, share(&attribution.content)));
    let (at, share) = all.filter(|(_, share)| *share > 0).max_by_key(|(at, share)| (*share, *at))?;
    Some((at, share as f32 / span.len().max(1) as f32))
}
