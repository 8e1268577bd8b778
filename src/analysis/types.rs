//! What is found in an article: mentions, chains, attributions, time expressions, events, claims. Each refers to the others
//! by an index into a list of [`super::ArticleAnalysis`].

use jiff::civil::Date;

use crate::model::EntityType;
use crate::model::claim::ClaimKind;
use crate::text::{IndexVec, Span, index_type};
use crate::token::SentenceId;

index_type! {
    /// A time expression of an article.
    TimeId
}

index_type! {
    /// A mention of an article.
    MentionId
}

impl MentionId {
    /// The mention after it in the text.
    pub(crate) fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The mention before it in the text; none before the first.
    pub(crate) fn previous(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }
}

index_type! {
    /// A chain of an article.
    ChainId
}

index_type! {
    /// An attribution of an article.
    AttributionId
}

index_type! {
    /// An event mention of an article.
    EventMentionId
}

index_type! {
    /// An event of an article.
    ArticleEventId
}

impl ChainId {
    /// In place of a chain where there is none and room counts.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

/// The mentions of an article, in the order of the text where nothing else is said.
pub type Mentions = IndexVec<MentionId, Mention>;

/// The chains of an article, in the order of their introductions where nothing else is said.
pub type Chains = IndexVec<ChainId, Chain>;

/// What decided a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provenance {
    /// A rule over the words of the articles, by its name ("appositive").
    Rule(&'static str),
    /// A trained network.
    Network,
    /// What is known of the article's day from outside of the articles (`knowledge`).
    Knowledge,
    /// `copydesk.toml`.
    Settings,
    /// Somebody's decision about what was read.
    Human,
}

impl Provenance {
    /// The name in machine-readable output: "rule:appositive", "network".
    pub fn name(self) -> String {
        match self {
            Self::Rule(name) => format!("rule:{name}"),
            Self::Network => "network".to_owned(),
            Self::Knowledge => "knowledge".to_owned(),
            Self::Settings => "settings".to_owned(),
            Self::Human => "human".to_owned(),
        }
    }
}

/// A fact with what decided it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided<T> {
    /// The fact.
    pub value: T,
    /// What decided it.
    pub provenance: Provenance,
}

impl<T> Decided<T> {
    /// A fact that a rule decides.
    pub fn by_rule(value: T, rule: &'static str) -> Self {
        Self { value, provenance: Provenance::Rule(rule) }
    }
}

/// When the article appeared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The day.
    pub date: Date,
    /// Where the text says so; none where the text does not.
    pub place: Option<Span>,
    /// What decided it.
    pub provenance: Provenance,
}

/// Who published the article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Its name ("The Guardian").
    pub name: String,
    /// Where the text says so; none where the text does not.
    pub place: Option<Span>,
    /// What decided it.
    pub provenance: Provenance,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name ("Earnest").
    Named,
    /// By description ("the official").
    Nominal,
    /// By pronoun ("he").
    Pronoun,
}

/// A mention of somebody or something in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// A name alone, without title, article or possessive; a description with its article.
    pub span: Span,
    /// With title ("Mr. Earnest", "Russian President Vladimir Putin"); equal to `span` without one.
    pub titled: Span,
    pub kind: MentionKind,
    pub entity_type: EntityType,
    /// Its chain, an index into [`ArticleAnalysis::chains`]; every mention has one.
    pub chain: ChainId,
    /// Probability that this is a mention of that type, 0 to 1.
    pub probability: f32,
    /// What decided that it is one, and of that type.
    pub provenance: Provenance,
    /// What decided its chain.
    pub link: Provenance,
}

/// What somebody is called beside the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleForm {
    /// Before the name ("President").
    Title,
    /// Beside the name, between commas ("the White House press secretary").
    Appositive,
    /// In place of the name ("the Russian leader").
    Description,
}

/// A role of a chain, as a slice of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoleMention {
    /// The words.
    pub span: Span,
    /// Where they stand.
    pub how: RoleForm,
    /// What decided whose role it is.
    pub provenance: Provenance,
}

/// Grammatical gender, where a title, pronoun or given name shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Gender {
    Female,
    Male,
    #[default]
    Unknown,
}

/// All mentions of one entity in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The fullest name in the article ("Josh Earnest"); for a chain without a name its introducing description.
    pub name: String,
    pub entity_type: EntityType,
    /// Indices into [`ArticleAnalysis::mentions`], in the order of the text; the first is the introduction.
    pub mentions: Vec<MentionId>,
    /// Roles, in the order of the text.
    pub roles: Vec<RoleMention>,
    /// Known of people alone.
    pub gender: Gender,
    /// True for "officials", "negotiators".
    pub plural: bool,
    /// True when some mention is a name.
    pub named: bool,
    /// For a chain without a name, the named chain that it belongs to ("White House" for "a White House official").
    pub affiliation: Option<ChainId>,
}

/// What kind of source stands behind an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceKind {
    /// A named person.
    Named,
    /// A body or government that speaks as such ("the Kremlin", "Moscow", "a White House statement").
    Office,
    /// A person without a name ("a senior administration official", "a monitor").
    Anonymous,
    /// Another outlet ("ABC News").
    Outlet,
    /// An organised group that speaks together ("the opposition", "opposition negotiators").
    Group,
    /// Nobody in particular ("critics", "some", "reportedly").
    Vague,
}

impl SourceKind {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Office => "office",
            Self::Anonymous => "anonymous",
            Self::Outlet => "outlet",
            Self::Group => "group",
            Self::Vague => "vague",
        }
    }
}

/// How words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// All between quotation marks.
    Direct,
    /// None between quotation marks.
    Indirect,
    /// Some between quotation marks.
    Mixed,
}

impl Style {
    /// The name in machine-readable output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
        }
    }
}

/// Who says what: source, cue and content, several spans each, the source optional. Quotation marks belong to the
/// content, commas between content and cue do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Who says it, with titles and appositives ("Josh Earnest, the White House press secretary"); empty for
    /// "reportedly".
    pub source: Vec<Span>,
    /// "said", "according to", "told reporters" without the addressee.
    pub cue: Vec<Span>,
    /// What is said; several spans for a split quotation.
    pub content: Vec<Span>,
    /// The source's chain, an index into [`ArticleAnalysis::chains`].
    pub chain: Option<ChainId>,
    /// The people who say it together ("A and B said"), two or more; else empty. Then `chain` is none or the group's.
    pub joint: Vec<ChainId>,
    /// What kind of source; `None` when there is no source at all and no vague cue either.
    pub kind: Option<SourceKind>,
    /// Between quotation marks or not.
    pub style: Style,
    /// The attribution whose content holds this one ("A said that B told him"), an index into
    /// [`ArticleAnalysis::attributions`].
    pub parent: Option<AttributionId>,
    /// True when the content stands as hearsay: "reportedly", "is believed to".
    pub hearsay: bool,
    /// Probability that this is an attribution, 0 to 1.
    pub probability: f32,
    /// What decided that it is one.
    pub provenance: Provenance,
}

impl Attribution {
    /// From its first to its last word.
    pub fn extent(&self) -> Span {
        let spans = self.source.iter().chain(&self.cue).chain(&self.content);
        spans.copied().reduce(Span::join).unwrap_or_default()
    }
}

/// A stretch of the article that is another outlet's text ("ABC News reports:" and what follows).
#[derive(Clone, Debug, PartialEq)]
pub struct OutletBlock {
    /// The words that introduce it.
    pub introducer: Span,
    /// The borrowed text.
    pub span: Span,
    pub chain: Option<ChainId>,
    pub outlet: String,
    /// What decided whose text it is.
    pub provenance: Provenance,
}

/// The value of a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeValue {
    /// A day, `2016-04-18`.
    Day(Date),
    /// An ISO week by its Monday, `2016-W15`.
    Week(Date),
    /// A month, by its first day, `2016-04`.
    Month(Date),
    /// A quarter, by its first day, `2016-Q2`.
    Quarter(Date),
    /// A year, `2015`.
    Year(i16),
    /// From one day to another, either open: `2016-04-15/2016-04-18`, `../2011-06-18`.
    Interval(Option<Date>, Option<Date>),
    /// A length of time in months, days and minutes, `P5Y`, `PT90M`.
    Duration {
        /// How many of the unit; 0 when that is not told ("for weeks", `PXW`).
        count: u32,
        unit: DurationUnit,
    },
    /// Some time before, `PAST_REF`.
    Past,
    /// Some time to come, `FUTURE_REF`.
    Future,
    /// Relative to a publication date that is not known.
    Undated,
}

/// As TIMEX3 has it: `2016-04-18`, `2016-W15`, `2016-04`, `2015`, `2016-04-15/2016-04-18`, `PT90M`, `PAST_REF`; an
/// unknown one is `XXXX-XX-XX`.
impl std::fmt::Display for TimeValue {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let day = |day: &Option<Date>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
        match self {
            Self::Day(day) => write!(out, "{day}"),
            Self::Week(monday) => {
                let week = monday.iso_week_date();
                write!(out, "{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month(first) => write!(out, "{:04}-{:02}", first.year(), first.month()),
            Self::Quarter(first) => write!(out, "{:04}-Q{}", first.year(), (first.month() + 2) / 3),
            Self::Year(year) => write!(out, "{year:04}"),
            Self::Interval(from, to) => write!(out, "{}/{}", day(from), day(to)),
            Self::Duration { count: 0, unit } => {
                let known = Self::Duration { count: 1, unit: *unit }.to_string();
                out.write_str(&known.replace('1', "X"))
            }
            Self::Duration { count, unit } => match unit {
                DurationUnit::Minute => write!(out, "PT{count}M"),
                DurationUnit::Hour => write!(out, "PT{count}H"),
                DurationUnit::Day => write!(out, "P{count}D"),
                DurationUnit::Week => write!(out, "P{count}W"),
                DurationUnit::Month => write!(out, "P{count}M"),
                DurationUnit::Year => write!(out, "P{count}Y"),
            },
            Self::Past => out.write_str("PAST_REF"),
            Self::Future => out.write_str("FUTURE_REF"),
            Self::Undated => out.write_str("XXXX-XX-XX"),
        }
    }
}

/// The unit of a duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DurationUnit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A time expression with its TIMEX3 value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// The words ("on Monday").
    pub span: Span,
    /// What they mean.
    pub value: TimeValue,
    /// True when the value was counted from the publication date or another day of the text.
    pub relative: bool,
}

/// Whether an event has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Realis {
    /// It has happened, as far as the article tells.
    #[default]
    Actual,
    /// It is planned, expected or wished for.
    Planned,
    /// It has not, or it is denied.
    Negated,
}

impl Realis {
    /// The word for it in what is written for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Planned => "planned",
            Self::Negated => "negated",
        }
    }
}

/// A mention of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventMention {
    /// The phrase ("an intense conversation", "made an urgent call"): what hover underlines.
    pub span: Span,
    /// The word that carries it ("conversation").
    pub head: Span,
    /// Its class, from the lexicon ("call", "meeting", "talks", "attack", "statement" …).
    pub class: &'static str,
    /// The chains that take part, indices into [`ArticleAnalysis::chains`].
    pub participants: Vec<ChainId>,
    /// The time expression that dates it, an index into [`ArticleAnalysis::times`].
    pub time: Option<TimeId>,
    /// The chain of the place where it happened.
    pub place: Option<ChainId>,
    pub realis: Realis,
    /// Its group of mentions of one event in this article, an index into [`ArticleAnalysis::events`].
    pub event: ArticleEventId,
    /// What decided that it is one.
    pub provenance: Provenance,
}

/// One event of the article: its mentions and what they say together.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleEvent {
    /// Indices into [`ArticleAnalysis::event_mentions`], in the order of the text.
    pub mentions: Vec<EventMentionId>,
    /// The class of its most telling mention.
    pub class: &'static str,
    /// Who takes part, chains of the article.
    pub participants: Vec<ChainId>,
    /// When, first to last day, as far as the article tells.
    pub days: Option<(Date, Date)>,
    /// Where, chains of the article.
    pub places: Vec<ChainId>,
    /// True for what the article is about.
    pub main: bool,
}

/// A sentence that claims something that somebody could contest, and for which nobody answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// An index into the structure's sentences.
    pub sentence: SentenceId,
    /// The words that carry it, outside of quotation marks: what a diagnostic underlines.
    pub trigger: Span,
    /// Why an editor would ask.
    pub kind: ClaimKind,
    /// Probability that any careful editor would ask "says who?", 0 to 1.
    pub probability: f32,
    /// What decided that it is one.
    pub provenance: Provenance,
}
