//! What is printed is read back by those who will read it: a shell, Python, and readers of YAML, JSON
//! and HCL.

use super::{of, report, setting};
use crate::support::{Akctl, Server};
use serde_json::{Value, json};
use std::process::Command;

const VERSION: &str = "2026.8.5";

pub(super) fn file<'a>(report: &'a Value, name: &str) -> &'a str {
    let files = report["client"]["files"].as_array().expect("files");
    let found = files.iter().find(|file| file["name"] == name);
    found.and_then(|file| file["content"].as_str()).unwrap_or_else(|| panic!("no {name} in {files:#?}"))
}

pub(super) fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output().expect("it runs");
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A command's words as a shell takes them.
fn words(command: &str) -> Vec<String> {
    run("sh", &["-c", &format!("printf '%s\\n' {command}")]).lines().map(str::to_owned).collect()
}

/// The commands whose first word this is.
pub(super) fn commands(report: &Value, program: &str) -> Vec<Vec<String>> {
    let all = report["client"]["commands"].as_array().expect("commands");
    let all = all.iter().filter_map(Value::as_str).filter(|line| !line.starts_with('#'));
    all.map(words).filter(|words| words[0] == program).collect()
}

/// The value of an option.
pub(super) fn option<'a>(words: &'a [String], name: &str) -> &'a str {
    let at = words.iter().position(|word| word == name).unwrap_or_else(|| panic!("no {name} in {words:?}"));
    &words[at + 1]
}

/// A variable of an `.env` file, as a shell reads it.
pub(super) fn variable(file: &str, name: &str) -> String {
    run("sh", &["-c", &format!("{file}\nprintf %s \"${name}\"")])
}

pub(super) fn hcl(text: &str) -> Value {
    let body: hcl::Body = hcl::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
    serde_json::to_value(hcl::from_body::<hcl::Value>(body).expect("values")).expect("JSON")
}

#[test]
fn proxmox_commands_hold_what_the_form_holds() {
    for name in ["cluster", "groups"] {
        let server = Server::start(VERSION);
        let report = report(&server, of("proxmox-ve", name));
        let add = &commands(&report, "pveum")[0];
        for (flag, label) in [
            ("--issuer-url", "Issuer URL"),
            ("--client-id", "Client ID"),
            ("--client-key", "Client Key"),
            ("--username-claim", "Username Claim"),
            ("--scopes", "Scopes"),
        ] {
            assert_eq!(option(add, flag), setting(&report, label), "{flag}");
        }
        assert_eq!(add[..4], ["pveum", "realm", "add", setting(&report, "Realm")]);
        let curl = &commands(&report, "curl")[0];
        let key = format!("client-key={}", setting(&report, "Client Key"));
        assert!(curl.contains(&key) && curl.contains(&"scopes=email profile".to_owned()), "{curl:?}");
    }
}

#[test]
fn proxmox_is_offered_only_groups_that_it_can_take() {
    let server = Server::start(VERSION);
    let report = report(&server, of("proxmox-ve", "groups"));
    let add = &commands(&report, "pveum")[0];
    assert_eq!(option(add, "--groups-claim"), "proxmox_groups");
    assert_eq!(option(add, "--autocreate"), "0");
    // What Proxmox cannot take is not offered to it, and what a shell would read is quoted.
    let pveum = commands(&report, "pveum");
    assert_eq!(pveum.iter().map(|words| words[1].as_str()).collect::<Vec<_>>(), ["realm", "group", "acl"]);
    assert_eq!(option(&pveum[2], "--groups"), "pve-admins-sso-1");
    let curl = &commands(&report, "curl")[0];
    assert_eq!(option(curl, "-H"), "Authorization: PVEAPIToken=USER@REALM!TOKENID=UUID");
}

#[test]
fn the_backup_servers_command_holds_what_the_form_holds() {
    let server = Server::start(VERSION);
    let report = report(&server, of("proxmox-backup", "plain"));
    let create = &commands(&report, "proxmox-backup-manager")[0];
    assert_eq!(create[1..4], ["openid", "create", "authentik"]);
    assert_eq!(option(create, "--issuer-url"), setting(&report, "Issuer URL"));
    assert_eq!(option(create, "--client-key"), setting(&report, "Client Key"));
    assert!(!create.iter().any(|word| word.contains("groups")));
}

#[test]
fn kestras_file_is_yaml_with_the_values_meant() {
    let server = Server::start(VERSION);
    let report_of = |name: &str| report(&server, of("kestra", name));
    let report = report_of("plain");
    let yaml: Value = serde_yaml::from_str(file(&report, "application-authentik.yaml")).expect("YAML");
    let client = &yaml["micronaut"]["security"]["oauth2"]["clients"]["authentik"];
    assert_eq!(client["client-id"], report["provider"]["client_id"]);
    assert_eq!(client["client-secret"], report["provider"]["client_secret"]);
    assert_eq!(client["openid"]["issuer"], report["endpoints"]["issuer"]);
    let role = &yaml["kestra"]["security"]["defaultRole"];
    assert_eq!(role["permissions"], json!({"NAMESPACE": ["READ"], "FLOW": ["READ"], "EXECUTION": ["READ"]}));
    assert!(yaml["kestra"]["ee"].is_null());
    let redirects = super::redirects(&server, "kestra");
    assert_eq!(redirects[0], "http://localhost:8080/oauth/callback/authentik");

    let report = report_of("admin");
    let text = file(&report, "application-authentik.yaml");
    let yaml: Value = serde_yaml::from_str(text).expect("YAML");
    let client = &yaml["micronaut"]["security"]["oauth2"]["clients"]["authentik"];
    assert_eq!(client["client-secret"], "${KESTRA_OIDC_SECRET}");
    assert_eq!(report["client"]["files"][0]["secret"], false);
    assert_eq!(
        yaml["kestra"]["security"]["defaultRole"]["permissions"].as_object().map(serde_json::Map::len),
        Some(12)
    );
    assert_eq!(yaml["kestra"]["security"]["oidc"]["groups-claim-path"], "groups");
    assert_eq!(yaml["kestra"]["ee"]["tenants"], json!({"enabled": true, "defaultTenant": false}));

    let report = report_of("no role");
    let yaml: Value = serde_yaml::from_str(file(&report, "application-authentik.yaml")).expect("YAML");
    assert!(yaml.get("kestra").is_none());
}

#[test]
fn conversion_rules_have_the_guides_shape() {
    let server = Server::start(VERSION);
    let report = report(&server, of("otc", "guide"));
    let rules: Value = serde_json::from_str(file(&report, "conversion-rules.json")).expect("JSON");
    let expected = json!([{
        "remote": [{"type": "email"}, {"type": "iam_groups", "any_one_of": ["github-users"]}],
        "local": [{"user": {"name": "fidp-{0}"}}, {"group": {"name": "ecs-admin"}}],
    }]);
    assert_eq!(rules, expected);
    let keys: Value = serde_json::from_str(file(&report, "signing-key.json")).expect("JSON");
    assert_eq!(keys["keys"][0]["kty"], "RSA");
    assert_eq!(serde_json::from_str::<Value>(setting(&report, "Signing Key")).expect("JSON"), keys);
}

#[test]
fn terraform_files_hold_what_the_form_holds() {
    let server = Server::start(VERSION);
    for (preset, name, file_name, resource) in [
        ("otc", "several", "opentelekomcloud.tf", "opentelekomcloud_identity_provider"),
        ("huawei-cloud", "plain", "huaweicloud.tf", "huaweicloud_identity_provider"),
    ] {
        let report = report(&server, of(preset, name));
        let terraform = hcl(file(&report, file_name));
        let provider = &terraform["resource"][resource]["authentik"];
        assert_eq!(provider["name"], setting(&report, "Name"), "{terraform:#}");
        let access = &provider["access_config"];
        assert_eq!(access["provider_url"], setting(&report, "Identity Provider URL"));
        assert_eq!(access["client_id"], setting(&report, "Client ID"));
        assert_eq!(access["signing_key"], setting(&report, "Signing Key"));
        assert_eq!(access["scopes"], json!(["openid", "email", "profile"]));
    }
    let report = report(&server, of("otc", "several"));
    let text = file(&report, "opentelekomcloud.tf");
    assert!(text.contains(r#"any_one_of = ["Büro \"A\" $${x} %%{y}"]"#), "{text}");
    let rules: Value = serde_json::from_str(file(&report, "conversion-rules.json")).expect("JSON");
    assert_eq!(rules[0]["remote"][1]["any_one_of"][0], "Büro \"A\" ${x} %{y}");
    assert_eq!(rules[1]["local"][0]["user"]["name"], "{0}");
}

#[test]
fn huaweis_terraform_holds_the_conversion_rules_of_the_json() {
    let server = Server::start(VERSION);
    for name in ["plain", "several"] {
        let report = report(&server, of("huawei-cloud", name));
        let text = file(&report, "huaweicloud.tf");
        let conversion = &hcl(text)["resource"]["huaweicloud_identity_provider_conversion"]["authentik"];
        assert_eq!(conversion["provider_id"], "${huaweicloud_identity_provider.authentik.id}");
        // One block is a map, several are a list.
        let blocks = |value: &Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        let written = blocks(&conversion["conversion_rules"]).into_iter().map(|rule| {
            let remote = blocks(&rule["remote"]).into_iter().map(|remote| match remote["condition"].as_str() {
                Some(condition) => json!({"type": remote["attribute"], condition: remote["value"]}),
                None => json!({"type": remote["attribute"]}),
            });
            let local = &rule["local"];
            let local = json!([{"user": {"name": local["username"]}}, {"group": {"name": local["group"]}}]);
            json!({"remote": remote.collect::<Vec<_>>(), "local": local})
        });
        let written = Value::from(written.collect::<Vec<_>>()).to_string().replace("$${", "${").replace("%%{", "%{");
        let rules: Value = serde_json::from_str(file(&report, "conversion-rules.json")).expect("JSON");
        assert_eq!(written, rules.to_string(), "{text}");
    }
}

#[test]
fn the_env_file_and_the_flask_example_hold_the_clients_values() {
    let server = Server::start(VERSION);
    let sample = of("oidc", "everything");
    let report = report(&server, sample);
    let env = file(&report, "application.env");
    let redirect = "https://app.company/sub/back?a=b'c\"$d";
    for (name, value) in [
        ("OIDC_ISSUER", report["endpoints"]["issuer"].as_str().expect("text")),
        ("OIDC_CLIENT_SECRET", report["provider"]["client_secret"].as_str().expect("text")),
        ("OIDC_SCOPES", "openid profile offline_access"),
        ("OIDC_REDIRECT_URI", redirect),
    ] {
        assert_eq!(variable(env, name), value, "{name}");
    }
    let Some(values) = python(file(&report, "app.py")) else { return };
    assert_eq!(values["REDIRECT_URI"], redirect);
    assert_eq!(values["client_id"], report["provider"]["client_id"]);
    assert_eq!(values["server_metadata_url"], report["endpoints"]["discovery"]);
    assert_eq!(
        values["client_kwargs"],
        json!({"scope": "openid profile offline_access", "code_challenge_method": "S256"})
    );
    assert_eq!(values["route"], json!(["/", "/login", "/sub/back"]));
}

#[test]
fn the_example_has_routes_and_a_port_of_its_own() {
    let server = Server::start(VERSION);
    for (redirect, routes, starts) in [
        ("http://127.0.0.1:9213/", json!(["/", "/login", "/start"]), true),
        ("http://localhost/login", json!(["/", "/login", "/sign-in"]), true),
        ("https://app.company/back", json!(["/", "/back", "/login"]), false),
    ] {
        let integrate = || Akctl::integrate(&server, "oidc").args(["--name", "Demo", "--yes", "--redirect", redirect]);
        let report = integrate().args(["--exact", "--show-secrets"]).json();
        assert_eq!(report["client"]["steps"].to_string().contains("python3 app.py"), starts, "{redirect}");
        let text = file(&report, "app.py");
        assert_eq!(text.contains("app.run(port=urlsplit(REDIRECT_URI).port or 80)"), starts, "{redirect}");
        let Some(values) = python(text) else { return };
        assert_eq!(values["route"], routes, "{redirect}");
    }
}

#[test]
fn a_public_application_is_given_no_secret() {
    let server = Server::start(VERSION);
    let report = report(&server, of("oidc", "public"));
    assert!(report["provider"]["client_secret"].is_null());
    assert!(!report.to_string().contains("OIDC_CLIENT_SECRET"));
    assert_eq!(setting(&report, "Code challenge method"), "S256");
    assert_eq!(variable(file(&report, "application.env"), "OIDC_CLIENT_SECRET"), "");
}

/// The constants, keyword arguments and routes of a Python file, read by Python itself; nothing where
/// there is no Python.
pub(super) fn python(text: &str) -> Option<Value> {
    const READER: &str = "
import ast, json, sys
found = {'route': []}
for node in ast.walk(ast.parse(sys.argv[1])):
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
        if isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value.value
    if isinstance(node, ast.keyword):
        try:
            found[node.arg] = ast.literal_eval(node.value)
        except ValueError:
            pass
    if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') == 'route':
        found['route'].append(node.args[0].value)
found['route'].sort()
print(json.dumps(found))
";
    let is_there = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    is_there.then(|| serde_json::from_str(&run("python3", &["-c", READER, text])).expect("JSON"))
}
