//! Event mentions and the events of one article.
//!
//! Three steps, a file each: [`find`] reads the words that name events and their phrases, [`arguments`] who, when, where
//! and whether it happened, [`group`] decides which mentions are one event and what the article is about. There are no
//! rules for single events: a lexicon of classes, the words around a head, and arguments that agree or conflict.

use super::article::ArticleAnalysis;
use super::facts::Initiator;
use super::reading::Reading;
use super::stages::Numbered;
use super::types::{ArticleEvent, ArticleEventId, Decided, EventMention, EventMentionId};
use crate::lexicon::Language;
use crate::lexicon::events::EventLexicon;
use crate::text::IndexVec;

mod arguments;
mod find;
mod group;
mod initiator;
mod view;

/// The event mentions of an article and its events.
pub(super) type Events = (IndexVec<EventMentionId, EventMention>, IndexVec<ArticleEventId, ArticleEvent>);

/// Finds event mentions and groups those that are one event.
pub(super) fn events(lexicon: &EventLexicon, reading: &Reading, numbered: &Numbered) -> Events {
    let view = view::View::new(lexicon, reading, numbered);
    let found = find::find(&view);
    let filled = arguments::fill(&view, &found);
    group::group(&view, filled)
}

/// Who began what each event mention tells of, where it says so.
pub(super) fn initiators(
    lexicon: &Language,
    analysis: &ArticleAnalysis,
) -> IndexVec<EventMentionId, Option<Decided<Initiator>>> {
    initiator::initiators(lexicon, analysis)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::sync::Arc;

    use expect_test::{Expect, expect};

    use crate::analysis::{Article, ArticleMeta, analyze};
    use crate::model::Models;

    /// An event a line: `*` for the main one, class, phrases.
    fn check(text: &str, expected: &Expect) {
        let article = Article { text: Arc::from(text), meta: ArticleMeta::default() };
        let analysis = analyze(&Models::embedded(), &article);
        let mut lines = String::new();
        for event in &analysis.events {
            let phrases = event.mentions.iter().map(|at| analysis.slice(analysis.event_mentions[*at].span));
            let main = if event.main { "* " } else { "" };
            writeln!(lines, "{main}{}: {}", event.class, phrases.collect::<Vec<_>>().join(" | ")).unwrap();
        }
        expected.assert_eq(&lines);
    }

    #[test]
    fn a_conversation_becomes_the_call_that_it_was() {
        check(
            "The two had an intense conversation on Monday.\n\nAn aide said the call was long. In describing the exchange, he \
             was brief.\n",
            &expect![[r#"
                * call: had an intense conversation | the call | the exchange
            "#]],
        );
    }

    #[test]
    fn another_meeting_is_another() {
        check(
            "The ministers held a brief meeting on Sunday. The meeting took an hour.\n\nA previous meeting had failed.\n",
            &expect![[r#"
                * meeting: held a brief meeting | The meeting
                meeting: A previous meeting
            "#]],
        );
    }

    #[test]
    fn a_change_of_degree_is_what_changes() {
        check(
            "A cessation of hostilities was agreed. There was an increase in shelling.\n",
            &expect![[r#"
                * ceasefire: A cessation of hostilities
                violence: an increase in shelling
            "#]],
        );
    }

    #[test]
    fn a_verb_and_its_object_are_one() {
        check(
            "The council adopted a resolution on Tuesday. Members approved the resolution after a debate. A rival club \
             issued its own resolution.\n",
            &expect![[r#"
                * vote: adopted a resolution | approved the resolution
                debate: a debate
                vote: issued its own resolution
            "#]],
        );
    }

    #[test]
    fn who_brings_in_another_tells_of_another() {
        check(
            "A bus crash injured fourteen people, eight days after a truck crash at the bend killed a driver.\n",
            &expect![[r#"
                * crash: A bus crash
                injury: injured
                crash: a truck crash
                death: killed
            "#]],
        );
    }

    #[test]
    fn words_that_only_look_like_a_contact_are_none() {
        check(
            "Her call for calm was met with silence. The army met fierce resistance. The firm met its target. It was a \
             wake-up call on the stock exchange.\n",
            &expect![""],
        );
        check(
            "Ann Bell met Paul Cole on Monday. The board met on Tuesday. Bell met with her lawyers. They met again.\n",
            &expect![[r#"
                * meeting: met Paul Cole | met | met | met
            "#]],
        );
    }

    #[test]
    fn a_verb_is_read_as_a_verb() {
        check(
            "They want to talk. He will visit soon.\n",
            &expect![[r#"
                trip: visit
            "#]],
        );
    }
}
