//! Keeps secrets out of what a server says back: a debugging proxy, or an error page, may repeat what
//! was sent, as it was or in another form.

use super::transport::{Body, Response};
use super::wire::segment;
use crate::model::Secret;
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use serde_json::Value;
use url::form_urlencoded::byte_serialize;

/// What stands in a secret's place.
const INSTEAD: &str = "(hidden)";

/// A shorter text is not searched for: it would be found everywhere.
const SHORTEST: usize = 6;

/// The fields of requests that hold secrets (authentik, all versions): tokens of SCIM, clients' secrets,
/// private keys, passwords.
const FIELDS: [&str; 5] = ["token", "client_secret", "key_data", "key", "password"];

/// The secrets in a body.
pub fn secrets(body: &Body) -> Vec<&str> {
    let mut found = Vec::new();
    match body {
        Body::Empty => {}
        Body::Json(value) => collect(value, &mut found),
        Body::Form(pairs) => found.extend(pairs.iter().map(|(_, value)| value.as_str())),
    }
    found
}

/// The fields of forms that hold secrets; the others are words that an honest answer has too.
const OF_FORMS: [&str; 6] = ["client_secret", "code", "code_verifier", "device_code", "password", "refresh_token"];

/// The secrets in a body that must not be told later either, when something else is asked.
pub fn lasting(body: &Body) -> Vec<&str> {
    match body {
        Body::Form(pairs) => {
            let secret = pairs.iter().filter(|(name, _)| OF_FORMS.contains(&name.as_str()));
            secret.map(|(_, value)| value.as_str()).collect()
        }
        other => secrets(other),
    }
}

fn collect<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(fields) => {
            let secret =
                |(name, value): (&String, &'a Value)| value.as_str().filter(|_| FIELDS.contains(&name.as_str()));
            found.extend(fields.iter().filter_map(secret));
            fields.values().for_each(|value| collect(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

/// A text without any of these secrets.
pub fn without(text: &str, secrets: &[&str]) -> String {
    let forms: Vec<String> =
        secrets.iter().filter(|secret| secret.len() >= SHORTEST).flat_map(|it| forms(it)).collect();
    replaced(text, &forms).unwrap_or_else(|| text.to_owned())
}

/// The text without these; nothing where it holds none of them.
fn replaced(text: &str, forms: &[String]) -> Option<String> {
    let mut out = None;
    for form in forms.iter().filter(|form| form.len() >= SHORTEST) {
        let text = out.as_deref().unwrap_or(text);
        if text.contains(form.as_str()) {
            out = Some(text.replace(form.as_str(), INSTEAD));
        }
    }
    out
}

/// Hides a token in all that a server answers. authentik never tells it: whoever does repeats what was
/// sent, and it would go wherever names, versions and addresses go that a server tells.
#[derive(Default)]
pub struct Veil(Vec<String>);

/// A token that is shorter than this could be a word of an honest answer. Those that authentik makes have
/// sixty characters.
const SHORTEST_TOKEN: usize = 16;

impl Veil {
    /// Over this token.
    pub fn over(token: Option<&Secret>) -> Self {
        let token = token.map(Secret::expose).filter(|token| token.len() >= SHORTEST_TOKEN);
        Self(token.map(forms).unwrap_or_default())
    }

    /// The answer without it.
    pub fn hide(&self, mut response: Response) -> Response {
        if self.0.is_empty() {
            return response;
        }
        if let Some(body) = replaced(&String::from_utf8_lossy(&response.body), &self.0) {
            response.body = body.into_bytes();
        }
        for (_, value) in &mut response.headers {
            if let Some(hidden) = replaced(value, &self.0) {
                *value = hidden;
            }
        }
        response
    }
}

/// A secret as it is, in JSON, in JSON within JSON, in an address, and in base64.
fn forms(secret: &str) -> Vec<String> {
    let in_json = |text: &str| {
        let quoted = Value::from(text).to_string();
        quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(&quoted).to_owned()
    };
    let escaped = in_json(secret);
    let mut forms = vec![in_json(&escaped), escaped, secret.to_owned()];
    forms.extend([byte_serialize(secret.as_bytes()).collect(), segment(secret)]);
    for alphabet in [&STANDARD, &URL_SAFE] {
        let engine = GeneralPurpose::new(alphabet, NO_PAD);
        for before in 0..3 {
            // Where the secret is not the beginning of what is encoded. The letters at both ends stand for
            // bits of what is beside it too.
            let letters = engine.encode([&b"xx"[..before], secret.as_bytes()].concat());
            let (begin, end) = ((before * 8).div_ceil(6), (before + secret.len()) * 8 / 6);
            forms.extend(letters.get(begin..end).map(str::to_owned));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_secret_is_hidden_in_every_form() {
        let secret = "se+cr/et\"with'all=&%";
        let engine = base64::engine::general_purpose::STANDARD;
        let inner = json!({"token": secret}).to_string();
        for said in [
            format!("got {secret}"),
            inner.clone(),
            json!({ "detail": inner }).to_string(),
            engine.encode(secret),
            engine.encode(format!("id:{secret}")),
            engine.encode(format!("i:{secret}!")),
            format!("?t={}", byte_serialize(secret.as_bytes()).collect::<String>()),
            segment(secret),
        ] {
            let hidden = without(&said, &[secret]);
            assert!(hidden.contains(INSTEAD), "{said}: {hidden}");
        }
        assert_eq!(without("nothing of it", &[secret]), "nothing of it");
        assert_eq!(without("a short key", &["a"]), "a short key");
    }

    #[test]
    fn secrets_are_found_where_they_are_sent() {
        let body = json!({"provider": {"client_secret": "one-secret"}, "list": [{"token": "another"}], "name": "Wiki"});
        let body = Body::Json(body);
        let mut found = secrets(&body);
        found.sort_unstable();
        assert_eq!(found, ["another", "one-secret"]);
    }
}
