//! Named mentions with their titles, from the reader's tags, made consistent over the whole article.

use super::reading::Reading;
use super::types::{ChainId, Mention, MentionId, MentionKind, Provenance, RoleMention, TimeExpression, TimeId};
use crate::lexicon::names::NameLexicon;
use crate::model::{EntityType, ParagraphTags};
use crate::text::IndexVec;

mod candidate;
mod evidence;
mod extent;
mod full;
mod kind;
mod office;
mod title;

use candidate::Candidate;
use evidence::Evidence;
use full::FullNames;
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
    let mut candidates = extent::adjust(lexicon, reading, candidate::candidates(lexicon, reading, tags));
    kind::judge(lexicon, reading, &mut candidates);
    let full = FullNames::of(reading, &candidates);
    candidates = full.divide(lexicon, reading, candidates);
    let evidence = Evidence::collect(lexicon, reading, &candidates);
    for candidate in &mut candidates {
        evidence.judge(reading.slice(candidate.span), candidate);
    }
    candidates.extend(evidence.recover(lexicon, reading, &full, &candidates));
    candidates.retain(|candidate| !is_doubtful(reading, candidate));
    candidates.sort_by_key(|candidate| (candidate.span.start, candidate.span.end));
    candidates.dedup_by(|next, kept| kept.span.overlaps(next.span));
    let reader = TitleReader::new(lexicon, reading, &candidates);
    candidates.iter().map(|candidate| raw(&reader, candidate)).collect()
}

/// Times without those that are part of a name: "Wednesday Adams". What a named event has in its name is when it was.
pub(super) fn outside_names(
    times: IndexVec<TimeId, TimeExpression>,
    names: &IndexVec<MentionId, RawMention>,
) -> IndexVec<TimeId, TimeExpression> {
    let named = |time: &TimeExpression| {
        let behind = names.partition_point(|name| name.mention.span.end < time.span.end);
        names.get(behind).map(|name| &name.mention).is_some_and(|name| {
            name.entity_type != EntityType::Event && name.span.covers(time.span) && name.span != time.span
        })
    };
    times.into_iter().filter(|time| !named(time)).collect()
}

/// True for what bears no name of a known kind: too unsure, or a time.
fn is_doubtful(reading: &Reading, candidate: &Candidate) -> bool {
    let behind = reading.times.partition_point(|time| time.span.end < candidate.span.end);
    let timed = || reading.times.get(behind).is_some_and(|time| time.span.covers(candidate.span));
    candidate.entity_type == EntityType::Other && (candidate.probability < DOUBTFUL || timed())
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

#[cfg(test)]
mod tests;
