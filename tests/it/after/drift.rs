//! `akctl diff` without a slug: everything that a preset explains.

use super::portainer;
use crate::support::akctl::Ran;
use crate::support::{Akctl, Server, VERSIONS};
use crate::verify::fresh::FRESH;
use serde_json::{Value, json};

fn drift(server: &Server) -> Ran {
    Akctl::on(server).args(["diff", "-o", "json"]).run()
}

/// What was compared of this slug.
fn compared(report: &Value, slug: &str) -> Value {
    let all = report["integrations"].as_array().expect("a list");
    all.iter().find(|one| one["slug"] == slug).cloned().unwrap_or_else(|| panic!("{slug} is not in {report}"))
}

fn change(server: &Server, slug: &str, body: Value) {
    let pk = server.provider_of(slug)["pk"].clone();
    server.patch(&format!("providers/oauth2/{pk}/"), body);
}

#[test]
fn what_akctl_has_just_made_has_not_drifted_on_any_version() {
    for version in VERSIONS {
        let server = Server::start(version);
        let closed = ["--yes", "--bind-group", "Team", "--create-groups"];
        for (preset, flags) in FRESH {
            // Under the preset's own name, by which it is known again.
            let flags = flags.iter().map(|flag| match *flag {
                "Wiki" => "OpenID Connect",
                "Payroll" => "SAML",
                other => other,
            });
            Akctl::integrate(&server, preset).args(flags).args(closed).ok();
        }
        server.forget();
        let ran = drift(&server);
        assert_eq!(ran.code, 0, "{version}: {}\n{}", ran.stdout, ran.stderr);
        assert!(server.writes().is_empty(), "{version}");
        let report = ran.json();
        let slugs: Vec<&Value> =
            report["integrations"].as_array().expect("a list").iter().map(|one| &one["slug"]).collect();
        for slug in ["portainer", "kestra", "proxmox-ve", "proxmox-backup", "otc", "huawei-cloud"] {
            let is_left = report["not_compared"].to_string().contains(slug);
            assert!(slugs.contains(&&json!(slug)) || is_left, "{slug} on {version}: {report}");
        }
        assert!(report["not_compared"].to_string().contains("no preset bears its slug or its name"), "{report}");
    }
}

#[test]
fn drift_is_found_and_what_may_be_a_choice_is_named() {
    for version in VERSIONS {
        let server = Server::start(version);
        portainer(&server, &["--teams", "--bind-group", "Team"]);
        let implicit = server.get("flows/instances/default-provider-authorization-implicit-consent/")["pk"].clone();
        change(&server, "portainer", json!({"authorization_flow": implicit}));
        let ran = drift(&server);
        assert_eq!(ran.code, 0, "{version}: {}", ran.stdout);
        let chosen = &compared(&ran.json(), "portainer")["chosen"][0];
        assert_eq!(chosen["flag"], "--authorization-flow", "{version}: {chosen}");
        change(&server, "portainer", json!({"signing_key": null}));
        let ran = drift(&server);
        assert_eq!((ran.code, &ran.json()["differing"]), (3, &json!(1)), "{version}: {}", ran.stdout);
        let fields = &compared(&ran.json(), "portainer")["changes"];
        assert!(fields.to_string().contains("signing_key"), "{version}: {fields}");
        crate::json::holds("akctl diff without a slug", &[ran.json(), everything_else(version)]);
        let text = Akctl::on(&server).args(["diff"]).fails(3, &["1 integration differs"]).stdout;
        for line in ["differs (preset portainer)", "signing_key:", "1 of 1 differs."] {
            assert!(text.contains(line), "{version}: {text}");
        }
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}

/// A report with what the first one has not: a conflict, and something that is not compared.
fn everything_else(version: &str) -> Value {
    let server = Server::start(version);
    portainer(&server, &[]);
    change(&server, "portainer", json!({"client_type": "public", "signing_key": null}));
    server.post("core/applications/", json!({"name": "Bare", "slug": "bare"}));
    let ran = drift(&server);
    assert_eq!(ran.code, 3, "{}", ran.stdout);
    ran.json()
}

#[test]
fn what_cannot_be_compared_is_named_with_the_reason() {
    let server = Server::start("2025.10.3");
    portainer(&server, &[]);
    Akctl::integrate(&server, "kestra").args(["--app-url", "https://kestra.company", "--yes"]).ok();
    server.post("core/applications/", json!({"name": "Bare", "slug": "bare"}));
    Akctl::integrate(&server, "scim-source").args(["--name", "Personnel", "--yes"]).ok();
    // The address of Portainer is told by two fields, which now contradict each other.
    server.patch("core/applications/portainer/", json!({"meta_launch_url": "https://other.company/"}));
    let name = json!({"name": "Kestra by hand"});
    change(&server, "kestra", name);
    let ran = drift(&server);
    assert_eq!(ran.code, 0, "{}", ran.stdout);
    let report = ran.json();
    let why = |slug: &str| {
        let all = report["not_compared"].as_array().expect("a list");
        let one = all.iter().find(|one| one["slug"] == slug).unwrap_or_else(|| panic!("{slug}: {report}"));
        format!("{} {}", one["why"], one["remedy"])
    };
    assert!(why("bare").contains("akctl diff bare --preset NAME"));
    assert!(why("portainer").contains("--app-url is missing"), "{}", why("portainer"));
    assert!(why("kestra").contains("akctl adopt kestra --preset kestra"));
    assert!(why("personnel").contains("SCIM source"));
}

#[test]
fn a_second_factor_that_was_asked_for_is_no_drift() {
    for version in ["2024.8.6", "2025.10.3", "2026.8.5"] {
        let server = Server::start(version);
        portainer(&server, &["--require-mfa=enrol"]);
        let ran = drift(&server);
        assert_eq!((ran.code, ran.json()["integrations"][0]["chosen"].clone()), (0, json!([])), "{}", ran.stdout);
    }
}

#[test]
fn more_integrations_cost_a_few_requests_each_and_flags_need_a_slug() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    server.forget();
    drift(&server);
    let one = server.log().len();
    Akctl::integrate(&server, "kestra").args(["--app-url", "https://kestra.company", "--yes"]).ok();
    server.forget();
    drift(&server);
    assert!(server.log().len() <= one + 10, "{one} and {}", server.log().len());
    for flags in [&["--preset", "portainer"][..], &["--set", "a=b"], &["--exact"]] {
        Akctl::on(&server).args(["diff"]).args(flags.iter().copied()).fails(2, &["give its slug"]);
    }
    Akctl::new().args(["diff", "-o", "env", "--sandbox"]).fails(2, &["take json or yaml"]);
}

#[test]
fn an_application_that_is_pushed_to_needs_no_token() {
    for version in VERSIONS {
        let server = Server::start(version);
        let scim = ["--name", "SCIM target", "--scim-url", "https://app.company/v2", "--scim-token-file", "t", "--yes"];
        Akctl::integrate(&server, "scim").file("t", "secret-token").args(scim).ok();
        let report = drift(&server);
        assert_eq!(report.code, 0, "{version}: {}", report.stdout);
        let one = compared(&report.json(), "scim-target");
        assert!(one.to_string().contains("its token is not compared"), "{version}: {one}");
        assert_eq!(one["read_back"], json!(["scim_url"]), "{version}");
        let diff = |words: &[&'static str]| Akctl::on(&server).args(["diff", "scim-target"]).args(words.to_vec());
        let same = diff(&["--preset", "scim"]).ok();
        assert!(same.stdout.contains("its token is not compared"), "{version}: {}", same.stdout);
        diff(&["--preset", "scim", "--scim-url", "https://other.company/v2"]).fails(3, &[]);
        Akctl::on(&server).args(["show", "scim-target", "--preset", "scim"]).ok();
    }
}
