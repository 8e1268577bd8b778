//! Zones: what each paragraph of a page is for, by its shape, its place and the phrases of web pages.

use crate::lexicon::Language;
use crate::lexicon::layout::PagePart;
use crate::text::Span;

use super::{Paragraph, Structure, Zone, ZoneKind};

mod facts;

use facts::{Facts, LONGEST_PHRASED, LONGEST_TEASER};

/// How far the lines above an article's first paragraph can reach, in paragraphs.
const LONGEST_HEAD: usize = 14;
/// A heading has at most so many words.
const LONGEST_HEADING: usize = 8;

/// Sets the zone of each paragraph and fills in the zones.
pub(super) fn assign(text: &str, lexicon: &Language, structure: &mut Structure) {
    let facts: Vec<Facts> =
        (0..structure.paragraphs.len()).map(|nth| Facts::of(text, lexicon, structure, nth)).collect();
    let mut kinds: Vec<Option<ZoneKind>> = vec![None; facts.len()];
    let body = Head { text, paragraphs: &structure.paragraphs, facts: &facts }.assign(&mut kinds);
    let tail = tail(&facts, body, &mut kinds);
    middle(&facts, body, tail, &mut kinds);
    for (paragraph, kind) in structure.paragraphs.iter_mut().zip(kinds) {
        paragraph.zone = kind.unwrap_or(ZoneKind::Body);
    }
    structure.zones = zones(structure, &facts);
}

/// The lines above the first paragraph.
struct Head<'a> {
    text: &'a str,
    paragraphs: &'a [Paragraph],
    facts: &'a [Facts],
}

impl Head<'_> {
    /// Assigns the head; gives the index of the first body paragraph.
    fn assign(&self, kinds: &mut [Option<ZoneKind>]) -> usize {
        let mut titles: Vec<usize> = Vec::new();
        let mut body = self.facts.len();
        for (nth, facts) in self.facts.iter().enumerate() {
            if nth >= LONGEST_HEAD || (facts.furniture().is_none() && self.is_body(nth, titles.len())) {
                body = nth;
                break;
            }
            match facts.furniture() {
                Some(kind) => kinds[nth] = Some(kind),
                None => titles.push(nth),
            }
        }
        if body >= LONGEST_HEAD.min(self.facts.len()) && titles.len() > 1 {
            // No running text at all: everything below the title is body.
            for kind in &mut kinds[titles[1]..] {
                *kind = None;
            }
            body = titles[1];
            titles.truncate(1);
        }
        self.name_titles(&titles, kinds);
        body
    }

    /// True when the article begins at `nth`, `titles` title lines having come before.
    fn is_body(&self, nth: usize, titles: usize) -> bool {
        let facts = &self.facts[nth];
        if facts.dateline.is_some() {
            return true;
        }
        if titles == 0 {
            let text = facts.is_prose() || (facts.stop && facts.words >= 4);
            return text && !self.is_stopped_headline(nth);
        }
        let dated_below = self.facts.get(nth + 1).is_some_and(|next| next.date.is_some());
        if facts.words > 30 || (facts.open && !dated_below) || ((facts.marked || facts.quoted) && facts.stop) {
            return true;
        }
        facts.stop && facts.words >= 4 && !self.is_standfirst(nth)
    }

    /// The first line ends with a stop and is a headline all the same: alone, above a dateline or longer text, and
    /// with the capitals or the want of articles that headlines have.
    fn is_stopped_headline(&self, nth: usize) -> bool {
        let facts = &self.facts[nth];
        let Some(next) = self.facts.get(nth + 1) else { return false };
        if facts.words <= 20 && matches!(next.furniture(), Some(ZoneKind::DatelineDate | ZoneKind::Byline)) {
            return true;
        }
        if !facts.blank_below || facts.sentences > 1 || facts.words > 20 {
            return false;
        }
        let short = facts.words <= 12;
        let titled = facts.capitals >= 70 && next.words >= facts.words + 4;
        next.dateline.is_some() || titled || (short && next.words * 2 >= facts.words * 3)
    }

    /// A sentence below the headline that is still no body: the date, byline or picture follows, or the text that
    /// it sums up.
    fn is_standfirst(&self, nth: usize) -> bool {
        let facts = &self.facts[nth];
        let Some(next) = self.facts.get(nth + 1) else { return false };
        if next.furniture().is_some_and(|kind| kind != ZoneKind::Boilerplate && kind != ZoneKind::Related) {
            return facts.words <= 45;
        }
        let above = nth > 0 && (self.facts[nth - 1].stop || self.facts[nth - 1].open);
        let summed_up = above && self.facts[nth - 1].furniture().is_none();
        let datelined = next.dateline.is_some() && facts.words <= 30;
        facts.blank_below
            && facts.sentences == 1
            && (datelined || (summed_up && facts.words <= 14 && !facts.articles && next.is_prose()))
    }

    fn words(&self, nth: usize) -> &str {
        self.paragraphs[nth].span.of_text(self.text)
    }

    /// Tells headline, kicker and standfirst apart.
    fn name_titles(&self, titles: &[usize], kinds: &mut [Option<ZoneKind>]) {
        let short = |nth: usize| self.facts[nth].words <= 3 && !self.facts[nth].stop;
        let headline = titles.iter().copied().find(|&nth| !short(nth)).or(titles.first().copied());
        for &nth in titles {
            kinds[nth] = Some(match headline {
                // Saved pages often have their title twice.
                Some(headline) if self.words(headline) == self.words(nth) => ZoneKind::Headline,
                _ if short(nth) => ZoneKind::Kicker,
                _ => ZoneKind::Standfirst,
            });
        }
    }
}

/// Marks the boilerplate below the article; gives the index of its first paragraph.
fn tail(facts: &[Facts], body: usize, kinds: &mut [Option<ZoneKind>]) -> usize {
    let mut cut = facts.len();
    let mut skipped = 0;
    for nth in (body + 1..facts.len()).rev() {
        match facts[nth].part {
            Some(PagePart::Footer) if facts[nth].words <= LONGEST_PHRASED => (cut, skipped) = (nth, 0),
            Some(PagePart::Aside) if facts[nth].words <= 40 => (cut, skipped) = (nth, 0),
            Some(PagePart::Note) => (cut, skipped) = (nth, 0),
            Some(_) => {}
            // What a reader wrote below, or a line that no list knows: only above another footer.
            None if facts[nth].is_prose() && (facts[nth].words > 40 || skipped >= 2) => break,
            None if facts[nth].is_prose() => skipped += 1,
            None => {}
        }
    }
    // Running text above is the article's, unless a footer stands before it.
    let first_footer = (cut..facts.len()).find(|&nth| facts[nth].part == Some(PagePart::Footer));
    for nth in (cut..facts.len()).rev() {
        let below_footer = first_footer.is_some_and(|footer| footer <= nth);
        if facts[nth].part.is_none() && facts[nth].is_prose() && !below_footer {
            cut = nth + 1;
            break;
        }
    }
    for nth in cut..facts.len() {
        kinds[nth] = Some(match facts[nth].part {
            Some(PagePart::Byline) => ZoneKind::Byline,
            Some(PagePart::Related) => ZoneKind::Related,
            Some(PagePart::Caption) => ZoneKind::Caption,
            // What somebody said is the article's, wherever the page has put it.
            None if facts[nth].spoken => ZoneKind::Body,
            _ => ZoneKind::Boilerplate,
        });
    }
    cut
}

/// Marks subheadings, teasers, captions and asides between the paragraphs of the article.
fn middle(facts: &[Facts], body: usize, tail: usize, kinds: &mut [Option<ZoneKind>]) {
    let stopless = facts[body..tail].iter().filter(|facts| !facts.stop && !facts.open).count();
    let headed = stopless * 5 < (tail - body) * 2;
    let last_prose = (body..tail).rev().find(|&nth| facts[nth].is_prose()).unwrap_or(body);
    for nth in body..tail {
        let fact = &facts[nth];
        let phrased = match fact.part {
            Some(PagePart::Aside | PagePart::Footer) if fact.words <= 30 => Some(ZoneKind::Boilerplate),
            Some(PagePart::Note) => Some(ZoneKind::Boilerplate),
            Some(PagePart::Related) if fact.words <= LONGEST_TEASER => Some(ZoneKind::Related),
            Some(PagePart::Caption) if nth > body => Some(ZoneKind::Caption),
            Some(PagePart::Byline) => Some(ZoneKind::Byline),
            _ if fact.byline => Some(ZoneKind::Byline),
            _ if fact.posted && nth < LONGEST_HEAD => Some(ZoneKind::DatelineDate),
            _ => None,
        };
        kinds[nth] = phrased.or_else(|| headed.then(|| heading(facts, nth, nth > last_prose)).flatten());
    }
}

/// What a line without a stop between paragraphs is; `last` when no running text follows.
fn heading(facts: &[Facts], nth: usize, last: bool) -> Option<ZoneKind> {
    let fact = &facts[nth];
    let text = fact.sentences > 1 || (fact.quoted && fact.words > LONGEST_HEADING);
    if nth == 0
        || text
        || fact.stop
        || fact.open
        || fact.marked
        || fact.words > LONGEST_TEASER
        || fact.dateline.is_some()
    {
        return None;
    }
    let line = |nth: usize| facts.get(nth).is_some_and(|fact| !fact.stop && !fact.open && fact.words <= LONGEST_TEASER);
    if last {
        return (fact.capitals >= 60 && fact.words >= 4).then_some(ZoneKind::Related);
    }
    if line(nth - 1) || line(nth + 1) {
        // Several lines in a row are a list.
        return None;
    }
    let titled = fact.capitals >= 60 || fact.words <= 4;
    if fact.words <= LONGEST_HEADING && !fact.colon && titled {
        return Some(ZoneKind::Subheading);
    }
    if fact.words <= LONGEST_HEADING {
        return (fact.words >= 5).then_some(if fact.colon { ZoneKind::Related } else { ZoneKind::Subheading });
    }
    // A longer line is a teaser when it reads like a headline; otherwise a paragraph that lost its stop.
    let headlinese = fact.colon || fact.capitals >= 60 || (fact.blank_below && !fact.articles);
    headlinese.then_some(ZoneKind::Related)
}

/// The zones in the order of the text: one for each run of body or boilerplate, one for each other paragraph, and
/// the datelines, dates and names inside them.
fn zones(structure: &Structure, facts: &[Facts]) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    let mut run: Option<usize> = None;
    for (paragraph, facts) in structure.paragraphs.iter().zip(facts) {
        let Paragraph { span, zone: kind, .. } = *paragraph;
        match run.map(|at| &mut zones[at]) {
            Some(last) if last.kind == kind => last.span = last.span.join(span),
            _ => {
                run = matches!(kind, ZoneKind::Body | ZoneKind::Boilerplate).then_some(zones.len());
                zones.push(Zone { kind, span });
            }
        }
        zones.extend(inner(kind, span, facts));
    }
    zones
}

/// The zones inside a paragraph.
fn inner(kind: ZoneKind, span: Span, facts: &Facts) -> Vec<Zone> {
    let mut zones = Vec::new();
    if kind == ZoneKind::Body
        && let Some(dateline) = facts.dateline
    {
        zones.push(Zone { kind: ZoneKind::Dateline, span: dateline });
        if let Some(date) = facts.any_date.filter(|date| dateline.covers(*date)) {
            zones.push(Zone { kind: ZoneKind::DatelineDate, span: date });
        }
    }
    let date = match kind {
        ZoneKind::DatelineDate => facts.date,
        ZoneKind::Byline => facts.any_date,
        _ => None,
    };
    if let Some(outlet) = facts.outlet.filter(|_| kind == ZoneKind::DatelineDate) {
        zones.push(Zone { kind: ZoneKind::Byline, span: outlet });
    }
    if let Some(date) = date.filter(|date| *date != span) {
        zones.push(Zone { kind: ZoneKind::DatelineDate, span: date });
    }
    zones.sort_by_key(|zone| zone.span.start);
    zones
}

#[cfg(test)]
mod tests;
