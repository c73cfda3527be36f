//! Templates and conditions: the only place where a preset's text is evaluated.
//!
//! Presets are data from strangers. Their templates see the values that they are given and
//! nothing else: no file, no environment, no network, no dump of all values. An unknown name is an
//! error, work and output are bounded, and nothing is escaped as if it were HTML.

mod bounds;
#[cfg(test)]
mod tests;

use super::characters::is_refused;
use super::format::{Condition, Line, Template};
use super::value::whole;
use crate::model::Version;
use crate::model::later;
use crate::model::python::literal;
use crate::model::shell::quoted;
use crate::model::version::NotAVersion;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, Expression, UndefinedBehavior, Value};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::rc::Rc;
use std::sync::LazyLock;

/// The name of the variable that holds the client secret.
pub const CLIENT_SECRET: &str = "client_secret";

/// The name of the variable that holds the keys with which the provider signs, as compact JSON.
pub const JWKS_DOCUMENT: &str = "jwks_document";

/// The name of the variable that holds authentik's SAML metadata for the application.
pub const METADATA_DOCUMENT: &str = "metadata_document";

/// The name of the variable that holds the token of a source.
pub const SOURCE_TOKEN: &str = "source_token";

/// The name of the variable that holds the version of the authentik that is talked to.
pub const AUTHENTIK_VERSION: &str = "authentik_version";

/// The names of all variables that are known only when the integration exists: what authentik
/// chooses, and what it publishes then.
pub const LATE: [&str; 8] = [
    "client_id",
    CLIENT_SECRET,
    JWKS_DOCUMENT,
    METADATA_DOCUMENT,
    "certificate_pem",
    "certificate_sha256",
    "certificate_sha1",
    SOURCE_TOKEN,
];

/// Those of them that are secrets.
pub const SECRETS: [&str; 2] = [CLIENT_SECRET, SOURCE_TOKEN];

/// Whether a text names one of the secrets.
#[must_use]
pub fn mentions_secret(source: &str) -> bool {
    SECRETS.iter().any(|name| mentions(source, name))
}

/// How many steps one template may take.
const FUEL: u64 = 200_000;

/// How long a slug may be (authentik, all versions).
const LONGEST_SLUG: usize = 50;

/// How long the text that one template makes may be, in bytes.
const LONGEST: usize = 1 << 20;

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    // A file's line ends are the writer's, and a line that holds only a tag is no line of the file.
    let syntax = SyntaxConfig::builder().keep_trailing_newline(true).trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_fuel(Some(FUEL));
    environment.remove_global("debug");
    environment.add_filter("regex_quote", |text: &str| regex_quote(text));
    environment.add_filter("json", json);
    environment.add_filter("hcl", hcl);
    environment.add_filter("python", |text: &str| literal(text));
    environment.add_filter("shell", |text: &str| quoted(text).into_owned());
    environment.add_filter("apache", |text: &str| apache(text));
    environment.add_filter("url_path", url_path);
    environment.add_filter("slugify", |text: &str| slugify(text));
    environment.add_test("matching", matching);
    environment.add_test("older_than", older_than);
    environment
});

/// So many compiled conditions are kept: more than any number of presets in one run has.
const MOST_COMPILED: usize = 10_000;

thread_local! {
    /// Conditions that were compiled already: those of a preset are asked for each of its integrations.
    static COMPILED: RefCell<HashMap<String, Rc<Expression<'static, 'static>>>> = RefCell::default();
}

/// Why a template or a condition could not be evaluated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RenderError(String);

/// The values that templates see, by name.
#[derive(Debug, Clone, Default)]
pub struct Context(BTreeMap<String, Value>);

impl Context {
    /// Without any value.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value, or replaces the one of this name.
    pub fn set(&mut self, name: &str, value: impl Serialize) {
        self.0.insert(name.to_owned(), Value::from(Serde(value)));
    }

    /// Whether something of a value is a stand-in for what is not known yet.
    #[must_use]
    pub fn awaits(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| later::stands_in(&value.to_string()))
    }

    /// Whether one of the values holds a character.
    fn holds(&self, c: char) -> bool {
        fn holds(value: &serde_json::Value, c: char) -> bool {
            match value {
                serde_json::Value::String(text) => text.contains(c),
                serde_json::Value::Array(items) => items.iter().any(|item| holds(item, c)),
                serde_json::Value::Object(fields) => fields.values().any(|field| holds(field, c)),
                _ => false,
            }
        }
        self.0.values().any(|value| serde_json::to_value(value).is_ok_and(|value| holds(&value, c)))
    }

    /// The contexts in which an element with this `when` and `each` is there: this one if there is no
    /// list; else one for each item, with `item` and `index` (counted from 1). Those in which the
    /// condition is false are left out; it may speak of the item.
    pub fn repeated(&self, when: Option<&Condition>, each: Option<&str>) -> Result<Vec<Self>, RenderError> {
        let holds = |context: &Self| when.map_or(Ok(true), |when| evaluate(when, context));
        let Some(list) = each else { return Ok(if holds(self)? { vec![self.clone()] } else { Vec::new() }) };
        let items = self.0.get(list).ok_or_else(|| RenderError(format!("there is no list `{list}`")))?;
        let items = items.try_iter().map_err(|_| RenderError(format!("`{list}` is not a list")))?;
        let mut contexts = Vec::new();
        for (at, item) in items.enumerate() {
            let mut inner = self.clone();
            inner.0.insert("item".to_owned(), item);
            inner.set("index", at + 1);
            if holds(&inner)? {
                contexts.push(inner);
            }
        }
        Ok(contexts)
    }
}

/// Renders a template.
pub fn render(template: &Template, context: &Context) -> Result<String, RenderError> {
    let text = template.as_str();
    if !text.contains('{') {
        return Ok(text.to_owned());
    }
    let say = |error: minijinja::Error| explained(&error, mentions_secret(text));
    bounds::template(text)?;
    let compiled = ENVIRONMENT.template_from_str(text).map_err(say)?;
    let mut out = Bounded(Vec::new());
    let rendered = compiled.render_captured_to(&context.0, &mut out).map(|_| ());
    if out.0.len() >= LONGEST {
        return Err(RenderError(format!("the text is longer than {LONGEST} bytes")));
    }
    rendered.map_err(say)?;
    let rendered = String::from_utf8(out.0).map_err(|error| RenderError(error.to_string()))?;
    match rendered.chars().find(|c| is_refused(*c) && !context.holds(*c)) {
        Some(c) => Err(RenderError(format!("it makes the character U+{:04X} by itself", u32::from(c)))),
        None => Ok(rendered),
    }
}

/// Renders lines of text: those that are there, each as often as it is.
pub fn render_lines(lines: &[Line], context: &Context) -> Result<Vec<String>, RenderError> {
    let mut rendered = Vec::new();
    for line in lines {
        for context in context.repeated(line.when.as_ref(), line.each.as_deref())? {
            rendered.push(render(&line.text, &context)?);
        }
    }
    Ok(rendered)
}

/// Whether a condition is true.
pub fn evaluate(condition: &Condition, context: &Context) -> Result<bool, RenderError> {
    let text = condition.as_str();
    let say = |error: minijinja::Error| explained(&error, mentions_secret(text));
    let known = COMPILED.with_borrow(|known| known.get(text).cloned());
    let compiled = if let Some(compiled) = known {
        compiled
    } else {
        bounds::condition(text)?;
        let compiled = Rc::new(ENVIRONMENT.compile_expression_owned(text.to_owned()).map_err(say)?);
        COMPILED.with_borrow_mut(|known| {
            if known.len() >= MOST_COMPILED {
                known.clear();
            }
            known.insert(text.to_owned(), Rc::clone(&compiled));
        });
        compiled
    };
    let value = compiled.eval(&context.0).map_err(say)?;
    if value.is_undefined() {
        return Err(RenderError(format!("`{text}` has no value")));
    }
    Ok(value.is_true())
}

/// Whether a template's text names this variable. Every occurrence of the word counts, also one
/// outside of braces: who decides by it what is secret must not be outwitted by a clever template.
#[must_use]
pub fn mentions(template: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    template.match_indices(name).any(|(at, _)| {
        let before = template[..at].chars().next_back();
        let after = template[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The versions that a text compares with as they are written: `2025.10` in `older_than('2025.10')`.
pub(crate) fn compared_versions(source: &str) -> impl Iterator<Item = &str> {
    source.split("older_than").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let rest = rest.strip_prefix('(').unwrap_or(rest).trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        rest[1..].split(quote).next()
    })
}

/// The names that a template uses and does not define, with their attributes: `item.group`.
pub(crate) fn names_in_template(template: &Template) -> Result<BTreeSet<String>, RenderError> {
    bounds::template(template.as_str())?;
    let compiled = ENVIRONMENT.template_from_str(template.as_str()).map_err(|error| explained(&error, false))?;
    Ok(without_globals(compiled.undeclared_variables(true)))
}

/// The names that a condition uses, with their attributes.
pub(crate) fn names_in_condition(condition: &Condition) -> Result<BTreeSet<String>, RenderError> {
    bounds::condition(condition.as_str())?;
    let compiled = ENVIRONMENT.compile_expression(condition.as_str()).map_err(|error| explained(&error, false))?;
    Ok(without_globals(compiled.undeclared_variables(true)))
}

fn without_globals(names: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    names.into_iter().filter(|name| !ENVIRONMENT.globals().any(|(global, _)| global == name)).collect()
}

/// The engine's error in a sentence. Its details may carry values, so they are left out where a
/// secret is among them.
fn explained(error: &minijinja::Error, near_a_secret: bool) -> RenderError {
    let what = match error.kind() {
        ErrorKind::UndefinedError => "a name or an attribute has no value".to_owned(),
        ErrorKind::OutOfFuel => "it takes too many steps".to_owned(),
        kind => kind.to_string(),
    };
    match error.detail() {
        Some(detail) if !near_a_secret => RenderError(format!("{what}: {detail}")),
        _ => RenderError(what),
    }
}

/// Quotes a text so that it stands for itself in a regular expression of Go, Python, Java or Rust.
fn regex_quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

/// A slug made of a name: lower-case letters and digits, everything else a hyphen.
fn slugify(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let slug = words.join("-");
    slug.chars().take(LONGEST_SLUG).collect::<String>().trim_end_matches('-').to_owned()
}

/// Whether a regular expression matches the whole of a text.
fn matching(text: &str, pattern: &str) -> Result<bool, minijinja::Error> {
    let regex = whole(pattern).map_err(|reason| minijinja::Error::new(ErrorKind::InvalidOperation, reason))?;
    Ok(regex.is_match(text))
}

/// Whether a version of authentik is of an older line than another: only year and month count.
fn older_than(version: &str, line: &str) -> Result<bool, minijinja::Error> {
    let read = |text: &str| {
        let wrong = |error: NotAVersion| minijinja::Error::new(ErrorKind::InvalidOperation, error.to_string());
        text.parse::<Version>().map_err(wrong)
    };
    let line = read(line)?;
    Ok(!read(version)?.at_least(line.year, line.month))
}

fn json(Serde(value): Serde<serde_json::Value>) -> String {
    value.to_string()
}

/// A value in the language of Terraform, which takes JSON but for its own marks in texts.
fn hcl(Serde(value): Serde<serde_json::Value>) -> String {
    value.to_string().replace("${", "$${").replace("%{", "%%{")
}

/// A text as one argument of a directive of Apache's configuration: in quotation marks, within which
/// a backslash counts only before a quotation mark and before another (httpd 2.4, `ap_getword_conf`).
fn apache(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""))
}

/// The path of an address, `/` if it has none.
fn url_path(text: &str) -> Result<String, minijinja::Error> {
    let wrong = |error: url::ParseError| minijinja::Error::new(ErrorKind::InvalidOperation, error.to_string());
    Ok(url::Url::parse(text).map_err(wrong)?.path().to_owned())
}

/// Collects output until there is too much of it.
struct Bounded(Vec<u8>);

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = LONGEST - self.0.len();
        self.0.extend_from_slice(&bytes[..bytes.len().min(room)]);
        if bytes.len() > room { Err(io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
