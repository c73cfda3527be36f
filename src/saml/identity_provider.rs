//! authentik's own metadata, as an application reads them: who it is, where people sign in, and with
//! what it signs.

use super::document::{self, content};
use super::metadata::elements;
use crate::model::x509::Certificate;

/// What authentik says about itself to one application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityProvider {
    /// The entity id.
    pub entity_id: String,
    /// The addresses at which people sign in.
    pub sign_in: Vec<String>,
    /// The certificate that signs; none if nothing is signed.
    pub certificate: Option<Certificate>,
}

/// Reads a document. The error is a sentence; the document is bounded as all SAML metadata are.
pub fn read(bytes: &[u8]) -> Result<IdentityProvider, String> {
    let text = document::text(bytes).map_err(|problem| problem.to_string())?;
    let document = document::parse(text.trim_start()).map_err(|problem| problem.to_string())?;
    let entity = document.root_element();
    let role = elements(entity, "IDPSSODescriptor").next().ok_or("it does not describe an identity provider")?;
    let addresses = elements(role, "SingleSignOnService").filter_map(|node| node.attribute("Location"));
    let certificate = role
        .descendants()
        .filter(|node| node.tag_name().name() == "X509Certificate")
        .find_map(|node| Certificate::read(&content(node)).ok());
    Ok(IdentityProvider {
        entity_id: entity.attribute("entityID").unwrap_or_default().to_owned(),
        sign_in: addresses.map(str::to_owned).collect(),
        certificate,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_addresses_are_read_by_their_namespace() {
        let text = r#"<m:EntityDescriptor xmlns:m="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://auth.company/m/">
            <m:IDPSSODescriptor>
              <m:SingleSignOnService Location="https://auth.company/sso/" Binding="any"/>
            </m:IDPSSODescriptor></m:EntityDescriptor>"#;
        let read = read(text.as_bytes()).expect("metadata");
        assert_eq!(
            (read.entity_id.as_str(), read.sign_in.as_slice()),
            ("https://auth.company/m/", &["https://auth.company/sso/".to_owned()][..])
        );
        assert_eq!(read.certificate, None);
    }

    #[test]
    fn a_page_or_an_application_is_refused() {
        assert!(super::read(b"<html><title>Sign in</title></html>").expect_err("a page").contains("web page"));
        let other = r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"><SPSSODescriptor/></EntityDescriptor>"#;
        assert!(super::read(other.as_bytes()).expect_err("no identity provider").contains("identity provider"));
    }
}
