//! Checks of the server itself.

use crate::verify::check::Said;
use crate::verify::picture::{Answer, Server};

/// How many seconds two clocks may be apart before logins suffer: authentik's codes are good for a
/// minute.
const CLOCKS_APART: i64 = 30;

#[allow(clippy::unnecessary_wraps)] // Every check has the same form.
pub(super) fn version(server: &Server) -> Option<Said> {
    let version = &server.can.version;
    Some(if server.can.newer_than_known {
        Said::warning(version.to_string(), "it is newer than any authentik that akctl was tried with")
    } else {
        Said::ok(version.to_string())
    })
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn address(server: &Server) -> Option<Said> {
    let public = &server.public;
    Some(match &server.answer {
        Answer::Came { status: 200, .. } => Said::ok(public.to_string()),
        Answer::Came { status, .. } => Said::failed(
            format!("{public} answers {status} where authentik answers 200"),
            "applications and people use this address; what stands there is not authentik, or does not \
             let them through",
        )
        .mend("name the right one with --public-url, or mend the reverse proxy before authentik"),
        Answer::Silent(why) => {
            Said::failed(why.clone(), "applications and people use this address, and from here nobody answers there")
                .mend("name the right one with --public-url, or make it reachable")
        }
        Answer::NotTrusted(_) => Said::not_checked("no trusted connection was made"),
    })
}

pub(super) fn tls(server: &Server) -> Option<Said> {
    if !server.public.is_https() {
        return None;
    }
    if let Err(why) = &server.tls {
        return Some(Said::not_checked(why.clone()));
    }
    Some(match &server.answer {
        Answer::Came { .. } => Said::ok("chain and host name are right"),
        Answer::NotTrusted(why) => {
            Said::failed(why.clone(), "applications refuse such a connection too, often without a word why").mend(
                "serve the whole chain of a certificate for this host name; for an authority of your own name it with \
                 --ca-file, and give it to the applications as well",
            )
        }
        Answer::Silent(_) => Said::not_checked("the public address does not answer"),
    })
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn https(server: &Server) -> Option<Said> {
    Some(if server.public.is_https() {
        Said::ok("the public address begins with https")
    } else if server.is_local() {
        Said::not_checked("the public address is this machine itself")
    } else {
        Said::warning(
            server.public.to_string(),
            "passwords, codes and tokens travel without encryption, and many applications refuse such an issuer",
        )
        .mend("put authentik behind https, and name the address that people use with --public-url")
    })
}

#[allow(clippy::unnecessary_wraps)]
pub(super) fn clock(server: &Server) -> Option<Said> {
    let ahead = match &server.clock_ahead {
        Ok(ahead) => *ahead,
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    if ahead.abs() <= CLOCKS_APART {
        return Some(Said::ok("it agrees with this machine's"));
    }
    let direction = if ahead < 0 { "behind" } else { "ahead of" };
    let seen = format!("{} seconds {direction} this machine's", ahead.abs());
    let means = "one of the two is wrong; applications refuse tokens that are not valid yet, or no longer";
    Some(Said::warning(seen, means).mend("synchronise the clocks of authentik's host and of the application's"))
}
