//! What a SCIM source tells about itself.

use super::{Call, error, reply, schemas};
use crate::sandbox::Sandbox;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::Reply;
use crate::sandbox::store::text;
use serde_json::{Value, json};

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0";

/// `ServiceProviderConfig`
pub(super) fn config(sandbox: &Sandbox) -> Reply {
    let most = if sandbox.has(Habit::PageLimit) { 20 } else { 100 };
    let body = json!({
        "schemas": [format!("{CORE}:ServiceProviderConfig")],
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "OAuth Bearer Token",
            "description": "Authentication scheme using the OAuth Bearer Token Standard",
            "primary": true,
        }],
        "patch": {"supported": sandbox.has(Habit::ScimExternalId)},
        "bulk": {"supported": false, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": true, "maxResults": most},
        "changePassword": {"supported": false},
        "sort": {"supported": false},
        "etag": {"supported": false},
    });
    reply(200, &body)
}

/// `ResourceTypes`, or one of them.
pub(super) fn resource_types(sandbox: &Sandbox, call: Call<'_>, id: Option<&str>) -> Result<Reply, Reply> {
    let types = ["ServiceProviderConfig", "ResourceType", "Schema", "User", "Group"].map(|name| {
        let endpoint = if name == "ServiceProviderConfig" { format!("/{name}") } else { format!("/{name}s") };
        json!({
            "id": name,
            "name": name,
            "description": name,
            "endpoint": endpoint,
            "schema": format!("{CORE}:{name}"),
            "schemas": [format!("{CORE}:ResourceType")],
            "meta": {"resourceType": "ResourceType", "location": location(call, "ResourceTypes", name)},
        })
    });
    some(sandbox, &types, id)
}

/// `Schemas`, or one of them: of each type that `ResourceTypes` names.
pub(super) fn schemas(sandbox: &Sandbox, call: Call<'_>, id: Option<&str>) -> Result<Reply, Reply> {
    let schemas: Vec<Value> = schemas::all()
        .into_iter()
        .map(|(name, attributes)| {
            let id = format!("{CORE}:{name}");
            json!({
                "id": id, "name": name, "description": name, "attributes": attributes,
                "schemas": [format!("{CORE}:Schema")],
                "meta": {"resourceType": "Schema", "location": location(call, "Schemas", &id)},
            })
        })
        .collect();
    some(sandbox, &schemas, id)
}

fn location(call: Call<'_>, room: &str, id: &str) -> String {
    format!("{}/source/scim/{}/v2/{room}/{id}", call.request.origin(), text(call.source, "slug"))
}

/// All of a list, or the one with that id.
fn some(sandbox: &Sandbox, all: &[Value], id: Option<&str>) -> Result<Reply, Reply> {
    let Some(id) = id else {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": all.len(),
            "itemsPerPage": all.len(),
            "startIndex": 1,
            "Resources": all,
        });
        return Ok(reply(200, &body));
    };
    let found = all.iter().find(|one| one["id"] == json!(id));
    found.map(|one| reply(200, one)).ok_or_else(|| error(sandbox, 404, "Not found.", None))
}
