//! What stands on a terminal after a program has written to it.

use std::num::NonZeroU16;
use vt100::{Cell, Color, Parser};

/// As wide as the terminal on which the binary runs.
const COLUMNS: u16 = 80;
/// Higher than any run is long, so that nothing scrolls away.
const ROWS: u16 = 400;

/// One row, as far as there is something on it.
#[derive(Debug, Clone, Default)]
pub struct Row(pub Vec<Run>);

/// Words next to each other that look the same, one space between two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The column of its first character, counted from 0.
    pub column: usize,
    /// How many columns it takes; a wide character takes two.
    pub width: usize,
    pub text: String,
    pub style: Style,
}

/// How characters look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// One of the 16 colours of every terminal.
    pub color: Option<u8>,
    pub is_bold: bool,
    pub is_dim: bool,
    pub is_underlined: bool,
}

impl Style {
    fn of(cell: &Cell) -> Self {
        let color = match cell.fgcolor() {
            Color::Default => None,
            Color::Idx(index @ 0..16) => Some(index),
            other => panic!("the picture has no {other:?}: {:?}", cell.contents()),
        };
        let is_drawn = cell.bgcolor() == Color::Default && !cell.inverse() && !cell.italic();
        assert!(is_drawn, "the picture has no coloured ground and no italics: {:?}", cell.contents());
        Self { color, is_bold: cell.bold(), is_dim: cell.dim(), is_underlined: cell.underline() }
    }
}

impl Row {
    /// The column after its last character.
    pub fn width(&self) -> usize {
        self.0.last().map_or(0, |run| run.column + run.width)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a person reads.
    pub fn text(&self) -> String {
        let (mut text, mut column) = (String::new(), 0);
        for run in &self.0 {
            text.extend(std::iter::repeat_n(' ', run.column - column));
            text.push_str(&run.text);
            column = run.column + run.width;
        }
        text
    }

    /// One more character, after this many spaces behind the last one.
    fn push(&mut self, column: usize, cell: &Cell) {
        let (style, width) = (Style::of(cell), if cell.is_wide() { 2 } else { 1 });
        if let Some(last) = self.0.last_mut() {
            let spaces = column - last.column - last.width;
            if last.style == style && spaces <= 1 {
                last.text.extend(std::iter::repeat_n(' ', spaces));
                last.text.push_str(cell.contents());
                last.width += spaces + width;
                return;
            }
        }
        self.0.push(Run { column, width, text: cell.contents().to_owned(), style });
    }
}

/// What this output leaves on a new terminal, without empty rows at the end.
pub fn rows(output: &str) -> Vec<Row> {
    let size = |number| NonZeroU16::new(number).expect("not zero");
    let mut parser = Parser::new(size(ROWS), size(COLUMNS), 0);
    parser.process(output.as_bytes());
    let screen = parser.screen();
    let row = |number| {
        let mut row = Row::default();
        for column in 0..COLUMNS {
            let cell = screen.cell(number, column).expect("on the screen");
            if cell.has_contents() && cell.contents() != " " {
                row.push(usize::from(column), cell);
            }
        }
        row
    };
    let mut rows: Vec<Row> = (0..ROWS).map(row).collect();
    assert!(rows.last().is_some_and(Row::is_empty), "the output is longer than the screen is high");
    rows.truncate(rows.iter().rposition(|row| !row.is_empty()).map_or(0, |last| last + 1));
    rows
}

/// What a person reads on all rows.
pub fn text(rows: &[Row]) -> String {
    rows.iter().map(|row| row.text() + "\n").collect()
}
