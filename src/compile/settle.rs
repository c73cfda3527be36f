//! Fields of a preset rendered to words, switches, times and lists, and found right.

use crate::error::{Failure, Problems};
use crate::preset::format::{Line, Template, Vocabulary, Word};
use crate::preset::template::{Context, RenderError, render, render_lines};
use crate::preset::value::is_duration;

/// A text; what renders to nothing is not there.
pub(super) fn text(template: Option<&Template>, context: &Context) -> Result<Option<String>, RenderError> {
    let text = template.map(|template| render(template, context)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// Renders the fields of one object; what is wrong with them is told to `problems`.
pub(super) struct Settle<'a> {
    pub(super) context: &'a Context,
    pub(super) problems: &'a mut Problems,
}

impl Settle<'_> {
    pub(super) fn text(&self, template: Option<&Template>) -> Result<Option<String>, Failure> {
        Ok(text(template, self.context)?)
    }

    pub(super) fn word<T: Vocabulary + Copy>(
        &mut self,
        field: &str,
        word: Option<&Word<T>>,
    ) -> Result<Option<T>, Failure> {
        let template = match word {
            None => return Ok(None),
            Some(Word::Known(known)) => return Ok(Some(*known)),
            Some(Word::Template(template)) => template,
        };
        Ok(self.text(Some(template))?.and_then(|text| self.known(field, &text)))
    }

    pub(super) fn known<T: Vocabulary>(&mut self, field: &str, text: &str) -> Option<T> {
        let known = T::of(text);
        if known.is_none() {
            self.problems.add(format!("the provider's {field}: {text:?} is none of {}", T::WORDS.join(", ")));
        }
        known
    }

    pub(super) fn duration(&mut self, field: &str, template: Option<&Template>) -> Result<Option<String>, Failure> {
        let text = self.text(template)?;
        if let Some(text) = text.as_deref().filter(|text| !is_duration(text)) {
            self.problems.add(format!("the provider's {field}: {text:?} is not a time such as minutes=5"));
        }
        Ok(text)
    }

    /// The words of a list that authentik has something for: `known`. Each is there once.
    pub(super) fn among(&mut self, lines: &[Line], what: &str, known: &[&str]) -> Result<Vec<String>, Failure> {
        let mut words: Vec<String> = Vec::new();
        for word in render_lines(lines, self.context)? {
            if !known.contains(&word.as_str()) {
                let known = known.join(", ");
                self.problems.add(format!("authentik has default mappings for {known}, and none for {what} {word:?}"));
            } else if !words.contains(&word) {
                words.push(word);
            }
        }
        Ok(words)
    }
}
