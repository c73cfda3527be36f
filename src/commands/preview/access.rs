//! Whether a user gets in, and why not: authentik's own verdict, and each binding by itself.

use super::subject::Subject;
use crate::authentik::{Client, segment};
use crate::login::preview::{Access, Bound, Person};
use futures_util::future::join;
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};

/// How many requests of a kind are under way at once.
const SIDE_BY_SIDE: usize = 4;

/// Asks for everything.
pub(super) async fn access(client: &Client, subject: &Subject, user: &Person) -> Access {
    let (verdict, bindings) = join(verdict(client, subject, user), bindings(client, subject, user)).await;
    let is_empty = bindings.as_ref().is_ok_and(Vec::is_empty);
    let mut access = Access {
        allowed: None,
        why: String::new(),
        messages: Vec::new(),
        log: Vec::new(),
        bindings: bindings.as_ref().cloned().unwrap_or_default(),
    };
    match verdict {
        Err(why) => access.why = why,
        Ok(reply) => {
            access.allowed = reply.get("passing").and_then(Value::as_bool);
            access.messages = texts(reply.get("messages"));
            access.log = log(&reply);
            access.why = match access.allowed {
                Some(true) if is_empty => "the application has no binding, so everybody gets in".to_owned(),
                Some(true) => "its bindings let the user in".to_owned(),
                Some(false) if is_empty => {
                    "it has no binding, and authentik's settings keep such ones closed".to_owned()
                }
                Some(false) if subject.application.engine_mode == "all" => {
                    "not every binding lets the user in".to_owned()
                }
                Some(false) => "no binding lets the user in".to_owned(),
                None => "authentik's answer holds no verdict".to_owned(),
            };
        }
    }
    if let Err(why) = bindings {
        access.log.push(format!("its bindings could not be read: {why}"));
    }
    if !user.is_active {
        access.allowed = Some(false);
        "the user is deactivated and cannot sign in anywhere".clone_into(&mut access.why);
    }
    access
}

/// authentik answers about `for_user` only to superusers; others hear about themselves without a word.
async fn verdict(client: &Client, subject: &Subject, user: &Person) -> Result<Value, String> {
    let pk = user.record.get("pk").cloned().unwrap_or_default();
    if !subject.is_superuser() && subject.me.get("pk") != Some(&pk) {
        return Err("authentik tells it to superusers only, and the token's user is none".to_owned());
    }
    let path = format!("core/applications/{}/check_access/", segment(&subject.application.slug));
    client.get(&path, &[("for_user", &pk.to_string())]).await.map_err(|error| error.to_string())
}

fn texts(list: Option<&Value>) -> Vec<String> {
    let items = list.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What the log says of single policies (those that log their execution), and its warnings; the rest
/// is about authentik's own work.
fn log(reply: &Value) -> Vec<String> {
    let entries = reply.get("log_messages").and_then(Value::as_array).into_iter().flatten();
    entries.filter_map(entry).collect()
}

fn entry(entry: &Value) -> Option<String> {
    let context = entry.get("attributes").and_then(|attributes| attributes.get("context"));
    if let Some(context) = context
        && let Some(binding) = context.get("binding").and_then(|binding| binding.get("name")?.as_str())
        && let Some(result) = context.get("result")
    {
        let passes = result.get("passing").and_then(Value::as_bool).unwrap_or_default();
        let said = texts(result.get("messages")).join("; ");
        let said = if said.is_empty() { String::new() } else { format!(": {said}") };
        return Some(format!("{binding} {}{said}", if passes { "passes" } else { "does not pass" }));
    }
    let level = entry.get("log_level").and_then(Value::as_str).unwrap_or_default();
    let event = entry.get("event").and_then(Value::as_str)?;
    ["warning", "error", "critical"].contains(&level).then(|| format!("{level}: {event}"))
}

async fn bindings(client: &Client, subject: &Subject, user: &Person) -> Result<Vec<Bound>, String> {
    let query = [("target", subject.application.pk.as_str()), ("ordering", "order")];
    let found = client.list("policies/bindings/", &query).await.map_err(|error| error.to_string())?;
    Ok(stream::iter(found).map(|binding| bound(client, binding, user)).buffered(SIDE_BY_SIDE).collect().await)
}

async fn bound(client: &Client, binding: Value, user: &Person) -> Bound {
    let on = |field: &str, otherwise: bool| binding.get(field).and_then(Value::as_bool).unwrap_or(otherwise);
    let name = |part: &str, field: &str| binding.get(part).and_then(|part| part.get(field)?.as_str()).unwrap_or("?");
    let is_set = |field: &str| binding.get(field).filter(|value| !value.is_null());
    let who = user.username.as_str();
    let (what, (passes, why)) = if let Some(pk) = is_set("group") {
        (format!("group {}", name("group_obj", "name")), group(client, pk, user).await)
    } else if let Some(pk) = is_set("user") {
        let is_meant = user.record.get("pk") == Some(pk);
        let why = if is_meant { format!("it is {who}") } else { format!("it is not {who}") };
        (format!("user {}", name("user_obj", "username")), (Some(is_meant), why))
    } else {
        let pk = binding.get("policy").cloned().unwrap_or_default();
        (format!("policy {}", name("policy_obj", "name")), policy(client, &pk, user).await)
    };
    if !on("enabled", true) {
        return Bound { what, passes: None, why: "it is switched off and does not count".to_owned() };
    }
    if on("negate", false) {
        return Bound { what, passes: passes.map(|passes| !passes), why: format!("{why}, and the binding is negated") };
    }
    Bound { what, passes, why }
}

/// Members of groups below count too; whether the user is in one of these is not looked at.
async fn group(client: &Client, pk: &Value, user: &Person) -> (Option<bool>, String) {
    let who = &user.username;
    let direct = user.record.get("groups").and_then(Value::as_array);
    if direct.is_some_and(|groups| groups.contains(pk)) {
        return (Some(true), format!("{who} is in it"));
    }
    let path = format!("core/groups/{}/", segment(pk.as_str().unwrap_or_default()));
    match client.get(&path, &[]).await {
        Ok(group) if group.get("children").and_then(Value::as_array).is_none_or(Vec::is_empty) => {
            (Some(false), format!("{who} is not in it"))
        }
        Ok(_) => (None, format!("{who} is not in it directly, and there are groups below it whose members count too")),
        Err(error) => (None, format!("{who} is not in it directly; whether there are groups below it: {error}")),
    }
}

async fn policy(client: &Client, pk: &Value, user: &Person) -> (Option<bool>, String) {
    let path = format!("policies/all/{}/test/", segment(pk.as_str().unwrap_or_default()));
    let body = json!({"user": user.record.get("pk"), "context": {}});
    match client.post(&path, &body).await {
        Ok(reply) => {
            let passes = reply.get("passing").and_then(Value::as_bool);
            let said = texts(reply.get("messages")).join("; ");
            let word = match passes {
                Some(true) => "it passes",
                Some(false) => "it does not pass",
                None => "authentik's answer holds no verdict",
            };
            (passes, if said.is_empty() { word.to_owned() } else { format!("{word}: {said}") })
        }
        Err(error) => (None, error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_log_only_policies_and_warnings_are_told() {
        let context = json!({
            "binding": {"name": "Binding #0 to Policy office"},
            "result": {"passing": false, "messages": ["not from here"]},
        });
        let reply = json!({"log_messages": [
            {"log_level": "info", "event": "Created Event", "attributes": {"context": context}},
            {"log_level": "info", "event": "Task enqueued", "attributes": {"task_id": "x"}},
            {"log_level": "warning", "event": "it went wrong", "attributes": {}},
        ]});
        let expected = ["Binding #0 to Policy office does not pass: not from here", "warning: it went wrong"];
        assert_eq!(log(&reply), expected);
    }
}
