//! Python as far as it is understood, and claims.

use super::Server;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Saves a mapping and tries it for a user.
fn outcome(server: &mut Server, code: &str, user: &str) -> (u16, Value) {
    let body = json!({"name": code, "scope_name": "x", "expression": code});
    let mapping = server.post("propertymappings/provider/scope/", &body);
    let user = server.user(user);
    let target = format!("propertymappings/all/{}/test/", mapping["pk"].as_str().unwrap_or_default());
    server.api("POST", &target, Some(&json!({"user": user})))
}

fn result(server: &mut Server, code: &str, user: &str) -> Value {
    let (status, reply) = outcome(server, code, user);
    assert_eq!((status, &reply["successful"]), (200, &json!(true)), "{code}: {reply}");
    serde_json::from_str(reply["result"].as_str().unwrap_or_default()).expect("JSON")
}

/// A server on which anna is in `editors`.
fn server() -> Server {
    let mut server = Server::new("2025.10.3");
    let anna = server.user("anna");
    server.post("core/groups/", &json!({"name": "editors", "users": [anna]}));
    server
}

#[test]
fn what_akctl_writes_is_understood() {
    let mut server = server();
    for (code, expected) in [
        ("return {\"email\": request.user.email}", json!({"email": "anna@example.com"})),
        (
            "# a comment\n\nroles = []\nif ak_is_group_member(request.user, name=\"editors\"):\n    roles.append(\"editor\")\nif ak_is_group_member(request.user, name='admins'):\n    roles.append('admin')\nreturn {\"roles\": roles}",
            json!({"roles": ["editor"]}),
        ),
        ("return {\"groups\": [group.name for group in request.user.all_groups()]}", json!({"groups": ["editors"]})),
        ("return any(ak_client_ip in ip_network(n) for n in (\"10.0.0.0/8\", \"192.168.0.0/16\",))", json!(false)),
        ("return any(ak_client_ip in ip_network(n) for n in (\"0.0.0.0/0\",))", json!(true)),
        (
            "return (ak_is_group_member(request.user, name=\"x\") or ak_is_group_member(request.user, name=\"editors\")) and not False",
            json!(true),
        ),
        ("return {\"a\": None, \"b\": [1, \"two\", {\"c\": True}],}", json!({"a": null, "b": [1, "two", {"c": true}]})),
        ("return '\\x41\\u00e9\\U0001F600\\n\\\\'", json!("Aé😀\n\\")),
        ("claims = {}\nreturn claims", json!({})),
        ("if request.user.is_active:\n  if request.user.username:\n    return 1\nreturn 2", json!(1)),
    ] {
        assert_eq!(result(&mut server, code, "anna"), expected, "{code}");
    }
}

#[test]
fn functions_and_comparisons_are_understood() {
    let mut server = server();
    for (code, expected) in [
        ("return request.user.username == \"anna\"", json!(true)),
        ("return request.user.username != \"anna\" or 1 == 1", json!(true)),
        ("return not 1 == 2 and None != 0", json!(true)),
        ("return \"1\" == 1", json!(false)),
        ("def extra():\n    x = 1\n    return x == 1\nreturn bool(extra())", json!(true)),
        ("def extra():\n    x = 1\nreturn bool(extra())", json!(false)),
        (
            "def extra():\n    if request.user.email == \"anna@example.com\":\n        return \"yes\"\n    \n    return False\n\
             return (ak_is_group_member(request.user, name=\"none\") or request.user.username == \"anna\") and \
             any(ak_client_ip in ip_network(n) for n in (\"127.0.0.0/8\",)) and bool(extra())",
            json!(true),
        ),
    ] {
        assert_eq!(result(&mut server, code, "anna"), expected, "{code}");
    }
    for code in [
        "def f(x):\n    return x\nreturn f(1)",
        "x = 1\ndef f():\n    return x\nreturn f()",
        "def f():\n    return f()\nreturn f()",
        "return f()",
        "return 1 == 1 == 1",
        "return True == 1",
        "return [] == []",
        "return bool()",
        "return 1 < 2",
        "return x == 1",
    ] {
        assert_eq!(outcome(&mut server, code, "anna").0, 501, "{code}");
    }
}

#[test]
fn the_network_is_that_of_the_request() {
    let mut server = server();
    for (address, inside) in [("10.1.2.3", true), ("192.0.2.1", false), ("fd00::1", true)] {
        server.sandbox.set_client_address(address.parse().expect("an address"));
        let code = "return any(ak_client_ip in ip_network(n) for n in (\"10.0.0.0/8\", \"fd00::/8\",))";
        assert_eq!(result(&mut server, &format!("{code} # {address}"), "anna"), json!(inside), "{address}");
    }
}

#[test]
fn what_cannot_be_python_is_refused_and_what_may_be_is_not_judged() {
    let mut server = server();
    for code in [
        "return (",
        "return [1, 2",
        "return \"x",
        "return {]",
        "return 1)",
        "return {\"a\": }",
        "return a b",
        "return \"a\" b",
        "x =\nreturn x",
        "return x ==",
        "return not",
        "a = 1\n  b = 2",
        "if True:\nreturn 1",
        "if x:\n    a = 1\n  b = 2\nreturn 1",
    ] {
        let body = json!({"name": "x", "scope_name": "x", "expression": code});
        let (status, errors) = server.api("POST", "propertymappings/provider/scope/", Some(&body));
        assert_eq!((status, errors["expression"].is_array()), (400, true), "{code}: {errors}");
    }
    for code in [
        "import os\nreturn {}",
        "return regex_match(request.user.email, \".*\")",
        "return f\"{1}\"",
        "return 1 + 1",
        "return [x for x in y if x]",
        "x: int = 1\nreturn a[1:]",
        "return r\"x\" \"y\"",
        "for x in y:\n    pass\nelse:\n    pass\nreturn lambda x: x",
        "return f(*a, **b) or {**c}",
        "return x if y else \"z\"",
    ] {
        assert_eq!(outcome(&mut server, code, "anna").0, 501, "{code}");
    }
    let (_, raised) = outcome(&mut server, "return 1/0", "anna");
    assert_eq!(raised["successful"], false);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_group_name_is_safe_in_a_literal(name in "[ -~äß日]{1,12}") {
        prop_assume!(!name.trim().is_empty());
        let name = name.trim();
        let mut server = Server::new("2025.10.3");
        let anna = server.user("anna");
        server.post("core/groups/", &json!({"name": name, "users": [anna]}));
        let escaped = name.chars().map(|letter| format!("\\U{:08x}", u32::from(letter))).collect::<Vec<_>>().concat();
        for literal in [format!("\"{escaped}\""), format!("{name:?}").replace("\\u{", "?")] {
            let code = format!("return ak_is_group_member(request.user, name={literal}) and True");
            prop_assert_eq!(result(&mut server, &code, "anna"), json!(true), "{}", code);
        }
    }
}

#[test]
fn claims_add_up_and_what_is_no_dictionary_is_ignored() {
    let mut server = server();
    let (_, provider) = server.application("app");
    let mut mappings = vec![server.mapping("openid"), server.mapping("profile"), server.mapping("email")];
    for (name, code) in [("more", "return {\"groups\": [\"more\"], \"tier\": 1}"), ("list", "return [\"nothing\"]")] {
        let body = json!({"name": name, "scope_name": name, "expression": code});
        mappings.push(server.post("propertymappings/provider/scope/", &body)["pk"].clone());
    }
    let target = format!("providers/oauth2/{}/", provider["pk"]);
    server.patch(&target, &json!({"property_mappings": mappings, "sub_mode": "user_username"}));
    let anna = server.user("anna");
    let preview = server.get(&format!("{target}preview_user/?for_user={anna}"))["preview"].clone();
    assert_eq!(preview["groups"], json!(["editors", "more"]));
    assert_eq!(preview["sub"], "anna");
    assert_eq!(preview["tier"], 1);
    assert_eq!(preview["email_verified"], false);
    assert_eq!(preview["iss"], "https://auth.example.com/application/o/app/");
    let body = json!({"name": "other", "scope_name": "other", "expression": "return some.thing.else_()"});
    let other = server.post("propertymappings/provider/scope/", &body)["pk"].clone();
    server.patch(&target, &json!({"property_mappings": [other]}));
    assert_eq!(server.api("GET", &format!("{target}preview_user/"), None).0, 501);
}

#[test]
fn a_default_mapping_is_known_by_its_id_until_it_is_edited() {
    let mut server = server();
    let profile = server.mapping("profile");
    let target = format!("propertymappings/provider/scope/{}/", profile.as_str().unwrap_or_default());
    server.patch(&target, &json!({"name": "renamed"}));
    let anna = server.user("anna");
    let test = format!("propertymappings/all/{}/test/", profile.as_str().unwrap_or_default());
    let reply = server.post(&test, &json!({"user": anna}));
    assert!(reply["result"].as_str().is_some_and(|text| text.contains("editors")), "{reply}");
    server.patch(&target, &json!({"expression": "return {\"own\": 1}"}));
    assert_eq!(server.post(&test, &json!({"user": anna}))["result"], "{\"own\":1}");
}
