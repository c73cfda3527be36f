//! A file of integrations from a stranger: parsed, its problems shown, its outputs taken apart.
#![no_main]

use akctl::file::parse;
use akctl::preset::problem::Problems;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (file, problems) = parse("fuzz.yaml", text);
    for (_, entry) in &file.entries {
        for output in &entry.outputs {
            let _ = output.target();
        }
    }
    let shown = Problems::locate("fuzz.yaml", text, problems).to_string();
    assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
});
