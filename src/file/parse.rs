//! From the text of a file to its integrations: everything that its own text says of mistakes, at once.

use super::format::{Defaults, Entry, Head, VERSION};
use crate::model::{ServerUrl, Slug};
use crate::preset::parse::read;
use crate::preset::position::Path;
use crate::preset::problem::Problem;
use serde::Deserialize;

/// The longest file that is read, in bytes.
const LONGEST: usize = 8 << 20;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct File {
    /// The name under which problems with it are shown.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The name under which authentik remembers what applies of it made.
    pub own_name: Option<String>,
    /// The only authentik that it is for.
    pub authentik: Option<ServerUrl>,
    /// The integrations, each with its path, as they stand there.
    pub entries: Vec<(Path, Entry)>,
    /// What holds for those that do not say otherwise.
    pub defaults: Defaults,
}

/// Reads a file. What is wrong comes beside what could be read.
#[must_use]
pub fn parse(name: &str, text: &str) -> (File, Vec<Problem>) {
    let mut file = File {
        name: name.to_owned(),
        text: text.to_owned(),
        own_name: None,
        authentik: None,
        entries: Vec::new(),
        defaults: Defaults::default(),
    };
    if text.len() > LONGEST {
        return (file, vec![Problem::error(Path::root(), format!("the file is longer than {LONGEST} bytes"))]);
    }
    let head: Head = match read(text.strip_prefix('\u{feff}').unwrap_or(text)) {
        Ok(head) => head,
        Err(problem) => return (file, vec![problem]),
    };
    let Head { version, name, authentik, defaults, integrations } = head;
    let mut problems = Vec::new();
    if version.as_u64() != Some(VERSION) {
        let message = format!("this akctl reads version {VERSION} of the format: `version: {VERSION}` must stand here");
        problems.push(Problem::error(Path::root().key("version"), message));
    }
    if let Some(Err(error)) = name.as_ref().map(|name| name.parse::<Slug>()) {
        problems.push(Problem::error(Path::root().key("name"), error.to_string()));
    }
    match authentik.map(|text| text.parse::<ServerUrl>()).transpose() {
        Ok(authentik) => file.authentik = authentik,
        Err(error) => problems.push(Problem::error(Path::root().key("authentik"), error.to_string())),
    }
    for (at, value) in integrations.into_iter().flatten().enumerate() {
        let path = Path::root().key("integrations").index(at);
        match entry(value, &path) {
            Ok(entry) => {
                problems.extend(wrong_outputs(&entry, &path));
                file.entries.push((path, entry));
            }
            Err(problem) => problems.push(problem),
        }
    }
    file.own_name = name;
    file.defaults = defaults;
    (file, problems)
}

/// One integration. Its place is found again by its path, because it is read apart from the file.
fn entry(mut value: serde_yaml::Value, path: &Path) -> Result<Entry, Problem> {
    value.apply_merge().map_err(|error| Problem::error(path.clone(), format!("`<<`: {error}")))?;
    let below = |problem: Problem| Problem { path: problem.path.below(path), place: None, ..problem };
    match serde_yaml::to_string(&value) {
        Ok(text) => read(&text).map_err(below),
        Err(_) => Entry::deserialize(value).map_err(|error| Problem::error(path.clone(), error.to_string())),
    }
}

fn wrong_outputs(entry: &Entry, path: &Path) -> Vec<Problem> {
    let outputs = entry.outputs.iter().enumerate();
    let wrong = outputs.filter_map(|(at, output)| {
        let path = path.key("outputs").index(at);
        output.target().err().map(|why| Problem::error(path, why))
    });
    wrong.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::problem::Problems;

    fn said(text: &str) -> String {
        let (_, problems) = parse("akctl.yaml", text);
        Problems::locate("akctl.yaml", text, problems).to_string()
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let said = said(
            "version: 2\nname: No Name\nauthentik: nowhere\nintegrations:\n  - preset: oidc\n    slugg: a\n  \
             - {slug: b}\n  - preset: oidc\n    access: {require_mfa: perhaps}\n  - preset: oidc\n    outputs: [{}]\n",
        );
        for line in [
            "akctl.yaml:1:10: error: version: this akctl reads version 1",
            "akctl.yaml:2:7: error: name: ",
            "akctl.yaml:3:12: error: authentik: ",
            "akctl.yaml:6:12: error: integrations[0].slugg: the key `slugg` is unknown",
            "did you mean `slug`?",
            "akctl.yaml:7:5: error: integrations[1]: `preset` is missing",
            "akctl.yaml:9:",
            "akctl.yaml:11:",
        ] {
            assert!(said.contains(line), "{line:?} is not in\n{said}");
        }
    }

    #[test]
    fn what_is_of_the_wrong_type_is_told_in_words_of_the_format() {
        for (text, expected) in [
            ("- a\n", "1:1: error: sequence stands here; expected a map with `version: 1` and `integrations`"),
            ("version: \"1\"\n", "1:10: error: version: this akctl reads version 1"),
            ("version: 99\n", "1:10: error: version: this akctl reads version 1"),
            ("version: 99999999999999999999999999\n", "1:10: error: version: integer"),
            (
                "version: 1\nintegrations: [oidc]\n",
                "2:16: error: integrations[0]: string \"oidc\" stands here; expected a map",
            ),
            ("version: 1\nversion: 1\n", "the key `version` stands there twice"),
            (
                "version: 1\nintegrations:\n  - {preset: a, preset: b}\n",
                "3:5: error: integrations[0]: the key `preset` stands",
            ),
            ("version: 1\nintegrations: [*nothing]\n", "2:16: error: unknown anchor"),
            ("", "1:1: error: `version` is missing"),
        ] {
            let said = said(text);
            assert!(said.contains(expected), "{expected:?} is not in\n{said}");
            assert!(!said.contains("struct"), "{said}");
        }
    }

    #[test]
    fn anchors_and_merges_line_ends_and_a_mark_of_byte_order_are_taken() {
        let text = "version: 1\nintegrations:\n  - &first\n    preset: oidc\n    slug: \"no\"\n    options: {exact: true}\n  \
                    - <<: *first\n    slug: b\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let (file, problems) = parse("akctl.yaml", &text);
            assert_eq!(problems, []);
            let [(_, first), (_, second)] = file.entries.as_slice() else { panic!("two") };
            assert_eq!((first.slug.as_deref(), second.slug.as_deref()), (Some("no"), Some("b")));
            assert_eq!((second.preset.as_str(), second.options.exact), ("oidc", Some(true)));
        }
        let (file, problems) = parse("akctl.yaml", "version: 1\nintegrations:\n");
        assert_eq!((file.entries.len(), problems), (0, Vec::new()));
    }
}
