//! The part of Python that the sandbox understands.
//!
//! It is the part that akctl writes, and no more. Other code is accepted on save if it can be
//! Python at all; what it does is unknown, so whatever needs its result is answered with 501.

mod defaults;
mod network;
mod parse;
mod plausible;
mod token;

pub use defaults::evaluate_mapping;
pub use token::SyntaxError;

use super::collections::Family;
use super::message::Object;
use super::store::{list, text, value};
use super::{Sandbox, people};
use parse::{Expr, Statement};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Whether code can be saved.
pub fn check(code: &str) -> Result<(), SyntaxError> {
    let tokens = token::tokens(code)?;
    match plausible::complaint(&tokens) {
        Some(text) => Err(SyntaxError { text: text.to_owned(), line: code.lines().count() }),
        None => Ok(()),
    }
}

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The code ran and raised.
    Raised(String),
    /// The sandbox does not understand the code.
    NotUnderstood,
}

/// For whom code runs.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What there is.
    pub sandbox: &'a Sandbox,
    /// The user that `request.user` is.
    pub user: &'a Object,
}

/// Runs code for a user.
pub fn evaluate(context: Context<'_>, code: &str) -> Result<Value, Failure> {
    let tokens = token::tokens(code).map_err(|_| Failure::NotUnderstood)?;
    let statements = parse::parse(&tokens).ok_or(Failure::NotUnderstood)?;
    let mut run = Run { context, names: BTreeMap::new(), functions: BTreeMap::new() };
    Ok(run.block(&statements)?.unwrap_or_default())
}

struct Run<'a> {
    context: Context<'a>,
    names: BTreeMap<String, Value>,
    functions: BTreeMap<&'a str, &'a [Statement]>,
}

impl<'a> Run<'a> {
    /// Runs statements until one returns.
    fn block(&mut self, statements: &'a [Statement]) -> Result<Option<Value>, Failure> {
        for statement in statements {
            match statement {
                Statement::Return(expr) => return self.value(expr).map(Some),
                Statement::Assign(name, expr) => {
                    let value = self.value(expr)?;
                    self.names.insert(name.clone(), value);
                }
                Statement::Append(name, expr) => {
                    let value = self.value(expr)?;
                    let list = self.names.get_mut(name).and_then(Value::as_array_mut);
                    list.ok_or(Failure::NotUnderstood)?.push(value);
                }
                Statement::Define(name, block) => {
                    self.functions.insert(name, block);
                }
                Statement::If(condition, block) => {
                    if self.holds(condition)?
                        && let Some(value) = self.block(block)?
                    {
                        return Ok(Some(value));
                    }
                }
            }
        }
        Ok(None)
    }

    fn holds(&self, expr: &Expr) -> Result<bool, Failure> {
        self.value(expr).map(|value| truthy(&value))
    }

    fn value(&self, expr: &Expr) -> Result<Value, Failure> {
        match expr {
            Expr::Literal(value) => Ok(value.clone()),
            Expr::Name(name) => self.names.get(name).cloned().ok_or(Failure::NotUnderstood),
            Expr::List(items) => items.iter().map(|item| self.value(item)).collect(),
            Expr::Dict(entries) => self.dict(entries),
            Expr::Not(inner) => self.holds(inner).map(|holds| json!(!holds)),
            Expr::And(parts) => self.chain(parts, false),
            Expr::Or(parts) => self.chain(parts, true),
            Expr::Member(name) => self.member(name, people::all_groups(self.context.sandbox, self.context.user)),
            Expr::DirectMember(name) => {
                let groups = list(self.context.user, "groups").iter();
                let groups = groups.filter_map(|pk| self.context.sandbox.store.get(Family::Group, pk));
                self.member(name, groups.collect())
            }
            Expr::InNetwork(networks) => self.in_network(networks),
            Expr::GroupNames => {
                let groups = people::all_groups(self.context.sandbox, self.context.user);
                Ok(groups.into_iter().map(|group| value(group, "name")).collect())
            }
            Expr::UserField(field) => Ok(value(self.context.user, field)),
            Expr::Attribute(name, of_groups) => self.attribute(name, *of_groups),
            Expr::Divide(one, other) => match (self.value(one)?.as_i64(), self.value(other)?.as_i64()) {
                (Some(_), Some(0)) => Err(Failure::Raised("builtins.ZeroDivisionError: division by zero".to_owned())),
                _ => Err(Failure::NotUnderstood),
            },
            Expr::Equal(one, other, equal) => {
                same(&self.value(one)?, &self.value(other)?).map(|same| json!(same == *equal))
            }
            Expr::Bool(inner) => self.holds(inner).map(Value::from),
            Expr::Call(name) => self.call(name),
        }
    }

    /// What a function returns. It sees neither names nor functions from outside, so none calls
    /// itself.
    fn call(&self, name: &str) -> Result<Value, Failure> {
        let block = self.functions.get(name).ok_or(Failure::NotUnderstood)?;
        let mut run = Run { context: self.context, names: BTreeMap::new(), functions: BTreeMap::new() };
        Ok(run.block(block)?.unwrap_or_default())
    }

    fn dict(&self, entries: &[(Expr, Expr)]) -> Result<Value, Failure> {
        let mut dict = Object::new();
        for (key, expr) in entries {
            let Value::String(key) = self.value(key)? else { return Err(Failure::NotUnderstood) };
            dict.insert(key, self.value(expr)?);
        }
        Ok(Value::Object(dict))
    }

    /// `and` and `or` give the operand that decides, as Python does.
    fn chain(&self, parts: &[Expr], decides: bool) -> Result<Value, Failure> {
        let mut last = Value::Null;
        for part in parts {
            last = self.value(part)?;
            if truthy(&last) == decides {
                break;
            }
        }
        Ok(last)
    }

    fn member(&self, name: &Expr, groups: Vec<&Object>) -> Result<Value, Failure> {
        let Value::String(name) = self.value(name)? else { return Err(Failure::NotUnderstood) };
        Ok(json!(groups.into_iter().any(|group| text(group, "name") == name)))
    }

    /// An attribute of the user; where those of groups count too, of the last group by name that has
    /// it and the user has not.
    fn attribute(&self, name: &Expr, of_groups: bool) -> Result<Value, Failure> {
        let Value::String(name) = self.value(name)? else { return Err(Failure::NotUnderstood) };
        let of = |object: &Object| object.get("attributes").and_then(|all| all.get(&name)).cloned();
        let mut groups = if of_groups { people::all_groups(self.context.sandbox, self.context.user) } else { vec![] };
        groups.sort_by_key(|group| text(group, "name"));
        let found = of(self.context.user).or_else(|| groups.into_iter().rev().find_map(of));
        Ok(found.unwrap_or_default())
    }

    fn in_network(&self, networks: &[Expr]) -> Result<Value, Failure> {
        for network in networks {
            let Value::String(text) = self.value(network)? else { return Err(Failure::NotUnderstood) };
            if network::contains(&text, self.context.sandbox.client_address).map_err(Failure::Raised)? {
                return Ok(json!(true));
            }
        }
        Ok(json!(false))
    }
}

/// Whether Python takes two values for equal: plain ones of one kind, or one that is `None`.
fn same(one: &Value, other: &Value) -> Result<bool, Failure> {
    match (one, other) {
        (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_))
        | (Value::Null, _)
        | (_, Value::Null) => Ok(one == other),
        (Value::String(_), Value::Bool(_) | Value::Number(_))
        | (Value::Bool(_) | Value::Number(_), Value::String(_)) => Ok(false),
        _ => Err(Failure::NotUnderstood),
    }
}

/// Whether Python takes a value for true.
#[must_use]
pub fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
    }
}
