//! What two places have to do with each other, and what somebody or something is called.

use super::{Context, File, Judgement, Kind, Meaning, Of, Place, Refusal, Relation, Verdict};
use crate::text::escaped;

impl Context<'_> {
    /// The place of a mention or an event as it was read.
    fn read_place(&self, at: Place, of: Of) -> Option<Place> {
        let analysis = self.snapshot.analysis(at.article);
        let span = match of {
            Of::Entity => self.mention_at(at).map(|id| analysis.mentions[id].span),
            Of::Event => self.event_at(at).map(|id| analysis.event_mentions[id].span),
        };
        span.map(|span| Place { span, ..at })
    }

    /// Two places that can be the same, and of which kind.
    pub(super) fn pair(&self, at: Place, to: Place, of: Option<Of>) -> Result<(Of, [Place; 2]), Refusal> {
        let both = |of: Of| Some((of, [self.read_place(at, of)?, self.read_place(to, of)?]));
        let found = match of {
            Some(of) => both(of),
            None => both(Of::Entity).or_else(|| both(Of::Event)),
        };
        let (of, places) = found.ok_or_else(|| {
            let what = match of {
                Some(Of::Entity) => "two mentions",
                Some(Of::Event) => "two events",
                None => "two mentions or two events",
            };
            format!("{} and {} are not {what}; mark the words first", self.label(at), self.label(to))
        })?;
        if places[0] == places[1] {
            return Err(format!("both places are {}; name another", self.label(at)));
        }
        Ok((of, places))
    }

    fn file_of(places: &[Place; 2]) -> File {
        if places[0].article == places[1].article { File::Beside(places[0].article) } else { File::Shared }
    }

    pub(super) fn relate(
        &self,
        at: Place,
        to: Place,
        same: Option<bool>,
        of: Option<Of>,
    ) -> Result<Judgement, Refusal> {
        let (of, places) = self.pair(at, to, of)?;
        let mut meaning = Meaning::new(Kind::Relation);
        meaning.relation = Some(match (of, same) {
            (Of::Entity, Some(true) | None) => Relation::SameEntity,
            (Of::Entity, Some(false)) => Relation::NotSameEntity,
            (Of::Event, Some(true) | None) => Relation::SameEvent,
            (Of::Event, Some(false)) => Relation::NotSameEvent,
        });
        meaning.verdict = Some(if same.is_some() { Verdict::Added } else { Verdict::Unsure });
        let what = match of {
            Of::Entity => "entity",
            Of::Event => "event",
        };
        let said = match same {
            Some(true) => format!("Same {what}"),
            Some(false) => format!("Not the same {what}"),
            None => format!("Unsure whether the same {what}"),
        };
        let title = format!("{said}, {} / {}", self.label(places[0]), self.label(places[1]));
        Ok(self.one(title, Self::file_of(&places), &places, meaning))
    }

    pub(super) fn part_of(&self, at: Place, to: Place) -> Result<Judgement, Refusal> {
        let (_, places) = self.pair(at, to, Some(Of::Event))?;
        let mut meaning = Meaning::new(Kind::Relation);
        (meaning.relation, meaning.verdict) = (Some(Relation::PartOf), Some(Verdict::Added));
        let title = format!("Part of the event, {} / {}", self.label(places[0]), self.label(places[1]));
        Ok(self.one(title, Self::file_of(&places), &places, meaning))
    }

    /// Says what somebody or something, or an event, is called, or where more is said of it.
    pub(super) fn called(&self, at: Place, name: Option<&str>, link: Option<&str>) -> Result<Judgement, Refusal> {
        let entity = self.read_place(at, Of::Entity).map(|place| (Kind::Entity, place));
        let found = entity.or_else(|| self.read_place(at, Of::Event).map(|place| (Kind::Event, place)));
        let (kind, place) = found.ok_or_else(|| format!("nobody is mentioned at {}", self.label(at)))?;
        if link.is_some_and(|link| !link.contains(':') || link.contains(char::is_whitespace)) {
            return Err("a link is an address, https://… or another URI".to_owned());
        }
        let earlier = self.known.iter().find(|known| {
            let annotation = &known.placed.annotation;
            known.file == File::Shared
                && annotation.kind() == kind
                && *annotation.creator == *self.creator
                && known.article == place.article
                && known.placed.first() == Some(place.span)
        });
        let mut meaning = match earlier.and_then(|known| known.placed.meaning()) {
            Some(earlier) => earlier.clone(),
            None => Meaning::new(kind),
        };
        if let Some(name) = name {
            let old = meaning.name.replace(name.to_owned()).filter(|old| old != name);
            meaning.aliases.extend(old);
        }
        if let Some(link) = link.filter(|link| !meaning.links.iter().any(|known| known == link)) {
            meaning.links.push(link.to_owned());
        }
        let title = match (name, link) {
            (Some(name), _) => format!("Name of {}: {}", self.words(place), escaped(name)),
            (None, link) => format!("Link of {}: {}", self.words(place), escaped(link.unwrap_or_default())),
        };
        Ok(self.one(title, File::Shared, &[place], meaning))
    }
}
