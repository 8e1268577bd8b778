//! Days and articles, as reporters write them.

use jiff::civil::Date;

use crate::corpus::label::Label;

/// A day: `18 Apr 2016`.
pub fn day(date: Date) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

/// An article in one line: `18 Apr 2016 · outlet not in text · “Obama Asks For Putin’s Help …”`.
pub fn label_line(label: &Label) -> String {
    let date = label.date.map_or_else(|| "no date".to_string(), day);
    let outlet = label.outlet.as_deref().unwrap_or("outlet not in text");
    if label.title.is_empty() {
        format!("{date} · {outlet}")
    } else {
        format!("{date} · {outlet} · “{}”", label.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_not_known() {
        let label = Label {
            short: "000".to_string(),
            date: Some(jiff::civil::date(2016, 4, 18)),
            outlet: None,
            title: "Obama Asks For Putin’s Help".to_string(),
        };
        assert_eq!(label_line(&label), "18 Apr 2016 · outlet not in text · “Obama Asks For Putin’s Help”");
        let label = Label { date: None, title: String::new(), ..label };
        assert_eq!(label_line(&label), "no date · outlet not in text");
    }
}
