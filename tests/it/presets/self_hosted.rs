//! What is printed for applications that people host themselves is read back by those who will read
//! it: a shell, Python's readers of INI, and readers of YAML, JSON and Ruby.

use super::files::{file, run, variable};
use super::{of, report, setting};
use crate::ruby;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};
use std::process::Command;

const VERSION: &str = "2026.8.5";

/// What a user would be told: the claims of a preview.
fn claims(server: &Server, slug: &str) -> Value {
    let user = server.list("core/users/?username=akadmin")[0]["pk"].clone();
    let provider = server.provider_of(slug);
    server.get(&format!("providers/oauth2/{}/preview_user/?for_user={user}", provider["pk"]))["preview"].clone()
}

/// Puts the first user into a group.
fn join(server: &Server, group: &str) {
    let group = server.list(&format!("core/groups/?name={}", group.replace(' ', "%20")))[0]["pk"].clone();
    let user = server.list("core/users/?username=akadmin")[0]["pk"].clone();
    let path = format!("core/groups/{}/add_user/", group.as_str().expect("text"));
    assert_eq!(server.api("POST", &path, &json!({ "pk": user })).0, 204);
}

/// An INI file as Python reads it; nothing where there is no Python.
fn ini(text: &str) -> Option<Value> {
    const READER: &str = "
import configparser, json, sys
reader = configparser.RawConfigParser(delimiters='=')
reader.optionxform = str
reader.read_string(sys.argv[1])
print(json.dumps({name: dict(reader[name]) for name in reader.sections()}))
";
    let is_there = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    is_there.then(|| serde_json::from_str(&run("python3", &["-c", READER, text])).expect("JSON"))
}

#[test]
fn grafanas_three_files_say_the_same() {
    let server = Server::start(VERSION);
    for name in ["plain", "roles", "everything"] {
        let report = report(&server, of("grafana", name));
        let values: Value = serde_yaml::from_str(file(&report, "values.yaml")).expect("YAML");
        let values = values["grafana.ini"].as_object().expect("sections");
        let read = ini(file(&report, "grafana.ini"));
        for (section, entries) in values {
            for (key, value) in entries.as_object().expect("entries") {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let variable_of = format!("GF_{section}_{key}").to_uppercase().replace('.', "_");
                assert_eq!(variable(file(&report, "grafana.env"), &variable_of), value, "{variable_of}");
                let of_ini = read.as_ref().map(|read| &read[section][key]);
                assert!(of_ini.is_none_or(|found| *found == json!(value)), "{section} {key}: {read:?}");
            }
        }
        let oauth = &values["auth.generic_oauth"];
        assert_eq!(oauth["client_secret"], report["provider"]["client_secret"]);
        assert_eq!(oauth["skip_org_role_sync"].is_null(), name != "plain", "{name}");
    }
}

#[test]
fn roles_come_from_the_groups_named_and_from_no_other() {
    for version in ["2024.8.6", VERSION] {
        let server = Server::start(version);
        let flags = ["--app-url", "https://a.company", "--create-groups", "--yes"];
        for (preset, given) in [
            ("grafana", &["--roles", "--role", "Chiefs=Admin"][..]),
            ("gitea", &["--roles", "--role", "Chiefs=admin", "--team", "Chiefs=company/coders"]),
            ("open-webui", &["--roles", "--role", "Chiefs=admin"]),
            ("immich", &["--admin-group", "Chiefs"]),
        ] {
            Akctl::integrate(&server, preset).args(flags).args(given.iter().copied()).ok();
        }
        // The name of the value is the name of a group too, and gives nothing.
        server.post("core/groups/", json!({"name": "admin"}));
        join(&server, "admin");
        assert_eq!(claims(&server, "grafana")["grafana_roles"], json!([]), "{version}");
        assert_eq!(claims(&server, "immich").get("immich_role"), None, "{version}");
        join(&server, "Chiefs");
        assert_eq!(claims(&server, "grafana")["grafana_roles"], json!(["Admin"]), "{version}");
        assert_eq!(claims(&server, "open-webui")["open_webui_roles"], json!(["admin"]), "{version}");
        assert_eq!(claims(&server, "immich")["immich_role"], "admin", "{version}");
        let groups = claims(&server, "gitea")["gitea_groups"].clone();
        assert!(groups == json!(["admin", "company/coders"]) || groups == json!(["company/coders", "admin"]));
    }
}

#[test]
fn giteas_command_holds_what_the_form_holds() {
    let server = Server::start(VERSION);
    for (preset, name) in [("gitea", "everything"), ("forgejo", "roles")] {
        let report = report(&server, of(preset, name));
        let line = report["client"]["commands"][1].as_str().expect("a command");
        let words = run("sh", &["-c", &format!("printf '%s\\n' {line}")]);
        let words: Vec<&str> = words.lines().collect();
        assert_eq!(words[0], preset);
        let option = |name: &str| words[1 + words.iter().position(|word| *word == name).expect("an option")];
        assert_eq!(option("--auto-discover-url"), setting(&report, "OpenID Connect Auto Discovery URL"));
        assert_eq!(option("--key"), setting(&report, "Client ID (Key)"));
        assert_eq!(option("--secret"), setting(&report, "Client Secret"));
        let teams: Value = serde_json::from_str(option("--group-team-map")).expect("JSON");
        assert_eq!(teams["company/coders"], json!({"company": ["coders"]}));
        let source = option("--name");
        let redirects = super::redirects(&server, preset);
        assert!(redirects[0].ends_with(&format!("/user/oauth2/{source}/callback")), "{redirects:?}");
    }
}

#[test]
fn gitlabs_file_is_ruby_with_the_values_meant() {
    let server = Server::start(VERSION);
    let report = report(&server, of("gitlab", "everything"));
    let read = ruby::assignments(file(&report, "gitlab.rb"));
    assert_eq!(read["gitlab_rails['omniauth_allow_single_sign_on']"], json!(["openid_connect"]));
    let provider = &read["gitlab_rails['omniauth_providers']"][0];
    assert_eq!(provider["name"], provider["args"]["name"]);
    assert_eq!(provider["args"]["issuer"], report["endpoints"]["issuer"]);
    assert_eq!(provider["args"]["discovery"], true);
    let client = &provider["args"]["client_options"];
    assert_eq!(client["secret"], report["provider"]["client_secret"]);
    assert_eq!(client["redirect_uri"], super::redirects(&server, "gitlab")[0]);
    assert_eq!(client["gitlab"]["admin_groups"], json!(["admin"]));
}

#[test]
fn nextclouds_mapping_gives_the_account_named_or_a_lasting_identifier() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = report(&server, of("nextcloud", "everything"));
        let user = server.list("core/users/?username=akadmin")[0].clone();
        let provider = server.provider_of("nextcloud");
        assert_eq!(provider["sub_mode"], "user_uuid", "{version}");
        let before = claims(&server, "nextcloud");
        assert_eq!(before["nextcloud_user_id"], user["uuid"], "{version}");
        assert_eq!(before.get("nextcloud_quota"), None, "{version}");
        let group = server.list("core/groups/?name=Nextcloud%20Admins")[0]["pk"].clone();
        let path = format!("core/groups/{}/", group.as_str().expect("text"));
        server.patch(&path, json!({"attributes": {"nextcloud_quota": "15 GB"}}));
        let path = format!("core/users/{}/", user["pk"]);
        server.patch(&path, json!({"attributes": {"nextcloud_user_id": "root"}}));
        join(&server, "Nextcloud Admins");
        let after = claims(&server, "nextcloud");
        assert_eq!((&after["nextcloud_user_id"], &after["nextcloud_quota"]), (&json!("root"), &json!("15 GB")));
        assert_eq!(after["nextcloud_groups"], json!(["admin"]), "{version}");
        let line = report["client"]["commands"][3].as_str().expect("a command");
        let words = run("sh", &["-c", &format!("printf '%s\\n' {line}")]);
        for (option, label) in [
            ("clientid", "Client ID"),
            ("clientsecret", "Client secret"),
            ("discoveryuri", "Discovery endpoint"),
            ("scope", "Scope"),
            ("mapping-uid", "User ID mapping"),
        ] {
            let expected = format!("--{option}={}", setting(&report, label));
            assert!(words.lines().any(|word| word == expected), "{version}: {expected} in {words}");
        }
    }
}

#[test]
fn vaultwarden_is_told_that_addresses_are_verified() {
    for version in VERSIONS {
        let server = Server::start(version);
        let report = report(&server, of("vaultwarden", "plain"));
        let told = claims(&server, "vaultwarden");
        assert_eq!(told["email_verified"], true, "{version}");
        assert!(told["email"].as_str().is_some_and(|email| email.contains('@')), "{version}: {told}");
        let env = file(&report, "vaultwarden.env");
        assert_eq!(variable(env, "SSO_AUTHORITY"), report["endpoints"]["issuer"].as_str().expect("text"));
        assert_eq!(variable(env, "SSO_SCOPES"), "email profile offline_access");
        assert_eq!(server.provider_of("vaultwarden")["access_token_validity"], "minutes=10", "{version}");
    }
}

#[test]
fn paperless_gets_json_in_one_line() {
    let server = Server::start(VERSION);
    let report = report(&server, of("paperless-ngx", "everything"));
    let text = variable(file(&report, "paperless.env"), "PAPERLESS_SOCIALACCOUNT_PROVIDERS");
    assert_eq!(text.lines().count(), 1);
    let providers: Value = serde_json::from_str(&text).expect("JSON");
    let app = &providers["openid_connect"]["APPS"][0];
    assert_eq!(app["secret"], report["provider"]["client_secret"]);
    assert_eq!(app["settings"]["server_url"], report["endpoints"]["discovery"]);
    assert_eq!(providers["openid_connect"]["SCOPE"], json!(["openid", "profile", "email", "paperless_groups"]));
    let provider_id = app["provider_id"].as_str().expect("text");
    assert!(super::redirects(&server, "paperless-ngx")[0].ends_with(&format!("/oidc/{provider_id}/login/callback/")));
}

#[test]
fn files_of_json_hold_what_the_forms_hold() {
    let server = Server::start(VERSION);
    let immich = report(&server, of("immich", "everything"));
    let oauth: Value = serde_json::from_str(file(&immich, "immich.json")).expect("JSON");
    let oauth = &oauth["oauth"];
    assert_eq!(oauth["scope"], setting(&immich, "Scope"));
    assert_eq!(oauth["clientSecret"], setting(&immich, "Client secret"));
    let redirects = super::redirects(&server, "immich");
    assert!(redirects.contains(&"app.immich:///oauth-callback".to_owned()), "{redirects:?}");
    assert!(redirects.iter().any(|uri| oauth["mobileRedirectUri"] == **uri), "{redirects:?}");

    let books = report(&server, of("audiobookshelf", "everything"));
    let settings: Value = serde_json::from_str(file(&books, "audiobookshelf.json")).expect("JSON");
    for (key, label) in [
        ("authOpenIDIssuerURL", "Issuer URL"),
        ("authOpenIDAuthorizationURL", "Authorize URL"),
        ("authOpenIDTokenURL", "Token URL"),
        ("authOpenIDUserInfoURL", "Userinfo URL"),
        ("authOpenIDJwksURL", "JWKS URL"),
        ("authOpenIDClientSecret", "Client Secret"),
        ("authOpenIDGroupClaim", "Group Claim"),
    ] {
        assert_eq!(settings[key], setting(&books, label), "{key}");
    }

    let films = report(&server, of("jellyfin", "everything"));
    let plugin: Value = serde_json::from_str(file(&films, "jellyfin-sso.json")).expect("JSON");
    assert_eq!(plugin["oidSecret"], setting(&films, "OpenID Secret"));
    assert_eq!((&plugin["roles"], &plugin["adminRoles"]), (&json!(["user", "admin"]), &json!(["admin"])));
    let line = films["client"]["commands"][1].as_str().expect("a command");
    let words = run("sh", &["-c", &format!("JELLYFIN_API_KEY=k; printf '%s\\n' {line}")]);
    let address = words.lines().last().expect("an address");
    assert_eq!(address, "http://jellyfin.local:8096/it's/sso/OID/Add/Company_SSO?api_key=k");
}

#[test]
fn files_of_yaml_hold_the_clients_values() {
    let server = Server::start(VERSION);
    for (preset, name, configuration, place) in [
        ("home-assistant", "everything", "configuration.yaml", "/auth_oidc"),
        ("home-assistant", "other", "configuration.yaml", "/openid"),
        ("vikunja", "everything", "config.yml", "/auth/openid/providers/authentik"),
    ] {
        let report = report(&server, of(preset, name));
        let yaml: Value = serde_yaml::from_str(file(&report, configuration)).expect("YAML");
        let client = yaml.pointer(place).unwrap_or_else(|| panic!("no {place} in {yaml:#}")).clone();
        let held = client.to_string();
        for field in ["client_id", "client_secret"] {
            let value = report["provider"][field].as_str().expect("text");
            assert!(held.contains(&format!("\"{value}\"")), "{preset}: {held}");
        }
        // Another integration of the same slug follows.
        server.forget();
    }
}

#[test]
fn what_the_other_integration_does_not_know_is_refused() {
    let server = Server::start(VERSION);
    let flags = ["--app-url", "https://home.company", "--integration", "hass-openid", "--admin-group", "A", "--yes"];
    Akctl::integrate(&server, "home-assistant").args(flags).fails(2, &["it does not know --admin-group"]);
}
