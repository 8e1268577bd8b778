//! What holds of every analysis, whatever the text. The fuzz target includes this file.

use std::fmt::Debug;

use copydesk::analysis::{ArticleAnalysis, Attribution, AttributionId};
use copydesk::text::{IndexVec, Span};

/// What is wrong with an analysis, each in a sentence; none when all is well.
pub(crate) fn problems(analysis: &ArticleAnalysis) -> Vec<String> {
    let mut found = Found { text: &analysis.text, problems: Vec::new() };
    structure(&mut found, analysis);
    mentions(&mut found, analysis);
    attributions(&mut found, analysis);
    events(&mut found, analysis);
    claims(&mut found, analysis);
    found.problems
}

struct Found<'a> {
    text: &'a str,
    problems: Vec<String>,
}

impl Found<'_> {
    fn hold(&mut self, holds: bool, why: impl FnOnce() -> String) {
        if !holds {
            self.problems.push(why());
        }
    }

    /// A slice of the article that holds something.
    fn span(&mut self, what: &str, span: Span) {
        let slice = self.text.get(span.start as usize..span.end as usize);
        self.hold(slice.is_some_and(|slice| !slice.is_empty()), || {
            format!("{what}: {span:?} is no slice of the article")
        });
    }

    /// Slices in the order of the text.
    fn spans(&mut self, what: &str, spans: impl Iterator<Item = Span>) {
        let mut before = Span::default();
        for span in spans {
            self.span(what, span);
            self.hold(before.start <= span.start, || format!("{what}: {span:?} stands behind {before:?}"));
            before = span;
        }
    }

    /// Slices in the order of the text, none of which begins in the one before.
    fn apart(&mut self, what: &str, spans: impl Iterator<Item = Span>) {
        let mut end = 0;
        for span in spans {
            self.span(what, span);
            self.hold(end <= span.start, || format!("{what}: {span:?} begins before {end}"));
            end = span.end;
        }
    }

    /// Indices below the one past the last.
    fn index<K: Copy + Ord + Debug>(&mut self, what: &str, at: impl IntoIterator<Item = K>, end: K) {
        at.into_iter().for_each(|at| self.hold(at < end, || format!("{what}: {at:?} of {end:?}")));
    }

    fn chance(&mut self, what: &str, probability: f32) {
        self.hold((0.0..=1.0).contains(&probability), || format!("{what}: a probability of {probability}"));
    }
}

fn structure(found: &mut Found<'_>, analysis: &ArticleAnalysis) {
    let structure = &analysis.structure;
    found.apart("paragraphs", structure.paragraphs.iter().map(|it| it.span));
    found.apart("sentences", structure.sentences.iter().map(|it| it.span));
    found.apart("tokens", structure.tokens.iter().map(|it| it.span));
    found.apart("quotations", structure.quotations.iter().map(|it| it.span));
    found.spans("zones", structure.zones.iter().map(|it| it.span));
    for quotation in &structure.quotations {
        let holds = quotation.span.covers(quotation.inner);
        found.hold(holds, || format!("{quotation:?}: its words are not between its marks"));
    }
    let sentences = structure.sentences.len();
    found.hold([0, sentences].contains(&analysis.attributed.len()), || {
        format!("{} probabilities for {sentences} sentences", analysis.attributed.len())
    });
    analysis.attributed.iter().for_each(|&one| found.chance("attributed", one));
}

fn mentions(found: &mut Found<'_>, analysis: &ArticleAnalysis) {
    found.spans("times", analysis.times.iter().map(|it| it.span));
    found.spans("mentions", analysis.mentions.iter().map(|it| it.span));
    for (at, mention) in analysis.mentions.iter_enumerated() {
        found.span("titled", mention.titled);
        found.hold(mention.titled.covers(mention.span), || format!("{mention:?}: its title does not hold it"));
        found.chance("mention", mention.probability);
        let chain = analysis.chains.get(mention.chain);
        found.hold(chain.is_some_and(|chain| chain.mentions.contains(&at)), || {
            format!("{mention:?} is not in its chain")
        });
    }
    let introductions = analysis.chains.iter().filter_map(|chain| chain.mentions.first());
    found.hold(introductions.is_sorted(), || "chains are not in the order of their introductions".to_owned());
    for chain in &analysis.chains {
        found.hold(!chain.mentions.is_empty(), || format!("{chain:?}: nothing mentions it"));
        found.hold(chain.mentions.is_sorted(), || format!("{chain:?}: its mentions are not in order"));
        found.index("mentions of a chain", chain.mentions.iter().copied(), analysis.mentions.next_index());
        found.index("affiliation", chain.affiliation, analysis.chains.next_index());
        found.spans("roles", chain.roles.iter().map(|role| role.span));
    }
}

fn attributions(found: &mut Found<'_>, analysis: &ArticleAnalysis) {
    let start =
        |attribution: &Attribution| attribution.cue.iter().chain(&attribution.content).map(|span| span.start).min();
    let starts: IndexVec<AttributionId, _> = analysis.attributions.iter().map(start).collect();
    found.hold(starts.is_sorted(), || "attributions are not in the order of the text".to_owned());
    for (at, attribution) in analysis.attributions.iter_enumerated() {
        found.apart("source", attribution.source.iter().copied());
        found.apart("cue", attribution.cue.iter().copied());
        found.apart("content", attribution.content.iter().copied());
        found.chance("attribution", attribution.probability);
        found.index("chain of an attribution", attribution.chain, analysis.chains.next_index());
        found.index("parent", attribution.parent, at);
        found.hold(starts[at].is_some(), || format!("{attribution:?} has neither cue nor content"));
    }
    found.apart("introducers", analysis.blocks.iter().map(|it| it.introducer));
    found.apart("blocks", analysis.blocks.iter().map(|it| it.span));
    found.index("chain of a block", analysis.blocks.iter().filter_map(|it| it.chain), analysis.chains.next_index());
}

fn events(found: &mut Found<'_>, analysis: &ArticleAnalysis) {
    found.spans("heads of event mentions", analysis.event_mentions.iter().map(|it| it.head));
    let (chains, times) = (analysis.chains.next_index(), analysis.times.next_index());
    for mention in &analysis.event_mentions {
        found.hold(mention.span.covers(mention.head), || format!("{mention:?}: its head lies outside"));
        found.span("event mention", mention.span);
        found.index("participants", mention.participants.iter().copied(), chains);
        found.index("place", mention.place, chains);
        found.index("time", mention.time, times);
        found.index("event", [mention.event], analysis.events.next_index());
    }
    for event in &analysis.events {
        found.hold(!event.mentions.is_empty(), || format!("{event:?}: nothing mentions it"));
        found.index("mentions of an event", event.mentions.iter().copied(), analysis.event_mentions.next_index());
        found.index("participants", event.participants.iter().chain(&event.places).copied(), chains);
        found
            .hold(event.days.is_none_or(|(first, last)| first <= last), || format!("{event:?}: ends before it begins"));
    }
}

fn claims(found: &mut Found<'_>, analysis: &ArticleAnalysis) {
    found.spans("claims", analysis.claims.iter().map(|it| it.trigger));
    for claim in &analysis.claims {
        found.chance("claim", claim.probability);
        let sentence = analysis.structure.sentences.get(claim.sentence);
        found.hold(sentence.is_some_and(|sentence| sentence.span.covers(claim.trigger)), || {
            format!("{claim:?} is not in its sentence")
        });
    }
}
