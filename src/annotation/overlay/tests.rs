use super::*;
use crate::analysis::{Article, ArticleMeta, analyze};
use crate::annotation::meaning::{Meaning, Relation};
use crate::annotation::placed::Text;
use crate::annotation::{Annotation, Target};
use crate::model::Models;
use crate::text::{CodePoints, Span};

const TEXT: &str = "Bridge to close\n\nMayor Ana Reed met Governor Sam Holt on Monday. “The bridge is closed,” Reed said. \
                    Holt said that he would pay. A call followed on Tuesday, and Bloomberg Tower was lit.\n";

struct Desk {
    text: &'static str,
    machine: Arc<ArticleAnalysis>,
    annotations: Vec<Arc<Annotation>>,
}

impl Desk {
    fn new() -> Self {
        Self::of(TEXT)
    }

    fn of(text: &'static str) -> Self {
        let article = Article { text: Arc::from(text), meta: ArticleMeta::default() };
        Self { text, machine: Arc::new(analyze(&Models::rules_only(), &article)), annotations: Vec::new() }
    }

    /// Somebody says something of some words, a second after whoever spoke before.
    fn says(mut self, who: &str, words: &[&str], kind: Kind, say: impl FnOnce(&mut Meaning)) -> Self {
        let points = CodePoints::new(self.text);
        let target = |words: &&str| {
            let at = self.text.find(*words).unwrap();
            Target::new("a.txt", self.text, &points, Span::of(at..at + words.len()))
        };
        let mut meaning = Meaning::new(kind);
        say(&mut meaning);
        let n = self.annotations.len();
        let now = jiff::Timestamp::from_second(i64::try_from(n).unwrap()).unwrap();
        let targets = words.iter().map(target).collect();
        self.annotations.push(Arc::new(Annotation::new(&format!("urn:{n}"), now, who, targets, meaning)));
        self
    }

    fn seen_by(&self, whose: Option<&str>) -> Arc<ArticleAnalysis> {
        let text = Text { text: self.text, lines: &self.machine.lines, id: "", old: &|_| None };
        let placed = Placed::all(text, &self.annotations, &|_| true);
        let class = |_: &str| "call";
        let claims = |_: &ArticleAnalysis, _: &[Span]| Vec::new();
        let standing = |placed: Vec<Placed>| Standing::new(self.text.into(), placed);
        let once = overlay(&self.machine, &standing(placed.clone()), Eyes { whose, class: &class, claims: &claims });
        let mut reversed = placed;
        reversed.reverse();
        let other = overlay(&once, &standing(reversed), Eyes { whose, class: &class, claims: &claims });
        assert_eq!(shown(&once), shown(&other), "in whatever order, and as often as one likes");
        once
    }
}

/// The chains, each as its name, type and mentions.
fn shown(analysis: &ArticleAnalysis) -> Vec<String> {
    let chain = |chain: &crate::analysis::Chain| {
        let words: Vec<&str> = chain.mentions.iter().map(|id| analysis.slice(analysis.mentions[*id].span)).collect();
        format!("{} ({}): {}", chain.name, chain.entity_type.name(), words.join(", "))
    };
    for (id, mention) in analysis.mentions.iter_enumerated() {
        assert!(analysis.chains[mention.chain].mentions.contains(&id));
    }
    analysis.chains.iter().map(chain).collect()
}

fn has(analysis: &ArticleAnalysis, line: &str) -> bool {
    shown(analysis).iter().any(|chain| chain == line)
}

#[test]
fn without_annotations_nothing_changes() {
    let desk = Desk::new();
    assert!(Arc::ptr_eq(&desk.seen_by(None), &desk.machine));
}

#[test]
fn mentions_are_added_rejected_and_typed() {
    let desk = Desk::new()
        .says("A", &["Bloomberg Tower"], Kind::Mention, |it| {
            it.verdict = Some(Verdict::Added);
            it.r#type = Some("place".into());
        })
        .says("A", &["Sam Holt"], Kind::Mention, |it| it.verdict = Some(Verdict::Rejected));
    let seen = desk.seen_by(None);
    assert!(has(&seen, "Bloomberg Tower (place): Bloomberg Tower"), "{:?}", shown(&seen));
    assert!(!seen.mentions.iter().any(|mention| seen.slice(mention.span) == "Sam Holt"));
    let judged = seen.judged.mentions.iter().map(|(id, by)| (seen.slice(seen.mentions[*id].span), &*by.who));
    assert_eq!(judged.collect::<Vec<_>>(), [("Bloomberg Tower", "A")]);
}

#[test]
fn chains_are_parted_and_joined() {
    let apart = |it: &mut Meaning| it.relation = Some(Relation::NotSameEntity);
    let together = |it: &mut Meaning| it.relation = Some(Relation::SameEntity);
    let desk = Desk::new().says("A", &["Ana Reed", "Reed said"], Kind::Relation, apart);
    let seen = desk.seen_by(None);
    let of = |words: &str| {
        let at = u32::try_from(TEXT.find(words).unwrap()).unwrap();
        seen.mentions.iter().find(|it| it.span.contains(at)).unwrap().chain
    };
    assert_ne!(of("Ana Reed"), of("Reed said"), "{:?}", shown(&seen));
    let desk = desk.says("A", &["Ana Reed", "Reed said"], Kind::Relation, together);
    assert_eq!(shown(&desk.seen_by(None)), shown(&Desk::new().machine), "the latest counts");
    let desk = Desk::new().says("A", &["Ana Reed", "Sam Holt"], Kind::Relation, together);
    let seen = desk.seen_by(None);
    let chain = seen.chains.iter().find(|chain| chain.name == "Ana Reed").unwrap();
    assert!(chain.mentions.iter().any(|id| seen.slice(seen.mentions[*id].span) == "Sam Holt"));
}

#[test]
fn ones_own_judgement_counts_for_oneself() {
    let typed = |kind: &'static str| {
        move |it: &mut Meaning| {
            it.verdict = Some(Verdict::Accepted);
            it.r#type = Some(kind.into());
        }
    };
    let desk = Desk::new().says("A", &["Ana Reed"], Kind::Mention, typed("person")).says(
        "B",
        &["Ana Reed"],
        Kind::Mention,
        typed("place"),
    );
    let kind = |whose| {
        let seen = desk.seen_by(whose);
        let (id, by) = seen.judged.mentions.iter().next().unwrap();
        (seen.mentions[*id].entity_type.name(), by.against.as_deref().map(str::to_owned))
    };
    assert_eq!(kind(None), ("place", Some("A".to_owned())));
    assert_eq!(kind(Some("A")), ("person", Some("B".to_owned())));
}

#[test]
fn speakers_are_given_and_what_nobody_said_is_taken_away() {
    let all = |it: &mut Meaning| {
        it.content = Some(vec![0]);
        it.verdict = Some(Verdict::Accepted);
    };
    let quote = "“The bridge is closed,”";
    let desk = Desk::new().says("A", &[quote, "Sam Holt"], Kind::Attribution, |it| {
        all(it);
        it.speaker = Some(vec![1]);
    });
    let speaker = |seen: &ArticleAnalysis| {
        let said = seen.attributions.iter().find(|it| it.content.iter().any(|span| seen.slice(*span) == quote));
        said.map(|said| said.chain.map(|chain| seen.chains[chain].name.clone()))
    };
    assert_eq!(speaker(&desk.machine), Some(Some("Ana Reed".to_owned())));
    assert_eq!(speaker(&desk.seen_by(None)), Some(Some("Sam Holt".to_owned())));
    let desk = desk.says("A", &[quote], Kind::Attribution, |it| {
        all(it);
        it.verdict = Some(Verdict::Rejected);
    });
    assert_eq!(speaker(&desk.seen_by(None)), None);
}

#[test]
fn events_are_added() {
    let before = Desk::new().machine.event_mentions.len();
    let seen = Desk::new().says("A", &["was lit"], Kind::Event, |it| it.verdict = Some(Verdict::Added)).seen_by(None);
    assert_eq!(seen.event_mentions.len(), before + 1);
    let (id, _) = seen.judged.events.iter().next().unwrap();
    let event = &seen.event_mentions[*id];
    assert_eq!((seen.slice(event.span), event.class), ("was lit", "call"));
    assert!(seen.events[event.event].mentions.contains(id));
}

#[test]
fn who_and_what_is_called_how() {
    let desk = Desk::new()
        .says("A", &["Reed said"], Kind::Entity, |it| {
            it.name = Some("Ana M. Reed".into());
            it.links = vec!["https://example.org/reed".into()];
        })
        .says("B", &["Ana Reed"], Kind::Entity, |it| it.links = vec!["urn:x".into()])
        .says("A", &["A call"], Kind::Event, |it| it.name = Some("Bridge call".into()));
    let seen = desk.seen_by(None);
    let reed = seen.chains.iter_enumerated().find(|(_, chain)| chain.name == "Ana M. Reed").unwrap().0;
    assert!(seen.chains[reed].mentions.len() > 1, "{:?}", shown(&seen));
    let called = &seen.judged.called[&reed];
    assert_eq!(called.name.as_deref(), Some("Ana M. Reed"));
    assert_eq!(called.links.iter().map(|link| &**link).collect::<Vec<_>>(), ["https://example.org/reed", "urn:x"]);
    let (event, titled) = seen.judged.titled.iter().next().unwrap();
    assert_eq!(titled.name.as_deref(), Some("Bridge call"));
    assert!(seen.events[*event].mentions.iter().any(|id| seen.slice(seen.event_mentions[*id].span).contains("call")));
    // Who speaks is found by that name as well.
    let desk = desk.says("A", &["Holt said that he would pay", "he would pay"], Kind::Attribution, |it| {
        (it.content, it.entity, it.verdict) = (Some(vec![1]), Some("ana-m-reed".into()), Some(Verdict::Accepted));
    });
    let seen = desk.seen_by(None);
    let said =
        seen.attributions.iter().find(|it| it.content.iter().any(|span| seen.slice(*span).ends_with("would pay")));
    assert_eq!(said.and_then(|it| it.chain).map(|chain| &*seen.chains[chain].name), Some("Ana M. Reed"));
}

const BORROWED: &str = "Bridge to close\n\nThe mayor slept on Monday.\n\nABC News reports:\n\nThe governor left the town.\n\n\
                        The bridge stood open.\n\nCritics were at their lowest point in years.\n";

#[test]
fn the_text_of_another_outlet_ends_where_somebody_says() {
    let desk = |end: &[&str]| {
        let mut desk = Desk::of(BORROWED);
        for words in end {
            desk = desk.says("A", &[words], Kind::BlockEnd, |_| ());
        }
        desk
    };
    let block = |seen: &ArticleAnalysis| {
        let block = &seen.blocks[0];
        assert!(seen.attributions.iter().any(|it| it.content == [block.span]), "the outlet says the block");
        seen.slice(block.span).to_owned()
    };
    assert!(block(&desk(&[]).machine).ends_with("lowest point in years."));
    assert!(block(&desk(&["left the town."]).seen_by(None)).ends_with("The governor left the town."));
    // The latest counts, and may stand further behind.
    assert!(block(&desk(&["left the town.", "stood open."]).seen_by(None)).ends_with("The bridge stood open."));
}

#[test]
fn a_part_is_not_the_whole() {
    let together = |it: &mut Meaning| it.relation = Some(Relation::SameEvent);
    let desk = Desk::new().says("A", &["was lit"], Kind::Event, |it| it.verdict = Some(Verdict::Added)).says(
        "A",
        &["A call", "was lit"],
        Kind::Relation,
        together,
    );
    let events = |seen: &ArticleAnalysis| seen.events.len();
    let joined = events(&desk.seen_by(None));
    let desk = desk.says("B", &["A call", "was lit"], Kind::Relation, |it| it.relation = Some(Relation::PartOf));
    assert_eq!(events(&desk.seen_by(None)), joined + 1);
}
