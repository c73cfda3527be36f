//! The way of `akctl integrate` as library calls on an authentik in memory, so that a test can
//! stand between them: count, break, and look after each request.

use akctl::answers::{self, Given};
use akctl::apply;
use akctl::authentik::retry::Clock;
use akctl::authentik::transport::Transport;
use akctl::authentik::{Client, ClientOptions};
use akctl::compile::{self, Wishes};
use akctl::error::{Failure, Kind};
use akctl::interrupt::Interrupt;
use akctl::model::{Secret, ServerUrl};
use akctl::plan::{self, Permissions, Plan};
use akctl::preset::catalogue::Catalogue;
use akctl::preset::format::Preset;
use akctl::sandbox::{Request, Sandbox};
use akctl::session::in_process::InProcess;
use akctl::{observe, public};
use async_trait::async_trait;
use futures_util::future::join;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

/// The address at which the authentik in memory is reached.
pub const ADDRESS: &str = "https://authentik.example";

/// Does not wait.
struct NoTime;

#[async_trait(?Send)]
impl Clock for NoTime {
    async fn sleep(&self, _: Duration) {}

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }
}

/// What is asked for.
#[derive(Clone)]
pub struct Order {
    pub preset: &'static str,
    pub sets: Vec<&'static str>,
    /// Files that the inputs name, with what is in them; each is given by a flag of its input.
    pub files: Vec<(&'static str, &'static str)>,
    /// What was given as the command line gives it, in place of sets and files.
    pub given: Option<Given>,
    pub wishes: Wishes,
    pub permissions: Permissions,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            preset: "portainer",
            sets: Vec::new(),
            files: Vec::new(),
            given: None,
            wishes: Wishes::default(),
            permissions: Permissions::default(),
        }
    }
}

impl Order {
    /// Another preset, with these inputs.
    pub fn of(preset: &'static str, sets: &[&'static str]) -> Self {
        Self { preset, sets: sets.to_vec(), ..Self::default() }
    }

    /// With a name for the application.
    pub fn named(mut self, name: &str) -> Self {
        self.wishes.name = Some(name.to_owned());
        self
    }

    fn given(&self) -> Given {
        let files = self.files.iter();
        self.given.clone().unwrap_or_else(|| Given {
            sets: self.sets.iter().map(ToString::to_string).collect(),
            flags: files.clone().map(|(input, _)| ((*input).to_owned(), vec![(*input).to_owned()])).collect(),
            documents: files.map(|(input, text)| ((*input).to_owned(), Ok(text.as_bytes().to_vec()))).collect(),
            ..Given::default()
        })
    }

    /// Portainer at its usual address, and these inputs.
    pub fn portainer(sets: &[&'static str]) -> Self {
        let mut all = vec!["app_url=https://portainer.company"];
        all.extend(sets);
        Self { sets: all, ..Self::default() }
    }

    /// Bound to these groups, which are created.
    pub fn bound_to(mut self, groups: &[&str]) -> Self {
        self.wishes.bind_groups = groups.iter().map(ToString::to_string).collect();
        self.wishes.create_groups = true;
        self
    }
}

/// An authentik in memory.
pub struct World {
    pub sandbox: Rc<RefCell<Sandbox>>,
}

/// An embedded preset. Reading one takes longer than integrating it.
fn preset(name: &str) -> Preset {
    thread_local! {
        static PRESETS: RefCell<BTreeMap<String, Preset>> = RefCell::default();
    }
    let load = || Catalogue::new(None).find(name).expect("embedded").load().expect("valid");
    PRESETS.with_borrow_mut(|presets| presets.entry(name.to_owned()).or_insert_with(load).clone())
}

impl World {
    pub fn new(version: &str) -> Self {
        Self::of(Sandbox::new(version.parse().expect("a version")))
    }

    /// One that is there already.
    pub fn of(sandbox: Sandbox) -> Self {
        Self { sandbox: Rc::new(RefCell::new(sandbox)) }
    }

    /// Another hand on the same authentik.
    pub fn same(&self) -> Self {
        Self { sandbox: Rc::clone(&self.sandbox) }
    }

    /// A transport that does nothing but carry.
    pub fn plain(&self) -> Rc<InProcess> {
        Rc::new(InProcess::new(Rc::clone(&self.sandbox)))
    }

    /// One run as the command makes it, with `--yes`. Conflicts are failures.
    pub fn integrate(&self, transport: Rc<dyn Transport>, order: &Order) -> Result<Done, Failure> {
        self.interruptible(transport, order, &Interrupt::never())
    }

    /// The same, as somebody may interrupt it.
    pub fn interruptible(
        &self,
        transport: Rc<dyn Transport>,
        order: &Order,
        interrupt: &Interrupt,
    ) -> Result<Done, Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(self.run(transport, order, interrupt))
    }

    /// A run without any trouble.
    pub fn clean(&self, order: &Order) -> Result<Done, Failure> {
        self.integrate(self.plain(), order)
    }

    /// The run itself, for those who let it share a runtime.
    pub async fn run(
        &self,
        transport: Rc<dyn Transport>,
        order: &Order,
        interrupt: &Interrupt,
    ) -> Result<Done, Failure> {
        let address: ServerUrl = ADDRESS.parse().expect("an address");
        let token = Some(Secret::new(self.sandbox.borrow().token().to_owned()));
        let options = ClientOptions { token, clock: Rc::new(NoTime), ..ClientOptions::default() };
        let client = Client::new(address.clone(), transport, options)?;
        let preset = preset(order.preset);
        let answers = answers::collect(&preset, &order.given())?;
        let wishes = Wishes { secrets: answers.secrets().clone(), ..order.wishes.clone() };
        let prepared = compile::prepare(&preset, &wishes, answers.context(), &address)?;
        let reading = async {
            let survey = observe::survey(&client, &prepared.needs()).await?;
            let desired = compile::desired(&prepared, &survey.facts, &survey.capabilities)?;
            let look = async {
                if survey.application.is_some() {
                    public::look(&client, &prepared.endpoints, false).await;
                }
            };
            let observed = join(observe::observe(&client, &desired, &survey), look).await.0?;
            Ok((survey, desired, observed))
        };
        let (survey, desired, observed) = Box::pin(interrupt.or(reading)).await?;
        let known = survey.application.is_some();
        let plan = plan::plan(&desired, &observed, order.permissions);
        if let Some(conflict) = plan.conflicts.first() {
            return Err(Failure::new(Kind::Decision, conflict.what.clone()));
        }
        if plan.is_empty() {
            return Ok(Done { plan });
        }
        let applied = apply::apply(&client, &survey.capabilities, &plan, &observed, interrupt).await?;
        if known {
            applied.read_back().await?;
        } else {
            applied.read_back_with(public::look(&client, &prepared.endpoints, false)).await?;
        }
        Ok(Done { plan })
    }

    /// A request of the superuser that no log shows.
    pub fn api(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let mut sandbox = self.sandbox.borrow_mut();
        api(&mut sandbox, method, path, body)
    }
}

/// What a run came to.
pub struct Done {
    pub plan: Plan,
}

/// A request of the superuser to the API of a sandbox.
pub fn api(sandbox: &mut Sandbox, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let reply = sandbox.handle(&Request {
        method: method.to_owned(),
        scheme: "https".to_owned(),
        host: "authentik.example".to_owned(),
        path: format!("/api/v3/{path}"),
        query: query.to_owned(),
        authorization: Some(format!("Bearer {}", sandbox.token())),
        cookie: None,
        content_type: Some("application/json".to_owned()),
        body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() },
        ..Request::default()
    });
    (reply.status, serde_json::from_slice(&reply.body).unwrap_or(Value::Null))
}

/// The objects of a list.
pub fn list(sandbox: &mut Sandbox, path: &str) -> Vec<Value> {
    let (status, body) = api(sandbox, "GET", path, &json!(null));
    assert_eq!(status, 200, "{path}: {body}");
    body["results"].as_array().cloned().expect("a list")
}
