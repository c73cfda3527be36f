//! Tests of the catalogue, and of everything that is in the binary.

use super::*;
use crate::preset::parse::tests::WIKI;

fn with_folder() -> (tempfile::TempDir, Catalogue) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("wiki.yaml"), WIKI.replace("name: Wiki\n", "name: Wiki\naliases: [pages]\n"))
        .expect("written");
    let catalogue = Catalogue::new(Some(folder.path().to_owned()));
    (folder, catalogue)
}

#[test]
fn every_embedded_preset_warns_only_of_what_its_application_demands() {
    assert!(!EMBEDDED.is_empty());
    for preset in EMBEDDED {
        let problems = preset.source().problems();
        let may_be = |message: &str| DEMANDED.iter().any(|danger| message.contains(danger));
        assert!(problems.iter().all(|problem| may_be(&problem.message)), "{problems}");
    }
}

/// What applications demand although it is dangerous: words of the warning.
const DEMANDED: [&str; 1] = ["the grant `implicit`"];

#[test]
fn the_examples_in_the_documentation_are_right() {
    let page = include_str!("../../../docs/presets.md");
    let examples: Vec<&str> = page.split("```yaml\n").filter(|block| block.starts_with("id: ")).collect();
    assert_eq!(examples.len(), 2);
    for (example, id) in examples.iter().zip(["notebook", "ledger"]) {
        let text = example.split("```").next().expect("its text");
        let problems = parse("docs/presets.md", text).map(|preset| check::check(&preset, id));
        assert_eq!(problems.unwrap_or_else(|problems| panic!("{problems}")), []);
    }
}

#[test]
fn embedded_ids_and_aliases_are_all_different() {
    let mut words: Vec<&str> = EMBEDDED.iter().flat_map(|p| [&[p.id], p.aliases].concat()).collect();
    words.sort_unstable();
    assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{words:?}");
}

#[test]
fn the_folder_adds_presets_that_are_found_by_id_and_alias() {
    let (_folder, catalogue) = with_folder();
    for name in ["wiki", "WIKI", "pages"] {
        let source = catalogue.find(name).expect("found");
        assert_eq!(source.load().expect("a preset").name, "Wiki");
    }
    assert_eq!(catalogue.list().expect("a list").entries.len(), EMBEDDED.len() + 1);
}

#[test]
fn the_folder_overrides_what_is_embedded() {
    let (folder, catalogue) = with_folder();
    let id = EMBEDDED[0].id;
    fs::write(folder.path().join(format!("{id}.yaml")), WIKI.replace("id: wiki", &format!("id: {id}")))
        .expect("written");
    assert_eq!(catalogue.find(id).expect("found").load().expect("a preset").name, "Wiki");
    let listing = catalogue.list().expect("a list");
    assert!(listing.entries.iter().any(|entry| entry.id == id && entry.name == "Wiki"));
}

#[test]
fn an_unknown_name_is_answered_with_the_near_ones() {
    let (_folder, catalogue) = with_folder();
    let failure = catalogue.find("wikki").expect_err("unknown");
    assert_eq!(failure.message, "there is no preset `wikki`");
    assert_eq!(failure.hints[0], "did you mean `wiki`?");
    assert!(catalogue.find("../wiki").is_err());
}

#[test]
fn a_list_shows_a_preset_however_it_is_written() {
    let (folder, catalogue) = with_folder();
    let listed = |text: &str| {
        fs::write(folder.path().join("own.yaml"), text).expect("written");
        let mut entries = catalogue.list().expect("a list").entries;
        entries.retain(|entry| entry.id == "own");
        entries.pop().map(|entry| (entry.name, entry.summary, entry.aliases.join(" "), entry.protocol))
    };
    let own = |summary: &str| Some(("Own".into(), summary.into(), "mine hers".into(), "oidc".into()));
    let long = "id: own\nname: Own # x\nsummary: >-\n  On two\n  lines\n# x: y\ninputs:\n  name: {a: b}\naliases:\n- mine\n\
                - hers\nprotocol: oidc\ncategory: x\n";
    assert_eq!(listed(long), own("On two lines"));
    let flow = "{name: Own, summary: one, aliases: [mine, hers], protocol: oidc,\n category: x}\n";
    assert_eq!(listed(flow), own("one"));
    assert_eq!(listed("name: Own\nsummary: one\n"), None);
}

#[test]
fn a_broken_file_does_not_break_the_list() {
    let (folder, catalogue) = with_folder();
    fs::write(folder.path().join("broken.yaml"), "name: [").expect("written");
    let listing = catalogue.list().expect("a list");
    assert_eq!(listing.unreadable.len(), 1);
    assert!(catalogue.find("broken").expect("found").load().is_err());
    assert!(Catalogue::new(Some("/nowhere/at/all".into())).list().is_ok());
}
