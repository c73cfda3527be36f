//! Where the servers differ in more than the fields of their objects, as a table.

use super::version::{Played, Span};

/// One way in which servers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habit {
    /// List replies carry `autocomplete`.
    Autocomplete,
    /// `page_size` is cut at the server's limit, and 20 where none is asked for. The settings that
    /// rule it are in 2025.12 already; the cut itself was seen on 2026.2.
    PageLimit,
    /// The transactional call creates the bindings it is given.
    TransactionalBindings,
    /// The transactional call is for superusers only.
    TransactionalForSuperusers,
    /// A certificate name that is taken is a 405 without words.
    TakenCertificateIs405,
    /// A missing object is named by its model in the 404.
    NamedNotFound,
    /// A `group` binding shows the whole group, a `user` binding the whole user.
    WholeBoundObjects,
    /// The default `email` mapping says that addresses are verified.
    EmailIsVerified,
    /// A preview has a `jti`.
    PreviewHasJti,
    /// The login is reached by its flow's own address.
    LoginByFlowAddress,
    /// Not signed in, end-session leads to the session-end page, not to the login.
    SessionEndPage,
    /// Errors of the token endpoint carry a `request_id`.
    TokenRequestId,
    /// Discovery tells about back-channel logout.
    BackchannelDiscovery,
    /// Discovery tells about front-channel logout.
    FrontchannelDiscovery,
    /// Providers have `grant_types`, empty unless sent, and refuse what is not in it.
    GrantTypes,
    /// Redirect entries have a `redirect_uri_type`.
    RedirectUriType,
    /// Permissions reach a user also by roles of its own.
    UserRoles,
    /// Everybody may list permissions, also those of any role. Not recorded: from authentik's source, which
    /// asked for a right of Django's own before, so that only superusers could. When it changed is not known
    /// exactly; it has changed where permissions go through roles alone.
    PermissionsForEverybody,
    /// A group has many parents.
    ManyParents,
    /// A taken service account name is `name`, not `non_field_errors`.
    NamedServiceAccountError,
    /// Certificate lists obey `include_details`.
    CertificateDetails,
    /// The kind of a certificate is that of the key inside it, not of the private key beside it.
    KeyTypeOfCertificate,
    /// A certificate is taken with the key of another one.
    KeysAreNotCompared,
    /// The icon of an application is set by a call of its own.
    SetIconUrl,
    /// `mode: all` asks for one of the users and groups, and every policy.
    StaticBindingsAreAlternatives,
    /// A fresh server has one configuration error in its events.
    ConfigurationErrorAtStart,
    /// Setup URLs name a registration endpoint.
    RegistrationUrl,
    /// Ed25519 and Ed448 keys can be generated.
    EdwardsKeys,
    /// The metadata of a SAML provider has an address beside the API once there is an application.
    PublicMetadataUrl,
    /// The metadata of a SAML provider names the X.509 form of a name by an address of SAML 2.0.
    OldX509NameId,
    /// A SAML provider answers at one address for everything, beside the older ones.
    UnifiedSaml,
    /// A SAML provider asks back-channel logouts to be sent by POST.
    SamlLogoutMethod,
    /// The state of a provider that pushes people is the list of its tasks. Not recorded: it is in the
    /// schemas up to 2025.6.
    PushTasks,
    /// What comes in through a SCIM source has an id of its own beside the sender's.
    ScimExternalId,
}

const HABITS: &[(Habit, Span)] = &[
    (Habit::Autocomplete, Span::since(Played::V2025_10)),
    (Habit::PageLimit, Span::since(Played::V2025_12)),
    (Habit::TransactionalBindings, Span::since(Played::V2024_12)),
    (Habit::TransactionalForSuperusers, Span::before(Played::V2024_12)),
    (Habit::TakenCertificateIs405, Span::before(Played::V2024_12)),
    (Habit::NamedNotFound, Span::since(Played::V2025_10)),
    (Habit::WholeBoundObjects, Span::before(Played::V2025_10)),
    (Habit::EmailIsVerified, Span::before(Played::V2025_10)),
    (Habit::PreviewHasJti, Span::since(Played::V2026_2).but(Played::Grants)),
    (Habit::LoginByFlowAddress, Span::since(Played::V2025_12)),
    (Habit::SessionEndPage, Span::before(Played::V2024_12)),
    (Habit::TokenRequestId, Span::since(Played::V2025_10)),
    (Habit::BackchannelDiscovery, Span::since(Played::V2025_10)),
    (Habit::FrontchannelDiscovery, Span::since(Played::Rc1)),
    (Habit::GrantTypes, GRANT_TYPES),
    (Habit::RedirectUriType, Span::since(Played::Rc1)),
    (Habit::UserRoles, Span::since(Played::V2025_12)),
    (Habit::PermissionsForEverybody, Span::since(Played::V2025_12)),
    (Habit::ManyParents, Span::since(Played::V2025_12)),
    (Habit::NamedServiceAccountError, Span::since(Played::V2025_10)),
    (Habit::CertificateDetails, Span::before(Played::V2026_2)),
    (Habit::KeyTypeOfCertificate, Span::since(Played::V2025_12)),
    (Habit::KeysAreNotCompared, Span::before(Played::V2025_12)),
    (Habit::SetIconUrl, Span::before(Played::V2025_12)),
    (Habit::StaticBindingsAreAlternatives, Span::since(Played::V2025_10).and(Span::before(Played::V2025_12))),
    (Habit::ConfigurationErrorAtStart, Span::since(Played::V2025_10)),
    (Habit::RegistrationUrl, Span::since(Played::V2026_8)),
    (Habit::EdwardsKeys, Span::since(Played::V2026_2)),
    (Habit::PublicMetadataUrl, Span::since(Played::V2025_10)),
    (Habit::OldX509NameId, Span::before(Played::V2024_12)),
    (Habit::UnifiedSaml, Span::since(Played::V2026_8)),
    (Habit::SamlLogoutMethod, Span::since(Played::V2025_10)),
    (Habit::PushTasks, Span::before(Played::V2025_10)),
    (Habit::ScimExternalId, Span::since(Played::V2025_10)),
];

/// The versions whose providers have `grant_types`.
pub const GRANT_TYPES: Span = Span::since(Played::Grants).but(Played::Rc1);

impl Habit {
    /// Whether a version has this habit.
    #[must_use]
    pub fn is_of(self, played: Played) -> bool {
        HABITS.iter().any(|(name, span)| *name == self && span.has(played))
    }
}
