//! The look through authentik's public address: does it call itself what the application will be
//! told?

use crate::authentik::client::Client;
use crate::model::endpoints::Endpoints;
use crate::model::text::printable;
use futures_util::future::join;
use serde_json::Value;

/// What was seen through the public address.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// What an application would stumble over; nothing if all is well.
    pub warnings: Vec<String>,
    /// The keys with which the provider signs, as JSON, where they were asked for and could be read.
    pub jwks: Option<String>,
}

/// Looks at what an application would see, without the token: at the discovery document always, at
/// the keys where they are wanted.
pub async fn look(client: &Client, endpoints: &Endpoints, wants_keys: bool) -> Seen {
    if !wants_keys {
        return Seen { warnings: warnings(client, endpoints).await, jwks: None };
    }
    let (mut warnings, keys) = join(warnings(client, endpoints), keys(client, endpoints)).await;
    let jwks = match keys {
        Ok(keys) => Some(keys),
        Err(reason) => {
            warnings.push(format!(
                "the signing keys could not be read: {reason}; open {} in a browser and copy all of its content \
                 to where the keys belong",
                endpoints.jwks
            ));
            None
        }
    };
    Seen { warnings, jwks }
}

/// The JWKS document as compact JSON.
async fn keys(client: &Client, endpoints: &Endpoints) -> Result<String, String> {
    let document = client.anonymous_json(&endpoints.jwks).await.map_err(|error| error.to_string())?;
    match document.get("keys").and_then(Value::as_array) {
        Some(keys) if !keys.is_empty() => Ok(document.to_string()),
        _ => Err("authentik publishes no key for this application".to_owned()),
    }
}

/// Reads the discovery document as an application would and says what one would stumble over.
pub async fn warnings(client: &Client, endpoints: &Endpoints) -> Vec<String> {
    let document = match client.anonymous_json(&endpoints.discovery).await {
        Ok(document) => document,
        Err(error) => {
            return vec![format!(
                "the public address could not be checked: {error}; the application must reach {}",
                endpoints.discovery
            )];
        }
    };
    let issuer = document.get("issuer").and_then(Value::as_str).unwrap_or_default();
    if issuer == endpoints.issuer {
        return Vec::new();
    }
    vec![format!(
        "authentik calls itself {} when it is asked through {}, so strict applications will refuse the login: {}",
        printable(issuer),
        endpoints.discovery,
        reason(issuer, &endpoints.issuer)
    )]
}

/// What most likely makes the two differ.
fn reason(seen: &str, expected: &str) -> &'static str {
    let parts = |text: &str| {
        let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        (scheme.to_owned(), host.to_owned(), path.to_owned())
    };
    let (seen, expected) = (parts(seen), parts(expected));
    if seen.1 != expected.1 {
        "the reverse proxy before authentik does not forward the host name (header Host or X-Forwarded-Host)"
    } else if seen.0 != expected.0 {
        "the reverse proxy before authentik does not forward the scheme (header X-Forwarded-Proto)"
    } else {
        "the provider's issuer mode or the path of the public address differs"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_names_what_differs() {
        let expected = "https://auth.company/application/o/wiki/";
        assert!(reason("http://auth.company/application/o/wiki/", expected).contains("X-Forwarded-Proto"));
        assert!(reason("https://authentik-server:9000/application/o/wiki/", expected).contains("Host"));
        assert!(reason("https://auth.company/", expected).contains("issuer mode"));
    }
}
