//! Time expressions, resolved against the article's date.
//!
//! Values follow TIMEX3 (Pustejovsky et al. 2003), the rules for news HeidelTime's (Strötgen and Gertz 2013): a
//! bare day of the week is the nearest in the direction of its clause, the day of publication counting as past; a
//! date without a year is the nearest in that direction. Nothing is counted from dates inside the article, so that
//! the year of one event is never lent to another.

use super::{ArticleAnalysis, TimeExpression, TimeId, TimeValue};
use crate::lexicon::Lexicon;
use crate::model::Models;
use crate::text::IndexVec;
use crate::token::{Sentence, Token};

mod pattern;
mod resolve;
mod span_of_time;
mod tense;

/// Finds and resolves the time expressions of an article.
pub fn times(models: &Models, analysis: &ArticleAnalysis) -> IndexVec<TimeId, TimeExpression> {
    let names = pattern::month_names(&analysis.text, &analysis.structure.tokens, &models.lexicon);
    let mut times: IndexVec<TimeId, TimeExpression> = IndexVec::new();
    for sentence in &analysis.structure.sentences {
        let clause = Clause::new(analysis, sentence, &models.lexicon);
        let first = times.next_index();
        let (mut at, mut last_end) = (0, usize::MAX);
        while at < clause.tokens.len() {
            let Some(found) = pattern::find(&clause, at, names) else {
                at += 1;
                continue;
            };
            let anchor = Anchor { sentence: times.since(first), dated: dated(&times) };
            let (value, relative) =
                resolve::resolve(&clause, &found, &anchor, analysis.published.map(|known| known.date));
            let ranged = found.start > 1 && clause.is_before("range", found.start);
            let value = match times
                .last()
                .filter(|last| ranged && last.span.end <= clause.tokens[found.start - 1].span.start)
            {
                Some(first) if last_end == found.start - 1 => resolve::behind(first.value, value),
                _ => value,
            };
            last_end = found.end;
            let span = clause.tokens[found.start].span.join(clause.tokens[found.end - 1].span);
            at = found.end;
            times.push(TimeExpression { span, value, relative });
        }
    }
    times
}

/// The last dated value among the expressions that stand close before.
fn dated(times: &[TimeExpression]) -> Option<TimeValue> {
    use TimeValue::{Day, Interval, Month, Week, Year};
    let near = times.iter().rev().take(4).map(|time| time.value);
    near.into_iter().find(|value| matches!(value, Day(_) | Week(_) | Month(_) | Year(_) | Interval(..)))
}

/// What an expression that points back can point to.
struct Anchor<'a> {
    /// The expressions before it in its sentence.
    sentence: &'a [TimeExpression],
    /// The last before it in the article that stands for a day, week, month, year or interval.
    dated: Option<TimeValue>,
}

/// A sentence's tokens with what it takes to read them.
struct Clause<'a> {
    text: &'a str,
    tokens: &'a [Token],
    lexicon: &'a Lexicon,
    /// Of each token, the tables of time words that it is in.
    marks: Vec<u64>,
    /// True in a headline, whose present tense tells the past.
    headline: bool,
}

impl<'a> Clause<'a> {
    fn new(analysis: &'a ArticleAnalysis, sentence: &Sentence, lexicon: &'a Lexicon) -> Self {
        let zone = analysis.structure.paragraphs.get(sentence.paragraph as usize).map(|paragraph| paragraph.zone);
        let tokens = analysis.structure.tokens_of(sentence);
        let marks = tokens.iter().map(|token| lexicon.time.marks(token.span.of_text(&analysis.text))).collect();
        Self { text: &analysis.text, tokens, lexicon, marks, headline: zone == Some(crate::token::ZoneKind::Headline) }
    }

    /// The words of a token; empty beyond the sentence.
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.span.of_text(self.text))
    }

    /// True when an expression can begin at `at`: a word of some table, a number, a compound or an apostrophe.
    fn can_begin(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(|&marks| marks != 0)
            || self.word(at).starts_with(|ch: char| ch.is_ascii_digit() || ch == '’' || ch == '\'')
            || self.word(at).contains('-')
    }

    /// The word before `at`; empty at the start.
    fn before(&self, at: usize) -> &'a str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// True when the word at `at` is in a list of `time-words.tsv`.
    fn is(&self, list: &str, at: usize) -> bool {
        self.marks.get(at).is_some_and(|&marks| self.lexicon.time.is_marked(list, marks))
    }

    /// True when the word before `at` is in a list.
    fn is_before(&self, list: &str, at: usize) -> bool {
        at > 0 && self.is(list, at - 1)
    }

    fn eq(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }
}

#[cfg(test)]
mod tests;
