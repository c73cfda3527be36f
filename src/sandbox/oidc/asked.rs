//! What a client asks for at the authorize endpoint, checked.

use super::{address, by_client_id, quoted};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::store::{list, text, value};
use serde_json::{Value, json};

/// What a response type needs: the grant, which also tells whether errors go into the fragment.
const RESPONSE_TYPES: &[(&str, &str)] = &[
    ("code", "authorization_code"),
    ("id_token", "implicit"),
    ("id_token token", "implicit"),
    ("code token", "hybrid"),
    ("code id_token", "hybrid"),
    ("code id_token token", "hybrid"),
];

const UNSUPPORTED: (&str, &str) = (
    "unsupported_response_type",
    "The authorization server does not support obtaining an authorization code using this method",
);
const SCOPE: (&str, &str) = ("invalid_scope", "The requested scope is invalid, unknown, or malformed");
const MALFORMED: (&str, &str) = ("invalid_request", "The request is otherwise malformed");

/// How a code is bound to whoever asked for it (PKCE).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// What was sent.
    pub text: String,
    /// Whether it is the verifier's digest (`S256`), or the verifier itself (`plain`).
    pub is_digest: bool,
}

/// A request that is right.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The id of the provider.
    pub provider: Value,
    /// Where the answer goes.
    pub redirect_uri: String,
    /// What is to be answered, as words: `code`, `id_token`, `token`.
    pub response_type: String,
    /// The way the answer goes: `query`, `fragment` or `form_post`.
    pub response_mode: String,
    /// The scopes that the client asks for and the provider has, in the order in which they were
    /// asked for.
    pub scopes: Vec<String>,
    /// Given back as it came.
    pub state: Option<String>,
    /// Put into the ID token.
    pub nonce: Option<String>,
    /// Needed to use the code.
    pub challenge: Option<Challenge>,
    /// How many seconds ago the user may have signed in.
    pub max_age: Option<u64>,
    /// The words of `prompt` that authentik knows.
    pub prompt: Vec<String>,
}

impl Asked {
    /// Whether the response type has that word.
    #[must_use]
    pub fn wants(&self, word: &str) -> bool {
        self.response_type.split(' ').any(|known| known == word)
    }

    /// Whether `prompt` has that word.
    #[must_use]
    pub fn prompts(&self, word: &str) -> bool {
        self.prompt.iter().any(|known| known == word)
    }

    /// An error for the client.
    #[must_use]
    pub fn refusal(&self, error: (&str, &str)) -> Reply {
        let state = self.state.as_deref();
        Target { redirect_uri: &self.redirect_uri, state, fragment: self.response_type != "code" }.refusal(error)
    }
}

/// Where errors go.
struct Target<'a> {
    redirect_uri: &'a str,
    state: Option<&'a str>,
    fragment: bool,
}

impl Target<'_> {
    fn refusal(&self, (error, text): (&str, &str)) -> Reply {
        let joint = match self.fragment {
            true => '#',
            false if self.redirect_uri.contains('?') => '&',
            false => '?',
        };
        let state = self.state.map(|state| format!("&state={}", quoted(state, ""))).unwrap_or_default();
        let address = self.redirect_uri;
        Reply::redirect(&format!("{address}{joint}error={error}&error_description={}{state}", quoted(text, "")))
    }
}

/// Reads a request. A wrong client or address is a page for people, everything else that is wrong
/// goes back to the client's address.
pub fn read(sandbox: &mut Sandbox, request: &Request) -> Result<Asked, Reply> {
    let one = |name: &str| request.one(name).unwrap_or_default();
    let some = |name: &str| request.one(name).filter(|text| !text.is_empty());
    let (provider, redirect_uri) = client(sandbox, request)?;
    let response_type = one("response_type");
    let state = request.one("state");
    let refuse = |error: (&str, &str), fragment: bool| {
        Err(Target { redirect_uri: &redirect_uri, state: state.as_deref(), fragment }.refusal(error))
    };
    let Some((_, grant)) = RESPONSE_TYPES.iter().find(|(name, _)| *name == response_type) else {
        return refuse(UNSUPPORTED, false);
    };
    let fragment = *grant != "authorization_code";
    let is_allowed = !sandbox.has(Habit::GrantTypes) || list(&provider, "grant_types").contains(&json!(grant));
    let lacks_nonce = response_type.contains("id_token") && one("nonce").is_empty();
    let method = one("code_challenge_method");
    let challenge = some("code_challenge").map(|text| Challenge { text, is_digest: method == "S256" });
    let is_strange = challenge.is_some() && !["", "plain", "S256"].contains(&method.as_str());
    if !is_allowed || lacks_nonce || is_strange {
        return refuse(MALFORMED, fragment);
    }
    let scopes = scopes(sandbox, &provider, &one("scope"), response_type.contains("code"));
    if fragment && scopes.iter().all(|scope| scope != "openid") {
        return refuse(SCOPE, fragment);
    }
    not_played(request)?;
    let words = one("prompt");
    let prompt = words.split_whitespace().filter(|word| ["none", "login", "consent"].contains(word));
    Ok(Asked {
        provider: value(&provider, "pk"),
        response_mode: some("response_mode").unwrap_or_else(|| if fragment { "fragment" } else { "query" }.to_owned()),
        scopes,
        nonce: some("nonce"),
        challenge,
        max_age: one("max_age").parse().ok(),
        prompt: prompt.map(str::to_owned).collect(),
        redirect_uri,
        response_type,
        state,
    })
}

/// The provider that is asked, and the address that it allows.
fn client(sandbox: &mut Sandbox, request: &Request) -> Result<(Object, String), Reply> {
    let bad = || Reply::page(400, "Bad Request");
    let one = |name: &str| request.one(name).unwrap_or_default();
    let provider = by_client_id(sandbox, &one("client_id")).ok_or_else(bad)?.clone();
    let redirect_uri = one("redirect_uri");
    if redirect_uri.is_empty() {
        return Err(bad());
    }
    if list(&provider, "redirect_uris").is_empty() {
        pin(sandbox, &provider, &redirect_uri);
    } else if !address::allowed(&provider, &redirect_uri, "authorization")? {
        return Err(bad());
    }
    Ok((provider, redirect_uri))
}

/// What authentik has an answer for and the sandbox has none.
fn not_played(request: &Request) -> Result<(), Reply> {
    let one = |name: &str| request.one(name).unwrap_or_default();
    let mode = one("response_mode");
    if !one("request").is_empty() {
        return Err(Reply::not_played("authorize with `request`"));
    }
    if !["", "query", "fragment", "form_post"].contains(&mode.as_str()) {
        return Err(Reply::not_played("authorize with another `response_mode`"));
    }
    let age = one("max_age");
    if !age.is_empty() && !age.parse::<u64>().is_ok_and(|age| age > 0) {
        return Err(Reply::not_played("authorize with a `max_age` that is no number of seconds above 0"));
    }
    Ok(())
}

/// The scopes that are asked for and that the provider has; all that it has where none is asked for.
/// Everything else is dropped without a word, and so is `offline_access` without a code.
fn scopes(sandbox: &Sandbox, provider: &Object, asked: &str, with_code: bool) -> Vec<String> {
    let known = list(provider, "property_mappings").iter().filter_map(|pk| sandbox.store.get(Family::Mapping, pk));
    let known: Vec<&str> = known.map(|mapping| text(mapping, "scope_name")).filter(|name| !name.is_empty()).collect();
    let asked: Vec<&str> = asked.split_whitespace().collect();
    let mut scopes: Vec<String> = Vec::new();
    for scope in if asked.is_empty() { &known } else { &asked } {
        let counts = known.contains(scope) && (with_code || *scope != "offline_access");
        if counts && scopes.iter().all(|other| other != scope) {
            scopes.push((*scope).to_owned());
        }
    }
    scopes
}

/// A provider without addresses keeps the first that anybody uses.
fn pin(sandbox: &mut Sandbox, provider: &Object, address: &str) {
    let mut entry = json!({"matching_mode": "strict", "url": address});
    if sandbox.has(Habit::RedirectUriType) {
        entry["redirect_uri_type"] = json!("authorization");
    }
    let row = Collection::at("providers/oauth2")
        .and_then(|providers| sandbox.store.get_mut(providers, &value(provider, "pk")));
    if let Some(row) = row {
        row.insert("redirect_uris".to_owned(), json!([entry]));
    }
}
