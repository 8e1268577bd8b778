//! How places, days and slices are shown in a hover.

use jiff::ToSpan;
use jiff::civil::Date;

pub(super) use super::display::label::day;
use super::markup::{Inline, Line};
use crate::analysis::{ArticleAnalysis, Attribution, SourceKind};
use crate::corpus::{ArticleId, ArticleNode, Place, Snapshot};
use crate::text::Span;

/// Plain words.
pub(super) fn text(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

/// The 1-based line of a span.
pub(super) fn line_number(analysis: &ArticleAnalysis, span: Span) -> u32 {
    analysis.lines.line_of(span.start) + 1
}

/// A place in the article at hand: `16`.
pub(super) fn line_link(snapshot: &Snapshot, place: Place) -> Inline {
    Inline::Link { text: line_number(snapshot.analysis(place.article), place.span).to_string(), place }
}

/// A place in the article at hand, said in full: `000:16`.
pub(super) fn place_link(snapshot: &Snapshot, place: Place) -> Inline {
    let node = snapshot.article(place.article);
    let line = line_number(&node.analysis, place.span);
    Inline::Link { text: format!("{}:{line}", node.label.short), place }
}

/// A place in another article: `002:7 (The Washington Times, 5 Sep 2016)`.
pub(super) fn article_link(snapshot: &Snapshot, place: Place) -> Inline {
    let node = snapshot.article(place.article);
    let line = line_number(&node.analysis, place.span);
    let text = match credits(node) {
        credits if credits.is_empty() => format!("{}:{line}", node.label.short),
        credits => format!("{}:{line} ({credits})", node.label.short),
    };
    Inline::Article { text, article: place.article, place }
}

/// An article's short name with what is known of it: `002 (The Washington Times, 5 Sep 2016)`.
pub(super) fn label(snapshot: &Snapshot, article: ArticleId) -> String {
    let node = snapshot.article(article);
    match credits(node) {
        credits if credits.is_empty() => node.label.short.clone(),
        credits => format!("{} ({credits})", node.label.short),
    }
}

/// Outlet and day of an article, as far as known.
fn credits(node: &ArticleNode) -> String {
    let day = node.label.date.map(day);
    [node.label.outlet.clone(), day].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Who says it, in a few words: the name of a named source, else the article's words up to the first comma.
pub(super) fn source_name(analysis: &ArticleAnalysis, attribution: &Attribution, source: Span) -> String {
    let chain = attribution.chain.and_then(|chain| analysis.chains.get(chain));
    if let (Some(SourceKind::Named), Some(chain)) = (attribution.kind, chain) {
        return chain.name.clone();
    }
    let words = analysis.slice(source);
    let words = if words.len() > 60 { words.split(',').next().unwrap_or(words) } else { words };
    match words.split_once(' ') {
        Some((first @ ("The" | "A" | "An" | "Some"), rest)) => format!("{} {rest}", first.to_lowercase()),
        _ => words.to_string(),
    }
}

/// Who says it, for a list of statements: a name where there is one, else the description, without an article; empty
/// for a pronoun that stands for nobody who is known.
pub(super) fn speaker(analysis: &ArticleAnalysis, attribution: &Attribution) -> String {
    let chain = attribution.chain.and_then(|chain| analysis.chains.get(chain));
    let name = match (chain, attribution.source.first()) {
        (Some(chain), _) if chain.named => chain.name.clone(),
        // "it", "they": the description that the pronoun stands for.
        (Some(chain), Some(source)) if !analysis.slice(*source).contains(' ') => chain.name.clone(),
        (_, Some(source)) => source_name(analysis, attribution, *source),
        (Some(chain), None) => chain.name.clone(),
        (None, None) => String::new(),
    };
    let pronouns = ["who", "which", "that", "it", "he", "she", "they", "we", "i", "you", "his", "her", "their"];
    if pronouns.contains(&name.to_lowercase().as_str()) {
        return String::new();
    }
    let mut name = name.split(", ").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>();
    // "A committee that", cut before what it says.
    while name.len() > 1 && name.last().is_some_and(|last| matches!(*last, "that" | "who" | "which" | "whom")) {
        name.pop();
    }
    let name = name.join(" ");
    match name.split_once(' ') {
        Some(("the" | "a" | "an" | "The" | "A" | "An", rest)) => rest.to_owned(),
        _ => name,
    }
}

/// `Mon 5 Sep 2016`.
pub(super) fn weekday(date: Date) -> String {
    format!("{} {}", WEEKDAYS[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())], day(date))
}

/// `Mon 5 Sep 2016`, `11 to 17 Apr 2016`, `28 Mar 2016 to 3 Apr 2016`, `Apr 2016`, `2015`.
pub(super) fn days(first: Date, last: Date) -> String {
    if first == last {
        weekday(first)
    } else if (first, last) == (first.first_of_year(), first.last_of_year()) {
        first.year().to_string()
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        if first.day() == 1 && last == last.last_of_month() {
            return day(first).trim_start_matches("1 ").to_string();
        }
        format!("{} to {}", first.day(), day(last))
    } else {
        format!("{} to {}", day(first), day(last))
    }
}

/// The last day of the week that begins on `monday`.
pub(super) fn sunday(monday: Date) -> Date {
    monday.saturating_add(6.days())
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A slice between quotation marks, cut behind a word when longer than `width` bytes. Marks of its own are not
/// doubled.
pub(super) fn quoted(analysis: &ArticleAnalysis, span: Span, width: u32) -> Line {
    let span = without_marks(analysis, span);
    let cut = cut_end(analysis, span, width);
    let tail = if cut.end < span.end { " …”" } else { "”" };
    vec![text("“"), Inline::Slice(analysis.slice(cut).to_string()), text(tail)]
}

/// Words that are reported, cut behind a word when longer than `width` bytes.
pub(super) fn reported(analysis: &ArticleAnalysis, span: Span, width: u32) -> Line {
    let cut = cut_end(analysis, span, width);
    let mut line = vec![Inline::Reported(analysis.slice(cut).to_string())];
    if cut.end < span.end {
        line.push(text(" …"));
    }
    line
}

/// A slice of the sentence around `focus`, at most about `width` bytes, between quotation marks.
pub(super) fn window(analysis: &ArticleAnalysis, focus: Span, width: u32) -> Line {
    let around = around(analysis, focus);
    let shown = shrink(analysis, around, focus, width);
    let head = if shown.start > around.start { "“… " } else { "“" };
    let tail = if shown.end < around.end { " …”" } else { "”" };
    vec![text(head), Inline::Slice(analysis.slice(shown).to_string()), text(tail)]
}

/// The sentence around a span, or the span itself where there is none.
fn around(analysis: &ArticleAnalysis, focus: Span) -> Span {
    let sentence = analysis.structure.sentence_at(focus.start).map(|at| analysis.structure.sentences[at].span);
    sentence.map_or(focus, |sentence| sentence.join(focus))
}

/// The part of `all` around `focus`, cut between words: a third of the room before it, the rest behind.
fn shrink(analysis: &ArticleAnalysis, all: Span, focus: Span, width: u32) -> Span {
    if all.len() <= width {
        return all;
    }
    let room = width.saturating_sub(focus.len());
    let before = (room / 3).max(room.saturating_sub(all.end - focus.end)).min(focus.start - all.start);
    let after = room - before.min(room);
    let words = analysis.slice(Span::new(all.start, focus.start));
    let keep = words.len().saturating_sub(before as usize);
    let start = match words.char_indices().find(|&(at, _)| at >= keep) {
        _ if keep == 0 => all.start,
        Some((at, _)) => all.start + word_start(words, at),
        None => focus.start,
    };
    cut_end(analysis, Span::new(start, all.end), (focus.end - start).saturating_add(after))
}

/// The first byte of a word at or after `at`.
fn word_start(words: &str, at: usize) -> u32 {
    let rest = words.get(at..).unwrap_or("");
    let behind = rest.find(char::is_whitespace).map_or("", |gap| rest[gap..].trim_start());
    Span::of(0..words.len() - behind.len()).end
}

/// The longest part of `span` from its start that fits `width` bytes, cut between words.
fn cut_end(analysis: &ArticleAnalysis, span: Span, width: u32) -> Span {
    if span.len() <= width {
        return span;
    }
    let words = analysis.slice(span);
    let spaces = words.char_indices().filter(|(_, ch)| ch.is_whitespace()).map(|(at, _)| at);
    let fits = spaces.take_while(|&at| at <= width as usize).last().filter(|&at| at > 0);
    let end = fits.or_else(|| words.find(char::is_whitespace)).unwrap_or(words.len());
    Span::new(span.start, span.start + Span::of(0..words[..end].trim_end().len()).end)
}

/// A span without the quotation marks at its ends.
fn without_marks(analysis: &ArticleAnalysis, span: Span) -> Span {
    let words = analysis.slice(span);
    let opened = words.trim_start_matches(['“', '"', '‘']);
    let closed = opened.trim_end_matches(['”', '"', '’']);
    let one_pair = !closed.contains(['“', '”', '"']);
    if !one_pair || opened.len() == words.len() {
        return span;
    }
    let start = span.start + Span::of(0..words.len() - opened.len()).end;
    Span::new(start, start + Span::of(0..closed.len()).end)
}

/// Puts pieces between items: `a, b, c`.
pub(super) fn join(items: Vec<Line>, between: &str) -> Line {
    let mut line = Line::new();
    for (nth, item) in items.into_iter().enumerate() {
        if nth > 0 {
            line.push(text(between));
        }
        line.extend(item);
    }
    line
}

/// Links to lines of one article, each line once, at most `most`: `16, 18, 24`.
pub(super) fn lines(snapshot: &Snapshot, article: ArticleId, spans: &[Span], most: usize) -> Line {
    let analysis = snapshot.analysis(article);
    let mut places: Vec<Place> = spans.iter().map(|&span| Place { article, span }).collect();
    places.dedup_by_key(|place| line_number(analysis, place.span));
    let more = places.len() > most;
    let links = places.into_iter().take(most).map(|place| vec![line_link(snapshot, place)]).collect();
    let mut line = join(links, ", ");
    if more {
        line.push(text(" …"));
    }
    line
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::ide::markup::Markup;
    use crate::ide::{Navigation, NavigationTarget};

    /// A markup with its links and emphasis visible.
    pub(in crate::ide) fn flat(markup: &Markup) -> String {
        let piece = |inline: &Inline| match inline {
            Inline::Text(words) | Inline::Slice(words) => words.clone(),
            Inline::Strong(words) => format!("**{words}**"),
            Inline::Reported(words) => format!("_{words}_"),
            Inline::Link { text, .. } | Inline::Article { text, .. } => format!("[{text}]"),
        };
        let line = |line: &Line| line.iter().map(piece).collect::<String>();
        markup.lines.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The targets of a navigation, as `000:3 words`.
    pub(in crate::ide) fn landings(snapshot: &Snapshot, navigation: Option<Navigation>) -> String {
        let targets = navigation.into_iter().flat_map(|navigation| navigation.targets);
        let show = |target: NavigationTarget| {
            let node = snapshot.article(target.focus.article);
            let line = line_number(&node.analysis, target.focus.span);
            format!("{}:{line} {}", node.label.short, snapshot.slice(target.focus))
        };
        targets.map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn days_as_reporters_write_them() {
        let date = jiff::civil::date;
        assert_eq!(days(date(2016, 4, 18), date(2016, 4, 18)), "Mon 18 Apr 2016");
        assert_eq!(days(date(2016, 4, 11), date(2016, 4, 17)), "11 to 17 Apr 2016");
        assert_eq!(days(date(2016, 4, 1), date(2016, 4, 30)), "Apr 2016");
        assert_eq!(days(date(2015, 1, 1), date(2015, 12, 31)), "2015");
        assert_eq!(days(date(2016, 3, 28), date(2016, 4, 3)), "28 Mar 2016 to 3 Apr 2016");
    }
}
