//! `akctl rotate SLUG`: a new client secret, or another key pair.

mod change;
mod form;
mod pair;

use crate::authentik::endpoints;
use crate::cli::Output;
use crate::cli::rotate::Rotate;
use crate::commands::integrate::files;
use crate::commands::structured;
use crate::context::Context;
use crate::error::{Failure, Kind as FailureKind};
use crate::interrupt::Interrupt;
use crate::model::Slug;
use crate::model::resource::{Found, Kind, MARK};
use crate::model::shell::quoted;
use crate::model::text::printable;
use crate::observe;
use crate::plan::ownership;
use crate::render::report::Server;
use crate::session::Session;
use crate::verify::look::unknown;
use form::Field;
use futures_util::future::join;
use serde::Serialize;
use serde_json::Value;
use std::fmt::Write;

/// What a rotation came to: the promise of `-o json`.
#[derive(Serialize)]
struct Report {
    slug: String,
    authentik: Server,
    provider: Provider,
    client_id: Option<String>,
    client_secret: Option<String>,
    enter: Vec<Field>,
}

#[derive(Serialize)]
struct Provider {
    pk: Value,
    name: String,
}

/// The client whose secret changes.
struct Client {
    application: String,
    provider: Found,
}

/// Changes the client secret, or the key pair, of one integration.
pub async fn run(context: &Context, arguments: &Rotate) -> Result<(), Failure> {
    if let Some(step) = arguments.certificate {
        return Box::pin(pair::run(context, arguments, step)).await;
    }
    let slug: Slug = arguments.slug.parse().map_err(|error| Failure::usage(format!("{error}")))?;
    let is_shown = arguments.show_secrets || context.global.output == Output::Text && context.ui.stdout_is_terminal;
    if !is_shown && arguments.out_dir.is_none() {
        return Err(Failure::usage("nobody would see the new secret: it is printed only on a terminal")
            .hint("--show-secrets prints it here, --out-dir DIR writes it to a file; nothing was changed"));
    }
    if let Some(folder) = &arguments.out_dir {
        files::check_folder(folder)?;
    }
    let session = context.session()?;
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    let interrupt = Interrupt::watch();
    let reading = async {
        let (version, client) = join(session.client.version(), client(&session, &slug)).await;
        Ok((version?, client?))
    };
    let (version, client) = interrupt.or(reading).await?;
    agree(context, arguments, &client)?;
    let secret = change::new_secret();
    change::change(&session.client, &client.provider, &secret, &interrupt).await?;
    let text = |name: &str| client.provider.text(name).map(str::to_owned);
    let report = Report {
        slug: slug.to_string(),
        authentik: Server { url: session.public.to_string(), version: version.to_string() },
        provider: Provider { pk: client.provider.id.clone(), name: text("name").unwrap_or_default() },
        client_id: text("client_id"),
        client_secret: is_shown.then(|| secret.expose().to_owned()),
        enter: form::fields(&context.catalogue(), slug.as_str(), &client.application),
    };
    // The file first: what was changed must not be lost because nobody reads the output.
    let mut written = None;
    if let Some(folder) = &arguments.out_dir {
        let name = format!("{slug}.client-secret");
        let path = files::private(folder, &name, &format!("{}\n", secret.expose()))?;
        context.ui.say(&format!("wrote {}\n", path.display()));
        written = Some(path.display().to_string());
    }
    let printed = match structured(context.global.output, &report)? {
        Some(text) => text,
        None if context.global.output == Output::Env => variables(&report),
        None => lines(&report, &client.application, written.as_deref()),
    };
    context.ui.data(&printed).map_err(Failure::from)
}

/// The confidential OAuth2 client of an application that akctl made.
async fn client(session: &Session, slug: &Slug) -> Result<Client, Failure> {
    let path = endpoints::detail(Kind::Application, &Value::from(slug.as_str()));
    let Some(application) = session.client.find(&path).await?.map(observe::found) else {
        return Err(unknown(&session.client, "application", slug.as_str()).await);
    };
    let Some(attached) = ownership::attached(&application) else {
        return Err(Failure::usage(format!("the application `{slug}` has no provider, so it has no client secret")));
    };
    match attached.kind {
        Some(Kind::OAuth2Provider) => {}
        Some(Kind::SamlProvider) => {
            return Err(Failure::usage(format!(
                "the application `{slug}` signs people in with SAML: it has no client secret"
            ))
            .hint(format!("it trusts the certificate that signs: `akctl rotate {slug} --certificate` replaces that")));
        }
        _ => {
            let kind = printable(&attached.kind_name);
            return Err(Failure::usage(format!("the provider of `{slug}` is a {kind}: it has no client secret")));
        }
    }
    if !attached.name.ends_with(MARK) {
        let what =
            format!("the application `{slug}` was not made by akctl (its provider is `{}`)", printable(&attached.name));
        return Err(Failure::new(FailureKind::Decision, what)
            .hint(format!("take it over first: akctl adopt {slug} --preset NAME"))
            .hint("nothing was changed"));
    }
    let provider = session.client.get(&endpoints::detail(Kind::OAuth2Provider, &attached.id), &[]).await?;
    let provider = observe::found(provider);
    if provider.text("client_type") == Some("public") {
        return Err(Failure::usage(format!("`{slug}` is a public client: it has no secret that could be changed")));
    }
    Ok(Client { application: application.text("name").unwrap_or_default().to_owned(), provider })
}

/// Asks a person; without one, `--yes` must have been given.
fn agree(context: &Context, arguments: &Rotate, client: &Client) -> Result<(), Failure> {
    if arguments.yes {
        return Ok(());
    }
    if !context.ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was changed";
        return Err(Failure::new(FailureKind::Decision, message).hint("add --yes to change the secret"));
    }
    context.ui.say(&format!(
        "The old secret of {} ends at once. Until the new one is entered there,\nnobody can sign in to it through authentik.\n",
        printable(&client.application)
    ));
    if context.ui.confirm("Change the client secret?")? {
        return Ok(());
    }
    Err(Failure::new(FailureKind::Decision, "the answer was no: nothing was changed"))
}

fn lines(report: &Report, application: &str, written: Option<&str>) -> String {
    let mut out = format!("The client secret of {} is a new one.\n", printable(application));
    let hidden = match written {
        Some(path) => format!("(hidden; it stands in {path})"),
        None => "(hidden; --show-secrets prints it, --out-dir writes it to a file)".to_owned(),
    };
    let pairs = [
        ("Client ID", report.client_id.as_deref().unwrap_or_default()),
        ("Client secret", report.client_secret.as_deref().unwrap_or(&hidden)),
    ];
    for (label, value) in pairs {
        let _ = writeln!(out, "  {label:<13}  {}", printable(value));
    }
    if report.enter.is_empty() {
        out.push_str("Enter it in the application where the client secret stands.\n");
    }
    for Field { place, section, key } in &report.enter {
        let parts = [place.as_deref(), section.as_deref(), Some(key.as_str())];
        let way: Vec<&str> = parts.into_iter().flatten().collect();
        let _ = writeln!(out, "Enter it in {} under {}", printable(application), printable(&way.join(" > ")));
    }
    let _ = writeln!(out, "`akctl show {}` prints files and commands with it.", report.slug);
    out
}

fn variables(report: &Report) -> String {
    let pairs = [("OIDC_CLIENT_ID", &report.client_id), ("OIDC_CLIENT_SECRET", &report.client_secret)];
    let line = |(name, value): (&str, &Option<String>)| Some(format!("{name}={}\n", quoted(value.as_ref()?)));
    pairs.into_iter().filter_map(line).collect()
}
