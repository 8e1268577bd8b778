//! Sources that are told of by what they are: "the candidate", "the agency".

use super::{Place, Reader, is_named_body, noun_of, office, pronoun};
use crate::analysis::coref::description::{Description, Determiner};
use crate::analysis::coref::names::gender_of;
use crate::analysis::types::{ChainId, Gender};
use crate::lexicon::names::WordList;
use crate::token::SentenceId;

impl Reader<'_> {
    /// The named person who was just told of and speaks on as "the candidate": of sources alone, and of nobody who is known
    /// to be something else.
    pub(super) fn described(&self, description: &Description, nth: SentenceId, paragraph: u32) -> Option<ChainId> {
        let at = description.tokens.start;
        let gender = gender_of(description.head.gender);
        let place = Place { only: self.only(gender), ..self.place(at, nth, paragraph) };
        let definite = description.determiner == Determiner::Definite && !description.head.plural;
        let introduced = self.introduced.contains(description.head.singular);
        if !definite || introduced || place.quoted || !place.speaks {
            return None;
        }
        let lower = self.finder.reading.slice(description.span).to_lowercase();
        let camp = office::camp_in(&lower);
        let noun = &description.noun;
        let lexicon = self.finder.lexicon;
        // "The prosecutor" is nobody who is told of as something else, or as nothing: the accused, most often.
        let held = self.told_offices.contains(noun) || lexicon.is(WordList::PartNoun, description.head.singular);
        let may = |chain: ChainId| {
            let offices = self.offices.get(chain).map_or(&[][..], Vec::as_slice);
            let holds = || offices.iter().any(|office| office::fits(lexicon, noun, &office.noun));
            let other = offices.iter().any(|it| it.camp.is_some()) && !offices.iter().any(|it| it.camp == camp);
            self.chains.get(chain).is_some_and(|chain| chain.named) && !(camp.is_some() && other) && (!held || holds())
        };
        pronoun::described(gender, place, &self.history, may)
    }

    /// The named body that was just told of and speaks on as "the agency": of sources alone, and of none whose name says that
    /// it is something else. Where a name has the noun in it, or "an agency" was told of, that is for the nouns that come
    /// back.
    pub(super) fn body(&self, description: &Description, nth: SentenceId, paragraph: u32) -> Option<ChainId> {
        let place = Place { only: self.sole_body.one(), ..self.place(description.tokens.start, nth, paragraph) };
        let noun = description.head.singular;
        let definite = description.determiner == Determiner::Definite && !description.head.plural;
        if !definite || place.quoted || !place.speaks || self.introduced.contains(noun) {
            return None;
        }
        if !description.names.is_empty() || description.of.is_some() {
            return None;
        }
        let lexicon = self.finder.lexicon;
        if self.body_nouns.contains(noun) {
            return None;
        }
        let any = lexicon.is(WordList::AnyBody, noun);
        let may = |at: ChainId| {
            self.chains.get(at).is_some_and(|it| is_named_body(it) && (any || noun_of(lexicon, it).is_none()))
        };
        pronoun::described(Gender::Unknown, place, &self.bodies, may)
    }
}
