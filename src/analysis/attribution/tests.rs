use std::sync::Arc;

use super::*;
use crate::analysis::{Article, ArticleMeta, analyze};
use crate::model::Models;

/// Attributions as "source ~ cue ~ content | content", with kind and style where `expected` gives them, and ">" before
/// those inside another's content.
fn check(text: &str, expected: &[&str]) {
    let models = Models::embedded();
    let text = format!("A headline of the day\n\n{text}\n");
    let analysis = analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() });
    let show = |it: &Attribution| {
        let words = |spans: &[Span]| spans.iter().map(|span| analysis.slice(*span)).collect::<Vec<_>>().join(" | ");
        let nested = if it.parent.is_some() { "> " } else { "" };
        let kind = it.kind.map_or("none", crate::analysis::SourceKind::name);
        let parts = [words(&it.source), words(&it.cue), words(&it.content)].join(" ~ ");
        format!("{nested}{parts} ~ {kind} {}", it.style.name())
    };
    let shown: Vec<String> = analysis.attributions.iter().map(show).collect();
    assert_eq!(shown, expected);
}

#[test]
fn source_cue_content_in_any_order() {
    check(
        "Mayor Anna Lopez said that the bridge was closed.",
        &["Mayor Anna Lopez ~ said ~ that the bridge was closed ~ named indirect"],
    );
    check(
        "The bridge was closed, a city official said.",
        &["a city official ~ said ~ The bridge was closed ~ anonymous indirect"],
    );
    check(
        "“The bridge is closed,” said Anna Lopez, the mayor. “We regret it.”",
        &["Anna Lopez, the mayor ~ said ~ “The bridge is closed,” | “We regret it.” ~ named direct"],
    );
    check(
        "According to the Treasury, the bridge was closed.",
        &["the Treasury ~ According to ~ the bridge was closed ~ office indirect"],
    );
    check(
        "The museum, Anna Lopez said, celebrated its heroes.",
        &["Anna Lopez ~ said ~ The museum | celebrated its heroes ~ named indirect"],
    );
}

/// Who says that the bridge was closed, where that is the source.
fn speaker(source: &str) -> Option<String> {
    let text = format!("A headline of the day\n\n{source} said that the bridge was closed.\n");
    let article = Article { text: Arc::from(text), meta: ArticleMeta::default() };
    let analysis = analyze(&Models::embedded(), &article);
    let chain = analysis.attributions.iter().find_map(|it| it.chain).and_then(|chain| analysis.chains.get(chain));
    chain.map(|chain| chain.name.clone())
}

#[test]
fn whoever_a_long_description_names_speaks() {
    for (source, name) in [
        ("Minister of Education Dr Ali Hassan", "Ali Hassan"),
        ("Japanese journalist and author Hiro Tanaka", "Hiro Tanaka"),
        ("Algerian daily Liberté", "Liberté"),
        ("Danish shipping company Norlund Lines", "Norlund Lines"),
    ] {
        assert_eq!(speaker(source).as_deref(), Some(name), "{source}");
    }
    assert_ne!(speaker("The mother of Mayor Anna Lopez").as_deref(), Some("Anna Lopez"));
}

#[test]
fn a_title_in_a_cue_is_not_said() {
    let models = Models::embedded();
    let text = "A headline of the day\n\n“It is nonsense,” Anna Lopez said by telephone on NBC’s “Meet the Press.” “The \
                bridge is safe.”\n";
    let analysis = analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() });
    let said = |it: &Attribution| it.content.iter().any(|span| analysis.slice(*span).contains("Meet the Press"));
    assert!(!analysis.attributions.is_empty() && !analysis.attributions.iter().any(said));
}

#[test]
fn who_is_asked_says_nothing_by_that() {
    for text in [
        "Anna Lopez, asked whether she would run for mayor, said that the bridge was safe.",
        "Asked whether she would run for mayor, Anna Lopez said that the bridge was safe.",
        "Anna Lopez said that the bridge was safe when asked whether she would run for mayor.",
        "Anna Lopez was asked whether she would run for mayor. Anna Lopez said that the bridge was safe.",
    ] {
        let models = Models::embedded();
        let article = Article { text: Arc::from(format!("A headline\n\n{text}\n")), meta: ArticleMeta::default() };
        let analysis = analyze(&models, &article);
        let asks = |it: &Attribution| it.cue.iter().any(|cue| analysis.slice(*cue).to_lowercase().contains("asked"));
        assert!(analysis.attributions.iter().any(|it| !asks(it)) && !analysis.attributions.iter().any(asks), "{text}");
    }
    check("“Is the bridge safe?” asked Anna Lopez.", &["Anna Lopez ~ asked ~ “Is the bridge safe?” ~ named direct"]);
}

#[test]
fn who_stands_first_says_the_rest_of_the_sentence() {
    let models = Models::embedded();
    for (text, source, content) in [
        ("According to Kay Lunn, the clerk said nothing.", "Kay Lunn", "the clerk said nothing"),
        ("In the words of one lawyer, Gil Prado, the case was lost.", "one lawyer, Gil Prado", "the case was lost"),
        ("According to her brother, Tom Lunn, the letter was lost.", "her brother, Tom Lunn", "the letter was lost"),
        ("According to Kay Lunn, the mayor, the bridge was closed.", "Kay Lunn, the mayor", "the bridge was closed"),
        ("According to police, Tom Lunn, a nurse, was killed.", "police", "Tom Lunn, a nurse, was killed"),
    ] {
        let article = Article { text: Arc::from(format!("A headline\n\n{text}\n")), meta: ArticleMeta::default() };
        let analysis = analyze(&models, &article);
        let words = |spans: &[Span]| spans.iter().map(|span| analysis.slice(*span)).collect::<Vec<_>>().join(" | ");
        let said = analysis
            .attributions
            .iter()
            .find(|it| it.cue.first().is_some_and(|cue| analysis.slice(*cue).contains(' ')));
        let said = said.map(|it| (words(&it.source), words(&it.content)));
        assert_eq!(said, Some((source.to_owned(), content.to_owned())), "{text}");
    }
}

#[test]
fn one_source_says_several_things() {
    check(
        "Anna Lopez said the bridge was “safe,” adding that it would open on Friday.",
        &[
            "Anna Lopez ~ said ~ the bridge was “safe,” ~ named mixed",
            "Anna Lopez ~ adding ~ that it would open on Friday ~ named indirect",
        ],
    );
    check(
        "Anna Lopez has likened the bridge to a “ruin” and disagreed with its sale.",
        &[
            "Anna Lopez ~ has likened ~ the bridge to a “ruin” ~ named mixed",
            "Anna Lopez ~ disagreed with ~ its sale ~ named indirect",
        ],
    );
}

#[test]
fn what_is_said_may_hold_what_another_said() {
    check(
        "The Treasury said that Anna Lopez had told reporters that the bridge was safe.",
        &[
            "the Treasury ~ said ~ that Anna Lopez had told reporters that the bridge was safe ~ office indirect",
            "> Anna Lopez ~ had told ~ that the bridge was safe ~ named indirect",
        ]
        .map(|line| line.replacen("the Treasury ~", "The Treasury ~", 1))
        .each_ref()
        .map(String::as_str),
    );
}

#[test]
fn talk_within_what_is_said_is_nobody_elses() {
    check(
        "“They say that the bridge is safe, but I doubt it,” Anna Lopez said.",
        &["Anna Lopez ~ said ~ “They say that the bridge is safe, but I doubt it,” ~ named direct"],
    );
}

/// Whether each attribution has a chain: nobody who is named speaks for the people that are theirs.
#[test]
fn the_owner_is_not_the_owned() {
    for (text, speaks) in [
        ("Anna Lopez’s lawyer said that the bridge was closed.", None),
        ("Anna Lopez is here. Lopez aides said that the bridge was closed.", None),
        ("Anna Lopez is here. Lopez campaign spokesman Reid Brown said it was closed.", Some("Reid Brown")),
        ("Anna Lopez is here. Her lawyer, Reid Brown, said that the bridge was closed.", Some("Reid Brown")),
        ("Anna Lopez, the mayor, said that the bridge was closed.", Some("Anna Lopez")),
    ] {
        let models = Models::embedded();
        let article = Article { text: Arc::from(format!("A day\n\n{text}\n")), meta: ArticleMeta::default() };
        let analysis = analyze(&models, &article);
        let chains: Vec<_> = analysis.attributions.iter().filter_map(|it| it.chain).collect();
        let named = chains.iter().map(|chain| &analysis.chains[*chain]).filter(|chain| chain.named);
        let named: Vec<String> = named.map(|chain| chain.name.to_string()).collect();
        assert_eq!(named, speaks.into_iter().map(str::to_owned).collect::<Vec<_>>(), "{text}");
    }
}

/// Who says each thing, by the chains that a program is told of: "A + B" where they speak together, "-" for nobody.
fn speakers(text: &str) -> Vec<String> {
    let models = Models::embedded();
    let analysis = analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() });
    let name = |chain: &crate::analysis::ChainId| analysis.chains[*chain].name.clone();
    let of = |it: &Attribution| match (&it.joint[..], &it.chain) {
        ([], Some(chain)) => name(chain),
        ([], None) => "-".to_owned(),
        (joint, _) => joint.iter().map(name).collect::<Vec<_>>().join(" + "),
    };
    analysis.attributions.iter().map(of).collect()
}

fn says(text: &str, expected: &[&str]) {
    assert_eq!(speakers(&format!("A headline of the day\n\n{text}\n")), expected, "{text}");
}

#[test]
fn a_name_beside_a_quotation_says_it() {
    says(
        "“Trains are late.” (Anna Lopez, teacher)\n\n“Nobody told us.” ― Bert Brown, 31",
        &["Anna Lopez", "Bert Brown"],
    );
    says("“The bridge sang,” began engineer Anna Lopez, “and then it was silent.”", &["Anna Lopez"]);
    says("Anna Lopez left on Monday.\n\nAnd from Bert Brown: “She was the best of us.”", &["Bert Brown"]);
}

#[test]
fn labels_and_colons_hand_on() {
    says(
        "Anna Lopez builds bridges. We met her on Monday.\n\nQ: Do bridges fall?\n\nA: Not mine, as far as I know.",
        &["Anna Lopez"],
    );
    says(
        "Anna Lopez met the senator, Bert Brown, on Monday.\n\nLopez: Did you read it?\n\nBrown: Nobody reads reports.",
        &["Anna Lopez", "Bert Brown"],
    );
    check(
        "In a letter to the council, Anna Lopez wrote:\n\nThe bridge was never tested.\n\nThe council met on Monday.",
        &["Anna Lopez ~ wrote ~ The bridge was never tested. ~ named indirect"],
    );
}

#[test]
fn a_quoted_transcript_names_who_speaks_in_capitals() {
    says(
        "The interview in part:\n\n\"WALLACE: Let us start with the bridge. Will it close?\n\n\"LOPEZ: It will not close. We \
         tested it.\n\n\"WALLACE: And the tunnel?\n\n\"LOPEZ: The tunnel is next, and it is older.\"",
        // Nothing else tells who Wallace is.
        &["-", "LOPEZ", "-", "LOPEZ"],
    );
}

#[test]
fn who_spoke_last_goes_on() {
    says(
        "The Transport Ministry said the bridge was closed. Side roads through the two towns are open all day. Only forty \
         trains run on Sunday, it said.",
        &["Transport Ministry", "Transport Ministry"],
    );
}

#[test]
fn who_says_it_stands_before_what_is_set_between_commas() {
    says(
        "“I never cross it,” said Anna Lopez, 24, from Leeds, who said that the bridge was old.",
        &["Anna Lopez", "Anna Lopez"],
    );
}

#[test]
fn a_headline_ends_with_who_says_so() {
    assert_eq!(speakers("Bridge to close, says ministry\n\nThe bridge is old.\n"), ["ministry"]);
    assert_eq!(speakers("Bridge to close in May, ministry says\n\nThe bridge is old.\n"), ["ministry"]);
}

#[test]
fn several_speak_together() {
    says("Anna Lopez and Bert Brown said that the bridge was closed.", &["Anna Lopez + Bert Brown"]);
    says(
        "Three engineers — Anna Lopez, Bert Brown and Carl Stone — said that the bridge was closed.",
        &["Anna Lopez + Bert Brown + Carl Stone"],
    );
    says(
        "Anna Lopez and Bert Brown left on Monday. “We built a bridge,” they said in a statement.",
        &["Anna Lopez + Bert Brown"],
    );
}

#[test]
fn who_is_introduced_by_another_speaks() {
    says("Anna Lopez is here. “The bridge is closed,” said her rival, Bert Brown.", &["Bert Brown"]);
    says("Anna Lopez is here. A Lopez aide, Bert Brown, said that the bridge was closed.", &["Bert Brown"]);
    // Who took a poll answers for it.
    says("A Northern Bank poll said that the bridge was closed.", &["Northern Bank"]);
    says("Anna Lopez is here. A Lopez aide said that the bridge was closed.", &["A Lopez aide"]);
}

#[test]
fn of_one_surname_who_was_named_last_here_is_meant() {
    says(
        "Senator Carl Boone left. His brother, Luke Boone, is here.\n\n“We argued,” said Luke Boone. Mr. Boone said that it was late.",
        &["Luke Boone", "Luke Boone"],
    );
}

#[test]
fn a_paper_is_who_wrote_it() {
    says(
        "Anna Lopez said in a statement that the bridge was closed. The statement said that it was old.",
        &["Anna Lopez", "Anna Lopez"],
    );
    says("Anna Lopez said that the bridge was closed. The statement said that it was old.", &["Anna Lopez", "-"]);
}

#[test]
fn what_is_no_statement_is_none() {
    for text in [
        "Anna Lopez declined to say who had closed the bridge.",
        "Neither Anna Lopez nor Bert Brown would say who had closed the bridge.",
        "The river has claimed six lives since May.",
        "Anna Lopez agreed to attend after weeks of hesitation.",
        "Anna Lopez may call an election before the summer.",
        "Anna Lopez reported to a prison in Ohio on Monday.",
        "Sheikh Said was born in Aden.",
    ] {
        check(text, &[]);
    }
    check("Anna Lopez refused to step down.", &["Anna Lopez ~ refused ~ to step down ~ named indirect"]);
    check(
        "Anna Lopez agreed to the plan on Monday.",
        &["Anna Lopez ~ agreed to ~ the plan on Monday ~ named indirect"],
    );
}

#[test]
fn what_is_said_ends_where_the_reporter_goes_on() {
    check(
        "Anna Lopez has insisted that the vote was rigged even though nobody has found a trace of fraud.",
        &["Anna Lopez ~ has insisted ~ that the vote was rigged ~ named indirect"],
    );
    check(
        "While many predict that Anna Lopez will quit after her term, her allies are raising money for her.",
        &["many ~ predict ~ that Anna Lopez will quit after her term ~ vague indirect"],
    );
    check(
        "The thieves, according to Anna Lopez, had cut through the roof.",
        &["Anna Lopez ~ according to ~ The thieves | had cut through the roof ~ named indirect"],
    );
}

#[test]
fn nobody_stands_behind_hearsay() {
    check(
        "Rebels have reportedly taken the bridge.",
        &[" ~ reportedly ~ Rebels have | taken the bridge ~ vague indirect"],
    );
    check("The bridge is believed to be mined.", &[" ~ is believed ~ The bridge | to be mined ~ vague indirect"]);
}

#[test]
fn a_quotation_goes_to_the_speaker_before_or_to_nobody() {
    check(
        "“The bridge is safe,” Anna Lopez said.\n\n“It is a very old bridge, after all.”\n\n“We like it very much.”",
        &[
            "Anna Lopez ~ said ~ “The bridge is safe,” | “It is a very old bridge, after all.” | “We like it very much.” ~ named direct",
        ],
    );
    check(
        "“The bridge is safe,” Anna Lopez said.\n\nIt was built in June.\n\n“It is a very old bridge, after all.”",
        &[
            "Anna Lopez ~ said ~ “The bridge is safe,” ~ named direct",
            " ~  ~ “It is a very old bridge, after all.” ~ none direct",
        ],
    );
    check(
        "Anna Lopez spoke at noon: “The bridge is safe.\n\n“It will open on Friday.”",
        &["Anna Lopez ~ spoke at noon: ~ “The bridge is safe. | “It will open on Friday.” ~ named direct"],
    );
}

#[test]
fn borrowed_text_is_a_voice_of_its_own() {
    check(
        "ABC News reports:\n\nThe mayor said the bridge was safe.\n\nIt opened on Friday.",
        &[
            "ABC News ~ reports ~ The mayor said the bridge was safe.\n\nIt opened on Friday. ~ outlet direct",
            "> The mayor ~ said ~ the bridge was safe ~ anonymous indirect",
        ],
    );
}

#[test]
fn a_source_holds_no_dateline_no_adjunct_and_no_cue() {
    check(
        "WASHINGTON — Anna Lopez, the mayor, said that the bridge was closed.",
        &["Anna Lopez, the mayor ~ said ~ that the bridge was closed ~ named indirect"],
    );
    check(
        "After the hearing, Ms. Lopez’s lawyer, Reid Brown, said his client was sorry.",
        &["Ms. Lopez’s lawyer, Reid Brown ~ said ~ his client was sorry ~ named indirect"],
    );
    check(
        "A year later, Ms. Lopez’s lawyer, knowing that the bridge was closed, moved to Ohio.",
        &["Ms. Lopez’s lawyer ~ knowing ~ that the bridge was closed, moved to Ohio ~ anonymous indirect"],
    );
    check(
        "Another man, not seen on camera, then tells Lopez, \"We're just here for a project.\"",
        &["Another man, not seen on camera ~ then tells ~ \"We're just here for a project.\" ~ anonymous direct"],
    );
    check(
        "The bridge was closed, according to the U.S. Attorney’s Office.",
        &["the U.S. Attorney’s Office ~ according to ~ The bridge was closed ~ office indirect"],
    );
}

#[test]
fn a_content_begins_with_its_words() {
    check(
        "Anna Lopez said Tuesday’s indictment proved that “nobody is above the law.”",
        &["Anna Lopez ~ said ~ Tuesday’s indictment proved that “nobody is above the law.” ~ named mixed"],
    );
    check(
        "“According to the indictment, the bridge was closed,” Anna Lopez said.",
        &["Anna Lopez ~ said ~ “According to the indictment, the bridge was closed,” ~ named direct"],
    );
}

#[test]
fn what_nobody_says_is_no_attribution() {
    for text in [
        "There is corruption when someone like Anna Lopez is in it for herself.",
        "The expenses charged by Lopez included a cruise.",
        "Anna Lopez pleaded guilty on Wednesday to one count of fraud.",
    ] {
        check(text, &[]);
    }
    check(
        "The man asked if Anna Lopez supported the agenda.",
        &["The man ~ asked ~ if Anna Lopez supported the agenda ~ anonymous indirect"],
    );
}

#[test]
fn no_text_is_too_odd() {
    let models = Models::embedded();
    let odd = [
        "",
        "“",
        "said",
        "said said said",
        "“”“",
        "according to",
        ", said",
        "ABC News reports:\n\nABC News reports:",
        "’s",
        "“a” said , “b",
        "who said",
        "\u{feff}reportedly",
        "He said “",
        "“He said",
        "is expected to",
        "with saying that",
    ];
    for text in
        odd.iter().map(|it| (*it).to_owned()).chain(["he said that ".repeat(3000), "“x,” he said. ".repeat(2000)])
    {
        analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() });
    }
}

#[test]
fn a_description_speaks_for_who_was_just_told_of() {
    says(
        "Anna Lopez waited with her son for Senator Carl Vance on Tuesday night.\n\nThe tea party candidate said that \
         small donors had won it.",
        &["Anna Lopez"],
    );
    // Of another party, or the office is another's: nobody, or the other.
    says(
        "Republican Senator Anna Lopez opened the meeting on Tuesday.\n\nThe Democratic candidate said that it was too long.",
        &["The Democratic candidate"],
    );
    says(
        "Northgate Corp. opened a new bakery in Aldmoor on Monday.\n\nThe retailer said that forty people would work there.",
        &["Northgate Corp."],
    );
    // Who is accused is not who accuses.
    says(
        "Daniel Ruiz, 48, took bribes for years.\n\nThe prosecutor said that the evidence was clear.",
        &["The prosecutor"],
    );
    says(
        "Bert Brown was heard by Judge Anna Lopez on Monday. Brown wept.\n\nThe judge said that the case would go on.",
        &["Anna Lopez"],
    );
    says(
        "Bert Brown was heard on Monday.\n\n“The case is rare,” New York-based Northgate Corp. said.",
        &["Northgate Corp."],
    );
    says(
        "A court in Aldmoor heard Northgate Corp. on Monday.\n\nThe court said that it would rule in May.",
        &["A court"],
    );
}

#[test]
fn somebodys_doctor_is_not_who_was_told_of() {
    says(
        "Anna Lopez was back on Monday. “I felt like a bird,” she said.\n\nHer doctor was less cheerful. “She should have \
         waited,” the doctor said.",
        &["Anna Lopez", "the doctor"],
    );
}

#[test]
fn the_two_are_who_spoke_together() {
    says(
        "Anna Lopez and Bert Brown said that the bridge was closed. The two said that nobody was hurt. Both men said so.",
        &["Anna Lopez + Bert Brown", "Anna Lopez + Bert Brown", "Anna Lopez + Bert Brown"],
    );
}

#[test]
fn who_is_told_of_in_a_quotation_did_not_speak_it() {
    says(
        "Majority Leader Carl Vance slammed Mayor Bert Brown for leaving.\n\n“This closure hurts thousands. The mayor should \
         open the bridge while the council talks, not while Brown keeps parts of it shut,” he said.",
        &["Carl Vance", "Carl Vance"],
    );
}

#[test]
fn a_quotation_between_two_of_one_speaker_is_hers() {
    let models = Models::embedded();
    let speakers = |between: &str, second: &str| {
        let text = format!(
            "A headline of the day\n\nAnn Lee said the bridge was closed.\n\n{between} had closed it in May.\n\n\
             “We have to walk for an hour to get to the market.”\n\n{second} said it was the fault of the council.\n"
        );
        let analysis = analyze(&models, &Article { text: Arc::from(text), meta: ArticleMeta::default() });
        let quoted =
            |it: &&Attribution| it.content.iter().any(|span| analysis.slice(*span).contains("walk for an hour"));
        let chain = analysis.attributions.iter().find(quoted).and_then(|it| it.chain);
        chain.and_then(|chain| analysis.chains.get(chain)).map(|chain| chain.name.clone())
    };
    assert_eq!(speakers("The city", "Lee").as_deref(), Some("Ann Lee"));
    assert_eq!(speakers("The city", "Carl Boone"), None);
    assert_eq!(speakers("Mayor Carl Boone", "Lee"), None);
}

#[test]
fn a_colon_hands_a_quoted_paragraph_on() {
    check(
        "Ann Lee then said:\n\n“The bridge was closed in May. We do not know why.”",
        &["Ann Lee ~ then said ~ “The bridge was closed in May. We do not know why.” ~ named direct"],
    );
}

#[test]
fn whose_the_role_before_a_name_is() {
    assert_ne!(speaker("A spokeswoman for party chief Josep Roca").as_deref(), Some("Josep Roca"));
    assert_ne!(speaker("The nephew of the author Ann Lee").as_deref(), Some("Ann Lee"));
    assert_eq!(speaker("The party chief Josep Roca").as_deref(), Some("Josep Roca"));
}
