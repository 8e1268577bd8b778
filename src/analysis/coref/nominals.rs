//! Reads an article from left to right and resolves descriptions and pronouns as they come.

use rustc_hash::{FxHashMap, FxHashSet};

mod antecedent;
mod described;
mod kin;

use super::contents::Contents;
use super::description::{Description, Determiner, Finder};
use super::gender;
use super::names::{body_noun, gender_of};
use super::office::{self, Office, Wanted};
use super::pronoun::{self, Entry, Place, Sole, without_contraction};
use super::speaker::Speakers;
use crate::analysis::reading::Reading;
use crate::analysis::stages::{Cited, Draft, Drafts, Named};
use crate::analysis::types::{
    ChainId, Gender, Mention, MentionId, MentionKind, Mentions, Provenance, RoleForm, RoleMention,
};
use crate::lexicon::names::{NameLexicon, WordList};
use crate::model::{EntityType, Models, byte_span};
use crate::text::{IndexVec, Span};
use crate::token::{Sentence, SentenceId, Structure, TokenKind, ZoneKind};

/// How sure a description must be, and by how much.
const LEAST: f32 = 2.5;
const MARGIN: f32 = 0.4;
/// How many chains without a name are remembered for "the official".
const REMEMBERED: usize = 24;

/// What [`Reader::seen`] holds of a chain that has not been mentioned so far.
const NOT_SEEN: (SentenceId, u32) = (SentenceId::FIRST, 0);

/// What a chain without a name is called by.
#[derive(Clone, Debug)]
pub(super) struct Anonymous {
    pub(super) chain: ChainId,
    pub(super) singular: &'static str,
    pub(super) plural: bool,
    /// Chains of the names in it ("White House").
    pub(super) names: Vec<ChainId>,
    /// Where it is introduced.
    pub(super) start: u32,
}

struct Reader<'a> {
    finder: Finder<'a>,
    mentions: Mentions,
    chains: Drafts,
    offices: IndexVec<ChainId, Vec<Office>>,
    /// Mentions of people, in the order of the text, as antecedents.
    history: Vec<Entry>,
    /// The one person of each gender who was spoken of so far, by the number of the gender.
    sole: [Sole; 3],
    /// Mentions of named bodies, in the order of the text.
    bodies: Vec<Entry>,
    /// The one body that was told of so far.
    sole_body: Sole,
    /// Nouns that names of bodies have in them: "agency" of "the Drug Enforcement Agency".
    body_nouns: FxHashSet<&'static str>,
    /// Nouns of the offices that somebody is said to hold.
    told_offices: FxHashSet<String>,
    /// Nouns that stood behind "a" or "her" so far: "a court … the court", "her doctor … the doctor".
    introduced: FxHashSet<&'static str>,
    anonymous: Vec<Anonymous>,
    /// Where appositives begin, which are no mentions of their own, with their chains.
    appositives: FxHashMap<u32, ChainId>,
    /// Who is whose: "his wife", by whose, noun and chain.
    kin: Vec<(ChainId, &'static str, ChainId)>,
    /// The latest mention of a person, with the token behind it.
    latest: Option<(ChainId, usize)>,
    /// The sentence of each chain's last mention so far, and how many so far.
    seen: IndexVec<ChainId, (SentenceId, u32)>,
    /// How many mentions each named chain has in all.
    total: IndexVec<ChainId, u32>,
    /// How many sentences before each have words outside quotations.
    told: IndexVec<SentenceId, u32>,
    /// How many clauses begin before each token.
    clauses: Vec<u32>,
    speakers: Speakers<'a>,
    /// Where sources begin, with from where to where goes what they say.
    sources: FxHashMap<u32, Span>,
    contents: Contents,
    /// How often each chain was told to speak so far.
    spoken: FxHashMap<ChainId, u32>,
}

/// Adds the descriptions and pronouns that refer to people, now that it is known which words are quoted from whom. The new
/// mentions stand behind the named ones.
pub(super) fn read(models: &Models, reading: &Reading, named: Named, cited: &Cited) -> (Mentions, Drafts) {
    let Named { mentions: named, chains } = &named;
    let offices = office::offices(models, reading, named, chains);
    let mut total = IndexVec::filled(0, chains.len());
    named.iter().for_each(|mention| total[mention.chain] += 1);
    let seen = IndexVec::filled(NOT_SEEN, chains.len());
    let roles = chains.iter_enumerated().flat_map(|(at, chain)| chain.roles.iter().map(move |role| (at, role)));
    let appositives = roles.filter(|(_, role)| role.how == RoleForm::Appositive);
    let appositives = appositives.map(|(at, role)| (role.span.start, at)).collect();
    let finder = Finder::new(&models.lexicon.names, reading, named);
    let clauses = clauses(&finder);
    let lexicon = &models.lexicon.names;
    let body_nouns = chains.iter().filter(|it| is_named_body(it)).filter_map(|it| noun_of(lexicon, it)).collect();
    let told_offices = offices.iter().flatten().filter(|it| it.told).map(|it| it.noun.clone()).collect();
    let mut chains = chains.clone();
    gender::correct(&finder, &mut chains);
    let mut reader = Reader {
        finder,
        mentions: named.clone(),
        chains,
        offices,
        history: Vec::new(),
        sole: [Sole::default(); 3],
        bodies: Vec::new(),
        sole_body: Sole::default(),
        body_nouns,
        told_offices,
        introduced: FxHashSet::default(),
        anonymous: Vec::new(),
        appositives,
        kin: Vec::new(),
        latest: None,
        seen,
        total,
        told: told(&reading.structure),
        clauses,
        speakers: Speakers::new(&cited.attributions),
        sources: sources(cited),
        contents: Contents::of(cited),
        spoken: FxHashMap::default(),
    };
    for at in reading.structure.sentences.indices() {
        reader.sentence(at);
    }
    (reader.mentions, reader.chains)
}

/// Where sources begin, with the words from the first to the last of what they say.
fn sources(cited: &Cited) -> FxHashMap<u32, Span> {
    let mut found = FxHashMap::default();
    for attribution in cited.attributions.iter() {
        let said = attribution.content.iter().copied().reduce(Span::join);
        for source in &attribution.source {
            let said = said.unwrap_or(*source);
            found.entry(source.start).and_modify(|it: &mut Span| *it = it.join(said)).or_insert(said);
        }
    }
    found
}

impl Reader<'_> {
    fn sentence(&mut self, nth: SentenceId) {
        let structure = &self.finder.reading.structure;
        let Some(sentence) = structure.sentences.get(nth).copied() else { return };
        let readable = is_readable(structure, &sentence);
        let (first, end) = (sentence.first_token as usize, sentence.end_token as usize);
        let mut people = 0;
        let mut skip_to = first;
        for at in first..end {
            if let Some(owner) = self.finder.owner(at).filter(|_| at >= skip_to) {
                skip_to = self.end_of(owner, at, end);
                let mention = self.finder.mentions[owner].clone();
                self.note(mention.chain, nth);
                if readable && matches!(mention.entity_type, EntityType::Group | EntityType::Place) {
                    people += usize::from(self.bare(at, end, nth, sentence.paragraph, people == 0));
                }
                if mention.entity_type == EntityType::Organization {
                    self.enter_body(mention.chain, at, skip_to, nth, sentence.paragraph);
                }
                if mention.entity_type == EntityType::Person {
                    let start = self.finder.reading.token_at(mention.titled.start).min(at);
                    self.enter(mention.chain, start, skip_to, nth, sentence.paragraph, people == 0);
                    if readable {
                        self.owned(mention.chain, skip_to, nth, sentence.paragraph, end);
                    }
                    people += 1;
                }
            } else if readable && at >= skip_to {
                people += usize::from(self.other(at, end, nth, sentence.paragraph, people == 0));
            }
        }
    }

    /// Reads a pronoun or description at a token; true when it speaks of a person.
    fn other(&mut self, at: usize, end: usize, nth: SentenceId, paragraph: u32, first: bool) -> bool {
        let word = without_contraction(self.finder.word(at));
        let follows =
            self.finder.reading.structure.tokens.get(at + 1).is_some_and(|token| token.kind == TokenKind::Word)
                && at + 1 < end
                && !self.finder.is_preposition(at + 1)
                && !self.finder.is(WordList::AfterObjectPronoun, at + 1);
        let mut entered = false;
        let possessor = pronoun::pronoun(word, follows).and_then(|pronoun| {
            let chain = self.pronoun(pronoun, at, nth, paragraph)?;
            let start = byte_span(&self.finder.reading.structure.tokens, at..at + 1).start;
            let span = Span::new(start, start + Span::of(0..word.len()).end);
            self.push(span, MentionKind::Pronoun, chain, 0.8, Provenance::Rule("pronoun"));
            if self.chains[chain].gender == Gender::Unknown {
                self.chains[chain].gender = pronoun.gender;
            }
            self.enter(chain, at, at + 1, nth, paragraph, first);
            entered = true;
            self.kin_by_name(chain, at);
            Some(chain)
        });
        if let Some(description) = self.finder.at(at, end, false) {
            entered |= self.description(&description, possessor, nth, paragraph, first && !entered);
        }
        entered
    }

    /// "US president stressed the need": an office without an article, as headings have it, of a named holder.
    fn bare(&mut self, at: usize, end: usize, nth: SentenceId, paragraph: u32, first: bool) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.finder.word(before));
        let opens = self.finder.reading.structure.sentences.get(nth).is_some_and(|it| it.first_token as usize == at);
        if !opens && !matches!(before, "," | ":") && !self.finder.lexicon.is(WordList::BeforeBareOffice, before) {
            return false;
        }
        let Some(description) = self.finder.at(at, end, true) else { return false };
        if description.determiner != Determiner::Bare || description.head.plural || self.is_role(&description) {
            return false;
        }
        let holder = self.named_for(&description, None, nth);
        holder.is_some() && self.description(&description, None, nth, paragraph, first)
    }

    /// Where a pronoun or description stands.
    fn place(&self, at: usize, nth: SentenceId, paragraph: u32) -> Place {
        let (told, clause) = (self.told_before(nth), self.clause(at));
        let before = at.checked_sub(1).map_or("", |before| self.finder.word(before));
        let goes_on = matches!(before, "but" | "and");
        let start = byte_span(&self.finder.reading.structure.tokens, at..at + 1).start;
        let said = self.sources.get(&start).copied();
        let speaks = said.is_some();
        let adds = speaks && self.finder.lexicon.is(WordList::ContinuingVerb, self.finder.word(at + 1));
        let quoted = self.quoted(at);
        let reported = self.contents.hold(start);
        let named = |it: &MentionId| self.finder.mentions.get(*it).is_some_and(|it| it.kind == MentionKind::Named);
        let object = self.finder.owner(at + 2).filter(|it| speaks && named(it));
        Place {
            sentence: nth,
            told,
            clause,
            paragraph,
            quoted,
            reported,
            goes_on,
            speaks,
            adds,
            said,
            only: None,
            object: object.and_then(|it| self.finder.mentions.get(it)).map(|it| it.chain),
            start,
        }
    }

    /// The one person of a gender who was spoken of so far, if it is one.
    fn only(&self, gender: Gender) -> Option<ChainId> {
        self.sole[gender as usize].one()
    }

    fn pronoun(&self, pronoun: pronoun::Pronoun, at: usize, nth: SentenceId, paragraph: u32) -> Option<ChainId> {
        let place = Place { only: self.only(pronoun.gender), ..self.place(at, nth, paragraph) };
        // "if he or she believes": anybody.
        let around = [at.checked_sub(1).map_or("", |before| self.finder.word(before)), self.finder.word(at + 1)];
        if around.iter().any(|word| matches!(*word, "or" | "/")) {
            return None;
        }
        if let Some(chain) = self.cataphor(pronoun, at, nth) {
            return Some(chain);
        }
        let speaker = if place.quoted { self.speaker(at) } else { None };
        pronoun::resolve(pronoun, place, &self.history, speaker)
    }

    /// The person whose quotation a token stands in, where a name says it or a pronoun before it.
    fn speaker(&self, at: usize) -> Option<ChainId> {
        let source = self.speakers.source(self.finder.reading.structure.tokens.get(at)?.span.start)?;
        let first = self.finder.mentions.partition_point(|mention| mention.span.start < source.start);
        let inside = self.finder.mentions.since(first).iter().take_while(|mention| mention.span.end <= source.end);
        let mut people = inside.filter(|mention| mention.entity_type == EntityType::Person);
        let owns = |name: &Mention| {
            matches!(self.finder.word(self.finder.reading.token_at(name.span.end)), "’s" | "'s" | "’" | "'")
        };
        match (people.next(), people.next()) {
            (Some(name), None) => Some(name.chain).filter(|_| !owns(name)),
            (None, _) => {
                let read = self.mentions.iter().rev().take(REMEMBERED);
                read.filter(|mention| mention.span.start == source.start).map(|mention| mention.chain).next()
            }
            _ => None,
        }
    }

    /// "In his speech, Mr. Obama said": the name comes after the comma of an opening phrase.
    fn cataphor(&self, pronoun: pronoun::Pronoun, at: usize, nth: SentenceId) -> Option<ChainId> {
        let sentence = self.finder.reading.structure.sentences.get(nth)?;
        let (first, end) = (sentence.first_token as usize, sentence.end_token as usize);
        let opener = self.finder.word(first);
        let opens = opener.starts_with(char::is_uppercase)
            && self.finder.lexicon.is_also_capital(WordList::CataphoricOpener, opener);
        if !opens || at >= first + 8 || (first..at).any(|before| self.finder.owner(before).is_some()) {
            return None;
        }
        let comma = (at..end.min(at + 14)).find(|&at| self.finder.word(at) == ",")?;
        let owner = (comma + 1..end.min(comma + 5)).find_map(|at| self.finder.owner(at))?;
        let mention = &self.finder.mentions[owner];
        let chain = self.chains.get(mention.chain)?;
        let fits = mention.entity_type == EntityType::Person
            && (chain.gender == Gender::Unknown || chain.gender == pronoun.gender)
            && (comma + 1..end)
                .take(5)
                .all(|at| at > self.finder.reading.token_at(mention.span.start) || self.finder.word(at) != "but");
        fits.then_some(mention.chain)
    }

    /// Resolves a description of a person, or opens a chain for it; true when it stands for one person.
    fn description(
        &mut self,
        description: &Description,
        possessor: Option<ChainId>,
        nth: SentenceId,
        paragraph: u32,
        first: bool,
    ) -> bool {
        if matches!(description.determiner, Determiner::Indefinite | Determiner::Possessive) {
            self.introduced.insert(description.head.singular);
        }
        if !description.head.person
            && let Some(chain) = self.body(description, nth, paragraph)
        {
            self.push(description.span, MentionKind::Nominal, chain, 0.6, Provenance::Rule("description"));
            self.enter_body(chain, description.tokens.start, description.tokens.end, nth, paragraph);
            return false;
        }
        if !description.head.person || self.is_role(description) {
            self.kin_in_apposition(description, possessor);
            return false;
        }
        if let Some(chain) = self.predicate(description) {
            self.push(description.span, MentionKind::Nominal, chain, 0.6, Provenance::Rule("predicate"));
            return false;
        }
        if let Some(owner) = possessor.filter(|_| self.finder.lexicon.is(WordList::Kin, description.head.singular)) {
            return self.relative(description, owner, nth, paragraph, first);
        }
        let chain = match self.named_for(description, possessor, nth) {
            Some((chain, provenance)) => {
                let role = RoleMention { span: description.span, how: RoleForm::Description, provenance };
                self.chains[chain].roles.push(role);
                Some((chain, provenance))
            }
            None => {
                let chain = self.again(description).or_else(|| self.described(description, nth, paragraph));
                let chain = chain.or_else(|| self.introduced(description));
                chain.map(|chain| (chain, Provenance::Rule("description")))
            }
        };
        let Some((chain, link)) = chain else { return false };
        self.push(description.span, MentionKind::Nominal, chain, 0.7, link);
        self.note(chain, nth);
        if !description.head.plural {
            self.enter(chain, description.tokens.start, description.tokens.end, nth, paragraph, first);
        }
        !description.head.plural
    }

    /// True for a title or appositive of a name, which is no mention of its own.
    fn is_role(&self, description: &Description) -> bool {
        let end = description.tokens.end;
        let titled = (end..end + 6).filter_map(|at| self.finder.owner(at)).any(|owner| {
            let mention = &self.finder.mentions[owner];
            mention.titled.start < mention.span.start && mention.titled.start < description.span.end
        });
        titled || self.appositives.contains_key(&description.span.start)
    }

    /// The named person that a definite description of an office speaks of.
    fn named_for(
        &self,
        description: &Description,
        possessor: Option<ChainId>,
        nth: SentenceId,
    ) -> Option<(ChainId, Provenance)> {
        let counterpart = description.head.singular == "counterpart";
        let definite = match description.determiner {
            Determiner::Definite => true,
            Determiner::Possessive => counterpart,
            Determiner::Indefinite => false,
            Determiner::Bare => !description.names.is_empty(),
        };
        if !definite || description.head.plural || description.of.is_some_and(|of| !self.is_country(of)) {
            return None;
        }
        let finder = &self.finder;
        let country =
            office::country_in(finder.lexicon, finder.reading, finder.mentions, description.span).or_else(|| {
                let of = description.of.and_then(|of| finder.mentions.get(of))?;
                office::country_of(finder.lexicon, finder.reading.slice(of.span))
            });
        let lower = finder.reading.slice(description.span).to_lowercase();
        let other_names = description.names.iter().any(|&at| {
            finder.mentions.get(at).is_some_and(|it| !matches!(it.entity_type, EntityType::Group | EntityType::Place))
        });
        if counterpart && country.is_none() || other_names && country.is_none() {
            return None;
        }
        let wanted = Wanted {
            noun: &description.noun,
            country,
            camp: office::camp_in(&lower),
            gender: gender_of(description.head.gender),
            former: lower.split_whitespace().any(|word| matches!(word, "former" | "late") || word.starts_with("ex-")),
            counterpart,
            not: possessor,
        };
        let peer = possessor.and_then(|chain| self.offices.get(chain)).map_or(&[][..], Vec::as_slice);
        self.best(&wanted, peer, nth)
    }

    fn best(&self, wanted: &Wanted<'_>, peer: &[Office], nth: SentenceId) -> Option<(ChainId, Provenance)> {
        let mut scores: Vec<(ChainId, f32, Provenance)> = Vec::new();
        for (at, offices) in self.offices.iter_enumerated() {
            let Some(chain) = self.chains.get(at).filter(|_| Some(at) != wanted.not && !offices.is_empty()) else {
                continue;
            };
            let (last, count) = self.seen[at];
            let distance = nth.behind(last);
            if count == 0 && !offices.iter().any(|office| office.told) {
                continue;
            }
            let Some(fit) = office::fit(self.finder.lexicon, wanted, chain, offices, peer) else { continue };
            let recent = match distance {
                _ if count == 0 => -1.0,
                0..=2 => 1.5,
                3..=6 => 1.0,
                7..=15 => 0.5,
                _ => 0.0,
            };
            // Of two presidents whom nobody calls so here, frequency does not tell who is one now.
            let bonus = if fit.told { recent + self.total[at].min(10) as f32 * 0.15 } else { 0.0 };
            scores.push((at, fit.score + bonus, fit.provenance));
        }
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let (chain, best, provenance) = *scores.first()?;
        let next = scores.get(1).map_or(f32::MIN, |(_, score, _)| *score);
        (best >= LEAST && best - next > MARGIN).then_some((chain, provenance))
    }

    fn is_country(&self, mention: MentionId) -> bool {
        self.finder.mentions.get(mention).is_some_and(|it| it.entity_type == EntityType::Place)
    }

    /// The chain without a name that a description goes on with.
    fn again(&self, description: &Description) -> Option<ChainId> {
        let definite = description.determiner == Determiner::Definite;
        definite.then(|| find_anonymous(&self.anonymous, description, &self.names_of(description))).flatten()
    }

    /// The chain without a name that a description opens.
    fn introduced(&mut self, description: &Description) -> Option<ChainId> {
        let names = self.names_of(description);
        let definite = description.determiner == Determiner::Definite;
        // "the candidate" of whom nobody has spoken is left alone, as is a definite description without a name in it.
        let introduced =
            !definite || !names.is_empty() || matches!(self.finder.word(description.tokens.end), "who" | "whose");
        if description.head.plural || description.determiner == Determiner::Possessive || !introduced {
            return None;
        }
        let chain = open(&self.finder, &mut self.chains, description, &names);
        self.offices.push(Vec::new());
        self.seen.push(NOT_SEEN);
        self.total.push(0);
        let singular = description.head.singular;
        let start = description.span.start;
        self.anonymous.push(Anonymous { chain, singular, plural: false, names, start });
        Some(chain)
    }

    fn names_of(&self, description: &Description) -> Vec<ChainId> {
        names_of(&self.finder, description)
    }

    fn push(&mut self, span: Span, kind: MentionKind, chain: ChainId, probability: f32, link: Provenance) {
        let entity_type = self.chains.get(chain).map_or(EntityType::Person, |chain| chain.entity_type);
        let found = if kind == MentionKind::Pronoun { "pronoun" } else { "description" };
        let provenance = Provenance::Rule(found);
        self.mentions.push(Mention { span, titled: span, kind, entity_type, chain, probability, provenance, link });
    }

    fn note(&mut self, chain: ChainId, nth: SentenceId) {
        if let Some((last, count)) = self.seen.get_mut(chain) {
            *last = nth;
            *count += 1;
        }
    }

    fn told_before(&self, nth: SentenceId) -> u32 {
        self.told.get(nth).copied().unwrap_or(0)
    }

    fn clause(&self, at: usize) -> u32 {
        self.clauses.get(at).copied().unwrap_or(0)
    }

    fn quoted(&self, at: usize) -> bool {
        self.finder.reading.structure.tokens.get(at).is_some_and(|token| token.quoted)
    }

    fn end_of(&self, owner: MentionId, from: usize, limit: usize) -> usize {
        (from..limit).find(|&at| self.finder.owner(at) != Some(owner)).unwrap_or(limit)
    }
}

fn is_named_body(chain: &Draft) -> bool {
    chain.named && chain.entity_type == EntityType::Organization
}

/// The noun in a body's name that says what it is.
fn noun_of(lexicon: &NameLexicon, chain: &Draft) -> Option<&'static str> {
    body_noun(lexicon, &chain.name.split_whitespace().collect::<Vec<_>>())
}

/// How many sentences before each have words outside quotations.
fn told(structure: &Structure) -> IndexVec<SentenceId, u32> {
    let mut count = 0;
    let told = structure.sentences.iter().map(|sentence| {
        let tokens = structure.tokens.get(sentence.first_token as usize..sentence.end_token as usize).unwrap_or(&[]);
        let before = count;
        count += u32::from(tokens.iter().any(|token| token.kind == TokenKind::Word && !token.quoted));
        before
    });
    told.collect()
}

/// How many clauses begin before each token, as far as small words show it.
pub(super) fn clauses(finder: &Finder<'_>) -> Vec<u32> {
    let mut count = 0;
    let begun = (0..finder.reading.structure.tokens.len()).map(|at| {
        count += u32::from(finder.is(WordList::ClauseCounted, at));
        count
    });
    begun.collect()
}

/// Opens a chain without a name.
pub(super) fn open(finder: &Finder<'_>, chains: &mut Drafts, description: &Description, names: &[ChainId]) -> ChainId {
    let entity_type = if description.head.person { EntityType::Person } else { EntityType::Organization };
    chains.push(Draft {
        name: finder.reading.slice(description.span).to_owned(),
        entity_type,
        roles: Vec::new(),
        gender: gender_of(description.head.gender),
        plural: description.head.plural,
        named: false,
        affiliation: names.first().copied(),
    })
}

/// The chains of the names in and behind a description; bodies and countries alone.
pub(super) fn names_of(finder: &Finder<'_>, description: &Description) -> Vec<ChainId> {
    let inside = description.names.iter().copied().chain(description.of);
    let mut chains: Vec<ChainId> =
        inside.filter_map(|at| finder.mentions.get(at)).map(|mention| mention.chain).collect();
    chains.dedup();
    chains
}

/// The chain without a name that "the official" goes on with: the latest of that noun whose names do not differ, among
/// those introduced before it. `known` is in the order of introduction.
pub(super) fn find_anonymous(known: &[Anonymous], description: &Description, names: &[ChainId]) -> Option<ChainId> {
    let same = |it: &&Anonymous| {
        it.singular == description.head.singular
            && it.plural == description.head.plural
            && (names.is_empty() || names.iter().any(|name| it.names.contains(name)))
    };
    let before = known.partition_point(|it| it.start < description.span.start);
    known.iter().take(before).rev().take(REMEMBERED).find(same).map(|it| it.chain)
}

/// True for a sentence that tells something: no byline, date or page text.
pub(super) fn is_readable(structure: &Structure, sentence: &Sentence) -> bool {
    let zone = structure.paragraphs.get(sentence.paragraph as usize).map_or(ZoneKind::Body, |it| it.zone);
    !matches!(zone, ZoneKind::Boilerplate | ZoneKind::Byline | ZoneKind::DatelineDate | ZoneKind::Kicker)
}
