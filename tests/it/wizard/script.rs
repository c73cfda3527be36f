//! A person who has made up their mind: what they answer, question by question.

use akctl::error::{Failure, Kind};
use akctl::model::Secret;
use akctl::ui::filter::fitting;
use akctl::ui::prompter::{Item, Prompter};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::Write;

/// One answer.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Types this.
    Text(&'static str),
    /// Types this without seeing it.
    Secret(&'static str),
    Yes,
    No,
    /// Presses Enter at a question of any kind.
    Enter,
    /// Types this to search, and takes the first that fits.
    Pick(&'static str),
    /// Types this into a choice, and presses Enter.
    Type(&'static str),
    CtrlC,
}

pub struct Script {
    answers: RefCell<VecDeque<Answer>>,
    said: RefCell<String>,
    /// What was offered to choose from, each time.
    pub offered: RefCell<Vec<Vec<Item>>>,
}

impl Script {
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: RefCell::new(answers.into_iter().collect()),
            said: RefCell::default(),
            offered: RefCell::default(),
        }
    }

    /// All that was said and asked.
    pub fn said(&self) -> String {
        self.said.borrow().clone()
    }

    #[track_caller]
    pub fn is_used_up(&self) {
        assert!(self.answers.borrow().is_empty(), "left: {:?}\n{}", self.answers.borrow(), self.said());
    }

    #[track_caller]
    pub fn has_said(&self, parts: &[&str]) {
        for part in parts {
            // Prose is broken into lines.
            let said = self.said().split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(said.contains(part), "{part:?} is not in:\n{}", self.said());
        }
    }

    fn next(&self, question: &str) -> Result<Answer, Failure> {
        let _ = write!(self.said.borrow_mut(), "[{question}] ");
        let answer = self.answers.borrow_mut().pop_front();
        let answer = answer.unwrap_or_else(|| panic!("nobody answers:\n{}", self.said()));
        let _ = writeln!(self.said.borrow_mut(), "{answer:?}");
        match answer {
            Answer::CtrlC => Err(Failure::new(Kind::Interrupted, "interrupted")),
            answer => Ok(answer),
        }
    }

    fn unfit<T>(&self, answer: &Answer) -> T {
        panic!("{answer:?} is no answer to this:\n{}", self.said())
    }
}

impl Prompter for Script {
    fn say(&self, text: &str) {
        self.said.borrow_mut().push_str(text);
    }

    fn text(&self, initial: &str, default: &str) -> Result<String, Failure> {
        match self.next(&format!("text, {initial:?}, {default:?}"))? {
            Answer::Text(text) => Ok(text.to_owned()),
            Answer::Enter => Ok(initial.to_owned()),
            other => self.unfit(&other),
        }
    }

    fn secret(&self) -> Result<Secret, Failure> {
        match self.next("secret")? {
            Answer::Secret(text) => Ok(Secret::new(text.to_owned())),
            Answer::Enter => Ok(Secret::new(String::new())),
            other => self.unfit(&other),
        }
    }

    fn confirm(&self, question: &str, default: bool) -> Result<bool, Failure> {
        match self.next(question)? {
            Answer::Yes => Ok(true),
            Answer::No => Ok(false),
            Answer::Enter => Ok(default),
            other => self.unfit(&other),
        }
    }

    fn pick(&self, items: &[Item], default: usize) -> Result<(usize, String), Failure> {
        self.offered.borrow_mut().push(items.to_vec());
        let labels: Vec<&str> = items.iter().map(|item| item.label.as_str()).collect();
        match self.next(&format!("one of {labels:?}"))? {
            Answer::Enter => Ok((default, String::new())),
            // Moves down to the item for another one without typing.
            Answer::Pick(typed) => {
                let found = items.iter().position(|item| item.is_typed && item.about.contains(typed));
                let found = found.or_else(|| fitting(items, typed).first().copied());
                let found = found.unwrap_or_else(|| panic!("{typed:?} is not offered:\n{}", self.said()));
                assert!(!items[found].is_typed || items[found].about.contains(typed), "{typed:?}\n{}", self.said());
                Ok((found, String::new()))
            }
            Answer::Type(typed) => {
                let fits = fitting(items, typed);
                Ok((*fits.first().unwrap_or_else(|| panic!("{typed:?}\n{}", self.said())), typed.to_owned()))
            }
            other => self.unfit(&other),
        }
    }
}
