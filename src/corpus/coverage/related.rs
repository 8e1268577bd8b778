//! Which articles are related without reporting the same event: worked out when it is asked for.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::corpus::coverage::evidence;
use crate::corpus::reason::{Conflict, Reason};
use crate::corpus::reference::{ArticleId, EventId};
use crate::corpus::snapshot::{Snapshot, article_id};

/// Related pairs that a snapshot lists for an article.
const RELATED: usize = 12;

/// Two articles that are related but do not report the same event.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    pub a: ArticleId,
    /// After `a`.
    pub b: ArticleId,
    /// Natural-log odds that they report the same event.
    pub score: f64,
    /// What joins them.
    pub why: Vec<Reason>,
    /// What parts them, if that forbids one event ("China against Mexico").
    pub conflicts: Vec<Conflict>,
}

/// Two related articles, as seen from one of them.
#[derive(Clone, Copy, Debug)]
struct Tie {
    other: ArticleId,
    odds: f32,
    /// The event that both tell of.
    tells: Option<EventId>,
}

impl Snapshot {
    /// What an article is related to, best first: the twelve that are most alike or tell of the same event in passing,
    /// and those for which the article is among the twelve.
    pub fn related_to(&self, article: ArticleId) -> Vec<Related> {
        let ties = self.ties(article);
        let first = |tie: &Tie| self.ties(tie.other).iter().take(RELATED).any(|back| back.other == article);
        let listed = ties.iter().enumerate().filter(|(nth, tie)| *nth < RELATED || first(tie));
        listed.map(|(_, tie)| self.related_pair(article, tie)).collect()
    }

    /// The articles that an article is related to, best first, without why.
    pub fn near(&self, article: ArticleId) -> Vec<ArticleId> {
        self.ties(article).into_iter().map(|tie| tie.other).collect()
    }

    /// All pairs of related articles, best first.
    pub fn related(&self) -> Vec<Related> {
        let all: Vec<Vec<Tie>> = self.ids().map(|id| self.ties(id)).collect();
        let mut pairs: Vec<(ArticleId, &Tie)> = Vec::new();
        for (at, ties) in all.iter().enumerate() {
            let id = article_id(at);
            for (nth, tie) in ties.iter().enumerate().filter(|(_, tie)| id < tie.other) {
                let back = || all[tie.other.0 as usize].iter().take(RELATED).any(|back| back.other == id);
                if nth < RELATED || back() {
                    pairs.push((id, tie));
                }
            }
        }
        pairs.sort_by(|x, y| {
            let best = y.1.tells.is_some().cmp(&x.1.tells.is_some()).then(y.1.odds.total_cmp(&x.1.odds));
            best.then((x.0, x.1.other).cmp(&(y.0, y.1.other)))
        });
        pairs.into_iter().map(|(id, tie)| self.related_pair(id, tie)).collect()
    }

    /// What is alike or tells of the same passing event, best first; without the articles of the same coverage.
    fn ties(&self, article: ArticleId) -> Vec<Tie> {
        let node = self.article(article);
        let mut shared = self.shared_events(article);
        let mut ties = Vec::new();
        for pair in self.pairs(article) {
            let other = ArticleId(self.ranks[pair.other]);
            let tells = shared.remove(&other);
            if tells.is_some() || pair.undated >= evidence::RELATED {
                ties.push(Tie { other, odds: pair.odds, tells });
            }
        }
        let odds = |other: ArticleId| self.evidence(article.min(other), article.max(other)).log_odds(&self.judge);
        ties.extend(shared.into_iter().map(|(other, tells)| Tie { other, odds: odds(other), tells: Some(tells) }));
        ties.retain(|tie| self.article(tie.other).coverage != node.coverage);
        ties.sort_by(|x, y| {
            let best = y.tells.is_some().cmp(&x.tells.is_some()).then(y.odds.total_cmp(&x.odds));
            let pair = |tie: &Tie| (tie.other.min(article), tie.other.max(article));
            best.then(pair(x).cmp(&pair(y)))
        });
        ties
    }

    /// Articles with an event of this one, and the first of these events. Of an event that hundreds tell of, the nearest
    /// among the first.
    fn shared_events(&self, article: ArticleId) -> FxHashMap<ArticleId, EventId> {
        let mut shared = FxHashMap::default();
        let mut events: Vec<EventId> = self.article(article).events.to_vec();
        events.sort_unstable_by_key(|id| self.event(*id).mentions.first().copied());
        events.dedup();
        for id in events {
            let mentions = self.event(id).mentions;
            let Some(here) = mentions.iter().position(|mention| mention.article == article) else { continue };
            let behind = mentions.iter().skip(here + 1).take(if here < RELATED { RELATED } else { 0 });
            let before = mentions[..here].iter().take(RELATED).skip(here.saturating_sub(RELATED));
            for mention in before.chain(behind) {
                shared.entry(mention.article).or_insert(id);
            }
        }
        shared
    }

    fn related_pair(&self, article: ArticleId, tie: &Tie) -> Related {
        let (a, b) = (article.min(tie.other), article.max(tie.other));
        let evidence = self.evidence(a, b);
        let titles = self.titles();
        let tells = tie.tells.map(|id| Reason::TellsOf(Arc::from(self.event(id).title)));
        let why = tells.into_iter().chain(titles.why_articles(a, b, &evidence)).collect();
        Related { a, b, score: f64::from(tie.odds), why, conflicts: titles.conflicts(a, b, &evidence) }
    }
}
