//! The attributes of each type that a SCIM source names. They are those of RFC 7643, of which authentik's own
//! document (`authentik/sources/scim/schemas/schema.json`) is a longer copy.

use serde_json::{Value, json};

/// Types by name, with their attributes.
pub(super) fn all() -> Vec<(&'static str, Vec<Value>)> {
    vec![
        ("User", user()),
        ("Group", group()),
        ("ServiceProviderConfig", config()),
        ("ResourceType", resource_type()),
        ("Schema", schema()),
    ]
}

/// What may be written.
fn text(name: &str) -> Value {
    attribute(name, "string", false)
}

fn attribute(name: &str, kind: &str, many: bool) -> Value {
    json!({
        "name": name, "type": kind, "multiValued": many, "description": name, "caseExact": false,
        "required": matches!(name, "userName" | "displayName"), "mutability": "readWrite",
        "returned": "default", "uniqueness": if name == "userName" { "server" } else { "none" },
    })
}

/// What may only be read.
fn fixed(name: &str, kind: &str, many: bool) -> Value {
    let mut attribute = attribute(name, kind, many);
    attribute["required"] = json!(false);
    attribute["mutability"] = json!("readOnly");
    attribute
}

fn complex(mut attribute: Value, inner: &[Value]) -> Value {
    attribute["type"] = json!("complex");
    attribute["subAttributes"] = json!(inner);
    attribute
}

fn user() -> Vec<Value> {
    let mut shown = text("displayName");
    shown["required"] = json!(false);
    let name = ["formatted", "familyName", "givenName", "middleName"].map(text);
    let email = [text("value"), text("display"), text("type"), attribute("primary", "boolean", false)];
    vec![
        text("userName"),
        complex(text("name"), &name),
        shown,
        attribute("active", "boolean", false),
        complex(attribute("emails", "complex", true), &email),
    ]
}

fn group() -> Vec<Value> {
    let member = [text("value"), attribute("$ref", "reference", false), text("display"), text("type")];
    vec![text("displayName"), complex(attribute("members", "complex", true), &member)]
}

fn config() -> Vec<Value> {
    let supported = || fixed("supported", "boolean", false);
    let whole = |name: &str| fixed(name, "integer", false);
    let only = |name: &str, more: Vec<Value>| {
        let inner: Vec<Value> = std::iter::once(supported()).chain(more).collect();
        complex(fixed(name, "complex", false), &inner)
    };
    let scheme = [
        fixed("type", "string", false),
        fixed("name", "string", false),
        fixed("description", "string", false),
        fixed("specUri", "reference", false),
        fixed("documentationUri", "reference", false),
        fixed("primary", "boolean", false),
    ];
    vec![
        fixed("documentationUri", "reference", false),
        only("patch", Vec::new()),
        only("bulk", vec![whole("maxOperations"), whole("maxPayloadSize")]),
        only("filter", vec![whole("maxResults")]),
        only("changePassword", Vec::new()),
        only("sort", Vec::new()),
        only("etag", Vec::new()),
        complex(fixed("authenticationSchemes", "complex", true), &scheme),
    ]
}

fn resource_type() -> Vec<Value> {
    let extension = [fixed("schema", "reference", false), fixed("required", "boolean", false)];
    vec![
        fixed("name", "string", false),
        fixed("description", "string", false),
        fixed("endpoint", "reference", false),
        fixed("schema", "reference", false),
        complex(fixed("schemaExtensions", "complex", true), &extension),
    ]
}

fn schema() -> Vec<Value> {
    let words = ["name", "type", "description", "mutability", "returned", "uniqueness"];
    let mut inner: Vec<Value> = words.iter().map(|name| fixed(name, "string", false)).collect();
    inner.extend(["multiValued", "required", "caseExact"].iter().map(|name| fixed(name, "boolean", false)));
    inner.extend(["canonicalValues", "referenceTypes"].iter().map(|name| fixed(name, "string", true)));
    let parts = complex(fixed("subAttributes", "complex", true), &inner);
    inner.push(parts);
    vec![
        fixed("name", "string", false),
        fixed("description", "string", false),
        complex(fixed("attributes", "complex", true), &inner),
    ]
}
