//! Names: exact, overlapping, and by type.

use std::collections::BTreeSet;

use super::super::layers::{Name, TYPES};
use super::super::tally::{Sheet, Tally};
use super::pair::{Example, Pair};
use crate::text::Span;

/// Missing or inventing a name is worse than its length or type.
const WHOLE: f64 = 2.0;

/// Counts the names of one article.
pub(super) fn measure(pair: &Pair<'_>, sheet: &mut Sheet, examples: &mut Vec<Example>) {
    let (Some(gold), Some(found)) = (&pair.gold.names, &pair.found.names) else { return };
    let gold: BTreeSet<Name> = gold.iter().copied().collect();
    let found: BTreeSet<Name> = found.iter().filter(|name| pair.kinds.contains(name.kind.name())).copied().collect();
    sheet.row("names, exact").add(exact(&gold, &found));
    let bare = |names: &BTreeSet<Name>| names.iter().map(|name| name.span).collect::<BTreeSet<Span>>();
    sheet.row("names, span alone").add(exact(&bare(&gold), &bare(&found)));
    sheet.row("names, overlapping").add(overlapping(&gold, &found));
    for kind in TYPES {
        let of = |names: &BTreeSet<Name>| names.iter().filter(|name| name.kind == kind).copied().collect();
        let (gold, found): (BTreeSet<Name>, BTreeSet<Name>) = (of(&gold), of(&found));
        sheet.row(&format!("names, exact: {}", kind.name())).add(exact(&gold, &found));
    }
    wrong(pair, &gold, &found, examples);
}

fn exact<T: Ord>(gold: &BTreeSet<T>, found: &BTreeSet<T>) -> Tally {
    let right = gold.intersection(found).count();
    Tally { found: found.len(), found_right: right, gold: gold.len(), gold_right: right }
}

fn overlapping(gold: &BTreeSet<Name>, found: &BTreeSet<Name>) -> Tally {
    let right = |these: &BTreeSet<Name>, those: &BTreeSet<Name>| {
        these.iter().filter(|name| overlaps(those, name).any(|other| other.kind == name.kind)).count()
    };
    Tally { found: found.len(), found_right: right(found, gold), gold: gold.len(), gold_right: right(gold, found) }
}

/// The names that share a letter with one. Names of one side hardly ever overlap, so that those that could are few.
fn overlaps<'a>(names: &'a BTreeSet<Name>, name: &'a Name) -> impl Iterator<Item = &'a Name> {
    let before = names.range(..name).rev().take(2);
    let after = names.range(name..).take_while(|other| other.span.start < name.span.end);
    before.chain(after).filter(|other| other.span.overlaps(name.span))
}

fn wrong(pair: &Pair<'_>, gold: &BTreeSet<Name>, found: &BTreeSet<Name>, examples: &mut Vec<Example>) {
    let words = |name: &Name| format!("{} “{}”", name.kind.name(), name.span.of_text(pair.text));
    let mut add = |name: &Name, why: String, weight: f64| {
        examples.push(Example {
            layer: "names",
            span: name.span,
            why,
            weight: weight + f64::from(name.span.len()) / 1e3,
        });
    };
    for name in found.difference(gold) {
        match overlaps(gold, name).next() {
            Some(other) => add(name, format!("{} is {} in the gold", words(name), words(other)), 1.0),
            None => add(name, format!("{} is no name in the gold", words(name)), WHOLE),
        }
    }
    for name in gold.difference(found).filter(|name| overlaps(found, name).next().is_none()) {
        add(name, format!("{} was not found", words(name)), WHOLE);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::layers::Layers;
    use super::super::measure;
    use super::*;
    use crate::model::EntityType::{Group, Organization, Person, Place};
    use crate::token::Structure;

    fn layers(names: &[(u32, u32, crate::model::EntityType)]) -> Layers {
        let names = names.iter().map(|&(start, end, kind)| Name { span: Span::new(start, end), kind }).collect();
        Layers { names: Some(names), ..Layers::default() }
    }

    #[test]
    fn exact_needs_span_and_type_and_overlapping_the_type() {
        let text = "Ann Lee of Acme met Bo in Rome";
        let gold = layers(&[(0, 7, Person), (11, 15, Organization), (20, 22, Person), (26, 30, Place)]);
        // Ann for Ann Lee; Acme as a group; Bo missed; Rome right; "met" invented.
        let names = vec![(0, 3, Person), (11, 15, Group), (16, 19, Person), (26, 30, Place)];
        let mut examples = Vec::new();
        let structure = Structure::default();
        let kinds = ["person", "organization", "place"];
        let figures = |names: &[_], kinds: &[&'static str], examples: &mut Vec<Example>| {
            let (found, kinds) = (layers(names), kinds.iter().copied().collect());
            let pair = Pair { text, structure: &structure, kinds: &kinds, gold: &gold, found: &found };
            measure(&pair, examples).figures()
        };
        // A group counts when groups are marked in the corpus.
        let all = [&kinds[..], &["group"]].concat();
        let [with, without] = [&all[..], &kinds[..]].map(|kinds| figures(&names, kinds, &mut Vec::new()));
        assert_eq!((with[0].found, without[0].found), (4, 3));
        let figures = figures(&names, &all, &mut examples);
        let row = |name: &str| {
            let figure = figures.iter().find(|figure| figure.name == name).unwrap();
            (figure.precision.unwrap(), figure.recall.unwrap())
        };
        assert_eq!(row("names, exact"), (0.25, 0.25));
        assert_eq!(row("names, span alone"), (0.5, 0.5));
        assert_eq!(row("names, overlapping"), (0.5, 0.5));
        assert_eq!(row("names, exact: person"), (0.0, 0.0));
        assert_eq!(row("names, exact: place"), (1.0, 1.0));
        // The gold has no group, so that there is no row for groups.
        assert!(!figures.iter().any(|figure| figure.name.ends_with("group")));
        let why: Vec<&str> = examples.iter().map(|example| example.why.as_str()).collect();
        assert_eq!(
            why,
            [
                "person “Ann” is person “Ann Lee” in the gold",
                "group “Acme” is organization “Acme” in the gold",
                "person “met” is no name in the gold",
                "person “Bo” was not found",
            ]
        );
    }
}
