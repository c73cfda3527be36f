//! `akctl audit`.

use super::{integrated, provider};
use crate::support::{Akctl, Server};
use serde_json::{Value, json};

/// Two integrations: one has no key, the other is open to everyone and is called strangely.
fn broken() -> Server {
    let server = integrated("2026.8.5");
    provider(&server, "portainer", json!({"signing_key": null}));
    Akctl::integrate(&server, "kestra").args(["--app-url", "https://kestra.company", "--yes"]).ok();
    server.post("core/applications/", json!({"name": "<b>&\u{1b}[31m", "slug": "odd", "meta_launch_url": "https://o"}));
    server
}

#[test]
fn it_tells_what_is_wrong_by_kind_and_what_mends_it() {
    let server = broken();
    server.forget();
    let ran = Akctl::on(&server).args(["audit"]).fails(1, &["checks failed"]);
    assert!(server.writes().is_empty());
    for words in ["failed signing-key: signing key\n  - portainer: no signing key\n", "mend: akctl integrate portainer"]
    {
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
    }
    // One kind of problem stands once, with everything that has it.
    assert_eq!(ran.stdout.matches("warning access:").count(), 1, "{}", ran.stdout);
    for place in ["- kestra: no binding", "- odd: no binding"] {
        assert!(ran.stdout.contains(place), "{}", ran.stdout);
    }
    assert!(ran.stdout.find("failed ") < ran.stdout.find("warning "), "{}", ran.stdout);
    assert!(ran.stdout.ends_with("3 integrations looked at: 2 failed, 3 warnings\n"), "{}", ran.stdout);
}

#[test]
fn a_server_that_is_well_has_no_problem() {
    let server = integrated("2025.10.3");
    let stage = server.list("stages/authenticator/validate/")[0]["pk"].as_str().expect("text").to_owned();
    server.patch(&format!("stages/authenticator/validate/{stage}/"), json!({"not_configured_action": "deny"}));
    let ran = Akctl::on(&server).args(["audit"]).json();
    assert_eq!([&ran["problems"], &ran["integrations"]], [&json!([]), &json!(1)]);
}

#[test]
fn sarif_has_a_rule_for_each_check_and_a_result_for_each_problem() {
    let log = Akctl::on(&broken()).args(["audit", "--format", "sarif"]).fails(1, &[]).json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules: Vec<&Value> = run["tool"]["driver"]["rules"].as_array().expect("rules").iter().collect();
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 5, "{results:?}");
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
        let location = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let is_of_server = result["ruleId"] == "second-factor-everybody";
        let page = if is_of_server { "/if/admin/" } else { "/if/admin/#/core/applications/" };
        assert!(location.as_str().is_some_and(|uri| uri.contains(page)), "{result}");
    }
    let levels: Vec<&Value> = results.iter().map(|result| &result["level"]).collect();
    assert_eq!(levels, ["error", "error", "warning", "warning", "warning"]);
}

#[test]
fn junit_has_a_case_for_each_check() {
    let server = broken();
    let ran = Akctl::on(&server).args(["audit", "--format", "junit"]).fails(1, &[]);
    let all = Akctl::on(&server).args(["verify", "--all", "-o", "json"]).run().json();
    let checks = all["integrations"].as_array().expect("a list").iter().map(|one| &one["checks"]);
    let checks: usize = checks.chain([&all["server"]]).map(|list| list.as_array().map_or(0, Vec::len)).sum();
    let xml = &ran.stdout;
    // And the one that only an audit makes.
    assert_eq!(xml.matches("<testcase ").count(), checks + 1);
    assert_eq!(xml.matches("<failure ").count(), 2);
    assert_eq!(xml.matches("<testsuite ").count(), 4);
    assert!(xml.contains(
        "<testcase classname=\"portainer\" name=\"signing-key\">\n      <failure message=\"no signing key\">"
    ));
    let opened = ["testsuites", "testsuite", "failure", "system-out"];
    for name in opened {
        let (open, close) = (xml.matches(&format!("<{name}")).count(), xml.matches(&format!("</{name}>")).count());
        let longer = usize::from(name == "testsuite");
        assert_eq!(open, close + longer, "{name}");
    }
    assert!(!xml.contains('\u{1b}'));
}

#[test]
fn one_way_of_printing_is_enough() {
    let run = |words: &[&str]| Akctl::new().args(["audit"]).args(words.to_vec());
    run(&["--format", "sarif", "-o", "json"]).fails(2, &["--format", "-o"]);
    run(&["-o", "env"]).fails(2, &["env"]);
    run(&["--format", "html"]).fails(2, &["html"]);
}
