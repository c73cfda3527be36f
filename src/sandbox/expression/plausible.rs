//! Whether tokens can be Python at all, judged by neighbours. It finds what is surely wrong and
//! lets the rest pass.

use super::token::Token;

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "case", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "type", "while", "with", "yield",
];

/// Words that stand for a value although they are keywords.
const VALUES: &[&str] = &["False", "None", "True"];

/// The complaint about the first pair of tokens that cannot stand together.
#[must_use]
pub fn complaint(tokens: &[Token]) -> Option<&'static str> {
    let next_of = |place: usize| tokens.get(place + 1).unwrap_or(&Token::Newline);
    tokens.iter().enumerate().find_map(|(place, token)| judge(token, next_of(place), next_of(place + 1)))
}

fn judge(token: &Token, next: &Token, after: &Token) -> Option<&'static str> {
    let closes = |token: &Token| matches!(token, Token::Mark(')' | ']' | '}'));
    if ends_value(token) && starts_value(next) && !(is_text(token) && is_text(next)) {
        return Some("invalid syntax");
    }
    let dangles = |word: &str| ["and", "or", "not", "in"].contains(&word) && (closes(next) || *next == Token::Newline);
    match (token, next) {
        (Token::Mark(':'), Token::Mark('}')) => Some("expression expected after dictionary key and ':'"),
        (Token::Mark(':'), Token::Newline) if *after != Token::Indent => Some("expected an indented block"),
        (Token::Mark('=') | Token::Equals(_), next) => {
            (closes(next) || *next == Token::Newline).then_some("invalid syntax")
        }
        (Token::Name(word), _) => dangles(word).then_some("invalid syntax"),
        (Token::Mark(','), Token::Mark(',')) => Some("invalid syntax"),
        _ => None,
    }
}

fn is_text(token: &Token) -> bool {
    matches!(token, Token::Text(_))
}

/// A name, a literal, or a closing bracket. Prefixed text is no such thing here: its prefix and its
/// text are two tokens.
fn ends_value(token: &Token) -> bool {
    match token {
        Token::Name(name) => !KEYWORDS.contains(&name.as_str()) || VALUES.contains(&name.as_str()),
        Token::Text(_) | Token::Int(_) | Token::Mark(')' | ']' | '}') => true,
        _ => false,
    }
}

fn starts_value(token: &Token) -> bool {
    match token {
        Token::Name(name) => !KEYWORDS.contains(&name.as_str()) || VALUES.contains(&name.as_str()),
        Token::Text(_) | Token::Int(_) => true,
        _ => false,
    }
}
