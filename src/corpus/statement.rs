//! Which statements of different articles are the same words or the same claim.
//!
//! Only statements of one coverage are compared: the same words on two occasions are two statements. Words in common
//! between quotation marks are the best sign, the same source with enough content in common the second.

use super::groups::Groups;
use super::profile::{Profile, StatementFacts};
use super::{ArticleId, StatementLink};

/// Content in common (cosine by rarity) that makes two statements of one source the same.
const SAME_SOURCE: f32 = 0.42;
/// The same without a source in common.
const ANY_SOURCE: f32 = 0.45;
/// Pairs of neighbouring content words in common that make a quotation the same however long it is.
const LONG_RUN: usize = 4;
/// What a headline loses against the body, which says the same in full.
const OUTSIDE_BODY: f32 = 0.2;
/// Statements of an article that are compared; more are no article.
const MOST: usize = 400;

/// Links the statements of two articles of one coverage: each to the most alike of the other article.
pub(super) fn link(
    groups: &Groups,
    (a, ours): (usize, &Profile),
    (b, theirs): (usize, &Profile),
) -> Vec<StatementLink> {
    let mut found: Vec<StatementLink> = Vec::new();
    for one in ours.statements.iter().take(MOST) {
        for other in theirs.statements.iter().take(MOST) {
            let same_source = one.source.zip(other.source).is_some_and(|(x, y)| groups.of(a, x) == groups.of(b, y));
            if let Some((score, verbatim)) = alike(one, other, same_source) {
                let id = |article: usize| ArticleId(crate::text::Span::of(0..article).end);
                found.push(StatementLink { a: (id(a), one.at), b: (id(b), other.at), score, verbatim });
            }
        }
    }
    // Best first, each statement once: the same claim stands once in an article.
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut taken: Vec<(ArticleId, usize)> = Vec::new();
    found.retain(|link| {
        let free = !taken.contains(&link.a) && !taken.contains(&link.b);
        if free {
            taken.extend([link.a, link.b]);
        }
        free
    });
    for link in &mut found {
        link.score = link.score.clamp(0.0, 1.0);
    }
    found
}

/// How alike two statements are, when they are the same.
fn alike(a: &StatementFacts, b: &StatementFacts, same_source: bool) -> Option<(f32, bool)> {
    let common = |x: &[u64], y: &[u64]| x.iter().filter(|pair| y.binary_search(pair).is_ok()).count();
    // "Attorney General" in both is no quotation in common: it takes half of the shorter, or a long run.
    let quoted = common(&a.quoted, &b.quoted);
    let share = share(quoted, a.quoted.len().min(b.quoted.len()));
    let verbatim = quoted >= LONG_RUN || share >= 0.5;
    // Words in quotation marks here that stand without them there are the same words all the same.
    let taken_over = common(&a.quoted, &b.pairs) + common(&b.quoted, &a.pairs) > 0;
    let cosine = a.words.cosine(&b.words);
    let words = a.words.shared(&b.words).count();
    let names = a.names.shared(&b.names).count();
    // One word in common ("the cease-fire") is a topic; a source that speaks of the same people says the same thing
    // in other words.
    let enough = verbatim || words >= 3 || (same_source && words >= 1 && words + names >= 4);
    let named = if same_source { 0.25 * a.names.cosine(&b.names) } else { 0.0 };
    let quoted = if verbatim { 0.25 + 0.25 * share } else { 0.0 } + if taken_over { 0.2 } else { 0.0 };
    let score = cosine + named + quoted;
    let score = if a.body && b.body { score } else { score - OUTSIDE_BODY };
    let needed = if same_source { SAME_SOURCE } else { ANY_SOURCE };
    (enough && score >= needed && (verbatim || words + names >= 3)).then_some((score, verbatim))
}

fn share(part: usize, whole: usize) -> f32 {
    let narrow = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    if whole == 0 { 0.0 } else { narrow(part) / narrow(whole) }
}
