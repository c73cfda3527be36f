//! Signing in at a terminal: the token never appears, and the terminal stays as it was.

use super::Home;
use crate::support::Server;
use crate::support::pty::Pty;

#[test]
fn address_and_token_are_asked_and_the_token_does_not_appear() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let mut terminal = Pty::start(home.command().args(["login", "--store", "file"]));
    terminal.wait_for("Address of authentik");
    terminal.press("nowhere\r");
    terminal.wait_for("not a web address");
    terminal.press(&format!("{}\r", server.url()));
    terminal.wait_for("is an authentik");
    terminal.wait_for("API token");
    terminal.press(&format!("x\u{7f}{}\r", server.token()));
    terminal.wait_for("Signed in");
    let (code, seen) = terminal.end();
    assert_eq!(code, Some(0), "{seen}");
    assert!(!seen.contains(server.token()), "{seen}");
    assert!(seen.contains("akadmin (superuser)"), "{seen}");
    assert_eq!(home.akctl().args(["status"]).json()["profile"], "default");
}

#[test]
fn a_wrong_address_and_a_wrong_token_are_asked_for_again() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let mut terminal = Pty::start(home.command().args(["login", "--store", "file"]));
    terminal.wait_for("Address of authentik");
    terminal.press("http://authentik.company\r");
    terminal.wait_for("without encryption");
    terminal.press(&format!("{}/elsewhere\r", server.url()));
    terminal.wait_for("refused it with a web page");
    terminal.press(&format!("{}\r", server.url()));
    terminal.wait_for("API token");
    for _ in 0..2 {
        terminal.press("wrong\r");
        terminal.wait_for("Token invalid");
        terminal.wait_for("API token");
    }
    terminal.press("wrong\r");
    let (code, seen) = terminal.end();
    assert_eq!(code, Some(5), "{seen}");
    assert_eq!(seen.matches("Token invalid").count(), 3, "{seen}");
    assert!(!home.file().exists());
}

#[test]
fn ctrl_c_at_the_token_stores_nothing_and_leaves_the_terminal_as_it_was() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    // The shell is the terminal's next user: what it reads is shown again.
    let script = format!("{} login --url {}; echo \"code $?\"; stty -a", env!("CARGO_BIN_EXE_akctl"), server.url());
    let mut command = home.command();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = std::process::Command::new("sh");
    shell.env_clear().env("PATH", path).args(["-c", &script]);
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            shell.env(name, value);
        }
    }
    shell.current_dir(command.get_current_dir().expect("a folder"));
    command.env_clear();
    let mut terminal = Pty::start(&mut shell);
    terminal.wait_for("API token");
    terminal.press("half-a-token\u{3}");
    let (_, seen) = terminal.end();
    assert!(seen.contains("code 130") && seen.contains("nothing was changed"), "{seen}");
    assert!(!seen.contains("half-a-token"), "{seen}");
    for mode in [" echo ", " icanon ", " isig "] {
        assert!(seen.replace(['\r', '\n'], " ").contains(mode), "{mode} is off:\n{seen}");
    }
    assert!(!home.file().exists());
}

#[test]
fn a_signal_at_a_question_gives_the_terminal_back() {
    let server = Server::start("2025.10.3");
    for signal in ["TERM", "HUP", "INT"] {
        let home = Home::new();
        let mut terminal = Pty::start(home.command().args(["login", "--url", server.url()]));
        terminal.wait_for("API token");
        std::thread::sleep(std::time::Duration::from_millis(200));
        terminal.signal(signal);
        terminal.wait_for("interrupted");
        let (modes, (code, seen)) = (terminal.modes(), terminal.end());
        assert_eq!(code, Some(130), "{signal}: {seen}");
        assert_eq!(modes, Pty::new_modes(), "{signal}");
        assert!(!home.file().exists());
    }
}
