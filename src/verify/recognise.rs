//! Which preset an application was made with, as far as it shows.

use crate::preset::catalogue::Entry;

/// The id of the only preset that fits an application: by its slug, which is the preset's id or
/// another word for it, or by its name. None if no preset or more than one fits.
#[must_use]
pub fn preset<'a>(presets: &'a [Entry], slug: &str, name: &str) -> Option<&'a str> {
    let fits = |entry: &&Entry| {
        entry.id == slug || entry.aliases.iter().any(|alias| alias == slug) || entry.name.eq_ignore_ascii_case(name)
    };
    let mut fitting = presets.iter().filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first.id.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::catalogue::Origin;

    fn entry(id: &str, alias: &str, name: &str) -> Entry {
        Entry {
            id: id.to_owned(),
            aliases: vec![alias.to_owned()],
            name: name.to_owned(),
            summary: String::new(),
            category: String::new(),
            protocol: String::new(),
            origin: Origin::Embedded,
        }
    }

    #[test]
    fn a_slug_an_alias_or_a_name_tells_and_two_presets_tell_nothing() {
        let presets = [entry("wiki", "pages", "Wiki"), entry("board", "kanban", "Board")];
        assert_eq!(preset(&presets, "wiki", "Our pages"), Some("wiki"));
        assert_eq!(preset(&presets, "pages", "x"), Some("wiki"));
        assert_eq!(preset(&presets, "x", "board"), Some("board"));
        assert_eq!(preset(&presets, "wiki", "Board"), None);
        assert_eq!(preset(&presets, "wiki-2", "Wiki 2"), None);
    }
}
