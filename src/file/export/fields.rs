//! The fields that exports for others have of each kind. No secret is among them. A field is written if the
//! server returned it: the version of Terraform's provider is the version of authentik, and so is what it
//! knows.
//!
//! Sources: the source of Terraform's provider of 2025.12 and of the line of 2026.8 (arguments and their
//! defaults); authentik's blueprints/schema.json of 2025.12 (attributes) and its serializers.

mod table;

pub use table::fields;

/// To what a field refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refers {
    /// To nothing: it is a plain value.
    Nothing,
    /// To a flow.
    Flow,
    /// To a certificate-key pair.
    Certificate,
    /// To a property mapping.
    Mapping,
    /// To a group, by its id alone.
    Group,
    /// To a group that is in the reply too.
    BoundGroup,
    /// To a user that is in the reply too.
    BoundUser,
    /// To another object of the export.
    Own,
    /// To a provider whose tokens are trusted, of this export or not.
    Provider,
    /// To a source. It stays an id.
    Source,
    /// To an icon: an address, or a file of that authentik's own.
    Icon,
    /// To what may be a secret, and is never written.
    Secret,
}

/// A field of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in authentik's API.
    pub name: &'static str,
    /// The argument of Terraform's provider; none if no version of it is known to have one.
    pub argument: Option<&'static str>,
    /// The attribute of a blueprint; none if it has none.
    pub attribute: Option<&'static str>,
    /// To what it refers.
    pub refers: Refers,
    /// What it is if nobody says anything, as JSON. Terraform's provider does the same without the
    /// argument, so that it is left out then: an older provider may not know it.
    pub default: Option<&'static str>,
    /// Whether authentik takes null for it, so that a blueprint that finds nothing would say null.
    pub takes_null: bool,
    /// Whether an empty list says nothing, or is refused.
    pub is_left_out_empty: bool,
}

impl Field {
    const fn usually(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    const fn argument(self, name: &'static str) -> Self {
        Self { argument: Some(name), ..self }
    }

    const fn attribute(self, name: &'static str) -> Self {
        Self { attribute: Some(name), ..self }
    }

    const fn without_argument(self) -> Self {
        Self { argument: None, ..self }
    }

    const fn without_attribute(self) -> Self {
        Self { attribute: None, ..self }
    }

    const fn or_null(self) -> Self {
        Self { takes_null: true, ..self }
    }

    const fn unless_empty(self) -> Self {
        Self { is_left_out_empty: true, ..self }
    }
}

const fn plain(name: &'static str) -> Field {
    refers(name, Refers::Nothing)
}

const fn refers(name: &'static str, refers: Refers) -> Field {
    Field {
        name,
        argument: Some(name),
        attribute: Some(name),
        refers,
        default: None,
        takes_null: false,
        is_left_out_empty: false,
    }
}

/// Whether an icon is an address. One that was uploaded is a file of that authentik's own.
#[must_use]
pub fn is_address(icon: &str) -> bool {
    ["https://", "http://", "fa://"].iter().any(|begin| icon.starts_with(begin))
}
