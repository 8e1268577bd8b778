//! Names that are one: exact, another form of a known name, full name and family name, acronym and long form.

use rustc_hash::FxHashMap;

use crate::analysis::mention::RawMention;
use crate::analysis::{ArticleAnalysis, Chain, ChainId, Chains, Gender, Mention, MentionId, Mentions, RoleHow};
use crate::lexicon::names::{NameClass, NameLexicon, WordGender, WordList};
use crate::model::{EntityType, Models};
use crate::text::{IndexVec, Span, index_type};
use crate::token::ZoneKind;

/// How many people of one family name are told apart.
const SHARED: usize = 16;

index_type! {
    /// A chain while it grows; chains get their indices when all are known.
    DraftId
}

type Drafts = IndexVec<DraftId, Draft>;

/// The mentions of an article before their chains are known.
type RawMentions = IndexVec<MentionId, RawMention>;

/// A chain while it grows.
#[derive(Debug)]
struct Draft {
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
struct Named<'a> {
    /// Its words without a suffix.
    words: Vec<&'a str>,
    generation: Option<Generation>,
    title: Gender,
    metonym: bool,
    weight: u32,
    /// True when a title of office stands before it; "Mr." is none.
    titled: bool,
    /// True for a holder of an office whom news calls by the family name alone, as "President Trump".
    known_holder: bool,
    /// True for so many words of a heading that they may be a sentence ("Donald Trump Defends Michael Flynn").
    run_on: bool,
}

impl<'a> Named<'a> {
    fn read(models: &Models, analysis: &'a ArticleAnalysis, raw: &RawMention, lead: u32) -> Self {
        let lexicon = &models.lexicon.names;
        let mention = &raw.mention;
        let mut words = words_of(analysis.slice(mention.span));
        let mut generation = None;
        let office = raw.roles.iter().find(|role| role.how == RoleHow::Title);
        let office = office.map(|role| analysis.slice(role.span).to_lowercase());
        let mut weight = 0;
        if mention.entity_type == EntityType::Person {
            if let Some(suffix) = words.last().filter(|word| words.len() > 1 && lexicon.is(WordList::Suffix, word)) {
                generation = Some(Generation::Suffix(suffix.trim_end_matches('.').to_lowercase()));
                words.pop();
            } else if is_namesake(analysis, mention.span) {
                generation = Some(Generation::Namesake);
            }
            weight = u32::from(office.is_some());
            if words.len() > 1 {
                weight += match analysis.structure.zone_at(mention.span.start) {
                    ZoneKind::Headline => 4,
                    ZoneKind::Body if mention.span.start < lead => 3,
                    _ => 1,
                };
            }
        }
        let title = match title_gender(lexicon, analysis, mention) {
            Gender::Unknown => appositive_gender(lexicon, analysis, raw),
            known => known,
        };
        let metonym = is_metonym(lexicon, analysis, mention);
        let heading = || !matches!(analysis.structure.zone_at(mention.span.start), ZoneKind::Body);
        let run_on = mention.entity_type == EntityType::Person && words.len() > 3 && heading();
        let held = |office: &String| matches!(&words[..], [family] if models.knowledge.offices.held(family, office));
        let (titled, known_holder) = (office.is_some(), office.as_ref().is_some_and(held));
        Self { run_on, words, generation, title, metonym, weight, titled, known_holder }
    }
}

/// "Robert S. Mueller III" is "Robert Mueller" as well: nobody calls a grandfather so. "Jr." and "Sr." are meant.
fn same_generation(a: Option<&Generation>, b: Option<&Generation>) -> bool {
    let loose = |it: &Generation| matches!(it, Generation::Suffix(suffix) if !matches!(suffix.as_str(), "jr" | "sr"));
    a == b || a.is_none() && b.is_some_and(loose) || b.is_none() && a.is_some_and(loose)
}

/// True where the article says that a person is called as another is.
pub(crate) fn is_namesake(analysis: &ArticleAnalysis, name: Span) -> bool {
    analysis.text.get(..name.start as usize).is_some_and(|before| before.ends_with("also named "))
}

/// Groups names. Fuller names come first, so that a family name finds whom it belongs to; the order of chains is that
/// of their introductions.
pub(super) fn chains(models: &Models, analysis: &ArticleAnalysis, raw: RawMentions) -> (Mentions, Chains) {
    let lexicon = &models.lexicon.names;
    let mut drafts = Drafts::new();
    let paragraph = |raw: &RawMention| {
        let paragraphs = &analysis.structure.paragraphs;
        paragraphs.partition_point(|paragraph| paragraph.span.end <= raw.mention.span.start)
    };
    let mut index = Index { paragraphs: raw.iter().map(paragraph).collect(), ..Index::default() };
    let mut order: Vec<MentionId> = raw.indices().collect();
    let lead = analysis.structure.paragraphs.iter().find(|paragraph| paragraph.zone == ZoneKind::Body);
    let lead = lead.map_or(0, |paragraph| paragraph.span.end);
    let names: IndexVec<MentionId, Named<'_>> =
        raw.iter().map(|raw| Named::read(models, analysis, raw, lead)).collect();
    order.sort_by_key(|&at| (names[at].run_on, std::cmp::Reverse(names[at].words.len()), at));
    let mut draft_of = IndexVec::filled(DraftId::default(), raw.len());
    for at in order {
        let (mention, named) = (&raw[at].mention, &names[at]);
        let found = index.find(lexicon, &drafts, at, mention, named);
        let chain = found.unwrap_or_else(|| {
            drafts.push(Draft {
                mentions: Vec::new(),
                entity_type: mention.entity_type,
                name: named.words.iter().map(|word| (*word).to_owned()).collect(),
                generation: named.generation.clone(),
                gender: Gender::Unknown,
                weight: 0,
                titled: false,
            })
        });
        if named.run_on {
            draft_of[at] = chain;
            drafts[chain].mentions.push(at);
            continue;
        }
        index.add(lexicon, chain, mention.entity_type, &named.words, named.metonym);
        if let Some(short) = short_form(analysis, &raw, at).and_then(|short| names.get(short)) {
            let short = key(lexicon, mention.entity_type, &short.words, false);
            index.exact.entry((mention.entity_type, short)).or_insert(chain);
        }
        let draft = &mut drafts[chain];
        draft.mentions.push(at);
        index.first_in.entry((index.paragraphs[at], chain)).and_modify(|first| *first = at.min(*first)).or_insert(at);
        draft.weight = draft.weight.saturating_add(named.weight);
        draft.titled |= named.titled;
        if draft.gender == Gender::Unknown {
            draft.gender = match named.title {
                Gender::Unknown => given_gender(lexicon, mention, &named.words),
                known => known,
            };
        }
        draft_of[at] = chain;
    }
    finish(lexicon, analysis, raw, drafts, &draft_of)
}

/// The acronym that a body's name is given beside it: "World Health Organization (WHO)", "CEI (Italian Episcopal
/// Conference)".
fn short_form(analysis: &ArticleAnalysis, raw: &RawMentions, long: MentionId) -> Option<MentionId> {
    let body =
        |at: MentionId| raw.get(at).map(|raw| &raw.mention).filter(|it| it.entity_type == EntityType::Organization);
    let own = body(long).filter(|own| analysis.slice(own.span).contains(' '))?;
    let beside = |first: &Mention, second: &Mention| {
        let between = analysis.text.get(first.span.end as usize..second.span.start as usize);
        let behind = analysis.text.get(second.span.end as usize..);
        between == Some(" (") && behind.is_some_and(|behind| behind.starts_with(')'))
    };
    let short = |at: MentionId| {
        let name = analysis.slice(body(at)?.span);
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
    analysis: &ArticleAnalysis,
    raw: RawMentions,
    mut drafts: Drafts,
    draft_of: &IndexVec<MentionId, DraftId>,
) -> (Mentions, Chains) {
    let mut by_start: IndexVec<ChainId, DraftId> = drafts.indices().collect();
    for draft in &mut drafts {
        draft.mentions.sort_unstable();
    }
    by_start.sort_by_key(|&draft| drafts[draft].mentions.first().copied());
    let mut place = IndexVec::filled(ChainId::default(), drafts.len());
    for (new, &old) in by_start.iter_enumerated() {
        place[old] = new;
    }
    let mut chains: Chains = by_start
        .iter()
        .map(|&old| {
            let draft = &drafts[old];
            Chain {
                name: name_of(lexicon, analysis, &raw, draft),
                entity_type: draft.entity_type,
                mentions: draft.mentions.clone(),
                roles: Vec::new(),
                gender: draft.gender,
                plural: draft.entity_type == EntityType::Group,
                named: true,
                affiliation: None,
            }
        })
        .collect();
    let mut mentions = Mentions::new();
    for (raw, draft) in raw.into_iter().zip(draft_of) {
        let chain = place[*draft];
        if let Some(chain) = chains.get_mut(chain) {
            chain.roles.extend(raw.roles);
        }
        mentions.push(Mention { chain, ..raw.mention });
    }
    for chain in &mut chains {
        chain.roles.sort_by_key(|role| role.span);
    }
    (mentions, chains)
}

/// The fullest form of the name, the first of equals.
fn name_of(lexicon: &NameLexicon, analysis: &ArticleAnalysis, raw: &RawMentions, draft: &Draft) -> String {
    let texts = || draft.mentions.iter().filter_map(|&at| raw.get(at)).map(|raw| analysis.slice(raw.mention.span));
    // A government is called by its country, not by its seat.
    let seat = |text: &&str| lexicon.known(text).is_some_and(|known| known.class == NameClass::Capital);
    if draft.entity_type == EntityType::Group {
        // "Syrian" rather than "Syrians".
        return texts().min_by_key(|text| text.len()).unwrap_or("").to_owned();
    }
    let fullest = match texts().filter(|text| !seat(text)).fullest() {
        "" => texts().fullest(),
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
fn title_gender(lexicon: &NameLexicon, analysis: &ArticleAnalysis, mention: &Mention) -> Gender {
    let before = Span::new(mention.titled.start, mention.span.start);
    let words = analysis.slice(before).split_whitespace();
    words
        .filter_map(|word| {
            lexicon.honorific(word).or_else(|| lexicon.role(&word.to_lowercase()).map(|role| role.gender))
        })
        .map(gender_of)
        .find(|gender| *gender != Gender::Unknown)
        .unwrap_or_default()
}

/// What a description beside a name says of gender: "Valeska Paris, an Australian woman".
fn appositive_gender(lexicon: &NameLexicon, analysis: &ArticleAnalysis, raw: &RawMention) -> Gender {
    let Some(role) = raw.roles.iter().find(|role| role.how == RoleHow::Appositive) else { return Gender::Unknown };
    let words = analysis.slice(role.span).split_whitespace();
    let phrase = words.take_while(|word| !matches!(*word, "of" | "for" | "to" | "at" | "in" | "from" | "with" | "and"));
    let head = phrase.filter_map(|word| lexicon.role(&word.to_lowercase())).last();
    head.filter(|head| head.person && !head.plural).map_or(Gender::Unknown, |head| gender_of(head.gender))
}

fn given_gender(lexicon: &NameLexicon, mention: &Mention, words: &[&str]) -> Gender {
    // "Gloria" alone is a given name, "Jordan" may be a family's.
    let alone = |word: &&str| !lexicon.is(WordList::Surname, word) && !lexicon.is(WordList::Common, word);
    if mention.entity_type != EntityType::Person || words.len() < 2 && !words.first().is_some_and(alone) {
        return Gender::Unknown;
    }
    words.first().and_then(|given| lexicon.given(given)).map_or(Gender::Unknown, gender_of)
}

/// Gender as a chain has it.
pub(super) fn gender_of(gender: WordGender) -> Gender {
    match gender {
        WordGender::Female => Gender::Female,
        WordGender::Male => Gender::Male,
        WordGender::Either => Gender::Unknown,
    }
}

/// The word that a person is called by: the last that is no suffix, with a small particle left out.
fn family<'a>(lexicon: &NameLexicon, words: &[&'a str]) -> Option<&'a str> {
    words.iter().rev().find(|word| !lexicon.is(WordList::Suffix, word)).copied()
}

/// "Assad" of "al-Assad", "Rourke" of "O’Rourke", whatever its apostrophe is.
fn bare(word: &str) -> &str {
    let irish = ["O’", "O'", "O‘"].iter().find_map(|prefix| word.strip_prefix(prefix));
    if let Some(rest) = irish.filter(|rest| rest.starts_with(char::is_uppercase)) {
        return rest;
    }
    let rest =
        word.split_once('-').filter(|(first, _)| matches!(*first, "al" | "Al" | "el" | "El" | "as" | "an" | "ar"));
    rest.map_or(word, |(_, rest)| rest)
}

/// Chains by the forms that find them.
#[derive(Default)]
struct Index {
    /// The paragraph of each mention.
    paragraphs: IndexVec<MentionId, usize>,
    /// The first mention of each chain in a paragraph, so far as names were read.
    first_in: FxHashMap<(usize, DraftId), MentionId>,
    /// By the whole name, or what it is another form of.
    exact: FxHashMap<(EntityType, String), DraftId>,
    /// People by family name.
    family: FxHashMap<String, Vec<DraftId>>,
    /// People by given name.
    given: FxHashMap<String, Vec<DraftId>>,
    /// Organizations by acronym.
    acronym: FxHashMap<String, DraftId>,
    /// Organizations by what stands before "for" or "of" in their names ("Andy Warhol Foundation"); none where two share
    /// it.
    front: FxHashMap<String, Option<DraftId>>,
    /// Organizations by the noun in their names ("court" of "Supreme Court").
    noun: FxHashMap<&'static str, Vec<DraftId>>,
}

impl Index {
    fn add(&mut self, lexicon: &NameLexicon, chain: DraftId, entity_type: EntityType, words: &[&str], metonym: bool) {
        self.exact.entry((entity_type, key(lexicon, entity_type, words, metonym))).or_insert(chain);
        if entity_type == EntityType::Person {
            let slots = [(&mut self.family, family(lexicon, words)), (&mut self.given, words.first().copied())];
            for (map, word) in slots {
                let Some(word) = word else { continue };
                let chains = map.entry(bare(word).to_lowercase()).or_default();
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
        drafts: &Drafts,
        at: MentionId,
        mention: &Mention,
        named: &Named<'_>,
    ) -> Option<DraftId> {
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
        let fits = |&chain: &DraftId| {
            let draft = &drafts[chain];
            let gender = title == Gender::Unknown || draft.gender == Gender::Unknown || title == draft.gender;
            // A bare family name may be the son's; a name in full is whose it says.
            let whole = words.len() > 1 || named.generation.is_some();
            let generation = if whole {
                same_generation(draft.generation.as_ref(), named.generation.as_ref())
            } else {
                !(named.known_holder && draft.generation.is_some())
            };
            gender && generation && compatible(lexicon, &draft.name, words)
        };
        let name = family(lexicon, words)?;
        if words.len() == 1
            && let Some(chain) = self.only_here(&bare(name).to_lowercase(), at, fits)
        {
            return Some(chain);
        }
        if words.len() == 1
            && let Some(chain) = self.most_prominent(&bare(name).to_lowercase(), drafts, fits)
        {
            return Some(chain);
        }
        if let Some(chain) = exact.filter(fits) {
            return Some(chain);
        }
        // Of two who share the name, the one who was named last.
        let by = |map: &FxHashMap<String, Vec<DraftId>>| {
            let chains = map.get(&bare(name).to_lowercase())?.iter().rev().take(SHARED).copied();
            let chains: Vec<DraftId> = chains.filter(|chain| fits(chain)).collect();
            let last = |chain: &DraftId| drafts[*chain].mentions.iter().filter(|&&mention| mention < at).max().copied();
            if chains.len() < 2 {
                chains.first().copied()
            } else {
                chains.iter().copied().max_by_key(|chain| (last(chain), std::cmp::Reverse(*chain)))
            }
        };
        by(&self.family).or_else(|| if words.len() == 1 { by(&self.given) } else { None })
    }

    /// Of several who share a family name, the only one who is spoken of before in the same paragraph: "said Luke Boone.
    /// Mr. Boone has never held office."
    fn only_here(&self, family: &str, at: MentionId, fits: impl Fn(&DraftId) -> bool) -> Option<DraftId> {
        let paragraph = *self.paragraphs.get(at)?;
        let chains = || self.family.get(family).into_iter().flatten().rev().take(SHARED).filter(|chain| fits(chain));
        let here = |chain: &&DraftId| self.first_in.get(&(paragraph, **chain)).is_some_and(|first| *first < at);
        let mut spoken_of = chains().filter(here);
        let only = spoken_of.next().filter(|_| chains().nth(1).is_some())?;
        spoken_of.next().is_none().then_some(*only)
    }

    /// Of several who share a family name, the one of whom the article makes most, by headline, lead, title and
    /// mentions in full: a wife who is named once does not take over the name. Where others come near, the only one
    /// with a title; else nobody.
    fn most_prominent(&self, family: &str, drafts: &Drafts, fits: impl Fn(&DraftId) -> bool) -> Option<DraftId> {
        let chains: Vec<DraftId> =
            self.family.get(family)?.iter().rev().take(SHARED).copied().filter(|chain| fits(chain)).collect();
        let weight = |chain: &DraftId| drafts.get(*chain).map_or(0, |draft| draft.weight);
        let most = chains.iter().map(weight).max().filter(|&most| chains.len() > 1 && most > 0)?;
        let near = || chains.iter().filter(|chain| weight(chain) * 2 > most);
        let titled = || near().filter(|chain| drafts.get(**chain).is_some_and(|draft| draft.titled));
        let only = if near().count() == 1 { near().next() } else { titled().next().filter(|_| titled().count() == 1) };
        only.copied()
    }
}

/// True for the seat of a government that stands for it: "Moscow has denied this", but not "in Moscow".
fn is_metonym(lexicon: &NameLexicon, analysis: &ArticleAnalysis, mention: &Mention) -> bool {
    let name = analysis.slice(mention.span);
    if mention.entity_type != EntityType::Place
        || lexicon.known(name).is_none_or(|known| known.class != NameClass::Capital)
    {
        return false;
    }
    let tokens = &analysis.structure.tokens;
    let at = tokens.partition_point(|token| token.span.end <= mention.span.start);
    let word = |at: usize| tokens.get(at).map_or("", |token| analysis.slice(token.span));
    let before = at.checked_sub(1).map_or("", word);
    let next = tokens.partition_point(|token| token.span.end <= mention.span.end);
    let after = word(next);
    let verb = |word: &str| {
        lexicon.is(WordList::Auxiliary, word)
            || matches!(word, "says" | "said" | "wants" | "hopes" | "’s" | "'s" | "also")
            || word.len() > 4 && word.ends_with("ed")
    };
    let between = at.checked_sub(3).map_or("", word);
    let speaks = match before {
        "in" | "In" | "at" | "from" | "From" | "near" | "to" | "of" | "outside" | "around" | "into" | "through"
        | "across" | "on" | "the" => false,
        "between" | "that" | "by" | "with" | "against" => after != ",",
        "and" => verb(after) || between == "between",
        _ => {
            verb(after) && after != "’s" && after != "'s"
                || after == "," && (before.ends_with('s') || word(next + 1) == "which")
                || after == "and" && between == "between"
        }
    };
    let dated = name.chars().all(|ch| !ch.is_lowercase());
    speaks && !dated && analysis.structure.zone_at(mention.span.start) != ZoneKind::Dateline
}

/// What a name is known by: another form of a known name counts as that name.
fn key(lexicon: &NameLexicon, entity_type: EntityType, words: &[&str], metonym: bool) -> String {
    let name = without_article(entity_type, words).join(" ");
    let known = lexicon.known(&name).filter(|known| crate::model::names::entity_type(known.class) == entity_type);
    if let Some(country) = known.and_then(|known| known.country).filter(|_| metonym) {
        return country.to_lowercase();
    }
    known.map_or_else(|| name.trim_end_matches('.').to_lowercase(), |known| known.canonical.to_lowercase())
}

/// A body's name without "the".
fn without_article<'a, 'b>(entity_type: EntityType, words: &'b [&'a str]) -> &'b [&'a str] {
    match words {
        ["The" | "the", rest @ ..] if entity_type == EntityType::Organization && !rest.is_empty() => rest,
        words => words,
    }
}

/// "Andy Warhol Foundation" of "Andy Warhol Foundation for the Visual Arts": enough to tell it from others.
fn front<'a, 'b>(lexicon: &NameLexicon, words: &'b [&'a str]) -> Option<&'b [&'a str]> {
    let words = without_article(EntityType::Organization, words);
    let end = words.iter().position(|word| matches!(*word, "of" | "for" | "on"))?;
    let front = words.get(..end)?;
    let telling = front.len() > 2 && body_noun(lexicon, front).is_some() && lexicon.known(&front.join(" ")).is_none();
    telling.then_some(front)
}

/// The noun that a body's name is headed by: "court" of "Supreme Court", "university" of "University of Ohio".
pub(super) fn body_noun(lexicon: &NameLexicon, words: &[&str]) -> Option<&'static str> {
    let head = words.iter().take_while(|word| !matches!(**word, "of" | "for" | "on"));
    let roles = head.filter_map(|word| lexicon.role(&word.to_lowercase()));
    roles.filter(|role| !role.person && !role.plural).last().map(|role| role.singular)
}

/// The first letters of the words that count.
fn initials(words: &[&str]) -> String {
    words.iter().filter_map(|word| word.chars().next().filter(|ch| ch.is_uppercase())).collect()
}

/// True for two spellings of a given name that differ in one letter, not the first: "Kristin", "Kristen"; "Sergei",
/// "Sergey". What ends in "a" and "o" are two people.
fn misspelled(a: &str, b: &str) -> bool {
    let same_length = a.chars().count() == b.chars().count() && a.chars().count() > 4;
    let mut differing = a.chars().zip(b.chars()).enumerate().filter(|(_, (a, b))| a != b);
    let (first, second) = (differing.next(), differing.next());
    let vowels = |(a, b): (char, char)| matches!(a, 'e' | 'i' | 'y') && matches!(b, 'e' | 'i' | 'y');
    same_length && second.is_none() && first.is_some_and(|(at, pair)| at > 0 && vowels(pair))
}

/// True when two names can be one person's: no given name against another.
fn compatible(lexicon: &NameLexicon, full: &[String], words: &[&str]) -> bool {
    let full: Vec<&str> = full.iter().map(String::as_str).collect();
    if words.len() < 2 || full.len() < 2 {
        return true;
    }
    let (Some(a), Some(b)) = (full.first(), words.first()) else { return true };
    let initial =
        |a: &str, b: &str| a.trim_end_matches('.').chars().count() == 1 && b.starts_with(a.trim_end_matches('.'));
    let same_family = family(lexicon, &full).map(bare).map(str::to_lowercase)
        == family(lexicon, words).map(bare).map(str::to_lowercase);
    let particle = |word: &str| lexicon.is(WordList::Particle, word);
    same_family
        && (a.eq_ignore_ascii_case(b)
            || misspelled(a, b)
            || initial(a, b)
            || initial(b, a)
            || particle(a)
            || particle(b)
            || full.contains(b))
}
