//! `copydesk.toml`: what a folder says of its articles and of the rules.
//!
//! Reading is total: [`Settings::parse`] gives whatever could be understood, with a [`SettingsProblem`] for each
//! mistake. Paths in it are relative to its folder and written with `/` on every system.

mod articles;
pub mod carry;
mod content;
pub mod edit;
mod index;
pub(super) mod lock;
mod outline;
mod parse;
mod refused;
mod values;
pub mod write;

pub use content::{DEFAULT_MAX_FILE_SIZE, FILE_NAME, LARGEST, STARTER, Settings, SettingsProblem};
pub(super) use index::relative_to;
pub use index::{Memory, SettingsFile, SettingsIndex, absolute, find_settings};
pub use refused::Refused;
pub use values::{parse_address, parse_day, parse_name};

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use super::*;
    use crate::analysis::ArticleRole;

    #[test]
    fn later_and_more_exact_entries_win_key_by_key() {
        let (settings, problems) = Settings::parse(
            "[articles.\"b/[1] x.txt\"]\noutlet = \"Exact\"\n\
             [articles.\"*/*.txt\"]\noutlet = \"Glob\"\npublished = 2016-04-18\nrole = \"clipping\"\n\
             [articles.\"**\"]\npublished = \"2012-06-18\"\n",
        );
        assert_eq!(problems, []);
        let meta = settings.meta_for("b\\[1] x.txt");
        assert_eq!(meta.outlet.as_deref(), Some("Exact"));
        assert_eq!(meta.published, Some(jiff::civil::date(2012, 6, 18)));
        assert_eq!(meta.role, ArticleRole::Clipping);
        assert_eq!(settings.meta_for("x.txt").role, ArticleRole::Draft);
    }

    #[test]
    fn the_nearest_file_counts_until_it_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(dir.path().join(FILE_NAME), "").unwrap();
        std::fs::write(dir.path().join("a").join(FILE_NAME), "max_file_size = 7").unwrap();
        let article = deep.join("x.txt");
        assert_eq!(find_settings(&article), Some(dir.path().join("a").join(FILE_NAME)));
        let mut index = SettingsIndex::default();
        let size = |file: Option<Arc<SettingsFile>>| file.map(|file| file.settings.max_file_size);
        assert_eq!((size(index.known(&article)), index.changes()), (None, 0));
        assert_eq!(size(index.nearest(&article)), Some(7));
        assert_eq!((size(index.known(&article)), index.changes()), (Some(7), 1));
        index.put(SettingsFile::parse(&deep.join(FILE_NAME), "max_file_size = 8"));
        assert_eq!(size(index.nearest(&article)), Some(8));
        std::fs::write(dir.path().join("a").join(FILE_NAME), "max_file_size = 9").unwrap();
        index.forget(&dir.path().join("a"));
        assert_eq!(size(index.nearest(&deep.join("../x.txt"))), Some(9));
        index.forget_below(&dir.path().join("a"));
        assert_eq!(size(index.known(&article)), None);
    }

    #[test]
    fn what_is_above_a_path_is_told_without_dots() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["x", "y"] {
            std::fs::create_dir(dir.path().join(folder)).unwrap();
        }
        std::fs::write(dir.path().join("x").join(FILE_NAME), "").unwrap();
        let article = dir.path().join("x/../y/a.txt");
        assert_eq!(find_settings(&article), None);
        assert!(SettingsIndex::default().nearest(&article).is_none());
        std::fs::write(dir.path().join("y").join(FILE_NAME), "").unwrap();
        let nearest = SettingsIndex::default().nearest(&article).unwrap();
        assert_eq!((nearest.folder(), &*nearest.relative(&article)), (&*dir.path().join("y"), "a.txt"));
        assert_eq!(absolute(Path::new("/../a/./b/../c")), Some(PathBuf::from("/a/c")));
    }

    #[test]
    fn the_starter_is_without_mistakes_and_never_overwrites() {
        assert_eq!(Settings::parse(STARTER).1, []);
        let spelled_out: String = STARTER
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|line| line.contains(['=', '['])).unwrap_or(""))
            .collect::<Vec<_>>()
            .join("\n");
        assert_eq!(Settings::parse(&spelled_out).1, []);
        let dir = tempfile::tempdir().unwrap();
        write::start(dir.path()).unwrap();
        assert!(write::start(dir.path()).is_err());
    }
}
