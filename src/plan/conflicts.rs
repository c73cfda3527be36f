//! Why akctl does not go on by itself.

use super::{Change, Conflict, FieldChange, Permissions};
use crate::model::resource::{Address, Desired, Found, Kind, MARK, MFA_FLOW, Obstacle};
use crate::model::text::printable;
use serde_json::Value;

/// What stands in the way of the application, unless the person allowed it.
pub(super) fn conflict(obstacle: &Obstacle, desired: &Desired, permissions: Permissions) -> Option<Conflict> {
    let slug = desired.only(Kind::Application).map_or("", |resource| resource.address.key.as_str());
    let (what, remedy) = match obstacle {
        Obstacle::NotOurs { .. } if permissions.adopt => return None,
        Obstacle::NotOurs { provider: Some(provider) } => (
            format!("the application `{slug}` exists and was not made by akctl (its provider is `{provider}`)"),
            "--adopt takes it over as shown above; --slug chooses another slug".to_owned(),
        ),
        Obstacle::NotOurs { provider: None } => (
            format!("the application `{slug}` exists and has no provider, so akctl cannot tell whether it made it"),
            "--adopt takes it over as shown above; --slug chooses another slug".to_owned(),
        ),
        Obstacle::OtherKind { provider_kind, provider } if permissions.adopt => (
            format!(
                "the preset makes {}, and the application `{slug}` has `{provider}` ({provider_kind})",
                kind_of(desired)
            ),
            "take it over with a preset that makes the same kind: `akctl presets list` shows all; or remove its \
             provider in authentik first"
                .to_owned(),
        ),
        Obstacle::OtherKind { provider_kind, provider } => (
            format!("the application `{slug}` exists with a provider of another kind: `{provider}` ({provider_kind})"),
            "--slug chooses another slug; or remove that application in authentik first".to_owned(),
        ),
        Obstacle::ProviderElsewhere { provider, application } => (
            format!("the provider `{provider}` belongs to the application `{application}` already"),
            "--slug chooses another slug; or rename that provider in authentik".to_owned(),
        ),
        Obstacle::NameTaken { provider } => (
            format!(
                "another provider is called `{provider}`, which is the name that this application's provider must get"
            ),
            "rename or remove that provider in authentik".to_owned(),
        ),
    };
    Some(Conflict { what, remedy })
}

/// What people sign in through.
fn kind_of(desired: &Desired) -> &'static str {
    match desired.front().map(|front| front.address.kind) {
        Some(Kind::OAuth2Provider) => "an OAuth2 provider",
        Some(Kind::SamlProvider) => "a SAML provider",
        Some(Kind::ProxyProvider) => "a proxy provider",
        _ => "no provider to sign in through",
    }
}

/// In one line each: what they name comes from the server, and must not look like a line of ours.
pub(super) fn in_one_line(conflicts: &mut [Conflict]) {
    for Conflict { what, remedy } in conflicts {
        for text in [what, remedy] {
            *text = printable(text).into_owned();
        }
    }
}

/// A change after which the application takes its users for other ones.
pub(super) fn identity_conflict(address: &Address, field: &FieldChange) -> Conflict {
    Conflict {
        what: format!(
            "changing `{}` of the {address} from {} to {} makes the application take its users for new ones, or refuse them",
            field.field, field.before, field.after
        ),
        remedy: "--force makes the change all the same".to_owned(),
    }
}

/// A run without `--require-mfa` must not take away the second factor that an earlier one asked for.
pub(super) fn second_factor_conflict(change: &Change) -> Option<Conflict> {
    let of = |value: &Value| value.as_str().is_some_and(|slug| slug.starts_with(MFA_FLOW));
    let field = change.fields.iter().find(|field| field.field == "authorization_flow")?;
    (of(&field.before) && !of(&field.after)).then(|| Conflict {
        what: format!("the {} asks for a second factor now, and would not any more", change.address),
        remedy: "--require-mfa keeps it; --force takes it away".to_owned(),
    })
}

/// A run without a group must not push everybody where an earlier one, or a person, named one.
pub(super) fn wider_push_conflict(change: &Change) -> Option<Conflict> {
    let is_filter = |field: &&FieldChange| matches!(field.field.as_str(), "filter_group" | "group_filters");
    let is_nothing = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let field = change.fields.iter().find(is_filter).filter(|_| change.address.kind == Kind::ScimProvider)?;
    (!is_nothing(&field.before) && is_nothing(&field.after)).then(|| Conflict {
        what: format!("the {} is limited to {} now, and would push everybody", change.address, field.before),
        remedy: "name the group again; --force pushes everybody".to_owned(),
    })
}

/// A source that akctl did not make is somebody else's.
pub(super) fn source_conflict(address: &Address, found: &Found) -> Option<Conflict> {
    let name = found.text("name").unwrap_or_default();
    (address.kind == Kind::ScimSource && !name.ends_with(MARK)).then(|| Conflict {
        what: format!("the source `{}` exists and was not made by akctl (its name is `{name}`)", address.key),
        remedy: "--adopt takes it over as shown above; --slug chooses another slug".to_owned(),
    })
}
