//! What a server says in an answer that is not a success: every shape that authentik uses, and the
//! pages of what stands before it.

use super::transport::Response;
use crate::model::text::printable;
use serde_json::Value;

/// The longest text of a server that is kept, in characters.
const LONGEST: usize = 500;
/// The most messages of one answer that are kept.
const MOST: usize = 50;
/// The deepest nesting that is followed.
const DEEPEST: usize = 8;

/// One complaint about one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Where in the request, dotted: `app.slug`, `redirect_uris`; empty for the whole request.
    pub path: String,
    /// The server's own words, made printable. They change between versions: never match on them.
    pub message: String,
    /// The name under which a person gave the value, once somebody has said it.
    pub given_as: Option<String>,
}

/// In what form an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// JSON, as authentik's API answers.
    Json,
    /// A web page: authentik outside its API, a proxy, or another server.
    Page,
    /// Nothing at all. authentik 2024.8 to 2026.5 answers so (405) when a request makes its code
    /// stumble: something may have been stored.
    Empty,
    /// Anything else.
    Text,
}

/// What the server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Complaints about fields, in the server's order.
    pub fields: Vec<FieldError>,
    /// A sentence about the whole: `detail`, the title of a page, a line of text.
    pub detail: Option<String>,
    /// The form of the answer.
    pub form: Form,
}

/// Reads what an unsuccessful answer says. Never fails: what cannot be read is kept as text.
pub fn read(response: &Response) -> Words {
    let text = String::from_utf8_lossy(&response.body);
    let text = text.trim();
    if text.is_empty() {
        return Words { fields: Vec::new(), detail: None, form: Form::Empty };
    }
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let mut words = Words { fields: Vec::new(), detail: None, form: Form::Json };
        from_json(&value, &mut words);
        return words;
    }
    if is_page(response) {
        return Words { fields: Vec::new(), detail: title(text), form: Form::Page };
    }
    Words { fields: Vec::new(), detail: Some(short(text)), form: Form::Text }
}

/// Whether the answer is a web page.
pub fn is_page(response: &Response) -> bool {
    let declared = response.header("content-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    declared || response.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// Makes a server's text printable, one line, and not too long.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(LONGEST).collect();
    let end = if cut.len() < line.len() { "…" } else { "" };
    format!("{}{end}", printable(&cut))
}

fn from_json(value: &Value, words: &mut Words) {
    if let Value::Object(object) = value {
        if let Some(Value::String(detail)) = object.get("detail") {
            words.detail = Some(short(detail));
            return;
        }
        // The OAuth endpoints' own shape.
        if let Some(Value::String(code)) = object.get("error") {
            let more = object.get("error_description").and_then(Value::as_str);
            words.detail = Some(short(&more.map_or_else(|| code.clone(), |more| format!("{code}: {more}"))));
            return;
        }
    }
    flatten(value, "", DEEPEST, &mut words.fields);
}

fn flatten(value: &Value, path: &str, depth: usize, fields: &mut Vec<FieldError>) {
    if fields.len() >= MOST || depth == 0 {
        return;
    }
    match value {
        Value::Null => {}
        Value::Object(object) => {
            for (key, value) in object {
                flatten(value, &below(path, key), depth - 1, fields);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                // Messages stand in a list of their own; objects in a list answer the entries of
                // a list that was sent.
                let path = if item.is_object() { below(path, &index.to_string()) } else { path.to_owned() };
                flatten(item, &path, depth - 1, fields);
            }
        }
        Value::String(text) => fields.push(field(path, text)),
        Value::Bool(_) | Value::Number(_) => fields.push(field(path, &value.to_string())),
    }
}

fn field(path: &str, message: &str) -> FieldError {
    FieldError { path: short(path), message: short(message), given_as: None }
}

/// A path one step further down. `non_field_errors` is about the object itself; `null` is what
/// the transactional call answers for an entry without an id (authentik 2024.12 to 2026.5).
fn below(path: &str, key: &str) -> String {
    match (path, key) {
        (_, "non_field_errors") | ("", "null") => path.to_owned(),
        ("", _) => key.to_owned(),
        _ => format!("{path}.{key}"),
    }
}

/// The title of a web page.
fn title(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<title>")?;
    let (title, _) = rest.split_once("</title>")?;
    let title = short(title);
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(body: &str) -> Words {
        read(&Response { status: 400, headers: Vec::new(), body: body.as_bytes().to_vec() })
    }

    fn fields(body: &str) -> Vec<(String, String)> {
        words(body).fields.into_iter().map(|field| (field.path, field.message)).collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(path, message)| ((*path).to_owned(), (*message).to_owned())).collect()
    }

    /// Shapes recorded on authentik 2024.8 to 2026.5, with values of our own.
    #[test]
    fn reads_every_shape_of_field_errors() {
        let table: [(&str, &[(&str, &str)]); 9] = [
            (r#"{"name": ["Taken."]}"#, &[("name", "Taken.")]),
            (r#"{"days": ["Not a number."], "alg": ["Unknown."]}"#, &[("alg", "Unknown."), ("days", "Not a number.")]),
            (r#"{"app": {"slug": ["Taken."]}}"#, &[("app.slug", "Taken.")]),
            (r#"{"grant_types": {"0": ["Unknown."]}}"#, &[("grant_types.0", "Unknown.")]),
            (r#"{"non_field_errors": ["One is needed."]}"#, &[("", "One is needed.")]),
            (r#"{"redirect_uris": {"non_field_errors": ["Not a list."]}}"#, &[("redirect_uris", "Not a list.")]),
            (r#"{"null": "No right to add bindings"}"#, &[("", "No right to add bindings")]),
            (r#"{"app": "No right to add applications"}"#, &[("app", "No right to add applications")]),
            (r#"{"redirect_uris": [{}, {"url": ["Wrong."]}]}"#, &[("redirect_uris.1.url", "Wrong.")]),
        ];
        for (body, expected) in table {
            let mut found = fields(body);
            found.sort();
            assert_eq!(found, pairs(expected), "{body}");
            assert_eq!(words(body).form, Form::Json);
        }
    }

    #[test]
    fn reads_sentences_about_the_whole() {
        let detail = |body: &str| words(body).detail;
        assert_eq!(detail(r#"{"detail": "Token invalid"}"#).as_deref(), Some("Token invalid"));
        assert_eq!(detail(r#"{"detail": "No.", "code": "no"}"#).as_deref(), Some("No."));
        assert_eq!(
            detail(r#"{"error": "invalid_client", "error_description": "who?", "request_id": "1"}"#).as_deref(),
            Some("invalid_client: who?")
        );
        assert_eq!(fields(r#""only text""#), pairs(&[("", "only text")]));
        assert_eq!(fields(r#"["only text"]"#), pairs(&[("", "only text")]));
    }

    #[test]
    fn tells_pages_nothing_and_text_apart() {
        let page = words("\n\n<!DOCTYPE html>\n<html><head><title>\nBad Gateway\n</title></head></html>");
        assert_eq!((page.form, page.detail.as_deref()), (Form::Page, Some("Bad Gateway")));
        assert_eq!(words("  \n").form, Form::Empty);
        let text = words("upstream gone");
        assert_eq!((text.form, text.detail.as_deref()), (Form::Text, Some("upstream gone")));
        assert_eq!(words(r#"{"name": ["Tak"#).form, Form::Text, "JSON that was cut off");
    }

    #[test]
    fn makes_texts_printable_and_short_and_bounds_their_number() {
        let found = fields(&format!(r#"{{"a\u001b": ["red\u001b[31m", "{}"]}}"#, "x".repeat(2000)));
        assert_eq!(found[0], ("a\\u{1b}".to_owned(), "red\\u{1b}[31m".to_owned()));
        assert_eq!(found[1].1.chars().count(), LONGEST + 1);
        let many = format!("[{}]", vec![r#""x""#; 5000].join(","));
        assert_eq!(fields(&many).len(), MOST);
        let deep = format!("{}\"x\"{}", "[".repeat(50), "]".repeat(50));
        assert!(fields(&deep).is_empty());
    }
}
