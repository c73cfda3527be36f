//! Leading a browser through a flow.

use super::stage::{self, Step};
use super::{Session, page, within};
use crate::sandbox::Sandbox;
use crate::sandbox::actions::Handled;
use crate::sandbox::check::random;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::message::{Form, Object, Reply, Request};
use crate::sandbox::oidc::asked::Asked;
use crate::sandbox::oidc::respond::respond;
use crate::sandbox::store::{text, truth, value};
use crate::sandbox::{engine, people};
use serde_json::Value;

/// The flow that people sign in through.
pub const LOGIN: &str = "default-authentication-flow";

/// What a flow leads to.
#[derive(Debug, Clone)]
pub enum Goal {
    /// Being signed in, and then that path of this server.
    SignIn(String),
    /// The answer to a client.
    Authorize(Box<Asked>),
}

/// A flow that a browser is in.
#[derive(Debug, Clone)]
pub struct Plan {
    slug: String,
    /// The ids of the stages that are still to come; null is a question for consent that no stage of
    /// the flow asks.
    pub stages: Vec<Value>,
    /// What comes at the end.
    pub goal: Goal,
    /// The user whom it is about; null as long as nobody is known.
    pub user: Value,
    /// What that user has proved, as words of the claim `amr`.
    pub methods: Vec<&'static str>,
    /// Whether consent must be asked for whatever is remembered.
    pub must_consent: bool,
    /// What the consent form sends back, so that no other page can answer for the user.
    pub token: String,
    /// The set-up stage that was chosen, and the codes of the device that it makes.
    pub setup: Option<(Value, Vec<String>)>,
}

impl Plan {
    /// A flow at its beginning. Err: it is not for that user.
    pub fn new(sandbox: &Sandbox, flow: &Object, goal: Goal, user: &Value) -> Result<Self, Reply> {
        Ok(Self {
            slug: text(flow, "slug").to_owned(),
            stages: stages(sandbox, flow, user)?,
            goal,
            user: user.clone(),
            methods: Vec::new(),
            must_consent: false,
            token: random(40),
            setup: None,
        })
    }

    /// The address at which this flow asks.
    #[must_use]
    pub fn address(&self, query: &str) -> String {
        format!("/if/flow/{}/?{query}", self.slug)
    }
}

/// The ids of the stages of a flow for a user, without those whose own policies leave that user out.
/// Err: the flow is not for that user.
pub fn stages(sandbox: &Sandbox, flow: &Object, user: &Value) -> Result<Vec<Value>, Reply> {
    let nobody = Object::new();
    let person = sandbox.store.get(Family::User, user).unwrap_or(&nobody);
    let fits = match text(flow, "authentication") {
        "none" => true,
        "require_authenticated" => !user.is_null(),
        "require_unauthenticated" => user.is_null(),
        "require_superuser" => people::is_superuser(sandbox, person),
        other => return Err(Reply::not_played(&format!("a flow with `{other}`"))),
    };
    let passes = |row: &Object| {
        let target = value(row, "policybindingmodel_ptr_id");
        engine::passes(sandbox, &target, text(row, "policy_engine_mode"), person)
            .map_err(|_| Reply::not_played("a policy that it cannot evaluate"))
    };
    if !fits || !passes(flow)? {
        return Err(page::denied("Flow does not apply to current user."));
    }
    let mut bindings: Vec<&Object> = sandbox.store.family(Family::StageBinding).map(|(_, row)| row).collect();
    bindings.retain(|binding| binding.get("target") == flow.get("pk"));
    bindings.sort_by_key(|binding| value(binding, "order").as_i64());
    let mut stages = Vec::new();
    for binding in bindings {
        // Policies of a stage that are evaluated at neither time are never looked at.
        let counts = truth(binding, "evaluate_on_plan") || truth(binding, "re_evaluate_policies");
        if !counts || passes(binding)? {
            stages.push(value(binding, "stage"));
        }
    }
    Ok(stages)
}

/// Where a flow stands after a step.
#[derive(Debug)]
pub enum Standing {
    /// It is at its end, and this is what it led to.
    Done(Reply),
    /// It asks this.
    Asks(Reply),
}

/// `GET` and `POST` of a flow's page. Asking for the login begins it anew; any other flow is begun
/// elsewhere (501 if it was not).
pub fn page(sandbox: &mut Sandbox, request: &Request, slug: &str) -> Handled {
    let flows = Collection::at("flows/instances");
    let flow = flows.and_then(|flows| sandbox.store.by_key(flows, slug)).cloned();
    let flow = flow.ok_or_else(|| Reply::page(404, "Not Found"))?;
    within(sandbox, request, |sandbox, session| {
        let form = (request.method == "POST").then(|| request.form());
        let is_in = session.plan.as_ref().is_some_and(|plan| plan.slug == slug);
        let begins = !is_in || form.as_ref().is_none_or(|form| !form.get("username").is_empty());
        if slug == LOGIN && begins {
            session.plan = Some(Plan::new(sandbox, &flow, Goal::SignIn(next(request)), &Value::Null)?);
        } else if !is_in {
            return Err(Reply::not_played(&format!("the flow \"{slug}\" by itself")));
        }
        match go_on(sandbox, request, session, form)? {
            Standing::Done(reply) | Standing::Asks(reply) => Ok(reply),
        }
    })
}

/// Where to go after the login: a path of this server and nothing else.
fn next(request: &Request) -> String {
    let next = request.one("next").unwrap_or_default();
    let is_path = next.starts_with('/') && !next.starts_with("//");
    let is_plain = !next.chars().any(|letter| letter == '\\' || letter.is_control());
    if is_path && is_plain { next } else { "/if/user/".to_owned() }
}

/// Takes the steps of the session's flow until it asks something or is at its end. The form answers
/// what was asked last.
pub fn go_on(
    sandbox: &mut Sandbox,
    request: &Request,
    session: &mut Session,
    mut form: Option<Form>,
) -> Result<Standing, Reply> {
    let Some(mut plan) = session.plan.take() else { return Err(Reply::not_played("a flow that was not begun")) };
    while let Some(stage) = plan.stages.first().cloned() {
        let mut visit = stage::Visit { request, session, plan: &mut plan, form: form.take() };
        match stage::step(sandbox, &mut visit, &stage)? {
            Step::Next => drop(plan.stages.remove(0)),
            Step::Ask(reply) => {
                session.plan = Some(plan);
                return Ok(Standing::Asks(reply));
            }
        }
    }
    let reply = match plan.goal {
        Goal::SignIn(next) => Reply::redirect(&next),
        Goal::Authorize(asked) => respond(sandbox, request, session, &asked)?,
    };
    Ok(Standing::Done(reply))
}
