//! `copydesk set`: writes into `copydesk.toml` what an article does not say of itself.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::command::{Failure, Outcome};
use crate::analysis;
use crate::store::settings::Refused;
use crate::store::settings::edit::Fact;
use crate::store::settings::write::{self, Wish};
use crate::store::settings::{self, Memory, SettingsIndex};
use crate::text::{escaped, escaped_path};

/// What to say of which article.
#[derive(Args, Debug)]
pub(super) struct Options {
    /// The article
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    facts: Facts,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
struct Facts {
    /// The day on which it appeared
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = settings::parse_day)]
    date: Option<Date>,
    /// Who published it
    #[arg(long, value_name = "NAME", value_parser = settings::parse_name)]
    outlet: Option<String>,
    /// Its title
    #[arg(long, value_name = "WORDS", value_parser = settings::parse_name)]
    title: Option<String>,
    /// Where it was published
    #[arg(long, value_name = "ADDRESS", value_parser = settings::parse_address)]
    url: Option<String>,
    /// Whether it is being worked on or is evidence
    #[arg(long, value_enum)]
    role: Option<Role>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Role {
    /// Copy that is being worked on
    Draft,
    /// Published by somebody, never edited
    Clipping,
}

impl Facts {
    fn list(self) -> Vec<Fact> {
        let role = self.role.map(|role| match role {
            Role::Draft => analysis::ArticleRole::Draft,
            Role::Clipping => analysis::ArticleRole::Clipping,
        });
        let facts = [
            self.date.map(Fact::Published),
            self.outlet.map(Fact::Outlet),
            self.title.map(Fact::Title),
            self.url.map(Fact::Url),
            role.map(Fact::Role),
        ];
        facts.into_iter().flatten().collect()
    }
}

/// Writes into the nearest `copydesk.toml`; where there is none, Copydesk is off, and stays so.
pub(super) fn run(options: Options, out: &mut dyn Write) -> Outcome {
    let failure = |Refused(why)| Failure::Message(why);
    let file = &options.file;
    if !file.exists() {
        return Err(Failure::Message(format!("{}: there is no such file; check the path", escaped_path(file))));
    }
    let memory = Memory::default();
    let nearest = SettingsIndex::with_memory(memory.clone()).nearest(file);
    if nearest.is_none() && file.is_file() {
        return Err(Failure::Message(off(file)));
    }
    write::is_article(file, nearest.as_deref()).map_err(failure)?;
    let settings = nearest.ok_or_else(|| Failure::Message(off(file)))?;
    for fact in options.facts.list() {
        let said = format!("{} = {}", fact.key(), escaped(&fact.written()));
        let plan = write::change(&settings.path, file, &Wish::Say(fact), &memory).map_err(failure)?;
        let how = if plan.changes() { "written" } else { "was so already" };
        writeln!(out, "{}: {said}: {how}", escaped_path(&settings.path))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn off(file: &Path) -> String {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (file, folder) = (escaped_path(file), escaped_path(folder));
    format!("{file}: Copydesk is off here; turn it on with: copydesk init {folder}")
}
