//! What akctl has just made is well, for every preset and every version.

use super::{found, integrate, told, verdict, verify};
use crate::support::{Server, VERSIONS};

/// Each preset with flags that make it.
const FRESH: [(&str, &[&str]); 8] = [
    ("portainer", &["--app-url", "https://portainer.company"]),
    ("kestra", &["--app-url", "https://kestra.company"]),
    ("proxmox-ve", &["--node", "https://pve1.company:8006", "--node", "https://pve2.company:8006"]),
    ("proxmox-backup", &["--node", "https://pbs.company:8007"]),
    ("otc", &["--rule", "Team=admin"]),
    ("huawei-cloud", &["--rule", "Team=admin"]),
    ("oidc", &["--name", "Wiki", "--app-url", "https://wiki.company", "--redirect", "https://wiki.company/cb"]),
    ("oidc", &["--name", "Tool", "--client-type", "public", "--redirect", "http://localhost:5000/cb"]),
];

#[test]
fn a_fresh_integration_has_neither_failures_nor_warnings() {
    let names: Vec<_> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/presets")).expect("presets").collect();
    assert!(names.len() < FRESH.len(), "a preset is not in the table");
    for version in VERSIONS {
        for (preset, flags) in FRESH {
            let server = Server::start(version);
            integrate(&server, preset, flags);
            let applications = server.list("core/applications/?superuser_full_list=true");
            let slug = applications[0]["slug"].as_str().expect("text");
            server.forget();
            let ran = verify(&server, &[slug]);
            assert_eq!(ran.code, 0, "{preset} on {version}: {}", ran.stdout);
            let report = ran.json();
            assert_eq!([&report["failed"], &report["warnings"]], [0, 0], "{preset} on {version}: {}", ran.stdout);
            for id in ["provider", "access", "signing-key", "key-type", "scope-mappings", "redirect-uris"] {
                assert_eq!(verdict(&ran, id), "ok", "{preset} on {version}: {id}");
            }
            for id in ["issuer", "endpoints", "jwks", "authorize", "certificate", "client-type"] {
                assert_eq!(verdict(&ran, id), "ok", "{preset} on {version}: {id}");
            }
            // Plain http to this machine itself is neither right nor wrong.
            told(&ran, "https", "not-checked", &["this machine"]);
            assert!(server.writes().is_empty(), "{preset} on {version}");
        }
    }
}

#[test]
fn a_preset_is_recognised_by_the_slug_or_by_the_name_and_never_guessed() {
    let server = Server::start("2025.10.3");
    integrate(&server, "portainer", &["--app-url", "https://portainer.company", "--slug", "boxes"]);
    assert_eq!(verify(&server, &["boxes"]).json()["integrations"][0]["preset"], "portainer");
    server.patch("core/applications/boxes/", serde_json::json!({"name": "Boxes"}));
    let ran = verify(&server, &["boxes"]);
    assert_eq!(ran.json()["integrations"][0]["preset"], serde_json::Value::Null);
    assert_eq!(found(&ran, "client-type").expect("a finding")["verdict"], "ok");
    server.patch("core/applications/boxes/", serde_json::json!({"name": "Kestra", "slug": "portainer"}));
    assert_eq!(verify(&server, &["portainer"]).json()["integrations"][0]["preset"], serde_json::Value::Null);
    let ran = verify(&server, &["portainer", "--preset", "portainer"]);
    assert_eq!(ran.json()["integrations"][0]["preset"], "portainer");
}
