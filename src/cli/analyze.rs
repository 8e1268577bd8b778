//! `copydesk analyze`: everything that is known of each article, one JSON object a line. The shape is fixed; offsets
//! are Unicode code points of the file as it is, end exclusive.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::command::{Articles, Failure, Outcome};
use super::json;
use super::workspace::{self, Workspace};
use crate::analysis::facts::Unnamed;
use crate::analysis::judged::Judged;
use crate::analysis::{ChainId, Claim, MentionKind, OutletBlock};
use crate::corpus::{ArticleId, ArticleNode, ChainRef, EntityId, EventId, Snapshot};
use crate::model::Models;
use crate::model::claim::ClaimHead;
use crate::rules::Finding;
use crate::text::{CodePoints, Span, escaped_path};

#[derive(Serialize)]
struct ArticleJson<'a> {
    path: &'a str,
    published: Option<String>,
    outlet: Option<&'a str>,
    provenance: ArticleProvenanceJson,
    zones: Vec<ZoneJson>,
    mentions: Vec<MentionJson<'a>>,
    entities: Vec<EntityJson<'a>>,
    attributions: Vec<AttributionJson<'a>>,
    sentences: Vec<SentenceJson>,
    times: Vec<TimeJson>,
    events: Vec<EventJson<'a>>,
    claims: Vec<ClaimJson>,
    blocks: Vec<BlockJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

/// What decided when and where an article appeared.
#[derive(Serialize)]
struct ArticleProvenanceJson {
    published: Option<String>,
    outlet: Option<String>,
}

#[derive(Serialize)]
struct SpanJson {
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct ZoneJson {
    kind: &'static str,
    #[serde(flatten)]
    span: SpanJson,
}

#[derive(Serialize)]
struct MentionJson<'a> {
    #[serde(flatten)]
    span: SpanJson,
    r#type: &'static str,
    kind: &'static str,
    entity: String,
    provenance: MentionProvenanceJson,
    #[serde(flatten)]
    by: ByJson<'a>,
}

#[derive(Serialize)]
struct MentionProvenanceJson {
    /// That it is a mention, of its type.
    mention: String,
    entity: String,
}

/// Whose reading it is, and the annotation that says so.
#[derive(Serialize)]
struct ByJson<'a> {
    by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotation: Option<&'a str>,
}

impl<'a> ByJson<'a> {
    fn new(judged: Option<&'a Judged>) -> Self {
        let by = if judged.is_some() { "human" } else { "machine" };
        Self { by, annotation: judged.map(|judged| &*judged.annotation) }
    }
}

#[derive(Serialize)]
struct EntityJson<'a> {
    id: String,
    name: &'a str,
    r#type: &'static str,
    roles: Vec<&'a str>,
    /// True where the article tells that somebody is dead.
    dead: bool,
    provenance: EntityProvenanceJson,
    /// Pages that people named, also in other articles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<&'a str>,
}

#[derive(Default, Serialize)]
struct EntityProvenanceJson {
    /// Of each role.
    roles: Vec<String>,
    dead: Option<String>,
}

#[derive(Serialize)]
struct AttributionJson<'a> {
    source: Vec<SpanJson>,
    cue: Vec<SpanJson>,
    content: Vec<SpanJson>,
    entity: Option<String>,
    /// Those who say it together; none where one says it alone.
    entities: Vec<String>,
    source_kind: Option<&'static str>,
    style: &'static str,
    /// The attribution in whose content this one stands, by its place among the article's.
    parent: Option<usize>,
    #[serde(flatten)]
    by: ByJson<'a>,
    act: &'static str,
    unnamed: Option<UnnamedJson>,
    voice: Option<String>,
    accused: Option<String>,
    provenance: AttributionProvenanceJson,
}

/// The words that introduce somebody without a name, and the sentence that says why there is none.
#[derive(Serialize)]
struct UnnamedJson {
    #[serde(flatten)]
    span: SpanJson,
    reason: Option<SpanJson>,
}

#[derive(Default, Serialize)]
struct AttributionProvenanceJson {
    attribution: String,
    entity: Option<String>,
    source_kind: Option<String>,
    act: Option<String>,
    unnamed: Option<String>,
    voice: Option<String>,
    accused: Option<String>,
}

/// A stretch that is another outlet's text.
#[derive(Serialize)]
struct BlockJson<'a> {
    #[serde(flatten)]
    span: SpanJson,
    outlet: &'a str,
    entity: Option<String>,
    provenance: String,
}

/// A sentence, with the probability that it tells what somebody said, thought or meant.
#[derive(Serialize)]
struct SentenceJson {
    #[serde(flatten)]
    span: SpanJson,
    attributed: f32,
}

#[derive(Serialize)]
struct TimeJson {
    #[serde(flatten)]
    span: SpanJson,
    value: String,
}

#[derive(Serialize)]
struct EventJson<'a> {
    #[serde(flatten)]
    span: SpanJson,
    event: String,
    /// What kind of event, and whether it has happened.
    class: &'static str,
    realis: &'static str,
    #[serde(flatten)]
    by: ByJson<'a>,
    /// Who takes part in it.
    participants: Vec<String>,
    /// The days on which it happened, as the words around it say.
    days: Option<String>,
    /// Who began it.
    initiator: Option<String>,
    provenance: EventProvenanceJson,
}

#[derive(Serialize)]
struct EventProvenanceJson {
    event: String,
    initiator: Option<String>,
}

/// Words that claim something that nobody answers for, whatever rules make of it.
#[derive(Serialize)]
struct ClaimJson {
    #[serde(flatten)]
    span: SpanJson,
    kind: &'static str,
    /// Probability that any editor would ask "says who?".
    probability: f32,
    provenance: String,
}

/// A finding, as `analyze` and `check --format json` print it.
#[derive(Serialize)]
pub(super) struct DiagnosticJson<'a> {
    code: &'static str,
    severity: &'static str,
    start: u32,
    end: u32,
    message: &'a str,
}

impl<'a> DiagnosticJson<'a> {
    /// The finding with its place in code points.
    pub(super) fn new(finding: &'a Finding, (start, end): (u32, u32)) -> Self {
        Self { code: finding.code, severity: finding.severity.name(), start, end, message: &finding.message }
    }
}

/// Prints each article, read with another claim head where one is given.
pub(super) fn run(articles: &Articles, claim_head: Option<&Path>, out: &mut dyn Write) -> Outcome {
    let mut models = Models::embedded();
    if let Some(path) = claim_head {
        let wrong = |error: String| Failure::Message(format!("{}: {error}", escaped_path(path)));
        let bytes = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
        models = models.with_claim_head(ClaimHead::of(&bytes).map_err(wrong)?);
    }
    let workspace = workspace::load_with(&models, &articles.paths, &articles.eyes)?;
    let numbers = Numbers::new(&workspace.snapshot);
    for article in workspace.snapshot.ids() {
        let line = line(&workspace, &numbers, article)?;
        writeln!(out, "{line}")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Entities and events, numbered in the order in which they first stand in the articles.
struct Numbers {
    entities: FxHashMap<EntityId, usize>,
    events: FxHashMap<EventId, usize>,
}

impl Numbers {
    fn new(snapshot: &Snapshot) -> Self {
        let entities = snapshot.entity_ids().enumerate().map(|(number, id)| (id, number)).collect();
        Self { entities, events: snapshot.event_ids().enumerate().map(|(number, id)| (id, number)).collect() }
    }

    fn entity(&self, id: EntityId) -> Option<String> {
        self.entities.get(&id).map(|number| format!("n{number}"))
    }

    fn event(&self, id: EventId) -> Option<String> {
        self.events.get(&id).map(|number| format!("e{number}"))
    }
}

fn line(workspace: &Workspace, numbers: &Numbers, article: ArticleId) -> Result<String, Failure> {
    let findings = workspace.check(article);
    let node = workspace.snapshot.article(article);
    let view = View { snapshot: &workspace.snapshot, numbers, node, points: CodePoints::new(&node.analysis.text) };
    let analysis = &node.analysis;
    json::line(&ArticleJson {
        path: &node.key,
        published: analysis.published.map(|published| published.date.to_string()),
        outlet: analysis.outlet.as_ref().map(|outlet| outlet.name.as_str()),
        provenance: ArticleProvenanceJson {
            published: analysis.published.map(|published| published.provenance.name()),
            outlet: analysis.outlet.as_ref().map(|outlet| outlet.provenance.name()),
        },
        zones: analysis
            .structure
            .zones
            .iter()
            .map(|zone| ZoneJson { kind: zone.kind.name(), span: view.span(zone.span) })
            .collect(),
        mentions: view.mentions(),
        entities: view.entities(),
        attributions: view.attributions(),
        sentences: view.sentences(),
        times: analysis
            .times
            .iter()
            .map(|time| TimeJson { span: view.span(time.span), value: time.value.to_string() })
            .collect(),
        events: view.events(),
        claims: view.claims(),
        blocks: view.blocks(),
        diagnostics: findings
            .iter()
            .map(|finding| DiagnosticJson::new(finding, view.points.span(finding.span)))
            .collect(),
    })
}

/// Three places are more than a probability is good for, and keep lines short.
fn rounded(probability: f32) -> f32 {
    (probability * 1000.0).round() / 1000.0
}

/// One article, with what its offsets and ids are counted by.
struct View<'a> {
    snapshot: &'a Snapshot,
    numbers: &'a Numbers,
    node: &'a ArticleNode,
    points: CodePoints<'a>,
}

impl<'a> View<'a> {
    fn span(&self, span: Span) -> SpanJson {
        let (start, end) = self.points.span(span);
        SpanJson { start, end }
    }

    fn spans(&self, spans: &[Span]) -> Vec<SpanJson> {
        spans.iter().map(|&span| self.span(span)).collect()
    }

    fn entity(&self, chain: ChainId) -> Option<String> {
        self.numbers.entity(*self.node.entities.get(chain)?)
    }

    fn mentions(&self) -> Vec<MentionJson<'a>> {
        let kind = |kind| match kind {
            MentionKind::Named => "named",
            MentionKind::Nominal => "nominal",
            MentionKind::Pronoun => "pronoun",
        };
        let mentions = self.node.analysis.mentions.iter_enumerated();
        mentions
            .filter_map(|(id, mention)| {
                Some(MentionJson {
                    span: self.span(mention.span),
                    r#type: mention.entity_type.name(),
                    kind: kind(mention.kind),
                    entity: self.entity(mention.chain)?,
                    by: ByJson::new(self.node.analysis.judged.mentions.get(&id)),
                    provenance: MentionProvenanceJson {
                        mention: mention.provenance.name(),
                        entity: mention.link.name(),
                    },
                })
            })
            .collect()
    }

    /// The entities that this article speaks of, each once, with the roles that it gives them.
    fn entities(&self) -> Vec<EntityJson<'a>> {
        let mut places = FxHashMap::default();
        let mut found: Vec<EntityJson<'a>> = Vec::new();
        let mut seen = FxHashSet::default();
        let deaths = &self.node.analysis.facts.deaths;
        for ((at_chain, chain), &id) in self.node.analysis.chains.iter_enumerated().zip(self.node.entities.iter()) {
            let Some(number) = self.numbers.entity(id) else { continue };
            let at = *places.entry(id).or_insert_with(|| {
                let entity = self.snapshot.entity(id);
                found.push(EntityJson {
                    id: number,
                    name: entity.name,
                    r#type: entity.entity_type.name(),
                    roles: Vec::new(),
                    dead: false,
                    provenance: EntityProvenanceJson::default(),
                    links: self.links(entity.chains),
                });
                found.len() - 1
            });
            let entity = &mut found[at];
            for role in &chain.roles {
                let words = role.span.of_text(&self.node.analysis.text);
                if seen.insert((at, words)) {
                    entity.roles.push(words);
                    entity.provenance.roles.push(role.provenance.name());
                }
            }
            if let Some(death) = deaths.iter().find(|death| death.chain.value == at_chain) {
                entity.dead = true;
                entity.provenance.dead = Some(death.chain.provenance.name());
            }
        }
        found
    }

    fn links(&self, chains: &[ChainRef]) -> Vec<&'a str> {
        let mut links: Vec<&str> = Vec::new();
        for of in chains {
            let called = self.snapshot.analysis(of.article).judged.called.get(&of.chain);
            for link in called.iter().flat_map(|called| &called.links) {
                if !links.contains(&&**link) {
                    links.push(link);
                }
            }
        }
        links
    }

    fn attributions(&self) -> Vec<AttributionJson<'a>> {
        let attributions = self.node.analysis.attributions.iter_enumerated().zip(&self.node.analysis.facts.sources);
        attributions
            .map(|((id, attribution), facts)| AttributionJson {
                source: self.spans(&attribution.source),
                cue: self.spans(&attribution.cue),
                content: self.spans(&attribution.content),
                entity: attribution.chain.and_then(|chain| self.entity(chain)),
                entities: attribution.joint.iter().filter_map(|chain| self.entity(*chain)).collect(),
                source_kind: attribution.kind.map(crate::analysis::SourceKind::name),
                style: attribution.style.name(),
                parent: attribution.parent.map(usize::from),
                by: ByJson::new(self.node.analysis.judged.attributions.get(&id)),
                act: facts.act.value.name(),
                unnamed: facts.unnamed.map(|unnamed| self.unnamed(&unnamed.value)),
                voice: facts.voice.and_then(|chain| self.entity(chain.value)),
                accused: facts.accused.and_then(|chain| self.entity(chain.value)),
                provenance: AttributionProvenanceJson {
                    attribution: attribution.provenance.name(),
                    entity: facts.speaker.map(|it| it.provenance.name()),
                    source_kind: facts.kind.map(|it| it.provenance.name()),
                    act: Some(facts.act.provenance.name()),
                    unnamed: facts.unnamed.map(|it| it.provenance.name()),
                    voice: facts.voice.map(|it| it.provenance.name()),
                    accused: facts.accused.map(|it| it.provenance.name()),
                },
            })
            .collect()
    }

    fn unnamed(&self, unnamed: &Unnamed) -> UnnamedJson {
        let sentence = unnamed.reason.and_then(|at| self.node.analysis.structure.sentences.get(at));
        UnnamedJson { span: self.span(unnamed.who), reason: sentence.map(|it| self.span(it.span)) }
    }

    fn blocks(&self) -> Vec<BlockJson<'a>> {
        let blocks = self.node.analysis.blocks.iter();
        let json = |block: &'a OutletBlock| BlockJson {
            span: self.span(block.span),
            outlet: &block.outlet,
            entity: block.chain.and_then(|chain| self.entity(chain)),
            provenance: block.provenance.name(),
        };
        blocks.map(json).collect()
    }

    fn claims(&self) -> Vec<ClaimJson> {
        let claims = self.node.analysis.claims.iter();
        let json = |it: &Claim| {
            let probability = rounded(it.probability);
            let provenance = it.provenance.name();
            ClaimJson { span: self.span(it.trigger), kind: it.kind.name(), probability, provenance }
        };
        claims.map(json).collect()
    }

    fn sentences(&self) -> Vec<SentenceJson> {
        let analysis = &self.node.analysis;
        let sentences = analysis.structure.sentences.iter().zip(&analysis.attributed);
        sentences.map(|(it, p)| SentenceJson { span: self.span(it.span), attributed: rounded(*p) }).collect()
    }

    fn events(&self) -> Vec<EventJson<'a>> {
        let mentions = self.node.analysis.event_mentions.iter_enumerated().zip(&self.node.analysis.facts.initiators);
        mentions
            .filter_map(|((id, mention), initiator)| {
                let event = self.numbers.event(*self.node.events.get(mention.event)?)?;
                Some(EventJson {
                    span: self.span(mention.span),
                    event,
                    class: mention.class,
                    realis: mention.realis.name(),
                    by: ByJson::new(self.node.analysis.judged.events.get(&id)),
                    participants: mention.participants.iter().filter_map(|chain| self.entity(*chain)).collect(),
                    days: mention.time.and_then(|at| self.node.analysis.times.get(at)).map(|it| it.value.to_string()),
                    initiator: initiator.and_then(|it| self.entity(it.value.chain)),
                    provenance: EventProvenanceJson {
                        event: mention.provenance.name(),
                        initiator: initiator.map(|it| it.provenance.name()),
                    },
                })
            })
            .collect()
    }
}
