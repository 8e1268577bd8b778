//! Every mention of the same words, in all articles, is of one: `Every “Mr. Holt” in 3 articles is Sam Holt`.

use std::collections::BTreeMap;

use super::{Context, File, Judgement, Kind, Meaning, Of, Place, Refusal, Relation, Verdict, slug};
use crate::analysis::MentionKind;
use crate::corpus::{ArticleId, Snapshot};
use crate::text::escaped;

/// The names that are written as the one at a place, by article; none where no name stands.
fn alike(snapshot: &Snapshot, at: Place) -> BTreeMap<ArticleId, Vec<Place>> {
    let mentions = |article: ArticleId| {
        let named = snapshot.analysis(article).mentions.iter();
        named.filter(|it| it.kind == MentionKind::Named)
    };
    let words = |article: ArticleId, span| snapshot.slice(Place { article, span }).split_whitespace();
    let own = mentions(at.article).find(|it| it.span.covers(at.span) || it.titled.covers(at.span));
    let Some(own) = own.map(|it| it.titled) else { return BTreeMap::new() };
    let here = |article: ArticleId| -> Vec<Place> {
        let same = mentions(article).filter(|it| words(article, it.titled).eq(words(at.article, own)));
        same.map(|it| Place { article, span: it.span }).collect()
    };
    snapshot.ids().map(|article| (article, here(article))).filter(|(_, places)| !places.is_empty()).collect()
}

/// The articles in which what is decided about every mention of the same words is written.
pub fn articles_of(snapshot: &Snapshot, at: Place, to: Place) -> Vec<ArticleId> {
    alike(snapshot, at).into_keys().filter(|article| ![at.article, to.article].contains(article)).collect()
}

impl Context<'_> {
    /// The same, of those that lie below the folder.
    fn alike_here(&self, at: Place) -> BTreeMap<ArticleId, Vec<Place>> {
        let mut found = alike(self.snapshot, at);
        found.retain(|article, _| !(self.source)(File::Shared, *article).is_empty());
        found
    }

    /// What it is called to say so, and how many mentions that is about; `None` where it is about nothing further.
    pub(super) fn every_title(&self, at: Place, name: &str) -> Option<String> {
        let found = self.alike_here(at);
        (found.values().map(Vec::len).sum::<usize>() > 1).then(|| self.title(at, found.len(), name))
    }

    fn title(&self, at: Place, articles: usize, name: &str) -> String {
        let analysis = self.snapshot.analysis(at.article);
        let titled = self.mention_at(at).map_or(at.span, |id| analysis.mentions[id].titled);
        let words = self.words(Place { span: titled, ..at });
        let place = if articles == 1 { "here".to_owned() } else { format!("in {articles} articles") };
        format!("Every {words} {place} is {name}")
    }

    pub(super) fn every(&self, at: Place, to: Place) -> Result<Judgement, Refusal> {
        let (_, [at, to]) = self.pair(at, to, Some(Of::Entity))?;
        let found = self.alike_here(at);
        if found.is_empty() {
            return Err(format!("no name stands at {}; choose one, or use same", self.label(at)));
        }
        let there = self.snapshot.analysis(to.article);
        let (name, kind) = match self.mention_at(to).map(|id| &there.mentions[id]) {
            Some(mention) => (&there.chains[mention.chain].name, mention.entity_type),
            None => return Err(format!("nobody is mentioned at {}", self.label(to))),
        };
        let title = self.title(at, found.len(), &escaped(name));
        let mut lines = Vec::new();
        for (article, mut places) in found {
            if article == to.article && !places.contains(&to) {
                places.push(to);
            }
            // One name for all that are one in an article, and one decision on its first for the other article.
            for place in &places {
                let mut meaning = Meaning::new(Kind::Mention);
                meaning.verdict = Some(Verdict::Accepted);
                (meaning.r#type, meaning.entity) = (Some(kind.name().to_owned()), Some(slug(name)));
                lines.push(self.line(File::Beside(article), &[*place], meaning, true));
            }
            if article != to.article {
                let mut meaning = Meaning::new(Kind::Relation);
                (meaning.relation, meaning.verdict) = (Some(Relation::SameEntity), Some(Verdict::Added));
                lines.push(self.line(File::Shared, &[places[0], to], meaning, true));
            }
        }
        Ok(Judgement { title, lines })
    }
}
