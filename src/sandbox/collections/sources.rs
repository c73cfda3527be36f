//! Sources that push people into authentik, and who came in through them.
//!
//! Nothing of this was recorded. The fields are those of the schemas of 2024.8 to 2026.8; what a
//! source makes beside itself is from authentik's source (`sources/scim`).

use super::field::{Field, Shown};
use super::make::{flag, link, many, map, one_required, shown, slug, text, text_or};
use super::{Collection, Family};
use crate::sandbox::version::{Played, Span};

const SINCE_2025_10: Span = Span::since(Played::V2025_10);

const TAKEN_SLUG: &str = "source with this slug already exists.";

/// Names of sources need not differ.
const SOURCE: &[Field] = &[
    shown("pk", Shown::Stored),
    text("name").required(),
    slug("slug").at_most(50).unique(TAKEN_SLUG).on(Span::before(Played::V2025_12)),
    slug("slug").unique(TAKEN_SLUG).on(Span::since(Played::V2025_12)),
    flag("enabled", true),
    many("user_property_mappings", Family::Mapping),
    many("group_property_mappings", Family::Mapping),
    shown("component", Shown::Component),
    shown("verbose_name", Shown::VerboseName),
    shown("verbose_name_plural", Shown::VerboseNamePlural),
    shown("meta_model_name", Shown::Model),
    shown("managed", Shown::Stored),
    text_or("user_path_template", "goauthentik.io/sources/%(slug)s").filled(),
];

const SCIM: &[Field] =
    &[shown("root_url", Shown::ScimRoot), shown("token_obj", Shown::SourceToken), link("_token", Family::Token)];

/// Up to 2025.6 the sender's own id is the `id`; from 2025.8 on it is the `external_id`.
const IDENTITY: &[Field] = &[
    text("id").required().on(Span::before(Played::V2025_10)),
    text("id").on(SINCE_2025_10),
    text("external_id").required().on(SINCE_2025_10),
    one_required("source", Family::Source),
    map("attributes"),
];

const USER: &[Field] = &[one_required("user", Family::User), shown("user_obj", Shown::UserInShort)];

const GROUP: &[Field] = &[one_required("group", Family::Group), shown("group_obj", Shown::GroupInShort)];

const BASE: Collection = Collection {
    path: "",
    family: Family::Source,
    model: "",
    class: "",
    verbose: ["", ""],
    component: "",
    key: "id",
    numbered: false,
    creatable: false,
    fields: &[],
    filters: &["source__slug"],
    search: &["id"],
    ordering: &["id"],
    together: &[],
};

pub(super) const ALL: &[Collection] = &[
    Collection {
        path: "sources/scim",
        model: "authentik_sources_scim.scimsource",
        class: "SCIMSource",
        verbose: ["SCIM Source", "SCIM Sources"],
        component: "ak-source-scim-form",
        key: "slug",
        creatable: true,
        fields: &[SOURCE, SCIM],
        filters: &["name", "slug"],
        search: &["name", "slug"],
        ordering: &["name"],
        ..BASE
    },
    Collection {
        path: "sources/scim_users",
        family: Family::SourceUser,
        model: "authentik_sources_scim.scimsourceuser",
        class: "SCIMSourceUser",
        verbose: ["scim source user", "scim source users"],
        fields: &[IDENTITY, USER],
        ..BASE
    },
    Collection {
        path: "sources/scim_groups",
        family: Family::SourceGroup,
        model: "authentik_sources_scim.scimsourcegroup",
        class: "SCIMSourceGroup",
        verbose: ["scim source group", "scim source groups"],
        fields: &[IDENTITY, GROUP],
        ..BASE
    },
];
