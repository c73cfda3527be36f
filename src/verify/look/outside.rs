//! What is seen without the token: through authentik's public address, and from the application's
//! own login address.

use super::Eyes;
use crate::authentik::ApiError;
use crate::authentik::error::Problem;
use crate::authentik::transport::{Response, TransportError};
use crate::model::Secret;
use crate::saml::identity_provider;
use crate::verify::picture::{Answer, Look, Outside, Picture, Sent};
use crate::verify::provider::{Kind, Provider, Redirect};
use futures_util::future::{join_all, join4};
use std::time::{SystemTime, UNIX_EPOCH};
use url::{Url, form_urlencoded};

/// The code that is none: whoever sees it in a log knows where it comes from.
const NO_CODE: &str = "akctl-verify-no-code";

impl Eyes<'_> {
    /// Knocks at the public address: how it answers, and how far its clock is ahead.
    pub(super) async fn knock(&self) -> (Answer, Look<i64>) {
        match self.client.anonymous_get(&self.public.join("/api/v3/root/config/")).await {
            Ok(response) => {
                let ahead = response.header("date").and_then(ahead).ok_or("it does not tell the time".to_owned());
                (answer(&response), ahead)
            }
            Err(error) => (no_answer(&error), Err("the public address does not answer".to_owned())),
        }
    }

    /// Looks at an integration from outside. `secret` is the client secret that the application has,
    /// where it is to be tried.
    pub async fn look_from_outside(&self, picture: &mut Picture, secret: Option<&Secret>) {
        if let Some(provider) = picture.of_kind(Kind::Proxy) {
            let url = format!("{}/outpost.goauthentik.io/ping", provider.text("external_host").trim_end_matches('/'));
            picture.outside.ping = Ok(self.ask(&url).await);
            return;
        }
        if picture.of_kind(Kind::Saml).is_some() && picture.application.is_some() {
            picture.outside = self.saml(picture).await;
            return;
        }
        let (Some(provider), Some(endpoints)) = (picture.oauth2().cloned(), picture.endpoints()) else {
            picture.outside = Outside::unseen("it has no OAuth2 provider with addresses of its own");
            return;
        };
        let Answer::Came { .. } = picture.server.answer else {
            picture.outside = Outside::unseen("the public address does not answer");
            picture.preview = self.preview(picture).await;
            return;
        };
        let document =
            |url: String| async move { self.client.anonymous_json(&url).await.map_err(|error| error.to_string()) };
        let (documents, authorize, token, preview) = join4(
            futures_util::future::join(document(endpoints.discovery), document(endpoints.jwks)),
            self.try_addresses(picture, &provider, &endpoints.authorization),
            self.try_secret(&provider, &endpoints.token, secret),
            self.preview(picture),
        )
        .await;
        picture.outside = Outside {
            is_looked: true,
            discovery: documents.0,
            jwks: documents.1,
            authorize,
            token,
            ..Outside::unseen("it is no proxy")
        };
        picture.preview = preview;
    }

    /// Reads authentik's SAML metadata as the application does.
    async fn saml(&self, picture: &Picture) -> Outside {
        let Answer::Came { .. } = picture.server.answer else {
            return Outside::unseen("the public address does not answer");
        };
        let document = self.client.anonymous_document(&picture.saml_metadata()).await;
        let metadata = document.and_then(|text| identity_provider::read(text.as_bytes()));
        Outside { is_looked: true, metadata, ..Outside::unseen("it has no OAuth2 provider") }
    }

    /// Asks the authorize endpoint with each strict redirect address. Never where there is no address
    /// at all: authentik would keep the first that anybody uses.
    async fn try_addresses(
        &self,
        picture: &Picture,
        provider: &Provider,
        endpoint: &str,
    ) -> Look<Vec<(String, Answer)>> {
        if provider.redirects().is_empty() {
            return Err("the provider has no redirect address, and the first that is tried would be kept".to_owned());
        }
        let strict: Vec<Redirect> =
            provider.sign_in_redirects().into_iter().filter(|redirect| !redirect.is_pattern).collect();
        if strict.is_empty() {
            return Err("the provider has no redirect address that could be tried, only expressions".to_owned());
        }
        let response_type = response_type(picture, provider);
        let answers = join_all(strict.iter().map(|redirect| async move {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("client_id", provider.text("client_id"))
                .append_pair("redirect_uri", &redirect.url)
                .append_pair("response_type", response_type)
                .append_pair("scope", "openid")
                .append_pair("state", "akctl-verify")
                .append_pair("nonce", "akctl-verify")
                .finish();
            self.ask(&format!("{endpoint}?{query}")).await
        }))
        .await;
        Ok(strict.into_iter().map(|redirect| redirect.url).zip(answers).collect())
    }

    async fn ask(&self, url: &str) -> Answer {
        match self.client.anonymous_get(url).await {
            Ok(response) => answer(&response),
            Err(error) => no_answer(&error),
        }
    }

    /// Sends the secret with a code that is none. authentik looks at client, grant, secret, redirect
    /// address and code in this order (all versions), so the answer tells how far it came.
    async fn try_secret(&self, provider: &Provider, endpoint: &str, secret: Option<&Secret>) -> Look<Answer> {
        let secret = secret.ok_or("--client-secret-file was not given")?;
        if !self.public.is_https() && !self.public.is_loopback() {
            return Err("the secret would travel without encryption".to_owned());
        }
        if provider.text("client_type") == "public" {
            return Err("a public client has no secret".to_owned());
        }
        let grants = provider.texts("grant_types");
        if grants.is_some_and(|grants| !grants.contains(&"authorization_code")) {
            return Err("the provider lacks the grant authorization_code, so no code is looked at".to_owned());
        }
        let strict = provider.sign_in_redirects().into_iter().find(|redirect| !redirect.is_pattern);
        let redirect = strict.ok_or("the provider has no strict redirect address to try it with")?;
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", provider.text("client_id")),
            ("client_secret", secret.expose()),
            ("code", NO_CODE),
            ("redirect_uri", redirect.url.as_str()),
        ];
        Ok(match self.client.anonymous_post(endpoint, &form).await {
            Ok(response) => answer(&response),
            Err(error) => no_answer(&error),
        })
    }

    /// Opens the application's login address as a browser does, and reads where it sends people.
    pub async fn application(&self, address: &str) -> Look<Sent> {
        let response = self.client.anonymous_get(address).await.map_err(|error| error.to_string())?;
        let location = response.header("location").unwrap_or_default();
        if !(300..400).contains(&response.status) || location.is_empty() {
            let status = response.status;
            return Err(format!(
                "it answers {status} and sends nobody on; name the address that the button for signing in leads to"
            ));
        }
        let base = Url::parse(address).map_err(|error| error.to_string())?;
        let target = base.join(location).map_err(|_| "it sends people to an address that is none".to_owned())?;
        if target.query_pairs().all(|(name, _)| name != "client_id") {
            return Err(format!(
                "it sends people to {}, and with no client_id; name the address from which it sends them to authentik",
                &target[..url::Position::AfterPath]
            ));
        }
        Ok(Sent {
            address: target[..url::Position::AfterPath].to_owned(),
            parameters: target.query_pairs().into_owned().collect(),
        })
    }
}

/// What the application asks for, as far as that shows: a code, unless only implicit is allowed or
/// expected.
fn response_type(picture: &Picture, provider: &Provider) -> &'static str {
    let allowed = provider.texts("grant_types").filter(|grants| !grants.is_empty());
    let expected = picture.expect.as_ref().map(|expect| expect.grants.iter().map(String::as_str).collect::<Vec<_>>());
    let only_implicit = |grants: &Vec<&str>| grants.contains(&"implicit") && !grants.contains(&"authorization_code");
    let implicit = allowed.as_ref().is_some_and(only_implicit) || expected.as_ref().is_some_and(only_implicit);
    if implicit { "id_token" } else { "code" }
}

/// How an answer looks from outside.
fn answer(response: &Response) -> Answer {
    let location = response.header("location").unwrap_or_default().to_owned();
    let body: Option<serde_json::Value> = serde_json::from_slice(&response.body).ok();
    let told = body.as_ref().and_then(|body| body.get("error")?.as_str()).map(str::to_owned);
    Answer::Came { status: response.status, error: told.unwrap_or_else(|| error_in(&location)), location }
}

/// The error with which a browser is sent back, in the query or in the fragment.
fn error_in(location: &str) -> String {
    let parts = location.split(['?', '#']).skip(1);
    let mut pairs = parts.flat_map(|part| form_urlencoded::parse(part.as_bytes()));
    pairs.find(|(name, _)| name == "error").map(|(_, value)| value.into_owned()).unwrap_or_default()
}

fn no_answer(error: &ApiError) -> Answer {
    match &error.problem {
        Problem::NoAnswer(TransportError::Tls(_)) => Answer::NotTrusted(error.to_string()),
        _ => Answer::Silent(error.to_string()),
    }
}

/// How many seconds a time in the form of HTTP is ahead of this machine's clock.
fn ahead(date: &str) -> Option<i64> {
    let theirs = httpdate::parse_http_date(date).ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
    let ours = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(theirs).ok()?.checked_sub(i64::try_from(ours).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_found_in_the_query_and_in_the_fragment() {
        assert_eq!(error_in("https://a/?error=invalid_request&state=x"), "invalid_request");
        assert_eq!(error_in("https://a/#error=invalid_request"), "invalid_request");
        assert_eq!(error_in("https://a/?x=1#error=denied"), "denied");
        assert_eq!(error_in("/if/flow/login/?next=%2F"), "");
    }
}
