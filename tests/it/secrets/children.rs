//! Programs that akctl starts: no secret is among their arguments, which everybody on the machine can
//! read.

use super::marks::{Mark, search};
use crate::support::{Akctl, Server};

/// Writes down its own arguments, and those of akctl; what is given to it on standard input is its to have.
const SCRIPT: &str =
    "tr '\\0' '\\n' < /proc/$$/cmdline > own; tr '\\0' '\\n' < /proc/$PPID/cmdline > parent; cat > /dev/null";

#[test]
fn no_secret_is_an_argument_of_a_program() {
    if !std::path::Path::new("/proc/self/cmdline").exists() {
        return;
    }
    let server = Server::start("2026.8.5");
    let file = format!(
        "version: 1\nintegrations:\n  - preset: oidc\n    slug: wiki\n    name: Wiki\n    inputs: {{redirect: \
         [https://wiki.company/back]}}\n    outputs:\n      - {{command: [sh, -c, {SCRIPT:?}], format: env}}\n"
    );
    let ran = Akctl::on(&server).file("akctl.yaml", &file).args(["apply", "-f", "akctl.yaml", "--yes"]).ok();
    let secret = server.provider_of("wiki")["client_secret"].as_str().expect("text").to_owned();
    let marks = [Mark::of("token", server.token()), Mark::of("client secret", &secret)];
    for name in ["own", "parent"] {
        let text = std::fs::read_to_string(ran.home.path().join(name)).expect("written down");
        assert!(text.contains(if name == "own" { "sh" } else { "apply" }), "{text}");
        search(&marks, name, &text);
    }
}
