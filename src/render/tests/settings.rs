//! Filling in the client side.

use super::*;

fn value_of(settings: &Settings, key: &str) -> (Option<String>, bool) {
    let setting = settings.settings.iter().find(|setting| setting.key == key).unwrap_or_else(|| panic!("no {key}"));
    (setting.value.clone(), setting.secret)
}

#[test]
fn sections_are_repeated_for_each_item_where_their_condition_holds() {
    let settings = filled(&["reader", "writer"], &known(), Secrecy::Hide);
    let keys: Vec<(Option<&str>, &str)> =
        settings.settings.iter().map(|setting| (setting.section.as_deref(), setting.key.as_str())).collect();
    let expected = [
        (None, "Method"),
        (Some("Roles"), "Role 1"),
        (Some("Roles"), "First"),
        (Some("Roles"), "Role 2"),
        (Some("Client"), "Client ID"),
        (Some("Client"), "Client secret"),
        (Some("Client"), "Both"),
        (Some("Client"), "Scopes"),
    ];
    assert_eq!(keys, expected);
    assert_eq!(value_of(&settings, "Role 2"), (Some("writer".to_owned()), false));
    assert_eq!(settings.files.len(), 3);
    assert_eq!(settings.steps, ["Open Wiki.", "Role reader", "Role writer"]);
    let without = filled(&[], &known(), Secrecy::Hide);
    assert!(without.settings.iter().all(|setting| setting.section.as_deref() != Some("Roles")));
    assert_eq!((without.files.len(), without.steps.len()), (2, 1));
}

#[test]
fn a_secret_is_shown_only_to_whom_asked_for_it() {
    let shown = filled(&[], &known(), Secrecy::Show);
    assert_eq!(value_of(&shown, "Client secret"), (Some(SECRET.to_owned()), true));
    assert_eq!(value_of(&shown, "Both"), (Some(format!("id-1:{SECRET}")), true));
    assert_eq!(shown.files[1].content, Some(format!("secret = {SECRET}\n")));
    assert_eq!(shown.commands, [format!("wiki login --secret {SECRET} --id id-1")]);

    let hidden = filled(&[], &known(), Secrecy::Hide);
    assert_eq!(value_of(&hidden, "Client secret"), (None, true));
    assert_eq!(value_of(&hidden, "Both"), (None, true));
    assert_eq!(value_of(&hidden, "Client ID"), (Some("id-1".to_owned()), false));
    assert_eq!((&hidden.files[1].content, hidden.files[1].secret), (&None, true));
    assert_eq!((hidden.files[0].content.is_some(), hidden.files[0].secret), (true, false));
    assert_eq!(hidden.commands, ["wiki login --secret (hidden) --id id-1"]);
    assert!(!format!("{hidden:?}").contains(SECRET));
}

#[test]
fn what_authentik_has_not_chosen_yet_is_not_said_to_be_hidden() {
    for secrecy in [Secrecy::Show, Secrecy::Hide] {
        let settings = filled(&[], &Credentials::default(), secrecy);
        assert_eq!(value_of(&settings, "Client ID"), (None, false));
        assert_eq!(value_of(&settings, "Client secret"), (None, true));
        assert_eq!(settings.files[1].content, None);
        let yet = "(known after the integration is made)";
        assert_eq!(settings.commands, [format!("wiki login --secret {yet} --id {yet}")]);
    }
}

#[test]
fn warnings_never_hold_a_secret() {
    let line: crate::preset::format::Line =
        serde_yaml::from_str("'{{ client_secret }} of {{ name }}'").expect("a line");
    let (inputs, credentials) = (inputs(&[]), known());
    let values = Values {
        context: &inputs,
        scopes: &[],
        credentials: &credentials,
        published: &Published::default(),
        version: &Version::new(2025, 10, 3),
    };
    let warnings = crate::render::settings::warnings(&[line], &values).expect("a warning");
    assert_eq!(warnings, ["(hidden) of Wiki"]);
}
