//! The transport over the network: reqwest with rustls.
//!
//! Proxy variables (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`) are honoured, except for
//! this machine itself: a token for a local authentik never travels to a proxy and back.

mod failure;
mod trust;

use super::trace::{Level, Tracer};
use super::transport::{Body, Method, Request, Response, Transport, TransportError};
use crate::error::Failure;
use crate::model::ServerUrl;
use async_trait::async_trait;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::tls::TlsInfo;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;
use trust::Authorities;
use url::{Url, form_urlencoded};

/// The largest answer of authentik that is read, in bytes.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;

/// How long an unused connection is kept: shorter than servers keep theirs, so that a request
/// after a pause for thought does not meet a connection that is being closed.
const IDLE: Duration = Duration::from_secs(4);

/// How the network is used.
#[derive(Debug, Clone)]
pub struct HttpOptions {
    /// The longest time for making a connection, TLS included.
    pub connect_timeout: Duration,
    /// The longest time from sending a request to having read the whole answer.
    pub request_timeout: Duration,
    /// A PEM file with certificates of authorities to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// Trust any certificate. For trying things out only.
    pub insecure: bool,
    /// The largest answer that is read, in bytes.
    pub largest_answer: usize,
    /// The kinds of content that are asked for, as the header `Accept` has them.
    pub accept: &'static str,
    /// Hears of requests, where a person wants to.
    pub tracer: Tracer,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            request_timeout: Duration::from_secs(30),
            ca_file: None,
            insecure: false,
            largest_answer: LARGEST_ANSWER,
            accept: "application/json, */*;q=0.5",
            tracer: Tracer::default(),
        }
    }
}

/// Carries requests over the network. Redirects are not followed: the token goes nowhere but to
/// the address that was asked.
pub struct HttpTransport {
    options: HttpOptions,
    authorities: Authorities,
    /// Built when first used, because reading the system's certificates takes time.
    clients: RefCell<BTreeMap<Way, reqwest::Client>>,
}

/// How an address is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// This machine, in clear text: neither a proxy nor the system's certificates are needed, so
    /// it works where there are none, as in a small container.
    PlainLocal,
    /// This machine, encrypted: no proxy.
    Local,
    /// Any other: through a proxy where the environment names one.
    Remote,
}

impl Way {
    fn to(url: &Url) -> Self {
        let origin = url.origin().ascii_serialization().parse::<ServerUrl>();
        match origin {
            Ok(origin) if origin.is_loopback() && origin.is_https() => Self::Local,
            Ok(origin) if origin.is_loopback() => Self::PlainLocal,
            _ => Self::Remote,
        }
    }
}

impl HttpTransport {
    /// Reads the file of authorities, if one is given; a wrong one is wrong usage. Nothing else
    /// happens before the first request.
    pub fn new(options: HttpOptions) -> Result<Self, Failure> {
        let authorities = match &options.ca_file {
            Some(path) => Authorities::read(path)?,
            None => Authorities::default(),
        };
        Ok(Self { options, authorities, clients: RefCell::default() })
    }

    fn client_for(&self, way: Way) -> Result<reqwest::Client, TransportError> {
        if let Some(client) = self.clients.borrow().get(&way) {
            return Ok(client.clone());
        }
        let client = self.build(way)?;
        self.clients.borrow_mut().insert(way, client.clone());
        Ok(client)
    }

    fn build(&self, way: Way) -> Result<reqwest::Client, TransportError> {
        // Without a provider reqwest panics; if one is installed already, that one serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("akctl/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.options.connect_timeout)
            .timeout(self.options.request_timeout)
            .pool_idle_timeout(IDLE)
            .tls_info(self.options.tracer.tells(Level::Reasons))
            .referer(false);
        if way != Way::Remote {
            builder = builder.no_proxy();
        }
        builder = if self.options.insecure {
            builder.tls_danger_accept_invalid_certs(true)
        } else if way == Way::PlainLocal {
            builder.tls_certs_only(self.authorities.certificates())
        } else {
            builder.tls_certs_merge(self.authorities.certificates())
        };
        builder.build().map_err(|error| TransportError::Tls(failure::innermost(&error)))
    }

    fn request(&self, request: &Request) -> Result<reqwest::RequestBuilder, TransportError> {
        let url = Url::parse(&request.url).map_err(|error| TransportError::Connect(error.to_string()))?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let builder = self.client_for(Way::to(&url))?.request(method, url);
        let builder = match &request.bearer {
            Some(token) => builder.bearer_auth(token.expose()),
            None => builder,
        };
        let builder = builder.header(ACCEPT, self.options.accept);
        Ok(match &request.body {
            Body::Empty => builder,
            Body::Json(value) => builder.header(CONTENT_TYPE, "application/json").body(value.to_string()),
            Body::Form(pairs) => builder
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()),
        })
    }
}

#[async_trait(?Send)]
impl Transport for HttpTransport {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let told = |error: reqwest::Error| failure::of(&error, &request.url, &self.options);
        let mut answer = self.request(request)?.send().await.map_err(told)?;
        if let Some(der) = answer.extensions().get::<TlsInfo>().and_then(TlsInfo::peer_certificate) {
            self.options.tracer.certificate(answer.url(), der);
        }
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(told)? {
            if body.len() + piece.len() > self.options.largest_answer {
                return Err(TransportError::TooLarge(self.options.largest_answer));
            }
            body.extend_from_slice(&piece);
        }
        Ok(Response { status: answer.status().as_u16(), headers, body })
    }
}
