//! Everything of the API that is not list, create, read, change or delete.

pub mod applications;
pub mod certificates;
pub mod evaluations;
pub mod families;
pub mod people;
pub mod providers;
pub mod pushes;
pub mod roles;
pub mod server;
pub mod transactional;
pub mod used_by;

use super::Sandbox;
use super::message::{Reply, Request};
use super::oidc::device;
use super::outpost;
use super::rights::Caller;

/// What a handler gives: a reply either way, so that `?` can end it early.
pub type Handled = Result<Reply, Reply>;

/// The reply to a request that is answered by an action of its own, if it is one.
pub fn special(sandbox: &mut Sandbox, caller: &Caller, request: &Request, path: &[&str]) -> Option<Handled> {
    let handled = match (request.method.as_str(), path) {
        ("GET", ["admin", "version"]) => Ok(server::version(sandbox)),
        ("GET", ["admin", "settings"]) => server::settings(sandbox, caller),
        ("GET", ["core", "users", "me"]) => Ok(people::me(sandbox, caller)),
        ("POST", ["core", "users", "service_account"]) => people::service_account(sandbox, caller, request),
        ("POST", ["core", "groups", key, "add_user"]) => people::set_member(sandbox, caller, request, key, true),
        ("POST", ["core", "groups", key, "remove_user"]) => people::set_member(sandbox, caller, request, key, false),
        ("GET", ["core", "tokens", key, "view_key"]) => people::view_key(sandbox, caller, key),
        ("PUT", ["core", "transactional", "applications"]) => transactional::create(sandbox, caller, request),
        ("GET", ["core", "applications", slug, "check_access"]) => {
            applications::check_access(sandbox, caller, request, slug)
        }
        ("POST", ["core", "applications", slug, "set_icon_url"]) => {
            applications::set_icon_url(sandbox, caller, request, slug)
        }
        ("POST", ["crypto", "certificatekeypairs"]) => certificates::upload(sandbox, caller, request),
        ("PUT" | "PATCH", ["crypto", "certificatekeypairs", key]) => {
            return certificates::change(sandbox, caller, request, key);
        }
        ("POST", ["crypto", "certificatekeypairs", "generate"]) => certificates::generate(sandbox, caller, request),
        ("GET", ["crypto", "certificatekeypairs", key, "view_certificate"]) => {
            certificates::view(sandbox, caller, request, key)
        }
        (_, ["core", "brands", rest @ ..]) if rest.len() < 2 => {
            device::brands(sandbox, caller, request, rest.first().copied())
        }
        ("GET", ["providers", "all", "types"]) => Ok(providers::types(sandbox)),
        ("GET", ["providers", "oauth2", key, "setup_urls"]) => providers::setup_urls(sandbox, caller, request, key),
        ("GET", ["providers", "oauth2", key, "preview_user"]) => providers::preview(sandbox, caller, request, key),
        ("GET", ["providers", "scim", key, "sync", "status"]) => pushes::status(sandbox, caller, request, key),
        ("POST", ["propertymappings", "all", key, "test"]) => evaluations::test_mapping(sandbox, caller, request, key),
        ("POST", ["policies", "all", key, "test"]) => evaluations::test_policy(sandbox, caller, request, key),
        ("GET", [room @ ("providers" | "propertymappings" | "policies" | "stages"), "all", rest @ ..]) => {
            families::read(sandbox, caller, request, room, rest)
        }
        ("GET", ["outposts", "instances", key, "health"]) => outpost::health(sandbox, caller, key),
        ("GET", ["rbac", "permissions"]) => roles::catalogue(sandbox, caller, request),
        ("POST", ["rbac", "permissions", "assigned_by_roles", key, "assign"]) => {
            roles::assign(sandbox, caller, request, key)
        }
        ("GET", [start @ .., key, "used_by"]) => used_by::used_by(sandbox, caller, &start.join("/"), key),
        _ => return None,
    };
    Some(handled)
}
