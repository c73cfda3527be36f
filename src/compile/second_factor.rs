//! A second factor for one application: an authorization flow that asks for it.
//!
//! One flow for each combination, shared by all integrations that ask for it. Its stages and their
//! places in it are compared like everything else, so a flow that somebody has emptied is filled
//! again before a provider uses it.

use super::IMPLICIT_CONSENT_FLOW;
use super::flows::Flows;
use crate::model::resource::{Address, Field, Kind, MFA_FLOW, Reference, Resource, marked};
use crate::model::shell::quoted;
use serde_json::{Value, json};

/// What happens to people who have no device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutDevice {
    /// They are refused.
    Deny,
    /// They are led through setting one up.
    Enrol,
}

impl WithoutDevice {
    /// The word on the command line and in names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Enrol => "enrol",
        }
    }
}

/// A wish for a second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequireMfa {
    /// What happens to people who have no device.
    pub without_device: WithoutDevice,
    /// How long a check lasts, as authentik writes times (`hours=8`); every login asks, if absent.
    pub lasts: Option<String>,
}

impl RequireMfa {
    /// The wish for which a flow of this slug was made. Whether it asks for consent too shows in the
    /// slug as well, and is not part of the wish.
    #[must_use]
    pub fn of_flow(slug: &str) -> Option<Self> {
        let rest = slug.strip_prefix(MFA_FLOW)?;
        let (word, rest) = rest.split_once('-').unwrap_or((rest, ""));
        let known = [WithoutDevice::Deny, WithoutDevice::Enrol];
        let without_device = known.into_iter().find(|known| known.word() == word)?;
        let time = rest.strip_prefix("consent").map_or(rest, |rest| rest.trim_start_matches('-'));
        let parts: Vec<&str> = time.split('-').filter(|part| !part.is_empty()).collect();
        let parts: Vec<String> = parts.chunks(2).map(|part| part.join("=")).collect();
        Some(Self { without_device, lasts: (!parts.is_empty()).then(|| parts.join(";")) })
    }

    /// The flags that ask for it.
    #[must_use]
    pub fn flags(&self) -> String {
        let word = match self.without_device {
            WithoutDevice::Deny => "--require-mfa".to_owned(),
            WithoutDevice::Enrol => format!("--require-mfa={}", self.without_device.word()),
        };
        match &self.lasts {
            Some(time) => format!("{word} --mfa-lasts {}", quoted(time)),
            None => word,
        }
    }
}

/// A second factor with everything that tells its flow from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    wish: RequireMfa,
    /// Whether people are asked for their consent too.
    asks_consent: bool,
}

/// The devices that count (authentik 2024.8 to 2026.8: `device_classes`). Codes by mail and by
/// message are left out: whoever reads somebody's mail has both factors.
const DEVICES: [&str; 3] = ["static", "totp", "webauthn"];

/// The same time in the largest unit in which it is a whole number, so that `minutes=480` and
/// `hours=8` share a flow. No time at all is none.
fn in_one_unit(time: &str) -> Option<String> {
    const UNITS: [(&str, u64); 5] =
        [("weeks", 604_800), ("days", 86_400), ("hours", 3600), ("minutes", 60), ("seconds", 1)];
    let seconds_of = |part: &str| {
        let (unit, number) = part.split_once('=')?;
        let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit)?;
        number.parse::<u64>().ok()?.checked_mul(*seconds)
    };
    let seconds: u64 = time.split(';').filter_map(seconds_of).fold(0, u64::saturating_add);
    let (unit, length) = UNITS.iter().find(|(_, length)| seconds > 0 && seconds.is_multiple_of(*length))?;
    Some(format!("{unit}={}", seconds / length))
}

impl SecondFactor {
    /// The flow replaces the one that the integration would have had, so it asks for consent where
    /// that one does.
    pub(super) fn of(mut wish: RequireMfa, instead_of: &Flows) -> Self {
        wish.lasts = wish.lasts.and_then(|time| in_one_unit(&time));
        Self { wish, asks_consent: instead_of.authorization != IMPLICIT_CONSENT_FLOW }
    }

    /// Where the flow stands.
    pub(super) fn flow(&self) -> Address {
        let consent = if self.asks_consent { "-consent" } else { "" };
        let lasts = self.wish.lasts.as_deref().map(|time| format!("-{}", time.replace(['=', ';'], "-")));
        let word = self.wish.without_device.word();
        Address::new(Kind::Flow, format!("{MFA_FLOW}{word}{consent}{}", lasts.unwrap_or_default()))
    }

    fn validation(&self) -> Address {
        let lasts = self.wish.lasts.as_deref().map(|time| format!(", {time}")).unwrap_or_default();
        let word = self.wish.without_device.word();
        Address::new(Kind::ValidateStage, marked(&format!("Second factor, {word}{lasts}")))
    }

    /// The objects that may be there already and can be asked for by name. The flow itself is among
    /// the facts.
    pub(super) fn objects(&self) -> Vec<Address> {
        let of_stage = |resource: Resource| (resource.address.kind != Kind::Flow).then_some(resource.address);
        let is_named = |address: &Address| address.kind != Kind::StageBinding;
        self.resources().into_iter().filter_map(of_stage).filter(is_named).collect()
    }

    /// The flow, its stages, and their places in it.
    pub(super) fn resources(&self) -> Vec<Resource> {
        let mut resources = Vec::new();
        let mut stages = Vec::new();
        let mut setup = Vec::new();
        if self.wish.without_device == WithoutDevice::Enrol {
            let stage = |kind, name: &str| named(Address::new(kind, marked(name)));
            let totp = stage(Kind::TotpStage, "Set up an authenticator app").with("digits", Field::text("6"));
            let webauthn = stage(Kind::WebAuthnStage, "Set up a security key");
            setup.extend([totp.address.clone(), webauthn.address.clone()].map(Reference::Planned));
            resources.extend([totp, webauthn]);
        }
        let action = match self.wish.without_device {
            WithoutDevice::Deny => "deny",
            WithoutDevice::Enrol => "configure",
        };
        let lasts = self.wish.lasts.as_deref().unwrap_or("seconds=0");
        stages.push(self.validation());
        resources.push(
            named(self.validation())
                .with("not_configured_action", Field::text(action))
                .with("device_classes", Field::Value(json!(DEVICES)))
                .with("last_auth_threshold", Field::text(lasts))
                .with("configuration_stages", Field::References(setup)),
        );
        if self.asks_consent {
            // As long as authentik's own stage does (authentik 2024.8 to 2026.8).
            let stage = named(Address::new(Kind::ConsentStage, marked("Consent")))
                .with("mode", Field::text("expiring"))
                .with("consent_expire_in", Field::text("weeks=4"));
            stages.push(stage.address.clone());
            resources.push(stage);
        }
        resources.push(self.flow_resource());
        resources.extend(stages.into_iter().enumerate().map(|(place, stage)| self.place(place, stage)));
        resources
    }

    fn flow_resource(&self) -> Resource {
        let address = self.flow();
        let slug = address.key.clone();
        let mut resource = Resource::new(address)
            .with("name", Field::text(marked("Second factor for one application")))
            .with("title", Field::text("Sign in with a second factor"))
            .with("slug", Field::text(slug))
            .with("designation", Field::text("authorization"))
            .with("authentication", Field::text("require_authenticated"));
        resource.notes.push("shared by all integrations that ask for the same second factor".to_owned());
        resource
    }

    fn place(&self, place: usize, stage: Address) -> Resource {
        let flow = self.flow();
        Resource::new(Address::new(Kind::StageBinding, format!("{}: {}", flow.key, stage.key)))
            .with("target", Field::Reference(Reference::Planned(flow)))
            .with("stage", Field::Reference(Reference::Planned(stage)))
            .with("order", Field::Value(json!(place * 10)))
            .with("evaluate_on_plan", Field::Value(Value::Bool(false)))
            .with("re_evaluate_policies", Field::Value(Value::Bool(true)))
    }
}

fn named(address: Address) -> Resource {
    let name = address.key.clone();
    Resource::new(address).with("name", Field::text(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(without_device: WithoutDevice, lasts: Option<&str>, authorization: &str) -> SecondFactor {
        let flows = Flows { authorization: authorization.to_owned(), ..Flows::default() };
        SecondFactor::of(RequireMfa { without_device, lasts: lasts.map(str::to_owned) }, &flows)
    }

    #[test]
    fn every_combination_has_a_flow_of_its_own() {
        let slug = |factor: SecondFactor| factor.flow().key;
        assert_eq!(slug(factor(WithoutDevice::Deny, None, IMPLICIT_CONSENT_FLOW)), "akctl-mfa-deny");
        assert_eq!(slug(factor(WithoutDevice::Deny, None, "any-other")), "akctl-mfa-deny-consent");
        for (lasts, end) in
            [("hours=8", "-hours-8"), ("minutes=480", "-hours-8"), ("hours=8;minutes=30", "-minutes-510")]
        {
            let lasting = factor(WithoutDevice::Enrol, Some(lasts), "any-other");
            assert_eq!(slug(lasting), format!("akctl-mfa-enrol-consent{end}"));
        }
        assert_eq!(slug(factor(WithoutDevice::Deny, Some("hours=0"), "any")), "akctl-mfa-deny-consent");
    }

    #[test]
    fn the_slug_of_a_flow_tells_the_wish_for_which_it_was_made() {
        for without_device in [WithoutDevice::Deny, WithoutDevice::Enrol] {
            for lasts in [None, Some("hours=8"), Some("hours=8;minutes=30")] {
                for authorization in [IMPLICIT_CONSENT_FLOW, "any-other"] {
                    let factor = factor(without_device, lasts, authorization);
                    assert_eq!(RequireMfa::of_flow(&factor.flow().key), Some(factor.wish));
                }
            }
        }
        assert_eq!(RequireMfa::of_flow("akctl-mfa-perhaps"), None);
        assert_eq!(RequireMfa::of_flow("default-authentication-flow"), None);
        let wish = RequireMfa { without_device: WithoutDevice::Enrol, lasts: Some("hours=8;minutes=30".to_owned()) };
        assert_eq!(wish.flags(), "--require-mfa=enrol --mfa-lasts 'hours=8;minutes=30'");
    }

    #[test]
    fn who_has_no_device_is_refused_or_led_to_one() {
        let stage = |factor: &SecondFactor| {
            let resources = factor.resources();
            resources.into_iter().find(|resource| resource.address.kind == Kind::ValidateStage).expect("a stage")
        };
        let refused = stage(&factor(WithoutDevice::Deny, None, "any"));
        assert_eq!(refused.fields["not_configured_action"], Field::text("deny"));
        assert_eq!(refused.fields["configuration_stages"], Field::References(Vec::new()));
        let led = stage(&factor(WithoutDevice::Enrol, None, "any"));
        assert_eq!(led.fields["not_configured_action"], Field::text("configure"));
        assert_eq!(led.fields["configuration_stages"].references().count(), 2);
    }
}
