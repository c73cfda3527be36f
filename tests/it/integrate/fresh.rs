//! The first integration: what is in authentik afterwards, and what was printed.

use super::portainer;
use crate::support::{Server, VERSIONS};
use serde_json::{Value, json};

fn parts(version: &str) -> (u16, u16) {
    let mut numbers = version.split(['.', '-']).map(|part| part.parse().unwrap_or_default());
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
}

#[test]
fn makes_exactly_what_the_guide_asks_for() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server).ok();
        let provider = server.provider_of("portainer");
        assert_eq!(provider["name"], "portainer (akctl)", "{version}");
        assert_eq!(provider["client_type"], "confidential");
        assert_eq!(provider["issuer_mode"], "per_provider");
        let redirects = provider["redirect_uris"].as_array().expect("a list");
        assert_eq!(redirects.len(), 1, "{version}: {redirects:?}");
        assert_eq!(redirects[0]["matching_mode"], "strict");
        assert_eq!(redirects[0]["url"], "https://portainer.company/");

        let mut managed: Vec<String> = provider["property_mappings"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|pk| server.get(&format!("propertymappings/provider/scope/{}/", pk.as_str().expect("text"))))
            .map(|mapping| mapping["managed"].as_str().expect("a default mapping").to_owned())
            .collect();
        managed.sort();
        let default = |scope| format!("goauthentik.io/providers/oauth2/scope-{scope}");
        assert_eq!(managed, ["email", "openid", "profile"].map(default), "{version}");

        let key = provider["signing_key"].as_str().expect("a signing key");
        assert_eq!(
            server.get(&format!("crypto/certificatekeypairs/{key}/"))["name"],
            "authentik Self-signed Certificate"
        );
        assert_eq!(provider.get("encryption_key").unwrap_or(&Value::Null), &Value::Null, "{version}");

        let flow = |field: &str| {
            let pk = provider[field].as_str().expect("a flow").to_owned();
            let flows = server.list("flows/instances/");
            flows.iter().find(|flow| flow["pk"] == pk.as_str()).expect("the flow")["slug"].clone()
        };
        assert_eq!(flow("authorization_flow"), "default-provider-authorization-explicit-consent");
        if parts(version) >= (2024, 10) {
            assert_eq!(flow("invalidation_flow"), "default-provider-invalidation-flow", "{version}");
        }
        if let Some(grants) = provider.get("grant_types") {
            assert_eq!(grants, &json!(["authorization_code", "refresh_token"]), "{version}");
        } else {
            assert!(parts(version) < (2026, 5) || version == "2026.5.0-rc1", "{version}");
        }

        let application = server.get("core/applications/portainer/");
        assert_eq!(application["name"], "Portainer");
        assert_eq!(application["meta_launch_url"], "https://portainer.company/");
        assert_eq!(application["provider"], provider["pk"]);
        assert!(server.bindings_of("portainer").is_empty());
        assert_eq!(server.list("providers/all/").len(), 1, "{version}");
    }
}

#[test]
fn the_report_has_every_promised_key() {
    for version in VERSIONS {
        let server = Server::start(version);
        let ran = portainer(&server).args(["-o", "json"]).ok();
        let report = ran.json();
        assert_eq!(report["preset"], "portainer");
        assert_eq!(report["authentik"]["url"], server.url());
        let told = report["authentik"]["version"].as_str().expect("text");
        // Two pre-releases of 2026.5 call themselves the same.
        assert_eq!(told, version.replace("-grants", "-rc1"));
        for change in report["changes"].as_array().expect("a list") {
            assert_eq!(change["action"], "create", "{change}");
            for key in ["kind", "name"] {
                assert!(change[key].is_string(), "{change}");
            }
            for field in change["fields"].as_array().expect("a list") {
                assert!(field["field"].is_string() && field.get("before").is_some() && field.get("after").is_some());
            }
        }
        assert_eq!(report["application"], json!({"slug": "portainer", "name": "Portainer"}));
        let provider = server.provider_of("portainer");
        assert_eq!(report["provider"]["pk"], provider["pk"]);
        assert_eq!(report["provider"]["name"], "portainer (akctl)");
        assert_eq!(report["provider"]["client_id"], provider["client_id"]);
        assert_eq!(report["provider"]["client_secret"], Value::Null);
        let endpoint = |name: &str| report["endpoints"][name].as_str().expect(name).to_owned();
        let base = server.url();
        assert_eq!(endpoint("issuer"), format!("{base}/application/o/portainer/"));
        assert_eq!(endpoint("discovery"), format!("{base}/application/o/portainer/.well-known/openid-configuration"));
        assert_eq!(endpoint("authorization"), format!("{base}/application/o/authorize/"));
        assert_eq!(endpoint("token"), format!("{base}/application/o/token/"));
        assert_eq!(endpoint("userinfo"), format!("{base}/application/o/userinfo/"));
        assert_eq!(endpoint("jwks"), format!("{base}/application/o/portainer/jwks/"));
        assert_eq!(endpoint("end_session"), format!("{base}/application/o/portainer/end-session/"));
        let settings = report["client"]["settings"].as_array().expect("a list");
        for setting in settings {
            assert!(setting["key"].is_string() && setting["secret"].is_boolean(), "{setting}");
        }
        let secret = settings.iter().find(|setting| setting["key"] == "Client secret").expect("the secret");
        assert_eq!((&secret["value"], &secret["secret"]), (&Value::Null, &json!(true)));
        for key in ["files", "commands", "steps", "notes"] {
            assert!(report["client"][key].is_array(), "{key}");
        }
        let warnings = report["warnings"].as_array().expect("a list");
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].as_str().expect("text").contains("open to every user"));
    }
}

#[test]
fn what_is_printed_is_served() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = portainer(&server).args(["--show-secrets"]).json();
        let text = |part: &Value| part.as_str().expect("text").to_owned();
        let endpoint = |name: &str| text(&report["endpoints"][name]);
        let (status, _, discovery) = server.visit("GET", &endpoint("discovery"), "");
        assert_eq!((status, &discovery["issuer"]), (200, &report["endpoints"]["issuer"]), "{version}");
        for (key, name) in [
            ("authorization_endpoint", "authorization"),
            ("token_endpoint", "token"),
            ("userinfo_endpoint", "userinfo"),
            ("jwks_uri", "jwks"),
            ("end_session_endpoint", "end_session"),
        ] {
            assert_eq!(discovery[key], report["endpoints"][name], "{version}: {key}");
        }
        let (status, _, jwks) = server.visit("GET", &endpoint("jwks"), "");
        assert_eq!((status, &jwks["keys"][0]["kty"]), (200, &json!("RSA")), "{version}");

        let id = text(&report["provider"]["client_id"]);
        let secret = text(&report["provider"]["client_secret"]);
        let setting = |key: &str| {
            let settings = report["client"]["settings"].as_array().expect("a list");
            text(&settings.iter().find(|setting| setting["key"] == key).expect(key)["value"])
        };
        assert_eq!((setting("Client ID"), setting("Client secret")), (id.clone(), secret.clone()));
        assert_eq!(setting("Scopes"), "email openid profile");
        let ask = |redirect: &str| {
            let redirect: String = url::form_urlencoded::byte_serialize(redirect.as_bytes()).collect();
            let query = format!("client_id={id}&redirect_uri={redirect}&response_type=code&scope=openid&state=x");
            server.visit("GET", &format!("{}?{query}", endpoint("authorization")), "")
        };
        let (status, location, _) = ask(&setting("Redirect URL"));
        assert_eq!(status, 302, "{version}");
        assert!(location.contains("/flows/") || location.contains("/if/flow/"), "{version}: {location}");
        assert_eq!(ask("https://portainer.company/other").0, 400, "{version}");
        assert_eq!(ask("https://portainer.company").0, 400, "{version}");

        let token = |secret: &str| {
            let form = format!(
                "grant_type=authorization_code&code=bogus&client_id={id}&client_secret={secret}&redirect_uri=https%3A%2F%2Fportainer.company%2F"
            );
            let (status, _, body) = server.visit("POST", &endpoint("token"), &form);
            (status, body["error"].clone())
        };
        assert_eq!(token(&secret), (400, json!("invalid_grant")), "{version}");
        assert_eq!(token("wrong"), (400, json!("invalid_client")), "{version}");
    }
}

#[test]
fn addresses_are_normalised() {
    let table = [
        ("https://portainer.company", "https://portainer.company/"),
        ("https://portainer.company///", "https://portainer.company/"),
        ("https://company:9443/portainer/", "https://company:9443/portainer/"),
        ("HTTPS://Portainer.Company/Sub", "https://portainer.company/Sub/"),
        ("http://10.0.0.7:9000", "http://10.0.0.7:9000/"),
    ];
    for (given, redirect) in table {
        let server = Server::start("2025.10.3");
        crate::support::Akctl::integrate(&server, "portainer").args(["--app-url", given, "--yes"]).ok();
        assert_eq!(server.provider_of("portainer")["redirect_uris"][0]["url"], redirect, "{given}");
        assert_eq!(server.get("core/applications/portainer/")["meta_launch_url"], redirect, "{given}");
    }
}

#[test]
fn every_wish_reaches_the_application() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server)
            .args(["--slug", "docker", "--name", "Docker", "--tile-group", "Containers", "--publisher", "Portainer.io"])
            .args(["--description", "Containers of the company", "--icon", "https://portainer.company/favicon.ico"])
            .args(["--authorization-flow", "default-provider-authorization-implicit-consent"])
            .ok();
        let application = server.get("core/applications/docker/");
        for (field, value) in [
            ("name", "Docker"),
            ("group", "Containers"),
            ("meta_publisher", "Portainer.io"),
            ("meta_description", "Containers of the company"),
            ("meta_icon", "https://portainer.company/favicon.ico"),
        ] {
            assert_eq!(application[field], value, "{version}: {field}");
        }
        assert_eq!(server.provider_of("docker")["name"], "docker (akctl)");
    }
}
