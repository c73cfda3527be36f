//! Questions on a terminal, by keyboard only.

use super::Ui;
use super::filter::fitting;
use super::hold::Hold;
use super::line::Line;
use super::prompter::{Item, Prompter};
use crate::error::{Failure, Kind};
use crate::model::Secret;
use crate::model::text::printable;
use crate::render::style::{Role, paint};
use dialoguer::console::{Key, Term, truncate_str};
use std::cell::RefCell;
use std::io;

/// What stands before what a person types.
const MARK: &str = "> ";

/// The most items that are shown at once.
const MOST_ITEMS: usize = 10;

/// Asks on the terminal of standard error.
pub struct Terminal<'a> {
    ui: &'a Ui,
    term: Term,
    is_plain: bool,
    /// From what is said before the first question to the end, so that no key is lost between two.
    held: RefCell<Option<Hold>>,
}

impl<'a> Terminal<'a> {
    /// Asks beside what is said.
    #[must_use]
    pub fn new(ui: &'a Ui) -> Self {
        Self { ui, term: Term::stderr(), is_plain: !ui.stderr_has_colours(), held: RefCell::default() }
    }

    fn painted(&self, role: Role, text: &str) -> String {
        if self.is_plain { text.to_owned() } else { paint(role, text) }
    }

    fn columns(&self) -> usize {
        usize::from(self.term.size().1).max(20)
    }

    /// The next key; Ctrl-C, and a signal to end, end everything.
    fn key(&self) -> io::Result<Key> {
        match self.term.read_key_raw()? {
            Key::CtrlC => Err(io::Error::from(io::ErrorKind::Interrupted)),
            key => Ok(key),
        }
    }

    fn hold(&self) {
        self.held.borrow_mut().get_or_insert_with(Hold::take);
    }

    /// Asks with the terminal held, and gives it back if there is no answer.
    fn held<T>(&self, ask: impl FnOnce() -> io::Result<T>) -> Result<T, Failure> {
        self.hold();
        let answer = ask();
        if answer.is_err() {
            self.rest();
        }
        answer.map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => {
                let _ = self.term.write_line("");
                Failure::new(Kind::Interrupted, "interrupted: nothing was changed")
            }
            _ => Failure::failed("the question could not be asked").caused_by(error),
        })
    }

    /// Writes a question that stays on its line.
    fn head(&self, text: &str) -> io::Result<()> {
        self.term.clear_line()?;
        self.term.write_str(text)
    }

    fn line(&self, initial: &str, default: &str) -> io::Result<String> {
        let mut line = Line::new(initial);
        let columns = self.columns() - MARK.len();
        loop {
            let (shown, behind) = line.window(columns);
            self.head(&format!("{MARK}{shown}"))?;
            if behind > 0 {
                self.term.move_cursor_left(behind)?;
            }
            match self.key()? {
                Key::Enter => break,
                key => drop(line.press(&key)),
            }
        }
        let text = line.text();
        let shown = printable(if text.is_empty() { default } else { &text });
        self.head(&format!("{MARK}{}\n", truncate_str(&shown, columns - 1, "…")))?;
        Ok(text)
    }

    fn hidden(&self) -> io::Result<Secret> {
        let mut line = Line::default();
        self.head(MARK)?;
        loop {
            match self.key()? {
                Key::Enter => break,
                key => drop(line.press(&key)),
            }
        }
        let text = line.text();
        self.head(&format!("{MARK}{}\n", if text.is_empty() { "" } else { "(hidden)" }))?;
        Ok(Secret::new(text))
    }

    fn yes_or_no(&self, question: &str, default: bool) -> io::Result<bool> {
        let mut line = Line::default();
        loop {
            self.head(&format!("{question} {} {}", if default { "[Y/n]" } else { "[y/N]" }, line.window(8).0))?;
            let key = self.key()?;
            if key != Key::Enter {
                line.press(&key);
                continue;
            }
            let answer = match line.text().trim().to_lowercase().as_str() {
                "" => default,
                "y" | "yes" => true,
                "n" | "no" => false,
                _ => {
                    line = Line::default();
                    continue;
                }
            };
            self.head(&format!("{question} {}\n", if answer { "yes" } else { "no" }))?;
            return Ok(answer);
        }
    }

    fn selection(&self, items: &[Item], default: usize) -> io::Result<(usize, String)> {
        self.term.hide_cursor()?;
        let mut picking = Picking { items, line: Line::default(), fits: fitting(items, ""), at: default };
        let mut height = 0;
        loop {
            let rows = usize::from(self.term.size().0).saturating_sub(4).clamp(3, MOST_ITEMS);
            let frame = picking.frame(rows, self.columns(), &|role, text| self.painted(role, text));
            self.term.clear_last_lines(height)?;
            height = frame.len();
            self.term.write_str(&format!("{}\n", frame.join("\n")))?;
            match self.key()? {
                Key::Enter => {
                    if let Some(chosen) = picking.chosen() {
                        self.term.clear_last_lines(height)?;
                        let Item { label, about, is_typed, words: _ } = &items[chosen];
                        let typed = picking.line.text();
                        let label = match (label.as_str(), typed.trim()) {
                            ("", typed) if *is_typed && !typed.is_empty() => typed,
                            ("", _) => about,
                            (label, _) => label,
                        };
                        let label = printable(label).into_owned();
                        self.head(&format!("{MARK}{}\n", truncate_str(&label, self.columns() - MARK.len() - 1, "…")))?;
                        self.term.show_cursor()?;
                        return Ok((chosen, typed));
                    }
                }
                key => picking.press(&key, rows),
            }
        }
    }
}

impl Prompter for Terminal<'_> {
    fn say(&self, text: &str) {
        self.hold();
        self.ui.insist(text);
    }

    fn rest(&self) {
        self.held.borrow_mut().take();
    }

    fn text(&self, initial: &str, default: &str) -> Result<String, Failure> {
        self.held(|| self.line(initial, default))
    }

    fn secret(&self) -> Result<Secret, Failure> {
        self.held(|| self.hidden())
    }

    fn confirm(&self, question: &str, default: bool) -> Result<bool, Failure> {
        self.held(|| self.yes_or_no(question, default))
    }

    fn pick(&self, items: &[Item], default: usize) -> Result<(usize, String), Failure> {
        self.held(|| self.selection(items, default.min(items.len().saturating_sub(1))))
    }
}

/// A choice under way.
struct Picking<'a> {
    items: &'a [Item],
    line: Line,
    /// The numbers of the items that fit what was typed.
    fits: Vec<usize>,
    /// Which of those is marked.
    at: usize,
}

impl Picking<'_> {
    fn chosen(&self) -> Option<usize> {
        self.fits.get(self.at).copied()
    }

    fn press(&mut self, key: &Key, rows: usize) {
        let last = self.fits.len().saturating_sub(1);
        match key {
            Key::ArrowUp | Key::BackTab => self.at = self.at.checked_sub(1).unwrap_or(last),
            Key::ArrowDown | Key::Tab => self.at = if self.at >= last { 0 } else { self.at + 1 },
            Key::PageUp => self.at = self.at.saturating_sub(rows),
            Key::PageDown => self.at = (self.at + rows).min(last),
            key => {
                if self.line.press(key) {
                    self.fits = fitting(self.items, &self.line.text());
                    self.at = 0;
                }
            }
        }
    }

    /// The lines of the screen, each shorter than it is wide.
    fn frame(&self, rows: usize, columns: usize, paint: &dyn Fn(Role, &str) -> String) -> Vec<String> {
        let room = columns - 1;
        let first = (self.at + 1).saturating_sub(rows);
        let mut lines = vec![format!("{MARK}{}", self.line.window(room - MARK.len()).0)];
        let fits = self.fits.iter().skip(first).take(rows);
        let shown: Vec<&Item> = fits.filter_map(|number| self.items.get(*number)).collect();
        let widest = shown.iter().map(|item| item.label.chars().count()).max().unwrap_or_default().min(30);
        for (row, item) in shown.iter().enumerate() {
            let is_marked = first + row == self.at;
            let text = format!("{} {:widest$}  {}", if is_marked { ">" } else { " " }, item.label, item.about);
            let text = printable(text.trim_end()).into_owned();
            let text = truncate_str(&text, room, "…");
            lines.push(if is_marked { paint(Role::Heading, &text) } else { text.into_owned() });
        }
        let found = match self.fits.len() {
            0 => "nothing fits what was typed".to_owned(),
            count if count == self.items.len() => format!("{count} in all"),
            count => format!("{count} of {}", self.items.len()),
        };
        let help = format!("  {found}; type to search, arrows to move, Enter to choose");
        lines.push(paint(Role::Faint, &truncate_str(&help, room, "…")));
        lines
    }
}
