//! One call as it goes out, and how its answer is read.

use super::error::{ApiError, Asked};
use super::retry::Repeat;
use super::transport::{Method, Request, Response};
use serde_json::Value;
use url::Url;

/// One request and what may be done with it.
pub struct Call {
    /// What is sent.
    pub request: Request,
    /// What errors say of it.
    pub asked: Asked,
    /// Whether it may be sent again.
    pub repeat: Repeat,
}

/// Percent-encodes what comes from data for one segment of a path.
///
/// A segment of dots alone would climb in the path, and no single encoding prevents that: it is
/// encoded twice, so that the server finds nothing.
#[must_use]
pub fn segment(text: &str) -> String {
    if matches!(text, "." | "..") {
        return text.replace('.', "%252E");
    }
    let stays = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let encoded = |byte: u8| if stays(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(encoded).collect()
}

/// Reads the JSON of a successful answer.
pub fn json(response: &Response, asked: &Asked) -> Result<Value, ApiError> {
    // The parser's own message could quote the body; its place cannot.
    serde_json::from_slice(&response.body).map_err(|error| {
        let why = match (response.body.is_empty(), error.is_eof()) {
            (true, _) => "it is empty".to_owned(),
            (false, true) => "the JSON ends too early".to_owned(),
            (false, false) => format!("it is not JSON (line {}, column {})", error.line(), error.column()),
        };
        ApiError::unreadable(asked.clone(), response, why)
    })
}

/// What is asked of an address that is not the API's.
pub fn asked_of(method: Method, url: &str) -> Asked {
    let (server, path) = match Url::parse(url) {
        Ok(url) => (url.origin().ascii_serialization(), url.path().to_owned()),
        Err(_) => ("an address that is none".to_owned(), String::new()),
    };
    Asked { method, server, path, with_token: false, token_name: None }
}
