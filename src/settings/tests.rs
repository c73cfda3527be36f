use super::*;
use tempfile::TempDir;

fn flags(url: Option<&str>, token_file: Option<&str>) -> Flags {
    Flags { url: url.map(str::to_owned), token_file: token_file.map(PathBuf::from), ..Flags::default() }
}

fn environment(url: Option<&str>, token: Option<&str>) -> Environment {
    let pairs = [(env::AUTHENTIK_URL, url), (env::AUTHENTIK_TOKEN, token)];
    Environment::of(pairs.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned()))))
}

fn unread() -> Result<Profiles, Failure> {
    panic!("the profiles do not matter here")
}

/// Two profiles, `work` being the current one, and `home` without a token.
fn profiles() -> (TempDir, Environment) {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "current: work\nprofiles:\n  work: {url: https://a.company, public_url: https://p.company, store: file}\n  \
                home: {url: https://h.company}\n";
    std::fs::write(folder.path().join("config.yaml"), text).expect("written");
    let path = folder.path().to_str().expect("Unicode").to_owned();
    (folder, Environment::of([(env::AKCTL_CONFIG_DIR, path)]))
}

fn resolved(flags: &Flags) -> Result<Connection, Failure> {
    let (_folder, environment) = profiles();
    connection(flags, &environment, || Profiles::load(&environment))
}

#[test]
fn flags_win_over_the_environment() {
    let both = environment(Some("https://a.company"), Some("t"));
    let with_file =
        connection(&flags(Some("https://b.company/api/v3/"), Some("file")), &both, unread).expect("a connection");
    assert_eq!(with_file.url.to_string(), "https://b.company");
    assert_eq!(with_file.token, TokenSource::File("file".into()));
    let plain = connection(&Flags::default(), &both, unread).expect("a connection");
    assert_eq!(plain.public_url.to_string(), "https://a.company");
    assert_eq!(plain.origins.url, Origin::Environment("AUTHENTIK_URL"));
}

#[test]
fn a_token_does_not_go_to_another_address() {
    let both = environment(Some("https://a.company/"), Some("t"));
    let other = connection(&flags(Some("https://b.company"), None), &both, unread).expect_err("refused");
    assert_eq!(other.kind.exit_code(), 2);
    assert!(connection(&flags(Some("https://a.company/api/v3"), None), &both, unread).is_ok());
    let token = environment(None, Some("t"));
    assert!(connection(&flags(Some("https://b.company"), None), &token, unread).is_ok());
    let failure = resolved(&flags(Some("https://b.company"), None)).expect_err("refused");
    assert!(failure.message.contains("profile `work`") && failure.message.contains("https://a.company"), "{failure}");
    assert!(resolved(&flags(Some("https://a.company/"), None)).is_ok());
}

#[test]
fn one_variable_without_the_other_is_an_error_that_says_so_also_where_there_is_a_profile() {
    let token_only = connection(&Flags::default(), &environment(None, Some("t")), unread).expect_err("no address");
    assert!(token_only.message.contains("AUTHENTIK_TOKEN is set and AUTHENTIK_URL is not"), "{token_only}");
    let url = environment(Some("https://a.company"), None);
    let url_only = connection(&Flags::default(), &url, unread).expect_err("no token");
    assert_eq!(url_only.kind.exit_code(), 5);
    assert!(url_only.message.contains("AUTHENTIK_URL is set and AUTHENTIK_TOKEN is not"), "{url_only}");
    assert!(connection(&flags(None, Some("file")), &url, unread).is_ok());
}

#[test]
fn the_current_profile_serves_where_nothing_else_is_said() {
    let found = resolved(&Flags::default()).expect("a connection");
    let work: ProfileName = "work".parse().expect("a name");
    assert_eq!(found.token, TokenSource::Stored(work.clone(), StoreKind::File));
    assert_eq!((found.url.to_string(), found.public_url.to_string()), (url_text("a"), url_text("p")));
    assert_eq!(found.origins.public_url, Origin::Profile(work));
    let public = Flags { public_url: Some("https://q.company".to_owned()), ..Flags::default() };
    assert_eq!(resolved(&public).expect("a connection").public_url.to_string(), url_text("q"));
    // A profile's public address is not that of another server.
    let elsewhere = resolved(&flags(Some("https://b.company"), Some("file"))).expect("a connection");
    assert_eq!(elsewhere.public_url.to_string(), url_text("b"));
}

fn url_text(host: &str) -> String {
    format!("https://{host}.company")
}

#[test]
fn a_profile_that_is_named_by_flag_wins_over_the_environment() {
    let (folder, _) = profiles();
    let path = folder.path().to_str().expect("Unicode").to_owned();
    let variables = [
        (env::AKCTL_CONFIG_DIR, path),
        (env::AUTHENTIK_URL, "https://b.company".to_owned()),
        (env::AUTHENTIK_TOKEN, "t".to_owned()),
        (env::AKCTL_PROFILE, "home".to_owned()),
    ];
    let environment = Environment::of(variables);
    let load = || Profiles::load(&environment);
    let named = Flags { profile: Some("work".to_owned()), ..Flags::default() };
    assert_eq!(connection(&named, &environment, load).expect("a connection").url.to_string(), url_text("a"));
    // Without the flag the environment wins, also over the profile that it names.
    let plain = connection(&Flags::default(), &environment, load).expect("a connection");
    assert_eq!(plain.url.to_string(), url_text("b"));
}

#[test]
fn a_profile_without_a_token_or_that_is_not_there_says_so() {
    let named = |name: &str| Flags { profile: Some(name.to_owned()), ..Flags::default() };
    let signed_out = resolved(&named("home")).expect_err("no token");
    assert_eq!(signed_out.kind.exit_code(), 5);
    let unknown = resolved(&named("nowhere")).expect_err("unknown");
    assert!(unknown.message.contains("nowhere") && unknown.hints[0].contains("home, work"), "{unknown:?}");
    assert!(resolved(&named("../x")).is_err());
}

#[test]
fn the_insecure_switch_takes_only_what_is_clear() {
    for (text, expected) in [("1", true), ("true", true), ("false", false), ("0", false)] {
        let set = Environment::of([(env::AUTHENTIK_INSECURE, text.to_owned())]);
        assert_eq!(insecure(&set).expect("clear"), expected);
    }
    assert!(insecure(&Environment::of([(env::AUTHENTIK_INSECURE, "maybe".to_owned())])).is_err());
}
