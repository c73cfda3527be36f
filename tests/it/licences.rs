//! Every dependency has a licence that `deny.toml` allows. cargo-deny checks more, and is not on
//! every machine.

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

const RULES: &str = include_str!("../../deny.toml");

/// The licences that `deny.toml` allows.
fn allowed() -> BTreeSet<&'static str> {
    let (_, list) = RULES.split_once("\nallow = [").expect("a list");
    let (list, _) = list.split_once("\n]").expect("its end");
    list.lines().filter_map(|line| line.split('"').nth(1)).collect()
}

/// Whether a licence expression leaves a way that is allowed. `/` is an old way to write `OR`;
/// brackets stand only around one of several that must all hold.
fn is_allowed(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let every = |text: &str| text.split(" AND ").all(|one| allowed.contains(one.trim()));
    if let Some((choice, rest)) = expression.strip_prefix('(').and_then(|inner| inner.split_once(") AND ")) {
        return is_allowed(choice, allowed) && is_allowed(rest, allowed);
    }
    expression.replace('/', " OR ").split(" OR ").any(every)
}

#[test]
fn every_dependency_has_a_licence_that_is_allowed() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host().as_str()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo");
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).expect("JSON");
    let allowed = allowed();
    let refused: Vec<String> = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| (package["name"].as_str().unwrap_or_default(), package["license"].as_str().unwrap_or_default()))
        .filter(|(_, licence)| !is_allowed(licence, &allowed))
        .map(|(name, licence)| format!("{name}: {licence:?}"))
        .collect();
    assert!(refused.is_empty(), "deny.toml does not allow the licences of {refused:#?}");
}

/// The platform for which the tests run: only its dependencies are sure to have been fetched.
fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = Command::new(rustc).arg("-vV").output().expect("rustc");
    let said = String::from_utf8(said.stdout).expect("text");
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned()
}

#[test]
fn expressions_are_read_as_they_are_meant() {
    let allowed = BTreeSet::from(["MIT", "ISC"]);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("MIT AND ISC", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR GPL-3.0) AND ISC", true),
        ("(MIT OR ISC) AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}
