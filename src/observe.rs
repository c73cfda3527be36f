//! Reads from authentik what deciding rests on, in two rounds of requests sent side by side.

pub mod removal;

use crate::authentik::client::Client;
use crate::authentik::error::ApiError;
use crate::authentik::{endpoints, segment};
use crate::error::Failure;
use crate::error::Kind::NotAllowed;
use crate::model::facts::{Facts, Needs};
use crate::model::objects::{Certificate, ExpressionPolicy, Flow, Group, PropertyMapping, ScopeMapping, User};
use crate::model::resource::{Address, Desired, Field, Found, Kind, Observed, OtherBinding, Reference};
use crate::model::x509;
use crate::model::{Capabilities, Secret, Version};
use crate::plan::ownership::{self, Claimed};
use futures_util::future::{join, join3, join5, try_join_all};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the first round of requests found.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The server's version.
    pub version: Version,
    /// What a server of that version can do.
    pub capabilities: Capabilities,
    /// Flows, mappings, certificates, groups, users.
    pub facts: Facts,
    /// The application at the wanted slug.
    pub application: Option<Found>,
    /// The provider of the name that akctl gives.
    pub provider: Option<Found>,
}

/// The first round: everything that can be asked without knowing anything else, at once.
pub async fn survey(client: &Client, needs: &Needs) -> Result<Survey, Failure> {
    let lookups = join5(
        client.list_as("flows/instances/", &[("ordering", "slug")]),
        mappings(client, needs),
        certificates(client, needs),
        application(client, needs.application.as_deref()),
        objects(client, needs),
    );
    let people = join3(groups(client, needs), users(client, &needs.users), policy(client, needs.policy.as_deref()));
    let (version, ((flows, mappings, certificates, application, objects), (groups, users, policy))) =
        join(client.version(), join(lookups, people)).await;
    // The version comes first: "not an authentik" or "wrong token" says more than any other error.
    let version = version?;
    let capabilities = Capabilities::of(&version)?;
    let (scope_mappings, saml_mappings, scim_mappings) = mappings?;
    let mut objects = objects?;
    let provider = needs.provider.as_ref().and_then(|address| objects.remove(address));
    Ok(Survey {
        capabilities,
        version,
        facts: Facts {
            flows: flows?,
            scope_mappings,
            saml_mappings,
            scim_mappings,
            certificates: certificates?,
            groups: groups?,
            users: users?,
            other_certificates: Vec::new(),
            policy: policy?,
            objects,
        },
        application: application?,
        provider,
    })
}

/// The mappings of authentik's own that may be referred to.
type Mappings = (Vec<ScopeMapping>, Vec<PropertyMapping>, Vec<PropertyMapping>);

async fn mappings(client: &Client, needs: &Needs) -> Result<Mappings, ApiError> {
    let property = |wanted: bool, path: &'static str| async move {
        if wanted { client.list_as(path, &[("ordering", "name")]).await } else { Ok(Vec::new()) }
    };
    let scope = async {
        if !needs.scope_mappings {
            return Ok(Vec::new());
        }
        client.list_as("propertymappings/provider/scope/", &[("ordering", "scope_name")]).await
    };
    let (scope, saml, scim) = join3(
        scope,
        property(needs.saml_mappings, endpoints::collection(Kind::SamlMapping)),
        property(needs.scim_mappings, "propertymappings/provider/scim/"),
    )
    .await;
    Ok((scope?, saml?, scim?))
}

/// The objects that may be there already, by their natural keys.
async fn objects(client: &Client, needs: &Needs) -> Result<BTreeMap<Address, Found>, ApiError> {
    let replies = needs.provider.iter().chain(&needs.objects).map(|address| async move {
        let key = endpoints::key_field(address.kind);
        let all = client.list(endpoints::collection(address.kind), &[(key, &address.key)]).await?;
        let same = |object: &Value| object.get(key).and_then(Value::as_str) == Some(&address.key);
        Ok::<_, ApiError>(all.into_iter().find(same).map(|object| (address.clone(), found(object))))
    });
    Ok(try_join_all(replies).await?.into_iter().flatten().collect())
}

/// The certificates of these names, with their details. Only these: up to authentik 2025.10 each
/// key whose details are asked for costs a quarter of a second.
async fn certificates(client: &Client, needs: &Needs) -> Result<Vec<Certificate>, ApiError> {
    let replies = needs.certificate.iter().chain(&needs.certificates).map(|name| async move {
        client.list_as::<Certificate>(endpoints::collection(Kind::Certificate), &[("name", name)]).await
    });
    Ok(try_join_all(replies).await?.into_iter().flatten().collect())
}

/// The policy of that name.
async fn policy(client: &Client, name: Option<&str>) -> Result<Option<ExpressionPolicy>, ApiError> {
    let Some(name) = name else { return Ok(None) };
    let policies: Vec<ExpressionPolicy> = client.list_as("policies/expression/", &[("name", name)]).await?;
    Ok(policies.into_iter().find(|policy| policy.name == name))
}

/// The certificates that could sign, for a message that helps. Without details, because up to
/// authentik 2025.10 each key in the list costs a quarter of a second.
pub async fn other_certificates(client: &Client) -> Result<Vec<Certificate>, Failure> {
    let query = [("has_key", "true"), ("include_details", "false"), ("ordering", "name")];
    Ok(client.list_as("crypto/certificatekeypairs/", &query).await?)
}

async fn application(client: &Client, slug: Option<&str>) -> Result<Option<Found>, ApiError> {
    let Some(slug) = slug else { return Ok(None) };
    Ok(client.find(&endpoints::detail(Kind::Application, &Value::from(slug))).await?.map(found))
}

async fn groups(client: &Client, needs: &Needs) -> Result<BTreeMap<String, Group>, ApiError> {
    let members = if needs.members { "true" } else { "false" };
    let replies = needs.groups.iter().map(|name| async move {
        let query = [("name", name.as_str()), ("include_users", members)];
        client.list_as::<Group>("core/groups/", &query).await
    });
    let all = try_join_all(replies).await?.into_iter().flatten();
    Ok(all.filter(|group| needs.groups.contains(&group.name)).map(|group| (group.name.clone(), group)).collect())
}

async fn users(client: &Client, names: &[String]) -> Result<BTreeMap<String, User>, ApiError> {
    let replies = names.iter().map(|name| async move {
        let query = [("username", name.as_str())];
        client.list_as::<User>("core/users/", &query).await
    });
    let all = try_join_all(replies).await?.into_iter().flatten();
    Ok(all.filter(|user| names.contains(&user.username)).map(|user| (user.username.clone(), user)).collect())
}

/// An object of the API with its primary key.
pub(crate) fn found(object: Value) -> Found {
    let fields: BTreeMap<String, Value> = match object {
        Value::Object(map) => map.into_iter().collect(),
        _ => BTreeMap::new(),
    };
    Found { id: fields.get("pk").cloned().unwrap_or(Value::Null), fields }
}

/// The second round: what could only be asked once the application and the flows were seen.
pub async fn observe(client: &Client, desired: &Desired, survey: &Survey) -> Result<Observed, Failure> {
    let mut observed = Observed { names: names(&survey.facts), ..Observed::default() };
    for resource in &desired.resources {
        if let Some(found) = among_facts(&resource.address, &resource.fields, &survey.facts) {
            observed.found.insert(resource.address.clone(), found);
        }
    }
    let pushing = desired.only(Kind::ScimProvider).and_then(|wanted| survey.facts.objects.get(&wanted.address));
    observed.obstacle = ownership::obstacle(Claimed {
        application: survey.application.as_ref(),
        wanted: desired.front().map(|front| front.address.kind),
        front: survey.provider.as_ref(),
        pushing,
    });
    let flow = desired.only(Kind::Flow).and_then(|flow| observed.found.get(&flow.address));
    let (provider, bindings, stages) = join3(
        provider(client, desired, survey),
        bindings(client, survey.application.as_ref()),
        stage_bindings(client, flow),
    )
    .await;
    if let (Some(provider), Some(wanted)) = (provider?, desired.front()) {
        observed.names.insert(provider.id.to_string(), provider.text("name").unwrap_or_default().to_owned());
        observed.found.insert(wanted.address.clone(), provider);
    }
    if let (Some(application), Some(wanted)) = (&survey.application, desired.only(Kind::Application)) {
        observed.found.insert(wanted.address.clone(), application.clone());
    }
    sort_stages(&stages?, desired, &mut observed);
    sort_bindings(bindings?, desired, &mut observed);
    Ok(observed)
}

/// The provider that the application has, or the one that bears our name.
async fn provider(client: &Client, desired: &Desired, survey: &Survey) -> Result<Option<Found>, Failure> {
    let Some(wanted) = desired.front().map(|front| front.address.kind) else { return Ok(None) };
    let attached = survey.application.as_ref().and_then(ownership::attached);
    match (attached.filter(|provider| provider.kind == Some(wanted)), &survey.provider) {
        (Some(attached), Some(ours)) if attached.id == ours.id => Ok(Some(ours.clone())),
        (Some(attached), _) => {
            let readable = client.find(&endpoints::detail(wanted, &attached.id)).await?.map(found);
            readable.map(Some).ok_or_else(|| {
                let message = format!("the application's provider `{}` cannot be read with this token", attached.name);
                Failure::new(NotAllowed, message).hint("its user needs the right to view providers of this kind")
            })
        }
        (None, ours) => Ok(ours.clone()),
    }
}

/// The stages of a flow, with their places in it.
pub(crate) async fn stage_bindings(client: &Client, flow: Option<&Found>) -> Result<Vec<Value>, ApiError> {
    let Some(id) = flow.and_then(|flow| flow.text("pk")) else { return Ok(Vec::new()) };
    client.list(endpoints::collection(Kind::StageBinding), &[("target", id), ("ordering", "order")]).await
}

/// Finds the wanted stages among those that the flow has.
fn sort_stages(there: &[Value], desired: &Desired, observed: &mut Observed) {
    for wanted in desired.of(Kind::StageBinding) {
        let stage = wanted.fields.get("stage").and_then(|field| field.references().next());
        let id = match stage {
            Some(Reference::Planned(address)) => observed.found.get(address).map(|stage| stage.id.clone()),
            Some(Reference::Existing { id, .. }) => Some(id.clone()),
            None => None,
        };
        let same = |object: &&Value| id.is_some() && object.get("stage") == id.as_ref();
        if let Some(object) = there.iter().find(same) {
            observed.found.insert(wanted.address.clone(), found(object.clone()));
        }
    }
}

/// All bindings of an application.
pub(crate) async fn bindings(client: &Client, application: Option<&Found>) -> Result<Vec<Value>, ApiError> {
    let Some(id) = application.and_then(|application| application.text("pk")) else { return Ok(Vec::new()) };
    client.list("policies/bindings/", &[("target", id), ("ordering", "order")]).await
}

/// Names of everything that a plan may have to speak of, by id.
fn names(facts: &Facts) -> BTreeMap<String, String> {
    let flows = facts.flows.iter().map(|flow| (&flow.pk, &flow.slug));
    let mappings = facts.scope_mappings.iter().map(|mapping| (&mapping.pk, &mapping.name));
    let certificates = facts.certificates.iter().map(|certificate| (&certificate.pk, &certificate.name));
    let groups = facts.groups.values().map(|group| (&group.pk, &group.name));
    let attributes = facts.saml_mappings.iter().chain(&facts.scim_mappings);
    let mappings = mappings.chain(attributes.map(|mapping| (&mapping.pk, &mapping.name)));
    flows.chain(mappings).chain(certificates).chain(groups).map(|(id, name)| (id.clone(), name.clone())).collect()
}

/// What the first round already knows of a wanted resource.
fn among_facts(address: &Address, wanted: &BTreeMap<String, Field>, facts: &Facts) -> Option<Found> {
    let text = |text: &str| Value::from(text);
    match address.kind {
        Kind::Group => {
            let group = facts.groups.get(&address.key)?;
            Some(Found { id: text(&group.pk), fields: BTreeMap::from([("name".to_owned(), text(&group.name))]) })
        }
        Kind::ScopeMapping => {
            let mapping = facts.scope_mappings.iter().find(|mapping| mapping.name == address.key)?;
            let description = mapping.description.as_deref().map_or(Value::Null, text);
            let fields = [
                ("name", text(&mapping.name)),
                ("scope_name", text(&mapping.scope_name)),
                ("expression", text(&mapping.expression)),
                ("description", description),
            ];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Some(Found { id: text(&mapping.pk), fields })
        }
        Kind::Membership => {
            let Some(Field::Reference(Reference::Existing { name, .. })) = wanted.get("group") else { return None };
            let user = wanted.get("pk").and_then(|field| match field {
                Field::Reference(Reference::Existing { id, .. }) => id.as_i64(),
                _ => None,
            })?;
            let member = facts.groups.get(name)?.users.contains(&user);
            member.then(|| Found { id: Value::from(user), fields: BTreeMap::new() })
        }
        Kind::Certificate => {
            let certificate = facts.certificates.iter().find(|certificate| certificate.name == address.key)?;
            let mut fields = BTreeMap::from([("name".to_owned(), text(&certificate.name))]);
            // authentik answers no certificate, only its fingerprint.
            if let Some(Field::Value(Value::String(pem))) = wanted.get("certificate_data") {
                let seen = if is_certificate(pem, certificate) { text(pem) } else { Value::Null };
                fields.insert("certificate_data".to_owned(), seen);
            }
            Some(Found { id: text(&certificate.pk), fields })
        }
        Kind::Flow => {
            let flow = facts.flows.iter().find(|flow| flow.slug == address.key)?;
            let Flow { pk, name, slug, designation, title, authentication } = flow;
            let fields = [
                ("pk", pk),
                ("name", name),
                ("slug", slug),
                ("designation", designation),
                ("title", title),
                ("authentication", authentication),
            ];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), text(value))).collect();
            Some(Found { id: text(pk), fields })
        }
        Kind::ExpressionPolicy => {
            let policy = facts.policy.as_ref().filter(|policy| policy.name == address.key)?;
            let fields = [("name", text(&policy.name)), ("expression", text(&policy.expression))];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            Some(Found { id: text(&policy.pk), fields })
        }
        Kind::SamlMapping
        | Kind::TotpStage
        | Kind::WebAuthnStage
        | Kind::ValidateStage
        | Kind::ConsentStage
        | Kind::ScimSource
        | Kind::ScimProvider => facts.objects.get(address).cloned(),
        Kind::SamlProvider | Kind::OAuth2Provider | Kind::StageBinding | Kind::Application | Kind::Binding => None,
    }
}

/// Whether an object of authentik holds this certificate.
fn is_certificate(pem: &str, certificate: &Certificate) -> bool {
    let plain = |text: &str| text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    let seen = certificate.fingerprint_sha256.as_deref().map(plain);
    x509::Certificate::read(pem).is_ok_and(|wanted| Some(plain(&wanted.sha256)) == seen)
}

/// Tells the wanted bindings from those that somebody else made.
fn sort_bindings(bindings: Vec<Value>, desired: &Desired, observed: &mut Observed) {
    for object in bindings {
        let wanted = desired.of(Kind::Binding).find(|resource| binds_same(&resource.fields, &object, observed));
        match wanted.map(|resource| resource.address.clone()) {
            Some(address) if !observed.found.contains_key(&address) => {
                observed.found.insert(address, found(object));
            }
            // The server takes the same group twice; a second binding that says the same decides
            // nothing more.
            Some(_) if is_on(&object) && !is_negated(&object) => {}
            _ => observed.other_bindings.push(OtherBinding {
                what: binding_name(&object),
                enabled: is_on(&object) && (binds_policy(&object) || !is_negated(&object)),
                id: object.get("pk").cloned().unwrap_or(Value::Null),
            }),
        }
    }
}

/// The fields of a binding that say what it binds; exactly one of them is set.
pub(crate) const BOUND: [&str; 3] = ["group", "user", "policy"];

/// Whether a binding of the server binds what is wanted.
fn binds_same(wanted: &BTreeMap<String, Field>, object: &Value, observed: &Observed) -> bool {
    BOUND.iter().any(|part| {
        let id = match wanted.get(*part) {
            Some(Field::Reference(Reference::Existing { id, .. })) => Some(id),
            Some(Field::Reference(Reference::Planned(address))) => observed.found.get(address).map(|found| &found.id),
            _ => None,
        };
        id.is_some_and(|id| object.get(*part) == Some(id))
    })
}

fn is_on(binding: &Value) -> bool {
    binding.get("enabled").and_then(Value::as_bool).unwrap_or(true)
}

fn is_negated(binding: &Value) -> bool {
    binding.get("negate").and_then(Value::as_bool).unwrap_or(false)
}

fn binds_policy(binding: &Value) -> bool {
    binding.get("policy").is_some_and(|id| !id.is_null())
}

/// What a binding does, for people.
fn binding_name(object: &Value) -> String {
    let whom = bound_name(object);
    let whom = if is_negated(object) { format!("everyone but {whom}") } else { whom };
    if is_on(object) { whom } else { format!("{whom} (switched off)") }
}

fn bound_name(object: &Value) -> String {
    let name = |part: &str, field: &str| {
        object.get(part).and_then(|part| part.get(field)).and_then(Value::as_str).map(str::to_owned)
    };
    let text = |field: &str| object.get(field).and_then(Value::as_str).unwrap_or("?").to_owned();
    if object.get("group").is_some_and(|id| !id.is_null()) {
        format!("group {}", name("group_obj", "name").unwrap_or_else(|| text("group")))
    } else if binds_policy(object) {
        format!("policy {}", name("policy_obj", "name").unwrap_or_else(|| text("policy")))
    } else {
        let id = object.get("user").map(Value::to_string).unwrap_or_default();
        format!("user {}", name("user_obj", "username").unwrap_or(id))
    }
}

/// The token with which others push people into a source (all versions: a token of authentik's own,
/// whose key has a call of its own).
pub async fn source_token(client: &Client, source: &Found) -> Result<Secret, Failure> {
    let token = source.fields.get("token_obj").and_then(|token| token.get("identifier")).and_then(Value::as_str);
    let identifier = token.ok_or_else(|| Failure::failed("authentik names no token for the source"))?;
    let answer = client.get(&format!("core/tokens/{}/view_key/", segment(identifier)), &[]).await?;
    let key = answer.get("key").and_then(Value::as_str).filter(|key| !key.is_empty());
    key.map(|key| Secret::new(key.to_owned())).ok_or_else(|| {
        Failure::failed("authentik does not answer the key of the source's token")
            .hint("it stands in authentik under Directory > Tokens and App passwords")
    })
}
