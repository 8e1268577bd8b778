//! Any bytes as an article: no panic, and what holds of every analysis holds.

#![no_main]

use std::sync::LazyLock;

use copydesk::analysis::{Article, ArticleMeta, analyze};
use copydesk::model::Models;
use jiff::civil::{Date, date};

#[path = "../reader/sound.rs"]
mod sound;

static MODELS: LazyLock<Models> = LazyLock::new(Models::embedded);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let days = [None, Some(Date::MIN), Some(Date::MAX), Some(date(2016, 2, 29))];
    let published = days[bytes.len() % days.len()];
    let text = String::from_utf8_lossy(bytes).into();
    let article = Article { text, meta: ArticleMeta { published, ..ArticleMeta::default() } };
    let problems = sound::problems(&analyze(&MODELS, &article));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
});
