//! Entities and events of the workspace, by name.

use super::NavigationTarget;
use super::elsewhere::{event_place, introduction};
use super::shown::label;
use crate::corpus::{ChainRef, Entity, Event, EventRef, Place, Snapshot};
use crate::model::EntityType;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkspaceSymbolKind {
    /// An entity.
    Entity(EntityType),
    /// An event.
    Event,
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceSymbol {
    /// Its name.
    pub name: String,
    /// What is shown beside it: the article's label.
    pub container: String,
    /// What it is.
    pub kind: WorkspaceSymbolKind,
    /// Where it is introduced.
    pub target: NavigationTarget,
}

/// Symbols whose name holds the letters of `query` in order, without regard to case; best first, at most `limit`.
/// An empty query gives those that are mentioned most.
pub fn workspace_symbol(snapshot: &Snapshot, query: &str, limit: usize) -> Vec<WorkspaceSymbol> {
    let letters: Vec<char> = query.chars().filter(|ch| !ch.is_whitespace()).flat_map(char::to_lowercase).collect();
    let entities = snapshot.entities().filter(|entity| entity.named).filter_map(|entity| {
        let score = score(entity.name, &letters)?;
        Some((score, mentions(snapshot, &entity), entity.name, Found::Entity(entity)))
    });
    let events = snapshot.events().filter_map(|event| {
        let score = score(event.title, &letters)?;
        Some((score, event.mentions.len(), event.title, Found::Event(event)))
    });
    let mut found: Vec<_> = entities.chain(events).collect();
    found.sort_by(|a, b| (a.0, std::cmp::Reverse(a.1), a.2).cmp(&(b.0, std::cmp::Reverse(b.1), b.2)));
    found.into_iter().filter_map(|(_, _, _, found)| symbol(snapshot, found)).take(limit).collect()
}

#[derive(Clone, Copy)]
enum Found<'a> {
    Entity(Entity<'a>),
    Event(Event<'a>),
}

fn mentions(snapshot: &Snapshot, entity: &Entity) -> usize {
    let chains = entity.chains.iter().filter_map(|of| snapshot.analysis(of.article).chains.get(of.chain));
    chains.map(|chain| chain.mentions.len()).sum()
}

fn symbol(snapshot: &Snapshot, found: Found<'_>) -> Option<WorkspaceSymbol> {
    let (name, kind, place) = match found {
        Found::Entity(entity) => {
            let &ChainRef { article, chain } = entity.chains.first()?;
            let analysis = snapshot.analysis(article);
            let span = analysis.mentions[introduction(analysis, chain)?].span;
            (entity.name, WorkspaceSymbolKind::Entity(entity.entity_type), Place { article, span })
        }
        Found::Event(event) => {
            let &EventRef { article, event: nth } = event.mentions.first()?;
            let analysis = snapshot.analysis(article);
            let span = analysis.event_mentions[event_place(analysis, nth)?].span;
            (event.title, WorkspaceSymbolKind::Event, Place { article, span })
        }
    };
    let container = label(snapshot, place.article);
    Some(WorkspaceSymbol { name: name.to_owned(), container, kind, target: NavigationTarget::new(snapshot, place) })
}

/// How well `letters` fit `name`, less is better; `None` when they do not stand in it in order. The name itself,
/// then its start, then the start of a word, then anywhere in one piece, then scattered.
fn score(name: &str, letters: &[char]) -> Option<u8> {
    let lower: Vec<char> = name.chars().flat_map(char::to_lowercase).filter(|ch| !ch.is_whitespace()).collect();
    let mut rest = lower.iter();
    if !letters.iter().all(|letter| rest.any(|ch| ch == letter)) {
        return None;
    }
    let word_start = || {
        let words: Vec<&str> = name.split_whitespace().collect();
        let tail = |from: usize| words[from..].concat().to_lowercase().chars().collect::<Vec<_>>();
        (1..words.len().min(8)).any(|from| tail(from).starts_with(letters))
    };
    Some(match () {
        () if lower == letters => 0,
        () if lower.starts_with(letters) => 1,
        () if word_start() => 2,
        () if lower.windows(letters.len()).any(|window| window == letters) => 3,
        () => 4,
    })
}

#[cfg(test)]
mod tests {
    use super::{score, workspace_symbol};
    use crate::ide::fixture::fixture;

    #[track_caller]
    fn check(query: &str, names_best_first: &[&str]) {
        let letters: Vec<char> = query.chars().collect();
        let mut names = names_best_first.to_vec();
        names.reverse();
        names.retain(|name| score(name, &letters).is_some());
        names.sort_by_key(|name| score(name, &letters));
        assert_eq!(names, names_best_first);
    }

    #[test]
    fn whole_then_start_then_word_then_piece_then_scattered() {
        check("ana", &["Ana", "Anatol Reed", "Maria Ana Lopez", "Banana Board", "Alan Marsh"]);
        check("mlopez", &["M. Lopez Ltd".replace(". ", "").as_str(), "Maria Lopez"]);
    }

    #[test]
    fn letters_out_of_order_do_not_fit() {
        assert_eq!(score("Ana", &['n', 'a', 'a']), None);
        assert_eq!(score("", &['a']), None);
    }

    #[test]
    fn entities_and_events_with_the_article_that_introduces_them() {
        let (snapshot, _) = fixture(
            "\
//- 000.txt published=2024-05-06 outlet=Weston_Mail
$0{p reed|Ana Reed} called {p holt|Sam Holt}. {p reed|Reed} met {n aide|an aide}.
//- 001.txt
{e call-1 reed holt|The {h|call}} of {p reed|Reed} and {p holt|Sam Holt}.
",
        );
        let shown = |query, limit| {
            let symbols = workspace_symbol(&snapshot, query, limit).into_iter();
            symbols.map(|symbol| format!("{} | {}", symbol.name, symbol.container)).collect::<Vec<_>>()
        };
        let reed = "Ana Reed | 000 (Weston Mail, 6 May 2024)";
        assert_eq!(shown("reed", 9), [reed, "Call of Reed and Sam Holt | 001"]);
        assert_eq!(shown("", 1), [reed]);
        assert!(shown("aide", 9).is_empty(), "who has no name is no symbol");
    }
}
