//! What of a stretch of an article is compared with another article's: content words with the sets that they stand in,
//! who and what is spoken of (pronouns through their chains), figures, negation, whose voice it is.

use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, ChainId, MentionKind, SourceKind, Style};
use crate::corpus::features::content::{Content, between, content, in_names, neighbours, tokens_in};
use crate::corpus::features::figure::{Figure, figures_of};
use crate::corpus::features::sparse::{half, key, pair_key};
use crate::lexicon::idf::stem;
use crate::lexicon::paraphrases::Sets;
use crate::lexicon::{List, Lists};
use crate::model::EntityType;
use crate::text::Span;
use crate::token::{TokenKind, ZoneKind};

/// Bytes of a statement; what is longer is a text within the text, no statement.
const LONGEST: u32 = 1200;
/// Attributions around one that are looked at for whose voice it is.
const DEEP: usize = 4;
/// What one word weighs at most, so that a misspelling does not outweigh a sentence.
const HEAVIEST: f32 = 6.0;
/// What a word of the cue weighs, beside words of what is said.
const CUE: f32 = 0.6;
/// What a name weighs, beside words: whoever reports an event names the same people.
const NAME: f32 = 0.6;

/// One statement of an article, as it is compared with another article's.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct StatementFeatures {
    pub(crate) attribution: AttributionId,
    /// The chain that says it.
    pub(crate) source: Option<ChainId>,
    /// True when the source is one known person.
    pub(crate) person: bool,
    /// Chains whose voice it is besides: the source's office, and who passes the words on.
    pub(crate) voices: Vec<ChainId>,
    /// Words of a source that is a body or a group, sorted: "the Syrian opposition", "the opposition's committee".
    pub(crate) called: Vec<u64>,
    pub(crate) wording: Wording,
    /// True in the body, false in a headline, a caption and the like.
    pub(crate) body: bool,
    /// True for what stands within another statement ("she said that he *had told her* …").
    pub(crate) inner: bool,
    /// From the first of what is said to the last.
    pub(crate) hull: Span,
}

/// What a stretch says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wording {
    /// Sorted by key; names come by their chains.
    pub(crate) words: Vec<Word>,
    /// Pairs of neighbouring content words between quotation marks, and what is quoted as one word, sorted.
    pub(crate) quoted: Vec<u64>,
    /// Pairs of neighbouring content words anywhere in it, sorted.
    pub(crate) pairs: Vec<u64>,
    pub(crate) figures: Vec<Figure>,
    /// True when it says that something is not.
    pub(crate) negated: bool,
}

/// A content word, or somebody or something named. There are many of them in a large corpus, so that they are small.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word {
    /// Of the stem; of no use for a name.
    pub(crate) key: u32,
    /// Of the stem without what derives one word from another ("Syria", "Syrian").
    pub(crate) root: u32,
    pub(crate) weight: f32,
    /// The chain, when it is a name or stands for one, else [`ChainId::NONE`].
    chain: ChainId,
    /// Its token, the first where it stands in several places.
    pub(crate) token: u32,
    /// What of [`crate::lexicon::paraphrases`] it stands in.
    pub(crate) sets: Sets,
}

impl Word {
    /// The chain, when it is a name or stands for one.
    pub(crate) fn chain(&self) -> Option<ChainId> {
        Some(self.chain).filter(|chain| *chain != ChainId::NONE)
    }
}

/// Half a key is enough to tell the words of two articles apart.
fn short_key(word: &str) -> u32 {
    half(key(word))
}

fn number(index: usize) -> u32 {
    Span::of(0..index).end
}

/// The statements of an article, by themselves.
pub(crate) fn facts_of(analysis: &ArticleAnalysis) -> Vec<StatementFeatures> {
    statements(analysis, &content(analysis))
}

/// The statements of an article. What nobody is named for ("efforts to negotiate a truce") is no statement that two
/// could share, unless in quotes; nor is a whole text of another outlet.
pub(crate) fn statements(analysis: &ArticleAnalysis, content: &[Content]) -> Vec<StatementFeatures> {
    let named = in_names(analysis);
    let stated = |attribution: &Attribution| {
        let somebody = !attribution.source.is_empty() || attribution.chain.is_some() || attribution.hearsay;
        let length: u32 = attribution.content.iter().map(|span| span.len()).sum();
        (somebody || attribution.style != Style::Indirect) && length <= LONGEST
    };
    let all = analysis.attributions.iter_enumerated().filter(|(_, attribution)| stated(attribution));
    let facts = all.map(|(at, attribution)| StatementFeatures {
        attribution: at,
        source: attribution.chain,
        person: is_person(analysis, attribution),
        voices: voices(analysis, at),
        called: called(analysis, attribution),
        wording: said(analysis, content, &named, attribution),
        body: attribution.content.iter().all(|span| analysis.structure.zone_at(span.start) == ZoneKind::Body),
        inner: is_inner(analysis, attribution),
        hull: attribution.content.iter().copied().reduce(Span::join).unwrap_or_default(),
    });
    facts.collect()
}

fn is_inner(analysis: &ArticleAnalysis, attribution: &Attribution) -> bool {
    let outer = attribution.parent.and_then(|parent| analysis.attributions.get(parent));
    outer.is_some_and(|outer| outer.kind != Some(SourceKind::Outlet))
}

/// What is said, with the cue: "oppose" tells more of "same-sex marriage" than any word in it.
fn said(analysis: &ArticleAnalysis, content: &[Content], named: &[bool], attribution: &Attribution) -> Wording {
    let mut found = Wording::of(analysis, content, named, &attribution.content);
    let cue = Wording::of(analysis, content, named, &attribution.cue);
    found.negated |= cue.negated;
    let cue = cue.words.into_iter().filter(|word| word.chain().is_none());
    found.words.extend(cue.map(|word| Word { weight: word.weight * CUE, ..word }));
    found.words.sort_by_key(|word| (word.chain, word.key, word.token));
    found.words.dedup_by_key(|word| (word.chain, word.key));
    found.words.shrink_to_fit();
    found
}

fn is_person(analysis: &ArticleAnalysis, attribution: &Attribution) -> bool {
    let chain = attribution.chain.and_then(|chain| analysis.chains.get(chain));
    attribution.kind == Some(SourceKind::Named)
        && chain.is_some_and(|chain| chain.named && chain.entity_type == EntityType::Person)
}

/// Whose voice a statement is besides its source's own: the body that the source speaks for, and those within whose
/// statement it stands.
fn voices(analysis: &ArticleAnalysis, at: AttributionId) -> Vec<ChainId> {
    let mut found = Vec::new();
    let mut next = Some(at);
    for _ in 0..DEEP {
        let Some(attribution) = next.and_then(|at| analysis.attributions.get(at)) else { break };
        if attribution.kind != Some(SourceKind::Outlet) {
            found.extend(attribution.chain);
            found.extend(attribution.chain.and_then(|chain| analysis.chains.get(chain)?.affiliation));
            let roles = attribution.chain.and_then(|chain| analysis.chains.get(chain));
            let roles = roles.into_iter().flat_map(|chain| chain.roles.iter().map(|role| role.span));
            for span in attribution.source.iter().copied().chain(roles.take(DEEP)) {
                let bodies = analysis.mentions_within(span).filter(|mention| {
                    mention.kind == MentionKind::Named
                        && matches!(mention.entity_type, EntityType::Person | EntityType::Organization)
                });
                found.extend(bodies.map(|mention| mention.chain));
            }
        }
        next = attribution.parent;
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What a body or a group that speaks is called, without what any could be called ("leaders", "group").
fn called(analysis: &ArticleAnalysis, attribution: &Attribution) -> Vec<u64> {
    /// Commoner words tell nobody apart.
    const RARE: f32 = 1.8;
    if !matches!(attribution.kind, Some(SourceKind::Office | SourceKind::Group)) {
        return Vec::new();
    }
    let words = attribution.source.iter().flat_map(|span| analysis.slice(*span).split_whitespace()).map(stem);
    let mut found: Vec<u64> =
        words.filter(|stem| analysis.language.idf.idf(stem) >= RARE).map(|stem| key(&stem)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

impl Wording {
    /// What the spans say together.
    pub(crate) fn of(analysis: &ArticleAnalysis, content: &[Content], named: &[bool], spans: &[Span]) -> Self {
        let tokens = &analysis.structure.tokens;
        let mut found = Self::default();
        for span in spans {
            let range = tokens_in(tokens, *span);
            let inside = between(content, range.clone());
            found.words.extend(names(analysis, *span));
            for (nth, word) in inside.iter().enumerate() {
                if named[word.token] {
                    continue;
                }
                let beside = [nth.checked_sub(1).map(|before| (before, nth)), Some((nth, nth + 1))];
                let beside =
                    beside.into_iter().flatten().filter_map(|(one, other)| inside.get(one).zip(inside.get(other)));
                let mut phrases = beside
                    .filter(|(one, other)| other.token - one.token <= 2)
                    .filter_map(|(a, b)| analysis.language.paraphrases.of_phrase(&a.stem, &b.stem));
                let sets = phrases.next().unwrap_or_else(|| analysis.language.paraphrases.of(&word.stem));
                found.words.push(Word {
                    key: short_key(&word.stem),
                    root: short_key(root(&word.stem)),
                    sets,
                    weight: word.weight.min(HEAVIEST),
                    chain: ChainId::NONE,
                    token: number(word.token),
                });
            }
            found.quoted.extend(lone_quotes(analysis, inside, named).map(|word| key(&word.stem)));
            for (a, b) in neighbours(inside) {
                // A name in common is no statement in common.
                if named[a.token] || named[b.token] {
                    continue;
                }
                let pair = pair_key(&a.stem, &b.stem);
                found.pairs.push(pair);
                if tokens[a.token].quoted && tokens[b.token].quoted {
                    found.quoted.push(pair);
                }
            }
            found.negated |=
                range.clone().any(|at| is_negation(&analysis.language.lists, analysis.slice(tokens[at].span)));
            found.figures.extend(figures_of(analysis, *span).into_iter().map(|(_, figure)| figure));
        }
        found.words.sort_by_key(|word| (word.chain, word.key, word.token));
        found.words.dedup_by_key(|word| (word.chain, word.key));
        found.words.shrink_to_fit();
        for list in [&mut found.quoted, &mut found.pairs] {
            list.sort_unstable();
            list.shrink_to_fit();
        }
        found
    }
}

/// Single words in quotation marks: somebody's own, where few would use them ("a ‘crusade’").
fn lone_quotes<'a>(
    analysis: &'a ArticleAnalysis,
    content: &'a [Content],
    named: &'a [bool],
) -> impl Iterator<Item = &'a Content> {
    /// Commoner words are quoted by whoever doubts them ("so-called ‘reform’").
    const RARE: f32 = 4.0;
    let tokens = &analysis.structure.tokens;
    let quoted = move |at: Option<usize>| at.and_then(|at| tokens.get(at)).is_some_and(|token| token.quoted);
    let word = move |at: Option<usize>| {
        quoted(at) && at.and_then(|at| tokens.get(at)).is_some_and(|token| token.kind == TokenKind::Word)
    };
    content.iter().filter(move |one| {
        let beside = word(one.token.checked_sub(1)) || word(Some(one.token + 1));
        one.weight >= RARE && quoted(Some(one.token)) && !beside && !named[one.token]
    })
}

fn names<'a>(analysis: &'a ArticleAnalysis, span: Span) -> impl Iterator<Item = Word> + 'a {
    analysis.mentions_within(span).filter_map(move |mention| {
        let chain = analysis.chains.get(mention.chain)?;
        let rarest = chain.name.split(' ').map(|word| analysis.language.idf.idf(&stem(word))).fold(0.0_f32, f32::max);
        let name = stem(&chain.name);
        chain.named.then(|| Word {
            key: short_key(&name),
            root: short_key(root(&name)),
            sets: Sets::default(),
            weight: NAME * rarest.min(HEAVIEST),
            chain: mention.chain,
            token: number(tokens_in(&analysis.structure.tokens, mention.span).start),
        })
    })
}

fn is_negation(lists: &Lists, word: &str) -> bool {
    let word = word.to_lowercase();
    lists.is(List::Negation, &word) || word.ends_with("n't") || word.ends_with("n’t")
}

/// A stem without the endings that make one word of another: "negotiator", "negotiation"; "Syrian", "Syria".
pub(crate) fn root(stem: &str) -> &str {
    const ENDINGS: [&str; 15] =
        ["ation", "ator", "ian", "ness", "ity", "ive", "ate", "al", "an", "er", "or", "en", "at", "n", "i"];
    /// What is left must still say something.
    const LEAST: usize = 5;
    let cut = ENDINGS.iter().filter_map(|ending| stem.strip_suffix(ending)).find(|rest| rest.len() >= LEAST);
    cut.unwrap_or(stem).trim_end_matches(['a', 'e', 'i', 'o', 'u', 'y'])
}
