//! Whether somebody else has built upon what this run created, before it is taken back.
//!
//! Deleting a group or a policy deletes the bindings by it, and an application without bindings is open
//! to everyone (all versions). Two akctl that run at once find each other's groups and use them.

use crate::authentik::ApiError;
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::model::resource::{Address, Kind};
use serde_json::Value;

/// Whether somebody lets people in by this group, or pushes the people of it.
pub(crate) async fn is_group_used(client: &Client, id: &Value) -> Result<bool, ApiError> {
    Ok(is_bound(client, "group", id).await? || pushes(client, id).await?)
}

/// Whether somebody uses the object. What this run made of it is gone by then: last comes first.
/// `attached` says whether this run gave its application a provider.
pub(super) async fn use_it(
    client: &Client,
    address: &Address,
    (id, path): (&Value, &str),
    attached: bool,
) -> Result<bool, ApiError> {
    match address.kind {
        Kind::Group => is_group_used(client, id).await,
        Kind::ExpressionPolicy => is_bound(client, "policy", id).await,
        Kind::ScopeMapping | Kind::SamlMapping | Kind::Certificate => has_users(client, path).await,
        Kind::Application if !attached => has(client, path, &["provider"]).await,
        kind if kind.is_front() || kind == Kind::ScimProvider => has(client, path, &ASSIGNED).await,
        _ => Ok(false),
    }
}

/// The fields of a provider that name its application; the second came with authentik 2025.12.
const ASSIGNED: [&str; 2] = ["assigned_application_slug", "assigned_backchannel_application_slug"];

/// Whether one of the fields of the object has a value.
async fn has(client: &Client, path: &str, fields: &[&str]) -> Result<bool, ApiError> {
    let object = client.find(path).await?.unwrap_or_default();
    let mut values = fields.iter().filter_map(|field| object.get(*field));
    Ok(values.any(|value| !value.is_null() && value != ""))
}

/// Whether something is bound by this group or policy. A group's `used_by` was never recorded, and
/// bindings have no filter for it.
async fn is_bound(client: &Client, part: &str, id: &Value) -> Result<bool, ApiError> {
    let path = endpoints::collection(Kind::Binding);
    let bindings = client.objects(path, client.list(path, &[("ordering", "order")]).await?)?;
    Ok(bindings.iter().any(|binding| binding.get(part) == Some(id)))
}

/// Whether a SCIM provider pushes the people of this group: without it, it would push everybody
/// (`filter_group`, from authentik 2026.2 `group_filters`).
async fn pushes(client: &Client, group: &Value) -> Result<bool, ApiError> {
    let path = endpoints::collection(Kind::ScimProvider);
    let providers = match client.list(path, &[("ordering", "name")]).await {
        // Whoever may not look at them has none of its own there either.
        Err(error) if error.is_not_allowed() => return Ok(false),
        found => client.objects(path, found?)?,
    };
    Ok(providers.iter().any(|provider| {
        let many = provider.get("group_filters").and_then(Value::as_array);
        provider.get("filter_group") == Some(group) || many.is_some_and(|many| many.contains(group))
    }))
}

/// Whether the server names users of the object.
async fn has_users(client: &Client, path: &str) -> Result<bool, ApiError> {
    let users = client.find(&format!("{path}used_by/")).await?;
    Ok(users.and_then(|users| users.as_array().map(|users| !users.is_empty())).unwrap_or_default())
}
