//! Who holds which office, as far as titles, appositives and what is known of the article's day tell; and whom a
//! description of an office speaks of.

use jiff::civil::Date;

use crate::analysis::reading::Reading;
use crate::analysis::stages::{Draft, Drafts};
use crate::analysis::types::{ChainId, Gender, Mentions, Provenance};
use crate::knowledge::offices::{OfficeHolders, Tenure};
use crate::lexicon::lists::List;
use crate::lexicon::names::{NameClass, NameLexicon};
use crate::model::{EntityType, Models};
use crate::text::{IndexVec, Span};

/// The country whose president is "the president" where the text does not say.
const HOME: &str = "United States";

/// An office of a person.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Office {
    /// "president", "foreign minister", "premier".
    pub(super) noun: String,
    /// The country it is of, as far as the article tells or, of its day, is known.
    pub(super) country: Option<String>,
    /// The political camp ("Republican").
    pub(super) camp: Option<String>,
    /// True when the article says so; else it is known, of the article's day.
    pub(super) told: bool,
    /// True when `country` is known and not told.
    country_known: bool,
    /// True when the office is over by the article's day: told as a former one, or known to be.
    over: bool,
    /// True for an office abroad that is known of a bare family name, which others bear.
    bare: bool,
}

/// How well somebody's office fits a description.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub(super) score: f32,
    /// True when the article tells of the office.
    pub(super) told: bool,
    pub(super) provenance: Provenance,
}

/// The noun with what tells offices apart: "premier" for "prime minister", "foreign minister".
pub(super) fn noun(lexicon: &NameLexicon, before: &str, singular: &str) -> String {
    match (before, singular) {
        ("prime", "minister") => "premier".to_owned(),
        ("vice", "president") => "vice-president".to_owned(),
        ("deputy" | "assistant" | "associate" | "under", _) => format!("deputy {singular}"),
        (portfolio, "minister" | "secretary") if lexicon.is(List::Portfolio, portfolio) => {
            format!("{before} {singular}")
        }
        _ => singular.to_owned(),
    }
}

/// True when a description's noun can stand for an office's: "leader" for "president", "minister" for "foreign
/// minister".
pub(super) fn fits(lexicon: &NameLexicon, described: &str, office: &str) -> bool {
    let lawmakers = ["representative", "senator", "congressman", "congresswoman"];
    described == office
        || matches!(described, "congressman" | "congresswoman") && office == "representative"
        || matches!(described, "lawmaker" | "legislator") && lawmakers.contains(&office)
        || office
            .strip_suffix(described)
            .is_some_and(|rest| rest.ends_with(' ') && !matches!(rest, "deputy " | "press "))
        || lexicon.is(List::RulerDescription, described) && lexicon.is(List::RulerOffice, office)
}

/// The offices of each chain.
pub(super) fn offices(
    models: &Models,
    reading: &Reading,
    mentions: &Mentions,
    chains: &Drafts,
) -> IndexVec<ChainId, Vec<Office>> {
    chains.iter_enumerated().map(|(at, chain)| of_chain(models, reading, mentions, at, chain)).collect()
}

fn of_chain(models: &Models, reading: &Reading, mentions: &Mentions, at: ChainId, chain: &Draft) -> Vec<Office> {
    let lexicon = &models.lexicon.names;
    let mut offices = Vec::new();
    if chain.entity_type != EntityType::Person {
        return offices;
    }
    for role in &chain.roles {
        if let Some(mut office) = read(lexicon, reading, mentions, role.span) {
            let behind = || of_country(lexicon, reading, mentions, at, role.span);
            office.country = office.country.or_else(behind);
            // "Mayor Lee" a thousand times is one office.
            if !offices.contains(&office) {
                offices.push(office);
            }
        }
    }
    // "President Putin" is of the country that his other titles tell.
    let told = offices.iter().find_map(|office: &Office| office.country.clone());
    offices.iter_mut().filter(|office| office.country.is_none()).for_each(|office| office.country.clone_from(&told));
    let day = reading.published.map(|published| published.date);
    know(&models.knowledge.offices, &chain.name, day, &mut offices);
    offices
}

/// Adds the offices that somebody of a name is known to hold on a day. Of those that the article tells, it says which are
/// over by that day, and of which country they are.
fn know(holders: &OfficeHolders, name: &str, day: Option<Date>, offices: &mut Vec<Office>) {
    let Some(day) = day else { return };
    let tenures: Vec<&Tenure> = holders.tenures(name).collect();
    let held = || tenures.iter().filter(|tenure| tenure.lasts(day));
    let country = held().map(|tenure| tenure.country).next();
    for office in offices.iter_mut() {
        let mut same = tenures.iter().filter(|tenure| tenure.nouns().any(|noun| noun == office.noun)).peekable();
        office.over |= same.peek().is_some() && same.all(|tenure| tenure.is_over(day));
        office.country_known = office.country.is_none() && country.is_some();
        office.country = office.country.take().or_else(|| country.map(str::to_owned));
    }
    offices.extend(held().flat_map(|tenure| tenure.nouns().map(move |noun| (noun, tenure))).map(|(noun, tenure)| {
        Office {
            noun: noun.to_owned(),
            country: Some(tenure.country.to_owned()),
            camp: tenure.camp.map(str::to_owned),
            told: false,
            country_known: true,
            over: false,
            bare: !name.contains(' ') && tenure.country != HOME,
        }
    }));
}

/// The office that a title or appositive names.
fn read(lexicon: &NameLexicon, reading: &Reading, mentions: &Mentions, span: Span) -> Option<Office> {
    let text = reading.slice(span).to_lowercase();
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches([',', '’'])).collect();
    let end = words.iter().position(|word| lexicon.is(List::AfterOffice, word)).unwrap_or(words.len());
    let head = words.get(..end)?.iter().rposition(|word| role_of(lexicon, word).is_some())?;
    let before = head.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or("");
    let country = country_in(lexicon, reading, mentions, span);
    let former = |word: &&str| matches!(*word, "former" | "late") || word.starts_with("ex-");
    Some(Office {
        noun: noun(lexicon, before, role_of(lexicon, words.get(head)?)?),
        country,
        camp: camp_in(&text),
        told: true,
        country_known: false,
        over: words.iter().any(former),
        bare: false,
    })
}

fn role_of(lexicon: &NameLexicon, word: &str) -> Option<&'static str> {
    let bare = word.strip_prefix("then-").or_else(|| word.strip_prefix("ex-")).unwrap_or(word);
    lexicon.role(bare).filter(|role| role.person).map(|role| role.singular).or(match bare {
        "gov." => Some("governor"),
        "sen." | "sens." => Some("senator"),
        "rep." | "reps." => Some("representative"),
        "gen." | "lt." => Some("general"),
        _ => None,
    })
}

/// The country that a name inside a span belongs to.
pub(super) fn country_in(lexicon: &NameLexicon, reading: &Reading, mentions: &Mentions, span: Span) -> Option<String> {
    let first = mentions.partition_point(|mention| mention.span.start < span.start);
    let inside = mentions.since(first).iter().take_while(|mention| mention.span.end <= span.end);
    inside.filter_map(|mention| country_of(lexicon, reading.slice(mention.span))).next()
}

/// The country that a name stands for or belongs to: "Russia" for "Russian", "Kremlin" and "Moscow". A party or company
/// has people of its own: the leader of a country's party need not lead the country.
pub(super) fn country_of(lexicon: &NameLexicon, name: &str) -> Option<String> {
    let governs = |class: NameClass| {
        !matches!(
            class,
            NameClass::Party
                | NameClass::Armed
                | NameClass::Company
                | NameClass::Club
                | NameClass::Outlet
                | NameClass::Event
                | NameClass::Product
        )
    };
    let known = lexicon.known(name).filter(|known| governs(known.class))?;
    known.country.map(str::to_owned)
}

/// The political camp that a text names.
pub(super) fn camp_in(lower: &str) -> Option<String> {
    let camp = lower.split_whitespace().find_map(|word| match word {
        "republican" | "gop" => Some("Republican"),
        "democratic" | "democrat" => Some("Democrat"),
        _ => None,
    });
    camp.map(str::to_owned)
}

/// "President Vladimir V. Putin of Russia": the country behind the name whose title this is.
fn of_country(
    lexicon: &NameLexicon,
    reading: &Reading,
    mentions: &Mentions,
    chain: ChainId,
    title: Span,
) -> Option<String> {
    let first = mentions.partition_point(|it| it.span.start < title.start);
    let near = mentions.since(first).iter().take_while(|it| it.titled.start <= title.end);
    let own = near.into_iter().find(|it| it.chain == chain && it.titled.start == title.start)?;
    let at = mentions.partition_point(|mention| mention.span.start < own.span.end);
    let next = mentions.get(at)?;
    let between = reading.slice(Span::new(own.span.end, next.span.start));
    let class = lexicon.known(reading.slice(next.span))?;
    (matches!(between, " of " | " of the ") && class.class == NameClass::Country).then(|| class.canonical.to_owned())
}

/// What is asked for when a description is resolved.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub(super) noun: &'a str,
    pub(super) country: Option<String>,
    pub(super) camp: Option<String>,
    pub(super) gender: Gender,
    /// "the former president", "the ex-governor".
    pub(super) former: bool,
    /// "his Russian counterpart": any office will do, best that of `peer`.
    pub(super) counterpart: bool,
    /// The chain that is not meant.
    pub(super) not: Option<ChainId>,
}

/// How well a chain's offices fit, or `None` when they do not.
pub(super) fn fit(
    lexicon: &NameLexicon,
    wanted: &Wanted<'_>,
    chain: &Draft,
    offices: &[Office],
    peer: &[Office],
) -> Option<Fit> {
    let genders = wanted.gender != Gender::Unknown && chain.gender != Gender::Unknown && wanted.gender != chain.gender;
    if chain.entity_type != EntityType::Person || !chain.named || genders {
        return None;
    }
    // A country or camp that is told of the person but not the one that is asked for rules the person out.
    let conflict = |asked: &Option<String>, of: fn(&Office) -> &Option<String>| {
        let has = |office: &&Office| of(office).is_some();
        asked.is_some()
            && offices.iter().any(|office| has(&office))
            && !offices.iter().any(|office| of(office) == asked)
    };
    if conflict(&wanted.country, |office| &office.country) || conflict(&wanted.camp, |office| &office.camp) {
        return None;
    }
    let fits = offices.iter().filter_map(|office| {
        let known = !office.told || wanted.country.is_some() && office.country_known;
        let provenance = if known { Provenance::Knowledge } else { Provenance::Rule("office") };
        Some(Fit { score: of_office(lexicon, wanted, office, peer)?, told: office.told, provenance })
    });
    fits.max_by(|a, b| a.score.total_cmp(&b.score).then(a.told.cmp(&b.told)))
}

fn of_office(lexicon: &NameLexicon, wanted: &Wanted<'_>, office: &Office, peer: &[Office]) -> Option<f32> {
    let mut score = if wanted.counterpart {
        let same = peer.iter().any(|other| other.noun == office.noun);
        if same { 5.0 } else { 2.0 }
    } else if fits(lexicon, wanted.noun, &office.noun) {
        // What nobody told needs a country or camp: "the Republican nominee", but not "the nominee".
        let plain = matches!(wanted.noun, "president" | "premier" | "chancellor") && !office.bare;
        if !office.told && wanted.country.is_none() && wanted.camp.is_none() && !plain {
            return None;
        }
        if office.told { 6.0 } else { 4.5 }
    } else {
        return None;
    };
    // "The president" is whoever is so on the day of the article, "the former president" whoever was: one who is so by the
    // article may have gone since ("Rep. John Smith resigned … The ex-congressman").
    if !wanted.counterpart {
        match (wanted.former, office.over) {
            (false, true) => return None,
            (true, false) if !office.told => return None,
            (true, false) => score -= 3.0,
            _ => {}
        }
    }
    match (&wanted.country, &office.country) {
        (Some(asked), Some(of)) if asked == of => score += 4.0,
        (Some(_), Some(_)) => return None,
        (Some(_), None) => score -= 1.0,
        (None, Some(of)) if of != HOME => score -= 2.0,
        _ => {}
    }
    if wanted.camp.is_some() {
        if office.camp != wanted.camp {
            return None;
        }
        score += 3.0;
    }
    Some(score)
}
