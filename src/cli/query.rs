//! `copydesk hover`, `definition` and `references`: what an editor shows at a place.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::command::{Eyes, Failure, Outcome};
use super::excerpt::Excerpt;
use super::place::Places;
use super::style::{Ink, Style, safe};
use super::workspace::{self, Workspace};
use crate::corpus::{ArticleId, Place};
use crate::ide::markup::{Inline, Markup};
use crate::ide::{self, FilePosition, Navigation};
use crate::store::load::key_of;
use crate::store::settings;
use crate::text::{Encoding, Position, escaped_path};

/// A place as people write it: 1-based line and character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    file: PathBuf,
    line: u32,
    column: u32,
}

/// Reads `FILE:LINE:COLUMN`; the file may hold colons of its own.
pub(super) fn parse_at(argument: &str) -> Result<At, String> {
    let mut parts = argument.rsplitn(3, ':');
    let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok()).filter(|&number| number > 0);
    let (column, line) = (number(), number());
    match (parts.next(), line, column) {
        (Some(file), Some(line), Some(column)) if !file.is_empty() => Ok(At { file: file.into(), line, column }),
        _ => Err("write it as FILE:LINE:COLUMN, both counted from 1".to_owned()),
    }
}

impl At {
    /// The file.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Reads `LINE:COLUMN` as another place in the same file.
    pub(super) fn on_same_file(&self, argument: &str) -> Result<Self, String> {
        let at = parse_at(&format!("x:{argument}"))?;
        let alone = at.file == Path::new("x");
        if alone { Ok(Self { file: self.file.clone(), ..at }) } else { Err(String::new()) }
    }
}

/// Which question.
#[derive(Clone, Copy, Debug)]
pub(super) enum Request {
    Hover,
    Definition,
    References,
}

/// Answers it; the exit code is 1 when nothing is known there.
pub(super) fn run(request: Request, at: &At, eyes: &Eyes, out: &mut dyn Write) -> Outcome {
    let (workspace, article) = load(&at.file, eyes)?;
    let position = FilePosition { article, offset: offset(&workspace, article, at)? };
    let style = Style::of_stdout();
    let navigation = match request {
        Request::Hover => {
            return match ide::hover::hover(&workspace.snapshot, position) {
                Some(hover) => {
                    writeln!(out, "{}", text(&hover.markup, &style))?;
                    Ok(ExitCode::SUCCESS)
                }
                None => nothing(),
            };
        }
        Request::Definition => ide::goto_definition::goto_definition(&workspace.snapshot, position),
        Request::References => ide::references::references(&workspace.snapshot, position),
    };
    match navigation.filter(|navigation| !navigation.targets.is_empty()) {
        Some(navigation) => {
            targets(&workspace, &navigation, &style, out)?;
            Ok(ExitCode::SUCCESS)
        }
        None => nothing(),
    }
}

fn nothing() -> Outcome {
    workspace::warn("nothing is known there");
    Ok(ExitCode::FAILURE)
}

/// The articles that stand with a file: those of its workspace, else those of its folder. Found under paths as the
/// user writes them where they lie below the working directory.
pub(super) fn load(file: &Path, eyes: &Eyes) -> Result<(Workspace, ArticleId), Failure> {
    let absolute = file.canonicalize().map_err(|error| Failure::Message(format!("{}: {error}", escaped_path(file))))?;
    let found = settings::find_settings(&absolute);
    let folder = found.as_deref().and_then(Path::parent).or(absolute.parent()).unwrap_or(Path::new("."));
    let root = workspace::shorten(folder);
    // Named as well, for a file that a walk leaves out; under the name that the walk gives it.
    let named = absolute.strip_prefix(folder).map_or_else(|_| file.to_owned(), |below| root.join(below));
    let workspace = workspace::load(&[root, named.clone()], eyes)?;
    match workspace.snapshot.find(&key_of(&named)) {
        Some(article) => Ok((workspace, article)),
        None => Err(Failure::Message(format!("{} was not read", escaped_path(file)))),
    }
}

pub(super) fn offset(workspace: &Workspace, article: ArticleId, at: &At) -> Result<u32, Failure> {
    let analysis = workspace.snapshot.analysis(article);
    let lines = analysis.lines.line_count();
    let fail = |what: String| Failure::Message(format!("{}:{}:{}: {what}", escaped_path(&at.file), at.line, at.column));
    if at.line > lines {
        return Err(fail(format!("the article has {lines} lines")));
    }
    let line = analysis.lines.line_span(&analysis.text, at.line - 1);
    let characters = line.of_text(&analysis.text).chars().count();
    if at.column as usize > characters + 1 {
        return Err(fail(format!("the line has {characters} characters")));
    }
    let position = Position { line: at.line - 1, character: at.column - 1 };
    Ok(analysis.lines.offset(&analysis.text, position, Encoding::Utf32))
}

fn text(markup: &Markup, style: &Style) -> String {
    let piece = |inline: &Inline| match inline {
        Inline::Strong(text) => style.paint(Ink::Strong, &safe(text)).into_owned(),
        Inline::Link { text, .. } | Inline::Article { text, .. } => style.paint(Ink::Note, &safe(text)).into_owned(),
        Inline::Text(text) | Inline::Reported(text) | Inline::Slice(text) => safe(text).into_owned(),
    };
    let lines = markup.lines.iter().map(|line| {
        let text: String = line.iter().map(piece).collect();
        // What goes on below is set in, so that each line of the hover shows.
        style.narrower(4).wrap("", &text).replace('\n', "\n    ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// One line a target: `path:line:column: … the words in their line …`.
fn targets(workspace: &Workspace, navigation: &Navigation, style: &Style, out: &mut dyn Write) -> std::io::Result<()> {
    let places = Places::new(&workspace.snapshot);
    for target in &navigation.targets {
        let Place { article, span } = target.focus;
        let place = places.show(target.focus);
        let analysis = workspace.snapshot.analysis(article);
        let line = analysis.lines.line_span(&analysis.text, analysis.lines.line_of(span.start));
        let room = style.width.saturating_sub(place.chars().count() + 2).max(40);
        let excerpt = Excerpt::new(&analysis.text, line, span, room);
        writeln!(out, "{}: {}", style.paint(Ink::Strong, &place), excerpt.text())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_from_its_end() {
        let at = |file: &str, line, column| Ok(At { file: file.into(), line, column });
        assert_eq!(parse_at("a.txt:4:35"), at("a.txt", 4, 35));
        assert_eq!(parse_at("C:\\a:b.txt:1:1"), at("C:\\a:b.txt", 1, 1));
        for wrong in ["a.txt", "a.txt:4", "a.txt:0:1", "a.txt:4:-1", ":4:5", "a.txt:4:5x", "a.txt:99999999999:1"] {
            assert!(parse_at(wrong).is_err(), "{wrong}");
        }
    }
}
