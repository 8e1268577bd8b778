//! Event mentions that people added, rejected or classed, and events of the article that they joined and parted.

use std::collections::BTreeMap;

use super::decisions::Decisions;
use super::find::event_of;
use super::groups::regroup;
use crate::analysis::judged::{Judged, Judgements};
use crate::analysis::{
    ArticleAnalysis, ArticleEvent, ArticleEventId, ChainId, EventMention, EventMentionId, MentionKind, Provenance,
    Realis, TimeValue,
};
use crate::annotation::bonds::Bond;
use crate::annotation::meaning::{self, Kind, Meaning, Relation, Verdict};
use crate::text::{IndexVec, Span};

struct Item {
    mention: EventMention,
    from: Option<ArticleEventId>,
    group: usize,
    judged: Option<Judged>,
}

/// Lays decisions on events over an analysis; true where it is another by that.
pub(super) fn lay(
    human: &mut ArticleAnalysis,
    judged: &mut Judgements,
    decisions: &Decisions<'_>,
    class: &dyn Fn(&str) -> &'static str,
) -> bool {
    let mut items: Vec<Item> = human
        .event_mentions
        .iter()
        .map(|mention| Item {
            mention: mention.clone(),
            from: Some(mention.event),
            group: usize::from(mention.event),
            judged: None,
        })
        .collect();
    let mut changed = false;
    for (placed, meaning, by) in decisions.of(Kind::Event) {
        // What an event is called changes no reading.
        let reads = meaning.verdict.is_some() || meaning.class.is_some() || meaning.realis.is_some();
        let Some(span) = placed.first().filter(|span| reads && !span.is_empty()) else { continue };
        let found = event_of(items.iter().map(|item| &item.mention), span);
        match meaning.verdict {
            Some(Verdict::Rejected) => {
                changed |= found.is_some();
                found.map(|at| items.remove(at));
            }
            Some(Verdict::Unsure) => {}
            Some(Verdict::Added | Verdict::Accepted) | None => {
                let at = found.unwrap_or_else(|| {
                    changed = true;
                    add(&mut items, human, span, class(meaning.class.as_deref().unwrap_or_default()))
                });
                let item = &mut items[at];
                changed |= classed(&mut item.mention, meaning, class);
                item.judged = Some(by.clone());
            }
        }
    }
    let mut bonds = Vec::new();
    // A part is not the whole.
    for (one, other, relation, by) in
        decisions.between(&[Relation::SameEvent, Relation::NotSameEvent, Relation::PartOf])
    {
        let same = relation == Relation::SameEvent;
        let place = |span| event_of(items.iter().map(|item| &item.mention), span);
        if let (Some(one), Some(other)) = (place(one), place(other)) {
            bonds.push(Bond { one, other, same, when: by.when });
        }
    }
    changed |= !bonds.is_empty();
    if !changed {
        let ids = items.into_iter().enumerate().filter_map(|(at, item)| Some((EventMentionId::from(at), item.judged?)));
        judged.events = ids.collect();
        return false;
    }
    let groups: Vec<usize> = items.iter().map(|item| item.group).collect();
    let groups = regroup(&groups, &bonds, |_, _| None);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    groups.iter().enumerate().for_each(|(at, group)| members.entry(*group).or_default().push(at));
    let mut sets: Vec<Vec<usize>> = members.into_values().collect();
    sets.sort_by_key(|members| members.first().copied());
    let mut told: Vec<ArticleEventId> = Vec::new();
    let events: IndexVec<ArticleEventId, ArticleEvent> =
        sets.iter().map(|members| event(human, &items, members, &mut told)).collect();
    let mut set_of = vec![0; items.len()];
    for (set, members) in sets.iter().enumerate() {
        members.iter().for_each(|member| set_of[*member] = set);
    }
    let mut mentions: IndexVec<EventMentionId, EventMention> = IndexVec::new();
    for (at, item) in items.into_iter().enumerate() {
        let id = mentions.push(EventMention { event: ArticleEventId::from(set_of[at]), ..item.mention });
        judged.events.extend(item.judged.map(|by| (id, by)));
    }
    (human.event_mentions, human.events) = (mentions, events);
    true
}

fn classed(mention: &mut EventMention, meaning: &Meaning, class: &dyn Fn(&str) -> &'static str) -> bool {
    let before = (mention.class, mention.realis);
    if let Some(name) = &meaning.class {
        mention.class = class(name);
    }
    if let Some(realis) = meaning.realis {
        mention.realis = match realis {
            meaning::Realis::Actual => Realis::Actual,
            meaning::Realis::Planned => Realis::Planned,
            meaning::Realis::Negated => Realis::Negated,
        };
    }
    before != (mention.class, mention.realis)
}

/// Puts an event mention in, with whom the sentence names as participants. Gives its place.
fn add(items: &mut Vec<Item>, human: &ArticleAnalysis, span: Span, class: &'static str) -> usize {
    let structure = &human.structure;
    let sentence = structure.sentence_at(span.start).map_or(span, |at| structure.sentences[at].span);
    let mut participants: Vec<ChainId> = Vec::new();
    let named = human.mentions.iter().filter(|it| it.kind == MentionKind::Named && sentence.covers(it.span));
    for mention in named {
        if !participants.contains(&mention.chain) {
            participants.push(mention.chain);
        }
    }
    let words = span.of_text(&human.text);
    let last = words.trim_end().rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let head = Span::new(span.start + Span::of(0..last).end, span.end);
    let time = human.times.iter_enumerated().find(|(_, time)| sentence.covers(time.span)).map(|(at, _)| at);
    let group = items.iter().map(|item| item.group + 1).max().unwrap_or_default().max(human.events.len());
    let event = ArticleEventId::from(group);
    let (place, realis, provenance) = (None, Realis::Actual, Provenance::Human);
    let mention = EventMention { span, head, class, participants, time, place, realis, event, provenance };
    let at = items.partition_point(|item| item.mention.head.start <= head.start);
    items.insert(at, Item { mention, from: None, group, judged: None });
    at
}

/// The event of some mentions. `told` are those of the machine that an earlier set goes on with: days and being what the
/// article is about stay with the first.
fn event(human: &ArticleAnalysis, items: &[Item], members: &[usize], told: &mut Vec<ArticleEventId>) -> ArticleEvent {
    let ids = members.iter().map(|at| EventMentionId::from(*at)).collect();
    let own: Vec<&Item> = members.iter().map(|at| &items[*at]).collect();
    let mut sources: Vec<ArticleEventId> = own.iter().filter_map(|item| item.from).collect();
    sources.dedup();
    let machine: Vec<&ArticleEvent> =
        sources.iter().filter(|id| !told.contains(id)).filter_map(|id| human.events.get(*id)).collect();
    told.extend(&sources);
    let whole = own.iter().all(|item| item.from.is_some() && item.judged.is_none());
    if let [one] = &machine[..]
        && whole
        && one.mentions.len() == members.len()
    {
        return ArticleEvent { mentions: ids, ..(*one).clone() };
    }
    let unite = |lists: Vec<Vec<ChainId>>| {
        let mut all: Vec<ChainId> = Vec::new();
        lists.into_iter().flatten().for_each(|chain| {
            if !all.contains(&chain) {
                all.push(chain);
            }
        });
        all
    };
    let days = own.iter().filter_map(|item| match human.times.get(item.mention.time?)?.value {
        TimeValue::Day(day) => Some((day, day)),
        _ => None,
    });
    let days = machine.iter().filter_map(|event| event.days).chain(days);
    let judged_class = own.iter().filter(|item| item.judged.is_some()).map(|item| item.mention.class).next();
    ArticleEvent {
        mentions: ids,
        class: judged_class.or(machine.first().map(|event| event.class)).unwrap_or(own[0].mention.class),
        participants: unite(own.iter().map(|item| item.mention.participants.clone()).collect()),
        days: days.reduce(|(from, to), (first, last)| (from.min(first), to.max(last))),
        places: unite(own.iter().map(|item| item.mention.place.into_iter().collect()).collect()),
        main: machine.iter().any(|event| event.main),
    }
}
