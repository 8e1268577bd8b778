//! Titles that are longer than what stands right before the name.

use crate::lexicon::names::{NameLexicon, WordList};

/// What a title does not begin with.
const DETERMINERS: [WordList; 3] = [WordList::Article, WordList::SingularDeterminer, WordList::Possessive];

/// True where what stands before a name and its title is the beginning of a longer title: "Minister of" before "Education
/// Dr Ali Hassan", "Japanese journalist and" before "author Hiro Sato". "The mayor and" is somebody else.
pub(in crate::analysis) fn is_office(lexicon: &NameLexicon, before: &str, titled: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    let [leading @ .., noun, link] = &words[..] else { return false };
    let role = |word: &str| lexicon.role(&word.to_lowercase()).is_some_and(|role| role.person && !role.plural);
    let kin = lexicon.is(WordList::Kin, &noun.to_lowercase());
    let determined = words.iter().any(|word| DETERMINERS.iter().any(|list| lexicon.is(*list, &word.to_lowercase())));
    let title = titled.split_whitespace().next().unwrap_or_default();
    match *link {
        "of" => {
            let office =
                noun.starts_with(char::is_uppercase) && leading.iter().all(|it| it.starts_with(char::is_uppercase));
            office && role(noun) && !kin && !determined && !role(title) && title.starts_with(char::is_uppercase)
        }
        "and" => role(noun) && !kin && !determined && role(title) && title.starts_with(char::is_lowercase),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_goes_on_behind_of_and_and() {
        let language = crate::lexicon::Language::english();
        let long = |before, title| is_office(&language.names, before, title);
        assert!(long("Minister of", "Education Dr Ali Hassan") && long("Japanese journalist and", "author Hiro Sato"));
        assert!(!long("Mother of", "Weston Post columnist Carla Mendes") && !long("The mayor and", "author Hiro Sato"));
        assert!(!long("A spokesman for", "Mayor Anna Lopez") && !long("Minister of", "Mayor Anna Lopez"));
    }
}
