//! Checks of the second factor: for one application, and for everybody.

use super::provider_page;
use crate::compile::RequireMfa;
use crate::verify::check::Said;
use crate::verify::picture::{Look, Picture};
use crate::verify::stages::{Factor, Stages};
use crate::verify::world::World;
use std::rc::Rc;

/// The login flow of an authentik that nobody has changed (all versions).
const DEFAULT_LOGIN_FLOW: &str = "default-authentication-flow";

/// Whether an application whose flow akctl made to ask for a second factor still asks everybody.
pub(super) fn of_application(picture: &Picture) -> Option<Said> {
    let (slug, pk) = picture.second_factor_flow()?;
    let factor = match factor(&picture.stages, pk) {
        Ok(factor) => factor,
        Err(why) => return Some(Said::not_checked(why)),
    };
    let means = "people get into the application without a second factor, although it was asked for";
    let by_hand = match picture.any_provider() {
        Some(provider) if RequireMfa::of_flow(slug).is_none() => {
            format!("choose another \"Authorization flow\" in {}", provider_page(provider))
        }
        _ => "run `akctl integrate` with --require-mfa again, as it was made".to_owned(),
    };
    Some(match factor {
        Factor::Asked { enrols, .. } => Said::ok(format!("{slug}: {}", asked(enrols))),
        Factor::Absent => Said::failed(format!("no stage of the flow {slug} asks for a second factor"), means)
            .mend(picture.mend(&by_hand)),
        Factor::Skipped { stage } => {
            Said::failed(format!("the stage {stage} lets people through who have no device"), means)
                .mend(picture.mend(&by_hand))
        }
        Factor::Depends { stage, on } => {
            let seen = format!("the stage {stage} is left out for some people: {on} is bound to it in the flow {slug}");
            Said::failed(seen, means).mend(format!(
                "take {on} off the stage (Flows and Stages > Flows > {slug} > Stage Bindings) in authentik's admin \
                 interface"
            ))
        }
    })
}

fn factor<'a>(stages: &'a Look<Rc<Stages>>, flow: &str) -> Look<Factor<'a>> {
    stages.as_ref().map_err(Clone::clone)?.factor(flow)
}

fn asked(enrols: bool) -> &'static str {
    if enrols { "who has no device is led through setting one up" } else { "who has no device is refused" }
}

/// Whether everybody's login asks for a second factor.
#[allow(clippy::unnecessary_wraps)] // Every check has the same form.
pub(super) fn of_everybody(world: &World) -> Option<Said> {
    let slug = world.server.login_flow.as_deref().unwrap_or(DEFAULT_LOGIN_FLOW);
    let flows = match &world.flows {
        Ok(flows) => flows,
        Err(why) => return Some(Said::not_checked(why.clone())),
    };
    let Some(flow) = flows.values().find(|flow| flow.slug == slug) else {
        return Some(Said::not_checked(format!("the login flow {slug} is not to be seen")));
    };
    let means = "who has not set up a second factor signs in to everything with the password alone";
    let why_not = "akctl leaves it alone: it is the administrators' own login too, and can lock everybody out";
    let factor = match factor(&world.stages, &flow.pk) {
        Ok(factor) => factor,
        Err(why) => return Some(Said::not_checked(why)),
    };
    Some(match factor {
        Factor::Asked { enrols, .. } => Said::ok(format!("{slug}: {}", asked(enrols))),
        Factor::Absent => Said::warning(format!("no stage of the login flow {slug} asks for a second factor"), means)
            .mend(format!(
                "bind an authenticator validation stage in authentik (Flows and Stages > Flows > {slug} > Stage \
                 Bindings); {why_not}"
            )),
        Factor::Skipped { stage } => {
            let seen = format!("the stage {stage} of the login flow {slug} lets people through who have no device");
            Said::warning(seen, means).mend(format!(
                "choose another \"Not configured action\" in authentik (Flows and Stages > Stages > {stage}); {why_not}"
            ))
        }
        Factor::Depends { stage, on } => {
            let seen = format!("the stage {stage} of the login flow {slug} is left out for some people: {on}");
            Said::warning(seen, means).mend(format!(
                "look whether that is meant (Flows and Stages > Flows > {slug} > Stage Bindings); {why_not}"
            ))
        }
    })
}
