//! Files of integrations as people have them.

use std::fmt::Write;

/// So many integrations: 60 % plain ones, 20 % with a mapping of their own, 10 % SAML, half of them bound,
/// and so many of the rest as `certificates` says with certificates of their own.
pub fn mixed(count: usize, certificates: usize) -> String {
    let mut file = String::from("version: 1\ndefaults: {access: {create_groups: true}}\nintegrations:\n");
    for at in 0..count {
        let host = format!("https://app{at}.company");
        let inputs = match at % 10 {
            6 | 7 => format!("preset: portainer, inputs: {{app_url: {host}, teams: true}}"),
            8 => format!("preset: saml, inputs: {{acs: {host}/acs, entity_id: {host}}}"),
            9 if at < 10 * certificates => format!("preset: proxmox-ve, inputs: {{node: [{host}]}}"),
            _ => format!("preset: oidc, inputs: {{redirect: [{host}/back]}}"),
        };
        let access = if at % 2 == 0 { ", access: {groups: [Staff]}" } else { "" };
        writeln!(file, "  - {{slug: app{at}, name: App {at}, {inputs}{access}}}").expect("text");
    }
    file
}

/// Plain integrations, open to everyone.
pub fn plain(count: usize) -> String {
    let mut file = String::from("version: 1\nintegrations:\n");
    for at in 0..count {
        let inputs = format!("{{redirect: [https://app{at}.company/back]}}");
        writeln!(file, "  - {{preset: oidc, slug: app{at}, name: App {at}, inputs: {inputs}}}").expect("text");
    }
    file
}
