//! From flags, `--set`, a file and defaults to answers. Everything that is missing or wrong is told
//! at once.

use super::documents::{self, Documents, Read, Wanted};
use super::flags::{example, is_required, not_yet, resolved};
use super::given::{Given, Value};
use super::{Answer, Answers};
use crate::error::Failure;
use crate::model::text::{printable, shell_quoted};
use crate::preset::format::{Check, Condition, Input, InputKind, Literal, Preset, flag_name};
use crate::preset::template::{evaluate, names_in_condition, names_in_template, render};
use crate::preset::value::read;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The input that it is about, where it is about one.
    pub input: Option<String>,
    /// What is wrong, in a sentence without a final full stop.
    pub message: String,
}

/// The files and addresses whose content the inputs take, so that somebody reads them. What is wrong
/// with the rest of what was given is told by [`collect`].
#[must_use]
pub fn wanted(preset: &Preset, given: &Given) -> Vec<Wanted> {
    let mut collecting = Collecting::new(preset, given);
    collecting.take_file(given.file.as_ref());
    collecting.take_entries(given.entries.as_deref());
    collecting.take_command_line(given);
    let mut wanted = Vec::new();
    for (name, Value { origin, literal, in_file, is_recovered: _ }) in &collecting.values {
        let Some(input) = preset.inputs.get(name).filter(|input| input.is_read()) else { continue };
        // A secret in a file of inputs is there itself.
        if let Literal::Text(location) = literal
            && !(*in_file && input.kind == InputKind::Secret)
        {
            wanted.push(Wanted {
                origin: origin.clone(),
                location: location.clone(),
                may_be_address: input.kind == InputKind::SamlMetadata,
            });
        }
    }
    wanted
}

/// Reads what was given for the inputs of a preset. Flags and `--set` count more than the file, the
/// file more than the defaults.
pub fn collect(preset: &Preset, given: &Given) -> Result<Answers, Failure> {
    all(preset, given).finish()
}

/// The same, and everything that is wrong one by one.
pub fn collect_each(preset: &Preset, given: &Given) -> Result<Answers, Vec<Complaint>> {
    let collecting = all(preset, given);
    if collecting.complaints.is_empty() { Ok(collecting.answers) } else { Err(collecting.complaints) }
}

fn all<'a>(preset: &'a Preset, given: &'a Given) -> Collecting<'a> {
    let mut collecting = Collecting::of(preset, given);
    for (name, input) in preset.inputs.iter() {
        collecting.answer(name, input);
    }
    for check in &preset.checks {
        collecting.check(check);
    }
    collecting
}

pub(super) struct Collecting<'a> {
    pub(super) preset: &'a Preset,
    documents: &'a Documents,
    pub(super) without_secrets: bool,
    pub(super) values: BTreeMap<String, Value>,
    pub(super) answers: Answers,
    /// Inputs without a right answer; what depends on them is not complained about.
    bad: BTreeSet<String>,
    pub(super) complaints: Vec<Complaint>,
    /// The inputs without a value that must have one.
    pub(super) missing: BTreeSet<String>,
    /// Whether inputs are called by their names, and not by their flags.
    by_name: bool,
}

impl<'a> Collecting<'a> {
    pub(super) fn new(preset: &'a Preset, given: &'a Given) -> Self {
        Self {
            preset,
            by_name: given.entries.is_some(),
            documents: &given.documents,
            without_secrets: given.without_secrets,
            values: BTreeMap::new(),
            answers: Answers::default(),
            bad: BTreeSet::new(),
            complaints: Vec::new(),
            missing: BTreeSet::new(),
        }
    }

    /// What people call an input: its flag, or its name in a file.
    fn called(&self, name: &str) -> String {
        if self.by_name { format!("`{name}`") } else { format!("--{}", self.flag(name)) }
    }

    /// The flag of an input, without its hyphens in front.
    pub(super) fn flag(&self, name: &str) -> String {
        self.preset.inputs.get(name).map_or_else(|| flag_name(name), |input| input.flag(name))
    }

    /// Answers one input; those that it depends on come before it.
    pub(super) fn answer(&mut self, name: &str, input: &Input) {
        if self.bad.contains(name) {
            return;
        }
        let value = self.values.remove(name);
        let answer = match self.applies(input) {
            Err(Skip) => return self.skip(name),
            Ok(false) => {
                if let (Some(value), Some(when)) = (value.filter(|value| !value.is_recovered), &input.when) {
                    let complaint = format!("{} {}", value.origin, self.counts_only(when));
                    return self.wrong(name, complaint);
                }
                Answer::empty(input)
            }
            Ok(true) => match match value {
                None => self.without_value(name, input),
                Some(value) => {
                    self.read(name, input, &value).map_err(|error| Some(format!("{}: {error}", value.origin)))
                }
            } {
                Ok(answer) => answer,
                Err(Some(complaint)) => return self.wrong(name, complaint),
                Err(None) => return self.skip(name),
            },
        };
        self.answers.answers.insert(name.to_owned(), answer);
    }

    /// Reads what was given for an input, from a document where it is one.
    fn read(&mut self, name: &str, input: &Input, value: &Value) -> Result<Answer, String> {
        let location = match (&value.literal, input.is_read()) {
            (_, false) => return read(input, &value.literal),
            (Literal::Text(location), true) => location,
            (_, true) => return Err("the name of one file is expected".to_owned()),
        };
        let outcome = if value.in_file && input.kind == InputKind::Secret {
            documents::secret(location.as_bytes()).map(Read::Secret)
        } else {
            documents::read(input.kind, location, self.documents)
        };
        match outcome? {
            Read::Answer(answer) => Ok(answer),
            Read::Secret(secret) => {
                self.answers.secrets.insert(name.to_owned(), secret);
                Ok(Answer::Flag(true))
            }
        }
    }

    pub(super) fn applies(&mut self, input: &Input) -> Result<bool, Skip> {
        let Some(when) = &input.when else { return Ok(true) };
        if names_in_condition(when).is_ok_and(|names| self.is_bad(&names)) {
            return Err(Skip);
        }
        evaluate(when, &self.answers.context()).map_err(|error| {
            self.complain(None, format!("the preset's condition `{}`: {error}", when.as_str()));
            Skip
        })
    }

    /// The default, or the complaint that there is none; neither, if it depends on a bad input.
    fn without_value(&mut self, name: &str, input: &Input) -> Result<Answer, Option<String>> {
        let mut comes_to_nothing = false;
        if let Some(default) = &input.default {
            let called = self.called(name);
            let literal = resolved(default, &self.answers.context()).ok_or(None)?;
            // A default that comes from another input may come to nothing.
            comes_to_nothing = matches!(&literal, Literal::Text(text) if text.is_empty());
            if !comes_to_nothing {
                return read(input, &literal).map_err(|error| Some(format!("{called}: its default: {error}")));
            }
        }
        if input.optional || !comes_to_nothing && !is_required(input) {
            return Ok(Answer::empty(input));
        }
        if input.kind == InputKind::Secret && self.without_secrets {
            // It was given once: what depends on it is there.
            return Ok(Answer::Flag(true));
        }
        self.missing.insert(name.to_owned());
        let called = self.called(name);
        let example = example(input).map(|example| {
            if self.by_name {
                format!(", for example {name}: {example}")
            } else {
                format!(", for example {called} {}", shell_quoted(&example))
            }
        });
        let prompt = input.prompt.trim_end_matches('.');
        let later = input.later.as_ref().map(|place| format!(". {}", not_yet(place).trim_end_matches('.')));
        Err(Some(format!("{called} is missing: {prompt}{}{}", example.unwrap_or_default(), later.unwrap_or_default())))
    }

    /// With what an input counts whose condition is false.
    fn counts_only(&self, when: &Condition) -> String {
        let word = when.as_str().trim();
        match self.preset.inputs.get(word) {
            Some(Input { kind: InputKind::Flag, .. }) if self.by_name => {
                format!("counts only with `{word}`: add {word}: true")
            }
            Some(Input { kind: InputKind::Flag, .. }) => {
                let flag = self.flag(word);
                format!("counts only with --{flag}: add --{flag}")
            }
            Some(_) => format!("counts only with {}", self.called(word)),
            None => format!("counts only where this holds: {word}"),
        }
    }

    pub(super) fn check(&mut self, check: &Check) {
        let Check { when, that, message } = check;
        // Where everything has a right answer, nobody need know what the rule names.
        if !self.bad.is_empty() && self.is_bad(&names_in(check)) {
            return;
        }
        let context = self.answers.context();
        let complaint = || -> Result<Option<String>, crate::preset::template::RenderError> {
            let applies = when.as_ref().map_or(Ok(true), |when| evaluate(when, &context))?;
            if !applies || evaluate(that, &context)? {
                return Ok(None);
            }
            render(message, &context).map(Some)
        };
        match complaint() {
            Ok(None) => {}
            Ok(Some(complaint)) => self.complain(None, complaint),
            Err(error) => self.complain(None, format!("the preset's rule `{}`: {error}", that.as_str())),
        }
    }

    /// Whether one of these names, with or without attributes, has no right answer.
    fn is_bad(&self, names: &BTreeSet<String>) -> bool {
        names.iter().any(|name| self.bad.contains(name.split('.').next().unwrap_or_default()))
    }

    pub(super) fn wrong(&mut self, name: &str, complaint: String) {
        self.complain(Some(name), complaint);
        self.skip(name);
    }

    pub(super) fn complain(&mut self, input: Option<&str>, message: String) {
        self.complaints.push(Complaint { input: input.map(str::to_owned), message });
    }

    fn skip(&mut self, name: &str) {
        self.bad.insert(name.to_owned());
    }

    fn finish(self) -> Result<Answers, Failure> {
        let complaints: Vec<String> = self.complaints.iter().map(|one| printable(&one.message).into_owned()).collect();
        let failure = match complaints.as_slice() {
            [] => return Ok(self.answers),
            [one] => Failure::usage(one),
            many => Failure::usage(format!("{} inputs are missing or wrong:\n  {}", many.len(), many.join("\n  "))),
        };
        let failure = if self.missing.is_empty() {
            failure
        } else {
            failure.hint("inputs are given as flags, with --set KEY=VALUE, or in a file with --inputs FILE")
        };
        Err(failure.hint(format!("`akctl integrate {} --help` shows all inputs", self.preset.id)))
    }
}

/// The names on which a rule rests.
pub(super) fn names_in(check: &Check) -> BTreeSet<String> {
    let Check { when, that, message } = check;
    let mut names = names_in_condition(that).unwrap_or_default();
    names.extend(names_in_template(message).unwrap_or_default());
    names.extend(when.as_ref().and_then(|when| names_in_condition(when).ok()).unwrap_or_default());
    names
}

/// The input depends on one that has no right answer.
pub(super) struct Skip;
