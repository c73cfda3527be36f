//! Everything else that can be set: from a menu, with what authentik has to choose from.

use super::script::Answer::{Enter, Pick, Text, Type, Yes};
use super::script::Script;
use super::{asked_as, taught, words};
use crate::support::{Server, VERSIONS};
use serde_json::json;

const TYPED: [&str; 7] =
    ["portainer", "--app-url", "https://app.company", "--set", "teams=no", "--set", "user_identifier=email"];

#[test]
fn groups_flows_and_keys_are_those_of_the_server() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.forget();
        let script = Script::new([
            Yes,
            Pick("--bind-group"),
            Pick("authentik Admins"),
            Pick("--bind-group"),
            Type("Staff"),
            Pick("--authorization-flow"),
            Pick("implicit"),
            Pick("--signing-key"),
            Pick("self-signed"),
            Pick("--require-mfa"),
            Pick("deny"),
            Pick("--authorization-flow"),
            Enter, // A second factor brings a flow of its own.
            Pick("--description"),
            Text("For containers"),
            Enter, // That is all.
            Yes,   // Create the group.
        ]);
        let answers = words(&server, &TYPED, &script);
        assert_eq!(
            answers,
            [
                "--bind-group",
                "authentik Admins",
                "--bind-group",
                "Staff",
                "--signing-key",
                "authentik Self-signed Certificate",
                "--require-mfa=deny",
                "--description",
                "For containers",
                "--create-groups",
            ],
            "{version}"
        );
        script.has_said(&["--require-mfa brings an authorization flow of its own"]);
        let offered = script.offered.borrow().concat();
        assert!(
            offered.iter().any(|item| item.label == "default-provider-authorization-implicit-consent"),
            "{version}"
        );
        let log = server.log();
        let asked = |part: &str| log.iter().filter(|entry| entry.target.contains(part)).count();
        assert_eq!(
            [asked("core/groups/"), asked("flows/instances/"), asked("certificatekeypairs/")],
            [1, 1, 1],
            "{version}"
        );
        taught(&server, &TYPED, &answers);
        assert_eq!(server.bindings_of("portainer").len(), 2, "{version}");
    }
}

#[test]
fn a_wrong_value_is_told_and_the_last_one_counts() {
    let server = Server::start("2025.10.3");
    let script = Script::new([
        Yes,
        Pick("--slug"),
        Text("No Slug"),
        Text("containers"),
        Pick("--slug"),
        Text("boxes"),
        Pick("--policy-expression"),
        Text("/nothing/there"),
        Text("-"),
        Text(""),
        Pick("--allow-network"),
        Text("office"),
        Text("10.0.0.0/8"),
        Pick("--mfa-lasts"),
        Text("hours=8"),
        Text(""), // Nothing without a second factor.
        Pick("--name"),
        Text(""), // Left as it is.
        Enter,
    ]);
    let answers = words(&server, &TYPED, &script);
    script.has_said(&["--slug: ", "/nothing/there cannot be read", "standard input is this terminal", "--require-mfa"]);
    assert_eq!(answers, ["--slug", "boxes", "--allow-network", "10.0.0.0/8"]);
}

#[test]
fn who_wants_nothing_else_is_asked_once() {
    let server = Server::start("2025.10.3");
    let script = Script::new([Enter]);
    assert_eq!(words(&server, &TYPED, &script), Vec::<String>::new());
    script.has_said(&["[Anything else to set"]);
    assert!(script.offered.borrow().is_empty() && server.log().is_empty());
}

#[test]
fn every_flag_that_every_integration_has_is_in_the_menu() {
    let server = Server::start("2025.10.3");
    let script = Script::new([Yes, Pick("That is all")]);
    words(&server, &TYPED, &script);
    let offered = script.offered.borrow();
    let labels: Vec<&str> = offered[0].iter().map(|item| item.label.as_str()).collect();
    for flag in ["--bind-group", "--bind-user", "--slug", "--name", "--invalidation-flow", "--icon", "--add-member"] {
        assert!(labels.contains(&flag), "{flag} is not in {labels:?}");
    }
    for flag in ["--yes", "--force", "--adopt", "--app-url", "--show-secrets"] {
        assert!(!labels.contains(&flag), "{flag} is in {labels:?}");
    }
}

#[test]
fn groups_that_may_not_be_listed_are_typed() {
    let server = Server::start("2025.10.3");
    let user = server.post("core/users/", json!({"username": "clerk", "name": "Clerk", "type": "service_account"}));
    let token = json!({"identifier": "clerk", "intent": "api", "user": user["pk"], "expiring": false});
    server.post("core/tokens/", token);
    let key = server.get("core/tokens/clerk/view_key/")["key"].as_str().expect("text").to_owned();
    let script = Script::new([Yes, Pick("--bind-group"), Text("Staff"), Enter]);
    let filled = asked_as(&server, &key, &TYPED, &script).expect("filled");
    script.has_said(&["there is nothing to choose from: "]);
    assert_eq!(filled.words, ["--bind-group", "Staff"]);
}
