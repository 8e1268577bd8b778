//! What is said and what is done: a reader of corpora marks "took the money" and "was charged with murder" as statements
//! of who does it or has it done to him; and who declines to comment says nothing.

use crate::analysis::facts::Act;
use crate::analysis::{ArticleAnalysis, Attribution, Decided};
use crate::lexicon::attribution::{AttributionLexicon, Form, class};
use crate::text::Span;

/// How a clause begins that somebody says.
const CLAUSE: [&str; 3] = ["that ", "whether ", "if "];

/// What an attribution tells of.
pub(in crate::analysis) fn act(
    lexicon: &AttributionLexicon,
    analysis: &ArticleAnalysis,
    attribution: &Attribution,
) -> Decided<Act> {
    if is_deed(lexicon, analysis, attribution) {
        Decided::by_rule(Act::Deed, "deed")
    } else if attribution.cue.iter().any(|cue| refuses(lexicon, analysis.slice(*cue))) {
        Decided::by_rule(Act::Refusal, "refusal")
    } else {
        Decided::by_rule(Act::Statement, "cue")
    }
}

/// True for a cue that tells that somebody would not speak: "declined", "did not respond", "would not comment".
fn refuses(lexicon: &AttributionLexicon, cue: &str) -> bool {
    let refusal = |word: &str| {
        let past = |form: Form| matches!(form, Form::Past | Form::Participle);
        let forms = lexicon.verb_forms(word).iter().filter(|(_, form)| past(*form));
        let mut verbs = forms.filter_map(|(verb, _)| lexicon.verbs.get(usize::from(*verb)));
        verbs.any(|verb| verb.refusal)
    };
    let cue = cue.to_lowercase();
    let words = || cue.split(|ch: char| !ch.is_alphanumeric() && !matches!(ch, '\'' | '’'));
    // "did not respond", but "comment" by itself is speech.
    let negated = || words().any(|word| lexicon.classes(word) & class::NEGATION != 0 || is_contracted_not(word));
    words().any(refusal) || words().any(|word| matches!(word, "respond" | "comment")) && negated()
}

/// "didn’t".
fn is_contracted_not(word: &str) -> bool {
    word.ends_with("n't") || word.ends_with("n’t")
}

/// True where a cue tells of a deed, and neither a clause follows nor words between quotation marks.
fn is_deed(lexicon: &AttributionLexicon, analysis: &ArticleAnalysis, attribution: &Attribution) -> bool {
    let Some(cue) = attribution.cue.iter().copied().reduce(Span::join) else { return false };
    let said = |span: &Span| {
        let clause = CLAUSE.iter().any(|word| analysis.slice(*span).starts_with(word));
        clause || analysis.slice(*span).contains(['“', '”', '"', '`'])
    };
    // "…, according to charges": what stands before its cue is said.
    let behind = attribution.content.iter().all(|span| span.start >= cue.end);
    behind
        && !attribution.content.iter().any(said)
        && !attribution.cue.iter().any(|cue| tells(lexicon, analysis.slice(*cue)))
}

/// True for a cue with a word of speech, thought or decision in it that is no passive.
fn tells(lexicon: &AttributionLexicon, cue: &str) -> bool {
    let words: Vec<String> = cue.split_whitespace().map(plain).collect();
    let is = |word: &str, bits: u32| lexicon.classes(word) & bits != 0;
    // No word that makes a cue by itself, but one of a longer one: "According to", "in the words of".
    let verbless =
        !words.iter().any(|word| word.ends_with("ed") || word.ends_with("ing") || is(word, class::BE | class::MODAL));
    let mut passive = false;
    let mut noun = false;
    for (at, word) in words.iter().enumerate() {
        // "in favor of"
        let is_noun = at > 0 && words[at - 1] != "to" && is(&words[at - 1], class::PREPOSITION);
        noun |= words.iter().any(|other| lexicon.noun_cues(other).contains(&word.as_str()));
        // "voted for" and "voted to", not "voted in favor"; a particle may stand behind the cue.
        let fits = |particle: &str| particle.is_empty() || words.get(at + 1).is_none_or(|next| next == particle);
        let entry = |index: u16| lexicon.verbs.get(index as usize).is_some_and(|verb| fits(verb.particle));
        let forms: Vec<Form> = lexicon
            .verb_forms(word)
            .iter()
            .filter(|(index, form)| entry(*index) && !(is_noun && *form == Form::Base))
            .map(|(_, form)| *form)
            .collect();
        let done = forms.iter().all(|form| matches!(form, Form::Past | Form::Participle));
        if is(word, class::CUE_ADJECTIVE) || !(forms.is_empty() || passive && done) {
            return true;
        }
        passive |= is(word, class::BE);
    }
    noun || (verbless && words.first().is_some_and(|word| is(word, class::PREPOSITION) || word == "per"))
        || words.first().is_some_and(|word| word.starts_with("accord"))
}

fn plain(word: &str) -> String {
    word.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_would_not_speak_refuses() {
        let language = crate::lexicon::Language::english();
        for cue in ["declined to comment", "did not respond", "didn’t respond", "would not comment", "refused"] {
            assert!(refuses(&language.attribution, cue), "{cue}");
        }
        for cue in ["respond", "would respond", "went on to comment", "said"] {
            assert!(!refuses(&language.attribution, cue), "{cue}");
        }
    }

    #[test]
    fn a_cue_tells_that_something_is_said() {
        let language = crate::lexicon::Language::english();
        let lexicon = &language.attribution;
        for cue in [
            "said",
            "has denied",
            "went on to say",
            "According to",
            "expressed concern",
            "is concerned",
            "was quoted as saying",
            "declined",
        ] {
            assert!(tells(lexicon, cue), "{cue}");
        }
        for cue in ["was charged with", "was accused of", "took", "voted in favor of", "eventually filed", "cut"] {
            assert!(!tells(lexicon, cue), "{cue}");
        }
    }
}
