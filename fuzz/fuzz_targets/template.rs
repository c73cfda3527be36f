//! A template and a condition from a stranger: bounded work, bounded output, no panic.
#![no_main]

use akctl::preset::format::{Condition, Template};
use akctl::preset::template::{Context, evaluate, render};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut context = Context::new();
    context.set("name", "Wiki \" ' $ {{ }} \u{202e} \n");
    context.set("yes", true);
    context.set("groups", ["a", "b", ""]);
    context.set("records", [std::collections::BTreeMap::from([("group", "a"), ("role", "b")])]);
    let _ = render(&Template(text.to_owned()), &context);
    let _ = evaluate(&Condition(text.to_owned()), &context);
});
