//! What somebody is likely to decide about a place, ready to choose.

use super::{Context, Kind, Of, Place, Sort, Speaker, Status, Verb, Verdict};
use crate::analysis::MentionKind;
use crate::corpus::{ArticleId, ChainRef};
use crate::ide::elsewhere::{event_places, introduction};
use crate::model::EntityType;
use crate::rules::{self, RuleSettings};
use crate::text::{Span, escaped};

/// So many others that could be the same are offered.
const MOST: usize = 3;

/// Something that can be decided.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgeAction {
    /// What the user reads.
    pub title: String,
    /// What is decided.
    pub verb: Verb,
    /// About which place.
    pub at: Place,
    /// True when it mends a finding there.
    pub mends: bool,
}

/// What can be decided about a place; what mends a finding first.
pub fn judge_actions(context: &Context<'_>, at: Place) -> Vec<JudgeAction> {
    let mut found = Found { context, at, actions: Vec::new() };
    found.dismissals();
    found.mention();
    found.event();
    found.attribution();
    found.claims();
    found.marks();
    found.annotations();
    found.actions
}

struct Found<'a, 'b> {
    context: &'a Context<'b>,
    at: Place,
    actions: Vec<JudgeAction>,
}

impl Found<'_, '_> {
    fn add(&mut self, title: String, verb: Verb) {
        self.actions.push(JudgeAction { title, verb, at: self.at, mends: false });
    }

    /// Offers something under the title that deciding it has.
    fn plan(&mut self, verb: Verb) {
        if let Ok(judgement) = super::judge(self.context, self.at, &verb) {
            self.add(judgement.title, verb);
        }
    }

    fn dismissals(&mut self) {
        let near = |span: Span| span.touches(self.at.span.start) || span.overlaps(self.at.span);
        let findings = rules::check(self.context.snapshot, self.at.article, &RuleSettings::default());
        for finding in findings.iter().filter(|finding| near(finding.span)) {
            let code = finding.code.to_owned();
            let dismiss = |reason: Option<&str>, article| Verb::Dismiss {
                code: code.clone(),
                reason: reason.map(str::to_owned),
                article,
            };
            let offers = [
                ("Dismiss: public record".to_owned(), dismiss(Some("public record"), false)),
                ("Dismiss: the writer saw it".to_owned(), dismiss(Some("observation"), false)),
                (format!("Dismiss: {code}"), dismiss(None, false)),
                (format!("Dismiss in this article: {code}"), dismiss(None, true)),
            ];
            let offers = offers.into_iter().map(|(title, verb)| JudgeAction { title, verb, at: self.at, mends: true });
            self.actions.extend(offers.collect::<Vec<_>>());
        }
    }

    fn mention(&mut self) {
        let Some(id) = self.context.mention_at(self.at) else { return };
        let analysis = self.context.snapshot.analysis(self.at.article);
        let chain = &analysis.chains[analysis.mentions[id].chain];
        let sort = Some(Sort::Mention);
        self.plan(Verb::Accept { sort, all: false });
        self.plan(Verb::Reject { sort, all: false });
        if chain.mentions.len() > 1 {
            self.plan(Verb::Accept { sort, all: true });
        }
        let name = chain.name.clone();
        self.every();
        for to in self.namesakes() {
            let title = format!("Same entity as {} ({})", self.named(to), self.context.label(to));
            self.add(title, Verb::Relate { to, same: Some(true), of: Some(Of::Entity) });
        }
        for to in self.elsewhere() {
            let title = format!("Not the same entity as {} ({})", self.named(to), self.context.label(to));
            self.add(title, Verb::Relate { to, same: Some(false), of: Some(Of::Entity) });
        }
        // Another mention here that may have been taken for the same.
        let own = analysis.mentions[id].span;
        let first = chain.mentions.iter().map(|id| &analysis.mentions[*id]);
        let first = first.filter(|it| it.kind == MentionKind::Named).find(|it| it.span != own);
        if let Some(first) = first {
            let to = Place { span: first.span, ..self.at };
            let title = format!("Not the same entity as {} ({})", escaped(&name), self.context.label(to));
            self.add(title, Verb::Relate { to, same: Some(false), of: Some(Of::Entity) });
        }
    }

    /// What is written so is, everywhere, who has a fuller name: whom it was taken for, or a namesake.
    fn every(&mut self) {
        let analysis = self.context.snapshot.analysis(self.at.article);
        let Some(id) = self.context.mention_at(self.at) else { return };
        let words: Vec<&str> = analysis.slice(analysis.mentions[id].span).split_whitespace().collect();
        let chain = analysis.mentions[id].chain;
        let own = self.introduced(ChainRef { article: self.at.article, chain });
        let others = [self.elsewhere(), self.namesakes()].concat();
        let mut names: Vec<String> = Vec::new();
        for to in own.into_iter().chain(others) {
            let name = self.named(to);
            let fuller = name.split_whitespace().count() > words.len()
                && name.split_whitespace().last() == words.last().copied();
            if !fuller || names.contains(&name) || names.len() == MOST {
                continue;
            }
            if let Some(title) = self.context.every_title(self.at, &name) {
                self.add(title, Verb::Every(to));
            }
            names.push(name);
        }
    }

    /// The name of whoever is mentioned at a place.
    fn named(&self, place: Place) -> String {
        let analysis = self.context.snapshot.analysis(place.article);
        let id = self.context.mention_at(place);
        let name = id.map(|id| analysis.chains[analysis.mentions[id].chain].name.clone()).unwrap_or_default();
        escaped(&name).into_owned()
    }

    /// Mentions of others with the same last name, in this article and in others.
    fn namesakes(&self) -> Vec<Place> {
        let snapshot = self.context.snapshot;
        let Some(id) = self.context.mention_at(self.at) else { return Vec::new() };
        let analysis = snapshot.analysis(self.at.article);
        let own = analysis.mentions[id].chain;
        let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let wanted = last(&analysis.chains[own].name);
        let entity = snapshot.article(self.at.article).entities.get(own).copied();
        let mut found = Vec::new();
        for article in std::iter::once(self.at.article).chain(snapshot.ids().filter(|id| *id != self.at.article)) {
            let node = snapshot.article(article);
            for (chain, one) in node.analysis.chains.iter_enumerated() {
                let other = node.entities.get(chain).copied();
                let namesake = one.named && last(&one.name) == wanted && !wanted.is_empty() && other != entity;
                if namesake && (article, chain) != (self.at.article, own) {
                    found.extend(self.introduced(ChainRef { article, chain }));
                }
                if found.len() == MOST {
                    return found;
                }
            }
        }
        found
    }

    /// Where the same is introduced in other articles.
    fn elsewhere(&self) -> Vec<Place> {
        let snapshot = self.context.snapshot;
        let Some(id) = self.context.mention_at(self.at) else { return Vec::new() };
        let own = snapshot.analysis(self.at.article).mentions[id].chain;
        let Some(entity) = snapshot.article(self.at.article).entities.get(own) else { return Vec::new() };
        let others = snapshot.entity(*entity).chains.iter().filter(|chain| chain.article != self.at.article);
        others.filter_map(|chain| self.introduced(*chain)).take(MOST).collect()
    }

    fn introduced(&self, ChainRef { article, chain }: ChainRef) -> Option<Place> {
        let analysis = self.context.snapshot.analysis(article);
        let mention = introduction(analysis, chain)?;
        Some(Place { article, span: analysis.mentions[mention].span })
    }

    fn event(&mut self) {
        let Some(id) = self.context.event_at(self.at) else { return };
        let snapshot = self.context.snapshot;
        let sort = Some(Sort::Event);
        self.plan(Verb::Accept { sort, all: false });
        self.plan(Verb::Reject { sort, all: false });
        let node = snapshot.article(self.at.article);
        let own = node.analysis.event_mentions[id].event;
        let Some(event) = node.events.get(own).copied() else { return };
        let quoted = |place: Place| format!("{} {}", self.context.label(place), self.context.words(place));
        let joined: Vec<Place> =
            event_places(snapshot, event, self.at.article).into_iter().map(|(place, _)| place).collect();
        let mut offers: Vec<(String, Verb)> = Vec::new();
        for to in joined.iter().copied().take(MOST) {
            let verb = Verb::Relate { to, same: Some(false), of: Some(Of::Event) };
            offers.push((format!("Not the same event as {}", quoted(to)), verb));
        }
        let other =
            |article: &ArticleId| *article != self.at.article && joined.iter().all(|place| place.article != *article);
        let mut candidates = 0;
        for article in snapshot.ids().filter(other) {
            let analysis = snapshot.analysis(article);
            let main = analysis.main_event().and_then(|main| analysis.events.get(main));
            let mention = main.and_then(|main| main.mentions.first()).map(|id| &analysis.event_mentions[*id]);
            let Some(mention) = mention.filter(|_| candidates < MOST) else { continue };
            candidates += 1;
            let to = Place { article, span: mention.span };
            let verb = Verb::Relate { to, same: Some(true), of: Some(Of::Event) };
            offers.push((format!("Same event as {}", quoted(to)), verb));
        }
        offers.into_iter().for_each(|(title, verb)| self.add(title, verb));
    }

    fn attribution(&mut self) {
        let Some(id) = self.context.attribution_at(self.at) else { return };
        let analysis = self.context.snapshot.analysis(self.at.article);
        let sort = Some(Sort::Attribution);
        self.plan(Verb::Accept { sort, all: false });
        self.plan(Verb::Reject { sort, all: false });
        let speaker = analysis.attributions[id].chain;
        let line = self.at.span.start;
        // Whoever is named nearby.
        let mut near: Vec<_> = analysis
            .mentions
            .iter()
            .filter(|it| it.kind == MentionKind::Named && Some(it.chain) != speaker)
            .filter(|it| matches!(it.entity_type, EntityType::Person | EntityType::Organization))
            .collect();
        near.sort_by_key(|it| it.span.start.abs_diff(line));
        let mut chains = Vec::new();
        for mention in near {
            if chains.len() < MOST && !chains.contains(&mention.chain) {
                chains.push(mention.chain);
                self.plan(Verb::Speaker(Speaker::At(Place { span: mention.span, ..self.at })));
            }
        }
        if speaker.is_some() {
            self.add("No speaker".to_owned(), Verb::Speaker(Speaker::Nobody));
        }
    }

    fn claims(&mut self) {
        let sentence = self.context.sentence(self.at);
        if sentence.span.is_empty() {
            return;
        }
        for status in [Status::Checked, Status::Sourced, Status::Disputed, Status::False] {
            let verb = Verb::Claim { status, links: Vec::new(), note: None };
            self.add(format!("Claim: {} …", status.name()), verb);
        }
        self.add("Note …".to_owned(), Verb::Note(String::new()));
    }

    /// Types for words that are chosen, and for a mention of another type.
    fn marks(&mut self) {
        let analysis = self.context.snapshot.analysis(self.at.article);
        let known = self.context.mention_at(self.at).map(|id| analysis.mentions[id].entity_type);
        if self.at.span.is_empty() && known.is_none() {
            return;
        }
        for kind in [EntityType::Person, EntityType::Organization, EntityType::Place, EntityType::Group] {
            if known != Some(kind) {
                self.add(format!("Mark as {}", kind.name()), Verb::Mention(kind.name().to_owned()));
            }
        }
        if !self.at.span.is_empty() {
            self.add("Mark as event".to_owned(), Verb::Event(None));
            self.plan(Verb::Attribution { source: None, cue: None, speaker: None });
        }
    }

    /// What was decided before can be taken away, and what is lost put back.
    fn annotations(&mut self) {
        let (context, at) = (self.context, self.at);
        for known in context.known.iter().filter(|known| known.article == at.article) {
            let annotation = &known.placed.annotation;
            let id = annotation.id.to_string();
            let here = (0..annotation.targets.len()).filter_map(|target| known.placed.span(target));
            let near = here.into_iter().any(|span| span.touches(at.span.start));
            let rejected = known.placed.meaning().and_then(|meaning| meaning.verdict) == Some(Verdict::Rejected);
            let words = annotation.targets.first().map(crate::annotation::Target::words).unwrap_or_default();
            let words = escaped(&crate::text::clip(words, super::WORDS)).into_owned();
            let kind = annotation.kind();
            let what = if rejected { format!("rejected {}", kind.name()) } else { kind.name().to_owned() };
            if near && kind != Kind::BlockEnd {
                self.add(format!("Delete annotation: {what} “{words}”, {}", escaped(&annotation.creator)), {
                    Verb::Delete(id.clone())
                });
            }
            if known.placed.is_orphan() && !at.span.is_empty() {
                let verb = Verb::Reanchor(id, at);
                self.add(format!("Re-anchor to the selection: {what} “{words}”"), verb);
            }
        }
    }
}
