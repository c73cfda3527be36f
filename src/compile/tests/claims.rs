//! Claims of our own, and who else could give their values.

use super::*;

fn expression(desired: &Desired) -> &str {
    let mapping = desired.only(Kind::ScopeMapping).expect("a mapping");
    plain(mapping, "expression").and_then(Value::as_str).expect("an expression")
}

#[test]
fn the_same_value_from_two_groups_is_emitted_once() {
    let facts = with_group(with_group(fresh(), "Staff"), "Guests");
    let roles = ["role=Writers=writer", "role=Guests=reader", "role=Staff=writer"];
    let preset = prepared_of(WIKI, &Wishes::default(), &roles).expect("a preset");
    let values = [("writer", vec!["Writers", "Staff"]), ("reader", vec!["Guests"])];
    let expected = values.map(|(value, groups)| (value.to_owned(), groups.into_iter().map(str::to_owned).collect()));
    assert_eq!(preset.mappings[0].values, expected);
    let desired = desired(&preset, &facts, &can("2025.10.3")).expect("the groups are there");
    assert_eq!(expression(&desired).matches("append(\"writer\")").count(), 1);
}

#[test]
fn claims_of_authentik_and_of_the_protocol_are_not_ours_to_fill() {
    for claim in ["sub", "email", "email_verified", "preferred_username", "name", "iss", "aud", "exp", "nonce"] {
        let failure = prepared(Wishes::default(), &[&format!("claim={claim}")]).expect_err(claim);
        assert!(failure.message.contains(&format!("the claim `{claim}` is authentik's own")), "{failure}");
    }
    assert!(prepared(Wishes::default(), &["claim=wiki_roles"]).is_ok());
}

#[test]
fn a_mapping_that_stands_in_place_of_authentiks_own_may_fill_its_claims() {
    let start = WIKI.find("      claims:").expect("claims");
    let end = WIKI.find("  provider:").expect("a provider");
    let own = "      claims:\n        - {claim: email_verified, value: true}\n        - {claim: email, user: email}\n";
    let text = WIKI.replace(&WIKI[start..end], own);
    let (scope, scopes) = ("scope: email", "scopes: [openid, profile]");
    let replaced = text.replace("scope: wiki_roles", scope).replace("scope: \"{{ claim }}\"", scope);
    assert!(replaced.contains(scope), "{replaced}");
    let beside = prepared_of(&replaced, &Wishes::default(), &[]).expect_err("authentik's own is there too");
    assert!(beside.message.contains("the claim `email_verified` is authentik's own"), "{beside}");
    let replaced = replaced.replace("scopes: [openid, email, profile]", scopes);
    let preset = prepared_of(&replaced, &Wishes::default(), &[]).expect("a preset");
    assert_eq!(preset.scopes(), ["openid", "profile", "email"]);
    let desired = desired(&preset, &fresh(), &can("2025.10.3")).expect("desired");
    let expressions: Vec<&Value> = desired
        .resources
        .iter()
        .filter(|resource| resource.address.kind == Kind::ScopeMapping)
        .filter_map(|mapping| plain(mapping, "expression"))
        .collect();
    assert_eq!(expressions, [r#"return {"email_verified": True}"#, r#"return {"email": request.user.email}"#]);
    let other = replaced.replace("claim: email_verified", "claim: preferred_username");
    assert!(prepared_of(&other, &Wishes::default(), &[]).is_err(), "that is a claim of another scope");
}

fn in_groups(role: &str, wishes: Wishes, facts: &Facts) -> Result<Desired, Failure> {
    desired_of(wishes, &["claim=groups", &format!("role={role}")], facts, "2025.10.3")
}

const FORGED: &str = "its members would get the value `admin`";

#[test]
fn a_group_that_is_called_like_a_value_of_the_claim_groups_could_forge_it() {
    let facts = with_group(fresh(), "admin");
    let said = refused(in_groups("Writers=admin", Wishes::default(), &facts));
    assert!(said.contains(FORGED) && said.contains("claim of their own"), "{said}");
    assert!(in_groups("Writers=admin", Wishes::default(), &fresh()).is_ok(), "no group of that name");
    let own_claim = desired_of(Wishes::default(), &["role=Writers=admin"], &facts, "2025.10.3");
    assert!(own_claim.is_ok(), "a claim of its own holds nothing else");
}

#[test]
fn a_group_that_this_run_would_make_could_forge_a_value_too() {
    let create = || Wishes { create_groups: true, ..Wishes::default() };
    let bound = Wishes { bind_groups: vec!["admin".to_owned()], ..create() };
    let joined = Wishes { members: vec![("admin".to_owned(), "anna".to_owned())], ..create() };
    for wishes in [bound, joined] {
        let said = refused(in_groups("Writers=admin", wishes, &fresh()));
        assert!(said.contains(FORGED), "{said}");
    }
    let by_a_role =
        desired_of(create(), &["claim=groups", "role=Writers=admin", "role=admin=reader"], &fresh(), "2025.10.3");
    assert!(refused(by_a_role).contains(FORGED));
}

#[test]
fn a_group_that_is_called_like_the_value_that_it_gives_forges_nothing() {
    let facts = with_group(fresh(), "admin");
    assert!(in_groups("admin=admin", Wishes::default(), &facts).is_ok());
}

#[test]
fn without_the_scope_profile_the_claim_groups_is_ours_alone() {
    let text = WIKI.replace("[openid, email, profile]", "[openid, email]");
    let preset = prepared_of(&text, &Wishes::default(), &["claim=groups", "role=Writers=admin"]).expect("a preset");
    assert!(desired(&preset, &with_group(fresh(), "admin"), &can("2025.10.3")).is_ok());
}

#[test]
fn the_application_asks_for_the_scopes_of_our_mappings_too() {
    assert_eq!(
        prepared(Wishes::default(), &[]).expect("a preset").scopes(),
        ["openid", "email", "profile", "wiki_roles"]
    );
}

#[test]
fn two_mappings_of_one_name_are_refused_before_the_server_refuses_them() {
    let mapping = WIKI.find("    - key: roles").expect("a mapping");
    let end = WIKI.find("  provider:\n").expect("its end");
    let again = WIKI[mapping..end].replace("key: roles", "key: more");
    let text = format!("{}{again}{}", &WIKI[..end], &WIKI[end..]);
    let failure = prepared_of(&text, &Wishes::default(), &[]).expect_err("one name twice");
    assert!(failure.message.contains("`wiki: roles (akctl)`"), "{failure}");
}
