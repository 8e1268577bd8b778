//! What two articles call one and the same otherwise, wherever they name it: "Dave Brat" and "David Brat", "Paris Island"
//! and "Parris Island", a minister and a former minister.

use crate::analysis::{ArticleAnalysis, ChainId, MentionKind};
use crate::corpus::accounts::comparison::Comparison;
use crate::corpus::accounts::fact::{Sort, Value};
use crate::corpus::accounts::sentences::At;
use crate::corpus::accounts::slot::{misspelled, name_words};
use crate::lexicon::List;
use crate::model::EntityType;
use crate::text::Span;

/// Names of an article that are looked at, each way of writing once.
const MOST: usize = 160;
/// Words of a role before its noun among which "former" is looked for.
const ROLE: usize = 4;

/// A way in which an article writes a name.
struct Form {
    /// As it is written, but for points.
    words: Vec<String>,
    /// All in lower case, with hyphens.
    plain: String,
    chain: ChainId,
    entity_type: EntityType,
    /// Where it stands: the sentence and the place.
    places: Vec<(usize, Span)>,
}

impl Form {
    /// The letters alone.
    fn letters(&self) -> String {
        self.words.concat().to_lowercase()
    }
}

impl Comparison<'_> {
    /// The names of an article of two words or more, in the order of the text.
    fn forms(&self, side: usize) -> Vec<Form> {
        let side = &self.pairing.sides[side];
        let analysis = self.pairing.snapshot.analysis(side.article);
        let mut found: Vec<Form> = Vec::new();
        for (nth, told) in side.facts.told.iter().enumerate() {
            for mention in analysis.mentions_within(told.span).filter(|mention| mention.kind == MentionKind::Named) {
                let words = name_words(analysis, mention.span);
                if words.len() < 2 {
                    continue;
                }
                if let Some(known) = found.iter_mut().find(|form| form.words == words && form.chain == mention.chain) {
                    known.places.push((nth, mention.span));
                } else if found.len() < MOST {
                    let letters =
                        analysis.slice(mention.span).chars().map(|ch| if ch.is_whitespace() { ' ' } else { ch });
                    let plain = letters.filter(|ch| ch.is_alphanumeric() || matches!(ch, ' ' | '-'));
                    let plain = plain.flat_map(char::to_lowercase).collect();
                    let places = vec![(nth, mention.span)];
                    found.push(Form { words, plain, chain: mention.chain, entity_type: mention.entity_type, places });
                }
            }
        }
        found
    }

    /// The names that the two articles write otherwise, of which neither has both forms, and the roles that somebody has
    /// in the one and had in the other.
    pub(super) fn written(&self) -> Vec<(Sort, [Span; 2])> {
        let (ours, theirs) = (self.forms(0), self.forms(1));
        let both = |form: &Form, others: &[Form]| others.iter().any(|other| other.plain == form.plain);
        let mut found = Vec::new();
        for one in ours.iter().filter(|one| !both(one, &theirs)) {
            let mut others = theirs.iter().filter(|other| !both(other, &ours));
            if let Some(other) = others.find(|other| self.is_otherwise(one, other, &ours, &theirs)) {
                let sort = Value::Named(one.chain, one.entity_type).sort();
                found.extend(self.nearest(&one.places, &other.places).map(|places| (sort, places)));
            }
        }
        found.extend(self.roles());
        found
    }

    /// The places of two names in the sentences that have most in common.
    fn nearest(&self, ours: &[(usize, Span)], theirs: &[(usize, Span)]) -> Option<[Span; 2]> {
        let pairs = ours.iter().flat_map(|one| theirs.iter().map(move |other| (one, other)));
        let alike =
            |(one, other): &(&(usize, Span), &(usize, Span))| self.pairing.cosine(At { one: one.0, other: other.0 });
        let best = pairs.reduce(|best, next| if alike(&next) > alike(&best) { next } else { best });
        best.map(|(one, other)| [one.1, other.1])
    }

    pub(super) fn same_entity(&self, one: ChainId, other: ChainId) -> bool {
        let node = |side: usize| self.pairing.snapshot.article(self.pairing.sides[side].article);
        node(0).entities.get(one).zip(node(1).entities.get(other)).is_some_and(|(one, other)| one == other)
    }

    /// True for two ways of writing one name.
    fn is_otherwise(&self, one: &Form, other: &Form, ours: &[Form], theirs: &[Form]) -> bool {
        if one.entity_type != other.entity_type {
            return false;
        }
        if one.letters() == other.letters() {
            // "Trans Pacific" and "Trans-Pacific".
            return one.words == other.words;
        }
        if misspelled(&one.words, &other.words) {
            return true;
        }
        if one.entity_type != EntityType::Person || !self.same_entity(one.chain, other.chain) {
            return false;
        }
        // The same person under both given names is known by both.
        let given = |form: &Form, all: &[Form], chain: ChainId| {
            all.iter().any(|known| known.chain == chain && known.words[0] == form.words[0])
        };
        let suffix = |word: &String| {
            let language = &self.pairing.snapshot.analysis(self.pairing.sides[0].article).language;
            language.lists.is(List::Suffix, word)
        };
        let surname = |form: &Form| form.words.iter().rfind(|word| !suffix(word)).map(|word| word.to_lowercase());
        let spelled = |word: &str| word.chars().filter(|ch| ch.is_lowercase()).count() > 1;
        if surname(one) != surname(other) {
            return false;
        }
        let (first, second) = (&one.words[0], &other.words[0]);
        if first != second {
            // "Joseph R. Biden Jr." is how a house writes all names.
            return one.words.len() == other.words.len()
                && spelled(first)
                && spelled(second)
                && surname(one).is_some_and(|name| name != first.to_lowercase() && name != second.to_lowercase())
                && !given(one, theirs, other.chain)
                && !given(other, ours, one.chain);
        }
        // "William W. Taylor" and "William Taylor III".
        let more = |form: &Form, than: &Form| form.words.iter().any(|word| !than.words.contains(word));
        more(one, other) && more(other, one)
    }

    /// What somebody is in the one article and was in the other, where neither says both.
    fn roles(&self) -> Vec<(Sort, [Span; 2])> {
        let chains = |side: usize| {
            let analysis = self.pairing.snapshot.analysis(self.pairing.sides[side].article);
            let named = analysis.chains.iter_enumerated().filter(|(_, chain)| chain.named && !chain.roles.is_empty());
            named.filter(|(_, chain)| chain.entity_type == EntityType::Person).take(MOST)
        };
        let roles = |side: usize, chain: ChainId| -> Vec<(bool, String, Span)> {
            let analysis = self.pairing.snapshot.analysis(self.pairing.sides[side].article);
            let roles = analysis.chains.get(chain).map_or(&[][..], |chain| &chain.roles[..]);
            roles.iter().filter_map(|role| role_of(analysis, role.span)).collect()
        };
        let mut found = Vec::new();
        for (one, _) in chains(0) {
            for (other, _) in chains(1).filter(|(other, _)| self.same_entity(one, *other)) {
                let (ours, theirs) = (roles(0, one), roles(1, other));
                let differs = |(past, noun, _): &&(bool, String, Span), others: &[(bool, String, Span)]| {
                    others.iter().all(|(other, of, _)| of != noun || other != past)
                };
                let pair = ours.iter().filter(|one| differs(one, &theirs)).find_map(|one| {
                    let theirs = theirs.iter().filter(|other| differs(other, &ours));
                    let mut theirs = theirs.filter(|other| other.0 != one.0 && other.1 == one.1);
                    theirs.next().map(|other| (Sort::Who, [one.2, other.2]))
                });
                found.extend(pair);
            }
        }
        found
    }
}

/// Whether a role is said to be over, its noun, and its words.
fn role_of(analysis: &ArticleAnalysis, span: Span) -> Option<(bool, String, Span)> {
    let text = analysis.slice(span).to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let lists = &analysis.language.lists;
    let ends = |word: &str| lists.is(List::Preposition, word);
    // "Former President" and "President" before a name are how a house speaks of him.
    if !words.first().is_some_and(|word| lists.is(List::Article, word)) {
        return None;
    }
    let end = words.iter().position(|word| ends(word)).unwrap_or(words.len());
    let noun = words[..end].last()?.trim_matches(|ch: char| !ch.is_alphanumeric());
    let is_past = |word: &&str| {
        lists.is(List::Bygone, word)
            || word.split('-').next().is_some_and(|one| one != *word && lists.is(List::Bygone, one))
    };
    let past = words[..end].iter().take(ROLE).any(is_past);
    Some((past, noun.to_owned(), span))
}
