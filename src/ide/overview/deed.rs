//! What is done rather than said: a reader of corpora marks "took the money" and "was charged with murder" as
//! statements of who does it or has it done to him, and a list of what only one article has somebody *say* has no use
//! for them.

use crate::analysis::{ArticleAnalysis, Attribution};
use crate::lexicon::attribution::{AttributionLexicon, Form, class};
use crate::text::Span;

/// How a clause begins that somebody says.
const CLAUSE: [&str; 3] = ["that ", "whether ", "if "];

/// True for an attribution whose cue tells of a deed, and that holds neither a clause nor words between quotation marks.
pub(super) fn is_deed(analysis: &ArticleAnalysis, attribution: &Attribution) -> bool {
    let Some(cue) = attribution.cue.iter().copied().reduce(Span::join) else { return false };
    let said = |span: &Span| {
        let clause = CLAUSE.iter().any(|word| analysis.slice(*span).starts_with(word));
        clause || analysis.slice(*span).contains(['“', '”', '"', '`'])
    };
    // "…, according to charges": what stands before its cue is said.
    let behind = attribution.content.iter().all(|span| span.start >= cue.end);
    behind
        && !attribution.content.iter().any(said)
        && !attribution.cue.iter().any(|cue| tells(&analysis.language.attribution, analysis.slice(*cue)))
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
    use super::tells;

    #[test]
    fn a_cue_tells_that_something_is_said() {
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
            assert!(tells(&crate::lexicon::Language::english().attribution, cue), "{cue}");
        }
        for cue in ["was charged with", "was accused of", "took", "voted in favor of", "eventually filed", "cut"] {
            assert!(!tells(&crate::lexicon::Language::english().attribution, cue), "{cue}");
        }
    }
}
