//! The promise of `-o json`: keys are added, never renamed or removed.

use super::*;
use crate::model::resource::{Address, Kind};
use crate::plan::{Action, Change, Conflict, FieldChange, Plan};
use crate::render::report::{changes, conflicts};
use std::collections::{BTreeMap, BTreeSet};

const PROMISED: [&str; 50] = [
    "preset",
    "authentik.url",
    "authentik.version",
    "dry_run",
    "changes[].action",
    "changes[].kind",
    "changes[].name",
    "changes[].fields[].field",
    "changes[].fields[].before",
    "changes[].fields[].after",
    "changes[].fields[].breaks_identity",
    "changes[].notes",
    "conflicts[].what",
    "conflicts[].remedy",
    "application.slug",
    "application.name",
    "provider.pk",
    "provider.name",
    "provider.kind",
    "backchannel",
    "provider.client_id",
    "provider.client_secret",
    "endpoints.issuer",
    "endpoints.discovery",
    "endpoints.authorization",
    "endpoints.token",
    "endpoints.userinfo",
    "endpoints.jwks",
    "endpoints.end_session",
    "client.where",
    "client.settings[].section",
    "client.settings[].key",
    "client.settings[].value",
    "client.settings[].secret",
    "client.files[].name",
    "client.files[].content",
    "client.files[].secret",
    "client.commands",
    "client.steps",
    "client.notes",
    "still_needed",
    "warnings",
    "authentik",
    "changes",
    "conflicts",
    "application",
    "provider",
    "endpoints",
    "client",
    "client.settings",
];

fn collect(value: &Value, path: &str, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(value, &path, keys);
                keys.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, &format!("{path}[]"), keys)),
        _ => {}
    }
}

fn plan() -> Plan {
    let field =
        FieldChange { field: "sub_mode".to_owned(), before: json!("a"), after: json!("b"), breaks_identity: true };
    let change = Change {
        address: Address::new(Kind::OAuth2Provider, "wiki (akctl)"),
        action: Action::Update,
        fields: vec![field],
        notes: vec!["x stays".to_owned()],
        write: BTreeMap::from([("sub_mode".to_owned(), crate::model::resource::Field::text("b"))]),
    };
    let conflict = Conflict { what: "w".to_owned(), remedy: "r".to_owned() };
    Plan { changes: vec![change], conflicts: vec![conflict], warnings: Vec::new() }
}

fn json_of(credentials: &Credentials, secrecy: Secrecy) -> Value {
    let mut report = report(credentials, secrecy);
    report.changes = changes(&plan());
    report.conflicts = conflicts(&plan());
    serde_json::to_value(&report).expect("JSON")
}

#[test]
fn the_promised_keys_are_there_whatever_is_hidden_or_not_known_yet() {
    for credentials in [known(), Credentials::default()] {
        for secrecy in [Secrecy::Show, Secrecy::Hide] {
            let mut keys = BTreeSet::new();
            collect(&json_of(&credentials, secrecy), "", &mut keys);
            let missing: Vec<&str> = PROMISED.into_iter().filter(|key| !keys.contains(*key)).collect();
            assert!(missing.is_empty(), "these keys were promised: {missing:?}");
        }
    }
}

#[test]
fn a_key_that_is_new_is_added_to_the_promise() {
    let mut keys = BTreeSet::new();
    collect(&json_of(&known(), Secrecy::Show), "", &mut keys);
    let new: Vec<&String> = keys
        .iter()
        .filter(|key| !PROMISED.contains(&key.as_str()))
        .filter(|key| !matches!(key.as_str(), "changes[].fields" | "client.files"))
        .collect();
    assert!(new.is_empty(), "add these keys to PROMISED: {new:?}");
}

#[test]
fn a_change_says_what_is_done_in_words() {
    let json = json_of(&known(), Secrecy::Hide);
    let change = &json["changes"][0];
    assert_eq!((&change["action"], &change["kind"]), (&json!("update"), &json!("provider")));
    assert_eq!(change["name"], "wiki (akctl)");
    assert!(change.get("write").is_none(), "what is sent is nobody's business");
}

#[test]
fn a_hidden_secret_is_null_and_marked() {
    let json = json_of(&known(), Secrecy::Hide);
    assert_eq!(json["provider"]["client_secret"], Value::Null);
    let settings = json["client"]["settings"].as_array().expect("a list");
    let secret = settings.iter().find(|setting| setting["key"] == "Client secret").expect("the secret");
    assert_eq!((&secret["value"], &secret["secret"]), (&Value::Null, &json!(true)));
    assert!(!json.to_string().contains(SECRET));
    let shown = json_of(&known(), Secrecy::Show);
    assert_eq!(shown["provider"]["client_secret"], SECRET);
}
