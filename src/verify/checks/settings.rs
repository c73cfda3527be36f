//! Checks of the provider's own settings and of its flows.

use super::{oauth2, provider_page};
use crate::model::objects::Flow;
use crate::verify::check::{Said, Verdict};
use crate::verify::picture::{Look, Picture};
use crate::verify::provider::Provider;

/// A setting that is compared with what the preset settles.
struct Setting<'a> {
    seen: &'a str,
    expected: Option<&'a str>,
    means: &'a str,
    field: &'a str,
}

fn compared(picture: &Picture, provider: &Provider, setting: &Setting) -> Said {
    let Setting { seen, expected, means, field } = setting;
    match expected {
        None => Said::ok(*seen),
        Some(expected) if expected == seen => Said::ok(*seen),
        Some(expected) => {
            let name = picture.expect.as_ref().map_or("the application", |expect| &expect.name);
            let by_hand = format!("choose {expected} as \"{field}\" of {}", provider_page(provider));
            // All that is compared here decides who people are, so akctl wants a word for it.
            Said::failed(format!("{seen}; {name} needs {expected}"), *means)
                .mend(picture.mend_with(" --force", &by_hand))
        }
    }
}

/// Public or confidential, against the preset.
pub(super) fn client_type(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let seen = provider.text("client_type");
        let expected = picture.expect.as_ref().and_then(|expect| expect.client_type.as_deref());
        let means = if seen == "public" {
            "authentik does not look at the client secret: whoever gets hold of a code can redeem it"
        } else {
            "the application has no secret to show, so authentik refuses every code that it redeems"
        };
        compared(picture, provider, &Setting { seen, expected, means, field: "Client type" })
    })
}

/// What stands in the claim `sub`.
pub(super) fn sub_mode(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let expected = picture.expect.as_ref().and_then(|expect| expect.sub_mode.as_deref());
        let means = "the application takes its users for other people, or refuses their names";
        let seen = provider.text("sub_mode");
        compared(picture, provider, &Setting { seen, expected, means, field: "Subject mode" })
    })
}

/// What stands in the claim `iss`.
pub(super) fn issuer_mode(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let seen = provider.text("issuer_mode");
        let expected = picture.expect.as_ref().and_then(|expect| expect.issuer_mode.as_deref());
        let is_asked_for = expected == Some("global");
        if seen == "global" && !is_asked_for {
            let means = "the issuer is authentik's bare address, the same for all applications; few want \
                         that, and strict ones find no discovery document there";
            let by_hand = format!("choose \"Each provider has a different issuer\" in {}", provider_page(provider));
            return Said::warning(seen, means).mend(by_hand);
        }
        let means = "the application compares the issuer letter by letter and refuses another one";
        compared(picture, provider, &Setting { seen, expected, means, field: "Issuer mode" })
    })
}

/// Whether the ID token holds the claims.
pub(super) fn id_token_claims(picture: &Picture) -> Option<Said> {
    oauth2(picture, |picture, provider| {
        let word = |on: bool| if on { "in the ID token too" } else { "from userinfo only" };
        let Some(seen) = provider.is_on("include_claims_in_id_token") else {
            return Said::not_checked("authentik does not say");
        };
        let expected = picture.expect.as_ref().and_then(|expect| expect.claims_in_id_token);
        // Whoever reads userinfo finds the claims either way.
        if seen || expected != Some(true) {
            return Said::ok(word(seen));
        }
        let means = "the application reads only the ID token, and finds neither names nor groups there";
        let by_hand = format!("switch on \"Include claims in id_token\" in {}", provider_page(provider));
        Said::failed(word(seen), means).mend(picture.mend(&by_hand))
    })
}

/// Grants that the provider is not allowed; servers before 2026.5 have no such list.
pub(super) fn grant_types(picture: &Picture) -> Option<Said> {
    let provider = picture.oauth2()?;
    let grants = provider.texts("grant_types")?;
    let by_hand = format!("choose the grants in {}", provider_page(provider));
    let lacks = |grant: &str| !grants.contains(&grant);
    if grants.is_empty() {
        let means = "authentik refuses every login with \"The request is otherwise malformed\" and names no reason";
        return Some(Said::failed("no grant is allowed", means).mend(picture.mend(&by_hand)));
    }
    let seen = grants.join(", ");
    let expected = picture.expect.as_ref().map(|expect| expect.grants.as_slice()).unwrap_or_default();
    let missing: Vec<&str> = expected.iter().map(String::as_str).filter(|grant| lacks(grant)).collect();
    if !missing.is_empty() {
        let means = "authentik refuses the login, or the token's renewal, without naming the reason";
        let seen = format!("{seen}; {} is missing", missing.join(", "));
        return Some(Said::failed(seen, means).mend(picture.mend(&by_hand)));
    }
    let offline = picture.mappings.as_ref().is_ok_and(|all| all.iter().any(|one| one.scope == "offline_access"));
    if offline && lacks("refresh_token") && !lacks("authorization_code") {
        let means = "a refresh token is handed out and then refused: people are signed out early";
        let seen = format!("{seen}; refresh_token is missing");
        return Some(Said::warning(seen, means).mend(picture.mend(&by_hand)));
    }
    Some(Said::ok(seen))
}

/// The flow that a field names.
fn flow<'a>(picture: &'a Picture, provider: &Provider, field: &str) -> Option<Look<&'a Flow>> {
    let pk = provider.id(field)?;
    let flows = match &picture.flows {
        Ok(flows) => flows,
        Err(why) => return Some(Err(why.clone())),
    };
    Some(flows.get(&pk).ok_or_else(|| "the token's user may not see the flow".to_owned()))
}

/// A flow of another designation, and whether consent is asked for. For LDAP and RADIUS authentik keeps
/// the flow in which people prove who they are in the same field (all versions).
pub(super) fn authorization_flow(picture: &Picture) -> Option<Said> {
    let provider = picture.any_provider()?;
    let flow = match flow(picture, provider, "authorization_flow")? {
        Ok(flow) => flow,
        Err(why) => return Some(Said::not_checked(why)),
    };
    let binds = provider.binds();
    let (designation, field) =
        if binds { ("authentication", "Bind flow") } else { ("authorization", "Authorization flow") };
    if flow.designation != designation {
        let means = if binds {
            "people give name and password here, so every bind fails with a flow that does not ask for them"
        } else {
            "only a flow of the designation authorization lets people through to an application"
        };
        let seen = format!("{} is a flow for {}", flow.slug, flow.designation);
        let by_hand = format!("choose a flow for {designation} as \"{field}\" in {}", provider_page(provider));
        return Some(Said::failed(seen, means).mend(picture.mend(&by_hand)));
    }
    if binds {
        return Some(Said::ok(flow.slug.clone()));
    }
    let about = if flow.slug.contains("explicit") {
        " (asks for consent)"
    } else if flow.slug.contains("implicit") {
        " (asks nothing)"
    } else {
        ""
    };
    Some(Said::ok(format!("{}{about}", flow.slug)))
}

/// The flow that ends a whole session where one for the provider is meant (authentik 2024.10).
pub(super) fn invalidation_flow(picture: &Picture) -> Option<Said> {
    let provider = picture.any_provider()?;
    let flow = match flow(picture, provider, "invalidation_flow")? {
        Ok(flow) => flow,
        Err(why) => return Some(Said::not_checked(why)),
    };
    let (usual, field) = if provider.binds() {
        ("default-invalidation-flow", "Unbind flow")
    } else {
        ("default-provider-invalidation-flow", "Invalidation flow")
    };
    let by_hand = format!("choose {usual} as \"{field}\" of {}", provider_page(provider));
    let wrong =
        |verdict, means: &str| Said::failed(flow.slug.clone(), means).mend(picture.mend(&by_hand)).as_verdict(verdict);
    Some(if flow.designation != "invalidation" {
        wrong(Verdict::Failed, "signing out needs a flow of the designation invalidation")
    } else if flow.slug == "default-invalidation-flow" && !provider.binds() {
        wrong(Verdict::Warning, "who signs out of this application is signed out of authentik and of everything else")
    } else {
        Said::ok(flow.slug.clone())
    })
}

/// Where the application's tile leads, where the preset has an address for it.
pub(super) fn launch_url(picture: &Picture) -> Option<Said> {
    let application = picture.application.as_ref()?;
    let expect = picture.expect.as_ref().filter(|expect| expect.has_tile)?;
    if !application.launch_url.is_empty() {
        return Some(Said::ok(application.launch_url.clone()));
    }
    let means = "authentik guesses it from the first redirect address and drops the path, so the tile may lead nowhere";
    let by_hand = format!("enter the address of {} as \"Launch URL\" of the application", expect.name);
    Some(Said::warning("none", means).mend(picture.mend(&by_hand)))
}
