//! How the last push of people to an application ended.

use super::picture::Look;
use serde_json::Value;

/// What authentik says of a SCIM provider's pushes. From its schemas; none was recorded. Up to 2025.6
/// a status holds the task that ran last, from 2025.8 on its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Push {
    /// It is under way, or waits for authentik's worker.
    Running,
    /// It never ran, as far as authentik still knows.
    Never,
    /// It ended well.
    Well {
        /// When: `2026-11-22T04:00:08Z`; none if authentik does not say.
        when: Option<String>,
    },
    /// Something went wrong.
    Badly {
        /// authentik's word: `error`, `warning`, `rejected`.
        word: String,
        /// When one last ended well; none if none did, or authentik does not say.
        well: Option<String>,
    },
}

impl Push {
    /// From the answer of `providers/scim/ID/sync/status/`.
    pub fn of(status: &Value) -> Look<Self> {
        let text = |object: &Value, field: &str| object.get(field).and_then(Value::as_str).map(str::to_owned);
        if status.get("is_running").and_then(Value::as_bool) == Some(true) {
            return Ok(Self::Running);
        }
        let (word, when, well) = if let Some(tasks) = status.get("tasks").and_then(Value::as_array) {
            let latest = tasks.iter().max_by_key(|task| text(task, "finish_timestamp"));
            let Some(latest) = latest else { return Ok(Self::Never) };
            (text(latest, "status"), text(latest, "finish_timestamp"), None)
        } else {
            let well = text(status, "last_successful_sync");
            (text(status, "last_sync_status"), well.clone(), well)
        };
        Ok(match word.as_deref() {
            None => Self::Never,
            Some("successful" | "done" | "info") => Self::Well { when },
            Some("error" | "warning" | "rejected") => Self::Badly { word: word.unwrap_or_default(), well },
            Some("unknown") => return Err("authentik does not know how the last push ended".to_owned()),
            // It waits, or is at work.
            Some("waiting_for_dependencies" | "queued" | "consumed" | "preprocess" | "running" | "postprocess") => {
                Self::Running
            }
            Some(other) => return Err(format!("authentik calls the end of the last push `{other}`")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_forms_of_a_status_are_read() {
        let of = |status: Value| Push::of(&status);
        let when = || Some("2026-11-22T04:00:08Z".to_owned());
        let task = |status: &str| json!({"status": status, "finish_timestamp": "2026-11-22T04:00:08Z"});
        let older = json!({"status": "error", "finish_timestamp": "2026-11-21T04:00:08Z"});
        let badly = |word: &str, well| Push::Badly { word: word.to_owned(), well };
        assert_eq!(of(json!({"is_running": true, "tasks": []})), Ok(Push::Running));
        assert_eq!(of(json!({"is_running": false, "tasks": []})), Ok(Push::Never));
        let tasks = json!([task("successful"), older]);
        assert_eq!(of(json!({"is_running": false, "tasks": tasks})), Ok(Push::Well { when: when() }));
        assert_eq!(of(json!({"is_running": false, "tasks": [task("error")]})), Ok(badly("error", None)));
        assert_eq!(of(json!({"is_running": false})), Ok(Push::Never));
        let ended = |word: &str| json!({"is_running": false, "last_sync_status": word, "last_successful_sync": when()});
        assert_eq!(of(ended("done")), Ok(Push::Well { when: when() }));
        assert_eq!(of(ended("warning")), Ok(badly("warning", when())));
        assert_eq!(of(ended("queued")), Ok(Push::Running));
        assert!(of(ended("magic")).is_err() && of(json!({"tasks": [task("unknown")]})).is_err());
    }
}
