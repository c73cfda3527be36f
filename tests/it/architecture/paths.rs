//! The paths that a Rust file uses, found in its text: enough of the language to read `use` lines
//! and qualified names, with comments and literals taken out.

/// One file.
pub(super) struct Source<'a> {
    /// Its path below `src`.
    pub file: &'a str,
    /// What is in it.
    pub text: &'a str,
}

/// All paths of more than one part, and all that is imported, written from the crate's root.
/// What stands in the tests at the file's end does not count.
pub(super) fn paths(source: &Source) -> Vec<String> {
    let text = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let words = words(text);
    let module = module_of(source.file);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at] == "use" {
            at = tree(&words, at + 1, &[], &mut found);
        } else if is_name(&words[at]) {
            let mut path = vec![words[at].clone()];
            while at + 2 < words.len() && words[at + 1] == "::" && is_name(&words[at + 2]) {
                path.push(words[at + 2].clone());
                at += 2;
            }
            at += 1;
            if path.len() > 1 {
                found.push(path);
            }
        } else {
            at += 1;
        }
    }
    found.into_iter().map(|path| resolved(&module, path).join("::")).collect()
}

/// The tree of a `use`, from `at` on; answers where it ends.
fn tree(words: &[String], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    while let Some(word) = words.get(at) {
        match word.as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while words.get(at).is_some_and(|word| word != "}") {
                    at = tree(words, at, &path, found);
                    if words.get(at).is_some_and(|word| word == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            "as" => at += 2,
            "*" => {
                path.push(word.clone());
                at += 1;
            }
            _ if is_name(word) => {
                if word != "self" || path.is_empty() {
                    path.push(word.clone());
                }
                at += 1;
            }
            _ => break,
        }
    }
    found.push(path);
    at
}

/// The module that a file is: `plan/order.rs` is `crate::plan::order`.
fn module_of(file: &str) -> Vec<String> {
    let mut parts = vec!["crate".to_owned()];
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
    parts.extend(stem.split('/').filter(|part| !matches!(*part, "lib" | "main")).map(str::to_owned));
    parts
}

/// A path without `self` and `super`.
fn resolved(module: &[String], path: Vec<String>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for (at, part) in path.into_iter().enumerate() {
        match part.as_str() {
            "self" if at == 0 => whole = module.to_vec(),
            "super" => {
                if at == 0 {
                    whole = module.to_vec();
                }
                whole.pop();
            }
            _ => whole.push(part),
        }
    }
    whole
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::` and single signs.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = skipped(rest).unwrap_or_else(|| {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let length = if rest.starts_with("::") {
                2
            } else if is_part(c) {
                rest.find(|c| !is_part(c)).unwrap_or(rest.len())
            } else {
                c.len_utf8()
            };
            if !c.is_whitespace() {
                words.push(rest[..length].to_owned());
            }
            length
        });
        rest = &rest[length..];
    }
    words
}

/// How long the comment or literal is that begins here, if one does.
fn skipped(text: &str) -> Option<usize> {
    let until = |from: usize, end: &str| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    if text.starts_with("//") {
        return Some(until(2, "\n"));
    }
    if text.starts_with("/*") {
        return Some(until(2, "*/"));
    }
    if let Some(raw) = text.strip_prefix('r') {
        let marks = raw.len() - raw.trim_start_matches('#').len();
        if raw[marks..].starts_with('"') {
            return Some(until(marks + 2, &format!("\"{}", "#".repeat(marks))));
        }
    }
    match text.chars().next()? {
        '"' => Some(closed(text, '"')),
        '\'' => {
            let mut after = text.chars().skip(1);
            let (first, second) = (after.next()?, after.next());
            // A lifetime has no second quotation mark.
            (first == '\\' || second == Some('\'')).then(|| closed(text, '\''))
        }
        _ => None,
    }
}

/// The length of a literal that begins and ends with this mark.
fn closed(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == mark => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[test]
fn reads_paths_as_the_language_means_them() {
    let text = "use a::{b::c as d, e::{self, f}, g::*}; fn x<'a>(y: &'a str) { super::z::w(self::v::u, 'q', \"k::l\", r#\"m::n\"#); }";
    let found = paths(&Source { file: "plan/order.rs", text });
    assert_eq!(found, ["a::b::c", "a::e", "a::e::f", "a::g::*", "crate::plan::z::w", "crate::plan::order::v::u"]);
}
