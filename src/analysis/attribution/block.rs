//! Borrowed text: "ABC News reports:" and what follows, a voice of its own.

use crate::analysis::{ArticleAnalysis, Attribution, OutletBlock, SourceKind, Style};
use crate::lexicon::attribution::class;
use crate::model::Models;
use crate::text::Span;
use crate::token::{Paragraph, ZoneKind};

/// A paragraph that is nothing but "X reports:" hands what follows, up to the boilerplate, to X.
pub(super) fn blocks(models: &Models, analysis: &ArticleAnalysis) -> Vec<OutletBlock> {
    let paragraphs = &analysis.structure.paragraphs;
    let mut found: Vec<OutletBlock> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let Some(source) = introducer(models, analysis, paragraph) else { continue };
        let body =
            |next: &&Paragraph| !matches!(next.zone, ZoneKind::Boilerplate | ZoneKind::Related | ZoneKind::Byline);
        let following: Vec<&Paragraph> = paragraphs.iter().skip(at + 1).take_while(body).collect();
        let Some((first, last)) = following.first().zip(following.last()) else { continue };
        if let Some(before) = found.last_mut().filter(|before| before.span.end > paragraph.span.start) {
            before.span.end = paragraphs.get(at - 1).map_or(before.span.end, |previous| previous.span.end);
        }
        found.push(OutletBlock {
            introducer: paragraph.span,
            span: first.span.join(last.span),
            chain: None,
            outlet: analysis.slice(source).to_owned(),
        });
    }
    found.retain(|block| !block.span.is_empty());
    found
}

/// The outlet's name in a paragraph of a few words that ends with a cue and a colon.
fn introducer(models: &Models, analysis: &ArticleAnalysis, paragraph: &Paragraph) -> Option<Span> {
    let text = analysis.slice(paragraph.span);
    let head = text.strip_suffix(':')?;
    let words: Vec<&str> = head.split_whitespace().take(9).collect();
    if words.len() > 8
        || text.contains(['“', '"'])
        || matches!(paragraph.zone, ZoneKind::Boilerplate | ZoneKind::Caption)
    {
        return None;
    }
    let verb = words.iter().position(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "reports" | "reported" | "writes" | "wrote" | "notes" | "explains" | "adds"
        )
    })?;
    let name = words.get(..verb).filter(|name| !name.is_empty())?;
    let outlet =
        name.iter().any(|word| models.lexicon.attribution.classes(&word.to_lowercase()) & class::OUTLET_NOUN != 0)
            || name.iter().any(|word| word.len() > 2 && word.chars().all(char::is_uppercase))
            || text.to_lowercase().contains("report");
    let capital = name.iter().any(|word| word.starts_with(char::is_uppercase));
    let end = head.find(words.get(verb)?)?;
    let name = head.get(..end)?.trim_end();
    let from = paragraph.span.start;
    (outlet && capital).then(|| Span::new(from, from + Span::of(0..name.len()).end))
}

/// The attribution that a block is.
pub(super) fn attribution(analysis: &ArticleAnalysis, block: &OutletBlock) -> Attribution {
    let start = block.introducer.start;
    let source = Span::new(start, start + Span::of(0..block.outlet.len()).end);
    let cue = analysis.slice(Span::new(source.end, block.introducer.end));
    let lead = Span::of(0..cue.len() - cue.trim_start().len()).end;
    let word = cue.split_whitespace().next().map_or(0, |word| word.trim_end_matches(':').len());
    let cue = Span::new(source.end + lead, source.end + lead + Span::of(0..word).end);
    Attribution {
        source: vec![source],
        cue: vec![cue],
        content: vec![block.span],
        chain: None,
        kind: Some(SourceKind::Outlet),
        style: Style::Direct,
        parent: None,
        hearsay: false,
        probability: 0.95,
    }
}

/// Gives each block the chain of its attribution.
pub(super) fn link_chains(analysis: &mut ArticleAnalysis) {
    for at in 0..analysis.blocks.len() {
        let span = analysis.blocks[at].span;
        let same = |it: &&Attribution| it.content.first() == Some(&span);
        let chain = analysis.attributions.iter().find(same).and_then(|it| it.chain);
        analysis.blocks[at].chain = chain;
    }
}
