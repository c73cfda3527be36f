//! What objects are called within an export.

use std::collections::BTreeSet;

/// A label made of a name: letters, digits and underscores, and no digit first. Of a name without any
/// of these nothing would remain, so that it is called by `word` and a number made of it.
#[must_use]
pub fn label(name: &str, word: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    let plain = plain.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    match plain.chars().next() {
        None => format!("{word}_{:08x}", fingerprint(name)),
        Some(first) if first.is_ascii_alphabetic() => plain,
        Some(_) => format!("x_{plain}"),
    }
}

/// A number made of a text, the same in every run (32-bit FNV-1a).
pub(super) fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The labels that are taken: each once within its space.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    taken: BTreeSet<(&'static str, String)>,
}

impl Labels {
    /// The wanted label if it is free in that space, else the first free one with a number behind it.
    pub fn take(&mut self, space: &'static str, wanted: &str) -> String {
        let mut label = wanted.to_owned();
        let mut number = 1;
        while !self.taken.insert((space, label.clone())) {
            number += 1;
            label = format!("{wanted}_{number}");
        }
        label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gives_an_identifier() {
        assert_eq!(label("Team A: pages", "group"), "team_a_pages");
        assert_eq!(label("2FAuth", "group"), "x_2fauth");
        let both = [label("用户", "group"), label("管理", "group")];
        assert_ne!(both[0], both[1]);
        assert!(both.iter().all(|label| label.starts_with("group_") && label.len() == 14), "{both:?}");
    }

    #[test]
    fn a_label_is_given_once_in_each_space() {
        let mut labels = Labels::default();
        let taken = ["a", "a_2", "a", "a"].map(|wanted| labels.take("one", wanted));
        assert_eq!(taken, ["a", "a_2", "a_3", "a_4"]);
        assert_eq!(labels.take("other", "a"), "a");
    }
}
