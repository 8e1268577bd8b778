//! Reads an article once more, when it is known who speaks where: "I" and "we" in quotations, "it" and "they", nouns
//! that come back, appositives.

use rustc_hash::{FxHashMap, FxHashSet};

use super::description::{Description, Determiner, Finder};
use super::names::body_noun;
use super::nominals::{clauses, is_readable, names_of, open};
use super::number::without_strays;
use super::plural::{self, Anaphor, Antecedent, Number};
use super::pronoun::without_contraction;
use super::repeated::{Phrase, Repeated};
use super::speaker::{Speakers, first_person, say_themselves};
use crate::analysis::reading::Reading;
use crate::analysis::stages::{Attributed, Draft, Drafts, Linked, Resolved};
use crate::analysis::types::{
    Attribution, AttributionId, ChainId, Gender, Mention, MentionKind, Mentions, Provenance, RoleForm, Style,
};
use crate::lexicon::names::{NameLexicon, RoleNoun, WordList};
use crate::model::{EntityType, byte_span};
use crate::text::{IndexVec, Span};
use crate::token::{SentenceId, TokenKind};

/// The most words before a noun that are read.
const BEFORE: usize = 8;

struct Linker<'a, 'b> {
    finder: &'b Finder<'a>,
    /// Mentions that were added.
    mentions: Vec<Mention>,
    /// All chains, those that were opened at the end.
    chains: Drafts,
    /// Where the first of the known mentions of each chain stands.
    first: IndexVec<ChainId, Option<Span>>,
    /// Chains that turned out to be another.
    merged: FxHashMap<ChainId, ChainId>,
    /// "we" and "I" of a speaker, by chain, or of an attribution that has none.
    voices: FxHashMap<(Result<ChainId, AttributionId>, bool), ChainId>,
    seen: Vec<Antecedent>,
    /// The noun by which a named body was taken up ("the company").
    nouns: FxHashMap<ChainId, &'static str>,
    repeated: Repeated<'a>,
    speakers: Speakers<'a>,
    clauses: Vec<u32>,
}

/// Where reading is.
#[derive(Clone, Copy)]
struct Here {
    sentence: SentenceId,
    paragraph: u32,
    first: usize,
    end: usize,
}

/// Adds what can be told only once it is known who speaks where: "I" in a quotation, "it" and "they", bodies and several
/// people who come back by a noun ("the company", "the parents"), and the appositives of names. A chain without a name may
/// turn out to be another one.
pub(crate) fn link(lexicon: &NameLexicon, reading: &Reading, resolved: Resolved, attributed: Attributed) -> Linked {
    let Resolved { mut mentions, chains, .. } = resolved;
    let Attributed { mut attributions, mut blocks } = attributed;
    let (found, chains, merged) = read(lexicon, reading, &mentions, chains, &attributions);
    mentions.extend(found);
    say_themselves(lexicon, reading, &mut attributions);
    let whole = |chain: &mut ChainId| *chain = merged.get(chain).copied().unwrap_or(*chain);
    mentions.iter_mut().for_each(|mention| whole(&mut mention.chain));
    for attribution in &mut attributions {
        attribution.chain.iter_mut().chain(&mut attribution.joint).for_each(whole);
    }
    blocks.iter_mut().filter_map(|block| block.chain.as_mut()).for_each(whole);
    let mentions = without_strays(reading, mentions, &chains, &attributions);
    Linked { mentions, chains, attributions, blocks }
}

/// The mentions to add, all chains, and those that are another; never one of these.
fn read(
    lexicon: &NameLexicon,
    reading: &Reading,
    known: &Mentions,
    chains: Drafts,
    attributions: &IndexVec<AttributionId, Attribution>,
) -> (Vec<Mention>, Drafts, FxHashMap<ChainId, ChainId>) {
    let finder = Finder::new(lexicon, reading, known);
    let mut first = IndexVec::filled(None, chains.len());
    known.iter().rev().for_each(|mention| first[mention.chain] = Some(mention.span));
    let mut linker = Linker {
        finder: &finder,
        mentions: Vec::new(),
        chains,
        first,
        merged: FxHashMap::default(),
        voices: FxHashMap::default(),
        seen: Vec::new(),
        nouns: FxHashMap::default(),
        repeated: Repeated::new(lexicon),
        speakers: Speakers::new(attributions),
        clauses: clauses(&finder),
    };
    linker.appositives();
    for nth in reading.structure.sentences.indices() {
        linker.sentence(nth);
    }
    (linker.mentions, linker.chains, linker.merged)
}

impl<'a> Linker<'a, '_> {
    /// "Josh Earnest, the White House press secretary": beside the name it is a mention of its own.
    fn appositives(&mut self) {
        let known = self.finder.mentions.iter().filter(|mention| mention.kind == MentionKind::Nominal);
        let mut taken: FxHashSet<u32> = known.map(|mention| mention.span.start).collect();
        for chain in self.chains.indices() {
            let roles = self.chains[chain].roles.iter().filter(|role| role.how == RoleForm::Appositive);
            let spans: Vec<Span> = roles.map(|role| role.span).collect();
            for span in spans {
                let first = self.finder.reading.token_at(span.start);
                let found = self.finder.at(first, self.finder.reading.token_at(span.end), true);
                // "Two senators, Lindsey Graham and John McCain" are neither of them.
                let one = found.is_none_or(|it| !it.head.plural) || self.finder.word(first) == "one";
                if one && taken.insert(span.start) {
                    self.push(span, MentionKind::Nominal, chain);
                }
            }
        }
    }

    fn sentence(&mut self, nth: SentenceId) {
        let reading = self.finder.reading;
        let Some(sentence) = reading.structure.sentences.get(nth).filter(|it| is_readable(&reading.structure, it))
        else {
            return;
        };
        let (first, end) = (sentence.first_token as usize, sentence.end_token as usize);
        let here = Here { sentence: nth, paragraph: sentence.paragraph, first, end };
        let from = self.finder.mentions.partition_point(|mention| mention.span.start < sentence.span.start);
        let mut known = self.finder.mentions.since(from).iter().peekable();
        // Tokens before `taken` are in a mention; those of the last one, if it is no description, lie behind `free`.
        let (mut taken, mut free) = (first, first);
        for at in first..end {
            let token = reading.structure.tokens[at];
            while let Some(mention) = known.next_if(|it| it.span.start < token.span.end) {
                let behind = self.finder.reading.token_at(mention.span.end.saturating_sub(1)) + 1;
                self.note(mention, at, behind, at >= taken, here);
                if at >= taken {
                    free = if mention.kind == MentionKind::Nominal { behind } else { taken };
                }
                taken = taken.max(behind);
            }
            if at >= taken && token.kind == TokenKind::Word {
                self.word(at, free, here);
            }
        }
    }

    /// Notes a mention that was known.
    fn note(&mut self, mention: &'a Mention, at: usize, behind: usize, outer: bool, here: Here) {
        let chain = self.settled(mention, at, here);
        let Some(of) = self.chains.get(chain) else { return };
        let (entity_type, plural, unnamed) = (of.entity_type, of.plural, !of.named);
        let text = self.finder.reading.slice(mention.span);
        let named = mention.kind == MentionKind::Named;
        if named && entity_type == EntityType::Organization {
            let words: Vec<&'a str> = text.split_whitespace().collect();
            let taken_up = self.nouns.get(&chain).copied();
            if let Some(noun) = body_noun(self.finder.lexicon, &words).or(taken_up) {
                self.repeated.name(noun, words, chain, here.sentence);
            }
            if !outer {
                // "A Microsoft spokesperson": it may be the company.
                self.seen.push(self.antecedent(Some(chain), Number::Either, at, false, here));
            }
        }
        let number = match entity_type {
            EntityType::Person if plural => Some(Number::Several),
            EntityType::Person => None,
            EntityType::Organization if plural => Some(Number::Several),
            EntityType::Organization if unnamed => Some(Number::Team),
            EntityType::Organization => Some(Number::Either),
            EntityType::Group if text.ends_with('s') => Some(Number::Several),
            EntityType::Place => Some(Number::One),
            _ => None,
        };
        if let Some(number) = number.filter(|_| outer) {
            self.enter(Some(chain), number, at, behind, here);
        } else if outer && entity_type == EntityType::Person && self.finder.word(behind) == "and" {
            let person = |at: usize| self.owner(at).is_some_and(|it| it.entity_type == EntityType::Person);
            if (behind + 1..behind + 5).any(person) {
                self.enter(None, Number::Several, at, behind, here);
            }
        }
    }

    /// The chain of a mention that was known: of the first description of a chain without a name it may turn out that
    /// it takes up another ("The company said").
    fn settled(&mut self, mention: &Mention, at: usize, here: Here) -> ChainId {
        let old = mention.chain;
        let chain = self.merged.get(&old).copied().unwrap_or(old);
        let unnamed = self.chains.get(chain).is_some_and(|chain| !chain.named);
        if mention.kind != MentionKind::Nominal || !unnamed {
            return chain;
        }
        let Some(found) = self.finder.at(at, here.end, true) else { return chain };
        let phrase = self.phrase(&found, here);
        let opens = self.first[old] == Some(mention.span);
        let shared = !found.head.person || found.head.plural;
        let head = found.tokens.end - 1;
        let earlier = || self.earlier(&found, &phrase, head, here);
        let earlier = if opens && shared { earlier().filter(|earlier| *earlier != old) } else { None };
        if let Some(earlier) = earlier {
            self.merged.insert(old, earlier);
        }
        let chain = earlier.unwrap_or(chain);
        self.add(&phrase, chain);
        chain
    }

    /// Remembers a phrase of a chain.
    fn add(&mut self, phrase: &Phrase<'a>, chain: ChainId) {
        self.repeated.add(phrase, chain);
        if !phrase.plural && self.chains.get(chain).is_some_and(|chain| chain.named) {
            self.nouns.insert(chain, phrase.singular);
        }
    }

    /// Reads a word that is in no mention so far; between it and `free` a name may stand.
    fn word(&mut self, at: usize, free: usize, here: Here) {
        let word = self.finder.word(at);
        let plain = without_contraction(word);
        let lexicon = self.finder.lexicon;
        if let Some(one) = first_person(lexicon, plain) {
            return self.first_person(at, plain, one);
        }
        let (several, object) = match plain {
            _ if lexicon.is(WordList::ThirdPersonPlural, plain) => (true, false),
            "them" => (true, true),
            "its" | "Its" => (false, false),
            "it" | "It" if self.says_something(at, plain.len() < word.len()) => (false, false),
            _ => {
                if self.finder.determiner(at).is_some() {
                    self.determined(at, here);
                } else if let Some(role) = self.role(word) {
                    self.noun(at, role, free, here);
                } else if at == here.first && word.len() > 4 && word.ends_with('s') {
                    // "Talks stalled."
                    self.enter(None, Number::Several, at, at + 1, here);
                }
                return;
            }
        };
        let anaphor = Anaphor { object, ..self.anaphor(at, several, 2, here) };
        let reflexive = plain == "themselves";
        if let Some(chain) = plural::resolve(anaphor, &self.seen, |it| !reflexive || it.sentence == here.sentence) {
            let span = self.start_of(at, plain.len());
            self.push(span, MentionKind::Pronoun, chain);
            let number = if several { Number::Several } else { Number::Either };
            self.enter(Some(chain), number, at, at + 1, here);
        } else if several && !object {
            self.enter(None, Number::Several, at, at + 1, here);
        }
    }

    fn role(&self, word: &str) -> Option<RoleNoun> {
        if word.chars().all(char::is_lowercase) {
            self.finder.lexicon.role(word)
        } else {
            self.finder.lexicon.role(&word.to_lowercase())
        }
    }

    /// "I" is who is quoted; "we" is the body that is.
    fn first_person(&mut self, at: usize, word: &str, one: bool) {
        let Some(token) = self.finder.reading.structure.tokens.get(at) else { return };
        let Some((said, attribution)) = self.speakers.attribution(token.span.start) else { return };
        // A transcript has no quotation marks.
        if !token.quoted && attribution.style != Style::Direct {
            return;
        }
        let speaker = attribution.chain;
        let fits = speaker.and_then(|chain| self.chains.get(chain)).is_some_and(|of| match of.entity_type {
            EntityType::Person => one != of.plural,
            EntityType::Organization => !one,
            _ => false,
        });
        let span = self.start_of(at, word.len());
        let chain = match speaker.filter(|_| fits) {
            Some(chain) => self.merged.get(&chain).copied().unwrap_or(chain),
            // Whoever "we" are, they are the same throughout what one person says.
            None if speaker.is_some() && one => return,
            None => self.voice(speaker.ok_or(said), one, span),
        };
        self.push(span, MentionKind::Pronoun, chain);
    }

    /// The chain of "we" in the words of a speaker, or of somebody whom the article does not name.
    fn voice(&mut self, speaker: Result<ChainId, AttributionId>, one: bool, span: Span) -> ChainId {
        if let Some(chain) = self.voices.get(&(speaker, one)) {
            return *chain;
        }
        let chain = self.chains.push(Draft {
            name: self.finder.reading.slice(span).to_owned(),
            entity_type: EntityType::Person,
            roles: Vec::new(),
            gender: Gender::Unknown,
            plural: !one,
            named: false,
            affiliation: None,
        });
        self.voices.insert((speaker, one), chain);
        chain
    }

    /// True for an "it" that something does or says: not "it is clear" or "made it".
    fn says_something(&self, at: usize, contracted: bool) -> bool {
        let next = self.finder.word(at + 1);
        let verb = self.finder.is_say(at + 1)
            || self.finder.is(WordList::Past, at + 1)
            || next.len() > 4 && next.ends_with("ed")
            || self.finder.is(WordList::AgentiveVerb, at + 1);
        let idle =
            self.finder.is(WordList::ExpletiveComplement, at + 2) || self.finder.is(WordList::ExpletiveVerb, at + 1);
        !contracted && verb && !idle
    }

    /// A phrase with an article whose noun is none of ours stands in the way of "it" or "they".
    fn determined(&mut self, at: usize, here: Here) {
        let mut last = at;
        for next in at + 1..here.end.min(at + 5) {
            let word = self.finder.word(next);
            if self.owner(next).is_some() || self.role(word).is_some() {
                return;
            }
            let small = next > at + 1 && self.finder.lexicon.is(WordList::Function, word);
            let inside = self.is_word(next) && !small;
            if !inside || self.begins_verb(next) {
                break;
            }
            last = next;
        }
        if last > at {
            let word = self.finder.word(last);
            let several = word.ends_with('s') && !word.ends_with("ss");
            self.enter(None, if several { Number::Several } else { Number::One }, at, last + 1, here);
        }
    }

    fn is_word(&self, at: usize) -> bool {
        self.finder.reading.structure.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// True for a word that is likely a verb behind a noun.
    fn begins_verb(&self, at: usize) -> bool {
        let word = self.finder.word(at);
        let lexicon = self.finder.lexicon;
        lexicon.is(WordList::Auxiliary, word)
            || lexicon.is(WordList::Past, word)
            || self.finder.is_say(at)
            || word.len() > 4 && word.ends_with("ed")
    }

    /// A noun for people or bodies: takes up what was spoken of, or opens a chain.
    fn noun(&mut self, at: usize, role: RoleNoun, free: usize, here: Here) {
        let place = matches!(role.singular, "country" | "nation" | "state");
        if place || role.person && !role.plural || self.goes_on(at + 1, role.plural, here) {
            return;
        }
        let start = self.start(at, free, here);
        let Some(found) = self.finder.at(start, here.end, true).filter(|found| found.tokens.end == at + 1) else {
            return;
        };
        let phrase = self.phrase(&found, here);
        if found.determiner == Determiner::Bare && start > here.first && self.owner(start - 1).is_some() {
            return;
        }
        let earlier = self.earlier(&found, &phrase, at, here);
        let opens = match found.determiner {
            // "group" in a heading is no group, and "its group" is often named.
            Determiner::Bare | Determiner::Possessive => found.head.plural,
            Determiner::Definite | Determiner::Indefinite => true,
        };
        let chain = earlier.or_else(|| opens.then(|| open(self.finder, &mut self.chains, &found, &phrase.names)));
        let Some(chain) = chain else {
            return self.enter(None, Number::One, found.tokens.start, found.tokens.end, here);
        };
        self.push(found.span, MentionKind::Nominal, chain);
        self.add(&phrase, chain);
        let number = match self.chains.get(chain) {
            Some(chain) if chain.plural => Number::Several,
            Some(chain) if chain.named => Number::Either,
            _ => Number::Team,
        };
        self.enter(Some(chain), number, found.tokens.start, found.tokens.end, here);
    }

    /// True when the phrase goes on behind a noun: "the party leader", "the company name".
    fn goes_on(&self, next: usize, plural: bool, here: Here) -> bool {
        let word = self.finder.word(next);
        if self.opens_quotation(next) {
            // "a government “back door”"
            return true;
        }
        if next >= here.end || !self.is_word(next) || matches!(word, "’s" | "'s" | "’" | "'") {
            return false;
        }
        if let Some(owner) = self.owner(next) {
            return matches!(owner.entity_type, EntityType::Person | EntityType::Organization | EntityType::Other);
        }
        let small = self.finder.lexicon.is(WordList::Function, &word.to_lowercase());
        let adverb = word.ends_with("ly");
        // "the girls enter": several are seldom part of a compound.
        self.role(word).is_some() || !(plural || small || adverb || self.begins_verb(next))
    }

    fn opens_quotation(&self, at: usize) -> bool {
        let tokens = &self.finder.reading.structure.tokens;
        tokens.get(at).is_some_and(|token| token.kind == TokenKind::QuoteOpen)
            && tokens.get(at - 1).is_some_and(|before| !matches!(before.kind, TokenKind::Punctuation))
    }

    /// Where the phrase of a noun begins: its article, or the first of the words and names before it.
    fn start(&self, noun: usize, free: usize, here: Here) -> usize {
        let low = noun.saturating_sub(BEFORE).max(here.first);
        let mut start = noun;
        while start > low {
            let before = start - 1;
            let word = self.finder.word(before);
            let that = matches!(word, "that" | "That") && self.role(self.finder.word(noun)).is_some_and(|it| it.plural);
            if before >= free && self.finder.determiner(before).is_some() && !that {
                return before;
            }
            let name = self.owner(before);
            let joins = matches!(word, "’s" | "'s" | "’" | "-");
            // "The mayor likes religious schools": behind who acts stands a verb, and no word of the phrase.
            let role = before >= free && name.is_none() && self.role(word).is_some();
            let acts = before < free || name.is_some_and(|it| it.entity_type == EntityType::Person);
            if (role || acts) && !joins && !matches!(self.finder.word(start), "’s" | "'s" | "’" | "-") {
                return if start == noun && role { before } else { (start + 1).min(noun) };
            }
            let adjective = self.is_word(before)
                && before >= free
                && !self.finder.lexicon.is(WordList::Function, &word.to_lowercase())
                && !self.begins_verb(before)
                && !word.ends_with("ly")
                && !word.ends_with("ing");
            if !(name.is_some() || joins || adjective) {
                let subject = self.finder.lexicon.is(WordList::HumanSubject, &word.to_lowercase());
                let verb = subject || self.finder.lexicon.is(WordList::Auxiliary, word);
                return if verb && start < noun { start + 1 } else { start };
            }
            start = before;
        }
        start
    }

    fn phrase(&self, found: &Description, here: Here) -> Phrase<'a> {
        let first = found.tokens.start + usize::from(found.determiner != Determiner::Bare);
        let inside = first..found.tokens.end.saturating_sub(1);
        let modifiers =
            inside.filter(|&at| self.owner(at).is_none() && self.is_word(at) && self.finder.word(at).len() > 2);
        let modifiers: Vec<&str> = modifiers.map(|at| self.finder.word(at)).collect();
        let mut names = names_of(self.finder, found);
        names.sort_unstable();
        names.dedup();
        let (lexicon, singular) = (self.finder.lexicon, found.head.singular);
        Phrase {
            singular,
            plural: found.head.plural,
            determiner: found.determiner,
            another: modifiers.iter().any(|word| lexicon.is(WordList::Another, &word.to_ascii_lowercase())),
            modifiers,
            names,
            sentence: here.sentence,
            vague: lexicon.is(WordList::Vague, singular),
        }
    }

    /// "the company": the name before it in the phrase ("the Hitwise company"), or the body that was spoken of last.
    fn generic(&self, found: &Description, phrase: &Phrase<'_>, at: usize, here: Here) -> Option<ChainId> {
        if found.head.plural || found.determiner != Determiner::Definite || !phrase.takes_up() {
            return None;
        }
        let may = |chain: ChainId| {
            self.chains.get(chain).is_some_and(|chain| {
                let class = self.finder.lexicon.known(&chain.name).map(|known| known.class);
                chain.named
                    && chain.entity_type == EntityType::Organization
                    && self.finder.lexicon.takes_up(found.head.singular, class)
                    && self.may_be(&chain.name, found.head.singular)
            })
        };
        if let Some(name) = at.checked_sub(1).and_then(|before| self.owner(before)) {
            return Some(name.chain).filter(|&chain| phrase.modifiers.is_empty() && may(chain));
        }
        if !phrase.modifiers.is_empty() || !phrase.names.is_empty() {
            return None;
        }
        let anaphor = Anaphor { margin: plural::CLEAR, ..self.anaphor(at, false, 3, here) };
        plural::resolve(anaphor, &self.seen, |it| it.chain.is_some_and(may))
    }

    /// The chain that a phrase takes up.
    fn earlier(&self, found: &Description, phrase: &Phrase<'_>, at: usize, here: Here) -> Option<ChainId> {
        let kin = self.finder.lexicon.is(WordList::Kin, found.head.singular);
        let unowned = || if kin { self.repeated.unowned(phrase) } else { None };
        let earlier = self.repeated.find(phrase).or_else(unowned).or_else(|| self.generic(found, phrase, at, here));
        earlier.filter(|&chain| found.head.plural || !self.acts_here(chain, at, here))
    }

    /// True for who acts in the clause itself: "Patriot took over the company’s mines" is about two, unlike "Patriot
    /// said the company’s mines would close".
    fn acts_here(&self, chain: ChainId, at: usize, here: Here) -> bool {
        let clause = self.clause(at);
        let near = self.seen.iter().rev().take(8).take_while(|it| it.sentence == here.sentence);
        let mut acting = near.filter(|it| it.chain == Some(chain) && it.subject && it.clause == clause);
        acting.next().is_some() && !(here.first..at).rev().take(BEFORE * 3).any(|at| self.finder.is_say(at))
    }

    /// False for a name whose own noun is another: "the company" is no "… Court".
    fn may_be(&self, name: &str, noun: &str) -> bool {
        let words: Vec<&str> = name.split_whitespace().collect();
        body_noun(self.finder.lexicon, &words)
            .is_none_or(|own| own == noun || matches!(noun, "organization" | "organisation" | "group" | "institution"))
    }

    fn anaphor(&self, at: usize, several: bool, reach: u32, here: Here) -> Anaphor {
        let Here { sentence, paragraph, .. } = here;
        let (clause, quoted) = (self.clause(at), self.quoted(at));
        Anaphor { several, object: false, sentence, paragraph, clause, quoted, reach, margin: plural::MARGIN }
    }

    /// Notes what "it" or "they" may speak of.
    fn enter(&mut self, chain: Option<ChainId>, number: Number, start: usize, end: usize, here: Here) {
        let the = |at: &usize| matches!(self.finder.word(*at), "the" | "The");
        let start = start.checked_sub(1).filter(|before| *before >= here.first && the(before)).unwrap_or(start);
        let before = if start > here.first { self.finder.word(start - 1) } else { "" };
        let after = self.finder.word(end);
        let possessive = matches!(after, "’s" | "'s" | "’" | "'");
        let opens = self.finder.opens_subject(before);
        let subject = opens
            && !possessive
            && (start == here.first
                || chain.is_none()
                || !matches!(after, "." | "," | "and" | "or" | ";" | "”" | "\""))
            && !self.finder.is_preposition(end);
        let subject = subject || start == here.first && !possessive;
        self.seen.push(self.antecedent(chain, number, start, subject, here));
    }

    fn antecedent(&self, chain: Option<ChainId>, number: Number, at: usize, subject: bool, here: Here) -> Antecedent {
        let (clause, quoted) = (self.clause(at), self.quoted(at));
        let Here { sentence, paragraph, .. } = here;
        Antecedent { chain, number, sentence, paragraph, clause, subject, quoted }
    }

    fn owner(&self, at: usize) -> Option<&'a Mention> {
        self.finder.owner(at).and_then(|owner| self.finder.mentions.get(owner))
    }

    fn clause(&self, at: usize) -> u32 {
        self.clauses.get(at).copied().unwrap_or(0)
    }

    fn quoted(&self, at: usize) -> bool {
        self.finder.reading.structure.tokens.get(at).is_some_and(|token| token.quoted)
    }

    /// The first bytes of a token: "I" of "I’m".
    fn start_of(&self, at: usize, len: usize) -> Span {
        let span = byte_span(&self.finder.reading.structure.tokens, at..at + 1);
        Span::new(span.start, span.start + Span::of(0..len).end)
    }

    fn push(&mut self, span: Span, kind: MentionKind, chain: ChainId) {
        let entity_type = self.chains.get(chain).map_or(EntityType::Person, |chain| chain.entity_type);
        let provenance = Provenance::Rule("late-reference");
        self.mentions.push(Mention {
            span,
            titled: span,
            kind,
            entity_type,
            chain,
            probability: 0.6,
            provenance,
            link: provenance,
        });
    }
}

#[cfg(test)]
mod tests;
