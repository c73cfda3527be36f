//! A line of text under a cursor.

use dialoguer::console::{Key, measure_text_width};

/// What a person is typing.
#[derive(Debug, Default)]
pub(super) struct Line {
    chars: Vec<char>,
    cursor: usize,
}

impl Line {
    /// A line that begins as this text, with the cursor behind it.
    pub fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        Self { cursor: chars.len(), chars }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Obeys a key; says whether the text is another one now.
    pub fn press(&mut self, key: &Key) -> bool {
        let before = self.chars.len();
        match key {
            Key::Char(c) if !c.is_control() => {
                self.chars.insert(self.cursor, *c);
                self.cursor += 1;
            }
            // Control-U and Control-W, as shells have them.
            Key::Char('\u{15}') => drop(self.chars.drain(..std::mem::take(&mut self.cursor))),
            Key::Char('\u{17}') => {
                let start = self.word_start();
                self.chars.drain(start..self.cursor);
                self.cursor = start;
            }
            Key::Backspace if self.cursor > 0 => {
                self.cursor -= 1;
                self.chars.remove(self.cursor);
            }
            Key::Del if self.cursor < self.chars.len() => drop(self.chars.remove(self.cursor)),
            Key::ArrowLeft => self.cursor = self.cursor.saturating_sub(1),
            Key::ArrowRight => self.cursor = (self.cursor + 1).min(self.chars.len()),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.chars.len(),
            _ => {}
        }
        self.chars.len() != before
    }

    fn word_start(&self) -> usize {
        let before = &self.chars[..self.cursor];
        let trimmed = before.iter().rposition(|c| !c.is_whitespace()).map_or(0, |at| at + 1);
        before[..trimmed].iter().rposition(|c| c.is_whitespace()).map_or(0, |at| at + 1)
    }

    /// The part that fits into so many columns, with the cursor in it, and how many of its columns lie
    /// behind the cursor.
    pub fn window(&self, columns: usize) -> (String, usize) {
        let mut start = 0;
        while start < self.cursor && width(&self.chars[start..self.cursor]) >= columns {
            start += 1;
        }
        let mut end = self.cursor;
        while end < self.chars.len() && width(&self.chars[start..=end]) < columns {
            end += 1;
        }
        (self.chars[start..end].iter().collect(), width(&self.chars[self.cursor..end]))
    }
}

fn width(chars: &[char]) -> usize {
    measure_text_width(&chars.iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, keys: &[Key]) -> String {
        let mut line = Line::new(text);
        for key in keys {
            line.press(key);
        }
        line.text()
    }

    #[test]
    fn keys_do_what_they_do_elsewhere() {
        assert_eq!(after("ab", &[Key::ArrowLeft, Key::Char('x')]), "axb");
        assert_eq!(after("ab", &[Key::Home, Key::Del, Key::End, Key::Char('é')]), "bé");
        assert_eq!(after("ab", &[Key::Backspace, Key::Backspace, Key::Backspace]), "");
        assert_eq!(after("one two ", &[Key::Char('\u{17}')]), "one ");
        assert_eq!(after("one two", &[Key::ArrowLeft, Key::Char('\u{15}')]), "o");
        assert_eq!(after("a", &[Key::Char('\u{4}'), Key::Tab, Key::ArrowRight]), "a");
    }

    #[test]
    fn a_long_line_shows_where_the_cursor_is() {
        let mut line = Line::new("0123456789");
        assert_eq!(line.window(20), ("0123456789".to_owned(), 0));
        assert_eq!(line.window(5), ("6789".to_owned(), 0));
        line.press(&Key::Home);
        assert_eq!(line.window(5), ("0123".to_owned(), 4));
        assert_eq!(Line::new("東京東京").window(5), ("東京".to_owned(), 0));
    }
}
