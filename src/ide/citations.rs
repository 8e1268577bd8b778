//! Who cites whom: a source, the articles and sources that rely on it, and whom it cites in turn ("de Mistura said that
//! the committee had told him"), across articles. An outlet whose text an article carries is a source like another.

use std::collections::BTreeMap;

use super::NavigationTarget;
use super::elsewhere::introduction;
use super::shown::{label, speaker};
use crate::analysis::{Attribution, SourceKind};
use crate::corpus::{ArticleId, ChainRef, EntityId, Place, Snapshot};
use crate::text::Span;

/// Who is cited, or cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citing {
    /// "Staffan de Mistura", "ABC News", or an article's handle.
    pub name: String,
    /// What kind of source; of an article, what is known of it.
    pub detail: String,
    /// True for an article.
    pub article: bool,
    /// Where it is introduced, or speaks first; of an article, its beginning.
    pub target: NavigationTarget,
}

/// A relation between the one asked about and another, with the places of the sources that show it, all in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The other.
    pub other: Citing,
    /// Where the citing stands.
    pub article: ArticleId,
    /// The words that name who is cited, in the order of the text.
    pub places: Vec<Span>,
}

/// True when words of it are reported somewhere.
pub(super) fn is_source(snapshot: &Snapshot, entity: EntityId) -> bool {
    let mut chains = snapshot.entity(entity).chains.iter();
    chains.any(|chain| statements(snapshot, *chain).next().is_some())
}

/// The statements of a chain of an article.
fn statements(snapshot: &Snapshot, of: ChainRef) -> impl Iterator<Item = &Attribution> {
    let all = snapshot.analysis(of.article).attributions.iter();
    all.filter(move |attribution| attribution.chain == Some(of.chain))
}

/// A source as it is shown: where `near` introduces it, else where the first article does.
pub(super) fn source(snapshot: &Snapshot, entity: EntityId, near: ArticleId) -> Option<Citing> {
    let found = snapshot.entity(entity);
    let place = |of: &ChainRef| {
        let ChainRef { article, chain } = *of;
        let analysis = snapshot.analysis(article);
        let said = statements(snapshot, *of).find_map(|attribution| Some((attribution, *attribution.source.first()?)));
        let introduced = introduction(analysis, chain).map(|mention| analysis.mentions[mention].span);
        // Where it speaks, its source is asked about again without a doubt.
        let span = said.map(|(_, span)| span).or(introduced)?;
        Some((Place { article, span }, said.map(|(attribution, _)| attribution), &analysis.chains[chain].name))
    };
    let chains = || found.chains.iter();
    let here = chains().filter(|chain| chain.article == near).find_map(place);
    let (place, attribution, printed) = here.or_else(|| chains().find_map(place))?;
    let kind = attribution.and_then(|attribution| attribution.kind).map_or("source", kind);
    let name = match attribution.filter(|_| !found.named) {
        Some(attribution) => speaker(snapshot.analysis(place.article), attribution),
        // As it is printed there.
        None => printed.clone(),
    };
    let detail = format!("{kind} · {}", label(snapshot, place.article));
    Some(Citing { name, detail, article: false, target: NavigationTarget::new(snapshot, place) })
}

fn kind(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Named => "named source",
        SourceKind::Office => "office",
        SourceKind::Anonymous => "unnamed source",
        SourceKind::Outlet => "outlet",
        SourceKind::Group => "group",
        SourceKind::Vague => "no one in particular",
    }
}

/// An article as one who cites.
fn of_article(snapshot: &Snapshot, article: ArticleId) -> Citing {
    let node = snapshot.article(article);
    let first = node.analysis.structure.paragraphs.first().map(|paragraph| paragraph.span).unwrap_or_default();
    Citing {
        name: label(snapshot, article),
        detail: node.label.title.clone(),
        article: true,
        target: NavigationTarget::new(snapshot, Place { article, span: first }),
    }
}

/// Who cites a statement: the one within whose statement it stands, else the article.
fn citing(snapshot: &Snapshot, article: ArticleId, attribution: &Attribution) -> Option<EntityId> {
    let node = snapshot.article(article);
    let parent = attribution.parent.and_then(|parent| node.analysis.attributions.get(parent))?;
    let entity = *node.entities.get(parent.chain?)?;
    let own = attribution.chain.and_then(|chain| node.entities.get(chain)).copied();
    // "Obama said that he …" is no second voice.
    (own != Some(entity)).then_some(entity)
}

/// Who is cited by a statement's words.
fn words(attribution: &Attribution) -> Option<Span> {
    attribution.source.first().or(attribution.cue.first()).copied()
}

/// By article and somebody's first chain, who it is and the words that cite; nobody for the article itself.
type Found = BTreeMap<(ArticleId, Option<ChainRef>), (Option<EntityId>, Vec<Span>)>;

/// The articles and sources that rely on a source, article by article.
pub(super) fn incoming(snapshot: &Snapshot, entity: EntityId) -> Vec<Call> {
    let mut found = Found::new();
    for chain in snapshot.entity(entity).chains {
        let article = chain.article;
        for attribution in statements(snapshot, *chain) {
            let by = citing(snapshot, article, attribution);
            let key = (article, by.and_then(|by| snapshot.first_chain(by)));
            found.entry(key).or_insert_with(|| (by, Vec::new())).1.extend(words(attribution));
        }
    }
    let call = |((article, _), (by, places)): (_, (_, Vec<Span>))| {
        let other = match by {
            Some(entity) => source(snapshot, entity, article)?,
            None => of_article(snapshot, article),
        };
        Some(Call { other, article, places: sorted(places) })
    };
    found.into_iter().filter_map(call).collect()
}

/// Whom a source cites in turn, article by article.
pub(super) fn outgoing(snapshot: &Snapshot, entity: EntityId) -> Vec<Call> {
    let articles = snapshot.entity(entity).chains.iter().map(|chain| chain.article);
    cited(snapshot, articles, Some(entity))
}

/// The sources that an article relies on, without those that it has through another.
pub fn outgoing_of_article(snapshot: &Snapshot, article: ArticleId) -> Vec<Call> {
    cited(snapshot, std::iter::once(article), None)
}

fn cited(snapshot: &Snapshot, articles: impl Iterator<Item = ArticleId>, by: Option<EntityId>) -> Vec<Call> {
    let mut found = Found::new();
    for article in articles {
        let node = snapshot.article(article);
        for attribution in &node.analysis.attributions {
            let own = attribution.chain.and_then(|chain| node.entities.get(chain));
            if let Some(&own) = own.filter(|own| Some(**own) != by)
                && citing(snapshot, article, attribution) == by
            {
                let key = (article, snapshot.first_chain(own));
                found.entry(key).or_insert_with(|| (Some(own), Vec::new())).1.extend(words(attribution));
            }
        }
    }
    let call = |((article, _), (entity, places)): (_, (Option<EntityId>, Vec<Span>))| {
        Some(Call { other: source(snapshot, entity?, article)?, article, places: sorted(places) })
    };
    found.into_iter().filter_map(call).collect()
}

fn sorted(mut places: Vec<Span>) -> Vec<Span> {
    places.sort_unstable();
    places.dedup();
    places
}
