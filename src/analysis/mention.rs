//! Named mentions with their titles, from the reader's tags, made consistent over the whole article.

use super::reading::Reading;
use super::types::{ChainId, Mention, MentionId, MentionKind, Provenance, RoleMention};
use crate::lexicon::names::NameLexicon;
use crate::model::{EntityType, ParagraphTags};
use crate::text::IndexVec;

mod candidate;
mod evidence;
mod office;
mod title;

use candidate::Candidate;
use evidence::Evidence;
pub(super) use office::is_office;
use title::TitleReader;

/// Below this probability a name of no known kind is dropped.
const DOUBTFUL: f32 = 0.3;

/// A mention before its chain is known, with the roles that stand beside it.
#[derive(Clone, Debug)]
pub(super) struct RawMention {
    /// The mention; its `chain` means nothing yet.
    pub(super) mention: Mention,
    /// Title and appositive.
    pub(super) roles: Vec<RoleMention>,
}

/// The named mentions of an article, in the order of the text.
pub(super) fn named(
    lexicon: &NameLexicon,
    reading: &Reading,
    tags: &[ParagraphTags],
) -> IndexVec<MentionId, RawMention> {
    let mut candidates = candidate::candidates(lexicon, reading, tags);
    let evidence = Evidence::collect(lexicon, reading, &candidates);
    for candidate in &mut candidates {
        evidence.judge(reading.slice(candidate.span), candidate);
    }
    candidates.extend(evidence.recover(lexicon, reading, &candidates));
    candidates.retain(|candidate| candidate.entity_type != EntityType::Other || candidate.probability >= DOUBTFUL);
    candidates.sort_by_key(|candidate| (candidate.span.start, candidate.span.end));
    candidates.dedup_by(|next, kept| kept.span.overlaps(next.span));
    let reader = TitleReader::new(lexicon, reading, &candidates);
    candidates.iter().map(|candidate| raw(&reader, candidate)).collect()
}

fn raw(reader: &TitleReader<'_>, candidate: &Candidate) -> RawMention {
    let (titled, roles) = reader.read(candidate);
    let mention = Mention {
        span: candidate.span,
        titled,
        kind: MentionKind::Named,
        entity_type: candidate.entity_type,
        chain: ChainId::default(),
        probability: candidate.probability,
        provenance: candidate.provenance,
        link: Provenance::Rule("name"),
    };
    RawMention { mention, roles }
}
