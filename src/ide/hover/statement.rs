//! Hover on a quotation, its cue or its source: who says it, what kind of source that is, and how other articles
//! give the same statement.

use super::entity::{with_cue, words};
use super::told::VERSION_WIDTH;
use crate::analysis::{ArticleAnalysis, Attribution, AttributionId, Provenance, RoleForm, SourceKind};
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::ide::difference::{Difference, of_version};
use crate::ide::elsewhere::OtherVersion;
use crate::ide::markup::{Inline, Line};
use crate::ide::shown::{join, place_link, source_name, text};
use crate::ide::statement::Statement;
use crate::ide::told::{How, Told};
use crate::text::Span;

/// The lines about a statement, `told` elsewhere; `also`: what stands in it.
pub(super) fn lines(
    snapshot: &Snapshot,
    article: ArticleId,
    Statement { attribution: at, span: asked, .. }: Statement,
    told: &[Told],
    also: Vec<Line>,
) -> Vec<Line> {
    let analysis = snapshot.analysis(article);
    let attribution = &analysis.attributions[at];
    let mut lines = brief(snapshot, article, at);
    let span = if attribution.content.contains(&asked) { Some(asked) } else { attribution.content.first().copied() };
    if let Some(span) = span {
        let version = told.iter().find_map(|told| match &told.how {
            How::Version(other) => Some(other),
            How::Event(_) | How::Aligned(_) | How::Differs(_) => None,
        });
        lines.extend(version.and_then(|other| difference(snapshot, (analysis, attribution), span, other)));
        let place = Place { article, span };
        let words = words(analysis, attribution, span, VERSION_WIDTH);
        lines.push([vec![place_link(snapshot, place), text(" ")], words].concat());
    }
    lines.extend(super::told::lines(snapshot, article, told));
    if span.is_some() && told.is_empty() && snapshot.articles.len() > 1 {
        lines.push(vec![text("No other article of this workspace is known to carry it")]);
    }
    lines.extend(also);
    lines
}

/// Who says it, and within whose statement.
pub(super) fn brief(snapshot: &Snapshot, article: ArticleId, at: AttributionId) -> Vec<Line> {
    let attribution = &snapshot.analysis(article).attributions[at];
    let mut lines = vec![first_line(snapshot, article, attribution)];
    lines.extend(attribution.parent.and_then(|parent| second_hand(snapshot, article, parent)));
    lines
}

/// `Said by **Josh Earnest** · named source · the White House press secretary`.
fn first_line(snapshot: &Snapshot, article: ArticleId, attribution: &Attribution) -> Line {
    let analysis = snapshot.analysis(article);
    let mut line = Line::new();
    match attribution.source.first() {
        Some(&source) => {
            line.extend([text("Said by "), Inline::Strong(source_name(analysis, attribution, source)), text(" · ")]);
            line.push(text(kind_name(attribution.kind)));
            line.extend(role(analysis, attribution));
            line.extend([text(" ("), place_link(snapshot, Place { article, span: source }), text(")")]);
        }
        None if attribution.hearsay || attribution.kind == Some(SourceKind::Vague) => {
            line.push(Inline::Strong("Hearsay".into()));
            let cue = attribution.cue.first().map(|&cue| analysis.slice(cue).to_string());
            line.extend(cue.map(|cue| vec![text(": “"), Inline::Slice(cue), text("”")]).into_iter().flatten());
            line.push(text(", no source given"));
        }
        None => line.push(Inline::Strong("No source found here".into())),
    }
    line.extend(carried_by(snapshot, article, attribution));
    line
}

fn kind_name(kind: Option<SourceKind>) -> &'static str {
    match kind {
        Some(SourceKind::Named) => "named source",
        Some(SourceKind::Office) => "office",
        Some(SourceKind::Anonymous) => "unnamed, source not identified",
        Some(SourceKind::Outlet) => "outlet",
        Some(SourceKind::Group) => "group, no one named",
        Some(SourceKind::Vague) => "no one in particular",
        None => "source",
    }
}

fn role(analysis: &ArticleAnalysis, attribution: &Attribution) -> Option<Inline> {
    let chain = analysis.chains.get(attribution.chain?).filter(|chain| chain.named)?;
    let mut told = chain.roles.iter().filter(|role| role.provenance != Provenance::Knowledge);
    let role = told.clone().find(|role| role.how == RoleForm::Appositive).or(told.next())?;
    Some(text(format!(", {}", analysis.role_of_one(role))))
}

/// ` · as carried by ABC News (001:10)`.
fn carried_by(snapshot: &Snapshot, article: ArticleId, attribution: &Attribution) -> Line {
    let analysis = snapshot.analysis(article);
    let block = attribution.content.first().and_then(|content| analysis.block_at(content.start));
    let Some(block) = block else { return Line::new() };
    let link = place_link(snapshot, Place { article, span: block.introducer });
    vec![text(format!(" · as carried by {} (", block.outlet)), link, text(")")]
}

/// `Within a statement of …`; an outlet that carries the words is named in the first line.
fn second_hand(snapshot: &Snapshot, article: ArticleId, parent: AttributionId) -> Option<Line> {
    let analysis = snapshot.analysis(article);
    let parent = analysis.attributions.get(parent).filter(|parent| parent.kind != Some(SourceKind::Outlet))?;
    let source = *parent.source.first()?;
    let name = source_name(analysis, parent, source);
    let link = place_link(snapshot, Place { article, span: source });
    Some(vec![text(format!("Within a statement of {name} (")), link, text(")")])
}

/// How the other version differs: in its words between quotation marks when both have some, else in all its words. Where
/// these are too unlike, with the cues that are shown before them: "reiterated" may be read as one.
fn difference(
    snapshot: &Snapshot,
    (here, attribution): (&ArticleAnalysis, &Attribution),
    span: Span,
    other: &OtherVersion,
) -> Option<Line> {
    let (difference, quoted) = match of_version(snapshot, here, span, other) {
        (Difference::Unlike, _) => {
            let there = snapshot.analysis(other.place.article);
            let theirs = with_cue(there, there.attributions.get(other.attribution)?, other.place.span);
            let place = Place { span: theirs, ..other.place };
            of_version(snapshot, here, with_cue(here, attribution, span), &OtherVersion { place, ..*other })
        }
        found => found,
    };
    match difference {
        Difference::Words(places) => {
            let other = &snapshot.article(other.place.article).label.short;
            let place = |(ours, theirs)| {
                let (ours, theirs) = (Inline::Slice(ours), Inline::Slice(theirs));
                vec![text("“"), ours, text("” here, “"), theirs, text(format!("” in {other}"))]
            };
            Some([vec![text("Differs: ")], join(places.into_iter().map(place).collect(), "; ")].concat())
        }
        Difference::None if quoted => Some(vec![text("The quoted words agree")]),
        Difference::Shorter if quoted => Some(vec![text("The quoted words agree; more of them is quoted there")]),
        Difference::Longer if quoted => Some(vec![text("The quoted words agree; more of them is quoted here")]),
        _ => None,
    }
}
