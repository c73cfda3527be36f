//! Which room may use which: the picture in the crate's documentation, as a test.

mod names;
mod paths;

use paths::{Source, paths};
use std::fs;
use std::path::{Path, PathBuf};

/// What deciding must never reach: the network, the terminal, the environment, the clock, files.
const OUTSIDE: [&str; 22] = [
    "crate::apply",
    "crate::authentik",
    "crate::cli",
    "crate::commands",
    "crate::context",
    "crate::env",
    "crate::fetch",
    "crate::observe",
    "crate::profiles",
    "crate::public",
    "crate::run",
    "crate::sandbox",
    "crate::session",
    "crate::settings",
    "crate::ui",
    "reqwest",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::time",
];

/// The rooms that decide.
const PURE: [&str; 11] =
    ["answers", "compile", "file", "login", "model", "plan", "preset", "render", "rights", "saml", "verify"];

/// What one file may use all the same, and why.
const EXCEPTIONS: [(&str, &str, &str); 9] = [
    ("preset/catalogue.rs", "std::fs", "it reads the user's folder"),
    ("preset/catalogue.rs", "std::io", "it tells a missing folder from an unreadable one"),
    ("preset/template.rs", "std::io", "the engine writes into memory through `Write`, which bounds it"),
    ("verify/look/lists.rs", "crate::authentik", "it reads what the checks look at"),
    ("verify/look/mod.rs", "crate::authentik", "it reads what the checks look at"),
    ("verify/look/mod.rs", "std::time", "certificates end on a day"),
    ("verify/look/outposts.rs", "crate::authentik", "it reads what the checks look at"),
    ("verify/look/outside.rs", "crate::authentik", "it looks through the public address"),
    ("verify/look/outside.rs", "std::time", "it compares two clocks"),
];

/// Values below a path that is otherwise forbidden: an IP address reaches nothing, and a span of time is no clock.
const VALUES: [&str; 4] = ["std::net::IpAddr", "std::net::Ipv4Addr", "std::net::Ipv6Addr", "std::time::Duration"];

/// Our own rooms that a room may use, where these are few.
const NARROW: [(&str, &[&str]); 5] = [
    ("model/capabilities.rs", &["model", "error"]),
    ("model/objects.rs", &["model", "error"]),
    ("model", &["model"]),
    ("saml", &["saml", "model", "error"]),
    ("sandbox", &["sandbox", "model", "error"]),
];

/// Who may use the sandbox: whoever opens a connection, and the flag that names its version.
const SANDBOX_USERS: [&str; 4] = ["cli", "commands", "sandbox", "session"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// All Rust files below a folder, by their paths below `src`, in order.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below = path.strip_prefix(root()).expect("below src").to_string_lossy().replace('\\', "/");
            found.push((below, fs::read_to_string(&path).expect("text")));
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{} holds no Rust file", folder.display());
    found
}

/// The first part of a path below `src`: `plan` for `plan/order.rs` and for `plan.rs`.
fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// What is wrong with one file.
fn breaches(file: &str, text: &str) -> Vec<String> {
    let used = paths(&Source { file, text });
    let room = room(file);
    let ours =
        |path: &str| path.strip_prefix("crate::").map(|rest| rest.split("::").next().unwrap_or_default().to_owned());
    let mut wrong = Vec::new();
    for path in &used {
        if PURE.contains(&room) && (path == "tokio" || path.starts_with("tokio::") || outside(file, path)) {
            wrong.push(format!("{file} uses {path}: this room decides and never reaches out"));
        }
        let narrow = NARROW.iter().find(|(place, _)| file == *place || room == *place);
        if let (Some((_, allowed)), Some(ours)) = (narrow, ours(path))
            && !allowed.contains(&ours.as_str())
        {
            wrong.push(format!("{file} uses {path}: it may use only {}", allowed.join(", ")));
        }
        if is_below(path, "crate::sandbox") && !SANDBOX_USERS.contains(&room) {
            wrong.push(format!("{file} uses {path}: only {} know the sandbox", SANDBOX_USERS.join(", ")));
        }
    }
    wrong
}

fn outside(file: &str, path: &str) -> bool {
    // A glob over the whole crate is all of it.
    let everything = matches!(path, "crate::*" | "std::*");
    let is_value = VALUES.iter().any(|value| is_below(path, value));
    everything
        || !is_value
            && OUTSIDE.iter().any(|forbidden| {
                let excepted = EXCEPTIONS.iter().any(|(place, what, _)| file == *place && what == forbidden);
                is_below(path, forbidden) && !excepted
            })
}

#[test]
fn dependencies_point_one_way() {
    let wrong: Vec<String> = files(&root()).iter().flat_map(|(file, text)| breaches(file, text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_that_the_rules_name_is_there() {
    let all = files(&root());
    let forbidden = OUTSIDE.iter().filter_map(|path| path.strip_prefix("crate::"));
    let named = PURE.iter().copied().chain(forbidden).chain(SANDBOX_USERS);
    for name in named {
        assert!(all.iter().any(|(file, _)| room(file) == name), "the rules name the room `{name}`, which is empty");
    }
    let places = EXCEPTIONS.iter().map(|(file, ..)| file).chain(NARROW.iter().map(|(place, _)| place));
    for place in places.filter(|place| place.contains('/')) {
        assert!(all.iter().any(|(file, _)| file == place), "the rules name {place}, which is not there");
    }
}

#[test]
fn every_exception_is_still_needed() {
    let all = files(&root());
    for (place, what, reason) in EXCEPTIONS {
        let (file, text) = all.iter().find(|(file, _)| file == place).expect("the file");
        let used = paths(&Source { file, text });
        assert!(used.iter().any(|path| is_below(path, what)), "{place} no longer uses {what} ({reason})");
    }
}

#[test]
fn a_breach_is_found_however_it_is_written() {
    let table = [
        ("plan/mod.rs", "use crate::authentik::Client;"),
        ("plan/mod.rs", "use crate::{\n    model::Slug,\n    apply::{self, Outcome},\n};"),
        ("plan/compare.rs", "use super::super::observe::Survey;"),
        ("plan.rs", "use super::observe::Survey;"),
        ("compile/mod.rs", "fn f() { let x = crate::settings::Settings::default(); }"),
        ("compile/mod.rs", "use std::{collections::BTreeMap, env};"),
        ("render/text.rs", "fn f() { std::time::Instant::now(); }"),
        ("render/text.rs", "pub(crate) use ::reqwest::Client;"),
        ("answers.rs", "fn f() { tokio::spawn(x); }"),
        ("preset/catalogue.rs", "use std::net::TcpStream;"),
        ("preset/parse.rs", "use std::fs;"),
        ("model/slug.rs", "use crate::error::Failure;"),
        ("model/objects.rs", "use crate::preset::format::Preset;"),
        ("plan/mod.rs", "use crate::*;"),
        ("saml/document.rs", "use std::fs;"),
        ("saml/mod.rs", "use crate::preset::format::Preset;"),
        ("sandbox/mod.rs", "use crate::authentik::Client;"),
        ("observe.rs", "use crate::sandbox::Sandbox;"),
        ("plan/mod.rs", "// \" \nuse crate::apply::Outcome; // \""),
        ("plan/mod.rs", "const Q: char = '\"'; use crate::apply::Outcome; const R: char = '\"';"),
    ];
    for (file, text) in table {
        assert!(!breaches(file, text).is_empty(), "{file}: {text}");
    }
}

#[test]
fn what_is_allowed_is_not_a_breach() {
    let table = [
        ("plan/mod.rs", "//! [`crate::apply`] does it.\nuse crate::model::Slug;"),
        ("plan/mod.rs", "/* crate::apply */ const A: &str = \"crate::apply::x \\\" std::env\";"),
        ("plan/compare.rs", "use super::rules::Rule; use std::collections::BTreeMap;"),
        ("preset/catalogue.rs", "use std::fs;"),
        ("model/web.rs", "use std::net::IpAddr;"),
        ("model/objects.rs", "use crate::error::Failure;"),
        ("session/mod.rs", "use crate::sandbox::Sandbox;"),
        ("render/text.rs", "use std::fmt::Write;\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n"),
    ];
    for (file, text) in table {
        assert_eq!(breaches(file, text), Vec::<String>::new(), "{file}: {text}");
    }
}
