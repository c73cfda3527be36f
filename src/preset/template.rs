//! Templates and conditions: the only place where a preset's text is evaluated.
//!
//! Presets are data from strangers. Their templates see the values that they are given and
//! nothing else: no file, no environment, no network, no dump of all values. An unknown name is an
//! error, work and output are bounded, and nothing is escaped as if it were HTML.

use super::format::{Condition, Line, Template};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::LazyLock;

/// The name of the variable that holds the client secret.
pub const CLIENT_SECRET: &str = "client_secret";

/// How many steps one template may take.
const FUEL: u64 = 200_000;

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
    environment
});

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

    /// The contexts in which an element with this `when` and `each` is there: none if the condition
    /// is false; this one if there is no list; else one for each item, with `item` and `index`
    /// (counted from 1).
    pub fn repeated(&self, when: Option<&Condition>, each: Option<&str>) -> Result<Vec<Self>, RenderError> {
        if let Some(when) = when
            && !evaluate(when, self)?
        {
            return Ok(Vec::new());
        }
        let Some(list) = each else { return Ok(vec![self.clone()]) };
        let items = self.0.get(list).ok_or_else(|| RenderError(format!("there is no list `{list}`")))?;
        let items = items.try_iter().map_err(|_| RenderError(format!("`{list}` is not a list")))?;
        Ok(items
            .enumerate()
            .map(|(at, item)| {
                let mut inner = self.clone();
                inner.0.insert("item".to_owned(), item);
                inner.set("index", at + 1);
                inner
            })
            .collect())
    }
}

/// Renders a template.
pub fn render(template: &Template, context: &Context) -> Result<String, RenderError> {
    let text = template.as_str();
    if !text.contains('{') {
        return Ok(text.to_owned());
    }
    let say = |error: minijinja::Error| explained(&error, mentions(text, CLIENT_SECRET));
    let compiled = ENVIRONMENT.template_from_str(text).map_err(say)?;
    let mut out = Bounded(Vec::new());
    let rendered = compiled.render_captured_to(&context.0, &mut out).map(|_| ());
    if out.0.len() >= LONGEST {
        return Err(RenderError(format!("the text is longer than {LONGEST} bytes")));
    }
    rendered.map_err(say)?;
    String::from_utf8(out.0).map_err(|error| RenderError(error.to_string()))
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
    let say = |error: minijinja::Error| explained(&error, mentions(text, CLIENT_SECRET));
    let compiled = ENVIRONMENT.compile_expression(text).map_err(say)?;
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

/// The names that a template uses and does not define, with their attributes: `item.group`.
pub(crate) fn names_in_template(template: &Template) -> Result<BTreeSet<String>, RenderError> {
    let compiled = ENVIRONMENT.template_from_str(template.as_str()).map_err(|error| explained(&error, false))?;
    Ok(without_globals(compiled.undeclared_variables(true)))
}

/// The names that a condition uses, with their attributes.
pub(crate) fn names_in_condition(condition: &Condition) -> Result<BTreeSet<String>, RenderError> {
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

fn json(Serde(value): Serde<serde_json::Value>) -> String {
    value.to_string()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        let mut context = Context::new();
        context.set("app_url", "https://wiki.company");
        context.set("teams", true);
        context.set("scopes", ["openid", "email"]);
        let item = |group: &str| BTreeMap::from([("group".to_owned(), group.to_owned())]);
        context.set("team", [item("A"), item("B \"<&>\"")]);
        context.set(CLIENT_SECRET, "hidden-text");
        context
    }

    fn rendered(text: &str) -> Result<String, RenderError> {
        render(&Template(text.to_owned()), &context())
    }

    fn condition(text: &str) -> Condition {
        Condition(text.to_owned())
    }

    #[test]
    fn renders_text_lists_and_records_without_escaping() {
        assert_eq!(rendered("{{ app_url }}/\n"), Ok("https://wiki.company/\n".to_owned()));
        assert_eq!(rendered("{{ scopes | join(' ') }}"), Ok("openid email".to_owned()));
        assert_eq!(rendered("{{ team[1].group }}"), Ok("B \"<&>\"".to_owned()));
        assert_eq!(rendered("{{ team[1].group | json }}"), Ok(r#""B \"<&>\"""#.to_owned()));
        assert_eq!(rendered("{{ 'a.b+c' | regex_quote }}"), Ok(r"a\.b\+c".to_owned()));
    }

    #[test]
    fn refuses_unknown_names_attributes_and_filters() {
        for text in
            ["{{ nobody }}", "{{ team[0].nothing }}", "{% if nobody %}x{% endif %}", "{{ app_url | nope }}", "{{"]
        {
            assert!(rendered(text).is_err(), "{text}");
        }
        assert!(evaluate(&condition("nobody"), &context()).is_err());
    }

    #[test]
    fn reaches_nothing_outside_and_dumps_nothing() {
        for text in ["{{ debug() }}", "{% include '/etc/passwd' %}", "{% import 'x' as y %}", "{{ env('HOME') }}"] {
            assert!(rendered(text).is_err(), "{text}");
        }
    }

    #[test]
    fn bounds_work_and_output() {
        let endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
        assert!(rendered(endless).is_err());
        let long = "{% for a in range(3000) %}{{ 'x' * 1000 }}{% endfor %}";
        assert!(rendered(long).expect_err("too long").to_string().contains("longer"));
    }

    #[test]
    fn an_error_near_a_secret_does_not_tell_it() {
        let error = rendered("{{ client_secret | int }}").expect_err("not a number");
        assert!(!error.to_string().contains("hidden-text"), "{error}");
    }

    #[test]
    fn a_secret_is_found_however_it_is_wrapped() {
        for text in ["{{ client_secret }}", "{% with client_secret = client_secret %}{{ client_secret }}{% endwith %}"]
        {
            assert!(mentions(text, CLIENT_SECRET));
        }
        assert!(!mentions("{{ my_client_secret_x }}", CLIENT_SECRET));
    }

    #[test]
    fn an_element_is_repeated_for_each_item_where_its_condition_holds() {
        let count =
            |when: Option<&str>, each| context().repeated(when.map(condition).as_ref(), each).expect("contexts").len();
        assert_eq!(count(None, None), 1);
        assert_eq!(count(Some("not teams"), Some("team")), 0);
        assert_eq!(count(Some("teams"), Some("team")), 2);
        let last = context().repeated(None, Some("team")).expect("contexts").pop().expect("one");
        assert_eq!(render(&Template("{{ index }}{{ item.group }}".into()), &last), Ok("2B \"<&>\"".to_owned()));
        assert!(context().repeated(None, Some("nobody")).is_err());
        let line = |text: &str, each: Option<&str>| Line {
            text: Template(text.to_owned()),
            when: None,
            each: each.map(str::to_owned),
        };
        let lines = [line("{{ app_url }}", None), line("{{ index }}", Some("team"))];
        assert_eq!(render_lines(&lines, &context()), Ok(vec!["https://wiki.company".into(), "1".into(), "2".into()]));
    }
}
