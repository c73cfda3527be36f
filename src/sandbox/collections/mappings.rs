//! Property mappings.

use super::field::{Field, Shown};
use super::make::{python, shown, text};
use super::{Collection, Family};

const MAPPING: &[Field] = &[
    shown("pk", Shown::Stored),
    shown("managed", Shown::Stored),
    text("name").required().unique("Property Mapping with this name already exists."),
    python("expression", "None"),
    shown("component", Shown::Component),
    shown("verbose_name", Shown::VerboseName),
    shown("verbose_name_plural", Shown::VerboseNamePlural),
    shown("meta_model_name", Shown::Model),
];

const SCOPE: &[Field] = &[text("scope_name").required(), text("description")];

const SAML: &[Field] = &[text("saml_name").required(), text("friendly_name").or_null()];

const BASE: Collection = Collection {
    path: "",
    family: Family::Mapping,
    model: "",
    class: "",
    verbose: ["", ""],
    component: "",
    key: "pk",
    numbered: false,
    creatable: true,
    fields: &[],
    filters: &["name", "managed", "managed__isnull"],
    search: &["name"],
    ordering: &["name"],
    together: &[],
};

pub(super) const ALL: &[Collection] = &[
    Collection {
        path: "propertymappings/provider/scope",
        model: "authentik_providers_oauth2.scopemapping",
        class: "ScopeMapping",
        verbose: ["Scope Mapping", "Scope Mappings"],
        component: "ak-property-mapping-provider-scope-form",
        fields: &[MAPPING, SCOPE],
        filters: &["name", "managed", "managed__isnull", "scope_name"],
        search: &["name", "scope_name"],
        ordering: &["scope_name", "name"],
        ..BASE
    },
    Collection {
        path: "propertymappings/provider/saml",
        model: "authentik_providers_saml.samlpropertymapping",
        class: "SAMLPropertyMapping",
        verbose: ["SAML Provider Property Mapping", "SAML Provider Property Mappings"],
        component: "ak-property-mapping-provider-saml-form",
        fields: &[MAPPING, SAML],
        filters: &["name", "managed", "managed__isnull", "saml_name", "friendly_name"],
        ..BASE
    },
    Collection {
        path: "propertymappings/provider/scim",
        model: "authentik_providers_scim.scimmapping",
        class: "SCIMMapping",
        verbose: ["SCIM Provider Mapping", "SCIM Provider Mappings"],
        component: "ak-property-mapping-provider-scim-form",
        fields: &[MAPPING],
        ..BASE
    },
    // No server has one of these by itself.
    Collection {
        path: "propertymappings/source/scim",
        model: "authentik_sources_scim.scimsourcepropertymapping",
        class: "SCIMSourcePropertyMapping",
        verbose: ["SCIM Source Property Mapping", "SCIM Source Property Mappings"],
        component: "ak-property-mapping-source-scim-form",
        fields: &[MAPPING],
        ..BASE
    },
];
