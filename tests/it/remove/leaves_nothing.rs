//! Integrating and removing leaves what was there before.

use super::{held, remove, with_action, without_groups};
use crate::presets::samples::{SAMPLES, Sample};
use crate::support::{Akctl, Server, VERSIONS};
use std::collections::BTreeSet;

/// One integration to be removed again.
struct Case {
    preset: &'static str,
    flags: Vec<&'static str>,
    /// Where the files are that the flags name.
    sample: Option<&'static Sample>,
}

/// The samples of all presets, those of the presets that have none there, and everything that is
/// made besides.
fn cases() -> Vec<Case> {
    let case = |preset, flags: &[&'static str]| Case { preset, flags: flags.to_vec(), sample: None };
    let of_sample = |sample: &'static Sample| Case { sample: Some(sample), ..case(sample.preset, sample.flags) };
    let mut cases: Vec<Case> = SAMPLES.iter().map(of_sample).collect();
    let saml = ["--name", "Wiki", "--acs", "https://wiki.company/acs", "--entity-id", "https://wiki.company/saml"];
    cases.push(case("saml", &saml));
    cases.push(case("saml", &[&saml[..], &["--groups-attribute", "teams", "--require-mfa=enrol"]].concat()));
    let scim = ["--name", "Directory", "--scim-url", "https://app.company/scim/v2", "--scim-token-file", "token"];
    cases.push(case("scim", &[&scim[..], &["--scim-group", "staff"]].concat()));
    cases.push(case("scim-source", &["--name", "Personnel"]));
    let address = ["--app-url", "https://portainer.company"];
    let access = ["--bind-group", "Crew", "--allow-network", "10.0.0.0/8", "--require-mfa", "--mfa-lasts", "hours=8"];
    cases.push(case("portainer", &[&address[..], &["--teams"], &access[..]].concat()));
    cases.push(case("portainer", &[&address[..], &["--bind-group", "Crew", "--bind-user", "anna"]].concat()));
    cases
}

impl Case {
    /// The versions on which it is tried.
    fn versions(&self) -> Vec<&'static str> {
        let is_tried = |version: &&str| self.sample.is_none_or(|sample| sample.is_tried_on(version));
        VERSIONS.into_iter().filter(is_tried).collect()
    }

    /// Integrates it, and answers its slug.
    fn integrate(&self, server: &Server) -> String {
        let akctl = Akctl::integrate(server, self.preset).file("token", "t0ken");
        let akctl = self.sample.into_iter().fold(akctl, |akctl, sample| sample.with_files(akctl));
        let report = akctl.args(self.flags.iter().copied()).args(["--create-groups", "--yes"]).json();
        let slug = report["application"]["slug"].as_str().or_else(|| report["source"]["slug"].as_str());
        slug.expect("a slug").to_owned()
    }
}

#[test]
fn every_embedded_preset_is_removed() {
    let listed = Akctl::new().args(["presets", "list"]).json();
    let listed: BTreeSet<&str> = listed.as_array().expect("a list").iter().filter_map(|p| p["id"].as_str()).collect();
    assert_eq!(cases().iter().map(|case| case.preset).collect::<BTreeSet<_>>(), listed);
}

#[test]
fn what_was_there_before_is_there_afterwards_and_nothing_else() {
    std::thread::scope(|scope| {
        for version in VERSIONS {
            scope.spawn(move || {
                let server = Server::start(version);
                for (at, case) in cases().iter().enumerate() {
                    let tried = case.versions();
                    if !tried.contains(&version) {
                        continue;
                    }
                    let closely = tried[at % tried.len()] == version;
                    let at = (format!("{version}: {} {:?}", case.preset, case.flags), closely);
                    leaves_nothing(&server, case, &at);
                }
            });
        }
    });
}

/// Each case is looked at more closely on one of the versions, because that takes time.
fn leaves_nothing(server: &Server, case: &Case, (at, closely): &(String, bool)) {
    let before = held(server);
    let slug = case.integrate(server);
    let whole = held(server);
    server.forget();
    let dry = || Akctl::on(server).args(["remove", &slug, "--dry-run"]).json();
    let planned = closely.then(dry);
    assert_eq!(server.writes().len(), 0, "{at}: a dry run writes nothing");
    let removed = remove(server, &slug).json();
    assert!(planned.is_none_or(|planned| planned["changes"] == removed["changes"]), "{at}");
    assert_eq!(removed["warnings"].as_array().map(Vec::len), Some(0), "{at}: {removed}");
    let after = held(server);
    assert_eq!(after["core/groups/"], whole["core/groups/"], "{at}: groups stay");
    assert_eq!(without_groups(after), without_groups(before), "{at}");
    if *closely {
        server.forget();
        remove(server, &slug).fails(2, &["nothing that akctl made", &slug, "nothing was removed"]);
        assert_eq!(server.writes().len(), 0, "{at}");
    }
}

#[test]
fn the_report_names_what_goes_and_what_stays() {
    let server = Server::start("2025.10.3");
    super::portainer(&server, &["--teams", "--bind-group", "Crew", "--require-mfa"]);
    let report = remove(&server, "portainer").json();
    assert_eq!(
        with_action(&report, "delete"),
        [
            "application portainer",
            "binding portainer: group Crew",
            "scope mapping portainer: teams in portainer_teams (akctl)",
            "provider portainer (akctl)",
            "flow akctl-mfa-deny-consent",
            "stage Second factor, deny (akctl)",
            "stage Consent (akctl)",
        ]
    );
    assert_eq!(with_action(&report, "keep"), ["group Crew"]);
    assert_eq!(report["slug"], "portainer");
    assert_eq!(report["dry_run"], false);
}

#[test]
fn a_dry_run_can_tell_by_its_exit_code() {
    let server = Server::start("2026.8.5");
    let dry = || Akctl::on(&server).args(["remove", "portainer", "--dry-run", "--exit-code"]);
    dry().fails(2, &["nothing that akctl made"]);
    super::portainer(&server, &[]);
    let ran = dry().fails(3, &["there is something to remove"]);
    assert!(ran.stdout.contains("- delete application portainer"), "{}", ran.stdout);
}

#[test]
fn what_is_integrated_again_afterwards_is_a_fresh_one() {
    let server = Server::start("2026.8.5");
    let first = super::portainer(&server, &["--show-secrets"]);
    remove(&server, "portainer").ok();
    let second = super::portainer(&server, &["--show-secrets"]);
    assert!(with_action(&second, "create").contains(&"provider portainer (akctl)".to_owned()));
    assert_ne!(first["provider"]["client_secret"], second["provider"]["client_secret"]);
}
