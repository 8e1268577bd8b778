//! Verdicts on what was read, and readings that are added.

use super::{
    Context, File, Judgement, Kind, Meaning, Place, Reading, Refusal, Sort, Span, Speaker, Verdict, entity_type,
    event_of, mention_of, slug,
};
use crate::analysis::{Attribution, AttributionId, ChainId, EventMentionId, MentionId};
use crate::model::EntityType;
use crate::text::escaped;

impl Context<'_> {
    /// The mention that a place is of.
    pub(super) fn mention_at(&self, at: Place) -> Option<MentionId> {
        let analysis = self.snapshot.analysis(at.article);
        if at.span.is_empty() {
            return analysis.mention_at(at.span.start);
        }
        mention_of(analysis.mentions.iter(), at.span).map(MentionId::from)
    }

    pub(super) fn event_at(&self, at: Place) -> Option<EventMentionId> {
        let analysis = self.snapshot.analysis(at.article);
        if at.span.is_empty() {
            return analysis.event_mention_at(at.span.start);
        }
        event_of(analysis.event_mentions.iter(), at.span).map(EventMentionId::from)
    }

    /// The innermost attribution that a place is of.
    pub(super) fn attribution_at(&self, at: Place) -> Option<AttributionId> {
        let analysis = self.snapshot.analysis(at.article);
        let spans = |it: &Attribution| [&it.cue[..], &it.source, &it.content].concat();
        let all = analysis.attributions.iter_enumerated();
        let touching = all.flat_map(|(id, it)| {
            let near = |span: &Span| span.touches(at.span.start) || span.overlaps(at.span);
            spans(it).into_iter().filter(near).map(move |span| (span.len(), id))
        });
        touching.min().map(|(_, id)| id)
    }

    fn reading(&self, at: Place, sort: Option<Sort>) -> Result<Reading, Refusal> {
        let mention = || self.mention_at(at).map(Reading::Mention);
        let event = || self.event_at(at).map(Reading::Event);
        let attribution = || self.attribution_at(at).map(Reading::Attribution);
        let (found, what) = match sort {
            None => (mention().or_else(event).or_else(attribution), "nothing was read"),
            Some(Sort::Mention) => (mention(), "no mention was read"),
            Some(Sort::Event) => (event(), "no event was read"),
            Some(Sort::Attribution) => (attribution(), "no attribution was read"),
        };
        found.ok_or_else(|| format!("{what} at {}; choose words that Copydesk underlines, or add it", self.label(at)))
    }

    pub(super) fn verdict(
        &self,
        at: Place,
        sort: Option<Sort>,
        all: bool,
        verdict: Verdict,
    ) -> Result<Judgement, Refusal> {
        let analysis = self.snapshot.analysis(at.article);
        let file = File::Beside(at.article);
        let accepted = verdict == Verdict::Accepted;
        match self.reading(at, sort)? {
            Reading::Mention(id) => {
                let mention = &analysis.mentions[id];
                let chain = &analysis.chains[mention.chain];
                let own = [id];
                let ids = if all { &chain.mentions[..] } else { &own[..] };
                let lines = ids.iter().map(|id| self.verdict_on_mention(at, *id, verdict)).collect();
                let words = self.words(Place { span: mention.titled, ..at });
                let name = escaped(&chain.name);
                let kind = mention.entity_type.name();
                let title = match (accepted, all) {
                    (true, true) => format!("Accept all {} mentions of {name} here", ids.len()),
                    (true, false) => format!("Accept {words}: {name}, {kind}"),
                    (false, true) => format!("Not a name, all {} times here: {name}", ids.len()),
                    (false, false) => format!("Not a name: {words}"),
                };
                Ok(Judgement { title, lines })
            }
            Reading::Event(id) => {
                let own = [id];
                let event = &analysis.event_mentions[id];
                let ids = match analysis.events.get(event.event) {
                    Some(event) if all => &event.mentions[..],
                    _ => &own[..],
                };
                let lines = ids.iter().map(|id| {
                    let event = &analysis.event_mentions[*id];
                    let mut meaning = Meaning::new(Kind::Event);
                    meaning.verdict = Some(verdict);
                    meaning.class = accepted.then(|| event.class.to_owned());
                    self.line(file, &[Place { span: event.span, ..at }], meaning, true)
                });
                let lines = lines.collect();
                let words = self.words(Place { span: event.span, ..at });
                let title = if accepted {
                    format!("Accept {words}: {}", event.class)
                } else {
                    format!("Not an event: {words}")
                };
                Ok(Judgement { title, lines })
            }
            Reading::Attribution(id) => {
                let attribution = &analysis.attributions[id];
                let own = [id];
                let chain = attribution.chain.filter(|_| all);
                let same: Vec<AttributionId> = analysis
                    .attributions
                    .iter_enumerated()
                    .filter(|(_, it)| chain.is_some() && it.chain == chain)
                    .map(|(id, _)| id)
                    .collect();
                let ids = if same.is_empty() { &own[..] } else { &same };
                let lines = ids.iter().map(|id| self.on_attribution(at, *id, verdict, None)).collect();
                let name = attribution.chain.map_or_else(|| "nobody".to_owned(), |chain| self.name(at, chain));
                let words = self.words(Place { span: said(attribution), ..at });
                let title = if accepted {
                    format!("Accept: {name} says {words}")
                } else {
                    format!("Not said by {name}: {words}")
                };
                Ok(Judgement { title, lines })
            }
        }
    }

    fn verdict_on_mention(
        &self,
        at: Place,
        id: MentionId,
        verdict: Verdict,
    ) -> (File, Box<str>, Option<crate::annotation::Annotation>) {
        let analysis = self.snapshot.analysis(at.article);
        let mention = &analysis.mentions[id];
        let mut meaning = Meaning::new(Kind::Mention);
        meaning.verdict = Some(verdict);
        if verdict == Verdict::Accepted {
            meaning.r#type = Some(mention.entity_type.name().to_owned());
            meaning.entity = Some(slug(&analysis.chains[mention.chain].name)).filter(|slug| !slug.is_empty());
        }
        self.line(File::Beside(at.article), &[Place { span: mention.span, ..at }], meaning, true)
    }

    fn name(&self, at: Place, chain: ChainId) -> String {
        let chain = self.snapshot.analysis(at.article).chains.get(chain);
        chain.map(|chain| escaped(&chain.name).into_owned()).unwrap_or_default()
    }

    /// The words that are chosen, or the word around a cursor.
    fn chosen(&self, at: Place) -> Result<Place, Refusal> {
        let analysis = self.snapshot.analysis(at.article);
        let tokens = analysis.structure.tokens.iter();
        let word = || tokens.clone().find(|token| token.span.touches(at.span.start)).map(|token| token.span);
        let span = if at.span.is_empty() { word() } else { Some(at.span) };
        let words = span.map(|span| (span, analysis.slice(span)));
        let (span, words) = words.filter(|(_, words)| !words.trim().is_empty()).ok_or("choose some words first")?;
        let blank = Span::of(0..words.len() - words.trim_start().len()).end;
        Ok(Place {
            span: Span::new(span.start + blank, span.start + blank + Span::of(0..words.trim().len()).end),
            ..at
        })
    }

    pub(super) fn mention(&self, at: Place, name: &str) -> Result<Judgement, Refusal> {
        let wanted = entity_type(name).ok_or_else(|| {
            use EntityType::{Event, Group, Organization, Other, Person, Place, Product};
            let all = [Person, Organization, Place, Group, Event, Product, Other].map(EntityType::name);
            format!("{}: there is no such type; there are {}", escaped(name), all.join(", "))
        })?;
        let analysis = self.snapshot.analysis(at.article);
        let machine = self.mention_at(at).map(|id| &analysis.mentions[id]);
        let place = match machine.filter(|it| at.span.is_empty() || [it.span, it.titled].contains(&at.span)) {
            Some(mention) => Place { span: mention.span, ..at },
            None => self.chosen(at)?,
        };
        let mut meaning = Meaning::new(Kind::Mention);
        meaning.verdict = Some(Verdict::Added);
        meaning.r#type = Some(wanted.name().to_owned());
        let title = format!("Mark {} as {}", self.words(place), wanted.name());
        Ok(self.one(title, File::Beside(at.article), &[place], meaning))
    }

    pub(super) fn event(&self, at: Place, class: Option<&str>) -> Result<Judgement, Refusal> {
        let analysis = self.snapshot.analysis(at.article);
        let machine = self.event_at(at).map(|id| &analysis.event_mentions[id]);
        let place = match machine.filter(|it| at.span.is_empty() || it.span == at.span) {
            Some(event) => Place { span: event.span, ..at },
            None => self.chosen(at)?,
        };
        let mut meaning = Meaning::new(Kind::Event);
        meaning.verdict = Some(Verdict::Added);
        meaning.class = class.map(str::to_owned).or_else(|| machine.map(|event| event.class.to_owned()));
        let title = format!("Mark {} as an event", self.words(place));
        Ok(self.one(title, File::Beside(at.article), &[place], meaning))
    }

    pub(super) fn attribution(
        &self,
        at: Place,
        source: Option<Place>,
        cue: Option<Place>,
        speaker: Option<&Speaker>,
    ) -> Result<Judgement, Refusal> {
        let content = self.chosen(self.sentence(at))?;
        if [source, cue].into_iter().flatten().any(|place| place.article != at.article) {
            return Err("source and cue stand in the same article as what is said".to_owned());
        }
        let mut meaning = Meaning::new(Kind::Attribution);
        meaning.verdict = Some(Verdict::Added);
        let mut places = vec![content];
        meaning.content = Some(vec![0]);
        for (part, list) in [(source, &mut meaning.source), (cue, &mut meaning.cue)] {
            if let Some(place) = part {
                *list = Some(vec![places.len()]);
                places.push(place);
            }
        }
        let name = self.give_speaker(at, speaker, &mut meaning, &mut places)?;
        let words = self.words(content);
        let title = match name {
            Some(name) => format!("Said by {name}: {words}"),
            None => format!("Said by somebody: {words}"),
        };
        Ok(self.one(title, File::Beside(at.article), &places, meaning))
    }

    pub(super) fn speaker(&self, at: Place, speaker: &Speaker) -> Result<Judgement, Refusal> {
        let id = self.attribution_at(at).ok_or_else(|| {
            format!("nobody is known to say anything at {}; choose what is said and use attribution", self.label(at))
        })?;
        let line = self.on_attribution(at, id, Verdict::Accepted, Some(speaker));
        let name = self.give_speaker(at, Some(speaker), &mut Meaning::new(Kind::Attribution), &mut Vec::new())?;
        let title = name.map_or_else(|| "No speaker".to_owned(), |name| format!("Speaker: {name}"));
        Ok(Judgement { title, lines: vec![line] })
    }

    fn on_attribution(
        &self,
        at: Place,
        id: AttributionId,
        verdict: Verdict,
        speaker: Option<&Speaker>,
    ) -> (File, Box<str>, Option<crate::annotation::Annotation>) {
        let attribution = &self.snapshot.analysis(at.article).attributions[id];
        let mut meaning = Meaning::new(Kind::Attribution);
        meaning.verdict = Some(verdict);
        let mut places: Vec<Place> = Vec::new();
        let mut put = |spans: &[Span]| {
            let from = places.len();
            places.extend(spans.iter().map(|span| Place { span: *span, ..at }));
            Some((from..places.len()).collect::<Vec<_>>()).filter(|list| !list.is_empty())
        };
        (meaning.content, meaning.cue) = (put(&attribution.content), put(&attribution.cue));
        meaning.source = put(&attribution.source);
        if let Some(chain) = attribution.chain.filter(|_| verdict == Verdict::Accepted) {
            meaning.entity = Some(slug(&self.name(at, chain))).filter(|slug| !slug.is_empty());
        }
        // Whether somebody of that name is here is found out by whoever names them.
        let _ = self.give_speaker(at, speaker, &mut meaning, &mut places);
        let file = File::Beside(at.article);
        self.line(file, &places, meaning, true)
    }

    /// Puts the speaker into a meaning, and gives the name; `None` for nobody.
    fn give_speaker(
        &self,
        at: Place,
        speaker: Option<&Speaker>,
        meaning: &mut Meaning,
        places: &mut Vec<Place>,
    ) -> Result<Option<String>, Refusal> {
        let analysis = self.snapshot.analysis(at.article);
        match speaker {
            None => Ok(None),
            Some(Speaker::Nobody) => {
                (meaning.speaker, meaning.entity) = (Some(Vec::new()), None);
                Ok(None)
            }
            Some(Speaker::At(to)) if to.article != at.article => {
                Err("the speaker is mentioned in the same article".to_owned())
            }
            Some(Speaker::At(to)) => {
                let id = self.mention_at(*to).ok_or_else(|| format!("nobody is mentioned at {}", self.label(*to)))?;
                let mention = &analysis.mentions[id];
                meaning.speaker = Some(vec![places.len()]);
                let name = self.name(at, mention.chain);
                meaning.entity = Some(slug(&name));
                places.push(Place { span: mention.span, ..at });
                Ok(Some(name))
            }
            Some(Speaker::Named(name)) => {
                let wanted = slug(name);
                let called = |chain: &&crate::analysis::Chain| {
                    let words = |id: &MentionId| slug(analysis.slice(analysis.mentions[*id].span)) == wanted;
                    slug(&chain.name) == wanted || chain.mentions.iter().any(words)
                };
                let chain =
                    analysis.chains.iter().find(called).ok_or_else(|| {
                        format!("nobody here is called {}; say where they are mentioned", escaped(name))
                    })?;
                let first = chain.mentions.first().map(|id| analysis.mentions[*id].span).unwrap_or_default();
                (meaning.speaker, meaning.entity) = (Some(vec![places.len()]), Some(slug(&chain.name)));
                places.push(Place { span: first, ..at });
                Ok(Some(escaped(&chain.name).into_owned()))
            }
        }
    }
}

/// Words to know an attribution by.
fn said(attribution: &Attribution) -> Span {
    attribution.content.first().or(attribution.cue.first()).copied().unwrap_or_default()
}
