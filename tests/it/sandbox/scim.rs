//! The SCIM side of a source: users and groups that are pushed appear in authentik.

use super::{Server, header};
use akctl::sandbox::{Request, SandboxVersion};
use serde_json::{Value, json};

/// Somebody who pushes through a source.
struct Sender {
    server: Server,
    slug: String,
    key: String,
}

impl Sender {
    fn new(version: &str) -> Self {
        let mut sender = Self { server: Server::new(version), slug: String::new(), key: String::new() };
        sender.open("hr");
        sender
    }

    /// From now on through a new source of that slug.
    fn open(&mut self, slug: &str) {
        let source = self.server.post("sources/scim/", &json!({"name": slug, "slug": slug}));
        let identifier = source["token_obj"]["identifier"].as_str().expect("a token").to_owned();
        let key = self.server.get(&format!("core/tokens/{identifier}/view_key/"))["key"].clone();
        slug.clone_into(&mut self.slug);
        key.as_str().expect("a key").clone_into(&mut self.key);
    }

    fn send(&mut self, method: &str, target: &str, body: Option<&Value>) -> (u16, Value) {
        let target = format!("/source/scim/{}/v2/{target}", self.slug);
        let reply = self.server.send(method, &target, Some(&self.key), body);
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
    }

    /// Pushes a user: its id.
    fn push(&mut self, name: &str) -> String {
        let (status, user) = self.send("POST", "Users", Some(&user(name)));
        assert_eq!(status, 201, "{user}");
        user["id"].as_str().expect("an id").to_owned()
    }
}

fn user(name: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": name,
        "name": {"givenName": "Dora", "familyName": "Example", "formatted": "Dora Example"},
        "emails": [{"value": "second@example.com"}, {"value": "dora@example.com", "primary": true}],
        "active": true,
    })
}

#[test]
fn a_pushed_user_appears_is_found_and_is_deactivated() {
    for version in SandboxVersion::names() {
        let mut sender = Sender::new(version);
        let id = sender.push("dora");
        let known = sender.server.get("core/users/?username=dora")["results"][0].clone();
        assert_eq!(known["name"], "Dora Example", "{version}");
        assert_eq!((&known["email"], &known["is_active"]), (&json!("dora@example.com"), &json!(true)));
        assert_eq!((&known["path"], &known["uuid"]), (&json!("goauthentik.io/sources/hr"), &json!(id)));
        assert_eq!(sender.send("POST", "Users", Some(&user("dora"))).0, 409, "{version}");
        let (_, found) = sender.send("GET", "Users?filter=userName%20eq%20%22dora%22", None);
        assert_eq!((&found["totalResults"], &found["Resources"][0]["id"]), (&json!(1), &json!(id)), "{version}");
        let (_, none) = sender.send("GET", "Users?filter=userName%20eq%20%22nobody%22", None);
        assert_eq!((&none["totalResults"], &none["Resources"]), (&json!(0), &json!([])));
        let mut gone = user("dora");
        gone["active"] = json!(false);
        let (status, changed) = sender.send("PUT", &format!("Users/{id}"), Some(&gone));
        assert_eq!((status, &changed["active"]), (200, &json!(false)), "{version}");
        assert_eq!(sender.server.get("core/users/?username=dora")["results"][0]["is_active"], false);
        assert_eq!(sender.send("DELETE", &format!("Users/{id}"), None).0, 204);
        assert_eq!(sender.server.get("core/users/?username=dora")["pagination"]["count"], 0, "{version}");
        assert_eq!(sender.send("GET", &format!("Users/{id}"), None).0, 404);
        assert_eq!(sender.server.get("sources/scim_users/")["pagination"]["count"], 0);
    }
}

#[test]
fn a_user_is_shown_with_what_was_sent_and_its_own_address() {
    let mut sender = Sender::new("2025.10.3");
    let id = sender.push("dora");
    let (_, shown) = sender.send("GET", &format!("Users/{id}"), None);
    assert_eq!(shown["name"]["givenName"], "Dora");
    assert_eq!(shown["meta"]["location"], format!("https://auth.example.com/source/scim/hr/v2/Users/{id}"));
    let (_, shown) = sender.send("GET", &format!("Users/{id}?excludedAttributes=emails,name"), None);
    assert!(shown.get("emails").is_none() && shown.get("name").is_none(), "{shown}");
    let link = sender.server.get("sources/scim_users/?source__slug=hr")["results"][0].clone();
    assert_eq!(link["attributes"]["userName"], "dora");
    assert_eq!(sender.server.get("sources/scim_users/?source__slug=other")["pagination"]["count"], 0);
}

#[test]
fn a_name_in_parts_is_no_name_and_a_user_without_user_name_is_refused() {
    let mut sender = Sender::new("2025.10.3");
    let mut body = user("dora");
    body["name"] = json!({"givenName": "Dora", "familyName": "Example"});
    let (status, dora) = sender.send("POST", "Users", Some(&body));
    assert_eq!(status, 201);
    assert_eq!(sender.server.get("core/users/?username=dora")["results"][0]["name"], "");
    body["displayName"] = json!("Dora");
    let target = format!("Users/{}", dora["id"].as_str().expect("an id"));
    assert_eq!(sender.send("PUT", &target, Some(&body)).0, 200);
    assert_eq!(sender.server.get("core/users/?username=dora")["results"][0]["name"], "Dora");
    body["displayName"] = Value::Null;
    assert_eq!(sender.send("PUT", &target, Some(&body)).0, 200);
    assert_eq!(sender.server.get("core/users/?username=dora")["results"][0]["name"], "Dora");
    assert_eq!(sender.send("POST", "Users", Some(&json!({"active": true}))).0, 400);
}

#[test]
fn only_the_token_of_the_source_opens_it() {
    for version in SandboxVersion::names() {
        let mut sender = Sender::new(version);
        let first = sender.key.clone();
        sender.open("other");
        let status =
            |sender: &mut Sender, target: &str, key: Option<&str>| sender.server.send("GET", target, key, None).status;
        assert_eq!(status(&mut sender, "/source/scim/hr/v2/Users", Some(&first)), 200, "{version}");
        assert_eq!(status(&mut sender, "/source/scim/other/v2/Users", Some(&first)), 403, "{version}");
        assert_eq!(status(&mut sender, "/source/scim/hr/v2/Users", Some("wrong")), 403);
        assert_eq!(status(&mut sender, "/source/scim/hr/v2/Users", None), 403);
        let admin = sender.server.token.clone();
        assert_eq!(status(&mut sender, "/source/scim/hr/v2/Users", Some(&admin)), 403);
        assert_eq!(status(&mut sender, "/source/scim/nowhere/v2/Users", Some(&first)), 403);
        assert_eq!(status(&mut sender, "/source/scim/hr/v2/Users/", Some(&first)), 404);
        assert_eq!(status(&mut sender, "/api/v3/core/users/", Some(&first)), 403, "no right to the API");
    }
}

#[test]
fn whoever_has_the_name_is_taken_over() {
    let mut sender = Sender::new("2026.2.2");
    let id = sender.push("anna");
    let anna = sender.server.get("core/users/?username=anna")["results"][0].clone();
    assert_eq!((&anna["uuid"], &anna["name"]), (&json!(id), &json!("Dora Example")));
    assert_eq!(sender.server.get("core/users/?username=anna")["pagination"]["count"], 1);
}

#[test]
fn groups_come_with_their_members() {
    for version in SandboxVersion::names() {
        let mut sender = Sender::new(version);
        let (dora, emil) = (sender.push("dora"), sender.push("emil"));
        let body = json!({"displayName": "staff", "externalId": "g-1", "members": [{"value": dora}]});
        let (status, group) = sender.send("POST", "Groups", Some(&body));
        assert_eq!((status, &group["externalId"]), (201, &json!("g-1")), "{version}: {group}");
        let known = sender.server.get("core/groups/?name=staff")["results"][0].clone();
        assert_eq!((&known["pk"], &known["users_obj"][0]["username"]), (&group["id"], &json!("dora")), "{version}");
        let target = format!("Groups/{}", group["id"].as_str().expect("an id"));
        let body = json!({"displayName": "staff", "members": [{"value": dora}, {"value": emil}]});
        let (_, group) = sender.send("PUT", &target, Some(&body));
        assert_eq!(group["members"].as_array().map(Vec::len), Some(2), "{version}");
        let (_, found) = sender.send("GET", "Groups?filter=displayName%20eq%20%22staff%22", None);
        assert_eq!(found["totalResults"], 1);
        assert_eq!(sender.send("DELETE", &target, None).0, 204);
        assert_eq!(sender.server.get("core/groups/?name=staff")["pagination"]["count"], 0);
    }
}

#[test]
fn changes_in_parts_are_of_newer_servers() {
    for (version, status) in [("2024.12.5", 501), ("2025.10.3", 200), ("2026.8.5", 200)] {
        let mut sender = Sender::new(version);
        let id = sender.push("dora");
        let off = json!({"Operations": [{"op": "Replace", "path": "active", "value": false}]});
        assert_eq!(sender.send("PATCH", &format!("Users/{id}"), Some(&off)).0, status, "{version}");
        let active = sender.server.get("core/users/?username=dora")["results"][0]["is_active"].clone();
        assert_eq!(active, json!(status != 200), "{version}");
    }
    let mut sender = Sender::new("2025.10.3");
    let id = sender.push("dora");
    let change = json!({"Operations": [{"op": "add", "value": {"name.formatted": "Dora D.", "title": "Dr"}}]});
    let (_, shown) = sender.send("PATCH", &format!("Users/{id}"), Some(&change));
    assert_eq!((&shown["title"], &shown["name"]["formatted"]), (&json!("Dr"), &json!("Dora D.")));
    let (_, group) = sender.send("POST", "Groups", Some(&json!({"displayName": "staff"})));
    let target = format!("Groups/{}", group["id"].as_str().expect("an id"));
    for (op, count) in [("add", 1), ("remove", 0)] {
        let change = json!({"Operations": [{"op": op, "path": "members", "value": [{"value": id}]}]});
        let (status, group) = sender.send("PATCH", &target, Some(&change));
        assert_eq!((status, group["members"].as_array().map(Vec::len)), (200, Some(count)), "{op}");
    }
}

#[test]
fn a_source_speaks_scim_about_itself() {
    let mut sender = Sender::new("2025.10.3");
    let (_, config) = sender.send("GET", "ServiceProviderConfig", None);
    assert_eq!(config["patch"]["supported"], true);
    let (_, types) = sender.send("GET", "ResourceTypes", None);
    assert_eq!(types["totalResults"], 5);
    assert_eq!(sender.send("GET", "ResourceTypes/User", None).1["endpoint"], "/Users");
    let (_, schemas) = sender.send("GET", "Schemas", None);
    assert_eq!(schemas["Resources"][0]["id"], "urn:ietf:params:scim:schemas:core:2.0:User");
    // Each type has a schema of its own, which can be asked for.
    for kind in types["Resources"].as_array().expect("types") {
        let id = kind["schema"].as_str().expect("text");
        let (status, schema) = sender.send("GET", &format!("Schemas/{id}"), None);
        assert_eq!((status, &schema["id"]), (200, &kind["schema"]));
        assert!(!schema["attributes"].as_array().expect("attributes").is_empty(), "{id}");
    }
    assert_eq!(sender.send("GET", "Schemas/nothing", None).0, 404);
    let request = Request {
        method: "POST".to_owned(),
        scheme: "https".to_owned(),
        host: "auth.example.com".to_owned(),
        path: "/source/scim/hr/v2/Users".to_owned(),
        authorization: Some(format!("Bearer {}", sender.key)),
        content_type: Some("application/scim+json".to_owned()),
        body: user("dora").to_string().into_bytes(),
        ..Request::default()
    };
    let reply = sender.server.sandbox.handle(&request);
    assert_eq!((reply.status, header(&reply, "content-type")), (201, "application/scim+json"));
    let strange = Request { content_type: Some("text/plain".to_owned()), ..request };
    assert_eq!(sender.server.sandbox.handle(&strange).status, 415);
}
