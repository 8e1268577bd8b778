//! Numbers, with what they count, and years.

use crate::analysis::{ArticleAnalysis, MentionKind};
use crate::corpus::features::content::{CONTENT, Cover, content_tokens};
use crate::corpus::features::sparse::{Sparse, key};
use crate::lexicon::idf::stem;
use crate::token::TokenKind;

/// Words after a number among which is what it counts: "23 suspected pirates".
const BEHIND: usize = 3;

/// The figures of an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Quantities {
    /// Numbers that count something: not those in names ("Group of 20"), dates or page furniture.
    pub(crate) numbers: Sparse,
    /// What is counted with its number, hashed, sorted.
    pub(crate) slots: Vec<(u64, u64)>,
    /// Years, sorted.
    pub(crate) years: Vec<u16>,
}

impl Quantities {
    /// Reads the figures of an article.
    pub(crate) fn new(analysis: &ArticleAnalysis) -> Self {
        let times = Cover::new(analysis.times.iter().map(|time| time.span));
        let named = analysis.mentions.iter().filter(|mention| mention.kind == MentionKind::Named);
        let names = Cover::new(named.map(|mention| mention.span));
        let (mut numbers, mut slots, mut years) = (Vec::new(), Vec::new(), Vec::new());
        for (at, token) in content_tokens(analysis) {
            let text = analysis.slice(token.span);
            if !text.starts_with(|ch: char| ch.is_ascii_digit()) {
                continue;
            }
            years.extend(text.parse::<u16>().ok().filter(|year| text.len() == 4 && (1900..2100).contains(year)));
            if times.covers(token.span) || names.covers(token.span) {
                continue;
            }
            let digits: String = text.chars().filter(|ch| ch.is_alphanumeric() || *ch == '.').collect();
            // A lone digit stands in every article.
            numbers.push((key(&digits), if digits.len() > 1 { 1.0 } else { 0.3 }));
            slots.extend(counted(analysis, at).map(|noun| (noun, key(&digits))));
        }
        slots.sort_unstable();
        slots.dedup();
        years.sort_unstable();
        years.dedup();
        Self { numbers: Sparse::new(numbers).scaled(f32::sqrt), slots, years }
    }

    /// How many things both count, with one number and with different numbers only.
    pub(crate) fn slots_in_common(&self, other: &Self) -> (usize, usize) {
        let (mut same, mut differ) = (0, 0);
        let mut rest = &self.slots[..];
        while let Some(&(noun, _)) = rest.first() {
            let end = rest.partition_point(|(other, _)| *other == noun);
            let (ours, tail) = rest.split_at(end);
            rest = tail;
            let start = other.slots.partition_point(|(other, _)| *other < noun);
            let theirs = &other.slots[start..];
            let theirs = &theirs[..theirs.partition_point(|(other, _)| *other == noun)];
            let shared = ours.iter().filter(|slot| theirs.contains(slot)).count();
            same += shared;
            differ += usize::from(!theirs.is_empty() && shared == 0);
        }
        (same, differ)
    }

    /// True when both name years, and none in common.
    pub(crate) fn years_apart(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.years, &other.years);
        !ours.is_empty() && !theirs.is_empty() && ours.iter().all(|year| theirs.binary_search(year).is_err())
    }
}

/// What the number at a token counts: the first telling word behind it.
fn counted(analysis: &ArticleAnalysis, at: usize) -> Option<u64> {
    let tokens = analysis.structure.tokens.get(at + 1..)?;
    let words = tokens.iter().take_while(|token| !analysis.slice(token.span).starts_with(['.', ';', '\n']));
    let words = words.filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number)).take(BEHIND);
    let words = words.take_while(|token| !analysis.slice(token.span).starts_with(|ch: char| ch.is_ascii_digit()));
    let stems = words.map(|token| stem(analysis.slice(token.span)));
    stems.filter(|stem| analysis.language.idf.idf(stem) >= CONTENT).map(|stem| key(&stem)).next()
}
