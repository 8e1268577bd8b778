use std::cell::Cell;

use super::*;
use crate::ide::fixture::fixture;

const BRIDGE: &str = "\
//- 000.txt published=2024-05-06 coverage=bridge
Mayor {p reed|Ana Reed} had {e call-1 reed holt @2024-05-06|a tense {h|call}} with {t|Governor {p holt|Sam Holt}} on {d 2024-05-06|Monday}.

{src cost|{t|Mr. {p holt|Holt}}} {cue cost|said} {say cost|the bridge would cost “ten times too much”}.
//- 001.txt published=2024-05-06 outlet=Weston_Mail coverage=bridge
{p reed|Ana Reed} made {e call-1 reed holt @2024-05-06|an angry {h|call}} to {p holt|Samuel Holt} on {d 2024-05-06|Monday}.
";

/// What a judgement is called, and its lines as `file: kind verdict … targets`.
fn judged(make: impl Fn(&dyn Fn(&str) -> Place, &dyn Fn(&str) -> Place) -> (Place, Verb)) -> Result<String, String> {
    let (snapshot, _) = fixture(&BRIDGE.replacen("Ana", "$0Ana", 1));
    let place = |article: u32, words: &str| {
        let article = ArticleId(article);
        let at = snapshot.analysis(article).text.find(words).unwrap();
        Place { article, span: Span::of(at..at + words.len()) }
    };
    let (at, verb) = make(&|words| place(0, words), &|words| place(1, words));
    let ids = Cell::new(0);
    let fresh_id = || {
        ids.set(ids.get() + 1);
        format!("urn:{}", ids.get())
    };
    let context = Context {
        snapshot: &snapshot,
        known: &[],
        source: &|_, article| format!("{:03}.txt", article.0),
        text_id: &|article| Some(format!("id{}", article.0)),
        creator: "A. Annotator",
        now: Timestamp::UNIX_EPOCH,
        fresh_id: &fresh_id,
    };
    let judgement = judge(&context, at, &verb)?;
    let mut shown = judgement.title;
    for (file, _, annotation) in judgement.lines {
        let annotation = annotation.unwrap();
        let file = if file == File::Shared { "shared" } else { "beside" };
        let words: Vec<String> =
            annotation.targets.iter().map(|target| format!("{} “{}”", target.source, target.words())).collect();
        let meaning = annotation.meaning.unwrap();
        let what = [meaning.verdict.map(Verdict::name), meaning.relation.map(Relation::name)];
        let what: Vec<&str> = what.into_iter().flatten().collect();
        shown += &format!("\n{file}: {} {}: {}", meaning.kind.name(), what.join(" "), words.join(", "));
    }
    Ok(shown)
}

#[track_caller]
fn check(make: impl Fn(&dyn Fn(&str) -> Place, &dyn Fn(&str) -> Place) -> (Place, Verb), expected: &str) {
    assert_eq!(judged(make).unwrap_or_else(|why| format!("refused: {why}")), expected);
}

#[test]
fn verdicts_are_about_what_was_read() {
    check(
        |here, _| (here("Sam Holt"), Verb::Accept { sort: None, all: false }),
        "Accept “Governor Sam Holt”: Sam Holt, person\nbeside: mention accepted: 000.txt “Sam Holt”",
    );
    check(
        |here, _| (here("Sam Holt"), Verb::Accept { sort: None, all: true }),
        "Accept all 2 mentions of Sam Holt here\nbeside: mention accepted: 000.txt “Sam Holt”\n\
         beside: mention accepted: 000.txt “Holt”",
    );
    check(
        |here, _| (here("a tense call"), Verb::Reject { sort: Some(Sort::Event), all: false }),
        "Not an event: “a tense call”\nbeside: event rejected: 000.txt “a tense call”",
    );
    check(
        |here, _| (here("said"), Verb::Reject { sort: Some(Sort::Attribution), all: false }),
        "Not said by Sam Holt: “the bridge would cost “ten times too …”\nbeside: attribution rejected: \
         000.txt “the bridge would cost “ten times too much””, 000.txt “said”, 000.txt “Mr. Holt”",
    );
}

#[test]
fn what_is_the_same_in_two_articles_stands_in_the_file_of_the_folder() {
    check(
        |here, there| (here("a tense call"), Verb::Relate { to: there("an angry call"), same: Some(false), of: None }),
        "Not the same event, 000:1 / 001:1\n\
         shared: relation added not-same-event: 000.txt “a tense call”, 001.txt “an angry call”",
    );
    check(
        |here, there| (here("Sam Holt"), Verb::Relate { to: there("Samuel Holt"), same: Some(true), of: None }),
        "Same entity, 000:1 / 001:1\n\
         shared: relation added same-entity: 000.txt “Sam Holt”, 001.txt “Samuel Holt”",
    );
    check(
        |here, there| (here("Sam Holt"), Verb::Relate { to: there("an angry call"), same: Some(true), of: None }),
        "refused: 000:1 and 001:1 are not two mentions or two events; mark the words first",
    );
}

#[test]
fn every_name_that_is_written_so_is_one() {
    check(
        |here, there| (here("Mr. Holt"), Verb::Every(there("Samuel Holt"))),
        "Every “Mr. Holt” here is Samuel Holt\nbeside: mention accepted: 000.txt “Holt”\n\
         shared: relation added same-entity: 000.txt “Holt”, 001.txt “Samuel Holt”",
    );
    check(
        |here, there| (here("Ana Reed"), Verb::Every(there("Samuel Holt"))),
        "Every “Ana Reed” in 2 articles is Samuel Holt\nbeside: mention accepted: 000.txt “Ana Reed”\n\
         shared: relation added same-entity: 000.txt “Ana Reed”, 001.txt “Samuel Holt”\n\
         beside: mention accepted: 001.txt “Ana Reed”\nbeside: mention accepted: 001.txt “Samuel Holt”",
    );
    check(
        |here, there| (here("a tense call"), Verb::Every(there("Samuel Holt"))),
        "refused: 000:1 and 001:1 are not two mentions; mark the words first",
    );
}

#[test]
fn speakers_are_named_or_pointed_at() {
    check(
        |here, _| (here("said"), Verb::Speaker(Speaker::Named("ana reed".into()))),
        "Speaker: Ana Reed\nbeside: attribution accepted: 000.txt “the bridge would cost “ten times too much””, \
         000.txt “said”, 000.txt “Mr. Holt”, 000.txt “Ana Reed”",
    );
    check(
        |here, _| (here("said"), Verb::Speaker(Speaker::Named("Nobody Here".into()))),
        "refused: nobody here is called Nobody Here; say where they are mentioned",
    );
}
