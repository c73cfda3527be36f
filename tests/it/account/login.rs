//! `akctl login` and `akctl logout` without a terminal.

use super::{Home, mode};
use crate::support::{Akctl, Server, VERSIONS};

#[test]
fn signing_in_keeps_the_token_and_the_next_command_needs_nothing_more() {
    for version in VERSIONS {
        let (server, home) = (Server::start(version), Home::new());
        let signed_in = home.login(&server, "work").json();
        assert_eq!((&signed_in["profile"], &signed_in["store"]), (&"work".into(), &"file".into()), "{version}");
        assert_eq!((&signed_in["user"], &signed_in["is_superuser"]), (&"akadmin".into(), &true.into()));
        let status = home.akctl().args(["status"]).json();
        assert_eq!((&status["url"], &status["profile"]), (&server.url().into(), &"work".into()));
        assert_eq!(status["origins"]["token"], "profile work");
        assert!(server.writes().is_empty());
    }
}

#[test]
fn signing_in_says_how_many_rights_lack() {
    let (server, home) = (Server::start("2025.12.4"), Home::new());
    let account = home.login(&server, "admin").ok();
    assert!(!account.stderr.contains("rights"), "{}", account.stderr);
    let words =
        ["auth", "create-service-account", "--name", "robot", "--preset", "portainer", "--store", "file", "--yes"];
    home.akctl().args(words).ok();
    let key = server.get("core/tokens/robot-api/view_key/")["key"].as_str().expect("text").to_owned();
    let login = ["login", "--profile", "again", "--url", server.url(), "--token-file", "-"];
    let ran = home.akctl().args(login).stdin(&key).ok();
    assert!(ran.stderr.contains("are lacking") && ran.stderr.contains("akctl auth check"), "{}", ran.stderr);
    // Both commands count the same rights.
    let check = home.akctl().args(["--profile", "again", "auth", "check", "-o", "json"]).run().json();
    let lacking = check["lacking"].as_array().expect("a list").len();
    assert!(ran.stderr.contains(&format!("{lacking} are lacking")), "{lacking}: {}", ran.stderr);
    assert!(ran.stdout.contains("robot (not a superuser)"), "{}", ran.stdout);
}

#[test]
fn the_store_is_chosen_by_trying_it_said_aloud_and_recorded() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let ran = home.login(&server, "work").ok();
    assert!(ran.stderr.contains("keyring cannot be used"), "{}", ran.stderr);
    assert!(ran.stderr.contains("in a file that only you can read"), "{}", ran.stderr);
    assert!(home.text().contains("store: file"), "{}", home.text());
    let refused = home.login(&server, "other").args(["--store", "keyring"]).fails(1, &["keyring", "--store file"]);
    assert!(!refused.stderr.contains(server.token()));
    assert!(!home.text().contains("other"));
}

#[test]
fn the_token_is_in_a_private_file_and_nowhere_else() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let ran = home.login(&server, "work").ok();
    let token = server.token();
    assert!(!ran.stdout.contains(token) && !ran.stderr.contains(token));
    assert!(!home.text().contains(token), "{}", home.text());
    let kept = home.folder().join("tokens").join("work");
    assert!(std::fs::read_to_string(&kept).expect("the token").contains(token));
    assert_eq!((mode(&kept), mode(&home.file())), (0o600, 0o600));
    #[cfg(unix)]
    assert_eq!((mode(&home.folder()), mode(&home.folder().join("tokens"))), (0o700, 0o700));
    let left: Vec<_> = std::fs::read_dir(home.folder().join("tokens")).expect("the folder").collect();
    assert_eq!(left.len(), 1, "the probe leaves nothing: {left:?}");
    for words in [["profiles", "show"], ["profiles", "list"]] {
        let ran = home.akctl().args(words).args(["-o", "json"]).ok();
        assert!(!ran.stdout.contains(token) && !ran.stderr.contains(token));
    }
}

#[test]
fn what_is_missing_without_a_terminal_is_told_at_once_with_its_flags() {
    let ran = Home::new().akctl().args(["login"]).fails(2, &["--url", "--token-file"]);
    assert_eq!(ran.stderr.matches("error:").count(), 1, "{}", ran.stderr);
    Home::new().akctl().args(["login", "--url", "https://a.company"]).fails(2, &["this is missing: --token-file"]);
}

#[test]
fn an_address_that_is_no_authentik_gets_no_token() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let elsewhere = format!("{}/elsewhere", server.url());
    let login = home.akctl().args(["login", "--url", &elsewhere, "--token-file", "-"]).stdin("secret");
    let ran = login.fails(1, &["elsewhere"]);
    assert!(!ran.stderr.contains("secret") && !home.file().exists());
}

#[test]
fn a_wrong_token_is_not_kept() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let login = home.akctl().args(["login", "--url", server.url(), "--token-file", "-"]).stdin("wrong-token");
    let ran = login.fails(5, &["403"]);
    assert!(!ran.stderr.contains("wrong-token"));
    assert!(!home.file().exists() && !home.folder().join("tokens").exists());
}

#[test]
fn a_profile_does_not_become_one_for_another_address_by_accident() {
    let (one, other, home) = (Server::start("2025.10.3"), Server::start("2025.12.4"), Home::new());
    home.login(&one, "work").ok();
    home.login(&other, "work").fails(4, &[one.url(), other.url(), "--replace"]);
    assert_eq!(home.akctl().args(["status"]).json()["url"], one.url());
    home.login(&other, "work").args(["--replace"]).ok();
    assert_eq!(home.akctl().args(["status"]).json()["url"], other.url());
}

#[test]
fn a_profile_that_is_there_already_needs_no_address() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    home.login(&server, "work").ok();
    home.akctl().args(["logout"]).ok();
    home.akctl().args(["login", "--profile", "work", "--token-file", "-"]).stdin(server.token()).ok();
    assert_eq!(home.akctl().args(["status"]).json()["profile"], "work");
}

#[test]
fn after_signing_out_the_token_is_gone_and_the_address_stays() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    home.login(&server, "work").ok();
    let ran = home.akctl().args(["logout"]).ok();
    assert!(ran.stderr.contains("until it is deleted in authentik"), "{}", ran.stderr);
    assert!(!home.folder().join("tokens").join("work").exists());
    home.akctl().args(["status"]).fails(5, &["signed out", "akctl login --profile work"]);
    let shown = home.akctl().args(["profiles", "show"]).json();
    assert_eq!((&shown["url"], &shown["store"]), (&server.url().into(), &serde_json::Value::Null));
}

#[test]
fn the_address_of_the_environment_is_taken_and_its_token_is_not() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let akctl = || home.akctl().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    akctl().args(["login"]).fails(2, &["this is missing: --token-file", "printf", "AUTHENTIK_TOKEN"]);
    let signed_in = akctl().args(["login", "--token-file", "-"]).stdin(server.token()).json();
    assert_eq!(signed_in["url"], server.url());
    assert_eq!(
        (&signed_in["origins"]["url"], &signed_in["origins"]["token"]),
        (&"AUTHENTIK_URL".into(), &"--token-file".into())
    );
    // A profile that is named has its own address.
    let named = home.akctl().env("AUTHENTIK_URL", "https://other.company").args(["--profile", "default"]);
    let again = named.args(["login", "--token-file", "-"]).stdin(server.token()).json();
    assert_eq!((&again["url"], &again["origins"]["url"]), (&server.url().into(), &"profile default".into()));
}

#[test]
fn where_the_address_came_from_and_where_the_token_is_kept_is_told() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let ran = home.login(&server, "work").ok();
    assert!(ran.stdout.contains("(from --url)") && ran.stdout.contains("from --token-file"), "{}", ran.stdout);
    let file = home.folder().join("tokens").join("work").display().to_string();
    assert!(ran.stderr.split_whitespace().collect::<String>().contains(&file), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn a_token_that_others_can_read_is_a_warning_each_time() {
    use std::os::unix::fs::PermissionsExt;
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let path = home.folder().with_file_name("token");
    std::fs::write(&path, server.token()).expect("written");
    let set = |path: &std::path::Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("set");
    };
    let name = path.to_str().expect("Unicode").to_owned();
    let login = || home.akctl().args(["login", "--url", server.url(), "--token-file", &name]).ok().stderr;
    set(&path, 0o640);
    assert!(login().contains("(0640)"));
    set(&path, 0o600);
    assert!(!login().contains("others on this machine"));
    assert!(!home.akctl().args(["status"]).ok().stderr.contains("others on this machine"));
    set(&home.folder().join("tokens").join("default"), 0o604);
    assert!(home.akctl().args(["status"]).ok().stderr.contains("(0604)"));
}

#[test]
fn a_port_without_tls_is_told_in_plain_words() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let url = server.url().replace("http://", "https://");
    let login = home.akctl().args(["login", "--url", &url, "--token-file", "-"]).stdin("secret");
    login.fails(1, &["does not speak TLS", "http://"]);
}

#[test]
fn a_sandbox_has_nothing_to_keep() {
    for words in [["login"], ["logout"]] {
        Akctl::new().args(words).args(["--sandbox"]).fails(2, &["nothing to keep", "akctl sandbox"]);
    }
}
