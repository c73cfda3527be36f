//! Words for a shell.

use std::borrow::Cow;

/// A word as a POSIX shell takes it: bare where it is safe, else in single quotes. A tilde is not
/// safe: in an assignment a shell puts the home folder in its place, at the beginning and after a
/// colon.
#[must_use]
pub fn quoted(word: &str) -> Cow<'_, str> {
    let bare = |c: char| c.is_ascii_alphanumeric() || "-._:/=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(bare) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_what_a_shell_would_read() {
        for (word, written) in [
            ("https://a.example/x", "https://a.example/x"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's $HOME", r"'it'\''s $HOME'"),
            ("~root", "'~root'"),
        ] {
            assert_eq!(quoted(word), written);
        }
    }
}
