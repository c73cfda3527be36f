//! Automatic team membership: groups of authentik become values of a claim.

use super::portainer;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

fn teams(server: &Server) -> Akctl {
    portainer(server).args(["--teams"])
}

/// What a setting of the form says; all of them where a label comes several times.
fn settings(report: &Value, label: &str) -> Vec<String> {
    let settings = report["client"]["settings"].as_array().expect("a list").iter();
    let fitting = settings.filter(|setting| setting["key"].as_str().is_some_and(|key| key.contains(label)));
    fitting.map(|setting| setting["value"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_guides_two_groups_are_the_default() {
    for version in VERSIONS {
        let server = Server::start(version);
        let before = server.everything();
        teams(&server).fails(2, &["`Portainer Admins`", "`Portainer Users`", "--create-groups"]);
        assert!(server.writes().is_empty());
        assert_eq!(server.everything(), before, "{version}");

        let members = ["--add-member", "Portainer Admins=anna", "--add-member", "Portainer Users=ben"];
        let report = teams(&server).args(["--create-groups", "--bind-teams"]).args(members).json();
        assert_eq!(server.claims("portainer", "anna")["portainer_teams"], json!(["admin"]), "{version}");
        assert_eq!(server.claims("portainer", "ben")["portainer_teams"], json!(["user"]), "{version}");
        assert_eq!(server.claims("portainer", "cleo")["portainer_teams"], json!([]), "{version}");
        let let_in = ["anna", "ben", "cleo"].map(|user| server.lets_in("portainer", user));
        assert_eq!(let_in, [true, true, false], "{version}");

        assert_eq!(settings(&report, "Claim name"), ["portainer_teams"]);
        assert_eq!(settings(&report, ": claim value regex"), ["^user$", "^admin$", "^admin$"]);
        assert_eq!(settings(&report, "maps to team"), ["engineering", "sysadmins"]);
        assert_eq!(settings(&report, "Default team"), ["engineering"]);
        assert_eq!(settings(&report, "Scopes"), ["email openid profile portainer_teams"]);
        assert!(report["client"]["notes"].to_string().contains("Business Edition"));

        let mapping = &server.list("propertymappings/provider/scope/?search=akctl")[0];
        assert_eq!(mapping["scope_name"], "portainer_teams", "{version}");
        assert!(mapping["name"].as_str().expect("text").ends_with(" (akctl)"));
        assert!(!mapping["description"].as_str().expect("text").is_empty());

        let everything = server.everything();
        server.forget();
        teams(&server).args(["--create-groups", "--bind-teams"]).args(members).ok();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
        assert_eq!(server.everything(), everything, "{version}");
    }
}

#[test]
fn another_group_of_the_values_name_makes_nobody_administrator() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.join(&server.group("admin"), "cleo");
        teams(&server).args(["--create-groups", "--add-member", "Portainer Admins=anna"]).ok();
        assert_eq!(server.claims("portainer", "anna")["portainer_teams"], json!(["admin"]), "{version}");
        let cleo = server.claims("portainer", "cleo");
        assert_eq!(cleo["portainer_teams"], json!([]), "{version}: {cleo}");
        assert!(cleo["groups"].to_string().contains("admin"), "the danger is real: {cleo}");
    }
}

#[test]
fn the_groups_claim_is_refused_while_a_group_bears_a_value() {
    for version in VERSIONS {
        let server = Server::start(version);
        let literal = || teams(&server).args(["--create-groups", "--teams-claim", "groups"]);
        let group = server.group("admin");
        literal().fails(2, &["a group called `admin`", "claim of their own"]);
        assert!(server.writes().is_empty(), "{version}");
        let (status, _) =
            server.api("DELETE", &format!("core/groups/{}/", group["pk"].as_str().expect("text")), &json!(null));
        assert_eq!(status, 204);
        let report = literal().args(["--add-member", "Portainer Admins=anna"]).json();
        assert_eq!(settings(&report, "Claim name"), ["groups"]);
        let claims = server.claims("portainer", "anna")["groups"].clone();
        assert!(claims.as_array().expect("a list").contains(&json!("admin")), "{version}: {claims}");
        // A group that comes later makes it dangerous.
        server.group("user");
        literal().fails(2, &["a group called `user`"]);
    }
}

#[test]
fn any_group_name_is_safe() {
    let names = ["Größe & Co", "it's \"quoted\"", "back\\slash", "日本語 🐳", "#comment' or True or '", "{{ braces }}"];
    let server = Server::start("2025.10.3");
    for (number, name) in names.iter().enumerate() {
        let (slug, team) = (format!("p{number}"), format!("{name}=staff:crew"));
        portainer(&server)
            .args(["--slug", &slug, "--teams", "--create-groups", "--team", &team, "--admin-value", "none"])
            .args(["--default-team", "none", "--bind-teams", "--add-member", &format!("{name}=anna")])
            .ok();
        assert_eq!(server.claims(&slug, "anna")["portainer_teams"], json!(["staff"]), "{name}");
        assert_eq!(server.claims(&slug, "ben")["portainer_teams"], json!([]), "{name}");
        assert!(server.lets_in(&slug, "anna") && !server.lets_in(&slug, "ben"), "{name}");
    }
    let before = server.everything();
    teams(&server).args(["--create-groups", "--team", "a\nb=staff:crew"]).fails(2, &[]);
    teams(&server).args(["--create-groups", "--bind-group", "a\u{1b}[31mb"]).fails(2, &["--bind-group"]);
    assert_eq!(server.everything(), before);
}

#[test]
fn two_groups_may_give_the_same_value() {
    for version in VERSIONS {
        let server = Server::start(version);
        teams(&server)
            .args([
                "--create-groups",
                "--team",
                "Red=staff:crew",
                "--team",
                "Blue=staff:crew",
                "--team",
                "Boss=chief:bridge",
            ])
            .args(["--admin-value", "chief", "--add-member", "Red=anna", "--add-member", "Blue=anna"])
            .args(["--add-member", "Blue=ben", "--add-member", "Boss=ben"])
            .ok();
        assert_eq!(server.claims("portainer", "anna")["portainer_teams"], json!(["staff"]), "{version}");
        assert_eq!(server.claims("portainer", "ben")["portainer_teams"], json!(["staff", "chief"]), "{version}");
    }
}

#[test]
fn flags_sets_and_files_say_the_same() {
    let by_flags = |akctl: Akctl| {
        akctl
            .args(["--app-url", "https://portainer.company", "--teams", "--team", "Red=staff:crew"])
            .args(["--admin-value", "none"])
    };
    let by_sets = |akctl: Akctl| {
        akctl
            .args(["--set", "app_url=https://portainer.company", "--set", "teams=true", "--set", "team=Red=staff:crew"])
            .args(["--set", "admin_value=none"])
    };
    let yaml = "app_url: https://portainer.company\nteams: true\nteam:\n  - {group: Red, value: staff, team: crew}\nadmin_value: none\n";
    let json = json!({
        "app_url": "https://portainer.company", "teams": true, "admin_value": "none",
        "team": [{"group": "Red", "value": "staff", "team": "crew"}],
    })
    .to_string();
    let by_yaml = |akctl: Akctl| akctl.file("in.yaml", yaml).args(["--inputs", "in.yaml"]);
    let by_json = |akctl: Akctl| akctl.file("in.json", &json).args(["--inputs", "in.json"]);
    let by_stdin = |akctl: Akctl| akctl.stdin(yaml).args(["--inputs", "-"]);
    let ways: [&dyn Fn(Akctl) -> Akctl; 5] = [&by_flags, &by_sets, &by_yaml, &by_json, &by_stdin];
    let mut results = Vec::new();
    for way in ways {
        let server = Server::start("2025.10.3");
        let report = way(Akctl::integrate(&server, "portainer").args(["--yes", "--create-groups"])).json();
        let mut settings = report["client"].clone();
        let text = settings.to_string().replace(server.url(), "URL");
        let id = report["provider"]["client_id"].as_str().expect("text");
        settings = serde_json::from_str(&text.replace(id, "ID")).expect("JSON");
        results.push((settings, report["changes"].clone()));
    }
    for result in &results[1..] {
        assert_eq!(result, &results[0]);
    }
}

#[test]
fn what_cannot_be_is_said_at_once() {
    let server = Server::start("2025.10.3");
    teams(&server)
        .args(["--create-groups", "--add-member", "Portainer Admins=nobody"])
        .fails(2, &["no user called `nobody`"]);
    teams(&server).args(["--create-groups", "--add-member", "Portainer Admins"]).fails(2, &["GROUP=USER"]);
    teams(&server).args(["--create-groups", "--admin-value", "boss"]).fails(2, &["no --team gives this value"]);
    teams(&server).args(["--create-groups", "--teams-claim", "sub"]).fails(2, &["--teams-claim sub"]);
    portainer(&server).args(["--bind-group", "A", "--bind-group", "B"]).fails(2, &["`A`", "`B`"]);
    assert!(server.writes().is_empty());
}

#[test]
fn memberships_of_others_stay() {
    let server = Server::start("2025.10.3");
    let group = server.group("Portainer Admins");
    server.join(&group, "cleo");
    teams(&server).args(["--create-groups", "--add-member", "Portainer Admins=anna"]).ok();
    assert_eq!(server.claims("portainer", "cleo")["portainer_teams"], json!(["admin"]));
    assert_eq!(server.claims("portainer", "anna")["portainer_teams"], json!(["admin"]));
}
