//! Tokens to a tree, for exactly the Python that akctl writes. Everything else is not understood,
//! which is not the same as wrong.

use super::token::Token;
use serde_json::{Value, json};

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `name = value`
    Assign(String, Expr),
    /// `name.append(value)`
    Append(String, Expr),
    /// `if condition:` with its block.
    If(Expr, Vec<Statement>),
    /// `return value`
    Return(Expr),
    /// `def name():` with its block.
    Define(String, Vec<Statement>),
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A literal.
    Literal(Value),
    /// A variable.
    Name(String),
    /// `[...]`
    List(Vec<Expr>),
    /// `{...: ...}`
    Dict(Vec<(Expr, Expr)>),
    /// `not ...`
    Not(Box<Expr>),
    /// `... and ...`
    And(Vec<Expr>),
    /// `... or ...`
    Or(Vec<Expr>),
    /// `ak_is_group_member(request.user, name=...)`
    Member(Box<Expr>),
    /// `request.user.ak_groups.filter(name=...).exists()`, as people write it by hand.
    DirectMember(Box<Expr>),
    /// `ak_client_ip in ip_network(...)`, for any of some networks.
    InNetwork(Vec<Expr>),
    /// `[group.name for group in request.user.all_groups()]`
    GroupNames,
    /// `request.user.email` and the like.
    UserField(String),
    /// `request.user.attributes.get(...)`, or of the user's groups too where true.
    Attribute(Box<Expr>, bool),
    /// `... / ...`
    Divide(Box<Expr>, Box<Expr>),
    /// `... == ...`, or `... != ...` where false.
    Equal(Box<Expr>, Box<Expr>, bool),
    /// `bool(...)`
    Bool(Box<Expr>),
    /// `name()`
    Call(String),
}

/// The statements of some code, or nothing where it is not of the kind that is understood.
#[must_use]
pub fn parse(tokens: &[Token]) -> Option<Vec<Statement>> {
    let mut parser = Parser { tokens, place: 0 };
    let statements = parser.block()?;
    (parser.place == tokens.len()).then_some(statements)
}

struct Parser<'a> {
    tokens: &'a [Token],
    place: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.place)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.place).cloned();
        self.place += 1;
        token
    }

    fn eat(&mut self, token: &Token) -> Option<()> {
        let here = self.peek() == Some(token);
        self.place += usize::from(here);
        here.then_some(())
    }

    fn mark(&mut self, mark: char) -> Option<()> {
        self.eat(&Token::Mark(mark))
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let here = matches!(self.peek(), Some(Token::Name(name)) if name == word);
        self.place += usize::from(here);
        here.then_some(())
    }

    /// Some tokens in a row, or none of them.
    fn sequence(&mut self, pieces: &[&str]) -> Option<()> {
        let start = self.place;
        let all = pieces.iter().all(|piece| {
            let mut letters = piece.chars();
            match (letters.next(), letters.next()) {
                (Some(mark), None) if !mark.is_alphabetic() => self.mark(mark).is_some(),
                _ => self.word(piece).is_some(),
            }
        });
        if !all {
            self.place = start;
        }
        all.then_some(())
    }

    fn block(&mut self) -> Option<Vec<Statement>> {
        let mut statements = Vec::new();
        while !matches!(self.peek(), None | Some(Token::Dedent)) {
            statements.push(self.statement()?);
        }
        Some(statements)
    }

    /// A colon and the block below it.
    fn indented(&mut self) -> Option<Vec<Statement>> {
        self.mark(':')?;
        self.eat(&Token::Newline)?;
        self.eat(&Token::Indent)?;
        let block = self.block()?;
        self.eat(&Token::Dedent)?;
        Some(block)
    }

    fn statement(&mut self) -> Option<Statement> {
        if self.word("if").is_some() {
            let condition = self.expr()?;
            return Some(Statement::If(condition, self.indented()?));
        }
        if self.word("def").is_some() {
            let Some(Token::Name(name)) = self.next() else { return None };
            self.sequence(&["(", ")"])?;
            return Some(Statement::Define(name, self.indented()?));
        }
        let statement = if self.word("return").is_some() {
            let nothing = self.peek() == Some(&Token::Newline);
            Statement::Return(if nothing { Expr::Literal(Value::Null) } else { self.expr()? })
        } else {
            let Some(Token::Name(name)) = self.next() else { return None };
            if self.mark('=').is_some() {
                Statement::Assign(name, self.expr()?)
            } else {
                self.sequence(&[".", "append", "("])?;
                let value = self.expr()?;
                self.mark(')')?;
                Statement::Append(name, value)
            }
        };
        self.eat(&Token::Newline)?;
        Some(statement)
    }

    fn expr(&mut self) -> Option<Expr> {
        let mut parts = vec![self.conjunction()?];
        while self.word("or").is_some() {
            parts.push(self.conjunction()?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(Expr::Or(parts)) }
    }

    fn conjunction(&mut self) -> Option<Expr> {
        let mut parts = vec![self.negation()?];
        while self.word("and").is_some() {
            parts.push(self.negation()?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(Expr::And(parts)) }
    }

    fn negation(&mut self) -> Option<Expr> {
        if self.word("not").is_some() {
            return Some(Expr::Not(Box::new(self.negation()?)));
        }
        let one = self.quotient()?;
        let Some(Token::Equals(equal)) = self.peek().cloned() else { return Some(one) };
        self.place += 1;
        Some(Expr::Equal(Box::new(one), Box::new(self.quotient()?), equal))
    }

    fn quotient(&mut self) -> Option<Expr> {
        let one = self.primary()?;
        if self.mark('/').is_some() {
            return Some(Expr::Divide(Box::new(one), Box::new(self.primary()?)));
        }
        Some(one)
    }

    fn primary(&mut self) -> Option<Expr> {
        match self.peek()? {
            Token::Text(_) => Some(self.text()),
            Token::Int(number) => {
                let literal = Expr::Literal(json!(number));
                self.place += 1;
                Some(literal)
            }
            Token::Mark('(') => {
                self.place += 1;
                let inner = self.expr()?;
                self.mark(')')?;
                Some(inner)
            }
            Token::Mark('[') => self.list(),
            Token::Mark('{') => self.dict(),
            Token::Name(_) => self.named(),
            _ => None,
        }
    }

    /// Neighbouring text literals are one.
    fn text(&mut self) -> Expr {
        let mut whole = String::new();
        while let Some(Token::Text(part)) = self.peek() {
            whole.push_str(part);
            self.place += 1;
        }
        Expr::Literal(Value::String(whole))
    }

    fn list(&mut self) -> Option<Expr> {
        self.mark('[')?;
        if let Some(names) = self.group_names() {
            return Some(names);
        }
        self.items(']').map(Expr::List)
    }

    /// Items up to a bracket, with a comma behind the last one or without.
    fn items(&mut self, end: char) -> Option<Vec<Expr>> {
        let mut items = Vec::new();
        while self.mark(end).is_none() {
            items.push(self.expr()?);
            if self.mark(',').is_none() {
                self.mark(end)?;
                break;
            }
        }
        Some(items)
    }

    /// `NAME.name for NAME in request.user.all_groups()]`
    fn group_names(&mut self) -> Option<Expr> {
        let start = self.place;
        if let Some(Token::Name(name)) = self.next()
            && self
                .sequence(&[".", "name", "for", &name, "in", "request", ".", "user", ".", "all_groups", "(", ")", "]"])
                .is_some()
        {
            return Some(Expr::GroupNames);
        }
        self.place = start;
        None
    }

    fn dict(&mut self) -> Option<Expr> {
        self.mark('{')?;
        let mut entries = Vec::new();
        while self.mark('}').is_none() {
            let key = self.expr()?;
            self.mark(':')?;
            entries.push((key, self.expr()?));
            if self.mark(',').is_none() {
                self.mark('}')?;
                break;
            }
        }
        Some(Expr::Dict(entries))
    }

    fn named(&mut self) -> Option<Expr> {
        if self.sequence(&["ak_is_group_member", "(", "request", ".", "user", ",", "name", "="]).is_some() {
            let name = self.primary()?;
            self.mark(')')?;
            return Some(Expr::Member(Box::new(name)));
        }
        if self.sequence(&["ak_client_ip", "in", "ip_network", "("]).is_some() {
            let network = self.primary()?;
            self.mark(')')?;
            return Some(Expr::InNetwork(vec![network]));
        }
        if self.sequence(&["any", "("]).is_some() {
            return self.any_network();
        }
        if self.sequence(&["request", ".", "user", ".", "ak_groups", ".", "filter", "(", "name", "="]).is_some() {
            let name = self.primary()?;
            self.sequence(&[")", ".", "exists", "(", ")"])?;
            return Some(Expr::DirectMember(Box::new(name)));
        }
        if self.sequence(&["str", "(", "request", ".", "user", ".", "uuid", ")"]).is_some() {
            return Some(Expr::UserField("uuid".to_owned()));
        }
        if let Some(of_groups) = self.attributes() {
            let name = self.primary()?;
            self.mark(')')?;
            return Some(Expr::Attribute(Box::new(name), of_groups));
        }
        if self.sequence(&["request", ".", "user", "."]).is_some() {
            let Some(Token::Name(field)) = self.next() else { return None };
            let known = ["email", "username", "name", "is_active"].contains(&field.as_str());
            return known.then_some(Expr::UserField(field));
        }
        let Some(Token::Name(name)) = self.next() else { return None };
        match name.as_str() {
            "True" => Some(Expr::Literal(json!(true))),
            "False" => Some(Expr::Literal(json!(false))),
            "None" => Some(Expr::Literal(Value::Null)),
            "bool" => {
                self.mark('(')?;
                let inner = self.expr()?;
                self.mark(')')?;
                Some(Expr::Bool(Box::new(inner)))
            }
            _ if self.sequence(&["(", ")"]).is_some() => Some(Expr::Call(name)),
            _ if matches!(self.peek(), Some(Token::Mark('(' | '.' | '['))) => None,
            _ => Some(Expr::Name(name)),
        }
    }

    /// The beginning of reading an attribute; whether those of groups count too.
    fn attributes(&mut self) -> Option<bool> {
        if self.sequence(&["request", ".", "user", ".", "attributes", ".", "get", "("]).is_some() {
            return Some(false);
        }
        self.sequence(&["request", ".", "user", ".", "group_attributes", "(", ")", ".", "get", "("])?;
        Some(true)
    }

    /// `ak_client_ip in ip_network(n) for n in (...,))`
    fn any_network(&mut self) -> Option<Expr> {
        self.sequence(&["ak_client_ip", "in", "ip_network", "("])?;
        let Some(Token::Name(name)) = self.next() else { return None };
        self.sequence(&[")", "for", &name, "in"])?;
        let end = if self.mark('(').is_some() {
            ')'
        } else {
            self.mark('[')?;
            ']'
        };
        let networks = self.items(end)?;
        self.mark(')')?;
        Some(Expr::InNetwork(networks))
    }
}
