//! From the text of a file to a [`Preset`].

use super::characters;
use super::format::Preset;
use super::position::{Path, Place, Places};
use super::problem::{Problem, Problems, did_you_mean};
use serde::de::DeserializeOwned;

/// The longest file that is read, in bytes. No honest preset comes near it, and the YAML library's
/// time grows with the square of the depth of a file that is made to be deep.
const LONGEST: usize = 1 << 16;

/// Reads a preset. `file` is the name under which problems are shown.
///
/// What the format itself forbids is reported one by one, because reading stops there; what can be
/// said of a file that was read is the business of [`check`](super::check::check).
pub fn parse(file: &str, text: &str) -> Result<Preset, Problems> {
    if text.len() > LONGEST {
        let problem = Problem::error(Path::root(), format!("the file is longer than {LONGEST} bytes"));
        return Err(Problems::locate(file, "", vec![problem]));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let preset = characters::as_written(text).and_then(|()| read(text).map_err(|problem| vec![problem]));
    let preset = preset.and_then(|preset| characters::as_escaped(text).map(|()| preset));
    preset.map_err(|problems| Problems::locate(file, text, problems))
}

/// Reads any YAML text as a type; what is wrong comes with its path, and with its place where the
/// library still knows it.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    serde_yaml::from_str(text).map_err(|error| explained(&error, text))
}

/// Turns the YAML library's error into a problem with a path and advice.
fn explained(error: &serde_yaml::Error, text: &str) -> Problem {
    let place = error.location().map(|at| Place { line: at.line(), column: at.column() });
    let said = error.to_string();
    let said = match place {
        Some(Place { line, column }) => said.replace(&format!(" at line {line} column {column}"), ""),
        None => said,
    };
    let (path, message) = split_path(&said);
    if let Some(problem) = unknown_word(&path, message, text) {
        return problem;
    }
    if let Some(name) = between(message, "missing field `", "`") {
        return Problem::error(path, format!("`{name}` is missing")).at(place);
    }
    let twice =
        between(message, "duplicate field `", "`").or_else(|| between(message, "duplicate entry with key \"", "\""));
    if let Some(name) = twice {
        return Problem::error(path, format!("the key `{name}` stands there twice")).at(place);
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        return Problem::error(path, rest.replacen(", expected", " stands here; expected", 1));
    }
    let tab = place
        .and_then(|place| text.lines().nth(place.line - 1))
        .is_some_and(|line| line.chars().take_while(|c| c.is_whitespace()).any(|c| c == '\t'));
    let advice = tab.then(|| "YAML is indented with spaces; there is a tab".to_owned());
    Problem::error(path, message).advice(advice).at(place)
}

/// `inputs.app_url: what is wrong` as path and message.
fn split_path(said: &str) -> (Path, &str) {
    let is_path = |text: &str| text == "." || text.chars().all(|c| c.is_alphanumeric() || "_-.[]{}* ".contains(c));
    match said.split_once(": ") {
        Some((path, message)) if is_path(path) && !path.contains(' ') => (Path::written(path), message),
        _ => (Path::root(), said),
    }
}

/// A key or a word that the format does not know.
fn unknown_word(path: &Path, message: &str, text: &str) -> Option<Problem> {
    let key = between(message, "unknown field `", "`");
    let word = between(message, "unknown variant `", "`");
    let wrong = key.or(word)?;
    let known: Vec<&str> = message.split("expected").nth(1).unwrap_or_default().split('`').skip(1).step_by(2).collect();
    let advice = did_you_mean(wrong, known.iter().copied())
        .or_else(|| (!known.is_empty()).then(|| format!("known here: {}", known.join(", "))));
    let places = Places::read(text);
    let Some(key) = key else {
        let place = places.of(path);
        let problem = Problem::error(path.clone(), format!("`{wrong}` is not one of the words for this"));
        return Some(problem.advice(advice).at(place));
    };
    // The library names the map that holds the key, or the key itself.
    let names_key = path.as_str().rsplit('.').next() == Some(key);
    let path = if names_key { path.clone() } else { path.key(key) };
    let place = places.of_key(&path);
    Some(Problem::error(path, format!("the key `{key}` is unknown")).advice(advice).at(place))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(inside, _)| inside)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A small preset that is right; other tests bend it.
    pub(in crate::preset) const WIKI: &str = r#"id: wiki
name: Wiki
summary: Pages that everybody writes
category: documents
protocol: oidc
docs: [https://wiki.example/sso]
tested: {by: run}
inputs:
  app_url:
    type: url
    prompt: Address of the wiki
    example: https://wiki.company
  roles:
    type: flag
    prompt: Give roles by groups
  role:
    type: record
    many: true
    when: roles
    form: "{group}={value}"
    fields:
      group: {type: group}
      value: {type: text, pattern: "[a-z]+"}
    default:
      - {group: Wiki Writers, value: writer}
    prompt: Group in authentik and its role
authentik:
  application: {name: Wiki, slug: wiki, launch_url: "{{ app_url }}/"}
  groups:
    - {each: role, when: roles, name: "{{ item.group }}"}
  scope_mappings:
    - key: roles
      when: roles
      name: "{{ slug }}: roles"
      scope: wiki_roles
      claims:
        - claim: wiki_roles
          group_values: {each: role, group: "{{ item.group }}", value: "{{ item.value }}"}
  provider:
    oauth2:
      client_type: confidential
      grant_types: [authorization_code, refresh_token]
      redirect_uris:
        - strict: "{{ app_url }}/callback"
      signing_key: rsa
      scopes: [openid, email, profile]
client:
  where: Administration > Sign-in
  settings:
    - fields:
        - {label: Issuer, value: "{{ endpoints.issuer }}"}
        - {label: Secret, value: "{{ client_secret }}"}
"#;

    /// What a person reads about the wiki preset with a piece of it replaced.
    fn said(piece: &str, other: &str) -> String {
        assert_eq!(WIKI.matches(piece).count(), 1, "{piece:?}");
        parse("wiki.yaml", &WIKI.replace(piece, other)).expect_err("a problem").to_string()
    }

    #[test]
    fn reads_a_preset() {
        let preset = parse("wiki.yaml", WIKI).expect("a preset");
        assert_eq!(preset.inputs.names().collect::<Vec<_>>(), ["app_url", "roles", "role"]);
        assert!(preset.authentik.provider.oauth2.is_some());
    }

    #[test]
    fn an_unknown_key_is_shown_with_its_line_and_the_near_name() {
        assert_eq!(
            said("    prompt: Address of the wiki", "    promt: Address of the wiki"),
            "wiki.yaml:11:5: error: inputs.app_url.promt: the key `promt` is unknown\n  \
             11 |     promt: Address of the wiki\n     |     ^\n  did you mean `prompt`?"
        );
    }

    #[test]
    fn an_unknown_key_deep_down_and_in_one_line_is_found() {
        assert_eq!(
            said(r"group_values: {each: role, ", r"group_values: {eech: role, "),
            "wiki.yaml:38:26: error: authentik.scope_mappings[0].claims[0].group_values.eech: the key `eech` is \
             unknown\n  38 |           group_values: {eech: role, group: \"{{ item.group }}\", value: \"{{ \
             item.value }}\"}\n     |                          ^\n  did you mean `each`?"
        );
    }

    #[test]
    fn an_unknown_word_names_the_near_one() {
        let said = said("client_type: confidential", "client_type: confidentail");
        assert!(
            said.starts_with("wiki.yaml:41:20: error: authentik.provider.oauth2.client_type: `confidentail`"),
            "{said}"
        );
        assert!(said.ends_with("did you mean `confidential`?"), "{said}");
    }

    #[test]
    fn a_wrong_type_is_found_at_its_value() {
        let said = said("docs: [https://wiki.example/sso]", "docs: {a: b}");
        assert!(said.starts_with("wiki.yaml:6:"), "{said}");
        assert!(said.contains("docs: map stands here; expected a sequence"), "{said}");
    }

    #[test]
    fn a_missing_key_is_named_with_the_map_that_lacks_it() {
        let said = said("      client_type: confidential\n", "");
        assert!(said.contains("authentik.provider.oauth2: `client_type` is missing"), "{said}");
        assert!(said.starts_with("wiki.yaml:41:7"), "{said}");
    }

    #[test]
    fn a_tab_is_named() {
        let said = said("    prompt: Address of the wiki", "\tprompt: Address of the wiki");
        assert!(said.starts_with("wiki.yaml:11:"), "{said}");
        assert!(said.ends_with("YAML is indented with spaces; there is a tab"), "{said}");
    }

    #[test]
    fn the_same_input_twice_is_refused() {
        let said = said("  role:\n", "  roles:\n");
        assert!(said.contains("`roles` is there twice"), "{said}");
    }

    #[test]
    fn foreign_text_cannot_move_the_cursor() {
        let said = said("id: wiki", "\"\\e[31mid\": wiki");
        assert!(!said.contains('\u{1b}'), "{said:?}");
    }

    #[test]
    fn empty_and_huge_files_are_refused() {
        assert!(parse("x.yaml", "").is_err());
        assert!(parse("x.yaml", &"#".repeat(LONGEST + 1)).is_err());
    }
}
