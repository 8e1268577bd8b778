//! What looks like a statement and is none: a refusal to speak, what somebody may say one day, an act, what no road or
//! storm can say.

use crate::analysis::reading::Reading;
use crate::analysis::types::Attribution;
use crate::lexicon::Language;
use crate::lexicon::attribution::{CueClass, CueVerb, Form, class};
use crate::lexicon::lists::List;
use crate::text::Span;
use crate::token::ZoneKind;

/// So many words of a content are looked at for a verb.
const CLAUSE: usize = 14;

/// Below this probability that its sentence tells what somebody said, an act is an act. Of those below it that the program
/// reads in PolNeAR's dev split 9 are none in its gold, and 5 are.
const TOLD: f32 = 0.7;

/// True where nobody says anything.
pub(super) fn is_silence(lexicon: &Language, reading: &Reading, attribution: &Attribution) -> bool {
    if attribution.hearsay || attribution.cue.is_empty() {
        return false;
    }
    let cue = Phrase::of(reading, &attribution.cue);
    let content = Phrase::of(reading, &attribution.content);
    let source = Phrase::of(reading, &attribution.source);
    let reader = Reader { lexicon };
    is_name(reading, attribution)
        || reader.is_asked(reading, attribution, &cue)
        || reader.is_refusal(&cue, &content)
        || reader.is_kept_back(&source, &cue, &content)
        || reader.is_possible(&cue)
        || reader.is_act(reading, attribution, &cue, &content)
        || reader.is_deed(reading, attribution, &cue, &content)
        || is_way(lexicon, &cue, &content)
        || reader.is_no_speaker(reading, attribution, &source, &content)
}

/// The words of some spans, in small letters.
struct Phrase {
    words: Vec<String>,
    quoted: bool,
}

impl Phrase {
    fn of(reading: &Reading, spans: &[Span]) -> Self {
        let text = spans.iter().map(|span| reading.slice(*span)).collect::<Vec<_>>().join(" ");
        let words = text.split_whitespace().take(60).map(|word| {
            let word = word.trim_matches(|ch: char| !ch.is_alphanumeric()).to_lowercase();
            word.replace('’', "'")
        });
        Self { words: words.filter(|word| !word.is_empty()).collect(), quoted: text.contains(['“', '"', '”']) }
    }

    fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    fn any(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }
}

struct Reader<'a> {
    lexicon: &'a Language,
}

impl Reader<'_> {
    /// "Mr. Hale, asked whether he would run, said": who is asked says nothing by that.
    fn is_asked(&self, reading: &Reading, attribution: &Attribution, cue: &Phrase) -> bool {
        let asked = |word: &String| self.lexicon.lists.is(List::AskedVerb, word);
        let Some(at) = cue.words.iter().position(asked) else { return false };
        let Some(start) = attribution.cue.first().map(|span| span.start) else { return false };
        let is_be = |word: &str| self.lexicon.attribution.classes(word) & class::BE != 0;
        let inverted = attribution.source.iter().any(|source| source.start > start);
        if at > 0 || inverted {
            return !inverted && at == 1 && is_be(cue.first());
        }
        let before = reading.text.get(..start as usize).unwrap_or_default().trim_end();
        let word = before.rsplit(|ch: char| !ch.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let opens = reading.text.get(start as usize..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
        // "Smith, asked …" but "Smith, the mayor, asked …".
        let aside = attribution.source.iter().any(|source| reading.slice(*source).contains(','));
        opens || is_be(&word) || matches!(word.as_str(), "when" | "if") || before.ends_with(',') && !aside
    }

    /// "declined to say how much it had cost", but not "refused to step down".
    fn is_refusal(&self, cue: &Phrase, content: &Phrase) -> bool {
        let refuses = self.verbs(&cue.words).any(|verb| verb.refusal);
        let refused = content.words.iter().map(String::as_str).find(|word| !matches!(*word, "to" | "be" | "publicly"));
        refuses && !content.quoted && refused.is_some_and(|word| self.speaks(word))
    }

    /// "did not say who", "neither would say whether": what is asked and not told.
    fn is_kept_back(&self, source: &Phrase, cue: &Phrase, content: &Phrase) -> bool {
        let open = self.lexicon.names.is(List::QuestionWord, content.first());
        let negated =
            |word: &String| self.lexicon.attribution.classes(word) & class::NEGATION != 0 || word.ends_with("n't");
        let none = matches!(source.first(), "neither" | "nobody" | "none") || cue.words.iter().any(negated);
        open && none && cue.words.iter().any(|word| self.speaks(word))
    }

    /// "may call an election": nobody has said it.
    fn is_possible(&self, cue: &Phrase) -> bool {
        matches!(cue.first(), "may" | "might") && cue.words.len() > 1 && !cue.any(&["have", "be"])
    }

    /// "agreed to attend", but "agreed to the plan" and "agreed to talks".
    fn is_deed(&self, reading: &Reading, attribution: &Attribution, cue: &Phrase, content: &Phrase) -> bool {
        let behind_to = || {
            let start = attribution.content.first().map_or(0, |it| it.start as usize);
            reading.text.get(..start).is_some_and(|before| before.trim_end().ends_with(" to"))
        };
        let deeds = self.verbs(&cue.words).any(|verb| verb.deed) && cue.words.len() < 4;
        let rest =
            if content.first() == "to" { content.words.get(1..) } else { behind_to().then_some(&content.words[..]) };
        let Some([verb, next, ..]) = rest else { return false };
        let classes = self.lexicon.attribution.classes(verb);
        let noun =
            class::DETERMINER | class::PRONOUN | class::OBJECT | class::PERSON_NOUN | class::BODY_NOUN | class::TIME;
        let noun = classes & noun != 0 || verb.ends_with('s') || matches!(next.as_str(), "of" | "that");
        deeds && !noun && !content.quoted && !self.speaks(verb)
    }

    /// "The road has claimed six lives": what cannot speak, and no clause that could be said.
    fn is_no_speaker(&self, reading: &Reading, attribution: &Attribution, source: &Phrase, content: &Phrase) -> bool {
        let speaker = class::PERSON_NOUN
            | class::BODY_NOUN
            | class::COLLECTIVE_NOUN
            | class::VAGUE_NOUN
            | class::DOCUMENT_NOUN
            | class::PRONOUN
            | class::RELATIVE;
        let Some(span) = attribution.source.first().filter(|_| source.first() == "the" && !content.quoted) else {
            return false;
        };
        let known = |word: &String| {
            self.lexicon.attribution.classes(word) & speaker != 0 || self.lexicon.names.role(word).is_some()
        };
        let capital = reading.slice(*span).split_whitespace().skip(1).any(|word| word.starts_with(char::is_uppercase));
        source.words.len() < 4 && !capital && !source.words.iter().any(known) && !self.is_clause(content)
    }

    /// True for words with a verb that could be said of something.
    fn is_clause(&self, content: &Phrase) -> bool {
        let first = content.first();
        let open = self.lexicon.names.is(List::ContentOpener, first) || matches!(first, "who" | "to");
        let finite = |word: &String| {
            let classes = self.lexicon.attribution.classes(word);
            // "since May"
            let tense = classes & (class::AUXILIARY | class::MODAL) != 0 && classes & class::TIME == 0;
            tense || word.len() > 4 && word.ends_with("ed") || word == "that"
        };
        open || content.words.iter().take(CLAUSE).any(finite)
    }

    /// "drafted a plan", "celebrated his victory": no verb of saying, no clause, no quotation, in a sentence that tells of
    /// words no more than it may.
    fn is_act(&self, reading: &Reading, attribution: &Attribution, cue: &Phrase, content: &Phrase) -> bool {
        if content.quoted
            || self.verbs(&cue.words).any(|verb| verb.class == CueClass::Speech)
            || self.is_clause(content)
        {
            return false;
        }
        let sentence = attribution.cue.first().and_then(|cue| reading.structure.sentence_at(cue.start));
        let told = sentence.and_then(|at| reading.attributed.get(at));
        told.is_some_and(|probability| *probability < TOLD)
    }

    fn verbs<'a>(&'a self, words: &'a [String]) -> impl Iterator<Item = CueVerb> + 'a {
        let forms = words.iter().flat_map(|word| self.lexicon.attribution.verb_forms(word));
        forms.filter_map(|(verb, _)| self.lexicon.attribution.verbs.get(usize::from(*verb)).copied())
    }

    /// True for a form of a verb of saying.
    fn speaks(&self, word: &str) -> bool {
        let forms = self.lexicon.attribution.verb_forms(word).iter();
        let mut verbs = forms.filter(|(_, form)| *form != Form::Ing);
        verbs.any(|(verb, _)| {
            self.lexicon.attribution.verbs.get(usize::from(*verb)).is_some_and(|it| it.class == CueClass::Speech)
        })
    }
}

/// "Sheikh Said was born in Aden": a word with a capital within a sentence of the body is a name.
fn is_name(reading: &Reading, attribution: &Attribution) -> bool {
    let Some(cue) = attribution.cue.first() else { return false };
    let word = reading.slice(*cue);
    let before = reading.text.get(..cue.start as usize).unwrap_or("").trim_end();
    let within = before.ends_with(|ch: char| ch.is_alphanumeric() || ch == ',');
    word.starts_with(char::is_uppercase)
        && word.contains(char::is_lowercase)
        && !word.contains(' ')
        && within
        && before.len() + 1 == cue.start as usize
        && reading.structure.zone_at(cue.start) == ZoneKind::Body
}

/// "reported to a prison": whereto, and nothing that is said. "objected to the plan" has "to" in its cue.
fn is_way(lexicon: &Language, cue: &Phrase, content: &Phrase) -> bool {
    let [to, article, ..] = &content.words[..] else { return false };
    to == "to"
        && (lexicon.names.is(List::Article, article) || lexicon.names.is(List::ThirdPersonPossessive, article))
        && cue.last() != "to"
        && !content.quoted
}
