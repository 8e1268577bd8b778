//! Cities that stand for a government in news ("Moscow has denied this").

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rows;

/// The country whose government sits in a city, by the city's usual name.
pub fn country_of(city: &str) -> Option<&'static str> {
    static SEATS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let countries = rows(include_str!("en/data/countries.tsv"));
        let seats = countries.filter_map(|row| Some((*row.first()?, *row.get(3)?)));
        let each = seats.flat_map(|(country, seats)| seats.split('|').map(move |seat| (seat, country)));
        each.filter(|(seat, _)| !seat.is_empty()).collect()
    });
    SEATS.get(city).copied()
}

#[cfg(test)]
mod tests {
    use super::country_of;

    #[test]
    fn a_city_that_stands_for_a_government() {
        assert_eq!(country_of("Moscow"), Some("Russia"));
        assert_eq!(country_of("Aleppo"), None);
        assert_eq!(country_of(""), None);
    }
}
