//! What SAML service providers see: metadata, sign-on, logout.

pub mod metadata;
