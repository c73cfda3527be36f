//! A reader of the Ruby that akctl writes: assignments of literals.

use serde_json::{Map, Value};
use std::iter::Peekable;
use std::str::Chars;

/// What is assigned, by what it is assigned to.
pub fn assignments(text: &str) -> Map<String, Value> {
    let mut reader = Reader(text.chars().peekable());
    let mut read = Map::new();
    while let Some(name) = reader.line_up_to(" = ") {
        let value = reader.value();
        assert!(read.insert(name, value).is_none(), "assigned twice in\n{text}");
        reader.blank();
    }
    read
}

struct Reader<'a>(Peekable<Chars<'a>>);

impl Reader<'_> {
    fn blank(&mut self) {
        while self.0.next_if(|c| c.is_whitespace()).is_some() {}
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.blank();
        self.0.next_if_eq(&wanted).is_some()
    }

    fn line_up_to(&mut self, end: &str) -> Option<String> {
        let mut name = String::new();
        while !name.ends_with(end) {
            name.push(self.0.next_if(|c| *c != '\n')?);
        }
        name.truncate(name.len() - end.len());
        Some(name)
    }

    fn value(&mut self) -> Value {
        self.blank();
        match self.0.peek() {
            Some('\'' | '"') => Value::String(self.text()),
            Some('[') => self.list(),
            Some('{') => self.hash(),
            _ => self.word(),
        }
    }

    /// A text. Between single quotation marks a backslash quotes itself and the mark, nothing else; between
    /// double ones it begins an escape, and a `#` must not stand before what Ruby would evaluate.
    fn text(&mut self) -> String {
        self.blank();
        let mark = self.0.next().filter(|c| matches!(c, '\'' | '"')).expect("a quotation mark");
        let mut text = String::new();
        loop {
            match self.0.next().expect("the end of a text") {
                c if c == mark => return text,
                '\\' if mark == '"' => text.push(self.escape()),
                '\\' if matches!(self.0.peek(), Some('\'' | '\\')) => text.extend(self.0.next()),
                '#' if mark == '"' => {
                    assert!(!matches!(self.0.peek(), Some('{' | '$' | '@')), "Ruby would evaluate it");
                    text.push('#');
                }
                c => text.push(c),
            }
        }
    }

    /// Numbers in braces, and characters that stand for themselves; akctl writes no other escapes.
    fn escape(&mut self) -> char {
        match self.0.next().expect("an escape") {
            c @ ('"' | '\\' | '#') => c,
            'u' => {
                assert!(self.eat('{'));
                let number: String = std::iter::from_fn(|| self.0.next_if(char::is_ascii_hexdigit)).collect();
                assert!(self.eat('}'));
                u32::from_str_radix(&number, 16).ok().and_then(char::from_u32).expect("a character")
            }
            c => panic!("an escape \\{c}"),
        }
    }

    fn list(&mut self) -> Value {
        assert!(self.eat('['));
        let mut items = Vec::new();
        while !self.eat(']') {
            items.push(self.value());
            self.eat(',');
        }
        Value::Array(items)
    }

    fn hash(&mut self) -> Value {
        assert!(self.eat('{'));
        let mut entries = Map::new();
        while !self.eat('}') {
            let key = if matches!(self.0.peek(), Some('\'' | '"')) {
                let key = self.text();
                assert!(self.eat('=') && self.eat('>'));
                key
            } else {
                let key = self.letters();
                assert!(self.eat(':'));
                key
            };
            entries.insert(key, self.value());
            self.eat(',');
        }
        Value::Object(entries)
    }

    fn letters(&mut self) -> String {
        std::iter::from_fn(|| self.0.next_if(|c| c.is_ascii_alphanumeric() || *c == '_')).collect()
    }

    fn word(&mut self) -> Value {
        match self.letters().as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "nil" => Value::Null,
            number => number.parse::<u64>().expect("a number").into(),
        }
    }
}

#[test]
fn the_reader_reads_quotation_marks() {
    let read = assignments("a['b'] = {\n  c: ['it\\'s \\\\ \\n', 1, nil],\n  'x y' => true,\n}\nz = false\n");
    assert_eq!(read["a['b']"]["c"], serde_json::json!(["it's \\ \\n", 1, null]));
    let read_again = assignments("a = \"\\u{1b}\\#{x} # \\\"\\\\n\"\n");
    assert_eq!(read_again["a"], "\u{1b}#{x} # \"\\n");
    assert_eq!((&read["a['b']"]["x y"], &read["z"]), (&Value::Bool(true), &Value::Bool(false)));
}
