//! What a token must be allowed to do, as data: the parts of akctl's work, and for each the permissions
//! of authentik that it takes.
//!
//! The models are those of the `ModelEnum` of authentik's schemas, and are the same from 2024.8 to
//! 2026.8. A list needs the right to view, a new object that to add, a change that to change and to
//! view (recorded on 2024.8 to 2026.5: `limited-*`). Whatever a run makes, it must be able to take
//! back if the run fails.

use crate::preset::format::Preset;
use clap::ValueEnum;
use std::collections::BTreeSet;

/// A part of akctl's work. Those that a preset may do without have a name, by which people ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Part {
    /// Whatever is integrated.
    #[value(skip)]
    Everything,
    /// Applications that people open, and who may open them.
    #[value(skip)]
    Application,
    /// Signing in with `OAuth2` and `OpenID` Connect.
    #[value(skip)]
    OAuth2,
    /// Signing in with SAML.
    #[value(skip)]
    Saml,
    /// Signing in at an outpost before the application.
    #[value(skip)]
    Proxy,
    /// A key of an application's own.
    #[value(skip)]
    Certificate,
    /// Pushing people with SCIM, where the preset may do it
    #[value(name = "scim")]
    ScimPush,
    /// Letting others push people into authentik.
    #[value(skip)]
    ScimSource,
    /// Making groups that are missing (--create-groups)
    Groups,
    /// Policies and single users (--bind-user, --allow-network, --policy-expression); groups need nothing more
    Access,
    /// A second factor for one application (--require-mfa)
    SecondFactor,
    /// Putting users into groups; whoever may do that can make superusers
    Members,
    /// What list, verify, audit and preview look at besides
    Checks,
}

/// All parts, in the order in which they are told.
pub const PARTS: [Part; 13] = [
    Part::Everything,
    Part::Application,
    Part::OAuth2,
    Part::Saml,
    Part::Proxy,
    Part::Certificate,
    Part::ScimPush,
    Part::ScimSource,
    Part::Groups,
    Part::Access,
    Part::SecondFactor,
    Part::Members,
    Part::Checks,
];

const ALL: &[&str] = &["view", "add", "change", "delete"];
const VIEW: &[&str] = &["view"];
const MAKE: &[&str] = &["view", "add", "delete"];

impl Part {
    /// What it is for, in a few words.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Everything => "every integration",
            Self::Application => "applications",
            Self::OAuth2 => "OAuth2 and OpenID Connect",
            Self::Saml => "SAML",
            Self::Proxy => "proxy providers, and the outposts that serve them",
            Self::Certificate => "a signing key of the application's own",
            Self::ScimPush => "pushing people with SCIM",
            Self::ScimSource => "taking people with SCIM",
            Self::Groups => "groups that are missing (--create-groups)",
            Self::Access => "policies and single users (--bind-user, --allow-network, --policy-expression)",
            Self::SecondFactor => "a second factor (--require-mfa)",
            Self::Members => "putting users into groups",
            Self::Checks => "checks (list, verify, audit, preview)",
        }
    }

    /// The name by which `--with` asks for it; none of what a preset needs always or never.
    #[must_use]
    pub fn name(self) -> Option<String> {
        self.to_possible_value().map(|value| value.get_name().to_owned())
    }

    /// Models, and what is done with them.
    fn models(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Everything => &[("authentik_flows.flow", VIEW), ("authentik_core.group", VIEW)],
            Self::Application => &[("authentik_core.application", ALL), ("authentik_policies.policybinding", ALL)],
            Self::OAuth2 => &[
                ("authentik_providers_oauth2.oauth2provider", ALL),
                ("authentik_providers_oauth2.scopemapping", ALL),
                ("authentik_crypto.certificatekeypair", VIEW),
            ],
            Self::Saml => &[
                ("authentik_providers_saml.samlprovider", ALL),
                ("authentik_providers_saml.samlpropertymapping", ALL),
                ("authentik_crypto.certificatekeypair", ALL),
            ],
            Self::Proxy => {
                &[("authentik_providers_proxy.proxyprovider", ALL), ("authentik_outposts.outpost", &["view", "change"])]
            }
            Self::Certificate => &[("authentik_crypto.certificatekeypair", ALL)],
            Self::ScimPush => {
                &[("authentik_providers_scim.scimprovider", ALL), ("authentik_providers_scim.scimmapping", VIEW)]
            }
            Self::ScimSource => &[("authentik_sources_scim.scimsource", ALL), ("authentik_core.token", VIEW)],
            Self::Groups => &[("authentik_core.group", MAKE)],
            Self::Access => &[("authentik_policies_expression.expressionpolicy", ALL), ("authentik_core.user", VIEW)],
            Self::SecondFactor => &[
                ("authentik_flows.flow", ALL),
                ("authentik_flows.flowstagebinding", ALL),
                ("authentik_stages_authenticator_validate.authenticatorvalidatestage", ALL),
                ("authentik_stages_authenticator_totp.authenticatortotpstage", ALL),
                ("authentik_stages_authenticator_webauthn.authenticatorwebauthnstage", ALL),
                ("authentik_stages_consent.consentstage", ALL),
            ],
            Self::Members => &[("authentik_core.user", VIEW)],
            Self::Checks => &[("authentik_events.event", VIEW)],
        }
    }

    /// Permissions that are not those of a model alone.
    fn others(self) -> &'static [&'static str] {
        match self {
            Self::ScimSource => &["authentik_core.view_token_key"],
            Self::Members => &["authentik_core.add_user_to_group", "authentik_core.remove_user_from_group"],
            // Who else uses a provider is looked at before it is removed.
            Self::Application => &["authentik_core.view_provider"],
            _ => &[],
        }
    }

    /// The permissions, as `app.action_model`.
    #[must_use]
    pub fn permissions(self) -> BTreeSet<String> {
        let models = self.models().iter().filter_map(|(model, actions)| Some((model.split_once('.')?, actions)));
        let of_models = models
            .flat_map(|((app, model), actions)| actions.iter().map(move |action| format!("{app}.{action}_{model}")));
        of_models.chain(self.others().iter().map(|other| (*other).to_owned())).collect()
    }

    /// Whether akctl's own role leaves it out unless it is asked for: whoever may put users into groups
    /// can make superusers.
    #[must_use]
    pub fn is_left_out(self) -> bool {
        self == Self::Members
    }
}

/// Whether a preset always needs a part, may need it with some of its inputs or flags, or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Always.
    Always,
    /// With some inputs or flags.
    Perhaps,
    /// Never.
    Never,
}

/// How much a preset needs a part.
#[must_use]
pub fn need(part: Part, preset: &Preset) -> Need {
    let authentik = &preset.authentik;
    let always = |wanted: bool| if wanted { Need::Always } else { Need::Never };
    let perhaps = |wanted: bool| if wanted { Need::Perhaps } else { Need::Never };
    let application = authentik.application.is_some();
    match part {
        Part::Everything => Need::Always,
        Part::Application => always(application),
        Part::OAuth2 => always(authentik.provider.oauth2.is_some()),
        Part::Saml => always(authentik.provider.saml.is_some()),
        Part::Proxy => always(authentik.provider.proxy.is_some()),
        Part::Certificate => {
            let of_oauth2 = authentik.provider.oauth2.as_ref().and_then(|oauth2| oauth2.certificate.as_ref());
            let of_saml = authentik.provider.saml.as_ref().and_then(|saml| saml.certificate.as_ref());
            always(of_oauth2.or(of_saml).is_some())
        }
        Part::ScimPush => match authentik.backchannel.as_ref().and_then(|backchannel| backchannel.scim.as_ref()) {
            Some(scim) if scim.when.is_none() => Need::Always,
            Some(_) => Need::Perhaps,
            None => Need::Never,
        },
        Part::ScimSource => always(authentik.source.is_some()),
        Part::Groups | Part::Access | Part::Members => perhaps(application),
        Part::SecondFactor => perhaps(authentik.provider.signs_in()),
        Part::Checks => Need::Perhaps,
    }
}

/// How much one of several presets needs a part; without any preset all parts but those that akctl's
/// own role leaves out.
#[must_use]
pub fn need_of_any(part: Part, presets: &[Preset]) -> Need {
    if presets.is_empty() {
        return if part.is_left_out() || part == Part::Checks { Need::Perhaps } else { Need::Always };
    }
    presets.iter().map(|preset| need(part, preset)).min().unwrap_or(Need::Never)
}

/// The parts of akctl's own role: what these presets always need, or what all may need, and what a
/// person asks for besides.
#[must_use]
pub fn granted(presets: &[Preset], with: &[Part]) -> Vec<Part> {
    let is_granted = |part: Part| match presets {
        [] => !part.is_left_out(),
        presets => need_of_any(part, presets) == Need::Always,
    };
    PARTS.into_iter().filter(|part| with.contains(part) || is_granted(*part)).collect()
}

/// The parts that these presets may need, and that are not granted.
#[must_use]
pub fn withheld(presets: &[Preset], granted: &[Part]) -> Vec<Part> {
    let may_be = |part: &Part| need_of_any(*part, presets) != Need::Never && !granted.contains(part);
    PARTS.into_iter().filter(may_be).collect()
}

/// The permissions of some parts.
#[must_use]
pub fn permissions(parts: &[Part]) -> BTreeSet<String> {
    parts.iter().flat_map(|part| part.permissions()).collect()
}

/// The permissions that are always needed: for these presets, or for all.
#[must_use]
pub fn needed(presets: &[Preset]) -> BTreeSet<String> {
    let parts = PARTS.into_iter().filter(|part| need_of_any(*part, presets) == Need::Always);
    permissions(&parts.collect::<Vec<_>>())
}

/// The lists that show whether a right to view is there, by permission. Applications are not among them:
/// their list needs no right.
pub const READS: &[(&str, &str)] = &[
    ("authentik_flows.view_flow", "flows/instances/"),
    ("authentik_core.view_group", "core/groups/"),
    ("authentik_core.view_user", "core/users/"),
    ("authentik_policies.view_policybinding", "policies/bindings/"),
    ("authentik_policies_expression.view_expressionpolicy", "policies/expression/"),
    ("authentik_providers_oauth2.view_oauth2provider", "providers/oauth2/"),
    ("authentik_providers_oauth2.view_scopemapping", "propertymappings/provider/scope/"),
    ("authentik_providers_saml.view_samlprovider", "providers/saml/"),
    ("authentik_providers_saml.view_samlpropertymapping", "propertymappings/provider/saml/"),
    ("authentik_providers_proxy.view_proxyprovider", "providers/proxy/"),
    ("authentik_outposts.view_outpost", "outposts/instances/"),
    ("authentik_providers_scim.view_scimprovider", "providers/scim/"),
    ("authentik_providers_scim.view_scimmapping", "propertymappings/provider/scim/"),
    ("authentik_sources_scim.view_scimsource", "sources/scim/"),
    ("authentik_crypto.view_certificatekeypair", "crypto/certificatekeypairs/"),
    ("authentik_flows.view_flowstagebinding", "flows/bindings/"),
    ("authentik_events.view_event", "events/events/"),
    ("authentik_core.view_provider", "providers/all/"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_role_holds_no_way_to_make_superusers() {
        let role = permissions(&granted(&[], &[]));
        for dangerous in ["add_user_to_group", "change_group", "change_user", "add_role", "change_role", "add_token"] {
            assert!(!role.contains(&format!("authentik_core.{dangerous}")), "{dangerous}");
            assert!(!role.contains(&format!("authentik_rbac.{dangerous}")), "{dangerous}");
        }
        assert!(role.contains("authentik_core.add_application") && role.contains("authentik_flows.view_flow"));
    }

    #[test]
    fn every_read_that_is_tried_is_a_right_of_some_part() {
        let known: BTreeSet<String> = PARTS.iter().flat_map(|part| part.permissions()).collect();
        for (permission, _) in READS {
            assert!(known.contains(*permission), "{permission}");
        }
    }
}
