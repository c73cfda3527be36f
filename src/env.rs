//! Every environment variable that akctl reads, one documented constant each.

/// Address of the authentik to talk to, with or without `/api/v3`. Other authentik tools read it too.
pub const AUTHENTIK_URL: &str = "AUTHENTIK_URL";
/// API token. It goes only to the address in [`AUTHENTIK_URL`], or to that of `--url` where the
/// variable is not set. Other authentik tools read it too.
pub const AUTHENTIK_TOKEN: &str = "AUTHENTIK_TOKEN";
/// `true` or `1`: accept any TLS certificate. Each run warns.
pub const AUTHENTIK_INSECURE: &str = "AUTHENTIK_INSECURE";
/// PEM file with certificate authorities to trust besides the system's.
pub const AKCTL_CA_FILE: &str = "AKCTL_CA_FILE";
/// The folder of the configuration, in place of the usual one (`$XDG_CONFIG_HOME/akctl` on Linux).
pub const AKCTL_CONFIG_DIR: &str = "AKCTL_CONFIG_DIR";

/// The name of a shell that asks what may come next; set by the scripts of `akctl completions`.
pub const AKCTL_COMPLETE: &str = "AKCTL_COMPLETE";

/// The value of a variable that a file of integrations names.
#[must_use]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The environment as it was when akctl started. Everything else gets it as a value.
#[derive(Clone, Default)]
pub struct Environment {
    /// The variables that are set and not empty; one of them is a secret, so there is no `Debug`.
    variables: std::collections::BTreeMap<&'static str, String>,
}

impl Environment {
    /// Reads the variables that akctl knows.
    #[must_use]
    pub fn read() -> Self {
        let known =
            [AUTHENTIK_URL, AUTHENTIK_TOKEN, AUTHENTIK_INSECURE, AKCTL_CA_FILE, AKCTL_CONFIG_DIR, AKCTL_COMPLETE];
        Self::of(known.into_iter().filter_map(|name| Some((name, std::env::var(name).ok()?))))
    }

    /// An environment of these variables.
    #[must_use]
    pub fn of(variables: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        Self { variables: variables.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect() }
    }

    /// The value of a variable, if it is set and not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }
}
