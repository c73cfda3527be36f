//! Secrets that can be told from everything else, and how they are looked for.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::NO_PAD;
use std::fmt::Write;
use std::path::Path;

/// The token that an application gave out for SCIM. Each encoding writes it in its own way.
pub const SCIM_TOKEN: &str = "scim+mark/of\"the'application=&%41";

/// One secret, with all the forms in which it might stand somewhere.
#[derive(Clone)]
pub struct Mark {
    name: String,
    forms: Vec<String>,
}

impl Mark {
    pub fn of(name: &str, secret: &str) -> Self {
        assert!(secret.len() >= 12, "{name}: too short to be told from other text");
        let mut forms = vec![secret.to_owned(), format!("{secret:?}")];
        let json = serde_json::to_string(secret).expect("text");
        forms.push(json.trim_matches('"').to_owned());
        forms.push(url::form_urlencoded::byte_serialize(secret.as_bytes()).collect());
        let percent = |keep: fn(u8) -> bool| {
            secret.bytes().fold(String::new(), |mut text, byte| {
                if keep(byte) {
                    text.push(byte.into());
                } else {
                    write!(text, "%{byte:02X}").expect("text");
                }
                text
            })
        };
        forms.push(percent(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)));
        forms.push(percent(|byte| byte.is_ascii_alphanumeric()));
        forms.extend(base64s(secret));
        forms.sort();
        forms.dedup();
        Self { name: name.to_owned(), forms }
    }

    /// The form in which the secret stands in a text.
    pub fn is_in<'a>(&'a self, text: &str) -> Option<&'a str> {
        self.forms.iter().find(|form| text.contains(form.as_str())).map(String::as_str)
    }
}

/// The letters of base64 that stand for the secret alone, wherever in a text it begins, in both alphabets.
fn base64s(secret: &str) -> Vec<String> {
    let mut forms = Vec::new();
    for alphabet in [&STANDARD, &URL_SAFE] {
        let engine = GeneralPurpose::new(alphabet, NO_PAD);
        for before in 0..3 {
            let letters = engine.encode(format!("{}{secret}", "x".repeat(before)));
            // The letters at both ends stand for bits of what is beside the secret too.
            let begin = (before * 8).div_ceil(6);
            let end = (before + secret.len()) * 8 / 6;
            forms.push(letters[begin..end].to_owned());
        }
    }
    forms
}

/// Fails if one of the secrets is in a text.
#[track_caller]
pub fn search(marks: &[Mark], what: &str, text: &str) {
    for mark in marks {
        if let Some(form) = mark.is_in(text) {
            panic!("{what}: the {} is there, as {form:?}:\n{text}", mark.name);
        }
    }
}

/// Fails if one of the secrets is in a file below a folder, but for the files and folders of these names.
#[track_caller]
pub fn search_folder(marks: &[Mark], what: &str, folder: &Path, but: &[&str]) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if but.contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() && !path.is_symlink() {
            search_folder(marks, what, &path, but);
        } else {
            let text = std::fs::read(&path).unwrap_or_default();
            search(marks, &format!("{what}, {}", path.display()), &String::from_utf8_lossy(&text));
        }
    }
}

#[test]
fn every_form_of_a_secret_is_found() {
    let mark = [Mark::of("token", SCIM_TOKEN)];
    let standard = base64::engine::general_purpose::STANDARD;
    let found = [
        format!("x{SCIM_TOKEN}"),
        serde_json::json!({"key": SCIM_TOKEN}).to_string(),
        standard.encode(format!("id:{SCIM_TOKEN}")),
        standard.encode(format!("client:{SCIM_TOKEN}!")),
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(format!("a:{SCIM_TOKEN}")),
        format!("?token={}", url::form_urlencoded::byte_serialize(SCIM_TOKEN.as_bytes()).collect::<String>()),
    ];
    for text in &found {
        assert!(mark[0].is_in(text).is_some(), "{text}");
    }
    assert!(mark[0].is_in("nothing of it").is_none());
}
