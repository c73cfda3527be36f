//! How long and how deep a template may be before the engine reads it: the engine goes down as deep as
//! the text goes, and a stack that is used up ends akctl without a word.
//!
//! Tags are found as the engine finds them. It stops at the first mistake, so what follows one need not
//! be judged right.

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
            Some('%') => match basic(inside(found), "raw") {
                Some(raw) => after_raw(raw),
                None => {
                    block(inside(found), &mut blocks)?;
                    tag(inside(found), "%}")?
                }
            },
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

#[cfg(test)]
mod tests {
    use super::super::{Context, evaluate, names_in_condition, names_in_template, render};
    use super::*;
    use crate::preset::format::{Condition, Template};

    /// So many of a piece, with another for each behind what they hold.
    fn nested(count: usize, piece: &str, inner: &str, close: &str) -> String {
        format!("{}{inner}{}", piece.repeat(count), close.repeat(count))
    }

    /// Expressions that go as deep as their length.
    fn deep(count: usize) -> Vec<String> {
        vec![
            nested(count, "-", "1", ""),
            nested(count, "- ", "1", ""),
            nested(count, "not ", "1", ""),
            nested(count, "(", "1", ")"),
            nested(count, "[", "1", "]"),
            nested(count, "{'a': ", "1", "}"),
            nested(count, "1 if 1 else ", "1", ""),
            nested(count, "1 if ", "1", ""),
            format!("1{}", " if 1".repeat(count)),
            format!("1{}", "+1".repeat(count)),
            format!("1{}", "**1".repeat(count)),
            format!("1{}", " and 1".repeat(count)),
            format!("'a'{}", " ~ 'a'".repeat(count)),
            format!("'a'{}", "|string".repeat(count)),
            format!("a{}", ".a".repeat(count)),
            format!("a{}", "[0]".repeat(count)),
            format!("1{}", " is defined".repeat(count)),
            format!("'}}}}' ~ {}", nested(count, "-", "1", "")),
            format!("\"\\\"}}}}\" ~ {}", nested(count, "-", "1", "")),
            format!("{{}} ~ {}", nested(count, "-", "1", "")),
        ]
    }

    /// Templates that go as deep as their length.
    fn templates(count: usize) -> Vec<String> {
        let expressions = deep(count);
        let tags = expressions
            .iter()
            .flat_map(|text| [format!("{{{{ {text} }}}}"), format!("{{% if {text} %}}{{% endif %}}")]);
        let hidden = [
            "{# {{ ' #}{{ - ",
            "{% raw %}{{ ' {%- endraw -%}{{ - ",
            "{%- raw -%}{% endra %}\"{% endraw %}{{ - ",
            "{{ 1 -}}{{- - ",
            "{{ '{{' }}{{ - ",
        ];
        let hidden = hidden.iter().map(|begin| format!("{begin}{} }}}}", nested(count, "-", "1", "")));
        let blocks = [
            nested(count, "{% if 1 %}", "a", "{% endif %}"),
            nested(count, "{% for a in [1] %}", "a", "{% endfor %}"),
            nested(count, "{% with %}", "a", "{% endwith %}"),
            nested(count, "{% set a %}", "a", "{% endset %}"),
            nested(count, "{% filter string %}", "a", "{% endfilter %}"),
            format!("{{% if 1 %}}{}{{% endif %}}", "{% elif 1 %}".repeat(count)),
        ];
        tags.chain(hidden).chain(blocks).collect()
    }

    /// All that is done with a preset's text, on the smallest stack that a thread has by itself.
    fn tried(templates: Vec<String>, conditions: Vec<String>) -> Vec<(String, Result<(), String>)> {
        let all = move || {
            let context = Context::new();
            let template = |text: String| {
                let template = Template(text.clone());
                let _ = render(&template, &context);
                (text, names_in_template(&template).map(drop).map_err(|error| error.to_string()))
            };
            let condition = |text: String| {
                let condition = Condition(text.clone());
                let _ = evaluate(&condition, &context);
                (text, names_in_condition(&condition).map(drop).map_err(|error| error.to_string()))
            };
            let templates: Vec<_> = templates.into_iter().map(template).collect();
            templates.into_iter().chain(conditions.into_iter().map(condition)).collect()
        };
        std::thread::Builder::new().stack_size(2 << 20).spawn(all).expect("a thread").join().expect("it ends")
    }

    #[test]
    fn what_is_too_deep_is_refused_and_uses_up_no_stack() {
        for count in [MOST_JOINTS + 1, 1_000, 50_000] {
            for (text, result) in tried(templates(count), deep(count)) {
                let reason = result.expect_err(&text);
                assert!(
                    ["more than ", "longer than", "recursion"].iter().any(|part| reason.contains(part)),
                    "{text}: {reason}"
                );
            }
        }
    }

    #[test]
    fn what_is_just_allowed_uses_up_no_stack() {
        tried(templates(MOST_JOINTS - 4), deep(MOST_JOINTS - 4));
        tried(templates(DEEPEST - 1), Vec::new());
    }

    #[test]
    fn long_lists_and_many_tags_are_well() {
        let list = format!("[{}]", "'a', ".repeat(400));
        assert_eq!(condition(&format!("a in {list}")), Ok(()));
        assert_eq!(template(&format!("{{{{ {list} }}}}{}", "{{ a | b }}{% if a %}x{% endif %}".repeat(200))), Ok(()));
        assert_eq!(template(&format!("{{{{ a }}}}{}", "-".repeat(1_000))), Ok(()));
        assert!(template(&"-".repeat(LONGEST + 1)).is_err());
    }
}
