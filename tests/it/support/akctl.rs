//! The binary, run with an empty environment and a home of its own.

use super::Server;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// A command under construction.
pub struct Akctl {
    command: assert_cmd::Command,
    home: TempDir,
}

/// What a command did.
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// The command's home, kept as long as the test looks at it.
    pub home: TempDir,
}

impl Akctl {
    /// The binary without any environment but an empty home.
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_akctl"));
        command.env_clear().env("HOME", home.path()).current_dir(home.path());
        Self { command, home }
    }

    /// The binary with a server's address and token in its environment.
    pub fn on(server: &Server) -> Self {
        Self::new().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token())
    }

    /// `akctl integrate PRESET` against a server; the flags follow.
    pub fn integrate(server: &Server, preset: &str) -> Self {
        Self::on(server).args(["integrate", preset])
    }

    /// One variable of the environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// More words of the command line.
    pub fn args<'a>(mut self, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.command.args(words);
        self
    }

    /// What standard input holds.
    pub fn stdin(mut self, text: &str) -> Self {
        self.command.write_stdin(text.to_owned());
        self
    }

    /// A file in the command's folder.
    pub fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.path(name), text).expect("written");
        self
    }

    /// A path in the command's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Ran {
        let output = self.command.output().expect("the binary runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran {
            code: output.status.code().expect("an exit code"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            home: self.home,
        }
    }

    /// Runs it, and expects success.
    pub fn ok(self) -> Ran {
        let ran = self.run();
        assert_eq!(ran.code, 0, "stdout:\n{}\nstderr:\n{}", ran.stdout, ran.stderr);
        ran
    }

    /// Runs it with `-o json`, expects success, and answers the report.
    pub fn json(self) -> Value {
        self.args(["-o", "json"]).ok().json()
    }

    /// Runs it, and expects this exit code and these words on standard error.
    pub fn fails(self, code: i32, words: &[&str]) -> Ran {
        let ran = self.run();
        assert_eq!(ran.code, code, "stdout:\n{}\nstderr:\n{}", ran.stdout, ran.stderr);
        for word in words {
            assert!(ran.stderr.contains(word), "{word:?} is not in:\n{}", ran.stderr);
        }
        ran
    }
}

impl Ran {
    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in:\n{}", self.stdout))
    }
}
