//! `akctl export [SLUG...]`: what authentik has, as a file of integrations, for Terraform, as a blueprint.

mod entry;
mod objects;
mod reading;

use super::fleet::Around;
use super::fleet::decide::decide;
use super::fleet::load::{Text, load};
use crate::cli::files::{Allowed, Export, ExportFormat, Files};
use crate::context::Context;
use crate::error::Failure;
use crate::file::export::left_out::{self, For};
use crate::file::export::{self, Exported, blueprint, terraform};
use crate::model::text::printable;
use crate::plan::{Action, Plan};
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
    let (subjects, others) = lists.subjects(&arguments.slugs)?;
    if arguments.slugs.is_empty() && others > 0 {
        context.ui.say(&format!(
            "{} that akctl did not make {} left out; `akctl export SLUG` writes them too\n",
            if others == 1 { "1 application".to_owned() } else { format!("{others} applications") },
            if others == 1 { "is" } else { "are" }
        ));
    }
    let text = match &recipient {
        None => integrations(&around, &lists, &subjects).await?,
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

/// The file, with what each preset does not explain as comments: what a plan of this very file would
/// change, and what it would leave.
async fn integrations(around: &Around<'_>, lists: &Lists, subjects: &[Subject<'_>]) -> Result<String, Failure> {
    let each = subjects.iter().map(|subject| entry::of(around.context, lists, subject));
    let mut exported: Vec<Exported> = each.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    for entry in &mut exported {
        // A secret that is not at hand is no difference.
        if entry.secrets.is_empty() && entry.comments.is_empty() {
            let text = export::text(&around.session.client.base().to_string(), std::slice::from_ref(entry));
            entry.comments = unexplained(around, text).await?;
        }
        for comment in &entry.comments {
            around.context.ui.warn(&printable(&format!("{}: {comment}", entry.slug)));
        }
    }
    Ok(export::text(&around.session.client.base().to_string(), &exported))
}

async fn unexplained(around: &Around<'_>, text: String) -> Result<Vec<String>, Failure> {
    let texts = [Text { path: "export.yaml".into(), text }];
    let what = (around.context, around.session);
    let loaded = match load(what, &texts, &[], &Allowed::default()).await {
        Ok(loaded) => loaded,
        Err(failure) => return Ok(vec![failure.told()]),
    };
    let decisions = decide(around, &loaded.items).await?;
    let each = decisions.each.into_iter().flat_map(|decided| match decided {
        Ok(decided) => differences(&decided.plan),
        Err(failure) => vec![failure.told()],
    });
    Ok(each.collect())
}

/// What is there and does not come from the preset and these inputs.
fn differences(plan: &Plan) -> Vec<String> {
    let mut told: Vec<String> = plan.conflicts.iter().map(|conflict| conflict.what.clone()).collect();
    for change in &plan.changes {
        let address = &change.address;
        match change.action {
            Action::Keep => {}
            Action::Create => told.push(format!("authentik has no {address}, and the preset asks for one")),
            Action::Update | Action::Delete => {
                let fields: Vec<String> =
                    change.fields.iter().map(|field| format!("{} is {}", field.field, field.before)).collect();
                told.push(format!("the {address} is not what the preset says: {}", fields.join(", ")));
            }
        }
        let more = change.notes.iter().filter(|note| note.ends_with(" stays"));
        told.extend(more.map(|note| format!("the {address} has more than the preset says: {note}")));
    }
    told
}
