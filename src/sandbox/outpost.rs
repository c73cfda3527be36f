//! Outposts: what the embedded one serves, and how they are.
//!
//! Not recorded; from authentik's schemas (`OutpostHealth`) and from the source of its outpost.

use super::Sandbox;
use super::collections::{Collection, Family};
use super::crud;
use super::message::{Object, Reply, Request};
use super::moment;
use super::rights::Caller;
use super::store::{list, text, value};
use serde_json::{Value, json};

/// What the embedded outpost is known by.
const EMBEDDED: &str = "goauthentik.io/outposts/embedded";

/// Answers what is below `/outpost.goauthentik.io/`. Nobody is signed in to an outpost here.
pub fn public(sandbox: &Sandbox, request: &Request, rest: &[&str]) -> Result<Reply, Reply> {
    match rest {
        ["ping"] => Ok(Reply::nothing()),
        ["auth", "nginx"] => protected(sandbox, request).map(|_| Reply::page(401, "unauthorized request")),
        ["auth", "traefik" | "caddy"] | ["start"] => protected(sandbox, request).map(|provider| {
            let host = text(provider, "external_host");
            Reply::redirect(&format!("{host}/outpost.goauthentik.io/start?rd={}", request.origin()))
        }),
        _ => Err(Reply::page(404, "Not Found")),
    }
}

/// The provider that the embedded outpost serves at the host of the request: by the host of its
/// address, or by its domain.
fn protected<'a>(sandbox: &'a Sandbox, request: &Request) -> Result<&'a Object, Reply> {
    let outposts = sandbox.store.family(Family::Outpost).map(|(_, outpost)| outpost);
    let served = outposts.filter(|outpost| text(outpost, "managed") == EMBEDDED);
    let mut served = served.flat_map(|outpost| list(outpost, "providers"));
    let name = |host: &str| host.rsplit_once(':').map_or(host, |(name, _)| name).to_owned();
    let asked = name(&request.host);
    let fits = |provider: &Object| {
        let host = text(provider, "external_host").split_once("://").map_or("", |(_, host)| host);
        let domain = text(provider, "cookie_domain");
        let in_domain = text(provider, "mode") == "forward_domain" && !domain.is_empty();
        name(host) == asked || in_domain && asked.ends_with(domain)
    };
    let found = served.find_map(|pk| sandbox.store.get(Family::Provider, pk).filter(|provider| fits(provider)));
    found.ok_or_else(|| Reply::page(404, "Not Found"))
}

/// `outposts/instances/KEY/health/`: the embedded outpost runs in the server itself; no other one runs.
pub fn health(sandbox: &Sandbox, caller: &Caller, key: &str) -> Result<Reply, Reply> {
    let collection = Collection::at("outposts/instances").ok_or_else(|| Reply::not_played("outposts"))?;
    let outpost = crud::find(sandbox, caller, collection, key)?;
    if text(outpost, "managed") != EMBEDDED {
        return Ok(Reply::json(200, &json!([])));
    }
    let version = sandbox.version().reported();
    let one = json!({
        "uid": value(outpost, "pk"),
        "last_seen": moment::now_text(),
        "version": version,
        "golang_version": "go1.25",
        "openssl_enabled": false,
        "openssl_version": "",
        "fips_enabled": Value::Null,
        "version_should": version,
        "version_outdated": false,
        "build_hash": "",
        "build_hash_should": "",
        "hostname": "authentik",
    });
    Ok(Reply::json(200, &json!([one])))
}
