//! Where another article tells the very same thing as a place of this one.
//!
//! Anything that can be checked may be asked about: an event, a statement, a figure, a date, a bill. Every sentence of
//! the other articles of the coverage is a candidate. [`features`] lists what is seen of it beside the place, the cursor
//! being all that is known of what is meant; boosted trees (`training/jump.py`) say how likely it tells the same.
//! Nothing is linked beforehand: most places are never asked about, and an edit need not pay for them.

use std::sync::{Arc, LazyLock, OnceLock};

use crate::corpus::reference::{ArticleId, Place};
use crate::corpus::snapshot::Snapshot;
use crate::model::boosted::Boosted;
use crate::text::Span;

pub(crate) mod candidate;
mod features;
pub(crate) mod query;
pub(crate) mod sentences;

pub(crate) use features::Seen;

/// Articles that are looked through; those nearest by key of a coverage that has more.
const ARTICLES: usize = 60;
/// Sentences offered where none is surely the same.
const OFFERED: usize = 3;

/// The trees of the aligner.
#[derive(Debug)]
pub(crate) struct Trees {
    trees: Boosted,
    /// From this score on a sentence surely tells the same.
    strict: f32,
    /// From this one on perhaps.
    loose: f32,
}

/// Trees that stand in for those of the binary.
static OTHERS: OnceLock<Trees> = OnceLock::new();

impl Trees {
    /// The trees in a container; the error says what is wrong with it.
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, String> {
        let trees = Boosted::of(bytes, "copydesk-aligner-1")?;
        let [strict, loose] = *trees.cuts() else { return Err("cuts: not two".to_owned()) };
        Ok(Self { trees, strict, loose })
    }

    /// Puts trees in the place of those in the binary, for measuring what others would do; false once that was done or
    /// some were asked for.
    pub(crate) fn replace(self) -> bool {
        OTHERS.set(self).is_ok()
    }

    /// Those in use; `None` where those of the binary are broken, which a test finds before a user can.
    fn used() -> Option<&'static Self> {
        static EMBEDDED: LazyLock<Option<Trees>> = LazyLock::new(|| {
            let trees = Trees::of(include_bytes!("data/aligner.safetensors"));
            trees.inspect_err(|error| tracing::error!("{error}; no sentence is aligned")).ok()
        });
        OTHERS.get().or(EMBEDDED.as_ref())
    }

    /// How likely it is that a sentence tells the same, as log odds.
    fn score(&self, seen: &Seen) -> f32 {
        let number = |(nth, name): (usize, &String)| {
            let is = |(other, _): &&(&str, f32)| *other == name;
            // The trees take the numbers in the order in which they are seen, but for those that they leave out.
            let found = seen.numbers.get(nth).filter(is).or_else(|| seen.numbers.iter().find(is));
            found.map_or(0.0, |(_, number)| *number)
        };
        self.trees.score(&self.trees.features().iter().enumerate().map(number).collect::<Vec<f32>>())
    }
}

/// A sentence of another article that tells the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterpart {
    pub place: Place,
    /// Log odds that it does.
    pub score: f32,
    /// False for one that perhaps does.
    pub sure: bool,
    /// Words of the place that are asked about that it has too, heaviest first.
    pub shared: Vec<Span>,
    /// True when the same source says it.
    pub speaker: bool,
}

impl Snapshot {
    /// The word at a place, and the sentences of other articles of the coverage that tell the same, best first: the best
    /// of each article that surely does, and up to three in all that perhaps do. `None` where there is none.
    pub fn counterparts(&self, article: ArticleId, offset: u32) -> Option<(Span, Vec<Counterpart>)> {
        let trees = Trees::used()?;
        let (origin, seen) = self.sight(article, offset)?;
        let mut found: Vec<Counterpart> = seen
            .into_iter()
            .map(|seen| (trees.score(&seen), seen))
            .filter(|(score, _)| *score >= trees.loose)
            .map(|(score, seen)| Counterpart {
                place: Place { article: seen.article, span: seen.span },
                score,
                sure: score >= trees.strict,
                speaker: seen.speaker,
                shared: seen.shared,
            })
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        let mut articles = Vec::new();
        let mut taken = 0;
        found.retain(|it| {
            let first = !articles.contains(&it.place.article);
            articles.push(it.place.article);
            let kept = it.sure && first || taken < OFFERED;
            taken += usize::from(kept);
            kept
        });
        (!found.is_empty()).then_some((origin, found))
    }

    /// The word at a place, and the sentences of the other articles of the coverage that have most in common with it,
    /// with what is seen of each. `None` where the article tells of nothing, and for a coverage of one.
    pub fn sight(&self, article: ArticleId, offset: u32) -> Option<(Span, Vec<Seen>)> {
        let others: Vec<ArticleId> = self.others_of_coverage(article, ARTICLES).collect();
        if others.is_empty() {
            return None;
        }
        let here = sentences::facts(&self.article(article).analysis);
        let facts: Vec<Arc<sentences::Facts>> =
            others.iter().map(|other| sentences::facts(&self.article(*other).analysis)).collect();
        let pool = query::Pool::new(std::iter::once(&*here).chain(facts.iter().map(|facts| &**facts)));
        let asked = query::Query::new(&here, &pool, offset)?;
        let others: Vec<_> =
            others.iter().zip(&facts).map(|(article, facts)| features::Other { article: *article, facts }).collect();
        Some((asked.word().span, features::see(self, article, &asked, &pool, &others)))
    }

    /// The other articles of an article's coverage, no more than `most`.
    pub(crate) fn others_of_coverage(&self, article: ArticleId, most: usize) -> impl Iterator<Item = ArticleId> {
        let all = &self.coverage(self.article(article).coverage).articles;
        let here = all.partition_point(|other| *other < article);
        let first = here.saturating_sub(most / 2).min(all.len().saturating_sub(most + 1));
        all[first..].iter().take(most + 1).copied().filter(move |other| *other != article)
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::corpus::testing::{corpus, read};
    use crate::model::Models;

    const WEIGHTS: &[u8] = include_bytes!("data/aligner.safetensors");

    /// One event by two outlets, and another one elsewhere.
    const ARTICLES: [&str; 3] = [
        "Thieves ram jewelry store in Paris\n\nPARIS, May 6, 2024 — Four thieves rammed a car into the Lenoir jewelry store in \
         Paris on Monday and stole rings worth two million euros, police said.\n\nThe men fled on two scooters. One dropped a \
         bag of rings as he fled, and a guard was hurt when glass fell on him.\n\nMayor Anne Roux said the theft was a \
         shame. Police chief Paul Blanc announced that the suburbs would be searched.\n",
        "Paris jewelry store robbed of rings\n\nPARIS, May 7, 2024 — Police in Paris searched the suburbs on Tuesday for four \
         men who had rammed the Lenoir jewelry store with a car and made off with rings worth two million euros.\n\nThey got \
         away on scooters, fleeing towards the suburbs. A guard was hurt by falling glass.\n\nMayor Anne Roux announced that \
         money would be given to shops. The government was asked for help.\n",
        "Boat sinks off Lisbon\n\nLISBON, June 2, 2021 — A boat sank off Lisbon on Wednesday. Its crew fled in a raft and \
         was hurt, the coast guard said.\n",
    ];

    fn snapshot() -> Arc<Snapshot> {
        let models = Models::embedded();
        let analyses: Vec<_> = ARTICLES.iter().map(|text| read(&models, text, None)).collect();
        corpus(&analyses).snapshot()
    }

    /// What the best candidate of a place begins with.
    fn best(snapshot: &Snapshot, article: u32, word: &str) -> Option<String> {
        let at = ARTICLES[article as usize].find(word).unwrap();
        let (_, seen) = snapshot.sight(ArticleId(article), Span::of(0..at).end)?;
        let trees = Trees::of(WEIGHTS).unwrap();
        let best = seen.into_iter().max_by(|a, b| trees.score(a).total_cmp(&trees.score(b)))?;
        let text = snapshot.slice(Place { article: best.article, span: best.span });
        Some(format!("{}: {}", best.article.0, text.get(..12).unwrap_or(text)))
    }

    #[test]
    fn the_best_sentence_tells_the_same() {
        let snapshot = snapshot();
        assert_eq!(best(&snapshot, 0, "rammed").as_deref(), Some("1: PARIS, May 7"));
        assert_eq!(best(&snapshot, 0, "scooters").as_deref(), Some("1: They got awa"));
        assert_eq!(best(&snapshot, 1, "falling").as_deref(), Some("0: One dropped "));
    }

    #[test]
    fn an_article_alone_has_no_counterpart() {
        let snapshot = snapshot();
        assert!(best(&snapshot, 2, "fled").is_none());
        assert!(snapshot.counterparts(ArticleId(2), 40).is_none());
    }

    #[test]
    fn any_offset_is_answered() {
        let snapshot = snapshot();
        for offset in 0..Span::of(0..ARTICLES[0].len() + 2).end {
            snapshot.counterparts(ArticleId(0), offset);
        }
    }

    /// The trees take the numbers that are seen, by name, and give what the trainer's own library gives.
    #[test]
    fn scores_are_the_trainers() {
        let trees = Trees::of(WEIGHTS).unwrap();
        let snapshot = snapshot();
        let (_, seen) = snapshot.sight(ArticleId(0), 60).unwrap();
        let names: Vec<&str> = seen[0].numbers.iter().map(|(name, _)| *name).collect();
        let unknown: Vec<_> = trees.trees.features().iter().filter(|name| !names.contains(&name.as_str())).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        let check: Vec<(Vec<f32>, f32)> = serde_json::from_str(include_str!("data/aligner-check.json")).unwrap();
        assert!(check.len() > 50);
        for (row, expected) in check {
            let score = trees.trees.score(&row);
            assert!((score - expected).abs() < 1e-3, "{score} and not {expected}");
        }
    }

    /// Weights of another training must not come in by accident.
    #[test]
    fn the_weights_are_those_of_the_manifest() {
        let manifest: toml::Table = include_str!("data/MANIFEST.toml").parse().unwrap();
        let digest: String = Sha256::digest(WEIGHTS).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(manifest["aligner"]["sha256"].as_str(), Some(&*digest));
    }

    #[test]
    fn trees_without_cuts_are_refused() {
        assert!(Trees::of(b"").is_err());
    }
}
