//! What an annotation is about: a file, and a span of it by position and by quotation.

use serde_json::{Value, json};

use crate::text::{CodePoints, Span};

/// So many code points are quoted on each side of the words.
pub const CONTEXT: usize = 32;
/// So many code points beside the words are near.
const NEAR: usize = 26;
/// What much is, is seen by pieces of so many code points.
const PIECE: usize = 16;
/// Where that stands elsewhere in the article as well, more is quoted, up to so many.
const MOST_CONTEXT: usize = 1024;

/// Words of an article with those around them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Quote {
    /// The words.
    pub exact: String,
    /// What stands before them: 32 code points, more where that does not tell them from others, fewer at the beginning.
    pub prefix: String,
    /// What stands behind them.
    pub suffix: String,
}

/// A file, or words in it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Target {
    /// The file: a path relative to the folder of the line's file, with `/` between its parts.
    pub source: String,
    /// First code point and one past the last; none for the article as a whole.
    pub position: Option<(u32, u32)>,
    /// The words.
    pub quote: Option<Quote>,
}

impl Target {
    /// A whole article.
    pub fn whole(source: &str) -> Self {
        Self { source: source.to_owned(), ..Self::default() }
    }

    /// A span of an article. `points` are those of its text.
    pub fn new(source: &str, text: &str, points: &CodePoints<'_>, span: Span) -> Self {
        Self { source: source.to_owned(), position: Some(points.span(span)), quote: Some(Quote::new(text, span)) }
    }

    /// The words; empty for a whole article.
    pub fn words(&self) -> &str {
        self.quote.as_ref().map_or("", |quote| &quote.exact)
    }

    pub(super) fn of(value: &Value) -> Option<Self> {
        if let Some(source) = value.as_str() {
            return Some(Self::whole(source));
        }
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let mut target = Self::whole(&text(value, "source").or_else(|| text(value, "id"))?);
        let selectors = match value.get("selector") {
            Some(Value::Array(all)) => all.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        for selector in selectors {
            match selector.get("type").and_then(Value::as_str) {
                Some("TextPositionSelector") => {
                    let number = |key| u32::try_from(selector.get(key)?.as_u64()?).ok();
                    let ends = number("start").zip(number("end"));
                    target.position = target.position.or(ends.filter(|(start, end)| start <= end));
                }
                Some("TextQuoteSelector") => {
                    let part = |key| text(selector, key).unwrap_or_default();
                    let quote = || Quote { exact: part("exact"), prefix: part("prefix"), suffix: part("suffix") };
                    target.quote.get_or_insert_with(quote);
                }
                _ => {}
            }
        }
        Some(target)
    }

    pub(super) fn value(&self) -> Value {
        let position =
            self.position.map(|(start, end)| json!({"type": "TextPositionSelector", "start": start, "end": end}));
        let quote = self.quote.as_ref().map(|Quote { exact, prefix, suffix }| {
            json!({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix})
        });
        let selectors: Vec<Value> = position.into_iter().chain(quote).collect();
        if selectors.is_empty() {
            return json!({"source": self.source});
        }
        json!({"source": self.source, "selector": selectors})
    }
}

impl Quote {
    /// The words of a span. Where something much like them stands elsewhere with the words around, more is taken along,
    /// until all of it stands once, and what is quoted last on each side does so too.
    pub fn new(text: &str, span: Span) -> Self {
        let usual = Self::with_context(text, span, CONTEXT);
        if !usual.has_twin(text) {
            return usual;
        }
        let mut context = 2 * CONTEXT;
        loop {
            let more = Self::with_context(text, span, context);
            let whole = format!("{}{}{}", more.prefix, more.exact, more.suffix);
            let far = more.ends().map(|end| pieces(end).iter().all(|piece| is_once(text, piece)));
            if context >= MOST_CONTEXT || (far == [true; 2] && is_once(text, &whole)) {
                return more;
            }
            context *= 2;
        }
    }

    /// True when what is nearest, or much of the words, stands elsewhere in the text as well.
    fn has_twin(&self, text: &str) -> bool {
        let near = [back(&self.prefix, self.prefix.len(), NEAR), forth(&self.suffix, 0, NEAR)];
        let near = [&self.prefix[near[0]..], &self.suffix[..near[1]]];
        let long = |side: &&&str| side.chars().count() == NEAR;
        let shifted = forth(&self.exact, 0, PIECE / 2);
        let words: Vec<&str> = [pieces(&self.exact), pieces(&self.exact[shifted..])].concat();
        let twice = words.iter().filter(|piece| !is_once(text, piece)).count();
        let window = format!("{}{}{}", self.prefix, self.exact, self.suffix);
        near.iter().filter(long).any(|side| !is_once(text, side)) || 4 * twice > words.len() || !is_once(text, &window)
    }

    /// What is quoted furthest before the words and furthest behind them, 32 code points at most.
    pub fn ends(&self) -> [&str; 2] {
        let behind = back(&self.suffix, self.suffix.len(), CONTEXT);
        [&self.prefix[..forth(&self.prefix, 0, CONTEXT)], &self.suffix[behind..]]
    }

    /// The words of a span with 32 code points on either side.
    pub fn around(text: &str, span: Span) -> Self {
        Self::with_context(text, span, CONTEXT)
    }

    fn with_context(text: &str, span: Span, points: usize) -> Self {
        let (start, end) = (span.start as usize, span.end as usize);
        Self {
            exact: span.of_text(text).to_owned(),
            prefix: text[back(text, start, points)..start].to_owned(),
            suffix: text[end..forth(text, end, points)].to_owned(),
        }
    }

    /// True when this is what a target at a span quotes, and stands there only: nothing has to be written anew.
    pub fn still_tells(&self, text: &str, span: Span) -> bool {
        let same = |quote: &Self| quote == self;
        let usual = !self.is_of_many() && same(&Self::around(text, span));
        let once = || is_once(text, &format!("{}{}{}", self.prefix, self.exact, self.suffix));
        (usual && once()) || same(&Self::new(text, span))
    }

    /// True when no words around were enough to tell these from others.
    pub fn has_no_end(&self) -> bool {
        [&self.prefix, &self.suffix].iter().any(|side| side.chars().count() >= MOST_CONTEXT)
    }

    /// True when the words around had to be more than usual to tell these from others.
    pub fn is_of_many(&self) -> bool {
        self.prefix.chars().count() > CONTEXT || self.suffix.chars().count() > CONTEXT
    }
}

/// A text cut up into pieces of one length; what is left over at its end is not one.
fn pieces(text: &str) -> Vec<&str> {
    let mut rest = text;
    std::iter::from_fn(|| {
        let (end, letter) = rest.char_indices().nth(PIECE - 1)?;
        let (piece, behind) = rest.split_at(end + letter.len_utf8());
        rest = behind;
        Some(piece)
    })
    .collect()
}

/// True when a part of a text stands in it only there.
fn is_once(text: &str, part: &str) -> bool {
    let Some(first) = text.find(part) else { return true };
    let next = first + part.chars().next().map_or(1, char::len_utf8);
    text.get(next..).is_none_or(|rest| !rest.contains(part))
}

fn back(text: &str, from: usize, points: usize) -> usize {
    text[..from].char_indices().rev().take(points).last().map_or(from, |(at, _)| at)
}

fn forth(text: &str, from: usize, points: usize) -> usize {
    text[from..].char_indices().nth(points).map_or(text.len(), |(at, _)| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_code_points() {
        let text = "👍 “Né” said.";
        let at = u32::try_from(text.find("Né").unwrap()).unwrap();
        let target = Target::new("a.txt", text, &CodePoints::new(text), Span::new(at, at + 3));
        assert_eq!(target.position, Some((3, 5)));
        assert_eq!(target.quote.as_ref().map(|it| (&*it.prefix, &*it.suffix)), Some(("👍 “", "” said.")));
        assert_eq!(Target::of(&target.value()), Some(target));
    }

    #[test]
    fn words_that_stand_twice_are_quoted_with_more() {
        let paragraph = format!("{}the mayor said {}\n", "x".repeat(50), "y".repeat(50));
        let text = format!("One.\n{paragraph}Two.\n{paragraph}");
        let at = u32::try_from(text.rfind("mayor").unwrap()).unwrap();
        let quote = Quote::new(&text, Span::new(at, at + 5));
        assert!(quote.prefix.contains("Two.") && quote.is_of_many(), "{quote:?}");
        assert!(!Quote::new("The mayor said.", Span::new(4, 9)).is_of_many());
    }
}
