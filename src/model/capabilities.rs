//! What each version of authentik knows, in one table.
//!
//! Sources: authentik's own API schemas of 2024.8.6 to 2026.8.5 and exchanges recorded on
//! 2024.8.6, 2024.12.5, 2025.10.3, 2025.12.4, 2026.2.2 and two pre-releases of 2026.5.

use crate::error::Failure;
use crate::model::Version;

/// The newest release line whose habits are in the table.
const NEWEST: (u16, u16) = (2026, 8);

/// Whether a server knows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knows {
    /// It does not.
    No,
    /// It does.
    Yes,
    /// Its version does not tell: look at an object of this kind that it has returned.
    Look,
}

/// Where an application's icon is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// The field `meta_icon` of the application (authentik 2025.12 and later).
    Field,
    /// `POST core/applications/{slug}/set_icon_url/` with `{"url": "..."}` (up to 2025.10, where
    /// `meta_icon` is for reading only).
    Call,
}

/// What a server of one version can do, and how it wants to be spoken to. Fields that a server
/// does not know are dropped by it without a word, so a wrong guess shows only on reading back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // A table of independent facts.
pub struct Capabilities {
    /// The version that this is about.
    pub version: Version,
    /// Newer than any version in the table: taken for the newest.
    pub newer_than_known: bool,
    /// The transactional call makes the bindings that it is sent (2024.12). Before, it answers 200
    /// and makes none: the application is open to everyone.
    pub transactional_bindings: bool,
    /// The transactional call obeys the rights of users who are not superusers. 2024.8 refuses
    /// them, 2024.12 does not; 2024.10 was not tried and counts as refusing.
    pub transactional_by_rights: bool,
    /// OAuth, SAML, proxy and LDAP providers need an `invalidation_flow` (2024.10); unknown before.
    pub invalidation_flow: bool,
    /// OAuth providers have an `encryption_key` (2024.10).
    pub encryption_key: bool,
    /// OAuth providers have `jwt_federation_sources` and `_providers` (2024.12); `jwks_sources` before.
    pub jwt_federation: bool,
    /// authentik's own `email` mapping says `email_verified: true`: up to 2025.8. From 2025.10 on
    /// it says false.
    pub email_verified_by_default: bool,
    /// OAuth providers have `logout_uri` and `logout_method` (2025.10).
    pub logout_uri: bool,
    /// OAuth providers have a `refresh_token_threshold` (2025.10).
    pub refresh_token_threshold: bool,
    /// SAML providers have `sls_url`, `sls_binding` and `logout_method` (2025.10).
    pub saml_logout: bool,
    /// A certificate list with details is fast (2025.12). Before, it costs about 230 ms for every
    /// key: list with `include_details=false`, which leaves key type and expiry null.
    pub certificate_list_is_fast: bool,
    /// The certificate list knows `include_details` (up to 2025.12).
    pub certificate_details_optional: bool,
    /// The certificate list can be filtered by `key_type` (2025.12).
    pub key_type_filter: bool,
    /// The name of a certificate's kind of key: `private_key_type` up to 2025.10, then `key_type`.
    pub key_type_field: &'static str,
    /// Groups have several `parents` (2025.12); before, one `parent`.
    pub group_parents: bool,
    /// Users have `roles` of their own, and rights are given through roles alone (2025.12). A group
    /// that has the role works on every version.
    pub permissions_only_through_roles: bool,
    /// How an application's icon is written.
    pub icon: Icon,
    /// SCIM providers have `group_filters` (2026.2); before, one `filter_group`.
    pub scim_group_filters: bool,
    /// How many objects a page holds at most, unless the server's settings say otherwise; it cuts
    /// without a word (2026.2).
    pub page_size_cap: Option<u32>,
    /// OAuth providers have `grant_types`, which must be sent: the default is none (2026.5). One
    /// pre-release of 2026.5 drops the field; sending it there does no harm.
    pub grant_types: bool,
    /// Redirect entries have a `redirect_uri_type` (2026.5). It must not be sent to a server that
    /// drops it: a logout address would become an ordinary one. Two pre-releases of 2026.5 differ
    /// and call themselves the same, so there an entry that the server returns must tell.
    pub redirect_uri_type: Knows,
    /// SAML providers have a `default_name_id_policy` (2025.8).
    pub saml_name_id_policy: bool,
    /// How long the address for SAML answers may be: 200 characters up to 2025.2.
    pub saml_longest_acs: Option<usize>,
    /// The compatibility modes of SCIM providers that the server knows (2025.4; more came later).
    pub scim_modes: &'static [&'static str],
    /// There is a scope mapping for `entitlements` (2024.12).
    pub entitlements: bool,
    /// SCIM providers have `verify_certificates` (2024.10).
    pub scim_verify_certificates: bool,
    /// The names under which SAML providers take their issuer: `issuer` before 2026.5,
    /// `issuer_override` from 2026.8 on. The released 2026.5 was not seen: it is told both, because a
    /// name that a server does not know is dropped without a word.
    pub saml_issuer: &'static [&'static str],
    /// Applications have `meta_hide` (2026.8).
    pub meta_hide: bool,
}

impl Capabilities {
    /// What a server of this version knows; refuses the versions that take redirect addresses as
    /// one text.
    pub fn of(version: &Version) -> Result<Self, UnsupportedVersion> {
        if !is_supported(version) {
            return Err(UnsupportedVersion(version.clone()));
        }
        let since = |year, month| version.at_least(year, month);
        let pre_release_of_2026_5 = (version.year, version.month) == (2026, 5) && !version.pre_release.is_empty();
        Ok(Self {
            version: version.clone(),
            newer_than_known: (version.year, version.month) > NEWEST,
            transactional_bindings: since(2024, 12),
            transactional_by_rights: since(2024, 12),
            invalidation_flow: since(2024, 10),
            encryption_key: since(2024, 10),
            jwt_federation: since(2024, 12),
            email_verified_by_default: !since(2025, 10),
            logout_uri: since(2025, 10),
            refresh_token_threshold: since(2025, 10),
            saml_logout: since(2025, 10),
            certificate_list_is_fast: since(2025, 12),
            certificate_details_optional: !since(2026, 2),
            key_type_filter: since(2025, 12),
            key_type_field: if since(2025, 12) { "key_type" } else { "private_key_type" },
            group_parents: since(2025, 12),
            permissions_only_through_roles: since(2025, 12),
            icon: if since(2025, 12) { Icon::Field } else { Icon::Call },
            scim_group_filters: since(2026, 2),
            page_size_cap: since(2026, 2).then_some(100),
            grant_types: since(2026, 5),
            redirect_uri_type: match (since(2026, 5), pre_release_of_2026_5) {
                (false, _) => Knows::No,
                (true, false) => Knows::Yes,
                (true, true) => Knows::Look,
            },
            saml_name_id_policy: since(2025, 8),
            saml_longest_acs: (!since(2025, 4)).then_some(200),
            scim_modes: match () {
                () if since(2026, 8) => &["default", "aws", "slack", "sfdc", "webex", "gitlab", "vcenter"],
                () if since(2026, 5) => &["default", "aws", "slack", "sfdc", "webex"],
                () if since(2025, 10) => &["default", "aws", "slack", "sfdc"],
                () if since(2025, 4) => &["default", "aws", "slack"],
                () => &["default"],
            },
            entitlements: since(2024, 12),
            scim_verify_certificates: since(2024, 10),
            saml_issuer: match (since(2026, 5) && !pre_release_of_2026_5, since(2026, 8)) {
                (false, _) => &["issuer"],
                (true, false) => &["issuer", "issuer_override"],
                (true, true) => &["issuer_override"],
            },
            meta_hide: since(2026, 8),
        })
    }
}

/// 2024.8.0 to .5 and 2024.10.0 to .4 take redirect addresses as one text of expressions.
fn is_supported(version: &Version) -> bool {
    let oldest_of_the_line = |patch| (version.year, version.month) != (2024, 10) || patch >= 5;
    (version.year, version.month, version.patch) >= (2024, 8, 6) && oldest_of_the_line(version.patch)
}

/// An authentik too old for akctl.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("authentik {0} is too old: akctl works with 2024.8.6, with 2024.10.5 and with everything later")]
pub struct UnsupportedVersion(pub Version);

impl From<UnsupportedVersion> for Failure {
    fn from(error: UnsupportedVersion) -> Self {
        Self::failed(error.to_string()).hint("update authentik at least to the last patch of its release line")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(version: &str) -> Capabilities {
        Capabilities::of(&version.parse().expect("a version")).expect("supported")
    }

    /// The first version that has each, and one that has it not.
    #[test]
    fn each_fact_begins_with_its_version() {
        type Fact = (&'static str, fn(&Capabilities) -> bool, &'static str, &'static str);
        let table: [Fact; 23] = [
            ("transactional bindings", |c| c.transactional_bindings, "2024.10.5", "2024.12.0"),
            ("transactional by rights", |c| c.transactional_by_rights, "2024.10.5", "2024.12.0"),
            ("invalidation flow", |c| c.invalidation_flow, "2024.8.6", "2024.10.5"),
            ("encryption key", |c| c.encryption_key, "2024.8.6", "2024.10.5"),
            ("jwt federation", |c| c.jwt_federation, "2024.10.5", "2024.12.0"),
            ("SCIM compatibility", |c| c.scim_modes.len() > 1, "2025.2.4", "2025.4.0"),
            ("e-mail not verified", |c| !c.email_verified_by_default, "2025.8.6", "2025.10.0"),
            ("logout", |c| c.logout_uri, "2025.8.6", "2025.10.0"),
            ("renewal", |c| c.refresh_token_threshold, "2025.8.6", "2025.10.0"),
            ("SAML logout", |c| c.saml_logout, "2025.8.6", "2025.10.0"),
            ("fast certificates", |c| c.certificate_list_is_fast, "2025.10.3", "2025.12.0"),
            ("details always", |c| !c.certificate_details_optional, "2025.12.4", "2026.2.0"),
            ("key type filter", |c| c.key_type_filter, "2025.10.3", "2025.12.0"),
            ("key type", |c| c.key_type_field == "key_type", "2025.10.3", "2025.12.0"),
            ("parents", |c| c.group_parents, "2025.10.3", "2025.12.0"),
            ("roles", |c| c.permissions_only_through_roles, "2025.10.3", "2025.12.0"),
            ("icon", |c| c.icon == Icon::Field, "2025.10.3", "2025.12.0"),
            ("SCIM filters", |c| c.scim_group_filters && c.page_size_cap == Some(100), "2025.12.4", "2026.2.0"),
            ("grant types", |c| c.grant_types, "2026.2.2", "2026.5.0-rc1"),
            ("NameID policy", |c| c.saml_name_id_policy, "2025.6.4", "2025.8.0"),
            ("SCIM certificates", |c| c.scim_verify_certificates, "2024.8.6", "2024.10.5"),
            ("issuer override", |c| c.saml_issuer == ["issuer_override"], "2026.5.1", "2026.8.0"),
            ("hiding", |c| c.meta_hide, "2026.5.1", "2026.8.0"),
        ];
        for (name, has, without, with) in table {
            assert!(!has(&of(without)), "{name} on {without}");
            assert!(has(&of(with)), "{name} on {with}");
        }
    }

    #[test]
    fn a_pre_release_of_2026_5_must_be_looked_at() {
        assert_eq!(of("2026.2.2").redirect_uri_type, Knows::No);
        assert_eq!(of("2026.5.0-rc1").redirect_uri_type, Knows::Look);
        assert_eq!(of("2026.5.0").redirect_uri_type, Knows::Yes);
        assert_eq!(of("2026.8.0-rc1").redirect_uri_type, Knows::Yes);
    }

    #[test]
    fn refuses_old_versions_by_name_and_takes_new_ones() {
        for text in ["2024.8.5", "2024.6.9", "2023.10.7", "2024.10.0", "2024.10.4"] {
            let version: Version = text.parse().expect("a version");
            let error = Capabilities::of(&version).expect_err("too old").to_string();
            for part in [text, "2024.8.6", "2024.10.5"] {
                assert!(error.contains(part), "{error}");
            }
        }
        assert!(!of("2024.8.6").newer_than_known);
        assert!(!of("2026.8.5").newer_than_known);
        let newer = Capabilities { version: Version::new(2026, 8, 5), newer_than_known: false, ..of("2027.2.0") };
        assert!(of("2027.2.0").newer_than_known);
        assert_eq!(newer, of("2026.8.5"));
    }
}
