//! Rules of SAML providers, from authentik's source (`SAMLProviderSerializer`); nothing of them was
//! recorded.

use super::unknown;
use crate::sandbox::Sandbox;
use crate::sandbox::check::Errors;
use crate::sandbox::collections::Family;
use crate::sandbox::habits::Habit;
use crate::sandbox::message::Object;
use crate::sandbox::store::{text, truth, value};
use serde_json::json;

/// The mappings that make one value of their own are SAML mappings.
pub(super) fn check(sandbox: &Sandbox, row: &Object) -> Result<(), Errors> {
    for field in ["name_id_mapping", "authn_context_class_ref_mapping"] {
        let mapping = value(row, field);
        let found = sandbox.store.find(Family::Mapping, &mapping);
        if found.is_some_and(|(collection, _)| collection.path != "propertymappings/provider/saml") {
            return Err(unknown(field, &mapping));
        }
    }
    Ok(())
}

/// Who sends a signing key must send what is signed with it, even where the provider signs already.
pub(super) fn check_sent(sandbox: &Sandbox, sent: &mut Object) -> Result<(), Errors> {
    if !value(sent, "signing_kp").is_null() && !truth(sent, "sign_assertion") && !truth(sent, "sign_response") {
        let message = "With a signing keypair selected, at least one of 'Sign assertion' and 'Sign Response' must be \
                       selected.";
        return Err(Errors::from_iter([("non_field_errors".to_owned(), json!([message]))]));
    }
    let by_redirect = text(sent, "logout_method") == "backchannel" && text(sent, "sls_binding") == "redirect";
    if by_redirect && sandbox.has(Habit::SamlLogoutMethod) {
        sent.insert("logout_method".to_owned(), json!("frontchannel_iframe"));
    }
    Ok(())
}
