//! The words of a file for those of the command line, so that what is written once for both speaks to
//! whoever has a file before them.

use crate::preset::format::Preset;

/// Flags and the keys that say the same, below an integration.
const KEYS: [(&str, &str); 19] = [
    ("--add-member", "access.members"),
    ("--allow-network", "access.networks"),
    ("--authentication-flow", "options.authentication_flow"),
    ("--authorization-flow", "options.authorization_flow"),
    ("--bind-group", "access.groups"),
    ("--bind-user", "access.users"),
    ("--create-groups", "access.create_groups"),
    ("--description", "options.description"),
    ("--exact", "options.exact"),
    ("--icon", "options.icon"),
    ("--invalidation-flow", "options.invalidation_flow"),
    ("--mfa-lasts", "access.mfa_lasts"),
    ("--name", "name"),
    ("--outpost", "options.outpost"),
    ("--policy-expression", "access.policy_expression"),
    ("--publisher", "options.publisher"),
    ("--require-mfa", "access.require_mfa"),
    ("--signing-key", "options.signing_key"),
    ("--tile-group", "options.tile_group"),
];

/// A sentence with the keys of a file in place of flags, and without the words that stand for a
/// flag's value.
#[must_use]
pub fn in_words_of_a_file(preset: &Preset, text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("--") {
        let is_begin = !rest[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-');
        let flag = &rest[at..];
        let end = flag[2..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(flag.len(), |end| end + 2);
        let (flag, after) = flag.split_at(end);
        said.push_str(&rest[..at]);
        rest = if let Some(key) = key(preset, flag).filter(|_| is_begin) {
            said.push('`');
            said.push_str(&key);
            said.push('`');
            without_value_name(after)
        } else {
            said.push_str(flag);
            after
        };
    }
    said.push_str(rest);
    said
}

/// The key for which a flag stands: one that every integration has, or one of the preset's inputs.
#[must_use]
pub fn key(preset: &Preset, flag: &str) -> Option<String> {
    if flag == "--slug" {
        return Some("slug".to_owned());
    }
    if let Some((_, key)) = KEYS.iter().find(|(known, _)| *known == flag) {
        return Some((*key).to_owned());
    }
    let flag = flag.strip_prefix("--")?;
    preset.inputs.iter().find(|(name, input)| input.flag(name) == flag).map(|(name, _)| format!("inputs.{name}"))
}

/// What follows a flag, without a word such as GROUP that stands for its value.
fn without_value_name(text: &str) -> &str {
    let Some(after) = text.strip_prefix(' ') else { return text };
    let end = after.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(after.len());
    if end > 1 { &after[end..] } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset::catalogue::Catalogue;

    #[test]
    fn flags_become_keys_and_words_for_values_go() {
        let preset = Catalogue::default().find("oidc").expect("there").load().expect("a preset");
        for (flags, keys) in [
            ("--bind-group GROUP lets in", "`access.groups` lets in"),
            ("--redirect is missing", "`inputs.redirect` is missing"),
            ("--slug: the slug", "`slug`: the slug"),
            ("--adopt takes it over", "--adopt takes it over"),
            ("a -- b, x--name", "a -- b, x--name"),
            ("--icon: X must not", "`options.icon`: X must not"),
        ] {
            assert_eq!(in_words_of_a_file(&preset, flags), keys);
        }
    }
}
