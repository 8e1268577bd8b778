//! Papers that speak: what a statement, poll or ruling says is said by whoever made it, where the text tells who that is.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::reading::Reading;
use crate::analysis::stages::Drafts;
use crate::analysis::types::{Attribution, AttributionId, ChainId, Mention, MentionKind, Mentions};
use crate::lexicon::Language;
use crate::lexicon::attribution::class;
use crate::lexicon::names::WordList;
use crate::model::EntityType;
use crate::text::IndexVec;
use crate::token::SentenceId;

/// So many papers before it are looked at for who made one of its kind.
const LOOK: usize = 12;
/// So many tokens before it are looked at for where the paper was told of before.
const TOKENS: usize = 700;
/// The most tokens of a paper's own phrase: "the four-page letter".
const WORDS: usize = 8;
/// The most words between a body and its paper: "the ministry’s first annual report".
const MODIFIERS: usize = 3;
/// How far behind a paper its maker is told: "a poll of voters released on Wednesday by the institute".
const BEHIND: usize = 14;
/// How far before a paper the verb of its making: "published its second annual report".
const BEFORE: usize = 7;

/// The chains of attributions whose source is a paper, by who is known to have made it.
pub(super) fn authors(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    chains: &Drafts,
    attributions: &IndexVec<AttributionId, Attribution>,
) -> Vec<(AttributionId, ChainId)> {
    let cues = attributions.iter().flat_map(|it| it.cue.iter().map(|cue| cue.start)).collect();
    let mut saying = FxHashMap::default();
    for attribution in attributions.iter() {
        let named = attribution.chain.filter(|chain| chains.get(*chain).is_some_and(|chain| chain.named));
        let cue = attribution.cue.first().and_then(|cue| reading.structure.sentence_at(cue.start));
        if let (Some(chain), Some(sentence)) = (named, cue) {
            saying.entry(sentence).or_insert(chain);
        }
    }
    let mut papers = Papers { lexicon, reading, mentions, chains, attributions, cues, saying, told: Vec::new() };
    let speaking: Vec<(AttributionId, Range<usize>)> =
        attributions.indices().filter_map(|at| Some((at, papers.paper(at)?))).collect();
    // Most articles have no paper that speaks.
    if !speaking.is_empty() {
        papers.told = papers.all_told();
    }
    speaking.into_iter().filter_map(|(at, paper)| Some((at, papers.author(paper)?))).collect()
}

struct Papers<'a> {
    lexicon: &'a Language,
    reading: &'a Reading,
    mentions: &'a Mentions,
    chains: &'a Drafts,
    attributions: &'a IndexVec<AttributionId, Attribution>,
    /// Where cues begin, in bytes.
    cues: FxHashSet<u32>,
    /// The named one who says something in a sentence, the first where several do.
    saying: FxHashMap<SentenceId, ChainId>,
    /// Where the text tells who made papers of some kinds: token, kinds, maker, in the order of the text.
    told: Vec<(usize, u32, ChainId)>,
}

impl Papers<'_> {
    /// The tokens of a paper that is the source of an attribution and nobody's so far, up to its noun.
    fn paper(&self, at: AttributionId) -> Option<Range<usize>> {
        let attribution = self.attributions.get(at)?;
        let source = *attribution.source.first()?;
        if attribution.chain.as_ref().is_some_and(|chain| self.is_named(*chain)) {
            return None;
        }
        let start = self.reading.token_at(source.start);
        let end = self.reading.token_at(source.end.saturating_sub(1)) + 1;
        Some(start..self.head(start..end)? + 1)
    }

    fn author(&self, paper: Range<usize>) -> Option<ChainId> {
        let noun = paper.end.checked_sub(1)?;
        if let Some(maker) = self.maker(noun) {
            return Some(maker);
        }
        if !matches!(&*self.lower(paper.start), "the" | "this" | "that") || paper.len() > WORDS {
            return None;
        }
        let kinds = self.kinds(noun);
        let behind = self.told.partition_point(|(at, ..)| *at < paper.start);
        let before = self.told.get(..behind).unwrap_or_default().iter().rev().take(LOOK);
        let mut near = before.take_while(|(at, ..)| paper.start - at <= TOKENS);
        near.find(|(_, made, _)| kinds & made != 0).map(|(.., maker)| *maker)
    }

    fn is_named(&self, chain: ChainId) -> bool {
        self.chains.get(chain).is_some_and(|chain| chain.named)
    }

    fn lower(&self, token: usize) -> String {
        self.reading.word(token).to_lowercase()
    }

    /// The kinds of paper that a token may be; "the Post" is none.
    fn kinds(&self, token: usize) -> u32 {
        self.lexicon.attribution.papers(self.reading.word(token))
    }

    /// The noun of the paper that a source is: the last word before a preposition or mark.
    fn head(&self, source: Range<usize>) -> Option<usize> {
        let ends = |at: &usize| {
            let word = self.lower(*at);
            self.lexicon.attribution.classes(&word) & (class::PREPOSITION | class::RELATIVE) != 0 || word == ","
        };
        let end = source.clone().find(ends).unwrap_or(source.end);
        let last = end.checked_sub(1).filter(|last| *last >= source.start)?;
        (self.kinds(last) != 0).then_some(last)
    }

    /// Wherever the text tells who made a paper: at its noun, or at the verb of its making.
    fn all_told(&self) -> Vec<(usize, u32, ChainId)> {
        let told = |at: usize| {
            let kinds = self.kinds(at);
            if kinds != 0 {
                return Some((at, kinds, self.maker(at).or_else(|| self.said_in(at))?));
            }
            // "The court ruled" is enough; "published" wants to know what.
            let maker = if self.names_paper(at) { self.subject(at) } else { None };
            Some((at, self.lexicon.attribution.writes(&self.lower(at)), maker?))
        };
        (0..self.reading.structure.tokens.len()).filter_map(told).collect()
    }

    /// True for a verb that tells of the paper by itself: "ruled", "sued", "polled", "tweeted".
    fn names_paper(&self, verb: usize) -> bool {
        self.lexicon.attribution.writes(&self.lower(verb)).count_ones() == 1
    }

    /// Who made the paper that a noun speaks of, as its own clause tells.
    fn maker(&self, noun: usize) -> Option<ChainId> {
        self.whose(noun).or_else(|| self.by(noun)).or_else(|| self.made(noun))
    }

    /// "the ministry’s report", "a Quinnipiac University poll": the body before it, or the person whose it is.
    fn whose(&self, noun: usize) -> Option<ChainId> {
        let first = noun.saturating_sub(MODIFIERS + 1);
        let mut possessive = false;
        for at in (first..noun).rev() {
            let word = self.lower(at);
            possessive |= matches!(&*word, "’s" | "'s" | "’" | "'");
            if let Some(mention) = self.ending_at(at) {
                let makes = match mention.entity_type {
                    EntityType::Organization => true,
                    EntityType::Person => possessive,
                    _ => false,
                };
                // "CNN/WMUR poll" is of two.
                let first = self.reading.token_at(mention.span.start);
                let shared = first.checked_sub(1).is_some_and(|before| self.reading.word(before) == "/");
                return (makes && !shared && self.is_named(mention.chain)).then_some(mention.chain);
            }
            let classes = self.lexicon.attribution.classes(&word);
            let modifier = word.starts_with(char::is_alphabetic)
                && classes & (class::PREPOSITION | class::DETERMINER | class::CONJUNCTION | class::RELATIVE) == 0;
            if !modifier && !possessive {
                return None;
            }
        }
        None
    }

    /// "a poll by the institute", "a report released on Monday by Acme", "a letter from Ms. Roe".
    fn by(&self, noun: usize) -> Option<ChainId> {
        let end = self.sentence_end(noun);
        for at in noun + 1..end.min(noun + BEHIND) {
            let word = self.lower(at);
            let classes = self.lexicon.attribution.classes(&word);
            let stops = classes & (class::BE | class::AUXILIARY | class::MODAL | class::RELATIVE) != 0
                || matches!(&*word, "that" | ";" | ":" | "“" | "\"" | "—" | "–")
                || self.is_cue(at);
            if stops {
                return None;
            }
            let of = word == "of" && at == noun + 1;
            if !of && !matches!(&*word, "by" | "from") {
                continue;
            }
            let maker = (at + 1..end.min(at + 6)).find_map(|at| self.owner(at).map(|mention| (at, mention)));
            let Some((first, mention)) = maker else { continue };
            let lead = (at + 1..first).all(|at| {
                let classes = self.lexicon.attribution.classes(&self.lower(at));
                classes & (class::PREPOSITION | class::CONJUNCTION) == 0 && self.reading.word(at) != ","
            });
            // "by Loyola Law School professor Justin Levitt", "from Ms. Roe’s lawyer, Ann Lee": the person in the end of the
            // phrase, and never whose lawyer it is.
            let owns = matches!(&*self.lower(self.reading.token_at(mention.span.end)), "’s" | "'s" | "’" | "'");
            let mention = self.person_behind(mention).or(Some(mention).filter(|_| !owns))?;
            let makes =
                mention.entity_type == EntityType::Organization || mention.entity_type == EntityType::Person && !of;
            if lead && makes && self.is_named(mention.chain) {
                return Some(mention.chain);
            }
        }
        None
    }

    /// "Acme published its second annual report".
    fn made(&self, noun: usize) -> Option<ChainId> {
        let kinds = self.kinds(noun);
        let start = self.sentence_start(noun);
        let verb = (noun.saturating_sub(BEFORE).max(start)..noun)
            .rev()
            .find(|at| self.lexicon.attribution.writes(&self.lower(*at)) & kinds != 0)?;
        self.subject(verb)
    }

    /// The named one right before a verb: "Acme has published".
    fn subject(&self, verb: usize) -> Option<ChainId> {
        let start = self.sentence_start(verb);
        let helps = |at: usize| {
            let classes = self.lexicon.attribution.classes(&self.lower(at));
            classes & (class::AUXILIARY | class::ADVERB) != 0 && classes & class::BE == 0
        };
        let mut at = verb.checked_sub(1)?;
        while at > start && helps(at) {
            at -= 1;
        }
        let mention = self.ending_at(at).filter(|_| at >= start)?;
        let first = self.reading.token_at(mention.titled.start);
        let before = first.checked_sub(1).filter(|before| *before >= start).map(|before| self.lower(before));
        let before = before.as_deref().filter(|before| !matches!(*before, "the" | "a" | "an"));
        let governed = before.is_some_and(|word| self.lexicon.names.is(WordList::Preposition, word));
        let speaks = matches!(mention.entity_type, EntityType::Organization | EntityType::Person);
        (speaks && !governed && self.is_named(mention.chain)).then_some(mention.chain)
    }

    /// "Acme said in a statement": whoever says something in the sentence of a paper that is nobody else's.
    fn said_in(&self, noun: usize) -> Option<ChainId> {
        let structure = &self.reading.structure;
        let sentence = structure.sentence_at(structure.tokens.get(noun)?.span.start)?;
        self.saying.get(&sentence).copied()
    }

    fn is_cue(&self, token: usize) -> bool {
        self.reading.structure.tokens.get(token).is_some_and(|token| self.cues.contains(&token.span.start))
    }

    /// The person that a phrase of names and small nouns ends with.
    fn person_behind(&self, mention: &Mention) -> Option<&Mention> {
        let behind = self.mentions.partition_point(|it| it.span.start < mention.span.end);
        let next = self.mentions.get(behind)?;
        let between = self.reading.text.get(mention.span.end as usize..next.span.start as usize)?;
        let between = between.trim_start_matches(['’', '\'']).trim_end().trim_end_matches(',');
        // "a poll by Acme, Ann Lee said" is not hers.
        let phrase = between.len() < 40
            && between.split_whitespace().next().is_some()
            && between.split_whitespace().all(|word| {
                word.starts_with(char::is_lowercase)
                    && word.ends_with(char::is_alphabetic)
                    && self.lexicon.attribution.classes(word) & (class::PREPOSITION | class::CONJUNCTION) == 0
            });
        (phrase && next.entity_type == EntityType::Person && next.kind == MentionKind::Named).then_some(next)
    }

    fn owner(&self, token: usize) -> Option<&Mention> {
        let start = self.reading.structure.tokens.get(token)?.span.start;
        let behind = self.mentions.partition_point(|it| it.span.start <= start);
        let mut before = self.mentions.before(behind).iter().rev().take(3);
        before.find(|it| it.kind == MentionKind::Named && it.span.contains(start))
    }

    fn ending_at(&self, token: usize) -> Option<&Mention> {
        let end = self.reading.structure.tokens.get(token)?.span.end;
        self.owner(token).filter(|it| it.span.end == end)
    }

    fn sentence(&self, token: usize) -> Option<Range<usize>> {
        let structure = &self.reading.structure;
        let at = structure.sentence_at(structure.tokens.get(token)?.span.start)?;
        let sentence = structure.sentences.get(at)?;
        Some(sentence.first_token as usize..sentence.end_token as usize)
    }

    fn sentence_start(&self, token: usize) -> usize {
        self.sentence(token).map_or(token, |sentence| sentence.start)
    }

    fn sentence_end(&self, token: usize) -> usize {
        self.sentence(token).map_or(token, |sentence| sentence.end)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::analysis::{Article, ArticleMeta, analyze};
    use crate::model::Models;

    /// Who says what holds some words.
    fn speaker(text: &str, words: &str) -> Option<String> {
        let analysis = analyze(&Models::embedded(), &Article { text: Arc::from(text), meta: ArticleMeta::default() });
        let at = u32::try_from(text.find(words).unwrap()).unwrap();
        let said = analysis.attributions.iter().find(|it| it.content.iter().any(|content| content.contains(at)))?;
        Some(analysis.chains.get(said.chain?)?.name.clone())
    }

    #[test]
    fn a_paper_speaks_for_whoever_made_it() {
        let head = "Town hall news\n\n";
        let check = |body: &str, words: &str, expected: Option<&str>| {
            let text = format!("{head}{body}\n");
            assert_eq!(speaker(&text, words).as_deref(), expected, "{body}");
        };
        let poll = "A poll of 900 voters by the Norrby Institute was published on Monday. Turnout may fall. \
                    The survey found that two in three voters had not made up their minds.";
        check(poll, "two in three", Some("Norrby Institute"));
        let ruling = "The Supreme Court ruled against the mine on Friday. The company may appeal. The ruling said that \
                      the permit had been granted in haste.";
        check(ruling, "the permit had", Some("Supreme Court"));
        let letter = "Maria Lopez sent a letter to the board on Friday. The board has not met since. The letter said \
                      that the accounts were false.";
        check(letter, "the accounts were", Some("Maria Lopez"));
        let lawyer = "\u{201c}We are disappointed,\u{201d} said a statement from Maria Lopez’s lawyer, Nils Berg. The \
                      statement said that she would appeal.";
        check(lawyer, "she would appeal", Some("Nils Berg"));
        let institute = "A poll by the Norrby Institute, Ann Lee said, had come too early. The survey found that two in \
                         three voters had not made up their minds.";
        check(institute, "two in three", Some("Norrby Institute"));
        // Nobody is told to have made it.
        let nobody = "A report went round the town on Friday. The report said that the accounts were false.";
        check(nobody, "the accounts were", None);
    }
}
