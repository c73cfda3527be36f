//! How the pushes of SCIM providers ended.
//!
//! Not recorded: from authentik's schemas and source (`lib/sync/outgoing/api.py`). A sandbox pushes
//! nothing to anybody; it says how a push ended, as it was told ([`Sandbox::set_push`]).

use super::Handled;
use crate::sandbox::collections::Collection;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Reply, Request};
use crate::sandbox::rights::Caller;
use crate::sandbox::store::{text, value};
use crate::sandbox::{Sandbox, crud, moment};
use serde_json::{Value, json};

/// How the last push of a provider ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Push {
    /// None ended yet.
    Never,
    /// It ended well, as authentik's worker sees to some seconds after a provider is made.
    #[default]
    Well,
    /// It ended with an error.
    Badly,
}

/// `providers/scim/PK/sync/status/`
pub fn status(sandbox: &Sandbox, caller: &Caller, request: &Request, key: &str) -> Handled {
    let collection = Collection::at("providers/scim").ok_or_else(|| Reply::not_played(&request.path))?;
    let provider = crud::find(sandbox, caller, collection, key)?;
    let push = sandbox.pushes.get(&value(provider, "pk").to_string()).copied().unwrap_or_default();
    let now = moment::now_text();
    let mut status = json!({"is_running": false});
    if sandbox.has(Habit::PushTasks) {
        let word = if push == Push::Badly { "error" } else { "successful" };
        let task = json!({
            "uuid": uuid::Uuid::new_v4().to_string(),
            "name": "scim_sync",
            "full_name": format!("scim_sync:{}", text(provider, "name")),
            "uid": text(provider, "name"),
            "description": "Run full sync for provider",
            "start_timestamp": now,
            "finish_timestamp": now,
            "duration": 0.1,
            "status": word,
            "messages": [],
        });
        status["tasks"] = if push == Push::Never { json!([]) } else { json!([task]) };
        return Ok(Reply::json(200, &status));
    }
    let (word, when) = match push {
        Push::Never => (Value::Null, Value::Null),
        Push::Well => (json!("done"), json!(now)),
        Push::Badly => (json!("error"), Value::Null),
    };
    for (field, told) in [("last_sync_status", word), ("last_successful_sync", when)] {
        if !told.is_null() {
            status[field] = told;
        }
    }
    Ok(Reply::json(200, &status))
}
