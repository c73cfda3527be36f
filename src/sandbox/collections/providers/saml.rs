//! The fields of SAML providers.

use super::super::Family;
use super::super::field::{Field, OnDelete, Shown};
use super::super::make::{choice, duration, flag, one, shown, text, text_or, web};
use crate::sandbox::version::{Played, Span};

const SINCE_2025_10: Span = Span::since(Played::V2025_10);
const SINCE_2026_8: Span = Span::since(Played::V2026_8);

const DIGESTS: &[&str] = &[
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2000/09/xmldsig#sha1",
    "http://www.w3.org/2001/04/xmldsig-more#sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512",
];

const SIGNATURES: &[&str] = &[
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
    "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
];

const NAME_ID_POLICIES: &[&str] = &[
    "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:WindowsDomainQualifiedName",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
];

/// What a SAML provider has beside what all have that people sign in through.
pub(super) const FIELDS: &[Field] = &[
    web("acs_url").required().at_most(200).on(Span::before(Played::V2025_10)),
    web("acs_url").required().on(SINCE_2025_10),
    web("sls_url").on(SINCE_2025_10),
    text("audience"),
    text_or("issuer", "authentik").filled().on(Span::before(Played::V2026_8)),
    text("issuer_override").on(SINCE_2026_8),
    duration("assertion_valid_not_before", "minutes=-5"),
    duration("assertion_valid_not_on_or_after", "minutes=5"),
    duration("session_valid_not_on_or_after", "minutes=86400"),
    one("name_id_mapping", Family::Mapping, OnDelete::Clear),
    one("authn_context_class_ref_mapping", Family::Mapping, OnDelete::Clear).on(SINCE_2025_10),
    choice("digest_algorithm", DIGESTS),
    choice("signature_algorithm", SIGNATURES),
    one("signing_kp", Family::Certificate, OnDelete::Clear),
    one("verification_kp", Family::Certificate, OnDelete::Clear),
    one("encryption_kp", Family::Certificate, OnDelete::Clear),
    flag("sign_assertion", true),
    flag("sign_response", false),
    flag("sign_logout_request", false).on(SINCE_2025_10),
    flag("sign_logout_response", false).on(Span::since(Played::Grants)),
    choice("sp_binding", &["redirect", "post"]),
    choice("sls_binding", &["redirect", "post"]).on(SINCE_2025_10),
    choice("logout_method", &["frontchannel_iframe", "frontchannel_native", "backchannel"]).on(SINCE_2025_10),
    text("default_relay_state"),
    choice("default_name_id_policy", NAME_ID_POLICIES).on(SINCE_2025_10),
    shown("url_download_metadata", Shown::SamlMetadataUrl),
    shown("url_sso_post", Shown::SamlUrl("sso/binding/post/")),
    shown("url_sso_redirect", Shown::SamlUrl("sso/binding/redirect/")),
    shown("url_sso_init", Shown::SamlUrl("sso/binding/init/")),
    shown("url_slo_post", Shown::SamlUrl("slo/binding/post/")),
    shown("url_slo_redirect", Shown::SamlUrl("slo/binding/redirect/")),
    shown("url_issuer", Shown::SamlIssuer).on(SINCE_2026_8),
    shown("url_unified", Shown::SamlUrl("")).on(SINCE_2026_8),
    shown("url_unified_init", Shown::SamlUrl("init/")).on(SINCE_2026_8),
];
