//! Documents at addresses that a person names, such as an application's metadata. They are fetched
//! without the token, and only from the host that was named.

use crate::authentik::transport::{Body, Method, Request, Response, Transport, TransportError};
use crate::authentik::{HttpOptions, HttpTransport};
use crate::error::Failure;
use crate::model::text::printable;
use std::rc::Rc;
use url::Url;

/// The most redirects that are followed.
const MOST_REDIRECTS: usize = 3;

/// What helps whatever went wrong.
const GIVE_THE_FILE: &str = "or download the document in a browser, and give the file instead of the address";

/// Fetches a document of at most `limit` bytes; nothing is read beyond. `options` say whom to trust
/// and how long each request may take. Redirects are followed on the same scheme, host and port,
/// and from `http` to `https` on the same host.
///
/// An address that cannot be asked is wrong usage, everything else a failure. The address is named
/// without its query, which may hold a secret.
pub async fn document(options: &HttpOptions, url: &str, limit: usize) -> Result<Vec<u8>, Failure> {
    let url = parse(url)?;
    let options = HttpOptions { largest_answer: limit, accept: "*/*", ..options.clone() };
    let tracer = options.tracer.clone();
    let transport = tracer.over(Rc::new(HttpTransport::new(options)?), None);
    follow(transport.as_ref(), url).await
}

/// Reads an address to fetch from.
fn parse(text: &str) -> Result<Url, Failure> {
    let wrong = |why: &str| Failure::usage(why.to_owned()).hint("give an address such as https://app.company/metadata");
    let mut url = Url::parse(text.trim()).map_err(|error| wrong("the address to fetch is none").caused_by(error))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(&format!(
            "the address to fetch begins with `{}:`, and must begin with https:// or http://",
            printable(url.scheme())
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        let what =
            format!("the address of `{}` must not hold a user name or password", url.host_str().unwrap_or_default());
        return Err(Failure::usage(what).hint("download the document yourself, and give the file"));
    }
    url.set_fragment(None);
    Ok(url)
}

async fn follow(transport: &dyn Transport, start: Url) -> Result<Vec<u8>, Failure> {
    let mut url = start;
    for _ in 0..=MOST_REDIRECTS {
        let request = Request { method: Method::Get, url: url.to_string(), bearer: None, body: Body::Empty };
        let response = transport.send(&request).await.map_err(|error| no_answer(&url, &error))?;
        match response.status {
            200..=299 => return Ok(response.body),
            301 | 302 | 303 | 307 | 308 => url = next(&url, &response)?,
            _ => return Err(refused(&url, &response)),
        }
    }
    Err(failed(&url, &format!("it redirects more than {MOST_REDIRECTS} times"))
        .hint("check the address")
        .hint(GIVE_THE_FILE))
}

/// Where a redirect leads, if that may be followed: whoever answers must not choose which other
/// machine of the network is asked.
fn next(from: &Url, response: &Response) -> Result<Url, Failure> {
    let status = response.status;
    let Some(location) = response.header("location") else {
        return Err(failed(from, &format!("it redirects without saying where to ({status})")).hint(GIVE_THE_FILE));
    };
    let mut to = from
        .join(location)
        .map_err(|error| failed(from, &format!("it redirects to what is no address ({status})")).caused_by(error))?;
    let is_plain = to.username().is_empty() && to.password().is_none();
    let is_encrypted_now = from.scheme() == "http" && to.scheme() == "https" && from.host() == to.host();
    // Two addresses without a host have nothing in common.
    let is_same = to.origin().is_tuple() && from.origin() == to.origin();
    if !is_plain || !(is_same || is_encrypted_now) {
        let what = format!("it redirects to {} ({status}), and only the host that was named is asked", shown(&to));
        return Err(failed(from, &what)
            .hint("if that is where the document is, give that address")
            .hint(GIVE_THE_FILE));
    }
    to.set_fragment(None);
    Ok(to)
}

fn failed(url: &Url, why: &str) -> Failure {
    Failure::failed(format!("{} cannot be fetched: {why}", shown(url)))
}

fn no_answer(url: &Url, error: &TransportError) -> Failure {
    let hint = match error {
        TransportError::Resolve(_) => "check the address, and the proxy's if you use one",
        TransportError::Connect(_) => "check the address and its port, and whether the server runs",
        TransportError::Tls(_) => {
            "if an authority of your own signed the server's certificate, give the authority's with --ca-file FILE"
        }
        TransportError::TimeOut(_) | TransportError::Broken(_) => "try again later",
        TransportError::TooLarge(_) => "check that the address is that of one document",
    };
    failed(url, &printable(&error.to_string())).hint(hint).hint(GIVE_THE_FILE)
}

fn refused(url: &Url, response: &Response) -> Failure {
    let status = response.status;
    let (why, hint) = match status {
        401 | 403 | 407 => ("it is not for everyone", "the address must be open to requests without a sign-in"),
        404 | 410 => ("there is nothing", "check the address"),
        429 => ("the server was asked too often", "try again later"),
        500.. => ("the server failed", "look at the server's own log, or try again later"),
        _ => ("the server refused it", "check the address"),
    };
    failed(url, &format!("{why} (status {status})")).hint(hint).hint(GIVE_THE_FILE)
}

/// An address as it may stand in an error.
fn shown(url: &Url) -> String {
    let path = printable(url.path()).into_owned();
    match url.host_str() {
        Some(_) => format!("{}{path}", url.origin().ascii_serialization()),
        None => format!("{}:…", url.scheme()),
    }
}
