//! Who held which office, and when.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::lexicon::rows;

/// Letters by which spellings of a given name agree: "Sergei" and "Sergey", "Alexander" and "Aleksandr".
const SPELLING: usize = 3;

/// What somebody was for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tenure {
    given: &'static str,
    /// The country, as the lexicon calls it.
    pub country: &'static str,
    /// The political camp ("Republican"), where there is one.
    pub camp: Option<&'static str>,
    nouns: &'static str,
    /// The first and the last day; none where the row does not say.
    term: Option<(Date, Date)>,
}

impl Tenure {
    /// What the person is called by ("president", "premier", "foreign minister").
    pub fn nouns(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.nouns.split('|')
    }

    /// True on a day between the first and the last, on which two may hold the office.
    pub fn lasts(&self, day: Date) -> bool {
        self.term.is_some_and(|(first, last)| first < day && day < last)
    }

    /// True when it is known to be over, or not to have begun, on a day.
    pub fn is_over(&self, day: Date) -> bool {
        self.term.is_some_and(|(first, last)| day < first || last < day)
    }
}

/// The table of office-holders.
#[derive(Debug, Default)]
pub struct OfficeHolders {
    by_family: FxHashMap<&'static str, Vec<Tenure>>,
}

impl OfficeHolders {
    /// Builds the table from its data file. A row with a broken date is a row without one.
    pub fn load() -> Self {
        let mut holders = Self::default();
        for row in rows(include_str!("data/office-holders.tsv")) {
            let [family, given, country, camp, nouns, ref term @ ..] = row[..] else { continue };
            let days = |from: &str, to: &str| Some((bounds(from)?.1, bounds(to)?.0));
            let term = if let [from, to] = term { days(from, to) } else { None };
            let camp = Some(camp).filter(|camp| !camp.is_empty());
            holders.by_family.entry(family).or_default().push(Tenure { given, country, camp, nouns, term });
        }
        holders
    }

    /// What everybody was who may bear a name: a family name alone ("Putin"), or a name in full in either order
    /// ("Vladimir V. Putin", "Moon Jae-in"). A name with "Jr." behind it is nobody's here.
    pub fn tenures<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Tenure> {
        let (first, rest) = name.split_once(' ').unwrap_or(("", ""));
        let family = name.rsplit(' ').next().unwrap_or(name);
        let family = ["al-", "el-"].iter().find_map(|article| family.rsplit_once(article)).map_or(family, |(_, it)| it);
        let of = |family: &str| self.by_family.get(family).map_or(&[][..], Vec::as_slice).iter();
        let last = of(family).filter(move |tenure| first.is_empty() || same_spelling(tenure.given, first));
        last.chain(of(first).filter(move |tenure| letters(tenure.given).eq(letters(rest))))
    }

    /// True when somebody of a family name ever held an office that a title (lower case) names: "President Trump" is not
    /// Donald Trump Jr.
    pub fn held(&self, family: &str, title: &str) -> bool {
        let tenures = self.by_family.get(family).map_or(&[][..], Vec::as_slice);
        tenures.iter().flat_map(Tenure::nouns).any(|noun| title.split_whitespace().any(|word| word == noun))
    }
}

fn same_spelling(a: &str, b: &str) -> bool {
    letters(a).take(SPELLING).eq(letters(b).take(SPELLING))
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|ch| ch.is_alphabetic()).flat_map(char::to_lowercase)
}

/// The first and last day that a day, month or year may mean ("2016-05-06", "2016-05", "2016").
fn bounds(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let (month, day) = (parts.next(), parts.next());
    let of_month = |month| Some(Date::new(year, month, 1).ok()?.last_of_month());
    match (month, day) {
        (Some(month), Some(day)) => {
            let day = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some((day, day))
        }
        (Some(month), None) => of_month(month.parse().ok()?).map(|last| (last.first_of_month(), last)),
        _ => Some((Date::new(year, 1, 1).ok()?, of_month(12)?)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::lexicon::Language;

    #[test]
    fn an_office_lasts_between_its_days() {
        let holders = OfficeHolders::load();
        let is = |name: &str, noun: &str, day: Date| {
            holders.tenures(name).any(|tenure| tenure.lasts(day) && tenure.nouns().any(|it| it == noun))
        };
        assert!(is("Barack Obama", "president", date(2016, 4, 18)) && is("Obama", "president", date(2016, 4, 18)));
        assert!(
            !is("Barack Obama", "president", date(2024, 5, 6)) && !is("Michelle Obama", "president", date(2016, 4, 18))
        );
        assert!(!is("Barack Obama", "president", date(2017, 1, 20)), "two hold it on that day");
        assert!(is("Kim Jong Un", "leader", date(2016, 4, 18)) && !is("Kim Jong-il", "leader", date(2016, 4, 18)));
        assert!(
            is("Bashar al-Assad", "president", date(2016, 4, 18))
                && !is("Donald Trump Jr.", "president", date(2018, 1, 1))
        );
        assert!(holders.held("Trump", "u.s. president") && !holders.held("Trump", "mr."));
    }

    #[test]
    fn a_month_or_a_year_counts_where_all_of_it_lies_inside() {
        assert_eq!(bounds("2016"), Some((date(2016, 1, 1), date(2016, 12, 31))));
        assert_eq!(bounds("2016-02"), Some((date(2016, 2, 1), date(2016, 2, 29))));
        assert_eq!(bounds("2016-13"), None);
        assert_eq!(bounds(""), None);
    }

    #[test]
    fn every_row_has_a_known_country_and_days_in_order() {
        let language = Language::english();
        let lexicon = &language.names;
        for (family, tenures) in OfficeHolders::load().by_family {
            for tenure in tenures {
                let (first, last) = tenure.term.unwrap_or_else(|| panic!("{family}: no days"));
                assert!(first < last, "{family}");
                let country = lexicon.known(tenure.country).map(|it| it.canonical);
                assert!(country == Some(tenure.country) || tenure.country == "Soviet Union", "{family}: {country:?}");
            }
        }
    }
}
