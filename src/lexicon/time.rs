//! Words that tell the time.

use rustc_hash::{FxHashMap, FxHashSet};

use super::folder::Folder;

/// A unit of time as the lexicon names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// See the module.
#[derive(Debug)]
pub struct TimeLexicon {
    months: FxHashMap<&'static str, (i8, bool)>,
    weekdays: FxHashMap<&'static str, (i8, bool)>,
    numbers: FxHashMap<&'static str, u32>,
    units: FxHashMap<&'static str, (Unit, u32)>,
    seasons: FxHashMap<&'static str, i8>,
    parts: FxHashSet<&'static str>,
    quarters: FxHashMap<&'static str, i8>,
    /// Years by month and day.
    named_days: FxHashMap<(i8, i8), i16>,
    /// For each word of any table, a bit for each list of `time-words.tsv` that it is in, and [`TABLE`].
    marks: FxHashMap<&'static str, u64>,
    /// The lists by their bit.
    lists: Vec<&'static str>,
}

/// The bit of a word in `time.tsv`.
const TABLE: u64 = 1 << 63;

impl TimeLexicon {
    /// Builds the tables from the data files.
    pub fn load(folder: Folder) -> Self {
        let mut lexicon = Self {
            months: FxHashMap::default(),
            weekdays: FxHashMap::default(),
            numbers: FxHashMap::default(),
            units: FxHashMap::default(),
            seasons: FxHashMap::default(),
            parts: FxHashSet::default(),
            quarters: FxHashMap::default(),
            named_days: FxHashMap::default(),
            marks: FxHashMap::default(),
            lists: Vec::new(),
        };
        for row in folder.rows("time.tsv") {
            lexicon.add(&row);
        }
        for (list, word) in folder.lists("time-words.tsv") {
            lexicon.add_list(list, word);
        }
        lexicon
    }

    fn add_list(&mut self, list: &'static str, word: &'static str) {
        let bit = self.lists.iter().position(|known| *known == list).unwrap_or_else(|| {
            self.lists.push(list);
            self.lists.len() - 1
        });
        *self.marks.entry(word.trim_end_matches('.')).or_default() |= 1 << bit.min(62);
    }

    fn add(&mut self, row: &[&'static str]) {
        let [kind, word, rest @ ..] = row else { return };
        *self.marks.entry(word).or_default() |= TABLE;
        let number = || rest.first().and_then(|number| number.parse::<i8>().ok());
        match (*kind, number()) {
            ("month", Some(month)) => {
                self.months.insert(word, (month, rest.len() > 1));
            }
            ("weekday", Some(day)) => {
                self.weekdays.insert(word, (day, rest.len() > 1));
            }
            ("number", Some(count)) => {
                self.numbers.insert(word, u32::from(count.unsigned_abs()));
            }
            ("season", Some(month)) => {
                self.seasons.insert(word, month);
            }
            ("quarter", Some(nth)) => {
                self.quarters.insert(word, nth);
            }
            ("day", None) => {
                if let Some((day, year)) = word.split_once('-').zip(rest.first()).and_then(named_day) {
                    self.named_days.insert(day, year);
                }
            }
            ("part", None) => {
                self.parts.insert(word);
            }
            ("unit", None) => {
                if let Some(unit) = unit(rest) {
                    self.units.insert(word, unit);
                }
            }
            _ => {}
        }
    }

    /// The month (1 to 12) that a capitalised word names, with or without its stop; true when the word means other
    /// things as well ("May", "March").
    pub fn month(&self, word: &str) -> Option<(i8, bool)> {
        if !word.starts_with(|ch: char| ch.is_ascii_uppercase()) {
            return None;
        }
        let month = self.months.get(lower(word)?.as_str().trim_end_matches('.')).copied();
        // "SEPT" and "MAY" in capitals are still words; "US" is no month.
        month.filter(|_| word.len() > 2)
    }

    /// The day of the week (Monday is 1) that a capitalised word names; true for a short form, which counts only
    /// inside a full date ("Sun 20 Nov").
    pub fn weekday(&self, word: &str) -> Option<(i8, bool)> {
        if !word.starts_with(|ch: char| ch.is_ascii_uppercase()) {
            return None;
        }
        self.weekdays.get(lower(word)?.as_str().trim_end_matches('.')).copied()
    }

    /// The number that a word or a row of digits means ("two", "twenty-five", "90", "1,000"); "a" is one.
    pub fn number(&self, word: &str) -> Option<u32> {
        let word = lower(word)?;
        if word.starts_with(|ch: char| ch.is_ascii_digit()) {
            return word.replace(',', "").parse().ok();
        }
        if let Some(&number) = self.numbers.get(word.as_str()) {
            return Some(number);
        }
        let (tens, ones) = word.split_once('-')?;
        let (tens, ones) = (self.numbers.get(tens)?, self.numbers.get(ones)?);
        (*tens >= 20 && *ones < 10).then_some(tens + ones)
    }

    /// The unit that a word names, with how many of it ("decade": ten years).
    pub fn unit(&self, word: &str) -> Option<(Unit, u32)> {
        self.units.get(lower(word)?.as_str()).copied()
    }

    /// The number of a quarter, 1 to 4, that an ordinal in small letters names.
    pub fn quarter(&self, word: &str) -> Option<i8> {
        self.quarters.get(word).copied()
    }

    /// The year of a day that is known by its date alone ("the Sept. 11 attacks").
    pub fn named_day(&self, month: i8, day: i8) -> Option<i16> {
        self.named_days.get(&(month, day)).copied()
    }

    /// The first month of a season.
    pub fn season(&self, word: &str) -> Option<i8> {
        self.seasons.get(lower(word)?.as_str()).copied()
    }

    /// True for a part of a day ("morning").
    pub fn is_part_of_day(&self, word: &str) -> bool {
        lower(word).is_some_and(|word| self.parts.contains(word.as_str()))
    }

    /// True when `word` is in one of the lists of `time-words.tsv`. Any case.
    pub fn is_in(&self, list: &str, word: &str) -> bool {
        self.is_marked(list, self.marks(word))
    }

    /// The lists and tables that a word is in, for [`Self::is_marked`]; 0 for a word that has nothing to do with
    /// time. Any case.
    pub fn marks(&self, word: &str) -> u64 {
        let bare = word.trim_end_matches('.');
        if bare.bytes().all(|b| b.is_ascii_lowercase()) {
            return self.marks.get(bare).copied().unwrap_or(0);
        }
        lower(bare).and_then(|word| self.marks.get(word.as_str()).copied()).unwrap_or(0)
    }

    /// True when `marks` hold a list.
    pub fn is_marked(&self, list: &str, marks: u64) -> bool {
        marks & !TABLE != 0
            && self.lists.iter().position(|known| *known == list).is_some_and(|bit| marks & (1 << bit.min(62)) != 0)
    }
}

fn named_day(((month, day), year): ((&str, &str), &&str)) -> Option<((i8, i8), i16)> {
    Some(((month.parse().ok()?, day.parse().ok()?), year.parse().ok()?))
}

fn unit(row: &[&str]) -> Option<(Unit, u32)> {
    let unit = match *row.first()? {
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => return None,
    };
    Some((unit, row.get(1)?.parse().ok()?))
}

/// A word in small letters; `None` for one too long to be in a table.
fn lower(word: &str) -> Option<String> {
    (word.len() <= 24).then(|| word.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::en::ENGLISH;
    use super::*;

    #[test]
    fn words_are_worth_what_they_mean() {
        let lexicon = TimeLexicon::load(ENGLISH);
        assert_eq!(lexicon.month("Sept."), Some((9, false)));
        assert_eq!(lexicon.month("May"), Some((5, true)));
        assert_eq!(lexicon.month("may"), None);
        assert_eq!(lexicon.weekday("Sun"), Some((7, true)));
        assert_eq!(lexicon.number("twenty-five"), Some(25));
        assert_eq!(lexicon.number("1,000"), Some(1000));
        assert_eq!(lexicon.unit("decades"), Some((Unit::Year, 10)));
        assert!(lexicon.is_part_of_day("Morning"));
        assert!(lexicon.lists.len() <= 62, "one bit a list");
        assert!(lexicon.is_in("ago", "Ago") && !lexicon.is_in("ago", "agog"));
    }
}
