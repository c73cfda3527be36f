//! Plan, apply, diff and destroy from beginning to end.

use super::{TWO, on, pairs, statuses};
use crate::integrate::world::list;
use crate::support::hooked::Hooked;
use crate::support::{Akctl, Server, VERSIONS};
use akctl::sandbox::Reply;
use serde_json::json;
use std::fs;

#[test]
fn a_file_is_made_and_found_as_it_must_be_on_every_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let planned = on(&server, "plan", TWO).args(["--exit-code"]).fails(3, &[]);
        assert!(planned.stdout.contains("2 to create"), "{version}: {}", planned.stdout);
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
        on(&server, "diff", TWO).fails(3, &["something else"]);
        let report = on(&server, "apply", TWO).args(["--yes"]).json();
        assert_eq!(statuses(&report), pairs(&[("wiki", "created"), ("board", "created")]), "{version}");
        for slug in ["wiki", "board"] {
            assert_eq!(server.bindings_of(slug).len(), 1, "{version}");
            assert_eq!(server.provider_of(slug)["name"], json!(format!("{slug} (akctl)")), "{version}");
        }
        assert_eq!(server.list("core/groups/?name=Staff").len(), 1, "{version}");
        server.forget();
        let again = on(&server, "apply", TWO).args(["--yes"]).json();
        assert_eq!(statuses(&again), pairs(&[("wiki", "unchanged"), ("board", "unchanged")]), "{version}");
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
        assert!(on(&server, "diff", TWO).ok().stdout.contains("Nothing to do"), "{version}");
        on(&server, "destroy", TWO).args(["--dry-run"]).ok();
        let gone = on(&server, "destroy", TWO).args(["--yes"]).json();
        assert_eq!(statuses(&gone), pairs(&[("board", "removed"), ("wiki", "removed")]), "{version}");
        assert!(server.list("core/applications/?superuser_full_list=true").is_empty(), "{version}");
        assert_eq!(server.list("core/groups/?name=Staff").len(), 1, "groups stay");
    }
}

#[test]
fn one_failure_does_not_stop_the_others_and_a_second_run_finishes_the_rest() {
    let server = Server::start("2025.10.3");
    let file = "\
version: 1
integrations:
  - {preset: oidc, slug: a, name: A, inputs: {redirect: [https://a.company/b]}, access: {groups: [Missing]}}
  - {preset: oidc, slug: taken, name: B, inputs: {redirect: [https://b.company/b]}}
  - {preset: oidc, slug: c, name: C, inputs: {redirect: [https://c.company/b]}}
";
    server.post("core/applications/", json!({"name": "Somebody's", "slug": "taken"}));
    let ran = on(&server, "apply", file).args(["--yes", "-o", "json"]).fails(1, &["1 of 3 integrations failed"]);
    let report = ran.json();
    let expected = pairs(&[("a", "failed"), ("taken", "decision"), ("c", "created")]);
    assert_eq!(statuses(&report), expected);
    let said = report["integrations"][0]["error"]["hints"].to_string();
    assert!(said.contains("access.create_groups") && !said.contains("--create-groups"), "{said}");
    server.group("Missing");
    let ran = on(&server, "apply", file).args(["--yes", "-o", "json"]).fails(4, &["need a decision"]);
    assert_eq!(statuses(&ran.json()), pairs(&[("a", "created"), ("taken", "decision"), ("c", "unchanged")]));
    let ran = on(&server, "apply", file).args(["--yes", "--adopt", "--only", "taken"]).ok();
    assert!(ran.stdout.contains("1 changed") || ran.stdout.contains("1 created"), "{}", ran.stdout);
}

#[test]
fn nobody_is_asked_where_nobody_is() {
    let server = Server::start("2025.10.3");
    on(&server, "apply", TWO).fails(4, &["--yes was not given"]);
    assert!(server.writes().is_empty());
    on(&server, "apply", TWO).args(["--yes", "--only", "wiki"]).ok();
    on(&server, "destroy", TWO).fails(4, &["--yes was not given"]);
    let ran = on(&server, "plan", TWO).ok();
    assert!(ran.stdout.contains("1 to create, 1 unchanged"), "{}", ran.stdout);
}

const OUTPUTS: &str = "\
version: 1
integrations:
  - preset: oidc
    slug: wiki
    name: Wiki
    inputs: {redirect: [https://wiki.company/back]}
    outputs:
      - file: secrets/wiki.json
      - dir: all
      - {command: [sh, -c, cat > taken.env], format: env}
";

#[cfg(unix)]
#[test]
fn settings_go_where_the_file_says_and_nowhere_else() {
    use std::os::unix::fs::PermissionsExt;
    let server = Server::start("2025.10.3");
    let ran = on(&server, "apply", OUTPUTS).args(["--yes"]).ok();
    let secret = server.provider_of("wiki")["client_secret"].as_str().expect("text").to_owned();
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains(&secret), "{}", ran.stdout);
    for name in ["secrets/wiki.json", "all/wiki.json", "all/wiki.env", "taken.env"] {
        let path = ran.home.path().join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(text.contains(&secret), "{name}: {text}");
        if name != "taken.env" {
            assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    // What did not change is written again only where a file is missing, or where that is asked for.
    let home = ran.home;
    fs::remove_file(home.path().join("taken.env")).expect("removed");
    fs::remove_file(home.path().join("secrets/wiki.json")).expect("removed");
    let file = home.path().join("akctl.yaml").display().to_string();
    Akctl::on(&server).args(["apply", "-f", &file, "--yes"]).ok();
    assert!(home.path().join("secrets/wiki.json").exists() && !home.path().join("taken.env").exists());
    Akctl::on(&server).args(["apply", "-f", &file, "--yes", "--outputs"]).ok();
    assert!(home.path().join("taken.env").exists());
}

#[cfg(unix)]
#[test]
fn a_command_that_fails_is_told_with_how_to_run_it_again() {
    let server = Server::start("2025.10.3");
    let file = OUTPUTS.replace("cat > taken.env", "cat > /dev/null; exit 3");
    let ran = on(&server, "apply", &file).args(["--yes"]).fails(1, &["outputs of 1 of 1 integration were not written"]);
    for word in ["ended with", "3", "--only wiki --outputs"] {
        assert!(ran.stdout.contains(word), "{word}: {}", ran.stdout);
    }
    assert_eq!(server.provider_of("wiki")["name"], json!("wiki (akctl)"), "it is there all the same");
}

#[test]
fn a_secret_comes_from_a_variable_or_from_a_file() {
    let server = Server::start("2025.10.3");
    let file = "\
version: 1
integrations:
  - preset: scim
    name: Push
    inputs: {scim_url: https://push.company/scim/v2, scim_token: '${PUSH_TOKEN}'}
";
    let ran = on(&server, "apply", file).env("PUSH_TOKEN", "hunter2").args(["--yes", "-o", "json"]).ok();
    assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("hunter2"));
    assert_eq!(server.list("providers/scim/").len(), 1);
    let file = file.replace("'${PUSH_TOKEN}'", "{file: push.token}");
    let planned = on(&server, "plan", &file).file("push.token", "hunter2\n").ok();
    assert!(!planned.stdout.contains("hunter2"), "{}", planned.stdout);
}

#[test]
fn what_several_need_is_made_once() {
    for version in ["2024.8.6", "2025.10.3"] {
        let server = Server::start(version);
        let file = TWO.replace("create_groups: true", "create_groups: true, require_mfa: enrol");
        on(&server, "apply", &file).args(["--yes"]).ok();
        assert_eq!(server.list("flows/instances/?slug=akctl-mfa-enrol-consent").len(), 1, "{version}");
        assert!(on(&server, "diff", &file).ok().stdout.contains("Nothing to do"), "{version}");
    }
}

#[test]
fn drift_is_seen_and_mended() {
    let server = Server::start("2026.8.5");
    on(&server, "apply", TWO).args(["--yes"]).ok();
    let pk = server.provider_of("wiki")["pk"].clone();
    server.patch(&format!("providers/oauth2/{pk}/"), json!({"redirect_uris": []}));
    let ran = on(&server, "diff", TWO).args(["-o", "json"]).fails(3, &[]);
    assert_eq!(statuses(&ran.json()), pairs(&[("wiki", "change"), ("board", "unchanged")]));
    let report = on(&server, "apply", TWO).args(["--yes"]).json();
    assert_eq!(statuses(&report), pairs(&[("wiki", "changed"), ("board", "unchanged")]));
    on(&server, "diff", TWO).ok();
}

/// Twelve plain integrations.
#[cfg(unix)]
fn twelve() -> String {
    let line = |at: usize| {
        let inputs = format!("{{redirect: [https://app{at}.company/b]}}");
        format!("  - {{preset: oidc, slug: app{at}, name: App {at}, inputs: {inputs}}}\n")
    };
    format!("version: 1\nintegrations:\n{}", (0..12).map(line).collect::<String>())
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_is_under_way_and_a_second_run_finishes_the_rest() {
    use std::process::{Command, Stdio};
    use std::time::Duration;
    let server = Server::with_latency("2025.10.3", Some(Duration::from_millis(200)));
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("akctl.yaml"), twelve()).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home.path()).current_dir(home.path());
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    command.args(["apply", "-f", "akctl.yaml", "--yes", "--concurrency", "2"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    while server.writes().len() < 3 {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    let output = child.wait_with_output().expect("ended");
    let screen = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{screen}");
    assert!(screen.contains("not done") && screen.contains("interrupted"), "{screen}");
    let applications = server.list("core/applications/?superuser_full_list=true");
    assert!((3..12).contains(&applications.len()), "{}: {screen}", applications.len());
    assert!(applications.iter().all(|application| application["provider"].is_number()), "{applications:#?}");
    let report = on(&server, "apply", &twelve()).args(["--yes"]).json();
    let made = statuses(&report).into_iter().filter(|(_, status)| status == "created").count();
    assert_eq!(made, 12 - applications.len(), "{report:#}");
}

#[cfg(unix)]
#[test]
fn a_terminal_shows_how_far_it_is() {
    use crate::support::pty::Pty;
    let server = Server::start("2025.10.3");
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("akctl.yaml"), TWO).expect("written");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home.path()).current_dir(home.path());
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    let mut terminal = Pty::start(command.args(["apply", "-f", "akctl.yaml"]));
    terminal.wait_for("Make these changes?");
    let (code, screen) = terminal.press_until_the_end("y\r");
    assert_eq!(code, Some(0), "{screen}");
    for text in ["reading authentik, 0 s", "applying 0/2, 0 s: wiki", "applying 2/2, 0 s", "2 created."] {
        assert!(screen.contains(text), "{text}: {screen}");
    }
}

#[cfg(unix)]
#[test]
fn whoever_is_asked_has_seen_the_plan_in_every_format() {
    use crate::support::pty::Pty;
    let server = Server::start("2025.10.3");
    on(&server, "apply", TWO).args(["--yes"]).ok();
    let home = tempfile::tempdir().expect("a folder");
    let more = TWO.replace("board.company", "other.company");
    fs::write(home.path().join("akctl.yaml"), more).expect("written");
    for (verb, question, seen) in [
        ("apply", "Make these changes?", "~ update provider board (akctl)"),
        ("destroy", "Remove this?", "- delete application board"),
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).env("NO_COLOR", "1").current_dir(home.path());
        command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
        let mut terminal = Pty::start(command.args([verb, "-f", "akctl.yaml", "-o", "json"]));
        terminal.wait_for(question);
        let (code, screen) = terminal.press_until_the_end("n\r");
        assert_eq!(code, Some(4), "{screen}");
        assert!(screen.contains(seen), "{verb}: {screen}");
    }
}

#[test]
fn what_others_added_is_drift_where_the_file_says_who_may_open_it() {
    let server = Server::start("2025.10.3");
    let both = TWO.replace("groups: [Staff]", "groups: [Staff, Guests]");
    on(&server, "apply", &both).args(["--yes"]).ok();
    let ran = on(&server, "diff", TWO).fails(3, &["has more than the file says", "exact: true"]);
    assert!(ran.stdout.contains("also: bindings: group Guests"), "{}", ran.stdout);
    let plan = on(&server, "plan", TWO).args(["--exit-code"]).ok().stdout;
    assert!(plan.contains("everything that the file names, and more"), "{plan}");
    // A file that does not say who may open it has nothing against it.
    let silent = TWO.replace("defaults:\n  access: {groups: [Staff], create_groups: true}\n", "");
    on(&server, "diff", &silent).ok();
    let provider = server.provider_of("wiki");
    let mut uris = provider["redirect_uris"].as_array().cloned().expect("a list");
    uris.push(json!({"matching_mode": "regex", "url": "https://.*"}));
    server.patch(&format!("providers/oauth2/{}/", provider["pk"]), json!({"redirect_uris": uris}));
    let ran = on(&server, "diff", &silent).fails(3, &["has more than the file says"]);
    assert!(ran.stdout.contains("also: redirect_uris: regex https://.*"), "{}", ran.stdout);
}

#[test]
fn one_shared_thing_that_cannot_be_made_keeps_others_from_nothing() {
    let file = "\
version: 1
defaults: {access: {groups: [Staff], create_groups: true}}
integrations:
  - {preset: oidc, slug: a, name: A, inputs: {redirect: [https://a.company/b]}}
  - {preset: oidc, slug: b, name: B, inputs: {redirect: [https://b.company/b]}}
  - {preset: oidc, slug: c, name: C, inputs: {redirect: [https://c.company/b]}, access: {groups: [Denied]}}
  - {preset: oidc, slug: d, name: D, inputs: {redirect: [https://d.company/b]}, access: {groups: [Denied]}}
  - {preset: scim, slug: c, name: C, inputs: {scim_url: https://c.company/s, scim_token: '${TOKEN}'}}
";
    let server = Hooked::start("2025.10.3");
    server.instead(|request| {
        let is_it = request.method == "POST" && String::from_utf8_lossy(&request.body).contains("\"Denied\"");
        is_it.then(|| Reply::json(400, &json!({"name": ["No."]})))
    });
    let akctl = Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
    let akctl = akctl.file("akctl.yaml", file).env("TOKEN", "hunter22");
    let ran = akctl.args(["apply", "-f", "akctl.yaml", "--yes", "-o", "json"]).fails(1, &["3 of 5"]);
    let expected = [("a", "created"), ("b", "created"), ("c", "failed"), ("d", "failed"), ("c", "failed")];
    assert_eq!(statuses(&ran.json()), pairs(&expected));
    let pushing = list(&mut server.sandbox(), "providers/scim/");
    assert!(pushing.is_empty(), "it is not begun without its application");
}

#[test]
fn what_a_list_does_not_show_is_asked_for_before_it_is_given_up() {
    let server = std::sync::Arc::new(Hooked::start("2026.8.5"));
    let inside = std::sync::Arc::clone(&server);
    server.instead(move |request| {
        let is_list = request.path.ends_with("/providers/oauth2/") && !request.query.contains("name=");
        if request.method != "GET" || !is_list {
            return None;
        }
        let reply = inside.sandbox().handle(request);
        let mut body: serde_json::Value = serde_json::from_slice(&reply.body).expect("JSON");
        body["results"].as_array_mut().expect("a list").retain(|provider| provider["name"] != "wiki (akctl)");
        Some(Reply::json(200, &body))
    });
    let akctl = Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
    let ran = akctl.file("akctl.yaml", TWO).args(["apply", "-f", "akctl.yaml", "--yes"]).ok();
    assert!(ran.stdout.contains("2 created."), "{}", ran.stdout);
}
