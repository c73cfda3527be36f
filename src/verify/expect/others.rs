//! What a preset says about providers of other kinds than `OAuth2`.

use crate::preset::format::{Preset, Proxy, Saml, SamlBinding, Scim, Template, Word};
use crate::preset::template::{Context, evaluate, render};

/// What an application needs of its SAML provider, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SamlExpect {
    /// Where answers go.
    pub acs_url: Option<String>,
    /// For whom they are.
    pub audience: Option<String>,
    /// How they travel: `post` or `redirect`.
    pub binding: Option<String>,
    /// What stands in the `NameID`: the last part of the id of authentik's default mapping.
    pub name_id: Option<String>,
    /// Whether assertions are signed.
    pub sign_assertion: Option<bool>,
    /// Whether whole answers are signed.
    pub sign_response: Option<bool>,
}

/// The address that people open, as the preset says with these inputs, or whatever they are.
pub(super) fn external_host(declared: &Proxy, inputs: Option<&Context>) -> Option<String> {
    let host = resolved(&declared.external_host, inputs)?;
    Some(host.trim_end_matches('/').to_owned()).filter(|host| !host.is_empty())
}

impl SamlExpect {
    /// What the preset says with these inputs, or what depends on none.
    pub(super) fn of(declared: &Saml, inputs: Option<&Context>) -> Self {
        let text = |template: &Template| resolved(template, inputs).filter(|text| !text.is_empty());
        let switch = |word: Option<&Word<bool>>, absent| match word {
            None => Some(absent),
            Some(Word::Known(on)) => Some(*on),
            Some(Word::Template(template)) => text(template).map(|text| text.eq_ignore_ascii_case("true")),
        };
        Self {
            acs_url: text(&declared.acs_url),
            audience: text(&declared.audience),
            binding: match &declared.binding {
                None => Some(SamlBinding::Post.as_str().to_owned()),
                Some(Word::Known(word)) => Some(word.as_str().to_owned()),
                Some(Word::Template(template)) => text(template),
            },
            name_id: match &declared.name_id {
                None => None,
                Some(Word::Known(word)) => Some(word.as_str().to_owned()),
                Some(Word::Template(template)) => text(template),
            },
            sign_assertion: switch(declared.sign_assertion.as_ref(), true),
            sign_response: switch(declared.sign_response.as_ref(), false),
        }
    }
}

/// What must push people to the application.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PushExpect {
    /// Where to, as far as it is known.
    pub url: Option<String>,
    /// The flag that gives the token.
    pub token_flag: String,
}

impl PushExpect {
    /// What the preset says with these inputs; without them only what is there in any case.
    pub(super) fn of(preset: &Preset, inputs: Option<&Context>) -> Option<Self> {
        let scim: &Scim = preset.authentik.backchannel.as_ref()?.scim.as_ref()?;
        let is_there = match (&scim.when, inputs) {
            (None, _) => true,
            (Some(when), Some(inputs)) => evaluate(when, inputs).unwrap_or_default(),
            (Some(_), None) => false,
        };
        let token_flag = preset.inputs.get(&scim.token).map(|input| input.flag(&scim.token)).unwrap_or_default();
        is_there.then(|| Self { url: resolved(&scim.url, inputs), token_flag })
    }
}

/// The text of a template, if it is known.
fn resolved(template: &Template, inputs: Option<&Context>) -> Option<String> {
    match inputs {
        Some(inputs) => render(template, inputs).ok(),
        None => template.is_plain().then(|| template.as_str().to_owned()),
    }
}
