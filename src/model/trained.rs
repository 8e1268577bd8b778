//! The reader that is trained: the network, which sees what the rules find, and what makes one reading of the two.

use std::sync::Arc;

use crate::lexicon::Language;
use crate::model::merge;
use crate::model::merge::pointer::SourcePointer;
use crate::model::network::activation::exact_sigmoid;
use crate::model::network::features::features;
use crate::model::network::wordpieces::Pieces;
use crate::model::network::{Network, NetworkInput, decode};
use crate::model::reader::Reader;
use crate::model::tags::{ParagraphTags, ParagraphView};
use crate::model::weights::Weights;

/// Reads with the network what the rules have read.
#[derive(Debug)]
pub(crate) struct TrainedReader {
    network: Network<'static>,
    /// Whose a content is, in what the network reads.
    pointer: SourcePointer,
    pieces: Arc<Pieces>,
}

impl TrainedReader {
    /// The reader in the binary; the error says what is wrong with its weights.
    pub(crate) fn embedded(pieces: Arc<Pieces>) -> Result<Self, String> {
        let network = Network::new(&Weights::embedded()?)?;
        Ok(Self { network, pointer: SourcePointer::embedded()?, pieces })
    }
}

impl Reader for TrainedReader {
    fn read(
        &self,
        lexicon: &Language,
        paragraphs: &[ParagraphView<'_>],
        before: Vec<ParagraphTags>,
    ) -> Vec<ParagraphTags> {
        let see = |(paragraph, rules): (&ParagraphView<'_>, &ParagraphTags)| NetworkInput {
            tokens: features(&self.pieces, paragraph, rules),
            sentences: paragraph.inner_sentences(),
        };
        let seen: Vec<_> = paragraphs.iter().zip(&before).map(see).collect();
        let scores = self.network.scores(&seen);
        let all = paragraphs.iter().zip(before).zip(seen.iter().zip(&scores));
        all.map(|((paragraph, rules), (seen, scores))| {
            let names = decode::names(&self.network.name_crf, &scores.names);
            let names = merge::names::names(&lexicon.names, paragraph, &rules.names, names);
            let said = decode::said(&self.network.said_crf, &scores.spans);
            let relations =
                merge::relations::relations(&lexicon.lists, &self.pointer, paragraph, rules, &said, &seen.sentences);
            let said = scores.said.iter().map(|odds| exact_sigmoid(*odds)).collect();
            ParagraphTags { names, relations, said, ..ParagraphTags::default() }
        })
        .collect()
    }
}
