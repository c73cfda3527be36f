//! Tests of the template engine.

use super::*;

fn context() -> Context {
    let mut context = Context::new();
    context.set("app_url", "https://wiki.company");
    context.set("teams", true);
    context.set("scopes", ["openid", "email"]);
    let item = |group: &str| BTreeMap::from([("group".to_owned(), group.to_owned())]);
    context.set("team", [item("A"), item("B \"<&>\"")]);
    for name in SECRETS {
        context.set(name, "hidden-text");
    }
    context
}

fn rendered(text: &str) -> Result<String, RenderError> {
    render(&Template(text.to_owned()), &context())
}

fn condition(text: &str) -> Condition {
    Condition(text.to_owned())
}

#[test]
fn renders_text_lists_and_records_without_escaping() {
    assert_eq!(rendered("{{ app_url }}/\n"), Ok("https://wiki.company/\n".to_owned()));
    assert_eq!(rendered("{{ scopes | join(' ') }}"), Ok("openid email".to_owned()));
    assert_eq!(rendered("{{ team[1].group }}"), Ok("B \"<&>\"".to_owned()));
    assert_eq!(rendered("{{ team[1].group | json }}"), Ok(r#""B \"<&>\"""#.to_owned()));
    assert_eq!(rendered("{{ 'a.b+c' | regex_quote }}"), Ok(r"a\.b\+c".to_owned()));
    assert_eq!(rendered(r#"{{ 'a\\ "b' | apache }}"#), Ok(r#""a\\ \"b""#.to_owned()));
}

#[test]
fn makes_slugs_of_names_and_matches_whole_texts() {
    assert_eq!(rendered("{{ 'FlaskDemo' | slugify }}"), Ok("flaskdemo".to_owned()));
    assert_eq!(rendered("{{ ' My  App! (2) ' | slugify }}"), Ok("my-app-2".to_owned()));
    let long = "a-".repeat(40);
    assert_eq!(rendered(&format!("{{{{ '{long}' | slugify }}}}")).map(|slug| slug.len()), Ok(49));
    let is_true = |text: &str| evaluate(&condition(text), &context());
    assert_eq!(is_true("'ab' is matching('[a-b]+')"), Ok(true));
    assert_eq!(is_true("'ab c' is matching('[a-b]+')"), Ok(false));
    assert_eq!(is_true("not scopes | reject('matching', '[a-z]+') | list"), Ok(true));
    assert!(is_true("'a' is matching('[')").is_err());
}

#[test]
fn versions_are_compared_by_year_and_month() {
    let is_true = |text: &str| evaluate(&condition(text), &context());
    for (version, older) in [("2025.9.9", true), ("2025.10.0-rc1", false), ("2025.10.3", false), ("2026.2.0", false)] {
        assert_eq!(is_true(&format!("'{version}' is older_than('2025.10')")), Ok(older), "{version}");
    }
    assert_eq!(is_true("'2024.12.5' is older_than('2025.2')"), Ok(true));
    let error = is_true("'2025.10.0' is older_than('soon')").expect_err("no version");
    assert!(error.to_string().contains("`soon` is not a version of authentik"), "{error}");
    let written = "a is older_than('2025.10') or b is older_than( \"soon\" ) or c is older_than(d)";
    assert_eq!(compared_versions(written).collect::<Vec<_>>(), ["2025.10", "soon"]);
}

#[test]
fn refuses_unknown_names_attributes_and_filters() {
    for text in ["{{ nobody }}", "{{ team[0].nothing }}", "{% if nobody %}x{% endif %}", "{{ app_url | nope }}", "{{"] {
        assert!(rendered(text).is_err(), "{text}");
    }
    assert!(evaluate(&condition("nobody"), &context()).is_err());
}

#[test]
fn reaches_nothing_outside_and_dumps_nothing() {
    for text in ["{{ debug() }}", "{% include '/etc/passwd' %}", "{% import 'x' as y %}", "{{ env('HOME') }}"] {
        assert!(rendered(text).is_err(), "{text}");
    }
}

#[test]
fn makes_no_character_that_moves_a_cursor_and_passes_on_those_of_values() {
    for text in
        [r#"{{ "\x1b[2J" }}"#, r#"{{ "\u202e" }}"#, r#"a{{ "\r\n" }}"#, r"{{ '\0' }}", "{{ '%c' | format(27) }}"]
    {
        let error = rendered(text).expect_err(text).to_string();
        assert!(error.contains("by itself") || error.contains("format"), "{text}: {error}");
    }
    let mut context = context();
    context.set("list", [BTreeMap::from([("name", "a\u{202e}")])]);
    let template = Template(r#"{{ list[0].name }}{{ "\n\t" }}"#.to_owned());
    assert_eq!(render(&template, &context), Ok("a\u{202e}\n\t".to_owned()));
}

#[test]
fn bounds_work_and_output() {
    let endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    assert!(rendered(endless).is_err());
    let long = "{% for a in range(3000) %}{{ 'x' * 1000 }}{% endfor %}";
    assert!(rendered(long).expect_err("too long").to_string().contains("longer"));
}

#[test]
fn an_error_near_a_secret_does_not_tell_it() {
    for name in SECRETS {
        let error = rendered(&format!("{{{{ {name} | int }}}}")).expect_err("not a number");
        assert!(!error.to_string().contains("hidden-text"), "{error}");
    }
}

#[test]
fn a_secret_is_found_however_it_is_wrapped() {
    for text in ["{{ client_secret }}", "{% with client_secret = client_secret %}{{ client_secret }}{% endwith %}"] {
        assert!(mentions(text, CLIENT_SECRET));
    }
    assert!(!mentions("{{ my_client_secret_x }}", CLIENT_SECRET));
}

#[test]
fn an_element_is_repeated_for_each_item_where_its_condition_holds() {
    let count =
        |when: Option<&str>, each| context().repeated(when.map(condition).as_ref(), each).expect("contexts").len();
    assert_eq!(count(None, None), 1);
    assert_eq!(count(Some("not teams"), Some("team")), 0);
    assert_eq!(count(Some("teams"), Some("team")), 2);
    let last = context().repeated(None, Some("team")).expect("contexts").pop().expect("one");
    assert_eq!(render(&Template("{{ index }}{{ item.group }}".into()), &last), Ok("2B \"<&>\"".to_owned()));
    assert!(context().repeated(None, Some("nobody")).is_err());
    let line = |text: &str, each: Option<&str>| Line {
        text: Template(text.to_owned()),
        when: None,
        each: each.map(str::to_owned),
    };
    let lines = [line("{{ app_url }}", None), line("{{ index }}", Some("team"))];
    assert_eq!(render_lines(&lines, &context()), Ok(vec!["https://wiki.company".into(), "1".into(), "2".into()]));
}
