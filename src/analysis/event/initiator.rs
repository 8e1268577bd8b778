//! Who began an event: somebody named right before a verb that says so ("made an urgent call").

use crate::analysis::facts::Initiator;
use crate::analysis::{ArticleAnalysis, Decided, EventMention, EventMentionId};
use crate::lexicon::Language;
use crate::lexicon::attribution::class;
use crate::text::IndexVec;

/// Words between who began something and the verb: "has also", "then".
const BETWEEN: usize = 2;

/// Who began what each mention tells of.
pub(super) fn initiators(
    lexicon: &Language,
    analysis: &ArticleAnalysis,
) -> IndexVec<EventMentionId, Option<Decided<Initiator>>> {
    let of = |event| initiator(lexicon, analysis, event).map(|found| Decided::by_rule(found, "initiative"));
    analysis.event_mentions.iter().map(of).collect()
}

fn initiator(lexicon: &Language, analysis: &ArticleAnalysis, event: &EventMention) -> Option<Initiator> {
    let classes = &lexicon.attribution;
    let question = lexicon.initiative.question(event.class, analysis.slice(event.span))?;
    let sentence = analysis.structure.sentence_at(event.span.start)?;
    let sentence = analysis.structure.sentences.get(sentence)?.span;
    let before = analysis.mentions.iter_enumerated();
    let before = before.filter(|(_, one)| one.span.end <= event.span.start && sentence.covers(one.span));
    let (at, subject) = before.max_by_key(|(_, one)| one.span.end)?;
    let between = analysis.text.get(subject.span.end as usize..event.span.start as usize)?;
    // "was called by", but not "is making".
    let be = |word: &str| classes.classes(word) & class::BE != 0 && !matches!(word, "is" | "are" | "am");
    let passive = |word: &str| be(word) || matches!(word, "by" | "of" | "to");
    let near = between.split_whitespace().count() <= BETWEEN
        && between.chars().all(|ch| ch.is_alphabetic() || ch.is_whitespace())
        && !between.split_whitespace().any(passive);
    let named = analysis.chains.get(subject.chain).is_some_and(|chain| chain.named);
    (near && named).then_some(Initiator { chain: subject.chain, subject: at, question })
}
