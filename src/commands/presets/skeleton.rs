//! What a new preset holds before anybody has looked into the application's documentation.

use crate::cli::NewProtocol;
use crate::render::data::Tree;

/// What is known of the application.
pub(super) struct Application {
    pub id: String,
    pub name: String,
    pub summary: String,
    pub category: String,
    pub protocol: NewProtocol,
    /// Where people come back to, or where the signed answer goes: paths below the application's
    /// address, or whole addresses.
    pub addresses: Vec<String>,
    /// The name by which an application knows itself, with SAML.
    pub entity_id: Option<String>,
    pub docs: Vec<String>,
    pub public: bool,
}

fn text(text: impl Into<String>) -> Tree {
    Tree::Text(text.into())
}

fn texts(items: &[&str]) -> Tree {
    Tree::List(items.iter().map(|item| text(*item)).collect())
}

fn map<const N: usize>(entries: [(&str, Tree); N]) -> Tree {
    Tree::Map(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// An address that the application's own address begins, if it is only a path.
fn below(address: &str) -> String {
    let quoted = address.replace("{{", "{{ '{{' }}").replace("{%", "{{ '{%' }}");
    if address.starts_with('/') { format!("{{{{ app_url }}}}{quoted}") } else { quoted }
}

impl Application {
    /// The preset.
    pub fn preset(&self) -> Tree {
        let (protocol, provider, fields) = match self.protocol {
            NewProtocol::Oidc => ("oidc", self.oauth2(), self.form_of_oidc()),
            NewProtocol::Saml => ("saml", self.saml(), form_of_saml()),
        };
        let application =
            map([("name", text(&self.name)), ("slug", text(&self.id)), ("launch_url", text("{{ app_url }}/"))]);
        let app_url = map([
            ("type", text("url")),
            ("prompt", text(format!("Address of {}", self.name))),
            ("example", text(format!("https://{}.company", self.id))),
        ]);
        let client = map([
            ("settings", Tree::List(vec![map([("fields", Tree::List(fields))])])),
            ("steps", texts(&["Enter the values in the application.", "Sign out, and sign in with authentik."])),
        ]);
        map([
            ("id", text(&self.id)),
            ("name", text(&self.name)),
            ("summary", text(&self.summary)),
            ("category", text(&self.category)),
            ("protocol", text(protocol)),
            ("docs", Tree::List(self.docs.iter().map(text).collect())),
            ("tested", map([("by", text("nobody"))])),
            ("inputs", map([("app_url", app_url)])),
            ("authentik", map([("application", application), ("provider", provider)])),
            ("client", client),
        ])
    }

    fn oauth2(&self) -> Tree {
        let redirects = self.addresses.iter().map(|address| map([("strict", text(below(address)))])).collect();
        let oauth2 = map([
            ("client_type", text(if self.public { "public" } else { "confidential" })),
            ("grant_types", texts(&["authorization_code", "refresh_token"])),
            ("redirect_uris", Tree::List(redirects)),
            ("signing_key", text("rsa")),
            ("scopes", texts(&["openid", "email", "profile"])),
            ("include_claims_in_id_token", Tree::Flag(true)),
        ]);
        map([("oauth2", oauth2)])
    }

    fn saml(&self) -> Tree {
        let acs = self.addresses.first().map(|address| below(address)).unwrap_or_default();
        let audience = self.entity_id.as_deref().map_or_else(|| "{{ app_url }}".to_owned(), below);
        let saml = map([
            ("acs_url", text(acs)),
            ("audience", text(audience)),
            ("name_id", text("email")),
            ("attributes", texts(&["email", "name", "username"])),
            ("signing_key", text("rsa")),
        ]);
        map([("saml", saml)])
    }

    fn form_of_oidc(&self) -> Vec<Tree> {
        let mut fields = vec![
            field("Issuer", "{{ endpoints.issuer }}"),
            field("Discovery", "{{ endpoints.discovery }}"),
            field("Client ID", "{{ client_id }}"),
        ];
        if !self.public {
            fields.push(field("Client secret", "{{ client_secret }}"));
        }
        fields.push(field("Scopes", "{{ scopes | join(' ') }}"));
        fields
    }
}

fn form_of_saml() -> Vec<Tree> {
    vec![
        field("Entity ID of the identity provider", "{{ endpoints.entity_id }}"),
        field("Login address", "{{ endpoints.sso_redirect }}"),
        field("Metadata", "{{ endpoints.metadata }}"),
        field("Certificate", "{{ certificate_pem }}"),
    ]
}

fn field(label: &str, value: &str) -> Tree {
    map([("label", text(label)), ("value", text(value))])
}
