//! Who may use an application, and from where.
//!
//! Bindings side by side mean "or", and the engine mode "all" does not mean the same on all
//! versions (up to 2025.2 every binding counts, on 2025.10 users and groups are alternatives, on
//! 2026.2 all must match). So people alone become plain bindings, and any mixture of people and
//! places becomes one generated policy in one binding, which means the same everywhere.

mod reading;

pub use reading::read_back;

use super::prepare::Prepared;
use crate::error::Problems;
use crate::model::facts::Facts;
use crate::model::python;
use crate::model::resource::{Address, Field, Kind, Reference, Resource, marked};
use serde_json::{Value, json};

/// Who may use an application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// Members of these groups.
    pub groups: Vec<String>,
    /// These users.
    pub users: Vec<String>,
    /// From these networks only.
    pub networks: Vec<String>,
    /// Only where this Python function body returns true.
    pub expression: Option<String>,
}

impl Access {
    /// Whether it takes a policy to say it.
    #[must_use]
    pub fn needs_policy(&self) -> bool {
        !self.networks.is_empty() || self.expression.is_some()
    }
}

/// The name of the policy that says it.
#[must_use]
pub fn policy_name(slug: &str) -> String {
    marked(&format!("{slug}: access"))
}

/// The bindings, with the policy where it takes one.
pub(super) fn resources(prepared: &Prepared, facts: &Facts, problems: &mut Problems) -> Vec<Resource> {
    let slug = prepared.slug.as_str();
    let access = &prepared.access;
    for user in access.users.iter().filter(|user| !facts.users.contains_key(*user)) {
        problems.add_with_hint(format!("authentik has no user called `{user}`"), super::resolve::NAME_OF_A_USER);
    }
    if access.needs_policy() {
        let address = Address::new(Kind::ExpressionPolicy, policy_name(slug));
        // A policy that fails to evaluate must not let anybody in.
        let binding = binding(prepared, 0, "policy", &address.key, Reference::Planned(address.clone()))
            .with("failure_result", Field::Value(json!(false)));
        return vec![policy(address, access), binding];
    }
    let groups = access.groups.iter().map(|name| ("group", name, Some(super::resolve::group_reference(name, facts))));
    let users = access.users.iter().map(|name| {
        let known = facts.users.get(name);
        ("user", name, known.map(|user| Reference::Existing { id: json!(user.pk), name: name.clone() }))
    });
    let all = groups.chain(users).enumerate();
    all.filter_map(|(order, (kind, name, reference))| Some(binding(prepared, order, kind, name, reference?))).collect()
}

fn binding(prepared: &Prepared, order: usize, kind: &str, name: &str, reference: Reference) -> Resource {
    let application = Address::new(Kind::Application, prepared.slug.as_str());
    Resource::new(Address::new(Kind::Binding, format!("{}: {kind} {name}", prepared.slug)))
        .with("target", Field::Reference(Reference::Planned(application)))
        .with(kind, Field::Reference(reference))
        .with("order", Field::Value(json!(order)))
        .with("enabled", Field::Value(json!(true)))
        .with("negate", Field::Value(json!(false)))
}

fn policy(address: Address, access: &Access) -> Resource {
    let name = address.key.clone();
    let mut resource = Resource::new(address)
        .with("name", Field::text(name))
        .with("expression", Field::Value(Value::from(expression(access))));
    if !access.networks.is_empty() {
        resource.notes.push(
            "networks are compared with the address that authentik takes for the client's: behind a proxy that \
             authentik does not trust it is the proxy's"
                .to_owned(),
        );
    }
    resource
}

/// One expression that says everything.
fn expression(access: &Access) -> String {
    let users = access.users.iter().map(|user| format!("request.user.username == {}", python::literal(user)));
    let groups = access.groups.iter().map(|group| python::in_one_of(std::slice::from_ref(group)));
    let who: Vec<String> = groups.chain(users).collect();
    let mut parts = Vec::new();
    if !who.is_empty() {
        parts.push(format!("({})", who.join(" or ")));
    }
    if !access.networks.is_empty() {
        let networks: Vec<String> = access.networks.iter().map(|network| python::literal(network)).collect();
        // The last comma makes a tuple of one name, too.
        parts.push(format!("any(ak_client_ip in ip_network(n) for n in ({},))", networks.join(", ")));
    }
    let Some(extra) = &access.expression else { return format!("return {}", parts.join(" and ")) };
    parts.push("bool(extra())".to_owned());
    let body = extra.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n");
    format!("def extra():\n{body}\nreturn {}", parts.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_places_become_one_expression() {
        let access = Access {
            groups: vec!["A".to_owned(), "B\"".to_owned()],
            users: vec!["ben".to_owned()],
            networks: vec!["10.0.0.0/8".to_owned()],
            expression: None,
        };
        assert_eq!(
            expression(&access),
            "return (ak_is_group_member(request.user, name=\"A\") or ak_is_group_member(request.user, name=\"B\\\"\") \
             or request.user.username == \"ben\") and any(ak_client_ip in ip_network(n) for n in (\"10.0.0.0/8\",))"
        );
    }

    #[test]
    fn an_expression_of_the_persons_own_is_a_function_of_its_own() {
        let access = Access { expression: Some("x = 1\nreturn x == 1".to_owned()), ..Access::default() };
        assert_eq!(expression(&access), "def extra():\n    x = 1\n    return x == 1\nreturn bool(extra())");
    }
}
