//! What a redirect expression lets through besides what it is meant for.

mod shape;
#[cfg(test)]
mod tests;

use regex::Regex;
use shape::{Atom, Class, rows};

/// A host that is nobody's (RFC 2606).
const STRANGER: &str = "stranger.invalid";

/// Schemes that run what stands behind them.
const RUNNING: [&str; 3] = ["javascript", "data", "vbscript"];

/// Ends of names under which everybody can have one, besides those of countries (two letters).
const PUBLIC: [&str; 16] = [
    "com", "net", "org", "info", "biz", "dev", "app", "xyz", "online", "site", "cloud", "tech", "shop", "page",
    "store", "name",
];

/// What stands before a country's end where names are given below it: `co.uk`.
const SECOND: [&str; 9] = ["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne"];

/// Hosts below which everybody can have a page.
const SHARED: [&str; 15] = [
    "github.io",
    "pages.dev",
    "workers.dev",
    "netlify.app",
    "vercel.app",
    "herokuapp.com",
    "web.app",
    "firebaseapp.com",
    "azurewebsites.net",
    "cloudfront.net",
    "appspot.com",
    "onrender.com",
    "fly.dev",
    "trycloudflare.com",
    "ngrok.io",
];

/// What is wrong with an expression. The order is that of urgency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flaw {
    /// It lets through an address of somebody else: this one.
    Wide(String),
    /// It leaves open which host it is, and no address was found to show it with.
    Open,
    /// It is no expression.
    Broken,
    /// Everybody can have a page below this host.
    Shared(String),
    /// A dot in the host matches any character, so that it lets through hosts that look alike.
    Dot,
    /// It uses what only Python knows, so it cannot be tried here.
    Unknown,
}

/// Looks at an expression, which authentik matches with the whole address.
pub(crate) fn flaw(pattern: &str) -> Option<Flaw> {
    let regex = Regex::new(&format!("^(?:{pattern})$")).ok().filter(|_| !has_property(pattern));
    let Some(regex) = regex else {
        return Some(if is_pythonic(pattern) { Flaw::Unknown } else { Flaw::Broken });
    };
    let paths = ["", "/", "/callback", "/oauth/callback"];
    let strange = paths.iter().map(|path| format!("https://{STRANGER}{path}")).find(|url| regex.is_match(url));
    if let Some(address) = strange {
        return Some(Flaw::Wide(address));
    }
    let found = rows(pattern).iter().filter_map(|row| of_row(row, &regex)).min();
    found.or_else(|| has_bare_dot(host(pattern)).then_some(Flaw::Dot))
}

/// What is wrong with one of the rows that an expression consists of.
fn of_row(row: &[Atom], regex: &Regex) -> Option<Flaw> {
    let mark = row.windows(3).position(|part| part == [':', '/', '/'].map(Atom::Letter));
    let scheme_end = mark.or_else(|| row.iter().position(|atom| *atom == Atom::Letter(':')));
    let scheme = &row[..scheme_end.unwrap_or(row.len())];
    if let Some(at) = scheme.iter().position(|atom| several(atom).is_some_and(has_letters)) {
        return Some(shown(row, at, regex));
    }
    let scheme = filled(scheme);
    if RUNNING.contains(&scheme.to_lowercase().as_str()) {
        return Some(Flaw::Wide(filled(row)));
    }
    let start = mark? + 3;
    if !scheme.to_lowercase().starts_with("http") {
        return None;
    }
    let ends = |atom: &Atom| matches!(atom, Atom::Letter('/' | '?' | '#'));
    let end = row[start..].iter().position(ends).map_or(row.len(), |length| start + length);
    let judged = (start..end).filter_map(|at| {
        let class = several(&row[at])?;
        // What lets the host end here makes all behind it a mere path, question or part of a page.
        if ['/', '?', '#', '\\'].iter().any(|letter| class.has(*letter)) {
            return Some(shown(row, at, regex));
        }
        if !has_letters(class) || row[start..at].contains(&Atom::Letter(':')) {
            return None;
        }
        let behind: String = row[at + 1..end].iter().map(fixed).collect();
        match behind.split(':').next().and_then(|behind| behind.split_once('.')) {
            Some((_, domain)) if SHARED.contains(&domain) => Some(Flaw::Shared(domain.to_owned())),
            Some((_, domain)) if !is_public(domain) => None,
            _ => Some(shown(row, at, regex)),
        }
    });
    judged.min()
}

/// Whether everybody can have a name below this end of a host. A gap in it is judged for itself.
fn is_public(domain: &str) -> bool {
    let labels: Vec<&str> = domain.split('.').collect();
    match labels.as_slice() {
        [only] => only.len() == 2 || PUBLIC.contains(only),
        [second, country] => country.len() == 2 && SECOND.contains(second),
        _ => false,
    }
}

/// The class of a place where several letters may stand.
fn several(atom: &Atom) -> Option<&Class> {
    match atom {
        Atom::Class(class, true) => Some(class),
        _ => None,
    }
}

fn has_letters(class: &Class) -> bool {
    ('a'..='z').any(|letter| class.has(letter))
}

/// The letter that stands at a place, or a mark for an open one.
fn fixed(atom: &Atom) -> char {
    match atom {
        Atom::Letter(letter) => *letter,
        Atom::Class(..) => '*',
    }
}

/// A text that a row lets through.
fn filled(row: &[Atom]) -> String {
    let letter = |atom: &Atom| match atom {
        Atom::Letter(letter) => Some(*letter),
        Atom::Class(class, _) => ['x', '0', '-', '.', '/', ' ', 'X'].into_iter().find(|letter| class.has(*letter)),
    };
    row.iter().filter_map(letter).collect()
}

/// An address of a stranger that comes through at this place of a row.
fn shown(row: &[Atom], at: usize, regex: &Regex) -> Flaw {
    let (before, behind) = (filled(&row[..at]), filled(&row[at + 1..]));
    let fills = [
        format!("https://{STRANGER}/"),
        format!("://{STRANGER}/"),
        format!("s://{STRANGER}/"),
        "javascript".to_owned(),
        format!("{STRANGER}/"),
        format!(".{STRANGER}/"),
        format!("x@{STRANGER}/"),
        format!("{STRANGER}?"),
        format!(".{STRANGER}?"),
        format!("{STRANGER}#"),
        STRANGER.to_owned(),
        format!(".{STRANGER}"),
        "stranger".to_owned(),
        "STRANGER".to_owned(),
    ];
    let is_address = |text: &String| url::Url::parse(text).is_ok_and(|url| url.has_host() || url.cannot_be_a_base());
    let texts = fills.iter().map(|fill| format!("{before}{fill}{behind}"));
    texts.filter(is_address).find(|text| regex.is_match(text)).map_or(Flaw::Open, Flaw::Wide)
}

/// Looking ahead and back and references are known to Python's expressions alone.
fn is_pythonic(pattern: &str) -> bool {
    let marks = ["(?=", "(?!", "(?<=", "(?<!", "(?P=", "(?("];
    marks.iter().any(|mark| pattern.contains(mark)) || (1..=9).any(|group| pattern.contains(&format!("\\{group}")))
}

/// Properties of letters are unknown to Python's expressions, though known here.
fn has_property(pattern: &str) -> bool {
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && matches!(letters.next(), Some('p' | 'P')) {
            return true;
        }
    }
    false
}

/// The part of an expression that stands for the host.
fn host(pattern: &str) -> &str {
    let rest = pattern.split_once("//").map_or("", |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default()
}

/// Whether there is a dot that stands for any one character.
fn has_bare_dot(text: &str) -> bool {
    let (mut escaped, mut in_class) = (false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '.' if !in_class && !matches!(letters.peek(), Some('*' | '+' | '?' | '{')) => return true,
            _ => {}
        }
    }
    false
}
