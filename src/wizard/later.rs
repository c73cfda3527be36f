//! The second half of an integration in two runs: the values that the application shows only once it
//! knows authentik.

use super::heading;
use crate::answers;
use crate::cli::declared;
use crate::error::Failure;
use crate::model::later::WORD;
use crate::preset::format::{Input, Literal, Preset};
use crate::preset::value::read;
use crate::ui::prompter::Prompter;

/// Asks for what was said to come later. Answers the words of the command line with what was answered
/// in place of `later`; none if nothing was.
pub fn ask(preset: &Preset, prompter: &dyn Prompter, words: &[String]) -> Result<Option<Vec<String>>, Failure> {
    let mut known = words.to_vec();
    for flag in answers::flags(preset) {
        let Some(input) = preset.inputs.get(&flag.input) else { continue };
        let Some(place) = &input.later else { continue };
        let long = format!("--{}", flag.flag);
        let names = (long.as_str(), flag.input.as_str());
        if !leaves(&known, names) {
            continue;
        }
        prompter.say(&heading::later(&flag, place));
        if let Some(value) = value(input, prompter)? {
            known = replaced(&known, names, &value);
        }
    }
    Ok((known != words).then_some(known))
}

/// A right value, or nothing.
fn value(input: &Input, prompter: &dyn Prompter) -> Result<Option<String>, Failure> {
    let mut initial = String::new();
    loop {
        let text = prompter.text(&initial, "")?.trim().to_owned();
        if text.is_empty() || text == WORD {
            return Ok(None);
        }
        match read(input, &Literal::Text(text.clone())) {
            Ok(_) => return Ok(Some(text)),
            Err(complaint) => prompter.say(&heading::complaint(&complaint)),
        }
        initial = text;
    }
}

/// Whether the words leave an input for later.
fn leaves(words: &[String], (long, input): (&str, &str)) -> bool {
    let (joined, set) = (format!("{long}={WORD}"), format!("{input}={WORD}"));
    let pair = |pair: &[String]| pair[0] == long && pair[1] == WORD;
    words.windows(2).any(pair) || words.iter().any(|word| *word == joined || *word == set)
}

/// The words with a value in place of `later`.
fn replaced(words: &[String], (long, input): (&str, &str), value: &str) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for word in words {
        if *word == WORD && known.last().is_some_and(|last| last == long) {
            known.pop();
            known.extend(declared::words(long, value, false));
        } else if *word == format!("{long}={WORD}") {
            known.extend(declared::words(long, value, true));
        } else if *word == format!("{input}={WORD}") {
            known.push(format!("{input}={value}"));
        } else {
            known.push(word.clone());
        }
    }
    known
}
