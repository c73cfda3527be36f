//! What is exported is what is there: an apply of the file changes nothing, and what is made anew from it
//! is the same.

use super::on;
use crate::presets::samples::{SAMPLES, SCIM_TOKEN, Sample};
use crate::support::{Akctl, Server};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The oldest and the newest version: what lies between them is like one of both.
const TRIED: [&str; 2] = ["2024.8.6", "2026.8.5"];

/// Samples that cannot be told from what authentik has, with the word by which the export says so, and why.
const CANNOT_BE_KNOWN: [(&str, &str, &str, &str); 5] = [
    ("saml", "metadata", "encryption_certificate", "the certificates are files of the person's"),
    ("saml", "everything", "encryption_certificate", "the certificates are files of the person's"),
    ("harbor", "groups", "which `role` was given", "what the members of a group are stands in the application"),
    ("directus", "roles", "which `role` was given", "the ids of the roles stand in the application"),
    ("sonarr", "asked", "authentik has no group", "nothing in authentik refers to the group that carries the password"),
];

/// Each sample that stretches what akctl does in authentik is tried on one of both, and some of the others.
/// `AKCTL_ALL=1` tries all on both.
fn is_tried(sample: &Sample, version: &str) -> bool {
    let letters = sample.preset.bytes().chain(sample.name.bytes()).map(usize::from).sum::<usize>();
    let is_chosen = TRIED[letters % TRIED.len()] == version && (sample.is_general() || letters % 8 < 2);
    is_chosen || std::env::var_os("AKCTL_ALL").is_some()
}

#[test]
fn every_sample_comes_back_from_its_export() {
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let tried = TRIED.map(|version| {
            scope.spawn(move || {
                let samples = SAMPLES.iter().filter(|sample| is_tried(sample, version));
                samples.filter_map(|sample| comes_back(version, sample).err()).collect::<Vec<_>>()
            })
        });
        tried.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

fn comes_back(version: &str, sample: &Sample) -> Result<(), String> {
    let at = format!("{version}: {}/{}", sample.preset, sample.name);
    let server = Server::start(version);
    let akctl = Akctl::integrate(&server, sample.preset).args(sample.flags.iter().copied());
    sample.with_files(akctl).args(["--create-groups", "--yes"]).ok();
    let known = CANNOT_BE_KNOWN.iter().find(|(preset, name, ..)| (*preset, *name) == (sample.preset, sample.name));
    match known {
        Some((_, _, word, _)) => stays_closed(&server, word).map_err(|wrong| format!("{at}: {wrong}")),
        None => is_the_same(&server).map_err(|wrong| format!("{at}: {wrong}")),
    }
}

/// With the variables that stand for secrets.
fn with_secrets(akctl: Akctl) -> Akctl {
    ["KESTRA_SCIM_TOKEN", "WIKI_SCIM_TOKEN"].into_iter().fold(akctl, |akctl, name| akctl.env(name, SCIM_TOKEN))
}

/// Runs `akctl VERB -f` with a file, and answers what went wrong.
fn run(server: &Server, verb: &str, file: &str) -> Result<(), String> {
    let akctl = with_secrets(on(server, verb, file));
    let ran = if verb == "diff" { akctl } else { akctl.args(["--yes"]) }.run();
    if ran.code == 0 {
        return Ok(());
    }
    Err(format!("{verb} exits with {}:\n{}{}\nof the file\n{file}", ran.code, ran.stdout, ran.stderr))
}

/// Exports everything, takes it away, and makes it anew from the export.
fn is_the_same(server: &Server) -> Result<(), String> {
    let ran = Akctl::on(server).args(["export"]).ok();
    let file = ran.stdout;
    let lost = ["is commented out", "is not what the preset says", "more than the preset says", "says nothing"];
    if lost.iter().any(|word| file.contains(word)) {
        return Err(format!("the export leaves something out:\n{file}"));
    }
    let before = state(server);
    run(server, "diff", &file)?;
    run(server, "apply", &file)?;
    same(&before, &state(server), &format!("an apply of the export changes something:\n{file}"))?;
    run(server, "destroy", &file)?;
    for group in server.list("core/groups/?page_size=100") {
        if group["name"] != "authentik Admins" && group["name"] != "authentik Read-only" {
            server.api("DELETE", &format!("core/groups/{}/", group["pk"].as_str().expect("an id")), &Value::Null);
        }
    }
    run(server, "apply", &file)?;
    run(server, "diff", &file)?;
    same(&before, &state(server), &format!("it is not the same again:\n{file}"))?;
    let again = Akctl::on(server).args(["export"]).ok().stdout;
    if again == file { Ok(()) } else { Err(format!("the second export is another:\n{file}\n{again}")) }
}

#[test]
fn an_entry_that_waits_for_files_is_right_with_them() {
    let server = Server::start("2026.8.5");
    let sample = SAMPLES.iter().find(|sample| (sample.preset, sample.name) == ("saml", "everything")).expect("there");
    let akctl = Akctl::integrate(&server, sample.preset).args(sample.flags.iter().copied());
    sample.with_files(akctl).args(["--yes"]).ok();
    let before = state(&server);
    let file = Akctl::on(&server).args(["export"]).ok().stdout;
    let (head, entry) = file.split_once("  # - preset").expect("an entry that is commented out");
    let file = format!("{head}  - preset{}", entry.replace("\n  # ", "\n  "));
    let (_, certificate) = sample.files[0];
    let with_files = |verb: &str| {
        let akctl = on(&server, verb, &file).file("buero-encryption-certificate.pem", certificate);
        akctl.file("buero-verification-certificate.pem", certificate)
    };
    with_files("diff").ok();
    with_files("destroy").args(["--yes"]).ok();
    with_files("apply").args(["--yes"]).ok();
    same(&before, &state(&server), &file).expect("the same again");
}

/// Who may open an application, in all ways that akctl has.
const CLOSED: [&str; 6] = [
    "{groups: [Staff, 'Büro \"A\" or (B)']}",
    "{users: [akadmin]}",
    "{groups: [Staff], networks: [10.0.0.0/8, 'fd00::/8']}",
    "{networks: [10.0.0.0/8]}",
    "{groups: [Staff], users: [akadmin], policy_expression: \"if request.user.name == 'return x':\\n    return True\\nreturn False\"}",
    "{groups: [Staff], require_mfa: enrol, networks: [10.0.0.0/8]}",
];

#[test]
fn whoever_may_open_an_application_may_still_do_so_and_nobody_else() {
    for version in TRIED {
        for access in CLOSED {
            let server = Server::start(version);
            let file = format!(
                "version: 1\ndefaults: {{access: {{create_groups: true}}}}\nintegrations:\n  - preset: oidc\n    slug: wiki\n    \
                 name: Wiki\n    inputs: {{redirect: ['https://wiki.company/back']}}\n    access: {access}\n"
            );
            run(&server, "apply", &file).expect("made");
            is_the_same(&server).unwrap_or_else(|wrong| panic!("{version}: {access}: {wrong}"));
        }
    }
}

/// Breaks the application `wiki`, exports, and expects it to be commented out with these words.
fn held_back(breaking: impl Fn(&Server), words: &str) {
    let server = Server::start("2026.8.5");
    let akctl = Akctl::integrate(&server, "oidc").args(["--name", "Wiki", "--redirect", "https://wiki.company/back"]);
    akctl.args(["--bind-group", "Staff", "--allow-network", "10.0.0.0/8", "--create-groups", "--yes"]).ok();
    Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company", "--yes"]).ok();
    breaking(&server);
    stays_closed(&server, words).expect("closed");
    let file = Akctl::on(&server).args(["export"]).ok().stdout;
    assert!(file.contains("\n  # - preset: oidc"), "{file}");
    assert!(file.contains("\n  - preset: portainer"), "the others are of use:\n{file}");
    run(&server, "diff", &file).expect("nothing to do");
}

fn change(server: &Server, path: &str, name: &str, body: &Value) {
    let list = server.list(&format!("{path}?page_size=100"));
    let object = list.iter().find(|object| object["name"] == name).expect("there");
    let id = object["pk"].as_str().map_or_else(|| object["pk"].to_string(), str::to_owned);
    server.patch(&format!("{path}{id}/"), body.clone());
}

#[test]
fn what_a_file_cannot_say_of_access_is_commented_out() {
    let policy = |server: &Server, text: &str| {
        change(server, "policies/expression/", "wiki: access (akctl)", &json!({"expression": text}));
    };
    held_back(|server| policy(server, "return request.user.is_active"), "is not as akctl wrote it");
    let staff = |server: &Server| {
        let groups = server.list("core/groups/?page_size=100");
        groups.into_iter().find(|group| group["name"] == "Staff").expect("there")["pk"].clone()
    };
    let bind = |server: &Server, body: Value| {
        let mut body = body;
        body["target"] = server.get("core/applications/wiki/")["pk"].clone();
        body["order"] = json!(7);
        server.post("policies/bindings/", body);
    };
    held_back(|server| bind(server, json!({"group": staff(server)})), "people are bound beside the policy");
    held_back(
        |server| bind(server, json!({"group": staff(server), "negate": true})),
        "the group `Staff` is turned around",
    );
    let foreign = |server: &Server| {
        let made = server.post("policies/expression/", json!({"name": "office hours", "expression": "return True"}));
        bind(server, json!({"policy": made["pk"]}));
    };
    held_back(foreign, "the policy `office hours` decides who gets in");
}

#[test]
fn what_adds_to_an_application_goes_with_it() {
    let server = Server::start("2026.8.5");
    let akctl = Akctl::integrate(&server, "oidc").args(["--name", "Wiki", "--redirect", "https://wiki.company/back"]);
    akctl.args(["--yes"]).ok();
    let akctl = Akctl::integrate(&server, "scim").file("token", SCIM_TOKEN).args(["--name", "Wiki"]);
    akctl.args(["--scim-url", "https://wiki.company/scim/v2", "--scim-token-file", "token", "--yes"]).ok();
    is_the_same(&server).expect("both come back");
    change(&server, "providers/oauth2/", "wiki (akctl)", &json!({"redirect_uris": []}));
    stays_closed(&server, "adds to is commented out").expect("neither is made alone");
}

#[test]
fn what_cannot_be_read_back_does_not_spoil_the_file() {
    let described = |server: &Server| {
        server.patch("core/applications/wiki/", json!({"meta_description": "one\ntwo"}));
        change(server, "providers/oauth2/", "wiki (akctl)", &json!({"redirect_uris": []}));
    };
    held_back(described, "redirect");
    let server = Server::start("2026.8.5");
    let akctl = Akctl::integrate(&server, "portainer").args(["--app-url", "https://portainer.company", "--yes"]);
    akctl.ok();
    change(&server, "providers/oauth2/", "portainer (akctl)", &json!({"signing_key": null, "sub_mode": "user_email"}));
    stays_closed(&server, "signing_key is null").expect("a change of signatures is commented out");
}

/// What cannot be read back is commented out with a reason, and nothing is done about it.
fn stays_closed(server: &Server, word: &str) -> Result<(), String> {
    let ran = Akctl::on(server).args(["export"]).ok();
    let file = ran.stdout;
    for text in [&file, &ran.stderr] {
        if !text.contains(word) || !text.contains("commented out") {
            return Err(format!("nothing says that it is commented out because of {word:?}:\n{text}"));
        }
    }
    let before = state(server);
    let is_alone = !file.contains("\n  - preset");
    for verb in ["diff", "apply", "destroy"].into_iter().filter(|verb| is_alone || *verb != "destroy") {
        run(server, verb, &file)?;
    }
    same(&before, &state(server), "a file without an integration changes something")
}

/// Objects by what they are called.
type State = BTreeMap<String, Value>;

const LISTS: [&str; 11] = [
    "core/applications/",
    "providers/oauth2/",
    "providers/saml/",
    "providers/proxy/",
    "providers/scim/",
    "propertymappings/provider/scope/",
    "propertymappings/provider/saml/",
    "policies/expression/",
    "policies/bindings/",
    "sources/scim/",
    "core/groups/",
];

/// Lists of objects to which others refer.
const REFERRED: [&str; 4] =
    ["flows/instances/", "crypto/certificatekeypairs/", "propertymappings/provider/scim/", "core/users/"];

/// Fields that tell nothing, or that are other ones each time.
const OTHERS: [&str; 12] = [
    "pk",
    "pbm_uuid",
    "client_id",
    "client_secret",
    "token",
    "num_pk",
    "users",
    "roles",
    "url_download_metadata",
    "certificate_download_url",
    "last_updated",
    "group_uuid",
];

/// What authentik has, with names in place of ids.
fn state(server: &Server) -> State {
    let list = |path: &str| server.list(&format!("{path}?page_size=100&superuser_full_list=true"));
    let all: Vec<(&str, Value)> =
        LISTS.into_iter().chain(REFERRED).flat_map(|path| list(path).into_iter().map(move |one| (path, one))).collect();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (path, object) in &all {
        let name = ["slug", "username", "name"].into_iter().find_map(|key| object[key].as_str());
        // Numbers of users and of providers are not the same ones.
        let family = if *path == "core/users/" { "user" } else { "" };
        names.insert(format!("{family}{}", object["pk"]), name.unwrap_or("?").to_owned());
    }
    let mut state = State::new();
    for (path, object) in all.into_iter().filter(|(path, _)| LISTS.contains(path)) {
        let object = named("", &object, &names);
        let called = ["slug", "name"].into_iter().find_map(|key| object[key].as_str());
        let key = called
            .map_or_else(|| format!("{} {} {}", object["target"], object["order"], object["policy"]), str::to_owned);
        state.insert(format!("{path} {key}"), object);
    }
    state
}

fn named(field: &str, value: &Value, names: &BTreeMap<String, String>) -> Value {
    let key = if field == "user" { format!("user{value}") } else { value.to_string() };
    let is_reference =
        |field: &str| ["provider", "user", "backchannel_providers", "jwt_federation_providers"].contains(&field);
    match value {
        Value::Object(map) => {
            let keep =
                |name: &str| !OTHERS.contains(&name) && !name.ends_with("_obj") && !name.starts_with("assigned_");
            let pair = |(name, one): (&String, &Value)| (name.clone(), named(name, one, names));
            Value::Object(map.iter().filter(|(name, _)| keep(name)).map(pair).collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| named(field, item, names)).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Number(_) if !is_reference(field) => value.clone(),
        _ => names.get(&key).map_or_else(|| value.clone(), |name| Value::from(name.as_str())),
    }
}

fn same(before: &State, after: &State, what: &str) -> Result<(), String> {
    let all: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let differs = |key: &&&String| before.get(**key) != after.get(**key);
    let told = |key: &String| format!("{key}\n  was {:?}\n  is {:?}", before.get(key), after.get(key));
    let wrong: Vec<String> = all.iter().filter(differs).map(|key| told(key)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(format!("{what}\n{}", wrong.join("\n"))) }
}
