//! The scripts in `completions` are those that the program prints.

use crate::support::{Akctl, Server};
use std::path::Path;
use std::process::Command;

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

/// What bash offers behind these words, the last of which is being typed.
fn offered(home: &Path, url: &str, words: &[&str]) -> Option<Vec<String>> {
    let script = Akctl::new().args(["completions", "bash"]).ok().stdout;
    let folder = Path::new(env!("CARGO_BIN_EXE_akctl")).parent().expect("a folder");
    let typed = words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" ");
    let (count, last) = (words.len() - 1, words.last().expect("a word"));
    let script = format!(
        "{script}\nPATH='{}':$PATH\nCOMP_WORDS=({typed})\nCOMP_CWORD={count}\n\
         _clap_complete_akctl akctl '{last}' ''\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
        folder.display()
    );
    // There may be no bash on this machine.
    let mut bash = Command::new("bash");
    let bash = bash.args(["-c", &script]).env_clear().env("HOME", home).env("PATH", "/usr/bin:/bin").current_dir(home);
    let output = bash.env("AUTHENTIK_URL", url).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect())
}

#[test]
fn bash_completes_presets_and_what_only_one_of_them_asks() {
    let cases: [(&[&str], &[&str]); 6] = [
        (&["akctl", "integrate", "port"], &["portainer"]),
        (&["akctl", "integrate", "portainer", "--app"], &["--app-url"]),
        (&["akctl", "integrate", "portainer", "--user-identifier", "e"], &["email"]),
        (&["akctl", "presets", "show", "proxmox-b"], &["proxmox-backup"]),
        (&["akctl", "integrate", "--dry"], &["--dry-run"]),
        (&["akctl", "stat"], &["status"]),
    ];
    for (words, wanted) in cases {
        let home = tempfile::tempdir().expect("a folder");
        let Some(offered) = offered(home.path(), "", words) else { return };
        assert_eq!(offered, wanted, "{words:?}");
    }
}

#[test]
fn profiles_and_files_are_completed() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".config/akctl");
    std::fs::create_dir_all(&folder).expect("made");
    let config = "profiles: {work: {url: 'https://a.company'}, home: {url: 'https://b.company'}}\n";
    std::fs::write(folder.join("config.yaml"), config).expect("written");
    std::fs::write(home.path().join("inputs.json"), "{}").expect("written");
    let Some(profiles) = offered(home.path(), "", &["akctl", "--profile", ""]) else { return };
    assert_eq!(profiles, ["home", "work"]);
    assert_eq!(offered(home.path(), "", &["akctl", "profiles", "use", "w"]).expect("bash"), ["work"]);
    let file = offered(home.path(), "", &["akctl", "integrate", "portainer", "--inputs", "inp"]);
    assert_eq!(file.expect("bash"), ["inputs.json"]);
}

#[test]
fn slugs_are_those_that_were_seen_and_nothing_is_asked_or_read() {
    let server = Server::start("2025.10.3");
    server.post("core/applications/", serde_json::json!({"name": "Wiki", "slug": "wiki"}));
    let home = Akctl::on(&server).args(["list"]).ok().home;
    server.forget();
    let Some(first) = offered(home.path(), server.url(), &["akctl", "show", "wi"]) else { return };
    assert_eq!(first, ["wiki"]);
    assert_eq!(offered(home.path(), server.url(), &["akctl", "verify", ""]).expect("bash")[0], "wiki");
    assert_eq!(offered(home.path(), "https://other.company", &["akctl", "show", "wi"]).expect("bash"), [""]);
    assert!(server.log().is_empty(), "a completion asked the server");
}

#[test]
fn an_unknown_shell_is_wrong_usage() {
    Akctl::new().args(["completions", "tcsh"]).fails(2, &["tcsh", "bash"]);
}
