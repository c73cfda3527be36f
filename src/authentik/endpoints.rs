//! Where the objects of each kind live in authentik's API.

use crate::model::resource::{Address, Found, Kind};
use serde_json::Value;

/// The transactional creation of provider, application and bindings.
pub const TRANSACTION: &str = "core/transactional/applications/";

/// The collection of a kind. Memberships have none: they are actions on a group.
#[must_use]
pub fn collection(kind: Kind) -> &'static str {
    match kind {
        Kind::Group | Kind::Membership => "core/groups/",
        Kind::ScopeMapping => "propertymappings/provider/scope/",
        Kind::SamlMapping => "propertymappings/provider/saml/",
        Kind::Certificate => "crypto/certificatekeypairs/",
        Kind::ExpressionPolicy => "policies/expression/",
        Kind::TotpStage => "stages/authenticator/totp/",
        Kind::WebAuthnStage => "stages/authenticator/webauthn/",
        Kind::ValidateStage => "stages/authenticator/validate/",
        Kind::ConsentStage => "stages/consent/",
        Kind::Flow => "flows/instances/",
        Kind::StageBinding => "flows/bindings/",
        Kind::ScimSource => "sources/scim/",
        Kind::ScimProvider => "providers/scim/",
        Kind::SamlProvider => "providers/saml/",
        Kind::OAuth2Provider => "providers/oauth2/",
        Kind::ProxyProvider => "providers/proxy/",
        Kind::Application => "core/applications/",
        Kind::Binding => "policies/bindings/",
        Kind::Outpost => "outposts/instances/",
    }
}

/// The field that holds the natural key. Bindings have none.
#[must_use]
pub fn key_field(kind: Kind) -> &'static str {
    if is_by_slug(kind) { "slug" } else { "name" }
}

/// The filter by which a list is asked for a natural key. Lists of proxy providers and of outposts know
/// no filter `name` and ignore it (all versions); the one that they know does not care for upper and
/// lower case.
#[must_use]
pub fn key_filter(kind: Kind) -> &'static str {
    if matches!(kind, Kind::ProxyProvider | Kind::Outpost) { "name__iexact" } else { key_field(kind) }
}

/// Whether the API names objects of a kind by their slug, in place of their primary key (all versions).
fn is_by_slug(kind: Kind) -> bool {
    matches!(kind, Kind::Application | Kind::Flow | Kind::ScimSource)
}

/// The path of one object whose primary key, or slug where its kind goes by slugs, is known.
#[must_use]
pub fn detail(kind: Kind, id: &Value) -> String {
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    format!("{}{}/", collection(kind), super::segment(&id))
}

/// The path of an object that was found.
#[must_use]
pub fn object(address: &Address, found: &Found) -> String {
    if is_by_slug(address.kind) {
        detail(address.kind, &Value::from(address.key.as_str()))
    } else {
        detail(address.kind, &found.id)
    }
}
