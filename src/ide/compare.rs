//! Two articles side by side: the statements that both have, where their words differ, the sentences that tell of the same
//! thing, and the facts in which these differ.

use super::difference::{Difference, differing, of_version};
use super::elsewhere::version_in;
use super::shown::speaker;
use crate::analysis::{ArticleAnalysis, Attribution};
use crate::corpus::accounts::{Differing, Sort};
use crate::corpus::statements::in_common::enough_in_common;
use crate::corpus::{ArticleId, Place, Snapshot, StatementRef};
use crate::text::Span;

/// Bytes of a part that says something by itself.
const LEAST_WHOLE: u32 = 24;
/// Words of a name or catchword between quotation marks, at most.
const CATCHWORD: usize = 4;

/// A statement, or what else a sentence tells, in two articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// In the one.
    pub here: Place,
    /// In the other.
    pub there: Place,
    /// True when other words stand in the same places of a statement, or a fact is told differently.
    pub differs: bool,
    /// The words that differ (`strengthening / preserving`), or how the two stand to each other.
    pub text: String,
    /// Other words in the same places, of the one and of the other.
    pub places: Vec<(String, String)>,
    /// The facts in it that the two tell differently.
    pub facts: Vec<Differing>,
}

/// What both articles tell, in the order of `here`: statements, and the sentences beside these that tell of the same thing.
pub fn compare(snapshot: &Snapshot, here: ArticleId, there: ArticleId) -> Vec<Compared> {
    let accounts = snapshot.accounts(here, there);
    let mut compared = statements(snapshot, here, there);
    compared.retain(|one| !(is_name(snapshot, one.here) && is_name(snapshot, one.there)));
    let sentence = |place: Place| {
        let structure = &snapshot.analysis(place.article).structure;
        let sentence = structure.sentence_at(place.span.start).and_then(|at| structure.sentences.get(at));
        Place { span: sentence.map_or(place.span, |sentence| sentence.span), ..place }
    };
    let overlap = |one: Place, other: Place| one.span.overlaps(other.span);
    // Each place once, on both sides.
    let known = |compared: &[Compared], [one, other]: [Place; 2]| {
        compared.iter().any(|known| overlap(known.here, one) || overlap(known.there, other))
    };
    let told = |[here, there]: [Place; 2]| {
        let [ours, theirs] = marks(snapshot, here, there);
        let same = ours.is_empty() && theirs.is_empty() && snapshot.slice(here) == snapshot.slice(there);
        let text = if same { "the words agree" } else { "told in other words" }.to_owned();
        Compared { here, there, differs: false, text, places: Vec::new(), facts: Vec::new() }
    };
    let paired = |[one, other]: [Place; 2]| {
        accounts.aligned.iter().any(|it| overlap(it.places[0], one) && overlap(it.places[1], other))
    };
    for aligned in &accounts.aligned {
        if !known(&compared, aligned.places) {
            compared.push(told(aligned.places));
        }
    }
    for &fact in &accounts.differing {
        let [one, other] = fact.places;
        let holds = |known: &&mut Compared| known.here.span.covers(one.span) && known.there.span.covers(other.span);
        let at = if let Some(at) = compared.iter_mut().find(holds) {
            at
        } else {
            // A name is written otherwise wherever it stands: its sentences need not tell of the same thing.
            let whole = [sentence(one), sentence(other)];
            let named = matches!(fact.sort, Sort::Name | Sort::Place | Sort::Who);
            let both = if named && !paired(whole) { fact.places } else { whole };
            if fact.sort == Sort::Words && known(&compared, both) {
                continue;
            }
            // Of statements that do not hold it, the sentences take the place.
            compared.retain(|known| known.differs || !(overlap(known.here, both[0]) && overlap(known.there, both[1])));
            compared.push(told(both));
            let Some(last) = compared.last_mut() else { continue };
            last
        };
        if at.facts.is_empty() {
            (at.text, at.places) = (String::new(), Vec::new());
        }
        let plain = |place: Place| snapshot.slice(place).split_whitespace().collect::<Vec<_>>().join(" ");
        let words = (plain(one), plain(other));
        let joint = if at.text.is_empty() { "" } else { "; " };
        at.text = format!("{}{joint}{} / {}", at.text, words.0, words.1);
        at.places.push(words);
        at.facts.push(fact);
        at.differs = true;
    }
    compared.sort_by_key(|one| (one.here, one.there));
    compared
}

/// True for a few words between quotation marks that are a name or a catchword, inside a sentence that says more: who has
/// them says nothing yet.
pub(super) fn is_name(snapshot: &Snapshot, place: Place) -> bool {
    let analysis = snapshot.analysis(place.article);
    let structure = &analysis.structure;
    let sentence = structure.sentence_at(place.span.start).and_then(|at| structure.sentences.get(at));
    let words = |span: Span| {
        let words =
            analysis.slice(span).split_whitespace().map(|word| word.trim_matches(|ch: char| !ch.is_alphanumeric()));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let own = words(place.span);
    let quoted = analysis.slice(place.span).starts_with(['“', '"', '‘', '\'']);
    let more = sentence.is_some_and(|sentence| words(sentence.span).len() > 2 * own.len());
    let telling = own.iter().filter(|word| word.chars().count() > 3);
    let named = telling.clone().count() > 0 && telling.clone().all(|word| word.starts_with(char::is_uppercase));
    quoted && more && own.len() <= CATCHWORD && (named || own.len() < CATCHWORD - 1)
}

/// What stands at a place as a whole thought: its sentence, where less than most of it is that.
pub fn thought(snapshot: &Snapshot, place: Place) -> Place {
    let structure = &snapshot.analysis(place.article).structure;
    let sentence = structure.sentence_at(place.span.start).and_then(|at| structure.sentences.get(at));
    let whole = sentence.filter(|sentence| sentence.span.covers(place.span));
    Place { span: whole.map_or(place.span, |sentence| sentence.span), ..place }
}

/// The statements that both articles have, in the order of `here`. Each side is searched for in the other, so that the
/// same are found from both.
pub fn statements(snapshot: &Snapshot, here: ArticleId, there: ArticleId) -> Vec<Compared> {
    if here == there {
        return Vec::new();
    }
    let mut pairs: Vec<(Place, Place, Difference, bool)> = found_in(snapshot, here, there);
    let back = found_in(snapshot, there, here);
    pairs.extend(back.into_iter().map(|(one, other, difference, quoted)| (other, one, difference.swapped(), quoted)));
    let mut compared: Vec<Compared> = one_each(pairs)
        .into_iter()
        .map(|(here, there, difference, quoted)| {
            let (places, text) = said(difference, quoted);
            Compared { here, there, differs: !places.is_empty(), text, places, facts: Vec::new() }
        })
        .collect();
    compared.sort_by_key(|one| (one.here, one.there));
    compared
}

/// What is to be marked on either side: the words that the other does not have, and the facts that differ.
pub fn marked(snapshot: &Snapshot, compared: &Compared) -> [Vec<Span>; 2] {
    let words = marks(snapshot, compared.here, compared.there);
    let with = |mut spans: Vec<Span>, side: usize| {
        spans.extend(compared.facts.iter().map(|fact| fact.places[side].span));
        spans.sort_unstable();
        let mut joined: Vec<Span> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if last.end >= span.start => *last = last.join(span),
                _ => joined.push(span),
            }
        }
        joined
    };
    let [ours, theirs] = words;
    [with(ours, 0), with(theirs, 1)]
}

/// The words of each of two places that the other does not have, as spans; none where they share too little to say.
pub fn marks(snapshot: &Snapshot, one: Place, other: Place) -> [Vec<Span>; 2] {
    let spans = |place: Place, ranges: Vec<std::ops::Range<usize>>| {
        let start = place.span.start as usize;
        ranges.into_iter().map(|range| Span::of(start + range.start..start + range.end)).collect::<Vec<_>>()
    };
    let [ours, theirs] = differing(snapshot.slice(one), snapshot.slice(other));
    // "that" is the reporter's.
    let telling = |span: &Span| !matches!(span.of_text(&snapshot.analysis(one.article).text), "that");
    let ours: Vec<Span> = spans(one, ours).into_iter().filter(telling).collect();
    let told = |span: &Span| !matches!(span.of_text(&snapshot.analysis(other.article).text), "that");
    [ours, spans(other, theirs).into_iter().filter(told).collect()]
}

/// Who says what stands at a place, in a few words; empty where nobody does.
pub fn said_by(snapshot: &Snapshot, place: Place) -> String {
    let analysis = snapshot.analysis(place.article);
    let size = |one: &Attribution| one.content.iter().map(|span| span.len()).sum::<u32>();
    let around = |one: &&Attribution| one.content.iter().any(|span| span.covers(place.span));
    let touches = |one: &&Attribution| one.content.iter().any(|span| span.overlaps(place.span));
    let all = || analysis.attributions.iter();
    let inner = all().filter(around).min_by_key(|one| size(one)).or_else(|| all().find(touches));
    inner.map_or_else(String::new, |attribution| speaker(analysis, attribution))
}

/// The statements of one article that another has, and whether quoted words were compared.
fn found_in(snapshot: &Snapshot, one: ArticleId, other: ArticleId) -> Vec<(Place, Place, Difference, bool)> {
    let analysis = snapshot.analysis(one);
    let mut found = Vec::new();
    for (at, attribution) in analysis.attributions.iter_enumerated() {
        for span in asked(analysis, attribution) {
            let Some(version) = version_in(snapshot, StatementRef { article: one, attribution: at }, span, other)
            else {
                continue;
            };
            let whole = is_main(&attribution.content, span)
                && snapshot.analysis(other).attributions.get(version.attribution).is_some_and(|there| {
                    there.content.iter().any(|content| content.covers(version.place.span))
                        && version.place.span.len() >= LEAST_WHOLE
                });
            if !whole && !alike(snapshot, Place { article: one, span }, version.place) {
                continue;
            }
            let (difference, quoted) = of_version(snapshot, analysis, span, &version);
            found.push((Place { article: one, span }, version.place, difference, quoted));
        }
    }
    found
}

/// True for the longest part of a statement: where the statements are one, so are these, however little of them is the
/// same words.
fn is_main(parts: &[Span], part: Span) -> bool {
    part.len() >= LEAST_WHOLE && parts.iter().all(|other| other.len() <= part.len())
}

/// True when two places have enough in common to be shown as one statement: an attribution may have several parts
/// ("it", "who"), and those of two versions need not be the same.
fn alike(snapshot: &Snapshot, one: Place, other: Place) -> bool {
    let quoted = |place: Place| {
        let quotations = &snapshot.analysis(place.article).structure.quotations;
        quotations.binary_search_by_key(&place.span, |quotation| quotation.span).is_ok()
    };
    let idf = &snapshot.analysis(one.article).language.idf;
    enough_in_common(idf, snapshot.slice(one), snapshot.slice(other), quoted(one) && quoted(other))
}

/// What of an attribution is looked for: its parts, and the quotations in them, which may stand in different places of
/// the other article.
fn asked(analysis: &ArticleAnalysis, attribution: &Attribution) -> Vec<Span> {
    let mut spans = Vec::new();
    for &content in &attribution.content {
        let quotations = &analysis.structure.quotations;
        let first = quotations.partition_point(|quotation| quotation.span.start < content.start);
        let inside = quotations[first..].iter().map(|quotation| quotation.span);
        spans.extend(inside.take_while(|span| content.covers(*span)));
        spans.push(content);
    }
    spans.dedup();
    spans
}

fn said(difference: Difference, quoted: bool) -> (Vec<(String, String)>, String) {
    let agree = if quoted { "the quoted words agree" } else { "the words agree" };
    match difference {
        Difference::Words(places) => {
            // "that" is the reporter's.
            let plain = |words: String| words.strip_prefix("that ").map_or(words.clone(), str::to_owned);
            let places: Vec<_> = places.into_iter().map(|(ours, theirs)| (plain(ours), plain(theirs))).collect();
            let text = places.iter().map(|(ours, theirs)| format!("{ours} / {theirs}")).collect::<Vec<_>>().join("; ");
            (places, text)
        }
        Difference::None => (Vec::new(), agree.to_owned()),
        Difference::Shorter => (Vec::new(), format!("{agree}; more of them stands there")),
        Difference::Longer => (Vec::new(), format!("{agree}; more of them stands here")),
        Difference::Unlike => (Vec::new(), "told in other words".to_owned()),
    }
}

/// Keeps each place once, on both sides: what differs in most places first, then the shorter before the longer.
fn one_each(mut found: Vec<(Place, Place, Difference, bool)>) -> Vec<(Place, Place, Difference, bool)> {
    found.sort_by_key(|(here, there, difference, _)| {
        let places = if let Difference::Words(places) = difference { places.len() } else { 0 };
        let order = (*here.min(there), *here.max(there));
        let length = i64::from(here.span.len() + there.span.len());
        // Of what is told in other words, all of it; of the same words, no more than these.
        let unlike = *difference == Difference::Unlike;
        (std::cmp::Reverse(places), unlike, if unlike { -length } else { length }, order)
    });
    let mut kept: Vec<(Place, Place, Difference, bool)> = Vec::new();
    for pair in found {
        let taken = |other: &(Place, Place, Difference, bool)| {
            other.0.span.overlaps(pair.0.span) || other.1.span.overlaps(pair.1.span)
        };
        if !kept.iter().any(taken) {
            kept.push(pair);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::compare;
    use crate::corpus::ArticleId;
    use crate::ide::fixture::fixture;

    const BRIDGE: &str = "\
//- 000.txt coverage=bridge
{src a|{p reed|Ana Reed}} {cue a|said} $0{say a|the two mayors reiterated their wish to strengthen the bridge}.

{src b|{pro reed|She}} {cue b|called} the price {say b|“ten times too much”} and {cue c|said} {say c|it rained}.

{src d|{pro reed|She}} {cue d|said} {say d|“we have a plan”}.
//- 001.txt coverage=bridge
{src b|{p reed|Reed}} {cue b|called} it {say b|“ten times too high”}.

{src a|{p reed|Reed}} {cue a|said} {say a|the two mayors reiterated their wish to preserve the bridge}.

{src d|{pro reed|She}} {cue d|added} {say d|“we have a plan”}.
";

    fn check(from: u32, to: u32, expected: Expect) {
        check_in(BRIDGE, from, to, expected);
    }

    fn check_in(articles: &str, from: u32, to: u32, expected: Expect) {
        let (snapshot, _) = fixture(articles);
        let found = compare(&snapshot, ArticleId(from), ArticleId(to));
        let show = |one: &super::Compared| {
            let sign = if one.differs { "≠" } else { "=" };
            format!("{} {sign} {}: {}\n", snapshot.slice(one.here), snapshot.slice(one.there), one.text)
        };
        expected.assert_eq(&found.iter().map(show).collect::<String>());
    }

    #[test]
    fn what_both_say_in_the_order_of_the_first() {
        check(
            0,
            1,
            expect![[r#"
            the two mayors reiterated their wish to strengthen the bridge ≠ the two mayors reiterated their wish to preserve the bridge: strengthen / preserve
            “ten times too much” ≠ “ten times too high”: much / high
            “we have a plan” = “we have a plan”: the quoted words agree
        "#]],
        );
        check(
            1,
            0,
            expect![[r#"
            “ten times too high” ≠ “ten times too much”: high / much
            the two mayors reiterated their wish to preserve the bridge ≠ the two mayors reiterated their wish to strengthen the bridge: preserve / strengthen
            “we have a plan” = “we have a plan”: the quoted words agree
        "#]],
        );
    }

    #[test]
    fn parts_without_content_are_no_version_and_type_is_no_difference() {
        let articles = "\
//- 000.txt coverage=bridge
{src a|{p reed|Ana Reed}} {cue a|asked} {say a|who}, and {say a|$0the two mayors don't mend the bridge}.

{src b|{pro reed|She}} {cue b|said} {say b|\"we don't have a plan\"}.
//- 001.txt coverage=bridge
{src a|{p reed|Reed}} {cue a|said} {say a|it}: {say a|the two mayors won’t mend the bridge}.

{src b|{pro reed|She}} {cue b|said} {say b|“we don’t have a plan”}.
";
        check_in(
            articles,
            0,
            1,
            expect![[r#"
            the two mayors don't mend the bridge ≠ the two mayors won’t mend the bridge: don't / won’t
            "we don't have a plan" = “we don’t have a plan”: the quoted words agree
        "#]],
        );
    }

    #[test]
    fn a_sentence_that_tells_a_fact_otherwise_differs_and_one_that_does_not_is_in_both() {
        check_in(
            "\
//- 000.txt coverage=bridge
A bus overturned near Weston and five people were killed$0.

The fire brigade closed the road for two days.
//- 001.txt coverage=bridge
A bus overturned near Weston and nine people were killed.

The fire brigade has closed the road for two days.
",
            0,
            1,
            expect![[r#"
                A bus overturned near Weston and five people were killed. ≠ A bus overturned near Weston and nine people were killed.: five people / nine people
                The fire brigade closed the road for two days. = The fire brigade has closed the road for two days.: told in other words
            "#]],
        );
    }

    #[test]
    fn an_article_is_not_compared_with_itself() {
        check(0, 0, expect![""]);
    }
}
