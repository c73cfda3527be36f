//! How claims add up: what each mapping emits for a user, and what becomes of all of it.

use crate::model::text::printable;
use serde::Serialize;
use serde_json::{Map, Value};

/// What became of a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It emitted something that counts.
    Emitted,
    /// What it emitted is no dictionary, and authentik passes over it without a word.
    Ignored,
    /// It raised, and authentik lets the login go on without it.
    Failed,
    /// It could not be tried.
    Unknown,
}

/// A mapping, tried for a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// The mapping's name.
    pub name: String,
    /// The scope on which a scope mapping is evaluated, or the attribute that a SAML mapping fills.
    pub target: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What it emitted; null where that is not known.
    pub emitted: Value,
    /// Why it does not count; none if it does.
    pub why: Option<String>,
}

/// Names that mappings have in a login and not when they are tried (all versions: the test hands over
/// the user alone).
const ONLY_IN_A_LOGIN: [&str; 3] = ["provider", "token", "http_request"];

impl Tried {
    /// A mapping that could not be tried.
    #[must_use]
    pub fn unknown(name: &str, target: &str, why: String) -> Self {
        let (name, target) = (name.to_owned(), target.to_owned());
        Self { name, target, outcome: Outcome::Unknown, emitted: Value::Null, why: Some(why) }
    }

    /// What authentik answered to the trial: `{"result": "...", "successful": true}`, where the result
    /// is JSON as text, or the traceback of what was raised.
    #[must_use]
    pub fn of(name: &str, target: &str, expression: &str, reply: &Value) -> Self {
        let result = reply.get("result").and_then(Value::as_str).unwrap_or_default();
        let (emitted, outcome, why) = if reply.get("successful").and_then(Value::as_bool) == Some(true) {
            match serde_json::from_str::<Value>(result) {
                Ok(value) => (value, Outcome::Emitted, None),
                Err(_) => (Value::Null, Outcome::Unknown, Some("authentik's answer is no JSON".to_owned())),
            }
        } else if let Some(word) = ONLY_IN_A_LOGIN.iter().find(|word| mentions(expression, word)) {
            let why = format!("it uses `{word}`, which only a real login has: `akctl login-test` shows what it emits");
            (Value::Null, Outcome::Unknown, Some(why))
        } else {
            let last = result.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
            (Value::Null, Outcome::Failed, Some(printable(last.trim()).into_owned()))
        };
        Self { name: name.to_owned(), target: target.to_owned(), outcome, emitted, why }
    }

    /// The same, of a scope mapping: only dictionaries count.
    #[must_use]
    pub fn as_claims(mut self) -> Self {
        if self.outcome == Outcome::Emitted && !self.emitted.is_object() {
            self.outcome = Outcome::Ignored;
            self.why = Some(format!("it emits {}, and only dictionaries count", kind(&self.emitted)));
        }
        self
    }
}

/// Whether Python code uses a name, as far as its words tell.
fn mentions(code: &str, name: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a dictionary",
    }
}

/// All claims together, in the order of the mappings.
#[must_use]
pub fn merged(tried: &[Tried]) -> Map<String, Value> {
    let mut claims = Map::new();
    for one in tried.iter().filter(|one| one.outcome == Outcome::Emitted) {
        if let Value::Object(more) = &one.emitted {
            merge(&mut claims, more);
        }
    }
    claims
}

/// Dictionaries are merged, lists of the same claim appended to each other, everything else replaced
/// (observed on 2025.10).
fn merge(claims: &mut Map<String, Value>, more: &Map<String, Value>) {
    for (name, value) in more {
        match (claims.get_mut(name), value) {
            (Some(Value::Object(known)), Value::Object(more)) => merge(known, more),
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.iter().cloned()),
            _ => drop(claims.insert(name.clone(), value.clone())),
        }
    }
}

/// A claim that lists texts: groups, roles, entitlements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Membership {
    /// The claim's name, with dots where it lies in others.
    pub claim: String,
    /// What it lists.
    pub values: Vec<String>,
}

/// The claims that list texts, wherever they lie.
#[must_use]
pub fn memberships(claims: &Map<String, Value>) -> Vec<Membership> {
    let mut found = Vec::new();
    collect(claims, "", &mut found);
    found
}

fn collect(claims: &Map<String, Value>, above: &str, found: &mut Vec<Membership>) {
    for (name, value) in claims {
        let claim = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        match value {
            Value::Object(inner) => collect(inner, &claim, found),
            Value::Array(items) if items.iter().all(Value::is_string) => {
                let values = items.iter().filter_map(Value::as_str).map(str::to_owned).collect();
                found.push(Membership { claim, values });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn emitted(value: &Value) -> Tried {
        Tried::of("m", "s", "", &json!({"result": value.to_string(), "successful": true})).as_claims()
    }

    #[test]
    fn dictionaries_are_merged_lists_appended_and_the_rest_is_replaced() {
        let tried = [
            emitted(&json!({"groups": ["a"], "email": "old", "deep": {"x": 1, "roles": ["r"]}})),
            emitted(&json!({"groups": ["b", "a"], "email": "new", "deep": {"y": 2, "roles": ["s"]}})),
            emitted(&json!(["ignored"])),
        ];
        let claims = merged(&tried);
        let expected =
            json!({"groups": ["a", "b", "a"], "email": "new", "deep": {"x": 1, "y": 2, "roles": ["r", "s"]}});
        assert_eq!(Value::Object(claims.clone()), expected);
        let lists: Vec<String> = memberships(&claims).into_iter().map(|one| one.claim).collect();
        assert_eq!(lists, ["deep.roles", "groups"]);
    }

    #[test]
    fn what_is_no_dictionary_is_ignored_and_said_so() {
        for (value, word) in [(json!(["x"]), "a list"), (json!("x"), "a text"), (json!(null), "nothing")] {
            let tried = emitted(&value);
            assert_eq!(tried.outcome, Outcome::Ignored);
            assert!(tried.why.is_some_and(|why| why.contains(word)), "{word}");
        }
        assert!(merged(&[emitted(&json!(["x"]))]).is_empty());
    }

    #[test]
    fn what_raises_is_told_from_what_only_a_login_can_evaluate() {
        let reply = json!({"result": "Traceback:\n  line\nNameError: \u{1b}[31mprovider\n", "successful": false});
        let failed = Tried::of("m", "s", "return 1/0", &reply);
        assert_eq!(failed.outcome, Outcome::Failed);
        assert_eq!(failed.why.as_deref(), Some("NameError: \\u{1b}[31mprovider"));
        let unknown = Tried::of("m", "s", "x = request.user.app_entitlements(provider.application)", &reply);
        assert_eq!(unknown.outcome, Outcome::Unknown);
        assert_eq!(Tried::of("m", "s", "return {'providers': 1/0}", &reply).outcome, Outcome::Failed);
    }
}
