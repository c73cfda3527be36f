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
             # From whom Traefik takes X-Forwarded-Host is settled by forwardedHeaders of the entry point.\n        \
             trustForwardHeader: true\n        authResponseHeaders:\n",
            quoted(&self.below("auth/traefik"))
        );
        for header in self.headers() {
            let _ = writeln!(out, "          - {header}");
        }
        // `authResponseHeaders` removes what a client sent by the same names; the expression removes the
        // others, also those that many applications read as the same name
        // (https://doc.traefik.io/traefik/reference/routing-configuration/http/middlewares/forwardauth/).
        let _ = writeln!(
            out,
            "        # Nothing of this kind that a client sends arrives, in whatever spelling.\n        \
             authResponseHeadersRegex: \"(?i)^x[-_]authentik[-_]\""
        );
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
             {indent}reverse_proxy /outpost.goauthentik.io/* {outpost}\n"
        );
        self.forged(&mut out, indent);
        let _ = write!(
            out,
            "{indent}# Everything else is for people who are signed in.\n\
             {indent}forward_auth {outpost} {{\n\
             {indent}    uri /outpost.goauthentik.io/auth/caddy\n\
             {indent}    copy_headers {}\n",
            self.headers().join(" ")
        );
        if self.returns_authorization() {
            let _ = writeln!(out, "{indent}    header_up Authorization {{vars.authentik_authorization}}");
        }
        let _ = write!(
            out,
            "{indent}    # If another proxy stands before Caddy: trusted_proxies ADDRESS, and nothing but its address.\n\
             {indent}}}\n"
        );
        if !self.is_for_a_domain() {
            let _ = writeln!(out, "{indent}# Here stays what serves the application: its own reverse_proxy.\n    }}");
        }
        out.push_str("}\n");
        out
    }

    /// Takes away what a client sends by the names of an outpost's headers: Caddy 2.10.0 to 2.11.1 leaves it
    /// where the outpost sends none (GHSA-7r4p-vjf4-gxv4). An outpost that reads `Authorization` gets it back.
    fn forged(self, out: &mut String, indent: &str) {
        let _ = write!(
            out,
            "{indent}# Nothing of this kind that a client sends may arrive (GHSA-7r4p-vjf4-gxv4).\n\
             {indent}request_header -X-authentik*\n\
             {indent}request_header -X_authentik*\n"
        );
        if self.returns_authorization() {
            let _ = write!(
                out,
                "{indent}vars authentik_authorization {{http.request.header.Authorization}}\n\
                 {indent}request_header -Authorization\n"
            );
        }
    }

    /// Whether `Authorization` is for the outpost, and what comes back from it for the application.
    fn returns_authorization(self) -> bool {
        self.proxy.has_basic_auth && !self.proxy.keeps_authorization()
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
