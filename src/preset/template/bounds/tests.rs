//! Tests of the bounds, with the engine behind them.

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
    let tags =
        expressions.iter().flat_map(|text| [format!("{{{{ {text} }}}}"), format!("{{% if {text} %}}{{% endif %}}")]);
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
