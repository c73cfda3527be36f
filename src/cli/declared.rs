//! The flags that every integration has, as they are declared, for whoever asks for them one by one.

use super::integrate::{AccessOptions, ApplicationOptions};
use clap::{Arg, Args, Command};

/// A flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The name of its argument: `bind_group`.
    pub id: String,
    /// The flag with its hyphens: `--bind-group`.
    pub flag: String,
    /// The line of help.
    pub help: String,
    /// Whether a value follows.
    pub takes_value: bool,
    /// Whether the value must stand behind an equals sign.
    pub with_equals: bool,
    /// Whether it may be given several times.
    pub many: bool,
    /// The only values there are; none if it takes others too.
    pub words: Vec<String>,
}

impl Declared {
    /// The words that give it this value.
    #[must_use]
    pub fn given(&self, value: &str) -> Vec<String> {
        if !self.takes_value {
            return vec![self.flag.clone()];
        }
        words(&self.flag, value, self.with_equals)
    }
}

/// A flag and its value as words of a command line. What looks like a flag itself stands behind an
/// equals sign.
#[must_use]
pub fn words(flag: &str, value: &str, with_equals: bool) -> Vec<String> {
    if with_equals || value.starts_with('-') {
        vec![format!("{flag}={value}")]
    } else {
        vec![flag.to_owned(), value.to_owned()]
    }
}

/// What can be said about the application in authentik and about who may use it.
#[must_use]
pub fn declared() -> Vec<Declared> {
    let command = AccessOptions::augment_args(Command::new("access"));
    let access: Vec<Declared> = command.get_arguments().filter_map(of).collect();
    let command = ApplicationOptions::augment_args(Command::new("application"));
    access.into_iter().chain(command.get_arguments().filter_map(of)).collect()
}

fn of(argument: &Arg) -> Option<Declared> {
    let takes_value = argument.get_action().takes_values();
    let values = argument.get_possible_values();
    let words = values.iter().map(|value| value.get_name().to_owned());
    Some(Declared {
        id: argument.get_id().to_string(),
        flag: format!("--{}", argument.get_long()?),
        help: argument.get_help().map(ToString::to_string).unwrap_or_default(),
        takes_value,
        with_equals: argument.is_require_equals_set(),
        many: matches!(argument.get_action(), clap::ArgAction::Append),
        words: if takes_value { words.collect() } else { Vec::new() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_come_as_they_are_declared() {
        let all = declared();
        let of = |id: &str| all.iter().find(|one| one.id == id).expect("declared");
        assert!(of("bind_group").many && of("bind_group").takes_value && !of("create_groups").takes_value);
        assert_eq!(of("require_mfa").given("deny"), ["--require-mfa=deny"]);
        assert_eq!(of("require_mfa").words, ["deny", "enrol"]);
        assert_eq!(of("name").given("-x"), ["--name=-x"]);
        assert_eq!(of("create_groups").given(""), ["--create-groups"]);
        assert!(all.iter().all(|one| !one.help.is_empty() && one.id != "yes"));
    }
}
