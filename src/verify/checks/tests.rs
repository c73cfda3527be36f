//! What no sandbox can be brought to: values of a picture that are changed by hand.

use super::{INTEGRATION, SERVER};
use crate::model::Capabilities;
use crate::model::objects::Certificate;
use crate::verify::check::{Finding, Verdict, run};
use crate::verify::expect::Expect;
use crate::verify::objects::{Application, Binding, Mapping};
use crate::verify::picture::{Answer, Asked, Noted, Outside, Picture, Server};
use crate::verify::provider::Provider;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::rc::Rc;

/// 2026-11-22.
const TODAY: i64 = 20_779;

fn server(version: &str) -> Server {
    Server {
        public: "https://auth.company".parse().expect("an address"),
        tls: Ok(()),
        can: Capabilities::of(&version.parse().expect("a version")).expect("supported"),
        answer: Answer::Came { status: 200, location: String::new(), error: String::new() },
        clock_ahead: Ok(0),
        open_by_default: None,
        login_flow: None,
        today: TODAY,
    }
}

fn certificate(expiry: &str) -> Certificate {
    Certificate {
        pk: "c".to_owned(),
        name: "wiki".to_owned(),
        key_available: true,
        key_type: Some("rsa".to_owned()),
        expiry: Some(expiry.to_owned()),
        fingerprint_sha256: None,
    }
}

/// A closed integration of this kind that is well.
pub(super) fn picture(model: &str, fields: &Value) -> Picture {
    let mut provider = json!({"pk": 7, "name": "wiki (akctl)", "meta_model_name": model, "verbose_name": "Provider"});
    let object = provider.as_object_mut().expect("an object");
    object.extend(fields.as_object().cloned().unwrap_or_default());
    let application = json!({"pk": "a", "slug": "wiki", "name": "Wiki", "provider": 7, "policy_engine_mode": "any"});
    Picture {
        server: Rc::new(server("2026.8.5")),
        application: Some(Application::of(&application)),
        provider: Ok(Some(Provider::of(&provider))),
        backchannel: Vec::new(),
        bindings: Ok(vec![Binding::of(&json!({"target": "a", "policy": "p", "policy_obj": {"name": "office"}}))]),
        mappings: Ok(vec![Mapping::of(&json!({"pk": "m", "name": "m", "scope_name": "openid"}))]),
        attributes: Ok(Rc::new(BTreeMap::new())),
        flows: Ok(Rc::new(BTreeMap::new())),
        stages: Err("nobody looked".to_owned()),
        certificates: BTreeMap::from([("c".to_owned(), Ok(certificate("2036-01-01T00:00:00Z")))]),
        outposts: Ok(Vec::new()),
        pushes: BTreeMap::new(),
        preview: Ok(json!({"sub": "x"})),
        noted: Ok(Vec::new()),
        asked: Ok(None),
        outside: Outside::unseen("nobody looked"),
        sent: None,
        expect: None,
    }
}

const SAML: &str = "authentik_providers_saml.samlprovider";
const OAUTH2: &str = "authentik_providers_oauth2.oauth2provider";

fn oauth2() -> Picture {
    let redirect = json!({"matching_mode": "strict", "url": "https://wiki.company/back"});
    picture(OAUTH2, &json!({"signing_key": "c", "client_type": "confidential", "redirect_uris": [redirect]}))
}

fn finding(picture: &Picture, id: &str) -> Finding {
    run(INTEGRATION, picture).into_iter().find(|finding| finding.id == id).expect("it applies")
}

#[track_caller]
fn is(picture: &Picture, id: &str, verdict: Verdict, words: &str) {
    let finding = finding(picture, id);
    let all = format!("{} {}", finding.seen, finding.means);
    assert!(finding.verdict == verdict && all.contains(words), "{finding:?}");
}

fn set_server(picture: &mut Picture, change: impl Fn(&mut Server)) {
    let mut server = Server::clone(&picture.server);
    change(&mut server);
    picture.server = Rc::new(server);
}

#[test]
fn without_bindings_the_servers_setting_decides() {
    let mut picture = oauth2();
    picture.bindings = Ok(Vec::new());
    is(&picture, "access", Verdict::Warning, "every user");
    is(&picture, "access-nobody", Verdict::Ok, "everybody");
    set_server(&mut picture, |server| server.open_by_default = Some(false));
    is(&picture, "access", Verdict::Ok, "nobody in by default");
    is(&picture, "access-nobody", Verdict::Failed, "core_default_app_access");
}

#[test]
fn a_user_who_is_switched_off_opens_nothing() {
    let user = |active: bool| {
        let anna = json!({"username": "anna", "is_active": active});
        json!({"target": "a", "user": 5, "user_obj": anna})
    };
    let mut picture = oauth2();
    picture.bindings = Ok(vec![Binding::of(&user(true))]);
    is(&picture, "access-nobody", Verdict::Ok, "somebody");
    picture.bindings = Ok(vec![Binding::of(&user(false))]);
    is(&picture, "access-nobody", Verdict::Warning, "anna is switched off");
}

#[test]
fn a_certificate_that_has_ended_fails_saml_and_warns_elsewhere() {
    for (mut picture, verdict) in
        [(picture(SAML, &json!({"signing_kp": "c"})), Verdict::Failed), (oauth2(), Verdict::Warning)]
    {
        is(&picture, "certificate", Verdict::Ok, "2036");
        for (expiry, verdict) in [
            ("2026-11-21T00:00:00Z", verdict),
            ("2026-11-22T00:00:00Z", Verdict::Warning),
            ("2026-12-22T00:00:00Z", Verdict::Warning),
            ("2026-12-23T00:00:00Z", Verdict::Ok),
        ] {
            picture.certificates.insert("c".to_owned(), Ok(certificate(expiry)));
            is(&picture, "certificate", verdict, expiry);
        }
    }
}

#[test]
fn a_verified_address_is_asked_for_only_where_the_application_insists() {
    let mut picture = oauth2();
    picture.preview = Ok(json!({"email_verified": false}));
    is(&picture, "email-verified", Verdict::NotChecked, "is false");
    picture.expect = Some(Expect { name: "Wiki".to_owned(), verified_email: true, ..Expect::default() });
    is(&picture, "email-verified", Verdict::Failed, "Wiki lets nobody in");
    picture.preview = Ok(json!({"sub": "x"}));
    is(&picture, "email-verified", Verdict::Failed, "no claim");
    picture.preview = Ok(json!({"email_verified": true}));
    is(&picture, "email-verified", Verdict::Ok, "true");
}

#[test]
fn mistakes_are_told_while_they_are_fresh_and_not_mended() {
    let noted = |when: &str, url: &str| Noted {
        when: when.to_owned(),
        message: "Invalid redirect URI used by provider".to_owned(),
        redirect_uri: Some(url.to_owned()),
    };
    let mut picture = oauth2();
    is(&picture, "noted", Verdict::Ok, "none");
    picture.noted = Ok(vec![noted("2026-11-20T08:00:00Z", "https://wiki.company/back/")]);
    is(&picture, "noted", Verdict::Warning, "the final slash");
    picture.noted = Ok(vec![noted("2026-11-20T08:00:00Z", "https://wiki.company/back")]);
    is(&picture, "noted", Verdict::Ok, "none");
    picture.noted = Ok(vec![noted("2026-11-10T08:00:00Z", "https://wiki.company/back/")]);
    is(&picture, "noted", Verdict::Ok, "none");
}

#[test]
fn the_last_login_tells_what_the_application_asks_for() {
    let asked = |scopes: &[&str]| {
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        Ok(Some(Asked { when: "2026-11-20T08:00:00Z".to_owned(), scopes }))
    };
    let mut picture = oauth2();
    is(&picture, "asked-scopes", Verdict::NotChecked, "nobody");
    picture.asked = asked(&["openid"]);
    is(&picture, "asked-scopes", Verdict::Ok, "openid");
    picture.expect = Some(Expect { scopes: vec!["openid".into(), "profile".into()], ..Expect::default() });
    is(&picture, "asked-scopes", Verdict::Warning, "profile was not asked for");
    picture.asked = asked(&[]);
    is(&picture, "asked-scopes", Verdict::Warning, "commas");
}

#[test]
fn a_version_that_nobody_tried_is_told() {
    let verdict = |version: &str| run(SERVER, &server(version))[0].verdict;
    assert_eq!(verdict("2026.8.5"), Verdict::Ok);
    assert_eq!(verdict("2027.2.0"), Verdict::Warning);
}

#[test]
fn clocks_may_differ_by_half_a_minute() {
    let verdict = |ahead: i64| {
        let server = Server { clock_ahead: Ok(ahead), ..server("2026.8.5") };
        run(SERVER, &server).into_iter().find(|finding| finding.id == "clock").expect("it applies").verdict
    };
    assert_eq!([-31, -30, 0, 30, 31].map(verdict), {
        [Verdict::Warning, Verdict::Ok, Verdict::Ok, Verdict::Ok, Verdict::Warning]
    });
}

#[test]
fn what_may_not_be_read_is_not_checked() {
    let mut picture = oauth2();
    let why = || "the token's user may not read it".to_owned();
    picture.provider = Err(why());
    is(&picture, "provider", Verdict::NotChecked, "may not");
    let mut picture = oauth2();
    (picture.bindings, picture.mappings, picture.preview) = (Err(why()), Err(why()), Err(why()));
    (picture.noted, picture.flows) = (Err(why()), Err(why()));
    picture.certificates.insert("c".to_owned(), Err(why()));
    for id in ["access", "access-nobody", "scope-mappings", "signing-key", "key-type", "certificate", "noted"] {
        is(&picture, id, Verdict::NotChecked, "may not");
    }
}

#[test]
fn an_address_of_authentik_tells_what_is_wrong_with_it() {
    let mut picture = oauth2();
    picture.outside.is_looked = true;
    let with = |issuer: &str, token: &str| Ok(json!({"issuer": issuer, "token_endpoint": token}));
    let right = "https://auth.company/application/o/wiki/";
    picture.outside.discovery = with(right, "https://auth.company/application/o/token/");
    is(&picture, "issuer", Verdict::Ok, right);
    is(&picture, "endpoints", Verdict::Ok, "");
    picture.outside.discovery = with(right, "http://auth.company/application/o/token/");
    is(&picture, "endpoints", Verdict::Failed, "sent to http");
    picture.outside.discovery = with("https://auth.company/application/o/wiki", "");
    is(&picture, "issuer", Verdict::Failed, "letter by letter");
    picture.outside.discovery = Err("404".to_owned());
    is(&picture, "discovery", Verdict::Failed, "404");
}

#[test]
fn every_check_has_an_id_of_its_own_and_says_what_it_looks_at() {
    let ids: Vec<&str> = SERVER.iter().map(|check| check.id).chain(INTEGRATION.iter().map(|check| check.id)).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len());
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
}
