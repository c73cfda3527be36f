//! What a server stores otherwise than it was asked to, and what somebody takes away in the meantime.

use super::world::{api, list};
use crate::support::hooked::Hooked;
use crate::support::{Akctl, Server};
use akctl::sandbox::{Reply, Request, Sandbox};
use serde_json::{Value, json};
use std::sync::Arc;

fn run(server: &Hooked, flags: &[&'static str]) -> crate::support::akctl::Ran {
    let akctl = Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
    let base = ["integrate", "portainer", "--app-url", "https://portainer.company", "--create-groups", "--yes"];
    akctl.args(base).args(flags.iter().copied()).run()
}

/// A server that stores this in the place of what is sent in a body that has it, in lists too.
fn stores(version: &str, path: &'static str, field: &'static str, value: &Value) -> Arc<Hooked> {
    let server = Arc::new(Hooked::start(version));
    let (inside, value) = (Arc::clone(&server), value.clone());
    server.instead(move |request| {
        let is_write = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
        if !is_write || !request.path.contains(path) {
            return None;
        }
        let mut body: Value = serde_json::from_slice(&request.body).expect("JSON");
        let bindings = body.get_mut("policy_bindings").and_then(Value::as_array_mut);
        match bindings {
            Some(bindings) => bindings.iter_mut().for_each(|binding| binding[field] = value.clone()),
            None => body[field] = value.clone(),
        }
        let request = Request { body: body.to_string().into_bytes(), ..request.clone() };
        Some(inside.sandbox().handle(&request))
    });
    server
}

#[test]
fn what_is_stored_otherwise_and_lets_others_in_is_noticed_and_taken_back() {
    let cases: [(&str, &str, &str, Value, &[&'static str]); 6] = [
        ("2024.8.6", "/policies/bindings/", "enabled", json!(false), &["--bind-group", "Crew"]),
        ("2026.8.5", "/transactional/", "enabled", json!(false), &["--bind-group", "Crew"]),
        ("2026.8.5", "/transactional/", "negate", json!(true), &["--bind-group", "Crew"]),
        ("2026.8.5", "/policies/expression/", "expression", json!("return True"), &["--allow-network", "10.0.0.0/8"]),
        ("2024.8.6", "/policies/expression/", "expression", json!("return True"), &["--allow-network", "10.0.0.0/8"]),
        ("2026.8.5", "/authenticator/validate/", "not_configured_action", json!("skip"), &["--require-mfa=deny"]),
    ];
    for (version, path, field, value, flags) in cases {
        let server = stores(version, path, field, &value);
        let ran = run(&server, flags);
        let said = format!("{version}, {field}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(ran.code, 1, "{said}");
        assert!(server.slugs().is_empty(), "nothing that is open is left: {said}");
    }
}

/// Takes away the binding of the group that is to stay.
fn unbind(sandbox: &mut Sandbox) {
    let bindings = list(sandbox, "policies/bindings/");
    let crew = bindings.iter().find(|binding| binding["group_obj"]["name"] == "Crew");
    let Some(id) = crew.and_then(|binding| binding["pk"].as_str()) else { return };
    api(sandbox, "DELETE", &format!("policies/bindings/{id}/"), &Value::Null);
}

#[test]
fn exact_takes_no_binding_away_where_the_wanted_one_is_gone() {
    let first = Server::start("2025.10.3");
    for flags in [["--bind-group", "Crew"], ["--bind-group", "Other"]] {
        let base = ["--app-url", "https://portainer.company", "--create-groups", "--yes"];
        Akctl::integrate(&first, "portainer").args(base).args(flags).ok();
    }
    let base = first.sandbox().clone();
    let flags = ["--bind-group", "Crew", "--exact"];
    let counting = Hooked::of(base.clone());
    assert_eq!(run(&counting, &flags).code, 0);
    let mut opened = 0;
    for at in 0..counting.asked() {
        let server = Arc::new(Hooked::of(base.clone()));
        let inside = Arc::clone(&server);
        server.on(at, move || unbind(&mut inside.sandbox()));
        run(&server, &flags);
        opened += usize::from(list(&mut server.sandbox(), "policies/bindings/").is_empty());
    }
    // In the moment between the last look and the removal, and after it, nobody can help.
    let after = 1 + counting.asked() - deletion(&base, &flags);
    assert!(opened <= after, "{opened} of {}, {after} may be", counting.asked());
}

/// The number of the request that takes the other binding away.
fn deletion(base: &Sandbox, flags: &[&'static str]) -> usize {
    let server = Hooked::of(base.clone());
    let before = base.log().len();
    run(&server, flags);
    let sandbox = server.sandbox();
    let at = sandbox.log()[before..].iter().position(|entry| entry.method == "DELETE");
    at.expect("a removal")
}

#[test]
fn a_group_that_another_run_made_in_the_meantime_is_taken_up() {
    for version in ["2024.8.6", "2026.8.5"] {
        let server = Arc::new(Hooked::start(version));
        let inside = Arc::clone(&server);
        server.instead(move |request| {
            if request.method == "POST" && request.path.ends_with("/core/groups/") {
                api(&mut inside.sandbox(), "POST", "core/groups/", &json!({"name": "Crew"}));
            }
            None::<Reply>
        });
        let ran = run(&server, &["--bind-group", "Crew"]);
        assert_eq!(ran.code, 0, "{version}: {}{}", ran.stdout, ran.stderr);
        assert_eq!(list(&mut server.sandbox(), "core/groups/?name=Crew").len(), 1);
    }
}

#[test]
fn a_group_that_a_failed_run_made_stays_and_is_named() {
    let server = Arc::new(Hooked::start("2026.8.5"));
    server.instead(|request| {
        let is_it = request.path.contains("/transactional/");
        is_it.then(|| Reply::json(400, &json!({"app": {"name": ["No."]}})))
    });
    let ran = run(&server, &["--bind-group", "Crew"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("the group Crew"), "{}", ran.stderr);
    assert_eq!(list(&mut server.sandbox(), "core/groups/?name=Crew").len(), 1, "somebody may have bound it");
}

#[test]
fn two_groups_of_one_name_are_a_question() {
    let server = Arc::new(Hooked::start("2024.8.6"));
    api(&mut server.sandbox(), "POST", "core/groups/", &json!({"name": "Crew"}));
    let inside = Arc::clone(&server);
    server.instead(move |request| {
        if request.method != "GET" || !request.path.ends_with("/core/groups/") {
            return None;
        }
        let reply = inside.sandbox().handle(request);
        let mut body: Value = serde_json::from_slice(&reply.body).expect("JSON");
        let mut second = body["results"][0].clone();
        second["pk"] = json!("00000000-0000-4000-8000-000000000000");
        body["results"].as_array_mut().expect("a list").push(second);
        Some(Reply::json(200, &body))
    });
    let ran = run(&server, &["--bind-group", "Crew"]);
    assert_eq!(ran.code, 4, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stderr.contains("two groups called `Crew`") && server.slugs().is_empty(), "{}", ran.stderr);
}
