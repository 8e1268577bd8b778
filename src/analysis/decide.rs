//! The last step of the analysis: the facts that follow from mentions, chains, attributions and events. It reads nothing else, so
//! that it can be taken again when a human has altered these.

use super::death;
use super::facts::{Facts, SourceFacts};
use super::{ArticleAnalysis, Attribution, Decided, attribution, event, government};
use crate::knowledge::Knowledge;
use crate::lexicon::Language;

/// The facts of an article. Pure: nothing that it decides is read from `analysis.facts`.
pub fn facts(lexicon: &Language, knowledge: &Knowledge, analysis: &ArticleAnalysis) -> Facts {
    let powers = &knowledge.powers;
    let reasons = attribution::reasons_for_no_name(lexicon, analysis);
    let source = |attribution: &Attribution| SourceFacts {
        speaker: attribution::speaker(analysis, attribution),
        kind: attribution::decided_kind(analysis, attribution),
        act: attribution::act(&lexicon.attribution, analysis, attribution),
        unnamed: attribution::unnamed(lexicon, analysis, attribution, &reasons),
        voice: attribution::voice(&lexicon.attribution, analysis, attribution),
        heard: attribution::heard(&lexicon.attribution, analysis, attribution),
        hearsay: attribution::hearsay(&lexicon.attribution, analysis, attribution),
        accused: attribution::accused(powers, analysis, attribution),
    };
    Facts {
        no_names: reasons.iter().map(|sentence| Decided::by_rule(*sentence, "anonymity")).collect(),
        sources: analysis.attributions.iter().map(source).collect(),
        claims: analysis
            .claims
            .iter()
            .map(|claim| attribution::hearsay_kind(&lexicon.attribution, &analysis.slice(claim.trigger).to_lowercase()))
            .collect(),
        deaths: death::deaths(powers, analysis),
        acting: government::acting(powers, analysis),
        speaking: government::speaking(powers, analysis),
        initiators: event::initiators(lexicon, analysis),
    }
}

#[cfg(test)]
mod tests;
