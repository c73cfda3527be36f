//! What `--out-dir` writes: each file under a name of its own, readable by whoever needs it.

use super::samples::{SAMPLES, Sample};
use super::{integrate, of};
use crate::support::Server;
use crate::support::akctl::Ran;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

const VERSION: &str = "2026.8.5";

/// Integrates a sample into a folder, and answers the report.
fn written(sample: &Sample) -> (Ran, Value) {
    let server = Server::start(VERSION);
    let ran = integrate(&server, sample).args(["--yes", "--show-secrets", "--out-dir", "out", "-o", "json"]).ok();
    let report = ran.json();
    (ran, report)
}

/// The files that akctl says it wrote.
fn named(ran: &Ran) -> Vec<PathBuf> {
    let lines = ran.stderr.lines().filter_map(|line| line.strip_prefix("wrote "));
    lines.map(|path| ran.home.path().join(path)).collect()
}

#[test]
fn no_file_takes_the_place_of_another() {
    for sample in SAMPLES.iter() {
        let at = format!("{}, {}", sample.preset, sample.name);
        let (ran, report) = written(sample);
        let paths = named(&ran);
        let capitals: BTreeSet<String> = paths.iter().map(|path| path.to_string_lossy().to_lowercase()).collect();
        assert_eq!(capitals.len(), paths.len(), "{at}: {paths:?}");
        let settings: Value = serde_json::from_str(&std::fs::read_to_string(&paths[0]).expect("there")).expect("JSON");
        assert_eq!(settings["preset"], sample.preset, "{at}");
        assert_eq!(paths[1].extension().expect("an extension"), "env", "{at}");
        let files = report["client"]["files"].as_array().expect("files");
        for file in files.iter().filter(|file| !file["content"].is_null()) {
            let path = ran.home.path().join("out").join(file["name"].as_str().expect("text"));
            assert!(paths[2..].contains(&path), "{at}: {}", path.display());
            let text = std::fs::read_to_string(&path).expect("there");
            assert_eq!(file["content"], text, "{at}: {}", path.display());
        }
    }
}

#[test]
fn the_settings_have_another_name_where_the_application_has_a_file_of_theirs() {
    let (ran, _) = written(of("immich", "plain"));
    let names: Vec<String> =
        named(&ran).iter().map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["immich.akctl.json", "immich.env", "immich.json"]);
    let (ran, _) = written(of("miniflux", "plain"));
    let all = named(&ran);
    assert!(all[1].ends_with("miniflux.akctl.env") && all[2].ends_with("miniflux.env"), "{all:?}");
}

#[cfg(unix)]
#[test]
fn only_what_holds_a_secret_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &PathBuf| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    for (preset, sample, name, expected) in [
        ("zabbix", "plain", "idp.crt", 0o644),
        ("apache-saml", "plain", "authentik-metadata.xml", 0o644),
        ("apache-oidc", "plain", "authentik-oidc.conf", 0o600),
        ("pgadmin", "plain", "config_local.py", 0o600),
        ("proxy", "single", "authentik-nginx.conf", 0o644),
    ] {
        let (ran, report) = written(of(preset, sample));
        let folder = ran.home.path().join("out");
        let own: Vec<PathBuf> = named(&ran).into_iter().take(2).collect();
        assert!(own.iter().all(|path| mode(path) == 0o600), "{preset}: {own:?}");
        for file in report["client"]["files"].as_array().expect("files") {
            let path = folder.join(file["name"].as_str().expect("text"));
            let others = if file["secret"] == true { 0o600 } else { 0o644 };
            assert_eq!(mode(&path), others, "{}", path.display());
        }
        assert_eq!(mode(&folder.join(name)), expected, "{preset}: {name}");
    }
}
