//! Applications, who may open them, and the keys that sign for them.

use super::field::{Field, OnDelete, Shown};
use super::make::{choice, flag, int, many, one, python, shown, slug, text, web};
use super::{Collection, Family, Kind, Preset};
use crate::sandbox::version::{Played, Span};

const SINCE_2025_12: Span = Span::since(Played::V2025_12);
const SINCE_2026_8: Span = Span::since(Played::V2026_8);

const TAKEN_SLUG: &str = "Application with this slug already exists.";

const APPLICATION: &[Field] = &[
    shown("pk", Shown::Stored),
    shown("pbm_uuid", Shown::Stored).on(SINCE_2026_8),
    text("name").required(),
    slug("slug").at_most(50).unique(TAKEN_SLUG).on(Span::before(Played::V2025_12)),
    slug("slug").unique(TAKEN_SLUG).on(SINCE_2025_12),
    one("provider", Family::Provider, OnDelete::Clear).unique("Application with this provider already exists."),
    shown("provider_obj", Shown::ProviderObj),
    many("backchannel_providers", Family::Provider),
    shown("backchannel_providers_obj", Shown::BackchannelProvidersObj),
    shown("launch_url", Shown::LaunchUrl),
    flag("open_in_new_tab", false),
    web("meta_launch_url"),
    shown("meta_icon", Shown::Stored).on(Span::before(Played::V2025_12)),
    text("meta_icon").on(SINCE_2025_12),
    shown("meta_icon_url", Shown::Null).on(SINCE_2025_12),
    shown("meta_icon_themed_urls", Shown::Null).on(SINCE_2025_12),
    text("meta_description"),
    text("meta_publisher"),
    choice("policy_engine_mode", &["any", "all"]),
    text("group"),
    flag("meta_hide", false).on(SINCE_2026_8),
];

const BINDABLE: Field = Field { kind: Kind::One(Family::Bindable, OnDelete::Cascade), ..slug("target") };
const ORDER: Field = Field { required: true, preset: Preset::Null, ..int("order", 0) };

const BINDING: &[Field] = &[
    shown("pk", Shown::Stored),
    one("policy", Family::Policy, OnDelete::Cascade),
    one("group", Family::Group, OnDelete::Cascade),
    one("user", Family::User, OnDelete::Cascade),
    shown("policy_obj", Shown::PolicyObj),
    shown("group_obj", Shown::GroupObj),
    shown("user_obj", Shown::UserObj),
    BINDABLE,
    flag("negate", false),
    flag("enabled", true),
    ORDER,
    int("timeout", 30),
    flag("failure_result", false),
    shown("expires", Shown::Null).on(SINCE_2026_8),
    shown("expiring", Shown::Stored).on(SINCE_2026_8),
];

const POLICY: &[Field] = &[
    shown("pk", Shown::Stored),
    text("name").required().unique("policy with this name already exists."),
    flag("execution_logging", false),
    shown("component", Shown::Component),
    shown("verbose_name", Shown::VerboseName),
    shown("verbose_name_plural", Shown::VerboseNamePlural),
    shown("meta_model_name", Shown::Model),
    shown("bound_to", Shown::BoundTo),
    python("expression", "temp-policy"),
];

const CERTIFICATE: &[Field] = &[
    shown("pk", Shown::Stored),
    text("name").required().unique("Certificate-Key Pair with this name already exists."),
    shown("fingerprint_sha256", Shown::Detail("fingerprint_sha256")),
    shown("fingerprint_sha1", Shown::Detail("fingerprint_sha1")),
    shown("cert_expiry", Shown::Detail("cert_expiry")),
    shown("cert_subject", Shown::Detail("cert_subject")),
    shown("private_key_available", Shown::Stored),
    shown("private_key_type", Shown::Detail("key_type")).on(Span::before(Played::V2025_12)),
    shown("key_type", Shown::Detail("key_type")).on(SINCE_2025_12),
    shown("certificate_download_url", Shown::DownloadUrl("view_certificate")),
    shown("private_key_download_url", Shown::DownloadUrl("view_private_key")),
    shown("managed", Shown::Stored),
];

pub(super) const ALL: &[Collection] = &[
    Collection {
        path: "core/applications",
        family: Family::Application,
        model: "authentik_core.application",
        class: "Application",
        verbose: ["Application", "Applications"],
        component: "",
        key: "slug",
        numbered: false,
        creatable: true,
        fields: &[APPLICATION],
        filters: &["name", "slug", "group", "meta_launch_url", "meta_description", "meta_publisher"],
        search: &["name", "slug", "meta_launch_url", "meta_description", "meta_publisher", "group"],
        ordering: &["name"],
        together: &[],
    },
    Collection {
        path: "policies/bindings",
        family: Family::Binding,
        model: "authentik_policies.policybinding",
        class: "PolicyBinding",
        verbose: ["Policy Binding", "Policy Bindings"],
        component: "",
        key: "pk",
        numbered: false,
        creatable: true,
        fields: &[BINDING],
        filters: &["policy", "policy__isnull", "target", "target__in", "enabled", "order", "timeout"],
        search: &[],
        ordering: &["order", "pk"],
        together: &["policy", "target", "order"],
    },
    Collection {
        path: "policies/expression",
        family: Family::Policy,
        model: "authentik_policies_expression.expressionpolicy",
        class: "ExpressionPolicy",
        verbose: ["Expression Policy", "Expression Policies"],
        component: "ak-policy-expression-form",
        key: "pk",
        numbered: false,
        creatable: true,
        fields: &[POLICY],
        filters: &["name", "execution_logging", "expression"],
        search: &["name"],
        ordering: &["name"],
        together: &[],
    },
    Collection {
        path: "crypto/certificatekeypairs",
        family: Family::Certificate,
        model: "authentik_crypto.certificatekeypair",
        class: "CertificateKeyPair",
        verbose: ["Certificate-Key Pair", "Certificate-Key Pairs"],
        component: "",
        key: "pk",
        numbered: false,
        creatable: false,
        fields: &[CERTIFICATE],
        filters: &["name", "managed", "has_key", "key_type"],
        search: &["name"],
        ordering: &["name"],
        together: &[],
    },
];
