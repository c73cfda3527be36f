//! The inputs of one integration of a file.

use super::variable;
use crate::answers::{self, Answers, Complaint, Entry as Value, Given};
use crate::commands::integrate::documents;
use crate::context::Context;
use crate::file::Entry;
use crate::file::reference::{self, Filled};
use crate::file::words::in_words_of_a_file;
use crate::preset::format::{Input, InputKind, Literal, Preset};
use crate::preset::position::Path;
use crate::preset::problem::Problem;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;

/// What the entry says, with variables in place and the files that it names read.
pub(super) async fn answers(
    context: &Context,
    preset: &Preset,
    (path, entry): (&Path, &Entry),
    folder: &FilePath,
) -> Result<Answers, Vec<Problem>> {
    let path = path.key("inputs");
    let mut problems = Vec::new();
    let mut bad = BTreeSet::new();
    let mut entries = Vec::new();
    let mut variables: BTreeMap<String, String> = BTreeMap::new();
    for (name, literal) in entry.inputs.iter() {
        let place = path.key(name);
        match reference::fill(literal, &variable) {
            Err(wrong) => {
                bad.insert(name.replace('-', "_"));
                problems.extend(wrong.into_iter().map(|why| Problem::error(place.clone(), why)));
            }
            Ok(filled) => {
                let known = filled.variables.iter().filter_map(|name| Some((variable(name)?, name.clone())));
                variables.extend(known);
                let input = preset.inputs.get(&name.replace('-', "_"));
                match value(name, filled, input, folder) {
                    Ok(value) => entries.push(value),
                    Err(why) => {
                        bad.insert(name.replace('-', "_"));
                        problems.push(Problem::error(place, why).without_line());
                    }
                }
            }
        }
    }
    let mut given = Given { entries: Some(entries), ..Given::default() };
    let wanted = answers::wanted(preset, &given);
    if let Some(from_stdin) = wanted.iter().find(|one| one.location == "-") {
        let message = format!("{}: standard input cannot be named in a file", from_stdin.origin);
        return Err(vec![Problem::error(path, message)]);
    }
    given.documents = documents::read(context, &wanted).await;
    let answers = answers::collect_each(preset, &given);
    let complaints = answers.as_ref().err().into_iter().flatten();
    // What has no value for another reason is not missing.
    let others = complaints.filter(|one| match &one.input {
        Some(input) => !bad.contains(input),
        None => bad.is_empty(),
    });
    problems.extend(others.map(|Complaint { input, message }| {
        let place = input.as_ref().map_or_else(|| path.clone(), |input| path.key(input));
        let message = match input {
            Some(name) if is_missing_secret(preset, entry, name) => format!(
                "`{name}` is missing, and is a secret: write ${{NAME}} for a variable of the environment, or {{file: PATH}}"
            ),
            _ => hidden(&in_words_of_a_file(preset, message), &variables),
        };
        Problem::error(place, message)
    }));
    match answers {
        Ok(answers) if problems.is_empty() => Ok(answers),
        _ => Err(problems),
    }
}

/// Whether an input is a secret of which the entry says nothing.
fn is_missing_secret(preset: &Preset, entry: &Entry, name: &str) -> bool {
    let is_secret = preset.inputs.get(name).is_some_and(|input| input.kind == InputKind::Secret);
    is_secret && entry.inputs.iter().all(|(given, _)| given.replace('-', "_") != name)
}

/// The value of one input, with the names of files as seen from the file of integrations.
fn value(name: &str, filled: Filled, input: Option<&Input>, folder: &FilePath) -> Result<Value, String> {
    let Filled { literal, variables } = filled;
    let key = name.to_owned();
    let Some(input) = input.filter(|input| input.is_read()) else {
        return Ok(Value { key, literal, is_itself: true });
    };
    let is_secret = input.kind == InputKind::Secret;
    let from = |location: &str| {
        let is_address = location.starts_with("https://") || location.starts_with("http://");
        let is_plain = location == "-" || is_address && !is_secret;
        Literal::Text(if is_plain { location.to_owned() } else { folder.join(location).display().to_string() })
    };
    match &literal {
        Literal::Record(record) => match (record.get("file"), record.len()) {
            (Some(Literal::Text(location)), 1) => Ok(Value { key, literal: from(location), is_itself: false }),
            _ => Err(format!("`{name}`: it must be {{file: PATH}}, with nothing else in the braces")),
        },
        Literal::Text(_) if is_secret && variables.is_empty() => Err(format!(
            "`{name}`: a secret does not stand in the file itself: write ${{NAME}} for a variable of the environment, or \
             {{file: PATH}}"
        )),
        Literal::Text(_) if is_secret => Ok(Value { key, literal, is_itself: true }),
        Literal::Text(location) => Ok(Value { key, literal: from(location), is_itself: false }),
        _ => Ok(Value { key, literal, is_itself: false }),
    }
}

/// The shortest value of a variable that is looked for in a message.
const SHORTEST: usize = 3;

/// A message without the values of variables: one of them may be a secret that was put into the wrong
/// place.
fn hidden(message: &str, variables: &BTreeMap<String, String>) -> String {
    let mut long: Vec<(&String, &String)> =
        variables.iter().filter(|(value, _)| value.chars().count() >= SHORTEST).collect();
    // One may be a part of another.
    long.sort_by_key(|(value, _)| std::cmp::Reverse(value.len()));
    long.into_iter()
        .fold(message.to_owned(), |message, (value, name)| message.replace(value.as_str(), &format!("${{{name}}}")))
}
