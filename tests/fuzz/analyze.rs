//! Any bytes as an article: no panic, and what holds of every analysis holds.

#![no_main]

use std::sync::LazyLock;

use copydesk::analysis::{Article, ArticleMeta, analyze};
use copydesk::model::Models;
use jiff::civil::{Date, date};

#[path = "../reader/sound.rs"]
mod sound;

/// Longer texts find nothing that these do not, and take longer.
const LONGEST: usize = 2 << 10;

/// One text in so many is read by the network, which takes most of the time and has few branches to find.
const NETWORK: usize = 32;

static MODELS: LazyLock<Models> = LazyLock::new(Models::embedded);
static RULES: LazyLock<Models> = LazyLock::new(Models::rules_only);

libfuzzer_sys::fuzz_target!(
    // The tables take longer than a text: no text is to be blamed for them.
    init: {
        LazyLock::force(&MODELS);
        LazyLock::force(&RULES);
    },
    |bytes: &[u8]| {
        let bytes = &bytes[..bytes.len().min(LONGEST)];
        let sum = bytes.iter().fold(bytes.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
        let models: &Models = if sum % NETWORK == 0 { &MODELS } else { &RULES };
        let days = [None, Some(Date::MIN), Some(Date::MAX), Some(date(2016, 2, 29))];
        let published = days[sum / NETWORK % days.len()];
        let text = String::from_utf8_lossy(bytes).into();
        let article = Article { text, meta: ArticleMeta { published, ..ArticleMeta::default() } };
        let problems = sound::problems(&analyze(models, &article));
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
);
