//! Proxy providers, and the outpost that serves them: its list of providers belongs to everybody.

use super::world::{Order, World};
use crate::faults::trouble::{FAULTS, Fault, Length, Trouble};
use crate::support::{Akctl, Server, VERSIONS};
use serde_json::{Value, json};
use std::cell::Cell;
use std::rc::Rc;

const VERSION: &str = "2026.8.5";

fn wiki(server: &Server) -> Akctl {
    Akctl::integrate(server, "proxy").args(["--name", "Wiki", "--app-url", "https://wiki.company", "--yes"])
}

/// A provider of somebody else, on these outposts.
fn foreign(server: &Server, name: &str) -> Value {
    let flow =
        |slug: &str| server.list(&format!("flows/instances/?slug={slug}")).first().map(|flow| flow["pk"].clone());
    let mut body = json!({"name": name, "external_host": "https://other.company", "mode": "forward_single"});
    body["authorization_flow"] = flow("default-provider-authorization-implicit-consent").expect("a flow");
    if let Some(flow) = flow("default-provider-invalidation-flow") {
        body["invalidation_flow"] = flow;
    }
    server.post("providers/proxy/", body)["pk"].clone()
}

fn outpost(server: &Server, name: &str) -> Value {
    server.list("outposts/instances/").into_iter().find(|outpost| outpost["name"] == name).expect("an outpost")
}

const EMBEDDED: &str = "authentik Embedded Outpost";

fn put(server: &Server, name: &str, body: Value) {
    let pk = outpost(server, name)["pk"].as_str().expect("a key").to_owned();
    server.patch(&format!("outposts/instances/{pk}/"), body);
}

/// Another outpost, which nothing runs.
fn another(server: &Server, name: &str, kind: &str, providers: &[&Value]) {
    let config = outpost(server, EMBEDDED)["config"].clone();
    server.post("outposts/instances/", json!({"name": name, "type": kind, "providers": providers, "config": config}));
}

#[test]
fn a_provider_joins_the_embedded_outpost_and_leaves_it_without_touching_another() {
    for version in VERSIONS {
        let server = Server::start(version);
        let other = foreign(&server, "Other");
        put(&server, EMBEDDED, json!({"providers": [other]}));
        let report = wiki(&server).args(["--skip-path", "^/public/.*"]).json();
        let made = server.provider_of("wiki");
        assert_eq!(outpost(&server, EMBEDDED)["providers"], json!([other, made["pk"]]), "{version}");
        assert_eq!(made["outpost_set"], json!([EMBEDDED]), "{version}");
        assert_eq!(
            (&made["mode"], &made["external_host"], &made["skip_path_regex"], &made["intercept_header_auth"]),
            (&json!("forward_single"), &json!("https://wiki.company"), &json!("^/public/.*"), &json!(true)),
            "{version}"
        );
        let changes = report["changes"].as_array().expect("changes");
        let change = changes.iter().find(|change| change["kind"] == "outpost").expect("the outpost");
        assert_eq!((&change["action"], &change["name"]), (&json!("update"), &json!(EMBEDDED)));
        assert_eq!(change["fields"][0]["before"], json!(["Other"]), "{version}");
        assert_eq!(report["provider"]["kind"], "proxy");
        assert_eq!(report["provider"]["client_id"], Value::Null);

        server.forget();
        wiki(&server).args(["--skip-path", "^/public/.*", "--exact"]).ok();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());

        let gone = Akctl::on(&server).args(["remove", "wiki", "--yes"]).json();
        let notes = gone["changes"].to_string();
        assert!(notes.contains("the outpost `authentik Embedded Outpost` stops serving it"), "{version}: {notes}");
        assert_eq!(outpost(&server, EMBEDDED)["providers"], json!([other]), "{version}");
    }
}

#[test]
fn an_outpost_can_be_named_and_must_be_one_that_serves_proxies() {
    let server = Server::start(VERSION);
    another(&server, "Branch", "proxy", &[]);
    another(&server, "Directory", "ldap", &[]);
    wiki(&server).args(["--outpost", "branch"]).fails(2, &["no outpost called `branch`", "upper and lower case count"]);
    wiki(&server).args(["--outpost", "Directory"]).fails(2, &["of the type ldap"]);
    assert!(server.list("providers/proxy/").is_empty());
    wiki(&server).args(["--outpost", "Branch"]).ok();
    assert_eq!(server.provider_of("wiki")["outpost_set"], json!(["Branch"]));
    // Without the flag it stays there, also where there is no embedded one.
    server.forget();
    let again = wiki(&server).json();
    assert!(server.writes().is_empty() && again["changes"].to_string().contains("on the outpost `Branch`"), "{again}");
    let pk = outpost(&server, EMBEDDED)["pk"].as_str().expect("a key").to_owned();
    assert_eq!(server.api("DELETE", &format!("outposts/instances/{pk}/"), &Value::Null).0, 204);
    wiki(&server).ok();
    assert!(server.writes().is_empty());
    Akctl::integrate(&server, "portainer")
        .args(["--app-url", "https://portainer.company", "--outpost", "Branch", "--yes"])
        .fails(2, &["--outpost: no outpost serves what this preset makes"]);
}

#[test]
fn without_an_embedded_outpost_the_error_says_what_to_do() {
    let server = Server::start(VERSION);
    let pk = outpost(&server, EMBEDDED)["pk"].as_str().expect("a key").to_owned();
    assert_eq!(server.api("DELETE", &format!("outposts/instances/{pk}/"), &Value::Null).0, 204);
    wiki(&server).fails(2, &["no embedded outpost", "--outpost NAME", "Applications > Outposts"]);
    assert!(server.list("providers/proxy/").is_empty() && server.list("core/applications/").is_empty());
}

#[test]
fn an_outpost_that_does_not_know_authentik_is_warned_of() {
    let server = Server::start(VERSION);
    let told = |report: &Value| report["warnings"].to_string();
    let warnings = told(&wiki(&server).json());
    assert!(warnings.contains("authentik_host is empty"), "{warnings}");
    let mut config = outpost(&server, EMBEDDED)["config"].clone();
    config["authentik_host"] = json!("https://elsewhere.company/");
    put(&server, EMBEDDED, json!({ "config": config }));
    let warnings = told(&wiki(&server).json());
    assert!(warnings.contains("sends people to https://elsewhere.company/"), "{warnings}");
    config["authentik_host_browser"] = json!(format!("{}/", server.url()));
    put(&server, EMBEDDED, json!({ "config": config }));
    let warnings = told(&wiki(&server).json());
    assert!(!warnings.contains("outpost"), "{warnings}");
}

#[test]
fn what_cannot_work_is_refused_before_anything_is_made() {
    let server = Server::start(VERSION);
    let proxy = |flags: &[&'static str]| {
        Akctl::integrate(&server, "proxy").args(["--name", "Wiki", "--yes"]).args(flags.iter().copied())
    };
    let at = ["--app-url", "https://wiki.company"];
    let with = |flags: &[&'static str]| proxy(&[&at[..], flags].concat());
    with(&["--mode", "forward_domain"]).fails(2, &["--cookie-domain is missing"]);
    with(&["--mode", "forward_domain", "--cookie-domain", "elsewhere"]).fails(2, &["not in the cookie domain"]);
    with(&["--mode", "proxy"]).fails(2, &["--internal-url is missing"]);
    with(&["--skip-path", "^/(open"]).fails(2, &["no regular expression"]);
    with(&["--basic-auth-user", "x"]).fails(2, &["belong together"]);
    proxy(&["--app-url", "https://wiki.company/sub"]).fails(2, &["--app-url", "path"]);
    assert!(server.list("providers/all/").is_empty());
}

/// Paths that were open do not stay open when they are no longer asked for.
#[test]
fn paths_are_closed_again() {
    let server = Server::start(VERSION);
    wiki(&server).args(["--skip-path", "^/public/.*"]).ok();
    wiki(&server).ok();
    assert_eq!(server.provider_of("wiki")["skip_path_regex"], "");
}

fn order() -> Order {
    Order::of("proxy", &["app_url=https://wiki.company"]).named("Wiki")
}

/// The world with a provider of somebody else on the embedded outpost; its key and that of the outpost.
fn shared() -> (World, Value, String) {
    let world = World::new(VERSION);
    world.clean(&Order::of("proxy", &["app_url=https://other.company"]).named("Other")).expect("made");
    let (_, providers) = world.api("GET", "providers/proxy/", &Value::Null);
    let (_, outposts) = world.api("GET", "outposts/instances/", &Value::Null);
    let other = providers["results"][0]["pk"].clone();
    (world, other, outposts["results"][0]["pk"].as_str().expect("a key").to_owned())
}

fn served(world: &World, outpost: &str) -> Vec<Value> {
    let (status, seen) = world.api("GET", &format!("outposts/instances/{outpost}/"), &Value::Null);
    seen["providers"].as_array().unwrap_or_else(|| panic!("{outpost}: {status} {seen}")).clone()
}

/// The provider of this run, if it is there.
fn ours(world: &World) -> Option<Value> {
    let (_, providers) = world.api("GET", "providers/proxy/", &Value::Null);
    let all = providers["results"].as_array().expect("a list");
    all.iter().find(|provider| provider["name"] == "wiki (akctl)").map(|provider| provider["pk"].clone())
}

#[test]
fn whatever_fails_at_the_outpost_nobody_elses_provider_is_lost_and_ours_is_not_left_without_one() {
    let (world, ..) = shared();
    let count = Trouble::counting(&world);
    world.integrate(count.clone(), &order()).expect("made");
    let at_outpost: Vec<usize> =
        (0..count.sent()).filter(|at| count.request(*at).contains(" outposts/instances/")).collect();
    assert!(at_outpost.len() >= 4, "{at_outpost:?}");
    for at in at_outpost {
        for fault in FAULTS {
            for length in [Length::Once, Length::FromThenOn] {
                let (world, other, outpost) = shared();
                let trouble = Rc::new(Trouble::new(&world, fault, length, at, |_, _| {}));
                let result = world.integrate(trouble, &order());
                let place = format!("{fault:?} {length:?} at {}", count.request(at));
                let served = served(&world, &outpost);
                assert!(served.contains(&other), "{place}: the other provider is lost");
                match (result, ours(&world)) {
                    (Ok(_), Some(ours)) => {
                        assert!(served.contains(&ours), "{place}: said to be done, and is not served");
                    }
                    (Ok(_), None) => panic!("{place}: said to be done, and is not there"),
                    (Err(failure), Some(_)) => {
                        let hints = failure.hints.join("\n");
                        assert!(hints.contains("provider wiki (akctl)"), "{place}: {failure}\n{hints}");
                    }
                    (Err(_), None) => {}
                }
            }
        }
    }
}

/// What somebody else writes over ours is put back, whenever it happens.
#[test]
fn two_who_write_the_list_at_once_lose_nothing_silently() {
    for method in ["PATCH", "GET"] {
        let (world, other, outpost) = shared();
        let done = Cell::new(false);
        let patched = Cell::new(false);
        let path = format!("outposts/instances/{outpost}/");
        let body = json!({"providers": [other]});
        let watch = move |world: &World, request: &str| {
            let is_patch = request.contains(&format!("PATCH {path}"));
            let is_it = request.contains(&format!("{method} {path}")) && (is_patch || patched.get());
            patched.set(patched.get() || is_patch);
            // Another run that had read the list before.
            if is_it && !done.replace(true) {
                world.api("PATCH", &path, &body);
            }
        };
        let meddled = Rc::new(Trouble::new(&world, Fault::Refused, Length::Once, usize::MAX, watch));
        world.integrate(meddled, &order()).expect("made all the same");
        let ours = ours(&world).expect("a provider");
        assert_eq!(served(&world, &outpost), [other, ours], "{method}");
    }
}

#[test]
fn verify_looks_at_the_outpost() {
    for version in VERSIONS {
        let server = Server::start(version);
        server.tell_outposts();
        wiki(&server).ok();
        let seen = |id: &str| {
            let report = Akctl::on(&server).args(["verify", "wiki", "--preset", "proxy", "-o", "json"]).run().json();
            let checks = report["integrations"][0]["checks"].as_array().expect("checks").clone();
            let found = checks.into_iter().find(|check| check["id"] == id);
            found.map(|check| (check["verdict"].as_str().expect("text").to_owned(), check["seen"].to_string()))
        };
        let verdict = |id: &str| seen(id).map(|(verdict, _)| verdict);
        for id in ["outpost", "outpost-host", "outpost-health", "external-host", "proxy-mode"] {
            assert_eq!(verdict(id).as_deref(), Some("ok"), "{version} {id}: {:?}", seen(id));
        }
        let path = format!("providers/proxy/{}/", server.provider_of("wiki")["pk"]);
        for (mode, verdict_of_it) in [("forward_domain", "failed"), ("forward_single", "ok")] {
            server.patch(&path, json!({ "mode": mode }));
            assert_eq!(verdict("proxy-mode").as_deref(), Some(verdict_of_it), "{version} {mode}");
        }
        let mut config = outpost(&server, EMBEDDED)["config"].clone();
        for host in ["", "https://elsewhere.company"] {
            config["authentik_host"] = json!(host);
            put(&server, EMBEDDED, json!({ "config": config }));
            assert_eq!(verdict("outpost-host").as_deref(), Some("warning"), "{version} {host:?}");
        }
        put(&server, EMBEDDED, json!({"providers": []}));
        assert_eq!(verdict("outpost").as_deref(), Some("failed"), "{version}");
        Akctl::on(&server).args(["verify", "wiki", "--preset", "proxy", "--fix", "--yes"]).run();
        assert_eq!(verdict("outpost").as_deref(), Some("ok"), "{version}");
        put(&server, EMBEDDED, json!({"providers": []}));
        assert_eq!(verdict("outpost-health"), None, "{version}");
        another(&server, "Branch", "proxy", &[&server.provider_of("wiki")["pk"]]);
        let (verdict, why) = seen("outpost-health").expect("a finding");
        assert_eq!(verdict, "warning", "{version}");
        assert!(why.contains("Branch"), "{version}: {why}");
    }
}

#[test]
fn list_diff_show_and_export_know_the_kind() {
    let server = Server::start(VERSION);
    let uptime = Akctl::integrate(&server, "uptime-kuma").args(["--app-url", "https://uptime.company", "--yes"]).json();
    let rows = Akctl::on(&server).args(["list"]).json();
    assert_eq!(rows[0]["kind"], "proxy");
    assert_eq!(rows[0]["redirect_uris"], json!(["https://uptime.company"]));
    let shown = Akctl::on(&server).args(["show", "uptime-kuma"]).json();
    assert_eq!(shown["client"]["files"], uptime["client"]["files"]);
    Akctl::on(&server).args(["diff"]).ok();
    server.patch(
        &format!("providers/proxy/{}/", server.provider_of("uptime-kuma")["pk"]),
        json!({"skip_path_regex": ""}),
    );
    Akctl::on(&server).args(["diff"]).fails(3, &["1 integration differs"]);
    put(&server, EMBEDDED, json!({"providers": []}));
    let ran = Akctl::on(&server).args(["diff", "uptime-kuma"]).fails(3, &[]);
    assert!(ran.stdout.contains("outpost authentik Embedded Outpost"), "{}", ran.stdout);
    let exported = Akctl::on(&server).args(["export", "uptime-kuma"]).ok().stdout;
    assert!(exported.contains("preset: uptime-kuma"), "{exported}");
    assert!(exported.contains("app_url: \"https://uptime.company\""), "{exported}");
}
