use super::*;

fn openid(provider: &Value, scopes: &[&str], dropped: &[&str]) -> OpenId {
    let public: ServerUrl = "https://auth.company".parse().expect("an address");
    let own = OidcEndpoints::of(&public, &"wiki".parse().expect("a slug"));
    let owned = |list: &[&str]| list.iter().map(|scope| (*scope).to_owned()).collect();
    let asked = Asked { scopes: owned(scopes), from: "x".to_owned(), dropped: owned(dropped) };
    let user = json!({"pk": 7, "uid": "hash", "username": "anna", "email": "a@b", "uuid": "u-u", "attributes": {}});
    let reply = json!({"result": "{\"groups\": [\"g\"], \"acr\": \"own\"}", "successful": true});
    let tried = vec![Tried::of("m", "profile", "", &reply).as_claims()];
    OpenId::of(provider, &Endpoints { public: &public, own: &own }, &user, asked, tried)
}

#[test]
fn claims_go_into_the_id_token_only_where_the_provider_says_so() {
    let seen = openid(&json!({"include_claims_in_id_token": false, "client_id": "c"}), &["openid"], &[]);
    let token = seen.id_token.expect("a token");
    let expected = json!({"iss": "https://auth.company/application/o/wiki/", "sub": "hash", "aud": "c"});
    assert_eq!(Value::Object(token), expected);
    assert_eq!(seen.userinfo.expect("userinfo")["groups"], json!(["g"]));
    let seen = openid(&json!({"include_claims_in_id_token": true}), &["openid"], &[]);
    assert_eq!(seen.id_token.expect("a token")["groups"], json!(["g"]));
    assert!(!seen.set_at_login.contains(&"acr".to_owned()), "a mapping replaces it");
}

#[test]
fn without_the_scope_openid_there_is_neither_token_nor_userinfo() {
    for (scopes, dropped) in [(&["profile"][..], &[][..]), (&["openid"], &["openid"])] {
        let seen = openid(&json!({}), scopes, dropped);
        assert!(seen.id_token.is_none() && seen.userinfo.is_none() && seen.memberships.is_empty());
    }
}

#[test]
fn the_subject_follows_its_mode_and_the_issuer_its_own() {
    let of = |mode: &str| {
        let provider = json!({"sub_mode": mode, "issuer_mode": "global"});
        openid(&provider, &["openid"], &[]).id_token.expect("a token")
    };
    assert_eq!(of("hashed_user_id")["iss"], "https://auth.company/");
    for (mode, sub) in [
        ("hashed_user_id", "hash"),
        ("user_id", "7"),
        ("user_uuid", "u-u"),
        ("user_username", "anna"),
        ("user_email", "a@b"),
        ("user_upn", "hash"),
    ] {
        assert_eq!(of(mode)["sub"], sub, "{mode}");
    }
}

#[test]
fn attributes_have_as_many_values_as_lists_have_items() {
    let tried = |target: &str, result: &str| Tried::of("m", target, "", &json!({"result": result, "successful": true}));
    let all = vec![tried("groups", "[\"a\", \"b\"]"), tried("flag", "true"), tried("none", "null")];
    let saml = Saml::of(all, Some(tried("", "\"anna\"")));
    let expected = [("groups", vec!["a", "b"]), ("flag", vec!["True"])];
    let seen: Vec<(&str, Vec<&str>)> = saml
        .attributes
        .iter()
        .map(|one| (one.name.as_str(), one.values.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(seen, expected);
    assert_eq!(saml.name_id.as_deref(), Some("anna"));
    assert_eq!(Saml::of(Vec::new(), None).name_id, None);
}
