//! Makes a removal real, one object after the other. Nothing is taken back: what is gone is gone,
//! and a second run goes on with what is left.

use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::error::Failure;
use crate::interrupt::Interrupt;
use crate::model::resource::{Address, Field};
use crate::plan::{Action, Plan};

/// Removes what the plan says, in its order. After a failure or an interruption the error names what
/// went and what is left.
pub async fn remove(client: &Client, plan: &Plan, interrupt: &Interrupt) -> Result<(), Failure> {
    let mut left: Vec<(&Address, String)> = plan
        .changes
        .iter()
        .filter(|change| change.action == Action::Delete)
        .filter_map(|change| match change.write.get("pk")? {
            Field::Value(id) => Some((&change.address, endpoints::detail(change.address.kind, id))),
            _ => None,
        })
        .collect();
    left.reverse();
    let mut gone: Vec<&Address> = Vec::new();
    while let Some((address, path)) = left.pop() {
        let step = match interrupt.check() {
            Ok(()) => one(client, &path).await,
            Err(failure) => Err((failure, false)),
        };
        if let Err((failure, perhaps)) = step {
            let mut hints = Vec::new();
            if !gone.is_empty() {
                hints.push(format!("removed: the {}", names(gone)));
            }
            let state = if perhaps { "perhaps left" } else { "left" };
            hints.push(format!("{state} in authentik: the {address}"));
            let rest: Vec<&Address> = left.iter().rev().map(|(address, _)| *address).collect();
            if !rest.is_empty() {
                hints.push(format!("left in authentik: the {}", names(rest)));
            }
            hints.push("the same command removes what is left".to_owned());
            return Err(failure.hints(hints));
        }
        gone.push(address);
    }
    Ok(())
}

fn names(addresses: Vec<&Address>) -> String {
    addresses.into_iter().map(Address::to_string).collect::<Vec<_>>().join(", the ")
}

/// Removes one object. One that is gone already is as good: it may have gone with another. An error
/// comes with whether the object may be gone all the same.
async fn one(client: &Client, path: &str) -> Result<(), (Failure, bool)> {
    match client.delete(path).await {
        Err(error) if error.maybe_done() => match client.find(path).await {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err((error.into(), false)),
            Err(_) => Err((error.into(), true)),
        },
        Err(error) if !error.is_not_found() => Err((error.into(), false)),
        _ => Ok(()),
    }
}
