//! The words of an article that tell that something happens or is done.
//!
//! More than its event mentions: these have no class, no people and no days, and stand in no title and no table.

use crate::analysis::{ArticleAnalysis, MentionKind};
use crate::lexicon::triggers::Happening;
use crate::text::Span;
use crate::token::{SentenceId, TokenKind, ZoneKind};

/// A word that tells of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trigger {
    /// As an index into the tokens of the article.
    pub(crate) token: usize,
    pub(crate) span: Span,
    pub(crate) happening: Happening,
    pub(crate) sentence: SentenceId,
}

/// The triggers of an article, in the order of the text. Names, words of dates and what a page says of itself
/// ("Related", a byline) are none.
pub(crate) fn triggers(analysis: &ArticleAnalysis) -> Box<[Trigger]> {
    let structure = &analysis.structure;
    let mut taken: Vec<Span> =
        analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named).map(|it| it.span).collect();
    taken.extend(analysis.times.iter().map(|time| time.span));
    taken.sort_unstable();
    let mut taken = taken.into_iter().peekable();
    // Where the names so far end: one may hold others.
    let mut end = 0;
    let mut found = Vec::new();
    for (at, sentence) in structure.sentences.iter_enumerated() {
        let zone = structure.paragraphs.get(sentence.paragraph as usize).map_or(ZoneKind::Body, |one| one.zone);
        if !tells(zone) {
            continue;
        }
        let mut before: Option<String> = None;
        for nth in sentence.first_token as usize..sentence.end_token as usize {
            let Some(token) = structure.tokens.get(nth) else { break };
            let word = analysis.slice(token.span).to_lowercase();
            while let Some(span) = taken.next_if(|span| span.start < token.span.end) {
                end = end.max(span.end);
            }
            if token.kind == TokenKind::Word
                && token.span.start >= end
                && let Some(happening) = analysis.language.triggers.find(&word, before.as_deref())
            {
                found.push(Trigger { token: nth, span: token.span, happening, sentence: at });
            }
            before = Some(word);
        }
    }
    found.into()
}

/// True where an article tells of what happened.
pub(crate) fn tells(zone: ZoneKind) -> bool {
    use ZoneKind::{Body, Caption, Headline, Standfirst, Subheading};
    matches!(zone, Body | Caption | Headline | Standfirst | Subheading)
}
