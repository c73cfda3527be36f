//! `akctl auth check`: which rights lack for what akctl would do.

use super::presets;
use crate::authentik::{Client, segment};
use crate::cli::auth::Check;
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::interrupt::Interrupt;
use crate::model::text::printable;
use crate::render::style::{Role, paint};
use crate::rights::{self, Need, PARTS, READS, need_of_any};
use futures_util::future::{join, join_all};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Whether a right is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// It is.
    Held,
    /// It is not.
    Lacking,
    /// Only writing would show it.
    Unknown,
}

/// One right.
#[derive(Serialize)]
struct Right {
    permission: String,
    purpose: &'static str,
    needed: bool,
    state: State,
}

/// What was found: the promise of `-o json`.
#[derive(Serialize)]
struct Report {
    user: String,
    is_superuser: bool,
    roles: Vec<String>,
    roles_readable: bool,
    rights: Vec<Right>,
    lacking: Vec<String>,
}

/// What is known of a token's rights.
pub struct Known {
    user: String,
    is_superuser: bool,
    roles: Vec<String>,
    /// All permissions of its roles and of its user; none if not all of them can be read.
    granted: Option<BTreeSet<String>>,
    /// The lists that were tried, by the permission that each takes.
    tried: BTreeMap<&'static str, bool>,
}

/// Looks and tells.
pub async fn run(context: &Context, arguments: &Check) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let presets = presets(context, &arguments.preset)?;
    let session = context.session()?;
    let known = Interrupt::watch().or(look(&session.client)).await?;
    let mut rights: Vec<Right> = Vec::new();
    for part in PARTS {
        let need = need_of_any(part, &presets);
        if need == Need::Never {
            continue;
        }
        for permission in part.permissions() {
            if rights.iter().all(|right| right.permission != permission) {
                let state = known.state(&permission);
                rights.push(Right { permission, purpose: part.purpose(), needed: need == Need::Always, state });
            }
        }
    }
    let is_missing = |right: &&Right| right.needed && right.state == State::Lacking;
    let lacking: Vec<String> = rights.iter().filter(is_missing).map(|right| right.permission.clone()).collect();
    let Known { user, is_superuser, roles, granted, .. } = known;
    let report = Report { user, is_superuser, roles, roles_readable: granted.is_some(), rights, lacking };
    let printed = match structured(context.global.output, &report)? {
        Some(text) => text,
        None => text(&report),
    };
    context.ui.data(&printed)?;
    verdict(&report)
}

fn verdict(report: &Report) -> Result<(), Failure> {
    let count = report.lacking.len();
    if count == 0 {
        return Ok(());
    }
    let rights = if count == 1 { "a right that is needed" } else { "rights that are needed" };
    Err(Failure::new(Kind::NotAllowed, format!("the token of `{}` lacks {count} {rights}", report.user))
        .hint("add them to one of its roles, under Directory > Roles in authentik")
        .hint("or let a superuser run `akctl auth create-service-account`"))
}

/// What lacks of the rights that akctl needs, in a sentence; none if nothing does.
pub async fn summary(client: &Client) -> Result<Option<String>, Failure> {
    let known = look(client).await?;
    let needed = rights::needed(&[]);
    let count = |state| needed.iter().filter(|permission| known.state(permission) == state).count();
    let (lacking, unknown) = (count(State::Lacking), count(State::Unknown));
    if lacking + unknown == 0 {
        return Ok(None);
    }
    let all = needed.len();
    Ok(Some(format!(
        "of the {all} rights that akctl needs for all presets, {lacking} are lacking and {unknown} cannot be known \
         without writing: `akctl auth check` lists them"
    )))
}

/// Asks who the token is, what its roles may do, and tries lists.
async fn look(client: &Client) -> Result<Known, Failure> {
    let me = client.get("core/users/me/", &[]).await?;
    let user = me.get("user").unwrap_or(&Value::Null);
    let name = user.get("username").and_then(Value::as_str).unwrap_or_default().to_owned();
    let is_superuser = user.get("is_superuser").and_then(Value::as_bool).unwrap_or_default();
    if is_superuser {
        let (roles, granted, tried) = (Vec::new(), Some(BTreeSet::new()), BTreeMap::new());
        return Ok(Known { user: name, is_superuser, roles, granted, tried });
    }
    let ((roles, granted), tried) = join(of_roles(client, user), try_reads(client)).await;
    Ok(Known { user: name, is_superuser, roles, granted, tried })
}

/// The names of the user's roles, and what they may do, where all of it can be read.
///
/// Who the roles are stands in `me` from authentik 2025.12 on; before, in the groups, which take a right
/// to view. The permissions of a role can be read by everybody on later versions and by superusers alone
/// on earlier ones.
async fn of_roles(client: &Client, user: &Value) -> (Vec<String>, Option<BTreeSet<String>>) {
    let listed = user.get("roles").and_then(Value::as_array);
    let (names, roles, is_old) = match listed {
        Some(listed) => (texts(listed, "name"), Some(texts(listed, "pk")), false),
        None => (Vec::new(), of_groups(client, user).await, true),
    };
    let Some(roles) = roles else { return (names, None) };
    let mut granted = BTreeSet::new();
    let mut queries: Vec<(&str, String)> = roles.into_iter().map(|role| ("role", role)).collect();
    if let Some(pk) = user.get("pk").filter(|_| is_old) {
        queries.push(("user", pk.to_string()));
    }
    for (filter, value) in queries {
        match client.list("rbac/permissions/", &[(filter, &value)]).await {
            Ok(permissions) => granted.extend(permissions.iter().filter_map(full_name)),
            Err(_) => return (names, None),
        }
    }
    (names, Some(granted))
}

fn texts(items: &[Value], key: &str) -> Vec<String> {
    items.iter().filter_map(|item| item.get(key)?.as_str()).map(str::to_owned).collect()
}

async fn of_groups(client: &Client, user: &Value) -> Option<Vec<String>> {
    let groups = texts(user.get("groups").and_then(Value::as_array)?, "pk");
    let query = [("include_users", "false")];
    let mut roles = Vec::new();
    for group in groups {
        let group = client.get(&format!("core/groups/{}/", segment(&group)), &query).await.ok()?;
        roles.extend(group.get("roles")?.as_array()?.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    Some(roles)
}

/// `app.codename` of a permission.
#[must_use]
pub fn full_name(permission: &Value) -> Option<String> {
    let app = permission.get("app_label")?.as_str()?;
    Some(format!("{app}.{}", permission.get("codename")?.as_str()?))
}

async fn try_reads(client: &Client) -> BTreeMap<&'static str, bool> {
    let query = [("page_size", "1"), ("include_details", "false")];
    let tries = READS.iter().map(|(permission, path)| async move {
        match client.get(path, &query).await {
            Ok(_) => Some((*permission, true)),
            Err(error) if error.is_not_allowed() => Some((*permission, false)),
            Err(_) => None,
        }
    });
    join_all(tries).await.into_iter().flatten().collect()
}

impl Known {
    fn state(&self, permission: &str) -> State {
        let known = match (self.is_superuser, self.tried.get(permission), &self.granted) {
            (true, ..) => Some(true),
            (false, Some(tried), _) => Some(*tried),
            (false, None, Some(granted)) => Some(granted.contains(permission)),
            (false, None, None) => None,
        };
        match known {
            Some(true) => State::Held,
            Some(false) => State::Lacking,
            None => State::Unknown,
        }
    }
}

fn text(report: &Report) -> String {
    let mut text = String::new();
    let who = if report.is_superuser { "a superuser, who may do everything" } else { "not a superuser" };
    let _ = writeln!(text, "{} is {who}.", printable(&report.user));
    if report.is_superuser {
        return text;
    }
    if !report.roles.is_empty() {
        let _ = writeln!(text, "Roles: {}", printable(&report.roles.join(", ")));
    }
    if !report.roles_readable {
        text.push_str("authentik does not show this token the rights of its roles: lists were tried instead.\n");
    }
    for part in PARTS {
        let rights: Vec<&Right> = report.rights.iter().filter(|right| right.purpose == part.purpose()).collect();
        if let Some(first) = rights.first() {
            let optional = if first.needed { "" } else { ", if it is wanted" };
            let _ = writeln!(text, "\n{}", paint(Role::Heading, &format!("For {}{optional}", part.purpose())));
            for right in rights {
                line(&mut text, right);
            }
        }
    }
    text
}

fn line(text: &mut String, right: &Right) {
    let (role, word) = match (right.state, right.needed) {
        (State::Held, _) => (Role::Added, "held   "),
        (State::Lacking, true) => (Role::Error, "lacking"),
        (State::Lacking, false) => (Role::Faint, "lacking"),
        (State::Unknown, _) => (Role::Warning, "unknown"),
    };
    let _ = writeln!(text, "  {} {}", paint(role, word), right.permission);
}
