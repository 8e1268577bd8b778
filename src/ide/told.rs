//! Where other articles tell what is meant at a position: found once, in one order, for hover, definition and
//! implementation.

use super::elsewhere::{OtherVersion, event_places, is_sure_of_event, versions};
use super::position::FilePosition;
use super::referent::{Referent, event_of};
use crate::corpus::accounts::Differing;
use crate::corpus::alignment::Counterpart;
use crate::corpus::{Place, Snapshot, StatementRef};
use crate::text::Span;

/// A place in another article that tells what is meant.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// Where to go.
    pub(super) place: Place,
    /// How it is known, with what there is to show.
    pub(super) how: How,
    /// False for one that perhaps tells it.
    pub(super) sure: bool,
}

/// How it is known that a place tells the same.
#[derive(Clone, Debug)]
pub(super) enum How {
    /// The event is mentioned there.
    Event(Place),
    /// It is another version of the statement.
    Version(OtherVersion),
    /// The sentence is aligned with the words at the position.
    Aligned(Counterpart),
    /// It tells the fact at the position otherwise.
    Differs(Differing),
}

/// The words that are asked about, and where other articles tell of them: first what tells this very fact otherwise, then
/// what surely tells the same, the most likely first, then what perhaps does. A name is introduced elsewhere, not told.
pub(super) fn told(snapshot: &Snapshot, position: FilePosition, about: Referent) -> (Span, Vec<Told>) {
    let FilePosition { article, offset } = position;
    let span = about.span(snapshot.analysis(article));
    if matches!(about, Referent::Mention { .. }) {
        return (span, Vec::new());
    }
    let (word, aligned) = snapshot.counterparts(article, offset).unwrap_or((span, Vec::new()));
    let (sure, perhaps): (Vec<Counterpart>, Vec<Counterpart>) = aligned.into_iter().partition(|it| it.sure);
    let mut linked = linked(snapshot, position, about);
    let mut found = Vec::new();
    for one in snapshot.differing_at(article, offset) {
        let there = one.places[1];
        // Where another sentence of that article tells the same, what differs is another thing.
        let same = sure.iter().find(|it| it.place.article == there.article).map(|it| it.place);
        if same.is_none_or(|same| in_one_line(snapshot, same, there)) {
            found.push(Told { place: same.unwrap_or(there), how: How::Differs(one), sure: true });
        }
    }
    let origin = match found.first() {
        Some(Told { how: How::Differs(one), .. }) => one.places[0].span,
        _ if sure.is_empty() => span,
        _ => word,
    };
    for counterpart in sure {
        let place = counterpart.place;
        let same = linked.iter().position(|told| in_one_line(snapshot, told.place, place));
        let how = same.map_or(How::Aligned(counterpart), |at| linked.remove(at).how);
        found.push(Told { place, how, sure: true });
    }
    linked.sort_by_key(|told| !told.sure);
    found.extend(linked);
    for counterpart in perhaps {
        if !found.iter().any(|told| told.place.article == counterpart.place.article) {
            found.push(Told { place: counterpart.place, how: How::Aligned(counterpart), sure: false });
        }
    }
    (origin, found)
}

/// What is linked across articles, one place an article.
fn linked(snapshot: &Snapshot, position: FilePosition, about: Referent) -> Vec<Told> {
    let FilePosition { article, offset } = position;
    match about {
        Referent::Event(mention) => {
            let Some(event) = event_of(snapshot, article, mention) else { return Vec::new() };
            let told = |(place, _): (Place, _)| {
                let sure = is_sure_of_event(snapshot, event, article, place.article);
                Told { place, how: How::Event(place), sure }
            };
            event_places(snapshot, event, article).into_iter().map(told).collect()
        }
        Referent::Statement(statement) => {
            let Some(said) = statement.said_at(snapshot.analysis(article), offset) else { return Vec::new() };
            let here = StatementRef { article, attribution: statement.attribution };
            // Whether the very words at the position are said there, too, only an alignment knows.
            let told = |version: OtherVersion| Told { place: version.place, how: How::Version(version), sure: false };
            versions(snapshot, here, said).into_iter().map(told).collect()
        }
        Referent::Mention { .. } | Referent::Time(_) | Referent::Quotation(_) | Referent::Word(_) => Vec::new(),
    }
}

fn in_one_line(snapshot: &Snapshot, one: Place, other: Place) -> bool {
    let line = |place: Place| snapshot.analysis(place.article).lines.line_of(place.span.start);
    one.article == other.article && line(one) == line(other)
}
