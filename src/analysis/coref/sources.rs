//! Gives sources that are descriptions or pronouns a mention and a chain.

use rustc_hash::FxHashMap;

use super::description::{Description, Determiner, Finder};
use super::nominals::{Anonymous, find_anonymous, names_of, open};
use crate::analysis::mention::is_office;
use crate::analysis::reading::Reading;
use crate::analysis::stages::{Cited, Draft, Drafts, Resolved};
use crate::analysis::types::{ChainId, Mention, MentionId, MentionKind, Mentions, Provenance};
use crate::lexicon::names::{NameClass, NameLexicon, WordList};
use crate::model::{EntityType, byte_span};
use crate::text::Span;

/// How far back "it" and "they" look, in mentions.
const WINDOW: usize = 16;
/// How far back one who goes on may have spoken, in sentences.
const SPOKE: u32 = 5;
/// The most tokens of a description before "who".
const RELATIVE: usize = 8;
/// The most tokens of what stands between a name and "who" ("Ann Lee, 24, from Leeds, who said").
const ASIDE: usize = 10;

/// Gives every source that is a pronoun or a description ("he", "the official", "a monitor") a mention and a chain. `known`
/// are in the order of the text; the new mentions stand behind them.
pub(super) fn resolve(
    lexicon: &NameLexicon,
    reading: &Reading,
    known: &Mentions,
    chains: Drafts,
    cited: &Cited,
) -> Resolved {
    let finder = Finder::new(lexicon, reading, known);
    let mut resolver = Resolver {
        finder: &finder,
        mentions: known.clone(),
        chains,
        anonymous: Vec::new(),
        added: Vec::new(),
        spoke: None,
        together: FxHashMap::default(),
    };
    resolver.remember();
    let mut sources: Vec<Span> = cited.attributions.iter().filter_map(|it| it.source.first()).copied().collect();
    sources.sort_unstable();
    sources.dedup();
    for source in sources {
        resolver.source(source);
        resolver.spoke = resolver.speaker(source).map(|chain| (source.start, chain));
    }
    Resolved { mentions: resolver.mentions, chains: resolver.chains, together: resolver.together }
}

struct Resolver<'a> {
    finder: &'a Finder<'a>,
    mentions: Mentions,
    chains: Drafts,
    anonymous: Vec<Anonymous>,
    /// Mentions that were added, by start and chain, in the order of the text.
    added: Vec<(u32, ChainId)>,
    /// Who spoke last, and where that is told.
    spoke: Option<(u32, ChainId)>,
    together: FxHashMap<u32, Vec<ChainId>>,
}

impl Resolver<'_> {
    /// Notes the chains without a name that stand already.
    fn remember(&mut self) {
        for mention in self.finder.mentions {
            if mention.kind != MentionKind::Nominal || self.chains.get(mention.chain).is_none_or(|chain| chain.named) {
                continue;
            }
            let start = self.finder.reading.token_at(mention.span.start);
            if let Some(found) = self.finder.at(start, start + 14, true) {
                let names = names_of(self.finder, &found);
                let (singular, plural) = (found.head.singular, found.head.plural);
                let start = mention.span.start;
                if !self.anonymous.iter().rev().take(1).any(|it| it.chain == mention.chain) {
                    self.anonymous.push(Anonymous { chain: mention.chain, singular, plural, names, start });
                }
            }
        }
    }

    fn source(&mut self, source: Span) {
        let start = self.finder.reading.token_at(source.start);
        let mentions = self.finder.mentions;
        let from = mentions.partition_point(|mention| mention.span.start < source.start);
        let mut inside = mentions.since(from).iter().take_while(|mention| mention.span.start < source.end);
        let headed = inside.any(|mention| {
            mention.span.start == source.start && mention.kind != MentionKind::Named
                || mention.entity_type == EntityType::Person && mention.titled.start == source.start
        });
        if headed {
            return;
        }
        match self.finder.word(start) {
            "they" | "They" | "both" | "Both" if self.ends(source, start) => self.plural_pronoun(source, start),
            "who" | "which" if self.ends(source, start) => self.relative(start),
            "it" | "It" => self.body_pronoun(source, start),
            _ => self.description(source, start),
        }
    }

    /// The chain that a source begins with, when it is resolved.
    fn speaker(&self, source: Span) -> Option<ChainId> {
        if let Some((_, chain)) = self.added.last().filter(|(at, _)| *at == source.start) {
            return Some(*chain);
        }
        let mentions = self.finder.mentions;
        let first = mentions.partition_point(|mention| mention.span.start < source.start);
        let mut inside = mentions.since(first).iter().take_while(|mention| mention.span.start < source.end);
        let headed = |mention: &&Mention| {
            let start = self.finder.reading.token_at(source.start);
            let own = self.finder.reading.token_at(mention.titled.start);
            own == start || own == start + 1 && matches!(self.finder.word(start), "the" | "The")
        };
        inside.find(headed).map(|mention| mention.chain)
    }

    fn description(&mut self, source: Span, start: usize) {
        let end = self.finder.reading.token_at(source.end.saturating_sub(1)) + 1;
        let Some(mut found) = self.finder.at(start, end, true) else { return };
        // A person's name in apposition says who it is; "the White House" is a name and no description.
        let named_behind = self.finder.word(found.tokens.end) == ","
            && self.finder.owner(found.tokens.end + 1).is_some_and(|at| self.is_person(at));
        let paper = self.finder.lexicon.is(WordList::Paper, self.finder.word(found.tokens.end - 1));
        let capital = self.finder.word(found.tokens.end - 1).starts_with(char::is_uppercase);
        if self.begins_title(source) {
            return;
        }
        if named_behind || paper || capital && self.finder.owner(found.tokens.end - 1).is_some() {
            return;
        }
        let role =
            |chain: &Draft| chain.roles.iter().find(|role| role.span.start == source.start).map(|role| role.span);
        let inside =
            self.finder.mentions.since(self.finder.mentions.partition_point(|it| it.span.start < source.start)).iter();
        let people =
            inside.take_while(|it| it.span.end <= source.end).filter(|it| it.entity_type == EntityType::Person);
        let somebody = people.filter_map(|it| Some((it.chain, self.chains.get(it.chain).and_then(role)?))).next();
        if let Some((chain, role)) = somebody {
            // "The United Nations special envoy for Syria, Staffan de Mistura"; "the team’s coach" is not the team.
            let span = if found.head.person { found.span } else { role };
            return self.push(span, MentionKind::Nominal, chain);
        }
        if self.goes_on_with_paper(&found) {
            return;
        }
        // "the two leaders" are people who have chains of their own.
        let pair = found.head.plural
            && found.head.person
            && found.tokens.clone().any(|at| matches!(self.finder.word(at), "two" | "both"));
        if pair {
            return;
        }
        if found.determiner == Determiner::Bare && found.names.is_empty() && !found.head.plural && found.head.person {
            found.determiner = Determiner::Indefinite;
        }
        let names = names_of(self.finder, &found);
        let again = matches!(found.determiner, Determiner::Definite)
            .then(|| find_anonymous(&self.anonymous, &found, &names))
            .flatten();
        let chain = again.unwrap_or_else(|| {
            let chain = open(self.finder, &mut self.chains, &found, &names);
            let (singular, plural) = (found.head.singular, found.head.plural);
            let start = source.start;
            let place = self.anonymous.partition_point(|it| it.start < start);
            self.anonymous.insert(place, Anonymous { chain, singular, plural, names, start });
            chain
        });
        self.push(found.span, MentionKind::Nominal, chain);
    }

    /// "Minister of Education Dr Ali Hassan": what stands first is the title of the person who is named in the end.
    fn begins_title(&self, source: Span) -> bool {
        let mentions = self.finder.mentions;
        let first = mentions.partition_point(|it| it.span.start < source.start);
        let mut inside = mentions.since(first).iter().take_while(|it| it.span.end <= source.end);
        let person = |it: &&Mention| it.entity_type == EntityType::Person && it.kind == MentionKind::Named;
        inside.find(person).is_some_and(|it| {
            let before = self.finder.reading.slice(Span::new(source.start, it.titled.start.max(source.start)));
            is_office(self.finder.lexicon, before, self.finder.reading.slice(it.titled))
        })
    }

    /// "The White House statement": the head is a paper, so the name before it speaks.
    fn goes_on_with_paper(&self, found: &Description) -> bool {
        let next = self.finder.word(found.tokens.end);
        self.finder.lexicon.is(WordList::Paper, next)
    }

    fn is_person(&self, mention: MentionId) -> bool {
        self.finder.mentions.get(mention).is_some_and(|it| it.entity_type == EntityType::Person)
    }

    /// True for a source of one word.
    fn ends(&self, source: Span, start: usize) -> bool {
        self.finder.reading.token_at(source.end.saturating_sub(1)) == start
    }

    /// "a Western diplomat who said": the description before it, where no mention stands there.
    fn relative(&mut self, start: usize) {
        let before = if self.finder.word(start.wrapping_sub(1)) == "," { start - 1 } else { start };
        if before == 0 || self.finder.owner(before - 1).is_some_and(|at| self.is_person(at)) {
            return;
        }
        if let Some(chain) = self.before_aside(start) {
            let span = byte_span(&self.finder.reading.structure.tokens, start..start + 1);
            return self.push(span, MentionKind::Pronoun, chain);
        }
        if self.finder.owner(before - 1).is_some() {
            return;
        }
        let ends = |from: &usize| self.finder.at(*from, before, true).is_some_and(|it| it.tokens.end == before);
        let Some(from) = (before.saturating_sub(RELATIVE)..before).find(ends) else { return };
        let Some(found) = self.finder.at(from, before, true) else { return };
        let mentions = self.finder.mentions;
        let first = mentions.partition_point(|it| it.span.start < found.span.start);
        if mentions.since(first).first().is_some_and(|it| it.span == found.span) {
            return;
        }
        let names = names_of(self.finder, &found);
        let chain = open(self.finder, &mut self.chains, &found, &names);
        self.push(found.span, MentionKind::Nominal, chain);
    }

    /// "Nicky Driscoll, 24, from Manchester, who said": the person before what stands between commas.
    fn before_aside(&self, start: usize) -> Option<ChainId> {
        if self.finder.word(start.checked_sub(1)?) != "," {
            return None;
        }
        let structure = &self.finder.reading.structure;
        let sentence = structure.sentence_at(structure.tokens.get(start)?.span.start)?;
        let first = structure.sentences.get(sentence)?.first_token as usize;
        let from = first.max(start.saturating_sub(ASIDE));
        let at = (from..start).rev().find_map(|at| self.finder.owner(at).filter(|owner| self.is_person(*owner)))?;
        let mention = self.finder.mentions.get(at)?;
        let behind = self.finder.reading.token_at(mention.span.end);
        let says = (behind..start).any(|at| self.finder.is_say(at) || matches!(self.finder.word(at), "and" | "or"));
        (self.finder.word(behind) == "," && behind + 1 < start && !says).then_some(mention.chain)
    }

    /// The last two people or more who are named side by side in the sentences before ("A and B", "A, B and C").
    fn company(&self, before: u32) -> Option<(u32, Vec<ChainId>)> {
        let mentions = self.finder.mentions;
        let behind = mentions.partition_point(|mention| mention.span.start < before);
        let structure = &self.finder.reading.structure;
        let sentence = |offset: u32| structure.sentence_at(offset).unwrap_or_default();
        let here = sentence(before);
        let named = mentions.before(behind).iter().rev().filter(|it| it.kind == MentionKind::Named);
        let near = named.take(WINDOW).take_while(|it| here.behind(sentence(it.span.start)) <= 2);
        let mut found: Vec<&Mention> = Vec::new();
        for other in near {
            let linked = found.last().is_some_and(|next| {
                let between = self.finder.reading.text.get(other.span.end as usize..next.titled.start as usize);
                match between {
                    Some(" and " | ", and ") => true,
                    Some(", ") => found.len() > 1,
                    _ => false,
                }
            });
            let person = other.entity_type == EntityType::Person;
            match (person, linked, found.len()) {
                (true, true, _) => found.push(other),
                (_, _, 2..) => break,
                (true, false, _) => found = vec![other],
                _ => found.clear(),
            }
        }
        let start = found.last()?.span.start;
        let mut chains: Vec<ChainId> = found.iter().map(|it| it.chain).collect();
        chains.sort_unstable();
        chains.dedup();
        (chains.len() > 1).then_some((start, chains))
    }

    /// "they": the latest chain of several, or a body that speaks as several; or the people who were named together.
    fn plural_pronoun(&mut self, source: Span, start: usize) {
        if let Some((at, company)) = self.company(source.start) {
            let plural = |it: &&Mention| self.chains.get(it.chain).is_some_and(|chain| chain.plural);
            let since = self.finder.mentions.partition_point(|it| it.span.start < at);
            let mut between = self.finder.mentions.since(since).iter();
            let mut between = between.by_ref().take_while(|it| it.span.start < source.start);
            if !between.any(|it| plural(&it)) {
                self.together.insert(source.start, company);
                return;
            }
        }
        let fits = |chain: &Draft| {
            chain.plural && chain.entity_type != EntityType::Group
                || !chain.named && chain.entity_type == EntityType::Organization
        };
        self.pronoun(source, start, fits);
    }

    /// "it": the latest body or country that is a subject; a town says nothing.
    fn body_pronoun(&mut self, source: Span, start: usize) {
        let lexicon = self.finder.lexicon;
        let country = |name: &str| lexicon.known(name).is_some_and(|known| known.class == NameClass::Country);
        let fits = |chain: &Draft| match chain.entity_type {
            EntityType::Organization => !chain.plural,
            EntityType::Place => !chain.plural && country(&chain.name),
            _ => false,
        };
        self.pronoun(source, start, fits);
    }

    /// The chain that fits and acts in this sentence or the one before, or that spoke last and goes on.
    fn pronoun(&mut self, source: Span, start: usize, fits: impl Fn(&Draft) -> bool) {
        let structure = &self.finder.reading.structure;
        let sentence = |offset: u32| structure.sentence_at(offset).unwrap_or_default();
        let here = sentence(source.start);
        let added = self.added.iter().rev().filter(|(at, _)| *at < source.start);
        let mut before: Vec<(u32, ChainId)> = added.take(WINDOW).copied().collect();
        let known = self.finder.mentions.partition_point(|mention| mention.span.start < source.start);
        let recent = self.finder.mentions.before(known).iter().rev().take(WINDOW);
        before.extend(recent.map(|mention| (mention.span.start, mention.chain)));
        before.sort_unstable();
        before.dedup();
        let near = before.iter().rev().take(WINDOW).filter(|(at, _)| here.behind(sentence(*at)) <= 1).copied();
        let spoke = self.spoke.filter(|(at, _)| here.behind(sentence(*at)) <= SPOKE);
        let may = near.chain(spoke).filter(|(_, chain)| self.chains.get(*chain).is_some_and(&fits));
        let best = may.max_by_key(|&(at, chain)| {
            let token = self.finder.reading.token_at(at);
            let quoted = structure.tokens.get(token).is_some_and(|it| it.quoted);
            let first = structure.sentences.get(sentence(at)).map_or(0, |it| it.first_token as usize);
            let subject = token <= first + 1
                || matches!(self.finder.word(token - 1), "that" | "the" | "," | "said")
                    && !self.after_preposition(token);
            (spoke == Some((at, chain)) || subject && !quoted, subject, at)
        });
        if let Some((_, chain)) = best {
            let span = byte_span(&structure.tokens, start..start + 1);
            self.push(span, MentionKind::Pronoun, chain);
        }
    }

    fn after_preposition(&self, token: usize) -> bool {
        let before = if matches!(self.finder.word(token.saturating_sub(1)), "the" | "a" | "an") { 2 } else { 1 };
        let at = token.saturating_sub(before);
        self.finder.is(WordList::Preposition, at) || matches!(self.finder.word(at), "by" | "against")
    }

    fn push(&mut self, span: Span, kind: MentionKind, chain: ChainId) {
        let entity_type = self.chains.get(chain).map_or(EntityType::Person, |chain| chain.entity_type);
        let provenance = Provenance::Rule("source-reference");
        self.mentions.push(Mention {
            span,
            titled: span,
            kind,
            entity_type,
            chain,
            probability: 0.7,
            provenance,
            link: provenance,
        });
        self.added.push((span.start, chain));
    }
}
