//! Applications that speak SAML.

use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

const BY_HAND: [&str; 4] = ["--acs", "https://sp.company/acs", "--entity-id", "https://sp.company/metadata"];

fn mapping(server: &Server, attribute: &str, expression: &str) -> Value {
    let body = json!({"name": attribute, "saml_name": attribute, "expression": expression});
    server.post("propertymappings/provider/saml/", body)["pk"].clone()
}

#[test]
fn attributes_and_name_id_come_from_the_mappings_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        Akctl::integrate(&server, "saml").args(["--name", "Enterprise SP", "--yes"]).args(BY_HAND).ok();
        let mappings = [
            mapping(&server, "urn:groups", "return [group.name for group in request.user.all_groups()]"),
            mapping(&server, "urn:mail", "return request.user.email"),
            mapping(&server, "urn:broken", "return {\"x\": 1 / 0}"),
        ];
        let group = server.group("staff");
        server.join(&group, "anna");
        let application = server.get("core/applications/enterprise-sp/");
        let path = format!("providers/saml/{}/", application["provider"]);
        server.patch(&path, json!({"property_mappings": mappings, "name_id_mapping": mappings[1]}));
        let preview = || Akctl::on(&server).args(["preview", "enterprise-sp", "--user", "anna"]);
        let report = preview().json();
        let saml = &report["saml"];
        let attribute = |name: &str, value: &str| json!({"name": name, "values": [value]});
        let expected = json!([attribute("urn:groups", "staff"), attribute("urn:mail", "anna@example.com")]);
        let mut seen = saml["attributes"].as_array().cloned().expect("a list");
        seen.sort_by_key(ToString::to_string);
        assert_eq!(json!(seen), expected, "{version}: {report}");
        assert_eq!(saml["name_id"], "anna@example.com", "{version}");
        assert!(report["openid"].is_null(), "{version}");
        let text = preview().ok().stdout;
        for part in ["NameID: anna@example.com (from the mapping urn:mail)", "failed: mapping urn:broken"] {
            assert!(text.contains(part), "{version} {part}:\n{text}");
        }
        server.patch(&path, json!({"name_id_mapping": null}));
        let report = preview().json();
        assert!(report["saml"]["name_id"].is_null(), "{version}");
    }
}

#[test]
fn the_attributes_of_authentiks_own_mappings_are_shown_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        Akctl::integrate(&server, "saml").args(["--name", "Enterprise SP", "--yes"]).args(BY_HAND).ok();
        let group = server.group("staff");
        server.join(&group, "anna");
        let report = Akctl::on(&server).args(["preview", "enterprise-sp", "--user", "anna"]).json();
        assert_eq!(report["notes"], json!([]), "{version}");
        let attributes = report["saml"]["attributes"].as_array().cloned().expect("a list");
        let values = |end: &str| {
            let found = attributes.iter().find(|one| one["name"].as_str().is_some_and(|name| name.ends_with(end)));
            found.map_or(Value::Null, |one| one["values"].clone())
        };
        let users = server.list("core/users/?username=anna");
        assert_eq!(values("/saml/uid"), json!([users[0]["pk"].to_string()]), "{version}");
        assert_eq!(values("/saml/username"), json!(["anna"]), "{version}");
        assert_eq!(values("/windowsaccountname"), json!(["anna"]), "{version}");
        assert_eq!(values("/emailaddress"), json!(["anna@example.com"]), "{version}");
        assert_eq!(values("/claims/name"), json!(["Anna Example"]), "{version}");
        assert_eq!(values("/claims/upn"), json!(["anna@example.com"]), "{version}");
        assert_eq!(values("/claims/Group"), json!(["staff"]), "{version}");
        let own = json!({"attributes": {"upn": "anna@corp.example.com"}});
        server.patch(&format!("core/users/{}/", users[0]["pk"]), own);
        let text = Akctl::on(&server).args(["preview", "enterprise-sp", "--user", "anna"]).ok().stdout;
        assert!(text.contains("anna@corp.example.com") && !text.contains("failed:"), "{version}:\n{text}");
    }
}
