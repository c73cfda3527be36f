//! An authentik in memory, with real behaviour and state: for trying, for tests, for other
//! people's pipelines.
//!
//! [`Sandbox::handle`] takes a request and gives a reply, without sockets, clocks to wait for, or
//! files; [`server::serve`] puts it behind HTTP. What it answers was recorded from real servers of
//! seven versions; what differs from version to version is a table (`habits`), and so are the
//! objects of the API (`collections`). What it does not play it answers with 501, never with a
//! success that a real server might not give.
//!
//! It differs from a real server knowingly in this: its own people sign in with a fixed password and
//! fixed codes (`people`), through plain pages of its own (`signin`), and not to SAML applications;
//! SAML metadata are not signed; the certificates that it should make are carried ones (`keys`);
//! Python is understood as far as akctl writes it (`expression`).

mod actions;
mod check;
mod collections;
mod crud;
mod engine;
mod expression;
mod habits;
mod keys;
mod list;
mod message;
mod moment;
mod oidc;
mod outpost;
mod people;
mod rights;
mod route;
mod rules;
mod saml;
mod scim;
mod seed;
pub mod server;
mod show;
mod signin;
mod store;
pub mod version;

pub use actions::pushes::Push;
pub use message::{Object, Reply, Request};
pub use people::{CODE, PASSWORD, TOKENS};
pub use version::{NotPlayed, SandboxVersion};

/// The version that is played where none is asked for.
pub const DEFAULT_VERSION: &str = "2025.10.3";

use habits::Habit;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;
use store::Store;
use version::Played;

/// One request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub target: String,
    /// The status of the reply.
    pub status: u16,
}

/// An authentik in memory.
#[derive(Debug, Clone)]
pub struct Sandbox {
    version: SandboxVersion,
    token: String,
    install_id: String,
    admin: Value,
    store: Store,
    permissions: BTreeMap<String, BTreeSet<String>>,
    keys_given: usize,
    client_address: IpAddr,
    /// The id of the flow in which people enter the code of a device; null where there is none.
    device_flow: Value,
    browsers: signin::Browsers,
    issued: oidc::issued::Issued,
    ahead: Duration,
    /// How pushes ended, by the primary key of the provider as text.
    pushes: BTreeMap<String, Push>,
    log: Vec<LogEntry>,
}

impl Sandbox {
    /// A fresh server of that version, with authentik's defaults, the superuser `akadmin`, and
    /// three users in no group: `anna`, `ben` and `cleo`. All four sign in with [`PASSWORD`]; `ben`
    /// has a second factor ([`CODE`], [`TOKENS`]).
    #[must_use]
    pub fn new(version: SandboxVersion) -> Self {
        let mut sandbox = Self {
            version,
            token: check::random(60),
            install_id: uuid::Uuid::new_v4().to_string(),
            admin: Value::Null,
            store: Store::default(),
            permissions: BTreeMap::new(),
            keys_given: 0,
            client_address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            device_flow: Value::Null,
            browsers: signin::Browsers::default(),
            issued: oidc::issued::Issued::default(),
            ahead: Duration::ZERO,
            pushes: BTreeMap::new(),
            log: Vec::new(),
        };
        sandbox.seed();
        sandbox
    }

    /// Answers one request.
    pub fn handle(&mut self, request: &Request) -> Reply {
        let reply = route::route(self, request);
        let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
        let target = format!("{}{query}", request.path);
        self.log.push(LogEntry { method: request.method.clone(), target, status: reply.status });
        reply
    }

    /// An API token of `akadmin`, made for this sandbox alone.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The version that is played.
    #[must_use]
    pub fn version(&self) -> &SandboxVersion {
        &self.version
    }

    /// The requests that were answered, in their order.
    #[must_use]
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }

    /// From now on all requests come from this address, as far as policies see it
    /// (`ak_client_ip`). At first it is 127.0.0.1.
    ///
    /// authentik takes the address of the request at hand, also where access is only tried
    /// (`check_access`, recorded on 2024.8 to 2026.5): the one that a trusted proxy names, else the
    /// peer's. A sandbox has neither, so whoever holds it says so.
    pub fn set_client_address(&mut self, address: IpAddr) {
        self.client_address = address;
    }

    /// From now on the last push of the SCIM provider with this primary key ended so.
    pub fn set_push(&mut self, provider: &Value, push: Push) {
        self.pushes.insert(provider.to_string(), push);
    }

    /// From now on it is that much later for sessions, codes and tokens, so that nobody has to wait
    /// for one to run out.
    pub fn let_pass(&mut self, time: Duration) {
        self.ahead += time;
    }

    /// Seconds since 1970, as sessions, codes and tokens see it.
    fn now(&self) -> u64 {
        moment::now() + self.ahead.as_secs()
    }

    /// Forgets the requests that were answered.
    pub fn clear_log(&mut self) {
        self.log.clear();
    }

    fn has(&self, habit: Habit) -> bool {
        self.version.has(habit)
    }

    fn played(&self) -> Played {
        self.version.played()
    }
}
