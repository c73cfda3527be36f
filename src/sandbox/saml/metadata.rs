//! The metadata of a SAML provider, as recorded on 2024.8 to 2026.5, but without the signature of
//! the real one: a sandbox never signs.

use crate::sandbox::collections::{Collection, Family};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::{Object, Reply, Request};
use crate::sandbox::show::Show;
use crate::sandbox::store::{text, value};
use crate::sandbox::{Sandbox, crud, keys};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

const BINDINGS: [(&str, &str); 2] = [("HTTP-Redirect", "redirect"), ("HTTP-POST", "post")];

/// `GET /api/v3/providers/saml/PK/metadata/`, for everybody: in JSON, or with `download` as the
/// document alone. A provider without an application has none.
pub fn api(sandbox: &Sandbox, request: &Request, key: &str) -> Result<Reply, Reply> {
    let providers = Collection::at("providers/saml").ok_or_else(|| Reply::not_played(&request.path))?;
    let provider = sandbox.store.by_key(providers, key).ok_or_else(|| crud::missing(sandbox, providers))?;
    let Some(document) = document(sandbox, request, provider) else {
        return Ok(plain(&Value::String(String::new())));
    };
    let download = request.query.split('&').any(|part| part.split('=').next() == Some("download"));
    if !download {
        return Ok(plain(&Value::String(document)));
    }
    let name = format!("attachment; filename=\"{}_authentik_meta.xml\"", text(provider, "name"));
    let headers = vec![
        ("content-type".to_owned(), "application/xml".to_owned()),
        ("content-disposition".to_owned(), name.chars().filter(|letter| !letter.is_control()).collect()),
    ];
    Ok(Reply { status: 200, headers, body: document.into_bytes() })
}

fn plain(metadata: &Value) -> Reply {
    Reply::json(200, &json!({ "metadata": metadata }))
}

/// The document; none without an application, because every address in it has the slug.
fn document(sandbox: &Sandbox, request: &Request, provider: &Object) -> Option<String> {
    let show = Show { sandbox, request };
    let slug = text(show.application_of(provider)?, "slug");
    let base = format!("{}/application/saml/{slug}", request.origin());
    let wanted = request.one("force_binding");
    let services = |name: &str, short: &str| {
        let mut found = String::new();
        for (binding, end) in BINDINGS {
            let binding = format!("urn:oasis:names:tc:SAML:2.0:bindings:{binding}");
            if wanted.as_ref().is_none_or(|wanted| *wanted == binding) {
                let _ = write!(found, "<md:{name} Binding=\"{binding}\" Location=\"{base}/{short}/binding/{end}/\"/>");
            }
        }
        found
    };
    let id = hex(&Sha256::digest(format!("{}-{}", text(provider, "name"), value(provider, "pk"))));
    let issuer = escaped(&show.saml_issuer(provider));
    let signed = if value(provider, "verification_kp").is_null() { "" } else { " WantAuthnRequestsSigned=\"true\"" };
    let mut document = format!(
        "<md:EntityDescriptor xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
         xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" \
         xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" \
         ID=\"_{id}\" entityID=\"{issuer}\"><md:IDPSSODescriptor \
         protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"{signed}>"
    );
    document.push_str(&signing_key(sandbox, provider));
    document.push_str(&services("SingleLogoutService", "slo"));
    for format in name_id_formats(sandbox) {
        let _ = write!(document, "<md:NameIDFormat>urn:oasis:names:tc:SAML:{format}</md:NameIDFormat>");
    }
    document.push_str(&services("SingleSignOnService", "sso"));
    document.push_str("</md:IDPSSODescriptor></md:EntityDescriptor>");
    Some(document)
}

fn signing_key(sandbox: &Sandbox, provider: &Object) -> String {
    let certificate = sandbox.store.get(Family::Certificate, &value(provider, "signing_kp"));
    let Some(key) = certificate.and_then(keys::inside) else { return String::new() };
    format!(
        "<md:KeyDescriptor use=\"signing\"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{}</ds:X509Certificate>\
         </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
        key.certificate
    )
}

/// What a name can be, the end of its address.
fn name_id_formats(sandbox: &Sandbox) -> [&'static str; 4] {
    let x509 = if sandbox.has(Habit::OldX509NameId) {
        "2.0:nameid-format:X509SubjectName"
    } else {
        "1.1:nameid-format:X509SubjectName"
    };
    ["1.1:nameid-format:emailAddress", "2.0:nameid-format:persistent", x509, "2.0:nameid-format:transient"]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Text as the value of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
