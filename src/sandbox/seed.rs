//! What a fresh server has: authentik's defaults, and a few people to try things with.

use super::collections::{Collection, Family};
use super::habits::Habit;
use super::message::Object;
use super::people::{CODE, PASSWORD, TOKENS};
use super::rights::Caller;
use super::signin::device;
use super::store::value;
use super::version::Played;
use super::{Sandbox, actions, crud};
use serde_json::{Value, json};

/// Stands for the code of authentik's own mappings, which is not carried.
pub const DEFAULT_EXPRESSION: &str = "return {}";

const DEFAULTS: &str = include_str!("defaults.json");

/// The ids that some of authentik's own objects had on the servers that were recorded, by their
/// `managed` id or slug. Ids mean nothing; with these, recordings that begin in the middle can be
/// sent to a fresh sandbox as they are.
const IDS: &str = include_str!("ids.json");

impl Sandbox {
    /// Fills a new server.
    pub(super) fn seed(&mut self) {
        let defaults: Value = serde_json::from_str(DEFAULTS).unwrap_or_default();
        self.seed_people(&defaults);
        for (path, rows) in defaults["mappings"].as_object().into_iter().flatten() {
            for row in rows.as_array().into_iter().flatten() {
                self.seed_mapping(path, row);
            }
        }
        for stage in defaults["stages"].as_array().into_iter().flatten() {
            let mut row = stage.clone();
            let path = row.as_object_mut().and_then(|row| row.remove("path")).unwrap_or_default();
            self.plant(path.as_str().unwrap_or_default(), row);
        }
        for flow in defaults["flows"].as_array().into_iter().flatten() {
            self.seed_flow(flow);
        }
        self.seed_setup_flows(&defaults);
        self.seed_certificate();
        self.plant(
            "outposts/instances",
            json!({
                "name": "authentik Embedded Outpost",
                "type": "proxy",
                "providers": [],
                "config": defaults["outpost_config"],
                "managed": "goauthentik.io/outposts/embedded",
            }),
        );
        if self.has(Habit::ConfigurationErrorAtStart) {
            self.plant("events/events", defaults["event"].clone());
        }
    }

    /// Adds an object with the defaults of its collection, without the checks that requests meet.
    fn plant(&mut self, path: &str, fields: Value) -> Value {
        let Some(collection) = Collection::at(path) else { return Value::Null };
        let Value::Object(fields) = fields else { return Value::Null };
        let caller =
            Caller { user: Object::new(), superuser: true, permissions: std::collections::BTreeSet::default() };
        let mut row = match crud::prepare(self, collection, &fields) {
            Ok(row) => row,
            Err(errors) => {
                debug_assert!(false, "a default of {path} is refused: {errors:?} {fields:?}");
                return Value::Null;
            }
        };
        for (key, value) in fields {
            row.entry(key).or_insert(value);
        }
        crud::add(self, &caller, collection, row)
    }

    fn seed_people(&mut self, defaults: &Value) {
        let admins = self.plant("core/groups", json!({"name": "authentik Admins", "is_superuser": true}));
        for person in defaults["people"].as_array().into_iter().flatten() {
            let mut row = person.clone();
            if row["username"] == "akadmin" {
                row["groups"] = json!([admins]);
            }
            row["_password"] = json!(PASSWORD);
            if row["username"] == "ben" {
                row["_devices"] = json!([device::totp(CODE), device::tokens(TOKENS)]);
            }
            self.plant("core/users", row);
        }
        let admin = self.store.family(Family::User).find(|(_, user)| user.get("username") == Some(&json!("akadmin")));
        self.admin = admin.map(|(_, user)| value(user, "pk")).unwrap_or_default();
        let key = json!(self.token);
        self.plant(
            "core/tokens",
            json!({
                "identifier": "sandbox-token", "intent": "api", "user": self.admin, "expiring": false, "_key": key,
            }),
        );
    }

    fn seed_mapping(&mut self, path: &str, row: &Value) {
        let is_new = row["managed"] == "goauthentik.io/providers/oauth2/scope-entitlements";
        if is_new && self.played() < Played::V2024_12 {
            return;
        }
        let mut row = row.clone();
        row["expression"] = json!(DEFAULT_EXPRESSION);
        self.give_recorded_id(&mut row, "managed");
        self.plant(path, row);
    }

    /// Gives an object of authentik's own the id that it had on the recorded server, if it is known.
    fn give_recorded_id(&self, row: &mut Value, name: &str) {
        let ids: Value = serde_json::from_str(IDS).unwrap_or_default();
        let of_version = &ids[self.version.name().unwrap_or_default()];
        if let Some(id) = row[name].as_str().and_then(|name| of_version.get(name)) {
            row["pk"] = id.clone();
        }
    }

    fn seed_flow(&mut self, flow: &Value) {
        if flow["slug"] == "default-provider-invalidation-flow" && self.played() < Played::V2024_12 {
            return;
        }
        let mut row = flow.clone();
        self.give_recorded_id(&mut row, "slug");
        let stages = row["stages"].take();
        if let Some(row) = row.as_object_mut() {
            row.remove("stages");
        }
        let pk = self.plant("flows/instances", row);
        for (order, name) in stages.as_array().into_iter().flatten().enumerate() {
            let found = self.store.family(Family::Stage).find(|(_, stage)| stage.get("name") == Some(name));
            let stage = found.map(|(_, stage)| value(stage, "pk")).unwrap_or_default();
            self.plant("flows/bindings", json!({"target": pk, "stage": stage, "order": order * 10}));
        }
    }

    /// The set-up stages of authenticators know the flow that they belong to.
    fn seed_setup_flows(&mut self, defaults: &Value) {
        for stage in
            defaults["stages"].as_array().into_iter().flatten().filter(|stage| stage["friendly_name"].is_string())
        {
            let found = self.store.family(Family::Flow).find(|(_, flow)| flow.get("slug") == Some(&stage["name"]));
            let flow = found.map(|(_, flow)| value(flow, "pk"));
            let Some(collection) = stage["path"].as_str().and_then(Collection::at) else { continue };
            for row in self.store.rows_mut(collection) {
                row.insert("configure_flow".to_owned(), flow.clone().unwrap_or_default());
            }
        }
    }

    fn seed_certificate(&mut self) {
        let row = actions::certificates::certificate(self, "authentik Self-signed Certificate", "rsa", 365);
        if let Some(collection) = Collection::at("crypto/certificatekeypairs") {
            self.store.insert(collection, row);
        }
    }
}
