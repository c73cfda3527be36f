//! The binary: run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    akctl::run::run(&std::env::args_os().collect::<Vec<_>>())
}
