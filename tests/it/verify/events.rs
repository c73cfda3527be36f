//! What authentik notes of logins.

use super::{integrated, provider, strict, told, verdict, verify};
use crate::support::{Server, VERSIONS};

/// A code that is none, with this address.
fn use_code(server: &Server, redirect: &str) {
    let provider = server.provider_of("portainer");
    let text = |field: &str| provider[field].as_str().expect("text").to_owned();
    let form = format!(
        "grant_type=authorization_code&code=x&client_id={}&client_secret={}&redirect_uri={redirect}",
        text("client_id"),
        text("client_secret")
    );
    let (status, _, reply) = server.visit("POST", "/application/o/token/", &form);
    assert_eq!(status, 400, "{reply}");
}

#[test]
fn a_wrong_address_that_an_application_sent_is_told_until_it_is_registered() {
    for version in VERSIONS {
        let server = integrated(version);
        told(&verify(&server, &["portainer"]), "noted", "ok", &[]);
        use_code(&server, "https://portainer.company/");
        assert_eq!(verdict(&verify(&server, &["portainer"]), "noted"), "ok", "{version}: it was the right one");
        use_code(&server, "https://portainer.company");
        let ran = verify(&server, &["portainer"]);
        told(&ran, "noted", "warning", &["Invalid redirect URI", "https://portainer.company", "slash"]);
        let both = strict(&server, &["https://portainer.company/", "https://portainer.company"]);
        provider(&server, "portainer", serde_json::json!({"redirect_uris": both}));
        assert_eq!(verdict(&verify(&server, &["portainer"]), "noted"), "ok", "{version}");
    }
}

#[cfg(unix)]
#[test]
fn the_scopes_of_the_last_login_are_compared_with_the_presets() {
    use crate::login_test::browser::Browser;
    for version in ["2024.8.6", "2025.10.3", "2026.8.5"] {
        let server = integrated(version);
        told(&verify(&server, &["portainer"]), "asked-scopes", "not-checked", &["nobody signed in"]);
        let client = server.provider_of("portainer")["client_id"].as_str().expect("text").to_owned();
        let sign_in = |scope: &str| {
            let address = format!(
                "/application/o/authorize/?response_type=code&client_id={client}&scope={scope}\
                 &redirect_uri=https://portainer.company/"
            );
            let page = Browser::new(&server).sign_in(&address, "anna", false);
            assert!(page.address.contains("code="), "{version}: {page:?}");
        };
        sign_in("email%2Copenid%2Cprofile");
        told(&verify(&server, &["portainer"]), "asked-scopes", "warning", &["commas"]);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        sign_in("openid");
        told(&verify(&server, &["portainer"]), "asked-scopes", "warning", &["email, profile"]);
        std::thread::sleep(std::time::Duration::from_millis(1100));
        sign_in("openid+email+profile");
        told(&verify(&server, &["portainer"]), "asked-scopes", "ok", &[]);
    }
}
