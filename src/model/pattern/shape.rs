//! The shape of a regular expression: which texts it lets through, as far as a host's judgement needs
//! it. Groups are spread into all their alternatives, so that each shape is a plain row.

use std::iter::Peekable;
use std::str::Chars;

/// The most rows that an expression is spread into: more say nothing new.
const MOST: usize = 256;

/// Which characters stand at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Class {
    negated: bool,
    ranges: Vec<(char, char)>,
}

impl Class {
    fn of(ranges: &[(char, char)]) -> Self {
        Self { negated: false, ranges: ranges.to_vec() }
    }

    /// A dot: everything.
    fn any() -> Self {
        Self { negated: true, ranges: Vec::new() }
    }

    /// Whether a character may stand there.
    pub fn has(&self, letter: char) -> bool {
        self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&letter)) != self.negated
    }
}

/// One place of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Atom {
    /// This character.
    Letter(char),
    /// One of a class; several of them, if so.
    Class(Class, bool),
}

impl Atom {
    fn repeated(self) -> Self {
        match self {
            Self::Class(class, _) => Self::Class(class, true),
            letter @ Self::Letter(_) => letter,
        }
    }
}

type Row = Vec<Atom>;

/// How often the part before it comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    AtMostOnce,
    Any,
    Several,
}

/// So many places side by side are as good as one at which several characters may stand.
const MANY: usize = 3;

/// All rows of an expression that is known to be one.
pub(crate) fn rows(pattern: &str) -> Vec<Row> {
    let mut rows = alternatives(&mut pattern.chars().peekable());
    for row in &mut rows {
        let is_class = |atom: &Atom| matches!(atom, Atom::Class(..));
        for run in row.chunk_by_mut(|one, next| is_class(one) == is_class(next)).filter(|run| run.len() >= MANY) {
            for atom in run {
                *atom = atom.clone().repeated();
            }
        }
    }
    rows
}

fn alternatives(text: &mut Peekable<Chars>) -> Vec<Row> {
    let mut done = Vec::new();
    let mut rows: Vec<Row> = vec![Row::new()];
    while let Some(letter) = text.next_if(|letter| *letter != ')') {
        let part = match letter {
            '|' => {
                done.append(&mut rows);
                rows.push(Row::new());
                continue;
            }
            '^' | '$' => continue,
            '(' => group(text),
            '[' => vec![vec![Atom::Class(class(text), false)]],
            '.' => vec![vec![Atom::Class(Class::any(), false)]],
            '\\' => text.next().map(|letter| vec![escaped(letter).into_iter().collect()]).unwrap_or_default(),
            letter => vec![vec![Atom::Letter(letter)]],
        };
        let part = repeated(part, times(text));
        rows = rows.iter().flat_map(|row| part.iter().map(|more| [row.as_slice(), more].concat())).take(MOST).collect();
    }
    done.append(&mut rows);
    done.truncate(MOST);
    done
}

/// What stands in a group; its mark and its name are passed over.
fn group(text: &mut Peekable<Chars>) -> Vec<Row> {
    if text.next_if_eq(&'?').is_some() {
        let ends = |letter: &char| matches!(letter, ':' | '>' | ')');
        while text.next_if(|letter| !ends(letter)).is_some() {}
        if text.peek() != Some(&')') {
            text.next();
        }
    }
    let rows = alternatives(text);
    text.next();
    rows
}

fn times(text: &mut Peekable<Chars>) -> Times {
    let times = match text.peek() {
        Some('*') => Times::Any,
        Some('+') => Times::Several,
        Some('?') => Times::AtMostOnce,
        Some('{') => {
            let counts: String = text.by_ref().take_while(|letter| *letter != '}').collect();
            let counts = counts.trim_start_matches('{');
            return match counts.split_once(',').unwrap_or((counts, counts)) {
                ("1", "1") => Times::Once,
                ("0", "1") => Times::AtMostOnce,
                ("0", _) => Times::Any,
                _ => Times::Several,
            };
        }
        _ => return Times::Once,
    };
    text.next();
    // Lazy or possessive: the same texts match.
    text.next_if(|letter| matches!(letter, '?' | '+'));
    times
}

fn repeated(part: Vec<Row>, times: Times) -> Vec<Row> {
    let mut rows = part;
    if matches!(times, Times::Any | Times::Several) {
        for row in &mut rows {
            *row = row.drain(..).map(Atom::repeated).collect();
        }
    }
    if matches!(times, Times::Any | Times::AtMostOnce) {
        rows.push(Row::new());
    }
    rows
}

/// What a letter behind a backslash stands for; nothing where it is only a place.
fn escaped(letter: char) -> Option<Atom> {
    if matches!(letter, 'b' | 'B' | 'A' | 'z' | 'Z') {
        return None;
    }
    Some(shorthand(letter).map_or(Atom::Letter(letter), |class| Atom::Class(class, false)))
}

fn shorthand(letter: char) -> Option<Class> {
    let mut class = match letter.to_ascii_lowercase() {
        'd' => Class::of(&[('0', '9')]),
        'w' => Class::of(&[('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]),
        's' => Class::of(&[(' ', ' '), ('\t', '\r')]),
        _ => return None,
    };
    class.negated = letter.is_ascii_uppercase();
    Some(class)
}

/// A class in brackets.
fn class(text: &mut Peekable<Chars>) -> Class {
    let mut class = Class::of(&[]);
    class.negated = text.next_if_eq(&'^').is_some();
    let mut is_first = true;
    while let Some(letter) = text.next_if(|letter| *letter != ']' || is_first) {
        is_first = false;
        let first = if letter == '\\' { text.next().unwrap_or(letter) } else { letter };
        match shorthand(first).filter(|_| letter == '\\') {
            Some(named) if named.negated => return Class::any(),
            Some(named) => class.ranges.extend(named.ranges),
            None if text.next_if_eq(&'-').is_some() => match text.next_if(|letter| *letter != ']') {
                Some('\\') => class.ranges.extend(text.next().map(|last| (first, last))),
                Some(last) => class.ranges.push((first, last)),
                None => class.ranges.extend([(first, first), ('-', '-')]),
            },
            None => class.ranges.push((first, first)),
        }
    }
    text.next();
    class
}
