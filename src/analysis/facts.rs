//! What is decided of an article's sources, people, governments and events once its chains are settled. Rules and views choose
//! among these facts and word them; they decide none.

use super::types::{AttributionId, ChainId, Decided, EventMentionId, MentionId, SourceKind};
use crate::text::{IndexVec, Span};
use crate::token::SentenceId;

/// The facts of one article; see [`super::decide`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Of each attribution.
    pub sources: IndexVec<AttributionId, SourceFacts>,
    /// The sentences that say that or why somebody has no name, the first few.
    pub no_names: Vec<Decided<SentenceId>>,
    /// Of each claim of the article, the question that its words ask as hearsay.
    pub claims: Vec<HearsayKind>,
    /// Of whom the article tells that they are dead, a line for each mention that tells it.
    pub deaths: Vec<Death>,
    /// Governments and armies that act, a line for each mention.
    pub acting: Vec<GovernmentActs>,
    /// The countries that somebody speaks for, by adjective ("Russian"), each once.
    pub speaking: Vec<&'static str>,
    /// Who began what each event mention tells of, where it says so.
    pub initiators: IndexVec<EventMentionId, Option<Decided<Initiator>>>,
}

/// What is decided of one attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFacts {
    /// Who says it, where that is told.
    pub speaker: Option<Decided<ChainId>>,
    /// What kind of source, where there is one.
    pub kind: Option<Decided<SourceKind>>,
    /// Speech, deed or refusal.
    pub act: Decided<Act>,
    /// People without a name whom the source introduces.
    pub unnamed: Option<Decided<Unnamed>>,
    /// Whose voice it is in the end: the body that a spokesperson speaks for, else the source. None for an outlet that only
    /// carries the words, for hearsay and for nobody in particular.
    pub voice: Option<Decided<ChainId>>,
    /// Everybody whose words are reported with it: the source, the body that it speaks for, whoever has the office.
    pub heard: Vec<ChainId>,
    /// What kind of hearsay it is, if it is one.
    pub hearsay: Option<Decided<Hearsay>>,
    /// Whom it accuses of something.
    pub accused: Option<Decided<ChainId>>,
}

/// What an attribution tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// That something is said, thought or meant.
    Statement,
    /// That something is done ("took the money").
    Deed,
    /// That somebody would not speak ("declined to comment").
    Refusal,
}

impl Act {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Deed => "deed",
            Self::Refusal => "refusal",
        }
    }
}

/// Something that is said on nobody's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hearsay {
    /// What its words ask.
    pub kind: HearsayKind,
    /// True for word that goes round ("reportedly"), false for a belief without a holder ("is feared to").
    pub certain: bool,
    /// True where somebody stands behind it after all: an agent, a formal charge, who closes the sentence.
    pub backed: bool,
    /// What to show: the cue with what it is said of, as far as that is at most half of the sentence ("believed to be mined").
    pub words: Span,
}

/// What somebody is to answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HearsayKind {
    /// "is expected to", "known as": no hearsay to ask about.
    Expected,
    /// "reportedly".
    Reported,
    /// "allegedly".
    Alleged,
    /// "blamed for".
    Blamed,
    /// "is feared to".
    Feared,
    /// "is suspected of".
    Suspected,
    /// "seen as".
    Seen,
    /// "is said to", "rumored".
    Said,
    /// "is believed to", and whatever else.
    Believed,
}

/// People without a name who are introduced as a source ("a senior official").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unnamed {
    /// The words that introduce them, up to a comma or a relative clause.
    pub who: Span,
    /// The noun among them ("official").
    pub noun: Span,
    /// True for several.
    pub plural: bool,
    /// True for a spokesperson, who speaks for a body on the record.
    pub spokesperson: bool,
    /// True for "the official", who was introduced before.
    pub again: bool,
    /// The sentence that says why there is no name.
    pub reason: Option<SentenceId>,
}

/// Words that tell that somebody is dead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Death {
    /// Who.
    pub chain: Decided<ChainId>,
    /// The name beside the words.
    pub mention: MentionId,
}

/// A government or an army that acts ("Syrian troops").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GovernmentActs {
    /// The chain of the country.
    pub chain: Decided<ChainId>,
    /// The adjective of the country ("Syrian").
    pub country: &'static str,
}

/// Who began an event of which two sides have part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Initiator {
    /// Who.
    pub chain: ChainId,
    /// The mention before the verb.
    pub subject: MentionId,
    /// What a reporter asks ("who phoned").
    pub question: &'static str,
}
