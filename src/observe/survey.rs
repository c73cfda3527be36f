//! The first round: what can be asked without knowing anything else.

use super::found;
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::authentik::error::ApiError;
use crate::error::Failure;
use crate::model::facts::{Facts, Needs};
use crate::model::objects::{Certificate, ExpressionPolicy, Group, PropertyMapping, ScopeMapping, User};
use crate::model::resource::{Address, Found, Kind};
use crate::model::{Capabilities, Version};
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
