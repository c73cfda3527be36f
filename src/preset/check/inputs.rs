//! Checks of the inputs.

use crate::preset::format::{Field, Input, InputKind, Literal, Ordered};
use crate::preset::position::Path;
use crate::preset::problem::Problem;
use crate::preset::record::{Piece, pieces};
use crate::preset::template::{AUTHENTIK_VERSION, LATE};
use crate::preset::value::{read, whole};
use std::collections::BTreeSet;

/// The flags that `akctl integrate` has for every preset; no input may have their names.
pub const RESERVED: [&str; 46] = [
    "add-member",
    "adopt",
    "allow-network",
    "allow-plain-http-token",
    "authentication-flow",
    "authorization-flow",
    "bind-group",
    "bind-user",
    "ca-file",
    "color",
    "connect-timeout",
    "create-groups",
    "description",
    "dry-run",
    "exact",
    "exit-code",
    "force",
    "help",
    "icon",
    "inputs",
    "insecure",
    "invalidation-flow",
    "mfa-lasts",
    "name",
    "out-dir",
    "outpost",
    "output",
    "policy-expression",
    "preset",
    "profile",
    "public-url",
    "publisher",
    "quiet",
    "require-mfa",
    "sandbox",
    "set",
    "show-secrets",
    "signing-key",
    "slug",
    "tile-group",
    "timeout",
    "token-file",
    "url",
    "verbose",
    "version",
    "yes",
];

/// The names that templates know besides inputs and besides what is known only when the integration
/// exists.
pub(super) const TEMPLATE_NAMES: [&str; 9] =
    ["slug", "name", "endpoints", "authentik_url", "authentik_host", AUTHENTIK_VERSION, "scopes", "item", "index"];

/// Checks all inputs.
pub(super) fn check(inputs: &Ordered<Input>, problems: &mut Vec<Problem>) {
    for (name, input) in inputs.iter() {
        let path = Path::root().key("inputs").key(name);
        if !is_name(name) {
            let message = format!("the name `{name}` is not made of lower-case letters, digits and underscores");
            problems.push(Problem::error(path.clone(), message));
        } else if RESERVED.contains(&input.flag(name).as_str()) {
            let message = format!("every integration has a flag --{} already; take another name", input.flag(name));
            problems.push(Problem::error(path.clone(), message));
        } else if TEMPLATE_NAMES.contains(&name) || LATE.contains(&name) {
            let message = format!("templates know `{name}` as something else; take another name");
            problems.push(Problem::error(path.clone(), message));
        }
        check_one(input, &path, problems);
    }
}

/// Whether a text can be the name of an input, a field or a mapping's key.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn check_one(input: &Input, path: &Path, problems: &mut Vec<Problem>) {
    let kind = input.kind;
    if input.prompt.trim().is_empty() || input.prompt.contains('\n') {
        problems.push(Problem::error(path.key("prompt"), "it must be one line of text"));
    }
    if input.later.as_deref().is_some_and(|place| place.trim().is_empty() || place.contains('\n')) {
        problems.push(Problem::error(path.key("later"), "it must be one line of text: where the application shows it"));
    }
    let is_text = matches!(kind, InputKind::Text | InputKind::Group);
    let misplaced = [
        ("of", !input.of.is_empty() && kind != InputKind::Choice),
        ("pattern", input.pattern.is_some() && !is_text),
        ("pattern_help", input.pattern_help.is_some() && !is_text),
        ("later", input.later.is_some() && input.stand_in().is_none()),
        ("form", input.form.is_some() && kind != InputKind::Record),
        ("fields", !input.fields.is_empty() && kind != InputKind::Record),
        ("unique", !input.unique.is_empty() && kind != InputKind::Record),
        ("many", input.many && kind == InputKind::Flag),
        ("optional", input.optional && kind == InputKind::Flag),
        ("default", input.default.is_some() && (kind == InputKind::Flag || input.is_read())),
        ("many", input.many && input.is_read()),
    ];
    for (key, _) in misplaced.iter().filter(|(_, is_wrong)| *is_wrong) {
        problems.push(Problem::error(path.key(key), format!("an input of the type {} has no `{key}`", kind.as_str())));
    }
    let from_another = matches!(&input.default, Some(Literal::Text(text)) if text.contains("{{"));
    if input.optional && input.default.is_some() && !from_another {
        problems.push(Problem::error(path.key("optional"), "an input with a default need not be optional"));
    }
    words(kind, &input.of, path, problems);
    pattern(input.pattern.as_deref(), input.pattern_help.as_deref().filter(|_| is_text), path, problems);
    if kind == InputKind::Record {
        record(input, path, problems);
    }
    values(input, path, problems);
}

fn words(kind: InputKind, of: &[String], path: &Path, problems: &mut Vec<Problem>) {
    if kind == InputKind::Choice && of.is_empty() {
        problems.push(Problem::error(path.clone(), "a choice needs its words in `of`"));
    }
    let mut seen = BTreeSet::new();
    for (at, word) in of.iter().enumerate() {
        if word.trim().is_empty() || !seen.insert(word) {
            problems.push(Problem::error(path.key("of").index(at), format!("`{word}` is empty or there twice")));
        }
    }
}

fn pattern(pattern: Option<&str>, help: Option<&str>, path: &Path, problems: &mut Vec<Problem>) {
    if let Some(Err(reason)) = pattern.map(whole) {
        problems.push(Problem::error(path.key("pattern"), reason));
    }
    let Some(help) = help else { return };
    if pattern.is_none() {
        problems.push(Problem::error(path.key("pattern_help"), "there is no `pattern` that it could explain"));
    }
    if help.trim().is_empty() || help.contains('\n') {
        problems.push(Problem::error(path.key("pattern_help"), "it must be one line of text"));
    }
}

fn record(input: &Input, path: &Path, problems: &mut Vec<Problem>) {
    if input.fields.is_empty() {
        problems.push(Problem::error(path.clone(), "a record needs its `fields`"));
    }
    for (name, field) in input.fields.iter() {
        let path = path.key("fields").key(name);
        let Field { kind, prompt: _, of, pattern: expression, pattern_help } = field;
        if !is_name(name) {
            let message = format!("the name `{name}` is not made of lower-case letters, digits and underscores");
            problems.push(Problem::error(path.clone(), message));
        }
        if !matches!(kind, InputKind::Text | InputKind::Group | InputKind::Choice) {
            let message = "a field is a text, a group or a choice";
            problems.push(Problem::error(path.key("type"), message));
        }
        words(*kind, of, &path, problems);
        pattern(expression.as_deref(), pattern_help.as_deref(), &path, problems);
    }
    for (at, name) in input.unique.iter().enumerate() {
        if input.fields.get(name).is_none() {
            problems.push(Problem::error(path.key("unique").index(at), format!("there is no field `{name}`")));
        }
    }
    match &input.form {
        None => problems.push(Problem::error(path.clone(), "a record needs a `form`, such as \"{group}={value}\"")),
        Some(form) => {
            if let Err(reason) = check_form(form, &input.fields) {
                problems.push(Problem::error(path.key("form"), reason));
            }
        }
    }
}

fn check_form(form: &str, fields: &Ordered<Field>) -> Result<(), String> {
    let pieces = pieces(form)?;
    let mut named = BTreeSet::new();
    for pair in pieces.windows(2) {
        if let [Piece::Field(a), Piece::Field(b)] = pair {
            return Err(format!("nothing separates {{{a}}} from {{{b}}}"));
        }
    }
    for piece in &pieces {
        match piece {
            Piece::Field(name) if fields.get(name).is_none() => return Err(format!("there is no field `{name}`")),
            Piece::Field(name) if !named.insert(*name) => return Err(format!("{{{name}}} is there twice")),
            Piece::Field(_) => {}
            Piece::Separator(text) => {
                if text.chars().any(|c| c.is_alphanumeric() || c.is_whitespace() || c == '}') {
                    return Err(format!("the separator {text:?} could be part of a value; take marks such as = or :"));
                }
            }
        }
    }
    match fields.names().find(|name| !named.contains(name)) {
        Some(name) => Err(format!("{{{name}}} is missing")),
        None => Ok(()),
    }
}

/// Defaults and examples must be right themselves.
fn values(input: &Input, path: &Path, problems: &mut Vec<Problem>) {
    for (key, value) in [("default", &input.default), ("example", &input.example)] {
        let Some(value) = value else { continue };
        if input.is_read() {
            continue;
        }
        let is_template = matches!(value, Literal::Text(text) if text.contains("{{") || text.contains("{%"));
        if is_template && key == "default" && !input.many && input.kind != InputKind::Record {
            continue;
        }
        if let Err(reason) = read(input, value) {
            problems.push(Problem::error(path.key(key), reason));
        }
    }
}
