//! Where the objects of each kind live in authentik's API.

use crate::model::resource::Kind;
use serde_json::Value;

/// The transactional creation of provider, application and bindings.
pub const TRANSACTION: &str = "core/transactional/applications/";

/// The collection of a kind. Memberships have none: they are actions on a group.
#[must_use]
pub fn collection(kind: Kind) -> &'static str {
    match kind {
        Kind::Group | Kind::Membership => "core/groups/",
        Kind::ScopeMapping => "propertymappings/provider/scope/",
        Kind::Certificate => "crypto/certificatekeypairs/",
        Kind::ExpressionPolicy => "policies/expression/",
        Kind::OAuth2Provider => "providers/oauth2/",
        Kind::Application => "core/applications/",
        Kind::Binding => "policies/bindings/",
    }
}

/// The field that holds the natural key.
#[must_use]
pub fn key_field(kind: Kind) -> &'static str {
    match kind {
        Kind::Application => "slug",
        _ => "name",
    }
}

/// The path of one object: by its slug for an application, by its primary key for all others.
#[must_use]
pub fn detail(kind: Kind, id: &Value) -> String {
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    format!("{}{}/", collection(kind), super::segment(&id))
}
