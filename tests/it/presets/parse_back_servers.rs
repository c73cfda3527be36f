//! Files and commands for servers are read back by those who will read them: YAML inside of YAML, JSON
//! in a variable, lines of CSV, Terraform, a shell, and Apache.

use super::files::{commands, file, hcl, option, run, variable};
use super::samples::servers::GROUP;
use super::{of, redirects, report, setting};
use crate::support::Server;
use serde_json::{Value, json};

const VERSION: &str = "2026.8.5";

fn made(preset: &str, name: &str) -> (Server, Value) {
    let server = Server::start(VERSION);
    let report = report(&server, of(preset, name));
    (server, report)
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

fn read_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

/// The directives of Apache's configuration with their arguments, taken apart as `ap_getword_conf` does
/// it: quotation marks of either kind, within which a backslash keeps its own kind and itself.
fn directives(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| arguments(line.trim())).filter(|words| !words.is_empty()).collect()
}

fn arguments(line: &str) -> Vec<String> {
    let line = line.strip_prefix('<').map_or(line, |tag| tag.trim_end_matches('>'));
    let mut words = Vec::new();
    let mut rest = line.chars().peekable();
    while let Some(first) = rest.next() {
        if first.is_whitespace() {
            continue;
        }
        let quote = Some(first).filter(|c| matches!(c, '"' | '\''));
        let mut word: String = quote.map_or(first.to_string(), |_| String::new());
        while let Some(c) = rest.next() {
            let keeps = rest.peek().is_some_and(|next| *next == '\\' || Some(*next) == quote);
            match c {
                '\\' if keeps => word.extend(rest.next()),
                _ if Some(c) == quote || (quote.is_none() && c.is_whitespace()) => break,
                _ => word.push(c),
            }
        }
        words.push(word);
    }
    words
}

/// The arguments of the directive of this name.
fn directive<'a>(all: &'a [Vec<String>], name: &str) -> &'a [String] {
    let found = all.iter().find(|words| words[0] == name).unwrap_or_else(|| panic!("no {name} in {all:#?}"));
    &found[1..]
}

#[test]
fn apache_reads_the_addresses_and_the_roles_that_are_meant() {
    let base = "https://www.company/in,ternal/$x";
    let (server, report) = made("apache-oidc", "roles");
    let conf = directives(file(&report, "authentik-oidc.conf"));
    assert_eq!(directive(&conf, "OIDCRedirectURI"), [format!("{base}/redirect_uri")]);
    assert_eq!(redirects(&server, "apache-oidc")[0], format!("{base}/redirect_uri"));
    assert_eq!(directive(&conf, "OIDCClientSecret"), [report["provider"]["client_secret"].as_str().expect("text")]);
    assert_eq!(directive(&conf, "OIDCScope"), ["openid email profile"]);
    assert_eq!(directive(&conf, "OIDCCryptoPassphrase"), ["exec:/bin/cat /etc/httpd/oidc-passphrase"]);
    assert_eq!(directive(&conf, "Location"), ["/in,ternal/$x"]);
    let required: Vec<_> = conf
        .iter()
        .filter(|words| words[0] == "Require" && words[1] == "claim")
        .map(|words| words[2].as_str())
        .collect();
    assert_eq!(required, ["apache_roles:editor", "apache_roles:chief"]);
    // Who signed out arrives where nobody must sign in.
    assert_eq!(redirects(&server, "apache-oidc")[1], format!("{base}/signed-out"));
    let signed_out = ["Location", "/in,ternal/$x/signed-out"];
    let at = conf.iter().position(|words| words[..] == signed_out).expect("a place of its own");
    assert_eq!(conf[at + 1], ["AuthType", "None"]);
    assert_eq!(conf[at + 2], ["Require", "all", "granted"]);
    let (_, report) = made("apache-oidc", "plain");
    let conf = directives(file(&report, "authentik-oidc.conf"));
    assert_eq!(
        (directive(&conf, "Location"), directive(&conf, "Require")),
        (&["/".into()][..], &["valid-user".into()][..])
    );

    let (server, report) = made("apache-saml", "roles");
    let conf = directives(file(&report, "authentik-saml.conf"));
    let application = server.get("core/applications/apache-saml/");
    let provider = server.get(&format!("providers/saml/{}/", application["provider"]));
    assert_eq!(directive(&conf, "MellonSPentityId"), [provider["audience"].as_str().expect("text")]);
    assert_eq!(provider["acs_url"], format!("{base}/mellon/postResponse"));
    assert_eq!(directive(&conf, "MellonEndpointPath"), ["/in,ternal/$x/mellon"]);
    assert_eq!(directive(&conf, "MellonRequire"), ["apache_roles", "editor", "chief"]);
    assert_eq!(directive(&conf, "MellonUser"), ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"]);
    assert_eq!(directive(&conf, "MellonIdPMetadataFile"), ["/etc/httpd/mellon/authentik-metadata.xml"]);
}

#[test]
fn braces_for_synapse_stay_braces() {
    let (server, report) = made("matrix-synapse", "everything");
    let entry = &yaml(file(&report, "homeserver.yaml"))["oidc_providers"][0];
    let mapping = &entry["user_mapping_provider"]["config"];
    assert_eq!(mapping["localpart_template"], "{{ user.preferred_username }}");
    assert_eq!(mapping["email_template"], "{{ user.email }}");
    assert_eq!(entry["issuer"], report["endpoints"]["issuer"]);
    assert_eq!(entry["client_secret"], report["provider"]["client_secret"]);
    assert_eq!((&entry["enable_registration"], &entry["allow_existing_users"]), (&json!(false), &json!(true)));
    let provider = server.provider_of("matrix-synapse");
    assert_eq!(provider["logout_uri"], "https://matrix.company/_synapse/client/oidc/backchannel_logout");
    assert!(provider["encryption_key"].is_null());
    let (_, report) = made("matrix-synapse", "plain");
    let entry = &yaml(file(&report, "homeserver.yaml"))["oidc_providers"][0];
    assert!(entry.get("enable_registration").is_none() && entry.get("backchannel_logout_enabled").is_none());
}

#[test]
fn argo_cds_patches_hold_yaml_and_lines_of_policy() {
    let (server, report) = made("argocd", "plain");
    let data = &yaml(file(&report, "argocd-cm.yaml"))["data"];
    let dex = yaml(data["dex.config"].as_str().expect("text"));
    let config = &dex["connectors"][0]["config"];
    assert_eq!(config["issuer"], report["endpoints"]["issuer"]);
    assert_eq!(config["clientSecret"], "$dex.authentik.clientSecret");
    assert_eq!(
        (&config["claimMapping"]["groups"], &config["overrideClaimMapping"]),
        (&json!("argocd_groups"), &json!(true))
    );
    assert!(data.get("oidc.config").is_none());
    let secret = &yaml(file(&report, "argocd-secret.yaml"))["stringData"]["dex.authentik.clientSecret"];
    assert_eq!(*secret, report["provider"]["client_secret"]);
    let expected = ["https://argocd.company/api/dex/callback", "http://localhost:8085/auth/callback"];
    assert_eq!(redirects(&server, "argocd"), expected);

    let (server, report) = made("argocd", "direct");
    let data = &yaml(file(&report, "argocd-cm.yaml"))["data"];
    let oidc = yaml(data["oidc.config"].as_str().expect("text"));
    assert_eq!(
        (&oidc["clientID"], &oidc["enablePKCEAuthentication"]),
        (&report["provider"]["client_id"], &json!(true))
    );
    let rbac = &yaml(file(&report, "argocd-rbac-cm.yaml"))["data"];
    assert_eq!(rbac["scopes"], "[argocd_groups]");
    assert_eq!(rbac["policy.csv"], "g, \"Büro, \"\"A\"\" $HOME\", role:admin\ng, \"viewers\", role:readonly\n");
    let provider = server.provider_of("argocd");
    assert_eq!(provider["client_type"], "public");
    let login = &commands(&report, "argocd")[0];
    assert_eq!(login[1..], ["login", "kube.company", "--grpc-web-root-path", "/argo", "--sso"]);
    for patch in commands(&report, "kubectl") {
        assert_eq!(option(&patch, "--namespace"), "deploy");
    }
}

#[test]
fn kubernetes_flags_its_configuration_and_the_bindings_agree() {
    let (server, report) = made("kubernetes", "roles");
    let flags = yaml(file(&report, "kube-apiserver-flags.yaml"));
    let flag = |name: &str| {
        let start = format!("--oidc-{name}=");
        let mut texts = flags.as_array().expect("a list").iter().filter_map(Value::as_str);
        texts.find_map(|text| text.strip_prefix(&start)).unwrap_or_else(|| panic!("no {start} in {flags}"))
    };
    let jwt = &yaml(file(&report, "authentication-configuration.yaml"))["jwt"][0];
    assert_eq!(
        (&jwt["issuer"]["url"], flag("issuer-url").into()),
        (&report["endpoints"]["issuer"], jwt["issuer"]["url"].clone())
    );
    assert_eq!(jwt["issuer"]["audiences"], json!([flag("client-id")]));
    assert_eq!(jwt["claimMappings"]["groups"], json!({"claim": flag("groups-claim"), "prefix": flag("groups-prefix")}));
    assert_eq!(
        jwt["claimMappings"]["username"],
        json!({"claim": flag("username-claim"), "prefix": flag("username-prefix")})
    );
    let bindings = yaml(file(&report, "cluster-role-bindings.yaml"));
    assert_eq!(bindings["items"][0]["subjects"][0]["name"], "sso:Büro \"A\": $HOME");
    assert_eq!(bindings["items"][1]["roleRef"]["name"], "view");
    assert_eq!(redirects(&server, "kubernetes"), ["http://localhost:8010"]);
    let credentials = commands(&report, "kubectl").into_iter().find(|words| words[1] == "config").expect("a command");
    assert!(credentials.contains(&format!("--exec-arg=--oidc-client-id={}", flag("client-id"))), "{credentials:?}");
    assert!(report["provider"]["client_secret"].is_null());
    // An address that is not said to be verified would be refused.
    let user = server.list("core/users/?username=akadmin")[0]["pk"].clone();
    let provider = server.provider_of("kubernetes")["pk"].clone();
    let claims = server.get(&format!("providers/oauth2/{provider}/preview_user/?for_user={user}"));
    assert_eq!((flag("username-claim"), &claims["preview"]["email_verified"]), ("email", &json!(true)), "{claims}");
}

#[test]
fn vaults_commands_and_its_terraform_say_the_same() {
    let (server, report) = made("hashicorp-vault", "groups");
    let terraform = hcl(file(&report, "vault.tf"));
    let resources = &terraform["resource"];
    let method = &resources["vault_jwt_auth_backend"]["authentik"];
    let role = &resources["vault_jwt_auth_backend_role"]["authentik"];
    let vault = commands(&report, "vault");
    let value = |words: &[String], name: &str| {
        let start = format!("{name}=");
        let values = words.iter().filter_map(|word| word.strip_prefix(&start).map(str::to_owned));
        values.collect::<Vec<_>>()
    };
    for name in ["oidc_discovery_url", "oidc_client_id", "oidc_client_secret", "default_role"] {
        assert_eq!(json!(value(&vault[1], name)), json!([method[name]]), "{name}");
    }
    assert_eq!(json!(value(&vault[2], "allowed_redirect_uris")), role["allowed_redirect_uris"]);
    assert_eq!(json!(redirects(&server, "hashicorp-vault")), role["allowed_redirect_uris"]);
    assert_eq!(role["allowed_redirect_uris"][0], "https://vault.company/ui/vault/auth/sso/oidc/callback");
    assert_eq!(json!(value(&vault[2], "groups_claim")), json!([role["groups_claim"]]));
    assert_eq!(role["token_policies"], json!(["default", "read-all"]));
    let group = &resources["vault_identity_group"]["authentik_1"];
    assert_eq!((&group["name"], &group["policies"]), (&json!("Büro's \"A\" ${x} %{y} `id`"), &json!(["admin"])));

    // The command that joins the group runs two others; here they only show what they were given.
    let joins = report["client"]["commands"].as_array().expect("commands");
    let join = joins.iter().filter_map(Value::as_str).find(|line| line.contains("group-alias")).expect("a command");
    let program = "jq() { cat >/dev/null; printf ACCESSOR; }\n\
                   vault() { printf '<%s>' \"$@\"; }\n";
    let expected = "<write><identity/group-alias><name=Büro's \"A\" ${x} %{y} `id`><mount_accessor=ACCESSOR>\
                    <canonical_id=<write><-field=id><identity/group><name=Büro's \"A\" ${x} %{y} `id`>\
                    <type=external><policies=admin>>";
    assert_eq!(run("sh", &["-c", &format!("{program}{join}")]), expected);
}

#[test]
fn json_is_what_the_applications_read() {
    let (server, report) = made("meshcentral", "administrators");
    let oidc = &read_json(file(&report, "config.json"))["domains"][""]["authStrategies"]["oidc"];
    assert_eq!(oidc["issuer"], report["endpoints"]["issuer"]);
    assert_eq!(oidc["client"]["redirect_uri"], redirects(&server, "meshcentral")[0]);
    assert_eq!((&oidc["groups"]["claim"], &oidc["newAccounts"]), (&json!("meshcentral_roles"), &json!(false)));
    let (_, report) = made("meshcentral", "plain");
    let oidc = &read_json(file(&report, "config.json"))["domains"][""]["authStrategies"]["oidc"];
    assert!(oidc.get("groups").is_none() && oidc["newAccounts"] == true, "{oidc}");

    let (_, report) = made("actual-budget", "only authentik");
    let config = read_json(file(&report, "config.json"));
    let env = file(&report, "actual.env");
    for (name, key) in
        [("DISCOVERY_URL", "discoveryURL"), ("CLIENT_SECRET", "client_secret"), ("SERVER_HOSTNAME", "server_hostname")]
    {
        assert_eq!(variable(env, &format!("ACTUAL_OPENID_{name}")), config["openId"][key], "{name}");
    }
    assert_eq!((&config["enforceOpenId"], &config["userCreationMode"]), (&json!(true), &json!("manual")));

    let (_, report) = made("directus", "roles");
    let mapping = variable(file(&report, "directus.env"), "AUTH_AUTHENTIK_ROLE_MAPPING");
    let mapping = read_json(mapping.strip_prefix("json:").expect("JSON"));
    assert_eq!(mapping["Büro \"A\" $HOME"], "11111111-52c4-4f6e-9f0d-3a1f8e2d7c55");

    let (_, report) = made("harbor", "groups");
    let config = read_json(file(&report, "harbor-oidc.json"));
    for (key, label) in [
        ("oidc_endpoint", "OIDC Endpoint"),
        ("oidc_client_secret", "OIDC Client Secret"),
        ("oidc_scope", "OIDC Scope"),
        ("oidc_groups_claim", "Group Claim Name"),
        ("oidc_admin_group", "OIDC Admin Group"),
    ] {
        assert_eq!(config[key], setting(&report, label), "{key}");
    }
    assert_eq!(config["oidc_auto_onboard"], false);
    assert_eq!(option(&commands(&report, "curl")[0], "--data-binary"), "@harbor-oidc.json");
}

#[test]
fn roles_come_in_a_claim_of_their_own_for_the_members_of_a_group() {
    for (preset, name, slug, group, claim, values) in [
        ("jupyterhub", "roles", "jupyterhub", "JupyterHub Admins", "jupyterhub_roles", json!(["admin"])),
        ("netbox", "groups", "netbox", "NetBox Admins", "netbox_rights", json!(["superuser"])),
        ("netbox", "groups", "netbox", GROUP, "netbox_groups", json!([GROUP])),
        ("superset", "roles", "superset", "Admins", "superset_roles", json!(["Admin"])),
        ("directus", "roles", "directus", "Directus Admins", "directus_groups", json!(["Directus Admins"])),
        ("meshcentral", "administrators", "meshcentral", GROUP, "meshcentral_roles", json!(["siteadmin"])),
        ("apache-oidc", "roles", "apache-oidc", "Editors", "apache_roles", json!(["editor"])),
        ("argocd", "plain", "argocd", "ArgoCD Admins", "argocd_groups", json!(["ArgoCD Admins"])),
        ("kubernetes", "roles", "kubernetes", "viewers", "kubernetes_groups", json!(["viewers"])),
        ("hashicorp-vault", "groups", "hashicorp-vault", "team", "vault_groups", json!(["team"])),
        ("minio", "plain", "minio", "MinIO Admins", "minio_policies", json!(["consoleAdmin"])),
        ("harbor", "groups", "harbor", "team", "harbor_groups", json!(["team"])),
    ] {
        let (server, _) = made(preset, name);
        let user = server.list("core/users/?username=akadmin")[0]["pk"].clone();
        let claims = || {
            let provider = server.provider_of(slug)["pk"].clone();
            server.get(&format!("providers/oauth2/{provider}/preview_user/?for_user={user}"))["preview"][claim].clone()
        };
        assert_eq!(claims(), json!([]), "{preset}");
        let groups = server.list("core/groups/?page_size=100");
        let found = groups.iter().find(|entry| entry["name"] == group);
        let group = found.unwrap_or_else(|| panic!("{preset}: no {group}"))["pk"].as_str().expect("text");
        let (status, _) = server.api("POST", &format!("core/groups/{group}/add_user/"), &json!({ "pk": user }));
        assert_eq!(status, 204, "{preset}");
        assert_eq!(claims(), values, "{preset}");
    }
}
