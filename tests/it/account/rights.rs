//! Which rights a token has, and a service account with just enough of them.

use super::Home;
use crate::presets::samples::{SAMPLES, Sample};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Makes the service account `robot` and keeps its token in the profile of that name.
fn create(server: &Server, home: &Home, words: &[&str]) -> Akctl {
    home.akctl()
        .env("AUTHENTIK_URL", server.url())
        .env("AUTHENTIK_TOKEN", server.token())
        .args(["auth", "create-service-account", "--name", "robot", "--store", "file"])
        .args(words.to_vec())
}

fn robot(home: &Home) -> Akctl {
    home.akctl().args(["--profile", "robot"])
}

/// What there is of accounts, roles, groups and tokens.
fn people(server: &Server) -> Vec<BTreeSet<String>> {
    let lists = [
        ("core/users/", "username"),
        ("rbac/roles/", "name"),
        ("core/groups/", "name"),
        ("core/tokens/", "identifier"),
    ];
    let names = |(path, key): &(&str, &str)| {
        server.list(path).iter().map(|row| row[*key].as_str().expect("text").to_owned()).collect()
    };
    lists.iter().map(names).collect()
}

#[test]
fn with_its_service_account_an_application_is_integrated_on_every_version() {
    for version in VERSIONS {
        let (server, home) = (Server::start(version), Home::new());
        let made = create(&server, &home, &["--preset", "portainer", "--yes"]).json();
        assert_eq!((&made["profile"], &made["store"]), (&"robot".into(), &"file".into()));
        // What the preset always needs, and nothing else.
        let check = Akctl::on(&server).args(["auth", "check", "--preset", "portainer"]).json();
        let rights = check["rights"].as_array().expect("a list").iter().filter(|right| right["needed"] == true);
        let needed: BTreeSet<&str> = rights.filter_map(|right| right["permission"].as_str()).collect();
        let granted: BTreeSet<&str> =
            made["rights"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert_eq!(granted, needed, "{version}");
        let through_a_group = version < "2025.12";
        assert_eq!(made["group"], if through_a_group { json!("robot (akctl)") } else { Value::Null }, "{version}");
        let status = robot(&home).args(["status"]).json();
        assert_eq!((&status["user"], &status["is_superuser"]), (&"robot".into(), &false.into()), "{version}");
        let words = ["integrate", "portainer", "--app-url", "https://portainer.company", "--yes"];
        robot(&home).args(words).ok();
        let again = robot(&home).args(words).json();
        assert!(
            again["changes"].as_array().expect("a list").iter().all(|change| change["action"] == "keep"),
            "{version}"
        );
        robot(&home).args(["remove", "portainer", "--yes"]).ok();
        // The role says no to all the rest.
        let mfa = ["integrate", "portainer", "--app-url", "https://portainer.company", "--require-mfa", "--yes"];
        robot(&home).args(mfa).fails(5, &["403", "akctl auth check"]);
        let words = ["integrate", "saml", "--name", "W", "--acs", "https://w.company/acs", "--entity-id", "w", "--yes"];
        robot(&home).args(words).fails(5, &["403"]);
    }
}

#[test]
fn its_only_credential_is_the_token_and_nobody_sees_it() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let ran = create(&server, &home, &["--yes", "-o", "json"]).ok();
    let key = server.get("core/tokens/robot-api/view_key/")["key"].as_str().expect("text").to_owned();
    assert!(!ran.stdout.contains(&key) && !ran.stderr.contains(&key));
    let tokens = server.list("core/tokens/?user__username=robot");
    assert_eq!(tokens.iter().map(|token| &token["identifier"]).collect::<Vec<_>>(), ["robot-api"]);
    assert!(tokens[0]["expires"].is_string() && tokens[0]["expiring"] == true);
    assert!(!home.text().contains("current: akctl") && home.text().contains("robot"));
}

#[test]
fn every_preset_works_with_the_role_for_all() {
    for version in ["2024.12.5", "2026.2.2"] {
        let (server, home) = (Server::start(version), Home::new());
        create(&server, &home, &["--yes"]).ok();
        let mut seen = BTreeSet::new();
        for sample in SAMPLES.iter().filter(|sample| seen.insert(sample.preset)) {
            integrate(&home, sample, version);
        }
    }
}

fn integrate(home: &Home, sample: &Sample, version: &str) {
    let akctl = sample.with_files(robot(home)).args(["integrate", sample.preset]);
    let ran = akctl.args(sample.flags.to_vec()).args(["--create-groups", "--yes"]).run();
    assert!(ran.code == 0, "{} on {version}:\n{}", sample.preset, ran.stderr);
}

#[test]
fn every_preset_works_with_the_role_for_it() {
    let mut seen = BTreeSet::new();
    for sample in SAMPLES.iter().filter(|sample| seen.insert(sample.preset)) {
        let (server, home) = (Server::start("2026.2.2"), Home::new());
        create(&server, &home, &["--preset", sample.preset, "--with", "groups,scim", "--yes"]).ok();
        integrate(&home, sample, "2026.2.2");
    }
}

#[test]
fn what_a_role_is_for_is_told_and_more_is_asked_for_by_name() {
    let (server, home) = (Server::start("2025.12.4"), Home::new());
    let plan = create(&server, &home, &["--preset", "portainer", "--dry-run"]).ok().stdout;
    for word in ["for every integration, applications, OAuth2", "not for groups", "--with groups,access,second-factor"]
    {
        assert!(plan.contains(word), "{word} is not in:\n{plan}");
    }
    create(&server, &home, &["--preset", "portainer", "--with", "second-factor", "--yes"]).ok();
    let words = ["integrate", "portainer", "--app-url", "https://portainer.company", "--require-mfa", "--yes"];
    robot(&home).args(words).ok();
    create(&server, &home, &["--with", "everything"]).fails(2, &["second-factor", "groups"]);
}

#[test]
fn when_the_token_ends_is_told_and_soon_is_a_warning() {
    let (server, home) = (Server::start("2025.12.4"), Home::new());
    let ran = create(&server, &home, &["--yes"]).ok();
    assert!(ran.stdout.contains("The token ends at 20"), "{}", ran.stdout);
    assert!(ran.stderr.contains("good for 30 minutes only") && ran.stderr.contains("days=90"), "{}", ran.stderr);
    let (server, home) = (Server::start("2025.12.4"), Home::new());
    let lasting = create(&server, &home, &["--no-expiry", "--yes"]).ok();
    assert!(lasting.stdout.contains("never ends") && !lasting.stderr.contains("only"), "{}", lasting.stdout);
}

#[test]
fn a_run_that_fails_takes_everything_back() {
    for version in VERSIONS {
        let (server, home) = (Server::start(version), Home::new());
        let before = people(&server);
        // authentik lets API tokens live for half an hour: that is known only when the last one is made.
        let ran =
            create(&server, &home, &["--yes", "--days", "30"]).fails(4, &["before 30 days", "Default token duration"]);
        assert!(ran.stderr.contains("taken back"), "{}", ran.stderr);
        assert_eq!(people(&server), before, "{version}");
        assert!(!home.file().exists());
    }
}

#[test]
fn names_that_are_taken_are_told_before_anything_is_made() {
    let (server, home) = (Server::start("2025.12.4"), Home::new());
    let before = people(&server);
    create(&server, &home, &["--yes", "--no-expiry"]).ok();
    home.akctl().args(["profiles", "remove", "robot"]).ok();
    let made = people(&server);
    // The names are taken now.
    create(&server, &home, &["--yes"])
        .fails(4, &["already", "user `robot`", "role `robot (akctl)`", "token `robot-api`"]);
    assert_eq!(people(&server), made);
    assert_ne!(made, before);
}

#[test]
fn nothing_is_made_without_a_yes_or_by_who_is_no_superuser() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    create(&server, &home, &[]).fails(4, &["--yes was not given"]);
    let plan = create(&server, &home, &["--dry-run"]).ok().stdout;
    for word in ["+ service account  robot", "robot (akctl)", "minutes=30", "+ profile"] {
        assert!(plan.contains(word), "{word} is not in:\n{plan}");
    }
    assert!(server.writes().is_empty());
    create(&server, &home, &["--yes"]).ok();
    create(&server, &home, &["--yes"]).fails(4, &["profile `robot` already", "--save-as"]);
    let other = robot(&home).args(["auth", "create-service-account", "--name", "x", "--yes"]);
    other.fails(5, &["`robot` is not a superuser"]);
    Akctl::new().args(["auth", "create-service-account", "--yes", "--sandbox"]).fails(2, &["nothing to keep"]);
}

#[test]
fn what_lacks_is_told_and_what_cannot_be_known_is_called_unknown() {
    for version in VERSIONS {
        let (server, home) = (Server::start(version), Home::new());
        create(&server, &home, &["--preset", "portainer", "--yes"]).ok();
        let enough = robot(&home).args(["auth", "check", "--preset", "portainer"]).json();
        assert_eq!(enough["lacking"], json!([]), "{version}");
        let readable = version >= "2025.12";
        assert_eq!(enough["roles_readable"], readable, "{version}");
        let add = enough["rights"].as_array().expect("a list").iter();
        let mut add = add.filter(|right| right["permission"] == "authentik_core.add_application");
        assert_eq!(add.next().expect("the right")["state"], if readable { "held" } else { "unknown" }, "{version}");
        let ran =
            robot(&home).args(["auth", "check", "--preset", "saml"]).fails(5, &["lacks", "create-service-account"]);
        assert!(ran.stdout.contains("lacking authentik_providers_saml.view_samlprovider"), "{}", ran.stdout);
        let all = Akctl::on(&server).args(["auth", "check"]).json();
        assert_eq!((&all["is_superuser"], &all["lacking"]), (&true.into(), &json!([])), "{version}");
    }
}

#[test]
fn a_token_that_has_ended_opens_nothing() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    create(&server, &home, &["--yes"]).ok();
    robot(&home).args(["status"]).ok();
    server.sandbox().let_pass(std::time::Duration::from_secs(1_801));
    let ran = robot(&home).args(["status"]).fails(5, &["403", "check the token of the profile `robot`"]);
    assert!(!ran.stderr.contains("AUTHENTIK_TOKEN"), "{}", ran.stderr);
}

#[test]
fn rights_and_accounts_are_as_promised() {
    use crate::json::holds;
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let dry = create(&server, &home, &["--dry-run"]).json();
    let made = create(&server, &home, &["--yes"]).json();
    holds("akctl auth create-service-account", &[dry, made]);
    holds(
        "akctl auth check",
        &[
            robot(&home).args(["auth", "check", "--preset", "portainer"]).json(),
            robot(&home).args(["auth", "check", "-o", "json"]).run().json(),
        ],
    );
}

/// Every part with its rights, as docs/signing-in.md has them.
#[test]
fn the_page_names_every_right() {
    use std::fmt::Write as _;
    const PAGE: &str = "docs/signing-in.md";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = std::fs::read_to_string(&path).expect("readable");
    let mut rights = String::from("\n");
    for part in akctl::rights::PARTS {
        let left_out = if part.is_left_out() { ", left out unless you add them" } else { "" };
        let name = part.name().map(|name| format!(", `--with {name}`")).unwrap_or_default();
        let _ = writeln!(rights, "For {}{left_out}{name}:\n", part.purpose());
        for permission in part.permissions() {
            let _ = writeln!(rights, "- `{permission}`");
        }
        rights.push('\n');
    }
    let (before, rest) = page.split_once("<!-- rights -->\n").expect("the beginning");
    let (told, after) = rest.split_once("<!-- end of rights -->").expect("the end");
    if std::env::var_os("AKCTL_RENEW").is_some() {
        let renewed = format!("{before}<!-- rights -->\n{rights}<!-- end of rights -->{after}");
        std::fs::write(&path, renewed).expect("written");
        return;
    }
    assert!(told == rights, "{PAGE} is not renewed: AKCTL_RENEW=1 cargo test the_page_names_every_right");
}
