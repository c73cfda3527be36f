//! Colours by meaning.

use anstyle::{AnsiColor, Style};

/// Meaning, not colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading.
    Heading,
    /// Something new.
    Added,
    /// Something that changes.
    Changed,
    /// Something that goes.
    Removed,
    /// Beside the point.
    Faint,
    /// Look at this.
    Warning,
    /// It failed.
    Error,
}

/// Text in the colour of its meaning. Streams that show no colours take them out again.
#[must_use]
pub fn paint(role: Role, text: &str) -> String {
    let style = match role {
        Role::Heading => Style::new().bold(),
        Role::Added => AnsiColor::Green.on_default(),
        Role::Changed => AnsiColor::Yellow.on_default(),
        Role::Removed => AnsiColor::Red.on_default(),
        Role::Faint => Style::new().dimmed(),
        Role::Warning => AnsiColor::Yellow.on_default().bold(),
        Role::Error => AnsiColor::Red.on_default().bold(),
    };
    format!("{style}{text}{style:#}")
}
