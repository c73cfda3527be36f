//! Who or what came in through a source: the link between an object of authentik and the sender's
//! own.

use super::{Call, error, unforeseen};
use crate::sandbox::Sandbox;
use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::store::{text, value};
use serde_json::{Value, json};

/// What can come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    User,
    Group,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        if self == Self::User { "User" } else { "Group" }
    }

    /// The field of a link that names the object.
    pub(super) fn field(self) -> &'static str {
        if self == Self::User { "user" } else { "group" }
    }

    /// The field of the object that is its id for the sender.
    pub(super) fn id(self) -> &'static str {
        if self == Self::User { "uuid" } else { "pk" }
    }

    /// The field of the object, and the sender's name for it, by which objects are found.
    pub(super) fn naming(self) -> (&'static str, &'static str) {
        if self == Self::User { ("username", "userName") } else { ("name", "displayName") }
    }

    pub(super) fn family(self) -> Family {
        if self == Self::User { Family::User } else { Family::Group }
    }

    pub(super) fn targets(self) -> Option<&'static Collection> {
        Collection::at(if self == Self::User { "core/users" } else { "core/groups" })
    }

    pub(super) fn links(self) -> Option<&'static Collection> {
        Collection::at(if self == Self::User { "sources/scim_users" } else { "sources/scim_groups" })
    }

    /// The link's object as the sender sees it.
    pub(super) fn show(self, sandbox: &Sandbox, call: Call<'_>, link: &Object) -> Value {
        let Some(object) = sandbox.store.get(self.family(), &value(link, self.field())) else { return Value::Null };
        let id = text(object, self.id());
        let slug = text(call.source, "slug");
        let location = format!("{}/source/scim/{slug}/v2/{}s/{id}", call.request.origin(), self.name());
        let mut shown = match self {
            Self::User => super::users::show(object),
            Self::Group => super::groups::show(sandbox, object),
        };
        let schema = format!("urn:ietf:params:scim:schemas:core:2.0:{}", self.name());
        shown.insert("schemas".to_owned(), json!([schema]));
        shown.insert("id".to_owned(), json!(id));
        shown.insert("externalId".to_owned(), value(link, external(sandbox)));
        let mut meta = json!({"resourceType": self.name(), "location": location});
        if self == Self::User {
            meta["created"] = value(object, "date_joined");
            meta["lastModified"] = value(object, "last_updated");
        }
        shown.insert("meta".to_owned(), meta);
        // What the sender said last goes over what authentik has.
        if self == Self::User || sandbox.has(Habit::ScimExternalId) {
            shown.extend(value(link, "attributes").as_object().cloned().unwrap_or_default());
        }
        if self == Self::Group {
            shown.insert("members".to_owned(), super::groups::members(sandbox, object));
        }
        for left_out in call.request.one("excludedAttributes").unwrap_or_default().split(',') {
            shown.remove(left_out.trim());
        }
        Value::Object(shown)
    }

    /// Makes or changes the link and its object by what was sent. The link.
    pub(super) fn update(
        self,
        sandbox: &mut Sandbox,
        call: Call<'_>,
        link: Option<&Object>,
        data: Object,
    ) -> Result<Object, Reply> {
        let held = link.map(|link| value(link, self.field())).unwrap_or_default();
        let object = match self {
            Self::User => super::users::write(sandbox, call, &held, &data)?,
            Self::Group => super::groups::write(sandbox, call, &held, &data)?,
        };
        keep(sandbox, call, self, link, (&object, data))
    }
}

/// The field of a link that holds the sender's own id.
fn external(sandbox: &Sandbox) -> &'static str {
    if sandbox.has(Habit::ScimExternalId) { "external_id" } else { "id" }
}

/// The links of a source.
pub(super) fn of<'a>(sandbox: &'a Sandbox, call: Call<'_>, kind: Kind) -> Vec<&'a Object> {
    let pk = value(call.source, "pk");
    let rows = kind.links().map_or(&[][..], |links| sandbox.store.rows(links));
    rows.iter().filter(|link| link.get("source") == Some(&pk)).collect()
}

/// The link to the object with that id.
pub(super) fn find<'a>(sandbox: &'a Sandbox, call: Call<'_>, kind: Kind, id: &str) -> Result<&'a Object, Reply> {
    let is = |link: &&Object| {
        let object = sandbox.store.get(kind.family(), &value(link, kind.field()));
        object.is_some_and(|object| text(object, kind.id()) == id)
    };
    let found = of(sandbox, call, kind).into_iter().find(is);
    found.ok_or_else(|| error(sandbox, 404, &format!("{} not found.", kind.name()), None))
}

/// 409 for what came in already: by its id, and users by their name too. Since when by the name is
/// not known: not yet at first, and in 2025.8 at the latest.
pub(super) fn conflict(sandbox: &Sandbox, call: Call<'_>, kind: Kind, data: &Object) -> Result<(), Reply> {
    let (field, sent) = kind.naming();
    let taken = of(sandbox, call, kind).into_iter().any(|link| {
        let object = sandbox.store.get(kind.family(), &value(link, kind.field()));
        object.is_some_and(|object| {
            let same = |own: &str, sent: &str| data.contains_key(sent) && object.get(own) == data.get(sent);
            same(kind.id(), "id") || (kind == Kind::User && same(field, sent))
        })
    });
    let detail = format!("{} with ID exists already.", kind.name());
    if taken { Err(error(sandbox, 409, &detail, Some("uniqueness"))) } else { Ok(()) }
}

/// Stores a link with what was sent.
fn keep(
    sandbox: &mut Sandbox,
    call: Call<'_>,
    kind: Kind,
    link: Option<&Object>,
    (object, data): (&Value, Object),
) -> Result<Object, Reply> {
    let links = kind.links().ok_or_else(unforeseen)?;
    let field = external(sandbox);
    let sent = data.get("externalId").and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned);
    let mut row = link.cloned().unwrap_or_default();
    if link.is_none() {
        let fresh = || uuid::Uuid::new_v4().to_string();
        row.insert("id".to_owned(), json!(fresh()));
        row.insert(field.to_owned(), json!(sent.unwrap_or_else(fresh)));
        row.insert("source".to_owned(), value(call.source, "pk"));
        // The sender's id is the key of older servers: it can be there only once.
        let taken = sandbox.store.rows(links).iter().any(|other| other.get("id") == row.get("id"));
        if taken {
            return Err(unforeseen());
        }
    } else if let (Some(sent), "external_id") = (sent, field) {
        row.insert(field.to_owned(), json!(sent));
    }
    row.insert(kind.field().to_owned(), object.clone());
    row.insert("attributes".to_owned(), Value::Object(data));
    match row.get("pk").cloned() {
        Some(pk) => {
            if let Some(stored) = sandbox.store.get_mut(links, &pk) {
                stored.clone_from(&row);
            }
        }
        None => drop(sandbox.store.insert(links, row.clone())),
    }
    Ok(row)
}
