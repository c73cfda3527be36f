//! What a preset says about its application, as far as it can be known of an integration that is
//! there: everything where the preset's inputs are given again, else what does not depend on them and
//! what the application's launch address tells.

mod login;
mod others;

pub use others::{PushExpect, SamlExpect};

use super::objects::Application;
use crate::compile::Prepared;
use crate::model::shell::quoted;
use crate::preset::format::{Line, Oauth2, Preset, RedirectType, RedirectUri, Template, Word, flag_name};
use crate::preset::template::{Context, render};

/// What an application needs of its provider.
#[allow(clippy::struct_excessive_bools)] // Each is a need of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expect {
    /// The preset's id.
    pub preset: String,
    /// The application's name, as people write it.
    pub name: String,
    /// The command that makes it, as far as it is known.
    pub command: String,
    /// Whether all inputs of the preset are known, so that the command is whole but for flags that
    /// every preset has.
    pub is_whole: bool,
    /// `confidential` or `public`, where the preset settles it.
    pub client_type: Option<String>,
    /// Grants that it uses.
    pub grants: Vec<String>,
    /// Whether it needs an RSA key.
    pub rsa: bool,
    /// Scopes that it asks for.
    pub scopes: Vec<String>,
    /// What must stand in the claim `sub`.
    pub sub_mode: Option<String>,
    /// What must stand in the claim `iss`.
    pub issuer_mode: Option<String>,
    /// Whether the ID token must hold the claims.
    pub claims_in_id_token: Option<bool>,
    /// Addresses to which it has people sent back.
    pub redirects: Vec<String>,
    /// Addresses to which it has people sent after signing out.
    pub logouts: Vec<String>,
    /// Whether it lets nobody in whose e-mail address is not verified.
    pub verified_email: bool,
    /// Where its own button for signing in leads, below its address; none if the preset does not say.
    pub login_path: Option<String>,
    /// Whether the application's tile has an address.
    pub has_tile: bool,
    /// Whether people sign in through a provider.
    pub signs_in: bool,
    /// What it needs of its SAML provider; none if it has none.
    pub saml: Option<SamlExpect>,
    /// The address that people open before a proxy provider, where it is known.
    pub external_host: Option<String>,
    /// What pushes people to it; none if nothing must.
    pub push: Option<PushExpect>,
}

/// What the launch address says about one input: the input's name, and what was given for it (for a
/// list: its first item).
struct Known {
    input: String,
    value: String,
}

impl Expect {
    /// Without the preset's inputs; none if the preset makes no application.
    #[must_use]
    pub fn of(preset: &Preset, application: &Application) -> Option<Self> {
        preset.authentik.application.as_ref()?;
        let known = known(preset, application);
        let plain = Self::plain(preset, None, command(preset, application, known.as_ref()));
        let Some(declared) = preset.authentik.provider.oauth2.as_ref() else { return Some(plain) };
        let of = |kind| redirects(&declared.redirect_uris, kind, known.as_ref());
        let (redirects, logouts) = (of(RedirectType::Authorization), of(RedirectType::Logout));
        Some(Self { redirects, logouts, ..plain.with_oauth2(declared) })
    }

    /// With the preset's inputs, worked out.
    #[must_use]
    pub fn prepared(preset: &Preset, prepared: &Prepared, sets: &[String]) -> Option<Self> {
        preset.authentik.application.as_ref()?;
        let url = |entry: &serde_json::Value| entry.get("url").and_then(|url| url.as_str()).map(str::to_owned);
        let sets: Vec<String> = sets.iter().map(|set| format!(" --set {}", quoted(set))).collect();
        let name = named(preset, &prepared.name);
        let command = format!("akctl integrate {} --slug {}{name}{}", preset.id, prepared.slug, sets.concat());
        let plain = Self { is_whole: true, ..Self::plain(preset, Some(&prepared.context), command) };
        let (Some(declared), Some(oauth2)) = (preset.authentik.provider.oauth2.as_ref(), prepared.oauth2()) else {
            return Some(plain);
        };
        Some(Self {
            client_type: Some(oauth2.client_type.as_str().to_owned()),
            grants: oauth2.grant_types.iter().map(|grant| grant.as_str().to_owned()).collect(),
            scopes: prepared.scopes(),
            sub_mode: oauth2.sub_mode.map(|mode| mode.as_str().to_owned()),
            issuer_mode: oauth2.issuer_mode.map(|mode| mode.as_str().to_owned()),
            claims_in_id_token: oauth2.include_claims_in_id_token,
            redirects: oauth2.redirect_uris.iter().filter_map(url).collect(),
            logouts: oauth2.logout_uris.iter().filter_map(url).collect(),
            ..plain.with_oauth2(declared)
        })
    }

    /// How to make it again, with more flags.
    #[must_use]
    pub fn again(&self, more: &str) -> String {
        let others = if self.is_whole { "" } else { ", with the other flags that it was made with" };
        format!("{}{more}{others}", self.command)
    }

    /// How to have akctl mend it by itself, with the preset where the slug does not tell it.
    #[must_use]
    pub fn fix(&self, slug: &str) -> String {
        let preset = if slug == self.preset { String::new() } else { format!(" --preset {}", quoted(&self.preset)) };
        format!("akctl verify {}{preset} --fix", quoted(slug))
    }

    /// What holds for providers of any kind.
    fn plain(preset: &Preset, inputs: Option<&Context>, mut command: String) -> Self {
        let provider = &preset.authentik.provider;
        let push = PushExpect::of(preset, inputs);
        if let Some(push) = &push {
            command = format!("{command} --{} FILE", push.token_flag);
        }
        Self {
            preset: preset.id.clone(),
            name: preset.name.clone(),
            command,
            has_tile: has_tile(preset, inputs),
            signs_in: provider.signs_in(),
            saml: provider.saml.as_ref().map(|declared| SamlExpect::of(declared, inputs)),
            external_host: provider.proxy.as_ref().and_then(|proxy| others::external_host(proxy, inputs)),
            push,
            verified_email: preset.verify.verified_email,
            login_path: preset.verify.login_path.clone(),
            ..Self::default()
        }
    }

    /// With what does not depend on the inputs of an `OAuth2` provider.
    fn with_oauth2(self, declared: &Oauth2) -> Self {
        Self {
            client_type: word(Some(&declared.client_type), |word| word.as_str().to_owned()),
            grants: lines(&declared.grant_types),
            rsa: declared.signing_key.is_some(),
            scopes: lines(&declared.scopes),
            sub_mode: word(declared.sub_mode.as_ref(), |word| word.as_str().to_owned()),
            issuer_mode: word(declared.issuer_mode.as_ref(), |word| word.as_str().to_owned()),
            claims_in_id_token: word(declared.include_claims_in_id_token.as_ref(), |on| on),
            ..self
        }
    }
}

/// The input of the preset that the application's launch address tells, by name, with its value.
#[must_use]
pub fn recovered(preset: &Preset, application: &Application) -> Option<(String, String)> {
    known(preset, application).map(|known| (known.input, known.value))
}

fn known(preset: &Preset, application: &Application) -> Option<Known> {
    let template = preset.authentik.application.as_ref()?.launch_url.as_ref()?;
    inverted(template, &application.launch_url)
}

/// Whether the tile has an address with these inputs, or whatever they are.
fn has_tile(preset: &Preset, inputs: Option<&Context>) -> bool {
    let declared = preset.authentik.application.as_ref().and_then(|application| application.launch_url.as_ref());
    let Some(template) = declared else { return false };
    if let Some(inputs) = inputs {
        return render(template, inputs).is_ok_and(|address| !address.is_empty());
    }
    let Some(parts) = parts(template) else { return template.is_plain() };
    preset.inputs.get(parts.name).is_some_and(|input| !input.optional && input.when.is_none())
}

/// A word that depends on nothing.
fn word<T: Copy, U>(word: Option<&Word<T>>, read: impl Fn(T) -> U) -> Option<U> {
    match word? {
        Word::Known(known) => Some(read(*known)),
        Word::Template(_) => None,
    }
}

/// The lines that depend on nothing.
fn lines(lines: &[Line]) -> Vec<String> {
    let fixed = lines.iter().filter(|line| line.when.is_none() && line.each.is_none() && line.text.is_plain());
    fixed.map(|line| line.text.as_str().to_owned()).collect()
}

/// The redirect addresses of a kind that are known.
fn redirects(declared: &[RedirectUri], kind: RedirectType, known: Option<&Known>) -> Vec<String> {
    let of_kind = declared.iter().filter(|redirect| redirect.kind == kind);
    of_kind.filter_map(|redirect| address(redirect, known)).collect()
}

fn address(redirect: &RedirectUri, known: Option<&Known>) -> Option<String> {
    let template = redirect.strict.as_ref().filter(|_| redirect.when.is_none())?;
    if template.is_plain() {
        return redirect.each.is_none().then(|| template.as_str().to_owned());
    }
    let (known, parts) = (known?, parts(template)?);
    let name = redirect.each.as_deref().unwrap_or(parts.name);
    let fits = name == known.input && (redirect.each.is_none() || parts.name == "item");
    fits.then(|| format!("{}{}{}", parts.before, known.value, parts.after))
}

/// A template with one variable.
struct Parts<'a> {
    before: &'a str,
    name: &'a str,
    after: &'a str,
}

/// Takes a template of the form `before{{ name }}after` apart; `name[0]` is the first item of a list.
fn parts(template: &Template) -> Option<Parts<'_>> {
    let (before, rest) = template.as_str().split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    let name = name.trim();
    let name = name.strip_suffix("[0]").unwrap_or(name);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_plain = |text: &str| !text.contains("{{") && !text.contains("{%");
    (is_name && is_plain(before) && is_plain(after)).then_some(Parts { before, name, after })
}

/// What must have been given so that a template rendered to this text.
fn inverted(template: &Template, text: &str) -> Option<Known> {
    let parts = parts(template)?;
    let value = text.strip_prefix(parts.before)?.strip_suffix(parts.after)?;
    (!value.is_empty()).then(|| Known { input: parts.name.to_owned(), value: value.to_owned() })
}

/// The flag with the name, where the preset has none or another one.
fn named(preset: &Preset, name: &str) -> String {
    if preset.authentik.name() == Some(name) { String::new() } else { format!(" --name {}", quoted(name)) }
}

/// The command that makes it, as far as it is known.
fn command(preset: &Preset, application: &Application, known: Option<&Known>) -> String {
    let mut command = format!("akctl integrate {}", preset.id);
    if preset.authentik.slug().map(Template::as_str) != Some(application.slug.as_str()) {
        command = format!("{command} --slug {}", quoted(&application.slug));
    }
    command.push_str(&named(preset, &application.name));
    if let Some(known) = known {
        command = format!("{command} --{} {}", flag_name(&known.input), quoted(&known.value));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(template: &str, text: &str) -> Option<(String, String)> {
        inverted(&Template(template.to_owned()), text).map(|known| (known.input, known.value))
    }

    #[test]
    fn a_launch_address_tells_the_input_that_it_was_made_of() {
        let pair = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        assert_eq!(known("{{ app_url }}/", "https://a.company/"), pair("app_url", "https://a.company"));
        assert_eq!(known("{{ node[0] }}/", "https://a:8006/"), pair("node", "https://a:8006"));
        assert_eq!(known("https://{{ host }}/x", "https://h/x"), pair("host", "h"));
        for (template, text) in [
            ("{{ app_url }}/", "https://a.company"),
            ("{{ app_url ~ '/' if app_url }}", "https://a.company/"),
            ("{{ a }}/{{ b }}", "x/y"),
            ("plain", "plain"),
        ] {
            assert_eq!(known(template, text), None, "{template}");
        }
    }

    #[test]
    fn addresses_follow_from_the_known_input_alone() {
        let redirect = |yaml: &str| serde_yaml::from_str::<RedirectUri>(yaml).expect("a redirect");
        let known = Known { input: "node".to_owned(), value: "https://a".to_owned() };
        let of = |yaml: &str| address(&redirect(yaml), Some(&known));
        assert_eq!(of("{each: node, strict: '{{ item }}/back'}"), Some("https://a/back".to_owned()));
        assert_eq!(of("{strict: 'https://fixed/'}"), Some("https://fixed/".to_owned()));
        assert_eq!(of("{each: other, strict: '{{ item }}'}"), None);
        assert_eq!(of("{strict: '{{ app_url }}/'}"), None);
        assert_eq!(of("{when: x, strict: 'https://fixed/'}"), None);
        assert_eq!(of("{regex: 'https://a/.*'}"), None);
    }
}
