//! What an editor's requests answer: definition, references, hover, inlay hints, diagnostics, and who cites whom.

use super::case::{Case, Miss, Score, Subject};
use super::gold::{FilePlace, Query};
use super::links::place;
use crate::corpus::ArticleId;
use crate::ide::markup::{Inline, Line, Markup};
use crate::ide::{self, FilePosition, Navigation};
use crate::rules::Severity;
use crate::text::{Encoding, Position, Span};

/// The line of a hover that names what its event is not begins so.
const NOT_THE_SAME: &str = "Not the same event:";

/// Scores every query.
pub fn score(case: &Case<'_>) -> Vec<Score> {
    let kinds = [
        "definition",
        "references",
        "hover",
        "inlay hints",
        "diagnostics",
        "traps: definition",
        "traps: implementation and references",
        "who cites whom (call hierarchy)",
    ];
    let mut scores = kinds.map(Score::new);
    for subject in case.articles() {
        for query in &subject.gold.queries {
            let asked = Asked::new(&subject, query);
            let (at, answer) = match query.request.as_str() {
                "definition" => (0, asked.definition()),
                "references" => (1, asked.references()),
                "hover" => (2, asked.hover()),
                "inlayHint" => (3, asked.inlay_hint()),
                "diagnostic" => (4, asked.diagnostic()),
                "callHierarchy" => (7, asked.citing()),
                _ => continue,
            };
            scores[at].count(answer.is_ok(), || asked.miss(answer.clone().err().unwrap_or_default()));
            if query.must_not.files.is_empty() && query.must_not.quotes.is_empty() {
                continue;
            }
            for (at, answer) in [(5, asked.definition_trap()), (6, asked.other_traps())] {
                scores[at].count(answer.is_ok(), || asked.miss(answer.clone().err().unwrap_or_default()));
            }
        }
    }
    let mut scores = scores.to_vec();
    let mut all = Score::new("definition, references, hover and inlay hints together");
    for score in &scores[..4] {
        all.held += score.held;
        all.total += score.total;
    }
    scores.insert(4, all);
    scores
}

struct Asked<'a> {
    subject: &'a Subject<'a>,
    query: &'a Query,
    span: Span,
    position: FilePosition,
}

impl<'a> Asked<'a> {
    fn new(subject: &'a Subject<'a>, query: &'a Query) -> Self {
        let analysis = subject.case.snapshot.analysis(subject.id);
        let position = Position { line: query.position.line, character: query.position.character };
        let offset = analysis.lines.offset(&analysis.text, position, Encoding::Utf16);
        let position = FilePosition { article: subject.id, offset };
        Self { subject, query, span: subject.span(query.place), position }
    }

    fn miss(&self, why: String) -> Miss {
        let miss = self.subject.miss(self.span, why);
        Miss { place: format!("{} {}", self.query.id, miss.place), ..miss }
    }

    fn places(&self, navigation: Option<&Navigation>) -> Vec<(ArticleId, Span)> {
        let targets = navigation.into_iter().flat_map(|navigation| &navigation.targets);
        targets.map(|target| (target.focus.article, target.focus.span)).collect()
    }

    fn hits(&self, found: &[(ArticleId, Span)], wanted: &FilePlace) -> bool {
        let wanted = place(self.subject.case, wanted);
        wanted.is_some_and(|(id, span)| found.iter().any(|(article, focus)| *article == id && focus.overlaps(span)))
    }

    fn name(&self, id: ArticleId) -> String {
        let node = self.subject.case.snapshot.article(id);
        self.subject
            .case
            .gold
            .articles
            .get(&*node.key)
            .map_or_else(String::new, |gold| gold.short(&node.key).to_owned())
    }

    fn list(&self, found: &[(ArticleId, Span)]) -> String {
        if found.is_empty() {
            return "no answer".to_owned();
        }
        let show = |(id, span): &(ArticleId, Span)| {
            let line = self.subject.case.snapshot.analysis(*id).lines.line_of(span.start) + 1;
            format!("{}:{line}", self.name(*id))
        };
        found.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    /// One target that overlaps an expected one; nothing where that is right too; never a forbidden place.
    fn definition(&self) -> Result<(), String> {
        let answer = ide::goto_definition::goto_definition(self.subject.case.snapshot, self.position);
        let found = self.places(answer.as_ref());
        self.forbidden("definition", &found)?;
        let hit = self.query.expect.targets.iter().any(|target| self.hits(&found, target));
        let inside = found.iter().all(|(article, _)| *article == self.subject.id);
        if hit || (self.query.expect.empty_ok && inside) { Ok(()) } else { Err(self.list(&found)) }
    }

    fn forbidden(&self, request: &str, found: &[(ArticleId, Span)]) -> Result<(), String> {
        let keys = &self.query.must_not.files;
        let key = |id: ArticleId| self.subject.case.snapshot.article(id).key.to_string();
        let bad = found.iter().find(|(article, _)| keys.contains(&key(*article)));
        if let Some(bad) = bad {
            return Err(format!("{request} leads into {}, which is forbidden", self.list(&[*bad])));
        }
        // A jump to a sentence that holds what is right is right, whatever else stands there.
        let right = self.query.expect.targets.iter().any(|target| self.hits(found, target));
        match self.query.must_not.quotes.iter().find(|quote| !right && self.hits(found, quote)) {
            Some(bad) => {
                let place: Vec<_> = place(self.subject.case, bad).into_iter().collect();
                Err(format!("{request} leads to {}, which is forbidden", self.list(&place)))
            }
            None => Ok(()),
        }
    }

    /// Definition does not lead where it must not.
    fn definition_trap(&self) -> Result<(), String> {
        let answer = ide::goto_definition::goto_definition(self.subject.case.snapshot, self.position);
        self.forbidden("definition", &self.places(answer.as_ref()))
    }

    /// Nor does anything else that leads elsewhere from there.
    fn other_traps(&self) -> Result<(), String> {
        let snapshot = self.subject.case.snapshot;
        let implementation = ide::goto_implementation::goto_implementation(snapshot, self.position);
        self.forbidden("implementation", &self.places(implementation.as_ref()))?;
        let references = ide::references::references(snapshot, self.position);
        self.forbidden("references", &self.places(references.as_ref()))
    }

    fn references(&self) -> Result<(), String> {
        let answer = ide::references::references(self.subject.case.snapshot, self.position);
        let found = self.places(answer.as_ref());
        self.forbidden("references", &found)?;
        if self.query.must_not.exclude.iter().any(|place| self.hits(&found, place)) {
            return Err("a mention of something else is among them".to_owned());
        }
        let missing: Vec<_> = self.query.expect.include.iter().filter(|place| !self.hits(&found, place)).collect();
        let of = self.query.expect.include.len();
        let places: Vec<(ArticleId, Span)> =
            missing.iter().filter_map(|missing| place(self.subject.case, missing)).collect();
        match missing.len() {
            0 => Ok(()),
            count => Err(format!("{count} of {of} mentions are missing: {}", self.list(&places))),
        }
    }

    fn hover(&self) -> Result<(), String> {
        let Some(hover) = ide::hover::hover(self.subject.case.snapshot, self.position) else {
            return Err("no hover".to_owned());
        };
        // What it is declared not to be is no statement about it.
        let is_denial = |line: &Line| plain(line).trim_start().starts_with(NOT_THE_SAME);
        let lines: Vec<Line> = hover.markup.lines.into_iter().filter(|line| !is_denial(line)).collect();
        let text = lines.iter().map(plain).collect::<Vec<_>>().join("\n").to_lowercase();
        let has = |words: &String| text.contains(&words.to_lowercase());
        let (expect, must_not) = (&self.query.expect, &self.query.must_not);
        if let Some(fact) = expect.facts.iter().find(|fact| !fact.iter().any(has)) {
            return Err(format!("does not say “{}”", fact.join("” or “")));
        }
        if let Some(bad) = must_not.facts.iter().chain(&must_not.not_said).find(|words| has(words)) {
            return Err(format!("must not say “{bad}”"));
        }
        let first = text.lines().next().unwrap_or_default();
        if let Some(bad) = must_not.resolves_to.iter().find(|name| first.contains(&name.to_lowercase())) {
            return Err(format!("is not “{bad}”"));
        }
        let named = |key: &String| {
            let id = self.subject.case.snapshot.find(key);
            id.is_some_and(|id| id == self.subject.id || links_to(&lines, id))
        };
        if let Some(missing) = expect.articles.iter().find(|key| !named(key)) {
            return Err(format!("does not name {missing}"));
        }
        match must_not.articles.iter().find(|key| **key != self.subject.name && named(key)) {
            Some(bad) => Err(format!("must not name {bad}")),
            None => Ok(()),
        }
    }

    fn inlay_hint(&self) -> Result<(), String> {
        let all = Span::new(0, u32::MAX);
        let hints = ide::inlay_hints::inlay_hints(self.subject.case.snapshot, self.subject.id, all);
        let here: Vec<String> = hints
            .into_iter()
            .filter(|hint| self.span.start < hint.offset && hint.offset <= self.span.end + 1)
            .map(|hint| hint.label)
            .collect();
        let has = |words: &String| here.iter().any(|label| label.contains(words.as_str()));
        let expected = self.query.expect.any_of.is_empty() || self.query.expect.any_of.iter().any(has);
        if expected && !self.query.must_not.contains.iter().any(has) {
            return Ok(());
        }
        Err(if here.is_empty() { "no hint".to_owned() } else { format!("hint says {}", here.join(", ")) })
    }

    /// Every expected source is cited, every expected article relies on the source; nobody else's name and no other
    /// article. Names are one when they share a word that is no everyday one: the gold writes "High Negotiations
    /// Committee representative" where the article has "a representative for …".
    fn citing(&self) -> Result<(), String> {
        let snapshot = self.subject.case.snapshot;
        let names = |calls: &[ide::call_hierarchy::Call]| -> Vec<String> {
            calls.iter().map(|call| call.other.name.to_lowercase()).collect()
        };
        let outgoing = ide::call_hierarchy::outgoing(snapshot, self.position);
        let incoming = ide::call_hierarchy::incoming(snapshot, self.position);
        let cited = names(&outgoing);
        let meets = |wanted: &String, name: &String| {
            let wanted = wanted.to_lowercase();
            name.contains(&wanted)
                || wanted.split(' ').filter(|word| name.contains(*word)).count() * 2 > wanted.split(' ').count()
        };
        let (expect, must_not) = (&self.query.expect, &self.query.must_not);
        if let Some(missing) = expect.outgoing.iter().find(|wanted| !cited.iter().any(|name| meets(wanted, name))) {
            return Err(format!("“{missing}” is not among whom it cites: {}", cited.join(", ")));
        }
        if let Some(bad) =
            must_not.contains.iter().find(|bad| cited.iter().any(|name| name.contains(&bad.to_lowercase())))
        {
            return Err(format!("cites “{bad}”"));
        }
        let relies = |key: &String| {
            let id = snapshot.find(key);
            incoming.iter().any(|call| Some(call.article) == id)
        };
        if let Some(missing) = expect.incoming_articles.iter().find(|key| !relies(key)) {
            return Err(format!("{missing} does not rely on it"));
        }
        match must_not.articles.iter().find(|key| relies(key)) {
            Some(bad) => Err(format!("{bad} relies on it")),
            None => Ok(()),
        }
    }

    fn diagnostic(&self) -> Result<(), String> {
        let findings = &self.subject.case.findings[self.subject.id.0 as usize];
        let here: Vec<_> = findings.iter().filter(|finding| finding.span.overlaps(self.span)).collect();
        let labelled = |code: &str, labels: &[String]| {
            let code = self.subject.case.gold.codes.get(code);
            code.is_some_and(|code| code.labels.iter().any(|label| labels.contains(label)))
        };
        let held = if self.query.expect.present {
            here.iter().any(|finding| labelled(finding.code, &self.query.expect.labels))
        } else {
            !here.iter().any(|finding| finding.severity > Severity::Hint)
        };
        let forbidden = here.iter().any(|finding| labelled(finding.code, &self.query.must_not.labels));
        let codes = here.iter().map(|finding| finding.code).collect::<Vec<_>>().join(", ");
        let codes = if codes.is_empty() { "nothing flagged".to_owned() } else { format!("flagged as {codes}") };
        if held && !forbidden { Ok(()) } else { Err(codes) }
    }
}

fn plain(line: &Line) -> String {
    Markup { lines: vec![line.clone()] }.plain()
}

fn links_to(lines: &[Line], id: ArticleId) -> bool {
    lines.iter().flatten().any(|inline| match inline {
        Inline::Link { place, .. } => place.article == id,
        Inline::Article { article, .. } => *article == id,
        _ => false,
    })
}
