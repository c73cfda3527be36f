//! Plans as people read them.

use super::*;
use crate::model::resource::{Address, Kind};
use crate::plan::{Action, Change, FieldChange, Plan};
use crate::render::plan::{sums, text};
use std::collections::BTreeMap;

fn field(name: &str, before: Value, after: Value) -> FieldChange {
    FieldChange { field: name.to_owned(), before, after, breaks_identity: name == "sub_mode" }
}

fn change(action: Action, key: &str, fields: Vec<FieldChange>, notes: &[&str]) -> Change {
    let notes = notes.iter().map(|note| (*note).to_owned()).collect();
    Change { address: Address::new(Kind::Application, key), action, fields, notes, write: BTreeMap::new() }
}

#[test]
fn each_object_is_a_block_and_the_sums_come_last() {
    let lists = field("list", json!(["a"]), json!(["a", "b\nc"]));
    let identity = field("sub_mode", Value::Null, json!("user_id"));
    let created = vec![field("name", Value::Null, json!("Wiki")), field("on", Value::Null, json!(true)), lists.clone()];
    let changes = vec![
        change(Action::Create, "new", created, &[]),
        change(Action::Update, "old", vec![identity, lists, field("none", json!("x"), json!(""))], &["it stays"]),
        change(Action::Keep, "same", Vec::new(), &[]),
        change(Action::Delete, "gone", Vec::new(), &["not asked for"]),
    ];
    let expected = "  \
  + create application new
      name: Wiki
      on: true
      list:
        a
        b
        c
  ~ update application old
      sub_mode: (changes who users are)
        - (nothing)
        + user_id
      list:
        - a
        + a
        + b
        + c
      none:
        - x
        + (nothing)
      it stays
  = keep application same
  - delete application gone
      not asked for
1 to create, 1 to update, 1 to delete, 1 to keep.
";
    let plan = Plan { changes, ..Plan::default() };
    assert_eq!(unpainted(&text(&plan)), expected);
}

#[test]
fn a_plan_without_changes_says_so() {
    let kept = Plan { changes: vec![change(Action::Keep, "same", Vec::new(), &[])], ..Plan::default() };
    assert!(sums(&kept).starts_with("Nothing to do"));
    assert!(sums(&Plan::default()).starts_with("Nothing to do"));
}
