//! What must exist in authentik, as values: resources with an address, fields and references.
//! The preset side writes them ([`Desired`]), the server side answers in the same vocabulary
//! ([`Observed`]), and the planner compares the two.

use super::Secret;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// The end of every name that akctl gives. What does not bear it is somebody else's.
pub const MARK: &str = " (akctl)";

/// How the slugs of akctl's flows with a second factor begin.
pub const MFA_FLOW: &str = "akctl-mfa-";

/// A name with the mark that tells administrators who made the object.
#[must_use]
pub fn marked(name: &str) -> String {
    format!("{name}{MARK}")
}

/// A kind of object in authentik. The order is the order of creation: nothing refers to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A group of users.
    Group,
    /// A user's place in a group.
    Membership,
    /// A scope mapping of OAuth2 providers.
    ScopeMapping,
    /// A property mapping of SAML providers: an attribute.
    SamlMapping,
    /// A certificate, perhaps with its key.
    Certificate,
    /// A policy that decides by an expression.
    ExpressionPolicy,
    /// A stage in which people set up an app that shows codes.
    TotpStage,
    /// A stage in which people set up a security key.
    WebAuthnStage,
    /// A stage that asks for a second factor.
    ValidateStage,
    /// A stage that asks for consent.
    ConsentStage,
    /// A flow.
    Flow,
    /// A stage's place in a flow.
    StageBinding,
    /// A source through which others push users into authentik.
    ScimSource,
    /// A provider that pushes users to an application.
    ScimProvider,
    /// A SAML provider.
    SamlProvider,
    /// An `OAuth2`/`OpenID` provider.
    OAuth2Provider,
    /// A proxy provider.
    ProxyProvider,
    /// An application.
    Application,
    /// A binding that lets a group into an application.
    Binding,
    /// An outpost. akctl never makes one: it only adds a provider to its list.
    Outpost,
}

impl Kind {
    /// The kinds of providers through which people sign in.
    pub const FRONTS: [Self; 3] = [Self::OAuth2Provider, Self::SamlProvider, Self::ProxyProvider];

    /// The word for people and for JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Membership => "membership",
            Self::ScopeMapping => "scope mapping",
            Self::SamlMapping => "property mapping",
            Self::Certificate => "certificate",
            Self::ExpressionPolicy => "policy",
            Self::TotpStage | Self::WebAuthnStage | Self::ValidateStage | Self::ConsentStage => "stage",
            Self::Flow => "flow",
            Self::StageBinding => "stage binding",
            Self::ScimSource => "SCIM source",
            Self::ScimProvider => "SCIM provider",
            Self::SamlProvider | Self::OAuth2Provider | Self::ProxyProvider => "provider",
            Self::Application => "application",
            Self::Binding => "binding",
            Self::Outpost => "outpost",
        }
    }

    /// What authentik calls the model of a provider through which people sign in, in replies and in
    /// the transactional call (all versions); none for other kinds.
    #[must_use]
    pub fn front_model(self) -> Option<&'static str> {
        match self {
            Self::OAuth2Provider => Some("authentik_providers_oauth2.oauth2provider"),
            Self::SamlProvider => Some("authentik_providers_saml.samlprovider"),
            Self::ProxyProvider => Some("authentik_providers_proxy.proxyprovider"),
            _ => None,
        }
    }

    /// Whether it is a provider through which people sign in. An application has at most one.
    #[must_use]
    pub fn is_front(self) -> bool {
        self.front_model().is_some()
    }

    /// Whether integrations share it: it stays when the run that made it fails, because another may
    /// use it by then, and deleting a flow deletes every provider that uses it (all versions).
    #[must_use]
    pub fn is_shared(self) -> bool {
        matches!(
            self,
            Self::TotpStage
                | Self::WebAuthnStage
                | Self::ValidateStage
                | Self::ConsentStage
                | Self::Flow
                | Self::StageBinding
        )
    }
}

/// Where a resource stands: its kind and its natural key (slug, unique name).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The kind.
    pub kind: Kind,
    /// The natural key within the kind.
    pub key: String,
}

impl Address {
    /// The address of the object of that kind with that natural key.
    pub fn new(kind: Kind, key: impl Into<String>) -> Self {
        Self { kind, key: key.into() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.word(), self.key)
    }
}

/// A pointer from one object to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// An object that is there already.
    Existing {
        /// Its primary key as the API writes it.
        id: Value,
        /// Its name, for people.
        name: String,
    },
    /// Another resource of the same plan; its id is known once it exists.
    Planned(Address),
}

impl Reference {
    /// What people call the object.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Existing { name, .. } => name,
            Self::Planned(address) => &address.key,
        }
    }
}

/// The value that a field must have.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Plain JSON.
    Value(Value),
    /// Text that is sent and never shown.
    Secret(Secret),
    /// Another object.
    Reference(Reference),
    /// Several other objects.
    References(Vec<Reference>),
}

impl Field {
    /// A field that holds text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Value(Value::String(text.into()))
    }

    /// What the field points to.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        match self {
            Self::Reference(reference) => std::slice::from_ref(reference),
            Self::References(references) => references.as_slice(),
            Self::Value(_) | Self::Secret(_) => &[],
        }
        .iter()
    }
}

/// One object as it must be. A field that is absent is not ours: never compared, never sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// Where it stands.
    pub address: Address,
    /// The fields by their names in authentik's API.
    pub fields: BTreeMap<String, Field>,
    /// What a person should know about it, shown with the plan.
    pub notes: Vec<String>,
}

impl Resource {
    /// A resource without fields.
    #[must_use]
    pub fn new(address: Address) -> Self {
        Self { address, fields: BTreeMap::new(), notes: Vec::new() }
    }

    /// Sets one field.
    #[must_use]
    pub fn with(mut self, name: &str, field: Field) -> Self {
        self.fields.insert(name.to_owned(), field);
        self
    }

    /// Sets one field where there is something to set.
    #[must_use]
    pub fn with_some(self, name: &str, field: Option<Field>) -> Self {
        match field {
            Some(field) => self.with(name, field),
            None => self,
        }
    }
}

/// Everything that an integration needs, in an order in which nothing comes before what it
/// refers to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Desired {
    /// The resources.
    pub resources: Vec<Resource>,
    /// Whether its policy names places and no people, so that it lets in everybody who comes from there.
    pub anyone: bool,
    /// Whether the application is somebody's already and only something is attached to it: its other
    /// fields count when it is made, and are left alone afterwards.
    pub attaches: bool,
    /// Whether any outpost will do, because none was named: a provider that one serves already stays there.
    pub any_outpost: bool,
    /// Bindings of people whom the policy names (`group Crew`): beside it they would let them in
    /// from everywhere, so they go when the policy is there.
    pub superseded: Vec<String>,
}

impl Desired {
    /// The resource at an address.
    #[must_use]
    pub fn get(&self, address: &Address) -> Option<&Resource> {
        self.resources.iter().find(|resource| &resource.address == address)
    }

    /// The only resource of a kind, as provider and application are.
    #[must_use]
    pub fn only(&self, kind: Kind) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.address.kind == kind)
    }

    /// The provider through which people sign in.
    #[must_use]
    pub fn front(&self) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.address.kind.is_front())
    }

    /// All resources of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(move |resource| resource.address.kind == kind)
    }
}

/// One object as the server has it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The primary key as the API writes it.
    pub id: Value,
    /// The object as the server sent it.
    pub fields: BTreeMap<String, Value>,
}

impl Found {
    /// A text field, if it is there and text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str)
    }
}

/// What the server has at the addresses that matter, and beside them.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    /// The objects that exist, at the addresses at which they are wanted.
    pub found: BTreeMap<Address, Found>,
    /// Bindings of the application that nobody asked for in this run, with their names.
    pub other_bindings: Vec<OtherBinding>,
    /// Names of objects by their ids, so that a plan speaks of names.
    pub names: Names,
    /// Why the application at the wanted slug cannot simply be used.
    pub obstacle: Option<Obstacle>,
}

/// Names of objects by their ids. Those that every integration may speak of are kept once for all.
#[derive(Debug, Clone, Default)]
pub struct Names {
    shared: Rc<BTreeMap<String, String>>,
    own: BTreeMap<String, String>,
}

impl Names {
    /// Names that several can share.
    #[must_use]
    pub fn of(shared: BTreeMap<String, String>) -> Self {
        Self { shared: Rc::new(shared), own: BTreeMap::new() }
    }

    /// Adds the name of one more object.
    pub fn insert(&mut self, id: String, name: String) {
        self.own.insert(id, name);
    }

    /// The name of an object.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&String> {
        self.own.get(id).or_else(|| self.shared.get(id))
    }
}

/// A binding of the application that this run did not ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherBinding {
    /// The primary key.
    pub id: Value,
    /// What it binds, for people: `group Operators`, `policy office-network`.
    pub what: String,
    /// Whether it keeps anybody out: one that is switched off does not, nor does one that lets in
    /// everybody but one user or the members of one group.
    pub enabled: bool,
}

/// What stands in the way of an application that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// The application has a provider of another kind.
    OtherKind {
        /// What authentik calls it: `SAML Provider`.
        provider_kind: String,
        /// The provider's name.
        provider: String,
    },
    /// The application, or its provider, does not bear akctl's mark.
    NotOurs {
        /// The provider's name; none if the application has no provider.
        provider: Option<String>,
    },
    /// The provider with our name belongs to another application.
    ProviderElsewhere {
        /// The provider's name.
        provider: String,
        /// The other application's slug.
        application: String,
    },
    /// A second provider bears the name that this application's provider must get.
    NameTaken {
        /// The name.
        provider: String,
    },
}
