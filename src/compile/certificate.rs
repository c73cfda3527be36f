//! The key that signs: always an RSA key that authentik holds, never one by accident.

use crate::error::Problems;
use crate::model::facts::Facts;
use crate::model::objects::Certificate;
use crate::model::resource::Reference;
use serde_json::Value;

/// Finds the certificate-key pair of this name and makes sure that it is an RSA key.
pub(super) fn signing_key(name: &str, facts: &Facts, problems: &mut Problems) -> Option<Reference> {
    let Some(certificate) = facts.certificates.iter().find(|certificate| certificate.name == name) else {
        problems.add_with_hint(format!("authentik has no certificate-key pair called `{name}`"), choose(facts));
        return None;
    };
    if !certificate.key_available {
        let what = format!("the certificate `{name}` has no private key in authentik, so it cannot sign");
        problems.add_with_hint(what, choose(facts));
        return None;
    }
    match certificate.key_type.as_deref() {
        Some("rsa") => {}
        Some(other) => {
            let what = format!(
                "the key of `{name}` is of type `{other}`, and an RSA key is needed: many applications refuse others"
            );
            problems.add_with_hint(what, choose(facts));
            return None;
        }
        None => {
            problems
                .add(format!("authentik does not say of what type the key of `{name}` is, and an RSA key is needed"));
            return None;
        }
    }
    Some(Reference::Existing { id: Value::from(certificate.pk.as_str()), name: certificate.name.clone() })
}

/// Which keys could be named instead. Of keys whose type is unknown the person must judge.
fn choose(facts: &Facts) -> String {
    let could = |certificate: &&Certificate| certificate.key_type.as_deref().is_none_or(|kind| kind == "rsa");
    let names: Vec<String> =
        facts.other_certificates.iter().filter(could).map(|certificate| format!("`{}`", certificate.name)).collect();
    if names.is_empty() {
        "create an RSA certificate-key pair in authentik under System > Certificates, and name it with --signing-key"
            .to_owned()
    } else {
        format!("name an RSA key with --signing-key; authentik has these with a key: {}", names.join(", "))
    }
}
