//! Makes a removal real, one object after the other. Nothing is taken back: what is gone is gone,
//! and a second run goes on with what is left.

use super::guard::{self, Going, Now};
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::{Failure, Kind as Why};
use crate::interrupt::Interrupt;
use crate::model::resource::{Address, Field};
use crate::plan::{Action, Change, Plan};

/// Removes what the plan says, in its order, each after one more look at it. What something else uses by
/// then stays; that is answered. After a failure or an interruption the error names what went and what is
/// left.
pub async fn remove(client: &Client, plan: &Plan, interrupt: &Interrupt) -> Result<Vec<String>, Failure> {
    let going = Going::of(&plan.changes);
    let mut left: Vec<(&Change, String)> = plan
        .changes
        .iter()
        .filter(|change| change.action == Action::Delete)
        .filter_map(|change| match change.write.get("pk")? {
            Field::Value(id) => Some((change, endpoints::detail(change.address.kind, id))),
            _ => None,
        })
        .collect();
    left.reverse();
    let (mut gone, mut stays): (Vec<&Address>, Vec<String>) = (Vec::new(), Vec::new());
    while let Some((change, path)) = left.pop() {
        let step = match interrupt.check() {
            Ok(()) => one(client, change, &path, &going).await,
            Err(failure) => Err((failure, false)),
        };
        match step {
            Ok(true) => gone.push(&change.address),
            Ok(false) => stays.push(guard::stays(&change.address)),
            Err((failure, perhaps)) => {
                let rest = left.iter().rev().map(|(change, _)| &change.address).collect();
                return Err(told(failure, (gone, rest), (&change.address, perhaps)).hints(stays));
            }
        }
    }
    Ok(stays)
}

/// The failure with what went and what is left.
fn told(failure: Failure, (gone, rest): (Vec<&Address>, Vec<&Address>), (at, perhaps): (&Address, bool)) -> Failure {
    let mut hints = Vec::new();
    if !gone.is_empty() {
        hints.push(format!("removed: the {}", names(gone)));
    }
    let state = if perhaps { "perhaps left" } else { "left" };
    hints.push(format!("{state} in authentik: the {at}"));
    if !rest.is_empty() {
        hints.push(format!("left in authentik: the {}", names(rest)));
    }
    // What somebody must look at first, the same command does not take away.
    if failure.kind != Why::Decision {
        hints.push("the same command removes what is left".to_owned());
    }
    failure.hints(hints)
}

fn names(addresses: Vec<&Address>) -> String {
    addresses.into_iter().map(Address::to_string).collect::<Vec<_>>().join(", the ")
}

/// Removes one object, if nothing else uses it by now. One that is gone already is as good: it may have
/// gone with another. An error comes with whether the object may be gone all the same.
async fn one(client: &Client, change: &Change, path: &str, going: &Going) -> Result<bool, (Failure, bool)> {
    match guard::look(client, change, path, going).await {
        Ok(Now::Goes) => {}
        Ok(Now::Gone) => return Ok(true),
        Ok(Now::InUse) => return Ok(false),
        Ok(Now::Another) => {
            let what = format!("authentik has another one by now in the place of the {}", change.address);
            let hint = "somebody put it there during this run, and it stays: look at it in authentik before you go on";
            return Err((Failure::new(Why::Decision, what).hint(hint), false));
        }
        Err(failure) => return Err((failure, false)),
    }
    match client.delete(path).await {
        Err(error) if error.maybe_done() => match client.find(path).await {
            Ok(None) => Ok(true),
            Ok(Some(_)) => Err((error.into(), false)),
            Err(_) => Err((error.into(), true)),
        },
        Err(error) if !error.is_not_found() => Err((error.into(), false)),
        _ => Ok(true),
    }
}
