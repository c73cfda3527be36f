//! All commands, at every verbosity, on a server that works and on servers that do not.

use super::commands::{CASES, Case};
use super::marks::{Mark, SCIM_TOKEN, search, search_folder};
use crate::support::hooked::Hooked;
use crate::support::{Akctl, hooked};
use akctl::sandbox::{Reply, Request};
use base64::Engine;
use serde_json::json;

/// What is wrong with the server. All of them tell the token back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Nothing,
    /// The token is not one of this server's.
    WrongToken,
    NotAllowed,
    Failing,
    /// Nearly JSON.
    Malformed,
    Page,
    Redirect,
    /// The token is what it calls its version.
    Version,
    /// Reading works, and every write is refused, with what was sent.
    Unwritable,
}

const TROUBLES: [Trouble; 8] = [
    Trouble::WrongToken,
    Trouble::NotAllowed,
    Trouble::Failing,
    Trouble::Malformed,
    Trouble::Page,
    Trouble::Redirect,
    Trouble::Version,
    Trouble::Unwritable,
];

const WRONG_TOKEN: &str = "wrong-token-with-a-mark-of-its-own";

impl Trouble {
    /// What the server answers in place of its own reply: mostly to all but the question for its version.
    fn reply(self, request: &Request) -> Option<Reply> {
        let said = request.authorization.clone().unwrap_or_default();
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let token = said.trim_start_matches("Bearer ").to_owned();
        let basic = base64::engine::general_purpose::STANDARD.encode(format!("x:{token}"));
        let echo =
            json!({"detail": format!("refused {said} {body} {basic}"), "authorization": [said], "name": [token]});
        let text = |status, kind: &str, body: String| Reply {
            status,
            headers: vec![("content-type".to_owned(), kind.to_owned())],
            body: body.into_bytes(),
        };
        let is_early = request.path.ends_with("/admin/version/");
        match self {
            Self::Version if is_early => Some(Reply::json(200, &json!({ "version_current": token }))),
            _ if is_early => None,
            Self::Nothing | Self::WrongToken | Self::Version => None,
            Self::Unwritable if request.method == "GET" => None,
            Self::Unwritable => Some(Reply::json(400, &echo)),
            Self::NotAllowed => Some(Reply::json(403, &echo)),
            Self::Failing => Some(Reply::json(500, &echo)),
            Self::Malformed => Some(text(200, "application/json", format!("{{\"pk\": \"{said}\", {basic}"))),
            Self::Page => Some(text(200, "text/html", format!("<title>{said}</title>{basic}"))),
            Self::Redirect => {
                let mut reply = text(302, "text/plain", said.clone());
                // Long enough that the second one is cut where the path is.
                let location = format!("https://elsewhere.company/{token}/{}{token}?token={token}", "x".repeat(120));
                reply.headers.push(("location".to_owned(), location));
                Some(reply)
            }
        }
    }
}

const FILE: &str = "\
version: 1
integrations:
  - {preset: oidc, slug: wiki, name: Wiki, inputs: {redirect: [https://wiki.company/back]}, outputs: [{dir: secret-files}]}
  - {preset: scim, slug: push, name: Pushed, inputs: {scim_url: https://push.company/scim/v2, scim_token: {file: scim-token}}}
";

/// Files that hold secrets because somebody asked for that.
const GIVEN: [&str; 7] = ["token", "scim-token", "client-secret", "secret-files", "work", "again", "robot"];

struct Stage {
    server: Hooked,
    marks: Vec<Mark>,
    client_secret: String,
}

impl Stage {
    /// An authentik with an integration and an application that somebody made by hand.
    fn set() -> Self {
        let server = hooked::Hooked::start("2026.8.5");
        let on = || Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
        on().args(["integrate", "portainer", "--app-url", "https://a.company", "--yes", "--quiet"]).ok();
        on().args(["integrate", "oidc", "--name", "By Hand", "--redirect", "https://hand.company/back", "--yes"]).ok();
        let mut sandbox = server.sandbox();
        let providers = crate::integrate::world::list(&mut sandbox, "providers/oauth2/");
        drop(sandbox);
        let mut marks = vec![Mark::of("token", &server.token), Mark::of("token of SCIM", SCIM_TOKEN)];
        marks.push(Mark::of("wrong token", WRONG_TOKEN));
        let secrets = providers.iter().filter_map(|provider| provider["client_secret"].as_str());
        marks.extend(secrets.clone().map(|secret| Mark::of("client secret", secret)));
        let client_secret = providers
            .iter()
            .find(|provider| provider["name"].as_str().is_some_and(|name| name.starts_with("portainer")))
            .and_then(|provider| provider["client_secret"].as_str())
            .expect("a secret")
            .to_owned();
        Self { server, marks, client_secret }
    }

    /// Another one of the same.
    fn again(&self) -> Self {
        let server = Hooked::of(self.server.sandbox().clone());
        Self { server, marks: self.marks.clone(), client_secret: self.client_secret.clone() }
    }

    fn run(&self, case: &Case, trouble: Trouble, verbosity: &str) {
        let Self { server, marks, client_secret } = self;
        let what = format!("{} {verbosity}, {trouble:?}", case.words.join(" "));
        let token = if trouble == Trouble::WrongToken { WRONG_TOKEN } else { &server.token };
        let akctl = Akctl::new().file("token", token).file("scim-token", SCIM_TOKEN).file("akctl.yaml", FILE);
        let akctl = akctl.file("client-secret", client_secret);
        let akctl = if case.command == "login" {
            akctl
        } else {
            akctl.env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", token)
        };
        let words = case.words.iter().map(|word| if *word == "URL" { server.url.as_str() } else { word });
        let akctl = akctl.args(words).args((!verbosity.is_empty()).then_some(verbosity));
        server.instead(move |request| trouble.reply(request));
        let ran = akctl.run();
        server.calm();
        assert!(ran.code != 101 && !ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
        search(marks, &format!("{what}, stdout"), &ran.stdout);
        search(marks, &format!("{what}, stderr"), &ran.stderr);
        search_folder(marks, &what, ran.home.path(), &GIVEN);
    }

    /// The secrets that commands have made since.
    fn learn(&mut self) {
        let mut sandbox = self.server.sandbox();
        let mut found = Vec::new();
        for provider in crate::integrate::world::list(&mut sandbox, "providers/oauth2/?page_size=100") {
            found.extend(provider["client_secret"].as_str().map(|secret| ("client secret", secret.to_owned())));
        }
        for token in crate::integrate::world::list(&mut sandbox, "core/tokens/?page_size=100") {
            let identifier = token["identifier"].as_str().unwrap_or_default().to_owned();
            let path = format!("core/tokens/{identifier}/view_key/");
            let (_, key) = crate::integrate::world::api(&mut sandbox, "GET", &path, &serde_json::Value::Null);
            found.extend(key["key"].as_str().map(|key| ("token that was made", key.to_owned())));
        }
        drop(sandbox);
        self.marks.extend(found.into_iter().map(|(name, secret)| Mark::of(name, &secret)));
    }
}

#[test]
fn no_command_tells_a_secret_however_much_it_tells() {
    let first = &Stage::set();
    std::thread::scope(|scope| {
        for verbosity in ["", "-q", "-v", "-vv"] {
            scope.spawn(move || {
                for case in CASES.iter().filter(|case| case.ends) {
                    let mut stage = first.again();
                    stage.run(case, Trouble::Nothing, verbosity);
                    stage.learn();
                    // Once more: what was made is there now, and its secrets are known.
                    if verbosity == "-vv" {
                        stage.run(case, Trouble::Nothing, verbosity);
                    }
                }
            });
        }
    });
}

#[test]
fn no_failure_tells_a_secret() {
    std::thread::scope(|scope| {
        for half in 0..2 {
            scope.spawn(move || {
                let stage = Stage::set();
                for (at, case) in CASES.iter().filter(|case| case.ends).enumerate() {
                    for (number, trouble) in TROUBLES.into_iter().enumerate().filter(|(number, _)| number % 2 == half) {
                        let all = std::env::var_os("AKCTL_ALL").is_some();
                        // Every failure of every command at one verbosity, and another one for the next.
                        for (_, verbosity) in
                            ["-vv", "", "-q"].into_iter().enumerate().filter(|(v, _)| all || (at + number) % 3 == *v)
                        {
                            stage.run(case, trouble, verbosity);
                        }
                    }
                }
            });
        }
    });
}

#[test]
fn a_secret_that_is_told_is_found() {
    let stage = Stage::set();
    let akctl = Akctl::new().env("AUTHENTIK_URL", &stage.server.url).env("AUTHENTIK_TOKEN", &stage.server.token);
    let ran = akctl.args(["show", "portainer", "--show-secrets", "-o", "json"]).ok();
    assert!(stage.marks.iter().any(|mark| mark.is_in(&ran.stdout).is_some()), "{}", ran.stdout);
}
