//! What an article says of somebody that tells namesakes apart: how old, and of what walk of life.

use crate::analysis::{ArticleAnalysis, Chain, Mention, MentionKind};
use crate::lexicon::List;

/// Mentions of a chain that are looked at, the first.
const LOOKED_AT: usize = 8;
/// Words before a name that may say what somebody is ("opening batsman David Marsh").
const BEFORE: usize = 2;
/// What one is of whom nothing else is said than age and home ("John Carver, 70, of Lakeview").
const PRIVATE: &str = "private";
/// Walks of life that are public: who is told of in these is introduced by them.
const PUBLIC: [&str; 4] = ["office", "sport", "faith", "arts"];

/// What is told of somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Standing {
    /// The year of birth, give or take one, where the age and the day of publication are known.
    born: Option<i16>,
    /// The walk of life, where the article names one and no other.
    field: Option<&'static str>,
}

impl Standing {
    /// Reads what an article tells of a chain.
    pub(crate) fn new(analysis: &ArticleAnalysis, chain: &Chain) -> Self {
        let year = analysis.published.map(|published| published.date.year());
        Self {
            born: year.zip(age(analysis, chain)).map(|(year, age)| year - i16::from(age)),
            field: field(analysis, chain),
        }
    }

    /// True when nothing is told.
    pub(crate) fn is_silent(&self) -> bool {
        self.born.is_none() && self.field.is_none()
    }

    /// True when one person cannot be both, or hardly.
    pub(crate) fn differs(&self, other: &Self) -> bool {
        if let Some((ours, theirs)) = self.born.zip(other.born) {
            return (ours - theirs).abs() > 1;
        }
        let private = |one: &str, other: &str| one == PRIVATE && PUBLIC.contains(&other);
        self.field.zip(other.field).is_some_and(|(ours, theirs)| match ours == PRIVATE || theirs == PRIVATE {
            true => private(ours, theirs) || private(theirs, ours),
            // A doctor may hold an office; a senator hardly plays for a club.
            false => ours != theirs && PUBLIC.contains(&ours) && PUBLIC.contains(&theirs),
        })
    }
}

fn looked_at<'a>(analysis: &'a ArticleAnalysis, chain: &'a Chain) -> impl Iterator<Item = &'a Mention> {
    chain.mentions.iter().take(LOOKED_AT).filter_map(|at| analysis.mentions.get(*at))
}

/// How old somebody is: "Eric Moss, 61, was held", "a 59-year-old woman", "a nurse of 34", "He was 93."
pub(crate) fn age(analysis: &ArticleAnalysis, chain: &Chain) -> Option<u8> {
    let before = |mention: &Mention| {
        let words = mention.span.start.saturating_sub(40) as usize..mention.span.start as usize;
        let words = analysis.text.get(words).unwrap_or("").rsplit(['.', '\n', ',']).next().unwrap_or("");
        words.split_whitespace().rev().take(BEFORE + 1).find_map(years_old)
    };
    looked_at(analysis, chain).find_map(|mention| {
        let behind = analysis.text.get(mention.span.end as usize..).unwrap_or("");
        let inside = analysis.slice(mention.span);
        match mention.kind {
            MentionKind::Pronoun => [" was ", " is "].iter().find_map(|is| ends(behind.strip_prefix(is)?)),
            MentionKind::Named => behind.strip_prefix(", ").and_then(ends).or_else(|| before(mention)),
            MentionKind::Nominal => {
                let of = || ends(behind.strip_prefix(" of ")?);
                let within = || inside.split_whitespace().find_map(years_old);
                let last =
                    || inside.rsplit_once(" of ").and_then(|(_, age)| age.parse().ok().filter(|age| is_age(*age)));
                within().or_else(of).or_else(last).or_else(|| behind.strip_prefix(", ").and_then(ends))
            }
        }
    })
}

/// The number in "59-year-old".
fn years_old(word: &str) -> Option<u8> {
    word.split_once("-year-old")?.0.parse().ok().filter(|age| is_age(*age))
}

/// A number that a phrase begins and ends with: "61, was held", "34."
fn ends(text: &str) -> Option<u8> {
    let end = text.find(|ch: char| !ch.is_ascii_digit())?;
    let closed = text.get(end..).is_some_and(|rest| {
        rest.starts_with([',', '.', ';'])
            && !rest.get(1..).is_some_and(|rest| rest.starts_with(|ch: char| ch.is_ascii_digit()))
    });
    text.get(..end)?.parse().ok().filter(|age| closed && is_age(*age))
}

fn is_age(age: u8) -> bool {
    (1..=115).contains(&age)
}

fn field(analysis: &ArticleAnalysis, chain: &Chain) -> Option<&'static str> {
    let lists = &analysis.language.lists;
    let known = |words: &str| {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let past = words.iter().any(|word| lists.is(List::Bygone, word) || word.starts_with("ex-"));
        // What stands behind "of" or "who" is another's.
        let own = words
            .iter()
            .take_while(|word| !lists.is(List::Preposition, word) && !lists.is(List::RelativePronoun, word));
        let owned = words.first().is_some_and(|word| lists.is(List::Possessive, word))
            || words.iter().any(|word| word.ends_with("'s") || word.ends_with("’s"));
        if past || owned {
            return None;
        }
        own.filter_map(|word| analysis.language.names.field(word.trim_matches(|ch: char| !ch.is_alphanumeric()))).last()
    };
    let roles = chain.roles.iter().take(LOOKED_AT).map(|role| analysis.slice(role.span)).filter_map(known);
    let named = || looked_at(analysis, chain).filter(|mention| mention.kind == MentionKind::Named);
    let before = named().filter_map(|mention| {
        let from =
            analysis.structure.sentence_at(mention.span.start).and_then(|at| analysis.structure.sentences.get(at))?;
        let words = analysis.text.get(from.span.start as usize..mention.span.start as usize)?;
        let words = words.rsplit([',', ';', ':', '“', '—']).next()?;
        let mut last: Vec<&str> = words.split_whitespace().rev().take(BEFORE).collect();
        last.reverse();
        known(&last.join(" "))
    });
    let mut fields: Vec<&'static str> = roles.chain(before).collect();
    fields.sort_unstable();
    fields.dedup();
    match fields[..] {
        [only] => Some(only),
        [] => {
            let of_home = |mention: &Mention| {
                let behind = analysis.text.get(mention.span.end as usize..).unwrap_or("");
                let behind = behind.strip_prefix(", ")?.trim_start_matches(|ch: char| ch.is_ascii_digit());
                behind.strip_prefix(", of ")?.starts_with(char::is_uppercase).then_some(PRIVATE)
            };
            named().find_map(of_home)
        }
        _ => None,
    }
}
