//! The binary while it waits for a browser.

use crate::support::Server;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};
use tempfile::TempDir;
use url::Url;

/// `akctl login-test`, waiting.
pub struct Running {
    child: Child,
    stderr: BufReader<ChildStderr>,
    /// The address to open.
    pub address: String,
    told: String,
    _home: TempDir,
}

/// How it ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Running {
    /// Starts it with `--yes`, and with `-o json` unless flags say otherwise, and waits until it says which
    /// address to open.
    pub fn start(server: &Server, flags: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).current_dir(home.path());
        command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
        command.args(["login-test", "portainer", "--yes"]).args(flags);
        if !flags.contains(&"--wait") {
            command.args(["--wait", "60"]);
        }
        if !flags.contains(&"-o") {
            command.args(["-o", "json"]);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let mut stderr = BufReader::new(child.stderr.take().expect("a stream"));
        let (mut told, mut address) = (String::new(), String::new());
        while address.is_empty() {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).expect("text") > 0, "it ended:\n{told}");
            if line.trim().contains("/application/o/authorize/?") {
                line.trim().clone_into(&mut address);
            }
            told.push_str(&line);
        }
        Self { child, stderr, address, told, _home: home }
    }

    /// A parameter of the address to open.
    pub fn parameter(&self, name: &str) -> String {
        let url = Url::parse(&self.address).expect("an address");
        let found = url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned());
        found.unwrap_or_default()
    }

    /// Sends a signal.
    pub fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status().expect("kill");
        assert!(status.success());
    }

    /// Waits for the end.
    pub fn end(mut self) -> Ended {
        let mut stdout = String::new();
        self.child.stdout.take().expect("a stream").read_to_string(&mut stdout).expect("text");
        self.stderr.read_to_string(&mut self.told).expect("text");
        let code = self.child.wait().expect("ended").code();
        Ended { code, stdout, stderr: self.told }
    }
}

impl Ended {
    /// The report.
    pub fn report(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// How one check ended.
    pub fn verdict(&self, id: &str) -> String {
        let report = self.report();
        let checks = report["checks"].as_array().expect("a list");
        let check = checks.iter().find(|check| check["id"] == id).unwrap_or_else(|| panic!("no {id} in {report}"));
        check["verdict"].as_str().expect("text").to_owned()
    }

    /// Expects this exit code and these words on stderr.
    #[track_caller]
    pub fn tells(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{self:?}");
        for word in words {
            assert!(self.stderr.contains(word), "{word:?} is not in:\n{}", self.stderr);
        }
    }
}
