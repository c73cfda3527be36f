//! Flows, stages, bindings, people.

use super::Show;
use crate::sandbox::collections::{Collection, Family, Shown};
use crate::sandbox::habits::Habit;
use crate::sandbox::message::Object;
use crate::sandbox::people;
use crate::sandbox::store::{list, text, value};
use serde_json::{Value, json};

impl Show<'_> {
    pub(super) fn of_flow(&self, shown: Shown, flow: &Object) -> Value {
        let pk = value(flow, "pk");
        match shown {
            Shown::FlowStages => {
                let bindings = self.sandbox.store.family(Family::StageBinding).map(|(_, binding)| binding);
                let mut bound: Vec<_> = bindings.filter(|binding| binding.get("target") == Some(&pk)).collect();
                bound.sort_by_key(|binding| binding.get("order").and_then(Value::as_i64));
                bound.iter().map(|binding| value(binding, "stage")).collect()
            }
            Shown::FlowPolicies => {
                let target = flow.get("policybindingmodel_ptr_id");
                let bindings = self.sandbox.store.family(Family::Binding).map(|(_, binding)| binding);
                bindings.filter(|binding| binding.get("target") == target).map(|binding| value(binding, "pk")).collect()
            }
            _ => json!(format!("/api/v3/flows/instances/{}/export/", text(flow, "slug"))),
        }
    }

    /// The flows that a stage is bound to, in short.
    pub(super) fn flow_set(&self, stage: &Value) -> Value {
        let Some(flows) = Collection::at("flows/instances") else { return json!([]) };
        let left_out = ["background_themed_urls", "stages", "policies", "cache_count", "authentication"];
        let bindings = self.sandbox.store.family(Family::StageBinding).map(|(_, binding)| binding);
        let bound = bindings.filter(|binding| binding.get("stage") == Some(stage));
        let found = bound.filter_map(|binding| self.sandbox.store.get(Family::Flow, &value(binding, "target")));
        let short = |flow| {
            let mut whole = self.object(flows, flow);
            if let Some(flow) = whole.as_object_mut() {
                let hides_background = flow.contains_key("background_url");
                flow.retain(|key, _| !left_out.contains(&key.as_str()) && (key != "background" || !hides_background));
            }
            whole
        };
        found.map(short).collect()
    }

    /// The stage of a binding in short: right after creating without its kind, as recorded.
    pub(super) fn stage_obj(&self, binding: &Object) -> Value {
        let stage = value(binding, "stage");
        let Some((collection, row)) = self.sandbox.store.find(Family::Stage, &stage) else { return Value::Null };
        let particular = self.request.method != "POST";
        let of_kind = |kind: &'static str, plain: &'static str| if particular { kind } else { plain };
        json!({
            "pk": stage,
            "name": value(row, "name"),
            "component": of_kind(collection.component, ""),
            "verbose_name": of_kind(collection.verbose[0], "stage"),
            "verbose_name_plural": of_kind(collection.verbose[1], "stages"),
            "meta_model_name": of_kind(collection.model, "authentik_flows.stage"),
            "flow_set": self.flow_set(&stage),
        })
    }

    pub(super) fn of_binding(&self, shown: Shown, row: &Object) -> Value {
        let store = &self.sandbox.store;
        let whole = self.sandbox.has(Habit::WholeBoundObjects);
        match shown {
            Shown::PolicyObj => {
                let found = store.find(Family::Policy, &value(row, "policy"));
                found.map_or(Value::Null, |(collection, policy)| self.object(collection, policy))
            }
            Shown::GroupObj => match store.find(Family::Group, &value(row, "group")) {
                Some((collection, group)) if whole => self.object(collection, group),
                Some((_, group)) => self.group_in_short(group),
                None => Value::Null,
            },
            Shown::UserObj => match store.find(Family::User, &value(row, "user")) {
                Some((collection, user)) if whole => self.object(collection, user),
                Some((_, user)) => user_in_short(user),
                None => Value::Null,
            },
            _ => {
                let bindings = store.family(Family::Binding);
                json!(bindings.filter(|(_, binding)| binding.get("policy") == row.get("pk")).count())
            }
        }
    }

    pub(super) fn of_person(&self, shown: Shown, row: &Object) -> Value {
        let store = &self.sandbox.store;
        match shown {
            Shown::ParentName => {
                store.get(Family::Group, &value(row, "parent")).map_or(Value::Null, |up| value(up, "name"))
            }
            Shown::UsersObj if self.wants("include_users") => {
                people::members(self.sandbox, row).into_iter().map(user_in_short).collect()
            }
            Shown::Children => {
                people::children(self.sandbox, row).into_iter().map(|child| value(child, "pk")).collect()
            }
            Shown::ChildrenObj if self.asks("include_children") => {
                let children = people::children(self.sandbox, row);
                children.into_iter().map(|child| self.group_in_short(child)).collect()
            }
            Shown::ParentsObj if self.asks("include_parents") => {
                people::parents(self.sandbox, row).into_iter().map(|up| self.group_in_short(up)).collect()
            }
            Shown::GroupsObj if self.wants("include_groups") => {
                let groups = list(row, "groups").iter().filter_map(|pk| store.get(Family::Group, pk));
                groups.map(|group| self.group_in_short(group)).collect()
            }
            Shown::UserInShort => store.get(Family::User, &value(row, "user")).map_or(Value::Null, user_in_short),
            Shown::GroupInShort => {
                let found = store.get(Family::Group, &value(row, "group"));
                found.map_or(Value::Null, |group| self.group_in_short(group))
            }
            Shown::IsSuperuser => json!(people::is_superuser(self.sandbox, row)),
            Shown::TokenUserObj => {
                let found = store.find(Family::User, &value(row, "user"));
                found.map_or(Value::Null, |(collection, user)| self.object(collection, user))
            }
            _ => Value::Null,
        }
    }

    /// The token of a source.
    pub(super) fn token(&self, pk: &Value) -> Value {
        let found = self.sandbox.store.find(Family::Token, pk);
        found.map_or(Value::Null, |(collection, token)| self.object(collection, token))
    }

    /// A group without its members.
    pub(super) fn group_in_short(&self, group: &Object) -> Value {
        let mut short = json!({});
        for key in ["pk", "num_pk", "name", "is_superuser", "attributes"] {
            short[key] = value(group, key);
        }
        if !self.sandbox.has(Habit::ManyParents) {
            short["parent"] = value(group, "parent");
            short["parent_name"] = self.of_person(Shown::ParentName, group);
        }
        short
    }
}

/// A user without its groups.
fn user_in_short(user: &Object) -> Value {
    let keys = ["pk", "username", "name", "is_active", "last_login", "email", "attributes", "uid"];
    Value::Object(keys.map(|key| (key.to_owned(), value(user, key))).into_iter().collect())
}
