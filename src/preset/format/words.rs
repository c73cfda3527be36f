//! The words of `OAuth2` and authentik that a preset chooses from.

use serde::Deserialize;

/// A choice between words, with the word that authentik uses.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
        pub enum $name {
            $($(#[$what])* #[serde(rename = $word)] $variant,)+
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
