//! Inputs: in order, checked at once, asked only where they count and were not given.

use super::script::Answer::{Enter, No, Pick, Secret, Text, Yes};
use super::script::Script;
use super::{asked, taught, words};
use crate::support::{Akctl, Server, VERSIONS};
use akctl::wizard::command;

const URL: [&str; 2] = ["--app-url", "https://portainer.company"];

#[test]
fn a_wrong_answer_is_told_and_asked_again() {
    let server = Server::start("2025.10.3");
    let script = Script::new([Text("portainer"), Text(""), Text(" https://portainer.company/ "), Enter, No, No]);
    assert_eq!(words(&server, &["portainer"], &script), ["--app-url", "https://portainer.company/"]);
    script.has_said(&[
        "Address of Portainer (--app-url)",
        "As people type it into the browser",
        "For example: https://portainer.company",
        "--app-url: \"portainer\" is not a web address",
        "[text, \"portainer\", \"\"]",
        "it must not be empty",
        "Enter takes: preferred_username",
    ]);
    assert!(server.log().is_empty(), "nothing that the answers need is on the server");
}

#[test]
fn what_flags_say_is_not_asked() {
    let server = Server::start("2025.10.3");
    let typed = ["portainer", URL[0], URL[1], "--set", "user_identifier=email"];
    let script = Script::new([No, No]);
    assert_eq!(words(&server, &typed, &script), Vec::<String>::new());
    assert!(!script.said().contains("--user-identifier") && !script.said().contains("--app-url"), "{}", script.said());
    script.has_said(&["(--teams)"]);
}

#[test]
fn conditions_are_obeyed_as_answers_come_in_and_records_are_asked_field_by_field() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.group("Büro \"東京\"");
        server.forget();
        let script = Script::new([
            Pick("email"),
            Yes,
            No, // The default groups.
            Pick("büro"),
            Text("BÖSE"),
            Text("user"),
            Text("engineering"),
            Yes, // Another one.
            Pick("type its name"),
            Text("New Admins"),
            Text("boss"),
            Text("it's sysadmins"),
            No,
            Text("nobody"), // No group gives it.
            Text("boss"),
            Enter,
            Enter,
            Yes,
            No,
            Yes,
        ]);
        let typed = ["portainer", URL[0], URL[1]];
        let answers = words(&server, &typed, &script);
        script.has_said(&[
            "Group in authentik",
            "\"BÖSE\" must be made of letters",
            "--admin-value nobody: no --team gives this value",
            "does not have the group New Admins yet",
        ]);
        assert_eq!(
            answers,
            [
                "--user-identifier",
                "email",
                "--teams",
                "--team",
                "Büro \"東京\"=user:engineering",
                "--team",
                "New Admins=boss:it's sysadmins",
                "--admin-value",
                "boss",
                "--bind-teams",
                "--create-groups",
            ],
            "{version}"
        );
        let groups = server.log().iter().filter(|entry| entry.target.contains("/core/groups/")).count();
        assert_eq!((groups, server.writes().len()), (1, 0), "{version}: one look at the groups, and nothing written");
        taught(&server, &typed, &answers);
        assert_eq!(server.bindings_of("portainer").len(), 2, "{version}");
    }
}

#[test]
fn what_cannot_be_written_as_a_flag_is_asked_again() {
    let server = Server::start("2025.10.3");
    let script = Script::new([
        Enter,
        Yes,
        No,
        Pick("type its name"),
        Text("a=b:c"),
        Text("d"),
        Text("e"), // Two readings.
        Pick("type its name"),
        Text("Staff"),
        Text("d"),
        Text("e"),
        Yes,
        Pick("Staff"),
        Text("d"),
        Text("other"), // The same group and value once more.
        Pick("type its name"),
        Text("Rest"),
        Text("r"),
        Text("e"),
        No,
        Enter,
        Enter,
        Enter,
        No,
        No,
        No,
    ]);
    server.group("Staff");
    let answers = words(&server, &["portainer", URL[0], URL[1]], &script);
    script.has_said(&["more than one way", "is there twice"]);
    assert_eq!(answers, ["--teams", "--team", "Staff=d:e", "--team", "Rest=r:e"]);
}

#[test]
fn a_typed_secret_is_in_no_word_and_no_text() {
    let server = Server::start("2025.10.3");
    let typed = ["scim", "--name", "Wiki", "--scim-url", "https://wiki.company/scim"];
    let script = Script::new([Secret("s3c ret"), Secret("s3cr3t"), Enter, Enter, Enter, Enter]);
    let filled = asked(&server, &typed, &script).expect("filled");
    script.is_used_up();
    script.has_said(&["--scim-token-file: it must hold the secret and nothing else"]);
    let told = command::told(&command::whole(
        &[vec!["integrate".to_owned(), "scim".to_owned()], filled.words.clone()].concat(),
    ));
    assert!(told.contains("--scim-token-file FILE --yes") && told.contains("kept nowhere"), "{told}");
    for text in [format!("{:?}", filled.words), told, script.said().replace("Secret(\"s3cr3t\")", "")] {
        assert!(!text.contains("s3cr3t"), "{text}");
    }
    assert!(filled.documents.values().any(|content| content.as_deref() == Ok(b"s3cr3t")));
}

#[test]
fn a_secret_may_be_in_a_file_that_is_named_after_one_that_is_not_there() {
    let (server, folder) = (Server::start("2026.2.2"), tempfile::tempdir().expect("a folder"));
    let file = folder.path().join("token");
    std::fs::write(&file, "s3cr3t\n").expect("written");
    let file: &'static str = file.display().to_string().leak();
    let typed = ["scim", "--name", "Wiki", "--scim-url", "https://wiki.company/scim"];
    let script = Script::new([
        Enter,
        Text("/nothing/there"),
        Enter,
        Text("-"),
        Enter,
        Text(file), // The token.
        Pick("authentik Admins"),
        Enter, // One group, no more.
        Enter,
        Enter,
        Enter,
    ]);
    let answers = words(&server, &typed, &script);
    script.has_said(&["/nothing/there cannot be read", "standard input is this terminal"]);
    assert_eq!(answers, ["--scim-token-file", file, "--scim-group", "authentik Admins"]);
    taught(&server, &typed, &answers);
}

#[test]
fn metadata_answer_what_they_say() {
    let (server, folder) = (Server::start("2025.10.3"), tempfile::tempdir().expect("a folder"));
    let file = folder.path().join("metadata.xml");
    let text = r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.company">
        <SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
        <AssertionConsumerService Location="https://sp.company/acs" index="0"
        Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"/></SPSSODescriptor></EntityDescriptor>"#;
    std::fs::write(&file, text).expect("written");
    let file: &'static str = file.display().to_string().leak();
    let typed = ["saml", "--name", "Wiki"];
    let script =
        Script::new([Text("/etc/hostname"), Text(file), Enter, Text("https://other.company"), Text(""), Enter]);
    let answers = words(&server, &typed, &script);
    script.has_said(&["--metadata: /etc/hostname: ", "Enter takes: https://sp.company/acs"]);
    assert_eq!(answers, ["--metadata", file, "--entity-id", "https://other.company"]);
    let script = Script::new([Text(""), Text("https://sp.company/acs"), Text("wiki"), Text(""), Enter]);
    let by_hand = words(&server, &typed, &script);
    assert_eq!(by_hand, ["--acs", "https://sp.company/acs", "--entity-id", "wiki"]);
    taught(&server, &typed, &by_hand);
}

#[test]
fn a_preset_for_many_applications_asks_for_the_name_and_a_few_inputs() {
    let server = Server::start("2025.10.3");
    let script = Script::new([
        Text("Wi\u{7}ki"),
        Text("Wiki"), // The name.
        Text("https://wiki.company/back"),
        Text("not one"),
        Text(""), // Addresses to come back to.
        Text(""),
        Text("https://wiki.company"),
        Pick("public"), // Expression, address, kind of client.
        Yes,
        Pick("--scope"),
        No,
        Pick("email"),
        No,
        Pick("That is all"),
    ]);
    let answers = words(&server, &["oidc"], &script);
    assert!(!script.said().contains("(--refresh-token-validity)"), "not asked without being chosen: {}", script.said());
    assert_eq!(
        answers,
        [
            "--name",
            "Wiki",
            "--redirect",
            "https://wiki.company/back",
            "--app-url",
            "https://wiki.company",
            "--client-type",
            "public",
            "--scope",
            "email",
        ]
    );
    taught(&server, &["oidc"], &answers);
}

#[test]
fn what_does_not_go_together_is_told_at_the_end_and_mended() {
    let server = Server::start("2025.10.3");
    let typed = ["oidc", "--name", "Wiki"];
    let script = Script::new([
        Text(""),
        Text(""),
        Pick("Try again"), // Goes on.
        Text(""),
        Enter, // Nothing at all.
        Pick("--redirect"),
        Text("https://wiki.company/back"),
        Text(""),
        No,
    ]);
    assert_eq!(words(&server, &typed, &script), ["--redirect", "https://wiki.company/back"]);
    script.has_said(&["--redirect is missing", "What do you want to change?"]);
}

#[test]
fn without_a_terminal_nothing_is_asked_and_all_that_is_missing_is_told() {
    let server = Server::start("2025.10.3");
    for flags in [&[][..], &["--yes"], &["--dry-run"], &["-o", "json"]] {
        let ran = Akctl::integrate(&server, "scim")
            .args(flags.iter().copied())
            .fails(2, &["--scim-url", "--scim-token-file"]);
        assert!(ran.stdout.is_empty(), "{}", ran.stdout);
    }
    Akctl::on(&server).args(["integrate"]).fails(2, &["which application? Name a preset"]);
    assert!(server.log().is_empty());
}

#[test]
fn a_rule_is_told_at_its_last_question_and_what_to_change_is_marked() {
    let server = Server::start("2025.10.3");
    let script = Script::new([
        Text("Demo"),
        Enter, // No address,
        Enter, // and no expression for one.
        Enter, // The first of them is marked.
        Text("https://demo.company/callback"),
        Enter, // No more.
        super::script::Answer::CtrlC,
    ]);
    let failure = asked(&server, &["oidc"], &script).expect_err("stopped");
    assert_eq!(failure.kind, akctl::error::Kind::Interrupted);
    script.is_used_up();
    script.has_said(&["What do you want to change?"]);
    assert_eq!(script.said().matches("What do you want to change?").count(), 1, "{}", script.said());
    assert!(!script.said().contains("[default: the preset's]"), "{}", script.said());
    assert_eq!(script.said().matches("(--redirect)").count(), 2, "{}", script.said());
}
