//! The flags that a preset's inputs become.

use crate::model::later;
use crate::preset::format::{Input, InputKind, Literal, Preset, Template};
use crate::preset::record;
use crate::preset::template::{Context, render};
use crate::preset::value::{Answer, read};

/// A flag of `akctl integrate PRESET` that stands for an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagSpec {
    /// The input's name.
    pub input: String,
    /// The flag without its hyphens in front: `app-url`.
    pub flag: String,
    /// One line of help.
    pub help: String,
    /// The help with everything there is to say; equal to `help`, if there is no more.
    pub long_help: String,
    /// What stands for the value in the help; `None` for a flag without a value.
    pub value_name: Option<String>,
    /// Whether it may be given several times.
    pub many: bool,
    /// The values of a choice.
    pub possible_values: Vec<String>,
    /// The values that are taken where none is given, as they would be given.
    pub defaults: Vec<String>,
    /// A value that would be right.
    pub example: Option<String>,
    /// Whether it must be given. It need not be given as a flag: a file or `--set` will do, so this is
    /// for the help, not for the parser of flags.
    pub required: bool,
}

/// The flags of a preset, in the order of its inputs.
#[must_use]
pub fn flags(preset: &Preset) -> Vec<FlagSpec> {
    let defaults = defaults(preset);
    preset.inputs.iter().map(|(name, input)| spec(name, input, &defaults)).collect()
}

fn spec(name: &str, input: &Input, defaults: &Context) -> FlagSpec {
    let is_flag = input.kind == InputKind::Flag;
    let default = input.default.as_ref().and_then(|default| resolved(default, defaults));
    let help = input.prompt.clone();
    let mut long_help = match &input.help {
        Some(more) => format!("{help}. {}", more.trim_end()),
        None => help.clone(),
    };
    if let Some(place) = &input.later {
        long_help = format!("{}. {}", long_help.trim_end_matches('.'), not_yet(place));
    }
    FlagSpec {
        input: name.to_owned(),
        flag: input.flag(name),
        help,
        long_help,
        value_name: (!is_flag).then(|| value_name(input)),
        many: input.many,
        possible_values: input.of.clone(),
        defaults: default
            .map(|default| written(input, &default))
            .unwrap_or_default()
            .into_iter()
            .filter(|default| !default.is_empty())
            .collect(),
        example: example(input),
        required: is_required(input),
    }
}

/// What to say of a value that the application shows only once it knows authentik.
#[must_use]
pub fn not_yet(place: &str) -> String {
    format!("Give the word `{}` if it is not known yet. {place}", later::WORD)
}

/// Whether an input that applies must be given.
pub(super) fn is_required(input: &Input) -> bool {
    input.default.is_none() && !input.optional && input.kind != InputKind::Flag
}

/// An example as it would be given.
pub(super) fn example(input: &Input) -> Option<String> {
    let example = input.example.as_ref()?;
    written(input, example).into_iter().next()
}

fn value_name(input: &Input) -> String {
    match (input.kind, &input.form) {
        (InputKind::Record, Some(form)) => record::shown(form),
        (InputKind::Secret | InputKind::Certificate, _) => "FILE".to_owned(),
        (InputKind::SamlMetadata, _) => "FILE|URL".to_owned(),
        (kind, _) => kind.as_str().to_uppercase(),
    }
}

/// A value as a person would write it on the command line, once for each of its items.
pub(super) fn written(input: &Input, literal: &Literal) -> Vec<String> {
    match literal {
        Literal::Flag(flag) => vec![flag.to_string()],
        Literal::Text(text) => vec![text.clone()],
        Literal::List(items) => items.iter().flat_map(|item| written(input, item)).collect(),
        Literal::Record(record) => {
            let form = input.form.clone().unwrap_or_default();
            let fill = |form: String, (name, value): (&String, &Literal)| match value {
                Literal::Text(text) => form.replace(&format!("{{{name}}}"), text),
                _ => form,
            };
            vec![record.iter().fold(form, fill)]
        }
    }
}

/// The values of all inputs where nothing is given and every condition holds.
fn defaults(preset: &Preset) -> Context {
    let mut context = Context::new();
    for (name, input) in preset.inputs.iter() {
        let answer = input.default.as_ref().and_then(|default| {
            let default = resolved(default, &context)?;
            read(input, &default).ok()
        });
        context.set(name, answer.unwrap_or_else(|| Answer::empty(input)));
    }
    context
}

/// A default with its template rendered; `None` where that fails.
pub(super) fn resolved(default: &Literal, context: &Context) -> Option<Literal> {
    match default {
        Literal::Text(text) => render(&Template(text.clone()), context).ok().map(Literal::Text),
        other => Some(other.clone()),
    }
}
