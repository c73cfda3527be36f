//! The provider's own fields: words and lists of the preset, rendered and found right.

use crate::error::{Failure, Problems};
use crate::preset::check::DEFAULT_SCOPES;
use crate::preset::format::{
    ClientType, GrantType, IssuerMode, LogoutMethod, Oauth2, SigningKey, SubMode, Template, Vocabulary, Word,
};
use crate::preset::template::{Context, RenderError, render, render_lines};
use crate::preset::value::is_duration;

/// A provider's fields without templates. A field that is absent is not ours.
#[derive(Debug, Clone)]
pub struct Settled {
    /// Whether the application can keep a secret.
    pub client_type: ClientType,
    /// The grants that the application uses.
    pub grant_types: Vec<GrantType>,
    /// What signs the tokens.
    pub signing_key: Option<SigningKey>,
    /// The scopes of authentik's default mappings.
    pub scopes: Vec<String>,
    /// What stands in the claim `sub`.
    pub sub_mode: Option<SubMode>,
    /// What stands in the claim `iss`.
    pub issuer_mode: Option<IssuerMode>,
    /// Whether the ID token holds the claims that userinfo gives.
    pub include_claims_in_id_token: Option<bool>,
    /// How long a code is good.
    pub access_code_validity: Option<String>,
    /// How long an access token is good.
    pub access_token_validity: Option<String>,
    /// How long a refresh token is good.
    pub refresh_token_validity: Option<String>,
    /// Where authentik tells the application that somebody signed out.
    pub logout_uri: Option<String>,
    /// How it tells.
    pub logout_method: Option<LogoutMethod>,
}

/// Renders a provider's fields; what is wrong with them is told to `problems`.
pub(super) fn settle(declared: &Oauth2, context: &Context, problems: &mut Problems) -> Result<Settled, Failure> {
    let mut settle = Settle { context, problems };
    let client_type = settle.word("client_type", Some(&declared.client_type))?;
    if client_type.is_none() {
        settle.problems.add("the provider's client_type is empty");
    }
    Ok(Settled {
        client_type: client_type.unwrap_or(ClientType::Confidential),
        grant_types: settle.grant_types(declared)?,
        signing_key: declared.signing_key,
        scopes: settle.scopes(declared)?,
        sub_mode: settle.word("sub_mode", declared.sub_mode.as_ref())?,
        issuer_mode: settle.word("issuer_mode", declared.issuer_mode.as_ref())?,
        include_claims_in_id_token: settle
            .word("include_claims_in_id_token", declared.include_claims_in_id_token.as_ref())?,
        access_code_validity: settle.duration("access_code_validity", declared.access_code_validity.as_ref())?,
        access_token_validity: settle.duration("access_token_validity", declared.access_token_validity.as_ref())?,
        refresh_token_validity: settle.duration("refresh_token_validity", declared.refresh_token_validity.as_ref())?,
        logout_uri: text(declared.logout_uri.as_ref(), context)?,
        logout_method: settle.word("logout_method", declared.logout_method.as_ref())?,
    })
}

/// A text; what renders to nothing is not there.
pub(super) fn text(template: Option<&Template>, context: &Context) -> Result<Option<String>, RenderError> {
    let text = template.map(|template| render(template, context)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

struct Settle<'a> {
    context: &'a Context,
    problems: &'a mut Problems,
}

impl Settle<'_> {
    fn word<T: Vocabulary + Copy>(&mut self, field: &str, word: Option<&Word<T>>) -> Result<Option<T>, Failure> {
        let template = match word {
            None => return Ok(None),
            Some(Word::Known(known)) => return Ok(Some(*known)),
            Some(Word::Template(template)) => template,
        };
        Ok(text(Some(template), self.context)?.and_then(|text| self.known(field, &text)))
    }

    fn known<T: Vocabulary>(&mut self, field: &str, text: &str) -> Option<T> {
        let known = T::of(text);
        if known.is_none() {
            self.problems.add(format!("the provider's {field}: {text:?} is none of {}", T::WORDS.join(", ")));
        }
        known
    }

    fn duration(&mut self, field: &str, template: Option<&Template>) -> Result<Option<String>, Failure> {
        let text = text(template, self.context)?;
        if let Some(text) = text.as_deref().filter(|text| !is_duration(text)) {
            self.problems.add(format!("the provider's {field}: {text:?} is not a time such as minutes=5"));
        }
        Ok(text)
    }

    fn grant_types(&mut self, declared: &Oauth2) -> Result<Vec<GrantType>, Failure> {
        let mut grants = Vec::new();
        for word in render_lines(&declared.grant_types, self.context)? {
            if let Some(grant) = self.known("grant_types", &word)
                && !grants.contains(&grant)
            {
                grants.push(grant);
            }
        }
        if grants.is_empty() {
            self.problems.add("the provider's grant_types: without a grant nobody can sign in");
        }
        Ok(grants)
    }

    fn scopes(&mut self, declared: &Oauth2) -> Result<Vec<String>, Failure> {
        let mut scopes: Vec<String> = Vec::new();
        for scope in render_lines(&declared.scopes, self.context)? {
            if !DEFAULT_SCOPES.contains(&scope.as_str()) {
                let known = DEFAULT_SCOPES.join(", ");
                self.problems.add(format!("authentik has default mappings for {known}, and none for {scope:?}"));
            } else if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        Ok(scopes)
    }
}
