//! Flows, stages, and the bindings between them.

mod stages;

use super::field::{Field, Shown};
use super::make::{choice, flag, int, one_required, shown, slug, text, text_or};
use super::{Collection, Family, Kind, Preset};
use crate::sandbox::version::{Played, Span};

const SINCE_2025_12: Span = Span::since(Played::V2025_12);
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
        fields: &[STAGE, stages::VALIDATE],
        filters: &["name", "not_configured_action", "configuration_stages"],
        ..BASE
    },
    Collection {
        path: "stages/consent",
        model: "authentik_stages_consent.consentstage",
        class: "ConsentStage",
        verbose: ["Consent Stage", "Consent Stages"],
        component: "ak-stage-consent-form",
        fields: &[STAGE, stages::CONSENT],
        filters: &["name", "mode", "consent_expire_in"],
        ..BASE
    },
    Collection {
        path: "stages/authenticator/totp",
        model: "authentik_stages_authenticator_totp.authenticatortotpstage",
        class: "AuthenticatorTOTPStage",
        verbose: ["TOTP Authenticator Setup Stage", "TOTP Authenticator Setup Stages"],
        component: "ak-stage-authenticator-totp-form",
        fields: &[STAGE, stages::SETUP, &[stages::DIGITS]],
        ..BASE
    },
    Collection {
        path: "stages/authenticator/webauthn",
        model: "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage",
        class: "AuthenticatorWebAuthnStage",
        verbose: ["WebAuthn Authenticator Setup Stage", "WebAuthn Authenticator Setup Stages"],
        component: "ak-stage-authenticator-webauthn-form",
        fields: &[STAGE, stages::SETUP, stages::WEBAUTHN],
        ..BASE
    },
    Collection {
        path: "stages/authenticator/static",
        model: "authentik_stages_authenticator_static.authenticatorstaticstage",
        class: "AuthenticatorStaticStage",
        verbose: ["Static Authenticator Setup Stage", "Static Authenticator Setup Stages"],
        component: "ak-stage-authenticator-static-form",
        fields: &[STAGE, stages::SETUP, stages::STATIC],
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
