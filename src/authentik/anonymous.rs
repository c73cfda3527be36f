//! Requests without the token: what everyone may read, through the address that everyone uses.

use super::client::Client;
use super::error::ApiError;
use super::retry::Repeat;
use super::transport::{Body, Method, Request, Response};
use super::wire::{Call, asked_of, json};
use crate::model::Secret;
use crate::model::text::printable;
use serde_json::Value;
use url::Url;

/// How many redirects are followed.
const MOST_REDIRECTS: usize = 3;

impl Client {
    /// Reads any address without the token, such as a discovery document under the public address.
    /// Whatever the status, the answer is the caller's; redirects are not followed.
    pub async fn anonymous_get(&self, url: &str) -> Result<Response, ApiError> {
        self.anonymous(Method::Get, url, Body::Empty, Repeat::Always).await
    }

    /// Sends a form without the token, as the token endpoint takes it. Whatever the status, the
    /// answer is the caller's.
    pub async fn anonymous_post(&self, url: &str, form: &[(&str, &str)]) -> Result<Response, ApiError> {
        let form = form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.anonymous(Method::Post, url, Body::Form(form), Repeat::IfNotDone).await
    }

    /// Reads a JSON document without the token; anything but a success is an error.
    pub async fn anonymous_json(&self, url: &str) -> Result<Value, ApiError> {
        let response = self.anonymous_get(url).await?;
        let asked = asked_of(Method::Get, url);
        let response = self.success(response, asked.clone(), &Body::Empty)?;
        json(&response, &asked)
    }

    /// Reads a text without the token; its address may redirect, within authentik itself.
    ///
    /// # Errors
    ///
    /// A sentence: it cannot be reached, leads elsewhere, or is no text.
    pub async fn anonymous_document(&self, url: &str) -> Result<String, String> {
        let mut url = Url::parse(url).map_err(|error| error.to_string())?;
        for _ in 0..MOST_REDIRECTS {
            let response = self.anonymous_get(url.as_str()).await.map_err(|error| error.to_string())?;
            match response.status {
                200 => return String::from_utf8(response.body).map_err(|_| "it is no text".to_owned()),
                301 | 302 | 307 | 308 => {
                    let next = response.header("location").and_then(|location| url.join(location).ok());
                    let next = next.ok_or("it redirects to nowhere")?;
                    if next.origin() != url.origin() {
                        return Err(format!("it redirects to {}", printable(next.as_str())));
                    }
                    url = next;
                }
                status => return Err(format!("{url} answers {status}")),
            }
        }
        Err("it redirects in a circle".to_owned())
    }

    /// Reads with the access token of a login, as applications read userinfo: the token of the API does
    /// not go along. Whatever the status, the answer is the caller's.
    pub async fn get_with(&self, url: &str, access_token: &Secret) -> Result<Response, ApiError> {
        let request =
            Request { method: Method::Get, url: url.to_owned(), bearer: Some(access_token.clone()), body: Body::Empty };
        let call = Call { request, asked: asked_of(Method::Get, url), repeat: Repeat::Always };
        self.exchange(&call).await.0.map_err(|error| ApiError::no_answer(call.asked, error))
    }

    async fn anonymous(&self, method: Method, url: &str, body: Body, repeat: Repeat) -> Result<Response, ApiError> {
        let request = Request { method, url: url.to_owned(), bearer: None, body };
        let call = Call { request, asked: asked_of(method, url), repeat };
        self.exchange(&call).await.0.map_err(|error| ApiError::no_answer(call.asked, error))
    }
}
