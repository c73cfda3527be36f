//! How long and how deep a template may be before the engine reads it: the engine goes down as deep as
//! the text goes, and a stack that is used up ends akctl without a word.
//!
//! Tags are found as the engine finds them. It stops at the first mistake, so what follows one need not
//! be judged right.

#[cfg(test)]
mod tests;

use super::RenderError;

/// The longest template, in bytes. The longest of an honest preset is a tenth of it.
const LONGEST: usize = 1 << 14;

/// The most operators and opening brackets in one tag or condition: each may lie in the one before.
const MOST_JOINTS: usize = 64;

/// How deep blocks may lie in each other; an `elif` lies in the branch before it.
const DEEPEST: usize = 32;

/// Words that are operators.
const JOINTS: [&str; 7] = ["not", "if", "else", "and", "or", "is", "in"];

/// Blocks that have an end of their own.
const BLOCKS: [&str; 7] = ["if", "for", "with", "filter", "autoescape", "macro", "call"];

/// Refuses a template that is too long or too deep.
pub(super) fn template(text: &str) -> Result<(), RenderError> {
    short(text)?;
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((_, found)) = rest.split_once('{') {
        rest = match found.chars().next() {
            Some('#') => found[1..].split_once("#}").map_or("", |(_, rest)| rest),
            Some('{') => tag(inside(found), "}}")?,
            Some('%') => {
                let inside = inside(found);
                if let Some(raw) = basic(inside, "raw") {
                    after_raw(raw)
                } else {
                    block(inside, &mut blocks)?;
                    tag(inside, "%}")?
                }
            }
            _ => found,
        };
    }
    Ok(())
}

/// Refuses a condition that is too long or too deep.
pub(super) fn condition(text: &str) -> Result<(), RenderError> {
    short(text)?;
    tag(text, "}}").map(drop)
}

fn short(text: &str) -> Result<(), RenderError> {
    if text.len() > LONGEST {
        return Err(RenderError(format!("the template is longer than {LONGEST} bytes")));
    }
    Ok(())
}

/// What stands in a tag whose second mark is the first of the text, without the sign for white space.
fn inside(found: &str) -> &str {
    let inside = &found[1..];
    inside.strip_prefix(['-', '+']).unwrap_or(inside)
}

/// What is behind a tag that holds nothing but this word.
fn basic<'a>(inside: &'a str, word: &str) -> Option<&'a str> {
    let rest = inside.trim_ascii_start().strip_prefix(word)?.trim_ascii_start();
    rest.strip_prefix(['-', '+']).unwrap_or(rest).strip_prefix("%}")
}

fn after_raw(raw: &str) -> &str {
    let mut rest = raw;
    while let Some((_, found)) = rest.split_once("{%") {
        let inside = found.strip_prefix(['-', '+']).unwrap_or(found);
        if let Some(rest) = basic(inside, "endraw") {
            return rest;
        }
        rest = found;
    }
    ""
}

/// Goes into a block or out of one; `blocks` holds how deep each of the open ones goes.
fn block(inside: &str, blocks: &mut Vec<usize>) -> Result<(), RenderError> {
    let rest = inside.trim_ascii_start();
    let word = &rest[..word(rest)];
    // `set` with a value is no block.
    let is_open_set = word == "set" && !rest[rest.find(['=', '|', '%']).unwrap_or(0)..].starts_with('=');
    if BLOCKS.contains(&word) || is_open_set {
        blocks.push(1);
    } else if word.starts_with("end") {
        blocks.pop();
    } else if word == "elif" {
        blocks.iter_mut().next_back().into_iter().for_each(|deep| *deep += 1);
    }
    if blocks.iter().sum::<usize>() > DEEPEST {
        return Err(RenderError(format!("more than {DEEPEST} blocks lie in each other")));
    }
    Ok(())
}

/// What is behind a tag; nothing, if it does not end.
fn tag<'a>(inside: &'a str, end: &str) -> Result<&'a str, RenderError> {
    let (mut rest, mut joints, mut brackets) = (inside, 0, 0);
    loop {
        rest = rest.trim_ascii_start();
        let Some(first) = rest.chars().next() else { return Ok("") };
        if brackets == 0 {
            let behind = rest.strip_prefix(['-', '+']).and_then(|rest| rest.strip_prefix(end));
            if let Some(behind) = behind.or_else(|| rest.strip_prefix(end)) {
                return Ok(behind);
            }
        }
        let length = match first {
            '\'' | '"' => string(rest, first),
            _ if is_word(first) => word(rest),
            _ => first.len_utf8(),
        };
        let token = &rest[..length];
        brackets += match first {
            '(' | '[' | '{' => 1,
            ')' | ']' | '}' => -1,
            _ => 0,
        };
        let is_plain = is_word(first) || matches!(first, '\'' | '"' | ',' | ':' | ')' | ']' | '}');
        joints += usize::from(!is_plain || JOINTS.contains(&token));
        if joints > MOST_JOINTS {
            return Err(RenderError(format!("there are more than {MOST_JOINTS} operators and brackets in one tag")));
        }
        rest = &rest[length..];
    }
}

/// How long a text in quotation marks is, with them.
fn string(text: &str, mark: char) -> usize {
    let mut escaped = false;
    let end = text[1..].find(|c| {
        let ends = c == mark && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |at| at + 2)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}
