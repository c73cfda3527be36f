//! What a person gave, by flags, `--set`, a file of inputs or a file of integrations: put in order by
//! input, and not yet read.

use super::collect::Collecting;
use super::documents::Documents;
use crate::model::text::nearest;
use crate::preset::format::{InputKind, Literal, Ordered, Preset};
use std::collections::BTreeMap;

/// What a person gave, as texts.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The values of each flag that was given, by the input's name; a flag without a value has none.
    pub flags: BTreeMap<String, Vec<String>>,
    /// The texts of `--set KEY=VALUE`, in order.
    pub sets: Vec<String>,
    /// The file of `--inputs`.
    pub file: Option<InputsFile>,
    /// What was read of the files that [`wanted`] names.
    pub documents: Documents,
    /// What was read back from authentik ([`recover`](super::recover)), as flags would give it. It
    /// counts where nothing is given.
    pub recovered: BTreeMap<String, Vec<String>>,
    /// Whether secrets may be missing: nothing is made, so nobody needs their text.
    pub without_secrets: bool,
    /// What stands in a file of integrations. Where there is any, what is wrong is told in the words
    /// of such a file.
    pub entries: Option<Vec<Entry>>,
}

/// The value of an input in a file of integrations.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The input's name, as it is written.
    pub key: String,
    /// The value.
    pub literal: Literal,
    /// Whether a secret is the value itself, and not the name of a file that holds it.
    pub is_itself: bool,
}

/// A file with a map of inputs, YAML or JSON.
#[derive(Debug, Clone)]
pub struct InputsFile {
    /// Its name, for messages.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// A value that was given, and by what.
pub(super) struct Value {
    pub(super) origin: String,
    pub(super) literal: Literal,
    /// Whether it stands in the file of inputs.
    pub(super) in_file: bool,
    /// Whether it was read back, so that nobody is told that it does not apply.
    pub(super) is_recovered: bool,
}

impl<'a> Collecting<'a> {
    /// Everything that was given, not yet read.
    pub(super) fn of(preset: &'a Preset, given: &'a Given) -> Self {
        let mut collecting = Self::new(preset, given);
        collecting.take_recovered(&given.recovered);
        collecting.take_file(given.file.as_ref());
        collecting.take_entries(given.entries.as_deref());
        collecting.take_command_line(given);
        collecting
    }

    fn take_recovered(&mut self, recovered: &BTreeMap<String, Vec<String>>) {
        for (name, texts) in recovered {
            self.put(name, format!("--{} (from authentik)", self.flag(name)), {
                texts.iter().cloned().map(Literal::Text).collect()
            });
            if let Some(value) = self.values.get_mut(name) {
                value.is_recovered = true;
            }
        }
    }

    pub(super) fn take_file(&mut self, file: Option<&InputsFile>) {
        let Some(InputsFile { name, text }) = file else { return };
        if text.trim().is_empty() {
            return;
        }
        match serde_yaml::from_str::<Ordered<Literal>>(text) {
            Ok(map) => {
                for (key, literal) in map.iter() {
                    let origin = format!("{name}: {key}");
                    if let Some(input) = self.known(key, &origin) {
                        self.values.insert(
                            input,
                            Value { origin, literal: literal.clone(), in_file: true, is_recovered: false },
                        );
                    }
                }
            }
            Err(error) => self.complain(None, format!("{name}: {}", unreadable(&error))),
        }
    }

    pub(super) fn take_entries(&mut self, entries: Option<&[Entry]>) {
        for Entry { key, literal, is_itself } in entries.into_iter().flatten() {
            let origin = format!("`{key}`");
            if let Some(input) = self.known(key, &origin) {
                let value = Value { origin, literal: literal.clone(), in_file: *is_itself, is_recovered: false };
                self.values.insert(input, value);
            }
        }
    }

    pub(super) fn take_command_line(&mut self, given: &Given) {
        let mut sets: BTreeMap<String, Vec<Literal>> = BTreeMap::new();
        for set in &given.sets {
            let Some((key, value)) = set.split_once('=') else {
                self.complain(None, format!("--set {set}: it must be of the form KEY=VALUE"));
                continue;
            };
            if let Some(input) = self.known(key, &format!("--set {key}")) {
                if let Some(secret) = self.preset.inputs.get(&input).filter(|input| input.kind == InputKind::Secret) {
                    let flag = secret.flag(&input);
                    let why = if self.without_secrets {
                        "a secret is not given as text, and it is not needed here: leave it out".to_owned()
                    } else {
                        format!("a secret is not given as text: --{flag} FILE reads it")
                    };
                    self.wrong(&input, format!("--set {key}: {why}"));
                    continue;
                }
                sets.entry(input).or_default().push(Literal::Text(value.to_owned()));
            }
        }
        for (name, texts) in &given.flags {
            let origin = format!("--{}", self.flag(name));
            if sets.remove(name).is_some() {
                self.wrong(name, format!("{origin}: it is given twice, by this flag and by --set"));
                continue;
            }
            let texts: Vec<Literal> = texts.iter().cloned().map(Literal::Text).collect();
            let literals = if texts.is_empty() { vec![Literal::Flag(true)] } else { texts };
            self.put(name, origin, literals);
        }
        for (name, literals) in sets {
            let origin = format!("--set {name}");
            self.put(&name, origin, literals);
        }
    }

    fn put(&mut self, name: &str, origin: String, mut literals: Vec<Literal>) {
        let many = self.preset.inputs.get(name).is_some_and(|input| input.many);
        let literal = match literals.pop() {
            Some(one) if literals.is_empty() && !many => one,
            Some(last) if many => {
                literals.push(last);
                Literal::List(literals)
            }
            _ => return self.wrong(name, format!("{origin}: it is given more than once and takes one value")),
        };
        self.values.insert(name.to_owned(), Value { origin, literal, in_file: false, is_recovered: false });
    }

    /// The input of this name, written with underscores or hyphens.
    fn known(&mut self, key: &str, origin: &str) -> Option<String> {
        let name = key.replace('-', "_");
        if self.preset.inputs.get(&name).is_some() {
            return Some(name);
        }
        let near = nearest(&name, self.preset.inputs.names());
        let advice = match near.first() {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it takes {}", self.preset.inputs.names().collect::<Vec<_>>().join(", ")),
        };
        self.complain(Some(key), format!("{origin}: the preset has no such input; {advice}"));
        None
    }
}

/// Why a file of inputs cannot be read. The library's own words quote what stands there, and that
/// may be a secret: the file holds some, or is another one than was meant.
fn unreadable(error: &serde_yaml::Error) -> String {
    let place = error.location().map(|at| format!("line {}, column {}: ", at.line(), at.column()));
    format!(
        "{}it must be a map of inputs, such as app_url: https://app.company, in YAML or JSON",
        place.unwrap_or_default()
    )
}
