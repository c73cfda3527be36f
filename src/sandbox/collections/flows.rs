//! Flows, stages, and the bindings between them.

use super::field::{Field, OnDelete, Shown};
use super::make::{choice, choices, duration, flag, int, many, number, one, one_required, shown, slug, text, text_or};
use super::{Collection, Family, Kind, Preset};
use crate::sandbox::version::{Played, Span};

const SINCE_2025_12: Span = Span::since(Played::V2025_12);
const SINCE_RC1: Span = Span::since(Played::Rc1);
const SINCE_2026_8: Span = Span::since(Played::V2026_8);

const BACKGROUND: &str = "/static/dist/assets/images/flow_background.jpg";

const DESIGNATIONS: &[&str] = &[
    "authentication",
    "authorization",
    "invalidation",
    "enrollment",
    "unenrollment",
    "recovery",
    "stage_configuration",
];
const LAYOUTS: &[&str] = &["stacked", "content_left", "content_right", "sidebar_left", "sidebar_right"];
const FRAMED_LAYOUTS: &[&str] = &[
    "stacked",
    "content_left",
    "content_right",
    "sidebar_left",
    "sidebar_right",
    "sidebar_left_frame_background",
    "sidebar_right_frame_background",
];
/// Who may enter a flow; each list is known since the version beside it.
const OLD_REQUIREMENTS: &[&str] =
    &["none", "require_authenticated", "require_unauthenticated", "require_superuser", "require_outpost"];
const REQUIREMENTS: &[&str] = &[
    "none",
    "require_authenticated",
    "require_unauthenticated",
    "require_superuser",
    "require_outpost",
    "require_redirect",
];
const NEW_REQUIREMENTS: &[&str] = &[
    "none",
    "require_authenticated",
    "require_unauthenticated",
    "require_superuser",
    "require_outpost",
    "require_redirect",
    "require_token",
];

const DESIGNATION: Field = Field { required: true, ..choice("designation", DESIGNATIONS) };

const TAKEN_SLUG: &str = "Flow with this slug already exists.";

const FLOW: &[Field] = &[
    shown("pk", Shown::Stored),
    shown("policybindingmodel_ptr_id", Shown::Stored),
    text("name").required(),
    slug("slug").at_most(50).unique(TAKEN_SLUG).on(Span::before(Played::V2025_12)),
    slug("slug").unique(TAKEN_SLUG).on(SINCE_2025_12),
    text("title").required(),
    DESIGNATION,
    shown("background", Shown::Fixed(BACKGROUND)),
    shown("background_url", Shown::Fixed(BACKGROUND)).on(SINCE_2025_12),
    shown("background_themed_urls", Shown::Null).on(SINCE_2025_12),
    shown("stages", Shown::FlowStages),
    shown("policies", Shown::FlowPolicies),
    shown("cache_count", Shown::Stored),
    choice("policy_engine_mode", &["any", "all"]),
    flag("compatibility_mode", false),
    shown("export_url", Shown::ExportUrl),
    choice("layout", LAYOUTS).on(Span::before(Played::V2026_2)),
    choice("layout", FRAMED_LAYOUTS).on(Span::since(Played::V2026_2)),
    choice("denied_action", &["message_continue", "message", "continue"]),
    choice("authentication", OLD_REQUIREMENTS).on(Span::before(Played::V2024_12)),
    choice("authentication", REQUIREMENTS).on(Span::since(Played::V2024_12).and(Span::before(Played::V2026_8))),
    choice("authentication", NEW_REQUIREMENTS).on(SINCE_2026_8),
];

const STAGE: &[Field] = &[
    shown("pk", Shown::Stored),
    text("name").required().unique("stage with this name already exists."),
    shown("component", Shown::Component),
    shown("verbose_name", Shown::VerboseName),
    shown("verbose_name_plural", Shown::VerboseNamePlural),
    shown("meta_model_name", Shown::Model),
    shown("flow_set", Shown::FlowSet),
];

const ORDER: Field = Field { required: true, preset: Preset::Null, ..int("order", 0) };

const STAGE_BINDING: &[Field] = &[
    shown("pk", Shown::Stored),
    shown("policybindingmodel_ptr_id", Shown::Stored),
    one_required("target", Family::Flow),
    one_required("stage", Family::Stage),
    shown("stage_obj", Shown::StageObj),
    flag("evaluate_on_plan", false),
    flag("re_evaluate_policies", true),
    ORDER,
    choice("policy_engine_mode", &["any", "all"]),
    choice("invalid_response_action", &["retry", "restart", "restart_with_context"]),
];

const OLD_CLASSES: &[&str] = &["static", "totp", "webauthn", "duo", "sms"];
const CLASSES: &[&str] = &["static", "totp", "webauthn", "duo", "sms", "email"];
const HINTS: &[&str] = &["security-key", "client-device", "hybrid"];
const VERIFICATION: &[&str] = &["preferred", "required", "discouraged"];

const VALIDATE: &[Field] = &[
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

const CONSENT: &[Field] =
    &[choice("mode", &["always_require", "permanent", "expiring"]), duration("consent_expire_in", "weeks=4")];

const OLD_FRIENDLY_NAME: Field = Field { preset: Preset::Null, ..text("friendly_name").or_null().filled() };

const SETUP: &[Field] = &[
    one("configure_flow", Family::Flow, OnDelete::Clear),
    OLD_FRIENDLY_NAME.on(Span::before(Played::V2025_10)),
    text("friendly_name").on(Span::since(Played::V2025_10)),
];

const DIGITS: Field = Field { required: true, ..choice("digits", &["6", "8"]) };

const WEBAUTHN: &[Field] = &[
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

const STATIC: &[Field] = &[int("token_count", 6), int("token_length", 12)];

/// Stages that only exist so that the default flows are made of something.
const PLAIN: &[Field] = &[Field { kind: Kind::Text, ..text_or("plain", "") }];

const BASE: Collection = Collection {
    path: "",
    family: Family::Stage,
    model: "",
    class: "",
    verbose: ["", ""],
    component: "",
    key: "pk",
    numbered: false,
    creatable: true,
    fields: &[],
    filters: &["name"],
    search: &["name"],
    ordering: &["name"],
    together: &[],
};

pub(super) const ALL: &[Collection] = &[
    Collection {
        path: "flows/instances",
        family: Family::Flow,
        model: "authentik_flows.flow",
        class: "Flow",
        verbose: ["Flow", "Flows"],
        key: "slug",
        fields: &[FLOW],
        filters: &["flow_uuid", "name", "slug", "designation", "denied_action"],
        search: &["name", "slug", "designation", "title"],
        ordering: &["slug", "name"],
        ..BASE
    },
    Collection {
        path: "flows/bindings",
        family: Family::StageBinding,
        model: "authentik_flows.flowstagebinding",
        class: "FlowStageBinding",
        verbose: ["Flow Stage Binding", "Flow Stage Bindings"],
        fields: &[STAGE_BINDING],
        filters: &["target", "stage", "order", "policy_engine_mode", "evaluate_on_plan", "re_evaluate_policies"],
        search: &[],
        ordering: &["order"],
        together: &["target", "stage", "order"],
        ..BASE
    },
    Collection {
        path: "stages/authenticator/validate",
        model: "authentik_stages_authenticator_validate.authenticatorvalidatestage",
        class: "AuthenticatorValidateStage",
        verbose: ["Authenticator Validation Stage", "Authenticator Validation Stages"],
        component: "ak-stage-authenticator-validate-form",
        fields: &[STAGE, VALIDATE],
        filters: &["name", "not_configured_action", "configuration_stages"],
        ..BASE
    },
    Collection {
        path: "stages/consent",
        model: "authentik_stages_consent.consentstage",
        class: "ConsentStage",
        verbose: ["Consent Stage", "Consent Stages"],
        component: "ak-stage-consent-form",
        fields: &[STAGE, CONSENT],
        filters: &["name", "mode", "consent_expire_in"],
        ..BASE
    },
    Collection {
        path: "stages/authenticator/totp",
        model: "authentik_stages_authenticator_totp.authenticatortotpstage",
        class: "AuthenticatorTOTPStage",
        verbose: ["TOTP Authenticator Setup Stage", "TOTP Authenticator Setup Stages"],
        component: "ak-stage-authenticator-totp-form",
        fields: &[STAGE, SETUP, &[DIGITS]],
        ..BASE
    },
    Collection {
        path: "stages/authenticator/webauthn",
        model: "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage",
        class: "AuthenticatorWebAuthnStage",
        verbose: ["WebAuthn Authenticator Setup Stage", "WebAuthn Authenticator Setup Stages"],
        component: "ak-stage-authenticator-webauthn-form",
        fields: &[STAGE, SETUP, WEBAUTHN],
        ..BASE
    },
    Collection {
        path: "stages/authenticator/static",
        model: "authentik_stages_authenticator_static.authenticatorstaticstage",
        class: "AuthenticatorStaticStage",
        verbose: ["Static Authenticator Setup Stage", "Static Authenticator Setup Stages"],
        component: "ak-stage-authenticator-static-form",
        fields: &[STAGE, SETUP, STATIC],
        ..BASE
    },
    // No path of the API leads here: the other stages of the default flows, by name only.
    Collection {
        path: "(other stages)",
        model: "authentik_flows.stage",
        class: "Stage",
        verbose: ["stage", "stages"],
        creatable: false,
        fields: &[STAGE, PLAIN],
        ..BASE
    },
];
