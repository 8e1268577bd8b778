//! Which statements of an article have nothing like them in another: neither among its statements nor in what it tells
//! in its own voice. Asked for when two articles are laid side by side, never on a keystroke.

use rustc_hash::FxHashSet;

use crate::analysis::{ArticleAnalysis, AttributionId, ChainId};
use crate::corpus::features::content::{content, in_names};
use crate::corpus::features::statement::{StatementFeatures, Wording, statements};
use crate::corpus::reference::ArticleId;
use crate::corpus::snapshot::Snapshot;
use crate::corpus::statements::overlap::{Overlap, ready};
use crate::corpus::statements::similarity::is_perhaps;
use crate::token::ZoneKind;

/// Statements of an article, and sentences of another, that are looked at; more are no article.
const MOST: usize = 400;
/// Words and names without which a statement says too little to be missed elsewhere.
const TELLING: usize = 4;

/// The statements of `here` that no other of `others` has, in the order of the text.
pub(crate) fn without_counterpart(snapshot: &Snapshot, here: ArticleId, others: &[ArticleId]) -> Vec<AttributionId> {
    let ours = stated(snapshot.analysis(here));
    let mut alone = vec![true; ours.len()];
    for &other in others {
        let theirs = told(snapshot.analysis(other));
        let entity = |first: bool, chain: ChainId| {
            let node = snapshot.article(if first { here } else { other });
            node.entities.get(chain).map_or(u64::MAX, |entity| entity.0)
        };
        let wordings = |facts: &[StatementFeatures]| facts.iter().map(|one| one.wording.clone()).collect::<Vec<_>>();
        let own = wordings(&ours);
        let (own, theirs) = (own.iter().collect::<Vec<_>>(), theirs.iter().collect::<Vec<_>>());
        let (stretches, others) = ready(&own, &theirs, entity);
        for (alone, stretch) in alone.iter_mut().zip(&stretches) {
            *alone = *alone && !others.iter().any(|other| is_perhaps(Overlap::of(stretch, other)));
        }
    }
    let analysis = snapshot.analysis(here);
    // A copy has links that the others do not have with it.
    let of = |id: &ArticleId| snapshot.article(*id).statements.iter();
    let links = std::iter::once(&here).chain(others).flat_map(of);
    let links = links.filter(|link| others.contains(&link.a.article) || others.contains(&link.b.article));
    let ends = links.flat_map(|link| [link.a, link.b]).filter(|end| end.article == here);
    let links: FxHashSet<AttributionId> = ends.map(|end| end.attribution).collect();
    // What is linked in part ("A said that B had told him …") has its counterpart.
    let linked = |at: AttributionId| {
        let own = &analysis.attributions[at].content;
        let parts = links.iter().flat_map(|at| &analysis.attributions[*at].content);
        parts.into_iter().any(|part| own.iter().any(|span| 2 * span.overlap(*part) > span.len()))
    };
    let telling = |one: &StatementFeatures| one.body && one.wording.words.len() >= TELLING;
    let found = ours.iter().zip(alone).filter(|(one, alone)| *alone && telling(one) && !linked(one.attribution));
    found.map(|(one, _)| one.attribution).collect()
}

fn stated(analysis: &ArticleAnalysis) -> Vec<StatementFeatures> {
    let mut found = statements(analysis, &content(analysis));
    found.truncate(MOST);
    found
}

/// All that an article says, a sentence each.
fn told(analysis: &ArticleAnalysis) -> Vec<Wording> {
    let content = content(analysis);
    let named = in_names(analysis);
    let sentences = analysis.structure.sentences.iter();
    let said = sentences.filter(|sentence| {
        !matches!(analysis.structure.zone_at(sentence.span.start), ZoneKind::Boilerplate | ZoneKind::Related)
    });
    said.take(MOST).map(|sentence| Wording::of(analysis, &content, &named, &[sentence.span])).collect()
}
