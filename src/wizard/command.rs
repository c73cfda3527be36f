//! The command that would have done the same without a question.

use super::values::TYPED;
use crate::model::text::{printable, shell_quoted};
use crate::render::style::{Role, paint};

/// The widest that a command is written on one line, in columns.
const WIDTH: usize = 78;

/// The words without a question at the end. `words` are those after the program's name.
#[must_use]
pub fn whole(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    if !words.iter().any(|word| word == "--dry-run") {
        words.push("--yes".to_owned());
    }
    words
}

/// What is said at the end: the command, and what it needs besides.
#[must_use]
pub fn told(words: &[String]) -> String {
    let mut text = format!("\n{}\n{}\n", paint(Role::Heading, "The same without questions:"), written(words));
    if words.iter().any(|word| word.starts_with(TYPED)) {
        text.push_str("where FILE holds the secret that you typed, which is kept nowhere.\n");
    }
    text
}

/// The command as a shell takes it, a flag on each line where one line would be too long.
#[must_use]
pub fn written(words: &[String]) -> String {
    let mut parts: Vec<String> = vec!["akctl".to_owned()];
    for word in words {
        let shown = if word.starts_with(TYPED) { "FILE".to_owned() } else { shell_quoted(&printable(word)) };
        match parts.last_mut() {
            Some(last) if !word.starts_with("--") => {
                last.push(' ');
                last.push_str(&shown);
            }
            _ => parts.push(shown),
        }
    }
    let line = parts.join(" ");
    let separator = if line.chars().count() + 2 <= WIDTH { " " } else { " \\\n    " };
    format!("  {}", parts.join(separator))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_short_command_is_one_line() {
        let all = whole(&words(&["integrate", "wiki", "--app-url", "https://w.company"]));
        assert_eq!(written(&all), "  akctl integrate wiki --app-url https://w.company --yes");
    }

    #[test]
    fn a_dry_run_stays_one() {
        let all = whole(&words(&["integrate", "wiki", "--dry-run", "--teams"]));
        assert_eq!(written(&all), "  akctl integrate wiki --dry-run --teams");
    }

    #[test]
    fn a_long_one_has_a_flag_on_each_line_and_a_shell_reads_it_back() {
        let given = ["--rule", "It's $HOME=a b", "--teams", "--name=-x", "--token-file", "\0typed:token", "--x", "y"];
        let all = whole(&words(&[&["integrate", "wiki"], given.as_slice()].concat()));
        let text = written(&all);
        assert_eq!(
            text,
            "  akctl integrate wiki \\\n    --rule 'It'\\''s $HOME=a b' \\\n    --teams \\\n    --name=-x \\\n    \
             --token-file FILE \\\n    --x y \\\n    --yes"
        );
        assert!(told(&all).contains("kept nowhere") && !told(&all).contains('\0'));
    }
}
