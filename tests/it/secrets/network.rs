//! Ways to authentik that fail below HTTP, and addresses that are somebody else's.

use super::marks::{Mark, search};
use crate::client::server::{answering, serve};
use crate::support::Akctl;

const TOKEN: &str = "token-with-a-mark-in-it";

fn runs(url: &str) {
    for verbosity in ["-q", "-v", "-vv"] {
        let akctl = Akctl::new().env("AUTHENTIK_URL", url).env("AUTHENTIK_TOKEN", TOKEN);
        let ran = akctl.args(["status", "--timeout", "5", verbosity]).run();
        assert_ne!(ran.code, 0, "{url}: {}", ran.stdout);
        let marks = [Mark::of("token", TOKEN)];
        search(&marks, url, &ran.stdout);
        search(&marks, url, &ran.stderr);
    }
}

#[test]
fn ways_that_break_tell_no_token() {
    let plain = answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}").0;
    runs(&format!("https://{plain}"));
    runs(&format!("http://{}", serve(drop)));
    runs("https://authentik.invalid");
}

#[test]
fn an_address_with_a_token_in_it_is_not_told_either() {
    let url = format!("http://user:{TOKEN}@127.0.0.1:9");
    let ran = Akctl::new().env("AUTHENTIK_URL", &url).env("AUTHENTIK_TOKEN", TOKEN).args(["status", "-vv"]).run();
    assert_ne!(ran.code, 0);
    search(&[Mark::of("token", TOKEN)], "the address", &format!("{}{}", ran.stdout, ran.stderr));
}
