//! Attributions that people added, rejected or gave another speaker.

use super::decisions::Decisions;
use super::find::mention_of;
use crate::analysis::judged::{Judged, Judgements};
use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, ChainId, MentionId, Provenance, SourceKind, Style};
use crate::annotation::meaning::{Kind, Meaning, Verdict, slug};
use crate::annotation::placed::Placed;
use crate::model::EntityType;
use crate::text::{IndexVec, Span};

struct Item {
    attribution: Attribution,
    /// Which it was.
    from: Option<AttributionId>,
    judged: Option<Judged>,
}

/// Lays decisions on attributions over an analysis; true where there are some.
pub(super) fn lay(human: &mut ArticleAnalysis, judged: &mut Judgements, decisions: &Decisions<'_>) -> bool {
    if decisions.of(Kind::Attribution).next().is_none() {
        return false;
    }
    let mut items: Vec<Item> = human
        .attributions
        .iter_enumerated()
        .map(|(at, attribution)| Item { attribution: attribution.clone(), from: Some(at), judged: None })
        .collect();
    for (placed, meaning, by) in decisions.of(Kind::Attribution) {
        let Some(given) = Given::new(placed, meaning) else { continue };
        let found = given.find(items.iter().map(|item| &item.attribution));
        match meaning.verdict {
            Some(Verdict::Rejected) => drop(found.map(|at| items.remove(at))),
            Some(Verdict::Unsure) => {}
            Some(Verdict::Added | Verdict::Accepted) | None => {
                let at = found.unwrap_or_else(|| add(&mut items, human, &given));
                let item = &mut items[at];
                item.judged = Some(by.clone());
                speak(&mut item.attribution, human, placed, meaning);
            }
        }
    }
    let mut numbers: IndexVec<AttributionId, Option<AttributionId>> = IndexVec::filled(None, human.attributions.len());
    for (at, item) in items.iter().enumerate() {
        if let Some(from) = item.from {
            numbers[from] = Some(AttributionId::from(at));
        }
    }
    let mut attributions: IndexVec<AttributionId, Attribution> = IndexVec::new();
    for Item { mut attribution, judged: by, from } in items {
        attribution.parent = match from {
            Some(_) => attribution.parent.and_then(|parent| numbers[parent]),
            None => within(&attributions, &attribution),
        };
        let id = attributions.push(attribution);
        judged.attributions.extend(by.map(|by| (id, by)));
    }
    human.attributions = attributions;
    true
}

/// What an annotation gives of an attribution.
struct Given {
    source: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
}

impl Given {
    fn new(placed: &Placed, meaning: &Meaning) -> Option<Self> {
        let source = placed.spans(meaning.source.as_ref()).unwrap_or_default();
        let (cue, content) = (placed.spans(meaning.cue.as_ref())?, placed.spans(meaning.content.as_ref())?);
        (!cue.is_empty() || !content.is_empty()).then_some(Self { source, cue, content })
    }

    /// The attribution that it is of, if there is one.
    fn find<'a>(&self, attributions: impl Iterator<Item = &'a Attribution>) -> Option<usize> {
        let shared = |one: &[Span], other: &[Span]| -> u32 {
            one.iter().flat_map(|span| other.iter().map(|other| span.overlap(*other))).sum()
        };
        let length = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<u32>();
        let score = |it: &Attribution| {
            let (content, cue) = (shared(&it.content, &self.content), shared(&it.cue, &self.cue));
            let least = length(&it.content).min(length(&self.content));
            let fits = if self.content.is_empty() { cue > 0 } else { 2 * content >= least.max(1) };
            // Of two over the same words the one with the same cue, then the one that is as long.
            let apart = length(&it.content).abs_diff(length(&self.content));
            fits.then_some((cue, shared(&it.source, &self.source), std::cmp::Reverse(apart)))
        };
        let scored = attributions.enumerate().filter_map(|(at, it)| Some((score(it)?, at)));
        scored.max_by(|(a, one), (b, other)| a.cmp(b).then(other.cmp(one))).map(|(_, at)| at)
    }
}

fn add(items: &mut Vec<Item>, human: &ArticleAnalysis, given: &Given) -> usize {
    let chain = given.source.iter().find_map(|span| chain_at(human, *span));
    let attribution = Attribution {
        source: given.source.clone(),
        cue: given.cue.clone(),
        content: given.content.clone(),
        chain,
        joint: Vec::new(),
        kind: chain.map(|chain| kind(human, chain)).or((!given.source.is_empty()).then_some(SourceKind::Anonymous)),
        style: style(human, &given.content),
        parent: None,
        hearsay: false,
        probability: 1.0,
        provenance: Provenance::Human,
    };
    let begin = start(&attribution);
    let at = items.partition_point(|item| start(&item.attribution) <= begin);
    items.insert(at, Item { attribution, from: None, judged: None });
    at
}

fn start(attribution: &Attribution) -> u32 {
    let parts = [&attribution.source, &attribution.cue, &attribution.content];
    parts.into_iter().flatten().map(|span| span.start).min().unwrap_or_default()
}

/// The last of those before that holds this one in its content.
fn within(before: &IndexVec<AttributionId, Attribution>, attribution: &Attribution) -> Option<AttributionId> {
    let own = attribution.cue.first().or(attribution.content.first())?;
    let holds = |(_, it): &(AttributionId, &Attribution)| {
        it.content.iter().any(|content| content.covers(*own) && content != own)
    };
    before.iter_enumerated().rfind(holds).map(|(at, _)| at)
}

/// Gives an attribution the speaker that somebody named.
fn speak(attribution: &mut Attribution, human: &ArticleAnalysis, placed: &Placed, meaning: &Meaning) {
    let chain = match meaning.speaker.as_deref() {
        Some([]) => {
            (attribution.chain, attribution.kind) = (None, None);
            attribution.joint.clear();
            return;
        }
        Some(targets) => targets.iter().find_map(|target| chain_at(human, placed.span(*target)?)),
        None => None,
    };
    let called = |wanted: &String| {
        human.chains.iter_enumerated().find(|(_, chain)| slug(&chain.name) == *wanted).map(|(id, _)| id)
    };
    let Some(chain) = chain.or_else(|| meaning.entity.as_ref().and_then(called)) else { return };
    if attribution.chain != Some(chain) {
        attribution.joint.clear();
        (attribution.chain, attribution.kind) = (Some(chain), Some(kind(human, chain)));
    }
}

fn chain_at(human: &ArticleAnalysis, span: Span) -> Option<ChainId> {
    let at = mention_of(human.mentions.iter(), span)?;
    human.mentions.get(MentionId::from(at)).map(|mention| mention.chain)
}

fn kind(human: &ArticleAnalysis, chain: ChainId) -> SourceKind {
    let chain = &human.chains[chain];
    match chain.entity_type {
        EntityType::Person if chain.named => SourceKind::Named,
        EntityType::Organization | EntityType::Place if chain.named => SourceKind::Office,
        EntityType::Group => SourceKind::Group,
        _ => SourceKind::Anonymous,
    }
}

fn style(human: &ArticleAnalysis, content: &[Span]) -> Style {
    let quotations = human.structure.quotations.iter();
    let quoted: u32 = quotations.flat_map(|one| content.iter().map(|span| span.overlap(one.span))).sum();
    match content.iter().map(|span| span.len()).sum::<u32>() {
        _ if quoted == 0 => Style::Indirect,
        all if quoted + 2 >= all => Style::Direct,
        _ => Style::Mixed,
    }
}
