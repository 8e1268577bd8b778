//! Whose voice an attribution is: the source's own, or that of the body that a spokesperson speaks for; who is heard with it,
//! and whom it accuses.

use crate::analysis::{ArticleAnalysis, Attribution, ChainId, Decided, Mention, MentionKind, Provenance, SourceKind};
use crate::knowledge::powers::Powers;
use crate::lexicon::attribution::{AttributionLexicon, class};
use crate::model::EntityType;
use crate::text::Span;

/// Bytes from the beginning of an accusation within which the accused is named.
const FIRST: u32 = 40;

/// The chain of a source, unless it stands there as somebody's owner ("Assad’s key military ally"): the words are another's.
pub(in crate::analysis) fn own_chain(analysis: &ArticleAnalysis, attribution: &Attribution) -> Option<ChainId> {
    let chain = attribution.chain?;
    let mut inside = mentions_in(analysis, &attribution.source).filter(|mention| mention.chain == chain);
    let owns = |mention: &Mention| {
        let behind = analysis.text.get(mention.span.end as usize..).unwrap_or_default();
        let end = attribution.source.iter().any(|span| span.end > mention.span.end + 4);
        end && (behind.starts_with("’s ") || behind.starts_with("'s "))
    };
    (!inside.next().is_some_and(owns)).then_some(chain)
}

/// Who says it. That a description means somebody may be known of the article's day alone.
pub(in crate::analysis) fn speaker(analysis: &ArticleAnalysis, attribution: &Attribution) -> Option<Decided<ChainId>> {
    let chain = attribution.chain?;
    let mut inside = mentions_in(analysis, &attribution.source).filter(|mention| mention.chain == chain);
    let known = inside.next().is_some_and(|mention| mention.link == Provenance::Knowledge);
    let provenance = if known { Provenance::Knowledge } else { Provenance::Rule("source") };
    Some(Decided { value: chain, provenance })
}

/// What kind of source it is, with what decided it: who is named is known by who speaks, others by the noun.
pub(in crate::analysis) fn decided_kind(
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
) -> Option<Decided<SourceKind>> {
    let value = attribution.kind?;
    let provenance = match value {
        SourceKind::Named => speaker(analysis, attribution).map_or(Provenance::Rule("source"), |it| it.provenance),
        _ if attribution.hearsay => Provenance::Rule("hearsay"),
        _ => Provenance::Rule("source-noun"),
    };
    Some(Decided { value, provenance })
}

/// Who speaks in the end: the body that a source speaks for, else the source.
pub(in crate::analysis) fn voice(
    lexicon: &AttributionLexicon,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
) -> Option<Decided<ChainId>> {
    if attribution.hearsay || matches!(attribution.kind, Some(SourceKind::Outlet | SourceKind::Vague)) {
        return None;
    }
    let chain = own_chain(analysis, attribution)?;
    // "The Syrian opposition" does not speak for Syrians, nor a prosecutor in Brooklyn for Brooklyn.
    let speaks = |body: &ChainId| {
        let kind = analysis.chains.get(*body).map(|body| body.entity_type);
        matches!(kind, Some(EntityType::Organization | EntityType::Person))
    };
    let affiliation = analysis.chains.get(chain)?.affiliation.filter(speaks);
    let body = affiliation.or_else(|| body(lexicon, analysis, chain));
    Some(Decided::by_rule(body.unwrap_or(chain), if body.is_some() { "speaks-for" } else { "source" }))
}

/// Whose words are reported: the source's, those of the bodies that it speaks for, and of whoever has the office that speaks
/// ("A statement released by the office of Mr. Putin").
pub(in crate::analysis) fn heard(
    lexicon: &AttributionLexicon,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
) -> Vec<ChainId> {
    let Some(chain) = own_chain(analysis, attribution) else { return Vec::new() };
    let affiliation = analysis.chains.get(chain).and_then(|chain| chain.affiliation);
    let mut found: Vec<ChainId> =
        [Some(chain), affiliation, body(lexicon, analysis, chain)].into_iter().flatten().collect();
    if attribution.kind == Some(SourceKind::Office)
        || attribution.source.iter().any(|span| analysis.slice(*span).contains("office"))
    {
        found.extend(mentions_in(analysis, &attribution.source).map(|mention| mention.chain));
    }
    found
}

/// Whom somebody accuses: named right behind "accused", "blamed".
pub(in crate::analysis) fn accused(
    powers: &Powers,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
) -> Option<Decided<ChainId>> {
    if !attribution.cue.iter().any(|cue| powers.accuses(analysis.slice(*cue))) {
        return None;
    }
    let start = attribution.content.first()?.start;
    let first = mentions_in(analysis, &attribution.content).next()?;
    let other = first.span.start <= start + FIRST && Some(first.chain) != attribution.chain;
    other.then(|| Decided::by_rule(first.chain, "accusation"))
}

/// The mentions inside some spans, in the order of the text.
pub(in crate::analysis) fn mentions_in<'a>(
    analysis: &'a ArticleAnalysis,
    spans: &[Span],
) -> impl Iterator<Item = &'a Mention> {
    let mut inside = Vec::new();
    for span in spans {
        inside.extend(analysis.mentions_within(*span).filter(|mention| span.covers(mention.span)));
    }
    inside.sort_by_key(|mention: &&Mention| (mention.span.start, mention.span.end));
    inside.dedup_by(|a, b| std::ptr::eq(*a, *b));
    inside.into_iter()
}

/// So many roles of a person are looked at, so that a title said a thousand times costs no more than one.
const ROLES: usize = 64;

/// The body that a spokesperson speaks for, when a role names one ("the White House press secretary").
fn body(lexicon: &AttributionLexicon, analysis: &ArticleAnalysis, chain: ChainId) -> Option<ChainId> {
    let role = analysis.chains.get(chain)?.roles.iter().take(ROLES).map(|role| role.span).find(|span| {
        let words = analysis.slice(*span).to_lowercase();
        // A representative may be a lawmaker.
        let speaks = |word: &str| word.starts_with("spokes") && lexicon.classes(word) & class::SPOKESPERSON != 0;
        words.contains("press secretary") || words.split(|ch: char| !ch.is_alphanumeric()).any(speaks)
    })?;
    let roles = [role];
    let mut inside = mentions_in(analysis, &roles);
    let body =
        inside.find(|mention| mention.kind == MentionKind::Named && mention.entity_type == EntityType::Organization);
    body.map(|mention| mention.chain)
}
