//! The first round: what can be asked without knowing anything else.

use super::found;
use super::source::Source;
use crate::authentik::endpoints;
use crate::authentik::error::ApiError;
use crate::error::{Failure, Kind as Why};
use crate::model::facts::{Facts, Needs, OutpostChoice};
use crate::model::objects::{Certificate, ExpressionPolicy, Flow, Group, PropertyMapping, ScopeMapping, User};
use crate::model::resource::{Address, Found, Kind, Names};
use crate::model::text::printable;
use crate::model::{Capabilities, Version};
use futures_util::future::{join, join3, join4, join5, try_join_all};
use serde_json::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

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
    /// Names of flows and mappings, by id.
    pub(super) names: Names,
}

/// The first round: everything that can be asked without knowing anything else, at once.
pub async fn survey<'a>(source: impl Into<Source<'a>>, needs: &Needs) -> Result<Survey, Failure> {
    let source = source.into();
    let lookups = join5(
        source.flows(),
        mappings(source, needs),
        certificates(source, needs),
        application(source, needs.application.as_deref()),
        objects(source, needs),
    );
    let people = join4(
        groups(source, needs),
        users(source, &needs.users),
        policy(source, needs.policy.as_deref()),
        outpost(source, needs.outpost.as_ref()),
    );
    let (version, ((flows, mappings, certificates, application, objects), (groups, users, policy, outpost))) =
        join(source.version(), join(lookups, people)).await;
    // The version comes first: "not an authentik" or "wrong token" says more than any other error.
    let version = version?;
    let capabilities = Capabilities::of(&version)?;
    let (scope_mappings, saml_mappings, scim_mappings) = mappings?;
    let mut objects = objects?;
    let provider = needs.provider.as_ref().and_then(|address| objects.remove(address));
    let flows = flows?;
    let mut certificates = certificates?;
    let signs_with = provider.as_ref().and_then(signing_pair);
    if let Some(other) = signs_with.as_ref().filter(|pk| certificates.iter().all(|known| known.pk != **pk)) {
        certificates.extend(certificate(source, other).await);
    }
    let mut names = source.names().unwrap_or_else(|| {
        let mut names = BTreeMap::new();
        shared_names(&mut names, &flows, &scope_mappings, [&saml_mappings, &scim_mappings]);
        Names::of(names)
    });
    for certificate in &certificates {
        names.insert(certificate.pk.clone(), certificate.name.clone());
    }
    Ok(Survey {
        names,
        capabilities,
        version,
        facts: Facts {
            flows,
            scope_mappings,
            saml_mappings,
            scim_mappings,
            certificates,
            signs_with,
            groups: groups?,
            users: users?,
            other_certificates: Vec::new(),
            policy: policy?,
            objects,
            outpost: outpost?,
            served_by: provider.as_ref().map(crate::plan::outposts_of).unwrap_or_default(),
        },
        application: application?,
        provider,
    })
}

/// Names of what every integration may refer to, by id.
pub(super) fn shared_names(
    names: &mut BTreeMap<String, String>,
    flows: &[Flow],
    scopes: &[ScopeMapping],
    others: [&[PropertyMapping]; 2],
) {
    names.extend(flows.iter().map(|flow| (flow.pk.clone(), flow.slug.clone())));
    names.extend(scopes.iter().map(|mapping| (mapping.pk.clone(), mapping.name.clone())));
    names.extend(others.into_iter().flatten().map(|mapping| (mapping.pk.clone(), mapping.name.clone())));
}

/// The mappings of authentik's own that may be referred to.
type Mappings = (Rc<Vec<ScopeMapping>>, Rc<Vec<PropertyMapping>>, Rc<Vec<PropertyMapping>>);

async fn mappings(source: Source<'_>, needs: &Needs) -> Result<Mappings, ApiError> {
    let scope = async { if needs.scope_mappings { source.scope_mappings().await } else { Ok(Rc::default()) } };
    let saml = async { if needs.saml_mappings { source.saml_mappings().await } else { Ok(Rc::default()) } };
    let scim = async { if needs.scim_mappings { source.scim_mappings().await } else { Ok(Rc::default()) } };
    let (scope, saml, scim) = join3(scope, saml, scim).await;
    Ok((scope?, saml?, scim?))
}

/// The objects that may be there already, by their natural keys.
async fn objects(source: Source<'_>, needs: &Needs) -> Result<BTreeMap<Address, Found>, ApiError> {
    let replies = needs.provider.iter().chain(&needs.objects).map(|address| async move {
        let (key, filter) = (endpoints::key_field(address.kind), endpoints::key_filter(address.kind));
        let all = source.list(endpoints::collection(address.kind), &[(filter, &address.key)]).await?;
        let same = |object: &Value| object.get(key).and_then(Value::as_str) == Some(&address.key);
        Ok::<_, ApiError>(all.into_iter().find(same).map(|object| (address.clone(), found(object))))
    });
    Ok(try_join_all(replies).await?.into_iter().flatten().collect())
}

/// The certificates of these names, with their details. Only these: up to authentik 2025.10 each
/// key whose details are asked for costs a quarter of a second.
async fn certificates(source: Source<'_>, needs: &Needs) -> Result<Vec<Certificate>, ApiError> {
    let replies = needs.certificate.iter().chain(&needs.certificates).map(|name| async move {
        source.list_as::<Certificate>(endpoints::collection(Kind::Certificate), &[("name", name)]).await
    });
    Ok(try_join_all(replies).await?.into_iter().flatten().collect())
}

/// The primary key of the pair with which a provider signs.
fn signing_pair(provider: &Found) -> Option<String> {
    ["signing_key", "signing_kp"].iter().find_map(|field| provider.text(field)).map(str::to_owned)
}

/// A pair that signs and that nobody asked for by name; nothing if it may not be read.
async fn certificate(source: Source<'_>, pk: &str) -> Option<Certificate> {
    let found = source.find(&endpoints::detail(Kind::Certificate, &Value::from(pk))).await;
    serde_json::from_value(found.ok()??).ok()
}

/// The outpost that is to serve the provider.
async fn outpost(source: Source<'_>, choice: Option<&OutpostChoice>) -> Result<Option<Found>, ApiError> {
    let Some(choice) = choice else { return Ok(None) };
    let all = source.list(endpoints::collection(Kind::Outpost), &[choice.filter()]).await?;
    Ok(all.into_iter().map(found).find(|outpost| choice.is_it(outpost)))
}

/// The policy of that name.
async fn policy(source: Source<'_>, name: Option<&str>) -> Result<Option<ExpressionPolicy>, ApiError> {
    let Some(name) = name else { return Ok(None) };
    let policies: Vec<ExpressionPolicy> = source.list_as("policies/expression/", &[("name", name)]).await?;
    Ok(policies.into_iter().find(|policy| policy.name == name))
}

/// The certificates that could sign, for a message that helps. Without details, because up to
/// authentik 2025.10 each key in the list costs a quarter of a second.
pub async fn other_certificates<'a>(source: impl Into<Source<'a>>) -> Result<Vec<Certificate>, Failure> {
    let query = [("has_key", "true"), ("include_details", "false"), ("ordering", "name")];
    Ok(source.into().list_as("crypto/certificatekeypairs/", &query).await?)
}

async fn application(source: Source<'_>, slug: Option<&str>) -> Result<Option<Found>, ApiError> {
    let Some(slug) = slug else { return Ok(None) };
    Ok(source.find(&endpoints::detail(Kind::Application, &Value::from(slug))).await?.map(found))
}

/// The groups of these names. Two of one name, as a directory that is synchronised may make them, cannot be
/// told apart, and one of them could let in the wrong people.
async fn groups(source: Source<'_>, needs: &Needs) -> Result<BTreeMap<String, Group>, Failure> {
    let members = if needs.members { "true" } else { "false" };
    let replies = needs.groups.iter().map(|name| async move {
        let query = [("name", name.as_str()), ("include_users", members)];
        source.list_as::<Group>("core/groups/", &query).await
    });
    let all = try_join_all(replies).await?.into_iter().flatten();
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for group in all.filter(|group| needs.groups.contains(&group.name)) {
        let name = group.name.clone();
        if groups.insert(name.clone(), group).is_some() {
            let what =
                format!("authentik has two groups called `{}`, so it is not clear which is meant", printable(&name));
            return Err(Failure::new(Why::Decision, what).hint("rename one of them in authentik; nothing was changed"));
        }
    }
    Ok(groups)
}

async fn users(source: Source<'_>, names: &[String]) -> Result<BTreeMap<String, User>, ApiError> {
    let replies = names.iter().map(|name| async move {
        let query = [("username", name.as_str())];
        source.list_as::<User>("core/users/", &query).await
    });
    let all = try_join_all(replies).await?.into_iter().flatten();
    Ok(all.filter(|user| names.contains(&user.username)).map(|user| (user.username.clone(), user)).collect())
}
