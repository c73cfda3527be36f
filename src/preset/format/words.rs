//! The words of `OAuth2` and authentik that a preset chooses from.

use super::Template;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Words that stand for values.
pub trait Vocabulary: Sized {
    /// All of them.
    const WORDS: &'static [&'static str];

    /// The value of a word.
    fn of(word: &str) -> Option<Self>;

    /// The word of a value.
    fn word(&self) -> &'static str;
}

/// Switches are words too; templates write them with a capital.
impl Vocabulary for bool {
    const WORDS: &'static [&'static str] = &["true", "false"];

    fn of(word: &str) -> Option<Self> {
        match word {
            "true" | "True" => Some(true),
            "false" | "False" => Some(false),
            _ => None,
        }
    }

    fn word(&self) -> &'static str {
        if *self { "true" } else { "false" }
    }
}

/// One of several words, or a template that renders to one of them. Where the field may be absent,
/// a template that renders to nothing leaves it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word<T> {
    /// A word.
    Known(T),
    /// A template.
    Template(Template),
}

impl<T> Word<T> {
    /// The template, if it is one.
    #[must_use]
    pub fn template(&self) -> Option<&Template> {
        match self {
            Self::Known(_) => None,
            Self::Template(template) => Some(template),
        }
    }

    /// What stands in the file.
    #[must_use]
    pub fn as_str(&self) -> &str
    where
        T: Vocabulary,
    {
        match self {
            Self::Known(word) => word.word(),
            Self::Template(template) => template.as_str(),
        }
    }
}

impl<'de, T: Vocabulary> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordVisitor(PhantomData))
    }
}

struct WordVisitor<T>(PhantomData<T>);

impl<T: Vocabulary> Visitor<'_> for WordVisitor<T> {
    type Value = Word<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "one of {}", T::WORDS.join(", "))
    }

    fn visit_bool<E: de::Error>(self, on: bool) -> Result<Word<T>, E> {
        self.visit_str(if on { "true" } else { "false" })
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Word<T>, E> {
        let template = Template(text.to_owned());
        if template.is_plain() {
            T::of(text).map(Word::Known).ok_or_else(|| de::Error::unknown_variant(text, T::WORDS))
        } else {
            Ok(Word::Template(template))
        }
    }
}

/// A choice between words, with the word that authentik uses.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$what])* $variant,)+
        }

        impl Vocabulary for $name {
            const WORDS: &'static [&'static str] = &[$($word,)+];

            fn of(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }

            fn word(&self) -> &'static str {
                self.as_str()
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                Self::of(&word).ok_or_else(|| de::Error::unknown_variant(&word, Self::WORDS))
            }
        }

        impl $name {
            /// The word, in the file and in authentik.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }
    };
}

words! {
    /// Whether the application can keep a secret.
    ClientType {
        /// It can.
        Confidential = "confidential",
        /// It cannot: an application in a browser or on people's devices.
        Public = "public",
    }
}

words! {
    /// A grant of `OAuth2` (authentik 2026.5: `grant_types`).
    GrantType {
        /// The usual one.
        AuthorizationCode = "authorization_code",
        /// Tokens in the address; dangerous.
        Implicit = "implicit",
        /// A code and tokens in the address.
        Hybrid = "hybrid",
        /// New tokens for an old one.
        RefreshToken = "refresh_token",
        /// For machines.
        ClientCredentials = "client_credentials",
        /// With the user's own password.
        Password = "password",
        /// For devices without a keyboard.
        DeviceCode = "urn:ietf:params:oauth:grant-type:device_code",
    }
}

words! {
    /// How an outpost protects an application (all versions: `mode`).
    ProxyMode {
        /// The reverse proxy asks the outpost about each request to one application.
        ForwardSingle = "forward_single",
        /// The same for all applications below a domain, with one session.
        ForwardDomain = "forward_domain",
        /// The outpost is the reverse proxy itself.
        Proxy = "proxy",
    }
}

words! {
    /// A reverse proxy that can ask an outpost.
    ReverseProxy {
        /// nginx, with `auth_request`.
        Nginx = "nginx",
        /// Traefik, with `forwardAuth`.
        Traefik = "traefik",
        /// Caddy, with `forward_auth`.
        Caddy = "caddy",
    }
}

words! {
    /// What signs the tokens.
    SigningKey {
        /// An RSA key: what every client understands.
        Rsa = "rsa",
        /// The client's secret; for the few applications that want it so.
        None = "none",
    }
}

words! {
    /// What stands in the claim `sub`.
    SubMode {
        /// A hash of the user's number; authentik's default.
        HashedUserId = "hashed_user_id",
        /// The user's number.
        UserId = "user_id",
        /// The user's UUID.
        UserUuid = "user_uuid",
        /// The user name.
        UserUsername = "user_username",
        /// The mail address.
        UserEmail = "user_email",
        /// The user principal name, from the attribute `upn`.
        UserUpn = "user_upn",
    }
}

words! {
    /// What stands in the claim `iss`.
    IssuerMode {
        /// The same issuer for all providers.
        Global = "global",
        /// One for each; authentik's default.
        PerProvider = "per_provider",
    }
}

words! {
    /// How an application is told that somebody signed out (authentik 2025.10).
    LogoutMethod {
        /// From server to server.
        Backchannel = "backchannel",
        /// Through the browser.
        Frontchannel = "frontchannel",
    }
}

words! {
    /// How a SAML message travels.
    SamlBinding {
        /// In a form that the browser sends.
        Post = "post",
        /// In the address.
        Redirect = "redirect",
    }
}

words! {
    /// What stands in the `NameID`: the last part of the `managed` id of authentik's default mapping.
    NameId {
        /// The mail address.
        Email = "email",
        /// The user name.
        Username = "username",
        /// The user principal name.
        Upn = "upn",
        /// The full name.
        Name = "name",
        /// authentik's own id of the user.
        Uid = "uid",
    }
}

words! {
    /// With what SAML messages are signed.
    SamlAlgorithm {
        /// RSA with SHA-256; authentik's default.
        RsaSha256 = "rsa-sha256",
        /// RSA with SHA-384.
        RsaSha384 = "rsa-sha384",
        /// RSA with SHA-512.
        RsaSha512 = "rsa-sha512",
        /// RSA with SHA-1, which is broken; for applications that know nothing else.
        RsaSha1 = "rsa-sha1",
    }
}

words! {
    /// How a SAML application is told that somebody signed out (authentik 2025.10).
    SamlLogoutMethod {
        /// In frames of the browser.
        FrontchannelIframe = "frontchannel_iframe",
        /// In the browser's own tab.
        FrontchannelNative = "frontchannel_native",
        /// From server to server.
        Backchannel = "backchannel",
    }
}

words! {
    /// Habits of a SCIM service (authentik 2025.4; the later ones came with later versions).
    ScimCompatibility {
        /// What the standard says.
        Default = "default",
        /// AWS IAM Identity Center.
        Aws = "aws",
        /// Slack.
        Slack = "slack",
        /// Salesforce.
        Salesforce = "sfdc",
        /// `GitLab`.
        Gitlab = "gitlab",
        /// Webex.
        Webex = "webex",
        /// `vCenter`.
        Vcenter = "vcenter",
    }
}
