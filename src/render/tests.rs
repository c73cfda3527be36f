//! Tests of what people and pipelines read, with an invented application.

mod escapes;
mod plan;
mod report;
mod settings;
mod text;

use super::report::{Application, Provider, Report, ReportedConflict, Server};
use super::settings::{Credentials, Published, Secrecy, Settings, Values};
use crate::model::endpoints::Endpoints;
use crate::model::{Secret, ServerUrl, Version};
use crate::preset::format::Client;
use crate::preset::template::Context;
use serde_json::{Value, json};

const SECRET: &str = "s3cr3t-text";

const CLIENT: &str = r#"
where: Administration > Sign-in
settings:
  - fields:
      - {label: Method, value: OAuth}
  - section: Roles
    when: roles
    each: role
    fields:
      - {label: "Role {{ index }}", value: "{{ item }}"}
      - {label: First, value: "yes", when: index == 1}
  - section: Client
    fields:
      - {label: Client ID, value: "{{ client_id }}"}
      - {label: Client secret, value: "{{ client_secret }}"}
      - {label: Both, value: "{{ client_id }}:{{ client_secret }}"}
      - {label: Scopes, value: "{{ scopes | join(' ') }}"}
files:
  - {name: plain.conf, content: "issuer = {{ endpoints.issuer }}\n"}
  - {name: secret.conf, content: "secret = {{ client_secret }}\n"}
  - {name: roles.conf, content: x, when: roles}
commands:
  - wiki login --secret {{ client_secret }} --id {{ client_id }}
steps: ["Open {{ name }}.", {text: "Role {{ item }}", when: roles, each: role}]
notes: ["authentik is at {{ authentik_url }}"]
"#;

fn inputs(roles: &[&str]) -> Context {
    let mut inputs = Context::new();
    inputs.set("name", "Wiki");
    inputs.set("authentik_url", public().to_string());
    inputs.set("endpoints", endpoints());
    inputs.set("roles", !roles.is_empty());
    inputs.set("role", roles);
    inputs
}

fn endpoints() -> Endpoints {
    Endpoints::oidc(&public(), &"wiki".parse().expect("a slug"))
}

fn public() -> ServerUrl {
    "https://auth.company".parse().expect("an address")
}

/// What the server decided.
fn known() -> Credentials {
    Credentials {
        client_id: Some("id-1".to_owned()),
        client_secret: Some(Secret::new(SECRET.to_owned())),
        is_public: false,
        ..Credentials::default()
    }
}

/// The invented client side, filled in.
fn filled(roles: &[&str], credentials: &Credentials, secrecy: Secrecy) -> Settings {
    let client: Client = serde_yaml::from_str(CLIENT).expect("a client side");
    let values = Values {
        context: &inputs(roles),
        scopes: &["openid".to_owned(), "email".to_owned()],
        credentials,
        published: &Published::default(),
        version: &Version::new(2025, 10, 3),
    };
    super::settings::settings(&client, &values, secrecy).expect("it can be filled in")
}

/// A whole report of these settings.
fn report_of(client: Settings, credentials: &Credentials, secrecy: Secrecy) -> Report {
    let secret = credentials.client_secret.as_ref().filter(|_| secrecy == Secrecy::Show);
    Report {
        preset: "wiki".to_owned(),
        authentik: Server { url: public().to_string(), version: "2025.10.3".to_owned() },
        dry_run: false,
        changes: Vec::new(),
        conflicts: vec![ReportedConflict { what: "it is taken".to_owned(), remedy: "take another".to_owned() }],
        application: Some(Application { slug: "wiki".to_owned(), name: "Wiki".to_owned() }),
        provider: Some(Provider {
            pk: json!(7),
            name: "wiki (akctl)".to_owned(),
            kind: "oauth2",
            client_id: credentials.client_id.clone(),
            client_secret: secret.map(|secret| secret.expose().to_owned()),
        }),
        identity_provider: None,
        backchannel: Vec::new(),
        source: None,
        endpoints: endpoints(),
        client,
        still_needed: Vec::new(),
        warnings: vec!["it is open".to_owned()],
    }
}

fn report(credentials: &Credentials, secrecy: Secrecy) -> Report {
    report_of(filled(&["reader"], credentials, secrecy), credentials, secrecy)
}

/// A text without the colours that we paint.
fn unpainted(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('\u{1b}').enumerate() {
        out.push_str(if at == 0 { piece } else { piece.split_once('m').map_or(piece, |(_, rest)| rest) });
    }
    out
}
