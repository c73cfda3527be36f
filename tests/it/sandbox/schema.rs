//! The sandbox's replies against authentik's own schema documents, where those are.

use super::{Server, shared};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Where recordings of real servers contradict their schema: a part of a complaint's path, and what
/// the recordings show.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("/assigned_application_", "null without an application"),
    ("/assigned_backchannel_application_", "absent before 2025.12 unless it has a value"),
    ("/authorization_flow", "null for providers that nobody signs in through"),
    ("/invalidation_flow", "null for providers that nobody signs in through"),
    ("/group_obj", "null where something else is bound"),
    ("/user_obj", "null where something else is bound"),
    ("/policy_obj", "null where something else is bound, else the whole policy with its expression"),
    ("/service_connection_obj", "null for the embedded outpost"),
    ("/flags/", "settings show the flags that were set, brands show fewer than the schema has"),
];

/// A schema document and what was found wrong by it.
pub struct Judge {
    document: Value,
    /// What is wrong, by its place.
    pub complaints: BTreeMap<String, String>,
}

impl Judge {
    /// The judge of a version, where its schema document is at hand.
    pub fn of(version: &str) -> Option<Self> {
        let text = std::fs::read_to_string(shared("authentik/schemas")?.join(format!("{version}.yml"))).ok()?;
        Some(Self { document: serde_yaml::from_str(&text).expect("YAML"), complaints: BTreeMap::new() })
    }

    /// Judges a request's body; `path` is below `/api/v3`.
    pub fn request(&mut self, method: &str, path: &str, body: &Value) {
        let segments = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let asked = segments(path);
        let fits = |template: &str| {
            let template = segments(template);
            let same = |(part, asked): (&String, &String)| part == asked || part.starts_with('{');
            template.len() == asked.len() && template.iter().zip(&asked).all(same)
        };
        let paths = self.document["paths"].as_object().expect("paths");
        // A path without a parameter names its place better than one with it.
        let mut templates: Vec<&String> = paths.keys().filter(|template| fits(template)).collect();
        templates.sort_by_key(|template| template.matches('{').count());
        let template = templates.first().unwrap_or_else(|| panic!("the document has no {path}"));
        let content = &self.document["paths"][template.as_str()][method.to_lowercase()]["requestBody"]["content"];
        let schema = content["application/json"]["schema"].clone();
        assert!(!schema.is_null(), "the document has no body for {method} {path}");
        self.check(&schema, body, path);
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#')) {
            Some(pointer) => self.document.pointer(pointer).map_or(&Value::Null, |found| self.resolve(found)),
            None => schema,
        }
    }

    /// The schema of a successful reply.
    fn reply(&self, path: &str, method: &str, status: u16) -> Value {
        let operation = &self.document["paths"][path][method.to_lowercase()];
        let reply = &operation["responses"][status.to_string()]["content"]["application/json"]["schema"];
        assert!(!reply.is_null(), "the document has no {method} {path} with {status}");
        reply.clone()
    }

    fn check(&mut self, schema: &Value, value: &Value, path: &str) {
        let schema = self.resolve(schema).clone();
        if value.is_null() && schema["nullable"] == json!(true) {
            return;
        }
        if let Some(parts) = schema["allOf"].as_array() {
            for part in parts {
                self.check(part, value, path);
            }
            return;
        }
        if let Some(choices) = schema["oneOf"].as_array() {
            if !choices.iter().any(|choice| self.fits(choice, value)) {
                self.complain(path, format!("{value} is none of the choices"));
            }
            return;
        }
        if let Some(words) = schema["enum"].as_array() {
            if !words.contains(value) {
                self.complain(path, format!("{value} is not in the enum"));
            }
            return;
        }
        match (schema["type"].as_str(), value) {
            (None, _)
            | (Some("string"), Value::String(_))
            | (Some("boolean"), Value::Bool(_))
            | (Some("number"), Value::Number(_)) => {}
            (Some("integer"), Value::Number(number)) if number.is_i64() || number.is_u64() => {}
            (Some("array"), Value::Array(items)) => {
                for item in items {
                    self.check(&schema["items"], item, &format!("{path}[]"));
                }
            }
            (Some("object"), Value::Object(object)) => self.check_object(&schema, object, path),
            (Some(kind), value) => self.complain(path, format!("{kind} expected, {value} found")),
        }
    }

    fn check_object(&mut self, schema: &Value, object: &Map<String, Value>, path: &str) {
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                self.complain(&format!("{path}/{key}"), "required, but not there".to_owned());
            }
        }
        let Some(properties) = schema["properties"].as_object() else { return };
        for (key, value) in object {
            match properties.get(key) {
                Some(property) => self.check(property, value, &format!("{path}/{key}")),
                None => self.complain(&format!("{path}/{key}"), "not in the schema".to_owned()),
            }
        }
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut judge = Judge { document: self.document.clone(), complaints: BTreeMap::new() };
        judge.check(schema, value, "");
        judge.complaints.is_empty()
    }

    fn complain(&mut self, path: &str, text: String) {
        self.complaints.insert(path.to_owned(), text);
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn replies_are_what_the_schema_says() {
    let Some(folder) = shared("authentik/schemas") else {
        eprintln!("skipped: no schemas here");
        return;
    };
    let mut unexplained = Vec::new();
    for version in ["2024.8.6", "2024.12.5", "2025.10.3", "2025.12.4", "2026.2.2", "2026.5.0-rc1", "2026.8.5"] {
        let text = std::fs::read_to_string(folder.join(format!("{version}.yml"))).expect("a schema");
        let document: Value = serde_yaml::from_str(&text).expect("YAML");
        let mut judge = Judge { document, complaints: BTreeMap::new() };
        let mut server = Server::new(version);
        populate(&mut server);
        for (path, target) in reads(&mut server) {
            let body = server.get(&target);
            let schema = judge.reply(path, "GET", 200);
            judge.check(&schema, &body, path);
        }
        let explained = |path: &str| EXCEPTIONS.iter().any(|(part, _)| path.contains(part));
        let complaints = judge.complaints.iter().filter(|(path, _)| !explained(path));
        unexplained.extend(complaints.map(|(path, text)| format!("{version} {path}: {text}")));
    }
    assert!(unexplained.is_empty(), "{unexplained:#?}");
}

/// Makes one object of each kind that has none yet.
fn populate(server: &mut Server) {
    let (application, provider) = server.application("app");
    let with = |more: &Value| {
        let mut body = json!({
            "authorization_flow": provider["authorization_flow"],
            "invalidation_flow": provider["invalidation_flow"],
        });
        body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
        body
    };
    let saml = server.post("providers/saml/", &with(&json!({"name": "saml", "acs_url": "https://sp.example.com/acs"})));
    server.post("core/applications/", &json!({"name": "saml", "slug": "saml", "provider": saml["pk"]}));
    let mapping = json!({"name": "phone", "expression": "return {}"});
    let mapping = server.post("propertymappings/source/scim/", &mapping)["pk"].clone();
    server.post("sources/scim/", &json!({"name": "hr", "slug": "hr", "user_property_mappings": [mapping]}));
    push(server);
    let scim = json!({"name": "scim", "url": "https://x.example.com", "token": "t"});
    let scim = server.post("providers/scim/", &scim)["pk"].clone();
    let proxy = json!({"name": "proxy", "external_host": "https://x.example.com", "mode": "forward_single"});
    let proxy = server.post("providers/proxy/", &with(&proxy))["pk"].clone();
    server.post("providers/ldap/", &with(&json!({"name": "ldap"})));
    server.patch("core/applications/app/", &json!({"backchannel_providers": [scim]}));
    let outpost = server.get("outposts/instances/")["results"][0]["pk"].clone();
    let target = format!("outposts/instances/{}/", outpost.as_str().unwrap_or_default());
    server.patch(&target, &json!({ "providers": [proxy] }));
    let anna = server.user("anna");
    let role = server.post("rbac/roles/", &json!({"name": "role"}))["pk"].clone();
    let group = server.post("core/groups/", &json!({"name": "team", "users": [anna], "roles": [role]}))["pk"].clone();
    let policy =
        server.post("policies/expression/", &json!({"name": "own", "expression": "return True"}))["pk"].clone();
    for (key, bound) in [("policy", policy), ("group", group), ("user", anna)] {
        server.post("policies/bindings/", &json!({key: bound, "target": application, "order": 0}));
    }
}

/// Pushes a user and a group through a source.
fn push(server: &mut Server) {
    let source = server.post("sources/scim/", &json!({"name": "push", "slug": "push"}));
    let identifier = source["token_obj"]["identifier"].as_str().expect("a token").to_owned();
    let key = server.get(&format!("core/tokens/{identifier}/view_key/"))["key"].clone();
    for (room, body) in [("Users", json!({"userName": "dora"})), ("Groups", json!({"displayName": "pushed"}))] {
        let reply = server.send("POST", &format!("/source/scim/push/v2/{room}"), key.as_str(), Some(&body));
        assert_eq!(reply.status, 201, "{room}");
    }
}

/// What is read: the path in the document, and the target.
fn reads(server: &mut Server) -> Vec<(&'static str, String)> {
    let lists = [
        "/core/applications/",
        "/core/groups/",
        "/core/users/",
        "/core/tokens/",
        "/crypto/certificatekeypairs/",
        "/flows/bindings/",
        "/flows/instances/",
        "/outposts/instances/",
        "/policies/all/",
        "/policies/bindings/",
        "/policies/expression/",
        "/propertymappings/all/",
        "/propertymappings/provider/saml/",
        "/propertymappings/provider/scim/",
        "/propertymappings/provider/scope/",
        "/propertymappings/source/scim/",
        "/providers/all/",
        "/providers/all/types/",
        "/providers/ldap/",
        "/providers/oauth2/",
        "/providers/proxy/",
        "/providers/saml/",
        "/providers/scim/",
        "/rbac/permissions/",
        "/rbac/roles/",
        "/sources/scim/",
        "/sources/scim_groups/",
        "/sources/scim_users/",
        "/stages/all/",
        "/stages/authenticator/static/",
        "/stages/authenticator/totp/",
        "/stages/authenticator/validate/",
        "/stages/authenticator/webauthn/",
        "/stages/consent/",
        "/admin/settings/",
        "/admin/version/",
        "/core/brands/current/",
        "/core/users/me/",
        "/root/config/",
        "/events/events/",
    ];
    let provider = server.get("providers/oauth2/")["results"][0]["pk"].clone();
    let saml = server.get("providers/saml/")["results"][0]["pk"].clone();
    let mut reads: Vec<_> =
        lists.iter().map(|path| (*path, format!("{}?superuser_full_list=true", &path[1..]))).collect();
    reads.extend([
        ("/core/applications/{slug}/", "core/applications/app/".to_owned()),
        ("/core/applications/{slug}/check_access/", "core/applications/app/check_access/".to_owned()),
        ("/providers/oauth2/{id}/", format!("providers/oauth2/{provider}/")),
        ("/providers/oauth2/{id}/setup_urls/", format!("providers/oauth2/{provider}/setup_urls/")),
        ("/providers/oauth2/{id}/preview_user/", format!("providers/oauth2/{provider}/preview_user/")),
        ("/providers/saml/{id}/", format!("providers/saml/{saml}/")),
        ("/sources/scim/{slug}/", "sources/scim/hr/".to_owned()),
        ("/sources/scim/{slug}/used_by/", "sources/scim/hr/used_by/".to_owned()),
        ("/providers/oauth2/{id}/used_by/", format!("providers/oauth2/{provider}/used_by/")),
    ]);
    reads
}
