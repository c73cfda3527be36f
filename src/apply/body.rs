//! Request bodies: fields with their references resolved to ids.

use crate::authentik::error::ApiError;
use crate::error::Failure;
use crate::model::resource::{Address, Field, Found, Kind, Reference};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The ids of what exists by now.
#[derive(Clone, Copy)]
pub(super) struct Ids<'a>(pub &'a BTreeMap<Address, Found>);

impl Ids<'_> {
    fn of(self, reference: &Reference) -> Result<Value, Failure> {
        match reference {
            Reference::Existing { id, .. } => Ok(id.clone()),
            Reference::Planned(address) => self.0.get(address).map(|found| found.id.clone()).ok_or_else(|| {
                Failure::failed(format!("the {address} is needed before it exists"))
                    .hint("this is a fault in akctl: please report it with the command that you used")
            }),
        }
    }
}

/// The JSON object that sets these fields.
pub(super) fn body(write: &BTreeMap<String, Field>, ids: Ids) -> Result<Map<String, Value>, Failure> {
    write.iter().map(|(name, field)| Ok((name.clone(), value(field, ids)?))).collect()
}

/// One field as it is sent.
pub(super) fn value(field: &Field, ids: Ids) -> Result<Value, Failure> {
    match field {
        Field::Value(value) => Ok(value.clone()),
        Field::Secret(secret) => Ok(Value::from(secret.expose())),
        Field::Reference(reference) => ids.of(reference),
        Field::References(references) => references.iter().map(|reference| ids.of(reference)).collect(),
    }
}

/// The flags behind the fields that a person can set. The transactional call puts the part's
/// name in front of the field.
const FLAGS: [(&str, &str); 12] = [
    ("app.slug", "--slug"),
    ("app.name", "--name"),
    ("app.group", "--tile-group"),
    ("app.meta_launch_url", "the launch address"),
    ("app.meta_icon", "--icon"),
    ("slug", "--slug"),
    ("meta_launch_url", "the launch address"),
    ("meta_icon", "--icon"),
    ("provider.authorization_flow", "--authorization-flow"),
    ("authorization_flow", "--authorization-flow"),
    ("provider.signing_key", "--signing-key"),
    ("signing_key", "--signing-key"),
];

/// The same for fields whose flag depends on the kind of object.
const FLAGS_OF_KIND: [(Kind, &str, &str); 1] = [(Kind::ExpressionPolicy, "expression", "--policy-expression")];

/// The server's refusal of an object of this kind, with our flag's name for its field's.
pub(super) fn refused(kind: Kind, error: ApiError) -> Failure {
    let of_kind = FLAGS_OF_KIND.iter().filter(|(of, _, _)| *of == kind);
    let flags: Vec<(&str, &str)> = of_kind.map(|(_, field, flag)| (*field, *flag)).collect();
    in_our_words(error.rename_fields(&flags))
}

/// The server's refusal, with our flag's name for its field's.
pub(super) fn in_our_words(error: ApiError) -> Failure {
    error.rename_fields(&FLAGS).into()
}
