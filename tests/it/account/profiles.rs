//! Profiles: which one is used, and the file in which they stand.

use super::Home;
use crate::support::Server;

#[test]
fn profiles_are_listed_chosen_shown_and_removed() {
    let (one, other, home) = (Server::start("2025.10.3"), Server::start("2025.12.4"), Home::new());
    home.login(&one, "one").ok();
    home.login(&other, "other").ok();
    let list = home.akctl().args(["profiles", "list"]).json();
    let short: Vec<_> = list.as_array().expect("a list").iter().map(|one| (&one["name"], &one["current"])).collect();
    assert_eq!(short, [(&"one".into(), &false.into()), (&"other".into(), &true.into())]);
    home.akctl().args(["profiles", "use", "one"]).ok();
    assert_eq!(home.akctl().args(["status"]).json()["url"], one.url());
    let shown = home.akctl().args(["profiles", "show", "other"]).json();
    assert_eq!((&shown["current"], &shown["token_found"]), (&false.into(), &true.into()));
    home.akctl().args(["profiles", "remove", "one"]).ok();
    assert!(!home.folder().join("tokens").join("one").exists() && !home.text().contains("one:"));
    let words = ["does not know where authentik is", "akctl login", "akctl profiles use NAME", "there are: other"];
    home.akctl().args(["status"]).fails(2, &words);
    home.akctl().args(["profiles", "use", "one"]).fails(2, &["no profile `one`", "other"]);
}

#[test]
fn a_profile_is_chosen_by_flag_then_environment_then_file() {
    let (one, other, home) = (Server::start("2025.10.3"), Server::start("2025.12.4"), Home::new());
    home.login(&one, "one").ok();
    home.login(&other, "other").ok();
    let status = |akctl: crate::support::Akctl| akctl.args(["status"]).json()["url"].clone();
    assert_eq!(status(home.akctl()), other.url());
    assert_eq!(status(home.akctl().env("AKCTL_PROFILE", "one")), one.url());
    assert_eq!(status(home.akctl().env("AKCTL_PROFILE", "one").args(["--profile", "other"])), other.url());
    let pair = |url: &str, token: &str| home.akctl().env("AUTHENTIK_URL", url).env("AUTHENTIK_TOKEN", token);
    assert_eq!(status(pair(one.url(), one.token())), one.url());
    assert_eq!(status(pair(one.url(), one.token()).args(["--profile", "other"])), other.url());
}

#[test]
fn one_variable_without_the_other_is_an_error_although_there_is_a_profile() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    home.login(&server, "work").ok();
    let akctl = || home.akctl().args(["status"]);
    akctl().env("AUTHENTIK_TOKEN", "t").fails(2, &["AUTHENTIK_TOKEN is set and AUTHENTIK_URL is not", "--profile"]);
    let url = server.url();
    akctl().env("AUTHENTIK_URL", url).fails(5, &["AUTHENTIK_URL is set and AUTHENTIK_TOKEN is not", "--profile"]);
    akctl().env("AUTHENTIK_URL", url).args(["--profile", "work"]).ok();
}

#[test]
fn a_profiles_token_goes_to_its_own_address_alone() {
    let (server, other, home) = (Server::start("2025.10.3"), Server::start("2025.12.4"), Home::new());
    home.login(&server, "work").ok();
    home.akctl().args(["status", "--url", other.url()]).fails(2, &["profile `work`", server.url(), "--token-file"]);
    // Whoever changes the address in the file does not carry the token along.
    let changed = home.text().replace(server.url(), other.url());
    std::fs::write(home.file(), changed).expect("written");
    other.forget();
    home.akctl().args(["status"]).fails(5, &["has no token", other.url(), "akctl login --profile work"]);
    assert_eq!(other.log(), []);
}

#[test]
fn a_broken_file_is_told_with_its_place_and_never_overwritten() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    home.login(&server, "work").ok();
    let table = [
        (
            "current: work\nprofiles:\n  work:\n    url: https://a.company\n    colour: red\n",
            "config.yaml:5:5",
            "colour",
        ),
        ("current: work\nprofiles: [\n", "config.yaml:2:11", "broken"),
        ("profiles:\n  work: {url: nowhere}\n", "config.yaml:2:", "nowhere"),
        ("current: ../x\nprofiles: {}\n", "config.yaml:1:", "../x"),
        (
            "profiles:\n  a: {url: 'https://a.company'}\n  a: {url: 'https://b.company'}\n",
            "config.yaml:3:3",
            "`a` is there twice",
        ),
        ("profiles: {}\ncurrent: gone\n", "config.yaml:2:", "there is no such profile"),
        ("[]\n", "config.yaml:1:", "the keys `current` and `profiles`"),
        ("profiles:\n  a: 1\n", "config.yaml:2:", "a profile, which has a `url`"),
    ];
    for (text, place, word) in table {
        std::fs::write(home.file(), text).expect("written");
        home.akctl().args(["status"]).fails(2, &[place, word, "does not overwrite"]);
        home.login(&server, "work").fails(2, &[place]);
        home.akctl().args(["logout"]).fails(2, &[place]);
        home.akctl().args(["profiles", "use", "work"]).fails(2, &[place]);
        assert_eq!(home.text(), text);
    }
    let pair = home.akctl().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    pair.args(["status"]).ok();
}

#[test]
fn a_file_that_is_not_text_is_told_with_its_line() {
    let home = Home::new();
    std::fs::create_dir_all(home.folder()).expect("made");
    std::fs::write(home.file(), b"profiles: {}\n# caf\xe9\n").expect("written");
    home.akctl().args(["profiles", "list"]).fails(2, &["config.yaml:2", "UTF-8", "does not overwrite"]);
}

#[test]
fn whoever_signs_in_at_the_same_time_loses_nothing() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    let names: Vec<String> = (0..6).map(|number| format!("c{number}")).collect();
    std::thread::scope(|scope| {
        for name in &names {
            let login = home.login(&server, name).args(["--store", "file"]);
            scope.spawn(move || login.ok());
        }
    });
    let list = home.akctl().args(["profiles", "list"]).json();
    let kept: Vec<_> = list.as_array().expect("a list").iter().map(|one| one["name"].clone()).collect();
    assert_eq!(kept, names);
}

#[test]
fn nothing_of_profiles_is_a_variable() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    home.login(&server, "work").args(["-o", "env"]).fails(2, &["-o env"]);
    home.login(&server, "work").ok();
    let commands: [&[&str]; 7] = [
        &["profiles", "list"],
        &["profiles", "show"],
        &["profiles", "use", "work"],
        &["profiles", "remove", "work"],
        &["logout"],
        &["auth", "check"],
        &["auth", "create-service-account", "--dry-run"],
    ];
    for words in commands {
        let ran = home.akctl().args(words.to_vec()).args(["-o", "env"]).fails(2, &["-o env"]);
        assert_eq!(ran.stdout, "");
    }
    assert_eq!(home.akctl().args(["profiles", "show"]).json()["token_found"], true);
}

#[test]
fn status_says_where_each_setting_came_from() {
    let (server, home) = (Server::start("2025.10.3"), Home::new());
    home.login(&server, "work").args(["--public-url", "http://127.0.0.1:1"]).ok();
    let origins = |akctl: crate::support::Akctl| akctl.args(["status"]).json()["origins"].clone();
    let kept = origins(home.akctl());
    assert_eq!((&kept["url"], &kept["public_url"]), (&"profile work".into(), &"profile work".into()));
    let given = origins(home.akctl().args(["--public-url", server.url()]));
    assert_eq!(given["public_url"], "--public-url");
    let pair = home.akctl().env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    let text = pair.args(["status"]).ok().stdout;
    for word in ["(from AUTHENTIK_URL)", "(same as the address)", "from AUTHENTIK_TOKEN"] {
        assert!(text.contains(word), "{word} is not in:\n{text}");
    }
}
