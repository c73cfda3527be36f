//! nginx, with `auth_request`.

use super::{HEADERS, OTHER_HEADERS, Way};
use std::fmt::Write;

impl Way<'_> {
    /// What belongs into the server block of the application.
    pub(super) fn nginx(self) -> String {
        let mut out = String::new();
        let server = if self.is_for_a_domain() {
            "each server block of the domain".to_owned()
        } else {
            format!("the server block of {}", self.host())
        };
        let _ = writeln!(out, "# Into {server}, in place of its own `location /`.\n");
        let _ = writeln!(out, "# The headers of a session are longer than nginx expects.");
        let _ = writeln!(out, "proxy_buffers 8 16k;\nproxy_buffer_size 32k;\n");
        self.application(&mut out);
        self.outpost(&mut out);
        let start = if self.is_for_a_domain() { self.proxy.external_host.as_str() } else { "" };
        let _ = writeln!(
            out,
            "# nginx cannot encode the address: of a query with several parameters only the first comes back."
        );
        let _ = write!(
            out,
            "location @authentik_sign_in {{\n    internal;\n    add_header Set-Cookie $authentik_cookie;\n    \
             return 302 {start}/outpost.goauthentik.io/start?rd=$scheme://$http_host$request_uri;\n}}\n"
        );
        out
    }

    fn application(self, out: &mut String) {
        out.push_str(
            "location / {\n    # Here stays what serves the application: proxy_pass and its own proxy_set_header.\n\n",
        );
        out.push_str(
            "    auth_request /outpost.goauthentik.io/auth/nginx;\n    error_page 401 = @authentik_sign_in;\n",
        );
        out.push_str("    auth_request_set $authentik_cookie $upstream_http_set_cookie;\n");
        out.push_str("    add_header Set-Cookie $authentik_cookie;\n\n");
        for header in HEADERS {
            let _ = writeln!(out, "    auth_request_set $authentik_{header} $upstream_http_x_authentik_{header};");
        }
        for header in HEADERS {
            let _ = writeln!(out, "    proxy_set_header X-authentik-{header} $authentik_{header};");
        }
        if self.proxy.has_basic_auth {
            out.push_str("    auth_request_set $authentik_authorization $upstream_http_authorization;\n");
            out.push_str("    proxy_set_header Authorization $authentik_authorization;\n");
        }
        out.push_str("    # Nothing of this kind that a client sends may arrive.\n");
        for header in OTHER_HEADERS {
            let _ = writeln!(out, "    proxy_set_header X-authentik-{header} \"\";");
        }
        out.push_str("}\n\n");
    }

    fn outpost(self, out: &mut String) {
        let _ = writeln!(
            out,
            "location /outpost.goauthentik.io {{\n    proxy_pass {};",
            self.below("").trim_end_matches('/')
        );
        if self.proxy.outpost_url.starts_with("https:") {
            out.push_str("    proxy_ssl_server_name on;\n");
        }
        // By host and port an outpost finds the application. A client may send another name where the
        // server block answers every name.
        let host = if self.is_for_a_domain() { "$host" } else { self.host() };
        let _ = write!(
            out,
            "    proxy_set_header Host {host};\n    \
             # An outpost believes these two more than the headers around them, so no client may send them.\n    \
             proxy_set_header X-Forwarded-Host {host};\n    proxy_set_header X-Original-URI \"\";\n"
        );
        out.push_str(
            "    proxy_set_header X-Original-URL $scheme://$http_host$request_uri;\n    \
             auth_request_set $authentik_cookie $upstream_http_set_cookie;\n    \
             add_header Set-Cookie $authentik_cookie;\n    \
             proxy_pass_request_body off;\n    proxy_set_header Content-Length \"\";\n}\n\n",
        );
    }
}
