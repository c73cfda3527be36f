//! Where in a file something is written.
//!
//! The YAML library forgets places once it has read a file. This second reading, with a parser
//! that keeps marks, happens only when there is a problem to show.

use saphyr_parser::{Event, Marker, Parser};
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// A line and a column, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl From<&Marker> for Place {
    fn from(mark: &Marker) -> Self {
        Self { line: mark.line(), column: mark.col() + 1 }
    }
}

/// The way to a value: `client.settings[2].fields[0].value`. Empty for the file itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(String);

impl Path {
    /// The file itself.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// A path as the YAML library writes it.
    #[must_use]
    pub fn written(text: &str) -> Self {
        Self(if text == "." { String::new() } else { text.to_owned() })
    }

    /// The value of a key below this.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        if self.0.is_empty() { Self(key.to_owned()) } else { Self(format!("{}.{key}", self.0)) }
    }

    /// The entry of a list below this, counted from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        let mut text = self.0.clone();
        // Writing to a String cannot fail.
        let _ = write!(text, "[{index}]");
        Self(text)
    }

    /// This path as one that begins at a value of another file: `slug` below `integrations[2]`.
    #[must_use]
    pub fn below(&self, around: &Self) -> Self {
        match (around.0.as_str(), self.0.as_str()) {
            ("", own) => Self(own.to_owned()),
            (around, "") => Self(around.to_owned()),
            (around, own) if own.starts_with('[') => Self(format!("{around}{own}")),
            (around, own) => Self(format!("{around}.{own}")),
        }
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What this lies in; `None` for the file itself.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        if self.0.is_empty() {
            return None;
        }
        Some(Self(self.0.rfind(['.', '[']).map_or_else(String::new, |at| self.0[..at].to_owned())))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The places of all values of a file, as far as it can be read.
#[derive(Debug, Default)]
pub struct Places {
    values: BTreeMap<Path, Place>,
    keys: BTreeMap<Path, Place>,
}

/// How deep maps and lists may lie in each other. The YAML library reads no deeper either.
const DEEPEST: usize = 128;

/// A map or list that is being read.
enum Open {
    Map { path: Path, key: Option<String> },
    List { path: Path, next: usize },
}

impl Places {
    /// Reads the places of a YAML text. What follows a mistake has none.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut places = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let mut parser = Parser::new_from_str(text);
        while let Some(Ok((event, span))) = parser.next_event() {
            if open.len() > DEEPEST {
                break;
            }
            let place = Place::from(&span.start);
            match event {
                Event::Scalar(text, ..) => places.scalar(&mut open, &text, place),
                Event::Alias(_) => places.scalar(&mut open, "*", place),
                Event::MappingStart(..) => {
                    let path = places.begin(&mut open, place);
                    open.push(Open::Map { path, key: None });
                }
                Event::SequenceStart(..) => {
                    let path = places.begin(&mut open, place);
                    open.push(Open::List { path, next: 0 });
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                }
                _ => {}
            }
        }
        places
    }

    /// The place of a value: of a scalar itself, of a map or list where its key stands. Where the
    /// path leads nowhere, the place of the nearest thing around it.
    #[must_use]
    pub fn of(&self, path: &Path) -> Option<Place> {
        let mut path = path.clone();
        loop {
            if let Some(place) = self.values.get(&path) {
                return Some(*place);
            }
            path = path.parent()?;
        }
    }

    /// The place where the key of a value stands.
    #[must_use]
    pub fn of_key(&self, path: &Path) -> Option<Place> {
        self.keys.get(path).copied().or_else(|| self.of(path))
    }

    fn scalar(&mut self, open: &mut [Open], text: &str, place: Place) {
        if let Some(Open::Map { path, key: key @ None }) = open.last_mut() {
            self.keys.insert(path.key(text), place);
            *key = Some(text.to_owned());
            return;
        }
        let path = next_path(open);
        self.values.insert(path, place);
    }

    fn begin(&mut self, open: &mut [Open], place: Place) -> Path {
        let path = next_path(open);
        let shown = self.keys.get(&path).copied().unwrap_or(place);
        self.values.insert(path.clone(), shown);
        path
    }
}

/// The path of the value that comes now.
fn next_path(open: &mut [Open]) -> Path {
    match open.last_mut() {
        None => Path::root(),
        Some(Open::Map { path, key }) => path.key(&key.take().unwrap_or_default()),
        Some(Open::List { path, next }) => {
            *next += 1;
            path.index(*next - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a: 1\nb:\n  - x: ü\n    y: {z: [p, q]}\n  - plain\nc: \"é\" \n";

    fn of(path: &str) -> Option<(usize, usize)> {
        Places::read(TEXT).of(&Path::written(path)).map(|place| (place.line, place.column))
    }

    #[test]
    fn finds_scalars_at_their_value_and_collections_at_their_key() {
        assert_eq!(of("a"), Some((1, 4)));
        assert_eq!(of("b"), Some((2, 1)));
        assert_eq!(of("b[0].x"), Some((3, 8)));
        assert_eq!(of("b[0].y"), Some((4, 5)));
        assert_eq!(of("b[0].y.z[1]"), Some((4, 16)));
        assert_eq!(of("b[1]"), Some((5, 5)));
        assert_eq!(of("c"), Some((6, 4)));
    }

    #[test]
    fn falls_back_to_what_is_around() {
        assert_eq!(of("b[0].missing.deep"), Some((3, 5)));
        assert_eq!(of("nothing"), Some((1, 1)));
        assert_eq!(Places::read("").of(&Path::root()), None);
    }

    #[test]
    fn reads_up_to_a_mistake() {
        let places = Places::read("a: 1\nb: [\nc: }");
        assert_eq!(places.of(&Path::written("a")), Some(Place { line: 1, column: 4 }));
    }
}
