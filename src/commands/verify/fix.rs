//! `akctl verify --fix`: the mends that are ours to make, by the plan that `akctl integrate` makes.

use super::{Seen, Work};
use crate::apply;
use crate::compile::{self, Prepared, RequireMfa, Wishes};
use crate::error::{Failure, Kind};
use crate::interrupt::Interrupt;
use crate::model::resource::Observed;
use crate::model::text::printable;
use crate::model::{Capabilities, Secret};
use crate::observe;
use crate::plan::{self, Permissions, Plan};
use crate::render::{self, style};
use crate::verify::mends;
use crate::verify::picture::Picture;
use std::collections::{BTreeMap, BTreeSet};

/// What mends one integration.
struct Mend {
    slug: String,
    plan: Plan,
    observed: Observed,
    can: Capabilities,
}

/// Plans, shows, asks and applies. Says whether something was written.
pub(super) async fn fix(work: &Work<'_>, seen: &mut Seen<'_>, interrupt: &Interrupt) -> Result<bool, Failure> {
    let mut mends = Vec::new();
    let found = seen.report.integrations.iter().map(|integration| mends::fields(&integration.checks));
    let wanted: Vec<BTreeSet<&str>> = found.collect();
    for (index, fields) in wanted.iter().enumerate().filter(|(_, fields)| !fields.is_empty()) {
        mends.extend(interrupt.or(Box::pin(mend(work, seen, index, fields))).await?);
    }
    let ui = &work.context.ui;
    if mends.is_empty() {
        ui.say("There is nothing that akctl can mend by itself.\n\n");
        return Ok(false);
    }
    for mend in &mends {
        let heading = style::paint(style::Role::Heading, &printable(&mend.slug));
        ui.say(&format!("{heading}\n{}\n", render::plan::text(&mend.plan)));
    }
    agree(work)?;
    for mend in &mends {
        let client = &work.session.client;
        let applied = apply::apply(client, &mend.can, &mend.plan, &mend.observed, interrupt).await;
        Box::pin(applied?.read_back()).await?;
    }
    Ok(true)
}

/// Asks, unless the answer was given.
fn agree(work: &Work<'_>) -> Result<(), Failure> {
    if work.arguments.yes {
        return Ok(());
    }
    if !work.context.ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was changed";
        return Err(Failure::new(Kind::Decision, message).hint("add --yes to make the changes"));
    }
    if work.context.ui.confirm("Make these changes?")? {
        return Ok(());
    }
    Err(Failure::new(Kind::Decision, "the answer was no: nothing was changed"))
}

/// What mends one integration; nothing, with the reason told, where akctl cannot.
async fn mend(
    work: &Work<'_>,
    seen: &mut Seen<'_>,
    index: usize,
    fields: &BTreeSet<&str>,
) -> Result<Option<Mend>, Failure> {
    let Some(picture) = seen.pictures.get(index) else { return Ok(None) };
    let slug = picture.slug().to_owned();
    let told = |why: &str| {
        let text = format!("{slug} is not mended: {why}");
        work.context.ui.warn(&printable(&text));
        Ok(None)
    };
    if !picture.is_ours() {
        return told("akctl did not make it; `akctl integrate ... --adopt` takes it over");
    }
    let (prepared, is_whole) = match prepared(work, seen, index) {
        Ok(Some(prepared)) => prepared,
        Ok(None) => {
            return told(
                "neither its slug nor its name tells a preset; name the preset with --preset, and its inputs with --set",
            );
        }
        Err(failure) => return told(&inputs(&failure, work.arguments.all)),
    };
    let Some(picture) = seen.pictures.get(index) else { return Ok(None) };
    let client = &work.session.client;
    let survey = observe::survey(client, &prepared.needs()).await?;
    let desired = match compile::desired(&prepared, &survey.facts, &survey.capabilities) {
        Ok(desired) => desired,
        Err(failure) => return told(&failure.told()),
    };
    let observed = observe::observe(client, &desired, &survey).await?;
    let whole = plan::plan(&desired, &observed, Permissions::default());
    if observed.obstacle.is_some() {
        return told(whole.conflicts.first().map_or("it is somebody else's", |conflict| conflict.what.as_str()));
    }
    let provider = prepared.front_address().and_then(|address| observed.found.get(&address));
    let mut fields = fields.clone();
    if let Some((mapping, claim)) = compile::rivals(&prepared, &survey.facts, provider).first() {
        fields.remove("property_mappings");
        let why =
            format!("its scope mapping `{mapping}` may fill the claim `{claim}` too; `akctl integrate` says more");
        told(&why)?;
    }
    let flow = picture.second_factor_flow().map(|(slug, _)| slug);
    if mends::flow(&whole) != flow {
        fields.retain(|field| !mends::is_second_factor(&BTreeSet::from([*field])));
    }
    let mut plan = mends::restricted(&whole, &fields);
    if !is_whole {
        for why in mends::without_guesses(&mut plan, picture.expect.as_ref(), provider) {
            told(&format!("{why}; give all inputs again with --set or --inputs"))?;
        }
    }
    if let (Some(address), Some(provider)) = (prepared.front_address(), provider) {
        mends::without_tests(&mut plan, &fields, &address, provider);
    }
    Ok((!plan.is_empty()).then(|| Mend {
        slug: slug.clone(),
        plan,
        can: survey.capabilities,
        observed: observed.clone(),
    }))
}

/// The integration as `akctl integrate` would make it, and whether all of its inputs were given.
fn prepared(work: &Work<'_>, seen: &mut Seen<'_>, index: usize) -> Result<Option<(Prepared, bool)>, Failure> {
    let Some(picture) = seen.pictures.get(index) else { return Ok(None) };
    let Some(order) = seen.expectations.order(picture)? else { return Ok(None) };
    let wishes = wishes(picture, order.answers.secrets().clone());
    let prepared = compile::prepare(&order.preset, &wishes, order.answers.context(), &work.session.public)?;
    Ok(Some((prepared, order.is_whole)))
}

/// What shows of the flags that every preset has.
fn wishes(picture: &Picture, secrets: BTreeMap<String, Secret>) -> Wishes {
    Wishes {
        slug: picture.slug().parse().ok(),
        name: picture.application.as_ref().map(|application| application.name.clone()),
        secrets,
        without_secrets: true,
        require_mfa: picture.second_factor_flow().and_then(|(slug, _)| RequireMfa::of_flow(slug)),
        ..Wishes::default()
    }
}

/// What is wrong with the inputs, and how to give them here.
fn inputs(failure: &Failure, of_all: bool) -> String {
    let how = if of_all {
        "give them to `akctl verify SLUG --fix` with --set KEY=VALUE or --inputs"
    } else {
        "give them with --set KEY=VALUE or --inputs"
    };
    format!("{}; {how}", failure.told())
}
