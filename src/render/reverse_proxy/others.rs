//! Traefik, with `forwardAuth`, and Caddy, with `forward_auth`.

use super::Way;
use std::fmt::Write;

impl Way<'_> {
    /// A file of Traefik's dynamic configuration.
    pub(super) fn traefik(self) -> String {
        let slug = self.slug;
        let mut out = format!(
            "# A file of the dynamic configuration. The router of what is protected gets the middleware authentik-{slug}.\n\
             http:\n  middlewares:\n    authentik-{slug}:\n      forwardAuth:\n        address: {}\n        \
             trustForwardHeader: true\n        authResponseHeaders:\n",
            quoted(&self.below("auth/traefik"))
        );
        for header in self.headers() {
            let _ = writeln!(out, "          - {header}");
        }
        let rule = format!("Host(`{}`) && PathPrefix(`/outpost.goauthentik.io/`)", self.host_name());
        // Before the application's own router, whatever rule that has.
        let _ = write!(
            out,
            "  routers:\n    authentik-{slug}:\n      rule: {}\n      priority: 10000\n      service: authentik-{slug}\n",
            quoted(&rule)
        );
        if self.proxy.external_host.starts_with("https:") {
            out.push_str("      tls: {}\n");
        }
        let _ = write!(
            out,
            "  services:\n    authentik-{slug}:\n      loadBalancer:\n        passHostHeader: true\n        servers:\n          \
             - url: {}\n",
            quoted(&self.proxy.outpost_url)
        );
        out
    }

    /// A site of Caddy's configuration, or a part that each site of a domain imports.
    pub(super) fn caddy(self) -> String {
        let outpost = &self.proxy.outpost_url;
        let mut out = String::new();
        if self.is_for_a_domain() {
            let _ = writeln!(out, "# Each site of the domain says `import authentik` inside of its `route`.");
            let _ = writeln!(out, "(authentik) {{");
        } else {
            let _ = writeln!(out, "{} {{\n    route {{", self.proxy.external_host);
        }
        let indent = if self.is_for_a_domain() { "    " } else { "        " };
        let _ = write!(
            out,
            "{indent}# What belongs to the outpost itself.\n\
             {indent}reverse_proxy /outpost.goauthentik.io/* {outpost}\n\
             {indent}# Everything else is for people who are signed in.\n\
             {indent}forward_auth {outpost} {{\n\
             {indent}    uri /outpost.goauthentik.io/auth/caddy\n\
             {indent}    copy_headers {}\n\
             {indent}    trusted_proxies private_ranges\n\
             {indent}}}\n",
            self.headers().join(" ")
        );
        if !self.is_for_a_domain() {
            let _ = writeln!(out, "{indent}# Here stays what serves the application: its own reverse_proxy.\n    }}");
        }
        out.push_str("}\n");
        out
    }

    /// The host without its port, by which Traefik goes.
    fn host_name(self) -> String {
        let host = url::Url::parse(&self.proxy.external_host).ok();
        host.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }
}

/// A text as YAML takes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
