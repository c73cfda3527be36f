//! `akctl export [SLUG...]`: what authentik has, as a file of integrations, for Terraform, as a blueprint.

mod access;
mod entry;
mod explain;
mod fit;
mod objects;
mod options;
mod reading;
mod traces;

use super::fleet::Around;
use crate::cli::files::{Export, ExportFormat, Files};
use crate::compile::DEFAULT_CERTIFICATE;
use crate::compile::access::policy_name;
use crate::context::Context;
use crate::error::Failure;
use crate::file::export::left_out::{self, For};
use crate::file::export::{self, blueprint, terraform};
use crate::model::facts::{Needs, OutpostChoice};
use crate::model::resource::{Address, Found, Kind, marked};
use crate::model::text::printable;
use crate::observe::Shelf;
use entry::Exporting;
use fit::Fitting;
use futures_util::future::join;
use objects::Making;
use reading::{Lists, Subject};

/// Writes an export to standard output.
pub async fn run(context: &Context, arguments: &Export) -> Result<(), Failure> {
    let session = context.session()?;
    let around = Around::new(context, &session, &Files { concurrency: 8, ..Files::default() });
    let whom = match arguments.format {
        ExportFormat::Akctl => None,
        ExportFormat::Terraform => Some(For::Terraform),
        ExportFormat::Blueprint => Some(For::Blueprint),
    };
    let reading = async {
        let (lists, recipient) = join(reading::read(&session.client), reading::recipient(&session.client, whom)).await;
        Ok::<_, Failure>((lists?, recipient?))
    };
    let (lists, recipient) = around.interrupt.or(Box::pin(reading)).await?;
    let (sources, slugs) = match whom {
        None => lists.own_sources(&arguments.slugs),
        Some(_) => (Vec::new(), arguments.slugs.clone()),
    };
    let (subjects, others) =
        if slugs.is_empty() && !arguments.slugs.is_empty() { (Vec::new(), 0) } else { lists.subjects(&slugs)? };
    if arguments.slugs.is_empty() && others > 0 {
        context.ui.say(&format!(
            "{} that akctl did not make {} left out; `akctl export SLUG` writes them too\n",
            if others == 1 { "1 application".to_owned() } else { format!("{others} applications") },
            if others == 1 { "is" } else { "are" }
        ));
    }
    let text = match &recipient {
        None => integrations(&around, &lists, (&subjects, &sources)).await?,
        Some((recipient, outposts)) => {
            let making = Making { lists: &lists, recipient, outposts };
            for_others(&around, &making, &subjects, arguments.slugs.is_empty())
        }
    };
    Ok(context.ui.exact(&text)?)
}

/// The objects of the integrations for others. What is left out is told too.
fn for_others(around: &Around<'_>, making: &Making<'_>, subjects: &[Subject<'_>], all: bool) -> String {
    let objects = making.objects(subjects);
    let mut left_out = left_out::of(&objects, making.recipient);
    left_out.extend(making.left_out(subjects, all));
    for what in &left_out {
        around.context.ui.warn(&printable(&format!("left out: {what}")));
    }
    match making.recipient.whom {
        For::Terraform => terraform::text(&making.recipient.version, &objects, &left_out),
        For::Blueprint => {
            let slugs: Vec<&str> = subjects.iter().map(|subject| subject.slug).collect();
            blueprint::text(&blueprint::name(&slugs), &objects, &left_out)
        }
    }
}

/// The file. What a preset does not explain is a comment; what an apply would change, or could not make,
/// is commented out as a whole.
async fn integrations(
    around: &Around<'_>,
    lists: &Lists,
    (subjects, sources): (&[Subject<'_>], &[Found]),
) -> Result<String, Failure> {
    let needs: Vec<Needs> = subjects.iter().map(|subject| needs(lists, subject)).collect();
    let shelf = around.interrupt.or(Shelf::read(&around.session.client, &needs)).await?;
    let fitting = Fitting { around, shelf: &shelf, names: lists.names() };
    let exporting = Exporting { lists, fitting };
    let mut exported = Vec::new();
    for subject in subjects {
        exported.extend(Box::pin(exporting.of(subject)).await?);
    }
    for source in sources {
        exported.push(Box::pin(exporting.of_source(source)).await?);
    }
    for entry in &exported {
        let ui = &around.context.ui;
        if !entry.reasons.is_empty() {
            ui.warn(&printable(&format!("{}: it is commented out in the file", entry.slug)));
        }
        for told in entry.reasons.iter().chain(&entry.comments) {
            ui.warn(&printable(&format!("{}: {told}", entry.slug)));
        }
    }
    Ok(export::text(&around.session.client.base().to_string(), &exported))
}

/// What a plan of an application will ask for, whatever its preset.
fn needs(lists: &Lists, subject: &Subject<'_>) -> Needs {
    let provider = subject.front.as_ref().map(|(kind, _)| Address::new(*kind, marked(subject.slug)));
    let is = |kind: Kind| subject.front.as_ref().is_some_and(|(front, _)| *front == kind);
    let bindings = lists.bindings(subject.application).into_iter();
    let users = bindings.filter_map(|binding| binding.pointer("/user_obj/username")?.as_str().map(str::to_owned));
    let pushing = subject.own_pushing().and_then(|own| own.text("name"));
    Needs {
        application: Some(subject.slug.to_owned()),
        provider,
        scope_mappings: is(Kind::OAuth2Provider),
        saml_mappings: is(Kind::SamlProvider),
        scim_mappings: !subject.pushing.is_empty(),
        objects: pushing.map(|name| Address::new(Kind::ScimProvider, name)).into_iter().collect(),
        certificate: Some(DEFAULT_CERTIFICATE.to_owned()),
        policy: Some(policy_name(subject.slug)),
        groups: lists.known.groups.values().cloned().collect(),
        users: users.collect(),
        outpost: is(Kind::ProxyProvider).then_some(OutpostChoice::Embedded),
        ..Needs::default()
    }
}
