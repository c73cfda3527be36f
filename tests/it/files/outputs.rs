//! Where outputs must not go, and what is said of those that could not be written.

use super::on;
use crate::support::Server;
use std::fs;

/// A file with one integration for each of these outputs.
fn file(outputs: &[&str]) -> String {
    let line = |(at, outputs): (usize, &&str)| {
        let host = format!("https://app{at}.company/back");
        format!(
            "  - {{preset: oidc, slug: app{at}, name: App {at}, inputs: {{redirect: [{host}]}}, outputs: [{outputs}]}}\n"
        )
    };
    format!("version: 1\nintegrations:\n{}", outputs.iter().enumerate().map(line).collect::<String>())
}

#[test]
fn two_outputs_do_not_meet_and_none_takes_the_place_of_the_file_itself() {
    let server = Server::start("2025.10.3");
    for (outputs, said) in [
        (
            &["file: a.json", "file: ./x/../a.json"][..],
            "a.json is taken: the output `integrations[0].outputs[0]` goes there",
        ),
        (&["dir: all", "file: all/app0.env"][..], "app0.env is taken"),
        (&["file: akctl.yaml"][..], "akctl.yaml is taken: the file of integrations itself stands there"),
    ] {
        let outputs: Vec<String> = outputs.iter().map(|output| format!("{{{output}}}")).collect();
        let outputs: Vec<&str> = outputs.iter().map(String::as_str).collect();
        on(&server, "apply", &file(&outputs)).args(["--yes"]).fails(2, &[said]);
    }
    assert!(server.log().is_empty(), "{:?}", server.log());
}

#[cfg(unix)]
#[test]
fn what_is_no_plain_file_stays_and_nothing_half_written_is_left() {
    let server = Server::start("2025.10.3");
    let akctl = on(&server, "apply", &file(&["{file: out/link}", "{file: out/folder}", "{file: out/app2.json}"]));
    fs::create_dir_all(akctl.path("out/folder")).expect("made");
    std::os::unix::fs::symlink("/dev/null", akctl.path("out/link")).expect("made");
    let ran = akctl.args(["--yes"]).fails(1, &["outputs of 2 of 3 integrations were not written", "--outputs"]);
    assert!(ran.stdout.contains("3 created; outputs of 2 were not written."), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("no plain file, and stays as it is").count(), 2, "{}", ran.stdout);
    let mut names: Vec<_> = fs::read_dir(ran.home.path().join("out"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["app2.json", "folder", "link"]);
    assert_eq!(fs::read_link(ran.home.path().join("out/link")).expect("a link"), std::path::Path::new("/dev/null"));
}

#[cfg(unix)]
#[test]
fn a_command_may_leave_its_input_unread_and_one_that_is_missing_is_told() {
    let server = Server::start("2025.10.3");
    let outputs =
        ["{command: ['true']}", "{command: [no-such-program-here]}", "{command: [sh, -c, 'exec 0<&-; echo out']}"];
    let ran = on(&server, "apply", &file(&outputs)).args(["--yes"]).fails(1, &["outputs of 1 of 3 integrations"]);
    assert!(ran.stdout.contains("`no-such-program-here` of the outputs: there is no such program"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("\nout\n"), "{}", ran.stdout);
}

#[test]
fn a_plan_is_not_saved_over_something_else() {
    let server = Server::start("2025.10.3");
    let text = file(&["{file: a.json}"]);
    let ran = on(&server, "plan", &text).args(["--out", "akctl.yaml"]).fails(2, &["is no saved plan, so it stays"]);
    assert_eq!(fs::read_to_string(ran.home.path().join("akctl.yaml")).expect("there"), text);
    assert!(server.log().is_empty());
    // A plan that was saved before is no such thing.
    let ran = on(&server, "plan", &text).args(["--out", "akctl.plan"]).ok();
    let plan = fs::read_to_string(ran.home.path().join("akctl.plan")).expect("saved");
    on(&server, "plan", &text).file("akctl.plan", &plan).args(["--out", "akctl.plan"]).ok();
}

#[test]
fn there_are_no_variables_to_print() {
    let server = Server::start("2025.10.3");
    for verb in ["plan", "apply", "diff", "destroy"] {
        on(&server, verb, &file(&[])).args(["-o", "env"]).fails(2, &["-o env"]);
    }
}

#[cfg(unix)]
#[test]
fn what_a_command_complains_about_is_told_without_the_secrets() {
    let server = Server::start("2025.10.3");
    let outputs = ["{command: [sh, -c, 'cat >&2; echo no room >&2; exit 3'], format: env}, {file: after.json}"];
    let ran = on(&server, "apply", &file(&outputs)).args(["--yes"]).fails(1, &["outputs of 1 of 1 integration"]);
    let provider = server.provider_of("app0");
    let secret = provider["client_secret"].as_str().expect("text");
    let said = format!("{}{}", ran.stdout, ran.stderr);
    assert!(said.contains("ended with exit status: 3; it said:") && said.contains("no room"), "{said}");
    assert!(!said.contains(secret) && said.contains("(hidden)"), "{said}");
    assert!(ran.home.path().join("after.json").is_file(), "the other output is written all the same");
}

#[test]
fn a_file_has_no_colours() {
    let server = Server::start("2025.10.3");
    let ran = on(&server, "apply", &file(&["{file: a.txt, format: text}"])).args(["--yes", "--color", "always"]).ok();
    let text = fs::read_to_string(ran.home.path().join("a.txt")).expect("written");
    assert!(text.contains("Client secret") && !text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn a_plan_says_where_settings_will_go() {
    let server = Server::start("2025.10.3");
    let text = file(&["{file: a.json}, {command: ['true', x]}"]);
    let planned = on(&server, "plan", &text).ok().stdout;
    assert!(planned.contains("writes a.json") && planned.contains("writes to the command true"), "{planned}");
    let done = on(&server, "apply", &text).args(["--yes"]).ok();
    assert!(
        done.stdout.contains("wrote a.json") && done.stderr.contains("writes a.json"),
        "{}{}",
        done.stderr,
        done.stdout
    );
    let again = on(&server, "apply", &text).file("a.json", "{}").args(["--yes", "--outputs"]).ok().stdout;
    assert!(again.contains("app0 (oidc): unchanged\n") && again.contains("wrote a.json"), "{again}");
    let planned = on(&server, "plan", &text).file("a.json", "{}").ok().stdout;
    assert!(!planned.contains("a.json"), "{planned}");
}
