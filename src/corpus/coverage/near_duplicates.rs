//! Which articles are copies: one wire report that several outlets print, with a word changed here and a paragraph
//! dropped there. Copies are one voice.
//!
//! Articles are compared by their sketches ([`super::super::features::sketch`]), only those of one coverage, each with the few that share one of its smallest hashes, so that ten thousand copies take no longer
//! than ten thousand articles.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::corpus::articles::ArticleRecords;
use crate::corpus::coverage::cluster::CoverageClusters;
use crate::corpus::delta::Delta;
use crate::corpus::features::sketch::alike;
use crate::corpus::slot::Slot;
use crate::text::IndexVec;

/// Hashes by which copies are looked up, and texts that are compared for each.
const KEYS: usize = 8;
const LOOK: usize = 4;

/// The copies of all coverages, by slot.
#[derive(Debug, Default)]
pub(crate) struct NearDuplicates {
    of: IndexVec<Slot, Option<Slot>>,
}

impl NearDuplicates {
    /// The slot of the first article, by key, that an article is a copy of.
    pub(crate) fn of(&self, slot: Slot) -> Option<Slot> {
        self.of.get(slot).copied().flatten()
    }

    /// Looks again at coverages in which an article changed, came or went; gives the articles that are of another one now.
    pub(crate) fn update(
        &mut self,
        records: &ArticleRecords,
        clusters: &CoverageClusters,
        coverages: &BTreeSet<u32>,
    ) -> Delta {
        self.of.resize(records.slots(), None);
        let mut delta = Delta::default();
        for coverage in coverages {
            let mut firsts: FxHashMap<u64, Vec<Slot>> = FxHashMap::default();
            for slot in clusters.articles(*coverage) {
                let sketch = |slot: Slot| records.get(slot).map_or(&[][..], |record| &record.sketch);
                let own = sketch(*slot);
                let keys = || own.iter().take(KEYS);
                let mut known = keys().filter_map(|key| firsts.get(key)).flatten();
                let original = known.find(|other| alike(own, sketch(**other))).copied();
                if std::mem::replace(&mut self.of[*slot], original) != original {
                    delta.articles.insert(*slot);
                }
                if original.is_none() {
                    for key in keys() {
                        let firsts = firsts.entry(*key).or_default();
                        if firsts.len() < LOOK {
                            firsts.push(*slot);
                        }
                    }
                }
            }
        }
        delta
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::testing::{corpus, read};
    use crate::model::Models;

    const REPORT: &str = "GENEVA — President Barack Obama called Vladimir Putin on Monday and urged him to keep the \
                          cease-fire in Syria, the White House said. The call lasted about an hour, and the two \
                          leaders agreed that their envoys should meet again in Geneva before the end of the month. \
                          “We found a significant uptick in fighting,” Josh Earnest told reporters in Washington.";

    /// For each text the text that it is a copy of, `-` where it is none.
    fn check(texts: &[&str], expected: &str) {
        let models = Models::embedded();
        let day = Some(jiff::civil::date(2016, 4, 18));
        let analyses: Vec<_> = texts.iter().map(|text| read(&models, text, day)).collect();
        let snapshot = corpus(&analyses).snapshot();
        let copy =
            |at: Option<crate::corpus::reference::ArticleId>| at.map_or_else(|| "-".to_string(), |id| id.0.to_string());
        let found: Vec<String> = snapshot.articles.iter().map(|node| copy(node.copy_of)).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn a_word_changed_is_a_copy() {
        check(&[REPORT, &REPORT.replace("about an hour", "about two hours"), REPORT], "- 0 0");
    }

    /// The same letters say the same, whoever prints them.
    #[test]
    fn a_text_that_is_printed_twice_says_all_twice() {
        let models = Models::embedded();
        let analysis = read(&models, REPORT, Some(jiff::civil::date(2016, 4, 18)));
        let snapshot = corpus(&[std::sync::Arc::clone(&analysis), analysis]).snapshot();
        assert_eq!(snapshot.articles[0].events, snapshot.articles[1].events);
        let links: Vec<_> = snapshot.statements().map(|link| (link.a.attribution, link.b.attribution)).collect();
        assert!(!links.is_empty() && links.iter().all(|(a, b)| a == b), "{links:?}");
    }

    /// A copy is compared with its original alone, and leads where that leads.
    #[test]
    fn a_copy_has_the_counterparts_of_its_original() {
        let models = Models::embedded();
        let day = Some(jiff::civil::date(2016, 4, 18));
        let other = "WASHINGTON — Barack Obama and Vladimir Putin spoke by telephone on Monday about Syria, the White \
                     House said, and Mr. Obama urged Mr. Putin to keep the cease-fire. Josh Earnest said that “we found \
                     a significant uptick in fighting” since the week began.";
        let copy = REPORT.replace("about an hour", "about two hours");
        let analyses: Vec<_> = [REPORT, &copy, other].iter().map(|text| read(&models, text, day)).collect();
        let snapshot = corpus(&analyses).snapshot();
        let linked = |at: usize| {
            let links = snapshot.articles[at].statements.iter();
            let to_other = links.filter(|link| link.b.article.0 == 2);
            to_other.map(|link| (link.a.attribution, link.b.attribution)).collect::<Vec<_>>()
        };
        assert!(!linked(0).is_empty());
        assert_eq!(linked(1), linked(0));
    }

    #[test]
    fn the_same_event_in_other_words_is_none() {
        let other = "MOSCOW — Mr. Obama and Mr. Putin spoke by telephone on Monday about the fighting in Syria. In the \
                     conversation Barack Obama asked Vladimir Putin for help with the cease-fire, and a “significant \
                     uptick” of violence was discussed, Josh Earnest of the White House said in Washington.";
        check(&[REPORT, other], "- -");
    }

    #[test]
    fn an_article_that_quotes_another_whole_says_more() {
        let around = "The bishops of Vienna met on Sunday and spoke of the harvest, which was poor in the valleys and \
                      rich on the plains, where rain fell early. The chancellor came late, ate nothing, and left \
                      before the mayor of Graz could ask him about the bridge that fell into the river in May. "
            .repeat(2);
        check(&[REPORT, &format!("{around}\n\n{REPORT}\n\n{around}")], "- -");
    }

    #[test]
    fn a_few_words_are_nobodys_copy() {
        check(&["Obama called Putin.", "Obama called Putin."], "- -");
    }
}
