//! The answer to a client whose user was let in.

use super::asked::Asked;
use super::issued::{self, Grant};
use super::{jwt, noted};
use crate::sandbox::Sandbox;
use crate::sandbox::actions::Handled;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::moment;
use crate::sandbox::signin::{Session, page};
use crate::sandbox::store::text;
use serde_json::json;
use url::form_urlencoded::Serializer;

/// Gives the client what it asked for, the way it asked for.
pub fn respond(sandbox: &mut Sandbox, request: &Request, session: &Session, asked: &Asked) -> Handled {
    let grant = Grant {
        provider: asked.provider.clone(),
        user: session.user.clone(),
        scopes: asked.scopes.clone(),
        nonce: asked.nonce.clone(),
        auth_time: session.since,
        methods: session.methods.clone(),
        session: session.key.clone(),
    };
    let (provider, user) = grant.parties(sandbox).ok_or_else(|| Reply::page(404, "Not Found"))?;
    let is_code_alone = asked.response_type == "code";
    if asked.response_mode == "query" && !is_code_alone {
        // Observed: tokens in the query are a server error, after the login.
        return Err(Reply::page(500, "Server Error"));
    }
    noted::authorized(sandbox, asked);
    let mut parameters: Vec<(&str, String)> = Vec::new();
    if asked.wants("code") {
        let sent = (asked.redirect_uri.as_str(), asked.challenge.clone());
        parameters.push(("code", issued::code(sandbox, &provider, grant.clone(), sent)));
    }
    if !is_code_alone {
        tokens(sandbox, request, (&provider, &user), (asked, &grant), &mut parameters)?;
    }
    if let Some(state) = &asked.state {
        parameters.push(("state", state.clone()));
    }
    if asked.response_mode == "form_post" {
        return Ok(page::sent_on(&asked.redirect_uri, &parameters));
    }
    let joint = match asked.response_mode.as_str() {
        "fragment" => '#',
        _ if asked.redirect_uri.contains('?') => '&',
        _ => '?',
    };
    let parameters = Serializer::new(String::new()).extend_pairs(&parameters).finish();
    Ok(Reply::redirect(&format!("{}{joint}{parameters}", asked.redirect_uri)))
}

/// The tokens that implicit and hybrid clients get at once. The ID token names the digests of what
/// comes along with it.
fn tokens(
    sandbox: &mut Sandbox,
    request: &Request,
    (provider, user): (&Object, &Object),
    (asked, grant): (&Asked, &Grant),
    parameters: &mut Vec<(&str, String)>,
) -> Result<(), Reply> {
    let code = parameters.first().map(|(_, code)| jwt::half_digest(code));
    let (access, mut claims) = issued::access(sandbox, request, (provider, user), grant)?;
    parameters.push(("token_type", "Bearer".to_owned()));
    parameters.push(("expires_in", moment::span(text(provider, "access_token_validity")).to_string()));
    if asked.wants("token") {
        claims.insert("at_hash".to_owned(), json!(jwt::half_digest(&access)));
        parameters.push(("access_token", access));
    }
    if asked.wants("id_token") {
        if let Some(code) = code {
            claims.insert("c_hash".to_owned(), json!(code));
        }
        parameters.push(("id_token", jwt::encode(sandbox, provider, &claims)?));
    }
    Ok(())
}
