//! Hover on a name, a description or a pronoun: who it is, what for, where else, what they say.

use crate::analysis::{
    ArticleAnalysis, Attribution, Chain, ChainId, Gender, MentionId, MentionKind, Provenance, RoleForm, RoleMention,
    SourceKind, Style,
};
use crate::corpus::{ArticleId, ChainRef, Place, Snapshot};
use crate::ide::citations::outgoing;
use crate::ide::elsewhere::{introduction, introductions};
use crate::ide::markup::{Inline, Line};
use crate::ide::referent::entity_of;
use crate::ide::shown::{
    article_link, join, line_link, lines as line_links, place_link, quoted, reported, text, window,
};
use crate::model::EntityType;
use crate::text::Span;

/// What hover says of whom a description means, where no word of the article tells.
const KNOWN: &str = "known to Copydesk, not said here";
/// Statements shown at most.
const MOST_STATEMENTS: usize = 3;
/// Other articles shown at most; the rest is counted.
const MOST_ARTICLES: usize = 6;
/// Cited sources shown at most.
const MOST_CITED: usize = 3;
/// Bytes of a statement that are shown.
const STATEMENT_WIDTH: u32 = 150;

/// The lines about what `mention` refers to.
pub(super) fn lines(snapshot: &Snapshot, article: ArticleId, mention: MentionId) -> Vec<Line> {
    let analysis = snapshot.analysis(article);
    let at = analysis.mentions[mention].chain;
    let Some(title) = title(snapshot, article, mention) else { return Vec::new() };
    let mut lines = vec![title];
    lines.extend(who(snapshot, article, at));
    lines.push(mentioned(snapshot, article, at));
    lines.extend(also_in(snapshot, article, at));
    lines.extend(block(snapshot, article, at));
    lines.extend(statements(snapshot, article, at));
    lines.extend(citing(snapshot, article, mention));
    lines
}

/// `Passes on words of High Negotiating Committee (000:12)`: whom a source cites in turn, in this article.
fn citing(snapshot: &Snapshot, article: ArticleId, mention: MentionId) -> Option<Line> {
    let found = outgoing(snapshot, entity_of(snapshot, article, mention)?);
    let here = found.into_iter().filter(|call| call.article == article).take(MOST_CITED);
    let cited: Vec<Line> = here
        .filter_map(|call| {
            let place = Place { article, span: *call.places.first()? };
            Some(vec![text(call.other.name), text(" ("), place_link(snapshot, place), text(")")])
        })
        .collect();
    (!cited.is_empty()).then(|| [vec![text("Passes on words of ")], join(cited, ", ")].concat())
}

/// `**Vladimir Putin** · person`: what is said first of what `mention` refers to.
pub(super) fn title(snapshot: &Snapshot, article: ArticleId, mention: MentionId) -> Option<Line> {
    let analysis = snapshot.analysis(article);
    let chain = analysis.chains.get(analysis.mentions[mention].chain)?;
    Some(first_line(snapshot, article, mention, chain))
}

fn first_line(snapshot: &Snapshot, article: ArticleId, mention: MentionId, chain: &Chain) -> Line {
    let analysis = snapshot.analysis(article);
    let asked = &analysis.mentions[mention];
    let mut line = vec![Inline::Strong(name(snapshot, article, asked.chain, chain))];
    line.push(text(format!(" · {}", standing(analysis, asked.chain, chain))));
    if asked.kind != MentionKind::Named && chain.named {
        line.extend([text(", here “"), Inline::Slice(analysis.slice(asked.span).to_string()), text("”")]);
        let known = |role: &RoleMention| role.span == asked.span && role.provenance == Provenance::Knowledge;
        line.extend(chain.roles.iter().any(known).then(|| text(format!("; {KNOWN}"))));
    }
    line
}

/// The name in the corpus where this article's is shorter, else the article's.
fn name(snapshot: &Snapshot, article: ArticleId, at: ChainId, chain: &Chain) -> String {
    let entity = snapshot.article(article).entities.get(at).map(|&entity| snapshot.entity(entity));
    let called = |of: &ChainRef| {
        let judged = &snapshot.analysis(of.article).judged;
        judged.called.get(&of.chain).is_some_and(|called| called.name.is_some())
    };
    match entity {
        Some(entity) if entity.chains.iter().any(called) => entity.name.to_owned(),
        Some(entity) if chain.entity_type == EntityType::Person && chain.named && !chain.name.contains(' ') => {
            entity.name.to_owned()
        }
        _ => chain.name.clone(),
    }
}

/// What it is; for somebody without a name who speaks, that the source is not identified.
fn standing(analysis: &ArticleAnalysis, at: ChainId, chain: &Chain) -> &'static str {
    if chain.named {
        return chain.entity_type.name();
    }
    let said = analysis.attributions.iter().find(|attribution| attribution.chain == Some(at));
    match said.and_then(|said| said.kind) {
        Some(SourceKind::Anonymous) if chain.plural => "sources not identified: unnamed here",
        Some(SourceKind::Anonymous) => "source not identified: unnamed here",
        Some(SourceKind::Group) => "group, no one named here",
        Some(SourceKind::Vague) => "no one in particular, not named here",
        _ => "not named here",
    }
}

/// What the article says somebody is: the description beside the name, or else the words that introduce it, with a
/// role that does not stand among them.
fn who(snapshot: &Snapshot, article: ArticleId, at: ChainId) -> Vec<Line> {
    let analysis = snapshot.analysis(article);
    let roles = roles(snapshot, article, at);
    let described = analysis.chains[at].roles.iter().any(|role| role.how != RoleForm::Title);
    if described && analysis.chains[at].named {
        return roles.into_iter().collect();
    }
    let introduced = introduction(analysis, at).map(|mention| analysis.mentions[mention].titled);
    let known = |role: &RoleMention| introduced.is_some_and(|introduced| introduced.overlaps(role.span));
    let repeated = analysis.chains[at].roles.iter().any(known);
    let roles = roles.filter(|_| !repeated);
    roles.into_iter().chain(introduced.map(|span| introduction_line(snapshot, Place { article, span }))).collect()
}

/// At most two roles of the chain here, or failing that one from another article.
fn roles(snapshot: &Snapshot, article: ArticleId, at: ChainId) -> Option<Line> {
    let here = role_places(snapshot, article, at).into_iter().take(2);
    let items: Vec<Line> = here
        .map(|(place, told)| {
            let known = if told.provenance == Provenance::Knowledge { format!("; {KNOWN})") } else { ")".to_owned() };
            role(snapshot, article, &told, " (", place_link(snapshot, place), &known)
        })
        .collect();
    if !items.is_empty() {
        return Some(join(items, "; "));
    }
    let entity = snapshot.article(article).entities.get(at)?;
    let others = snapshot.entity(*entity).chains.iter().filter(|other| other.article != article);
    let mut roles = others.flat_map(|other| role_places(snapshot, other.article, other.chain).into_iter().take(1));
    let (place, told) = roles.find(|(_, told)| told.provenance != Provenance::Knowledge)?;
    Some(role(snapshot, place.article, &told, ", in ", article_link(snapshot, place), ""))
}

fn role(snapshot: &Snapshot, article: ArticleId, told: &RoleMention, before: &str, link: Inline, after: &str) -> Line {
    let words = snapshot.analysis(article).role_of_one(told).into_owned();
    vec![Inline::Slice(words), text(before), link, text(after)]
}

/// The roles of a chain, each once: a description beside the name says most.
fn role_places(snapshot: &Snapshot, article: ArticleId, at: ChainId) -> Vec<(Place, RoleMention)> {
    let analysis = snapshot.analysis(article);
    let mut roles = analysis.chains.get(at).map(|chain| chain.roles.clone()).unwrap_or_default();
    roles.sort_by_key(|role| match role.how {
        RoleForm::Appositive => 0,
        RoleForm::Title => 1,
        RoleForm::Description => 2,
    });
    let mut seen: Vec<String> = Vec::new();
    roles.retain(|role| {
        let words = analysis.slice(role.span).to_lowercase();
        let words = words.strip_prefix("the ").unwrap_or(&words);
        let known = seen.iter().any(|known| known.contains(words));
        seen.push(words.to_string());
        !known
    });
    roles.into_iter().map(|role| (Place { article, span: role.span }, role)).collect()
}

/// The words that introduce somebody: `Introduced 000:16: “…”`.
fn introduction_line(snapshot: &Snapshot, place: Place) -> Line {
    let mut line = vec![text("Introduced "), place_link(snapshot, place), text(": ")];
    line.extend(window(snapshot.analysis(place.article), place.span, 120));
    line
}

/// `Named 3 times here: 16, 18, 24`.
fn mentioned(snapshot: &Snapshot, article: ArticleId, at: ChainId) -> Line {
    let analysis = snapshot.analysis(article);
    let chain = &analysis.chains[at];
    let named = |&&mention: &&MentionId| !chain.named || analysis.mentions[mention].kind == MentionKind::Named;
    let spans: Vec<Span> = chain.mentions.iter().filter(named).map(|&at| analysis.mentions[at].span).collect();
    let verb = if chain.named { "Named" } else { "Mentioned" };
    let times = match spans.len() {
        1 => "once".to_string(),
        2 => "twice".to_string(),
        count => format!("{count} times"),
    };
    let mut line = vec![text(format!("{verb} {times} here: "))];
    line.extend(line_links(snapshot, article, &spans, 8));
    line
}

/// For an outlet whose text stands in this article: which lines.
fn block(snapshot: &Snapshot, article: ArticleId, at: ChainId) -> Option<Line> {
    let analysis = snapshot.analysis(article);
    let block = analysis.blocks.iter().find(|block| block.chain == Some(at))?;
    let last = analysis.slice(block.span).trim_end().len().saturating_sub(1);
    let end = crate::text::floor_boundary(&analysis.text, block.span.start + Span::of(0..last).end);
    let first = line_link(snapshot, Place { article, span: block.span });
    let last = line_link(snapshot, Place { article, span: Span::new(end, block.span.end) });
    Some(vec![text("Lines "), first, text(" to "), last, text(" are taken as its text; no mark shows where it ends")])
}

/// The other articles, each with what they call it.
fn also_in(snapshot: &Snapshot, article: ArticleId, at: ChainId) -> Option<Line> {
    let others = match snapshot.article(article).entities.get(at) {
        Some(&entity) => introductions(snapshot, entity, article),
        None => Vec::new(),
    };
    let named = snapshot.analysis(article).chains[at].named;
    if others.is_empty() {
        let alone = named && snapshot.articles.len() > 1;
        return alone.then(|| vec![text("In no other article of this workspace")]);
    }
    let rest = others.len().saturating_sub(MOST_ARTICLES);
    let items = others.into_iter().take(MOST_ARTICLES).map(|(place, _)| {
        let words = Inline::Slice(snapshot.slice(place).to_string());
        vec![article_link(snapshot, place), text(" “"), words, text("”")]
    });
    let mut line = vec![text("Also in ")];
    line.extend(join(items.collect(), "; "));
    if rest > 0 {
        line.push(text(format!(" and {rest} more")));
    }
    Some(line)
}

/// What the chain says here, words in quotation marks before reported ones, in the order of the text.
fn statements(snapshot: &Snapshot, article: ArticleId, at: ChainId) -> Vec<Line> {
    let analysis = snapshot.analysis(article);
    let mut said = Vec::<&Attribution>::new();
    for attribution in analysis.attributions.iter().filter(|attribution| attribution.chain == Some(at)) {
        // "He hoped that …" inside "the Kremlin said that he had told … that he hoped that …" is one statement.
        let told = |earlier: &&Attribution| overlap(earlier, attribution);
        if !attribution.content.is_empty() && !said.iter().rev().take(20).any(told) {
            said.push(attribution);
        }
    }
    if said.is_empty() {
        return Vec::new();
    }
    let count = said.len();
    said.sort_by_key(|attribution| (attribution.style == Style::Indirect, is_fragment(analysis, attribution)));
    said.truncate(MOST_STATEMENTS);
    if said.len() > 1 {
        said.retain(|attribution| attribution.style != Style::Indirect || !is_fragment(analysis, attribution));
    }
    said.sort_by_key(|attribution| attribution.content.first().map(|span| span.start));
    let mut lines = vec![vec![text(heading(&analysis.chains[at], count, said.len()))]];
    lines.extend(said.into_iter().map(|attribution| statement(snapshot, article, attribution)));
    lines
}

fn overlap(a: &Attribution, b: &Attribution) -> bool {
    a.content.iter().any(|span| b.content.iter().any(|other| span.overlaps(*other)))
}

/// True for a statement of which only a few words stand in the content ("blamed rebels").
fn is_fragment(analysis: &ArticleAnalysis, attribution: &Attribution) -> bool {
    let words = |span: &Span| analysis.slice(*span).split_whitespace().count();
    attribution.content.iter().map(words).sum::<usize>() < 5
}

fn heading(chain: &Chain, count: usize, shown: usize) -> String {
    let verb = match (chain.entity_type, chain.gender) {
        _ if chain.plural => "They say",
        (EntityType::Person, Gender::Female) => "She says",
        (EntityType::Person, Gender::Male) => "He says",
        (EntityType::Person, Gender::Unknown) => "Says",
        _ => "It says",
    };
    if shown == count { format!("{verb} here:") } else { format!("{verb} here, {shown} of {count}:") }
}

/// `16 “It’s an opportunity …”`, or reported words with what of them is quoted.
fn statement(snapshot: &Snapshot, article: ArticleId, attribution: &Attribution) -> Line {
    let analysis = snapshot.analysis(article);
    let span = attribution.content[0];
    let mut line = vec![line_link(snapshot, Place { article, span }), text(" ")];
    line.extend(words(analysis, attribution, span, STATEMENT_WIDTH));
    if attribution.kind == Some(SourceKind::Vague) {
        line.push(text(" (no one in particular)"));
    }
    line
}

/// The words of a statement in the manner in which the article gives them: as a quotation, or as reported speech
/// with a note.
pub(super) fn words(analysis: &ArticleAnalysis, attribution: &Attribution, span: Span, width: u32) -> Line {
    if attribution.style == Style::Direct {
        return quoted(analysis, without_that(analysis, span), width);
    }
    let mut line = reported(analysis, with_cue(analysis, attribution, span), width);
    line.push(text(if attribution.style == Style::Mixed { " (quoted in part)" } else { " (reported)" }));
    line
}

/// A content clause without the "that" that joins it to its cue.
fn without_that(analysis: &ArticleAnalysis, span: Span) -> Span {
    let words = analysis.slice(span);
    let rest = words.strip_prefix("that ").unwrap_or(words).trim_start();
    Span::new(span.end - Span::of(0..rest.len()).end, span.end)
}

/// Reported words with the cue before them, without which "denied it" would read as its contrary. A bare "said" adds
/// nothing.
pub(super) fn with_cue(analysis: &ArticleAnalysis, attribution: &Attribution, span: Span) -> Span {
    let near = |cue: &&Span| cue.end <= span.start && span.start - cue.end <= 40;
    let cue = attribution.cue.iter().rfind(near).copied();
    match cue.filter(|cue| !matches!(analysis.slice(*cue), "said" | "says" | "say")) {
        Some(cue) => cue.join(span),
        None => without_that(analysis, span),
    }
}
