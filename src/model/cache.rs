//! What was read: an edit changes one paragraph, and the others are not read again.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::model::tags::{ParagraphTags, ParagraphView};
use crate::token::TokenKind;

/// Paragraphs of a generation.
const GENERATION: usize = 1024;

/// Longer paragraphs are not remembered, in bytes.
const LONGEST: usize = 16 << 10;

/// Paragraphs are read together until they have so many tokens: the more, the less the network's matrices are moved
/// about, up to what the processor holds near.
const TOGETHER: usize = 256;

/// Answers by all that they depend on. Two generations are kept: what was not asked for while the younger filled up is
/// forgotten.
#[derive(Debug)]
pub(crate) struct Memory<V> {
    generation: usize,
    generations: Mutex<[FxHashMap<Box<[u8]>, V>; 2]>,
}

impl<V: Clone> Memory<V> {
    /// A memory of so many answers a generation.
    pub(crate) fn new(generation: usize) -> Self {
        Self { generation, generations: Mutex::default() }
    }

    pub(crate) fn clear(&self) {
        *self.generations.lock().unwrap_or_else(PoisonError::into_inner) = Default::default();
    }

    pub(crate) fn known(&self, key: &[u8]) -> Option<V> {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        let [young, old] = &mut *generations;
        if let Some(value) = young.get(key) {
            return Some(value.clone());
        }
        let (key, value) = old.remove_entry(key)?;
        young.insert(key, value.clone());
        Some(value)
    }

    pub(crate) fn keep(&self, key: Box<[u8]>, value: V) {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        let [young, old] = &mut *generations;
        if young.len() >= self.generation {
            *old = std::mem::take(young);
        }
        young.insert(key, value);
    }
}

/// Paragraphs that were read, by all that the reader sees of them.
#[derive(Debug)]
pub(super) struct Cache {
    memory: Memory<ParagraphTags>,
}

impl Default for Cache {
    fn default() -> Self {
        Self { memory: Memory::new(GENERATION) }
    }
}

impl Cache {
    /// What is remembered of each paragraph, or what `read` says of those that are not, several at a time. The same
    /// either way, since reading sees nothing else.
    pub(super) fn get(
        &self,
        paragraphs: &[ParagraphView<'_>],
        mut read: impl FnMut(&[ParagraphView<'_>]) -> Vec<ParagraphTags>,
    ) -> Vec<ParagraphTags> {
        let mut found = vec![ParagraphTags::default(); paragraphs.len()];
        let (mut group, mut keys, mut tokens) = (Vec::new(), Vec::new(), 0);
        for (at, paragraph) in paragraphs.iter().enumerate() {
            let key = key(*paragraph);
            match key.as_deref().and_then(|key| self.memory.known(key)) {
                Some(known) => found[at] = known,
                None => {
                    tokens += paragraph.tokens.len();
                    group.push(*paragraph);
                    keys.push((at, key));
                }
            }
            if tokens >= TOGETHER || at + 1 == paragraphs.len() {
                for (tags, (at, key)) in read(&group).into_iter().zip(keys.drain(..)) {
                    if let Some(key) = key {
                        self.memory.keep(key, tags.clone());
                    }
                    found[at] = tags;
                }
                group.clear();
                tokens = 0;
            }
        }
        found
    }

    /// Remembers nothing any more.
    pub(super) fn clear(&self) {
        self.memory.clear();
    }
}

/// All that the reader sees: the text from the first token to the last, where tokens and sentences lie in it, what
/// they are, and the zone.
fn key(paragraph: ParagraphView<'_>) -> Option<Box<[u8]>> {
    let (first, last) = (paragraph.tokens.first()?, paragraph.tokens.last()?);
    let span = first.span.join(last.span);
    if span.range().len() > LONGEST {
        return None;
    }
    let mut key = Vec::with_capacity(span.range().len() + 10 * paragraph.tokens.len() + 8 * paragraph.sentences.len());
    key.extend_from_slice(span.of_text(paragraph.text).as_bytes());
    key.push(paragraph.zone as u8);
    for token in paragraph.tokens {
        key.extend((token.span.start - span.start).to_le_bytes());
        key.extend((token.span.end - span.start).to_le_bytes());
        let kind = match token.kind {
            TokenKind::Word => 0,
            TokenKind::Number => 1,
            TokenKind::QuoteOpen => 2,
            TokenKind::QuoteClose => 3,
            TokenKind::Punctuation => 4,
        };
        key.push(2 * kind + u8::from(token.quoted));
    }
    for sentence in paragraph.sentences {
        key.extend(sentence.first_token.wrapping_sub(paragraph.first_token).to_le_bytes());
        key.extend(sentence.end_token.wrapping_sub(paragraph.first_token).to_le_bytes());
    }
    Some(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Models;
    use crate::token::segment;

    /// Reads each paragraph of a text; says how many were read and not remembered.
    fn read(models: &Models, cache: &Cache, text: &str) -> (usize, Vec<ParagraphTags>) {
        let structure = segment(text, &models.lexicon);
        let views: Vec<_> = structure.paragraphs.iter().map(|it| ParagraphView::of(text, &structure, it)).collect();
        let mut count = 0;
        let tags = cache.get(&views, |some| {
            count += some.len();
            models.read_anew(some)
        });
        let alone: Vec<_> = views.iter().flat_map(|view| models.read_anew(&[*view])).collect();
        assert_eq!(tags, alone);
        (count, tags)
    }

    #[test]
    fn only_what_changed_is_read_again() {
        let models = Models::embedded();
        let cache = Cache::default();
        let text =
            |mayor: &str| format!("Bridge to close\n\nMayor {mayor} said so on Monday.\n\n“No,” said Ann Lee.\n");
        assert_eq!(read(&models, &cache, &text("Brown")).0, 3);
        assert_eq!(read(&models, &cache, &text("Brown")).0, 0);
        // A paragraph before the others moves them, and changes nothing of them.
        let moved = text("Brown").replacen("\n\n", "\n\nIt rained all day, and the river rose.\n\n", 1);
        assert_eq!(read(&models, &cache, &moved).0, 1);
        assert_eq!(read(&models, &cache, &text("Greene")).0, 1);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let models = Models::rules_only();
        let cache = Cache::default();
        for nth in 0..3 * GENERATION {
            read(&models, &cache, &format!("Number {nth} said."));
        }
        let kept: usize = cache.memory.generations.lock().unwrap().iter().map(FxHashMap::len).sum();
        assert!((GENERATION..=2 * GENERATION).contains(&kept), "{kept}");
    }
}
