//! What must exist in authentik.
//!
//! A field that is absent is not ours: it is never compared and never sent.

use super::{Backchannel, ClientType, Condition, Data, IssuerMode, Line, LogoutMethod, Proxy, Saml, SamlMapping};
use super::{SigningKey, Source, SubMode, Template, Word};
use serde::Deserialize;

/// The authentik side of a preset.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authentik {
    /// The application; absent where a `source` stands in its place.
    #[serde(default)]
    pub application: Option<Application>,
    /// What lets others push users into authentik, in place of an application.
    #[serde(default)]
    pub source: Option<Source>,
    /// Groups that must exist; they are created only where the person agrees.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// Groups whose members may open the application.
    #[serde(default)]
    pub bindings: Vec<Binding>,
    /// Scope mappings of our own; each becomes one of the provider's.
    #[serde(default)]
    pub scope_mappings: Vec<ScopeMapping>,
    /// SAML attributes of our own; each becomes one of the provider's.
    #[serde(default)]
    pub saml_mappings: Vec<SamlMapping>,
    /// The provider through which people sign in.
    #[serde(default)]
    pub provider: Provider,
    /// What serves the application besides signing in.
    #[serde(default)]
    pub backchannel: Option<Backchannel>,
}

impl Authentik {
    /// The name that the preset gives; none if the person must give one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match (&self.application, &self.source) {
            (Some(application), _) => application.name.as_deref(),
            (None, Some(source)) => source.name.as_deref(),
            (None, None) => None,
        }
    }

    /// The slug that the preset gives.
    #[must_use]
    pub fn slug(&self) -> Option<&Template> {
        let application = self.application.as_ref().map(|application| &application.slug);
        application.or_else(|| self.source.as_ref().map(|source| &source.slug))
    }
}

/// The application as authentik shows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Its name, unless the person gives another; if it is absent, the person must give one.
    #[serde(default)]
    pub name: Option<String>,
    /// Its slug, unless the person gives another: a template over the inputs and the `name`.
    pub slug: Template,
    /// Where its tile leads.
    #[serde(default)]
    pub launch_url: Option<Template>,
    /// The heading under which its tile stands.
    #[serde(default)]
    pub group: Option<Template>,
    /// A line below its name.
    #[serde(default)]
    pub description: Option<Template>,
    /// Who makes it.
    #[serde(default)]
    pub publisher: Option<Template>,
    /// The address of its icon, or `fa://` and the name of a sign.
    #[serde(default)]
    pub icon: Option<Template>,
}

/// A group that must exist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub name: Template,
    /// Whether it is needed; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The list input for each item of which there is one.
    #[serde(default)]
    pub each: Option<String>,
}

/// A group whose members may open the application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// The group's name.
    pub group: Template,
    /// Whether it is bound; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The list input for each item of which there is one.
    #[serde(default)]
    pub each: Option<String>,
}

/// A scope mapping of our own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeMapping {
    /// A word for it inside this preset: lower-case letters, digits and underscores.
    pub key: String,
    /// Whether it is there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Its name in authentik, to which akctl adds its mark.
    pub name: Template,
    /// The scope that asks for it.
    pub scope: Template,
    /// What a consent page says about it.
    #[serde(default)]
    pub description: Option<Template>,
    /// The claims that it emits.
    pub claims: Vec<Claim>,
}

/// One claim of a scope mapping. Exactly one of the fields besides `claim` says what is in it; only
/// `user` may stand beside one of the attributes, for people who do not have it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The claim's name.
    pub claim: Template,
    /// A list of values, one for each of certain groups that the user is in.
    #[serde(default)]
    pub group_values: Option<GroupValues>,
    /// One value: of the first of certain groups that the user is in; no claim, if the user is in none.
    #[serde(default)]
    pub group_value: Option<GroupValues>,
    /// A list with the names of groups that the user is in.
    #[serde(default)]
    pub group_names: Option<GroupNames>,
    /// The same for everybody: a text, a whole number, true or false.
    #[serde(default)]
    pub value: Option<Data>,
    /// What authentik knows of the user.
    #[serde(default)]
    pub user: Option<UserField>,
    /// The attribute of this name that the user has; no claim, if there is none.
    #[serde(default)]
    pub attribute: Option<Template>,
    /// The attribute of this name that the user or one of the user's groups has.
    #[serde(default)]
    pub group_attribute: Option<Template>,
}

/// What authentik knows of every user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserField {
    /// The mail address.
    Email,
    /// The name with which the user signs in.
    Username,
    /// The name by which people know the user.
    Name,
    /// An identifier that never changes.
    Uuid,
}

/// Of which groups the names are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GroupNames {
    /// Of all that the user is in, parents included.
    All,
}

/// One value for each group of a list input that the user is in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupValues {
    /// The list input.
    pub each: String,
    /// The name of the group.
    pub group: Template,
    /// The value that its members get.
    pub value: Template,
}

/// The provider; at most one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// `OAuth2` and `OpenID` Connect.
    #[serde(default)]
    pub oauth2: Option<Oauth2>,
    /// SAML 2.0.
    #[serde(default)]
    pub saml: Option<Saml>,
    /// Signing in before the application is reached.
    #[serde(default)]
    pub proxy: Option<Proxy>,
}

impl Provider {
    /// Whether people sign in through it.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        self.oauth2.is_some() || self.saml.is_some() || self.proxy.is_some()
    }
}

/// A provider for `OAuth2` and `OpenID` Connect.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oauth2 {
    /// Whether the application can keep a secret.
    pub client_type: Word<ClientType>,
    /// The client's id; authentik chooses one, if absent.
    #[serde(default)]
    pub client_id: Option<Template>,
    /// The secret input that holds the client's secret; authentik chooses one, if it is not given.
    #[serde(default)]
    pub client_secret: Option<String>,
    /// The grants that the application uses; sent where the server knows them.
    pub grant_types: Vec<Line>,
    /// Slug of the flow in which people sign in who are not yet; authentik's own choice, if absent.
    #[serde(default)]
    pub authentication_flow: Option<Template>,
    /// Slug of the authorization flow; akctl's own choice, if absent.
    #[serde(default)]
    pub authorization_flow: Option<Template>,
    /// Slug of the invalidation flow; akctl's own choice, if absent.
    #[serde(default)]
    pub invalidation_flow: Option<Template>,
    /// Where authentik may send people back to.
    pub redirect_uris: Vec<RedirectUri>,
    /// What signs the tokens.
    #[serde(default)]
    pub signing_key: Option<Word<SigningKey>>,
    /// A certificate-key pair of its own that signs, in place of authentik's default one; the
    /// person can still name another.
    #[serde(default)]
    pub certificate: Option<Certificate>,
    /// The name of the certificate in authentik with which ID tokens are encrypted (authentik 2024.10);
    /// they are not, if absent.
    #[serde(default)]
    pub encryption_key: Option<Template>,
    /// Names of `OAuth2` providers whose tokens are taken in place of the client's secret
    /// (authentik 2024.12).
    #[serde(default)]
    pub trusted_providers: Vec<Line>,
    /// The scopes of authentik's default mappings; our own mappings are added by themselves.
    pub scopes: Vec<Line>,
    /// What stands in the claim `sub`.
    #[serde(default)]
    pub sub_mode: Option<Word<SubMode>>,
    /// What stands in the claim `iss`.
    #[serde(default)]
    pub issuer_mode: Option<Word<IssuerMode>>,
    /// Whether the ID token holds the claims that userinfo gives.
    #[serde(default)]
    pub include_claims_in_id_token: Option<Word<bool>>,
    /// How long a code is good: `minutes=1`.
    #[serde(default)]
    pub access_code_validity: Option<Template>,
    /// How long an access token is good.
    #[serde(default)]
    pub access_token_validity: Option<Template>,
    /// How long a refresh token is good.
    #[serde(default)]
    pub refresh_token_validity: Option<Template>,
    /// A refresh token that is good for less than this is renewed when it is used (authentik
    /// 2025.10); always, if it is `seconds=0`.
    #[serde(default)]
    pub refresh_token_threshold: Option<Template>,
    /// Where authentik tells the application that somebody signed out.
    #[serde(default)]
    pub logout_uri: Option<Template>,
    /// How it tells.
    #[serde(default)]
    pub logout_method: Option<Word<LogoutMethod>>,
}

/// A certificate with an RSA key, made for one integration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// The common name.
    pub common_name: Template,
    /// The alternative names: host names and IP addresses.
    #[serde(default)]
    pub alternative_names: Vec<AlternativeName>,
    /// How many days it is valid.
    pub days: u32,
}

/// A host name or IP address in a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlternativeName {
    /// The name or address.
    pub name: Template,
    /// Whether it is there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The list input for each item of which there is one.
    #[serde(default)]
    pub each: Option<String>,
}

/// A redirect address; exactly one of `strict` and `regex` is there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedirectUri {
    /// The address, compared letter by letter.
    #[serde(default)]
    pub strict: Option<Template>,
    /// A regular expression that the whole address must match.
    #[serde(default)]
    pub regex: Option<Template>,
    /// What it is for; signing in, if absent.
    #[serde(default, rename = "type")]
    pub kind: RedirectType,
    /// Whether it is there; always, if absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// The list input for each item of which there is one.
    #[serde(default)]
    pub each: Option<String>,
}

/// What a redirect address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RedirectType {
    /// Where people come back to after signing in.
    #[default]
    Authorization,
    /// Where they come to after signing out.
    Logout,
}

impl RedirectType {
    /// The word, in the file and in authentik (2026.5: `redirect_uri_type`).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Authorization => "authorization",
            Self::Logout => "logout",
        }
    }
}
