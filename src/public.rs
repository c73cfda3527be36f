//! The look through authentik's public address: does it call itself what the application will be
//! told?

use crate::authentik::client::Client;
use crate::model::differs::{Differs, differs};
use crate::model::endpoints::{Endpoints, OidcEndpoints, SamlEndpoints};
use crate::model::text::printable;
use crate::model::x509::Certificate;
use crate::saml::identity_provider;
use futures_util::future::join;
use serde_json::Value;

/// What was seen through the public address.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// What an application would stumble over; nothing if all is well.
    pub warnings: Vec<String>,
    /// The keys with which the provider signs, as JSON, where they were asked for and could be read.
    pub jwks: Option<String>,
    /// authentik's SAML metadata for the application, as XML.
    pub metadata: Option<String>,
    /// The certificate that signs, where the metadata name one.
    pub certificate: Option<Certificate>,
}

impl Seen {
    fn warned(warnings: Vec<String>) -> Self {
        Self { warnings, ..Self::default() }
    }
}

/// Looks at what an application would see, without the token: at the discovery document or the SAML
/// metadata always, at the keys where they are wanted.
pub async fn look(client: &Client, endpoints: &Endpoints, wants_keys: bool) -> Seen {
    match endpoints {
        Endpoints::Oidc(endpoints) if wants_keys => with_keys(client, endpoints).await,
        Endpoints::Oidc(endpoints) => Seen::warned(warnings(client, endpoints).await),
        Endpoints::Saml(endpoints) => metadata(client, endpoints).await,
        Endpoints::Proxy(_) | Endpoints::ScimSource(_) | Endpoints::None(_) => Seen::default(),
    }
}

async fn with_keys(client: &Client, endpoints: &OidcEndpoints) -> Seen {
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
    Seen { jwks, ..Seen::warned(warnings) }
}

/// The metadata as the application would fetch them: their address redirects once (authentik 2024.8
/// to 2026.8).
async fn metadata(client: &Client, endpoints: &SamlEndpoints) -> Seen {
    let unreadable = |reason: &str| {
        Seen::warned(vec![format!(
            "authentik's metadata could not be read: {reason}; open {} in a browser for the certificate and the document",
            endpoints.metadata
        )])
    };
    let text = match client.anonymous_document(&endpoints.metadata).await {
        Ok(text) => text,
        Err(reason) => return unreadable(&reason),
    };
    let read = match identity_provider::read(text.as_bytes()) {
        Ok(read) => read,
        Err(reason) => return unreadable(&reason),
    };
    let mut warnings = Vec::new();
    if read.entity_id != endpoints.entity_id {
        warnings.push(format!(
            "authentik calls itself {} in its metadata, and {} was asked for: applications compare it letter by letter",
            printable(&read.entity_id),
            endpoints.entity_id
        ));
    }
    let known = [&endpoints.sso_redirect, &endpoints.sso_post];
    if let Some(other) = read.sign_in.iter().find(|address| !known.contains(address)) {
        warnings.push(format!(
            "authentik's metadata send people to {} when they are read through {}: {}",
            printable(other),
            endpoints.metadata,
            reason(other, &endpoints.sso_redirect)
        ));
    }
    Seen { metadata: Some(text), certificate: read.certificate, ..Seen::warned(warnings) }
}

/// The JWKS document as compact JSON.
async fn keys(client: &Client, endpoints: &OidcEndpoints) -> Result<String, String> {
    let document = client.anonymous_json(&endpoints.jwks).await.map_err(|error| error.to_string())?;
    match document.get("keys").and_then(Value::as_array) {
        Some(keys) if !keys.is_empty() => Ok(document.to_string()),
        _ => Err("authentik publishes no key for this application".to_owned()),
    }
}

/// Reads the discovery document as an application would and says what one would stumble over.
async fn warnings(client: &Client, endpoints: &OidcEndpoints) -> Vec<String> {
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
    match differs(seen, expected) {
        Differs::Host => {
            "the reverse proxy before authentik does not forward the host name (header Host or X-Forwarded-Host)"
        }
        Differs::Scheme => "the reverse proxy before authentik does not forward the scheme (header X-Forwarded-Proto)",
        Differs::Path => "the provider's issuer mode or the path of the public address differs",
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
