//! The binary on a pseudo-terminal of 80 columns.

use rustix_openpty::openpty;
use rustix_openpty::rustix::termios::{LocalModes, Winsize, tcgetattr};
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// So long a test waits for a word before it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command on a terminal.
pub struct Pty {
    child: std::process::Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    seen: String,
    /// What is before this does not count when a test waits.
    from: usize,
}

impl Pty {
    /// Starts a command on a terminal of its own.
    pub fn start(command: &mut Command) -> Self {
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        let pty = openpty(None, Some(&size)).expect("a terminal");
        let end = || Stdio::from(pty.user.try_clone().expect("one more end"));
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().expect("the binary runs");
        drop(pty.user);
        // The command holds ends of the terminal too.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut reader = File::from(pty.controller.try_clone().expect("one more end"));
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let (mut bytes, mut unsent) = ([0; 4096], Vec::new());
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                unsent.extend_from_slice(&bytes[..count]);
                // A character may come in two parts.
                let whole = match std::str::from_utf8(&unsent) {
                    Err(error) if error.error_len().is_none() => error.valid_up_to(),
                    _ => unsent.len(),
                };
                let _ = sender.send(unsent.drain(..whole).collect());
            }
        });
        Self { child, keyboard: File::from(pty.controller), screen, seen: String::new(), from: 0 }
    }

    /// Waits until this text is on the screen.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.seen[self.from..].contains(text) {
            match self.screen.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(error) => panic!("{text:?} did not come ({error}):\n{}", self.seen),
            }
        }
    }

    /// From now on waits only for what comes.
    pub fn forget(&mut self) {
        self.from = self.seen.len();
    }

    /// Whether the terminal echoes, gathers lines and makes Ctrl-C a signal.
    pub fn modes(&self) -> LocalModes {
        tcgetattr(&self.keyboard).expect("a terminal").local_modes
    }

    /// The same of a terminal that nobody has changed.
    pub fn new_modes() -> LocalModes {
        tcgetattr(openpty(None, None).expect("a terminal").user).expect("a terminal").local_modes
    }

    /// Sends the command a signal, such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Presses keys.
    pub fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("pressed");
    }

    /// Presses keys again and again until the command ends, because what is pressed in the moment
    /// between the question and the reading of its answer is lost where nobody owns the terminal.
    pub fn press_until_the_end(mut self, keys: &str) -> (Option<i32>, String) {
        let end = Instant::now() + PATIENCE;
        loop {
            // A terminal that is gone takes no keys.
            let _ = self.keyboard.write_all(keys.as_bytes());
            match self.screen.recv_timeout(Duration::from_millis(200)) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => return self.end(),
                Err(RecvTimeoutError::Timeout) => assert!(Instant::now() < end, "it does not end:\n{}", self.seen),
            }
        }
    }

    /// Waits for the end: the exit code as a shell tells it, and all that was on the screen.
    pub fn end(mut self) -> (Option<i32>, String) {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.screen.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.child.kill();
                    panic!("it does not end:\n{}", self.seen);
                }
            }
        }
        let status = self.child.wait().expect("ended");
        (status.code().or_else(|| status.signal().map(|signal| 128 + signal)), self.seen)
    }
}
