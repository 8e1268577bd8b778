//! Words for a place that has room for few of them.

/// The first words of a text, at most `width` characters (at least 3), white space as single blanks; " …" shows that
/// there are more. A single longer word is cut.
pub fn clip(text: &str, width: usize) -> String {
    let mut short = String::new();
    let mut length = 0;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let more = word.chars().count() + usize::from(length > 0);
        // Room for the " …" where more follows.
        let room = if words.peek().is_some() { width.saturating_sub(2) } else { width };
        if length + more > room {
            if length == 0 {
                short.extend(word.chars().take(width.saturating_sub(2)));
            }
            short.push_str(" …");
            return short;
        }
        if length > 0 {
            short.push(' ');
        }
        short.push_str(word);
        length += more;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::clip;

    #[test]
    fn it_is_cut_behind_a_word() {
        assert_eq!(clip("  Obama  Asks\nFor Help ", 60), "Obama Asks For Help");
        assert_eq!(clip("Obama Asks For Help", 19), "Obama Asks For Help");
        assert_eq!(clip("Obama Asks For Help", 18), "Obama Asks For …");
        let long = "Presidents Vladimir Putin and Barack Obama offered a joint front";
        assert_eq!(clip(long, 60), "Presidents Vladimir Putin and Barack Obama offered a joint …");
        assert_eq!(clip(&"é".repeat(500), 60).chars().count(), 60);
        assert_eq!(clip("", 60), "");
    }
}
