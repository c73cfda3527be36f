//! Second factors. They are kept with their user, where no reply shows them.

use crate::sandbox::message::Object;
use crate::sandbox::store::list;
use serde_json::{Value, json};

/// A device of class `totp` that always shows the same code.
#[must_use]
pub fn totp(code: &str) -> Value {
    json!({"pk": uuid::Uuid::new_v4().to_string(), "class": "totp", "code": code})
}

/// A device of class `static`: a list of codes, each of which is taken once.
#[must_use]
pub fn tokens<T: serde::Serialize>(codes: T) -> Value {
    json!({"pk": uuid::Uuid::new_v4().to_string(), "class": "static", "codes": codes})
}

/// The devices of a user that are of one of these classes.
#[must_use]
pub fn of<'a>(user: &'a Object, classes: &[Value]) -> Vec<&'a Value> {
    list(user, "_devices").iter().filter(|device| classes.contains(&device["class"])).collect()
}

/// Gives a user a device.
pub fn add(user: &mut Object, device: Value) {
    if let Some(devices) = user.entry("_devices").or_insert_with(|| json!([])).as_array_mut() {
        devices.push(device);
    }
}

/// The id of the device of these classes that takes that code. A static code is used up by it.
pub fn take(user: &mut Object, classes: &[Value], code: &str) -> Option<Value> {
    let devices = user.get_mut("_devices")?.as_array_mut()?;
    for device in devices.iter_mut().filter(|device| classes.contains(&device["class"])) {
        if device["code"] == code {
            return Some(device["pk"].clone());
        }
        let codes = device["codes"].as_array_mut();
        let place = codes.as_ref().and_then(|codes| codes.iter().position(|known| known == code));
        if let (Some(codes), Some(place)) = (codes, place) {
            codes.remove(place);
            return Some(device["pk"].clone());
        }
    }
    None
}
