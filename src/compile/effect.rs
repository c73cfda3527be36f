//! Wishes that can do nothing with a preset.

use super::Wishes;
use super::access::Access;
use crate::error::Problems;
use crate::preset::format::Authentik;

/// Flags that every preset has, given where they can do nothing.
pub(super) fn refuse_what_has_no_effect(
    declared: &Authentik,
    wishes: &Wishes,
    access: &Access,
    problems: &mut Problems,
) {
    let says_who = access.needs_policy() || !access.groups.is_empty() || !access.users.is_empty();
    let texts = [&wishes.tile_group, &wishes.icon, &wishes.publisher, &wishes.description];
    if declared.application.is_none() && (says_who || texts.iter().any(|text| text.is_some())) {
        problems.add("this preset makes no application: there is nobody to let in and no tile to describe");
    }
    let signs_in = declared.provider.signs_in();
    if wishes.outpost.is_some() && declared.provider.proxy.is_none() {
        problems.add("--outpost: no outpost serves what this preset makes");
    }
    let of_provider = [
        ("--require-mfa", wishes.require_mfa.is_some()),
        ("--authentication-flow", wishes.authentication_flow.is_some()),
        ("--authorization-flow", wishes.authorization_flow.is_some()),
        ("--invalidation-flow", wishes.invalidation_flow.is_some()),
        ("--signing-key", wishes.signing_key.is_some()),
    ];
    for (flag, _) in of_provider.iter().filter(|(_, is_given)| *is_given && !signs_in) {
        problems.add(format!("{flag}: nobody signs in with what this preset makes"));
    }
    if wishes.require_mfa.is_some() && wishes.authorization_flow.is_some() {
        problems.add(
            "--require-mfa brings an authorization flow of its own: leave --authorization-flow away, or put a stage \
             that asks for a second factor into that flow",
        );
    }
}
