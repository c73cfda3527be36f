//! Each check, tried on the wiki preset with one piece of it replaced.

use super::check;
use crate::preset::parse::parse;
use crate::preset::parse::tests::WIKI;
use crate::preset::problem::Problems;

/// What a person reads about the wiki preset with pieces of it replaced.
fn said_of(replacements: &[(&str, &str)]) -> String {
    let mut text = WIKI.to_owned();
    for (piece, other) in replacements {
        assert_eq!(text.matches(piece).count(), 1, "{piece:?}");
        text = text.replace(piece, other);
    }
    let preset = parse("wiki.yaml", &text).unwrap_or_else(|problems| panic!("{problems}"));
    Problems::locate("wiki.yaml", &text, check(&preset, "wiki")).to_string()
}

/// Asserts that one replacement leads to one problem, at the line of the replacement.
fn refused(piece: &str, other: &str, expected: &str) {
    let said = said_of(&[(piece, other)]);
    assert!(said.contains(expected), "expected {expected:?} in:\n{said}");
    assert_eq!(said.matches("wiki.yaml:").count(), 1, "one problem:\n{said}");
}

const ROLE_TYPE: &str = "group: {type: group}";
const FORM: &str = r#"form: "{group}={value}""#;
const REDIRECT: &str = r#"- strict: "{{ app_url }}/callback""#;
const ISSUER: &str = r#"value: "{{ endpoints.issuer }}""#;
const GROUP_NAME: &str = r#"name: "{{ item.group }}""#;

#[test]
fn the_wiki_is_right() {
    assert_eq!(said_of(&[]), "");
}

#[test]
fn an_id_is_the_files_name() {
    refused("id: wiki", "id: Wiki!", "id: `Wiki!` is not made of lower-case letters");
    refused("id: wiki", "id: wikis", "id: `wikis` is not the file's name, `wiki`");
}

#[test]
fn names_and_pages_are_fit_to_be_shown() {
    refused("name: Wiki\nsummary", "name: 'a\"b'\nsummary", "error: name: ");
    refused("summary: Pages that everybody writes", "summary: \"a\\nb\"", "summary: it must be one line");
    refused("category: documents", "category: Do Cs", "category: ");
    refused("docs: [https://wiki.example/sso]", "docs: [wiki.example]", "docs[0]: `wiki.example` is not a web address");
    refused("tested: {by: run}", "tested: {by: run, authentik: new}", "tested.authentik: ");
    refused("name: Wiki\nsummary", "name: Wiki\naliases: [wiki]\nsummary", "aliases[0]: `wiki` is there twice");
}

#[test]
fn a_login_path_is_a_path() {
    let with = |path: &str| format!("verify: {{login_path: '{path}'}}\ninputs:\n");
    for path in ["login", "https://wiki.company/login", "//login", "/a b", "/a#b", "/{{ name }}"] {
        refused("inputs:\n", &with(path), "verify.login_path: ");
    }
    assert_eq!(said_of(&[("inputs:\n", &with("/login?with=sso"))]), "");
}

#[test]
fn an_input_has_a_name_of_its_own() {
    let inputs = "inputs:\n";
    let named = |name: &str| format!("inputs:\n  {name}: {{type: flag, prompt: x}}\n");
    refused(inputs, &named("Big"), "inputs.Big: the name `Big` is not made of");
    refused(inputs, &named("dry_run"), "inputs.dry_run: every integration has a flag --dry-run already");
    refused(inputs, &named("client_id"), "inputs.client_id: templates know `client_id` as something else");
}

#[test]
fn an_input_has_only_what_its_type_allows() {
    let added = |line: &str| format!("inputs:\n  extra: {{prompt: x, {line}}}\n");
    for (line, expected) in [
        ("type: choice", "a choice needs its words in `of`"),
        ("type: choice, of: [a, a]", "inputs.extra.of[1]: `a` is empty or there twice"),
        ("type: url, of: [a]", "an input of the type url has no `of`"),
        ("type: flag, many: true", "an input of the type flag has no `many`"),
        ("type: flag, default: true", "an input of the type flag has no `default`"),
        ("type: url, pattern: a", "an input of the type url has no `pattern`"),
        ("type: text, pattern: '['", "is no regular expression"),
        ("type: text, pattern_help: x", "extra.pattern_help: there is no `pattern` that it could explain"),
        ("type: text, pattern: a, pattern_help: ''", "extra.pattern_help: it must be one line of text"),
        ("type: url, pattern_help: a", "an input of the type url has no `pattern_help`"),
        ("type: flag, later: beside it", "an input of the type flag has no `later`"),
        ("type: uri, later: ''", "inputs.extra.later: it must be one line of text"),
        ("type: text, optional: true, default: a", "need not be optional"),
        ("type: text, default: ''", "inputs.extra.default: it must not be empty"),
        ("type: url, example: wiki", "inputs.extra.example: \"wiki\" is not a web address"),
        ("type: choice, of: [a], default: b", "inputs.extra.default: \"b\" is none of a"),
        ("type: group, default: \"{{ nobody }}\"", "inputs.extra.default: the name `nobody` is unknown here"),
    ] {
        refused("inputs:\n", &added(line), expected);
    }
    refused("prompt: Give roles by groups", "prompt: \"\"", "inputs.roles.prompt: it must be one line");
}

#[test]
fn a_record_has_fields_and_a_form_that_names_them() {
    refused(FORM, r#"form: "{group}""#, "inputs.role.form: {value} is missing");
    refused(FORM, r#"form: "{group}={value}:{team}""#, "inputs.role.form: there is no field `team`");
    refused(FORM, r#"form: "{group}={value}={group}""#, "inputs.role.form: {group} is there twice");
    refused(FORM, r#"form: "{group}{value}""#, "nothing separates {group} from {value}");
    refused(FORM, r#"form: "{group} is {value}""#, "the separator \" is \" could be part of a value");
    refused(FORM, r#"form: "{group""#, "a `{` is not closed");
    refused(&format!("{FORM}\n"), "unique: [nobody]\n    form: '{group}={value}'\n", "there is no field `nobody`");
    refused(ROLE_TYPE, "group: {type: flag}", "inputs.role.fields.group.type: a field is a text, a group or a choice");
}

#[test]
fn conditions_and_lists_name_inputs() {
    refused(
        "    when: roles\n    form",
        "    when: rolls\n    form",
        "inputs.role.when: the name `rolls` is unknown here",
    );
    refused(
        "    prompt: Give roles by groups",
        "    prompt: x\n    when: role",
        "`role` does not come before this input",
    );
    refused("{each: role, when: roles, name", "{each: rolle, when: roles, name", "there is no input `rolle`");
    refused("{each: role, when: roles, name", "{each: roles, name", "the input `roles` is not a list");
    refused("{each: role, when: roles, name", "{each: role, when: 'roles and', name", "authentik.groups[0].when: ");
    refused("{each: role, when: roles, name", "{each: role, when: slug, name", "the name `slug` is unknown here");
}

#[test]
fn what_people_read_knows_the_version_and_nothing_else_does() {
    let noted = |when: &str| format!("  notes: [{{text: a, when: \"{when}\"}}]\n  settings:\n");
    let client = "  settings:\n";
    assert_eq!(said_of(&[(client, &noted("authentik_version is older_than('2025.10') and slug"))]), "");
    refused(client, &noted("authentik_version is older_than('soon')"), "`soon` is not a version of authentik");
    let unreached = noted("not roles and roles and authentik_version is older_than('soon')");
    refused(client, &unreached, "client.notes[0].when: `soon` is not a version of authentik");
    refused(client, &noted("client_secret"), "a secret of authentik may stand only in values of settings");
    let only = "`authentik_version` is known only in what people read or enter";
    refused("{each: role, when: roles, name", "{each: role, when: authentik_version, name", only);
    refused(REDIRECT, r#"- strict: "{{ authentik_version }}""#, only);
    let named = "inputs:\n  authentik_version: {type: flag, prompt: x}\n";
    refused("inputs:\n", named, "templates know `authentik_version` as something else");
}

#[test]
fn templates_name_what_is_known() {
    refused(GROUP_NAME, r#"name: "{{ item.grup }}""#, "the records of `role` have no field `grup`\n");
    refused(GROUP_NAME, r#"name: "{{ item }}""#, "the items of `role` are records: write item.group or item.value");
    refused(ISSUER, r#"value: "{{ item.group }}""#, "`item` is known only where `each` names a list");
    refused(ISSUER, r#"value: "{{ endpoints.isuer }}""#, "there is no endpoint `isuer`\n");
    refused(ISSUER, r#"value: "{{ endpoints }}""#, "name one of the endpoints");
    refused(ISSUER, r#"value: "{{ app_ulr }}""#, "did you mean `app_url`?");
    refused(ISSUER, r#"value: "{{ app_url | upper_case }}""#, "it cannot be evaluated: unknown filter");
    refused(ISSUER, r#"value: "{{ app_url }""#, "client.settings[0].fields[0].value: syntax error");
    refused(ISSUER, r#"value: "{{ app_url.host }}""#, "it cannot be evaluated");
    refused(REDIRECT, r#"- strict: "{{ scopes[0] }}""#, "`scopes` is known only in what people read or enter");
}

#[test]
fn both_sides_of_a_condition_inside_a_template_are_tried() {
    let other = r#"value: "{% if roles %}a{% else %}{{ app_url | nope }}{% endif %}""#;
    refused(ISSUER, other, "it cannot be evaluated: unknown filter");
}

#[test]
fn the_client_secret_stays_where_it_can_be_hidden() {
    let only = "a secret of authentik may stand only in values of settings";
    refused(REDIRECT, r#"- strict: "{{ client_secret }}""#, only);
    refused("label: Issuer", r#"label: "{{ client_secret }}""#, only);
    refused("  settings:\n", "  notes: [\"{{ client_secret }}\"]\n  settings:\n", only);
    let public = said_of(&[("client_type: confidential", "client_type: public")]);
    assert!(public.contains("a public client has no secret"), "{public}");
}

#[test]
fn the_provider_can_work() {
    refused(
        "scopes: [openid, email, profile]",
        "scopes: [openid, emial]",
        "scopes[1]: authentik has no default mapping",
    );
    refused(
        "scopes: [openid, email, profile]",
        "scopes: [openid, openid]",
        "scopes[1]: the scope `openid` is there twice",
    );
    refused("scopes: [openid, email, profile]", "scopes: [email]", "the scope `openid` is missing");
    let grants = "grant_types: [authorization_code, refresh_token]";
    refused(grants, "grant_types: []", "without a grant nobody can sign in");
    refused(grants, "grant_types: [authorization_code, authorization_code]", "grant_types[1]: ");
    refused(REDIRECT, r#"- {strict: "a", regex: "b"}"#, "exactly one of `strict` and `regex`");
    refused(
        &format!("redirect_uris:\n        {REDIRECT}"),
        "redirect_uris: []",
        "stores the first one that anybody uses",
    );
    refused("signing_key: rsa", "signing_key: rsa\n      access_token_validity: 5m", "`5m` is not a time such as");
    refused("signing_key: rsa", "signing_key: rsa\n      logout_uri: a", "belong together");
    refused("signing_key: rsa", "signing_key: rsa\n      refresh_token_threshold: 5m", "`5m` is not a time such as");
    refused("signing_key: rsa", "signing_key: '{{ nothing }}'", "the name `nothing` is unknown here");
    refused("signing_key: rsa", "signing_key: rsa\n      authorization_flow: a b", "oauth2.authorization_flow: ");
    refused("slug: wiki,", "slug: token,", "application.slug: the slug `token` is a path");
    refused("name: Wiki, slug", "name: 'a\"b', slug", "authentik.application.name: ");
}

#[test]
fn mappings_are_told_apart_and_emit_something() {
    refused("- key: roles", "- key: Roles", "scope_mappings[0].key: ");
    refused("scope: wiki_roles", "scope: wiki roles", "scope_mappings[0].scope: a scope holds no space");
    let start = WIKI.find("          group_values").expect("values");
    let end = WIKI.find("  provider:").expect("a provider");
    refused(&WIKI[start..end], "", "exactly one of `group_values`, `group_value`, ");
}

#[test]
fn a_claim_is_said_once() {
    let values = r#"group_values: {each: role, group: "{{ item.group }}", value: "{{ item.value }}"}"#;
    for right in ["value: true", "value: '{{ app_url }}'", "user: uuid", "attribute: wiki_id", "{group_attribute: x}"] {
        let right = right.trim_matches(['{', '}']);
        assert_eq!(said_of(&[(values, right)]), "", "{right}");
    }
    assert_eq!(said_of(&[(values, "attribute: wiki_id\n          user: uuid")]), "");
    assert_eq!(said_of(&[(values, &values.replace("group_values", "group_value"))]), "");
    for wrong in ["value: 1\n          user: uuid", "attribute: a\n          group_attribute: b"] {
        refused(values, wrong, "exactly one of `group_values`, `group_value`, ");
    }
    refused(values, "value: [1]", "claims[0].value: it must be a text, a whole number, true or false");
    refused(values, "attribute: '{{ nothing }}'", "the name `nothing` is unknown here");
}

#[test]
fn the_provider_fits_the_protocol() {
    let start = WIKI.find("    oauth2:").expect("a provider");
    let end = WIKI.find("client:\n").expect("a client");
    refused(&WIKI[start..end], "    {}\n", "the protocol oidc needs a provider of the kind `oauth2`");
}

#[test]
fn what_is_dangerous_is_a_warning() {
    let warned = |piece: &str, other: &str, expected: &str| {
        refused(piece, other, expected);
        assert!(said_of(&[(piece, other)]).contains(": warning: "));
    };
    warned("signing_key: rsa", "signing_key: none", "without a signing key");
    warned("      signing_key: rsa\n", "", "without a signing key");
    warned(REDIRECT, r#"- regex: "https://.*""#, "the expression is wide");
    warned(REDIRECT, r#"- regex: "{{ app_url }}/[0-9]+""#, "a value stands unquoted in the expression");
    warned(REDIRECT, r#"- strict: "{{ app_url }}/*""#, "`*` stands for itself");
    warned("[authorization_code, refresh_token]", "[implicit]", "tokens travel in the browser's address");
    warned("- claim: wiki_roles", "- claim: groups", "lists of one claim add up");
    assert_eq!(said_of(&[(REDIRECT, r#"- regex: "{{ app_url | regex_quote }}/[0-9]+""#)]), "");
}

#[test]
fn labels_and_files_are_there_once() {
    refused("label: Secret", "label: Issuer", "the label `Issuer` is there twice");
    let file = |name: &str| format!("  files: [{{name: {name}, content: a}}]\n  settings:\n");
    refused("  settings:\n", &file("../a"), "files[0].name: `../a` is not a file's name");
    let twice = "  files: [{name: a, content: a}, {name: a, content: b}]\n  settings:\n";
    refused("  settings:\n", twice, "the file `a` is there twice");
    let each = "    - each: role\n      fields:\n        - {label: Issuer";
    let said = said_of(&[("    - fields:\n        - {label: Issuer", each)]);
    assert!(said.contains("every item of the list gets the same label"), "{said}");
}

#[test]
fn several_problems_come_together_in_the_order_of_the_file() {
    let said =
        said_of(&[("id: wiki", "id: other"), ("signing_key: rsa", "signing_key: none"), (ISSUER, "value: '{{ x }}'")]);
    let places: Vec<&str> = said.lines().filter(|line| line.starts_with("wiki.yaml:")).collect();
    assert_eq!(places.len(), 3, "{said}");
    assert!(places[0].starts_with("wiki.yaml:1:5: error: id: "), "{said}");
    assert!(places[1].contains("warning: authentik.provider.oauth2.signing_key"), "{said}");
    assert!(places[2].contains("error: client.settings[0].fields[0].value"), "{said}");
}
