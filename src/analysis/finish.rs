//! The last step: chains get their numbers, and what follows from them is told.

use std::sync::Arc;

use super::article::ArticleAnalysis;
use super::facts::Facts;
use super::reading::Reading;
use super::stages::{Linked, Numbered};
use super::{attribution, claim, coref, decide, event};
use crate::model::Models;

/// Makes an analysis of mentions and attributions that have their chains.
///
/// Takes what was read of the text, and [`Linked`]: mentions in any order, each with the index of its chain; chains with
/// type, gender, number, roles and affiliation; attributions and blocks, which refer to chains. A chain's other fields, the
/// numbers of chains, the kind of source of an attribution that has none, events, claims and facts are told here and nowhere
/// else. So whoever changes a finished analysis takes it apart ([`ArticleAnalysis::linked`]), moves mentions from chain to
/// chain, adds or takes out mentions or attributions, forgets the kind of a source that has changed, and hands it in here
/// again. What is handed in unchanged comes back as it was.
pub fn finish(models: &Models, reading: Reading, linked: Linked) -> ArticleAnalysis {
    let mut numbered = coref::number(&models.lexicon.names, &reading, linked);
    attribution::tell_kinds(&models.lexicon, &reading, &mut numbered);
    let (event_mentions, events) = event::events(&models.lexicon.events, &reading, &numbered);
    let Numbered { mentions, chains, attributions, blocks } = numbered;
    let Reading { text, lines, meta, language, structure, published, outlet, times, attributed } = reading;
    let mut analysis = ArticleAnalysis {
        text,
        lines,
        meta,
        language,
        structure,
        published,
        outlet,
        times,
        mentions,
        chains,
        attributions,
        blocks,
        event_mentions,
        events,
        claims: Vec::new(),
        attributed,
        judged: Arc::default(),
        machine: None,
        facts: Facts::default(),
    };
    analysis.claims = claim::claims(models, &analysis);
    analysis.facts = decide::facts(&models.lexicon, &models.knowledge, &analysis);
    analysis
}

impl ArticleAnalysis {
    /// What [`finish`] made this of.
    pub fn linked(self) -> (Reading, Linked) {
        let Self { text, lines, meta, language, structure, published, outlet, times, attributed, .. } = self;
        let reading = Reading { text, lines, meta, language, structure, published, outlet, times, attributed };
        let Self { mentions, chains, attributions, blocks, .. } = self;
        let chains = chains.into_iter().map(Into::into).collect();
        (reading, Linked { mentions, chains, attributions, blocks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Article, ArticleMeta, ChainId, Draft, SourceKind, analyze};

    const TEXT: &str = "Bridge to close, says council\n\nMayor Anna Lopez of Weston met Bert Brown on Monday. “I built a \
        bridge,” Mr. Brown told a reporter who said he was late. The meeting took an hour.\n\nAnna Lopez and Bert Brown \
        left. “We are glad,” they said in a statement. The statement said the company, Acme Corp., would pay. A council \
        official said it was closed. The official said the worst bridge ever built fell.\n\nABC News reports:\n\nThe \
        company said its mayor, Ms. Lopez, had called Brown.\n";

    fn read(models: &Models) -> ArticleAnalysis {
        analyze(models, &Article { text: Arc::from(TEXT), meta: ArticleMeta::default() })
    }

    fn shown(analysis: &ArticleAnalysis) -> String {
        let ArticleAnalysis { mentions, chains, attributions, blocks, event_mentions, events, claims, .. } = analysis;
        format!("{mentions:#?}{chains:#?}{attributions:#?}{blocks:#?}{event_mentions:#?}{events:#?}{claims:#?}")
    }

    #[test]
    fn what_is_taken_apart_comes_back() {
        let models = Models::embedded();
        let known = read(&models);
        let (reading, mut linked) = known.clone().linked();
        let last = linked.chains.len() - 1;
        let turn = |chain: &mut ChainId| *chain = ChainId::from(last - usize::from(*chain));
        let drafts = linked.chains.into_iter().rev();
        linked.chains = drafts
            .map(|it| Draft {
                affiliation: it.affiliation.map(|mut at| {
                    turn(&mut at);
                    at
                }),
                ..it
            })
            .collect();
        linked.mentions = linked.mentions.into_iter().rev().collect();
        linked.mentions.iter_mut().for_each(|mention| turn(&mut mention.chain));
        for attribution in &mut linked.attributions {
            attribution.chain.iter_mut().chain(&mut attribution.joint).for_each(turn);
            attribution.kind =
                attribution.kind.filter(|_| attribution.hearsay || attribution.kind == Some(SourceKind::Outlet));
        }
        linked.blocks.iter_mut().filter_map(|block| block.chain.as_mut()).for_each(turn);
        assert_eq!(shown(&finish(&models, reading, linked)), shown(&known));
    }

    #[test]
    fn who_is_moved_takes_name_and_place_along() {
        let models = Models::embedded();
        let (reading, mut linked) = read(&models).linked();
        let find = |linked: &Linked, name: &str| {
            linked.chains.iter_enumerated().find(|(_, it)| it.name == name).map(|(at, _)| at)
        };
        let (one, other) = (find(&linked, "Anna Lopez").unwrap(), find(&linked, "Bert Brown").unwrap());
        for mention in linked.mentions.iter_mut().filter(|it| it.chain == other) {
            mention.chain = one;
        }
        let analysis = finish(&models, reading, linked);
        let names: Vec<&str> = analysis.chains.iter().map(|chain| chain.name.as_str()).collect();
        assert!(names.contains(&"Anna Lopez") && !names.contains(&"Bert Brown"), "{names:?}");
        let starts = analysis.chains.iter().map(|chain| analysis.mentions[chain.mentions[0]].span.start);
        assert!(starts.is_sorted());
    }
}
