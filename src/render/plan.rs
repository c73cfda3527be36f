//! A plan as people read it.

use super::style::{Role, paint};
use crate::model::text::printable;
use crate::plan::{Action, Change, FieldChange, Plan};
use serde_json::Value;

/// The plan, one block for each object, with the sums at the end.
#[must_use]
pub fn text(plan: &Plan) -> String {
    format!("{}{}\n", blocks(plan), sums(plan))
}

/// One block for each object.
#[must_use]
pub fn blocks(plan: &Plan) -> String {
    let mut out = String::new();
    for change in &plan.changes {
        block(&mut out, change);
    }
    out
}

/// One block for each object that differs.
#[must_use]
pub fn differences(plan: &Plan) -> String {
    let mut out = String::new();
    for change in plan.changes.iter().filter(|change| change.action != Action::Keep) {
        block(&mut out, change);
    }
    out
}

fn block(out: &mut String, change: &Change) {
    let (sign, role) = match change.action {
        Action::Create => ("+", Role::Added),
        Action::Update => ("~", Role::Changed),
        Action::Delete => ("-", Role::Removed),
        Action::Keep => ("=", Role::Faint),
    };
    let head =
        format!("{sign} {} {} {}", change.action.word(), change.address.kind.word(), printable(&change.address.key));
    line(out, 2, &paint(role, &head));
    for field in &change.fields {
        difference(out, change.action, field);
    }
    for note in &change.notes {
        line(out, 6, &paint(Role::Faint, &printable(note)));
    }
}

fn difference(out: &mut String, action: Action, field: &FieldChange) {
    let mark = if field.breaks_identity { " (changes who users are)" } else { "" };
    let after = shown(&field.after);
    if action == Action::Create {
        match after.as_slice() {
            [one] => line(out, 6, &format!("{}: {one}", field.field)),
            several => {
                line(out, 6, &format!("{}:", field.field));
                for text in several {
                    line(out, 8, text);
                }
            }
        }
        return;
    }
    line(out, 6, &format!("{}:{mark}", field.field));
    for text in shown(&field.before) {
        line(out, 8, &paint(Role::Removed, &format!("- {text}")));
    }
    for text in after {
        line(out, 8, &paint(Role::Added, &format!("+ {text}")));
    }
}

/// A value as lines: lists one item a line, code as it is written.
fn shown(value: &Value) -> Vec<String> {
    match value {
        Value::Null => vec!["(nothing)".to_owned()],
        Value::String(text) if text.is_empty() => vec!["(nothing)".to_owned()],
        Value::String(text) => text.lines().map(|text| printable(text).into_owned()).collect(),
        Value::Array(items) if items.is_empty() => vec!["(nothing)".to_owned()],
        Value::Array(items) => items.iter().flat_map(shown).collect(),
        other => vec![printable(&other.to_string()).into_owned()],
    }
}

fn line(out: &mut String, indent: usize, text: &str) {
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str(text);
    out.push('\n');
}

/// `3 to create, 1 to update, 2 to keep`, or that nothing is to be done.
#[must_use]
pub fn sums(plan: &Plan) -> String {
    if plan.is_empty() {
        return "Nothing to do: authentik has everything as it must be.".to_owned();
    }
    let actions = [Action::Create, Action::Update, Action::Delete, Action::Keep];
    let parts: Vec<String> = actions
        .into_iter()
        .map(|action| (plan.count(action), action))
        .filter(|(count, _)| *count > 0)
        .map(|(count, action)| format!("{count} to {}", action.word()))
        .collect();
    format!("{}.", parts.join(", "))
}
