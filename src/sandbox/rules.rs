//! What the tables of fields cannot say: rules between fields, and what the server adds.

pub mod applications;
mod saml;
mod source;

use super::Sandbox;
use super::check::{Errors, random};
use super::collections::{Collection, Family};
use super::message::Object;
use super::moment;
use super::store::{list, text, value};
use base64::Engine as _;
use rand::RngExt;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Rules between the fields of one object.
pub fn check(sandbox: &Sandbox, collection: &Collection, row: &Object) -> Result<(), Errors> {
    let broken = match collection.path {
        "stages/authenticator/validate" => {
            let without =
                text(row, "not_configured_action") == "configure" && list(row, "configuration_stages").is_empty();
            let message = "When \"Not configured action\" is set to \"Configure\", you must set a configuration stage.";
            without.then_some(("not_configured_action", message))
        }
        "providers/proxy" => {
            let without = text(row, "mode") == "proxy" && text(row, "internal_host").is_empty();
            without.then_some(("internal_host", "Internal host cannot be empty when forward auth is disabled."))
        }
        "policies/bindings" => {
            let set = ["policy", "group", "user"].iter().filter(|key| !value(row, key).is_null()).count();
            match set {
                0 => Some(("non_field_errors", "One of 'group', 'policy', 'user' must be set.")),
                1 => None,
                _ => Some(("non_field_errors", "Only one of 'group', 'policy', 'user' can be set.")),
            }
        }
        "core/applications" => {
            let mut providers = list(row, "backchannel_providers").iter();
            return match providers.find(|pk| !is_kind(sandbox, pk, BACKCHANNEL)) {
                Some(strange) => Err(unknown("backchannel_providers", strange)),
                None => Ok(()),
            };
        }
        "providers/saml" => return saml::check(sandbox, row),
        "outposts/instances" => {
            let kind = format!("providers/{}", text(row, "type"));
            let strange = list(row, "providers").iter().any(|pk| !is_kind(sandbox, pk, &[&kind]));
            strange.then_some(("providers", "This type of outpost cannot be used with these providers."))
        }
        "core/groups" => is_own_ancestor(sandbox, row).then_some(("parent", "Cannot set group as parent of itself.")),
        _ => None,
    };
    match broken {
        Some((field, message)) => Err(Errors::from_iter([(field.to_owned(), json!([message]))])),
        None => Ok(()),
    }
}

/// An id that the field cannot have.
fn unknown(field: &str, pk: &Value) -> Errors {
    let shown = pk.as_str().map_or_else(|| pk.to_string(), str::to_owned);
    Errors::from_iter([(field.to_owned(), json!([format!("Invalid pk \"{shown}\" - object does not exist.")]))])
}

/// Rules between what one request sends, whatever the object holds already; and what is put right
/// without a word.
pub fn check_sent(sandbox: &Sandbox, collection: &Collection, sent: &mut Object) -> Result<(), Errors> {
    if collection.path == "providers/saml" { saml::check_sent(sandbox, sent) } else { Ok(()) }
}

/// The kinds of providers that can be an application's back channel.
const BACKCHANNEL: &[&str] = &["providers/scim", "providers/ldap"];

/// Whether a provider is of one of these kinds.
fn is_kind(sandbox: &Sandbox, provider: &Value, kinds: &[&str]) -> bool {
    sandbox.store.find(Family::Provider, provider).is_some_and(|(collection, _)| kinds.contains(&collection.path))
}

fn is_own_ancestor(sandbox: &Sandbox, group: &Object) -> bool {
    let Some(own) = group.get("pk") else { return false };
    let mut open: Vec<Value> = list(group, "parents").to_vec();
    open.push(value(group, "parent"));
    let mut seen: Vec<Value> = Vec::new();
    while let Some(pk) = open.pop() {
        if pk == *own {
            return true;
        }
        if let Some(up) = sandbox.store.get(Family::Group, &pk).filter(|_| !seen.contains(&pk)) {
            open.extend(list(up, "parents").iter().cloned());
            open.push(value(up, "parent"));
        }
        seen.push(pk);
    }
    false
}

/// Adds what the server makes up for a new object.
pub fn complete(sandbox: &mut Sandbox, collection: &Collection, row: &mut Object) {
    let uuid = || json!(uuid::Uuid::new_v4().to_string());
    let mut set = |key: &str, value: Value| {
        row.entry(key).or_insert(value);
    };
    match collection.family {
        Family::Application => {
            let pk = uuid();
            set("pk", pk.clone());
            set("pbm_uuid", pk);
            set("meta_icon", Value::Null);
        }
        Family::Flow | Family::StageBinding => {
            set("policybindingmodel_ptr_id", uuid());
            set("cache_count", json!(0));
        }
        Family::Mapping => set("managed", Value::Null),
        Family::Group => set("num_pk", json!(rand::rng().random_range(10_000..70_000))),
        Family::Outpost => {
            set("managed", Value::Null);
            set("refresh_interval_s", json!(300));
        }
        Family::Binding => set("expiring", json!(false)),
        Family::User => complete_user(sandbox, row),
        Family::Token => complete_token(sandbox, row),
        Family::Source => source::complete(sandbox, row),
        Family::Provider if collection.path == "providers/proxy" => complete_proxy(sandbox, row),
        _ => {}
    }
}

fn complete_user(sandbox: &mut Sandbox, row: &mut Object) {
    let pk = row.get("pk").cloned().unwrap_or_else(|| json!(sandbox.store.number(Family::User)));
    let uid = Sha256::digest(format!("{pk}-{}", sandbox.install_id));
    let halves = uid.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let uid: String = halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect();
    row.insert("pk".to_owned(), pk);
    row.insert("uid".to_owned(), json!(uid));
    row.insert("uuid".to_owned(), json!(uuid::Uuid::new_v4().to_string()));
    for moment_field in ["date_joined", "password_change_date", "last_updated"] {
        row.insert(moment_field.to_owned(), json!(moment::now_text()));
    }
}

/// A token for the API runs out after half an hour (`default_token_duration`), whatever was asked
/// (authentik's source, 2024.8 to 2026.8); any other unless said otherwise.
fn complete_token(sandbox: &Sandbox, row: &mut Object) {
    row.entry("managed").or_insert(Value::Null);
    row.entry("_key").or_insert_with(|| json!(random(60)));
    if value(row, "user").is_null() {
        row.insert("user".to_owned(), sandbox.admin.clone());
    }
    let is_decided = text(row, "intent") == "api" || value(row, "expires").is_null();
    if is_decided && row.get("expiring") == Some(&json!(true)) {
        row.insert("expires".to_owned(), json!(moment::text(sandbox.now() + 1_800, ".000000Z")));
    }
}

/// A proxy provider has some mappings whatever was sent.
fn complete_proxy(sandbox: &Sandbox, row: &mut Object) {
    const SCOPES: &[&str] = &["ak_proxy", "openid", "email", "profile", "entitlements"];
    let default = |scope: &&str| {
        let mut mappings = sandbox.store.family(Family::Mapping).map(|(_, mapping)| mapping);
        let found =
            mappings.find(|mapping| text(mapping, "scope_name") == *scope && !value(mapping, "managed").is_null());
        found.map(|mapping| value(mapping, "pk"))
    };
    let mut mappings = list(row, "property_mappings").to_vec();
    for mapping in SCOPES.iter().filter_map(default) {
        if !mappings.contains(&mapping) {
            mappings.push(mapping);
        }
    }
    row.insert("property_mappings".to_owned(), Value::Array(mappings));
    row.insert("client_id".to_owned(), json!(random(40)));
    row.insert("_client_secret".to_owned(), json!(random(128)));
}

/// Sets the members of a group. Membership is kept with the users.
pub fn set_members(sandbox: &mut Sandbox, collection: &Collection, group: &Value, members: Option<Value>) {
    let Some(Value::Array(members)) = members.filter(|_| collection.family == Family::Group) else { return };
    let Some(users) = Collection::at("core/users") else { return };
    for user in sandbox.store.rows_mut(users) {
        let is_member = user.get("pk").is_some_and(|pk| members.contains(pk));
        set_membership(user, group, is_member);
    }
}

/// Puts a user into a group, or takes it out.
pub fn set_membership(user: &mut Object, group: &Value, is_member: bool) {
    let groups = user.entry("groups").or_insert_with(|| json!([]));
    if let Some(groups) = groups.as_array_mut() {
        groups.retain(|known| known != group);
        if is_member {
            groups.push(group.clone());
        }
    }
}

/// The client and secret of `Authorization: Basic`.
#[must_use]
pub fn basic(header: &str) -> Option<(String, String)> {
    let encoded = header.strip_prefix("Basic ")?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (client, secret) = text.split_once(':')?;
    Some((client.to_owned(), secret.to_owned()))
}
