//! Chains: people and organizations, chains of one mention left out.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::coreference::Agreement;
use super::super::layers::{Chain, Member};
use super::pair::{Example, Pair};
use crate::model::EntityType;

/// Counts the chains of one article.
pub(super) fn measure(pair: &Pair<'_>, agreement: &mut Agreement, examples: &mut Vec<Example>) {
    let (Some(gold), Some(found)) = (&pair.gold.chains, &pair.found.chains) else { return };
    let (gold, found) = (counted(gold), counted(found));
    let mentions: Vec<&Member> = gold.iter().flatten().collect();
    let mut number = 0;
    let numbered: Vec<Vec<usize>> = gold
        .iter()
        .map(|chain| {
            number += chain.len();
            (number - chain.len()..number).collect()
        })
        .collect();
    let ours = matched(&mentions, &found);
    agreement.count(&numbered, &ours);
    wrong(pair, &gold, &numbered, &ours, examples);
}

/// The chains that count, without mentions of other things in them.
fn counted(chains: &[Chain]) -> Vec<Chain> {
    let counts = |member: &&Member| matches!(member.kind, EntityType::Person | EntityType::Organization);
    let chains = chains.iter().map(|chain| chain.iter().filter(counts).copied().collect::<Chain>());
    chains.filter(|chain| chain.len() > 1).collect()
}

/// The chains that were found, each mention by the number of the gold's that it is, or by a number of its own.
fn matched(gold: &[&Member], found: &[Chain]) -> Vec<Vec<usize>> {
    let mut by_span: FxHashMap<_, _> = FxHashMap::default();
    for (nth, member) in gold.iter().enumerate() {
        by_span.entry(member.span).or_insert(nth);
    }
    let mut taken = vec![false; gold.len()];
    // Equal spans first, so that no likeness takes their place.
    let mut numbers: Vec<Vec<Option<usize>>> = Vec::new();
    for chain in found {
        let number = |member: &Member| {
            let equal = by_span.get(&member.span).or_else(|| by_span.get(&member.outer)).copied();
            equal.filter(|&nth| !std::mem::replace(&mut taken[nth], true))
        };
        numbers.push(chain.iter().map(number).collect());
    }
    let mut own = gold.len();
    for (chain, numbers) in found.iter().zip(&mut numbers) {
        for (member, number) in chain.iter().zip(numbers).filter(|(_, number)| number.is_none()) {
            let like = gold.iter().enumerate().filter(|(nth, it)| !taken[*nth] && is_like(it, member));
            // Of nested phrases the innermost.
            let like = like.min_by_key(|(_, it)| it.span.len()).map(|(nth, _)| nth);
            *number = Some(like.unwrap_or(own));
            match like {
                Some(nth) => taken[nth] = true,
                None => own += 1,
            }
        }
    }
    numbers.into_iter().map(|chain| chain.into_iter().flatten().collect()).collect()
}

/// Holds the gold's head word and lies within its phrase.
fn is_like(gold: &Member, found: &Member) -> bool {
    found.outer.covers(gold.head) && gold.span.covers(found.span)
}

/// Mentions of the gold in the chain of another, those that are apart from most of their own, and those that were not
/// found.
fn wrong(pair: &Pair<'_>, gold: &[Chain], numbers: &[Vec<usize>], ours: &[Vec<usize>], examples: &mut Vec<Example>) {
    let (gold_of, ours_of) = (places(numbers), places(ours));
    let (gold_main, ours_main) = (mains(numbers, &ours_of), mains(ours, &gold_of));
    let name = |chain: &Chain| chain.first().map_or("", |member| member.span.of_text(pair.text)).to_owned();
    for (nth, (chain, numbers)) in gold.iter().zip(numbers).enumerate() {
        let whose = format!("one of the {} mentions of “{}”", chain.len(), name(chain));
        for (member, number) in chain.iter().zip(numbers) {
            let found = ours_of.get(number);
            let main = found.and_then(|&found| ours_main[found]);
            let (why, weight) = match (found, main.filter(|&main| main != nth)) {
                (None, _) => (format!("not found: {whose}"), 0.0),
                // A wrong chain misleads more than a missing mention.
                (_, Some(other)) => (format!("taken for “{}”: {whose}", name(&gold[other])), 2e3),
                (Some(_), None) if found.copied() != gold_main[nth] => (format!("apart from the others: {whose}"), 1e3),
                _ => continue,
            };
            let weight = weight + chain.len() as f64;
            examples.push(Example { layer: "coreference", span: member.span, why, weight });
        }
    }
}

/// The chain of each mention.
fn places(chains: &[Vec<usize>]) -> FxHashMap<usize, usize> {
    chains.iter().enumerate().flat_map(|(nth, chain)| chain.iter().map(move |&mention| (mention, nth))).collect()
}

/// For each chain the one of the other side that most of its mentions are in.
fn mains(chains: &[Vec<usize>], other: &FxHashMap<usize, usize>) -> Vec<Option<usize>> {
    let main = |chain: &Vec<usize>| {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        chain.iter().filter_map(|mention| other.get(mention)).for_each(|&nth| *counts.entry(nth).or_default() += 1);
        counts.into_iter().max_by_key(|&(nth, count)| (count, std::cmp::Reverse(nth))).map(|(nth, _)| nth)
    };
    chains.iter().map(main).collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::layers::Layers;
    use super::super::measure;
    use super::*;
    use crate::text::Span;
    use crate::token::Structure;

    const TEXT: &str = "President Ann Lee of Acme and her aide Bo, who is old, met. Lee smiled at him.";

    fn member(words: &str, head: &str, kind: EntityType) -> Member {
        let span = |words: &str| {
            let start = TEXT.find(words).unwrap();
            Span::of(start..start + words.len())
        };
        Member { span: span(words), outer: span(words), head: span(head), kind }
    }

    fn score(gold: Vec<Chain>, found: Vec<Chain>) -> (Vec<crate::eval::tally::Figure>, Vec<String>) {
        let layers = |chains| Layers { chains: Some(chains), ..Layers::default() };
        let mut examples = Vec::new();
        let structure = Structure::default();
        let (gold, found) = (layers(gold), layers(found));
        let kinds = Default::default();
        let pair = Pair { text: TEXT, structure: &structure, kinds: &kinds, gold: &gold, found: &found };
        let outcome = measure(&pair, &mut examples);
        (outcome.figures(), examples.into_iter().map(|example| example.why).collect())
    }

    fn gold() -> Vec<Chain> {
        use EntityType::{Organization, Person, Place};
        vec![
            vec![
                member("President Ann Lee of Acme", "Lee", Person),
                member("her", "her", Person),
                member("Lee smiled", "Lee smiled", Person),
            ],
            vec![member("aide Bo, who is old", "aide", Person), member("him", "him", Person)],
            // A chain of one, and one of places: neither counts.
            vec![member("Acme", "Acme", Organization)],
            vec![member("met", "met", Place), member("old", "old", Place)],
        ]
    }

    #[test]
    fn a_mention_is_the_golds_by_its_head() {
        use EntityType::Person;
        let name =
            Member { outer: member("President Ann Lee", "Lee", Person).span, ..member("Ann Lee", "Lee", Person) };
        let found = vec![
            vec![name, member("her", "her", Person), member("Lee smiled", "Lee smiled", Person)],
            vec![member("aide", "aide", Person), member("him", "him", Person)],
        ];
        let (figures, examples) = score(gold(), found);
        assert_eq!((figures[0].gold, figures[0].found), (5, 5));
        assert!((figures[3].f1 - 1.0).abs() < 1e-9, "{figures:?}");
        assert!(examples.is_empty(), "{examples:?}");
    }

    #[test]
    fn a_wrong_chain_and_a_missing_mention_are_told_apart() {
        use EntityType::Person;
        let found = vec![
            vec![member("her", "her", Person), member("him", "him", Person), member("smiled", "smiled", Person)],
            vec![member("Acme", "Acme", EntityType::Organization)],
        ];
        let (figures, examples) = score(gold(), found);
        assert_eq!(figures[0].found, 3);
        assert!(figures[3].f1 < 0.5);
        assert_eq!(
            examples,
            [
                "not found: one of the 3 mentions of “President Ann Lee of Acme”",
                "not found: one of the 3 mentions of “President Ann Lee of Acme”",
                "not found: one of the 2 mentions of “aide Bo, who is old”",
                "taken for “President Ann Lee of Acme”: one of the 2 mentions of “aide Bo, who is old”",
            ]
        );
    }
}
