//! What goes in and what comes out, and nothing about sockets.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A JSON object.
pub type Object = Map<String, Value>;

/// One request as it arrives at a server.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// `http` or `https`.
    pub scheme: String,
    /// The host with its port, as in the `Host` header.
    pub host: String,
    /// The path, still encoded.
    pub path: String,
    /// The query without its question mark, still encoded.
    pub query: String,
    /// The `Authorization` header.
    pub authorization: Option<String>,
    /// The `Cookie` header.
    pub cookie: Option<String>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// The `Origin` header: the page of which a browser asks.
    pub page_origin: Option<String>,
    /// The `Access-Control-Request-Headers` header: what that page wants to send.
    pub page_headers: Option<String>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Request {
    /// The values of a query parameter, decoded.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        let pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs.filter(|(key, _)| key == name).map(|(_, value)| value.into_owned()).collect()
    }

    /// The last value of a query parameter, decoded, as the framework below authentik takes it.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<String> {
        self.all(name).pop()
    }

    /// The address under which this request reached the server.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    /// The body as a form.
    pub(super) fn form(&self) -> Form {
        Form(url::form_urlencoded::parse(&self.body).into_owned().collect())
    }

    /// The body as a JSON object.
    pub(super) fn object(&self) -> Result<Object, Reply> {
        if self.body.is_empty() {
            return Ok(Object::new());
        }
        let kind = self.content_type.as_deref().unwrap_or("application/octet-stream");
        if !kind.starts_with("application/json") {
            return Err(Reply::detail(415, &format!("Unsupported media type \"{kind}\" in request.")));
        }
        match serde_json::from_slice(&self.body) {
            Ok(Value::Object(object)) => Ok(object),
            Ok(_) => Err(Reply::json(400, &json!({"non_field_errors": ["Invalid data. Expected a dictionary."]}))),
            Err(error) => Err(Reply::detail(400, &format!("JSON parse error - {error}"))),
        }
    }
}

/// What a form sent: of a field that was sent twice the last.
#[derive(Debug, Default)]
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    /// A field; empty where it was not sent.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map(String::as_str).unwrap_or_default()
    }
}

/// One reply, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Header names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A JSON document.
    #[must_use]
    pub fn json(status: u16, body: &Value) -> Self {
        let headers = vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())];
        Self { status, headers, body: body.to_string().into_bytes() }
    }

    /// `{"detail": "..."}`.
    #[must_use]
    pub fn detail(status: u16, text: &str) -> Self {
        Self::json(status, &json!({ "detail": text }))
    }

    /// 501: authentik has this, the sandbox does not play it.
    #[must_use]
    pub fn not_played(what: &str) -> Self {
        Self::detail(501, &format!("The sandbox does not play this: {what}"))
    }

    /// 403 for want of a permission.
    #[must_use]
    pub fn forbidden() -> Self {
        Self::detail(403, "You do not have permission to perform this action.")
    }

    /// 405 with words.
    #[must_use]
    pub fn method_not_allowed(method: &str) -> Self {
        Self::detail(405, &format!("Method \"{method}\" not allowed."))
    }

    /// A page for people. authentik's own is longer; only that it is HTML matters.
    #[must_use]
    pub fn page(status: u16, text: &str) -> Self {
        let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
        let body = format!("<!DOCTYPE html>\n<html><head><title>authentik</title></head><body>{text}</body></html>\n");
        Self { status, headers, body: body.into_bytes() }
    }

    /// The 405 without words with which authentik answers what it did not foresee.
    #[must_use]
    pub fn unforeseen() -> Self {
        let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
        Self { status: 405, headers, body: Vec::new() }
    }

    /// 204.
    #[must_use]
    pub fn nothing() -> Self {
        Self { status: 204, headers: Vec::new(), body: Vec::new() }
    }

    /// 302 to that address.
    #[must_use]
    pub fn redirect(location: &str) -> Self {
        let html = "text/html; charset=utf-8".to_owned();
        let headers = vec![("content-type".to_owned(), html), ("location".to_owned(), location.to_owned())];
        Self { status: 302, headers, body: Vec::new() }
    }
}
