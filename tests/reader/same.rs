//! The same text, the same answer: whatever was read before it, on as many threads as there may be.

use copydesk::analysis::{ArticleAnalysis, analyze};
use copydesk::model::Models;
use proptest::prelude::*;
use rayon::prelude::*;

use super::strange::{MODELS, article, glued};

const ARTICLE: &str = "Ferry to close for a year\n\n\
    GENEVA (Reuters) — The ferry will close in May, the mayor, Ann Lee, said on Monday.\n\n\
    “We found nothing,” she told reporters. “Nothing at all.”\n\n\
    Officials at the Harbour Board, which owns the ferry, reportedly feared an attack.\n\n\
    The board’s director, John Public, denied that he had met Ms. Lee in the past two weeks.\n";

/// All of an analysis, as text.
fn seen(analysis: &ArticleAnalysis) -> String {
    format!("{analysis:?}")
}

fn read(models: &Models, text: &str) -> String {
    seen(&analyze(models, &article(text, Some(jiff::civil::date(2016, 4, 18)))))
}

/// The samples, and texts out of their paragraphs, many of which are in several.
fn folder() -> Vec<String> {
    let seeds = std::path::Path::new(super::super::cli::ROOT).join("seeds");
    let entries = std::fs::read_dir(seeds).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    paths.sort();
    let samples: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    assert!(samples.len() > 3);
    let paragraphs: Vec<&str> = samples.iter().flat_map(|text| text.split("\n\n")).collect();
    let mixed = (0..8).map(|nth| {
        let some: Vec<&str> = paragraphs.iter().skip(nth).step_by(5 + nth).copied().collect();
        some.join("\n\n")
    });
    samples.iter().cloned().chain(mixed).collect()
}

#[test]
fn a_folder_reads_the_same_on_any_number_of_threads() {
    let texts = folder();
    let alone: Vec<String> = texts
        .iter()
        .map(|text| {
            MODELS.forget();
            read(&MODELS, text)
        })
        .collect();
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let models = Models::embedded();
        // The second time everything is remembered, the third time in another order.
        for turn in 0..3 {
            let order: Vec<usize> =
                if turn == 2 { (0..texts.len()).rev().collect() } else { (0..texts.len()).collect() };
            let all: Vec<(usize, String)> =
                pool.install(|| order.par_iter().map(|&at| (at, read(&models, &texts[at]))).collect());
            for (at, one) in all {
                assert!(one == alone[at], "text {at} on {threads} threads, turn {turn}");
            }
        }
    }
}

/// Puts `with` in place of `len` characters behind the first `at`, as far as there are.
fn edited(text: &str, at: usize, len: usize, with: &str) -> String {
    let count = text.chars().count();
    let at = at % (count + 1);
    text.chars().take(at).chain(with.chars()).chain(text.chars().skip(at + len)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_that_end_in_the_same_text_end_in_the_same_analysis(
        edits in prop::collection::vec((any::<usize>(), 0..60_usize, prop_oneof![
            prop::sample::select(vec!["", "x", "\n\n", "”", "“", ". She said", "Mr. Smith "]).prop_map(str::to_owned),
            glued(),
        ]), 1..8),
    ) {
        let fresh = |text: &str| { MODELS.forget(); read(&MODELS, text) };
        let expected = fresh(ARTICLE);
        let mut texts = vec![ARTICLE.to_owned()];
        for (at, len, with) in &edits {
            texts.push(edited(&texts[texts.len() - 1], *at, *len, with));
        }
        let last = texts[texts.len() - 1].clone();
        let expected_last = fresh(&last);
        MODELS.forget();
        for text in &texts {
            read(&MODELS, text);
        }
        prop_assert_eq!(read(&MODELS, &last), expected_last);
        // And back again, as undo does.
        for text in texts.iter().rev() {
            read(&MODELS, text);
        }
        prop_assert_eq!(read(&MODELS, ARTICLE), expected);
    }
}
