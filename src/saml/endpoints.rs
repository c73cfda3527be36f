//! The addresses of a service provider: where assertions go, and where logging out is said.

use super::metadata::{Reader, elements};
use super::problem::quoted;
use super::{Acs, Binding, Logout};
use roxmltree::Node;
use url::Url;

impl Reader {
    /// A required attribute of an address.
    fn required(&mut self, node: Node, attribute: &str) -> Option<String> {
        let found = node.attribute(attribute).map(str::trim).filter(|text| !text.is_empty());
        if found.is_none() {
            let name = node.tag_name().name();
            self.problem(node, format!("this `{name}` has no `{attribute}`"));
        }
        found.map(str::to_owned)
    }

    pub(super) fn acs(&mut self, node: Node) -> Option<Acs> {
        let (url, binding) = (self.required(node, "Location"), self.required(node, "Binding"));
        let is_default = self.boolean(node, "isDefault");
        let index = node.attribute("index").and_then(|text| text.trim().parse().ok());
        Some(Acs { url: url?, binding: Binding::of(&binding?), index, is_default })
    }

    /// The address that SAML names as the default (saml-metadata-2.0-os, 2.2.3: one that says so,
    /// else one that does not deny it), among those that authentik can use. What is posted comes
    /// first: a signed assertion is too long for many servers' queries.
    pub(super) fn choose(&mut self, role: Node, all: &[Acs]) -> Option<Acs> {
        let rank = |acs: &&Acs| {
            let default = match acs.is_default {
                Some(true) => 0,
                None => 1,
                Some(false) => 2,
            };
            (default, acs.binding != Binding::Post)
        };
        let Some(chosen) = all.iter().filter(|acs| acs.binding.is_usable()).min_by_key(rank) else {
            self.no_acs(role, all);
            return None;
        };
        for node in elements(role, "AssertionConsumerService") {
            let Some(url) = node.attribute("Location").map(str::trim) else { continue };
            match check(url) {
                Err(why) if url == chosen.url => {
                    self.problem(node, format!("the assertion consumer service `{}` {why}", quoted(url)));
                }
                Err(why) => self.warn(node, &format!("the assertion consumer service `{}` {why}", quoted(url))),
                Ok(()) => {}
            }
        }
        Some(chosen.clone())
    }

    fn no_acs(&mut self, role: Node, all: &[Acs]) {
        let mut bindings: Vec<String> =
            all.iter().map(|acs| format!("`{}`", quoted(&acs.binding.to_string()))).collect();
        bindings.sort();
        bindings.dedup();
        bindings.truncate(10);
        if !bindings.is_empty() {
            let what = format!(
                "the application takes assertions only by {}, and authentik sends them by HTTP-POST or HTTP-Redirect",
                bindings.join(", ")
            );
            self.problem(role, what);
        } else if elements(role, "AssertionConsumerService").next().is_none() {
            self.problem(role, "the application says nowhere to bring assertions (no `AssertionConsumerService`)");
        }
    }

    /// An address that cannot be used is left out with a warning: signing in works without it.
    pub(super) fn logout(&mut self, node: Node) -> Option<Logout> {
        let attribute = |name: &str| node.attribute(name).map(str::trim).filter(|text| !text.is_empty());
        let url = attribute("Location").unwrap_or_default();
        let response_url = attribute("ResponseLocation");
        if let Some((url, why)) =
            [Some(url), response_url].into_iter().flatten().find_map(|url| Some((url, check(url).err()?)))
        {
            self.warn(node, &format!("the logout address `{}` {why}, so it is left out", quoted(url)));
            return None;
        }
        Some(Logout {
            url: url.to_owned(),
            response_url: response_url.map(str::to_owned),
            binding: Binding::of(attribute("Binding").unwrap_or_default()),
        })
    }
}

/// What is wrong with an address that a browser is to be sent to. It stays as it is written,
/// because SAML compares addresses letter by letter.
fn check(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("is empty");
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err("holds a space or another character that no address has");
    }
    let Ok(url) = Url::parse(text) else { return Err("is no web address: it must begin with https:// or http://") };
    if !matches!(url.scheme(), "http" | "https") {
        return Err("is no web address: it must begin with https:// or http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user name or password");
    }
    Ok(())
}
