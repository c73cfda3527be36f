//! `docs/commands.md` and the manual pages: every command and every flag, as the program has them.

use crate::support::Akctl;
use akctl::answers;
use akctl::cli::{Cli, preset_flags};
use akctl::preset::catalogue::Catalogue;
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HEAD: &str = "\
# Every command

Each command, each flag, and what each preset asks. This page is made from the program.
`akctl man DIR` writes the same as manual pages. [docs/json.md](json.md) says what `-o json` prints.

";

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "\\<")
}

/// One flag or word: how it is written, what it is for, what it may be.
fn argument(page: &mut String, argument: &Arg) {
    let names = argument.get_value_names().unwrap_or_default().iter().map(|name| format!("<{name}>"));
    let value = names.collect::<Vec<_>>().join(" ");
    let takes_value = argument.get_action().takes_values();
    let written = match (argument.get_short(), argument.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long}"),
        (None, Some(long)) => format!("--{long}"),
        _ => String::new(),
    };
    let written = if takes_value { format!("{written} {value}") } else { written };
    let help = argument.get_long_help().or(argument.get_help()).map(ToString::to_string).unwrap_or_default();
    write!(page, "- `{}`: {}", written.trim(), line(&help)).expect("text");
    let words: Vec<String> = argument
        .get_possible_values()
        .iter()
        .filter(|_| takes_value)
        .map(|word| match word.get_help() {
            Some(help) => format!("`{}` ({})", word.get_name(), line(&help.to_string())),
            None => format!("`{}`", word.get_name()),
        })
        .collect();
    if !words.is_empty() {
        write!(page, "; one of {}", words.join(", ")).expect("text");
    }
    let defaults: Vec<String> =
        argument.get_default_values().iter().map(|value| format!("`{}`", value.to_string_lossy())).collect();
    if takes_value && !defaults.is_empty() {
        write!(page, " [default: {}]", defaults.join(", ")).expect("text");
    }
    page.push('\n');
}

fn arguments<'a>(page: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
    let mut heading = None;
    page.push('\n');
    for one in arguments.filter(|one| !one.is_hide_set() && !["help", "version"].contains(&one.get_id().as_str())) {
        if one.get_help_heading() != heading {
            heading = one.get_help_heading();
            write!(page, "\n{}:\n\n", heading.unwrap_or("Others")).expect("text");
        }
        argument(page, one);
    }
}

fn command(page: &mut String, path: &str, about: &Command) {
    let is_top = path == "akctl";
    let text = about.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(page, "## {path}\n\n{}", line(&text)).expect("text");
    // What every command has is told once, at the top; `integrate` says what every preset has.
    let has_own_globals = ["akctl", "akctl integrate"].contains(&path);
    let own = |argument: &&Arg| {
        let is_connection = argument.get_help_heading() == Some("Connection and output");
        if has_own_globals { is_top || !is_connection } else { !is_connection }
    };
    arguments(page, about.get_arguments().filter(own));
    page.push('\n');
    for below in about.get_subcommands().filter(|below| below.get_name() != "help" && !below.is_hide_set()) {
        command(page, &format!("{path} {}", below.get_name()), below);
    }
}

fn reference() -> String {
    let mut page = HEAD.to_owned();
    let mut all = Cli::command();
    all.build();
    command(&mut page, "akctl", &all);
    let catalogue = Catalogue::new(None);
    for entry in catalogue.list().expect("presets").entries {
        let preset = catalogue.find(&entry.id).expect("a preset").load().expect("a preset");
        let flags = answers::flags(&preset);
        let mut all = preset_flags::command("integrate", &entry.id, "", &flags);
        all.build();
        let below = all.find_subcommand("integrate").and_then(|command| command.find_subcommand(&entry.id));
        writeln!(page, "## akctl integrate {}\n\n{}: {}", entry.id, entry.name, line(&entry.summary)).expect("text");
        let is_own = |argument: &&Arg| flags.iter().any(|flag| flag.input == argument.get_id().as_str());
        arguments(&mut page, below.expect("the preset").get_arguments().filter(is_own));
        page.push('\n');
    }
    let mut tidy = String::new();
    for text in page.lines() {
        if !(text.is_empty() && tidy.ends_with("\n\n")) {
            tidy.push_str(text);
            tidy.push('\n');
        }
    }
    tidy.trim_end().to_owned() + "\n"
}

#[test]
fn the_page_of_commands_is_that_of_this_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let made = reference();
    if std::env::var_os("AKCTL_RENEW").is_some() {
        fs::write(&path, &made).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/commands.md is not what the program has. \
         Renew it with `AKCTL_RENEW=1 cargo test reference` and commit it"
    );
}

#[test]
fn there_is_a_manual_page_for_each_command_and_each_preset() {
    let ran = Akctl::new().args(["man", "pages/man1"]).ok();
    let page = |name: &str| fs::read_to_string(ran.home.path().join("pages/man1").join(name)).expect(name);
    for name in ["akctl.1", "akctl-presets-check.1", "akctl-login-test.1"] {
        assert!(page(name).contains(".SH NAME"), "{name}");
    }
    assert!(page("akctl-integrate.1").contains("dry\\-run"));
    let portainer = page("akctl-integrate-portainer.1");
    assert!(portainer.contains("app\\-url") && portainer.contains("default\\-team"), "{portainer}");
    assert!(ran.stderr.contains("manual pages"), "{}", ran.stderr);
    Akctl::new().file("taken", "").args(["man", "taken"]).fails(1, &["taken"]);
}
