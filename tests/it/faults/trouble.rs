//! A way to authentik that breaks at one request, or from one request on.

use crate::integrate::world::World;
use akctl::authentik::transport::{Request, Response, Transport, TransportError};
use akctl::session::in_process::InProcess;
use async_trait::async_trait;
use std::cell::RefCell;
use std::rc::Rc;

/// How a request fails. `After` means that the server has done the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Refused,
    BrokenBefore,
    BrokenAfter,
    TimeOutBefore,
    TimeOutAfter,
    Status(u16),
    StatusAfter(u16),
    Html,
    HtmlAfter,
    TruncatedAfter,
    OtherShapeAfter,
}

pub const FAULTS: [Fault; 15] = [
    Fault::Refused,
    Fault::BrokenBefore,
    Fault::BrokenAfter,
    Fault::TimeOutBefore,
    Fault::TimeOutAfter,
    Fault::Status(429),
    Fault::Status(500),
    Fault::Status(502),
    Fault::Status(503),
    Fault::Status(403),
    Fault::StatusAfter(502),
    Fault::Html,
    Fault::HtmlAfter,
    Fault::TruncatedAfter,
    Fault::OtherShapeAfter,
];

/// Whether the trouble passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    Once,
    FromThenOn,
}

type Watch = dyn Fn(&World, &str);

/// Carries requests, and fails one of them.
pub struct Trouble {
    world: World,
    inner: Rc<InProcess>,
    plan: Option<(Fault, Length, usize)>,
    watch: Box<Watch>,
    requests: RefCell<Vec<String>>,
}

impl Trouble {
    pub fn new(world: &World, fault: Fault, length: Length, at: usize, watch: impl Fn(&World, &str) + 'static) -> Self {
        Self { plan: Some((fault, length, at)), watch: Box::new(watch), ..Self::without(world) }
    }

    /// Breaks nothing, and looks after each request.
    pub fn watching(world: &World, watch: impl Fn(&World, &str) + 'static) -> Self {
        Self { watch: Box::new(watch), ..Self::without(world) }
    }

    /// Counts, and breaks nothing.
    pub fn counting(world: &World) -> Rc<Self> {
        Rc::new(Self::without(world))
    }

    fn without(world: &World) -> Self {
        let inner = world.plain();
        Self { world: world.same(), inner, plan: None, watch: Box::new(|_, _| {}), requests: RefCell::default() }
    }

    /// How many requests were sent.
    pub fn sent(&self) -> usize {
        self.requests.borrow().len()
    }

    /// The request of that number.
    pub fn request(&self, at: usize) -> String {
        self.requests.borrow().get(at).cloned().unwrap_or_default()
    }

    async fn fail(&self, fault: Fault, request: &Request) -> Result<Response, TransportError> {
        let html = |status| answer(status, "text/html", "<!DOCTYPE html><html><title>Welcome</title></html>");
        match fault {
            Fault::Refused => Err(TransportError::Connect("connection refused".to_owned())),
            Fault::BrokenBefore => Err(TransportError::Broken("reset by peer".to_owned())),
            Fault::TimeOutBefore => Err(TransportError::TimeOut(30)),
            Fault::Status(status) => Ok(answer(status, "application/json", "{\"detail\": \"trouble\"}")),
            Fault::Html => Ok(html(200)),
            Fault::BrokenAfter | Fault::TimeOutAfter | Fault::StatusAfter(_) | Fault::HtmlAfter => {
                self.inner.send(request).await?;
                match fault {
                    Fault::TimeOutAfter => Err(TransportError::TimeOut(30)),
                    Fault::StatusAfter(status) => Ok(html(status)),
                    Fault::HtmlAfter => Ok(html(200)),
                    _ => Err(TransportError::Broken("reset by peer".to_owned())),
                }
            }
            Fault::TruncatedAfter => {
                let mut response = self.inner.send(request).await?;
                response.body.truncate(response.body.len() / 2);
                Ok(response)
            }
            Fault::OtherShapeAfter => {
                let mut response = self.inner.send(request).await?;
                response.body = b"[{\"surprise\": 1}]".to_vec();
                Ok(response)
            }
        }
    }
}

#[async_trait(?Send)]
impl Transport for Trouble {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let number = self.sent();
        let path = request.url.split_once("/api/v3/").map_or(request.url.as_str(), |(_, path)| path);
        let name = format!("{} {path}", request.method.as_str());
        self.requests.borrow_mut().push(name.clone());
        let result = match self.plan {
            Some((fault, Length::Once, at)) if number == at => self.fail(fault, request).await,
            Some((fault, Length::FromThenOn, at)) if number >= at => self.fail(fault, request).await,
            _ => self.inner.send(request).await,
        };
        (self.watch)(&self.world, &format!("request {number} ({name})"));
        result
    }
}

fn answer(status: u16, kind: &str, body: &str) -> Response {
    let headers = vec![("content-type".to_owned(), kind.to_owned())];
    Response { status, headers, body: body.as_bytes().to_vec() }
}
