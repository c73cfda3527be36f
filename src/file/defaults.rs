//! What an integration has of the defaults of its file.

use super::format::{Access, Choices, Defaults, Entry, RequireMfa};
use crate::preset::format::{Authentik, Preset};

impl Entry {
    /// With what is absent taken from the defaults of its file, as far as that can do something with its
    /// preset: a file of many kinds has one set of defaults.
    #[must_use]
    pub fn filled(self, defaults: &Defaults, preset: &Preset) -> Self {
        let Defaults { access, options } = defaults.clone();
        let declared = &preset.authentik;
        let mut options = options.of(declared);
        if matches!(self.access.require_mfa, Some(RequireMfa::Deny | RequireMfa::Enrol)) {
            // A second factor brings a flow of its own.
            options.authorization_flow = None;
        }
        Self { access: self.access.or(access.of(declared)), options: self.options.or(options), ..self }
    }
}

impl Access {
    /// What can do something for such objects.
    fn of(self, declared: &Authentik) -> Self {
        if declared.application.is_none() {
            return Self::default();
        }
        if declared.provider.signs_in() { self } else { Self { require_mfa: None, mfa_lasts: None, ..self } }
    }

    /// With what is absent taken from the defaults.
    fn or(self, defaults: Self) -> Self {
        let Self { groups, users, networks, policy_expression, require_mfa, mfa_lasts, create_groups, members } =
            defaults;
        let mfa_lasts = if self.require_mfa.is_none() { self.mfa_lasts.or(mfa_lasts) } else { self.mfa_lasts };
        Self {
            groups: self.groups.or(groups),
            users: self.users.or(users),
            networks: self.networks.or(networks),
            policy_expression: self.policy_expression.or(policy_expression),
            require_mfa: self.require_mfa.or(require_mfa),
            mfa_lasts,
            create_groups: self.create_groups.or(create_groups),
            members: self.members.or(members),
        }
    }
}

impl Choices {
    /// What can do something for such objects.
    fn of(self, declared: &Authentik) -> Self {
        let only = |is_useful: bool, text: Option<String>| text.filter(|_| is_useful);
        let (signs_in, has_tile) = (declared.provider.signs_in(), declared.application.is_some());
        Self {
            authentication_flow: only(signs_in, self.authentication_flow),
            authorization_flow: only(signs_in, self.authorization_flow),
            invalidation_flow: only(signs_in, self.invalidation_flow),
            signing_key: only(signs_in && declared.provider.proxy.is_none(), self.signing_key),
            outpost: only(declared.provider.proxy.is_some(), self.outpost),
            tile_group: only(has_tile, self.tile_group),
            icon: only(has_tile, self.icon),
            publisher: only(has_tile, self.publisher),
            description: only(has_tile, self.description),
            exact: self.exact,
        }
    }

    /// With what is absent taken from the defaults.
    fn or(self, defaults: Self) -> Self {
        let Self {
            authentication_flow,
            authorization_flow,
            invalidation_flow,
            signing_key,
            outpost,
            tile_group,
            icon,
            publisher,
            description,
            exact,
        } = defaults;
        Self {
            authentication_flow: self.authentication_flow.or(authentication_flow),
            authorization_flow: self.authorization_flow.or(authorization_flow),
            invalidation_flow: self.invalidation_flow.or(invalidation_flow),
            signing_key: self.signing_key.or(signing_key),
            outpost: self.outpost.or(outpost),
            tile_group: self.tile_group.or(tile_group),
            icon: self.icon.or(icon),
            publisher: self.publisher.or(publisher),
            description: self.description.or(description),
            exact: self.exact.or(exact),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::parse;
    use crate::preset::catalogue::Catalogue;

    /// The entries of a file with these defaults, each filled in for its preset.
    fn filled(defaults: &str, entries: &str) -> Vec<Entry> {
        let text = format!("version: 1\ndefaults: {defaults}\nintegrations:\n{entries}");
        let (file, problems) = parse("akctl.yaml", &text);
        assert_eq!(problems, []);
        let preset = |name: &str| Catalogue::default().find(name).expect("there").load().expect("a preset");
        let one = |(_, entry): (_, Entry)| {
            let preset = preset(&entry.preset);
            entry.filled(&file.defaults, &preset)
        };
        file.entries.into_iter().map(one).collect()
    }

    #[test]
    fn defaults_fill_what_an_integration_leaves_open() {
        let entries = "  - {preset: oidc, slug: a}\n  - {preset: oidc, slug: b, access: {groups: []}}\n";
        let filled = filled("{access: {groups: [Staff], create_groups: true}, options: {exact: true}}", entries);
        let [a, b] = filled.as_slice() else { panic!("two") };
        assert_eq!(a.access.groups.as_deref(), Some(&["Staff".to_owned()][..]));
        assert_eq!((b.access.groups.as_deref(), b.access.create_groups), (Some(&[][..]), Some(true)));
        assert_eq!(b.options.exact, Some(true));
    }

    #[test]
    fn defaults_hold_where_they_can_do_something() {
        let defaults = "{access: {groups: [Staff], require_mfa: deny}, options: {signing_key: Company, outpost: Hall, \
                        authorization_flow: quick, tile_group: Pages}}";
        let entries = "  - {preset: oidc}\n  - {preset: scim}\n  - {preset: scim-source}\n  - {preset: proxy}\n  \
                       - {preset: oidc, access: {require_mfa: enrol}}\n";
        let filled = filled(defaults, entries);
        let told: Vec<(bool, bool, bool, bool, bool, bool)> = filled
            .iter()
            .map(|Entry { access, options, .. }| {
                let Choices { signing_key, outpost, authorization_flow, tile_group, .. } = options;
                (
                    access.groups.is_some(),
                    access.require_mfa.is_some(),
                    signing_key.is_some(),
                    outpost.is_some(),
                    authorization_flow.is_some(),
                    tile_group.is_some(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (true, true, true, false, true, true),
                (true, false, false, false, false, true),
                (false, false, false, false, false, false),
                (true, true, false, true, true, true),
                (true, true, true, false, false, true),
            ]
        );
    }
}
