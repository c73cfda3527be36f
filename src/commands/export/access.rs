//! Who may open an application, as a file of integrations says it. What a file cannot say must not get
//! lost: an application that is made from the file would be open to more people than it is.

use super::reading::{Lists, Subject};
use crate::compile::access::{Access, policy_name, read_back};
use serde_json::{Value, json};

/// What bindings say.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The keys of a file.
    pub(super) access: Vec<(&'static str, Value)>,
    /// What gets lost and lets nobody in.
    pub(super) comments: Vec<String>,
    /// What gets lost and would let people in.
    pub(super) reasons: Vec<String>,
}

/// One binding.
enum Bound {
    Group(String),
    User(String),
    Policy(Access),
    /// It decides nothing.
    Off(String),
    /// A file cannot say it.
    Untold(String),
}

/// What the bindings of an application say.
pub(super) fn of(lists: &Lists, subject: &Subject<'_>) -> Said {
    let mut said = Said::default();
    let (mut groups, mut users, mut policies) = (Vec::new(), Vec::new(), Vec::new());
    for binding in lists.bindings(subject.application) {
        match bound(lists, subject.slug, binding) {
            Bound::Group(name) => groups.push(name),
            Bound::User(name) => users.push(name),
            Bound::Policy(access) => policies.push(access),
            Bound::Off(what) => said.comments.push(what),
            Bound::Untold(why) => said.reasons.push(why),
        }
    }
    let several = groups.len() + users.len() + policies.len() > 1;
    if several && subject.application.text("policy_engine_mode") == Some("all") {
        said.reasons.push("only people whom every binding lets in get in (policy_engine_mode is all)".to_owned());
    }
    if !policies.is_empty() && several {
        said.reasons.push("people are bound beside the policy, which lets them in whatever it says".to_owned());
    }
    let policy = policies.pop().unwrap_or_default();
    groups.extend(policy.groups);
    users.extend(policy.users);
    for (key, names) in [("groups", groups), ("users", users), ("networks", policy.networks)] {
        if !names.is_empty() {
            said.access.push((key, json!(names)));
        }
    }
    said.access.extend(policy.expression.map(|text| ("policy_expression", json!(text))));
    said
}

fn bound(lists: &Lists, slug: &str, binding: &Value) -> Bound {
    let name = |object: &str, field: &str| {
        binding.get(object).and_then(|object| object.get(field)).and_then(Value::as_str).map(str::to_owned)
    };
    let is = |field: &str| binding.get(field) == Some(&json!(true));
    let (group, user, policy) = (name("group_obj", "name"), name("user_obj", "username"), name("policy_obj", "name"));
    let whom = match (&group, &user, &policy) {
        (Some(group), ..) => format!("the group `{group}`"),
        (None, Some(user), _) => format!("the user `{user}`"),
        (None, None, Some(policy)) => format!("the policy `{policy}`"),
        (None, None, None) => "something that cannot be seen".to_owned(),
    };
    if binding.get("enabled") == Some(&json!(false)) {
        return Bound::Off(format!("the binding of {whom} is switched off"));
    }
    if is("negate") {
        return Bound::Untold(format!("the binding of {whom} is turned around"));
    }
    if is("expiring") && binding.get("expires").is_some_and(|end| !end.is_null()) {
        return Bound::Untold(format!("the binding of {whom} ends on {}", binding["expires"]));
    }
    match (group, user, policy) {
        (Some(group), ..) => Bound::Group(group),
        (None, Some(user), _) => Bound::User(user),
        (None, None, Some(policy)) if policy == policy_name(slug) && !is("failure_result") => {
            let expression = lists.expression(binding.get("policy"));
            expression.and_then(read_back).map_or_else(
                || Bound::Untold(format!("{whom} decides who gets in, and is not as akctl wrote it")),
                Bound::Policy,
            )
        }
        _ => Bound::Untold(format!("{whom} decides who gets in")),
    }
}
