//! People who are told by somebody else ("his wife", "Montalvo’s lawyer"), and by what they are said to be ("He is a
//! practising homeopath").

use super::{Anonymous, Description, Determiner, NOT_SEEN, REMEMBERED, Reader, gender_of, open};
use crate::analysis::types::{ChainId, Gender, MentionKind, Provenance};
use crate::lexicon::names::WordList;
use crate::model::{EntityType, byte_span};
use crate::token::SentenceId;

impl Reader<'_> {
    /// "He is a practising homeopath": said of whoever stands before the verb.
    pub(super) fn predicate(&self, description: &Description) -> Option<ChainId> {
        let verb = description.tokens.start.checked_sub(1)?;
        let is = self.finder.is(WordList::Copula, verb) || matches!(self.finder.word(verb), "’s" | "'s");
        let (chain, behind) = self.latest.filter(|_| is && description.determiner == Determiner::Indefinite)?;
        // "Mr. Hunter, 41, is"
        let aged = || behind + 3 == verb && self.finder.word(behind) == "," && self.finder.word(behind + 2) == ",";
        let subject = behind == verb || behind + 1 == verb && self.finder.word(behind) == "who" || aged();
        let one = !description.head.plural && !matches!(self.finder.word(description.tokens.start), "one" | "One");
        let known = self.chains.get(chain).map(|chain| chain.gender)?;
        let gender = gender_of(description.head.gender);
        let fits = known == gender || known == Gender::Unknown || gender == Gender::Unknown;
        (subject && one && fits).then_some(chain)
    }

    /// "his wife", "her parents": whoever that is of the one who is spoken of.
    pub(super) fn relative(
        &mut self,
        found: &Description,
        owner: ChainId,
        nth: SentenceId,
        paragraph: u32,
        first: bool,
    ) -> bool {
        let noun = found.head.singular;
        let known = self.kin.iter().rev().take(REMEMBERED).find(|(of, other, chain)| {
            *of == owner && *other == noun && self.chains.get(*chain).is_some_and(|it| it.plural == found.head.plural)
        });
        let known = known.map(|(.., chain)| *chain).or_else(|| self.also_named(found.tokens.end));
        let chain = known.unwrap_or_else(|| {
            let chain = open(&self.finder, &mut self.chains, found, &[]);
            self.offices.push(Vec::new());
            self.seen.push(NOT_SEEN);
            self.total.push(0);
            let start = found.span.start;
            let (singular, plural, names) = (noun, found.head.plural, Vec::new());
            self.anonymous.push(Anonymous { chain, singular, plural, names, start });
            self.kin.push((owner, noun, chain));
            chain
        });
        self.push(found.span, MentionKind::Nominal, chain, 0.6, Provenance::Rule("kin"));
        self.note(chain, nth);
        if !found.head.plural {
            self.enter(chain, found.tokens.start, found.tokens.end, nth, paragraph, first);
        }
        !found.head.plural
    }

    /// "His father, also named Duncan Hunter"
    fn also_named(&self, behind: usize) -> Option<ChainId> {
        let words = [",", "also", "named"];
        let said = words.iter().enumerate().all(|(ahead, word)| self.finder.word(behind + ahead) == *word);
        let name = self.finder.owner(behind + words.len()).filter(|_| said)?;
        self.finder.mentions.get(name).map(|name| name.chain)
    }

    /// "his wife, Margaret Hunter"
    pub(super) fn kin_in_apposition(&mut self, description: &Description, possessor: Option<ChainId>) {
        let noun = description.head.singular;
        let chain = self.appositives.get(&description.span.start).copied();
        if let (Some(owner), Some(chain)) = (possessor, chain)
            && self.finder.lexicon.is(WordList::Kin, noun)
            && !description.head.plural
        {
            self.kin.push((owner, noun, chain));
        }
    }

    /// "his wife Margaret Hunter"
    pub(super) fn kin_by_name(&mut self, owner: ChainId, possessive: usize) {
        let Some(name) = self.finder.owner(possessive + 2).and_then(|at| self.finder.mentions.get(at)) else { return };
        let noun = self.finder.lexicon.role(self.finder.word(possessive + 1));
        if let Some(noun) = noun.filter(|noun| !noun.plural && self.finder.lexicon.is(WordList::Kin, noun.singular))
            && name.entity_type == EntityType::Person
            && self.finder.owner(possessive + 1).is_none()
        {
            let chain = name.chain;
            let span = byte_span(&self.finder.reading.structure.tokens, possessive..possessive + 2);
            self.push(span, MentionKind::Nominal, chain, 0.6, Provenance::Rule("kin"));
            self.kin.push((owner, noun.singular, chain));
        }
    }

    /// "Montalvo’s lawyer": a description behind the name of whose it is.
    pub(super) fn owned(&mut self, owner: ChainId, behind: usize, nth: SentenceId, paragraph: u32, end: usize) {
        if !matches!(self.finder.word(behind), "’s" | "'s" | "’" | "'") {
            return;
        }
        let Some(found) = self.finder.at(behind + 1, end, true) else { return };
        let kin = self.finder.lexicon.is(WordList::Kin, found.head.singular) && found.head.person;
        if kin && found.determiner == Determiner::Bare && found.names.is_empty() {
            if self.is_role(&found) {
                self.kin_in_apposition(&found, Some(owner));
            } else {
                self.relative(&found, owner, nth, paragraph, false);
            }
        }
    }
}
