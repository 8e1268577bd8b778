//! Judging: what somebody decides about a reading, as the annotations that say so. Plans only; `store` writes them.

use jiff::Timestamp;

use super::shown::line_number;
use crate::analysis::{AttributionId, EventMentionId, MentionId};
use crate::annotation::meaning::{Kind, Meaning, Relation, Status, TextIds, Verdict, slug};
use crate::annotation::overlay::find::{entity_type, event_of, mention_of};
use crate::annotation::{Annotation, Placed, Target};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::rules::{self, RuleSettings};
use crate::text::{CodePoints, Span, clip, escaped};

pub mod actions;
pub mod every;
mod readings;
mod relations;

/// Characters of an article's words in a title.
const WORDS: usize = 40;

/// What sort of reading is meant where several lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A name or description.
    Mention,
    /// Who says what.
    Attribution,
    /// Something that happens.
    Event,
}

/// Whether a relation is of people and things or of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// People and things.
    Entity,
    /// Events.
    Event,
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Whoever is mentioned there.
    At(Place),
    /// Somebody of this name in the article.
    Named(String),
    /// Nobody.
    Nobody,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// The reading is right; with `all` every mention of the same in the article.
    Accept {
        /// Which reading.
        sort: Option<Sort>,
        /// All of them here.
        all: bool,
    },
    /// The reading is wrong.
    Reject {
        /// Which reading.
        sort: Option<Sort>,
        /// All of them here.
        all: bool,
    },
    /// The words name or describe something of this type.
    Mention(String),
    /// The words tell of an event, of this class if it has one.
    Event(Option<String>),
    /// The words are said by somebody.
    Attribution {
        /// The words for who says it.
        source: Option<Place>,
        /// The words that say that it is said.
        cue: Option<Place>,
        /// Who it is.
        speaker: Option<Speaker>,
    },
    /// This is who says it.
    Speaker(Speaker),
    /// What two places have to do with each other; `None` where that is unsure.
    Relate {
        /// The other place.
        to: Place,
        /// True for the same, false for not the same, `None` where that is unsure.
        same: Option<bool>,
        /// Of people and things or of events; `None` for what stands there.
        of: Option<Of>,
    },
    /// Every mention of the same words, in all articles, is of who is mentioned there.
    Every(Place),
    /// The event here is a part of the event there.
    PartOf(Place),
    /// What somebody or something is called.
    Name(String),
    /// A page about somebody or something.
    Link(String),
    /// How far the checking of a statement is.
    Claim {
        /// The status.
        status: Status,
        /// Evidence.
        links: Vec<String>,
        /// A remark.
        note: Option<String>,
    },
    /// A finding is none.
    Dismiss {
        /// The code of the rule.
        code: String,
        /// Why.
        reason: Option<String>,
        /// In the whole article.
        article: bool,
    },
    /// A remark.
    Note(String),
    /// An annotation is taken away.
    Delete(String),
    /// An annotation belongs to this place.
    Reanchor(String, Place),
}

/// In which file an annotation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// Beside the article.
    Beside(ArticleId),
    /// In the one of the folder.
    Shared,
}

/// An annotation that there is, with where it stands in an article.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its file.
    pub file: File,
    /// The article that its places are of.
    pub article: ArticleId,
    /// The annotation.
    pub placed: Placed,
}

/// What judging has to know beside the snapshot.
pub struct Context<'a> {
    /// All articles, with what was decided before laid over.
    pub snapshot: &'a Snapshot,
    /// What there is in the files of the articles at hand.
    pub known: &'a [Known],
    /// What a file calls an article.
    pub source: &'a dyn Fn(File, ArticleId) -> String,
    /// The id of an article's text, as git has it.
    pub text_id: &'a dyn Fn(ArticleId) -> Option<String>,
    /// Who decides.
    pub creator: &'a str,
    /// When.
    pub now: Timestamp,
    /// A new id each time.
    pub fresh_id: &'a dyn Fn() -> String,
}

/// What is to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// What was decided, in words: "Not the same event, 000:4 / 001:8".
    pub title: String,
    /// The annotations: file, id, and what it is to be; `None` to take it away.
    pub lines: Vec<(File, Box<str>, Option<Annotation>)>,
}

/// Why something cannot be decided so, and what to do.
pub type Refusal = String;

/// A reading at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Mention(MentionId),
    Event(EventMentionId),
    Attribution(AttributionId),
}

/// Plans a judgement about a place; an empty span is a cursor.
///
/// # Errors
/// When nothing of the kind stands there, or a name or word is not known; the reason says what to do.
pub fn judge(context: &Context<'_>, at: Place, verb: &Verb) -> Result<Judgement, Refusal> {
    match verb {
        Verb::Accept { sort, all } => context.verdict(at, *sort, *all, Verdict::Accepted),
        Verb::Reject { sort, all } => context.verdict(at, *sort, *all, Verdict::Rejected),
        Verb::Mention(name) => context.mention(at, name),
        Verb::Event(class) => context.event(at, class.as_deref()),
        Verb::Attribution { source, cue, speaker } => context.attribution(at, *source, *cue, speaker.as_ref()),
        Verb::Speaker(speaker) => context.speaker(at, speaker),
        Verb::Relate { to, same, of } => context.relate(at, *to, *same, *of),
        Verb::Every(to) => context.every(at, *to),
        Verb::PartOf(to) => context.part_of(at, *to),
        Verb::Name(name) => context.called(at, Some(name), None),
        Verb::Link(uri) => context.called(at, None, Some(uri)),
        Verb::Claim { status, links, note } => {
            let mut meaning = Meaning::new(Kind::Claim);
            (meaning.status, meaning.links, meaning.note) = (Some(*status), links.clone(), note.clone());
            let place = context.sentence(at);
            let title = format!("Claim: {}, {}", status.name(), context.label(place));
            Ok(context.one(title, File::Beside(at.article), &[place], meaning))
        }
        Verb::Dismiss { code, reason, article } => context.dismiss(at, code, reason.clone(), *article),
        Verb::Note(note) => {
            let mut meaning = Meaning::new(Kind::Note);
            meaning.note = Some(note.clone());
            let place = context.sentence(at);
            let title = format!("Note, {}", context.label(place));
            Ok(context.fresh(title, File::Beside(at.article), &[place], meaning))
        }
        Verb::Delete(id) => {
            let known = context.of_id(id)?;
            let title = format!("Delete: {}", known.placed.annotation.kind().name());
            let line = (known.file, known.placed.annotation.id.clone(), None);
            Ok(Judgement { title, lines: vec![line] })
        }
        Verb::Reanchor(id, to) => context.reanchor(id, *to),
    }
}

impl Context<'_> {
    /// `000:4`.
    fn label(&self, place: Place) -> String {
        let node = self.snapshot.article(place.article);
        format!("{}:{}", node.label.short, line_number(&node.analysis, place.span))
    }

    /// The words of a place between marks, shortened.
    fn words(&self, place: Place) -> String {
        let words = self.snapshot.slice(place).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.trim_matches(['“', '”', '"']);
        format!("“{}”", escaped(&clip(words, WORDS)))
    }

    fn target(&self, file: File, place: Place) -> Target {
        let analysis = self.snapshot.analysis(place.article);
        let points = CodePoints::new(&analysis.text);
        Target::new(&(self.source)(file, place.article), &analysis.text, &points, place.span)
    }

    /// An annotation of these places, in the place of one's own that answers the same.
    fn one(&self, title: String, file: File, places: &[Place], meaning: Meaning) -> Judgement {
        let lines = vec![self.line(file, places, meaning, true)];
        Judgement { title, lines }
    }

    /// A further annotation of these places.
    fn fresh(&self, title: String, file: File, places: &[Place], meaning: Meaning) -> Judgement {
        Judgement { title, lines: vec![self.line(file, places, meaning, false)] }
    }

    fn line(
        &self,
        file: File,
        places: &[Place],
        mut meaning: Meaning,
        over_own: bool,
    ) -> (File, Box<str>, Option<Annotation>) {
        let targets = places.iter().map(|place| self.target(file, *place)).collect();
        meaning.text = TextIds::new(places.iter().filter_map(|place| (self.text_id)(place.article)).collect());
        let own = self.known.iter().find(|known| over_own && self.is_own(known, file, places, &meaning));
        let annotation = match own {
            Some(known) => known.placed.annotation.said_anew(self.now, self.creator, targets, meaning),
            None => Annotation::new(&(self.fresh_id)(), self.now, self.creator, targets, meaning),
        };
        (file, annotation.id.clone(), Some(annotation))
    }

    /// True for an earlier annotation by the same person that answers what a new one of these places does.
    fn is_own(&self, known: &Known, file: File, places: &[Place], meaning: &Meaning) -> bool {
        let annotation = &known.placed.annotation;
        let Some(earlier) = annotation.meaning.as_deref() else { return false };
        let entity = |relation| matches!(relation, Some(Relation::SameEntity | Relation::NotSameEntity));
        let same_question = earlier.kind == meaning.kind
            && earlier.code == meaning.code
            && entity(earlier.relation) == entity(meaning.relation);
        let there = |place: &Place| {
            let here = place.article == known.article;
            here && (0..annotation.targets.len()).any(|target| known.placed.span(target) == Some(place.span))
        };
        // Of one in two articles each of its places is known by itself.
        let other = |place: &Place| {
            place.article != known.article && annotation.targets.iter().any(|it| *it == self.target(file, *place))
        };
        let first = |place: &Place| known.placed.first() == Some(place.span) && place.article == known.article;
        let fits = match meaning.kind {
            Kind::Relation => places.iter().all(|place| there(place) || other(place)),
            Kind::Attribution => places.iter().all(there) && annotation.targets.len() == places.len(),
            _ => places.first().is_some_and(first),
        };
        *annotation.creator == *self.creator && known.file == file && same_question && fits
    }

    fn of_id(&self, id: &str) -> Result<&Known, Refusal> {
        let found = self.known.iter().find(|known| *known.placed.annotation.id == *id);
        found.ok_or_else(|| format!("{}: there is no such annotation of this article", escaped(id)))
    }

    /// The span, or the sentence around a cursor.
    fn sentence(&self, at: Place) -> Place {
        if !at.span.is_empty() {
            return at;
        }
        let structure = &self.snapshot.analysis(at.article).structure;
        let sentence = structure.sentence_at(at.span.start).map(|id| structure.sentences[id].span);
        Place { span: sentence.unwrap_or(at.span), ..at }
    }

    fn dismiss(&self, at: Place, code: &str, reason: Option<String>, article: bool) -> Result<Judgement, Refusal> {
        if !rules::RULES.iter().any(|rule| rule.code == code) {
            let codes: Vec<&str> = rules::RULES.iter().map(|rule| rule.code).collect();
            return Err(format!("{}: there is no such rule; there are {}", escaped(code), codes.join(", ")));
        }
        let mut meaning = Meaning::new(Kind::Dismissal);
        (meaning.code, meaning.reason) = (Some(code.to_owned()), reason);
        let file = File::Beside(at.article);
        if article {
            let title = format!("Dismiss in this article: {code}");
            let mut judgement = self.fresh(title, file, &[at], meaning);
            let whole = Target::whole(&(self.source)(file, at.article));
            for annotation in judgement.lines.iter_mut().filter_map(|(_, _, annotation)| annotation.as_mut()) {
                annotation.targets = vec![whole.clone()];
            }
            return Ok(judgement);
        }
        let found = rules::check_all(self.snapshot, at.article, &RuleSettings::default());
        let near = |span: Span| span.touches(at.span.start) || span.overlaps(at.span);
        let line = |span: Span| line_number(self.snapshot.analysis(at.article), span);
        let own = found.iter().filter(|finding| finding.code == code);
        let here = own.clone().find(|finding| near(finding.span));
        let finding = here.or_else(|| own.clone().find(|finding| line(finding.span) == line(at.span)));
        let Some(finding) = finding else {
            return Err(format!("{code}: there is no such finding at {}", self.label(at)));
        };
        let place = Place { span: finding.span, ..at };
        Ok(self.one(format!("Dismiss: {code}, {}", self.label(place)), file, &[place], meaning))
    }

    fn reanchor(&self, id: &str, to: Place) -> Result<Judgement, Refusal> {
        if to.span.is_empty() {
            return Err("say which words: a place from … to".to_owned());
        }
        let known = self.of_id(id)?;
        let old = &known.placed.annotation;
        let here = |at: &usize| known.placed.places.get(*at).copied().flatten().is_some();
        let lost = |at: &usize| here(at) && known.placed.span(*at).is_none();
        let all = 0..old.targets.len();
        let Some(at) = all.clone().find(lost).or_else(|| all.clone().find(here)) else {
            return Err("this annotation has no place in this article".to_owned());
        };
        let mut annotation = (**old).clone();
        annotation.targets[at] = self.target(known.file, to);
        if let Some(meaning) = &mut annotation.meaning {
            let fresh = (self.text_id)(to.article).unwrap_or_default();
            let id = |target: usize| {
                let old = meaning.text.as_ref().and_then(|text| text.of(target)).unwrap_or_default();
                if target == at { fresh.clone() } else { old.to_owned() }
            };
            let ids: Vec<String> = all.map(id).collect();
            meaning.text = TextIds::new(ids);
        }
        let meaning = annotation.meaning.clone().map(|meaning| *meaning);
        let title = format!("Re-anchor: {}, {}", annotation.kind().name(), self.label(to));
        let said = match meaning {
            Some(meaning) => old.said_anew(self.now, &old.creator, annotation.targets.clone(), meaning),
            None => annotation,
        };
        Ok(Judgement { title, lines: vec![(known.file, old.id.clone(), Some(said))] })
    }
}

#[cfg(test)]
mod tests;
