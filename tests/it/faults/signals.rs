//! The binary is sent a signal while a request of its is answered: at each request of a fresh run, a
//! change, a removal and an `apply`. A second run finishes, and nothing is open meanwhile.

use super::Tally;
use super::files::ten;
use crate::support::hooked::Hooked;
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

/// A command that is stopped, and what stands before it.
struct Case {
    name: &'static str,
    before: &'static [&'static [&'static str]],
    words: &'static [&'static str],
    /// The status of the application in the end.
    is_there: bool,
}

const FRESH: &[&str] = &[
    "integrate",
    "portainer",
    "--app-url",
    "https://a.company",
    "--teams",
    "--bind-group",
    "Crew",
    "--create-groups",
    "--yes",
];

const CASES: [Case; 7] = [
    Case { name: "fresh", before: &[], words: FRESH, is_there: true },
    Case {
        name: "changed",
        before: &[FRESH],
        words: &[
            "integrate",
            "portainer",
            "--app-url",
            "https://b.company",
            "--teams",
            "--bind-group",
            "Newcomers",
            "--create-groups",
            "--exact",
            "--yes",
        ],
        is_there: true,
    },
    Case { name: "removed", before: &[FRESH], words: &["remove", "portainer", "--yes"], is_there: false },
    Case {
        name: "a second factor",
        before: &[],
        words: &[
            "integrate",
            "portainer",
            "--app-url",
            "https://a.company",
            "--require-mfa=enrol",
            "--bind-group",
            "Crew",
            "--create-groups",
            "--yes",
        ],
        is_there: true,
    },
    Case {
        name: "a proxy",
        before: &[],
        words: &[
            "integrate",
            "proxy",
            "--name",
            "Hall",
            "--app-url",
            "https://a.company",
            "--bind-group",
            "Crew",
            "--create-groups",
            "--yes",
        ],
        is_there: true,
    },
    Case {
        name: "an own certificate",
        before: &[],
        words: &[
            "integrate",
            "proxmox",
            "--node",
            "https://a.company:8006",
            "--bind-group",
            "Crew",
            "--create-groups",
            "--yes",
        ],
        is_there: true,
    },
    Case {
        name: "a file of ten",
        before: &[],
        words: &["apply", "-f", "ten.yaml", "--yes", "--concurrency", "2"],
        is_there: true,
    },
];

fn start(server: &Hooked, home: &Path, words: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
    command.env_clear().env("HOME", home).current_dir(home).args(words);
    command.env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs")
}

fn finish(server: &Hooked, home: &Path, words: &[&str]) -> Output {
    start(server, home, words).wait_with_output().expect("it ends")
}

fn shown(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// The server before the command, with a home for it.
fn prepared(case: &Case, version: &str) -> (Hooked, tempfile::TempDir) {
    let server = Hooked::start(version);
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("ten.yaml"), ten("Crew", "company")).expect("written");
    for words in case.before {
        let output = finish(&server, home.path(), words);
        assert!(output.status.success(), "{}", shown(&output));
    }
    server.forget();
    (server, home)
}

/// How many requests the command sends if nobody stops it.
fn requests(case: &Case, version: &str) -> usize {
    let (server, home) = prepared(case, version);
    let output = finish(&server, home.path(), case.words);
    assert!(output.status.success(), "{}", shown(&output));
    server.asked()
}

/// An application with a provider and without a binding.
fn open(server: &Hooked) -> Option<String> {
    let mut sandbox = server.sandbox();
    let list = |sandbox: &mut akctl::sandbox::Sandbox, path: &str| crate::integrate::world::list(sandbox, path);
    let bindings = list(&mut sandbox, "policies/bindings/?page_size=100");
    let applications = list(&mut sandbox, "core/applications/?superuser_full_list=true&page_size=100");
    let is_open = |application: &&Value| {
        !application["provider"].is_null() && !bindings.iter().any(|binding| binding["target"] == application["pk"])
    };
    applications.iter().find(is_open).map(|application| application["slug"].to_string())
}

/// How many applications there are in the end.
fn expected(case: &Case) -> usize {
    if case.name == "a file of ten" { 10 } else { usize::from(case.is_there) }
}

fn stopped(case: &Case, version: &str, (at, signal): (usize, &'static str)) -> Vec<String> {
    let (server, home) = prepared(case, version);
    let (tell, told) = std::sync::mpsc::channel::<u32>();
    let told = std::sync::Mutex::new(told);
    server.on(at, move || {
        let process = told.lock().expect("one").recv().expect("a process");
        let sent = Command::new("kill").args([signal, &process.to_string()]).status().expect("kill");
        assert!(sent.success());
    });
    let child = start(&server, home.path(), case.words);
    tell.send(child.id()).expect("waited for");
    let output = child.wait_with_output().expect("it ends");
    let screen = shown(&output);
    let mut wrong = Vec::new();
    // Who is told to stop while the last answer comes is done all the same.
    match output.status.code() {
        Some(130) => {}
        Some(0) if server.slugs().len() == expected(case) => {}
        code => wrong.push(format!("it ended with {code:?}")),
    }
    wrong.extend(open(&server).map(|slug| format!("{slug} is open")));
    server.calm();
    let again = finish(&server, home.path(), case.words);
    // What was removed already cannot be removed again.
    if !again.status.success() && case.is_there {
        wrong.push(format!("the second run fails: {}", shown(&again)));
    }
    let slugs = server.slugs();
    if slugs.len() != expected(case) {
        wrong.push(format!("in the end there are {slugs:?}"));
    }
    wrong.extend(open(&server).map(|slug| format!("{slug} is open in the end")));
    wrong.into_iter().map(|what| format!("{what}\n{screen}")).collect()
}

#[test]
fn a_signal_at_any_request_leaves_nothing_half() {
    let mut tally = Tally::default();
    for version in ["2024.8.6", "2026.8.5"] {
        for case in &CASES {
            for at in 0..requests(case, version) {
                for signal in ["-INT", "-TERM", "-HUP"] {
                    if tally.takes(31) {
                        let place = format!("{version}, {}, {signal} at {at}", case.name);
                        tally.add(&place, stopped(case, version, (at, signal)));
                    }
                }
            }
        }
    }
    tally.end("signals");
}

#[test]
fn a_run_that_nobody_stops_ends_well() {
    let (server, home) = prepared(&CASES[0], "2026.8.5");
    let output = finish(&server, home.path(), CASES[0].words);
    assert!(output.status.success() && open(&server).is_none(), "{}", shown(&output));
}
