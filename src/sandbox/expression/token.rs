//! Python's words: names, literals, brackets, and the lines that they stand on.

use std::iter::Peekable;
use std::str::Chars;

/// A piece of Python.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name or a keyword.
    Name(String),
    /// A text literal.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A bracket, an operator, a separator.
    Mark(char),
    /// `==`, or `!=` where false.
    Equals(bool),
    /// The end of a logical line.
    Newline,
    /// A line that stands further in than the one before.
    Indent,
    /// The end of an indented block.
    Dedent,
    /// Something that Python may know and the sandbox does not.
    Other,
}

/// Why Python refuses to compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The complaint in Python's words.
    pub text: String,
    /// The line, counted from one.
    pub line: usize,
}

impl SyntaxError {
    /// The message that authentik makes of it. authentik wraps the code in a function, which moves
    /// every line down by one.
    #[must_use]
    pub fn message(&self, name: &str) -> String {
        format!("Expression Syntax Error: {} ({name}, line {})", self.text, self.line + 1)
    }
}

/// Splits code into tokens.
pub fn tokens(code: &str) -> Result<Vec<Token>, SyntaxError> {
    let mut lexer =
        Lexer { rest: code.chars().peekable(), line: 1, open: Vec::new(), depths: vec![0], found: Vec::new() };
    lexer.run()?;
    Ok(lexer.found)
}

struct Lexer<'a> {
    rest: Peekable<Chars<'a>>,
    line: usize,
    open: Vec<(char, usize)>,
    depths: Vec<usize>,
    found: Vec<Token>,
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), SyntaxError> {
        self.indentation()?;
        while let Some(letter) = self.rest.next() {
            self.token(letter)?;
        }
        if let Some((bracket, line)) = self.open.last() {
            return Err(SyntaxError { text: format!("'{bracket}' was never closed"), line: *line });
        }
        self.end_line();
        let blocks = self.depths.len() - 1;
        self.found.extend(std::iter::repeat_n(Token::Dedent, blocks));
        Ok(())
    }

    fn fail<T>(&self, text: impl Into<String>) -> Result<T, SyntaxError> {
        Err(SyntaxError { text: text.into(), line: self.line })
    }

    fn end_line(&mut self) {
        if !matches!(self.found.last(), None | Some(Token::Newline | Token::Indent | Token::Dedent)) {
            self.found.push(Token::Newline);
        }
    }

    fn token(&mut self, letter: char) -> Result<(), SyntaxError> {
        match letter {
            '\n' => {
                self.line += 1;
                if self.open.is_empty() {
                    self.end_line();
                    self.indentation()?;
                }
            }
            ' ' | '\t' | '\r' => {}
            '#' => while self.rest.next_if(|next| *next != '\n').is_some() {},
            '\\' if self.rest.next_if_eq(&'\n').is_some() => self.line += 1,
            '"' | '\'' => {
                let text = self.text(letter)?;
                self.found.push(Token::Text(text));
            }
            '(' | '[' | '{' => {
                self.open.push((letter, self.line));
                self.found.push(Token::Mark(letter));
            }
            ')' | ']' | '}' => self.close(letter)?,
            '0'..='9' => self.number(letter),
            _ if letter.is_alphabetic() || letter == '_' => self.name(letter),
            '=' if self.rest.next_if_eq(&'=').is_some() => self.found.push(Token::Equals(true)),
            '!' if self.rest.next_if_eq(&'=').is_some() => self.found.push(Token::Equals(false)),
            ',' | ':' | '=' | '.' | '/' => self.found.push(Token::Mark(letter)),
            '$' | '?' => return self.fail("invalid syntax"),
            _ => self.found.push(Token::Other),
        }
        Ok(())
    }

    /// Reads the spaces at the start of a line; lines with nothing on them do not count.
    fn indentation(&mut self) -> Result<(), SyntaxError> {
        let mut depth = 0;
        loop {
            match self.rest.peek() {
                Some(' ') => depth += 1,
                Some('\t') => depth = (depth / 8 + 1) * 8,
                Some('\r') => {}
                Some('\n') => {
                    depth = 0;
                    self.line += 1;
                }
                Some('#') => {
                    while self.rest.next_if(|next| *next != '\n').is_some() {}
                    continue;
                }
                _ => break,
            }
            self.rest.next();
        }
        if self.rest.peek().is_none() {
            return Ok(());
        }
        if self.depths.last().is_some_and(|known| depth > *known) {
            if !matches!(self.found.as_slice(), [.., Token::Mark(':'), Token::Newline] | []) {
                return self.fail("unexpected indent");
            }
            self.depths.push(depth);
            self.found.push(Token::Indent);
        }
        while self.depths.last().is_some_and(|known| depth < *known) {
            self.depths.pop();
            self.found.push(Token::Dedent);
        }
        if self.depths.last() == Some(&depth) {
            return Ok(());
        }
        self.fail("unindent does not match any outer indentation level")
    }

    fn close(&mut self, letter: char) -> Result<(), SyntaxError> {
        let Some((bracket, _)) = self.open.pop() else { return self.fail(format!("unmatched '{letter}'")) };
        if !matches!((bracket, letter), ('(', ')') | ('[', ']') | ('{', '}')) {
            let text = format!("closing parenthesis '{letter}' does not match opening parenthesis '{bracket}'");
            return self.fail(text);
        }
        self.found.push(Token::Mark(letter));
        Ok(())
    }

    fn number(&mut self, first: char) {
        let mut digits = first.to_string();
        while let Some(next) = self.rest.next_if(|next| next.is_ascii_alphanumeric() || *next == '_' || *next == '.') {
            digits.push(next);
        }
        self.found.push(digits.parse().map_or(Token::Other, Token::Int));
    }

    fn name(&mut self, first: char) {
        let mut name = first.to_string();
        while let Some(next) = self.rest.next_if(|next| next.is_alphanumeric() || *next == '_') {
            name.push(next);
        }
        let prefixed = matches!(self.rest.peek(), Some('"' | '\''));
        self.found.push(if prefixed { Token::Other } else { Token::Name(name) });
    }

    fn text(&mut self, quote: char) -> Result<String, SyntaxError> {
        let start = self.line;
        let mut triple = false;
        if self.rest.next_if_eq(&quote).is_some() {
            if self.rest.next_if_eq(&quote).is_none() {
                return Ok(String::new());
            }
            triple = true;
        }
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some(letter) if letter == quote && !triple => return Ok(text),
                Some(letter) if letter == quote && self.closes(quote) => return Ok(text),
                Some('\n') if !triple => {
                    return self.fail(format!("unterminated string literal (detected at line {start})"));
                }
                Some('\n') => {
                    self.line += 1;
                    text.push('\n');
                }
                Some('\\') => self.escape(&mut text)?,
                Some(letter) => text.push(letter),
                None => return self.fail(format!("unterminated string literal (detected at line {start})")),
            }
        }
    }

    /// Whether two more quotes follow the one that was read.
    fn closes(&mut self, quote: char) -> bool {
        let mut ahead = self.rest.clone();
        let closing = ahead.next() == Some(quote) && ahead.next() == Some(quote);
        if closing {
            self.rest = ahead;
        }
        closing
    }

    fn escape(&mut self, text: &mut String) -> Result<(), SyntaxError> {
        let letter = match self.rest.next() {
            Some('\n') => {
                self.line += 1;
                return Ok(());
            }
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('a') => '\u{7}',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('v') => '\u{b}',
            Some('x') => self.digits(2, 'x')?,
            Some('u') => self.digits(4, 'u')?,
            Some('U') => self.digits(8, 'U')?,
            Some(first @ '0'..='7') => self.octal(first),
            Some(plain @ ('\\' | '\'' | '"')) => plain,
            Some(other) => {
                text.push('\\');
                other
            }
            None => return self.fail("unexpected EOF"),
        };
        text.push(letter);
        Ok(())
    }

    fn digits(&mut self, count: usize, letter: char) -> Result<char, SyntaxError> {
        let digits: String = (0..count).filter_map(|_| self.rest.next_if(char::is_ascii_hexdigit)).collect();
        let code = if digits.len() == count { u32::from_str_radix(&digits, 16).ok() } else { None };
        match code.map(char::from_u32) {
            Some(found) => Ok(found.unwrap_or(char::REPLACEMENT_CHARACTER)),
            None => self.fail(format!("(unicode error) truncated \\{letter} escape")),
        }
    }

    fn octal(&mut self, first: char) -> char {
        let mut code = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            if let Some(digit) = self.rest.next_if(|next| next.is_digit(8)) {
                code = code * 8 + digit.to_digit(8).unwrap_or(0);
            }
        }
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}
