//! What akctl reads from an authentik before it decides: the facts that compiling rests on.

use super::objects::{Certificate, ExpressionPolicy, Flow, Group, PropertyMapping, ScopeMapping, User};
use super::resource::{Address, Found};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What one authentik has of the things that an integration may refer to.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// All flows.
    pub flows: Rc<Vec<Flow>>,
    /// All scope mappings.
    pub scope_mappings: Rc<Vec<ScopeMapping>>,
    /// All property mappings of SAML providers, where they matter.
    pub saml_mappings: Rc<Vec<PropertyMapping>>,
    /// All property mappings of SCIM providers, where they matter.
    pub scim_mappings: Rc<Vec<PropertyMapping>>,
    /// The certificates of the names that were asked for.
    pub certificates: Vec<Certificate>,
    /// The primary key of the pair with which the provider of akctl's name signs now.
    pub signs_with: Option<String>,
    /// Names of certificates with a key, asked for only if the wanted one is missing.
    pub other_certificates: Vec<Certificate>,
    /// The policy of the name that was asked for.
    pub policy: Option<ExpressionPolicy>,
    /// The groups of the names that were asked for; absent ones have no entry.
    pub groups: BTreeMap<String, Group>,
    /// The users of the names that were asked for.
    pub users: BTreeMap<String, User>,
    /// The objects at the addresses that were asked for; absent ones have no entry.
    pub objects: BTreeMap<Address, Found>,
    /// The outpost that was asked for.
    pub outpost: Option<Found>,
    /// The names of the outposts that serve the provider of akctl's name now.
    pub served_by: Vec<String>,
}

/// Which outpost is to serve a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutpostChoice {
    /// The one that runs inside authentik itself.
    Embedded,
    /// The one of this name.
    Named(String),
}

/// What the embedded outpost is known by, whatever it is called (`managed`, all versions).
pub const EMBEDDED_OUTPOST: &str = "goauthentik.io/outposts/embedded";

impl OutpostChoice {
    /// The filter by which a list of outposts is asked for it, and its value.
    #[must_use]
    pub fn filter(&self) -> (&'static str, &str) {
        match self {
            Self::Embedded => ("managed__iexact", EMBEDDED_OUTPOST),
            Self::Named(name) => ("name__iexact", name),
        }
    }

    /// Whether it is this one: the filters do not care for upper and lower case.
    #[must_use]
    pub fn is_it(&self, outpost: &Found) -> bool {
        match self {
            Self::Embedded => outpost.text("managed") == Some(EMBEDDED_OUTPOST),
            Self::Named(name) => outpost.text("name") == Some(name),
        }
    }
}

impl Facts {
    /// Whether the certificate that is to sign cannot be used as it is, so that it is worth asking
    /// which others there are.
    #[must_use]
    pub fn lacks_certificate(&self, wanted: Option<&str>) -> bool {
        let usable =
            |certificate: &Certificate| certificate.key_available && certificate.key_type.as_deref() == Some("rsa");
        wanted.is_some_and(|name| !self.certificates.iter().any(|found| found.name == name && usable(found)))
    }
}

/// What an integration needs to know before anything can be decided.
#[allow(clippy::struct_excessive_bools)] // Each is a question of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The application's slug; none if there is to be no application.
    pub application: Option<String>,
    /// The provider through which people sign in, by the name that akctl gives it.
    pub provider: Option<Address>,
    /// Whether authentik's scope mappings matter.
    pub scope_mappings: bool,
    /// Whether authentik's property mappings of SAML providers matter.
    pub saml_mappings: bool,
    /// Whether authentik's property mappings of SCIM providers matter.
    pub scim_mappings: bool,
    /// Other objects that may be there already, by their natural keys.
    pub objects: Vec<Address>,
    /// The name of the certificate that signs.
    pub certificate: Option<String>,
    /// The names of other certificates that may be there already.
    pub certificates: Vec<String>,
    /// The name of the policy that says who may use it, where it takes one.
    pub policy: Option<String>,
    /// The names of the groups that matter.
    pub groups: Vec<String>,
    /// Whether the groups' members matter.
    pub members: bool,
    /// The names of the users that matter.
    pub users: Vec<String>,
    /// The outpost that is to serve the provider, where it takes one.
    pub outpost: Option<OutpostChoice>,
}
