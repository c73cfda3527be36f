//! The fields of stages, beside those that all have.

use super::super::field::{Field, OnDelete};
use super::super::make::{choice, choices, duration, flag, int, many, number, one, shown, text};
use super::super::{Family, Preset, Shown};
use crate::sandbox::version::{Played, Span};

const SINCE_RC1: Span = Span::since(Played::Rc1);
const SINCE_2026_8: Span = Span::since(Played::V2026_8);

const OLD_CLASSES: &[&str] = &["static", "totp", "webauthn", "duo", "sms"];
const CLASSES: &[&str] = &["static", "totp", "webauthn", "duo", "sms", "email"];
const HINTS: &[&str] = &["security-key", "client-device", "hybrid"];
const VERIFICATION: &[&str] = &["preferred", "required", "discouraged"];

/// A check of a second factor.
pub(super) const VALIDATE: &[Field] = &[
    choice("not_configured_action", &["skip", "deny", "configure"]),
    choices("device_classes", OLD_CLASSES, Preset::Words(OLD_CLASSES)).on(Span::before(Played::V2025_10)),
    choices("device_classes", CLASSES, Preset::Words(CLASSES)).on(Span::since(Played::V2025_10)),
    many("configuration_stages", Family::Stage),
    duration("last_auth_threshold", "seconds=0"),
    choice("webauthn_user_verification", VERIFICATION),
    choices("webauthn_hints", HINTS, Preset::List).on(SINCE_RC1),
    many("webauthn_allowed_device_types", Family::Absent),
    shown("webauthn_allowed_device_types_obj", Shown::Empty),
    number("email_otp_throttling_factor", 1).on(SINCE_2026_8),
    number("sms_otp_throttling_factor", 1).on(SINCE_2026_8),
    number("totp_otp_throttling_factor", 1).on(SINCE_2026_8),
    number("static_otp_throttling_factor", 1).on(SINCE_2026_8),
];

/// A question whether an application may know who one is.
pub(super) const CONSENT: &[Field] =
    &[choice("mode", &["always_require", "permanent", "expiring"]), duration("consent_expire_in", "weeks=4")];

const OLD_FRIENDLY_NAME: Field = Field { preset: Preset::Null, ..text("friendly_name").or_null().filled() };

/// What all set-up stages of authenticators have.
pub(super) const SETUP: &[Field] = &[
    one("configure_flow", Family::Flow, OnDelete::Clear),
    OLD_FRIENDLY_NAME.on(Span::before(Played::V2025_10)),
    text("friendly_name").on(Span::since(Played::V2025_10)),
];

/// How long a code is.
pub(super) const DIGITS: Field = Field { required: true, ..choice("digits", &["6", "8"]) };

/// Setting up a key.
pub(super) const WEBAUTHN: &[Field] = &[
    choice("user_verification", VERIFICATION),
    Field {
        nullable: true,
        preset: Preset::Null,
        ..choice("authenticator_attachment", &["platform", "cross-platform"])
    },
    choice("resident_key_requirement", VERIFICATION),
    choices("hints", HINTS, Preset::List).on(SINCE_RC1),
    many("device_type_restrictions", Family::Absent),
    shown("device_type_restrictions_obj", Shown::Empty),
    flag("prevent_duplicate_devices", true).on(SINCE_RC1.and(Span::before(Played::V2026_8))),
    int("max_attempts", 0).on(Span::since(Played::V2025_10)),
];

/// Setting up codes on paper.
pub(super) const STATIC: &[Field] = &[int("token_count", 6), int("token_length", 12)];
