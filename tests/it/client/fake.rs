//! A transport that answers from a script, a clock that does not wait, and clients made of both.

use akctl::authentik::retry::Clock;
use akctl::authentik::transport::{Request, Response, Transport, TransportError};
use akctl::authentik::{Client, ClientOptions};
use akctl::model::{Secret, ServerUrl};
use async_trait::async_trait;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, SystemTime};

pub const TOKEN: &str = "token-that-nobody-may-see";

pub type Outcome = Result<Response, TransportError>;

type Answer = dyn Fn(&Request, usize) -> Outcome;

/// Answers each request by a function of the request and of how many came before.
pub struct Scripted {
    answer: Box<Answer>,
    pub requests: RefCell<Vec<Request>>,
    under_way: Cell<usize>,
    pub most_under_way: Cell<usize>,
}

#[async_trait(?Send)]
impl Transport for Scripted {
    async fn send(&self, request: &Request) -> Outcome {
        let number = self.requests.borrow().len();
        self.requests.borrow_mut().push(request.clone());
        self.under_way.set(self.under_way.get() + 1);
        self.most_under_way.set(self.most_under_way.get().max(self.under_way.get()));
        tokio::task::yield_now().await;
        self.under_way.set(self.under_way.get() - 1);
        (self.answer)(request, number)
    }
}

impl Scripted {
    pub fn new(answer: impl Fn(&Request, usize) -> Outcome + 'static) -> Rc<Self> {
        Rc::new(Self {
            answer: Box::new(answer),
            requests: RefCell::default(),
            under_way: Cell::new(0),
            most_under_way: Cell::new(0),
        })
    }

    /// These answers one after the other, the last one for ever.
    pub fn of(answers: Vec<Outcome>) -> Rc<Self> {
        Self::new(move |_, number| answers[number.min(answers.len() - 1)].clone())
    }

    pub fn count(&self) -> usize {
        self.requests.borrow().len()
    }

    pub fn urls(&self) -> Vec<String> {
        self.requests.borrow().iter().map(|request| request.url.clone()).collect()
    }
}

/// Writes down how long it was asked to wait.
#[derive(Default)]
pub struct Patience(pub RefCell<Vec<Duration>>);

#[async_trait(?Send)]
impl Clock for Patience {
    async fn sleep(&self, time: Duration) {
        self.0.borrow_mut().push(time);
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.0.borrow().iter().sum::<Duration>()
    }
}

pub fn server(text: &str) -> ServerUrl {
    text.parse().expect("an address")
}

pub fn options() -> ClientOptions {
    ClientOptions {
        token: Some(Secret::new(TOKEN.to_owned())),
        clock: Rc::new(Patience::default()),
        ..ClientOptions::default()
    }
}

pub fn client(transport: &Rc<Scripted>) -> Client {
    Client::new(server("https://auth.company"), transport.clone(), options()).expect("a client")
}

pub fn answer(status: u16, body: &str) -> Outcome {
    answer_of(status, "application/json", body)
}

pub fn page(status: u16, body: &str) -> Outcome {
    answer_of(status, "text/html; charset=utf-8", body)
}

#[allow(clippy::unnecessary_wraps)] // One of the outcomes of a script.
fn answer_of(status: u16, kind: &str, body: &str) -> Outcome {
    let headers = vec![("content-type".to_owned(), kind.to_owned())];
    Ok(Response { status, headers, body: body.as_bytes().to_vec() })
}
