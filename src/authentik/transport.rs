//! One request in, one response out: the seam on which counting, faults, time-outs, recorded
//! replies and the in-memory authentik hang, without clocks or sockets.

use crate::model::Secret;
use async_trait::async_trait;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// The methods that akctl uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Replaces as a whole.
    Put,
    /// Changes some fields.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method as HTTP writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a request carries besides its address. It may hold secrets: its debug form says only of
/// what kind it is.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// A JSON document.
    Json(Value),
    /// A form, as the token endpoint takes it.
    Form(Vec<(String, String)>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Json(_) => "Json(hidden)",
            Self::Form(_) => "Form(hidden)",
        })
    }
}

/// One request.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The absolute address, with its query already encoded.
    pub url: String,
    /// The token for `Authorization: Bearer`; none for anonymous requests.
    pub bearer: Option<Secret>,
    /// What is sent.
    pub body: Body,
}

/// One response, whatever its status. Its body may hold secrets: the debug form says only how
/// long it is.
#[derive(Clone)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of that name (in lower case).
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, headers: _, body } = self;
        f.debug_struct("Response").field("status", status).field("bytes", &body.len()).finish_non_exhaustive()
    }
}

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The host's name does not resolve.
    #[error("the host name {0:?} does not resolve")]
    Resolve(String),
    /// No connection was made: the server has seen nothing.
    #[error("no connection: {0}")]
    Connect(String),
    /// TLS refused the server: the certificate, the name, the protocol.
    #[error("no trusted connection: {0}")]
    Tls(String),
    /// No connection or no answer within the time allowed.
    #[error("no answer within {0} seconds")]
    TimeOut(u64),
    /// The connection broke after the request had been sent, wholly or in part: the server may
    /// have done the work.
    #[error("the connection broke before the answer came: {0}")]
    Broken(String),
    /// The answer is longer than this many bytes, which is all that was read of it.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
}

impl TransportError {
    /// Whether the server cannot have seen the request.
    #[must_use]
    pub fn never_sent(&self) -> bool {
        matches!(self, Self::Resolve(_) | Self::Connect(_) | Self::Tls(_))
    }
}

/// What is said where something answers to `https://` without TLS, as a port for `http://` does.
pub const NO_TLS: &str = "this port does not speak TLS";

/// Carries requests to a server.
#[async_trait(?Send)]
pub trait Transport {
    /// Sends one request. Redirects are not followed; no retries are made here.
    async fn send(&self, request: &Request) -> Result<Response, TransportError>;

    /// Hears that a request will be sent again after a pause, for the first, second, ... time.
    fn repeats(&self, _request: &Request, _retry: u32, _pause: Duration) {}
}
