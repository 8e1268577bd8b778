//! What speaks for two articles or events being one, and what parts them. Words for it are the view's.

use std::sync::Arc;

use jiff::civil::Date;

/// First and last day.
type Days = (Date, Date);

/// What joins two articles, or two events.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Both articles tell of an event in passing, by its title.
    TellsOf(Arc<str>),
    /// Both articles name these, most telling first.
    Names(Vec<String>),
    /// Both articles were published on one day.
    PublishedSameDay(Date),
    /// So many days lie between their publications, 1 or more.
    PublishedDaysApart(u8),
    /// Both have these words in quotation marks.
    Quotes(Vec<String>),
    /// Their main events are of the same day.
    MainEventDay,
    /// Their first paragraphs are alike.
    Lead,
    /// They use the same words.
    Words,
    /// These take part in both events.
    EventPeople(Vec<String>),
    /// Both events are at these places.
    EventPlaces(Vec<String>),
    /// The phrases of both events name these.
    EventNames(Vec<String>),
    /// The days that both events may be of.
    EventDays(Days),
    /// Both events are called alike; the words of the first.
    EventWords(String),
    /// Both events are what their articles are about.
    MainEvents,
}

/// What parts two articles that are alike, of the first and of the second.
#[derive(Clone, Debug, PartialEq)]
pub enum Conflict {
    /// Where their main events are.
    Places(String, String),
    /// What kind of event these are.
    Kinds(String, String),
    /// When these are.
    Days(Days, Days),
    /// When the articles were published.
    Published(Date, Date),
}
