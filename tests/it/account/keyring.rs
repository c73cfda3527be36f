//! The operating system's own keyring, where this machine can start one.

use super::Home;
use crate::support::{Akctl, Server};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A session bus with a secret service of its own, ended when it is dropped.
struct Bus {
    address: String,
    processes: Vec<Child>,
}

impl Drop for Bus {
    fn drop(&mut self) {
        for process in &mut self.processes {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Starts both in a home, or says why not.
fn start(home: &Home) -> Result<Bus, String> {
    let runtime = home.folder().join("run");
    std::fs::create_dir_all(&runtime).map_err(|error| error.to_string())?;
    let quiet = |command: &mut Command| {
        command
            .env("HOME", home.folder())
            .env("XDG_RUNTIME_DIR", &runtime)
            .stderr(Stdio::null())
            .stdout(Stdio::piped());
    };
    let mut daemon = Command::new("dbus-daemon");
    quiet(daemon.args(["--session", "--nofork", "--print-address"]));
    let mut daemon = daemon.spawn().map_err(|error| format!("dbus-daemon: {error}"))?;
    let mut address = String::new();
    let told = daemon.stdout.take().map(|stdout| BufReader::new(stdout).read_line(&mut address));
    let mut bus = Bus { address: address.trim().to_owned(), processes: vec![daemon] };
    if !matches!(told, Some(Ok(1..))) {
        return Err("dbus-daemon did not tell its address".to_owned());
    }
    let mut service = Command::new("gnome-keyring-daemon");
    quiet(service.args(["--unlock", "--foreground", "--components=secrets"]));
    service.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).stdin(Stdio::piped());
    let mut service = service.spawn().map_err(|error| format!("gnome-keyring-daemon: {error}"))?;
    if let Some(mut stdin) = service.stdin.take() {
        let _ = stdin.write_all(b"password\n");
    }
    bus.processes.push(service);
    std::thread::sleep(Duration::from_secs(1));
    Ok(bus)
}

#[test]
#[allow(clippy::print_stdout)] // Whoever runs the tests must see what was not tried.
fn the_keyring_keeps_and_forgets_a_token() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let bus = match start(&home) {
        Ok(bus) => bus,
        Err(reason) => return println!("skipped: no secret service can be started here ({reason})"),
    };
    let on_bus = |akctl: Akctl| akctl.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
    let ran = on_bus(home.login(&server, "work")).ok();
    assert!(ran.stderr.contains("kept in the operating system's keyring"), "{}", ran.stderr);
    assert!(home.text().contains("store: keyring") && !home.folder().join("tokens").exists());
    assert_eq!(on_bus(home.akctl()).args(["status"]).json()["origins"]["token"], "profile work");
    on_bus(home.akctl()).args(["logout"]).ok();
    assert_eq!(on_bus(home.akctl()).args(["profiles", "show"]).json()["token_found"], false);
    on_bus(home.akctl()).args(["status"]).fails(5, &["signed out"]);
}
