//! `akctl show` prints what `akctl integrate` printed.

use super::portainer;
use crate::presets::samples::SAMPLES;
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};

fn show(server: &Server, slug: &str) -> Akctl {
    Akctl::on(server).args(["show", slug])
}

/// The flags of a sample that `show` takes too, those of the application in authentik left out.
fn of_preset(flags: &[&'static str]) -> Vec<&'static str> {
    let mut kept = Vec::new();
    let mut words = flags.iter();
    while let Some(word) = words.next() {
        if matches!(*word, "--name" | "--slug") {
            words.next();
        } else {
            kept.push(*word);
        }
    }
    kept
}

#[test]
fn with_the_same_flags_it_prints_the_same_on_every_version() {
    std::thread::scope(|scope| {
        for (number, version) in VERSIONS.into_iter().enumerate() {
            scope.spawn(move || {
                // Each version takes its share of the samples, and portainer comes on all.
                let mine = SAMPLES.iter().enumerate().filter(|(at, _)| *at == 0 || at % VERSIONS.len() == number);
                for (_, sample) in mine {
                    let server = Server::start(version);
                    let at = format!("{version}: {}, {}", sample.preset, sample.name);
                    let integrate = || {
                        let akctl = Akctl::integrate(&server, sample.preset).args(sample.flags.iter().copied());
                        sample.with_files(akctl)
                    };
                    integrate().args(["--create-groups", "--yes"]).ok();
                    // A source is no application, and nobody enters anything in one.
                    let Some(application) = server.list("core/applications/?superuser_full_list=true").pop() else {
                        continue;
                    };
                    let slug = application["slug"].clone();
                    let again = integrate().args(["--yes", "--show-secrets"]).ok().stdout;
                    server.forget();
                    let shown = sample
                        .with_files(show(&server, slug.as_str().expect("a slug")))
                        .args(["--preset", sample.preset, "--show-secrets"])
                        .args(of_preset(sample.flags))
                        .ok();
                    assert_eq!(shown.stdout, again, "{at}");
                    assert!(!shown.stderr.contains("may not fit"), "{at}: {}", shown.stderr);
                    assert!(server.writes().is_empty(), "{at}");
                }
            });
        }
    });
}

#[test]
fn what_the_preset_needs_is_read_back() {
    for version in VERSIONS {
        let server = Server::start(version);
        let printed = portainer(&server, &["--require-mfa", "--bind-group", "Crew"]);
        let shown = show(&server, "portainer").args(["--show-secrets"]).ok();
        assert_eq!(shown.stdout, printed, "{version}");
        assert!(!shown.stderr.contains("warning"), "{version}: {}", shown.stderr);
    }
    let server = Server::start("2026.8.5");
    let saml = ["--name", "Wiki", "--acs", "https://wiki.company/acs", "--entity-id", "https://wiki.company/saml"];
    let printed = Akctl::integrate(&server, "saml").args(saml).args(["--yes"]).ok().stdout;
    assert_eq!(show(&server, "wiki").args(["--preset", "saml"]).ok().stdout, printed);
    let oidc = ["--name", "Phone", "--client-type", "public", "--redirect", "app:///back", "--redirect", "b:///back"];
    let printed = Akctl::integrate(&server, "oidc").args(oidc).args(["--yes"]).ok().stdout;
    assert_eq!(show(&server, "phone").args(["--preset", "oidc"]).ok().stdout, printed);
    let printed = Akctl::integrate(&server, "scim-source").args(["--name", "Staff", "--yes"]).ok().stdout;
    assert_eq!(show(&server, "staff").args(["--preset", "scim-source"]).ok().stdout, printed);
}

#[test]
fn the_preset_is_known_by_the_slug_or_by_the_name() {
    let server = Server::start("2025.10.3");
    portainer(&server, &["--slug", "containers"]);
    let by_name = show(&server, "containers").ok().stdout;
    assert!(by_name.contains("Enter in Portainer"), "{by_name}");
    portainer(&server, &["--slug", "others", "--name", "Others"]);
    show(&server, "others")
        .fails(2, &["no preset is called `others`, and none has the name `Others`", "--preset NAME"]);
    show(&server, "others").args(["--preset", "portainer"]).ok();
    show(&server, "others").args(["--preset", "nonsense"]).fails(2, &["there is no preset `nonsense`"]);
    Akctl::on(&server).args(["show", "--preset", "portainer", "others"]).ok();
}

#[test]
fn what_cannot_be_read_back_is_asked_for_by_its_flag() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    server.patch("core/applications/portainer/", json!({"meta_launch_url": "https://elsewhere.company/"}));
    show(&server, "portainer").fails(2, &["--app-url is missing"]);
    let shown = show(&server, "portainer").args(["--app-url", "https://portainer.company"]).ok();
    assert!(shown.stdout.contains("https://portainer.company/"), "{}", shown.stdout);
}

#[test]
fn what_differs_is_told() {
    let server = Server::start("2026.8.5");
    portainer(&server, &["--teams"]);
    let shown = show(&server, "portainer").ok();
    assert!(shown.stderr.contains("what is printed may not fit"), "{}", shown.stderr);
    let shown = show(&server, "portainer").args(["--teams"]).ok();
    assert!(!shown.stderr.contains("may not fit"), "{}", shown.stderr);
}

#[test]
fn secrets_are_shown_to_who_asks_for_them() {
    let server = Server::start("2026.8.5");
    portainer(&server, &[]);
    let secret = server.provider_of("portainer")["client_secret"].clone();
    let secret = secret.as_str().expect("text");
    let shown = show(&server, "portainer").ok();
    assert!(!shown.stdout.contains(secret) && shown.stdout.contains("(hidden;"), "{}", shown.stdout);
    let report = show(&server, "portainer").json();
    assert_eq!((&report["provider"]["client_secret"], &report["changes"]), (&Value::Null, &json!([])));
    let ran = show(&server, "portainer").args(["--out-dir", "out", "-o", "json"]).ok();
    let file = std::fs::read_to_string(ran.home.path().join("out/portainer.env")).expect("written");
    assert!(file.contains(secret) && !ran.stdout.contains(secret));
}

#[test]
fn what_is_not_there_or_something_else_is_refused() {
    let server = Server::start("2026.8.5");
    show(&server, "portainer")
        .args(["--app-url", "https://a.example"])
        .fails(2, &["no application and no SCIM source"]);
    server.post("core/applications/", json!({"name": "Portainer", "slug": "portainer"}));
    let with = || show(&server, "portainer").args(["--app-url", "https://a.example"]);
    with().fails(4, &["authentik has nothing of that kind there", "--preset NAME"]);
    Akctl::on(&server).args(["show"]).fails(2, &["which integration? Give its slug"]);
    show(&server, "portainer").args(["--nonsense"]).fails(2, &["--nonsense"]);
    let help = show(&server, "portainer").args(["--help"]).ok().stdout;
    assert!(help.contains("akctl show portainer [OPTIONS]") && help.contains("--app-url"), "{help}");
}

#[test]
fn a_slug_that_is_not_there_is_told_with_the_nearest_by_every_command() {
    let server = Server::start("2025.10.3");
    super::portainer(&server, &[]);
    server.forget();
    let commands: [&[&str]; 9] = [
        &["show", "portaine", "--preset", "portainer"],
        &["diff", "portaine", "--preset", "portainer"],
        &["adopt", "portaine", "--preset", "portainer", "--yes"],
        &["verify", "portaine"],
        &["preview", "portaine", "--user", "anna"],
        &["login-test", "portaine", "--yes"],
        &["rotate", "portaine", "--yes", "--show-secrets"],
        &["rotate", "portaine", "--certificate", "--yes"],
        &["remove", "portaine", "--yes"],
    ];
    for words in commands {
        Akctl::on(&server).args(words.iter().copied()).fails(2, &["slug `portaine`", "did you mean `portainer`?"]);
    }
    Akctl::on(&server).args(["remove", "zzz", "--dry-run"]).fails(2, &["`akctl list`", "nothing was removed"]);
    assert!(server.writes().is_empty());
}

#[test]
fn a_name_in_authentik_that_cannot_be_used_is_refused_as_that_objects_name() {
    let server = Server::start("2025.10.3");
    super::portainer(&server, &[]);
    server.patch("core/applications/portainer/", json!({"name": "Por\u{1b}[31mtainer"}));
    server.forget();
    for command in ["show", "diff", "adopt"] {
        let words = [command, "portainer", "--preset", "portainer"];
        let ran =
            Akctl::on(&server).args(words).fails(2, &["the application `portainer` has a name in authentik", "--name"]);
        assert!(!ran.stderr.contains("things are wrong") && !ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
    }
    assert!(server.writes().is_empty());
    let words = ["adopt", "portainer", "--preset", "portainer", "--name", "Portainer", "--yes"];
    Akctl::on(&server).args(words).ok();
    assert_eq!(server.get("core/applications/portainer/")["name"], "Portainer");
}
