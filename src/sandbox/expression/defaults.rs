//! What authentik's own mappings emit. They are known by their `managed` id; their code is not
//! carried.

use super::{Context, Failure, evaluate};
use crate::sandbox::collections::Family;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::Object;
use crate::sandbox::people;
use crate::sandbox::seed::DEFAULT_EXPRESSION;
use crate::sandbox::store::{list, text, value};
use serde_json::{Value, json};

/// What a mapping emits for a user. A default mapping that somebody has edited is what its text
/// says.
pub fn evaluate_mapping(context: Context<'_>, mapping: &Object) -> Result<Value, Failure> {
    let code = text(mapping, "expression");
    match text(mapping, "managed") {
        "" => evaluate(context, code),
        _ if code != DEFAULT_EXPRESSION => evaluate(context, code),
        managed => default(context, managed),
    }
}

fn default(context: Context<'_>, managed: &str) -> Result<Value, Failure> {
    let user = context.user;
    match managed {
        "goauthentik.io/providers/oauth2/scope-openid"
        | "goauthentik.io/providers/oauth2/scope-offline_access"
        | "goauthentik.io/providers/oauth2/scope-authentik_api" => Ok(json!({})),
        "goauthentik.io/providers/oauth2/scope-email" => {
            let verified = context.sandbox.has(Habit::EmailIsVerified);
            Ok(json!({"email": value(user, "email"), "email_verified": verified}))
        }
        "goauthentik.io/providers/oauth2/scope-profile" => {
            let groups = people::all_groups(context.sandbox, user);
            let names: Value = groups.into_iter().map(|group| value(group, "name")).collect();
            Ok(json!({
                "name": value(user, "name"),
                "given_name": value(user, "name"),
                "preferred_username": value(user, "username"),
                "nickname": value(user, "username"),
                "groups": names,
            }))
        }
        "goauthentik.io/providers/oauth2/scope-entitlements" => Ok(json!({"entitlements": [], "roles": []})),
        "goauthentik.io/providers/proxy/scope-proxy" => {
            let superuser = people::is_superuser(context.sandbox, user);
            Ok(json!({"ak_proxy": {"user_attributes": {}, "is_superuser": superuser}}))
        }
        _ => saml(context, managed.strip_prefix("goauthentik.io/providers/saml/").unwrap_or_default()),
    }
}

/// authentik's own SAML mappings, one value each. Recorded are only their names; what they emit is from
/// authentik's source (`blueprints/system/providers-saml.yaml`): a text, the number of the user, or
/// the names of the groups in which the user is directly.
fn saml(context: Context<'_>, attribute: &str) -> Result<Value, Failure> {
    let user = context.user;
    match attribute {
        "name" | "email" | "username" => Ok(value(user, attribute)),
        "ms-windowsaccountname" => Ok(value(user, "username")),
        "uid" => Ok(value(user, "pk")),
        "upn" => {
            let own = user.get("attributes").and_then(|attributes| attributes.get("upn"));
            Ok(own.cloned().unwrap_or_else(|| value(user, "email")))
        }
        "groups" => {
            let direct = list(user, "groups").iter();
            let direct = direct.filter_map(|pk| context.sandbox.store.get(Family::Group, pk));
            Ok(direct.map(|group| value(group, "name")).collect())
        }
        _ => Err(Failure::NotUnderstood),
    }
}
