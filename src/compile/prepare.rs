//! What can be worked out without the server: every template of the preset's authentik side
//! rendered, every wish checked.

use super::access::{self, Access};
use super::certificate::{OwnCertificate, own_certificate};
use super::mappings::{Mapping, mapping_of, refuse_repeated_names};
use super::oauth2::{Settled, settle, text};
use super::{DEFAULT_AUTHORIZATION_FLOW, DEFAULT_CERTIFICATE, DEFAULT_INVALIDATION_FLOW, Wishes};
use crate::error::{Failure, Problems};
use crate::model::endpoints::Endpoints;
use crate::model::facts::Needs;
use crate::model::resource::marked;
use crate::model::{ServerUrl, Slug};
use crate::preset::format::{
    Application, Authentik, Condition, IssuerMode, Oauth2, Preset, RedirectType, SigningKey, Template,
};
use crate::preset::template::{Context, evaluate, render};
use serde_json::{Value, json};

/// The claim in which authentik's default `profile` mapping puts the names of all of a user's
/// groups (all versions). Lists of the same claim add up, so whatever else is put there can be
/// forged by a group of that name.
const GROUPS_CLAIM: &str = "groups";

/// An integration as far as it is known without the server.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The application's slug.
    pub slug: Slug,
    /// The application's name.
    pub name: String,
    /// The addresses of the application.
    pub endpoints: Endpoints,
    /// What templates see: the inputs, `slug`, `name`, `authentik_url` and `endpoints`.
    pub context: Context,
    /// Fields of the application that are ours.
    pub application: Vec<(&'static str, String)>,
    /// The provider's name, with the mark.
    pub provider: String,
    /// The provider's own fields.
    pub oauth2: Settled,
    /// Redirect entries as authentik takes them.
    pub redirect_uris: Vec<Value>,
    /// Redirect entries for after signing out; only for servers that know them.
    pub logout_uris: Vec<Value>,
    /// The slug of the flow in which people sign in who are not yet; authentik's choice, if absent.
    pub authentication_flow: Option<String>,
    /// The slug of the authorization flow.
    pub authorization_flow: String,
    /// The slug of the invalidation flow.
    pub invalidation_flow: String,
    /// The name of the certificate that signs; none for a provider that signs with its secret.
    pub certificate: Option<String>,
    /// The certificate to make if there is none of that name.
    pub own_certificate: Option<OwnCertificate>,
    /// Our own scope mappings.
    pub mappings: Vec<Mapping>,
    /// Groups that must exist.
    pub groups: Vec<String>,
    /// Who may open the application.
    pub access: Access,
    /// People to put into groups.
    pub members: Vec<(String, String)>,
    /// Whether groups that are missing may be created.
    pub create_groups: bool,
}

impl Prepared {
    /// What must be asked of the server.
    #[must_use]
    pub fn needs(&self) -> Needs {
        let mut groups: Vec<String> = self.groups.iter().chain(&self.access.groups).cloned().collect();
        groups.extend(self.members.iter().map(|(group, _)| group.clone()));
        groups.extend(self.forgeable().map(|(_, value)| value.to_owned()));
        let members = self.members.iter().map(|(_, user)| user);
        let mut users: Vec<String> = members.chain(&self.access.users).cloned().collect();
        for list in [&mut groups, &mut users] {
            list.sort();
            list.dedup();
        }
        Needs {
            slug: self.slug.as_str().to_owned(),
            provider: self.provider.clone(),
            certificate: self.certificate.clone(),
            policy: self.access.needs_policy().then(|| access::policy_name(self.slug.as_str())),
            groups,
            members: !self.members.is_empty(),
            users,
        }
    }

    /// Mapping and value wherever a group of that name would give the value to its members, and is
    /// not the group meant for it.
    pub(super) fn forgeable(&self) -> impl Iterator<Item = (&Mapping, &str)> {
        let with_profile = self.oauth2.scopes.iter().any(|scope| scope == "profile");
        let open = self.mappings.iter().filter(move |mapping| with_profile && mapping.claim == GROUPS_CLAIM);
        open.flat_map(|mapping| {
            let others = mapping.values.iter().filter(|(value, groups)| !groups.contains(value));
            others.map(move |(value, _)| (mapping, value.as_str()))
        })
    }

    /// The names of the scopes that the application asks for: the default ones in the preset's
    /// order, then our own.
    #[must_use]
    pub fn scopes(&self) -> Vec<String> {
        let mut scopes = self.oauth2.scopes.clone();
        for mapping in &self.mappings {
            if !scopes.contains(&mapping.scope) {
                scopes.push(mapping.scope.clone());
            }
        }
        scopes
    }
}

/// Renders and checks everything that needs no server; all that is wrong is reported together.
/// `inputs` holds the preset's inputs by name, `public` is the address that applications know
/// authentik by.
pub fn prepare(preset: &Preset, wishes: Wishes, inputs: Context, public: &ServerUrl) -> Result<Prepared, Failure> {
    let mut problems = Problems::default();
    let declared = &preset.authentik;
    let name = name_of(declared, &wishes)?;
    let mut context = inputs;
    context.set("name", &name);
    let slug = match &wishes.slug {
        Some(slug) => slug.clone(),
        None => slug_of(&render(&declared.application.slug, &context)?)?,
    };
    let mut endpoints = Endpoints::of(public, &slug);
    context.set("slug", slug.as_str());
    context.set("authentik_url", public.to_string());
    context.set("authentik_host", public.host());
    context.set("endpoints", &endpoints);
    let oauth2 = declared.provider.oauth2.as_ref().ok_or_else(|| Failure::failed("the preset names no provider"))?;
    let (redirect_uris, logout_uris) = redirects(oauth2, &context)?;
    if redirect_uris.is_empty() {
        problems.add("there is no redirect address: authentik would store the first one that anybody uses");
    }
    let settled = settle(oauth2, &context, &mut problems)?;
    if settled.issuer_mode == Some(IssuerMode::Global) {
        endpoints.issuer = public.join("/");
        context.set("endpoints", &endpoints);
    }
    let mut mappings = Vec::new();
    for mapping in &declared.scope_mappings {
        if mapping.when.as_ref().map_or(Ok(true), |when| evaluate(when, &context))? {
            mappings.extend(mapping_of(mapping, &context, &mut problems)?);
        }
    }
    refuse_repeated_names(&mappings, &mut problems);
    let mut bindings = wishes.bind_groups.clone();
    for binding in &declared.bindings {
        bindings.extend(names(&binding.group, binding.when.as_ref(), binding.each.as_deref(), &context)?);
    }
    let mut groups = Vec::new();
    for group in &declared.groups {
        groups.extend(names(&group.name, group.when.as_ref(), group.each.as_deref(), &context)?);
    }
    keep_first_of_each(&mut bindings);
    keep_first_of_each(&mut groups);
    let mut members = wishes.members.clone();
    keep_first_of_each(&mut members);
    let signs = oauth2.signing_key != Some(SigningKey::None);
    let own_certificate = match &oauth2.certificate {
        Some(certificate) if signs && wishes.signing_key.is_none() => {
            Some(own_certificate(certificate, &slug, &context)?)
        }
        _ => None,
    };
    let own_name = own_certificate.as_ref().map(|own| own.name.clone());
    let prepared = Prepared {
        provider: marked(slug.as_str()),
        application: application(&declared.application, &wishes, &context)?,
        authentication_flow: match wishes.authentication_flow {
            Some(wish) => Some(wish),
            None => text(oauth2.authentication_flow.as_ref(), &context)?,
        },
        authorization_flow: first(
            [wishes.authorization_flow, text(oauth2.authorization_flow.as_ref(), &context)?],
            DEFAULT_AUTHORIZATION_FLOW,
        ),
        invalidation_flow: first(
            [wishes.invalidation_flow, text(oauth2.invalidation_flow.as_ref(), &context)?],
            DEFAULT_INVALIDATION_FLOW,
        ),
        certificate: signs.then(|| first([wishes.signing_key, own_name], DEFAULT_CERTIFICATE)),
        own_certificate,
        members,
        create_groups: wishes.create_groups,
        slug,
        name,
        endpoints,
        context,
        oauth2: settled,
        redirect_uris,
        logout_uris,
        mappings,
        groups,
        access: Access {
            groups: bindings,
            users: wishes.bind_users,
            networks: wishes.networks,
            expression: wishes.policy_expression,
        },
    };
    problems.finish(prepared)
}

/// The application's name: the person's, or the preset's.
fn name_of(declared: &Authentik, wishes: &Wishes) -> Result<String, Failure> {
    let name = wishes.name.clone().or_else(|| declared.application.name.clone());
    name.ok_or_else(|| {
        Failure::usage("--name is missing: this preset fits many applications, and each needs a name of its own")
            .hint("for example --name \"Flask Demo\"")
    })
}

fn slug_of(text: &str) -> Result<Slug, Failure> {
    text.parse().map_err(|error| Failure::from(error).hint("--slug gives the application another slug"))
}

/// A template rendered where its condition holds, once for each item of its list if it has one.
pub(super) fn names(
    name: &Template,
    when: Option<&Condition>,
    each: Option<&str>,
    context: &Context,
) -> Result<Vec<String>, Failure> {
    context.repeated(when, each)?.iter().map(|inner| Ok(render(name, inner)?)).collect()
}

fn first(wishes: [Option<String>; 2], otherwise: &str) -> String {
    wishes.into_iter().flatten().next().unwrap_or_else(|| otherwise.to_owned())
}

pub(super) fn keep_first_of_each<T: Ord + Clone>(list: &mut Vec<T>) {
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|item| seen.insert(item.clone()));
}

/// The application's fields that the preset or the person sets.
fn application(
    declared: &Application,
    wishes: &Wishes,
    context: &Context,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let parts = [
        ("meta_launch_url", None, &declared.launch_url),
        ("group", wishes.tile_group.as_ref(), &declared.group),
        ("meta_description", wishes.description.as_ref(), &declared.description),
        ("meta_publisher", wishes.publisher.as_ref(), &declared.publisher),
        ("meta_icon", wishes.icon.as_ref(), &declared.icon),
    ];
    let mut fields = Vec::new();
    for (field, wish, template) in parts {
        match (wish, template) {
            (Some(wish), _) => fields.push((field, wish.clone())),
            (None, template) => fields.extend(text(template.as_ref(), context)?.map(|text| (field, text))),
        }
    }
    Ok(fields)
}

/// Redirect entries for signing in, and those for after signing out.
fn redirects(oauth2: &Oauth2, context: &Context) -> Result<(Vec<Value>, Vec<Value>), Failure> {
    let (mut sign_in, mut sign_out) = (Vec::new(), Vec::new());
    for entry in &oauth2.redirect_uris {
        let (mode, template) = match (&entry.strict, &entry.regex) {
            (Some(template), _) => ("strict", template),
            (None, Some(template)) => ("regex", template),
            (None, None) => continue,
        };
        for url in names(template, entry.when.as_ref(), entry.each.as_deref(), context)? {
            let (list, value) = match entry.kind {
                RedirectType::Authorization => (&mut sign_in, json!({"matching_mode": mode, "url": url})),
                RedirectType::Logout => {
                    (&mut sign_out, json!({"matching_mode": mode, "url": url, "redirect_uri_type": "logout"}))
                }
            };
            if !list.contains(&value) {
                list.push(value);
            }
        }
    }
    Ok((sign_in, sign_out))
}
