//! `akctl preview SLUG --user NAME`: does that user get in, and what does the application learn.

mod access;
pub(super) mod subject;

use crate::authentik::{ApiError, Client, segment};
use crate::cli::Output;
use crate::cli::preview::Preview as Arguments;
use crate::commands::structured;
use crate::context::Context;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::login::claims::Tried;
use crate::login::preview::{Application, Authentik, Endpoints, OpenId, Person, Preview, Provider, Saml};
use crate::model::endpoints::OidcEndpoints;
use crate::model::text::nearest;
use crate::render;
use crate::session::Session;
use crate::verify::objects::Mapping;
use crate::verify::provider::Kind;
use futures_util::future::join;
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use subject::{Subject, scopes};

/// How many mappings are tried at once.
const SIDE_BY_SIDE: usize = 4;

/// Asks and tells.
pub async fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    if context.global.output == Output::Env {
        return Err(Failure::usage("-o env: there are no variables to print; take json or yaml"));
    }
    let session = context.session()?;
    if session.is_sandbox {
        context.ui.say("This is an authentik in memory: nothing real is touched.\n");
    }
    let preview = Interrupt::watch().or(look(context, &session, arguments)).await?;
    let printed = match structured(context.global.output, &preview)? {
        Some(text) => text,
        None => render::preview::text(&preview),
    };
    context.ui.data(&printed)?;
    if preview.access.allowed == Some(false) {
        let (user, slug) = (&preview.user.username, &preview.application.slug);
        return Err(Failure::failed(format!("{user} does not get into `{slug}`: {}", preview.access.why)));
    }
    Ok(())
}

async fn look(context: &Context, session: &Session, arguments: &Arguments) -> Result<Preview, Failure> {
    let client = &session.client;
    let subject = Subject::read(client, &arguments.slug).await?;
    let user = person(client, &arguments.user).await?;
    let see = See { context, session, arguments, subject: &subject, user: &user };
    let (access, told) = join(access::access(client, &subject, &user), see.told()).await;
    let Told { openid, saml, mut notes } = told?;
    if access.bindings.iter().any(|bound| bound.what.starts_with("policy ")) {
        notes.push("policies were evaluated for this request: one about networks saw akctl's address".to_owned());
    }
    if let Err(why) = &subject.provider {
        notes.push(format!("what the application learns is not known: {why}"));
    }
    Ok(Preview {
        authentik: Authentik { url: session.public.to_string(), version: subject.version.to_string() },
        application: Application { slug: subject.application.slug.clone(), name: subject.application.name.clone() },
        provider: subject.provider.as_ref().ok().map(|provider| Provider {
            name: provider.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
            kind: subject.kind().unwrap_or(Kind::Other).word().to_owned(),
        }),
        user,
        access,
        openid,
        saml,
        notes,
    })
}

/// The user of that name.
async fn person(client: &Client, name: &str) -> Result<Person, Failure> {
    let found = client.list("core/users/", &[("username", name)]).await?;
    let is_meant = |user: &&Value| user.get("username").and_then(Value::as_str) == Some(name);
    if let Some(user) = found.iter().find(is_meant) {
        return Ok(Person::of(user));
    }
    // One page each: there may be many users, and this is only for a hint.
    let beginning: String = name.chars().take(2).collect();
    let search = |text: String| async move {
        let page = client.get("core/users/", &[("search", &text), ("page_size", "100")]).await.unwrap_or_default();
        page.get("results").and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let (mut like, more) = join(search(name.to_owned()), search(beginning)).await;
    like.extend(more);
    let by_mail = like.iter().find(|user| user.get("email").and_then(Value::as_str) == Some(name));
    let names: BTreeSet<&str> = like.iter().filter_map(|user| user.get("username")?.as_str()).collect();
    let failure =
        Failure::usage(format!("there is no user with the name `{name}` in authentik, or none that you may see"));
    if let Some(username) = by_mail.and_then(|user| user.get("username")?.as_str()) {
        return Err(failure.hint(format!("that is the e-mail address of `{username}`: --user takes the name")));
    }
    Err(match nearest(name, names).as_slice() {
        [] => failure.hint("--user takes the name with which the user signs in"),
        near => failure.hint(format!("did you mean `{}`?", near.join("` or `"))),
    })
}

/// What the application is told, by the kind of its provider.
#[derive(Default)]
struct Told {
    openid: Option<OpenId>,
    saml: Option<Saml>,
    notes: Vec<String>,
}

struct See<'a> {
    context: &'a Context,
    session: &'a Session,
    arguments: &'a Arguments,
    subject: &'a Subject,
    user: &'a Person,
}

impl See<'_> {
    async fn told(&self) -> Result<Told, Failure> {
        let Ok(provider) = &self.subject.provider else { return Ok(Told::default()) };
        match self.subject.kind() {
            Some(Kind::OAuth2) => self.openid(provider).await,
            Some(Kind::Saml) => self.saml(provider).await,
            kind => {
                let kind = kind.unwrap_or(Kind::Other).word();
                let note = format!("what a provider of the kind {kind} hands over is not shown");
                Ok(Told { notes: vec![note], ..Told::default() })
            }
        }
    }

    async fn openid(&self, provider: &Value) -> Result<Told, Failure> {
        let query = [("ordering", "scope_name")];
        let all = match self.session.client.list("propertymappings/provider/scope/", &query).await {
            Ok(all) => all,
            Err(error) => return Ok(not_known(&error, "scope mappings")),
        };
        let mut own: Vec<Mapping> = self.subject.own(&all).into_iter().map(Mapping::of).collect();
        // authentik evaluates them in the order of their scopes' names.
        own.sort_by(|one, other| one.scope.cmp(&other.scope));
        let asked = scopes(self.context, &self.subject.application, &own, self.arguments.scopes.as_deref())?;
        let mut notes = unseen(provider, own.len());
        own.retain(|mapping| asked.scopes.contains(&mapping.scope));
        let tried = own.iter().map(|mapping| async {
            let reply = self.test(&mapping.pk).await;
            match reply {
                Ok(reply) => Tried::of(&mapping.name, &mapping.scope, &mapping.expression, &reply).as_claims(),
                Err(error) => Tried::unknown(&mapping.name, &mapping.scope, error.to_string()),
            }
        });
        let tried: Vec<Tried> = stream::iter(tried).buffered(SIDE_BY_SIDE).collect().await;
        let slug = self.subject.application.slug.parse();
        let slug = slug.map_err(|error| Failure::failed(format!("the application's slug: {error}")))?;
        let endpoints = OidcEndpoints::of(&self.session.public, &slug);
        let endpoints = Endpoints { public: &self.session.public, own: &endpoints };
        let openid = OpenId::of(provider, &endpoints, &self.user.record, asked, tried);
        if openid.id_token.is_none() {
            notes.push("without the scope openid there is no ID token, and userinfo refuses to answer".to_owned());
        }
        Ok(Told { openid: Some(openid), saml: None, notes })
    }

    async fn saml(&self, provider: &Value) -> Result<Told, Failure> {
        let all = match self.session.client.list("propertymappings/provider/saml/", &[]).await {
            Ok(all) => all,
            Err(error) => return Ok(not_known(&error, "property mappings")),
        };
        let own = self.subject.own(&all);
        let notes = unseen(provider, own.len());
        let tried = stream::iter(own).map(|mapping| self.attribute(mapping)).buffered(SIDE_BY_SIDE);
        let tried: Vec<Tried> = tried.collect().await;
        let name_id = provider.get("name_id_mapping").filter(|pk| !pk.is_null());
        let name_id = match name_id {
            None => None,
            Some(pk) => Some(match all.iter().find(|mapping| mapping.get("pk") == Some(pk)) {
                Some(mapping) => self.attribute(mapping).await,
                None => Tried::unknown("of the NameID", "", "the token's user may not see it".to_owned()),
            }),
        };
        Ok(Told { openid: None, saml: Some(Saml::of(tried, name_id)), notes })
    }

    async fn attribute(&self, mapping: &Value) -> Tried {
        let text = |field: &str| mapping.get(field).and_then(Value::as_str).unwrap_or_default();
        match self.test(text("pk")).await {
            Ok(reply) => Tried::of(text("name"), text("saml_name"), text("expression"), &reply),
            Err(error) => Tried::unknown(text("name"), text("saml_name"), error.to_string()),
        }
    }

    /// Has authentik evaluate one mapping for the user. It changes nothing.
    async fn test(&self, pk: &str) -> Result<Value, ApiError> {
        let body = json!({"user": self.user.record.get("pk"), "context": {}});
        self.session.client.post(&format!("propertymappings/all/{}/test/", segment(pk)), &body).await
    }
}

fn not_known(error: &ApiError, what: &str) -> Told {
    let note = format!("what the application learns is not known, because the {what} could not be read: {error}");
    Told { notes: vec![note], ..Told::default() }
}

/// Says so if there are more mappings than can be seen.
fn unseen(provider: &Value, seen: usize) -> Vec<String> {
    let all = provider.get("property_mappings").and_then(Value::as_array).map_or(0, Vec::len);
    let missing = all.saturating_sub(seen);
    let note = || format!("{missing} of the provider's {all} mappings could not be seen, so claims may be missing");
    if missing == 0 { Vec::new() } else { vec![note()] }
}
