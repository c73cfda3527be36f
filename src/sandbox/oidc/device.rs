//! The device flow (RFC 8628), for applications on machines without a browser. Not recorded: from
//! authentik's source as remembered, and from RFC 8628. authentik leads through the provider's
//! authorization flow; here a page asks once.

use super::issued::Grant;
use super::token::{CLIENT, GRANT, Refused, refusal};
use super::{application_of, by_client_id, login};
use crate::sandbox::actions::Handled;
use crate::sandbox::check::random;
use crate::sandbox::collections::Family;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Form, Object, Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::signin::{Session, page, within};
use crate::sandbox::store::{list, text, value};
use crate::sandbox::{Sandbox, engine, moment, rules};
use serde_json::{Value, json};

/// The grant's name.
pub const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// Seconds between two questions of a client.
const INTERVAL: u64 = 5;
/// The only brand.
const BRAND: &str = "7d2f4f0e-53a1-4f5e-9d0b-3f0c6c1f7a10";

const PENDING: Refused = ("authorization_pending", "The authorization request is still pending");
const EXPIRED: Refused = ("expired_token", "The device_code has expired");

/// A login that waits for somebody with a browser.
#[derive(Debug, Clone)]
pub struct Waiting {
    user_code: String,
    provider: Value,
    scopes: Vec<String>,
    until: u64,
    grant: Option<Grant>,
}

/// `POST /application/o/device/`.
pub fn begin(sandbox: &mut Sandbox, request: &Request) -> Handled {
    let form = request.form();
    let basic = request.authorization.as_deref().and_then(rules::basic);
    let client = basic.map_or_else(|| form.get("client_id").to_owned(), |(client, _)| client);
    let provider = by_client_id(sandbox, &client).cloned().filter(|provider| {
        // Observed: a provider without the grant is an unknown client here.
        let may = !sandbox.has(Habit::GrantTypes) || list(provider, "grant_types").contains(&json!(GRANT_TYPE));
        may && application_of(sandbox, &value(provider, "pk")).is_some()
    });
    let Some(provider) = provider else { return Err(refusal(sandbox, CLIENT)) };
    let length = moment::span(text(&provider, "access_code_validity"));
    // As long as authentik's, and of digits alone.
    let user_code = format!("{:09}", rand::random::<u32>() % 1_000_000_000);
    let device_code = random(60);
    let waiting = Waiting {
        user_code: user_code.clone(),
        provider: value(&provider, "pk"),
        scopes: form.get("scope").split_whitespace().map(str::to_owned).collect(),
        until: sandbox.now() + length,
        grant: None,
    };
    sandbox.issued.devices.insert(device_code.clone(), waiting);
    let address = format!("{}/device", request.origin());
    Ok(Reply::json(
        200,
        &json!({
            "device_code": device_code,
            "verification_uri": address,
            "verification_uri_complete": format!("{address}?code={user_code}"),
            "user_code": user_code,
            "expires_in": length,
            "interval": INTERVAL,
        }),
    ))
}

/// What a device code stands for; it is used up by it.
pub fn by_device_code(sandbox: &mut Sandbox, provider: &Object, form: &Form) -> Result<Grant, Refused> {
    let (code, now) = (form.get("device_code"), sandbox.now());
    let found = sandbox.issued.devices.get(code).filter(|waiting| Some(&waiting.provider) == provider.get("pk"));
    let found = found.ok_or(GRANT)?;
    if found.until <= now {
        return Err(EXPIRED);
    }
    let grant = found.grant.clone().ok_or(PENDING)?;
    sandbox.issued.devices.remove(code);
    Ok(grant)
}

/// `GET` and `POST` of `/device`: somebody with a browser signs in and lets the device in.
pub fn page(sandbox: &mut Sandbox, request: &Request) -> Handled {
    if sandbox.device_flow.is_null() {
        return Err(Reply::page(404, "Not Found"));
    }
    within(sandbox, request, |sandbox, session| {
        if session.user.is_null() {
            return Ok(Reply::redirect(&login(sandbox, request)));
        }
        let form = (request.method == "POST").then(|| request.form());
        let typed = form.as_ref().map(|form| form.get("user_code").to_owned()).filter(|code| !code.is_empty());
        let Some(code) = typed.or_else(|| request.one("code")) else { return Ok(page::device_code("")) };
        let now = sandbox.now();
        let mut all = sandbox.issued.devices.iter();
        let found = all.find(|(_, waiting)| waiting.user_code == code && waiting.until > now);
        let Some((device, waiting)) = found.map(|(device, waiting)| (device.clone(), waiting.clone())) else {
            return Ok(page::device_code("Invalid code"));
        };
        let application = application_of(sandbox, &waiting.provider).cloned().unwrap_or_default();
        if !may_open(sandbox, session, &application)? {
            return Ok(page::denied(""));
        }
        if form.is_none_or(|form| form.get("device").is_empty()) {
            return Ok(page::device(text(&application, "name"), &code));
        }
        let grant = grant(&waiting, session);
        if let Some(waiting) = sandbox.issued.devices.get_mut(&device) {
            waiting.grant = Some(grant);
        }
        Ok(Reply::page(200, "<h1>You've successfully authenticated your device.</h1>"))
    })
}

fn may_open(sandbox: &Sandbox, session: &Session, application: &Object) -> Result<bool, Reply> {
    let user = sandbox.store.get(Family::User, &session.user).cloned().unwrap_or_default();
    engine::may_open(sandbox, application, &user).map_err(|_| Reply::not_played("a policy that it cannot evaluate"))
}

fn grant(waiting: &Waiting, session: &Session) -> Grant {
    Grant {
        provider: waiting.provider.clone(),
        user: session.user.clone(),
        scopes: waiting.scopes.clone(),
        nonce: None,
        auth_time: session.since,
        methods: session.methods.clone(),
        session: session.key.clone(),
    }
}

/// The slug of the brand's device flow.
#[must_use]
pub fn flow_slug(sandbox: &Sandbox) -> Option<String> {
    Some(text(sandbox.store.get(Family::Flow, &sandbox.device_flow)?, "slug").to_owned())
}

/// `core/brands/` and the only brand in it. Only its device flow can be changed.
pub fn brands(sandbox: &mut Sandbox, caller: &Caller, request: &Request, id: Option<&str>) -> Handled {
    let brand = |sandbox: &Sandbox| {
        json!({
            "brand_uuid": BRAND, "domain": "authentik-default", "default": true, "branding_title": "authentik",
            "flow_device_code": sandbox.device_flow,
        })
    };
    match (request.method.as_str(), id) {
        ("GET", None) => {
            caller.must("authentik_brands.view_brand")?;
            let page = json!({"next": 0, "previous": 0, "count": 1, "current": 1, "total_pages": 1, "start_index": 1,
                              "end_index": 1});
            Ok(Reply::json(200, &json!({"pagination": page, "results": [brand(sandbox)]})))
        }
        ("GET", Some(BRAND)) => {
            caller.must("authentik_brands.view_brand")?;
            Ok(Reply::json(200, &brand(sandbox)))
        }
        ("PATCH", Some(BRAND)) => {
            caller.must("authentik_brands.change_brand")?;
            let body = request.object()?;
            if body.keys().any(|field| field != "flow_device_code") {
                return Err(Reply::not_played("other fields of a brand"));
            }
            let flow = value(&body, "flow_device_code");
            let is_known = flow.is_null() || sandbox.store.get(Family::Flow, &flow).is_some();
            if !is_known {
                let text = format!("Invalid pk \"{}\" - object does not exist.", flow.as_str().unwrap_or_default());
                return Err(Reply::json(400, &json!({"flow_device_code": [text]})));
            }
            sandbox.device_flow = flow;
            Ok(Reply::json(200, &brand(sandbox)))
        }
        _ => Err(Reply::not_played("brands")),
    }
}
