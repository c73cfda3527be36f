//! What `akctl verify --fix` mends by itself: plain fields of the provider that akctl made, where the
//! application's tile leads, and the flow of its second factor. Never who may open an application, and nothing that changes who people
//! are in it.

use super::check::{Finding, Verdict};
use super::expect::Expect;
use crate::login::flow::is_of_a_test;
use crate::model::resource::{Address, Field, Found, Kind, Reference};
use crate::plan::{Action, Change, FieldChange, Plan};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Stands for the flow of the second factor with its stages, among fields of the provider.
const SECOND_FACTOR: &str = "(second factor)";

/// Stands for the addresses that login tests left among the redirect addresses.
const TESTS: &str = "(addresses of login tests)";

/// Where the tile leads, the only field of an application among them.
const TILE: &str = "meta_launch_url";

/// What mends each check: fields of the provider, or of the outpost, unless it says otherwise.
const MENDS: [(&str, &[&str]); 20] = [
    ("launch-url", &[TILE]),
    ("authorization-flow", &["authorization_flow"]),
    ("signing-key", &["signing_key"]),
    ("key-type", &["signing_key"]),
    ("jwks", &["signing_key"]),
    ("encryption-key", &["encryption_key"]),
    ("scope-mappings", &["property_mappings"]),
    ("grant-types", &["grant_types"]),
    ("id-token-claims", &["include_claims_in_id_token"]),
    ("redirect-uris", &["redirect_uris"]),
    ("post-logout", &["redirect_uris"]),
    ("redirect-loopback", &[TESTS]),
    ("invalidation-flow", &["invalidation_flow"]),
    ("second-factor", &[SECOND_FACTOR]),
    ("saml-signing", &["signing_kp", "sign_assertion", "sign_response"]),
    ("saml-acs", &["acs_url"]),
    ("saml-audience", &["audience"]),
    ("saml-binding", &["sp_binding"]),
    ("property-mappings", &["property_mappings"]),
    ("outpost", &["providers"]),
];

/// The fields that mend what was found; none if akctl mends nothing of it by itself.
#[must_use]
pub fn fields(findings: &[Finding]) -> BTreeSet<&'static str> {
    let is_wrong = |finding: &&Finding| matches!(finding.verdict, Verdict::Failed | Verdict::Warning);
    let of = |finding: &Finding| MENDS.iter().find(|(id, _)| *id == finding.id).map_or(&[][..], |(_, fields)| *fields);
    findings.iter().filter(is_wrong).flat_map(of).copied().collect()
}

/// Whether the flow of the second factor is among them.
#[must_use]
pub fn is_second_factor(fields: &BTreeSet<&str>) -> bool {
    fields.contains(SECOND_FACTOR)
}

/// The part of a plan that changes these fields, and what must be made for it.
#[must_use]
pub fn restricted(plan: &Plan, fields: &BTreeSet<&str>) -> Plan {
    let mut kept: Vec<Change> = plan.changes.iter().filter_map(|change| part(change, fields)).collect();
    let mut wanted: Vec<Address> = kept.iter().flat_map(planned).collect();
    while let Some(address) = wanted.pop() {
        let is_new = kept.iter().all(|change| change.address != address);
        if let Some(change) = plan.change(&address).filter(|change| is_new && change.action == Action::Create) {
            wanted.extend(planned(change));
            kept.push(change.clone());
        }
    }
    // In the order of the plan, in which nothing comes before what it refers to.
    let place = |change: &Change| plan.changes.iter().position(|one| one.address == change.address);
    kept.sort_by_key(place);
    Plan { changes: kept, ..Plan::default() }
}

/// What a change that was asked for leaves of one of the plan's.
fn part(change: &Change, fields: &BTreeSet<&str>) -> Option<Change> {
    if change.address.kind.is_shared() {
        let is_change = matches!(change.action, Action::Create | Action::Update);
        return (is_change && is_second_factor(fields)).then(|| change.clone());
    }
    let is_application = change.address.kind == Kind::Application;
    let is_of_provider = change.address.kind.is_front() || change.address.kind == Kind::Outpost;
    if !(is_of_provider || is_application) || change.action != Action::Update {
        return None;
    }
    let is_wanted = |name: &str| fields.contains(name) && (name == TILE) == is_application;
    let mut change = change.clone();
    change.fields.retain(|field| is_wanted(&field.field) && !field.breaks_identity);
    change.write.retain(|name, _| is_wanted(name));
    change.notes.retain(|note| fields.iter().any(|field| note.starts_with(&format!("{field}: "))));
    (!change.fields.is_empty()).then_some(change)
}

/// Resources of the plan that a change refers to.
fn planned(change: &Change) -> Vec<Address> {
    let references = change.write.values().flat_map(Field::references);
    let planned = references.filter_map(|reference| match reference {
        Reference::Planned(address) => Some(address.clone()),
        Reference::Existing { .. } => None,
    });
    planned.collect()
}

/// Takes out of a plan what rests on answers that are only guessed: redirect addresses that are not
/// known exactly, and grants that would go. Says why, for each.
pub fn without_guesses(plan: &mut Plan, expect: Option<&Expect>, provider: Option<&Found>) -> Vec<String> {
    let before = |field: &str| {
        let list = provider.and_then(|provider| provider.fields.get(field)).and_then(Value::as_array);
        list.cloned().unwrap_or_default()
    };
    let mut reasons = Vec::new();
    for change in &mut plan.changes {
        let after = |change: &Change, field: &str| match change.write.get(field) {
            Some(Field::Value(Value::Array(list))) => Some(list.clone()),
            _ => None,
        };
        let mut take_out = |change: &mut Change, field: &str, why: &str| {
            change.write.remove(field);
            change.fields.retain(|one| one.field != field);
            reasons.push(why.to_owned());
        };
        if change.address.kind == Kind::Application && change.write.contains_key(TILE) {
            take_out(change, TILE, "the address of the tile rests on what the preset was told");
        }
        if let Some(after) = after(change, "redirect_uris") {
            let there = before("redirect_uris");
            let is_known = |url: &str| {
                expect.is_some_and(|one| one.redirects.iter().chain(&one.logouts).any(|known| known == url))
            };
            let url = |entry: &Value| entry.get("url").and_then(Value::as_str).unwrap_or_default().to_owned();
            if after.iter().any(|entry| !there.contains(entry) && !is_known(&url(entry))) {
                take_out(change, "redirect_uris", "the redirect addresses rest on what the preset was told");
            }
        }
        if let Some(after) = after(change, "grant_types")
            && before("grant_types").iter().any(|grant| !after.contains(grant))
        {
            take_out(change, "grant_types", "grants would go that somebody may have asked for");
        }
    }
    plan.changes.retain(|change| change.action != Action::Update || !change.write.is_empty());
    reasons
}

/// Adds to a plan that the addresses go which login tests of akctl's left, where that was asked for.
pub fn without_tests(plan: &mut Plan, fields: &BTreeSet<&str>, address: &Address, provider: &Found) {
    const FIELD: &str = "redirect_uris";
    let there = provider.fields.get(FIELD).and_then(Value::as_array).cloned().unwrap_or_default();
    let is_of_a_test = |entry: &Value| entry.get("url").and_then(Value::as_str).is_some_and(is_of_a_test);
    if !fields.contains(TESTS) || !there.iter().any(is_of_a_test) {
        return;
    }
    let place = plan.changes.iter().position(|change| change.address == *address);
    let place = place.unwrap_or_else(|| {
        plan.changes.push(Change {
            address: address.clone(),
            action: Action::Update,
            fields: Vec::new(),
            notes: Vec::new(),
            write: BTreeMap::new(),
        });
        plan.changes.len() - 1
    });
    let change = &mut plan.changes[place];
    let planned = match change.write.get(FIELD) {
        Some(Field::Value(Value::Array(list))) => list.clone(),
        _ => there.clone(),
    };
    let kept: Vec<Value> = planned.into_iter().filter(|entry| !is_of_a_test(entry)).collect();
    let url = |entry: &Value| entry.get("url").cloned().unwrap_or_default();
    let urls = |list: &[Value]| Value::Array(list.iter().map(url).collect());
    change.fields.retain(|field| field.field != FIELD);
    change.fields.push(FieldChange {
        field: FIELD.to_owned(),
        before: urls(&there),
        after: urls(&kept),
        breaks_identity: false,
    });
    change.write.insert(FIELD.to_owned(), Field::Value(Value::Array(kept)));
}

/// The slug of the flow that the plan would use for the second factor.
#[must_use]
pub fn flow(plan: &Plan) -> Option<&str> {
    plan.changes.iter().find(|change| change.address.kind == Kind::Flow).map(|change| change.address.key.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn change(kind: Kind, key: &str, action: Action, write: &[(&str, Field)]) -> Change {
        let field = |(name, _): &(&str, Field)| FieldChange {
            field: (*name).to_owned(),
            before: Value::Null,
            after: Value::Null,
            breaks_identity: *name == "sub_mode",
        };
        Change {
            address: Address::new(kind, key),
            action,
            fields: write.iter().map(field).collect(),
            notes: Vec::new(),
            write: write.iter().map(|(name, field)| ((*name).to_owned(), field.clone())).collect(),
        }
    }

    fn planned_field(kind: Kind, key: &str) -> Field {
        Field::References(vec![Reference::Planned(Address::new(kind, key))])
    }

    /// A plan that would change a little of everything.
    fn plan() -> Plan {
        let provider = [
            ("property_mappings", planned_field(Kind::ScopeMapping, "ours")),
            ("signing_key", planned_field(Kind::Certificate, "ours")),
            ("sub_mode", Field::text("user_email")),
        ];
        let changes = vec![
            change(Kind::Group, "team", Action::Create, &[]),
            change(Kind::ScopeMapping, "ours", Action::Create, &[]),
            change(Kind::Certificate, "ours", Action::Create, &[]),
            change(Kind::ValidateStage, "check", Action::Update, &[("not_configured_action", Field::text("deny"))]),
            change(Kind::OAuth2Provider, "wiki", Action::Update, &provider),
            change(Kind::Application, "wiki", Action::Update, &[("meta_launch_url", Field::text("https://wiki"))]),
            change(Kind::Binding, "team", Action::Create, &[]),
        ];
        Plan { changes, ..Plan::default() }
    }

    fn kinds(fields: &[&str]) -> Vec<Kind> {
        let fields = fields.iter().copied().collect();
        restricted(&plan(), &fields).changes.iter().map(|change| change.address.kind).collect()
    }

    #[test]
    fn only_the_fields_and_what_they_need_are_left_of_a_plan() {
        assert_eq!(kinds(&["property_mappings"]), [Kind::ScopeMapping, Kind::OAuth2Provider]);
        assert_eq!(kinds(&["signing_key"]), [Kind::Certificate, Kind::OAuth2Provider]);
        assert_eq!(kinds(&[SECOND_FACTOR]), [Kind::ValidateStage]);
        assert_eq!(kinds(&["sub_mode"]), [], "it changes who people are");
        assert_eq!(kinds(&["redirect_uris"]), []);
        assert_eq!(kinds(&[TILE]), [Kind::Application]);
        let left = restricted(&plan(), &BTreeSet::from(["signing_key"]));
        assert_eq!(left.changes[1].write.keys().collect::<Vec<_>>(), ["signing_key"]);
    }

    #[test]
    fn addresses_that_are_not_known_exactly_are_taken_out() {
        let entry = |url: &str| json!({"matching_mode": "strict", "url": url});
        let list = Field::Value(json!([entry("https://there/"), entry("https://wiki/back")]));
        let provider = change(Kind::OAuth2Provider, "wiki", Action::Update, &[("redirect_uris", list)]);
        let fields = BTreeMap::from([("redirect_uris".to_owned(), json!([entry("https://there/")]))]);
        let found = Found { id: json!(7), fields };
        let told = |known: &str| {
            let mut plan = Plan { changes: vec![provider.clone()], ..Plan::default() };
            let expect = Expect { redirects: vec![known.to_owned()], ..Expect::default() };
            let reasons = without_guesses(&mut plan, Some(&expect), Some(&found));
            assert_eq!(plan.changes.is_empty(), !reasons.is_empty());
            reasons
        };
        assert!(told("https://wiki/back").is_empty());
        assert_eq!(told("https://wiki/other").len(), 1);
    }
}
