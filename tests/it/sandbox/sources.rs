//! SCIM sources: others push people into authentik.

use super::Server;
use akctl::sandbox::SandboxVersion;
use serde_json::{Value, json};

/// A source, and the key of its token.
fn source(server: &mut Server, slug: &str) -> (Value, String) {
    let source = server.post("sources/scim/", &json!({"name": "HR", "slug": slug}));
    let identifier = source["token_obj"]["identifier"].as_str().expect("a token").to_owned();
    let key = server.get(&format!("core/tokens/{identifier}/view_key/"))["key"].as_str().expect("a key").to_owned();
    (source, key)
}

#[test]
fn a_source_brings_an_account_and_a_token_and_takes_them_along() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let (made, key) = source(&mut server, "hr");
        assert_eq!(made["root_url"], "https://auth.example.com/source/scim/hr/v2", "{version}");
        assert_eq!(made["user_path_template"], "goauthentik.io/sources/%(slug)s");
        let pk = made["pk"].as_str().expect("an id");
        let token = &made["token_obj"];
        assert_eq!(token["identifier"], format!("ak-source-scim-{pk}"));
        assert_eq!(token["managed"], format!("goauthentik.io/sources/scim/{pk}"));
        assert_eq!((&token["intent"], &token["expiring"]), (&json!("api"), &json!(false)));
        assert_eq!(key.len(), 60);
        assert!(made.get("_token").is_none(), "{made}");
        assert_eq!(server.get("sources/scim/hr/"), made);
        assert_eq!(server.get("sources/scim/?slug=hr")["pagination"]["count"], 1);
        assert_eq!(server.get("sources/scim/?slug=other")["pagination"]["count"], 0);
        let account = server.user(&format!("ak-source-scim-{pk}"));
        assert_eq!(account, token["user"]);
        server.delete("sources/scim/hr/");
        assert_eq!(server.get("sources/scim/")["pagination"]["count"], 0, "{version}");
        assert_eq!(server.api("GET", &format!("core/users/{account}/"), None).0, 404);
        assert_eq!(server.api("GET", &format!("core/tokens/ak-source-scim-{pk}/"), None).0, 404);
    }
}

#[test]
fn a_source_goes_with_its_token() {
    let mut server = Server::new("2025.10.3");
    let (made, _) = source(&mut server, "hr");
    server.delete(&format!("core/tokens/{}/", made["token_obj"]["identifier"].as_str().expect("a token")));
    assert_eq!(server.api("GET", "sources/scim/hr/", None).0, 404);
}

#[test]
fn slugs_of_sources_differ_names_need_not() {
    let mut server = Server::new("2026.2.2");
    source(&mut server, "hr");
    let (status, errors) = server.api("POST", "sources/scim/", Some(&json!({"name": "Other", "slug": "hr"})));
    assert_eq!((status, errors["slug"].is_array()), (400, true), "{errors}");
    source(&mut server, "hr-2");
    let changed = server.patch("sources/scim/hr-2/", &json!({"enabled": false, "slug": "staff"}));
    assert_eq!(changed["root_url"], "https://auth.example.com/source/scim/staff/v2");
    assert_eq!(server.get("core/users/?type=internal_service_account")["pagination"]["count"], 2);
}

#[test]
fn the_mappings_of_a_source_are_told() {
    let mut server = Server::new("2025.10.3");
    let mapping = json!({"name": "phone", "expression": "return {}"});
    let mapping = server.post("propertymappings/source/scim/", &mapping)["pk"].clone();
    let body = json!({"name": "HR", "slug": "hr", "user_property_mappings": [mapping]});
    server.post("sources/scim/", &body);
    let used = server.get("sources/scim/hr/used_by/");
    assert_eq!(used[0]["pk"], mapping, "{used}");
    server.delete(&format!("propertymappings/source/scim/{}/", mapping.as_str().expect("an id")));
    assert_eq!(server.get("sources/scim/hr/")["user_property_mappings"], json!([]));
}

#[test]
fn rights_to_sources_are_their_own() {
    let mut server = Server::new("2026.2.2");
    source(&mut server, "hr");
    let token = super::limited(&mut server, &["authentik_sources_scim.view_scimsource"]);
    assert_eq!(server.send("GET", "/api/v3/sources/scim/hr/", Some(&token), None).status, 200);
    let body = json!({"name": "Other", "slug": "other"});
    assert_eq!(server.send("POST", "/api/v3/sources/scim/", Some(&token), Some(&body)).status, 403);
    assert_eq!(server.send("DELETE", "/api/v3/sources/scim/hr/", Some(&token), None).status, 403);
}
