//! Small fixtures of each shape, and what is said of bad ones.

use super::super::layers::Layers;
use super::*;
use crate::text::Span;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn read_files(files: &[(&str, &str)]) -> Gold {
    read(folder(files).path()).unwrap()
}

/// What is said of a folder with these files, the folder's name left out.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let folder = folder(files);
    let name = folder.path().display().to_string();
    let said = match read(folder.path()) {
        Ok(gold) => gold.problems.iter().map(ToString::to_string).collect(),
        Err(error) => vec![error],
    };
    said.into_iter().map(|said: String| said.replace(&name, ".")).collect()
}

fn words<'a>(article: &'a GoldArticle, spans: &[Span]) -> Vec<&'a str> {
    spans.iter().map(|span| span.of_text(&article.text)).collect()
}

fn names(article: &GoldArticle) -> Vec<(&str, &str)> {
    let names = article.gold.names.iter().flatten();
    names.map(|name| (name.span.of_text(&article.text), name.kind.name())).collect()
}

fn chains(article: &GoldArticle) -> Vec<Vec<(&str, &str)>> {
    let word = |span: Span| span.of_text(&article.text);
    let chains = article.gold.chains.iter().flatten();
    chains.map(|chain| chain.iter().map(|member| (word(member.span), word(member.head))).collect()).collect()
}

const TEXT: &str = "“It — rains,” Zoë said,\u{2028}“and pours.”\nBo, she says, ran.";
/// With a content in parts, a second content, hearsay, and notes.
const ANN: &str = "T1\tContent 0 13;24 36\t“It — rains,” “and pours.”
T2\tSource 14 17\tZoë
T3\tCue 18 22\tsaid
T4\tAttribution 18 22\tsaid
E1\tAttribution:T4 Content:T1 Cue:T3 Source:T2
T5\tContent 37 39;51 54\tBo ran
T6\tSource 41 44\tshe
T7\tCue 45 49\tsays
R1\tSays Arg1:T6 Arg2:T5
R2\tBy Arg1:T7 Arg2:T5
#1\tAnnotatorNotes T7\tsure?
A1\tNegated E1
";

#[test]
fn brat_stands_beside_its_text() {
    let gold = read_files(&[("a.txt", TEXT), ("a.ann", ANN)]);
    assert_eq!(gold.problems, []);
    let [article] = &gold.articles[..] else { panic!("{:?}", gold.articles) };
    let spans = article.gold.spans.as_ref().unwrap();
    let parts: Vec<Vec<&str>> = spans[2].iter().map(|parts| words(article, parts)).collect();
    assert_eq!(parts, [["“It — rains,”", "“and pours.”"], ["Bo", "ran"]]);
    let relations = article.gold.relations.as_ref().unwrap();
    let said: Vec<_> = relations.iter().map(|it| (words(article, &it.source), words(article, &it.content))).collect();
    assert_eq!(said, [(vec!["Zoë"], vec!["“It — rains,”", "“and pours.”"]), (vec!["she"], vec!["Bo", "ran"])]);
    assert_eq!(gold.unknown.keys().collect::<Vec<_>>(), ["Attribution"]);
}

#[test]
fn of_several_annotators_the_first_counts_and_the_texts_may_stand_next_door() {
    let one = "T1\tSource 0 3\tAnn\n";
    let two = "T1\tCue 4 8\tsaid\n";
    let gold = read_files(&[
        ("x/words/a_b.txt", "Ann said so."),
        ("x/marks/a_b_1f.ann", one),
        ("x/marks/a_b_2c.ann", two),
        ("y/words/a_b.txt", "Ann said so."),
        ("y/marks/a_b_2c.ann", two),
    ]);
    let counts = |layers: &Layers| layers.spans.as_ref().unwrap().each_ref().map(Vec::len);
    let counts: Vec<_> = gold.articles.iter().map(|article| counts(&article.gold)).collect();
    assert_eq!(counts, [[1, 0, 0], [0, 1, 0]]);
}

#[test]
fn one_file_may_be_named() {
    let folder = folder(&[
        ("t/a.txt", "Ann said so."),
        ("m/a_x.ann", "T1\tPERSON 0 3\tAnn\n"),
        ("b.txt", "Bo"),
        ("b.ann", "T1\tPER 0 2\tBo\n"),
    ]);
    for (file, wanted) in [("m/a_x.ann", "Ann"), ("b.ann", "Bo"), ("b.txt", "Bo")] {
        let gold = read(&folder.path().join(file)).unwrap();
        assert_eq!(names(&gold.articles[0]), [(wanted, "person")], "{file}");
    }
}

#[test]
fn pairs_make_an_attribution_for_each_cue_or_else_for_each_content() {
    // Ann says two things, once with cues as hubs, once straight from the contents.
    let marks =
        "T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\nT3\tContent 9 11\tso\nT4\tCue 16 21\tadded\nT5\tContent 22 26\tthis\n";
    let hubs = "R1\tBy Arg1:T2 Arg2:T1\nR2\tOf Arg1:T2 Arg2:T3\nR3\tBy Arg1:T4 Arg2:T1\nR4\tOf Arg1:T4 Arg2:T5\n";
    let straight = "R1\tBy Arg1:T3 Arg2:T1\nR2\tBy Arg1:T5 Arg2:T1\n";
    let mixed = "R1\tBy Arg1:T3 Arg2:T1\nR2\tOf Arg1:T2 Arg2:T3\nR3\tBy Arg1:T5 Arg2:T1\n";
    for relations in [hubs, straight, mixed] {
        let gold = read_files(&[("a.txt", "Ann said so and added this."), ("a.ann", &format!("{marks}{relations}"))]);
        let [article] = &gold.articles[..] else { panic!() };
        let mut contents: Vec<_> = article
            .gold
            .relations
            .iter()
            .flatten()
            .map(|it| (words(article, &it.source), words(article, &it.content)))
            .collect();
        contents.sort();
        assert_eq!(contents, [(vec!["Ann"], vec!["so"]), (vec!["Ann"], vec!["this"])], "{relations}");
    }
}

#[test]
fn brat_names_may_have_chains() {
    let ann = "T1\tPerson 0 3\tAnn\nT2\tOrganization 7 15\tthe club\nT3\tPerson 19 22\tshe\nT4\tDate 23 29\tMonday\n*\tEquiv T1 T3\n";
    let gold = read_files(&[
        ("a.txt", "Ann of the club as she Monday"),
        ("a.ann", ann),
        ("b.txt", "No names."),
        ("b.ann", ""),
    ]);
    let [a, b] = &gold.articles[..] else { panic!() };
    assert_eq!(names(a), [("Ann", "person"), ("club", "organization"), ("she", "person")]);
    assert_eq!(chains(a), [[("Ann", "Ann"), ("she", "she")]]);
    // Nobody marked a name there, but somebody looked.
    assert_eq!(b.gold.names, Some(Vec::new()));
    assert!(a.gold.spans.is_none() && gold.unknown.contains_key("Date"));
}

#[test]
fn broken_lines_are_named_and_left_out() {
    let ann = "T1\tSource 0 3\tAnn
T2 Source 0 3 Ann
T3\tSource 0 x\tAnn
T4\tSource 0 99\tAnn
T5\tSource 3 3\t
T6\tSource 4 8\tAnn
E1\tAttribution:T1 Source:T9
a line that a text column ran over
R1\tSays Arg1:T1 Arg2:T8
T1\tSource 0 3\tAnn
";
    let left_out = "; the line was left out";
    assert_eq!(
        problems(&[("a.txt", "Ann said so."), ("a.ann", ann)]),
        [
            format!("./a.ann:2: a mark has three columns with tabs between: T1, label with offsets, words{left_out}"),
            format!("./a.ann:3: “0 x” is no start and end{left_out}"),
            format!("./a.ann:4: 0 to 99 lies outside the text, which has 12 code points{left_out}"),
            format!("./a.ann:5: 3 to 3 holds nothing: the end has to be greater{left_out}"),
            "./a.ann:6: T6 says “Ann”, the text has “said” there: are the offsets code points of this very text?"
                .to_owned(),
            format!("./a.ann:7: there is no mark T9{left_out}"),
            format!("./a.ann:8: no line of brat stand-off begins like this{left_out}"),
            format!("./a.ann:9: there is no mark T8{left_out}"),
            "./a.ann:10: T1 was there already; this line counts".to_owned(),
        ]
    );
}

#[test]
fn an_annotation_without_text_is_named() {
    let said = problems(&[("a.ann", "T1\tSource 0 3\tAnn\n")]);
    assert_eq!(
        said,
        [
            ".: no article with gold could be read: ./a.ann: its text was not found and it was left out: put a.txt beside it \
         or into a folder next to its own"
        ]
    );
}

#[test]
fn json_has_entities_with_a_split_or_mentions_with_a_chain() {
    let json = r#"{"_about": "small", "a": {"split": "dev", "entities": [
        {"start": 4, "end": 11, "type": "PERSON"}, {"start": 16, "end": 27, "type": "GPE"},
        {"start": 0, "end": 3, "type": "Date"}]},
      "b.txt": {"split": "train", "mentions": [
        {"start": 0, "end": 2, "type": "HUMAN_PART_PER", "chain": "H1"},
        {"start": 10, "end": 12, "type": "HUMAN_PART_PER", "chain": "H1"},
        {"start": 3, "end": 6, "type": "ACTION_OCCURRENCE", "chain": "A1"}]}}"#;
    let gold = read_files(&[
        ("gold.json", json),
        ("articles/a.txt", "Now Zoë Lee saw the Hague’s sea."),
        ("b.txt", "Bo ran as he does."),
    ]);
    assert_eq!(gold.problems, []);
    let [a, b] = &gold.articles[..] else { panic!() };
    assert_eq!(names(a), [("Zoë Lee", "person"), ("Hague", "place")]);
    assert_eq!(chains(b), [[("Bo", "Bo"), ("he", "he")]]);
    assert_eq!(gold.splits().into_iter().collect::<Vec<_>>(), [("dev", 1), ("train", 1)]);
}

#[test]
fn json_may_name_the_event_and_the_sentences_that_were_looked_at() {
    let json = r#"{"a": {"event": "e1", "date": "2016-04-18", "source": "nyt", "main_event": "Rain"},
      "b": {"event": "e1", "mentions": [{"start": 0, "end": 2, "type": "HUMAN_PART_PER", "chain": null, "validated": true}]}}"#;
    let gold = read_files(&[("gold.json", json), ("a.txt", "Rain."), ("b.txt", "Bo ran.")]);
    let [a, b] = &gold.articles[..] else { panic!() };
    assert_eq!((a.event.as_deref(), b.event.as_deref()), (Some("e1"), Some("e1")));
    assert_eq!(
        (a.meta.published.unwrap().to_string(), a.meta.outlet.as_deref()),
        ("2016-04-18".to_owned(), Some("nyt"))
    );
    assert_eq!((&a.looked_at, &b.looked_at), (&None, &Some(vec![Span::new(0, 2)])));
}

#[test]
fn bad_json_is_named() {
    assert_eq!(
        problems(&[("gold.json", "{\"a\":\n  nothing}")]),
        [".: no article with gold could be read: ./gold.json:2: no JSON: expected ident at line 2 column 4"]
    );
    let json = r#"{"a": {"entities": [{"start": 0, "end": 9, "type": "Person"}, {"start": 0, "type": "Person"}]},
                   "b": {"entities": []}}"#;
    assert_eq!(
        problems(&[("gold.json", json), ("a.txt", "Ann")]),
        [
            "./gold.json:1: “a”, entity 1: 0 to 9 lies outside the text, which has 3 code points; it was left out",
            "./gold.json:1: “a”, entity 2: has no “start” and “end” that are whole numbers; it was left out",
            "./gold.json:2: “b” was left out: there is no b.txt beside this file or in a folder beside it",
        ]
    );
}

#[test]
fn nothing_there_is_said() {
    assert!(
        problems(&[("a.txt", "Ann"), ("settings.json", "{}")])[0].starts_with(".: no gold was found there; known are")
    );
    let missing = read(Path::new("nowhere/at-all")).unwrap_err();
    assert_eq!(missing, "nowhere/at-all: there is no such file or folder");
}

const CONLLU: &str = "# newdoc id = one
# global.Entity = GRP-etype-infstat-minspan-link
# newpar
# sent_id = 1
1\tMr.\t_\tPROPN\t_\t_\t2\tnmod:desc\t_\tEntity=(1-person-new-1,2-coref
2\tDoe\t_\tPROPN\t_\t_\t0\troot\t_\t_
3\tof\t_\tADP\t_\t_\t5\tcase\t_\t_
4\tthe\t_\tDET\t_\t_\t5\tdet\t_\tEntity=(2-organization-new-2-sgl
5\tclub\t_\tNOUN\t_\t_\t2\tnmod\t_\tEntity=2)1)|SpaceAfter=No
6\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_

# newpar
7-8\tdoctor's\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
7\tdoctor\t_\tNOUN\t_\t_\t0\troot\t_\tEntity=(1-person-giv-1-coref)
8\t's\t_\tPART\t_\t_\t7\tcase\t_\t_
8.1\tgone\t_\tVERB\t_\t_\t_\t_\t_\t_
9\t!\t_\tPUNCT\t_\t_\t7\tpunct\t_\t_

# newdoc id = two
1\tRome\t_\tPROPN\t_\t_\t0\troot\t_\tEntity=(1-place-new-1-sgl)
";

#[test]
fn conllu_has_names_and_chains() {
    let gold = read_files(&[("a.conllu", CONLLU)]);
    assert_eq!(gold.problems, []);
    let [one, two] = &gold.articles[..] else { panic!() };
    assert_eq!((one.name.as_str(), &*one.text), ("one", "Mr. Doe of the club.\n\ndoctor's!"));
    assert_eq!(names(one), [("Doe", "person")]);
    assert_eq!(chains(one), [vec![("Mr. Doe of the club", "Doe"), ("doctor", "doctor")], vec![("the club", "club")]]);
    assert_eq!(names(two), [("Rome", "place")]);
    // The line of "doctor" in the file.
    assert_eq!(one.rows.iter().rfind(|(at, _)| *at <= 22).unwrap().1, 13);
}

/// What a parser calls an adjective, a small word or a hyphen within a name is a part of it; a title before it is none.
#[test]
fn conllu_names_are_whole() {
    let rows = [
        "1\tUnited\t_\tADJ\tNNP\t_\t2\tamod\t_\tEntity=(1-place-new-1,2-coref",
        "2\tStates\t_\tPROPN\tNNPS\t_\t3\tcompound\t_\tEntity=1)",
        "3\tChurch\t_\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(2-organization-new-1,3-coref",
        "4\tof\t_\tADP\tIN\t_\t5\tcase\t_\t_",
        "5\tDay\t_\tPROPN\tNNP\t_\t3\tnmod\t_\tEntity=2)",
        "6\tcreator\t_\tNOUN\tNN\t_\t3\tappos\t_\tEntity=(3-person-new-1,2,4-coref",
        "7\tAnn\t_\tPROPN\tNNP\t_\t6\tflat\t_\tSpaceAfter=No",
        "8\t-\t_\tPUNCT\tHYPH\t_\t9\tpunct\t_\tSpaceAfter=No",
        "9\tLee\t_\tPROPN\tNNP\t_\t6\tflat\t_\tEntity=3)",
    ];
    let text = format!("# global.Entity = GRP-etype-infstat-minspan-link\n{}\n\n", rows.join("\n"));
    let gold = read_files(&[("a.conllu", &text)]);
    assert_eq!(
        names(&gold.articles[0]),
        [("United States", "place"), ("Church of Day", "organization"), ("Ann-Lee", "person")]
    );
}

#[test]
fn broken_conllu_is_named() {
    let broken = "1\tAnn\t_\tPROPN\t_\t_\t0\troot\t_\tEntity=(1-person-1-
2\tran\t_
3\t.\t_\tPUNCT\t_\t_\t1\tpunct\t_\tEntity=2)
";
    assert_eq!(
        problems(&[("a.conllu", broken), ("b.conllu", "1\tHm\t_\tX\t_\t_\t0\troot\t_\t_\n")]),
        [
            ".: no article with gold could be read: ./a.conllu:2: 3 columns where a word has ten, with tabs between; the line \
         was left out (and 4 like it)"
        ]
    );
}

mod any_text {
    use proptest::prelude::*;

    use super::*;

    /// Lines that look a little like gold.
    fn lines() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[TER*A#]?[0-9]{0,2}",
            "(Source|Content2?|Person|Coref|Equiv|Arg1:T1|Source:T2|PROPN|nmod:desc|_)",
            "[0-9]{1,3} [0-9]{1,3}(;[0-9]{1,2} [0-9]{1,3})?",
            r"Entity=[()\[\]0-9a-z-]{0,12}",
            "SpaceAfter=No",
            "[0-9]{1,2}-[0-9]{1,2}",
            "\\PC{0,4}",
            "\t",
            "\t",
            "\n",
            " "
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    fn word_lines() -> impl Strategy<Value = String> {
        let id = "[0-9]{1,2}(-[0-9]{1,2}|[.]1)?";
        let row = (id, "\\PC{0,3}", "[0-9]{0,2}", r"(Entity=[()0-9a-z\[\]/-]{0,14})?");
        let row =
            row.prop_map(|(id, form, above, misc)| format!("{id}\t{form}\t_\tPROPN\t_\t_\t{above}\tx\t_\t{misc}\n"));
        let line = prop_oneof![6 => row, 1 => Just("\n".to_owned()), 1 => Just("# newpar\n".to_owned())];
        prop::collection::vec(line, 0..30).prop_map(|lines| lines.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Whatever stands in the files: an answer or an error, and every span in its text.
        #[test]
        fn is_read_or_named(text in "\\PC{0,40}", ann in lines(), words in word_lines()) {
            let folder = folder(&[("a.txt", &text), ("a.ann", &ann), ("b.conllu", &words), ("c.json", &ann)]);
            let Ok(gold) = read(folder.path()) else { return Ok(()) };
            for article in &gold.articles {
                let spans = article.gold.spans.iter().flatten().flatten().flatten().copied();
                let members = article.gold.chains.iter().flatten().flatten().flat_map(|it| [it.span, it.head]);
                let names = article.gold.names.iter().flatten().map(|name| name.span);
                for span in spans.chain(members).chain(names) {
                    prop_assert!(article.text.get(span.range()).is_some(), "{:?} in {:?}", span, article.text);
                }
            }
        }
    }
}
