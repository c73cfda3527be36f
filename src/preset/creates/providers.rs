//! The providers through which people sign in.

use super::{Told, only, texts};
use crate::preset::format::{
    AlternativeName, BasicAuth, Certificate, ClientType, Oauth2, Provider, Proxy, RedirectUri, Saml, SigningKey,
    Template, Word,
};

/// Whose settings they are.
const OF: &str = "the provider";

/// Settings that are there or not, by their keys.
fn settings<const N: usize>(told: &mut Told, texts: [(&str, &Option<Template>); N]) {
    for (key, text) in texts {
        told.text(OF, key, text.as_ref());
    }
}

pub(super) fn all(provider: &Provider, told: &mut Told) {
    let Provider { oauth2: with_oauth2, saml: with_saml, proxy: with_proxy } = provider;
    if let Some(provider) = with_oauth2 {
        oauth2(provider, told);
    }
    if let Some(provider) = with_saml {
        saml(provider, told);
    }
    if let Some(provider) = with_proxy {
        proxy(provider, told);
    }
}

fn oauth2(provider: &Oauth2, told: &mut Told) {
    let Oauth2 {
        client_type,
        client_id,
        client_secret,
        grant_types,
        authentication_flow,
        authorization_flow,
        invalidation_flow,
        redirect_uris,
        signing_key,
        certificate,
        encryption_key,
        trusted_providers,
        scopes,
        sub_mode,
        issuer_mode,
        include_claims_in_id_token,
        access_code_validity,
        access_token_validity,
        refresh_token_validity,
        refresh_token_threshold,
        logout_uri,
        logout_method,
    } = provider;
    told.line(format!("an OAuth2 provider: {}; grants: {}", kind(client_type), texts(grant_types)));
    for uri in redirect_uris {
        redirect(uri, told);
    }
    told.line(format!("scopes: {}", texts(scopes)));
    told.0.extend(client_secret.as_ref().map(|input| format!("{OF}'s client_secret: what is given for `{input}`")));
    told.word(OF, "signing_key", signing_key.as_ref());
    key_pair(certificate.as_ref(), told);
    told.list(OF, "trusted_providers", trusted_providers);
    told.word(OF, "sub_mode", sub_mode.as_ref());
    told.word(OF, "issuer_mode", issuer_mode.as_ref());
    told.word(OF, "include_claims_in_id_token", include_claims_in_id_token.as_ref());
    let flows = [
        ("authentication_flow", authentication_flow),
        ("authorization_flow", authorization_flow),
        ("invalidation_flow", invalidation_flow),
    ];
    settings(told, flows);
    let others = [
        ("client_id", client_id),
        ("encryption_key", encryption_key),
        ("access_code_validity", access_code_validity),
        ("access_token_validity", access_token_validity),
        ("refresh_token_validity", refresh_token_validity),
        ("refresh_token_threshold", refresh_token_threshold),
        ("logout_uri", logout_uri),
    ];
    settings(told, others);
    told.word(OF, "logout_method", logout_method.as_ref());
}

fn kind(client_type: &Word<ClientType>) -> String {
    match client_type {
        Word::Known(ClientType::Public) => "public, without a secret".to_owned(),
        Word::Known(ClientType::Confidential) => "confidential".to_owned(),
        Word::Template(asked) => format!("public or confidential, as is asked for by {}", asked.as_str()),
    }
}

fn redirect(uri: &RedirectUri, told: &mut Told) {
    let RedirectUri { strict, regex, kind, when, each } = uri;
    let only = only(when.as_ref(), each.as_deref());
    let addresses = [("to exactly", strict), ("to every address that fits", regex)];
    for (how, address) in addresses.iter().filter_map(|(how, address)| Some((how, address.as_ref()?))) {
        told.line(format!("people are sent back {how} {} ({}){only}", address.as_str(), kind.as_str()));
    }
}

fn key_pair(own: Option<&Certificate>, told: &mut Told) {
    let Some(Certificate { common_name, alternative_names, days }) = own else { return };
    told.line(format!("a key pair for {}, good for {days} days", common_name.as_str()));
    for AlternativeName { name, when, each } in alternative_names {
        told.line(format!("the key pair is also for {}{}", name.as_str(), only(when.as_ref(), each.as_deref())));
    }
}

fn saml(provider: &Saml, told: &mut Told) {
    let Saml {
        acs_url,
        audience,
        binding,
        name_id,
        attributes,
        authentication_flow,
        authorization_flow,
        invalidation_flow,
        signing_key,
        certificate,
        sign_assertion,
        sign_response,
        algorithm,
        encryption_certificate,
        verification_certificate,
        relay_state,
        assertion_valid_not_before,
        assertion_valid_not_on_or_after,
        session_valid_not_on_or_after,
        logout_url,
        logout_binding,
        logout_method,
    } = provider;
    told.line(format!("a SAML provider: answers go to {}", acs_url.as_str()));
    told.line(format!("attributes: {}", texts(attributes)));
    told.text(OF, "audience", Some(audience));
    told.word(OF, "binding", binding.as_ref());
    told.word(OF, "name_id", name_id.as_ref());
    told.plain(OF, "signing_key", signing_key.map(SigningKey::as_str));
    key_pair(certificate.as_ref(), told);
    told.word(OF, "sign_assertion", sign_assertion.as_ref());
    told.word(OF, "sign_response", sign_response.as_ref());
    told.word(OF, "algorithm", algorithm.as_ref());
    let flows = [
        ("authentication_flow", authentication_flow),
        ("authorization_flow", authorization_flow),
        ("invalidation_flow", invalidation_flow),
    ];
    settings(told, flows);
    let others = [
        ("encryption_certificate", encryption_certificate),
        ("verification_certificate", verification_certificate),
        ("relay_state", relay_state),
        ("assertion_valid_not_before", assertion_valid_not_before),
        ("assertion_valid_not_on_or_after", assertion_valid_not_on_or_after),
        ("session_valid_not_on_or_after", session_valid_not_on_or_after),
        ("logout_url", logout_url),
    ];
    settings(told, others);
    told.word(OF, "logout_binding", logout_binding.as_ref());
    told.word(OF, "logout_method", logout_method.as_ref());
}

fn proxy(provider: &Proxy, told: &mut Told) {
    let Proxy {
        mode,
        external_host,
        internal_host,
        cookie_domain,
        skip_paths,
        basic_auth,
        intercept_header_auth,
        internal_host_ssl_validation,
        access_token_validity,
        authentication_flow,
        authorization_flow,
        invalidation_flow,
        outpost_url,
        reverse_proxies,
    } = provider;
    let (mode, host) = (mode.as_str(), external_host.as_str());
    told.line(format!("a proxy provider ({mode}) before {host}, on the embedded outpost unless you name another"));
    if !skip_paths.is_empty() {
        told.line(format!("nobody signs in for paths that fit {}", texts(skip_paths)));
    }
    if let Some(BasicAuth { user_attribute, password_attribute }) = basic_auth {
        let (user, password) = (user_attribute.as_str(), password_attribute.as_str());
        told.line(format!("the application is sent the user's attributes {user} and {password} as name and password"));
    }
    told.word(OF, "intercept_header_auth", intercept_header_auth.as_ref());
    told.word(OF, "internal_host_ssl_validation", internal_host_ssl_validation.as_ref());
    let texts = [
        ("internal_host", internal_host),
        ("cookie_domain", cookie_domain),
        ("access_token_validity", access_token_validity),
        ("authentication_flow", authentication_flow),
        ("authorization_flow", authorization_flow),
        ("invalidation_flow", invalidation_flow),
        ("outpost_url", outpost_url),
    ];
    settings(told, texts);
    told.list("the settings", "reverse_proxies", reverse_proxies);
}
