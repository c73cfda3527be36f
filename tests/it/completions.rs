//! The scripts in `completions` are those that the program prints.

use crate::support::Akctl;
use std::path::Path;

/// Each shell, and the file in which its script stands.
const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "akctl.bash"),
    ("elvish", "akctl.elv"),
    ("fish", "akctl.fish"),
    ("powershell", "_akctl.ps1"),
    ("zsh", "_akctl"),
];

#[test]
fn the_scripts_in_the_repository_are_those_of_this_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let renew = std::env::var_os("AKCTL_RENEW").is_some();
    for (shell, file) in SCRIPTS {
        let path = folder.join(file);
        let printed = Akctl::new().args(["completions", shell]).ok().stdout;
        if renew {
            std::fs::write(&path, &printed).expect("written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == printed,
            "completions/{file} is not what `akctl completions {shell}` prints. \
             Renew it with `AKCTL_RENEW=1 cargo test completions` and commit it"
        );
    }
}

#[test]
fn bash_takes_its_script() {
    let script = Akctl::new().args(["completions", "bash"]).ok().stdout;
    let Ok(checked) = std::process::Command::new("bash").args(["-n", "-c", &script]).status() else {
        return; // There is no bash on this machine.
    };
    assert!(checked.success());
    for word in ["integrate", "presets", "sandbox", "completions", "--dry-run", "--sandbox"] {
        assert!(script.contains(word), "{word}");
    }
}

#[test]
fn an_unknown_shell_is_wrong_usage() {
    Akctl::new().args(["completions", "tcsh"]).fails(2, &["tcsh", "bash"]);
}
