//! The wizard: asks for what was not given, input by input, and adds each answer to the command line
//! as the flag that would have given it. So flags and answers are read and checked by the same code,
//! and what a person is shown at the end is the command that was run.

pub mod command;
mod heading;
mod inputs;
pub mod later;
mod options;
pub mod preset;
mod values;

use crate::answers::{self, Answers, Documents, Given, Question, Wanted};
use crate::cli::integrate::Options;
use crate::error::{Failure, Kind};
use crate::preset::format::{InputKind, Preset};
use crate::ui::prompter::Prompter;
use async_trait::async_trait;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// So many inputs that need no answer are asked for one after the other; of more, only the first.
const FEW: usize = 8;

/// So many of the inputs that need no answer are asked for where there are more than a few.
const FIRST: usize = 4;

/// What the wizard needs of the world around it.
#[async_trait(?Send)]
pub trait World {
    /// Reads the command line with these words behind it.
    fn parse(&self, words: &[String]) -> Result<Typed, Failure>;

    /// Says what is wrong with the flags that every preset has, and, once the inputs are answered,
    /// with everything together. Answers the groups that are named.
    fn check(&self, options: &Options, answers: Option<&Answers>) -> Result<Vec<String>, Failure>;

    /// Reads files and addresses; what cannot be read is in the answer. Fails if somebody wants an end.
    async fn read(&self, wanted: &[Wanted]) -> Result<Documents, Failure>;

    /// What authentik has of a kind, by its names.
    async fn offers(&self, offer: Offer) -> Result<Vec<String>, Failure>;
}

/// What a command line says.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// For the preset's inputs. What files hold is not among it.
    pub given: Given,
    /// For every integration.
    pub options: Options,
}

/// A kind of thing of which authentik has some to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offer {
    /// Groups, by name.
    Groups,
    /// Flows of this designation, by slug.
    Flows(&'static str),
    /// Certificates with a key, by name.
    Certificates,
}

/// What a person answered.
#[derive(Debug, Default)]
pub struct Filled {
    /// The answers as words of a command line.
    pub words: Vec<String>,
    /// What the files that they name hold, and what was typed instead of one.
    pub documents: Documents,
}

/// Asks for everything that was not given.
pub async fn fill(
    preset: &Preset,
    world: &dyn World,
    prompter: &dyn Prompter,
    documents: Documents,
) -> Result<Filled, Failure> {
    let mut wizard = Wizard {
        preset,
        world,
        prompter,
        documents,
        answered: Vec::new(),
        settled: BTreeSet::new(),
        offered: RefCell::default(),
    };
    wizard.go().await?;
    Ok(Filled { words: wizard.words(), documents: wizard.documents })
}

/// The questions under way.
struct Wizard<'a> {
    preset: &'a Preset,
    world: &'a dyn World,
    prompter: &'a dyn Prompter,
    documents: Documents,
    /// Words, by the input or the flag that they answer.
    answered: Vec<(String, Vec<String>)>,
    /// Inputs that were asked for; without words, their default counts.
    settled: BTreeSet<String>,
    /// What authentik has, as far as it was asked.
    offered: RefCell<BTreeMap<Offer, Vec<String>>>,
}

impl Wizard<'_> {
    async fn go(&mut self) -> Result<(), Failure> {
        self.prompter.say(&heading::welcome(self.preset));
        if self.preset.authentik.name().is_none() && self.typed()?.options.application.name.is_none() {
            self.ask_option("name").await?;
        }
        let mut wants_more = None;
        loop {
            while let Some(name) = self.next()? {
                self.ask_input(&name).await?;
                if let Some(complaint) = self.complaint(&name)? {
                    self.prompter.say(&heading::complaint(&complaint));
                    self.mend().await?;
                }
            }
            let groups = match self.all_is_well() {
                Ok(groups) => groups,
                Err(failure) if failure.kind == Kind::Usage => {
                    self.prompter.say(&heading::complaint(&failure.told()));
                    self.mend().await?;
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            if wants_more.is_none() {
                wants_more = Some(self.wants_more()?);
            }
            if wants_more != Some(true) || !self.ask_more().await? {
                return self.create_groups(groups).await;
            }
        }
    }

    /// All answers so far, as words.
    fn words(&self) -> Vec<String> {
        self.answered.iter().flat_map(|(_, words)| words.clone()).collect()
    }

    /// What the command line says by now.
    fn typed(&self) -> Result<Typed, Failure> {
        self.with(&[])
    }

    /// What the command line would say with these words.
    fn with(&self, words: &[String]) -> Result<Typed, Failure> {
        let all: Vec<String> = self.words().iter().chain(words).cloned().collect();
        let mut typed = self.world.parse(&all)?;
        typed.given.documents = self.documents.clone();
        Ok(typed)
    }

    /// The input to ask for next.
    fn next(&self) -> Result<Option<String>, Failure> {
        let typed = self.typed()?;
        let questions = answers::questions(self.preset, &typed.given);
        let open = self.open(&questions).into_iter().find(|question| self.comes_now(question));
        Ok(open.map(|question| question.name.to_owned()))
    }

    /// The inputs that were neither given nor asked for.
    fn open<'q, 'p>(&self, questions: &'q [Question<'p>]) -> Vec<&'q Question<'p>> {
        questions.iter().filter(|one| !one.is_given && !self.settled.contains(one.name)).collect()
    }

    /// Whether an input is asked for without being chosen: what must be given, what follows from an
    /// answer, and of the rest so many that a person will read them.
    fn comes_now(&self, question: &Question) -> bool {
        let is_free = |name: &str| {
            self.preset.inputs.get(name).is_some_and(|input| {
                let must = input.default.is_none() && !input.optional && input.kind != InputKind::Flag;
                input.when.is_none() && !must
            })
        };
        let free: Vec<&str> = self.preset.inputs.names().filter(|name| is_free(name)).collect();
        question.is_missing
            || !is_free(question.name)
            || free.len() <= FEW
            || free.iter().take(FIRST).any(|name| *name == question.name)
    }

    /// Why the answers cannot stand together, once all are there on which a rule with this input rests.
    fn complaint(&self, name: &str) -> Result<Option<String>, Failure> {
        let typed = self.typed()?;
        let mut known = self.known(&typed);
        // What has a default counts as answered: whoever left something out learns it now.
        let questions = answers::questions(self.preset, &typed.given);
        let is_given = questions.iter().any(|question| question.name == name && question.is_given);
        let defaults = questions.iter().filter(|question| !is_given && !question.defaults.is_empty());
        known.extend(defaults.map(|question| question.name.to_owned()));
        Ok(answers::complaint(self.preset, &typed.given, name, &known))
    }

    /// The groups that are named, if all that was answered goes together.
    fn all_is_well(&self) -> Result<Vec<String>, Failure> {
        let typed = self.typed()?;
        let answers = answers::collect(self.preset, &typed.given)?;
        self.world.check(&typed.options, Some(&answers))
    }

    /// Offers to create the groups that are named and missing.
    async fn create_groups(&mut self, groups: Vec<String>) -> Result<(), Failure> {
        if groups.is_empty() || self.typed()?.options.access.create_groups {
            return Ok(());
        }
        // Whoever may not list groups is told by the plan what is missing.
        let Some(there) = self.offers(Offer::Groups).await? else { return Ok(()) };
        let missing: Vec<String> = groups.into_iter().filter(|group| !there.contains(group)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.prompter.say(&heading::missing_groups(&missing));
        if self.prompter.confirm("Create them?", true)? {
            self.answered.push(("create_groups".to_owned(), vec!["--create-groups".to_owned()]));
        }
        Ok(())
    }

    /// What authentik has of a kind, asked once; none if it does not say.
    async fn offers(&self, offer: Offer) -> Result<Option<Vec<String>>, Failure> {
        if let Some(known) = self.offered.borrow().get(&offer) {
            return Ok(Some(known.clone()));
        }
        self.prompter.rest();
        match self.world.offers(offer).await {
            Ok(names) => {
                self.offered.borrow_mut().insert(offer, names.clone());
                Ok(Some(names))
            }
            Err(failure) if failure.kind == Kind::Interrupted => Err(failure),
            Err(failure) => {
                self.prompter.say(&heading::complaint(&format!("there is nothing to choose from: {}", failure.told())));
                Ok(None)
            }
        }
    }
}
