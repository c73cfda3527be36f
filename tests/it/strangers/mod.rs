//! Presets from strangers: a file of data, whatever is written in it.

mod cursor;
mod dangers;
mod full;
mod shown;
mod variables;

use crate::support::{Akctl, Server};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// A preset that is right; other tests bend it.
const WIKI: &str = r#"id: wiki
name: Wiki
summary: Pages that everybody writes
category: documents
protocol: oidc
docs: [https://wiki.example/sso]
tested: {by: run}
inputs:
  app_url: {type: url, prompt: Address of the wiki, example: https://wiki.company}
authentik:
  application: {name: Wiki, slug: wiki, launch_url: "{{ app_url }}/"}
  provider:
    oauth2:
      client_type: confidential
      grant_types: [authorization_code, refresh_token]
      redirect_uris:
        - {strict: "{{ app_url }}/callback"}
      signing_key: rsa
      scopes: [openid, email]
client:
  settings:
    - fields: [{label: Issuer, value: "{{ endpoints.issuer }}"}]
  files:
    - {name: wiki.conf, content: "id = {{ client_id }}\n"}
  commands:
    - touch commands-ran
"#;

fn bent(replacements: &[(&str, &str)]) -> String {
    replacements.iter().fold(WIKI.to_owned(), |text, (piece, other)| {
        assert_eq!(text.matches(piece).count(), 1, "{piece:?}");
        text.replace(piece, other)
    })
}

fn check(text: &str) -> Akctl {
    Akctl::new().file("wiki.yaml", text).args(["presets", "check", "wiki.yaml"])
}

/// With a preset in the person's own folder.
fn own(akctl: Akctl, id: &str, text: &str) -> Akctl {
    let folder = akctl.path(".config/akctl/presets");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{id}.yaml")), text).expect("written");
    akctl
}

/// `akctl integrate wiki`, with the preset in the person's own folder.
fn integrate(server: &Server, text: &str) -> Akctl {
    own(Akctl::on(server), "wiki", text).args(["integrate", "wiki", "--app-url", "https://wiki.company", "--yes"])
}

#[test]
fn the_check_says_what_a_preset_would_create() {
    let said = check(WIKI).ok().stdout;
    for part in [
        "an application: Wiki (slug wiki)",
        "an OAuth2 provider: confidential; grants: authorization_code, refresh_token",
        "people are sent back to exactly {{ app_url }}/callback",
        "scopes: openid, email",
        "a file for you, with --out-dir: wiki.conf",
        "commands for you to run: 1",
        "nothing to complain about",
    ] {
        assert!(said.contains(part), "{part:?} is not in:\n{said}");
    }
    let proxy = &full::presets()[2].1;
    let said = Akctl::new().file("full.yaml", proxy).args(["presets", "check", "full.yaml"]).ok().stdout;
    assert!(said.contains("a proxy provider (proxy) before https://full.company, on the embedded outpost"), "{said}");
    let report = check(WIKI).json();
    assert_eq!(report[0]["creates"][0], "an application: Wiki (slug wiki)");
}

#[test]
fn nothing_is_written_outside_the_folder() {
    for name in
        ["../evil", "/tmp/akctl-evil", "a/b", "a\\b", "..", ".", "c:evil", "", "a\\0b", ".bashrc", "CON.txt", "a."]
    {
        let quoted = format!("name: \"{name}\", content");
        check(&bent(&[("name: wiki.conf, content", &quoted.replace("a\\b", "a\\\\b"))])).fails(2, &[]);
    }
    let server = Server::start("2026.8.5");
    let ran = integrate(&server, &bent(&[("wiki.conf", "{{ app_url }}")])).args(["--out-dir", "out"]).run();
    assert_ne!(ran.code, 0, "{}", ran.stdout);
    assert!(server.list("core/applications/").is_empty());
}

#[test]
fn two_files_never_become_one() {
    let files = |other: &str| format!("name: wiki.conf, content: a}}\n    - {{name: {other}, content");
    for (other, message) in [("Wiki.CONF", "only in its capitals"), ("wiki.conf", "is there twice")] {
        let said = check(&bent(&[("name: wiki.conf, content", &files(other))])).fails(2, &[]).stdout;
        assert!(said.contains(message), "{said}");
    }
    check(&bent(&[("name: wiki.conf, content", &files(".env"))])).ok();
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_neither_followed_nor_replaced() {
    let server = Server::start("2026.8.5");
    let akctl = integrate(&server, WIKI).file("mine", "untouched");
    let out = akctl.path("out");
    std::fs::create_dir(&out).expect("a folder");
    std::os::unix::fs::symlink(akctl.path("mine"), out.join("wiki.conf")).expect("a link");
    let ran = akctl.args(["--out-dir", "out"]).fails(2, &["wiki.conf is there already, and is no plain file"]);
    assert_eq!(std::fs::read_to_string(ran.home.path().join("mine")).expect("there"), "untouched");
    assert!(ran.home.path().join("out/wiki.conf").is_symlink() && server.writes().is_empty());
}

#[test]
fn its_commands_are_printed_and_not_run() {
    let server = Server::start("2026.8.5");
    let ran = integrate(&server, WIKI).ok();
    assert!(ran.stdout.contains("touch commands-ran"), "{}", ran.stdout);
    assert!(!ran.home.path().join("commands-ran").exists());
}

#[test]
fn all_that_explains_a_command_is_a_comment() {
    let server = Server::start("2026.8.5");
    let command = "- {run: [touch, commands-ran], about: \"harmless\\nrm -rf ~\\n\\nreally\"}";
    let text = bent(&[("- touch commands-ran", command)]);
    let report = integrate(&server, &text).json();
    assert_eq!(report["client"]["commands"][0], "# harmless\n# rm -rf ~\n# \n# really");
    let ran = integrate(&server, &text).ok();
    assert!(ran.stdout.contains("\n# rm -rf ~\n"), "{}", ran.stdout);
}

#[test]
fn templates_reach_nothing() {
    for text in [
        "{% include '/etc/passwd' %}",
        "{% import '/etc/passwd' as x %}",
        "{% extends '/etc/passwd' %}",
        "{{ env('HOME') }}",
        "{{ HOME }}",
        "{{ read('/etc/passwd') }}",
        "{{ debug() }}",
        "{{ ''.__class__ }}",
    ] {
        let said = check(&bent(&[("id = {{ client_id }}\\n", text)])).fails(2, &[]);
        assert!(!said.stdout.contains("root:"), "{}", said.stdout);
    }
}

#[test]
fn no_input_brings_a_file_or_an_address_of_its_own() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("set");
    let address = listener.local_addr().expect("an address");
    for input in [
        "{type: secret, prompt: x, default: /etc/passwd}".to_owned(),
        "{type: certificate, prompt: x, default: /etc/passwd}".to_owned(),
        format!("{{type: saml_metadata, prompt: x, default: 'http://{address}/m'}}"),
        format!("{{type: saml-metadata, prompt: x, default: 'http://{address}/m'}}"),
    ] {
        let inputs = format!("inputs:\n  extra: {input}\n");
        let server = Server::start("2026.8.5");
        let ran = integrate(&server, &bent(&[("inputs:\n", &inputs)])).run();
        assert_eq!(ran.code, 2, "{input}: {}{}", ran.stdout, ran.stderr);
        assert!(server.writes().is_empty());
    }
    // The addresses that a preset names are printed, and nobody is asked there.
    let server = Server::start("2026.8.5");
    let page = format!("http://{address}/sso");
    let icon = format!("slug: wiki, icon: \"{page}\",");
    integrate(&server, &bent(&[("https://wiki.example/sso", &page), ("slug: wiki,", &icon)])).ok();
    assert!(listener.accept().is_err(), "somebody was asked");
}

/// A preset that is made to blow up ends with an error, and soon.
#[track_caller]
fn ends_soon(text: &str) {
    let begin = Instant::now();
    let ran = check(text).run();
    assert!(ran.code == 2 || ran.code == 0, "{}: {}{}", ran.code, ran.stdout, ran.stderr);
    assert!(ran.stdout.len() + ran.stderr.len() < 1 << 20);
    let server = Server::start("2026.8.5");
    let used = integrate(&server, text).run();
    assert_ne!(used.code, 0, "{}", &used.stdout[..used.stdout.len().min(2000)]);
    assert_ne!(used.code, 101);
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
}

#[test]
fn nothing_blows_up() {
    let content = |text: &str| bent(&[("id = {{ client_id }}\\n", text)]);
    ends_soon(&content("{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"));
    ends_soon(&content("{% for a in range(3000) %}{{ 'x' * 1000 }}{% endfor %}"));
    ends_soon(&content("{{ 'x' * 99999999999 }}"));
    for piece in ["-", "not ", "(", "[", "1 if 1 else "] {
        ends_soon(&content(&format!("{{{{ {}1 }}}}", piece.repeat(50_000 / piece.len()))));
    }
    let deep = format!("  notes: [{{text: a, when: \"{}1\"}}]\n  files:\n", "-".repeat(50_000));
    ends_soon(&bent(&[("  files:\n", &deep)]));
    let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (one, next) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        writeln!(bomb, "{next}: &{next} [*{one},*{one},*{one},*{one},*{one},*{one},*{one},*{one},*{one}]")
            .expect("text");
    }
    ends_soon(&format!("{bomb}{WIKI}"));
    ends_soon(&format!("{WIKI}extra: {}", "[".repeat(20_000)));
    ends_soon(&format!("{WIKI}extra: {}", "{a: ".repeat(5_000)));
    ends_soon(&format!("{WIKI}# {}\n", "x".repeat(1 << 20)));
}
