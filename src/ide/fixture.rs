//! Marked articles for the tests of this room: what the analysis and the linking would find is written into the
//! text, so that a feature is tested by itself.
//!
//! `//- 000.txt published=2016-04-18 coverage=a headline=yes` begins an article, whose first paragraph is its
//! headline and whose other paragraphs are its body; marks are `{kind arguments|text}` and may lie in
//! one another:
//! - `p`, `o`, `l` a named person, organization, place; `n` a description, `pro` a pronoun; the argument is the
//!   entity (`{p reed|Ana Reed}`), the same entity in all articles; `t` puts a title before the name inside it;
//! - `role` an appositive of an entity;
//! - `src`, `cue`, `say` the parts of an attribution, the argument its name; one name in two articles is one
//!   statement;
//! - `e` an event mention: its name with its class before the `-`, those who take part, `@` its day; `h` its head;
//! - `d`, `w`, `m` a time expression: a day, a week by its Monday, a month by its first day;
//! - `block` another outlet's text, `by` the words that introduce it; the outlet is the first entity;
//! - `z` a paragraph of another zone, by the zone's name.
//!
//! `$0` is the cursor.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::FilePosition;
use crate::analysis::facts::Facts;
use crate::analysis::{
    ArticleAnalysis, ArticleEvent, ArticleEventId, ArticleMeta, ArticleRole, Attribution, AttributionId, Chain,
    ChainId, EventMention, Gender, Mention, MentionKind, Outlet, OutletBlock, Provenance, Published, Realis, RoleForm,
    RoleMention, SourceKind, Style, TimeExpression, TimeValue,
};
use crate::corpus::{
    ArticleId, ArticleNode, ChainRef, Coverage, CoverageId, EntityId, EventId, EventRef, Snapshot, StatementLink,
    StatementRef,
};
use crate::knowledge::Knowledge;
use crate::lexicon::Language;
use crate::model::EntityType;
use crate::text::{IndexArc, IndexVec, LineIndex, Span};
use crate::token::{Structure, Zone, ZoneKind};

/// The snapshot of a fixture, with its cursor.
pub(super) fn fixture(source: &str) -> (Snapshot, FilePosition) {
    let lexicon = Language::english();
    let mut builder = Builder::default();
    let mut cursor = None;
    let articles: Vec<Marked> = source.split("//- ").skip(1).map(Marked::parse).collect();
    for (at, article) in articles.iter().enumerate() {
        let id = ArticleId(u32::try_from(at).unwrap());
        cursor = cursor.or(article.cursor.map(|offset| FilePosition { article: id, offset }));
        builder.add(id, article, &lexicon);
    }
    (builder.finish(), cursor.expect("a $0 in the fixture"))
}

/// A mark with its arguments and where it lies.
#[derive(Clone, Debug)]
struct Mark {
    kind: String,
    arguments: Vec<String>,
    span: Span,
}

#[derive(Debug, Default)]
struct Marked {
    key: String,
    settings: BTreeMap<String, String>,
    text: String,
    marks: Vec<Mark>,
    cursor: Option<u32>,
}

impl Marked {
    fn parse(source: &str) -> Self {
        let (header, body) = source.split_once('\n').unwrap();
        let mut words = header.split(' ');
        let mut article = Self { key: words.next().unwrap().to_string(), ..Self::default() };
        let settings = words.filter_map(|word| word.split_once('='));
        article.settings = settings.map(|(key, value)| (key.into(), value.replace('_', " "))).collect();
        article.marks_of(body.trim_end());
        article
    }

    fn marks_of(&mut self, mut rest: &str) {
        let mut open: Vec<(Vec<String>, u32)> = Vec::new();
        while let Some(ch) = rest.chars().next() {
            let here = u32::try_from(self.text.len()).unwrap();
            if let Some(after) = rest.strip_prefix("$0") {
                self.cursor = Some(here);
                rest = after;
            } else if let Some((head, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('|')) {
                open.push((head.split(' ').map(str::to_string).collect(), here));
                rest = after;
            } else if let ('}', Some((mut head, start))) = (ch, open.last().cloned()) {
                open.pop();
                self.marks.push(Mark { kind: head.remove(0), arguments: head, span: Span::new(start, here) });
                rest = &rest[1..];
            } else {
                self.text.push(ch);
                rest = &rest[ch.len_utf8()..];
            }
        }
        self.marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    }

    fn of<'a>(&'a self, kinds: &'a [&'a str]) -> impl Iterator<Item = &'a Mark> {
        self.marks.iter().filter(|mark| kinds.contains(&mark.kind.as_str()))
    }
}

/// Positions of names in the order in which they were first seen.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn find(&mut self, name: &str) -> usize {
        self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_string());
            self.0.len() - 1
        })
    }
}

#[derive(Default)]
struct Builder {
    articles: Vec<ArticleNode>,
    titles: Vec<IndexArc<ArticleEventId, Arc<str>>>,
    entities: Names,
    chains: Vec<Vec<ChainRef>>,
    events: Names,
    mentions: Vec<Vec<EventRef>>,
    coverages: Names,
    covers: Vec<Coverage>,
    statements: BTreeMap<String, StatementRef>,
    links: Vec<StatementLink>,
}

impl Builder {
    fn add(&mut self, id: ArticleId, article: &Marked, lexicon: &Language) {
        let mut analysis = analysis(article, lexicon);
        let chains = chains(&mut analysis, article);
        attributions(&mut analysis, article, &chains);
        let events = events(&mut analysis, article, &chains);
        analysis.facts = crate::analysis::decide::facts(lexicon, &Knowledge::load(), &analysis);
        self.statements(id, &analysis, article);
        let here = chains.iter_enumerated().map(|(chain, name)| (ChainRef { article: id, chain }, name));
        let entities = here.map(|(chain, name)| self.entity(chain, name)).collect();
        let titles = analysis.events.indices().map(|at| title(&analysis, at).into()).collect();
        let here = events.iter_enumerated().map(|(event, name)| (EventRef { article: id, event }, name));
        let events = here.map(|(event, name)| self.event(event, name)).collect();
        let coverage = self.coverage(id, article.settings.get("coverage").unwrap_or(&article.key));
        self.titles.push(titles);
        let mut node = ArticleNode::unlinked(&article.key, analysis, self.articles.len());
        (node.entities, node.events, node.coverage) = (entities, events, coverage);
        self.articles.push(node);
    }

    fn finish(mut self) -> Snapshot {
        self.links.sort_by_key(|link| (link.a, link.b));
        Snapshot::given(self.articles, &self.chains, &self.mentions, self.titles, self.covers, &self.links)
    }

    fn entity(&mut self, chain: ChainRef, name: &str) -> EntityId {
        let entity = self.entities.find(name);
        self.chains.resize(self.entities.0.len(), Vec::new());
        self.chains[entity].push(chain);
        EntityId(u64::try_from(entity).unwrap())
    }

    fn event(&mut self, at: EventRef, name: &str) -> EventId {
        let event = self.events.find(name);
        self.mentions.resize(self.events.0.len(), Vec::new());
        self.mentions[event].push(at);
        EventId(u64::try_from(event).unwrap())
    }

    fn coverage(&mut self, id: ArticleId, name: &str) -> CoverageId {
        let coverage = self.coverages.find(name);
        if coverage == self.covers.len() {
            self.covers.push(Coverage { title: name.into(), date: None, articles: Vec::new() });
        }
        self.covers[coverage].articles.push(id);
        CoverageId(u32::try_from(coverage).unwrap())
    }

    fn statements(&mut self, id: ArticleId, analysis: &ArticleAnalysis, article: &Marked) {
        let mut names = Names::default();
        for mark in article.of(&["src", "cue", "say"]) {
            let at = AttributionId::from(names.find(&mark.arguments[0]));
            let here = StatementRef { article: id, attribution: at };
            let verbatim = analysis.attributions[at].style != Style::Indirect;
            match self.statements.get(&mark.arguments[0]).copied() {
                Some(a) if a.article != id => {
                    let link = StatementLink { a, b: here, score: 1.0, verbatim };
                    if !self.links.contains(&link) {
                        self.links.push(link);
                    }
                }
                Some(_) => {}
                None => drop(self.statements.insert(mark.arguments[0].clone(), here)),
            }
        }
    }
}

/// "Call of Ana Reed and Bo Lind".
fn title(analysis: &ArticleAnalysis, at: ArticleEventId) -> String {
    let event = &analysis.events[at];
    let people: Vec<&str> = event.participants.iter().map(|&chain| analysis.chains[chain].name.as_str()).collect();
    let title = format!("{} of {}", event.class, people.join(" and "));
    title[..1].to_uppercase() + &title[1..]
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Tokens and sentences as they are read; the zones as the fixture has them.
fn structure(article: &Marked, lexicon: &Language) -> Structure {
    let mut structure = crate::token::segment(&article.text, lexicon);
    let headline = article.settings.contains_key("headline");
    for (at, paragraph) in structure.paragraphs.iter_mut().enumerate() {
        paragraph.zone = if at == 0 && headline { ZoneKind::Headline } else { ZoneKind::Body };
    }
    for mark in article.of(&["z"]) {
        let kinds = [ZoneKind::Boilerplate, ZoneKind::Related, ZoneKind::Subheading, ZoneKind::Caption];
        let kind = kinds.into_iter().find(|kind| kind.name() == mark.arguments[0]).expect("a zone of a paragraph");
        let paragraph = structure.paragraphs.iter_mut().find(|paragraph| paragraph.span == mark.span);
        paragraph.expect("a whole paragraph").zone = kind;
    }
    structure.zones =
        structure.paragraphs.iter().map(|paragraph| Zone { kind: paragraph.zone, span: paragraph.span }).collect();
    structure
}

/// The text with zones, dates, blocks and times.
fn analysis(article: &Marked, lexicon: &Language) -> ArticleAnalysis {
    let published = article.settings.get("published").map(|day| Published {
        date: date(day),
        place: None,
        provenance: Provenance::Settings,
    });
    let outlet = article.settings.get("outlet");
    let outlet = outlet.map(|name| Outlet { name: name.clone(), place: None, provenance: Provenance::Settings });
    let introducer = article.of(&["by"]).next().map(|mark| mark.span);
    let block = |mark: &Mark| OutletBlock {
        introducer: introducer.unwrap_or_default(),
        span: mark.span,
        chain: Some(ChainId::default()),
        outlet: mark.arguments.join(" "),
        provenance: Provenance::Human,
    };
    let time = |mark: &Mark| TimeExpression {
        span: mark.span,
        value: match mark.kind.as_str() {
            "d" => TimeValue::Day(date(&mark.arguments[0])),
            "w" => TimeValue::Week(date(&mark.arguments[0])),
            _ => TimeValue::Month(date(&mark.arguments[0])),
        },
        relative: true,
    };
    ArticleAnalysis {
        text: article.text.as_str().into(),
        lines: LineIndex::new(&article.text),
        meta: ArticleMeta { role: ArticleRole::Clipping, ..ArticleMeta::default() },
        language: Language::english(),
        structure: structure(article, lexicon),
        published,
        outlet,
        times: article.of(&["d", "w", "m"]).map(time).collect(),
        mentions: IndexVec::new(),
        chains: IndexVec::new(),
        attributions: IndexVec::new(),
        blocks: article.of(&["block"]).map(block).collect(),
        event_mentions: IndexVec::new(),
        events: IndexVec::new(),
        claims: Vec::new(),
        attributed: IndexVec::new(),
        judged: Default::default(),
        machine: None,
        facts: Facts::default(),
    }
}

/// Fills in mentions and chains; gives the chains' entities.
fn chains(analysis: &mut ArticleAnalysis, article: &Marked) -> IndexVec<ChainId, String> {
    let mut names = Names::default();
    for mark in article.of(&["p", "o", "l", "n", "pro"]) {
        let at = ChainId::from(names.find(&mark.arguments[0]));
        let kind = match mark.kind.as_str() {
            "n" => MentionKind::Nominal,
            "pro" => MentionKind::Pronoun,
            _ => MentionKind::Named,
        };
        let entity_type = match mark.kind.as_str() {
            "o" => EntityType::Organization,
            "l" => EntityType::Place,
            _ => EntityType::Person,
        };
        let titled = article.of(&["t"]).map(|mark| mark.span).find(|titled| titled.covers(mark.span));
        let mention = Mention {
            span: mark.span,
            titled: titled.unwrap_or(mark.span),
            kind,
            entity_type,
            chain: at,
            probability: 1.0,
            provenance: Provenance::Human,
            link: Provenance::Human,
        };
        if at == analysis.chains.next_index() {
            analysis.chains.push(Chain {
                name: analysis.slice(mark.span).to_string(),
                entity_type,
                mentions: Vec::new(),
                roles: Vec::new(),
                gender: Gender::Unknown,
                plural: false,
                named: false,
                affiliation: None,
            });
        }
        let name = analysis.slice(mark.span).to_string();
        let chain = &mut analysis.chains[at];
        chain.mentions.push(analysis.mentions.next_index());
        if kind == MentionKind::Named {
            chain.name = if chain.named && chain.name.len() >= name.len() { chain.name.clone() } else { name };
            chain.named = true;
        }
        analysis.mentions.push(mention);
    }
    for mark in article.of(&["role"]) {
        let at = ChainId::from(names.find(&mark.arguments[0]));
        analysis.chains[at].roles.push(RoleMention {
            span: mark.span,
            how: RoleForm::Appositive,
            provenance: Provenance::Rule("appositive"),
        });
    }
    names.0.into()
}

fn attributions(analysis: &mut ArticleAnalysis, article: &Marked, chains: &IndexVec<ChainId, String>) {
    let mut names = Names::default();
    for mark in article.of(&["src", "cue", "say"]) {
        let at = AttributionId::from(names.find(&mark.arguments[0]));
        if at == analysis.attributions.next_index() {
            analysis.attributions.push(Attribution {
                source: Vec::new(),
                cue: Vec::new(),
                content: Vec::new(),
                chain: None,
                joint: Vec::new(),
                kind: None,
                style: Style::Indirect,
                parent: None,
                hearsay: false,
                probability: 1.0,
                provenance: Provenance::Human,
            });
        }
        let words = analysis.slice(mark.span);
        let style = match (words.starts_with('“') && words.ends_with('”'), words.contains('“')) {
            (true, _) => Style::Direct,
            (false, true) => Style::Mixed,
            (false, false) => Style::Indirect,
        };
        let attribution = &mut analysis.attributions[at];
        match mark.kind.as_str() {
            "cue" => attribution.cue.push(mark.span),
            "say" => {
                attribution.content.push(mark.span);
                attribution.style = style;
            }
            _ => {
                attribution.source.push(mark.span);
                let mention = analysis.mentions.iter().find(|mention| mark.span.covers(mention.span));
                attribution.chain = mention.map(|mention| mention.chain);
                let named = mention.map(|mention| analysis.chains[mention.chain].named);
                attribution.kind = Some(if named == Some(true) { SourceKind::Named } else { SourceKind::Anonymous });
            }
        }
    }
    debug_assert!(chains.len() == analysis.chains.len());
    // What is said within what another says.
    let found = analysis.attributions.clone();
    for (at, inner) in found.indices().zip(&mut analysis.attributions) {
        let around = |outer: &(AttributionId, &Attribution)| {
            outer.0 < at && inner.cue.iter().any(|cue| outer.1.content.iter().any(|span| span.covers(*cue)))
        };
        inner.parent = found.iter_enumerated().rfind(around).map(|(outer, _)| outer);
    }
}

/// Fills in events; gives their names.
fn events(
    analysis: &mut ArticleAnalysis,
    article: &Marked,
    chains: &IndexVec<ChainId, String>,
) -> IndexVec<ArticleEventId, String> {
    let mut names = Names::default();
    let head = |span: Span| article.of(&["h"]).map(|mark| mark.span).find(|head| span.covers(*head)).unwrap_or(span);
    for mark in article.of(&["e"]) {
        let name = &mark.arguments[0];
        let at = ArticleEventId::from(names.find(name));
        let class = ["call", "meeting", "vote", "attack"].into_iter().find(|class| name.starts_with(class)).unwrap();
        let day = mark.arguments.iter().find_map(|word| word.strip_prefix('@')).map(date);
        let people = chains.iter_enumerated().filter(|(_, chain)| mark.arguments[1..].contains(chain));
        let participants: Vec<ChainId> = people.map(|(at, _)| at).collect();
        let is_its = |time: &TimeExpression| day.is_some_and(|day| time.value == TimeValue::Day(day));
        let time = analysis.times.iter_enumerated().find(|(_, time)| is_its(time)).map(|(time, _)| time);
        if at == analysis.events.next_index() {
            analysis.events.push(ArticleEvent {
                mentions: Vec::new(),
                class,
                participants: participants.clone(),
                days: day.map(|day| (day, day)),
                places: Vec::new(),
                main: at == ArticleEventId::default(),
            });
        }
        analysis.events[at].mentions.push(analysis.event_mentions.next_index());
        analysis.event_mentions.push(EventMention {
            span: mark.span,
            head: head(mark.span),
            class,
            participants,
            time,
            place: None,
            realis: Realis::Actual,
            event: at,
            provenance: Provenance::Human,
        });
    }
    names.0.into()
}
