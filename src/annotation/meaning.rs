//! What a line means to Copydesk: the object under its key `copydesk`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Makes an enumeration of words as they stand in a line.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$item])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// Every word, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is written.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }

            /// What a word stands for.
            pub fn of(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == word)
            }
        }
    };
}

words! {
    /// What an annotation is about.
    Kind {
        /// Somebody or something that is named or described: `type`, `entity`.
        Mention = "mention",
        /// Who says what: `source`, `cue`, `content`, `speaker`, `entity`.
        Attribution = "attribution",
        /// Something that happens: `class`, `realis`, `event`, and what it is called.
        Event = "event",
        /// A statement that is checked: `status`, `links`, `note`.
        Claim = "claim",
        /// A finding that is none: `code`, `reason`.
        Dismissal = "dismissal",
        /// What two places have to do with each other: `relation`.
        Relation = "relation",
        /// A remark: `note`.
        Note = "note",
        /// A question to a colleague: `note`.
        Question = "question",
        /// Where the text of another outlet ends.
        BlockEnd = "block-end",
        /// Somebody or something across articles: `name`, `aliases`, `links`.
        Entity = "entity",
        /// A span type of the folder's own scheme: `type`.
        Mark = "mark",
    }
}

words! {
    /// What was decided.
    Verdict {
        /// It was not read, but is so.
        Added = "added",
        /// It was read, and is so.
        Accepted = "accepted",
        /// It was read, and is not so.
        Rejected = "rejected",
        /// Not decided.
        Unsure = "unsure",
    }
}

words! {
    /// How far the checking of a claim is.
    Status {
        /// Nobody has looked.
        Open = "open",
        /// Somebody answers for it.
        Sourced = "sourced",
        /// It is so.
        Checked = "checked",
        /// There are two opinions.
        Disputed = "disputed",
        /// It is not so.
        False = "false",
        /// The writer saw it.
        Observation = "observation",
        /// Anybody can look it up.
        PublicRecord = "public-record",
    }
}

impl Status {
    /// True when nobody has to ask "says who?" any more.
    pub fn settles(self) -> bool {
        self != Self::Open
    }
}

words! {
    /// What the first of two places has to do with the second.
    Relation {
        /// Both speak of one person or thing.
        SameEntity = "same-entity",
        /// They do not.
        NotSameEntity = "not-same-entity",
        /// Both tell of one event.
        SameEvent = "same-event",
        /// They do not.
        NotSameEvent = "not-same-event",
        /// The event of the first is a part of that of the second.
        PartOf = "part-of",
    }
}

impl Relation {
    /// What would be the contrary.
    pub fn contrary(self) -> Option<Self> {
        match self {
            Self::SameEntity => Some(Self::NotSameEntity),
            Self::NotSameEntity => Some(Self::SameEntity),
            Self::SameEvent => Some(Self::NotSameEvent),
            Self::NotSameEvent => Some(Self::SameEvent),
            Self::PartOf => None,
        }
    }
}

words! {
    /// Whether an event has happened.
    Realis {
        /// It has.
        Actual = "actual",
        /// It is planned, expected or wished for.
        Planned = "planned",
        /// It has not, or it is denied.
        Negated = "negated",
    }
}

/// The texts that an annotation was made on: ids of git blobs, as `git hash-object` gives them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TextIds {
    /// Of every target.
    One(String),
    /// Of each target, in their order.
    Each(Vec<String>),
}

impl TextIds {
    /// One id for each target.
    pub fn new(ids: Vec<String>) -> Option<Self> {
        let first = ids.first()?.clone();
        if ids.iter().all(|id| *id == first) { Some(Self::One(first)) } else { Some(Self::Each(ids)) }
    }

    /// The id of the text of a target.
    pub fn of(&self, target: usize) -> Option<&str> {
        match self {
            Self::One(id) => Some(id),
            Self::Each(ids) => ids.get(target).map(String::as_str),
        }
    }
}

/// What a line means. Which keys go with which kind is said at [`Kind`]; indices are of targets, from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct Meaning {
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Relation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Vec<usize>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Vec<usize>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Vec<usize>>,
    /// Where the speaker is mentioned; an empty list for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Vec<usize>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realis: Option<Realis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What the folder's own scheme adds.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub attributes: Map<String, Value>,
    /// True when the machine's readings were hidden from whoever decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blind: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextIds>,
}

impl Meaning {
    /// One of a kind that says nothing further yet.
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            verdict: None,
            relation: None,
            r#type: None,
            entity: None,
            source: None,
            cue: None,
            content: None,
            speaker: None,
            class: None,
            realis: None,
            event: None,
            status: None,
            code: None,
            reason: None,
            name: None,
            aliases: Vec::new(),
            links: Vec::new(),
            note: None,
            attributes: Map::new(),
            blind: None,
            text: None,
        }
    }

    /// The motivation that other tools go by.
    pub fn motivation(&self) -> &'static str {
        match self.kind {
            Kind::Mention | Kind::Attribution | Kind::Event | Kind::Entity => "identifying",
            Kind::Claim | Kind::Dismissal => "assessing",
            Kind::Relation => "linking",
            Kind::Note => "commenting",
            Kind::Question => "questioning",
            Kind::BlockEnd => "describing",
            Kind::Mark => "classifying",
        }
    }

    /// The same in the terms of other tools.
    pub fn body(&self) -> Vec<Value> {
        let words = |purpose: &str, value: &str| json!({"type": "TextualBody", "purpose": purpose, "value": value});
        let resource =
            |purpose: &str, source: &str| json!({"type": "SpecificResource", "purpose": purpose, "source": source});
        let class = [&self.r#type, &self.class].into_iter().flatten().map(String::as_str);
        let class = class.chain(self.status.map(Status::name)).chain(self.relation.map(Relation::name));
        let mut body: Vec<Value> = class.map(|class| words("classifying", class)).collect();
        body.extend(self.code.iter().map(|code| words("tagging", code)));
        let identity = [("entity", &self.entity), ("event", &self.event)];
        let identity = identity.into_iter().filter_map(|(what, slug)| Some((what, slug.as_ref()?)));
        body.extend(identity.map(|(what, slug)| resource("identifying", &format!("urn:copydesk:{what}:{slug}"))));
        body.extend(self.name.iter().chain(&self.aliases).map(|name| words("describing", name)));
        body.extend(self.links.iter().map(|link| resource("linking", link)));
        body.extend([&self.reason, &self.note].into_iter().flatten().map(|note| words("commenting", note)));
        // A tool that does not know verdicts must not take a rejection for its contrary.
        let doubtful = self.verdict.filter(|verdict| matches!(verdict, Verdict::Rejected | Verdict::Unsure));
        body.extend(doubtful.map(|verdict| words("assessing", verdict.name())));
        body
    }
}

/// A name as it stands in an identifier: `josh-earnest`.
pub fn slug(name: &str) -> String {
    let words = name.split(|ch: char| !ch.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
