//! Who is the same across articles: spelling variants, initials, acronyms, titles; two people with one surname stay
//! two.
//!
//! Chains are joined, never mentions: what an article says of "Clinton" is decided within that article first. Names
//! of bodies are one when their forms agree ([`Aliases::canonical`]) or one is the other's acronym; names of people
//! when surname and given names agree. A chain with a bare surname joins the only person of that name in articles
//! that share other names with its own, or stays alone.

use rustc_hash::FxHashMap;

use crate::analysis::{Chain, Gender};
use crate::corpus::features::name::PersonName;
use crate::knowledge::Knowledge;
use crate::knowledge::aliases::Aliases;

pub(crate) fn differ(a: Gender, b: Gender) -> bool {
    a != Gender::Unknown && b != Gender::Unknown && a != b
}

/// The spellings of one person.
pub(crate) type Person<'n> = Vec<(u32, &'n PersonName)>;

/// Divides the spellings of one surname that have a given name into people; a spelling that fits several stays alone
/// (the second list), whoever has it. `two` tells that a father and a son are known.
pub(crate) fn divide<'n>(
    aliases: &Aliases,
    mut full: Vec<(u32, &'n PersonName)>,
    two: bool,
) -> (Vec<Person<'n>>, Vec<u32>) {
    let same = |a: &PersonName, b: &PersonName| {
        same(aliases, a, b) && same_generation(a, b, two) && !a.standing.differs(&b.standing)
    };
    // Long given names first, so that an initial meets every name that it could stand for. The order is that of the
    // words, not of the articles: who is who must not change when an article is named otherwise.
    full.sort_by(|(_, a), (_, b)| {
        let long = |name: &PersonName| {
            let given = name.given.as_ref().map_or(0, String::len);
            (std::cmp::Reverse(given), std::cmp::Reverse(name.middle.len()))
        };
        // Those of whom something is told stand before those who may be any of them.
        let words =
            |name: &PersonName| (name.standing.is_silent(), name.generation.clone(), name.gender as u8, name.standing);
        let plain = a.given.cmp(&b.given).then_with(|| a.middle.cmp(&b.middle));
        long(a).cmp(&long(b)).then(plain).then_with(|| words(a).cmp(&words(b)))
    });
    let mut people: Vec<Person<'n>> = Vec::new();
    let mut alone = Vec::new();
    for (spelling, name) in full {
        let mut fitting = people.iter_mut().filter(|person| person.iter().all(|(_, other)| same(name, other)));
        match (fitting.next(), fitting.next()) {
            (Some(person), None) => person.push((spelling, name)),
            (None, _) => people.push(vec![(spelling, name)]),
            _ => {
                alone.push(spelling);
                people.push(vec![(spelling, name)]);
            }
        }
    }
    (people, alone)
}

/// True when two names of one article are of two people that only "Jr." tells apart. Where no article has such, "Joe
/// Biden" of one is "Joseph R. Biden Jr." of another.
pub(crate) fn is_father_and_son(aliases: &Aliases, son: &PersonName, other: &PersonName) -> bool {
    // "President Trump" beside "Donald Trump Jr." is told apart as well.
    let father = same(aliases, son, other) || other.given.is_none() && !differ(son.gender, other.gender);
    is_junior(son) && !is_junior(other) && father
}

/// True with a suffix that is seldom left out where the father is known: "Robert Mueller" is the third of his name.
pub(crate) fn is_junior(name: &PersonName) -> bool {
    matches!(name.generation.as_deref(), Some("jr" | "sr"))
}

fn same_generation(a: &PersonName, b: &PersonName, two: bool) -> bool {
    let strict = two && (is_junior(a) || is_junior(b));
    a.generation == b.generation || !strict && (a.generation.is_none() || b.generation.is_none())
}

fn same(aliases: &Aliases, a: &PersonName, b: &PersonName) -> bool {
    let (Some(given), Some(other)) = (&a.given, &b.given) else { return false };
    let middle = |name: &PersonName| name.middle.iter().filter_map(|word| word.chars().next()).collect::<Vec<_>>();
    let (ours, theirs) = (middle(a), middle(b));
    let middles_fit = ours.is_empty() || theirs.is_empty() || ours.iter().any(|initial| theirs.contains(initial));
    // Where the given name is the same, the gender is at most what a pronoun was taken for.
    let whole = given == other && given.chars().count() > 2;
    middles_fit && (whole || !differ(a.gender, b.gender)) && aliases.same_given(given, other)
}

/// The chain that gives somebody or something its name: the name that most articles use, the longer of two. Of chains
/// that have it, the first.
pub(crate) fn canonical<'a, N: Copy>(chains: &[N], chain: impl Fn(&N) -> Option<&'a Chain>) -> Option<N> {
    if let [only] = chains {
        return Some(*only);
    }
    let mut counts: Vec<(&Chain, N, usize)> = Vec::new();
    let mut known: FxHashMap<&str, usize> = FxHashMap::default();
    for node in chains {
        // A bare surname is nobody's fullest name.
        let Some(chain) = chain(node) else { continue };
        let at = *known.entry(&chain.name).or_insert_with(|| {
            counts.push((chain, *node, 0));
            counts.len() - 1
        });
        counts[at].2 += 1;
    }
    let rank = |(chain, _, count): &(&Chain, N, usize)| {
        (chain.named, !chain.name.contains('['), chain.name.contains([' ', '-']), *count)
    };
    // Whether a name is the common one takes a look into a table, and mostly does not matter.
    let common = |chain: &Chain| Knowledge::shared().aliases.is_common(&chain.name);
    let best = counts.into_iter().max_by(|a, b| {
        let common = || common(a.0).cmp(&common(b.0));
        let plain = || a.0.name.len().cmp(&b.0.name.len()).then_with(|| b.0.name.cmp(&a.0.name));
        rank(a).cmp(&rank(b)).then_with(common).then_with(plain)
    });
    best.map(|(_, node, _)| node)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::ChainId;
    use crate::corpus::testing::{chains, corpus};
    use crate::model::EntityType;
    use EntityType::{Event, Group, Organization, Person, Place};

    /// Articles as lists of chains (type, names); expected: the entities with chains in more than one article, as
    /// "name: article article", articles counted from 0.
    fn check(articles: &[&[(EntityType, &[&str])]], expected: &[&str]) {
        let analyses: Vec<_> = articles.iter().map(|list| chains(list)).collect();
        let snapshot = corpus(&analyses).snapshot();
        let shared = snapshot.entities().filter(|entity| entity.chains.len() > 1);
        let lines: Vec<String> = shared
            .map(|entity| {
                let articles: Vec<String> = entity.chains.iter().map(|chain| chain.article.0.to_string()).collect();
                format!("{}: {}", entity.name, articles.join(" "))
            })
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn spellings_of_one_person() {
        check(&[&[(Person, &["Sergei Lavrov", "Lavrov"])], &[(Person, &["Sergey Lavrov"])]], &["Sergei Lavrov: 0 1"]);
        check(&[&[(Person, &["John F. Kerry"])], &[(Person, &["[John] Kerry"])]], &["John F. Kerry: 0 1"]);
        check(&[&[(Person, &["Bashar al-Assad"])], &[(Person, &["Bashar Assad"])]], &["Bashar al-Assad: 0 1"]);
        check(&[&[(Person, &["Mike McFaul"])], &[(Person, &["Michael McFaul"])]], &["Michael McFaul: 0 1"]);
        check(
            &[&[(Person, &["Staffan de Mistura"])], &[(Person, &["Staffan de Mistura"])]],
            &["Staffan de Mistura: 0 1"],
        );
    }

    #[test]
    fn a_pronoun_taken_amiss_parts_nobody_of_one_full_name() {
        let person = |gender| {
            let mut analysis = (*chains(&[(Person, &["Asha Subryan"])])).clone();
            analysis.chains[ChainId::default()].gender = gender;
            std::sync::Arc::new(analysis)
        };
        let snapshot = corpus(&[person(Gender::Male), person(Gender::Female), person(Gender::Unknown)]).snapshot();
        assert_eq!(snapshot.entities().map(|entity| entity.chains.len()).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn a_country_has_one_navy_but_many_companies() {
        use crate::corpus::testing::read;
        let models = crate::model::Models::embedded();
        let check = |texts: [&str; 2], name: &str, expected: usize| {
            let snapshot = corpus(&texts.map(|text| read(&models, text, None))).snapshot();
            let found = snapshot.entities().filter(|entity| entity.name == name && entity.named);
            assert_eq!(found.map(|entity| entity.chains.len()).collect::<Vec<_>>(), [expected], "{texts:?}");
        };
        let unnamed = "The Indian navy seized a boat on Monday. The navy said that it had been warned.";
        check([unnamed, "The Indian Navy has seized a boat."], "Indian Navy", 2);
        let unnamed = "The Indian company seized a boat on Monday. The company said that it had been warned.";
        check([unnamed, "The Indian Company has seized a boat."], "Indian Company", 1);
    }

    #[test]
    fn two_people_with_one_surname() {
        check(&[&[(Person, &["Hillary Clinton"])], &[(Person, &["Bill Clinton"])]], &[]);
        check(&[&[(Person, &["George W. Bush"])], &[(Person, &["George H. Bush"])]], &[]);
        // An initial that could be either is neither.
        check(&[&[(Person, &["John Smith"])], &[(Person, &["Jane Smith"])], &[(Person, &["J. Smith"])]], &[]);
    }

    #[test]
    fn other_ages_and_walks_of_life_are_other_people() {
        use crate::corpus::testing::read;
        let models = crate::model::Models::embedded();
        let day = Some(jiff::civil::date(2024, 3, 13));
        let check = |texts: [&str; 2], name: &str, people: usize| {
            let snapshot = corpus(&texts.map(|text| read(&models, text, day))).snapshot();
            let found = snapshot.entities().filter(|entity| entity.name == name && entity.named);
            assert_eq!(found.count(), people, "{texts:?}");
        };
        let golfer = "Golfer John Carver won the Harbour Open on Tuesday. Carver, 24, said that he had putted well.";
        check([golfer, "Man drowns\n\nELMTON — John Carver, 70, drowned in Mirror Lake on Tuesday."], "John Carver", 2);
        check([golfer, "John Carver, 24, missed the cut in Sydney on Tuesday."], "John Carver", 1);
        check([golfer, "Mayor John Carver opened a library on Tuesday."], "John Carver", 2);
        check([golfer, "John Carver spoke to pupils on Tuesday."], "John Carver", 1);
        check([golfer, "John Carver, a former mayor, spoke to pupils on Tuesday."], "John Carver", 1);
        let pair =
            "The winner was Maria Santos, a retired teacher of 71. The letter went to the other Maria Santos, a nurse.";
        check([pair, "It rained."], "Maria Santos", 2);
    }

    #[test]
    fn father_and_son_stay_two() {
        check(
            &[
                &[(Person, &["Jesse Jackson Jr."]), (Person, &["Jesse Jackson"])],
                &[(Person, &["Jesse L. Jackson, Jr."])],
                &[(Person, &["Jesse Jackson"])],
            ],
            &["Jesse L. Jackson, Jr.: 0 1", "Jesse Jackson: 0 2"],
        );
        check(&[&[(Person, &["Frank Miller Sr."])], &[(Person, &["Frank Miller III"])]], &[]);
        check(
            &[&[(Person, &["Robert S. Mueller III"]), (Person, &["Robert Mueller"])], &[(Person, &["Robert Mueller"])]],
            &["Robert Mueller: 0 0 1"],
        );
        // Nobody tells of a father.
        check(&[&[(Person, &["Joe Biden"])], &[(Person, &["Joseph R. Biden Jr."])]], &["Joseph R. Biden Jr.: 0 1"]);
    }

    #[test]
    fn a_bare_surname_needs_company() {
        let full: &[(EntityType, &[&str])] =
            &[(Person, &["Josh Earnest"]), (Organization, &["White House"]), (Place, &["Syria"])];
        check(&[full, &[(Person, &["Earnest"])]], &[]);
        check(
            &[full, &[(Person, &["Earnest"]), (Organization, &["White House"]), (Place, &["Syria"])]],
            &["Josh Earnest: 0 1", "White House: 0 1", "Syria: 0 1"],
        );
    }

    #[test]
    fn bodies_by_alias_and_acronym() {
        check(
            &[
                &[(Organization, &["Nusra Front"]), (Organization, &["Islamic State"]), (Place, &["United States"])],
                &[(Organization, &["Jabhat Fateh al-Sham"]), (Organization, &["ISIS"]), (Place, &["U.S."])],
                &[(Organization, &["al Nusra"])],
            ],
            &["Nusra Front: 0 1 2", "Islamic State: 0 1", "United States: 0 1"],
        );
        check(
            &[
                &[(Organization, &["High Negotiating Committee"])],
                &[(Organization, &["High Negotiations Committee", "HNC"])],
                &[(Organization, &["HNC"])],
            ],
            &["High Negotiations Committee: 0 1 2"],
        );
    }

    #[test]
    fn a_country_is_not_its_people_nor_a_council_its_body() {
        check(&[&[(Place, &["Syria"])], &[(Group, &["Syrian"])]], &[]);
        check(&[&[(Group, &["Syrian"])], &[(Group, &["Syrians"])]], &["Syrians: 0 1"]);
        check(&[&[(Organization, &["United Nations"])], &[(Organization, &["UN Security Council"])]], &[]);
        check(&[&[(Event, &["Group of 20 summit"])], &[(Event, &["Group of 20 summit"])]], &[]);
    }
}
