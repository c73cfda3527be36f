//! Sample inputs for every embedded preset. A preset without one fails a test.

mod self_hosted;
pub(super) mod servers;

use crate::support::{Akctl, VERSIONS};
use std::sync::LazyLock;

/// One way to use a preset.
#[derive(Clone, Copy)]
pub struct Sample {
    /// The preset.
    pub preset: &'static str,
    /// What is special about this use; the snapshot's name.
    pub name: &'static str,
    /// The flags.
    pub flags: &'static [&'static str],
    /// Files that the flags name, with what is in them.
    pub files: &'static [(&'static str, &'static str)],
}

impl Sample {
    /// The command, with the files that the flags name.
    pub fn with_files(&self, akctl: Akctl) -> Akctl {
        self.files.iter().fold(akctl, |akctl, (name, text)| akctl.file(name, text))
    }
}

const fn sample(preset: &'static str, name: &'static str, flags: &'static [&'static str]) -> Sample {
    Sample { preset, name, flags, files: &[] }
}

/// The token that an application gave out for SCIM.
pub const SCIM_TOKEN: &str = "tok$(en)'\"-of-the-application";

impl Sample {
    const fn with(self, files: &'static [(&'static str, &'static str)]) -> Self {
        Self { files, ..self }
    }
}

const METADATA: (&str, &str) = ("metadata.xml", include_str!("fixtures/metadata.xml"));
const CERTIFICATE: (&str, &str) = ("application.pem", include_str!("fixtures/application.pem"));
const TOKEN: (&str, &str) = ("scim-token", SCIM_TOKEN);

/// All samples.
pub static SAMPLES: LazyLock<Vec<Sample>> =
    LazyLock::new(|| [GENERAL, self_hosted::SAMPLES, servers::SAMPLES].concat());

impl Sample {
    /// Whether the sample is tried on this version. Those below are, on all. What distinguishes the
    /// other presets is on the application's side, where versions make no difference, and there are
    /// many of them: each of their samples is tried on one version, which its name settles, so that all
    /// versions have their share. `AKCTL_ALL=1` tries all on all.
    pub fn is_tried_on(&self, version: &str) -> bool {
        let at = VERSIONS.iter().position(|known| *known == version).expect("a version of the sandbox");
        let letters = self.preset.bytes().chain(self.name.bytes()).map(usize::from);
        let chosen = letters.sum::<usize>() % VERSIONS.len();
        self.is_general() || at == chosen || std::env::var_os("AKCTL_ALL").is_some()
    }

    /// Whether it stretches what akctl does in authentik.
    pub fn is_general(&self) -> bool {
        GENERAL.iter().any(|sample| sample.preset == self.preset)
    }
}

/// Samples that stretch what akctl does in authentik.
const GENERAL: &[Sample] = &[
    sample("portainer", "plain", &["--app-url", "https://portainer.company"]),
    sample("portainer", "teams", &["--app-url", "https://portainer.company/sub", "--teams"]),
    sample("oidc", "flask", &["--name", "FlaskDemo", "--redirect", "http://localhost:5000/oidc/callback"]),
    sample(
        "oidc",
        "public",
        &[
            "--name",
            "Phone App",
            "--client-type",
            "public",
            "--redirect",
            "app.company:///oauth-callback",
            "--redirect-regex",
            r"http://127\.0\.0\.1:[0-9]+/callback",
        ],
    ),
    sample("oidc", "secret", &["--name", "Old App", "--redirect", "https://app.company/back", "--signing", "secret"]),
    sample(
        "oidc",
        "implicit",
        &["--name", "Old Page", "--redirect", "https://app.company/back", "--grant", "implicit"],
    ),
    sample("oidc", "regex", &["--name", "Desktop", "--redirect-regex", r"http://127\.0\.0\.1:[0-9]+/callback"]),
    sample(
        "oidc",
        "everything",
        &[
            "--name",
            "Büro – $HOME",
            "--slug",
            "buero",
            "--app-url",
            "https://app.company/sub/",
            "--redirect",
            "https://app.company/sub/back?a=b'c\"$d",
            "--redirect",
            "https://other.company/back",
            "--grant",
            "authorization_code",
            "--grant",
            "implicit",
            "--scope",
            "profile",
            "--scope",
            "offline_access",
            "--groups-claim",
            "roles",
            "--sub-mode",
            "user_email",
            "--issuer-mode",
            "per_provider",
            "--claims-outside-id-token",
            "--access-code-validity",
            "minutes=2",
            "--access-token-validity",
            "hours=1;minutes=30",
            "--refresh-token-validity",
            "days=7",
            "--refresh-token-threshold",
            "days=2",
            "--logout-url",
            "https://app.company/signed-out",
            "--logout-notify",
            "https://app.company/notify",
            "--logout-method",
            "frontchannel",
        ],
    ),
    sample(
        "proxmox-ve",
        "cluster",
        &[
            "--node",
            "https://pve1.example.com:8006",
            "--node",
            "https://pve2.example.com:8006/",
            "--san",
            "login.example.com",
            "--san",
            "192.0.2.7",
        ],
    ),
    sample(
        "proxmox-ve",
        "groups",
        &[
            "--node",
            "https://pve.example.com",
            "--realm",
            "sso-1",
            "--username-claim",
            "email",
            "--no-autocreate",
            "--make-default",
            "--groups",
            "--group",
            "pve-admins",
            "--group",
            "odd 'name' $x",
            "--skip-odd-groups",
            "--groups-overwrite",
        ],
    ),
    sample("proxmox-ve", "all groups", &["--node", "https://pve.example.com:8006", "--groups", "--groups-autocreate"]),
    sample("proxmox-backup", "plain", &["--node", "https://pbs.example.com:8007"]),
    sample("kestra", "plain", &["--app-url", "http://localhost:8080"]),
    sample(
        "kestra",
        "admin",
        &[
            "--app-url",
            "https://kestra.company/",
            "--default-role",
            "admin",
            "--secret-env",
            "KESTRA_OIDC_SECRET",
            "--groups",
            "--tenants",
        ],
    ),
    sample("kestra", "no role", &["--app-url", "https://kestra.company", "--default-role", "none"]),
    sample(
        "kestra",
        "scim",
        &[
            "--app-url",
            "https://kestra.company",
            "--scim-url",
            "https://kestra.company/api/v1/main/integrations/7cHqdiNvZb0fLUkkpDZLNa/scim/v2/",
            "--scim-token-file",
            "scim-token",
            "--scim-group",
            "kestra-users",
        ],
    )
    .with(&[TOKEN]),
    sample("otc", "guide", &["--rule", "github-users=ecs-admin"]),
    sample(
        "otc",
        "several",
        &[
            "--idp-name",
            "company_1",
            "--rule",
            "Büro \"A\" ${x} %{y}=power_user",
            "--rule",
            "admins=admin",
            "--user-claim",
            "preferred_username",
            "--user-name",
            "{0}",
            "--domain-id",
            "0123456789abcdef0123456789abcdef",
        ],
    ),
    sample("huawei-cloud", "plain", &["--rule", "cloud-admins=admin", "--host", "auth-intl.example"]),
    sample(
        "huawei-cloud",
        "several",
        &[
            "--idp-name",
            "company_1",
            "--rule",
            "Büro \"A\" ${x} %{y}=power_user",
            "--rule",
            "admins=admin",
            "--user-claim",
            "email",
            "--user-name",
            "sso {0}",
        ],
    ),
    sample(
        "saml",
        "plain",
        &["--name", "SAML Demo", "--acs", "https://app.company/saml/acs", "--entity-id", "https://app.company/saml"],
    ),
    sample("saml", "metadata", &["--name", "From Metadata", "--metadata", "metadata.xml", "--encrypt"])
        .with(&[METADATA]),
    sample(
        "saml",
        "everything",
        &[
            "--name",
            "Büro – $HOME",
            "--slug",
            "buero",
            "--app-url",
            "https://app.company/sub/",
            "--acs",
            "https://app.company/sub/acs?a=b'c\"$d",
            "--entity-id",
            "urn:company:app <one> & \"two\"",
            "--binding",
            "redirect",
            "--name-id",
            "username",
            "--attribute",
            "email",
            "--attribute",
            "username",
            "--groups-attribute",
            "https://app.company/claims/role",
            "--sign-response",
            "--unsigned-assertion",
            "--algorithm",
            "rsa-sha512",
            "--encryption-certificate",
            "application.pem",
            "--verification-certificate",
            "application.pem",
            "--logout-url",
            "https://app.company/sub/sls",
            "--logout-binding",
            "post",
            "--logout-method",
            "backchannel",
            "--relay-state",
            "https://app.company/start?x=$y",
            "--session-validity",
            "hours=8",
        ],
    )
    .with(&[CERTIFICATE]),
    sample(
        "scim",
        "plain",
        &["--name", "Wiki", "--scim-url", "https://app.company/scim/v2/", "--scim-token-file", "scim-token"],
    )
    .with(&[TOKEN]),
    sample(
        "scim",
        "limited",
        &[
            "--name",
            "Wiki",
            "--scim-url",
            "https://app.company/scim/v2",
            "--scim-token-file",
            "scim-token",
            "--scim-group",
            "staff",
            "--push-service-accounts",
        ],
    )
    .with(&[TOKEN]),
    sample(
        "proxy",
        "single",
        &[
            "--name",
            "Old Docs",
            "--app-url",
            "https://docs.company:8443",
            "--skip-path",
            "^/public/.*",
            "--skip-path",
            "^/a$",
        ],
    ),
    sample(
        "proxy",
        "domain",
        &[
            "--name",
            "Whole domain",
            "--app-url",
            "https://auth.company",
            "--mode",
            "forward_domain",
            "--cookie-domain",
            "company",
            "--basic-auth-user",
            "app_user",
            "--basic-auth-password",
            "app_password",
            "--outpost-url",
            "http://authentik-server:9000",
            "--keep-authorization",
            "--session-validity",
            "hours=8",
        ],
    ),
    sample(
        "proxy",
        "reverse",
        &[
            "--name",
            "Old tool",
            "--app-url",
            "https://old.company",
            "--mode",
            "proxy",
            "--internal-url",
            "https://old.internal:8443",
            "--any-certificate",
        ],
    ),
    sample("scim-source", "plain", &["--name", "HR System"]),
    sample("scim-source", "folder", &["--name", "Personal – Büro", "--slug", "hr", "--user-path", "staff/hr"]),
];
