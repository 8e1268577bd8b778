//! Forms of quoting that need no verb of saying: a name in brackets or behind a dash, a name before a colon, any verb
//! turned round behind a quotation ("began Anna Lopez"), transcripts, questions and answers, a paragraph that a colon
//! hands to somebody, a headline that ends with who says so.

use rustc_hash::FxHashMap;

use crate::analysis::reading::Reading;
use crate::analysis::types::{
    Attribution, AttributionId, Mention, MentionKind, Mentions, OutletBlock, Provenance, Style,
};
use crate::lexicon::Language;
use crate::lexicon::attribution::{CueClass, Form, class};
use crate::lexicon::names::WordList;
use crate::model::{EntityType, byte_span};
use crate::text::{IndexVec, Span};
use crate::token::{Paragraph, Quotation, TokenKind, ZoneKind};

/// The most words between a verb behind a quotation and the name: "began witness Al Munro".
const BEFORE_NAME: usize = 4;
/// The most tokens of a name with its role behind a quotation ("(Kim Dole, student)"), and of a label ("Mr. Rourke:").
const BESIDE: usize = 12;
const LABEL: usize = 5;
/// The most tokens between a verb of saying and the colon that hands on ("wrote on her page:").
const HANDS_ON: usize = 6;
/// The most words of who says so in a headline.
const HEADLINE_SOURCE: usize = 6;

/// Adds what is said in one of these forms, where no source has been found for it.
pub(super) fn attributions(
    lexicon: &Language,
    reading: &Reading,
    mentions: &Mentions,
    blocks: &[OutletBlock],
    found: &mut IndexVec<AttributionId, Attribution>,
) {
    let reader = Reader { lexicon, reading, mentions, blocks };
    if let Some((headline, attribution)) = reader.headline() {
        let elsewhere = |it: &Attribution| !it.extent().overlaps(headline);
        *found = std::mem::take(found).into_iter().filter(elsewhere).collect();
        found.push(attribution);
    }
    let known = found.iter().filter(|it| !it.source.is_empty() || it.hearsay);
    let mut known: Vec<Span> = known.flat_map(|it| it.content.iter().copied()).collect();
    known.sort_unstable();
    let mut read = reader.labelled();
    read.extend(reader.handed_on());
    read.retain(|it| !it.content.iter().any(|content| is_known(&known, *content)));
    // The verb that hands on says nothing else.
    let handing: Vec<Span> = read.iter().flat_map(|it| it.cue.iter().copied()).collect();
    let hands_on = |it: &Attribution| it.cue.iter().any(|cue| handing.iter().any(|other| other.overlaps(*cue)));
    *found = std::mem::take(found).into_iter().filter(|it| !hands_on(it)).collect();
    let quotations = reading.structure.quotations.iter();
    let quotations = quotations.filter(|it| !is_known(&known, it.span) && reader.is_told(it.span.start));
    let quotations =
        quotations.filter(|it| !read.iter().any(|other| other.content.iter().any(|c| c.overlaps(it.span))));
    let quotations: Vec<Attribution> = quotations.filter_map(|it| reader.quotation(it)).collect();
    // What was nobody's has its speaker now.
    let taken: Vec<Span> = read.iter().chain(&quotations).flat_map(|it| it.content.iter().copied()).collect();
    let nobodys = |it: &Attribution| {
        it.source.is_empty() && !it.hearsay && it.content.iter().any(|c| taken.iter().any(|other| other.overlaps(*c)))
    };
    *found = std::mem::take(found).into_iter().filter(|it| !nobodys(it)).collect();
    found.extend(read);
    found.extend(quotations);
}

/// True where most of a stretch lies in what somebody is known to say. `known` is sorted by start.
fn is_known(known: &[Span], span: Span) -> bool {
    let behind = known.partition_point(|it| it.start < span.end);
    let near = known.get(..behind).unwrap_or(&[]).iter().rev().take(8);
    near.map(|it| it.overlap(span)).max().is_some_and(|most| 2 * most > span.len())
}

struct Reader<'a> {
    lexicon: &'a Language,
    reading: &'a Reading,
    mentions: &'a Mentions,
    blocks: &'a [OutletBlock],
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.reading.word(at)
    }

    fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.reading.structure.tokens.get(at).is_some_and(|token| token.kind == kind)
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "—" | "–" | "―" | "-" | "--")
    }

    fn paragraph_of(&self, offset: u32) -> Option<(usize, &Paragraph)> {
        let at = self.reading.structure.paragraphs.partition_point(|it| it.span.end <= offset);
        self.reading.structure.paragraphs.get(at).map(|paragraph| (at, paragraph))
    }

    fn is_told(&self, offset: u32) -> bool {
        let paragraph = self.paragraph_of(offset);
        paragraph.is_some_and(|(_, it)| matches!(it.zone, ZoneKind::Body | ZoneKind::Standfirst | ZoneKind::Caption))
    }

    /// The person who is named from a token on, title included.
    fn person_from(&self, token: usize) -> Option<&Mention> {
        let start = self.reading.structure.tokens.get(token)?.span.start;
        let first = self.mentions.partition_point(|mention| mention.span.end <= start);
        let near = self.mentions.since(first).first()?;
        let begins = near.titled.start == start || near.span.start == start;
        (is_person(near) && begins).then_some(near)
    }

    /// The person whose name ends at an offset.
    fn person_until(&self, end: u32) -> Option<&Mention> {
        let behind = self.mentions.partition_point(|mention| mention.span.end < end);
        let near = self.mentions.since(behind).first()?;
        (is_person(near) && near.span.end == end).then_some(near)
    }

    /// Who says a quotation, by what stands beside it.
    fn quotation(&self, quotation: &Quotation) -> Option<Attribution> {
        let after = self.reading.token_at(quotation.span.end);
        let behind = || self.in_brackets(after).or_else(|| self.signed(after));
        if let Some(source) = behind() {
            return Some(attribution(source, None, quotation.span));
        }
        if let Some((verb, source)) = self.turned_round(after) {
            return Some(attribution(source, Some(verb), quotation.span));
        }
        self.before_colon(quotation).map(|source| attribution(source, None, quotation.span))
    }

    /// "(Kim Dole, student)"
    fn in_brackets(&self, after: usize) -> Option<Span> {
        let person = self.person_from(after + 1).filter(|_| self.word(after) == "(")?;
        let close = (after..after + BESIDE).find(|&at| self.word(at) == ")")?;
        let inside = byte_span(&self.reading.structure.tokens, after + 1..close);
        inside.covers(person.span).then_some(inside)
    }

    /// "― Kim Dole" at the end of a line or paragraph.
    fn signed(&self, after: usize) -> Option<Span> {
        let person = self.person_from(after + 1).filter(|_| self.is_dash(after))?;
        let start = self.reading.structure.tokens.get(after + 1)?.span.start;
        let (_, paragraph) = self.paragraph_of(start)?;
        let rest = self.reading.slice(Span::new(start, paragraph.span.end.max(start)));
        let line = rest.lines().next()?.trim_end().trim_end_matches('.');
        let opens = |ch: char| matches!(ch, '“' | '"' | '”');
        let short = line.split_whitespace().take(BESIDE + 1).count() <= BESIDE && !line.contains(opens);
        let span = Span::new(start, start + Span::of(0..line.len()).end);
        (short && span.covers(person.span)).then_some(span)
    }

    /// "began witness Al Munro": a verb turned round behind a quotation, whatever verb it is.
    fn turned_round(&self, after: usize) -> Option<(Span, Span)> {
        let after = if self.word(after) == "," { after + 1 } else { after };
        let verb = self.word(after);
        let lower = verb.chars().all(char::is_lowercase) && self.is(after, TokenKind::Word);
        let past = verb.len() > 4 && verb.ends_with("ed") || self.lexicon.names.is(WordList::Past, verb);
        let says = self.lexicon.attribution.verb_forms(verb).iter().any(|(_, form)| *form != Form::Ing);
        if !lower || !(past || says) {
            return None;
        }
        let small = |at: usize| self.word(at).chars().all(char::is_lowercase) && self.is(at, TokenKind::Word);
        let role = |at: usize| {
            small(at)
                && self.lexicon.attribution.classes(self.word(at)) & (class::PREPOSITION | class::CONJUNCTION) == 0
        };
        let name = (after + 1..=after + 1 + BEFORE_NAME).find(|&at| self.person_from(at).is_some() || !role(at))?;
        let person = self.person_from(name)?;
        let next = self.reading.token_at(person.span.end);
        let closes =
            matches!(self.word(next), "," | "." | ";" | ":" | "—" | "–") || self.is(next, TokenKind::QuoteOpen);
        let tokens = &self.reading.structure.tokens;
        let source = Span::new(tokens.get(after + 1)?.span.start, person.span.end);
        closes.then_some((tokens.get(after)?.span, source))
    }

    /// "And from Lena Rosen: “…”", in the same paragraph or at the end of the one before.
    fn before_colon(&self, quotation: &Quotation) -> Option<Span> {
        let open = self.reading.token_at(quotation.span.start);
        let colon = open.checked_sub(1).filter(|&at| self.word(at) == ":")?;
        let colon_at = self.reading.structure.tokens.get(colon)?.span.start;
        let (here, _) = self.paragraph_of(quotation.span.start)?;
        let (there, _) = self.paragraph_of(colon_at)?;
        let person = self.person_until(colon_at).filter(|_| here.saturating_sub(there) <= 1)?;
        Some(person.titled.join(person.span))
    }

    /// Transcripts ("Rourke: Did you read it?") and interviews ("Q: … A: …"): what stands behind a label is said by who
    /// it names. One label alone may be anything.
    fn labelled(&self) -> Vec<Attribution> {
        let mut labels: Vec<(Label, Span, Span)> =
            self.reading.structure.paragraphs.iter().filter_map(|paragraph| self.label(paragraph)).collect();
        let mut times: FxHashMap<&str, usize> = FxHashMap::default();
        labels.iter().for_each(|(_, label, _)| *times.entry(self.reading.slice(*label)).or_default() += 1);
        for (what, label, _) in &mut labels {
            if *what == Label::Capitals && times.get(self.reading.slice(*label)).is_some_and(|count| *count > 1) {
                *what = Label::Name;
            }
        }
        let names = labels.iter().filter(|(label, ..)| *label == Label::Name).count();
        let asked = labels.iter().any(|(label, ..)| *label == Label::Question);
        let guest = labels.first().and_then(|(_, label, _)| self.guest(label.start));
        let of = |(label, named, words): (Label, Span, Span)| match label {
            Label::Name if names > 1 => Some(attribution(named, None, words)),
            Label::Answer if asked => Some(attribution(guest?, Some(named), words)),
            _ => None,
        };
        labels.into_iter().filter_map(of).collect()
    }

    fn label(&self, paragraph: &Paragraph) -> Option<(Label, Span, Span)> {
        if !matches!(paragraph.zone, ZoneKind::Body | ZoneKind::Standfirst) {
            return None;
        }
        let (first, end) = (paragraph.first_token as usize, paragraph.end_token as usize);
        // A transcript that is quoted whole opens each paragraph with a mark.
        let first = first + usize::from(self.is(first, TokenKind::QuoteOpen));
        let mark = |at: &usize| self.word(*at) == ":" || *at == first + 1 && self.word(*at) == ".";
        let colon = (first + 1..end.min(first + LABEL)).find(mark)?;
        let words = byte_span(&self.reading.structure.tokens, colon + 1..end);
        let label = byte_span(&self.reading.structure.tokens, first..colon);
        let one = colon == first + 1;
        let what = match self.reading.slice(label) {
            "Q" | "Question" if one => Label::Question,
            "A" | "Answer" if one => Label::Answer,
            _ if self.word(colon) == ":" && self.person_until(label.end).is_some() => Label::Name,
            words if self.word(colon) == ":" && is_capitals(words) => Label::Capitals,
            _ => return None,
        };
        (!words.is_empty()).then_some((what, label, words))
    }

    /// Who is asked: the person whom the article introduces first.
    fn guest(&self, before: u32) -> Option<Span> {
        let end = self.mentions.partition_point(|mention| mention.span.start < before);
        let mut people = self.mentions.before(end).iter().filter(|it| is_person(it) && self.is_told(it.span.start));
        people.next().map(|it| it.titled.join(it.span))
    }

    /// "In a letter to the rector, Dr. Nadia Holm wrote:" and a paragraph, with marks or without: hers, and only that one.
    fn handed_on(&self) -> Vec<Attribution> {
        let paragraphs = &self.reading.structure.paragraphs;
        let pairs = paragraphs.iter().zip(paragraphs.iter().skip(1));
        let body = pairs.filter(|(before, after)| before.zone == ZoneKind::Body && after.zone == ZoneKind::Body);
        let free = body.filter(|(before, _)| !self.blocks.iter().any(|block| block.introducer == before.span));
        free.filter_map(|(before, after)| self.hands_on(before, after)).collect()
    }

    fn hands_on(&self, before: &Paragraph, after: &Paragraph) -> Option<Attribution> {
        let colon = (before.end_token as usize).checked_sub(1).filter(|&at| self.word(at) == ":")?;
        let first = before.first_token as usize;
        if self.label(after).is_some() {
            return None;
        }
        let verb = (first.max(colon.saturating_sub(HANDS_ON))..colon).rev().find(|&at| self.says(at))?;
        let mut subject = verb;
        let helps = |at: usize| {
            let word = self.word(at);
            self.lexicon.attribution.classes(word) & (class::AUXILIARY | class::ADVERB) != 0 || word.ends_with("ly")
        };
        while subject > first && helps(subject - 1) {
            subject -= 1;
        }
        let last = subject.checked_sub(1).filter(|&at| at >= first)?;
        let token = self.reading.structure.tokens.get(last)?.span;
        let pronoun = matches!(self.word(last), "he" | "she" | "they" | "He" | "She" | "They");
        let source = match self.person_until(token.end) {
            Some(person) => person.titled.join(person.span),
            None if pronoun => token,
            None => return None,
        };
        let cue = byte_span(&self.reading.structure.tokens, subject..verb + 1);
        Some(attribution(source, Some(cue), after.span))
    }

    /// True for a form of a verb of saying that tells of itself ("wrote"), not for a noun or participle.
    fn says(&self, at: usize) -> bool {
        let forms = self.lexicon.attribution.verb_forms(self.word(at));
        forms.iter().any(|(verb, form)| {
            let speech =
                self.lexicon.attribution.verbs.get(usize::from(*verb)).is_some_and(|it| it.class == CueClass::Speech);
            speech && matches!(form, Form::Past | Form::Third | Form::Base)
        })
    }

    /// "Pool to close, says council", "Library hours to be cut, county says".
    fn headline(&self) -> Option<(Span, Attribution)> {
        let paragraph = self.reading.structure.paragraphs.iter().find(|it| it.zone == ZoneKind::Headline)?;
        let (first, end) = (paragraph.first_token as usize, paragraph.end_token as usize);
        let comma = (first..end).rev().find(|&at| self.word(at) == ",")?;
        let rest = comma + 1..end;
        let short = (2..=HEADLINE_SOURCE).contains(&rest.len()) && comma > first;
        let words = short && rest.clone().all(|at| self.is(at, TokenKind::Word));
        let (opens, closes) = (words && self.tells(rest.start), words && self.tells(rest.end - 1));
        let (verb, source) = match (opens, closes) {
            (true, _) => (rest.start..rest.start + 1, rest.start + 1..rest.end),
            (false, true) => (rest.end - 1..rest.end, rest.start..rest.end - 1),
            _ => return None,
        };
        let span = |tokens| byte_span(&self.reading.structure.tokens, tokens);
        Some((paragraph.span, attribution(span(source), Some(span(verb)), span(first..comma))))
    }

    /// True for a verb that may stand behind what it says ("says").
    fn tells(&self, at: usize) -> bool {
        let lower = self.word(at).to_lowercase();
        self.lexicon.attribution.verb_forms(&lower).iter().any(|(verb, form)| {
            let verb = self.lexicon.attribution.verbs.get(usize::from(*verb));
            verb.is_some_and(|it| it.after && it.class == CueClass::Speech)
                && matches!(form, Form::Third | Form::Base | Form::Past)
        })
    }
}

/// What a paragraph begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Name,
    /// "WALLACE", who may be named nowhere else.
    Capitals,
    Question,
    Answer,
}

/// True for one or two words in capitals, as transcripts have who speaks.
fn is_capitals(words: &str) -> bool {
    let letters = words.chars().filter(|it| it.is_alphabetic()).count();
    letters > 2
        && words.split_whitespace().count() <= 2
        && words.chars().all(|it| it.is_uppercase() || matches!(it, ' ' | '.' | '’' | '\'' | '-'))
}

pub(super) fn is_person(mention: &Mention) -> bool {
    mention.entity_type == EntityType::Person && mention.kind == MentionKind::Named
}

pub(super) fn attribution(source: Span, cue: Option<Span>, content: Span) -> Attribution {
    Attribution {
        source: vec![source],
        cue: cue.into_iter().collect(),
        content: vec![content],
        chain: None,
        joint: Vec::new(),
        kind: None,
        style: Style::Direct,
        parent: None,
        hearsay: false,
        probability: 0.7,
        provenance: Provenance::Rule("form"),
    }
}
