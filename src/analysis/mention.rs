//! Named mentions with their titles, from the reader's tags, made consistent over the whole article.

use super::{ArticleAnalysis, ChainId, Mention, MentionId, MentionKind, RoleMention};
use crate::lexicon::names::NameLexicon;
use crate::model::names::name_part;
use crate::model::{EntityType, Models, ParagraphTags, ParagraphView, spans};
use crate::text::{IndexVec, Span};
use crate::token::{Structure, Token, TokenKind, ZoneKind};

mod evidence;
mod role;

use evidence::Evidence;

/// Below this probability a name of no known kind is dropped.
const DOUBTFUL: f32 = 0.3;

/// A mention before its chain is known, with the roles that stand beside it.
#[derive(Clone, Debug)]
pub struct RawMention {
    /// The mention; its `chain` means nothing yet.
    pub mention: Mention,
    /// Title and appositive.
    pub roles: Vec<RoleMention>,
}

/// Prose has four bytes a token and more.
const BYTES_A_TOKEN: usize = 4;

/// So many tokens are read by the network whatever they are.
const FEW: usize = 4096;

/// Reads every paragraph: one [`ParagraphTags`] a paragraph. The network reads no more tokens than prose as long as the
/// article has; what comes behind them, in a text that is little but marks and digits, is read by rule.
pub fn read(models: &Models, analysis: &ArticleAnalysis) -> Vec<ParagraphTags> {
    let structure = &analysis.structure;
    let view = |paragraph| ParagraphView::of(&analysis.text, structure, paragraph);
    let paragraphs: Vec<_> = structure.paragraphs.iter().map(view).collect();
    let budget = FEW.max(analysis.text.len() / BYTES_A_TOKEN);
    let mut tokens = 0;
    let mut within = |paragraph: &ParagraphView<'_>| {
        tokens += paragraph.tokens.len();
        tokens <= budget
    };
    let (prose, rest) = paragraphs.split_at(paragraphs.iter().take_while(|paragraph| within(paragraph)).count());
    let mut tags = models.read_all(prose);
    tags.extend(rest.iter().map(|paragraph| {
        let said = if models.network.is_some() { paragraph.sentences.len() } else { 0 };
        ParagraphTags { said: vec![0.0; said], ..models.rules(*paragraph) }
    }));
    tags
}

/// A name before the article as a whole has spoken: tokens of the article, type, probability.
#[derive(Clone, Debug)]
struct Candidate {
    tokens: std::ops::Range<usize>,
    span: Span,
    entity_type: EntityType,
    probability: f32,
    /// True in a heading, where a capital is no evidence.
    heading: bool,
}

/// The named mentions of an article, in the order of the text.
pub fn mentions(
    models: &Models,
    analysis: &ArticleAnalysis,
    tags: &[ParagraphTags],
) -> IndexVec<MentionId, RawMention> {
    let lexicon = &models.lexicon.names;
    let mut candidates = candidates(lexicon, analysis, tags);
    let evidence = Evidence::collect(lexicon, analysis, &candidates);
    for candidate in &mut candidates {
        evidence.judge(analysis.slice(candidate.span), candidate);
    }
    candidates.extend(evidence.recover(lexicon, analysis, &candidates));
    candidates.retain(|candidate| candidate.entity_type != EntityType::Other || candidate.probability >= DOUBTFUL);
    candidates.sort_by_key(|candidate| (candidate.span.start, candidate.span.end));
    candidates.dedup_by(|next, kept| kept.span.overlaps(next.span));
    let reader = role::RoleReader::new(lexicon, analysis, &candidates);
    candidates.iter().map(|candidate| raw(&reader, candidate)).collect()
}

fn raw(reader: &role::RoleReader<'_>, candidate: &Candidate) -> RawMention {
    let (titled, roles) = reader.read(candidate);
    let mention = Mention {
        span: candidate.span,
        titled,
        kind: MentionKind::Named,
        entity_type: candidate.entity_type,
        chain: ChainId::default(),
        probability: candidate.probability,
    };
    RawMention { mention, roles }
}

fn candidates(lexicon: &NameLexicon, analysis: &ArticleAnalysis, tags: &[ParagraphTags]) -> Vec<Candidate> {
    let structure = &analysis.structure;
    let mut found = Vec::new();
    for (paragraph, tags) in structure.paragraphs.iter().zip(tags) {
        let first = paragraph.first_token as usize;
        let heading = is_heading(paragraph.zone);
        for (range, label, probability) in spans(&tags.names) {
            let tokens = first + range.start..first + range.end;
            // The page around the article is full of capitals that name nothing.
            if paragraph.zone == ZoneKind::Boilerplate && probability < 0.9 {
                continue;
            }
            let (Some(entity_type), Some(span)) = (label, name_span(lexicon, analysis, tokens.clone())) else {
                continue;
            };
            found.push(Candidate { tokens, span, entity_type, probability, heading });
        }
    }
    found
}

/// True where capitals are no evidence.
fn is_heading(zone: ZoneKind) -> bool {
    matches!(zone, ZoneKind::Headline | ZoneKind::Kicker | ZoneKind::Subheading | ZoneKind::Related)
}

/// The bytes of a name: its tokens, cut to the part of a hyphenated word that is a name ("Qaeda" of "Qaeda-linked").
fn name_span(lexicon: &NameLexicon, analysis: &ArticleAnalysis, tokens: std::ops::Range<usize>) -> Option<Span> {
    let tokens = analysis.structure.tokens.get(tokens)?;
    let (first, last) = (tokens.first()?, tokens.last()?);
    let part = |token: &Token| {
        let part = match token.kind {
            TokenKind::Word => name_part(lexicon, analysis.slice(token.span)),
            _ => 0..token.span.len() as usize,
        };
        let base = token.span.start as usize;
        Span::of(base + part.start..base + part.end)
    };
    Some(Span::new(part(first).start, part(last).end))
}

/// The words of a name.
fn name_words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split_whitespace().map(|word| word.trim_matches(['[', ']', '(', ')', ',', '"', '“', '”']))
}

/// The word of a token.
fn token_word<'a>(structure: &Structure, text: &'a str, at: usize) -> &'a str {
    structure.tokens.get(at).map_or("", |token| token.span.of_text(text))
}
