//! The provider's own settings and flows.

use super::{breaks, flow, found, integrate, integrated, provider, told, verify};
use crate::support::{Server, VERSIONS};
use serde_json::json;

#[test]
fn the_wrong_client_type_is_seen() {
    breaks(&integrated("2025.10.3"), "client-type", "failed", &["public", "needs confidential"], |server| {
        provider(server, "portainer", json!({"client_type": "public"}));
    });
}

#[test]
fn missing_grants_are_seen_where_the_server_knows_them() {
    for version in ["2026.5.0-grants", "2026.8.5"] {
        breaks(&integrated(version), "grant-types", "failed", &["no grant", "otherwise malformed"], |server| {
            provider(server, "portainer", json!({"grant_types": []}));
        });
        breaks(&integrated(version), "grant-types", "failed", &["authorization_code is missing"], |server| {
            provider(server, "portainer", json!({"grant_types": ["implicit", "refresh_token"]}));
        });
    }
    for version in ["2025.10.3", "2026.5.0-rc1"] {
        assert_eq!(found(&verify(&integrated(version), &["portainer"]), "grant-types"), None, "{version}");
    }
}

#[test]
fn missing_grants_are_refused_at_the_authorize_endpoint_too() {
    breaks(&integrated("2026.8.5"), "authorize", "failed", &["invalid_request"], |server| {
        provider(server, "portainer", json!({"grant_types": []}));
    });
}

#[test]
fn an_issuer_that_all_share_is_seen() {
    breaks(&integrated("2025.10.3"), "issuer-mode", "warning", &["global", "bare address"], |server| {
        provider(server, "portainer", json!({"issuer_mode": "global"}));
    });
}

#[test]
fn another_subject_is_seen_where_the_preset_settles_it() {
    let server = Server::start("2025.10.3");
    integrate(&server, "proxmox-ve", &["--node", "https://pve.company:8006"]);
    told(&verify(&server, &["proxmox-ve"]), "sub-mode", "ok", &["user_username"]);
    let inputs = ["proxmox-ve", "--set", "node=https://pve.company:8006"];
    told(&verify(&server, &inputs), "sub-mode", "ok", &["user_username"]);
    provider(&server, "proxmox-ve", json!({"sub_mode": "hashed_user_id"}));
    told(&verify(&server, &inputs), "sub-mode", "failed", &["needs user_username"]);
}

#[test]
fn claims_that_are_missing_in_the_id_token_are_seen_where_only_it_is_read() {
    let server = Server::start("2025.10.3");
    integrate(&server, "otc", &["--rule", "Team=admin"]);
    told(&verify(&server, &["otc"]), "id-token-claims", "ok", &[]);
    provider(&server, "otc", json!({"include_claims_in_id_token": false}));
    told(&verify(&server, &["otc"]), "id-token-claims", "failed", &["reads only the ID token"]);
}

#[test]
fn the_flow_that_ends_the_whole_session_is_seen() {
    for version in VERSIONS.into_iter().filter(|version| *version != "2024.8.6") {
        breaks(&integrated(version), "invalidation-flow", "warning", &["everything else"], |server| {
            let pk = flow(server, "default-invalidation-flow");
            provider(server, "portainer", json!({"invalidation_flow": pk}));
        });
    }
}

#[test]
fn flows_for_something_else_are_seen() {
    breaks(&integrated("2025.10.3"), "invalidation-flow", "failed", &["designation invalidation"], |server| {
        let pk = flow(server, "default-authentication-flow");
        provider(server, "portainer", json!({"invalidation_flow": pk}));
    });
    breaks(&integrated("2025.10.3"), "authorization-flow", "failed", &["is a flow for authentication"], |server| {
        let pk = flow(server, "default-authentication-flow");
        provider(server, "portainer", json!({"authorization_flow": pk}));
    });
}

#[test]
fn consent_is_told() {
    let server = integrated("2025.10.3");
    told(&verify(&server, &["portainer"]), "authorization-flow", "ok", &["asks for consent"]);
    let pk = flow(&server, "default-provider-authorization-implicit-consent");
    provider(&server, "portainer", json!({"authorization_flow": pk}));
    told(&verify(&server, &["portainer"]), "authorization-flow", "ok", &["asks nothing"]);
}

#[test]
fn a_tile_without_an_address_is_seen_where_the_preset_has_one() {
    for version in crate::support::VERSIONS {
        let server = integrated(version);
        breaks(&server, "launch-url", "warning", &["first redirect address"], |server| {
            server.patch("core/applications/portainer/", json!({"meta_launch_url": ""}));
        });
    }
}
