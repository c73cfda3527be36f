//! The authentik in memory as a transport: requests never leave the process.

use super::Session;
use crate::authentik::client::{Client, ClientOptions};
use crate::authentik::trace::Tracer;
use crate::authentik::transport::{Body, Request, Response, Transport, TransportError};
use crate::error::Failure;
use crate::model::{Secret, ServerUrl};
use crate::sandbox::{self, Sandbox};
use crate::settings::{Origin, Origins};
use async_trait::async_trait;
use std::cell::RefCell;
use std::rc::Rc;
use url::Url;

/// The address at which the authentik in memory pretends to be.
pub const ADDRESS: &str = "https://authentik.example";

/// Hands requests to a sandbox.
pub struct InProcess {
    sandbox: Rc<RefCell<Sandbox>>,
}

impl InProcess {
    /// A transport to this sandbox; others may look at it meanwhile.
    #[must_use]
    pub fn new(sandbox: Rc<RefCell<Sandbox>>) -> Self {
        Self { sandbox }
    }
}

#[async_trait(?Send)]
impl Transport for InProcess {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let url = Url::parse(&request.url).map_err(|error| TransportError::Connect(error.to_string()))?;
        let (content_type, body) = match &request.body {
            Body::Empty => (None, Vec::new()),
            Body::Json(value) => (Some("application/json"), value.to_string().into_bytes()),
            Body::Form(pairs) => {
                let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
                (Some("application/x-www-form-urlencoded"), form.into_bytes())
            }
        };
        let reply = self.sandbox.borrow_mut().handle(&sandbox::Request {
            method: request.method.as_str().to_owned(),
            scheme: url.scheme().to_owned(),
            host: url[url::Position::BeforeHost..url::Position::AfterPort].to_owned(),
            path: url.path().to_owned(),
            query: url.query().unwrap_or_default().to_owned(),
            authorization: request.bearer.as_ref().map(|token| format!("Bearer {}", token.expose())),
            content_type: content_type.map(str::to_owned),
            body,
            ..sandbox::Request::default()
        });
        let headers = reply.headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        Ok(Response { status: reply.status, headers, body: reply.body })
    }
}

/// A session with a fresh authentik in memory of this version; `tracer` hears of its requests.
pub fn open(version: &str, public: Option<&str>, tracer: &Tracer) -> Result<Session, Failure> {
    let sandbox = Sandbox::new(
        version.parse().map_err(|error: sandbox::NotPlayed| Failure::usage(format!("--sandbox: {error}")))?,
    );
    let token = Secret::new(sandbox.token().to_owned());
    let address: ServerUrl = ADDRESS.parse().map_err(|error| Failure::failed(format!("{ADDRESS}: {error}")))?;
    let (public, origin) = match public {
        Some(public) => {
            let public = public.parse().map_err(|error| Failure::usage(format!("--public-url: {error}")))?;
            (public, Origin::Flag("--public-url"))
        }
        None => (address.clone(), Origin::SameAsUrl),
    };
    let transport = tracer.over(Rc::new(InProcess::new(Rc::new(RefCell::new(sandbox)))), Some(ADDRESS));
    let options = ClientOptions { token: Some(token), ..ClientOptions::default() };
    let client = Client::new(address, transport, options)?;
    Ok(Session { client, public, is_sandbox: true, ca_file: None, origins: Origins::sandbox(origin) })
}
