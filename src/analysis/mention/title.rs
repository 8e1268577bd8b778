//! Titles before a name and appositives beside it: "U.S. Ambassador to Russia Mike McFaul", "Josh Earnest, the White
//! House press secretary", "The United Nations special envoy for Syria, Staffan de Mistura".

use super::candidate::Candidate;
use crate::analysis::reading::Reading;
use crate::analysis::types::{Provenance, RoleForm, RoleMention};
use crate::lexicon::attribution::class;
use crate::lexicon::names::{NameLexicon, WordList};
use crate::model::EntityType;
use crate::model::rules::names::name_part;
use crate::text::Span;
use crate::token::TokenKind;

/// The most tokens of a title before a name.
const LONGEST_TITLE: usize = 14;
/// The most tokens of an appositive.
const LONGEST_APPOSITIVE: usize = 32;

/// Reads what stands beside names.
pub(super) struct TitleReader<'a> {
    lexicon: &'a NameLexicon,
    reading: &'a Reading,
    /// The candidate that each token belongs to, plus one; 0 for none.
    owner: Vec<u32>,
    candidates: &'a [Candidate],
}

/// A role that stands beside a name.
fn role(span: Span, how: RoleForm) -> RoleMention {
    let rule = if how == RoleForm::Title { "title" } else { "appositive" };
    RoleMention { span, how, provenance: Provenance::Rule(rule) }
}

impl<'a> TitleReader<'a> {
    /// Notes which token belongs to which name.
    pub(super) fn new(lexicon: &'a NameLexicon, reading: &'a Reading, candidates: &'a [Candidate]) -> Self {
        let mut owner = vec![0; reading.structure.tokens.len()];
        for (nth, candidate) in candidates.iter().enumerate() {
            for at in candidate.tokens.clone() {
                if let Some(slot) = owner.get_mut(at) {
                    *slot = u32::try_from(nth + 1).unwrap_or(0);
                }
            }
        }
        Self { lexicon, reading, owner, candidates }
    }

    /// A name's span with its title, and its roles.
    pub(super) fn read(&self, candidate: &Candidate) -> (Span, Vec<RoleMention>) {
        let mut roles = Vec::new();
        let mut titled = candidate.span;
        if candidate.entity_type != EntityType::Person {
            return (titled, roles);
        }
        let (from, to) = self.sentence(candidate);
        let start = self.title_start(candidate.tokens.start, from);
        if start < candidate.tokens.start {
            let span = self.span(start..candidate.tokens.start);
            titled = span.join(candidate.span);
            let words = span.of_text(&self.reading.text);
            // "Judge" is an address and an office, "Mr." an address alone.
            let office = || self.lexicon.role(&words.to_lowercase()).is_some_and(|role| role.person);
            if self.lexicon.honorific(words).is_none() || office() {
                roles.push(role(span, RoleForm::Title));
            }
        }
        if let Some(span) = self.shared_title(start, from) {
            roles.push(role(span, RoleForm::Title));
        }
        if let Some(range) = self.appositive_before(start, candidate.tokens.end, from) {
            roles.insert(0, role(self.span(range), RoleForm::Appositive));
        }
        // "Mr. Obama and Mr. Putin, the leaders": several names have a plural.
        let joined = start.checked_sub(1).is_some_and(|before| self.word(before) == "and");
        if let Some(range) = self.appositive_after(candidate.tokens.end, to, joined) {
            roles.push(role(self.span(range), RoleForm::Appositive));
        }
        (titled, roles)
    }

    /// "Presidents Vladimir Putin and Barack Obama": the title of several before the first of them.
    fn shared_title(&self, start: usize, from: usize) -> Option<Span> {
        let other = start.checked_sub(2).filter(|&at| at > from && matches!(self.word(at + 1), "and" | "&"))?;
        let owner = (self.owner.get(other).copied().unwrap_or(0) as usize).checked_sub(1)?;
        let first = self.candidates.get(owner).filter(|it| it.entity_type == EntityType::Person)?.tokens.start;
        let title = first.checked_sub(1).filter(|&at| at >= from)?;
        let plural = self.lexicon.role(&self.word(title).to_lowercase()).is_some_and(|role| role.plural && role.person);
        (plural && self.is_head(title)).then(|| self.span(self.title_start(first, from)..first))
    }

    /// The tokens of the sentence that a name stands in.
    fn sentence(&self, candidate: &Candidate) -> (usize, usize) {
        let structure = &self.reading.structure;
        let sentence = structure.sentence_at(candidate.span.start).and_then(|at| structure.sentences.get(at));
        sentence
            .map_or((candidate.tokens.start, candidate.tokens.end), |s| (s.first_token as usize, s.end_token as usize))
    }

    fn word(&self, at: usize) -> &'a str {
        self.reading.word(at)
    }

    fn span(&self, range: std::ops::Range<usize>) -> Span {
        crate::model::byte_span(&self.reading.structure.tokens, range)
    }

    /// The type of the name that a token belongs to.
    fn named(&self, at: usize) -> Option<EntityType> {
        let owner = (self.owner.get(at).copied().unwrap_or(0) as usize).checked_sub(1)?;
        self.candidates.get(owner).map(|candidate| candidate.entity_type)
    }

    fn is_modifying_name(&self, at: usize) -> bool {
        self.named(at).is_some_and(|entity_type| entity_type != EntityType::Person)
    }

    /// The noun for a person that a token is, in whatever case.
    fn person_noun(&self, at: usize) -> Option<crate::lexicon::names::RoleNoun> {
        let word = self.word(at);
        let part = word.get(name_part(self.lexicon, word)).unwrap_or(word);
        self.lexicon.role(&part.to_lowercase()).filter(|role| role.person)
    }

    fn is_head(&self, at: usize) -> bool {
        let word = self.word(at);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let title = || {
            let part = word.get(name_part(self.lexicon, word)).unwrap_or(word);
            self.lexicon.title(|ahead| if ahead == 0 { part } else { "" }) > 0
        };
        self.lexicon.honorific(word).is_some()
            || self.person_noun(at).is_some_and(|role| !role.plural || capital)
            || title()
            || self.multiword_title_ends(at)
    }

    /// True at the last word of a title of several words ("State" of "Secretary of State").
    fn multiword_title_ends(&self, at: usize) -> bool {
        (1..6).any(|back| at >= back && self.lexicon.title(|ahead| self.word(at - back + ahead)) == back + 1)
    }

    /// "will witness", "to judge": a noun that is a verb here.
    fn is_verb(&self, at: usize) -> bool {
        let before = self.word(at - 1);
        let modal = self.reading.language.attribution.classes(before) & class::MODAL != 0;
        self.word(at).starts_with(char::is_lowercase) && (modal || matches!(before, "to" | "not"))
    }

    fn is_inside(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is_head(at)
            || self.is_modifying_name(at)
            || self.lexicon.is(WordList::Inner, word)
            || self.lexicon.is(WordList::Modifier, &word.to_lowercase())
            || word == "-" && !self.is_spaced(at)
            || self.multiword_title_at(at)
    }

    /// True for a dash between spaces: "BERLIN - Minister".
    fn is_spaced(&self, at: usize) -> bool {
        let start = self.span(at..at + 1).start as usize;
        self.reading.text.get(..start).is_some_and(|before| before.ends_with(char::is_whitespace))
    }

    /// True inside a title of several words ("of" of "Secretary of State").
    fn multiword_title_at(&self, at: usize) -> bool {
        (0..6).any(|back| at >= back && self.lexicon.title(|ahead| self.word(at - back + ahead)) > back.max(1))
    }

    /// The first token of the title that ends before `name`, or `name` without one.
    fn title_start(&self, name: usize, from: usize) -> usize {
        if name.checked_sub(1).is_some_and(|at| at > from && self.is_verb(at)) {
            return name;
        }
        let Some(mut start) = name.checked_sub(1).filter(|&at| at >= from) else { return name };
        if !self.is_head(start) {
            // "Ambassador to Russia Mike McFaul": a name between the title and the person's.
            while start > from && self.is_modifying_name(start) {
                start -= 1;
            }
            let joins = start > from && matches!(self.word(start), "to" | "of" | "for" | "at") && start + 1 < name;
            if !joins || !self.is_head(start - 1) {
                return name;
            }
            start -= 1;
        }
        let low = name.saturating_sub(LONGEST_TITLE).max(from);
        while start > low && self.is_inside(start - 1) && self.word(start - 1) != "," {
            start -= 1;
        }
        // A bare number word or adjective is no title by itself; there is a head, so what stands before it counts.
        start
    }

    /// The appositive after a name: from its first word to the comma or full stop that closes it.
    fn appositive_after(&self, after: usize, to: usize, joined: bool) -> Option<std::ops::Range<usize>> {
        if self.word(after) != "," {
            return None;
        }
        let start = after + 1;
        let head = self.noun_phrase_head(start, to)?;
        if !joined && self.person_noun(head).is_some_and(|role| role.plural) && self.word(start) != "one" {
            return None;
        }
        let limit = to.min(start + LONGEST_APPOSITIVE);
        let mut end = head + 1;
        while end < limit
            && !matches!(self.word(end), "," | "." | ";" | "—" | "–" | ":" | ")" | "(" | "?" | "!")
            && !self.opens_clause(end)
        {
            if self
                .reading
                .structure
                .tokens
                .get(end)
                .is_some_and(|t| matches!(t.kind, TokenKind::QuoteOpen | TokenKind::QuoteClose))
            {
                break;
            }
            end += 1;
        }
        // The words behind the head must go on with a preposition or end: "Putin, the leaders said" is no appositive.
        let goes_on = end == head + 1
            || self.lexicon.is(WordList::Preposition, self.word(head + 1))
            || matches!(self.word(head + 1), "and" | "under" | "during");
        (goes_on && !self.has_verb(head + 1..end)).then_some(start..end)
    }

    /// True when a finite verb stands in a range behind the head of a noun phrase, as far as its form tells: "his mother
    /// and several brothers accompanied him", but "a lawyer for a man accused of fraud".
    fn has_verb(&self, range: std::ops::Range<usize>) -> bool {
        range.clone().any(|at| {
            let word = self.word(at);
            let (before, after) = (self.word(at - 1), self.word(at + 1));
            let small = |word: &str| word.chars().all(char::is_lowercase);
            let past = word.ends_with("ed") && word.len() > 4 && small(word) && at > range.start;
            let behind_noun = small(before) && !self.lexicon.is(WordList::Function, before);
            let participle = self.lexicon.is(WordList::Preposition, after) || matches!(after, "by" | "as");
            // A finite verb, or the subject of one.
            let finite = self.lexicon.is(WordList::Auxiliary, word)
                || self.lexicon.is(WordList::Nominative, word)
                || matches!(word, "said" | "says" | "told" | "met");
            finite || past && behind_noun && !participle
        })
    }

    /// The appositive before a name: "The United Nations special envoy for Syria, Staffan de Mistura".
    fn appositive_before(&self, name: usize, after: usize, from: usize) -> Option<std::ops::Range<usize>> {
        // "His father, the Rev. Jesse Jackson"
        let name = name.checked_sub(1).filter(|&at| at > from && self.word(at) == "the").unwrap_or(name);
        // "a young mother named Wu Juping"
        let ends = |at: usize| self.word(at) == "," || self.lexicon.is(WordList::Naming, self.word(at));
        let comma = name.checked_sub(1).filter(|&at| at > from && ends(at))?;
        let low = comma.saturating_sub(LONGEST_APPOSITIVE / 2).max(from);
        // The nearest determiner whose phrase reaches the comma.
        for start in (low..comma).rev() {
            let opens = self.is_determiner(start) || start == from;
            if matches!(self.word(start), "," | ";" | "." | ":") {
                return None;
            }
            let Some(head) = opens.then(|| self.noun_phrase_head(start, comma)).flatten() else { continue };
            let tail_fits = head + 1 == comma || self.opens_complement(head + 1);
            let clause = (head + 1..comma).any(|at| self.word(at) == "and" || self.opens_clause(at));
            // "one of her lawyers, Tom Kirsch", but not several of them.
            let one = start >= from + 2 && self.word(start - 1) == "of" && self.word(start - 2) == "one";
            // "two senators, Lindsey Graham and John McCain"
            let alone = !one && !matches!(self.word(after), "and" | ",");
            let several = alone && self.word(start) != "one" && self.person_noun(head).is_some_and(|role| role.plural);
            if tail_fits && !clause && !several && !self.has_verb(head + 1..comma) {
                return Some(if one { start - 2 } else { start }..comma);
            }
        }
        None
    }

    /// The head of a noun phrase that begins at `start`: the last noun for a person before anything that is no part of
    /// the phrase.
    fn noun_phrase_head(&self, start: usize, to: usize) -> Option<usize> {
        let mut head = None;
        for at in start..to.min(start + 12) {
            let word = self.word(at);
            if self.person_noun(at).is_some() {
                head = Some(at);
                continue;
            }
            let determiner = self.is_determiner(at);
            let inside = determiner && at == start
                || self.is_inside(at)
                || matches!(word, "’s" | "'s" | "’" | "-")
                || head.is_none() && self.may_modify(at);
            if !inside {
                break;
            }
        }
        let fits = self.is_determiner(start) || self.is_inside(start) || self.person_noun(start).is_some();
        head.filter(|_| fits)
    }

    /// A word that may stand as an adjective before a noun: small, and in none of the lists of small words.
    fn may_modify(&self, at: usize) -> bool {
        let word = self.word(at);
        let small = word.chars().next().is_some_and(char::is_alphanumeric);
        small
            && !self.lexicon.is(WordList::Function, word)
            && !word.ends_with("ing")
            && !matches!(word, "said" | "says")
    }

    fn opens_complement(&self, at: usize) -> bool {
        let word = self.word(at);
        self.lexicon.is(WordList::Preposition, word) && !matches!(word, "from" | "with")
    }

    fn opens_clause(&self, at: usize) -> bool {
        let word = self.word(at);
        self.lexicon.is(WordList::RelativePronoun, word) || self.lexicon.is(WordList::Subordinator, word)
    }

    fn is_determiner(&self, at: usize) -> bool {
        let word = self.word(at);
        self.lexicon.is_also_capital(WordList::Article, word)
            || self.lexicon.is_also_capital(WordList::ThirdPersonPossessive, word)
            || matches!(word, "one" | "my" | "our")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::analysis::{Article, ArticleMeta, analyze};
    use crate::model::Models;

    /// The roles of all people, in the order of their chains.
    fn check(text: &str, expected: &[&str]) {
        let article = Article { text: Arc::from(text), meta: ArticleMeta::default() };
        let analysis = analyze(&Models::embedded(), &article);
        let roles = analysis.chains.iter().filter(|chain| chain.named).flat_map(|chain| &chain.roles);
        let roles: Vec<&str> = roles.map(|role| analysis.slice(role.span)).collect();
        assert_eq!(roles, expected, "{text}");
    }

    #[test]
    fn a_role_is_a_noun_phrase() {
        check("Tom Jones, the lawyer for a man accused of fraud, left.", &["the lawyer for a man accused of fraud"]);
        check("His father, the Rev. Tom Jones, his mother and several brothers accompanied him.", &["His father"]);
        check("He referred a reporter to a letter that Mr. Hunter’s lawyer, Tom Jones, wrote.", &[]);
        check("It came from Tom Jones, his lawyers on Friday after records showed he planned it.", &[]);
        check("Jay Carney, the press secretary when it began, left.", &["the press secretary"]);
    }

    #[test]
    fn a_verb_and_a_dateline_are_no_title() {
        check("Prosecutors will witness Anna Roe. He wants to judge Mary Poe.", &[]);
        check("BERLIN - Minister Kai Braun quit on Tuesday.", &["Minister"]);
        check("A young mother named Ann Juping wept.", &["A young mother"]);
    }

    #[test]
    fn one_has_a_role_in_the_singular() {
        check("However, one of her lawyers, Tom Kirsch, left.", &["one of her lawyers"]);
        check("Two senators, Lindsey Graham and John McCain, left.", &["Two senators"]);
    }
}
