//! Names that are one: exact, another form of a known name, full name and family name, acronym and long form.

use rustc_hash::FxHashMap;

use crate::analysis::mention::RawMention;
use crate::analysis::reading::Reading;
use crate::analysis::stages::{Draft, Drafts, Named};
use crate::analysis::types::{ChainId, Gender, Mention, MentionId, Mentions, RoleForm};
use crate::lexicon::names::{NameClass, NameLexicon, WordGender, WordList};
use crate::model::{EntityType, Models};
use crate::text::{IndexVec, Span, index_type};
use crate::token::ZoneKind;

mod forms;

pub(super) use forms::body_noun;
use forms::{bare, compatible, family, front, initials, is_metonym, key, without_article};

/// How many people of one family name are told apart.
const SHARED: usize = 16;

index_type! {
    /// Names that are one so far; chains get their indices when all are known.
    ClusterId
}

type Clusters = IndexVec<ClusterId, Cluster>;

/// The mentions of an article before their chains are known.
type RawMentions = IndexVec<MentionId, RawMention>;

/// Names that are one so far.
#[derive(Debug)]
struct Cluster {
    mentions: Vec<MentionId>,
    entity_type: EntityType,
    /// The words of its fullest name, without what tells son from father.
    name: Vec<String>,
    /// What tells a son from his father.
    generation: Option<Generation>,
    gender: Gender,
    /// How much the article makes of the person under the full name or a title.
    weight: u32,
    /// True when a title of office introduces the person.
    titled: bool,
    /// True for somebody who is introduced as somebody's ("her husband, Bill Clinton").
    kin: bool,
    /// Nouns of what the person is said to be.
    nouns: Vec<&'static str>,
}

/// What tells people of one name apart.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Generation {
    /// "jr", "iii".
    Suffix(String),
    /// "His father, also named Duncan Hunter".
    Namesake,
}

/// A name with what is known of it alone.
#[derive(Debug)]
struct Name<'a> {
    /// Its words without a suffix.
    words: Vec<&'a str>,
    generation: Option<Generation>,
    title: Gender,
    metonym: bool,
    weight: u32,
    /// True when a title of office stands before it; "Mr." is none.
    titled: bool,
    /// True where a noun for kin stands beside it.
    kin: bool,
    /// Nouns of what the person is said to be beside it.
    nouns: Vec<&'static str>,
    /// True for a holder of an office whom news calls by the family name alone, as "President Trump".
    known_holder: bool,
    /// True for so many words of a heading that they may be a sentence ("Donald Trump Defends Michael Flynn").
    run_on: bool,
}

impl<'a> Name<'a> {
    fn read(models: &Models, reading: &'a Reading, raw: &RawMention, lead: u32) -> Self {
        let lexicon = &models.lexicon.names;
        let mention = &raw.mention;
        let mut words = words_of(reading.slice(mention.span));
        let mut generation = None;
        let office =
            raw.roles.iter().find(|role| role.how == RoleForm::Title && !is_kin(lexicon, reading.slice(role.span)));
        let office = office.map(|role| reading.slice(role.span).to_lowercase());
        let mut weight = 0;
        if mention.entity_type == EntityType::Person {
            if let Some(suffix) = words.last().filter(|word| words.len() > 1 && lexicon.is(WordList::Suffix, word)) {
                generation = Some(Generation::Suffix(suffix.trim_end_matches('.').to_lowercase()));
                words.pop();
            } else if is_namesake(&reading.text, mention.span) {
                generation = Some(Generation::Namesake);
            }
            weight = u32::from(office.is_some());
            if words.len() > 1 {
                weight += match reading.structure.zone_at(mention.span.start) {
                    ZoneKind::Headline => 4,
                    ZoneKind::Body if mention.span.start < lead => 3,
                    _ => 1,
                };
            }
        }
        let title = match title_gender(lexicon, reading, mention) {
            Gender::Unknown => appositive_gender(lexicon, reading, raw),
            known => known,
        };
        let metonym = is_metonym(lexicon, reading, mention);
        let heading = || !matches!(reading.structure.zone_at(mention.span.start), ZoneKind::Body);
        let run_on = mention.entity_type == EntityType::Person && words.len() > 3 && heading();
        let held = |office: &String| matches!(&words[..], [family] if models.knowledge.offices.held(family, office));
        let (titled, known_holder) = (office.is_some(), office.as_ref().is_some_and(held));
        let kin = raw.roles.iter().any(|role| is_kin(lexicon, reading.slice(role.span)));
        let person = mention.entity_type == EntityType::Person;
        let nouns = raw.roles.iter().filter(|_| person).filter_map(|role| noun_of(lexicon, reading.slice(role.span)));
        Self { run_on, words, generation, title, metonym, weight, titled, kin, nouns: nouns.collect(), known_holder }
    }
}

/// True for "her husband", "younger sister of the mayor": what somebody is to another, not an office.
fn is_kin(lexicon: &NameLexicon, role: &str) -> bool {
    let phrase = role.split_whitespace().take_while(|word| *word == "on" || !lexicon.is(WordList::Preposition, word));
    phrase.last().is_some_and(|head| lexicon.is(WordList::Kin, head.trim_end_matches(',')))
}

/// "Robert S. Mueller III" is "Robert Mueller" as well: nobody calls a grandfather so. "Jr." and "Sr." are meant.
fn same_generation(a: Option<&Generation>, b: Option<&Generation>) -> bool {
    let loose = |it: &Generation| matches!(it, Generation::Suffix(suffix) if !matches!(suffix.as_str(), "jr" | "sr"));
    a == b || a.is_none() && b.is_some_and(loose) || b.is_none() && a.is_some_and(loose)
}

/// True where the article says that a person is called as another is: "also named X", "the other X".
pub(crate) fn is_namesake(text: &str, name: Span) -> bool {
    let full = text.get(name.start as usize..name.end as usize).is_some_and(|name| name.contains(' '));
    let before = text.get(..name.start as usize).and_then(|before| before.strip_suffix(' ')).unwrap_or("");
    let other = || ["the other", "The other", "a different", "A different"].iter().any(|it| before.ends_with(it));
    before.ends_with("also named") || full && other()
}

/// Tells whose names the named mentions are. Fuller names come first, so that a family name finds whom it belongs to; the
/// order of chains is that of their introductions.
pub(crate) fn name(models: &Models, reading: &Reading, raw: RawMentions) -> Named {
    let lexicon = &models.lexicon.names;
    let mut clusters = Clusters::new();
    let paragraph = |raw: &RawMention| {
        let paragraphs = &reading.structure.paragraphs;
        paragraphs.partition_point(|paragraph| paragraph.span.end <= raw.mention.span.start)
    };
    let mut index = Index { paragraphs: raw.iter().map(paragraph).collect(), ..Index::default() };
    let mut order: Vec<MentionId> = raw.indices().collect();
    let lead = reading.structure.paragraphs.iter().find(|paragraph| paragraph.zone == ZoneKind::Body);
    let lead = lead.map_or(0, |paragraph| paragraph.span.end);
    let mut names: IndexVec<MentionId, Name<'_>> =
        raw.iter().map(|raw| Name::read(models, reading, raw, lead)).collect();
    address(&mut names);
    order.sort_by_key(|&at| (names[at].run_on, std::cmp::Reverse(names[at].words.len()), at));
    let mut cluster_of = IndexVec::filled(ClusterId::default(), raw.len());
    for at in order {
        let (mention, named) = (&raw[at].mention, &names[at]);
        let found = index.find(lexicon, &clusters, at, mention, named);
        let chain = found.unwrap_or_else(|| {
            clusters.push(Cluster {
                mentions: Vec::new(),
                entity_type: mention.entity_type,
                name: named.words.iter().map(|word| (*word).to_owned()).collect(),
                generation: named.generation.clone(),
                gender: Gender::Unknown,
                weight: 0,
                titled: false,
                kin: false,
                nouns: Vec::new(),
            })
        });
        if named.run_on {
            cluster_of[at] = chain;
            clusters[chain].mentions.push(at);
            continue;
        }
        index.add(lexicon, chain, mention.entity_type, &named.words, named.metonym);
        if let Some(short) = short_form(reading, &raw, at).and_then(|short| names.get(short)) {
            let short = key(lexicon, mention.entity_type, &short.words, false);
            index.exact.entry((mention.entity_type, short)).or_insert(chain);
        }
        let cluster = &mut clusters[chain];
        cluster.mentions.push(at);
        index.first_in.entry((index.paragraphs[at], chain)).and_modify(|first| *first = at.min(*first)).or_insert(at);
        cluster.weight = cluster.weight.saturating_add(named.weight);
        cluster.titled |= named.titled;
        cluster.kin |= named.kin;
        if cluster.nouns.len() < SHARED {
            cluster.nouns.extend(&named.nouns);
        }
        if cluster.gender == Gender::Unknown {
            cluster.gender = match named.title {
                Gender::Unknown => given_gender(lexicon, mention, &named.words),
                known => known,
            };
        }
        cluster_of[at] = chain;
    }
    finish(lexicon, reading, raw, clusters, &cluster_of)
}

/// "President Lopez" of an article that calls nobody but a man by that name alone ("Mr. Lopez") is no Anna Lopez.
fn address(names: &mut IndexVec<MentionId, Name<'_>>) {
    let mut called: FxHashMap<&str, Option<Gender>> = FxHashMap::default();
    for name in names.iter().filter(|name| name.title != Gender::Unknown) {
        let [family] = name.words[..] else { continue };
        let sole = called.entry(family).or_insert(Some(name.title));
        *sole = sole.filter(|gender| *gender == name.title);
    }
    for name in names.iter_mut().filter(|name| name.titled && name.title == Gender::Unknown) {
        if let [family] = name.words[..] {
            name.title = called.get(family).copied().flatten().unwrap_or_default();
        }
    }
}

/// The acronym that a body's name is given beside it: "World Health Organization (WHO)", "CEI (Italian Episcopal
/// Conference)".
fn short_form(reading: &Reading, raw: &RawMentions, long: MentionId) -> Option<MentionId> {
    let body =
        |at: MentionId| raw.get(at).map(|raw| &raw.mention).filter(|it| it.entity_type == EntityType::Organization);
    let own = body(long).filter(|own| reading.slice(own.span).contains(' '))?;
    let beside = |first: &Mention, second: &Mention| {
        let between = reading.text.get(first.span.end as usize..second.span.start as usize);
        let behind = reading.text.get(second.span.end as usize..);
        between == Some(" (") && behind.is_some_and(|behind| behind.starts_with(')'))
    };
    let short = |at: MentionId| {
        let name = reading.slice(body(at)?.span);
        let letters = name.chars().filter(|ch| ch.is_alphabetic());
        (name.len() > 1 && letters.clone().count() > 1 && letters.clone().all(char::is_uppercase)).then_some(at)
    };
    let next = Some(long.next()).filter(|&at| body(at).is_some_and(|next| beside(own, next))).and_then(short);
    let before = long.previous().filter(|&at| body(at).is_some_and(|before| beside(before, own)));
    next.or_else(|| before.and_then(short))
}

/// Puts chains into the order of their introductions and mentions into theirs.
fn finish(
    lexicon: &NameLexicon,
    reading: &Reading,
    raw: RawMentions,
    mut clusters: Clusters,
    cluster_of: &IndexVec<MentionId, ClusterId>,
) -> Named {
    let mut by_start: IndexVec<ChainId, ClusterId> = clusters.indices().collect();
    for cluster in &mut clusters {
        cluster.mentions.sort_unstable();
    }
    by_start.sort_by_key(|&cluster| clusters[cluster].mentions.first().copied());
    let mut place = IndexVec::filled(ChainId::default(), clusters.len());
    for (new, &old) in by_start.iter_enumerated() {
        place[old] = new;
    }
    let mut chains: Drafts = by_start
        .iter()
        .map(|&old| {
            let cluster = &clusters[old];
            let names = cluster.mentions.iter().filter_map(|&at| raw.get(at)).map(|it| reading.slice(it.mention.span));
            Draft {
                name: full_name(lexicon, cluster.entity_type, names),
                entity_type: cluster.entity_type,
                roles: Vec::new(),
                gender: cluster.gender,
                plural: cluster.entity_type == EntityType::Group,
                named: true,
                affiliation: None,
            }
        })
        .collect();
    let mut mentions = Mentions::new();
    for (raw, cluster) in raw.into_iter().zip(cluster_of) {
        let chain = place[*cluster];
        if let Some(chain) = chains.get_mut(chain) {
            chain.roles.extend(raw.roles);
        }
        mentions.push(Mention { chain, ..raw.mention });
    }
    for chain in &mut chains {
        chain.roles.sort_by_key(|role| role.span);
    }
    Named { mentions, chains }
}

/// The name that an entity is called by among all that name it: the fullest, the first of equals.
pub(super) fn full_name<'a>(
    lexicon: &NameLexicon,
    entity_type: EntityType,
    names: impl Iterator<Item = &'a str> + Clone,
) -> String {
    // A government is called by its country, not by its seat.
    let seat = |name: &&str| lexicon.known(name).is_some_and(|known| known.class == NameClass::Capital);
    if entity_type == EntityType::Group {
        // "Syrian" rather than "Syrians".
        return names.min_by_key(|name| name.len()).unwrap_or("").to_owned();
    }
    let fullest = match names.clone().filter(|name| !seat(name)).fullest() {
        "" => names.fullest(),
        name => name,
    };
    fullest.split_whitespace().collect::<Vec<_>>().join(" ").replace(['[', ']'], "")
}

trait Fullest<'a> {
    fn fullest(self) -> &'a str;
}

impl<'a, I: Iterator<Item = &'a str>> Fullest<'a> for I {
    fn fullest(self) -> &'a str {
        let mut best = "";
        for text in self {
            let (words, of_best) = (text.split_whitespace().count(), best.split_whitespace().count());
            // "Kansas City" rather than the "KANSAS CITY" of a dateline.
            let plain =
                text.len() == best.len() && !best.contains(char::is_lowercase) && text.contains(char::is_lowercase);
            if words > of_best || words == of_best && (text.len() > best.len() || plain) {
                best = text;
            }
        }
        best
    }
}

/// The words of a name without brackets.
fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().map(|word| word.trim_matches(['[', ']', ','])).filter(|word| !word.is_empty()).collect()
}

/// What the title before a name says of gender.
fn title_gender(lexicon: &NameLexicon, reading: &Reading, mention: &Mention) -> Gender {
    let before = Span::new(mention.titled.start, mention.span.start);
    let words = reading.slice(before).split_whitespace();
    words
        .filter_map(|word| {
            lexicon.honorific(word).or_else(|| lexicon.role(&word.to_lowercase()).map(|role| role.gender))
        })
        .map(gender_of)
        .find(|gender| *gender != Gender::Unknown)
        .unwrap_or_default()
}

/// What a description beside a name says of gender: "Valeska Paris, an Australian woman".
fn appositive_gender(lexicon: &NameLexicon, reading: &Reading, raw: &RawMention) -> Gender {
    let Some(role) = raw.roles.iter().find(|role| role.how == RoleForm::Appositive) else { return Gender::Unknown };
    let words = reading.slice(role.span).split_whitespace();
    let phrase = words.take_while(|word| *word != "and" && (*word == "on" || !lexicon.is(WordList::Preposition, word)));
    let head = phrase.filter_map(|word| lexicon.role(&word.to_lowercase())).last();
    head.filter(|head| head.person && !head.plural).map_or(Gender::Unknown, |head| gender_of(head.gender))
}

/// The noun that heads what somebody is said to be: "deputy" of "her deputy for transport".
fn noun_of(lexicon: &NameLexicon, role: &str) -> Option<&'static str> {
    let words = role.split_whitespace().take_while(|word| !lexicon.is(WordList::Preposition, word));
    let nouns = words.filter_map(|word| lexicon.role(&word.to_lowercase()));
    nouns.filter(|noun| noun.person && !noun.plural).last().map(|noun| noun.singular)
}

fn given_gender(lexicon: &NameLexicon, mention: &Mention, words: &[&str]) -> Gender {
    // "Gloria" alone is a given name, "Jordan" may be a family's.
    let alone = |word: &&str| !lexicon.is(WordList::Surname, word) && !lexicon.is(WordList::Common, word);
    if mention.entity_type != EntityType::Person || words.len() < 2 && !words.first().is_some_and(alone) {
        return Gender::Unknown;
    }
    // "Deputy Haa Shaa Maria Benoit": a title that is not known may stand before.
    let given = words.get(..words.len().saturating_sub(1).max(1)).unwrap_or(words);
    given.iter().find_map(|given| lexicon.given(given)).map_or(Gender::Unknown, gender_of)
}

/// Gender as a chain has it.
pub(super) fn gender_of(gender: WordGender) -> Gender {
    match gender {
        WordGender::Female => Gender::Female,
        WordGender::Male => Gender::Male,
        WordGender::Either => Gender::Unknown,
    }
}

/// Chains by the forms that find them.
#[derive(Default)]
struct Index {
    /// The paragraph of each mention.
    paragraphs: IndexVec<MentionId, usize>,
    /// The first mention of each chain in a paragraph, so far as names were read.
    first_in: FxHashMap<(usize, ClusterId), MentionId>,
    /// By the whole name, or what it is another form of.
    exact: FxHashMap<(EntityType, String), ClusterId>,
    /// People by family name.
    family: FxHashMap<String, Vec<ClusterId>>,
    /// People by given name.
    given: FxHashMap<String, Vec<ClusterId>>,
    /// Organizations by acronym.
    acronym: FxHashMap<String, ClusterId>,
    /// Organizations by what stands before "for" or "of" in their names ("Andy Warhol Foundation"); none where two share
    /// it.
    front: FxHashMap<String, Option<ClusterId>>,
    /// Organizations by the noun in their names ("court" of "Supreme Court").
    noun: FxHashMap<&'static str, Vec<ClusterId>>,
}

impl Index {
    fn add(&mut self, lexicon: &NameLexicon, chain: ClusterId, entity_type: EntityType, words: &[&str], metonym: bool) {
        self.exact.entry((entity_type, key(lexicon, entity_type, words, metonym))).or_insert(chain);
        if entity_type == EntityType::Person {
            let slots = [(&mut self.family, family(lexicon, words)), (&mut self.given, words.first().copied())];
            for (map, word) in slots {
                let Some(word) = word else { continue };
                let chains = map.entry(bare(lexicon, word).to_lowercase()).or_default();
                if !chains.contains(&chain) {
                    chains.push(chain);
                }
            }
        } else if words.len() > 1 {
            self.acronym.entry(initials(words)).or_insert(chain);
            if let Some(front) = front(lexicon, words) {
                let kept = self.front.entry(front.join(" ").to_lowercase()).or_insert(Some(chain));
                *kept = kept.filter(|kept| *kept == chain);
            }
            if let Some(noun) = body_noun(lexicon, words).filter(|_| entity_type == EntityType::Organization) {
                let chains = self.noun.entry(noun).or_default();
                if !chains.contains(&chain) && chains.len() < SHARED {
                    chains.push(chain);
                }
            }
        }
    }

    fn find(
        &self,
        lexicon: &NameLexicon,
        clusters: &Clusters,
        at: MentionId,
        mention: &Mention,
        named: &Name<'_>,
    ) -> Option<ClusterId> {
        let entity_type = mention.entity_type;
        let (words, title) = (&named.words[..], named.title);
        let exact = self.exact.get(&(entity_type, key(lexicon, entity_type, words, named.metonym))).copied();
        if entity_type != EntityType::Person {
            let acronym = || {
                let [word] = words else { return None };
                let letters: String = word.chars().filter(|ch| ch.is_alphabetic()).collect::<String>().to_uppercase();
                (letters.chars().count() > 1).then(|| self.acronym.get(&letters).copied()).flatten()
            };
            // "the Court" in an article with one.
            let alone = || match (words, entity_type) {
                ([_], EntityType::Organization) => match self.noun.get(body_noun(lexicon, words)?)?[..] {
                    [only] => Some(only),
                    _ => None,
                },
                _ => None,
            };
            let short = || {
                let words = without_article(entity_type, words);
                self.front.get(&words.join(" ").to_lowercase()).copied().flatten()
            };
            return exact.or_else(acronym).or_else(short).or_else(alone);
        }
        if named.run_on {
            return exact;
        }
        let fits = |&chain: &ClusterId| {
            let cluster = &clusters[chain];
            let gender = title == Gender::Unknown || cluster.gender == Gender::Unknown || title == cluster.gender;
            // A bare family name may be the son's; a name in full is whose it says.
            let whole = words.len() > 1 || named.generation.is_some();
            let generation = if whole {
                same_generation(cluster.generation.as_ref(), named.generation.as_ref())
            } else {
                !(named.known_holder && cluster.generation.is_some())
            };
            gender && generation && compatible(lexicon, &cluster.name, words)
        };
        let name = family(lexicon, words)?;
        if words.len() == 1
            && let Some(chain) = self.described(&bare(lexicon, name).to_lowercase(), clusters, &named.nouns, fits)
        {
            return Some(chain);
        }
        if words.len() == 1
            && let Some(chain) = self.only_here(&bare(lexicon, name).to_lowercase(), at, fits)
        {
            return Some(chain);
        }
        if words.len() == 1
            && let Some(chain) = self.most_prominent(&bare(lexicon, name).to_lowercase(), clusters, fits)
        {
            return Some(chain);
        }
        if let Some(chain) = exact.filter(fits) {
            return Some(chain);
        }
        // Of two who share the name, the one who was named last.
        let by = |map: &FxHashMap<String, Vec<ClusterId>>| {
            let chains = map.get(&bare(lexicon, name).to_lowercase())?.iter().rev().take(SHARED).copied();
            let chains: Vec<ClusterId> = chains.filter(|chain| fits(chain)).collect();
            let last =
                |chain: &ClusterId| clusters[*chain].mentions.iter().filter(|&&mention| mention < at).max().copied();
            if chains.len() < 2 {
                chains.first().copied()
            } else {
                chains.iter().copied().max_by_key(|chain| (last(chain), std::cmp::Reverse(*chain)))
            }
        };
        by(&self.family).or_else(|| if words.len() == 1 { by(&self.given) } else { None })
    }

    /// Of several who share a name, the only one who is said to be what is said beside it: "Kim, the deputy, said".
    fn described(
        &self,
        name: &str,
        clusters: &Clusters,
        nouns: &[&str],
        fits: impl Fn(&ClusterId) -> bool,
    ) -> Option<ClusterId> {
        let maps = [&self.family, &self.given].into_iter().filter_map(|map| map.get(name));
        let chains: Vec<ClusterId> = maps.flat_map(|chains| chains.iter().rev().take(SHARED)).copied().collect();
        let said = |chain: &ClusterId| clusters[*chain].nouns.iter().any(|noun| nouns.contains(noun));
        let mut described = chains.iter().filter(|chain| fits(chain) && said(chain));
        let only = described.next().filter(|_| chains.len() > 1)?;
        described.all(|other| other == only).then_some(*only)
    }

    /// Of several who share a family name, the only one who is spoken of before in the same paragraph: "said Luke Boone.
    /// Mr. Boone has never held office."
    fn only_here(&self, family: &str, at: MentionId, fits: impl Fn(&ClusterId) -> bool) -> Option<ClusterId> {
        let paragraph = *self.paragraphs.get(at)?;
        let chains = || self.family.get(family).into_iter().flatten().rev().take(SHARED).filter(|chain| fits(chain));
        let here = |chain: &&ClusterId| self.first_in.get(&(paragraph, **chain)).is_some_and(|first| *first < at);
        let mut spoken_of = chains().filter(here);
        let only = spoken_of.next().filter(|_| chains().nth(1).is_some())?;
        spoken_of.next().is_none().then_some(*only)
    }

    /// Of several who share a family name, the one of whom the article makes most, by headline, lead, title and
    /// mentions in full: a wife who is named once does not take over the name. Where others come near, the only one
    /// who is not introduced as another's kin, or else the only one with a title; else nobody.
    fn most_prominent(
        &self,
        family: &str,
        clusters: &Clusters,
        fits: impl Fn(&ClusterId) -> bool,
    ) -> Option<ClusterId> {
        let chains: Vec<ClusterId> =
            self.family.get(family)?.iter().rev().take(SHARED).copied().filter(|chain| fits(chain)).collect();
        let weight = |chain: &ClusterId| clusters.get(*chain).map_or(0, |cluster| cluster.weight);
        let most = chains.iter().map(weight).max().filter(|&most| chains.len() > 1 && most > 0)?;
        let near = || chains.iter().filter(|chain| weight(chain) * 2 > most);
        let only = |fits: fn(&Cluster) -> bool| {
            let mut fitting = near().filter(|chain| clusters.get(**chain).is_some_and(fits));
            fitting.next().filter(|_| fitting.next().is_none())
        };
        only(|_| true).or_else(|| only(|it| !it.kin)).or_else(|| only(|it| it.titled)).copied()
    }
}
