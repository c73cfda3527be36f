//! Single values: chosen from what there is, typed, or read from a file.

use super::{Offer, Wizard, heading};
use crate::error::Failure;
use crate::preset::format::InputKind;
use crate::ui::prompter::Item;

/// Before the place of a secret that was typed. No file has such a name.
pub(super) const TYPED: &str = "\0typed:";

/// What a person gave for one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// This text.
    Text(String),
    /// Nothing.
    Nothing,
}

/// One value that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    /// The input's or the flag's name.
    pub name: &'a str,
    /// What kind of value it takes.
    pub kind: InputKind,
    /// The values of a choice.
    pub of: &'a [String],
    /// From what of authentik it is chosen.
    pub offer: Option<Offer>,
    /// What is taken where nothing is given.
    pub default: Option<&'a str>,
    /// What stands there if nothing is given; none if something must be.
    pub nothing: Option<&'a str>,
    /// What was typed before and will not do.
    pub initial: &'a str,
}

impl Wizard<'_> {
    /// Asks for one value. Whether it is right is for the caller to see.
    pub(super) async fn value(&mut self, ask: Ask<'_>) -> Result<Value, Failure> {
        match (ask.kind, ask.offer) {
            (InputKind::Choice, _) => self.chosen(ask, ask.of, None),
            (InputKind::Secret, _) => self.secret(ask),
            (_, Some(offer)) => match self.offers(offer).await? {
                Some(names) if !names.is_empty() => self.chosen(ask, &names, Some("Another one: type its name")),
                _ => self.typed_text(ask),
            },
            _ => self.typed_text(ask),
        }
    }

    /// One of these, or what is typed where `other` may be chosen.
    fn chosen(&self, ask: Ask, names: &[String], other: Option<&str>) -> Result<Value, Failure> {
        let mut items: Vec<Item> = names.iter().map(|name| Item::plain(name.as_str())).collect();
        let mut at = 0;
        if let Some(default) = ask.default {
            at = names.iter().position(|name| name == default).unwrap_or_else(|| {
                items.insert(0, Item::new(default, "(not in authentik yet)"));
                0
            });
        }
        let nothing = ask.nothing.filter(|_| ask.default.is_none());
        if let Some(nothing) = nothing {
            items.insert(0, Item::new("", nothing));
        }
        if let Some(other) = other {
            items.push(Item::typed(other));
        }
        let (chosen, typed) = self.prompter.pick(&items, at)?;
        if nothing.is_some() && chosen == 0 {
            return Ok(Value::Nothing);
        }
        match items.get(chosen) {
            Some(item) if item.is_typed => match typed.trim() {
                "" => self.typed_text(ask),
                typed => Ok(Value::Text(typed.to_owned())),
            },
            Some(item) if Some(item.label.as_str()) == ask.default => Ok(Value::Nothing),
            Some(item) => Ok(Value::Text(item.label.clone())),
            None => Ok(Value::Nothing),
        }
    }

    fn typed_text(&self, ask: Ask) -> Result<Value, Failure> {
        loop {
            let text = self.prompter.text(ask.initial, ask.default.unwrap_or_default())?.trim().to_owned();
            if !text.is_empty() {
                return Ok(Value::Text(text));
            }
            if ask.default.is_some() || ask.nothing.is_some() {
                return Ok(Value::Nothing);
            }
            self.prompter.say(&heading::complaint("it must not be empty"));
        }
    }

    /// A secret, typed without being shown or in a file. What is typed is kept as if a file held it.
    fn secret(&mut self, ask: Ask) -> Result<Value, Failure> {
        self.prompter
            .say(&heading::note("Type or paste it; nothing shows. Enter alone asks for a file that holds it."));
        let typed = self.prompter.secret()?;
        let text = typed.expose().trim();
        if text.is_empty() {
            self.prompter.say(&heading::note("Name of the file:"));
            return self.typed_text(ask);
        }
        let place = format!("{TYPED}{}", ask.name);
        self.documents.insert(place.clone(), Ok(text.as_bytes().to_vec()));
        Ok(Value::Text(place))
    }
}
