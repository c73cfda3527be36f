//! The flags of the command, and the names that inputs of presets must keep away from.

use akctl::cli::Cli;
use akctl::preset::check::RESERVED;
use clap::CommandFactory;
use std::collections::BTreeSet;

/// Names that are kept free: presets that take them would break when akctl gets such flags.
const FOR_LATER: [&str; 3] = ["insecure", "preset", "version"];

#[test]
fn reserved_names_are_the_flags_of_integrate() {
    let mut command = Cli::command();
    command.build();
    let integrate = command.find_subcommand("integrate").expect("the command");
    let flags: BTreeSet<&str> = integrate.get_arguments().filter_map(clap::Arg::get_long).collect();
    assert!(flags.contains("url") && flags.contains("slug") && flags.contains("help"), "{flags:?}");
    let reserved: BTreeSet<&str> = RESERVED.into_iter().collect();
    let missing: Vec<_> = flags.difference(&reserved).collect();
    assert!(missing.is_empty(), "flags that an input could shadow: {missing:?}");
    let gone: Vec<&str> = reserved.difference(&flags).copied().collect();
    assert_eq!(gone, FOR_LATER);
}
