//! What a chain is called, read for comparison with chains of other articles: a person's given name and surname, the
//! forms and the acronym of a body.

use crate::analysis::coref::is_namesake;
use crate::analysis::{ArticleAnalysis, Chain, ChainId, Gender, MentionKind};
use crate::corpus::features::standing::Standing;
use crate::knowledge::Knowledge;
use crate::knowledge::aliases::Aliases;
use crate::lexicon::List;
use crate::model::EntityType;
use crate::text::IndexVec;

/// What a chain's names say for comparison with chains of other articles.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    /// Never joined to another article's.
    Nobody,
    /// A person.
    Person(PersonName),
    /// Anything else with a name.
    Body(BodyName),
}

/// A person's name, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PersonName {
    pub(crate) given: Option<String>,
    pub(crate) middle: Vec<String>,
    pub(crate) surname: String,
    /// "jr", "iii": what tells a son from his father.
    pub(crate) generation: Option<String>,
    pub(crate) gender: Gender,
    /// What else is told of who it is.
    pub(crate) standing: Standing,
}

/// The forms of a body's name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BodyName {
    /// Kinds that are kept apart: a country is not its people.
    pub(crate) kind: Kind,
    /// Canonical forms, of the full name first.
    pub(crate) forms: Vec<String>,
    /// The acronym that it is, or that its full name would have.
    pub(crate) acronym: Option<(String, bool)>,
}

/// What a name that is no person's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Body,
    Group,
    Event,
}

impl Name {
    /// Reads the names of a chain.
    pub(crate) fn of(aliases: &Aliases, analysis: &ArticleAnalysis, chain: &Chain) -> Self {
        if !chain.named {
            return sole(aliases, chain).map_or(Self::Nobody, Self::Body);
        }
        if chain.name.trim().is_empty() {
            return Self::Nobody;
        }
        match chain.entity_type {
            // A father "also named Duncan Hunter" would be taken for his son elsewhere.
            EntityType::Person if named_alike(analysis, chain) => Self::Nobody,
            EntityType::Person => person(analysis, chain).map_or(Self::Nobody, Self::Person),
            _ => Self::Body(body(aliases, analysis, chain)),
        }
    }

    /// True for a person whose given name is told.
    pub(crate) fn is_full(&self) -> bool {
        matches!(self, Self::Person(name) if name.given.is_some())
    }

    /// What stands for the name in an article's vector of names: equal for chains that would be one.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Nobody => None,
            Self::Person(name) => Some(&name.surname),
            Self::Body(name) => name.forms.first().map(String::as_str),
        }
    }
}

fn named_alike(analysis: &ArticleAnalysis, chain: &Chain) -> bool {
    let first = chain.mentions.first().and_then(|at| analysis.mentions.get(*at));
    first.is_some_and(|mention| is_namesake(&analysis.text, mention.span))
}

fn person(analysis: &ArticleAnalysis, chain: &Chain) -> Option<PersonName> {
    let lists = &analysis.language.lists;
    let name = chain.name.to_lowercase().replace(['[', ']', ','], " ").replace("al-", "").replace("el-", "");
    let mut words: Vec<&str> = name.split_whitespace().map(|word| word.trim_matches('.')).collect();
    let generation = words.iter().skip(1).find(|word| lists.is(List::Generation, word));
    let generation = generation.map(|word| (*word).to_string());
    words.retain(|word| !word.is_empty() && *word != "esq" && !lists.is(List::Generation, word));
    let surname = words.pop()?.to_string();
    words.retain(|word| !lists.is(List::FamilyParticle, word));
    let mut words = words.into_iter().map(str::to_string);
    let given = words.next();
    Some(PersonName {
        given,
        middle: words.collect(),
        surname,
        generation,
        gender: chain.gender,
        standing: Standing::new(analysis, chain),
    })
}

fn body(aliases: &Aliases, analysis: &ArticleAnalysis, chain: &Chain) -> BodyName {
    let kind = match chain.entity_type {
        EntityType::Group => Kind::Group,
        EntityType::Event => Kind::Event,
        _ => Kind::Body,
    };
    let mut forms = vec![aliases.canonical(&chain.name)];
    for mention in chain.mentions.iter().filter_map(|at| analysis.mentions.get(*at)) {
        let name = analysis.slice(mention.span);
        // "the Committee" of one article is not that of another: only names in full, or acronyms, go along.
        let full = name.split_whitespace().count() > 1 || is_acronym(name);
        if mention.kind == MentionKind::Named && full && kind == Kind::Body {
            let form = aliases.canonical(name);
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    let acronym = if is_acronym(&chain.name) {
        Some((letters(&chain.name), true))
    } else {
        Some((initials(&chain.name), false)).filter(|(initials, _)| initials.len() >= 3)
    };
    BodyName { kind, forms, acronym }
}

/// "The Indian navy": what a country has one of, written without a name of its own.
fn sole(aliases: &Aliases, chain: &Chain) -> Option<BodyName> {
    let (country, noun) = chain.name.rsplit_once(' ')?;
    let country = country.strip_prefix("The ").or_else(|| country.strip_prefix("the ")).unwrap_or(country);
    let one = chain.entity_type == EntityType::Organization
        && Knowledge::shared().powers.is_sole(noun)
        && Knowledge::shared().powers.country(country).is_some();
    let forms = vec![aliases.canonical(&format!("{country} {noun}"))];
    one.then_some(BodyName { kind: Kind::Body, forms, acronym: None })
}

fn letters(name: &str) -> String {
    name.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_acronym(name: &str) -> bool {
    let capitals = name.chars().filter(|ch| ch.is_uppercase()).count();
    (2..=6).contains(&capitals) && name.chars().all(|ch| ch.is_uppercase() || ch == '.')
}

fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().next().filter(|ch| ch.is_uppercase());
    name.split([' ', '-']).filter_map(first).flat_map(char::to_lowercase).collect()
}

/// What the chains of an article are called.
pub(crate) fn called(analysis: &ArticleAnalysis) -> IndexVec<ChainId, Name> {
    analysis.chains.iter().map(|chain| Name::of(&Knowledge::shared().aliases, analysis, chain)).collect()
}
