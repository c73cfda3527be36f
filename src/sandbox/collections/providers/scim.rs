//! The fields of SCIM providers.

use super::super::Family;
use super::super::field::{Field, OnDelete, Shown};
use super::super::make::{choice, duration, flag, int, many, map, one, shown, text};
use crate::sandbox::version::{Played, Span};

const SINCE_2024_12: Span = Span::since(Played::V2024_12);
const SINCE_2025_10: Span = Span::since(Played::V2025_10);
const SINCE_2025_12: Span = Span::since(Played::V2025_12);
const BEFORE_2026_8: Span = Span::before(Played::V2026_8);
const SINCE_2026_8: Span = Span::since(Played::V2026_8);

/// What a SCIM provider has beside what all providers have.
pub(super) const FIELDS: &[Field] = &[
    many("property_mappings_group", Family::Mapping),
    shown("assigned_backchannel_application_slug", Shown::OfBackchannelApplication("slug")).on(SINCE_2025_12),
    shown("assigned_backchannel_application_name", Shown::OfBackchannelApplication("name")).on(SINCE_2025_12),
    text("url").required(),
    flag("verify_certificates", true).on(SINCE_2024_12),
    text("token").required().on(Span::before(Played::V2025_10)),
    // 2026.8 takes it and never shows it again.
    text("token").on(SINCE_2025_10.and(BEFORE_2026_8)),
    choice("auth_mode", &["token", "oauth"]).on(SINCE_2025_10.and(BEFORE_2026_8)),
    choice("auth_mode", &["token", "oauth", "oauth_interactive"]).on(SINCE_2026_8),
    one("auth_oauth", Family::Absent, OnDelete::Clear).on(SINCE_2025_10),
    map("auth_oauth_params").on(SINCE_2025_10),
    choice("compatibility_mode", &["default", "aws", "slack", "sfdc"]).on(SINCE_2025_10.and(Span::before(Played::Rc1))),
    choice("compatibility_mode", &["default", "aws", "slack", "sfdc", "webex"])
        .on(Span::since(Played::Rc1).and(BEFORE_2026_8)),
    choice("compatibility_mode", &["default", "aws", "slack", "sfdc", "webex", "gitlab", "vcenter"]).on(SINCE_2026_8),
    duration("service_provider_config_cache_timeout", "hours=1").on(SINCE_2025_12),
    flag("exclude_users_service_account", false),
    one("filter_group", Family::Group, OnDelete::Clear).on(Span::before(Played::V2026_2)),
    many("group_filters", Family::Group).on(Span::since(Played::V2026_2)),
    int("sync_page_size", 100).on(SINCE_2025_12),
    duration("sync_page_timeout", "minutes=30").on(SINCE_2025_12),
    flag("dry_run", false).on(SINCE_2025_10),
    flag("discovery_enabled", true).on(SINCE_2026_8),
    shown("auth_oauth_token_last_updated", Shown::Null).on(SINCE_2026_8),
    shown("auth_oauth_token_expires", Shown::Null).on(SINCE_2026_8),
    shown("auth_oauth_url_callback", Shown::Null).on(SINCE_2026_8),
    shown("auth_oauth_url_start", Shown::Null).on(SINCE_2026_8),
];
