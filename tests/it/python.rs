//! Python expressions, read by a real Python where there is one.

use akctl::model::python::{literal, values_by_group};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

/// Reads what it must check from its input, as authentik does: a mapping's expression is the body of
/// a function, each of its lines indented (authentik 2024.8 to 2026.8, `lib/expression/evaluator.py`).
const PROGRAM: &str = r#"
import ast, json, sys
given = json.loads(sys.stdin.buffer.read())
for text, expected in given["literals"]:
    assert ast.literal_eval(text) == expected, (text, expected)
for expression, groups, expected in given["expressions"]:
    body = "def f(request):\n" + "\n".join("    " + line for line in expression.splitlines())
    scope = {"ak_is_group_member": lambda user, name: name in user}
    exec(compile(body, "expression", "exec"), scope)
    class Request:
        user = groups
    result = scope["f"](Request)
    assert result == expected, (expression, groups, result, expected)
print("checked")
"#;

/// Text of all sorts, and above all of those that end literals and lines.
fn text() -> impl Strategy<Value = String> {
    let tricks =
        ["\"", "\\", "\n", "\r", "\u{85}", "\u{2028}", "\u{0}", "{", "}", "'", "\"\"\"", "\\N{DIGIT ONE}", "\\x", "#"];
    let piece = prop_oneof![
        3 => any::<String>(),
        3 => select(tricks.to_vec()).prop_map(str::to_owned),
        1 => "[a-zA-Z 0-9]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// A claim, its values with their groups, and the groups that a user is in.
type Case = (String, Vec<(String, Vec<String>)>, Vec<String>);

fn case() -> impl Strategy<Value = Case> {
    let picks = || vec(any::<Index>(), 1..4);
    let values = vec((text(), picks()), 0..5);
    (text(), vec(text(), 1..6), values, picks()).prop_map(|(claim, groups, values, member_of)| {
        let of = |picks: &[Index]| picks.iter().map(|pick| pick.get(&groups).clone()).collect::<Vec<_>>();
        let values = values.iter().map(|(value, picks)| (value.clone(), of(picks))).collect();
        (claim, values, of(&member_of))
    })
}

fn sample<T: std::fmt::Debug>(count: usize, strategy: &impl Strategy<Value = T>) -> Vec<T> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).expect("a value").current()).collect()
}

fn expected((claim, values, member_of): &Case) -> Value {
    let emitted = values.iter().filter(|(_, groups)| groups.iter().any(|group| member_of.contains(group)));
    json!({ claim: emitted.map(|(value, _)| value).collect::<Vec<_>>() })
}

#[test]
fn python_reads_every_literal_and_every_expression_as_it_was_meant() {
    let literals: Vec<Value> = sample(3000, &text()).iter().map(|text| json!([literal(text), text])).collect();
    let cases = sample(400, &case());
    let expressions: Vec<Value> = cases
        .iter()
        .map(|case| json!([values_by_group(&case.0, &case.1), case.2, expected(case)]))
        .chain([json!([values_by_group("none", &[("never".to_owned(), Vec::new())]), ["a"], {"none": []}])])
        .collect();
    let given = json!({"literals": literals, "expressions": expressions}).to_string();
    let command = Command::new("python3")
        .args(["-c", PROGRAM])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut python = match command {
        Ok(python) => python,
        // The evaluator below has to do.
        Err(error) if error.kind() == ErrorKind::NotFound => return,
        Err(error) => panic!("{error}"),
    };
    python.stdin.take().expect("an input").write_all(given.as_bytes()).expect("it reads");
    let output = python.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "checked\n", "{}", String::from_utf8_lossy(&output.stderr));
}

/// What a literal stands for, by the rules of Python's language reference.
fn evaluated(literal: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            // Neither a bare quotation mark nor anything that could end a line.
            let is_plain = c != '"' && !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
            out.push(is_plain.then_some(c)?);
            continue;
        }
        let escape = chars.next()?;
        let digits = match escape {
            '\\' | '"' => {
                out.push(escape);
                continue;
            }
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => return None,
        };
        let code: String = chars.by_ref().take(digits).collect();
        out.push(char::from_u32(u32::from_str_radix(&code, 16).ok().filter(|_| code.len() == digits)?)?);
    }
    Some(out)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_literal_stands_for_its_text_and_stays_on_one_line(text in text()) {
        let literal = literal(&text);
        prop_assert_eq!(evaluated(&literal), Some(text), "{}", literal);
    }
}
