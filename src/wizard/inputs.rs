//! The questions for a preset's inputs.

use super::values::{Ask, TYPED, Value};
use super::{Offer, Wizard, heading};
use crate::answers::{self, FlagSpec, Question};
use crate::cli::declared::words;
use crate::error::{Failure, Kind};
use crate::preset::format::{Field, Input, InputKind};
use crate::preset::value::read_field;

/// Why a hyphen will not do, which stands for standard input.
pub(super) const NO_INPUT: &str = "standard input is this terminal, so it cannot be read: name a file";

impl Wizard<'_> {
    /// Asks for an input and takes its answer.
    pub(super) async fn ask_input(&mut self, name: &str) -> Result<(), Failure> {
        self.answered.retain(|(key, _)| key != name);
        let typed = self.typed()?;
        let preset = self.preset;
        let questions = answers::questions(preset, &typed.given);
        let Some(question) = questions.iter().find(|question| question.name == name) else { return Ok(()) };
        let flags = answers::flags(preset);
        let Some(flag) = flags.iter().find(|flag| flag.input == name) else { return Ok(()) };
        self.prompter.say(&heading::input(flag, question));
        let (long, input) = (format!("--{}", flag.flag), question.input);
        match (input.kind, input.many) {
            (InputKind::Flag, _) => {
                if self.prompter.confirm("Yes?", false)? {
                    self.answered.push((name.to_owned(), vec![long]));
                }
            }
            (_, false) => {
                self.one(question, flag, true).await?;
            }
            (_, true) => self.several(question, flag).await?,
        }
        self.settled.insert(name.to_owned());
        Ok(())
    }

    /// Asks until there is one right value, or nothing where that may be; says whether there is one.
    async fn one(&mut self, question: &Question<'_>, flag: &FlagSpec, is_only: bool) -> Result<bool, Failure> {
        let mut initial = String::new();
        loop {
            let value = if question.input.kind == InputKind::Record {
                Value::Text(self.record(question.input).await?)
            } else {
                self.value(ask(question, is_only, &initial)).await?
            };
            let Value::Text(text) = value else { return Ok(false) };
            match self.accept(question, flag, &text).await? {
                None => return Ok(true),
                Some(complaint) => self.prompter.say(&heading::complaint(&complaint)),
            }
            // What was never shown is not shown now.
            initial = if text.starts_with(TYPED) { String::new() } else { text };
        }
    }

    /// Takes a value, unless something is wrong with it.
    async fn accept(
        &mut self,
        question: &Question<'_>,
        flag: &FlagSpec,
        text: &str,
    ) -> Result<Option<String>, Failure> {
        if question.input.is_read() && text == "-" {
            return Ok(Some(NO_INPUT.to_owned()));
        }
        let words = words(&format!("--{}", flag.flag), text, false);
        let mut typed = match self.with(&words) {
            Ok(typed) => typed,
            Err(failure) if failure.kind == Kind::Usage => return Ok(Some(failure.message)),
            Err(failure) => return Err(failure),
        };
        if question.input.is_read() {
            let mut wanted = answers::wanted(self.preset, &typed.given);
            wanted.retain(|wanted| !self.documents.contains_key(&wanted.location));
            self.prompter.rest();
            let read = self.world.read(&wanted).await?;
            // What cannot be read now may be mended and named again.
            typed.given.documents.extend(read.clone());
            self.documents.extend(read.into_iter().filter(|(_, content)| content.is_ok()));
        }
        let complaint = answers::complaint(self.preset, &typed.given, question.name, &self.known(&typed));
        if complaint.is_none() {
            self.answered.push((question.name.to_owned(), words));
        }
        Ok(complaint)
    }

    /// The inputs whose answers stand: given or asked for.
    pub(super) fn known(&self, typed: &super::Typed) -> std::collections::BTreeSet<String> {
        let questions = answers::questions(self.preset, &typed.given);
        let given = questions.iter().filter(|question| question.is_given).map(|question| question.name.to_owned());
        given.chain(self.settled.iter().cloned()).collect()
    }

    /// Asks for one value after the other.
    async fn several(&mut self, question: &Question<'_>, flag: &FlagSpec) -> Result<(), Failure> {
        let kind = question.input.kind;
        let is_typed_one_by_one = matches!(kind, InputKind::Record | InputKind::Choice);
        if is_typed_one_by_one && !question.defaults.is_empty() && self.prompter.confirm("Take these?", true)? {
            return Ok(());
        }
        if is_typed_one_by_one && question.input.optional && !self.prompter.confirm("Add one?", false)? {
            return Ok(());
        }
        let mut is_first = true;
        while self.one(question, flag, is_first).await? {
            is_first = false;
            if is_typed_one_by_one && !self.prompter.confirm("Another one?", false)? {
                return Ok(());
            }
            if !is_typed_one_by_one {
                self.prompter.say(&heading::note("Another one? Enter alone if not."));
            }
        }
        Ok(())
    }

    /// Asks for a record field by field, and writes it as a flag would.
    async fn record(&mut self, input: &Input) -> Result<String, Failure> {
        let mut text = input.form.clone().unwrap_or_default();
        let mut values = Vec::new();
        for (name, field) in input.fields.iter() {
            values.push((name, self.field(name, field).await?));
        }
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), &value);
        }
        Ok(text)
    }

    async fn field(&mut self, name: &str, field: &Field) -> Result<String, Failure> {
        self.prompter.say(&heading::field(name, field));
        let mut initial = String::new();
        loop {
            let ask = Ask {
                name,
                kind: field.kind,
                of: &field.of,
                offer: (field.kind == InputKind::Group).then_some(Offer::Groups),
                default: None,
                nothing: None,
                initial: &initial,
            };
            let Value::Text(text) = self.value(ask).await? else { continue };
            match read_field(field, &text) {
                Ok(text) => return Ok(text),
                Err(complaint) => self.prompter.say(&heading::complaint(&complaint)),
            }
            initial = text;
        }
    }
}

fn ask<'a>(question: &'a Question<'_>, is_only: bool, initial: &'a str) -> Ask<'a> {
    let may_be_nothing = question.input.optional || !question.defaults.is_empty() || !is_only;
    Ask {
        name: question.name,
        kind: question.input.kind,
        of: &question.input.of,
        offer: (question.input.kind == InputKind::Group).then_some(Offer::Groups),
        default: question.defaults.first().map(String::as_str).filter(|_| !question.input.many),
        nothing: may_be_nothing.then_some(if is_only { "(leave it out)" } else { "(no more)" }),
        initial,
    }
}
