//! The documents: every command line in them is run, and every example is what the program prints.
//!
//! The `sh` blocks of a document are one script, run from its beginning against an authentik in
//! memory. A line that ends in `# exits with N` must do that.

use crate::support::{Akctl, Server};
use regex::Regex;
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the documents have a real authentik.
const EXAMPLE_URL: &str = "https://authentik.company";
/// Stands between what is to be run and what was run.
const RENEW: &str = "Renew it with `AKCTL_RENEW=1 cargo test docs` and commit it";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// README and everything in `docs`.
fn documents() -> Vec<(PathBuf, String)> {
    let folder = fs::read_dir(root().join("docs")).expect("docs").map(|entry| entry.expect("an entry").path());
    let pages = folder.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut paths: Vec<PathBuf> = std::iter::once(root().join("README.md")).chain(pages).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("readable"))).collect()
}

/// The fenced blocks of a document: language and text, without the indentation of the fence.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else { continue };
        let indent = line.len() - line.trim_start().len();
        let inside = lines.by_ref().take_while(|line| line.trim() != "```");
        let inside: Vec<&str> = inside.map(|line| line.get(indent..).unwrap_or_default()).collect();
        blocks.push((language.to_owned(), inside.join("\n")));
    }
    blocks
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("README.md")
}

/// A document's script, with the server in place of the example's address.
fn script(text: &str, url: &str) -> String {
    let mut script = String::from("set -euo pipefail\n");
    for (_, block) in blocks(text).into_iter().filter(|(language, _)| language == "sh") {
        for line in block.replace(EXAMPLE_URL, url).lines() {
            match line.split_once("# exits with ") {
                Some((line, code)) => {
                    writeln!(script, "code=0; {line} || code=$?; test \"$code\" = {code}").expect("text");
                }
                None => writeln!(script, "{line}").expect("text"),
            }
        }
    }
    script
}

/// Programs that stand in for those that a document calls: akctl itself, and a cargo that runs
/// akctl and takes the other words that `.ci/run` tries for real.
fn programs(folder: &Path) {
    let akctl = env!("CARGO_BIN_EXE_akctl");
    let cargo = format!(
        "#!/bin/sh\ncase \"$*\" in\n\
         'run --release -- '*) shift 3; exec '{akctl}' \"$@\" ;;\n\
         'test' | 'build --release --locked') exit 0 ;;\n\
         *) echo \"cargo $*: no test knows this command\" >&2; exit 64 ;;\nesac\n"
    );
    for (name, text) in [("cargo", cargo), ("akctl", format!("#!/bin/sh\nexec '{akctl}' \"$@\"\n"))] {
        let path = folder.join(name);
        fs::write(&path, text).expect("written");
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("executable");
    }
}

#[cfg(unix)]
#[test]
fn every_command_line_of_the_documents_does_what_it_says() {
    for (path, text) in documents() {
        let server = Server::start("2025.10.3");
        server.post("core/applications/", json!({"name": "Containers", "slug": "containers"}));
        let home = tempfile::tempdir().expect("a folder");
        let bin = tempfile::tempdir().expect("a folder");
        programs(bin.path());
        fs::write(home.path().join("token"), format!("{}\n", server.token())).expect("written");
        let output = Command::new("bash")
            .args(["-c", &script(&text, server.url())])
            .env_clear()
            .env("HOME", home.path())
            .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", bin.path().display()))
            .env("AUTHENTIK_URL", server.url())
            .env("AUTHENTIK_TOKEN", server.token())
            .current_dir(home.path())
            .stdin(fs::File::open(home.path().join("token")).expect("the token"))
            .stderr(Stdio::piped())
            .output()
            .expect("bash");
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{}:\n{stdout}\n{stderr}", path.display());
    }
}

#[test]
fn the_example_in_the_readme_is_what_the_program_prints() {
    let server = Server::start("2025.10.3");
    // Both streams in one file: what a terminal shows. A terminal also shows the secret.
    let shown = tempfile::NamedTempFile::new().expect("a file");
    let stream = || shown.reopen().and_then(|_| fs::File::options().append(true).open(shown.path())).expect("a stream");
    let words = ["integrate", "portainer", "--app-url", "https://portainer.company", "--yes", "--show-secrets"];
    let status = Command::new(env!("CARGO_BIN_EXE_akctl"))
        .args(words)
        .env_clear()
        .env("AUTHENTIK_URL", server.url())
        .env("AUTHENTIK_TOKEN", server.token())
        .args(["--public-url", server.url()])
        .stdout(stream())
        .stderr(stream())
        .status()
        .expect("akctl");
    assert!(status.success());
    let printed = fs::read_to_string(shown.path()).expect("text").replace(server.url(), EXAMPLE_URL);
    let printed = Regex::new("[A-Za-z0-9]{40,}")
        .expect("an expression")
        .replace_all(&printed, |word: &regex::Captures| format!("<{} random letters and digits>", word[0].len()));
    let readme = readme();
    let (before, rest) = readme.split_once("```text\n").expect("the example");
    let (example, after) = rest.split_once("```").expect("the example's end");
    if std::env::var_os("AKCTL_RENEW").is_some() {
        let renewed = format!("{before}```text\n{printed}```{after}");
        fs::write(root().join("README.md"), renewed).expect("written");
    } else {
        assert!(example == printed, "The example in README.md is not what the program prints. {RENEW}\n{printed}");
    }
}

/// No command line escapes the test above by standing in another kind of block.
#[test]
fn blocks_have_languages_that_are_tested() {
    for (path, text) in documents() {
        for (language, block) in blocks(&text) {
            let known = ["sh", "text", "json", "yaml"].contains(&language.as_str());
            assert!(known, "{}: a block of {language:?}", path.display());
            let is_script = language == "sh";
            let has_command = block.lines().any(|line| line.starts_with("akctl ") || line.starts_with("cargo "));
            assert!(is_script || !has_command, "{}: a command line in a block of {language}", path.display());
            if language == "json" {
                serde_json::from_str::<serde_json::Value>(&block).expect("JSON");
            }
        }
    }
}

/// Every flag that the documents name is one of akctl's.
#[test]
fn flags_in_the_documents_exist() {
    let helps: [&[&str]; 23] = [
        &["login", "--help"],
        &["auth", "check", "--help"],
        &["auth", "create-service-account", "--help"],
        &["export", "--help"],
        &["plan", "--help"],
        &["apply", "--help"],
        &["destroy", "--help"],
        &["diff", "--help"],
        &["show", "portainer", "--help"],
        &["integrate", "portainer", "--help"],
        &["integrate", "proxmox-ve", "--help"],
        &["integrate", "oidc", "--help"],
        &["integrate", "saml", "--help"],
        &["integrate", "scim", "--help"],
        &["sandbox", "--help"],
        &["audit", "--help"],
        &["verify", "--help"],
        &["preview", "--help"],
        &["login-test", "--help"],
        &["rotate", "--help"],
        &["presets", "check", "--help"],
        &["completions", "--help"],
        &["--help"],
    ];
    let flags = Regex::new("--[a-z][a-z-]+").expect("an expression");
    let of = |text: &str| flags.find_iter(text).map(|flag| flag.as_str().to_owned()).collect::<BTreeSet<_>>();
    let known: BTreeSet<String> =
        helps.iter().flat_map(|words| of(&Akctl::new().args(words.to_vec()).ok().stdout)).collect();
    // Of cargo, of Portainer, and of the examples in docs/presets.md.
    let others = ["--release", "--locked", "--log-level", "--role", "--scim-token-file"];
    for (path, text) in documents() {
        // That page is made from the program.
        let is_made = path.ends_with("commands.md");
        for flag in of(&text).into_iter().filter(|_| !is_made) {
            assert!(known.contains(&flag) || others.contains(&flag.as_str()), "{}: {flag}", path.display());
        }
    }
}

#[test]
fn the_readme_names_every_room() {
    let map = fs::read_to_string(root().join("src/lib.rs")).expect("src/lib.rs");
    let rooms: BTreeSet<&str> =
        map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let readme = readme();
    let (_, section) = readme.split_once("The rooms of `src`").expect("the section");
    let block = section.split("```").nth(1).expect("the block");
    let named: BTreeSet<&str> = block.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(named, rooms);
}

#[test]
fn the_readme_names_every_exit_code_and_variable() {
    use akctl::error::Kind;
    let readme = readme();
    let kinds = [Kind::Failed, Kind::Usage, Kind::Pending, Kind::Decision, Kind::NotAllowed, Kind::Interrupted];
    let codes: BTreeSet<String> =
        kinds.iter().map(|kind| kind.exit_code().to_string()).chain(["0".to_owned()]).collect();
    let table = readme.split("| exit code |").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("the table");
    let told = table.lines().skip(2).map(|line| line.trim_matches('|').split('|').next().unwrap_or_default().trim());
    assert_eq!(told.map(str::to_owned).collect::<BTreeSet<_>>(), codes);
    let source = fs::read_to_string(root().join("src/env.rs")).expect("src/env.rs");
    let variables = Regex::new("pub const ([A-Z_]+): &str").expect("an expression");
    for variable in variables.captures_iter(&source) {
        assert!(readme.contains(&format!("| `{}` |", &variable[1])), "{}", &variable[1]);
    }
}
