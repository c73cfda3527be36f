//! Users and their groups.

use super::Sandbox;
use super::collections::Family;
use super::habits::Habit;
use super::message::Object;
use super::store::{list, truth, value};
use serde_json::Value;

/// What the people of a fresh sandbox sign in with, `akadmin` too. Users that are made later have no
/// password, as with authentik, and so cannot sign in.
pub const PASSWORD: &str = "sandbox";

/// What `ben` reads from his device of class `totp`. It is always the same and is taken again and
/// again, unlike a real one.
pub const CODE: &str = "123456";

/// What `ben` has on paper, his device of class `static`. Each is taken once.
pub const TOKENS: [&str; 3] = ["ben-first", "ben-second", "ben-third"];

/// The groups that a user is in, with all that stand above them.
#[must_use]
pub fn all_groups<'a>(sandbox: &'a Sandbox, user: &Object) -> Vec<&'a Object> {
    let mut open: Vec<Value> = list(user, "groups").to_vec();
    let mut found: Vec<&Object> = Vec::new();
    while let Some(pk) = open.pop() {
        let Some(group) = sandbox.store.get(Family::Group, &pk) else { continue };
        if found.iter().all(|known| known.get("pk") != Some(&pk)) {
            found.push(group);
            open.extend(parents(sandbox, group).into_iter().map(|up| value(up, "pk")));
        }
    }
    found.sort_by_key(|group| value(group, "name").to_string());
    found
}

/// The groups right above a group.
#[must_use]
pub fn parents<'a>(sandbox: &'a Sandbox, group: &Object) -> Vec<&'a Object> {
    let single = [value(group, "parent")];
    let pks = if sandbox.has(Habit::ManyParents) { list(group, "parents") } else { single.as_slice() };
    pks.iter().filter_map(|pk| sandbox.store.get(Family::Group, pk)).collect()
}

/// The groups right below a group.
#[must_use]
pub fn children<'a>(sandbox: &'a Sandbox, group: &Object) -> Vec<&'a Object> {
    let groups = sandbox.store.family(Family::Group).map(|(_, other)| other);
    groups.filter(|other| parents(sandbox, other).iter().any(|up| up.get("pk") == group.get("pk"))).collect()
}

/// The users that are in a group itself.
#[must_use]
pub fn members<'a>(sandbox: &'a Sandbox, group: &Object) -> Vec<&'a Object> {
    let users = sandbox.store.family(Family::User).map(|(_, user)| user);
    users.filter(|user| list(user, "groups").contains(&value(group, "pk"))).collect()
}

/// Whether one of a user's groups makes superusers.
#[must_use]
pub fn is_superuser(sandbox: &Sandbox, user: &Object) -> bool {
    all_groups(sandbox, user).into_iter().any(|group| truth(group, "is_superuser"))
}
