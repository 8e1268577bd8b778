//! Quotations without a cue of their own: the speaker is the one of the words before.

use super::form::is_person;
use crate::analysis::reading::Reading;
use crate::analysis::types::{Attribution, AttributionId, ChainId, Mentions, Provenance, Style};
use crate::text::{IndexVec, Span};
use crate::token::{Quotation, ZoneKind};

/// The most paragraphs between who speaks before and who speaks behind a quotation.
const REACH: usize = 8;

/// Gives each quotation that no content covers to the speaker of the same paragraph, or to the one whose quotation the
/// paragraph before left open, or, where the quotation is all of its paragraph, to the last who speaks in the paragraph
/// before; a whole sentence between marks without any becomes an attribution without source.
pub(super) fn quotations(reading: &Reading, attributions: &mut IndexVec<AttributionId, Attribution>) {
    // What is said inside a quotation does not tell whose quotation it is.
    let outside = |it: &Attribution| it.cue.first().or(it.source.first()).is_some_and(|cue| !is_quoted(reading, *cue));
    let mut covered: Vec<Span> =
        attributions.iter().filter(|it| outside(it)).flat_map(|it| it.content.iter().copied()).collect();
    covered.extend(attributions.iter().filter_map(|it| labelled(reading, it)));
    covered.sort_unstable();
    let covered = flatten(&covered);
    let mut speakers: Vec<(u32, AttributionId)> = attributions
        .iter_enumerated()
        .filter(|(_, it)| !it.hearsay && !it.source.is_empty() && outside(it))
        .filter_map(|(at, it)| it.cue.first().or(it.source.first()).map(|cue| (cue.start, at)))
        .collect();
    speakers.sort_unstable();
    let mut last: Option<Carried> = None;
    let mut orphans = Vec::new();
    for quotation in &reading.structure.quotations {
        let paragraph = paragraph_of(reading, quotation.span.start);
        if covers(&covered, quotation.span) {
            let owner = owner(attributions, &speakers, quotation.span);
            last = owner.map(|owner| Carried { owner, paragraph, continues: quotation.continues });
            continue;
        }
        let here = speaker_before(&speakers, reading, quotation.span, paragraph);
        if !is_statement(reading, quotation, if here.is_some() { 2 } else { 4 }) {
            continue;
        }
        let here = here.or_else(|| {
            let carried = last.filter(|carried| carried.goes_on(paragraph))?;
            opens_paragraph(reading, quotation, paragraph).then_some(carried.owner)
        });
        let here = here.or_else(|| {
            let before = paragraph.checked_sub(1).filter(|_| fills_paragraph(reading, quotation, paragraph))?;
            let carried = last.filter(|carried| carried.paragraph == before).map(|carried| carried.owner);
            carried.or_else(|| speaker_before(&speakers, reading, quotation.span, before))
        });
        match here {
            Some(owner) => {
                add(&mut attributions[owner].content, quotation.span);
                last = Some(Carried { owner, paragraph, continues: quotation.continues });
            }
            None => {
                orphans.push(orphan(quotation.span));
                last = None;
            }
        }
    }
    attributions.extend(orphans);
}

/// Gives a quotation that fills its paragraph, and that nobody is told to speak, to who speaks both before and behind it,
/// unless the reporter names somebody else since, or hands on to somebody with a colon.
pub(super) fn between(reading: &Reading, mentions: &Mentions, attributions: &mut IndexVec<AttributionId, Attribution>) {
    let speaks = |it: &Attribution| it.parent.is_none() && !it.hearsay && !it.source.is_empty() && it.chain.is_some();
    let start = |it: &Attribution| it.cue.iter().chain(&it.content).map(|span| span.start).min();
    let mut told: Vec<(u32, AttributionId)> = attributions
        .iter_enumerated()
        .filter(|(_, it)| speaks(it))
        .filter_map(|(at, it)| start(it).map(|start| (start, at)))
        .collect();
    told.sort_unstable();
    let mut said: Vec<Span> = attributions.iter().flat_map(|it| it.content.iter().copied()).collect();
    said.sort_unstable();
    let said = flatten(&said);
    let fills = |span: Span| {
        let at = reading.structure.quotations.partition_point(|it| it.span.end <= span.start);
        let quotation = reading.structure.quotations.get(at);
        quotation.is_some_and(|it| fills_paragraph(reading, it, paragraph_of(reading, span.start)))
    };
    let names_another = |from: u32, to: u32, chain: Option<ChainId>| {
        let first = mentions.partition_point(|it| it.span.start < from);
        let mut since = mentions.since(first).iter().take_while(|it| it.span.start < to).filter(|it| is_person(it));
        since.any(|it| Some(it.chain) != chain && !covers(&said, it.span))
    };
    let mut found = Vec::new();
    for (at, orphan) in attributions.iter_enumerated() {
        let [span] = orphan.content[..] else { continue };
        if orphan.provenance != Provenance::Rule("quotation") || !orphan.source.is_empty() || !fills(span) {
            continue;
        }
        let next = told.partition_point(|(start, _)| *start < span.start);
        let Some((before, behind)) = next.checked_sub(1).and_then(|last| Some((told[last], *told.get(next)?))) else {
            continue;
        };
        let chain = attributions[before.1].chain;
        let near = paragraph_of(reading, behind.0).saturating_sub(paragraph_of(reading, before.0)) <= REACH;
        let handed_on = reading.text.get(..span.start as usize).is_some_and(|text| text.trim_end().ends_with(':'));
        if near && !handed_on && chain == attributions[behind.1].chain && !names_another(before.0, span.start, chain) {
            found.push((at, before.1));
        }
    }
    for (at, before) in found {
        let Attribution { source, chain, kind, .. } = attributions[before].clone();
        let orphan = &mut attributions[at];
        (orphan.source, orphan.chain, orphan.kind) = (source, chain, kind);
    }
}

/// The quotation that begins with its speaker (“"WALLACE: Will it close?"”), as transcripts are quoted.
fn labelled(reading: &Reading, attribution: &Attribution) -> Option<Span> {
    let source = attribution.source.first().filter(|_| attribution.cue.is_empty())?;
    let quotations = &reading.structure.quotations;
    let at = quotations.partition_point(|quotation| quotation.span.end <= source.start);
    let span = quotations.get(at)?.span;
    let mark = reading.slice(span).chars().next()?.len_utf8();
    (span.covers(*source) && source.start as usize == span.start as usize + mark).then_some(span)
}

/// Adds a quotation to what is said. Where the reader saw its beginning alone, what it saw reaches to the quotation's end.
fn add(content: &mut Vec<Span>, quotation: Span) {
    let whole = content.iter().filter(|span| span.overlaps(quotation)).fold(quotation, |whole, span| whole.join(*span));
    content.retain(|span| !span.overlaps(quotation));
    content.push(whole);
    content.sort_unstable();
}

pub(super) fn is_quoted(reading: &Reading, span: Span) -> bool {
    let quotations = &reading.structure.quotations;
    let at = quotations.partition_point(|quotation| quotation.span.end <= span.start);
    quotations.get(at).is_some_and(|quotation| quotation.span.start <= span.start)
}

/// The speaker of the quotation before.
#[derive(Clone, Copy)]
struct Carried {
    owner: AttributionId,
    paragraph: usize,
    continues: bool,
}

impl Carried {
    /// True when the paragraph may go on with the same speaker's words.
    fn goes_on(self, paragraph: usize) -> bool {
        paragraph == self.paragraph || (paragraph == self.paragraph + 1 && self.continues)
    }
}

/// Sorted spans made disjoint.
fn flatten(spans: &[Span]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for span in spans {
        match found.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => found.push(*span),
        }
    }
    found
}

fn covers(covered: &[Span], span: Span) -> bool {
    let at = covered.partition_point(|cover| cover.end <= span.start);
    covered.get(at).is_some_and(|cover| cover.overlap(span) * 2 >= span.len())
}

fn paragraph_of(reading: &Reading, offset: u32) -> usize {
    reading.structure.paragraphs.partition_point(|paragraph| paragraph.span.end <= offset)
}

/// The attribution whose content holds a quotation: among the cues just before and behind it.
fn owner(
    attributions: &IndexVec<AttributionId, Attribution>,
    speakers: &[(u32, AttributionId)],
    span: Span,
) -> Option<AttributionId> {
    let near = speakers.partition_point(|(cue, _)| *cue < span.start);
    let around = near.saturating_sub(3)..(near + 3).min(speakers.len());
    let holds = |at: &AttributionId| attributions[*at].content.iter().any(|content| content.overlaps(span));
    speakers
        .get(around)?
        .iter()
        .map(|(_, at)| *at)
        .filter(holds)
        .max_by_key(|at| attributions[*at].content.iter().map(|content| content.overlap(span)).max())
}

/// The last speaker of the paragraph before the quotation.
fn speaker_before(
    speakers: &[(u32, AttributionId)],
    reading: &Reading,
    span: Span,
    paragraph: usize,
) -> Option<AttributionId> {
    let at = speakers.partition_point(|(cue, _)| *cue < span.start).checked_sub(1)?;
    let (cue, owner) = speakers[at];
    let start = reading.structure.paragraphs.get(paragraph)?.span.start;
    (cue >= start).then_some(owner)
}

/// A sentence of so many words or more between marks, in the body: not a title, a nickname or two quoted words.
fn is_statement(reading: &Reading, quotation: &Quotation, words: usize) -> bool {
    let inner = reading.slice(quotation.inner);
    let ends = inner.ends_with(['.', ',', '!', '?', '…', '-', '—']) || quotation.continues;
    ends && inner.split_whitespace().take(words).count() == words
        && reading.structure.zone_at_body(quotation.span.start)
}

fn opens_paragraph(reading: &Reading, quotation: &Quotation, paragraph: usize) -> bool {
    reading.structure.paragraphs.get(paragraph).is_some_and(|it| it.span.start == quotation.span.start)
}

/// True where nothing stands beside a quotation but a mark.
fn fills_paragraph(reading: &Reading, quotation: &Quotation, paragraph: usize) -> bool {
    opens_paragraph(reading, quotation, paragraph)
        && reading.structure.paragraphs.get(paragraph).is_some_and(|it| it.span.end <= quotation.span.end + 1)
}

fn orphan(span: Span) -> Attribution {
    Attribution {
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![span],
        chain: None,
        joint: Vec::new(),
        kind: None,
        style: Style::Direct,
        parent: None,
        hearsay: false,
        probability: 0.5,
        provenance: Provenance::Rule("quotation"),
    }
}

/// The zone of the paragraph at an offset, found by search: [`crate::token::Structure::zone_at`] looks at every zone.
trait BodyZone {
    fn zone_at_body(&self, offset: u32) -> bool;
}

impl BodyZone for crate::token::Structure {
    fn zone_at_body(&self, offset: u32) -> bool {
        let at = self.paragraphs.partition_point(|paragraph| paragraph.span.end <= offset);
        self.paragraphs.get(at).is_some_and(|paragraph| matches!(paragraph.zone, ZoneKind::Body | ZoneKind::Standfirst))
    }
}
