//! What people, things and events are called, and pages about them.

use super::decisions::Decisions;
use super::find::{event_of, mention_of};
use crate::analysis::judged::{Called, Judged, Judgements};
use crate::analysis::{ArticleAnalysis, EventMentionId, MentionId};
use crate::annotation::meaning::{Kind, Meaning, Verdict};

/// Gives chains their names: an older one gives way. True where one has another name by that.
pub(super) fn entities(human: &mut ArticleAnalysis, judged: &mut Judgements, decisions: &Decisions<'_>) -> bool {
    let mut changed = false;
    for (placed, meaning, by) in decisions.of(Kind::Entity) {
        let found = placed.first().and_then(|span| mention_of(human.mentions.iter(), span));
        let Some(mention) = found.and_then(|at| human.mentions.get(MentionId::from(at))) else { continue };
        let chain = mention.chain;
        let Some(called) = called(meaning, by, judged.called.get(&chain)) else { continue };
        if let (Some(name), Some(chain)) = (&called.name, human.chains.get_mut(chain)) {
            changed |= *chain.name != **name;
            chain.name = name.to_string();
        }
        judged.called.insert(chain, called);
    }
    changed
}

/// Gives events their names.
pub(super) fn events(human: &ArticleAnalysis, judged: &mut Judgements, decisions: &Decisions<'_>) {
    for (placed, meaning, by) in decisions.of(Kind::Event) {
        let found = placed.first().and_then(|span| event_of(human.event_mentions.iter(), span));
        let Some(mention) = found.and_then(|at| human.event_mentions.get(EventMentionId::from(at))) else { continue };
        if let Some(called) = called(meaning, by, judged.titled.get(&mention.event)) {
            judged.titled.insert(mention.event, called);
        }
    }
}

/// What an annotation says, and what an older one says that this is silent about; `None` where it says nothing.
fn called(meaning: &Meaning, by: &Judged, before: Option<&Called>) -> Option<Called> {
    let doubtful = matches!(meaning.verdict, Some(Verdict::Rejected | Verdict::Unsure));
    let name = meaning.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if doubtful || (name.is_none() && meaning.links.is_empty()) {
        return None;
    }
    let mut links: Vec<Box<str>> = before.map(|before| before.links.clone()).unwrap_or_default();
    for link in &meaning.links {
        if !links.iter().any(|known| **known == **link) {
            links.push(link.as_str().into());
        }
    }
    let name = name.map(Into::into).or_else(|| before.and_then(|before| before.name.clone()));
    Some(Called { name, links, judged: by.clone() })
}
