//! Every embedded preset with its sample inputs, on the versions that the sandbox plays.

mod certificates;
mod files;
mod listing;
mod parse_back_python;
mod parse_back_servers;
mod places;
mod proxy;
mod saml;
pub(crate) mod samples;
mod scim;
mod self_hosted;
mod snapshots;
mod words;

use crate::support::{Akctl, Server, VERSIONS};
use akctl::sandbox::Request;
use samples::{SAMPLES, Sample};
use serde_json::Value;
use std::collections::BTreeSet;

/// The command that integrates a sample.
fn integrate(server: &Server, sample: &Sample) -> Akctl {
    let akctl = Akctl::integrate(server, sample.preset).args(sample.flags.iter().copied()).args(["--create-groups"]);
    sample.with_files(akctl)
}

/// Integrates a sample and answers the report with all secrets.
fn report(server: &Server, sample: &Sample) -> Value {
    integrate(server, sample).args(["--yes", "--show-secrets"]).json()
}

fn of(preset: &str, name: &str) -> &'static Sample {
    let found = SAMPLES.iter().find(|sample| sample.preset == preset && sample.name == name);
    found.unwrap_or_else(|| panic!("no sample {preset}, {name}"))
}

#[test]
fn every_embedded_preset_has_a_sample() {
    let listed = Akctl::new().args(["presets", "list"]).json();
    let listed: BTreeSet<&str> = listed.as_array().expect("a list").iter().filter_map(|p| p["id"].as_str()).collect();
    let sampled: BTreeSet<&str> = SAMPLES.iter().map(|sample| sample.preset).collect();
    assert_eq!(listed, sampled);
}

#[test]
fn every_sample_works_and_a_repeat_changes_nothing() {
    std::thread::scope(|scope| {
        for version in VERSIONS {
            scope.spawn(move || {
                let tried = SAMPLES.iter().filter(|sample| sample.is_tried_on(version));
                tried.for_each(|sample| works(version, sample));
            });
        }
    });
}

fn works(version: &str, sample: &Sample) {
    let at = format!("{version}: {}, {}", sample.preset, sample.name);
    let server = Server::start(version);
    let report = report(&server, sample);
    let warnings = report["warnings"].to_string();
    assert!(!warnings.contains("could not be"), "{at}: {warnings}");
    for address in addresses(&server, &report) {
        let address = served(&report["endpoints"], &address);
        let answers = ["GET", "POST"].map(|method| status(&server, method, &address));
        let is_served = answers.iter().any(|status| ![404, 500, 501].contains(status));
        assert!(is_served, "{at}: {address} answers {answers:?}");
    }
    server.sandbox().clear_log();
    let again = integrate(&server, sample).args(["--dry-run", "--exit-code"]).run();
    assert_eq!(again.code, 0, "{at}:\n{}{}", again.stdout, again.stderr);
    let again = integrate(&server, sample).args(["--yes"]).run();
    assert_eq!(again.code, 0, "{at}:\n{}", again.stderr);
    assert_eq!(server.writes().len(), 0, "{at}");
}

/// What is served of an address that is only the beginning of others.
fn served(endpoints: &Value, address: &str) -> String {
    let below = if endpoints["issuer"] == address {
        ".well-known/openid-configuration"
    } else if endpoints["issuer"] == format!("{address}/") {
        "/.well-known/openid-configuration"
    } else if endpoints["scim"] == address {
        "/ServiceProviderConfig"
    } else if let Some((outpost, _)) = address.split_once("/outpost.goauthentik.io") {
        // What else is served there depends on the host of the application.
        return format!("{outpost}/outpost.goauthentik.io/ping");
    } else {
        ""
    };
    format!("{address}{below}")
}

/// Every address below the server that stands anywhere in a report.
fn addresses(server: &Server, report: &Value) -> BTreeSet<String> {
    let text = match report {
        Value::String(text) => text.clone(),
        Value::Array(items) => return items.iter().flat_map(|item| addresses(server, item)).collect(),
        Value::Object(fields) => return fields.values().flat_map(|field| addresses(server, field)).collect(),
        _ => return BTreeSet::new(),
    };
    let ends = |c: char| c.is_whitespace() || "\"'<>\\),;".contains(c);
    text.match_indices(server.url())
        .map(|(at, _)| text[at..].split(ends).next().unwrap_or_default().trim_end_matches('.').to_owned())
        .collect()
}

/// What the server answers to a plain request without a token.
fn status(server: &Server, method: &str, address: &str) -> u16 {
    let rest = address.strip_prefix(server.url()).expect("an address of the server");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if path.is_empty() {
        return 200;
    }
    let request = Request {
        method: method.to_owned(),
        scheme: "http".to_owned(),
        host: server.url().trim_start_matches("http://").to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        ..Request::default()
    };
    server.sandbox().handle(&request).status
}

/// A setting of the form, by its label.
fn setting<'a>(report: &'a Value, label: &str) -> &'a str {
    let settings = report["client"]["settings"].as_array().expect("settings");
    let found = settings.iter().find(|setting| setting["key"] == label);
    found.and_then(|setting| setting["value"].as_str()).unwrap_or_else(|| panic!("no {label} in {settings:#?}"))
}

/// The strict redirect addresses of the provider.
fn redirects(server: &Server, slug: &str) -> Vec<String> {
    let provider = server.provider_of(slug);
    let entries = provider["redirect_uris"].as_array().expect("entries").clone();
    entries.iter().map(|entry| entry["url"].as_str().expect("text").to_owned()).collect()
}

#[test]
fn proxmox_is_sent_back_to_origins_and_nothing_else() {
    let server = Server::start("2026.8.5");
    report(&server, of("proxmox-ve", "cluster"));
    let expected = ["https://pve1.example.com:8006", "https://pve2.example.com:8006"];
    assert_eq!(redirects(&server, "proxmox-ve"), expected);
    let provider = server.provider_of("proxmox-ve");
    assert_eq!(provider["sub_mode"], "user_username");
    assert!(provider["encryption_key"].is_null());
    Akctl::integrate(&server, "proxmox")
        .args(["--node", "https://pve1.example.com:8006/#v1:0", "--yes"])
        .fails(2, &["--node", "must be an address without `?` and `#`"]);
    Akctl::integrate(&server, "proxmox")
        .args(["--node", "https://pve1.example.com:8006/pve", "--yes"])
        .fails(2, &["has a path: give only scheme, host and port, as in https://pve1.example.com:8006"]);
}

#[test]
fn proxmox_refuses_names_that_it_cannot_take() {
    let server = Server::start("2026.8.5");
    let proxmox = |flags: &[&'static str]| {
        let flags = [&["--node", "https://pve.example.com:8006", "--yes"], flags].concat();
        Akctl::integrate(&server, "proxmox").args(flags)
    };
    proxmox(&["--realm", "pve"]).fails(2, &["Proxmox keeps this name"]);
    proxmox(&["--realm", "1x"]).fails(2, &["--realm"]);
    proxmox(&["--realm", "x"]).fails(2, &["--realm"]);
    proxmox(&["--groups", "--group", "authentik Admins"])
        .fails(2, &["skips groups whose names hold other characters", "authentik Admins", "--skip-odd-groups"]);
    let long = format!("https://{}.example.com", ["a"; 63].concat() + &".a".repeat(90));
    Akctl::integrate(&server, "proxmox").args(["--yes", "--node", &long]).fails(2, &["more than 255 characters"]);
    proxmox(&["--group", "a"]).fails(2, &["counts only with --groups"]);
}

#[test]
fn any_application_needs_a_name_and_an_address() {
    let server = Server::start("2026.8.5");
    let oidc = || Akctl::integrate(&server, "oidc").args(["--yes"]);
    oidc().args(["--redirect", "https://a.example/back"]).fails(2, &["--name is missing"]);
    oidc().args(["--name", "Demo"]).fails(2, &["--redirect is missing"]);
    oidc().args(["--name", "Büro", "--redirect", "javascript://a"]).fails(2, &["nobody can be sent"]);
    oidc().args(["--name", "Demo", "--redirect", "https://a.example/#x"]).fails(2, &["must not hold a `#`"]);
    oidc().args(["--name", "Demo", "--redirect", "https://a.example/*"]).fails(2, &["compared letter by letter"]);
    oidc().args(["--name", "東京", "--redirect", "https://a.example/"]).fails(2, &["--slug gives"]);
    report(&server, of("oidc", "flask"));
    assert_eq!(redirects(&server, "flaskdemo"), ["http://localhost:5000/oidc/callback"]);
}

#[test]
fn what_is_asked_for_reaches_the_provider() {
    let server = Server::start("2026.8.5");
    report(&server, of("oidc", "everything"));
    let provider = server.provider_of("buero");
    for (field, value) in [
        ("client_type", "confidential"),
        ("sub_mode", "user_email"),
        ("access_code_validity", "minutes=2"),
        ("access_token_validity", "hours=1;minutes=30"),
        ("refresh_token_validity", "days=7"),
        ("refresh_token_threshold", "days=2"),
        ("logout_uri", "https://app.company/notify"),
        ("logout_method", "frontchannel"),
    ] {
        assert_eq!(provider[field], value, "{field}");
    }
    assert_eq!(provider["include_claims_in_id_token"], false);
    assert_eq!(provider["grant_types"], serde_json::json!(["authorization_code", "implicit"]));
    let logout = &provider["redirect_uris"][2];
    assert_eq!(
        (&logout["url"], &logout["redirect_uri_type"]),
        (&"https://app.company/signed-out".into(), &"logout".into())
    );
}

#[test]
fn the_secret_signs_where_it_is_asked_to() {
    for version in VERSIONS {
        let server = Server::start(version);
        let printed = report(&server, of("oidc", "secret"));
        assert!(server.provider_of("old-app")["signing_key"].is_null(), "{version}");
        assert_eq!(setting(&printed, "Signature of tokens"), "HS256");
        assert!(!printed["client"].to_string().contains("/jwks/"), "{version}");
    }
    let server = Server::start("2026.8.5");
    let oidc = |flags: &[&'static str]| {
        let flags = [&["--name", "Demo", "--redirect", "https://a.example/", "--signing", "secret"], flags].concat();
        Akctl::integrate(&server, "oidc").args(["--yes"]).args(flags)
    };
    oidc(&["--client-type", "public"]).fails(2, &["a public application has no secret"]);
    oidc(&["--signing-key", "any"]).fails(2, &["--signing-key: no key signs here"]);
}

#[test]
fn the_cloud_is_told_of_the_groups_of_its_rules_and_of_no_other() {
    for version in VERSIONS {
        let server = Server::start(version);
        report(&server, of("otc", "guide"));
        let groups = server.list("core/groups/?name=github-users");
        let user = server.list("core/users/?username=akadmin")[0]["pk"].clone();
        let (status, _) = server.api(
            "POST",
            &format!("core/groups/{}/add_user/", groups[0]["pk"].as_str().expect("text")),
            &serde_json::json!({ "pk": user }),
        );
        assert_eq!(status, 204, "{version}");
        let provider = server.provider_of("otc");
        assert_eq!(provider["client_type"], "public");
        let preview = server.get(&format!("providers/oauth2/{}/preview_user/?for_user={user}", provider["pk"]));
        assert_eq!(preview["preview"]["iam_groups"], serde_json::json!(["github-users"]), "{version}: {preview}");
    }
}

#[test]
fn groups_under_another_claim_come_once() {
    for version in VERSIONS {
        let server = Server::start(version);
        report(&server, of("oidc", "everything"));
        let user = server.list("core/users/?username=akadmin")[0]["pk"].clone();
        let provider = server.provider_of("buero");
        let preview = server.get(&format!("providers/oauth2/{}/preview_user/?for_user={user}", provider["pk"]));
        assert_eq!(preview["preview"]["roles"], preview["preview"]["groups"], "{version}");
    }
}

#[test]
fn keys_that_cannot_be_read_are_a_warning_with_the_remedy() {
    let server = Server::start("2026.8.5");
    let sample = of("otc", "guide");
    let ran = integrate(&server, sample).args(["--yes", "--public-url", "http://127.0.0.1:9"]).json();
    let warnings = ran["warnings"].to_string();
    assert!(warnings.contains("the signing keys could not be read"), "{warnings}");
    assert!(warnings.contains("http://127.0.0.1:9/application/o/otc/jwks/ in a browser"), "{warnings}");
    let keys = ran["client"]["settings"].as_array().expect("settings").iter().find(|s| s["key"] == "Signing Key");
    assert!(keys.expect("the setting")["value"].is_null());
}
