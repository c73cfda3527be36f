//! What akctl has just made is well, for every preset and every version.

use super::{found, integrate, verify};
use crate::presets::samples::{SAMPLES, Sample};
use crate::support::{Server, VERSIONS};

/// Presets with flags that make them. The others come with their samples called `plain`.
pub const FRESH: [(&str, &[&str]); 10] = [
    ("portainer", &["--app-url", "https://portainer.company"]),
    ("kestra", &["--app-url", "https://kestra.company"]),
    ("proxmox-ve", &["--node", "https://pve1.company:8006", "--node", "https://pve2.company:8006"]),
    ("proxmox-backup", &["--node", "https://pbs.company:8007"]),
    ("otc", &["--rule", "Team=admin"]),
    ("huawei-cloud", &["--rule", "Team=admin"]),
    ("oidc", &["--name", "Wiki", "--app-url", "https://wiki.company", "--redirect", "https://wiki.company/cb"]),
    ("saml", &["--name", "Payroll", "--acs", "https://sp.company/acs", "--entity-id", "https://sp.company/metadata"]),
    ("proxy", &["--name", "Behind", "--app-url", "https://behind.company"]),
    ("oidc", &["--name", "Tool", "--client-type", "public", "--redirect", "http://localhost:5000/cb"]),
];

/// Whether it is the usual use of an application that only its samples know.
fn is_plain(sample: &Sample) -> bool {
    sample.name == "plain" && !sample.is_general()
}

#[test]
fn fresh_integrations_have_neither_failures_nor_warnings() {
    let names = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/presets")).expect("presets");
    for name in names {
        let name = name.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned();
        let of_sample = SAMPLES.iter().any(|sample| sample.preset == name && is_plain(sample));
        let is_there =
            of_sample || FRESH.iter().any(|(preset, _)| *preset == name) || PROVISIONING.contains(&name.as_str());
        assert!(is_there, "{name} is not in the table");
    }
    for version in VERSIONS {
        let server = Server::start(version);
        server.tell_outposts();
        let samples = SAMPLES.iter().filter(|sample| is_plain(sample) && sample.is_tried_on(version));
        let samples = samples.map(|sample| (sample.preset, sample.flags));
        let fresh: Vec<(&str, &[&str])> = FRESH.into_iter().chain(samples).collect();
        for (preset, flags) in &fresh {
            integrate(&server, preset, flags);
        }
        server.forget();
        let ran = verify(&server, &["--all"]);
        assert_eq!(ran.code, 0, "{version}: {}", ran.stdout);
        assert!(server.writes().is_empty(), "{version}");
        let report = ran.json();
        let integrations = report["integrations"].as_array().expect("a list");
        assert_eq!(integrations.len(), fresh.len(), "{version}");
        assert_eq!([&report["failed"], &report["warnings"]], [0, 0], "{version}: {}", ran.stdout);
        for integration in integrations {
            let checks = integration["checks"].as_array().expect("a list");
            // SAML has addresses and keys of another kind.
            let of_saml = ["payroll", "apache-saml", "zabbix"].iter().any(|slug| integration["slug"] == *slug);
            let of_proxy = ["behind", "uptime-kuma", "sonarr"].iter().any(|slug| integration["slug"] == *slug);
            let well: &[&str] = match (of_saml, of_proxy) {
                (true, _) => &OF_EVERY_KIND,
                (_, true) => &OF_PROXIES,
                _ => &WELL,
            };
            for id in well {
                let finding = checks.iter().find(|finding| finding["id"] == *id).expect("it applies");
                assert_eq!(finding["verdict"], "ok", "{} on {version}: {finding}", integration["slug"]);
            }
        }
        // Plain http to this machine itself is neither right nor wrong.
        let https = report["server"].as_array().expect("a list").iter().find(|finding| finding["id"] == "https");
        assert_eq!(https.expect("it applies")["verdict"], "not-checked");
    }
}

/// Presets with which nobody signs in.
const PROVISIONING: [&str; 2] = ["scim", "scim-source"];

/// What must have been looked at and found well.
const WELL: [&str; 14] = [
    "provider",
    "access",
    "access-nobody",
    "client-type",
    "signing-key",
    "key-type",
    "certificate",
    "scope-mappings",
    "redirect-uris",
    "discovery",
    "issuer",
    "endpoints",
    "jwks",
    "authorize",
];

/// Those that say something of every kind of provider.
const OF_EVERY_KIND: [&str; 4] = ["provider", "access", "access-nobody", "certificate"];

/// Those that say something of proxy providers.
const OF_PROXIES: [&str; 8] =
    ["provider", "access", "access-nobody", "outpost", "outpost-host", "outpost-health", "external-host", "proxy-mode"];

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
