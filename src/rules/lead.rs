//! Where the answer may stand: an article of the same coverage in which somebody says what is flagged here. A lead to
//! read, never words to insert. A wrong lead is worse than none: the same must act, and be acted on, in both.

use rustc_hash::FxHashSet;

use crate::analysis::{ArticleAnalysis, Attribution, MentionId, MentionKind};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::lexicon::attribution::{AttributionLexicon, Form, class};
use crate::lexicon::idf::stem;
use crate::text::Span;

/// How many stems of words of five letters or more two passages must share, and at least half of the asking one.
const SHARED: usize = 3;
/// So many findings of a rule get a lead.
const FINDINGS: usize = 40;
/// At most so many attributions of other articles are looked at for one finding.
const MOST: usize = 2_000;
/// Words of a passage that are read.
const WORDS: usize = 200;

/// The attribution of another article of the coverage that says most nearly what a passage says.
///
/// `nth` is how many findings the article has before this one: the first ones get a lead, lest a long article cost
/// more than it is worth.
pub(super) fn lead(snapshot: &Snapshot, article: ArticleId, nth: usize, passage: &[Span]) -> Option<(String, Place)> {
    if nth >= FINDINGS {
        return None;
    }
    let lexicon = &snapshot.analysis(article).language.attribution;
    let wanted = Sides::read(lexicon, &text(snapshot.analysis(article), passage));
    let coverage = snapshot.coverage(snapshot.article(article).coverage);
    let others = coverage.articles.iter().copied().filter(|other| *other != article);
    let statements = others.flat_map(|other| {
        let sourced = snapshot.analysis(other).attributions.iter().filter(|it| !it.source.is_empty());
        sourced.map(move |attribution| (other, attribution))
    });
    let mut best: Option<(usize, String, Place)> = None;
    for (other, attribution) in statements.take(MOST) {
        let analysis = snapshot.analysis(other);
        let Some(content) = attribution.content.first() else { continue };
        if crate::analysis::attribution::block_of(&analysis.blocks, attribution).is_some() {
            continue;
        }
        let Some(shared) = wanted.shared(&Sides::read(lexicon, &text(analysis, &attribution.content))) else {
            continue;
        };
        let Some(source) = speaker(analysis, attribution) else { continue };
        if best.as_ref().is_none_or(|(most, ..)| shared > *most) {
            best = Some((shared, source.to_owned(), Place { article: other, span: *content }));
        }
    }
    best.map(|(_, source, place)| (says(snapshot, &source, place), place))
}

/// The clause of a sentence that holds a trigger: up to a semicolon or ", while" on either side, so that what one party
/// does is not asked of the other.
pub(super) fn clause(analysis: &ArticleAnalysis, sentence: Span, trigger: Span) -> Span {
    let text = analysis.slice(sentence);
    let joints = [";", ", while ", ", but ", ", and ", ", whereas ", ", although ", ", though "];
    let found = joints.iter().flat_map(|joint| text.match_indices(joint).map(|(at, it)| (at, at + it.len())));
    let mut clause = sentence;
    for (from, to) in found {
        let (from, to) = (sentence.start + Span::of(0..from).end, sentence.start + Span::of(0..to).end);
        if to <= trigger.start {
            clause.start = clause.start.max(to);
        } else if from >= trigger.end {
            clause.end = clause.end.min(from);
        }
    }
    clause
}

/// What a source is called where its own sentence is not read: its words, or the name behind a pronoun.
fn speaker<'a>(analysis: &'a ArticleAnalysis, attribution: &Attribution) -> Option<&'a str> {
    let source = *attribution.source.first()?;
    let pronoun =
        |at: Span| analysis.language.attribution.classes(&analysis.slice(at).to_lowercase()) & class::PRONOUN != 0;
    if !pronoun(source) {
        return Some(analysis.slice(source));
    }
    let chain = analysis.chains.get(attribution.chain?)?;
    let told = |at: &MentionId| analysis.mentions.get(*at).is_some_and(|mention| mention.kind != MentionKind::Pronoun);
    chain.mentions.iter().any(told).then_some(chain.name.as_str())
}

fn says(snapshot: &Snapshot, source: &str, place: Place) -> String {
    let node = snapshot.article(place.article);
    let line = node.analysis.lines.line_of(place.span.start) + 1;
    let block = node.analysis.block_at(place.span.start);
    let through = block.map_or_else(String::new, |block| format!(" (through {})", block.outlet));
    let source: String = source.chars().take(60).collect();
    format!("{}:{line} has “{source}” say something like it{through}", node.label.short)
}

fn text(analysis: &ArticleAnalysis, spans: &[Span]) -> String {
    spans.iter().map(|span| analysis.slice(*span)).collect::<Vec<_>>().join(" ")
}

/// The longer words of a passage, told apart by its first verb: who acts stands before it.
#[derive(Default)]
struct Sides {
    before: FxHashSet<String>,
    after: FxHashSet<String>,
    /// "were attacked by": who acts stands behind the verb.
    passive: bool,
    negated: bool,
}

impl Sides {
    fn read(lexicon: &AttributionLexicon, text: &str) -> Self {
        let mut sides = Self::default();
        let mut verb = false;
        for word in text.split_whitespace().take(WORDS) {
            let word = word.trim_matches(|ch: char| !ch.is_alphanumeric());
            let lower = word.to_lowercase().replace('’', "'");
            let classes = lexicon.classes(&lower);
            sides.negated |= classes & class::NEGATION != 0 || lower.ends_with("n't");
            sides.passive |= verb && lower == "by";
            verb |= finite(lexicon, word, &lower);
            let bare = lower.strip_suffix("'s").unwrap_or(&lower);
            if bare.chars().count() >= 5 && classes & class::FUNCTION == 0 {
                if verb { &mut sides.after } else { &mut sides.before }.insert(stem(bare));
            }
        }
        sides
    }

    /// How many words two passages share, when enough of them do, the same acts in both and nobody has changed sides.
    fn shared(&self, other: &Self) -> Option<usize> {
        let both = |ours: &FxHashSet<String>, theirs: &FxHashSet<String>| ours.intersection(theirs).count();
        let acts = both(&self.before, &other.before);
        let shared = acts + both(&self.after, &other.after);
        let crossed = both(&self.before, &other.after) + both(&self.after, &other.before) > 0;
        let enough = shared >= SHARED && shared * 2 >= self.before.len() + self.after.len();
        let alike = self.passive == other.passive && self.negated == other.negated;
        (enough && acts > 0 && !crossed && alike).then_some(shared)
    }
}

/// A word that carries tense: an auxiliary, or a past form.
fn finite(lexicon: &AttributionLexicon, word: &str, lower: &str) -> bool {
    let helps = class::AUXILIARY | class::MODAL | class::BE | class::LIGHT_VERB;
    let past = lower.len() > 4 && lower.ends_with("ed") && !lower.contains('-');
    let known = lexicon.verb_forms(lower).iter().any(|(_, form)| *form == Form::Past);
    lexicon.classes(lower) & helps != 0 || ((past || known) && !word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ArticleRole;
    use crate::rules::{RuleSettings, check, fixture};

    const HEADLINE: &str = "Rebels advance on government troops near Aleppo\n\n";

    /// The help of an article's only finding, with another article of the same headline beside it.
    fn check_lead(ours: &str, theirs: &str, expected: Option<&str>) {
        let texts = [ours, theirs].map(|text| (format!("{HEADLINE}{text}\n"), ArticleRole::Draft));
        let snapshot = fixture::snapshot(&texts);
        assert_eq!(snapshot.coverages.len(), 1, "one coverage: {:?}", snapshot.related());
        let found = check(&snapshot, ArticleId(0), &RuleSettings::default());
        let [finding] = &found[..] else { panic!("{found:?}") };
        let lead = finding.related.first().map(|(_, help)| help.as_str());
        assert_eq!(lead, expected, "{ours} / {theirs}");
    }

    #[test]
    fn a_lead_says_the_same_of_the_same_people() {
        check_lead(
            "Rebel groups have reportedly attacked government positions near Aleppo on Monday.",
            "Rebel groups attacked government positions near Aleppo on Monday, Mayor Anna Lopez said.",
            Some("001:3 has “Mayor Anna Lopez” say something like it"),
        );
    }

    #[test]
    fn a_pronoun_is_led_to_by_its_name() {
        check_lead(
            "Rebel groups have reportedly attacked government positions near Aleppo on Monday.",
            "Mayor Anna Lopez arrived. She said rebel groups attacked government positions near Aleppo on Monday.",
            Some("001:3 has “Anna Lopez” say something like it"),
        );
    }

    #[test]
    fn no_lead_to_the_other_side_or_to_a_denial() {
        let ours = "Rebel groups have reportedly attacked government positions near Aleppo on Monday.";
        for theirs in [
            "Government troops attacked rebel groups in positions near Aleppo on Monday, Mayor Anna Lopez said.",
            "Rebel groups were attacked by government troops from positions near Aleppo, Mayor Anna Lopez said.",
            "Rebel groups have not attacked government positions near Aleppo, Mayor Anna Lopez said.",
            "Mayor Anna Lopez accused the government of attacking rebel groups from positions near Aleppo.",
        ] {
            check_lead(ours, theirs, None);
        }
    }

    #[test]
    fn one_party_of_a_sentence_is_not_asked_of_the_other() {
        check_lead(
            "Government forces have reportedly shelled the northern city of Aleppo, while rebel groups advanced.",
            "Mayor Anna Lopez said rebel groups advanced on the northern city of Aleppo against government forces.",
            None,
        );
    }
}
