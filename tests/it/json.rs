//! `docs/json.md` is a promise: its tables against what the program prints.

use crate::support::{Akctl, Server};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const PAGE: &str = include_str!("../../docs/json.md");

/// What one table promises: each key, its types, and whether it may be left out.
#[derive(Debug)]
struct Row {
    types: String,
    may_be_left_out: bool,
}

/// The table below a heading.
fn table(heading: &str) -> BTreeMap<String, Row> {
    let section = PAGE.split("\n## ").find(|section| section.starts_with(heading)).expect("the heading");
    let rows = section.lines().filter(|line| line.starts_with("| `")).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').splitn(3, '|').map(str::trim).collect();
        let row = Row { types: cells[1].to_owned(), may_be_left_out: cells[2].contains("left out") };
        (cells[0].trim_matches('`').to_owned(), row)
    });
    rows.collect()
}

/// The name that the page has for the type of a value.
fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_string) => "list of text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

fn allows(types: &str, value: &Value) -> bool {
    let found = type_of(value);
    let empty = value.as_array().is_some_and(Vec::is_empty);
    types == "any" || types.split(" or ").any(|one| one == found || (empty && one.starts_with("list")))
}

/// Holds one value against a table, and notes the keys that were seen. An object is not a row:
/// its keys are.
fn compare(value: &Value, path: &str, table: &BTreeMap<String, Row>, seen: &mut BTreeSet<String>) {
    if let Some(row) = table.get(path) {
        assert!(allows(&row.types, value), "`{path}` is {value}, and docs/json.md says: {}", row.types);
        seen.insert(path.to_owned());
        if row.types == "any" {
            return;
        }
    } else {
        let is_container = value.is_object() || (path.is_empty() && value.is_array());
        assert!(is_container || path.ends_with("[]"), "`{path}` is not in docs/json.md");
    }
    match value {
        Value::Object(members) => {
            let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            for (key, member) in members {
                compare(member, &below(key), table, seen);
            }
            for (key, row) in table {
                let own = key.rsplit_once('.').map_or(("", key.as_str()), |(parent, own)| (parent, own));
                let is_there = own.0 != path || row.may_be_left_out || members.contains_key(own.1);
                assert!(is_there, "`{key}` is promised, and is not in {value}");
            }
        }
        Value::Array(items) => items.iter().for_each(|item| compare(item, &format!("{path}[]"), table, seen)),
        _ => {}
    }
}

pub fn holds(heading: &str, values: &[Value]) {
    let table = table(heading);
    let mut seen = BTreeSet::new();
    for value in values {
        compare(value, "", &table, &mut seen);
    }
    let promised: BTreeSet<String> = table.into_keys().collect();
    assert_eq!(promised.difference(&seen).collect::<Vec<_>>(), Vec::<&String>::new(), "no output has these keys");
}

/// The preset that docs/presets.md explains: it has files and commands.
fn notebook() -> &'static str {
    example("notebook")
}

/// An example of docs/presets.md, without its first line.
fn example(id: &str) -> &'static str {
    let page = include_str!("../../docs/presets.md");
    let begin = format!("```yaml\nid: {id}");
    page.split_once(&begin).and_then(|(_, rest)| rest.split_once("```")).expect("the example").0
}

fn with_notebook(akctl: Akctl, text: &str) -> Akctl {
    with_preset(akctl, "notebook", text)
}

fn with_preset(akctl: Akctl, id: &str, text: &str) -> Akctl {
    let folder = akctl.path("configuration");
    std::fs::create_dir_all(folder.join("presets")).expect("made");
    let path = folder.to_str().expect("Unicode").to_owned();
    akctl.file(&format!("configuration/presets/{id}.yaml"), text).env("AKCTL_CONFIG_DIR", &path)
}

/// The example with SAML, with SCIM beside it.
fn ledger(server: &Server) -> Akctl {
    let text = format!("id: ledger{}", example("ledger"));
    let words = ["--acs", "https://ledger.company/acs", "--entity-id", "ledger", "--accountants", "books"];
    let scim = ["--scim-url", "https://ledger.company/scim", "--scim-token-file", "token", "--create-groups"];
    let akctl = with_preset(Akctl::on(server), "ledger", &text).file("token", "of-the-application");
    akctl.args(["integrate", "ledger"]).args(words).args(scim)
}

fn source(server: &Server) -> Akctl {
    Akctl::integrate(server, "scim-source").args(["--name", "HR"])
}

/// An application that gets nothing but SCIM.
fn target(server: &Server) -> Akctl {
    let words =
        ["--name", "Wiki", "--slug", "target", "--scim-url", "https://app.company", "--scim-token-file", "token"];
    Akctl::integrate(server, "scim").file("token", "of-the-application").args(words)
}

#[test]
fn the_report_of_a_rotation_is_as_promised() {
    let server = Server::start("2025.10.3");
    Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company", "--yes"]).ok();
    let rotate = || Akctl::on(&server).args(["rotate", "portainer", "--yes", "--out-dir", "out"]);
    let open = rotate().args(["--show-secrets"]).json();
    assert!(open["client_secret"].is_string());
    holds("akctl rotate\n", &[open, rotate().json()]);
}

#[test]
fn the_report_of_a_removal_is_as_promised() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", serde_json::json!({"name": "Bare", "slug": "bare"}));
    Akctl::integrate(&server, "portainer")
        .args(["--app-url", "https://portainer.company", "--bind-group", "Crew", "--create-groups", "--yes"])
        .ok();
    let remove = |slug: &'static str| Akctl::on(&server).args(["remove", slug, "--yes", "-o", "json"]);
    holds("akctl remove\n", &[remove("portainer").ok().json(), remove("bare").fails(4, &[]).json()]);
}

#[test]
fn the_reports_about_files_are_as_promised() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", json!({"name": "Somebody's", "slug": "taken"}));
    let line = |slug: &str, more: &str| {
        let inputs = format!("inputs: {{redirect: [https://{slug}.company/b]}}");
        format!("  - {{preset: oidc, slug: {slug}, name: N {slug}, {inputs}{more}}}\n")
    };
    let head = "version: 1\nname: demo\nintegrations:\n";
    let file = format!(
        "{head}{}{}{}",
        line("a", ", outputs: [{file: a.json}]"),
        line("taken", ""),
        line("c", ", access: {groups: [Missing]}")
    );
    let on =
        |verb: &str, file: &str| Akctl::on(&server).file("f.yaml", file).args([verb, "-f", "f.yaml", "-o", "json"]);
    let values = [
        on("plan", &file).fails(2, &[]).json(),
        on("apply", &file).args(["--yes"]).fails(1, &[]).json(),
        on("apply", &file.replace("a.company", "b.company")).args(["--yes"]).fails(1, &[]).json(),
        on("diff", &format!("{head}{}", line("a", "").replace("a.company", "z.company"))).fails(3, &[]).json(),
        on("destroy", &format!("{head}{}", line("a", ""))).args(["--yes"]).ok().json(),
    ];
    holds("akctl plan, apply and destroy", &values);
}

#[test]
fn previews_are_as_promised() {
    let server = Server::start("2025.10.3");
    let teams = ["--teams", "--bind-teams", "--create-groups", "--yes"];
    Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company"]).args(teams).ok();
    let sp = ["--acs", "https://sp.company/acs", "--entity-id", "https://sp.company", "--yes"];
    Akctl::integrate(&server, "saml").args(["--name", "Wiki"]).args(sp).ok();
    let body = serde_json::json!({"name": "mail", "saml_name": "mail", "expression": "return request.user.email"});
    let mapping = server.post("propertymappings/provider/saml/", body)["pk"].clone();
    let provider = server.get("core/applications/wiki/")["provider"].clone();
    let mappings = serde_json::json!({ "property_mappings": [mapping] });
    server.patch(&format!("providers/saml/{provider}/"), mappings);
    let preview = |slug| Akctl::on(&server).args(["preview", slug, "--user", "anna", "-o", "json"]).run().json();
    holds("akctl preview", &[preview("portainer"), preview("wiki")]);
}

#[test]
fn the_report_of_an_integration_is_as_promised() {
    let server = Server::start("2025.10.3");
    let portainer = |words: &[&str]| {
        let base = ["--app-url", "https://portainer.company", "-o", "json"];
        Akctl::integrate(&server, "portainer").args(base).args(words.to_vec())
    };
    let mut reports = vec![
        portainer(&["--dry-run"]).ok().json(),
        portainer(&["--yes", "--show-secrets"]).ok().json(),
        portainer(&["--yes"]).ok().json(),
        portainer(&["--yes", "--teams", "--create-groups", "--bind-teams"]).ok().json(),
        portainer(&["--yes", "--user-identifier", "email"]).ok().json(),
    ];
    assert_eq!(reports[0]["provider"]["pk"], Value::Null);
    assert_eq!(reports[0]["dry_run"], true);
    assert_eq!(reports[1]["provider"]["client_secret"].as_str().expect("shown").len(), 128);
    assert_eq!(reports[2]["provider"]["client_secret"], Value::Null);
    assert!(reports.iter().all(|report| !report["changes"].to_string().contains("client_secret")));
    server.post("core/applications/", serde_json::json!({"name": "Wiki", "slug": "wiki"}));
    let foreign = portainer(&["--yes", "--slug", "wiki"]).fails(4, &["wiki"]).json();
    assert_ne!(foreign["conflicts"], serde_json::json!([]));
    reports.push(foreign);
    let notebook = format!("id: notebook{}", notebook());
    let words = ["integrate", "notebook", "--app-url", "https://notebook.company", "--yes"];
    reports.push(with_notebook(Akctl::on(&server), &notebook).args(words).json());
    let count = |report: &Value| report["endpoints"].as_object().expect("addresses").len();
    assert!(reports.iter().all(|report| count(report) == 7 && report["endpoints"]["issuer"].is_string()));
    let behind = ["--name", "Behind", "--app-url", "https://behind.company", "--yes"];
    reports.push(Akctl::integrate(&server, "proxy").args(behind).json());
    for words in [["--dry-run"].as_slice(), &["--yes"], &["--yes", "--show-secrets"]] {
        reports
            .extend([ledger(&server), source(&server), target(&server)].map(|akctl| akctl.args(words.to_vec()).json()));
    }
    let words = ["--name", "Notes", "--redirect", "later", "--dry-run"];
    reports.insert(0, Akctl::integrate(&server, "oidc").args(words).json());
    let last: Vec<&Value> = reports.iter().rev().take(3).collect();
    let [target, source, ledger] = last[..] else { panic!("three") };
    assert_eq!((count(ledger), count(source), count(target)), (7, 1, 0));
    assert!(
        source.get("application").is_none() && source.get("provider").is_none() && target.get("provider").is_none()
    );
    assert!(ledger["identity_provider"]["certificate"].is_string() && source["source"]["token"].is_string());
    assert!(reports.iter().all(|report| !report.to_string().contains("of-the-application")));
    holds("akctl integrate", &reports);
}

#[test]
fn lists_and_checks_are_as_promised() {
    let server = Server::start("2026.8.5");
    Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company", "--yes"]).ok();
    server.post("core/applications/", serde_json::json!({"name": "Wiki", "slug": "wiki"}));
    Akctl::integrate(&server, "kestra").args(["--app-url", "https://kestra.company", "--yes"]).ok();
    server.api("DELETE", "core/applications/kestra/", &Value::Null);
    holds("akctl list", &[Akctl::on(&server).args(["list"]).json()]);
    let words = ["verify", "--all", "-o", "json"];
    let all = Akctl::on(&server).args(words).fails(1, &["1 check failed"]).json();
    let words = ["audit", "-o", "json"];
    holds("akctl audit", &[Akctl::on(&server).args(words).fails(1, &["1 check failed"]).json()]);
    holds("akctl verify", &[all, Akctl::on(&server).args(["verify", "portainer"]).json()]);
}

/// Every check is in the tables of docs/verify.md, and nothing else is.
#[test]
fn every_check_is_explained() {
    use akctl::verify::checks::{AUDIT, INTEGRATION, SERVER};
    let page = include_str!("../../docs/verify.md");
    let (_, tables) = page.split_once("## The server").expect("the tables");
    let rows = tables.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let told: BTreeSet<&str> = rows.collect();
    let ids = SERVER.iter().map(|check| check.id).chain(INTEGRATION.iter().map(|check| check.id));
    let ids = ids.chain(AUDIT.iter().map(|check| check.id));
    assert_eq!(told, ids.collect::<BTreeSet<_>>());
}

#[test]
fn the_list_of_presets_is_as_promised() {
    let list = Akctl::new().args(["presets", "list"]).json();
    holds("akctl presets list", &[list]);
}

#[test]
fn a_preset_that_is_begun_is_as_promised() {
    let begun = Akctl::new().args(["presets", "new", "notes", "--name", "Notes", "--redirect", "/back"]).json();
    holds("akctl presets new", &[begun]);
}

#[test]
fn a_preset_that_is_shown_is_as_promised() {
    let shown = Akctl::new().args(["presets", "show", "portainer"]).json();
    assert_eq!(shown["tested"]["by"], "guide");
    holds("akctl presets show", &[shown]);
}

#[test]
fn what_a_check_finds_is_as_promised() {
    let wrong = format!("id: notebook{}", notebook()).replace("category: documents", "categry: documents");
    let fine = Akctl::new().args(["presets", "check"]).json();
    let words = ["presets", "check", "wrong.yaml", "-o", "json"];
    let found = Akctl::new().file("wrong.yaml", &wrong).args(words).fails(2, &["cannot be used"]).json();
    holds("akctl presets check", &[fine, found]);
}

#[test]
fn what_the_sandbox_says_is_as_promised() {
    let mut sandbox = Command::new(env!("CARGO_BIN_EXE_akctl"))
        .args(["sandbox", "--port", "0", "-o", "json"])
        .env_clear()
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    // The sandbox goes on, so what it says is one line.
    let mut text = String::new();
    BufReader::new(sandbox.stdout.take().expect("a pipe")).read_line(&mut text).expect("a line");
    sandbox.kill().expect("stopped");
    sandbox.wait().expect("gone");
    holds("akctl sandbox", &[serde_json::from_str(&text).expect("JSON")]);
}

#[test]
fn the_variables_are_as_promised() {
    let server = Server::start("2025.10.3");
    let section =
        PAGE.split("\n## ").find(|section| section.starts_with("Variables of `-o env`")).expect("the heading");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let promised: BTreeSet<String> = rows.map(str::to_owned).collect();
    let portainer = Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company"]);
    let mut printed = BTreeSet::new();
    for akctl in [portainer, ledger(&server), source(&server), target(&server)] {
        let text = akctl.args(["--yes", "--show-secrets", "-o", "env"]).ok().stdout;
        let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let names = text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).filter(is_name);
        printed.extend(names.map(str::to_owned));
    }
    assert_eq!(printed, promised);
}
