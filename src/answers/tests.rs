//! Tests of the answers, with an invented application.

use super::*;
use crate::preset::format::Template;
use crate::preset::format::{InputKind, Preset};
use crate::preset::parse::parse;
use crate::preset::template::render;

const INPUTS: &str = r#"
  app_url: {type: url, prompt: Address of the wiki, example: https://wiki.company}
  style: {type: choice, of: [plain, bright], default: plain, prompt: Colours}
  roles: {type: flag, prompt: Give roles by groups}
  role:
    type: record
    many: true
    when: roles
    form: "{group}={value}"
    fields: {group: {type: group}, value: {type: text, pattern: "[a-z]+"}}
    unique: [group]
    default: [{group: Wiki Writers, value: writer}, {group: Wiki Readers, value: reader}]
    prompt: Group and role
  top_role:
    type: text
    when: roles
    default: "{{ role[0].value }}"
    prompt: Highest role
  tag: {type: text, many: true, optional: true, prompt: Tags}
"#;

fn preset_with(inputs: &str) -> Preset {
    let text = format!(
        "id: wiki\nname: Wiki\nsummary: x\ncategory: x\nprotocol: oidc\ntested: {{by: run}}\ninputs:{inputs}\
         checks:\n  - when: roles\n    that: top_role in role | map(attribute='value')\n    \
         message: --top-role {{{{ top_role }}}} is no role\n\
         authentik:\n  application: {{name: Wiki, slug: wiki}}\n  provider: {{}}\nclient: {{}}\n"
    );
    parse("wiki.yaml", &text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn preset() -> Preset {
    preset_with(INPUTS)
}

fn given(flags: &[(&str, &[&str])], sets: &[&str], file: Option<&str>) -> Given {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Given {
        flags: flags.iter().map(|(name, values)| ((*name).to_owned(), texts(values))).collect(),
        sets: texts(sets),
        file: file.map(|text| InputsFile { name: "in.yaml".to_owned(), text: text.to_owned() }),
        ..Given::default()
    }
}

const URL: (&str, &[&str]) = ("app_url", &["https://wiki.company/"]);

fn answers(flags: &[(&str, &[&str])], sets: &[&str], file: Option<&str>) -> Answers {
    collect(&preset(), &given(flags, sets, file)).unwrap_or_else(|failure| panic!("{failure}"))
}

fn refused(flags: &[(&str, &[&str])], sets: &[&str], file: Option<&str>) -> String {
    collect(&preset(), &given(flags, sets, file)).expect_err("a failure").message
}

fn shown(answers: &Answers, template: &str) -> String {
    render(&Template(template.to_owned()), &answers.context()).expect("text")
}

const ROLES: &str = "{% for r in role %}{{ r.group }}>{{ r.value }};{% endfor %}";

#[test]
fn defaults_stand_in_and_addresses_lose_their_slash() {
    let answers = answers(&[URL], &[], None);
    assert_eq!(answers.get("app_url").and_then(Answer::as_text), Some("https://wiki.company"));
    assert_eq!(answers.get("style").and_then(Answer::as_text), Some("plain"));
    assert_eq!(answers.get("roles"), Some(&Answer::Flag(false)));
    assert_eq!(answers.get("role"), Some(&Answer::List(vec![])), "an input that does not apply is empty");
    assert_eq!(answers.get("tag"), Some(&Answer::List(vec![])));
}

#[test]
fn a_default_may_follow_an_earlier_answer() {
    let answers = answers(&[URL, ("roles", &[]), ("role", &["A=top", "B \"東京\"=low"])], &[], None);
    assert_eq!(shown(&answers, ROLES), "A>top;B \"東京\">low;");
    assert_eq!(answers.get("top_role").and_then(Answer::as_text), Some("top"));
}

#[test]
fn sets_append_and_take_hyphens() {
    let answers = answers(&[], &["app-url=https://w.company", "tag=a=b", "tag=c", "roles=yes"], None);
    assert_eq!(shown(&answers, "{{ tag | join('|') }}"), "a=b|c");
    assert_eq!(answers.get("roles"), Some(&Answer::Flag(true)));
}

#[test]
fn a_file_gives_structured_values_and_the_command_line_counts_more() {
    let yaml = "app_url: https://a.company\nroles: true\nstyle: bright\nrole:\n  - {group: \"x=y\", value: z}\n";
    let from_yaml = answers(&[("style", &["plain"])], &[], Some(yaml));
    assert_eq!(shown(&from_yaml, ROLES), "x=y>z;");
    assert_eq!(from_yaml.get("style").and_then(Answer::as_text), Some("plain"));
    let json = r#"{"app-url": "https://a.company", "tag": ["t", 7]}"#;
    assert_eq!(shown(&answers(&[], &[], Some(json)), "{{ tag | join('|') }}"), "t|7");
}

#[test]
fn everything_missing_and_wrong_is_told_at_once() {
    let said = refused(&[("style", &["brigth"])], &["colour=red", "oops"], Some("rols: true"));
    for part in [
        "5 inputs are missing or wrong",
        "--app-url is missing: Address of the wiki, for example --app-url https://wiki.company",
        "--style: \"brigth\" is none of plain, bright; did you mean `bright`?",
        "--set colour: the preset has no such input; it takes app_url, style, roles, role, top_role, tag",
        "--set oops: it must be of the form KEY=VALUE",
        "in.yaml: rols: the preset has no such input; did you mean `roles`?",
    ] {
        assert!(said.contains(part), "{part}\n---\n{said}");
    }
}

#[test]
fn one_thing_wrong_is_one_sentence_with_hints() {
    let failure = collect(&preset(), &Given::default()).expect_err("a failure");
    assert!(failure.message.starts_with("--app-url is missing"), "{failure}");
    assert_eq!(failure.hints.len(), 2);
    assert_eq!(failure.kind.exit_code(), 2);
}

#[test]
fn an_input_that_does_not_apply_says_what_it_needs() {
    assert_eq!(refused(&[URL, ("role", &["A=b"])], &[], None), "--role counts only with --roles: add --roles");
}

#[test]
fn an_ambiguous_record_is_refused() {
    let one_reading = answers(&[URL, ("roles", &[]), ("role", &["a=b=c"])], &[], None);
    assert_eq!(shown(&one_reading, ROLES), "a=b>c;", "a field after the first holds no separator by its pattern");
    let inputs = INPUTS.replace(r#", pattern: "[a-z]+""#, "");
    let failure = collect(&preset_with(&inputs), &given(&[URL, ("roles", &[]), ("role", &["a=b=c"])], &[], None));
    let said = failure.expect_err("a failure").message;
    assert!(said.contains("more than one way") && said.contains("--inputs FILE"), "{said}");
}

#[test]
fn records_must_differ_in_their_unique_fields() {
    let said = refused(&[URL, ("roles", &[]), ("role", &["A=x", "A=y"])], &[], None);
    assert_eq!(said, "--role: group \"A\" is there twice");
}

#[test]
fn rules_between_inputs_speak_for_themselves() {
    assert_eq!(refused(&[URL, ("roles", &[]), ("top_role", &["nobody"])], &[], None), "--top-role nobody is no role");
}

#[test]
fn nothing_is_said_about_what_depends_on_a_wrong_answer() {
    let said = refused(&[URL, ("roles", &[]), ("role", &["A=NO"]), ("top_role", &["x"])], &[], None);
    assert_eq!(said, "--role: value: \"NO\" does not match [a-z]+");
}

#[test]
fn one_input_from_two_places_on_the_command_line_is_refused() {
    let twice = refused(&[URL], &["app_url=https://b.company"], None);
    assert_eq!(twice, "--app-url: it is given twice, by this flag and by --set");
    let said = refused(&[URL], &["style=plain", "style=bright"], None);
    assert_eq!(said, "--set style: it is given more than once and takes one value");
}

#[test]
fn control_characters_are_refused_and_shown_harmlessly() {
    let said = refused(&[URL, ("tag", &["a\u{1b}[31mb"])], &[], None);
    assert!(said.contains("control character") && !said.contains('\u{1b}'), "{said:?}");
    for bad in ["", " a", "a\nb"] {
        refused(&[URL, ("tag", &[bad])], &[], None);
    }
}

#[test]
fn a_broken_file_is_one_complaint() {
    let said = refused(&[URL], &[], Some("a: [1"));
    assert!(said.starts_with("in.yaml: "), "{said}");
    let said = refused(&[URL], &[], Some("style: {a: b}"));
    assert_eq!(said, "in.yaml: style: one choice is expected");
}

#[test]
fn inputs_are_flags_with_help_and_defaults() {
    let flags = flags(&preset());
    let flag = |name: &str| flags.iter().find(|flag| flag.input == name).expect("a flag");
    assert_eq!(
        flags.iter().map(|flag| flag.flag.as_str()).collect::<Vec<_>>(),
        ["app-url", "style", "roles", "role", "top-role", "tag"]
    );
    assert!(flag("app_url").required && !flag("style").required && !flag("tag").required);
    assert_eq!(flag("app_url").value_name.as_deref(), Some("URL"));
    assert_eq!(flag("roles").value_name, None);
    assert_eq!(flag("role").value_name.as_deref(), Some("GROUP=VALUE"));
    assert_eq!(flag("role").defaults, ["Wiki Writers=writer", "Wiki Readers=reader"]);
    assert_eq!(flag("top_role").defaults, ["writer"]);
    assert_eq!(flag("style").possible_values, ["plain", "bright"]);
}

fn is_free_with_example(preset: &Preset, flag: &FlagSpec) -> bool {
    let input = preset.inputs.get(&flag.input).expect("its input");
    let is_certificate = input.kind == InputKind::Certificate;
    input.optional && input.when.is_none() && flag.example.is_some() && !is_certificate
}

/// Metadata of an application that signs and decrypts with a certificate of its own.
fn metadata() -> String {
    let made = rcgen::generate_simple_self_signed(["app.company".to_owned()]).expect("a certificate");
    let pem = made.cert.pem();
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    format!(
        r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://app.company">
        <SPSSODescriptor><KeyDescriptor><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data>
        <X509Certificate>{base64}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
        <AssertionConsumerService Location="https://app.company/acs" index="0"
        Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"/></SPSSODescriptor></EntityDescriptor>"#
    )
}

/// The files that the examples name.
fn examples(preset: &Preset, given: &Given) -> Documents {
    let read = |wanted: Wanted| {
        let content = if wanted.location.contains("metadata") { metadata() } else { "a-token".to_owned() };
        (wanted.location, Ok(content.into_bytes()))
    };
    wanted(preset, given).into_iter().map(read).collect()
}

#[test]
fn a_secret_comes_from_a_file_and_no_template_sees_it() {
    let preset = preset_with(&format!("{INPUTS}  token: {{type: secret, prompt: Token}}\n"));
    let mut given = given(&[URL, ("token", &["t.txt"])], &[], None);
    given.documents.insert("t.txt".to_owned(), Ok(b"s3cr3t\n".to_vec()));
    let answers = collect(&preset, &given).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(answers.secrets()["token"].expose(), "s3cr3t");
    assert_eq!(answers.get("token"), Some(&Answer::Flag(true)));
    assert!(!format!("{answers:?}").contains("s3cr3t"));
    for (content, what) in
        [(Ok(b" \n".to_vec()), "is empty"), (Ok(b"a b".to_vec()), "nothing else"), (Err("gone".into()), "gone")]
    {
        given.documents.insert("t.txt".to_owned(), content);
        let message = collect(&preset, &given).expect_err("refused").message;
        assert!(message.starts_with("--token-file: ") && message.contains(what), "{message}");
    }
    given.sets = vec!["token=s3cr3t".to_owned()];
    given.flags.remove("token");
    let message = collect(&preset, &given).expect_err("refused").message;
    assert!(message.contains("--token-file FILE") && !message.contains("s3cr3t"), "{message}");
}

#[test]
fn metadata_fill_in_what_was_not_given() {
    let inputs = "  metadata: {type: saml_metadata, optional: true, prompt: Metadata}\n  \
                  acs: {type: uri, prompt: Address, default: \"{{ metadata.acs }}\"}\n";
    let preset = preset_with(&format!("{INPUTS}{inputs}"));
    let mut given = given(&[URL, ("metadata", &["sp.xml"])], &[], None);
    given.documents.insert("sp.xml".to_owned(), Ok(metadata().into_bytes()));
    let answers = collect(&preset, &given).unwrap_or_else(|failure| panic!("{failure}"));
    assert_eq!(answers.get("acs").and_then(Answer::as_text), Some("https://app.company/acs"));
    given.flags.remove("metadata");
    let message = collect(&preset, &given).expect_err("nothing to fill it with").message;
    assert!(message.contains("--acs is missing"), "{message}");
    given.flags.insert("metadata".to_owned(), vec!["sp.xml".to_owned()]);
    given.documents.insert("sp.xml".to_owned(), Ok(b"<html></html>".to_vec()));
    let message = collect(&preset, &given).expect_err("no metadata").message;
    assert!(message.contains("--metadata: sp.xml: it is a web page"), "{message}");
}

#[test]
fn every_embedded_preset_works_with_its_examples_and_defaults() {
    let catalogue = crate::preset::catalogue::Catalogue::new(None);
    for entry in catalogue.list().expect("a list").entries {
        let preset = catalogue.find(&entry.id).expect("found").load().expect("a preset");
        for are_flags_on in [false, true] {
            let mut given = Given::default();
            for flag in flags(&preset) {
                if !questions(&preset, &given).iter().any(|question| question.name == flag.input) {
                    continue;
                }
                match flag.value_name {
                    None if are_flags_on => drop(given.flags.insert(flag.input, Vec::new())),
                    // What one of several optional inputs must say is a rule of the preset.
                    Some(_) if flag.required || is_free_with_example(&preset, &flag) => {
                        let example =
                            flag.example.unwrap_or_else(|| panic!("{}: an example for {}", entry.id, flag.flag));
                        given.flags.insert(flag.input, vec![example]);
                    }
                    _ => {}
                }
            }
            given.documents = examples(&preset, &given);
            collect(&preset, &given).unwrap_or_else(|failure| panic!("{}: {failure}", entry.id));
        }
    }
}

#[test]
fn a_file_that_is_none_of_inputs_is_not_quoted() {
    for text in ["s3cr3t-token", "[s3cr3t-token]", "app_url: {a: s3cr3t-token", "? [s3cr3t-token]\n: 1"] {
        let message = refused(&[URL], &[], Some(text));
        assert!(message.contains("in.yaml: ") && message.contains("a map of inputs"), "{message}");
        assert!(!message.contains("s3cr3t"), "{message}");
    }
}
