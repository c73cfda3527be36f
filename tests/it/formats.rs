//! Whatever a value is, every format that a preset can write reads back as exactly that value, by a
//! reader that is not ours. Values are arbitrary Unicode, and above all what ends texts and lines.

use akctl::preset::format::{Data, FileFormat, Template};
use akctl::preset::template::{Context, render};
use akctl::render::data::document;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

const TRICKS: [&str; 44] = [
    "\"", "'", "\\", "\n", "\r", "\t", "\u{0}", "\u{1}", "\u{7f}", "\u{85}", "\u{2028}", "\u{202e}", "\u{feff}", "#",
    ":", ": ", " #", "- ", "? ", "{", "}", "[", "]", ",", "&a", "*a", "!x", "|", ">", "%", "@", "`", "$x", "${x}",
    "%{x}", "#{x}", "=", ";", "~", "---\n", "\"#\u{1}", "\\u0041", "'''", " ",
];

/// Words that some reader takes for something else than text.
const WORDS: [&str; 12] = ["no", "Yes", "null", "~", "1e3", "0x1f", "010", "1:30", "2026-11-23", ".inf", "true", ""];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => any::<String>(),
        4 => select(TRICKS.to_vec()).prop_map(str::to_owned),
        1 => select(WORDS.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Z 0-9]{1,8}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// So many texts, always the same.
fn texts(count: usize) -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let strategy = text();
    let single = TRICKS.iter().chain(&WORDS).map(|text| (*text).to_owned());
    let many = (0..count).map(|_| strategy.new_tree(&mut runner).expect("a text").current());
    single.chain(many).collect()
}

/// A file with this text as a value, in a list, and below a key; none where the format refuses it.
fn written(yaml: &str, format: FileFormat, value: &str) -> Option<String> {
    let mut context = Context::new();
    context.set("value", value);
    let data: Data = serde_yaml::from_str(yaml).expect("data");
    document(&data, format, &context).ok()
}

const NESTED: &str = "{a: '{{ value }}', b: {c: ['{{ value }}', '{{ value }}x'], d: '{{ value }}'}}";

fn nested(value: &str) -> Value {
    json!({"a": value, "b": {"c": [value, format!("{value}x")], "d": value}})
}

/// Pairs of a text and the file that holds it.
fn files(yaml: &str, format: FileFormat, at_least: usize) -> Vec<(String, String)> {
    let all = texts(400).into_iter();
    let files: Vec<_> = all.filter_map(|value| Some((value.clone(), written(yaml, format, &value)?))).collect();
    assert!(files.len() >= at_least, "{}: only {} of the texts are written", format.as_str(), files.len());
    files
}

#[test]
fn json_and_yaml_are_read_as_they_were_meant() {
    for (value, file) in files(NESTED, FileFormat::Json, 400) {
        let read: Value = serde_json::from_str(&file).unwrap_or_else(|error| panic!("{error}: {file}"));
        assert_eq!(read, nested(&value), "{file}");
    }
    for (value, file) in files(NESTED, FileFormat::Yaml, 400) {
        let read: Value = serde_yaml::from_str(&file).unwrap_or_else(|error| panic!("{error}: {file}"));
        assert_eq!(read, nested(&value), "{file}");
        harmless(&file);
    }
}

/// YAML, TOML, Python and Ruby have their own ways to write what moves a cursor.
#[track_caller]
fn harmless(file: &str) {
    let moves = |c: char| {
        c != '\n' && (c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}'))
    };
    assert!(!file.chars().any(moves), "{file:?}");
}

/// Gives these cases to a program of Python, which fails at the first that is wrong. Nothing is said
/// where there is no Python, or not the module that it needs.
fn python(program: &str, cases: &Value) {
    let command = Command::new("python3").args(["-c", program]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut python) = command else { return };
    let input = cases.to_string();
    // A program that lacks its module does not read.
    let _ = python.stdin.take().expect("an input").write_all(input.as_bytes());
    let output = python.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() || said.contains("ModuleNotFoundError"), "{said}");
}

fn cases(files: Vec<(String, String)>, expected: fn(&str) -> Value) -> Value {
    files.into_iter().map(|(value, file)| json!([file, expected(&value)])).collect()
}

#[test]
fn yaml_is_read_by_a_reader_of_yaml_1_1() {
    let program = "
import json, sys, yaml
for text, expected in json.loads(sys.stdin.buffer.read()):
    read = yaml.safe_load(text)
    assert read == expected, (text, read, expected)
";
    python(program, &cases(files(NESTED, FileFormat::Yaml, 400), nested));
}

#[test]
fn toml_is_read_as_it_was_meant() {
    let program = "
import json, sys, tomllib
for text, expected in json.loads(sys.stdin.buffer.read()):
    read = tomllib.loads(text)
    assert read == expected, (text, read, expected)
";
    let files = files(NESTED, FileFormat::Toml, 400);
    for (_, file) in &files {
        harmless(file);
    }
    python(program, &cases(files, nested));
}

#[test]
fn python_is_read_as_it_was_meant() {
    let program = "
import json, sys
for text, expected in json.loads(sys.stdin.buffer.read()):
    scope = {}
    exec(compile(text, 'file', 'exec'), {}, scope)
    assert scope == expected, (text, scope, expected)
";
    let files = files(NESTED, FileFormat::Python, 400);
    for (_, file) in &files {
        harmless(file);
    }
    python(program, &cases(files, nested));
}

#[test]
fn ruby_is_read_as_it_was_meant() {
    let files = files(NESTED, FileFormat::Ruby, 400);
    let mut script = String::from("require 'json'\n");
    for (value, file) in &files {
        harmless(file);
        assert_eq!(Value::Object(crate::ruby::assignments(file)), nested(value), "{file}");
        writeln!(script, "{file}puts JSON.generate({{'a' => a, 'b' => b}})").expect("text");
    }
    let Some(read) = ruby(&script) else { return };
    assert_eq!(read.len(), files.len());
    for (read, (value, file)) in read.iter().zip(&files) {
        assert_eq!(read, &nested(value), "{file}");
    }
}

/// What Ruby makes of a script that prints JSON, line by line; nothing where there is no Ruby.
fn ruby(script: &str) -> Option<Vec<Value>> {
    let command = Command::new("ruby").args(["-Ku", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut ruby = command.ok()?;
    ruby.stdin.take().expect("an input").write_all(script.as_bytes()).expect("it reads");
    let output = ruby.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).expect("text");
    Some(said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

#[test]
fn ini_is_read_as_it_was_meant_or_refused() {
    let program = "
import configparser, json, sys
for text, expected in json.loads(sys.stdin.buffer.read()):
    for marks in (None, ('#', ';')):
        read = configparser.RawConfigParser(inline_comment_prefixes=marks)
        read.read_string(text)
        assert {name: dict(read[name]) for name in read.sections()} == expected, (text, expected)
";
    let yaml = "{s: {a: '{{ value }}', b: '1'}}";
    let expected = |value: &str| json!({"s": {"a": value, "b": "1"}});
    // Readers do not agree about most of what is strange, so most of it is refused.
    python(program, &cases(files(yaml, FileFormat::Ini, 20), expected));
}

/// What a shell makes of words, one after the other.
fn shell(script: &str) -> Option<Vec<String>> {
    let mut command = Command::new("sh").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    command.stdin.take().expect("an input").write_all(script.as_bytes()).expect("it reads");
    let output = command.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).expect("text");
    Some(said.split_terminator('\0').map(str::to_owned).collect())
}

#[test]
fn variables_and_words_are_read_by_a_shell_as_they_were_meant() {
    let (mut script, mut expected) = (String::new(), Vec::new());
    // No variable and no argument can hold a NUL.
    for value in texts(400).into_iter().filter(|value| !value.contains('\0')) {
        let file = written("{A: '{{ value }}', B: '{{ value }}x'}", FileFormat::Env, &value).expect("written");
        let mut context = Context::new();
        context.set("value", value.as_str());
        let word = render(&Template("{{ value | shell }}".to_owned()), &context).expect("rendered");
        writeln!(script, "{file}printf '%s\\0%s\\0%s\\0' \"$A\" \"$B\" {word}").expect("text");
        expected.extend([value.clone(), format!("{value}x"), value]);
    }
    let Some(read) = shell(&script) else { return };
    assert_eq!(read.len(), expected.len());
    for (read, expected) in read.iter().zip(&expected) {
        assert_eq!(read, expected);
    }
}

fn filtered(template: &str, value: &str) -> String {
    let mut context = Context::new();
    context.set("value", value);
    render(&Template(template.to_owned()), &context).expect("rendered")
}

#[test]
fn filters_write_texts_that_stand_for_themselves() {
    for value in texts(400) {
        let json: Value = serde_json::from_str(&filtered("{{ value | json }}", &value)).expect("JSON");
        assert_eq!(json, json!(value));
        let pattern = format!("(?s)^{}$", filtered("{{ value | regex_quote }}", &value));
        let regex = regex::Regex::new(&pattern).unwrap_or_else(|error| panic!("{error}"));
        assert!(regex.is_match(&value), "{pattern}");
        // What is left of a regular expression matches the text and nothing around it.
        assert!(!regex.is_match(&format!("{value}x")) && !regex.is_match(&format!("x{value}")), "{pattern}");
        let argument = filtered("{{ value | apache }}", &value);
        assert_eq!(apache(&argument), Some(value.clone()), "{argument}");
        let hcl = filtered("a = {{ value | hcl }}\n", &value);
        let body: hcl::Body = hcl::from_str(&hcl).unwrap_or_else(|error| panic!("{error}: {hcl}"));
        let read = serde_json::to_value(hcl::from_body::<hcl::Value>(body).expect("values")).expect("JSON");
        assert_eq!(read["a"], json!(value), "{hcl}");
        let slug = filtered("{{ value | slugify }}", &value);
        assert!(slug.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{slug}");
    }
}

/// One argument as httpd 2.4 reads it (`ap_getword_conf`): within quotation marks a backslash counts
/// only before a quotation mark and before another backslash.
fn apache(argument: &str) -> Option<String> {
    let mut read = String::new();
    let mut chars = argument.strip_prefix('"')?.chars().peekable();
    loop {
        match chars.next()? {
            '"' => return chars.next().is_none().then_some(read),
            '\\' if matches!(chars.peek(), Some('"' | '\\')) => read.extend(chars.next()),
            c => read.push(c),
        }
    }
}
