//! An article as the analysis gets it, and all that is known of it in the end.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use super::facts::Facts;
use super::judged::Judgements;
use super::types::{
    ArticleEvent, ArticleEventId, Attribution, AttributionId, Chains, Claim, EventMention, EventMentionId, Mention,
    MentionId, MentionKind, Mentions, Outlet, OutletBlock, Published, RoleForm, RoleMention, TimeExpression, TimeId,
};
use crate::lexicon::Language;
use crate::text::{IndexVec, LineIndex, Span};
use crate::token::{SentenceId, Structure, ZoneKind};

/// Whether an article is worked on or is evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ArticleRole {
    /// Somebody's copy, to be mended: rules speak at full severity.
    #[default]
    Draft,
    /// Published by somebody: evidence, never edited; findings are information at most.
    Clipping,
}

/// What is known of an article from outside its text (from `copydesk.toml`).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ArticleMeta {
    pub published: Option<Date>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    /// The address where it was published.
    pub url: Option<String>,
    pub role: ArticleRole,
}

/// An article as the analysis gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its whole text, as it is.
    pub text: Arc<str>,
    /// What is known from outside.
    pub meta: ArticleMeta,
}

/// Everything that is known of one article.
#[derive(Clone, Debug)]
pub struct ArticleAnalysis {
    /// The text that was analysed.
    pub text: Arc<str>,
    pub lines: LineIndex,
    /// What was known from outside.
    pub meta: ArticleMeta,
    /// The language that it was read in.
    pub language: Arc<Language>,
    /// Zones, paragraphs, sentences, tokens, quotations.
    pub structure: Structure,
    pub published: Option<Published>,
    pub outlet: Option<Outlet>,
    /// In the order of the text.
    pub times: IndexVec<TimeId, TimeExpression>,
    /// In the order of the text.
    pub mentions: Mentions,
    /// In the order of their introductions.
    pub chains: Chains,
    /// In the order of the text; a parent stands before its children.
    pub attributions: IndexVec<AttributionId, Attribution>,
    /// In the order of the text.
    pub blocks: Vec<OutletBlock>,
    /// In the order of their heads: what one spans may begin before the head of the one before.
    pub event_mentions: IndexVec<EventMentionId, EventMention>,
    /// In the order of their first mentions.
    pub events: IndexVec<ArticleEventId, ArticleEvent>,
    /// In the order of the text.
    pub claims: Vec<Claim>,
    /// For each sentence of the structure the probability that it tells what somebody said, thought or meant; empty when
    /// rules alone have read.
    pub attributed: IndexVec<SentenceId, f32>,
    /// What people decided about it, laid over what the machine read; nothing in what [`analyze`](super::analyze) gives.
    pub judged: Arc<Judgements>,
    /// Where people decided something: the same as the machine has it.
    pub machine: Option<Arc<ArticleAnalysis>>,
    /// What follows from all of these; [`crate::analysis::decide`] makes it.
    pub facts: Facts,
}

impl ArticleAnalysis {
    /// An article of which nothing is known but its text and what is known from outside.
    pub fn blank(language: Arc<Language>, Article { text, meta }: Article) -> Self {
        Self {
            lines: LineIndex::new(&text),
            text,
            meta,
            language,
            structure: Structure::default(),
            published: None,
            outlet: None,
            times: IndexVec::new(),
            mentions: IndexVec::new(),
            chains: IndexVec::new(),
            attributions: IndexVec::new(),
            blocks: Vec::new(),
            event_mentions: IndexVec::new(),
            events: IndexVec::new(),
            claims: Vec::new(),
            attributed: IndexVec::new(),
            judged: Arc::default(),
            machine: None,
            facts: Facts::default(),
        }
    }

    /// True when both read the same in one text, and differ at most in what people say of that.
    pub fn reads_as(self: &Arc<Self>, other: &Arc<Self>) -> bool {
        let machine = |it: &Arc<Self>| Arc::as_ptr(it.machine.as_ref().unwrap_or(it));
        !self.judged.changes && !other.judged.changes && machine(self) == machine(other)
    }

    /// The words of a span.
    pub fn slice(&self, span: Span) -> &str {
        span.of_text(&self.text)
    }

    /// The mentions that begin within a span, in the order of the text.
    pub fn mentions_within(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let first = self.mentions.partition_point(|mention| mention.span.start < span.start);
        self.mentions.since(first).iter().take_while(move |mention| mention.span.start < span.end)
    }

    /// The words of a role as they hold of one of those who share it: "President" of "Presidents Putin and Obama".
    pub fn role_of_one(&self, role: &RoleMention) -> Cow<'_, str> {
        let words = self.slice(role.span);
        let (before, last) = words.split_at(words.rfind(' ').map_or(0, |space| space + 1));
        let noun = self.language.names.role(&last.to_lowercase()).filter(|noun| noun.plural && noun.person);
        let capital = last.chars().next().filter(|first| first.is_uppercase());
        match noun.map(|noun| noun.singular).zip(capital).filter(|_| role.how == RoleForm::Title) {
            Some((noun, capital)) if last.chars().any(char::is_lowercase) => {
                Cow::Owned(format!("{before}{capital}{}", noun.get(capital.len_utf8()..).unwrap_or("")))
            }
            _ => Cow::Borrowed(words),
        }
    }

    /// The innermost mention at a byte offset: names before descriptions, then the shorter. A cursor behind the
    /// last letter counts.
    pub fn mention_at(&self, offset: u32) -> Option<MentionId> {
        let candidates = self.mentions.iter_enumerated().filter(|(_, mention)| mention.titled.touches(offset));
        candidates
            .min_by_key(|(_, mention)| {
                (!mention.titled.contains(offset), mention.kind != MentionKind::Named, mention.titled.len())
            })
            .map(|(at, _)| at)
    }

    /// True for a name in the body that is no part of an event's: "the G20 summit" is a summit.
    pub fn is_plain_name(&self, mention: &Mention) -> bool {
        mention.kind == MentionKind::Named
            && self.structure.zone_at(mention.span.start) == ZoneKind::Body
            && !self.event_mentions.iter().any(|event| event.span.covers(mention.span))
    }

    /// The shortest event mention at a byte offset.
    pub fn event_mention_at(&self, offset: u32) -> Option<EventMentionId> {
        let candidates = self.event_mentions.iter_enumerated().filter(|(_, event)| event.span.touches(offset));
        candidates
            .min_by_key(|(_, event)| (!event.head.touches(offset), !event.span.contains(offset), event.span.len()))
            .map(|(at, _)| at)
    }

    /// What the article is about.
    pub fn main_event(&self) -> Option<ArticleEventId> {
        self.events.iter_enumerated().find(|(_, event)| event.main).map(|(at, _)| at)
    }

    /// The outlet block at a byte offset.
    pub fn block_at(&self, offset: u32) -> Option<&OutletBlock> {
        self.blocks.iter().find(|block| block.span.contains(offset))
    }
}
