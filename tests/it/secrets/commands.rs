//! Every command that there is: a new one without a case fails the test.

use akctl::cli::Cli;
use clap::CommandFactory;
use std::collections::BTreeSet;

/// One command line. `URL` stands for the server's address; files are in the command's folder.
pub struct Case {
    /// The command's words, as clap has them.
    pub command: &'static str,
    pub words: &'static [&'static str],
    /// Whether it makes its report at once and ends, so that it can be tried.
    pub ends: bool,
}

const fn case(command: &'static str, words: &'static [&'static str]) -> Case {
    Case { command, words, ends: true }
}

pub const CASES: &[Case] = &[
    case("login", &["login", "--profile", "again", "--url", "URL", "--token-file", "token", "--store", "file"]),
    case("logout", &["logout", "--profile", "work"]),
    case("profiles list", &["profiles", "list"]),
    case("profiles use", &["profiles", "use", "work"]),
    case("profiles show", &["profiles", "show", "work"]),
    case("profiles remove", &["profiles", "remove", "work"]),
    case("auth check", &["auth", "check"]),
    case(
        "auth create-service-account",
        &["auth", "create-service-account", "--name", "robot", "--store", "file", "--yes"],
    ),
    case(
        "integrate",
        &["integrate", "portainer", "--app-url", "https://b.company", "--teams", "--create-groups", "--yes"],
    ),
    case(
        "integrate",
        &[
            "integrate",
            "scim",
            "--name",
            "Push",
            "--scim-url",
            "https://p.company/scim/v2",
            "--scim-token-file",
            "scim-token",
            "--yes",
        ],
    ),
    case("show", &["show", "portainer", "-o", "json"]),
    case("diff", &["diff"]),
    case("diff", &["diff", "portainer", "--app-url", "https://b.company"]),
    case("diff", &["diff", "-f", "akctl.yaml"]),
    case("adopt", &["adopt", "by-hand", "--preset", "oidc", "--redirect", "https://hand.company/back", "--yes"]),
    case("rotate", &["rotate", "portainer", "--yes"]),
    case("rotate", &["rotate", "portainer", "--yes", "--out-dir", "secret-files"]),
    case("remove", &["remove", "portainer", "--yes"]),
    case("plan", &["plan", "-f", "akctl.yaml", "--out", "akctl.plan"]),
    case("apply", &["apply", "-f", "akctl.yaml", "--yes", "--outputs"]),
    case("destroy", &["destroy", "-f", "akctl.yaml", "--yes"]),
    case("export", &["export"]),
    case("export", &["export", "--format", "terraform"]),
    case("export", &["export", "--format", "blueprint"]),
    case("status", &["status"]),
    case("list", &["list"]),
    case("verify", &["verify", "--all"]),
    case("verify", &["verify", "portainer", "--fix", "--yes"]),
    case("verify", &["verify", "portainer", "--client-secret-file", "client-secret"]),
    case("preview", &["preview", "portainer", "--user", "anna"]),
    case("login-test", &["login-test", "portainer", "--yes", "--wait", "1"]),
    case("login-test", &["login-test", "portainer", "--device", "--wait", "1"]),
    case("audit", &["audit"]),
    case("audit", &["audit", "--format", "sarif"]),
    case("audit", &["audit", "--format", "junit"]),
    case("presets list", &["presets", "list"]),
    case("presets show", &["presets", "show", "portainer"]),
    case("presets new", &["presets", "new", "mine"]),
    case("presets check", &["presets", "check"]),
    case("presets schema", &["presets", "schema"]),
    Case { command: "sandbox", words: &[], ends: false },
    case("completions", &["completions", "bash"]),
    case("man", &["man", "pages"]),
];

/// The words of every command that does something, from clap.
fn leaves(command: &clap::Command, words: &str, found: &mut BTreeSet<String>) {
    let subcommands: Vec<_> = command.get_subcommands().filter(|inner| inner.get_name() != "help").collect();
    if subcommands.is_empty() {
        found.insert(words.to_owned());
    }
    for inner in subcommands {
        leaves(inner, format!("{words} {}", inner.get_name()).trim(), found);
    }
}

#[test]
fn every_command_has_a_case() {
    let mut found = BTreeSet::new();
    leaves(&Cli::command(), "", &mut found);
    let known: BTreeSet<String> = CASES.iter().map(|case| case.command.to_owned()).collect();
    assert_eq!(known, found);
}
