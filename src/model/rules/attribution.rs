//! Source, cue and content by lexicon and clause shape: what the network is told of who says what.
//!
//! There is no tagger and no parser: [`words`] knows the closed classes, [`phrase`] walks over noun phrases, [`cue`]
//! finds cue verbs, nouns and adverbs with their source, [`clause`] says how far the content reaches. Every walk is
//! bounded, so that a paragraph costs time in proportion to its length.

use std::ops::Range;

use crate::lexicon::Language;
use crate::model::rules::attribution::cue::shape::Bounds;
use crate::model::tags::{ParagraphTags, ParagraphView, Relation, Tag, mark};
use crate::token::ZoneKind;

mod clause;
mod cue;
mod phrase;
pub(crate) mod words;

/// A longer sentence is read in pieces of so many tokens; what walks over a whole sentence stays affordable.
const LONGEST: usize = 600;

/// Fills the source, cue and content layers and the relations. Looks at `tags.names`, which stand by then.
pub(crate) fn tag(lexicon: &Language, paragraph: ParagraphView<'_>, tags: &mut ParagraphTags) {
    let empty = vec![Tag::default(); paragraph.tokens.len()];
    tags.sources.clone_from(&empty);
    tags.cues.clone_from(&empty);
    tags.contents = empty;
    if !speaks(paragraph.zone) {
        return;
    }
    let words = words::Words::new(&lexicon.attribution, paragraph, tags);
    let first = paragraph.first_token as usize;
    for sentence in paragraph.sentences {
        let low = (sentence.first_token as usize).saturating_sub(first);
        let high = (sentence.end_token as usize).saturating_sub(first).min(words.len());
        let low = clause::behind_dateline(&words, low, high);
        for low in (low..high).step_by(LONGEST) {
            let bounds = Bounds { low, high: high.min(low + LONGEST) };
            let cues = cue::cues(&words, bounds);
            tags.relations.extend(clause::relations(&words, &cues, bounds));
        }
    }
    let relations = std::mem::take(&mut tags.relations);
    relations.iter().for_each(|relation| fill(tags, relation));
    tags.relations = relations;
}

/// Zones in which somebody may be said to say something.
fn speaks(zone: ZoneKind) -> bool {
    matches!(
        zone,
        ZoneKind::Body | ZoneKind::Headline | ZoneKind::Standfirst | ZoneKind::Caption | ZoneKind::Subheading
    )
}

fn fill(tags: &mut ParagraphTags, relation: &Relation) {
    let fill = |layer: &mut [Tag<()>], ranges: &[Range<usize>]| {
        for range in ranges {
            mark(layer, range.clone(), (), relation.probability);
        }
    };
    fill(&mut tags.sources, &relation.source);
    fill(&mut tags.cues, &relation.cue);
    fill(&mut tags.contents, &relation.content);
}
