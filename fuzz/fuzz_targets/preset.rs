//! A preset file from a stranger: parsed, checked, its problems shown, its flags made.
#![no_main]

use akctl::answers;
use akctl::preset::check::check;
use akctl::preset::parse::parse;
use akctl::preset::problem::Problems;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    match parse("fuzz.yaml", text) {
        Ok(preset) => {
            let problems = check(&preset, "fuzz");
            let has_errors = Problems::locate("fuzz.yaml", text, problems).errors() > 0;
            if !has_errors {
                let _ = answers::flags(&preset);
                let _ = answers::collect(&preset, &answers::Given::default());
            }
        }
        Err(problems) => assert!(problems.errors() > 0, "refused without a reason"),
    }
});
