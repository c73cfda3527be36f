//! Everything that a sandbox holds, and what deleting does to the rest.

use super::collections::{Collection, Family, Kind, OnDelete};
use super::message::Object;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Objects by collection, in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct Store {
    tables: BTreeMap<&'static str, Vec<Object>>,
    numbers: BTreeMap<Family, i64>,
}

impl Store {
    /// The objects of a collection.
    #[must_use]
    pub fn rows(&self, collection: &Collection) -> &[Object] {
        self.tables.get(collection.path).map_or(&[], Vec::as_slice)
    }

    /// The objects of a family, each with its collection.
    pub fn family(&self, family: Family) -> impl Iterator<Item = (&'static Collection, &Object)> {
        Collection::of(family).flat_map(|collection| self.rows(collection).iter().map(move |row| (collection, row)))
    }

    /// The object of that family with that id.
    #[must_use]
    pub fn find(&self, family: Family, pk: &Value) -> Option<(&'static Collection, &Object)> {
        self.family(family).find(|(_, row)| row.get("pk") == Some(pk))
    }

    /// The object of that family with that id, alone.
    #[must_use]
    pub fn get(&self, family: Family, pk: &Value) -> Option<&Object> {
        self.find(family, pk).map(|(_, row)| row)
    }

    /// The object of a collection that an address names.
    #[must_use]
    pub fn by_key(&self, collection: &Collection, key: &str) -> Option<&Object> {
        self.rows(collection).iter().find(|row| match row.get(collection.key) {
            Some(Value::String(text)) => text == key,
            Some(Value::Number(number)) => number.to_string() == key,
            _ => false,
        })
    }

    /// The object with that id, to be changed.
    pub fn get_mut(&mut self, collection: &Collection, pk: &Value) -> Option<&mut Object> {
        self.tables.get_mut(collection.path)?.iter_mut().find(|row| row.get("pk") == Some(pk))
    }

    /// All objects of a collection, to be changed.
    pub fn rows_mut(&mut self, collection: &Collection) -> &mut Vec<Object> {
        self.tables.entry(collection.path).or_default()
    }

    /// Whether something can be bound to that id: an application, a flow, a flow-stage binding.
    #[must_use]
    pub fn bindable(&self, pk: &Value) -> bool {
        let is = |row: &Object, key: &str| row.get(key) == Some(pk);
        self.family(Family::Application).any(|(_, row)| is(row, "pk"))
            || self.family(Family::Flow).any(|(_, row)| is(row, "policybindingmodel_ptr_id"))
            || self.family(Family::StageBinding).any(|(_, row)| is(row, "policybindingmodel_ptr_id"))
    }

    /// The next number of a family; every one is given out once.
    pub fn number(&mut self, family: Family) -> i64 {
        let number = self.numbers.entry(family).or_insert(0);
        *number += 1;
        *number
    }

    /// Adds an object, with an id of the collection's kind unless it has one.
    pub fn insert(&mut self, collection: &'static Collection, mut row: Object) -> Value {
        let pk = match row.get("pk") {
            Some(pk) => pk.clone(),
            None if collection.numbered => json!(self.number(collection.family)),
            None => json!(uuid::Uuid::new_v4().to_string()),
        };
        row.insert("pk".to_owned(), pk.clone());
        self.rows_mut(collection).push(row);
        pk
    }

    /// Removes an object and what hangs on it.
    pub fn remove(&mut self, collection: &'static Collection, pk: &Value) {
        let rows = self.rows_mut(collection);
        let Some(place) = rows.iter().position(|row| row.get("pk") == Some(pk)) else { return };
        let gone = rows.remove(place);
        self.forget(collection.family, pk);
        for bindable in ["pk", "policybindingmodel_ptr_id"] {
            if let Some(target) = gone.get(bindable) {
                self.forget(Family::Bindable, target);
            }
        }
    }

    /// Clears the references to a removed object, and removes the holders of those that cannot be
    /// cleared.
    fn forget(&mut self, family: Family, pk: &Value) {
        let mut doomed = Vec::new();
        for collection in Collection::all() {
            for field in collection.fields.iter().flat_map(|part| part.iter()) {
                let rows = self.rows_mut(collection);
                match field.kind {
                    Kind::One(to, OnDelete::Cascade) | Kind::Link(to) if to == family => {
                        let holders = rows.iter().filter(|row| row.get(field.name) == Some(pk));
                        doomed.extend(
                            holders.filter_map(|row| row.get("pk").cloned()).map(|holder| (collection, holder)),
                        );
                    }
                    Kind::One(to, OnDelete::Clear) if to == family => {
                        for row in rows.iter_mut().filter(|row| row.get(field.name) == Some(pk)) {
                            row.insert(field.name.to_owned(), Value::Null);
                        }
                    }
                    Kind::Many(to) if to == family => rows.iter_mut().for_each(|row| leave(row, field.name, pk)),
                    _ => {}
                }
            }
        }
        for (collection, holder) in doomed {
            self.remove(collection, &holder);
        }
    }
}

/// Takes an id out of a list of ids.
fn leave(row: &mut Object, field: &str, pk: &Value) {
    if let Some(Value::Array(ids)) = row.get_mut(field) {
        ids.retain(|id| id != pk);
    }
}

/// A text field of an object; empty where it has none.
#[must_use]
pub fn text<'a>(row: &'a Object, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// A list field of an object.
#[must_use]
pub fn list<'a>(row: &'a Object, field: &str) -> &'a [Value] {
    row.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A truth value of an object.
#[must_use]
pub fn truth(row: &Object, field: &str) -> bool {
    row.get(field) == Some(&Value::Bool(true))
}

/// A field of an object as it is; null where it has none.
#[must_use]
pub fn value(row: &Object, field: &str) -> Value {
    row.get(field).cloned().unwrap_or_default()
}
