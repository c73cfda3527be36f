//! What commands about one login read first: the server, the application, its provider, the scopes.

use crate::authentik::{Client, segment};
use crate::context::Context;
use crate::error::Failure;
use crate::login::preview::Asked;
use crate::model::Version;
use crate::model::resource::MARK;
use crate::model::text::printable;
use crate::preset::format::Template;
use crate::verify::look::unknown;
use crate::verify::objects::{Application, Mapping};
use crate::verify::provider::{KINDS, Kind};
use crate::verify::recognise;
use futures_util::future::join3;
use serde_json::Value;

/// An application as a login sees it.
pub(in crate::commands) struct Subject {
    /// The server's version.
    pub version: Version,
    /// Who the token is.
    pub me: Value,
    /// The application.
    pub application: Application,
    /// Its provider as the API returns it, secrets included; or why there is none.
    pub provider: Result<Value, String>,
}

impl Subject {
    /// Reads it.
    pub async fn read(client: &Client, slug: &str) -> Result<Self, Failure> {
        let path = format!("core/applications/{}/", segment(slug));
        let (version, me, application) =
            join3(client.version(), client.get("core/users/me/", &[]), client.find(&path)).await;
        // "Not an authentik" or "wrong token" says more than any other error.
        let (version, me) = (version?, me?);
        let Some(application) = application?.map(|object| Application::of(&object)) else {
            return Err(unknown(client, "application", slug).await);
        };
        let provider = provider(client, &application).await;
        let me = me.get("user").cloned().unwrap_or_default();
        Ok(Self { version, me, application, provider })
    }

    /// Whether the token's user may do everything.
    pub fn is_superuser(&self) -> bool {
        self.me.get("is_superuser").and_then(Value::as_bool).unwrap_or_default()
    }

    /// What kind its provider is.
    pub fn kind(&self) -> Option<Kind> {
        self.application.provider.as_ref().map(|(_, kind)| *kind)
    }

    /// The provider's own mappings among all of a kind, in their order.
    pub fn own<'a>(&self, all: &'a [Value]) -> Vec<&'a Value> {
        let wanted = self.provider.as_ref().ok().and_then(|provider| provider.get("property_mappings")?.as_array());
        let wanted = wanted.cloned().unwrap_or_default();
        all.iter().filter(|mapping| mapping.get("pk").is_some_and(|pk| wanted.contains(pk))).collect()
    }
}

async fn provider(client: &Client, application: &Application) -> Result<Value, String> {
    let Some((pk, kind)) = &application.provider else { return Err("the application has no provider".to_owned()) };
    let collection = KINDS.iter().find(|(known, ..)| known == kind).map_or("providers/all/", |(_, path, _)| path);
    let found = client.find(&format!("{collection}{}/", segment(pk))).await.map_err(|error| error.to_string())?;
    found.ok_or_else(|| "the token's user may not see the provider".to_owned())
}

/// The scopes that the application asks for: those that a person gave, else those of the preset that
/// it shows, else all of the provider's `mappings`.
pub(in crate::commands) fn scopes(
    context: &Context,
    application: &Application,
    mappings: &[Mapping],
    given: Option<&str>,
) -> Result<Asked, Failure> {
    let served = |scope: &str| mappings.iter().any(|mapping| mapping.scope == scope);
    let mut scopes: Vec<String> = Vec::new();
    let mut add = |scope: &str| {
        if !scope.is_empty() && scopes.iter().all(|known| known != scope) {
            scopes.push(scope.to_owned());
        }
    };
    let from = if let Some(given) = given {
        // authentik splits the parameter at white space alone (all versions).
        given.split_whitespace().for_each(&mut add);
        "--scopes".to_owned()
    } else if let Some((preset, lines)) = of_preset(context, application)? {
        lines.iter().filter(|(scope, is_fixed)| *is_fixed || served(scope)).for_each(|(scope, _)| add(scope));
        // What an integration made for itself is asked for too.
        mappings.iter().filter(|mapping| mapping.name.ends_with(MARK)).for_each(|mapping| add(&mapping.scope));
        format!("the preset {preset}")
    } else {
        for mapping in mappings {
            add(&mapping.scope);
        }
        "all of the provider, because neither the application's slug nor its name tells a preset".to_owned()
    };
    if scopes.is_empty() && given.is_some() {
        return Err(Failure::usage("--scopes: it names no scope").hint("such as --scopes \"openid profile email\""));
    }
    if let Some(scope) = scopes.iter().find(|scope| given.is_some() && scope.contains(',')) {
        let message = format!("--scopes: authentik divides scopes at spaces alone, so `{scope}` is one scope to it");
        context.ui.warn(&printable(&message));
    }
    let dropped = scopes.iter().filter(|scope| !served(scope)).cloned().collect();
    Ok(Asked { scopes, from, dropped })
}

/// The preset's id, and its scopes that depend on no input, each with whether it is always asked for.
type OfPreset = (String, Vec<(String, bool)>);

fn of_preset(context: &Context, application: &Application) -> Result<Option<OfPreset>, Failure> {
    let catalogue = context.catalogue();
    let entries = catalogue.list()?.entries;
    let Some(id) = recognise::preset(&entries, &application.slug, &application.name) else { return Ok(None) };
    let preset = match catalogue.find(id).and_then(|source| Ok(source.load()?)) {
        Ok(preset) => preset,
        Err(failure) => {
            let message = format!("the preset `{id}` cannot be used, so its scopes are not known: {failure}");
            context.ui.warn(&printable(&message));
            return Ok(None);
        }
    };
    let Some(declared) = &preset.authentik.provider.oauth2 else { return Ok(None) };
    let plain = declared.scopes.iter().filter(|line| line.text.is_plain());
    let plain = plain.map(|line| (Template::as_str(&line.text).to_owned(), line.when.is_none() && line.each.is_none()));
    Ok(Some((id.to_owned(), plain.collect())))
}
