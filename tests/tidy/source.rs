//! The sources of the library as tokens: enough of the language to see what a file uses and what lists stand in it.

/// A piece of code: a name, a number, a string from its quotation mark on, or a punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub text: &'a str,
    pub line: usize,
}

pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|ch: char| ch.is_alphabetic() || ch == '_')
}

/// The tokens of a source, `::` as one: no comments, characters, lifetimes, attributes and `pub(…)`, and nothing that
/// stands behind `#[cfg(test)]`.
pub(crate) fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token> = Vec::new();
    let mut line = 1;
    let mut at = 0;
    while let Some(first) = source[at..].chars().next() {
        let rest = &source[at..];
        let mut kept = !first.is_whitespace();
        let len = if rest.starts_with("//") {
            kept = false;
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            kept = false;
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(len) = literal(rest) {
            kept = rest[..len].ends_with(['"', '#']);
            len
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|ch: char| !ch.is_alphanumeric() && ch != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        if kept {
            // Of a string without the letters before it.
            let from = literal(rest).and_then(|_| rest.find('"')).filter(|from| *from < len).unwrap_or(0);
            found.push(Token { text: &rest[from..len], line });
        }
        line += rest[..len].matches('\n').count();
        at += len;
    }
    without_tests(&without_visibility(&found))
}

/// The length of a string, a character or a lifetime at the beginning of `rest`.
fn literal(rest: &str) -> Option<usize> {
    let prefix = rest.bytes().take_while(|byte| matches!(byte, b'b' | b'r' | b'c')).count().min(2);
    let hashes = rest[prefix..].bytes().take_while(|byte| *byte == b'#').count();
    let raw = rest[..prefix].contains('r');
    if raw && rest[prefix + hashes..].starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let start = prefix + hashes + 1;
        return Some(rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len()));
    }
    let quoted = |mark: char, start: usize| -> usize {
        let mut escaped = false;
        for (at, ch) in rest[start..].char_indices() {
            match ch {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                ch if ch == mark => return start + at + 1,
                _ => {}
            }
        }
        rest.len()
    };
    if rest[prefix..].starts_with('"') {
        return Some(quoted('"', prefix + 1));
    }
    let inside = rest[prefix..].strip_prefix('\'')?;
    let mut chars = inside.chars();
    match (chars.next(), chars.next()) {
        (Some('\\'), _) | (Some(_), Some('\'')) => Some(quoted('\'', prefix + 1)),
        _ if prefix > 0 => None,
        _ => Some(1 + inside.find(|ch: char| !ch.is_alphanumeric() && ch != '_').unwrap_or(inside.len())),
    }
}

/// Where the bracket at `open` closes.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

pub(crate) fn text<'a>(tokens: &[Token<'a>], at: usize) -> &'a str {
    tokens.get(at).map_or("", |token| token.text)
}

/// Tokens without the parentheses of `pub(…)`.
fn without_visibility<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        kept.push(tokens[at]);
        let narrowed = text(tokens, at) == "pub"
            && text(tokens, at + 1) == "("
            && matches!(text(tokens, at + 2), "in" | "super" | "crate" | "self");
        at = if narrowed { closing(tokens, at + 1) + 1 } else { at + 1 };
    }
    kept
}

/// Tokens without attributes and without what is compiled for tests alone.
fn without_tests<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let open = at + if text(tokens, at + 1) == "!" { 2 } else { 1 };
        if tokens[at].text != "#" || text(tokens, open) != "[" {
            kept.push(tokens[at]);
            at += 1;
            continue;
        }
        let end = closing(tokens, open);
        let inside: String = tokens[open..end].iter().map(|token| token.text).collect();
        at = end + 1;
        if inside == "[cfg(test)" {
            while at < tokens.len() && !matches!(tokens[at].text, ";" | "{") {
                let bracket = matches!(tokens[at].text, "(" | "[");
                at = if bracket { closing(tokens, at) + 1 } else { at + 1 };
            }
            at = if text(tokens, at) == "{" { closing(tokens, at) + 1 } else { at + 1 };
        }
    }
    kept
}
