//! The outposts that serve providers, and how they are.

use super::why;
use crate::authentik::{Client, segment};
use crate::verify::outposts::{Health, Outpost};
use crate::verify::picture::Look;
use futures_util::future::join_all;
use serde_json::Value;

/// All outposts; how those are that serve one of these providers.
pub(super) async fn outposts(client: &Client, providers: &[&str]) -> Look<Vec<Outpost>> {
    let found = client.list("outposts/instances/", &[("ordering", "name")]).await.map_err(|error| why(&error))?;
    let mut outposts: Vec<Outpost> = found.iter().map(Outpost::of).collect();
    outposts.retain(|outpost| outpost.providers.iter().any(|pk| providers.contains(&pk.as_str())));
    let healths = join_all(outposts.iter().map(|outpost| health(client, &outpost.pk))).await;
    for (outpost, health) in outposts.iter_mut().zip(healths) {
        outpost.health = health;
    }
    Ok(outposts)
}

async fn health(client: &Client, pk: &str) -> Look<Vec<Health>> {
    let path = format!("outposts/instances/{}/health/", segment(pk));
    let answer = client.get(&path, &[]).await.map_err(|error| why(&error))?;
    let entries: Option<&Vec<Value>> = answer.as_array();
    entries.map(|all| all.iter().map(Health::of).collect()).ok_or_else(|| "authentik's answer is no list".to_owned())
}
