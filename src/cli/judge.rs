//! `copydesk judge`: decides about a reading at a place, and writes that beside the article.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use super::command::{Eyes, Failure, Outcome};
use super::json;
use super::query::{self, At};
use super::workspace::Workspace;
use crate::annotation::Status;
use crate::corpus::{ArticleId, Place, Snapshot};
use crate::ide::judge::{self, Sort, Speaker};
use crate::store::annotations::Memory;
use crate::store::annotations::judging::{Judging, Written, creator};
use crate::store::settings::{Refused, absolute};
use crate::text::{Span, escaped, escaped_path};

/// What is decided, where and by whom.
#[derive(Args, Debug)]
pub(super) struct Options {
    /// A place, line and character counted from 1; FILE:LINE:COLUMN-LINE:COLUMN for a span, its end excluded
    #[arg(value_name = "PLACE", value_parser = parse_range)]
    place: Range,
    #[command(subcommand)]
    verb: Verb,
    /// Who decides; else git's user.name
    #[arg(long = "as", value_name = "NAME", global = true)]
    annotator: Option<String>,
    /// Print what was written, for programs
    #[arg(long, global = true)]
    json: bool,
}

/// A cursor or a span in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Range {
    from: At,
    to: Option<At>,
}

/// Reads `FILE:LINE:COLUMN` and `FILE:LINE:COLUMN-LINE:COLUMN`.
pub(super) fn parse_range(argument: &str) -> Result<Range, String> {
    if let Some((from, to)) = argument.rsplit_once('-')
        && let Ok(from) = query::parse_at(from)
        && let Ok(to) = from.on_same_file(to)
    {
        return Ok(Range { from, to: Some(to) });
    }
    let wrong = |_| "write it as FILE:LINE:COLUMN or FILE:LINE:COLUMN-LINE:COLUMN, counted from 1".to_owned();
    query::parse_at(argument).map(|from| Range { from, to: None }).map_err(wrong)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SortName {
    /// A name or a description
    Mention,
    /// Who says what
    Attribution,
    /// Something that happens
    Event,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OfName {
    /// People and things
    Entity,
    /// Events
    Event,
}

#[derive(Args, Debug)]
struct Verdict {
    /// Which reading, where several lie there
    #[arg(value_enum)]
    sort: Option<SortName>,
    /// All of the same here
    #[arg(long)]
    all: bool,
}

#[derive(Args, Debug)]
struct Other {
    /// The other place
    #[arg(long, value_name = "PLACE", value_parser = parse_range)]
    to: Range,
    /// People and things, or events; else what stands there
    #[arg(long, value_enum)]
    of: Option<OfName>,
}

#[derive(Subcommand, Debug)]
enum Verb {
    /// What was read is right
    Accept(Verdict),
    /// What was read is wrong
    Reject(Verdict),
    /// The words name or describe something: person, organization, place, group, event, product or other
    Mention {
        #[arg(value_name = "TYPE")]
        kind: String,
    },
    /// The words tell of an event
    Event {
        /// call, meeting, attack …
        #[arg(value_name = "CLASS")]
        class: Option<String>,
    },
    /// Somebody says the words
    Attribution {
        /// The words for who says it
        #[arg(long, value_name = "PLACE", value_parser = parse_range)]
        source: Option<Range>,
        /// The words that say that it is said
        #[arg(long, value_name = "PLACE", value_parser = parse_range)]
        cue: Option<Range>,
        /// Who it is
        #[arg(long, value_name = "NAME")]
        speaker: Option<String>,
    },
    /// Who says what is said here: a place where they are mentioned, a name, or none
    Speaker {
        #[arg(value_name = "NAME", required_unless_present = "to")]
        name: Option<String>,
        /// Where they are mentioned
        #[arg(long, value_name = "PLACE", value_parser = parse_range, conflicts_with = "name")]
        to: Option<Range>,
    },
    /// Both places are about one
    Same {
        #[command(flatten)]
        other: Other,
        /// And so is every name that is written as the one at PLACE, in all articles of the folder
        #[arg(long, conflicts_with = "of")]
        every: bool,
    },
    /// They are not
    NotSame(Other),
    /// Nobody can tell
    Unsure(Other),
    /// The event is a part of another
    PartOf {
        /// The other
        #[arg(long, value_name = "PLACE", value_parser = parse_range)]
        to: Range,
    },
    /// What somebody, something or an event is called
    Name {
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// A page about it
    Link {
        #[arg(value_name = "URI")]
        uri: String,
    },
    /// How far the checking of a statement is
    Claim {
        /// open, sourced, checked, disputed, false, observation or public-record
        #[arg(value_name = "STATUS", value_parser = parse_status)]
        status: Status,
        /// Evidence
        #[arg(long = "link", value_name = "URI")]
        links: Vec<String>,
        /// A remark
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// A finding is none
    Dismiss {
        /// The code of the rule
        #[arg(value_name = "CODE")]
        code: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        /// In the whole article
        #[arg(long)]
        article: bool,
    },
    /// A remark
    Note {
        #[arg(value_name = "TEXT")]
        note: String,
    },
    /// Take an annotation away
    Delete {
        /// Its id, as `copydesk annotations` prints it
        #[arg(long, value_name = "ID")]
        id: String,
    },
    /// An annotation belongs to these words
    Reanchor {
        /// Its id, as `copydesk annotations` prints it
        #[arg(long, value_name = "ID")]
        id: String,
        /// The words
        #[arg(long, value_name = "PLACE", value_parser = parse_range)]
        to: Range,
    },
}

fn parse_status(word: &str) -> Result<Status, String> {
    Status::of(word).ok_or_else(|| {
        let all: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
        format!("there are {}", all.join(", "))
    })
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    title: &'a str,
    written: Vec<WrittenJson<'a>>,
}

#[derive(Serialize)]
struct WrittenJson<'a> {
    file: String,
    id: &'a str,
}

/// Decides, writes, and says what was written.
pub(super) fn run(options: &Options, out: &mut dyn Write) -> Outcome {
    let failure = |Refused(why)| Failure::Message(why);
    let (workspace, article) = query::load(options.place.from.file(), &Eyes { name: options.annotator.clone() })?;
    let settings = workspace.settings(article).ok_or_else(|| {
        let file = options.place.from.file();
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let (file, folder) = (escaped_path(file), escaped_path(folder));
        Failure::Message(format!("{file}: Copydesk is off here; turn it on with: copydesk init {folder}"))
    })?;
    let named = Named { workspace: &workspace };
    let at = named.place(&options.place)?;
    let verb = named.verb(&options.verb)?;
    let memory = Memory::default();
    let creator = creator(options.annotator.as_deref(), settings.folder(), &memory.users).map_err(failure)?;
    let path = |article: ArticleId| workspace.path(article).and_then(absolute);
    let judging = Judging {
        snapshot: &workspace.snapshot,
        path: &path,
        settings: &settings,
        memory: &memory,
        creator: &creator,
        standing: &|article| Some((None, workspace.standing(article)?)),
    };
    let written = judging.judge(at, &verb).map_err(failure)?;
    print(&written, settings.folder(), options.json, out)
}

fn print(written: &Written, folder: &Path, as_json: bool, out: &mut dyn Write) -> Outcome {
    let file = |path: &PathBuf| escaped_path(path.strip_prefix(folder).unwrap_or(path));
    if as_json {
        let lines = written.changes.iter().map(|change| WrittenJson { file: file(&change.file), id: &change.id });
        writeln!(out, "{}", json::line(&AnswerJson { title: &written.title, written: lines.collect() })?)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "{}", written.title)?;
    for change in &written.changes {
        let how = if change.after.is_some() { "written" } else { "removed" };
        writeln!(out, "{}: {}: {how}", file(&change.file), escaped(&change.id))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Places and verbs as they were named on the command line.
struct Named<'a> {
    workspace: &'a Workspace,
}

impl Named<'_> {
    fn place(&self, range: &Range) -> Result<Place, Failure> {
        let file = range.from.file();
        let real = |path: &Path| path.canonicalize().ok();
        let wanted = real(file);
        let snapshot: &Snapshot = &self.workspace.snapshot;
        let same = |id: &ArticleId| wanted.is_some() && self.workspace.path(*id).and_then(real) == wanted;
        let article = snapshot.ids().find(same).ok_or_else(|| {
            Failure::Message(format!("{}: is no article of this workspace; check the path", escaped_path(file)))
        })?;
        let offset = |at: &At| query::offset(self.workspace, article, at);
        let start = offset(&range.from)?;
        let end = range.to.as_ref().map_or(Ok(start), offset)?;
        Ok(Place { article, span: Span::new(start, end) })
    }

    fn maybe(&self, range: Option<&Range>) -> Result<Option<Place>, Failure> {
        range.map(|range| self.place(range)).transpose()
    }

    fn relate(&self, other: &Other, same: Option<bool>) -> Result<judge::Verb, Failure> {
        let of = other.of.map(|of| match of {
            OfName::Entity => judge::Of::Entity,
            OfName::Event => judge::Of::Event,
        });
        Ok(judge::Verb::Relate { to: self.place(&other.to)?, same, of })
    }

    fn verb(&self, verb: &Verb) -> Result<judge::Verb, Failure> {
        let sort = |verdict: &Verdict| {
            verdict.sort.map(|sort| match sort {
                SortName::Mention => Sort::Mention,
                SortName::Attribution => Sort::Attribution,
                SortName::Event => Sort::Event,
            })
        };
        Ok(match verb {
            Verb::Accept(verdict) => judge::Verb::Accept { sort: sort(verdict), all: verdict.all },
            Verb::Reject(verdict) => judge::Verb::Reject { sort: sort(verdict), all: verdict.all },
            Verb::Mention { kind } => judge::Verb::Mention(kind.clone()),
            Verb::Event { class } => judge::Verb::Event(class.clone()),
            Verb::Attribution { source, cue, speaker } => judge::Verb::Attribution {
                source: self.maybe(source.as_ref())?,
                cue: self.maybe(cue.as_ref())?,
                speaker: speaker.clone().map(Speaker::Named),
            },
            Verb::Speaker { name, to } => judge::Verb::Speaker(match (name.as_deref(), self.maybe(to.as_ref())?) {
                (_, Some(place)) => Speaker::At(place),
                (Some("none") | None, None) => Speaker::Nobody,
                (Some(name), None) => Speaker::Named(name.to_owned()),
            }),
            Verb::Same { other, every: true } => judge::Verb::Every(self.place(&other.to)?),
            Verb::Same { other, .. } => self.relate(other, Some(true))?,
            Verb::NotSame(other) => self.relate(other, Some(false))?,
            Verb::Unsure(other) => self.relate(other, None)?,
            Verb::PartOf { to } => judge::Verb::PartOf(self.place(to)?),
            Verb::Name { name } => judge::Verb::Name(name.clone()),
            Verb::Link { uri } => judge::Verb::Link(uri.clone()),
            Verb::Claim { status, links, note } => {
                judge::Verb::Claim { status: *status, links: links.clone(), note: note.clone() }
            }
            Verb::Dismiss { code, reason, article } => {
                judge::Verb::Dismiss { code: code.clone(), reason: reason.clone(), article: *article }
            }
            Verb::Note { note } => judge::Verb::Note(note.clone()),
            Verb::Delete { id } => judge::Verb::Delete(id.clone()),
            Verb::Reanchor { id, to } => judge::Verb::Reanchor(id.clone(), self.place(to)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_a_start_and_may_have_an_end() {
        let shown = |argument: &str| parse_range(argument).map(|range| (range.from, range.to));
        let at = |text: &str| query::parse_at(text).unwrap();
        assert_eq!(shown("a.txt:4:35"), Ok((at("a.txt:4:35"), None)));
        assert_eq!(shown("a.txt:4:35-4:40"), Ok((at("a.txt:4:35"), Some(at("a.txt:4:40")))));
        assert_eq!(shown("a-4:5.txt:1:1"), Ok((at("a-4:5.txt:1:1"), None)));
        assert!(shown("a.txt:4:35-4").is_err() && shown("a.txt-4:5").is_err());
    }
}
