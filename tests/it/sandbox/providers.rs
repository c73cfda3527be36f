//! SAML and SCIM providers, and the flows and stages that stand before an application.

use super::{Server, header};
use akctl::sandbox::SandboxVersion;
use serde_json::{Value, json};

fn with(server: &mut Server, more: &Value) -> Value {
    let mut body = server.provider_body("");
    body.as_object_mut().expect("an object").remove("redirect_uris");
    body.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    body
}

/// A SAML provider that signs, with its application.
fn saml(server: &mut Server, slug: &str) -> Value {
    let key = server.get("crypto/certificatekeypairs/")["results"][0]["pk"].clone();
    let more = json!({
        "name": format!("Provider for {slug}"), "acs_url": "https://sp.example.com/acs",
        "signing_kp": key, "sign_assertion": true,
    });
    let body = with(server, &more);
    let provider = server.post("providers/saml/", &body);
    server.post("core/applications/", &json!({"name": slug, "slug": slug, "provider": provider["pk"]}));
    server.get(&format!("providers/saml/{}/", provider["pk"]))
}

#[test]
fn a_signing_key_needs_to_be_told_what_it_signs() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let provider = saml(&mut server, "sp");
        let target = format!("providers/saml/{}/", provider["pk"]);
        let key = provider["signing_kp"].clone();
        let (status, errors) = server.api("PATCH", &target, Some(&json!({ "signing_kp": key })));
        assert_eq!((status, errors["non_field_errors"].is_array()), (400, true), "{version}: {errors}");
        server.patch(&target, &json!({"signing_kp": key, "sign_response": true}));
        let mut body =
            with(&mut server, &json!({"name": "other", "acs_url": "https://x.example.com/", "signing_kp": key}));
        assert_eq!(server.api("POST", "providers/saml/", Some(&body)).0, 400, "{version}");
        body["sign_assertion"] = json!(true);
        server.post("providers/saml/", &body);
    }
}

#[test]
fn a_name_is_made_by_a_saml_mapping() {
    let mut server = Server::new("2025.10.3");
    let provider = saml(&mut server, "sp");
    let target = format!("providers/saml/{}/", provider["pk"]);
    let openid = server.mapping("openid");
    let (status, errors) = server.api("PATCH", &target, Some(&json!({ "name_id_mapping": openid })));
    assert_eq!((status, errors["name_id_mapping"].is_array()), (400, true), "{errors}");
    let managed = "goauthentik.io%2Fproviders%2Fsaml%2Femail";
    let email = server.get(&format!("propertymappings/provider/saml/?managed={managed}"))["results"][0]["pk"].clone();
    assert_eq!(server.patch(&target, &json!({ "name_id_mapping": email }))["name_id_mapping"], email);
}

#[test]
fn a_backchannel_logout_by_redirect_is_put_right() {
    let mut server = Server::new("2025.10.3");
    let provider = saml(&mut server, "sp");
    let target = format!("providers/saml/{}/", provider["pk"]);
    for (binding, method) in [("redirect", "frontchannel_iframe"), ("post", "backchannel")] {
        let changed = server.patch(&target, &json!({"logout_method": "backchannel", "sls_binding": binding}));
        assert_eq!(changed["logout_method"], method);
    }
}

#[test]
fn addresses_of_a_saml_provider_are_those_of_the_version() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let provider = saml(&mut server, "sp");
        let base = "https://auth.example.com/application/saml/sp";
        for (field, end) in [
            ("url_sso_post", "sso/binding/post/"),
            ("url_sso_redirect", "sso/binding/redirect/"),
            ("url_sso_init", "sso/binding/init/"),
            ("url_slo_post", "slo/binding/post/"),
            ("url_slo_redirect", "slo/binding/redirect/"),
        ] {
            assert_eq!(provider[field], format!("{base}/{end}"), "{version}");
        }
        let api = format!("https://auth.example.com/api/v3/providers/saml/{}/metadata/?download", provider["pk"]);
        let old = ["2024.8.6", "2024.12.5"].contains(&version);
        let metadata = if old { api } else { format!("{base}/metadata/") };
        assert_eq!(provider["url_download_metadata"], metadata, "{version}");
        let unified = version == "2026.8.5";
        assert_eq!(provider.get("issuer").is_some(), !unified, "{version}");
        assert_eq!(provider.get("url_unified").is_some(), unified, "{version}");
        if unified {
            assert_eq!(provider["url_issuer"], format!("{base}/metadata/"));
            let target = format!("providers/saml/{}/", provider["pk"]);
            let changed = server.patch(&target, &json!({"issuer_override": "https://idp.example.com"}));
            assert_eq!(changed["url_issuer"], "https://idp.example.com");
        }
    }
}

#[test]
fn metadata_is_for_everybody_and_names_key_and_addresses() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let provider = saml(&mut server, "sp");
        let target = format!("/api/v3/providers/saml/{}/metadata/", provider["pk"]);
        let reply = server.browse(&target);
        let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
        let document = body["metadata"].as_str().expect("a document").to_owned();
        let issuer =
            if version == "2026.8.5" { "https://auth.example.com/application/saml/sp/metadata/" } else { "authentik" };
        assert!(document.contains(&format!("entityID=\"{issuer}\"")), "{version}: {document}");
        assert!(document.contains("<ds:X509Certificate>MII"), "{version}");
        for field in ["url_sso_post", "url_sso_redirect", "url_slo_post", "url_slo_redirect"] {
            let location = format!("Location=\"{}\"", provider[field].as_str().expect("an address"));
            assert_eq!(document.matches(&location).count(), 1, "{version} {field}");
        }
        let file = server.browse(&format!("{target}?download"));
        assert_eq!((file.status, header(&file, "content-type")), (200, "application/xml"));
        assert_eq!(String::from_utf8_lossy(&file.body), document);
        let post = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
        let forced = server.browse(&format!("{target}?download&force_binding={post}"));
        assert!(!String::from_utf8_lossy(&forced.body).contains("HTTP-Redirect"));
        server.delete("core/applications/sp/");
        let reply = server.browse(&target);
        assert_eq!(reply.body, br#"{"metadata":""}"#, "{version}");
    }
}

/// A SCIM provider.
fn scim(server: &mut Server, name: &str) -> Value {
    server.post("providers/scim/", &json!({"name": name, "url": "https://x.example.com/scim/v2", "token": "t-o-k-e-n"}))
}

#[test]
fn the_token_of_a_scim_provider_is_shown_until_2026_8() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let provider = scim(&mut server, "scim");
        let read = server.get(&format!("providers/scim/{}/", provider["pk"]));
        let shown = if version == "2026.8.5" { None } else { Some(&json!("t-o-k-e-n")) };
        assert_eq!(read.get("token"), shown.cloned().as_ref(), "{version}");
        let required = ["2024.8.6", "2024.12.5"].contains(&version);
        let without = json!({"name": "other", "url": "https://x.example.com"});
        assert_eq!(server.api("POST", "providers/scim/", Some(&without)).0 == 400, required, "{version}");
    }
}

#[test]
fn a_scim_provider_filters_by_one_group_and_later_by_some() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let group = server.post("core/groups/", &json!({"name": "staff"}))["pk"].clone();
        let many = ["2026.2.2", "2026.5.0-grants", "2026.5.0-rc1", "2026.8.5"].contains(&version);
        let body = json!({
            "name": "scim", "url": "https://x.example.com", "token": "t",
            "filter_group": group, "group_filters": [group],
        });
        let provider = server.post("providers/scim/", &body);
        assert_eq!(provider.get("filter_group"), (!many).then_some(&group), "{version}");
        assert_eq!(provider.get("group_filters"), many.then_some(&json!([group])), "{version}");
    }
}

#[test]
fn a_backchannel_provider_belongs_to_one_application_and_goes_with_it() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let (_, oauth) = server.application("first");
        server.application("second");
        let provider = scim(&mut server, "scim")["pk"].clone();
        let target = format!("providers/scim/{provider}/");
        let body = json!({"backchannel_providers": [provider]});
        let first = server.patch("core/applications/first/", &body);
        assert_eq!(first["backchannel_providers_obj"][0]["name"], "scim", "{version}");
        assert_eq!(server.get(&target)["assigned_backchannel_application_slug"], "first");
        server.patch("core/applications/second/", &body);
        assert_eq!(server.get("core/applications/first/")["backchannel_providers"], json!([]));
        assert_eq!(server.get(&target)["assigned_backchannel_application_name"], "second");
        let wrong = json!({"backchannel_providers": [oauth["pk"]]});
        let (status, errors) = server.api("PATCH", "core/applications/second/", Some(&wrong));
        let message = format!("Invalid pk \"{}\" - object does not exist.", oauth["pk"]);
        assert_eq!((status, &errors["backchannel_providers"]), (400, &json!([message])));
        server.delete("core/applications/second/");
        assert_eq!(server.api("GET", &target, None).0, 404, "{version}");
        assert_eq!(server.get("providers/oauth2/")["pagination"]["count"], 2);
    }
}

#[test]
fn a_second_factor_is_a_flow_with_a_stage() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        let totp = json!({"name": "set-up", "digits": "6", "friendly_name": "Phone"});
        let totp = server.post("stages/authenticator/totp/", &totp);
        let body = json!({
            "name": "second-factor", "not_configured_action": "configure", "device_classes": ["totp", "webauthn"],
            "configuration_stages": [totp["pk"]], "last_auth_threshold": "hours=8",
        });
        let stage = server.post("stages/authenticator/validate/", &body);
        for (field, value) in body.as_object().expect("an object") {
            assert_eq!(&stage[field], value, "{version}");
        }
        let consent = json!({"name": "consent", "mode": "expiring", "consent_expire_in": "weeks=2"});
        let consent = server.post("stages/consent/", &consent);
        let flow = server.post(
            "flows/instances/",
            &json!({
                "name": "With a second factor", "slug": "with-mfa", "title": "Sign in to %(app)s",
                "designation": "authorization", "authentication": "require_authenticated",
            }),
        );
        for (order, bound) in [(0, &stage), (10, &consent)] {
            let body = json!({"target": flow["pk"], "stage": bound["pk"], "order": order});
            let binding = server.post("flows/bindings/", &body);
            assert_eq!(binding["re_evaluate_policies"], true);
            assert_eq!(binding["evaluate_on_plan"], false);
            assert_eq!(binding["invalid_response_action"], "retry");
        }
        let target = format!("flows/bindings/?target={}&ordering=order", flow["pk"].as_str().expect("an id"));
        let bindings = server.get(&target);
        assert_eq!(bindings["results"][0]["stage_obj"]["name"], "second-factor", "{version}");
        assert_eq!(bindings["results"][1]["stage"], consent["pk"]);
        let found = server.get("stages/all/?name=second-factor");
        assert_eq!(found["results"][0]["pk"], stage["pk"], "{version}");
        let used = server.get(&format!("stages/consent/{}/used_by/", consent["pk"].as_str().expect("an id")));
        assert_eq!(used[1]["pk"], flow["pk"]);
    }
}

#[test]
fn a_provider_goes_with_its_authorization_flow_only() {
    for version in ["2024.12.5", "2025.10.3", "2026.8.5"] {
        let mut server = Server::new(version);
        let (_, provider) = server.application("app");
        let target = format!("providers/oauth2/{}/", provider["pk"]);
        server.delete("flows/instances/default-provider-invalidation-flow/");
        assert_eq!(server.get(&target)["invalidation_flow"], Value::Null, "{version}");
        server.delete("flows/instances/default-provider-authorization-implicit-consent/");
        assert_eq!(server.api("GET", &target, None).0, 404, "{version}");
    }
}

#[test]
fn sign_on_and_logout_lead_to_the_login() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        saml(&mut server, "sp");
        server.application("oidc");
        for end in ["sso/binding/redirect", "sso/binding/post", "sso/binding/init", "slo/binding/redirect"] {
            let reply = server.browse(&format!("/application/saml/sp/{end}/?SAMLRequest=x"));
            let location = header(&reply, "location").replace("%2F", "/");
            assert_eq!(reply.status, 302, "{version} {end}");
            assert!(location.contains("flow") && location.contains(end), "{version}: {location}");
            assert_eq!(server.browse(&format!("/application/saml/oidc/{end}/")).status, 404, "{version}");
            assert_eq!(server.browse(&format!("/application/saml/nowhere/{end}/")).status, 404);
        }
        let mut anna = super::signin::browser::Browser::of(&mut server, "anna");
        let reply = anna.get(&mut server, "/application/saml/sp/sso/binding/redirect/?SAMLRequest=x");
        assert_eq!(reply.status, 501, "{version}: what follows the login is not played");
        let reply = server.browse("/application/saml/sp/metadata/");
        assert_eq!(reply.status, 302, "{version}");
        let document = server.browse(header(&reply, "location"));
        assert_eq!((document.status, header(&document, "content-type")), (200, "application/xml"));
    }
}

#[test]
fn one_address_for_everything_is_of_2026_8() {
    for version in SandboxVersion::names() {
        let mut server = Server::new(version);
        saml(&mut server, "sp");
        let mut status = |target: &str| server.browse(&format!("/application/saml/sp/{target}")).status;
        let unified = version == "2026.8.5";
        let or = |status: u16| if unified { status } else { 404 };
        assert_eq!(status("init/"), or(302), "{version}");
        assert_eq!(status("?SAMLRequest=PHg%2BAA%3D%3D"), or(302), "{version}");
        assert_eq!(status(""), or(400), "{version}");
        assert_eq!(status("?SAMLRequest=%21"), or(400), "{version}");
    }
}
