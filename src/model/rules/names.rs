//! Names by lexicon and shape: what the network is told of names.
//!
//! A paragraph is cut into stretches of capitalized words with the small words that may stand inside a name
//! ([`chunk`]); a stretch is read from left to right as titles, known names, people, organizations and places
//! ([`parse`]). What one paragraph cannot decide (a bare family name) gets a low probability, and is decided with the
//! whole article at hand in [`crate::analysis::mention`].

use crate::lexicon::Language;
use crate::model::rules::names::parse::reader::NameReader;
use crate::model::tags::{ParagraphTags, ParagraphView, Tag, mark};

mod chunk;
mod found;
mod parse;
mod shape;

pub(crate) use parse::reader::entity_type;
pub(crate) use shape::name_part;

/// Fills the names layer.
pub(crate) fn tag(lexicon: &Language, paragraph: ParagraphView<'_>, tags: &mut ParagraphTags) {
    tags.names = vec![Tag::default(); paragraph.tokens.len()];
    let words = shape::words(&lexicon.names, &paragraph);
    let titled = chunk::is_title_case(&lexicon.names, &words, paragraph.zone);
    let reader = NameReader { lexicon: &lexicon.names, words: &words, titled };
    for stretch in chunk::chunks(&lexicon.names, &words, titled) {
        for found in reader.parse(stretch) {
            mark(&mut tags.names, found.tokens, Some(found.entity_type), found.probability);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Models;
    use crate::model::tags::{ParagraphView, byte_span, spans};
    use crate::token::segment;

    /// `marked` holds the names in brackets with the first letter of their type; without them it is the text.
    fn check(marked: &str) {
        let mut text = String::new();
        for part in marked.split('{') {
            match part.split_once('}') {
                Some((name, rest)) => {
                    text.push_str(name.rsplit_once('|').map_or(name, |(name, _)| name));
                    text.push_str(rest);
                }
                None => text.push_str(part),
            }
        }
        let models = Models::rules_only();
        let structure = segment(&text, &models.lexicon);
        let mut shown = String::new();
        let mut last = 0;
        for paragraph in &structure.paragraphs {
            let view = ParagraphView::of(&text, &structure, paragraph);
            let tokens = view.tokens;
            for (range, label, probability) in spans(&models.read(view).names) {
                let span = byte_span(tokens, range);
                let Some(label) = label.filter(|_| probability >= 0.4) else { continue };
                shown.push_str(&text[last..span.start as usize]);
                shown.push_str(&format!("{{{}|{}}}", span.of_text(&text), &label.name()[..1]));
                last = span.end as usize;
            }
        }
        shown.push_str(&text[last..]);
        assert_eq!(shown, marked);
    }

    #[test]
    fn people_with_titles_initials_and_particles() {
        check("He met President {Vladimir V. Putin|p} of {Russia|p} and {Staffan de Mistura|p} on Monday.");
        check(
            "The plan of Secretary of State {John F. Kerry|p} and Deputy National Security Adviser {Ben Rhodes|p} failed.",
        );
        check("{U.S.|p} Ambassador to {Russia|p} {Mike McFaul|p} spoke with Sheikh {Hamad bin Khalifa|p}.");
        check("They asked Secretary {[John] Kerry|p} about {Michael Bloomberg|p}.");
    }

    #[test]
    fn bodies_by_their_head_words() {
        check("The opposition {High Negotiations Committee|o} ({HNC|o}) met the {Ministry of Foreign Affairs|o}.");
        check(
            "A fellow of the {Russia and Eurasia Program|o} at the {Center for Strategic and International Studies|o} spoke.",
        );
        check("Talks in the {Group of 20|o} and the {UN Security Council|o} went on.");
        check("Emails of the {Democratic party|o} and the {Republican|g} billionaire leaked.");
    }

    #[test]
    fn words_that_are_names_only_here() {
        check("They saw Mr. {King|p}, Mrs. {Jordan|p} and {Larry King|p} in {Jordan|p}.");
        check("The group {America Rising|o} and the {St. Louis Tea Party|o} met Special Counsel {Robert Mueller|p}.");
        check("{KANSAS CITY|p}, {Mo.|p} — The mayor of {Little Rock|p}, {Ark.|p}, spoke to AG {Barr|p}.");
        check(
            "Its members include {House Judiciary Committee|o} Chairman {Jerrold Nadler|p} (D-N.Y.), oversight committee \
             Chairman {Elijah Cummings|p} (D-Md.) and intelligence committee Chairman {Adam Schiff|p} (D-Calif.)",
        );
    }

    #[test]
    fn places_and_what_a_capital_does_not_mean() {
        check("{WASHINGTON|p} — Rebels crossed the {Hudson River|p} into {South Sudan|p} on Monday in May.");
        check("{AMHERST|p}, {N.H.|p} — The governor of {Sri Lanka|p} paid US$5 million.");
        check("Yesterday the president met {Syrians|g} near the {Baltic Sea|p}.");
    }
}
