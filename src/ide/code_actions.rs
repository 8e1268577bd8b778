//! What can be done for an article: say its date and its outlet, mark it as draft or clipping.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::FilePosition;
use super::referent::{Referent, referents};
use crate::analysis::{ArticleAnalysis, ArticleRole, TimeExpression, TimeValue};
use crate::corpus::{ArticleId, Snapshot};
use crate::text::{Span, percent_decoded};
use crate::token::ZoneKind;

/// So many paragraphs of the body may name the day of publication.
const LEAD: usize = 2;
/// So many dates are offered.
const MOST: usize = 3;
/// So many parts of a path may name a day: `2016/04/18/call.txt`.
const PARTS: usize = 4;

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The article's date is set; `None` asks for it.
    Date(Option<Date>),
    /// The article's outlet is set; `None` asks for it.
    Outlet(Option<String>),
    /// The article becomes a draft or a clipping.
    Role(ArticleRole),
}

/// What can be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAction {
    /// What the user reads.
    pub title: String,
    /// What is done.
    pub act: Act,
    /// True when it mends something that is missing at the place asked about, so that it may be offered unasked.
    pub mends: bool,
    /// True when it is most likely what is wanted.
    pub preferred: bool,
}

/// What can be done for an article, with what is wanted most first. `span` is where the cursor is.
pub fn code_actions(snapshot: &Snapshot, article: ArticleId, span: Span) -> Vec<CodeAction> {
    let node = snapshot.article(article);
    let analysis = &*node.analysis;
    let mut found = date_actions(snapshot, article, span);
    found.extend(outlet_actions(analysis));
    let (role, title) = match analysis.meta.role {
        ArticleRole::Draft => (ArticleRole::Clipping, "Mark as clipping"),
        ArticleRole::Clipping => (ArticleRole::Draft, "Mark as draft"),
    };
    found.push(action(title, Act::Role(role)));
    found
}

fn action(title: impl Into<String>, act: Act) -> CodeAction {
    CodeAction { title: title.into(), act, mends: false, preferred: false }
}

/// A day that may be the article's, with where it stands, in words.
struct Candidate {
    date: Date,
    place: String,
    span: Option<Span>,
}

fn date_actions(snapshot: &Snapshot, article: ArticleId, span: Span) -> Vec<CodeAction> {
    let node = snapshot.article(article);
    let (analysis, key) = (&*node.analysis, &*node.key);
    let known = analysis.published.map(|published| published.date);
    // What the text says plainly needs no second opinion; it can still be overruled by hand.
    let in_text = analysis.published.is_some_and(|published| published.place.is_some());
    let mut candidates = if in_text { Vec::new() } else { candidates(analysis, key) };
    candidates.retain(|candidate| Some(candidate.date) != known);
    candidates.truncate(MOST);
    let near = |candidate: &Candidate| candidate.span.is_some_and(|place| same_line(analysis, place, span));
    let mends = known.is_none()
        && (in_head(analysis, span) || is_undated(snapshot, article, span) || candidates.iter().any(near));
    let alone = candidates.len() == 1 && known.is_none();
    let titled = candidates.into_iter().map(|candidate| CodeAction {
        title: format!("Set this article's date to {} ({})", long_day(candidate.date), candidate.place),
        act: Act::Date(Some(candidate.date)),
        mends,
        preferred: alone,
    });
    let bare = CodeAction { mends, ..action("Set this article's date …", Act::Date(None)) };
    titled.chain([bare]).collect()
}

/// The days that the text, the address and the file name offer, each once, the surest first.
fn candidates(analysis: &ArticleAnalysis, key: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = written(analysis).collect();
    let named = |path: &str, place: &str| -> Vec<Candidate> {
        let one = |date| Candidate { date, place: place.to_owned(), span: None };
        days_in(path).into_iter().map(one).collect()
    };
    if let Some(url) = &analysis.meta.url {
        found.extend(named(url, "its address"));
    }
    let path = if key.starts_with("file:") { percent_decoded(key) } else { None };
    let path = path.unwrap_or_else(|| key.to_owned());
    let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
    found.extend(named(file, "its file name"));
    found.extend(named(&last_parts(&path), "its folder"));
    let mut seen = BTreeSet::new();
    found.retain(|candidate| seen.insert(candidate.date));
    found
}

fn last_parts(path: &str) -> String {
    let mut parts: Vec<&str> = path.rsplit(['/', '\\']).take(PARTS).collect();
    parts.reverse();
    parts.join("/")
}

/// A whole date above the body or at its beginning, unless the text knows a later year: then it is history.
fn written(analysis: &ArticleAnalysis) -> impl Iterator<Item = Candidate> {
    let structure = &analysis.structure;
    let mut body = structure.paragraphs.iter().filter(|paragraph| paragraph.zone == ZoneKind::Body);
    let end = body.nth(LEAD - 1).or_else(|| structure.paragraphs.last()).map_or(0, |paragraph| paragraph.span.end);
    let absolute = || analysis.times.iter().filter(|time| !time.relative);
    let latest = absolute().filter_map(|time| year(time.value)).max();
    absolute().take_while(move |time| time.span.end <= end).filter_map(move |time| {
        let TimeValue::Day(date) = time.value else { return None };
        let footer = structure.zone_at(time.span.start) == ZoneKind::Boilerplate;
        if footer || latest.is_some_and(|latest| latest > date.year()) {
            return None;
        }
        let words = analysis.slice(time.span).trim_start_matches("on ");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = analysis.lines.line_of(time.span.start) + 1;
        Some(Candidate { date, place: format!("“{words}”, line {line}"), span: Some(time.span) })
    })
}

fn year(value: TimeValue) -> Option<i16> {
    match value {
        TimeValue::Day(date) | TimeValue::Week(date) | TimeValue::Month(date) | TimeValue::Quarter(date) => {
            Some(date.year())
        }
        TimeValue::Year(year) => Some(year),
        _ => None,
    }
}

/// The days that a path or address names, where the order of the numbers is sure: `2016-04-18_call.txt`,
/// `20160418.txt`, `18.04.2016.txt`, `2016/04/18/call.txt`.
fn days_in(path: &str) -> Vec<Date> {
    let words: Vec<&str> = path.split(|ch: char| !ch.is_alphanumeric()).collect();
    let single = words.iter().filter_map(|word| compact(word));
    let triple = words.windows(3).filter_map(|window| day_of(window[0], window[1], window[2]));
    single.chain(triple).collect()
}

fn compact(word: &str) -> Option<Date> {
    let plain = word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    if plain { day_of(&word[..4], &word[4..6], &word[6..]) } else { None }
}

fn day_of(a: &str, b: &str, c: &str) -> Option<Date> {
    let number = |word: &str, longest: usize| {
        let plain = !word.is_empty() && word.len() <= longest && word.bytes().all(|byte| byte.is_ascii_digit());
        if plain { word.parse::<i16>().ok() } else { None }
    };
    let day = |year: i16, month: i16, day: i16| {
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
        date.filter(|_| (1800..2200).contains(&year))
    };
    if a.len() == 4 {
        return day(number(a, 4)?, number(b, 2)?, number(c, 2)?);
    }
    let (first, second, year) = (number(a, 2)?, number(b, 2)?, number(c, 4).filter(|_| c.len() == 4)?);
    match () {
        () if first > 12 || first == second => day(year, second, first),
        () if second > 12 => day(year, first, second),
        // "4-5-2016" is April or May.
        () => None,
    }
}

/// `18 April 2016`.
fn long_day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// True on the lines above the body, and on the first with something on it.
fn in_head(analysis: &ArticleAnalysis, span: Span) -> bool {
    let paragraphs = &analysis.structure.paragraphs;
    let body = paragraphs.iter().position(|paragraph| paragraph.zone == ZoneKind::Body);
    let last = match body {
        Some(0) | None => paragraphs.first(),
        Some(body) => paragraphs.get(body - 1),
    };
    let end = last.map_or(0, |paragraph| paragraph.span.end);
    analysis.lines.line_of(span.start) <= analysis.lines.line_of(end)
}

/// True on a time that cannot be counted, since nobody knows from which day.
fn is_undated(snapshot: &Snapshot, article: ArticleId, span: Span) -> bool {
    let analysis = snapshot.analysis(article);
    let undated = |time: &TimeExpression| time.value == TimeValue::Undated;
    let at = referents(snapshot, FilePosition { article, offset: span.start });
    let meant = at.iter().any(|about| matches!(about, Referent::Time(time) if undated(&analysis.times[*time])));
    meant || analysis.times.iter().any(|time| undated(time) && time.span.overlaps(span))
}

fn same_line(analysis: &ArticleAnalysis, one: Span, other: Span) -> bool {
    analysis.lines.line_of(one.start) == analysis.lines.line_of(other.start)
}

fn outlet_actions(analysis: &ArticleAnalysis) -> Vec<CodeAction> {
    let known = analysis.outlet.as_ref().map(|outlet| outlet.name.as_str());
    let site = analysis.meta.url.as_deref().and_then(site).filter(|_| known.is_none());
    let named = site.map(|site| {
        action(format!("Set this article's outlet to “{site}” (its address)"), Act::Outlet(Some(site.to_owned())))
    });
    named.into_iter().chain([action("Set this article's outlet …", Act::Outlet(None))]).collect()
}

/// The site of an address: `nytimes.com`.
fn site(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host.contains('.') && !host.contains(char::is_whitespace)).then_some(host)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, LazyLock};

    use super::*;
    use crate::analysis::{Article, ArticleMeta, analyze};
    use crate::corpus::Corpus;
    use crate::model::Models;

    static MODELS: LazyLock<Models> = LazyLock::new(Models::embedded);

    /// The titles of what can be done where `$0` stands; `!` before what is offered unasked, `*` behind the preferred.
    #[track_caller]
    fn check(key: &str, marked: &str, meta: ArticleMeta, expected: &[&str]) {
        let at = u32::try_from(marked.find("$0").expect("a cursor")).unwrap();
        let text = Arc::from(marked.replace("$0", ""));
        let mut corpus = Corpus::new();
        corpus.set(key.into(), Arc::new(analyze(&MODELS, &Article { text, meta })));
        let found = code_actions(&corpus.snapshot(), ArticleId(0), Span::new(at, at));
        let show = |one: &CodeAction| {
            let (before, behind) = (if one.mends { "!" } else { "" }, if one.preferred { "*" } else { "" });
            format!("{before}{}{behind}", one.title)
        };
        let shown: Vec<String> = found.iter().filter(|one| matches!(one.act, Act::Date(_))).map(show).collect();
        assert_eq!(shown, expected);
    }

    const HEAD: &str = "Bridge to Close\n\n";
    const BODY: &str = "The mayor of the town said that the old bridge would be closed for two years.\n";
    const BARE: &str = "Set this article's date …";

    #[test]
    fn dates_of_the_lead_the_file_name_and_the_folder_are_offered() {
        let none = ArticleMeta::default;
        let dated = format!("{HEAD}The mayor said on Monday, April 18, 2016, that the bridge$0 would be closed.\n");
        let monday = "!Set this article's date to 18 April 2016 (“Monday, April 18, 2016”, line 3)*";
        check("a.txt", &dated, none(), &[monday, &format!("!{BARE}")]);
        let plain = format!("{HEAD}{BODY}\n{BODY}$0");
        let named = "Set this article's date to 18 April 2016 (its file name)*";
        for name in
            ["2016-04-18_call.txt", "file:///news/call%2020160418.txt", "C:\\news\\18.04.2016.txt", "x_4-18-2016.txt"]
        {
            check(name, &plain, none(), &[named, BARE]);
        }
        check(
            "/news/2016/04/18/call.txt",
            &plain,
            none(),
            &["Set this article's date to 18 April 2016 (its folder)*", BARE],
        );
        for name in [
            "000_ac0255bbbf864db0.txt",
            "04-05-2016.txt",
            "2016-02-30.txt",
            "12345678.txt",
            "a.txt",
            "x2016-04-18y.txt",
        ] {
            check(name, &plain, none(), &[BARE]);
        }
    }

    #[test]
    fn history_and_what_stands_far_down_are_no_candidates() {
        let text =
            format!("{HEAD}It was built on 4 May 1921 and mended in 2015.$0\n\n{BODY}\nIt opened on 5 June 2016.\n");
        check("a.txt", &text, ArticleMeta::default(), &[BARE]);
    }

    #[test]
    fn unasked_only_where_a_date_is_missing() {
        let none = ArticleMeta::default;
        let mends = format!("!{BARE}");
        check("a.txt", &format!("Bridge$0 to Close\n\n{BODY}"), none(), &[&mends]);
        check("a.txt", &format!("$0\n\n{BODY}"), none(), &[&mends]);
        check("a.txt", &format!("{HEAD}{BODY}\nIt was said on Mon$0day in the town hall.\n"), none(), &[&mends]);
        check("a.txt", &format!("{HEAD}{BODY}\nIt was$0 said on Monday in the town hall.\n"), none(), &[BARE]);
        let known = ArticleMeta { published: Date::new(2016, 4, 18).ok(), ..none() };
        check("a.txt", &format!("Bridge$0 to Close\n\n{BODY}"), known.clone(), &[BARE]);
        let other = "Set this article's date to 20 April 2016 (its file name)";
        check("2016-04-20 2016-04-18.txt", &format!("Bridge$0 to Close\n\n{BODY}"), known, &[other, BARE]);
        // The text tells the day itself.
        check("2016-04-20.txt", &format!("Bridge$0 to Close\n\nSun 20 Nov 2016\n\n{BODY}"), none(), &[BARE]);
    }

    #[test]
    fn an_address_names_day_and_outlet() {
        let url = Some("https://www.nytimes.com/2016/04/18/world/call.html?x=1".to_owned());
        let meta = ArticleMeta { url, role: ArticleRole::Clipping, ..ArticleMeta::default() };
        check(
            "a.txt",
            &format!("{HEAD}{BODY}$0"),
            meta.clone(),
            &["Set this article's date to 18 April 2016 (its address)*", BARE],
        );
        let mut corpus = Corpus::new();
        corpus.set("a.txt".into(), Arc::new(analyze(&MODELS, &Article { text: Arc::from(BODY), meta })));
        let found = code_actions(&corpus.snapshot(), ArticleId(0), Span::default());
        let acts: Vec<_> = found.into_iter().map(|one| one.act).skip_while(|act| matches!(act, Act::Date(_))).collect();
        assert_eq!(
            acts,
            [Act::Outlet(Some("nytimes.com".to_owned())), Act::Outlet(None), Act::Role(ArticleRole::Draft)]
        );
    }
}
