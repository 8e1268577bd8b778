//! Borrowed text: "ABC News reports:" and what follows, a voice of its own.

use crate::analysis::reading::Reading;
use crate::analysis::types::{Attribution, AttributionId, OutletBlock, Provenance, SourceKind, Style};
use crate::lexicon::attribution::{AttributionLexicon, class};
use crate::lexicon::lists::List;
use crate::text::{IndexVec, Span};
use crate::token::{Paragraph, ZoneKind};

/// A paragraph that is nothing but "X reports:" hands what follows, up to the boilerplate or the next such paragraph, to
/// X. Nothing marks where borrowed text ends; that it goes on is an assumption.
pub(super) fn blocks(lexicon: &AttributionLexicon, reading: &Reading) -> Vec<OutletBlock> {
    let mut found: Vec<OutletBlock> = Vec::new();
    let mut open = false;
    for paragraph in &reading.structure.paragraphs {
        if let Some(source) = introducer(lexicon, reading, paragraph) {
            open = true;
            found.push(OutletBlock {
                introducer: paragraph.span,
                span: Span::new(paragraph.span.end, paragraph.span.end),
                chain: None,
                outlet: reading.slice(source).to_owned(),
                provenance: Provenance::Rule("introducer"),
            });
        } else if matches!(paragraph.zone, ZoneKind::Boilerplate | ZoneKind::Related | ZoneKind::Byline) {
            open = false;
        } else if let Some(block) = found.last_mut().filter(|_| open) {
            block.span = if block.span.is_empty() { paragraph.span } else { block.span.join(paragraph.span) };
        }
    }
    found.retain(|block| !block.span.is_empty());
    found
}

/// The outlet's name in a paragraph of a few words that ends with a cue and a colon.
fn introducer(lexicon: &AttributionLexicon, reading: &Reading, paragraph: &Paragraph) -> Option<Span> {
    let text = reading.slice(paragraph.span);
    let head = text.strip_suffix(':')?;
    let words: Vec<&str> = head.split_whitespace().take(9).collect();
    if words.len() > 8
        || text.contains(['“', '"'])
        || matches!(paragraph.zone, ZoneKind::Boilerplate | ZoneKind::Caption)
    {
        return None;
    }
    let verb = words.iter().position(|word| lexicon.is(List::RelayVerb, &word.to_lowercase()))?;
    let name = words.get(..verb).filter(|name| !name.is_empty())?;
    let outlet = name.iter().any(|word| lexicon.classes(&word.to_lowercase()) & class::OUTLET_NOUN != 0)
        || name.iter().any(|word| word.len() > 2 && word.chars().all(char::is_uppercase))
        || text.to_lowercase().contains("report");
    let capital = name.iter().any(|word| word.starts_with(char::is_uppercase));
    let end = head.find(words.get(verb)?)?;
    let name = head.get(..end)?.trim_end();
    let from = paragraph.span.start;
    (outlet && capital).then(|| Span::new(from, from + Span::of(0..name.len()).end))
}

/// The attribution that a block is.
pub(super) fn attribution(reading: &Reading, block: &OutletBlock) -> Attribution {
    let start = block.introducer.start;
    let source = Span::new(start, start + Span::of(0..block.outlet.len()).end);
    let cue = reading.slice(Span::new(source.end, block.introducer.end));
    let lead = Span::of(0..cue.len() - cue.trim_start().len()).end;
    let word = cue.split_whitespace().next().map_or(0, |word| word.trim_end_matches(':').len());
    let cue = Span::new(source.end + lead, source.end + lead + Span::of(0..word).end);
    Attribution {
        source: vec![source],
        cue: vec![cue],
        content: vec![block.span],
        chain: None,
        joint: Vec::new(),
        kind: Some(SourceKind::Outlet),
        style: Style::Direct,
        parent: None,
        hearsay: false,
        probability: 0.95,
        provenance: block.provenance,
    }
}

/// Gives each block the chain of its attribution.
pub(super) fn link_chains(blocks: &mut [OutletBlock], attributions: &IndexVec<AttributionId, Attribution>) {
    for attribution in attributions {
        if let Some(block) = block_of(blocks, attribution).and_then(|at| blocks.get_mut(at)) {
            block.chain = attribution.chain;
        }
    }
}

/// The block that an attribution is, if it is one. Blocks stand in the order of the text.
pub(crate) fn block_of(blocks: &[OutletBlock], attribution: &Attribution) -> Option<usize> {
    let content = attribution.content.first()?;
    let at = blocks.partition_point(|block| block.span.start < content.start);
    blocks.get(at).filter(|block| block.span == *content).map(|_| at)
}
