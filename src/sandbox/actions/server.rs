//! What the server says about itself.

use super::Handled;
use crate::sandbox::Sandbox;
use crate::sandbox::message::{Object, Reply};
use crate::sandbox::oidc::device;
use crate::sandbox::rights::Caller;
use crate::sandbox::version::{Played, Span};
use serde_json::{Value, json};

/// A document as data: key, the versions that have it, the value as JSON.
type Document = &'static [(&'static str, Span, &'static str)];

const BEFORE_2025_10: Span = Span::before(Played::V2025_10);
const SINCE_2025_10: Span = Span::since(Played::V2025_10);
const SINCE_2025_12: Span = Span::since(Played::V2025_12);
const SINCE_2026_8: Span = Span::since(Played::V2026_8);

const SETTINGS: Document = &[
    ("avatars", Span::ALL, "\"initials\""),
    ("base_url", SINCE_2026_8, "\"\""),
    ("default_user_change_name", Span::ALL, "true"),
    ("default_user_change_email", Span::ALL, "false"),
    ("default_user_change_username", Span::ALL, "false"),
    ("event_retention", Span::ALL, "\"days=365\""),
    ("reputation_lower_limit", SINCE_2025_10, "-5"),
    ("reputation_upper_limit", SINCE_2025_10, "5"),
    ("footer_links", Span::ALL, "[]"),
    ("gdpr_compliance", Span::ALL, "true"),
    ("impersonation", Span::ALL, "true"),
    ("impersonation_require_reason", Span::since(Played::V2024_12), "true"),
    ("default_token_duration", Span::ALL, "\"minutes=30\""),
    ("default_token_length", Span::ALL, "60"),
    ("pagination_default_page_size", SINCE_2025_12, "20"),
    ("pagination_max_page_size", SINCE_2025_12, "100"),
    ("flags", SINCE_2025_10, "{}"),
];

const OLD_FLAGS: &str = "{\"policies_buffered_access_view\": false, \"flows_refresh_others\": false}";

const BRAND: Document = &[
    ("matched_domain", Span::ALL, "\"authentik-default\""),
    ("branding_title", Span::ALL, "\"authentik\""),
    ("branding_logo", Span::ALL, "\"/static/dist/assets/icons/icon_left_brand.svg\""),
    ("branding_logo_themed_urls", SINCE_2025_12, "null"),
    ("branding_favicon", Span::ALL, "\"/static/dist/assets/icons/icon.png\""),
    ("branding_favicon_themed_urls", SINCE_2025_12, "null"),
    ("branding_custom_css", SINCE_2025_10, "\"\""),
    ("branding_map_tiles", SINCE_2026_8, "\"\""),
    ("ui_footer_links", Span::ALL, "[]"),
    ("ui_theme", Span::ALL, "\"automatic\""),
    ("flow_authentication", Span::ALL, "\"default-authentication-flow\""),
    ("flow_invalidation", Span::ALL, "\"default-invalidation-flow\""),
    ("flow_user_settings", Span::ALL, "\"default-user-settings-flow\""),
    ("default_locale", Span::ALL, "\"\""),
    ("flags", SINCE_2025_10.and(Span::before(Played::V2026_2)), OLD_FLAGS),
    (
        "flags",
        Span::since(Played::V2026_2).and(Span::before(Played::Grants)),
        "{\"policies_buffered_access_view\": false, \"flows_continuous_login\": false, \"flows_refresh_others\": false}",
    ),
    ("flags", Span::since(Played::Grants).and(Span::before(Played::Rc1)), OLD_FLAGS),
    ("flags", Span::since(Played::Rc1), "{\"flows_continuous_login\": false, \"flows_refresh_others\": false}"),
];

const CONFIG: Document = &[
    (
        "error_reporting",
        Span::ALL,
        "{\"enabled\": false, \"sentry_dsn\": \"\", \"environment\": \"customer\", \"send_pii\": false, \
         \"traces_sample_rate\": 0.1}",
    ),
    ("capabilities", Span::ALL, "[\"can_impersonate\"]"),
    ("cache_timeout", Span::ALL, "300"),
    ("cache_timeout_flows", Span::ALL, "300"),
    ("cache_timeout_policies", Span::ALL, "300"),
    ("cache_timeout_reputation", BEFORE_2025_10, "300"),
];

fn document(sandbox: &Sandbox, lines: Document) -> Value {
    let lines = lines.iter().filter(|(_, span, _)| span.has(sandbox.played()));
    let entries = lines.map(|(key, _, text)| ((*key).to_owned(), serde_json::from_str(text).unwrap_or_default()));
    Value::Object(entries.collect::<Object>())
}

/// `admin/version/`: every user may read it.
#[must_use]
pub fn version(sandbox: &Sandbox) -> Reply {
    let version = sandbox.version().reported();
    Reply::json(
        200,
        &json!({
            "version_current": version,
            "version_latest": version,
            "version_latest_valid": true,
            "build_hash": "",
            "outdated": false,
            "outpost_outdated": false,
        }),
    )
}

/// `admin/settings/`
pub fn settings(sandbox: &Sandbox, caller: &Caller) -> Handled {
    caller.must("authentik_rbac.view_system_settings")?;
    Ok(Reply::json(200, &document(sandbox, SETTINGS)))
}

/// `core/brands/current/`, without signing in.
#[must_use]
pub fn brand(sandbox: &Sandbox) -> Reply {
    let mut brand = document(sandbox, BRAND);
    if let Some(slug) = device::flow_slug(sandbox) {
        brand["flow_device_code"] = json!(slug);
    }
    Reply::json(200, &brand)
}

/// `root/config/`, without signing in.
#[must_use]
pub fn config(sandbox: &Sandbox) -> Reply {
    Reply::json(200, &document(sandbox, CONFIG))
}
