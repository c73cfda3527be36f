//! Users, groups, roles, tokens, outposts, events.

use super::field::{Field, OnDelete, Shown};
use super::make::{choice, flag, many, map, one, shown, slug, text, text_or, time};
use super::{Collection, Family, Preset};
use crate::sandbox::version::{Played, Span};

const BEFORE_2025_12: Span = Span::before(Played::V2025_12);
const SINCE_2025_10: Span = Span::since(Played::V2025_10);
const SINCE_2025_12: Span = Span::since(Played::V2025_12);

const GROUP_BASE: &[Field] = &[
    shown("pk", Shown::Stored),
    shown("num_pk", Shown::Stored),
    flag("is_superuser", false),
    many("users", Family::User),
    shown("users_obj", Shown::UsersObj),
    map("attributes"),
    many("roles", Family::Role),
    shown("roles_obj", Shown::Empty),
];

const GROUP: &[Field] = &[
    text("name").required().unique("This field must be unique.").on(BEFORE_2025_12),
    text("name").required().unique("Group with this name already exists.").on(SINCE_2025_12),
    one("parent", Family::Group, OnDelete::Clear).on(BEFORE_2025_12),
    shown("parent_name", Shown::ParentName).on(BEFORE_2025_12),
    many("parents", Family::Group).on(SINCE_2025_12),
    shown("parents_obj", Shown::ParentsObj).on(SINCE_2025_12),
    shown("inherited_roles_obj", Shown::Null).on(SINCE_2025_12),
    shown("children", Shown::Children).on(SINCE_2025_10),
    shown("children_obj", Shown::ChildrenObj).on(SINCE_2025_10),
];

const USER_TYPES: &[&str] = &["internal", "external", "service_account", "internal_service_account"];

const USER: &[Field] = &[
    shown("pk", Shown::Stored),
    text("username").required().at_most(150).unique("This field must be unique."),
    Field { required: true, ..text("name") },
    flag("is_active", true),
    time("last_login"),
    shown("date_joined", Shown::Stored).on(SINCE_2025_10),
    shown("is_superuser", Shown::IsSuperuser),
    many("groups", Family::Group),
    shown("groups_obj", Shown::GroupsObj),
    many("roles", Family::Role).on(SINCE_2025_12),
    shown("roles_obj", Shown::Empty).on(SINCE_2025_12),
    text("email").at_most(254),
    shown("avatar", Shown::Fixed("data:image/svg+xml;base64,")),
    map("attributes"),
    shown("uid", Shown::Stored),
    text_or("path", "users").filled(),
    choice("type", USER_TYPES),
    shown("uuid", Shown::Stored),
    shown("password_change_date", Shown::Stored).on(SINCE_2025_10),
    shown("last_updated", Shown::Stored).on(SINCE_2025_10),
];

const ROLE: &[Field] =
    &[shown("pk", Shown::Stored), text("name").required().unique("Role with this name already exists.")];

const INTENTS: &[&str] = &["verification", "api", "recovery", "app_password"];

const TOKEN: &[Field] = &[
    shown("pk", Shown::Stored),
    shown("managed", Shown::Stored),
    slug("identifier").at_most(255).unique("Token with this identifier already exists."),
    choice("intent", INTENTS),
    Field { nullable: false, ..one("user", Family::User, OnDelete::Cascade) },
    shown("user_obj", Shown::TokenUserObj),
    text("description"),
    time("expires"),
    flag("expiring", true),
];

const OUTPOST: &[Field] = &[
    shown("pk", Shown::Stored),
    text("name").required().unique("This field must be unique."),
    Field { required: true, ..choice("type", &["proxy", "ldap", "radius", "rac"]) },
    Field { required: true, ..many("providers", Family::Provider) },
    shown("providers_obj", Shown::ProvidersObj),
    one("service_connection", Family::Absent, OnDelete::Clear),
    shown("service_connection_obj", Shown::Null),
    shown("refresh_interval_s", Shown::Stored),
    shown("token_identifier", Shown::OutpostToken),
    Field { required: true, preset: Preset::Map, ..map("config") },
    shown("managed", Shown::Stored),
];

const EVENT: &[Field] = &[
    shown("pk", Shown::Stored),
    shown("user", Shown::Stored),
    shown("action", Shown::Stored),
    shown("app", Shown::Stored),
    shown("context", Shown::Stored),
    shown("client_ip", Shown::Stored),
    shown("created", Shown::Stored),
    shown("expires", Shown::Stored),
    shown("brand", Shown::Stored),
];

const BASE: Collection = Collection {
    path: "",
    family: Family::Group,
    model: "",
    class: "",
    verbose: ["", ""],
    component: "",
    key: "pk",
    numbered: false,
    creatable: true,
    fields: &[],
    filters: &["name"],
    search: &["name"],
    ordering: &["name"],
    together: &[],
};

pub(super) const ALL: &[Collection] = &[
    Collection {
        path: "core/groups",
        model: "authentik_core.group",
        class: "Group",
        verbose: ["Group", "Groups"],
        fields: &[GROUP_BASE, GROUP],
        filters: &["name", "is_superuser", "members_by_pk", "members_by_username"],
        search: &["name", "is_superuser"],
        ..BASE
    },
    Collection {
        path: "core/users",
        family: Family::User,
        model: "authentik_core.user",
        class: "User",
        verbose: ["User", "Users"],
        numbered: true,
        fields: &[USER],
        filters: &[
            "username",
            "name",
            "email",
            "is_active",
            "uuid",
            "path",
            "type",
            "is_superuser",
            "groups_by_pk",
            "groups_by_name",
        ],
        search: &["username", "name", "is_active", "email", "uuid"],
        ordering: &["username"],
        ..BASE
    },
    Collection {
        path: "rbac/roles",
        family: Family::Role,
        model: "authentik_rbac.role",
        class: "Role",
        verbose: ["Role", "Roles"],
        fields: &[ROLE],
        ..BASE
    },
    Collection {
        path: "core/tokens",
        family: Family::Token,
        model: "authentik_core.token",
        class: "Token",
        verbose: ["Token", "Tokens"],
        key: "identifier",
        fields: &[TOKEN],
        filters: &["identifier", "intent", "user__username", "description", "expiring", "managed"],
        search: &["identifier", "intent", "user__username", "description"],
        ordering: &["identifier", "expires"],
        ..BASE
    },
    Collection {
        path: "outposts/instances",
        family: Family::Outpost,
        model: "authentik_outposts.outpost",
        class: "Outpost",
        verbose: ["Outpost", "Outposts"],
        fields: &[OUTPOST],
        filters: &["name__iexact", "name__icontains", "managed__iexact", "managed__icontains", "providers_by_pk"],
        ..BASE
    },
    Collection {
        path: "events/events",
        family: Family::Event,
        model: "authentik_events.event",
        class: "Event",
        verbose: ["Event", "Events"],
        creatable: false,
        fields: &[EVENT],
        filters: &["action", "client_ip"],
        search: &["event_uuid", "action", "app"],
        ordering: &["-created"],
        ..BASE
    },
];
