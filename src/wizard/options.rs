//! What need not be said: the menu of everything else, from the declarations of the flags.

use super::inputs::NO_INPUT;
use super::values::{Ask, Value};
use super::{Offer, Wizard, heading};
use crate::answers::{self, Question};
use crate::cli::declared::{Declared, declared};
use crate::error::{Failure, Kind};
use crate::preset::format::InputKind;
use crate::ui::prompter::Item;

/// Where a line of the menu leads.
enum Way {
    Done,
    Input(String),
    Option(String),
}

impl Wizard<'_> {
    /// The one question that leads to everything that need not be said.
    pub(super) fn wants_more(&self) -> Result<bool, Failure> {
        self.prompter.say("\n");
        self.prompter.confirm("Anything else to set, such as who may use it, or its name?", false)
    }

    /// Lets one more thing be set; says whether there was one.
    pub(super) async fn ask_more(&mut self) -> Result<bool, Failure> {
        let typed = self.typed()?;
        let questions = answers::questions(self.preset, &typed.given);
        let inputs = self.open(&questions).into_iter().map(line).collect();
        self.menu("That is all", inputs, 0).await
    }

    /// Lets any input be answered again, because what was answered does not go together.
    pub(super) async fn mend(&mut self) -> Result<(), Failure> {
        let typed = self.typed()?;
        let questions = answers::questions(self.preset, &typed.given);
        let mine = |question: &&Question| {
            !question.is_given || self.answered.iter().any(|(key, _)| key.as_str() == question.name)
        };
        let inputs: Vec<&Question> = questions.iter().filter(mine).collect();
        let first = answers::to_change(self.preset, &typed.given);
        let at = first.and_then(|first| inputs.iter().position(|question| question.name == first));
        let inputs = inputs.into_iter().map(line).collect();
        self.prompter.say(&heading::note("What do you want to change?"));
        self.menu("Try again", inputs, at.map_or(0, |at| at + 1)).await?;
        Ok(())
    }

    /// `at` is the line that is marked first.
    async fn menu(&mut self, done: &str, inputs: Vec<(Way, Item)>, at: usize) -> Result<bool, Failure> {
        let mut lines = vec![(Way::Done, Item::plain(done))];
        lines.extend(inputs);
        lines.extend(declared().into_iter().map(|one| (Way::Option(one.id), Item::new(one.flag, one.help))));
        let items: Vec<Item> = lines.iter().map(|(_, item)| item.clone()).collect();
        let chosen = self.prompter.choose(&items, at)?;
        match lines.into_iter().nth(chosen).map(|(way, _)| way) {
            Some(Way::Input(name)) => self.ask_input(&name).await?,
            Some(Way::Option(id)) => self.ask_option(&id).await?,
            Some(Way::Done) | None => return Ok(false),
        }
        Ok(true)
    }

    /// Asks for the value of a flag that every integration has.
    pub(super) async fn ask_option(&mut self, id: &str) -> Result<(), Failure> {
        let Some(declared) = declared().into_iter().find(|one| one.id == id) else { return Ok(()) };
        if !declared.many {
            self.answered.retain(|(key, _)| key != id);
        }
        // What the preset does not bring must be given.
        let must = id == "name" && self.preset.authentik.name().is_none();
        let help = declared.help.split(" [").next().filter(|_| must).unwrap_or(&declared.help);
        self.prompter.say(&heading::option(&declared.flag, help));
        let mut initial = String::new();
        loop {
            let mut text = String::new();
            if declared.takes_value {
                match self.value(ask(&declared, must, &initial)).await? {
                    Value::Text(value) => text = value,
                    Value::Nothing => return Ok(()),
                }
            }
            let words = declared.given(&text);
            let checked = match text.as_str() {
                "-" => Err(Failure::usage(NO_INPUT)),
                _ => self.with(&words).and_then(|typed| self.world.check(&typed.options, None)),
            };
            match checked {
                Ok(_) => {
                    self.answered.push((id.to_owned(), words));
                    return Ok(());
                }
                Err(failure) if failure.kind == Kind::Usage => {
                    self.prompter.say(&heading::complaint(&failure.told()));
                }
                Err(failure) => return Err(failure),
            }
            if !declared.takes_value {
                return Ok(());
            }
            initial = text;
        }
    }
}

fn line(question: &Question) -> (Way, Item) {
    let flag = format!("--{}", question.input.flag(question.name));
    (Way::Input(question.name.to_owned()), Item::new(flag, question.input.prompt.clone()))
}

fn ask<'a>(declared: &'a Declared, must: bool, initial: &'a str) -> Ask<'a> {
    let is_choice = !declared.words.is_empty();
    Ask {
        name: &declared.id,
        kind: if is_choice { InputKind::Choice } else { InputKind::Text },
        of: &declared.words,
        offer: offer(&declared.id),
        default: None,
        nothing: (!must).then_some("(leave it as it is)"),
        initial,
    }
}

/// From what of authentik the value of a flag is chosen.
fn offer(id: &str) -> Option<Offer> {
    match id {
        "bind_group" => Some(Offer::Groups),
        "authentication_flow" => Some(Offer::Flows("authentication")),
        "authorization_flow" => Some(Offer::Flows("authorization")),
        "invalidation_flow" => Some(Offer::Flows("invalidation")),
        "signing_key" => Some(Offer::Certificates),
        _ => None,
    }
}
