//! The values that settings and commands take: days, addresses, names.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::text::escaped;

/// Years in which an article may have appeared; any other is a slip.
pub(super) const YEARS: RangeInclusive<i16> = 1800..=2199;

/// A day as settings and commands take it, without the white space around it.
///
/// # Errors
/// For anything but a day that exists and on which news may have appeared, written as `2016-04-18`.
pub fn parse_day(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let plain = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let day = text.parse().ok().filter(|_| plain);
    let shown = escaped(text);
    let day: Date = day.ok_or_else(|| format!("“{shown}” is not a day; write it as 2016-04-18"))?;
    if is_of_our_times(day) {
        return Ok(day);
    }
    Err(format!("“{shown}” is out of range: years from {} to {} are taken", YEARS.start(), YEARS.end()))
}

/// True for a day on which an article may have appeared.
pub(super) fn is_of_our_times(day: Date) -> bool {
    YEARS.contains(&day.year())
}

/// A web address as settings and commands take it, without the white space around it.
///
/// # Errors
/// When it is none.
pub fn parse_address(text: &str) -> Result<String, String> {
    let address = parse_name(text)?;
    let rest = address
        .split_once("://")
        .filter(|(scheme, _)| ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)));
    let host = rest.and_then(|(_, rest)| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let whole = host.starts_with(|c: char| c.is_alphanumeric() || c == '[') && !address.contains(char::is_whitespace);
    if whole {
        Ok(address)
    } else {
        Err(format!("“{}” is no web address; write it as https://…", escaped(&address)))
    }
}

/// A name, title or address as settings and commands take it, without the white space around it.
///
/// # Errors
/// When nothing is left, or it is more than one line.
pub fn parse_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() {
        return Err("this is empty; write a name".to_owned());
    }
    if name.chars().any(char::is_control) {
        return Err("this is more than one line of text; write it in one".to_owned());
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_addresses_that_cannot_be_are_refused() {
        assert_eq!(parse_day(" 2016-04-18\n"), Ok(jiff::civil::date(2016, 4, 18)));
        for slip in ["0000-01-01", "0216-04-18", "1799-12-31", "2200-01-01"] {
            assert!(parse_day(slip).unwrap_err().ends_with("years from 1800 to 2199 are taken"), "{slip}");
        }
        assert_eq!(parse_address(" HTTPS://a.example/b?c "), Ok("HTTPS://a.example/b?c".to_owned()));
        for wrong in
            ["not a url", "a.example", "ftp://a.example", "https://", "http:///a", "https://a.example/b c", " "]
        {
            assert!(parse_address(wrong).is_err(), "{wrong}");
        }
        assert!(parse_day("\u{1b}[2J").unwrap_err().starts_with("“\\u{1b}[2J”"));
    }
}
