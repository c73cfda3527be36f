//! The authentik in memory: against recordings, against schemas, against itself.

mod access;
mod applications;
mod certificates;
mod expressions;
mod habits;
mod oidc;
mod providers;
mod replay;
pub mod schema;
mod scim;
mod shapes;
mod signin;
mod sources;

use akctl::sandbox::{Reply, Request, Sandbox};
use serde_json::{Value, json};

/// A sandbox with somebody who asks it things.
pub struct Server {
    pub sandbox: Sandbox,
    pub token: String,
}

impl Server {
    pub fn new(version: &str) -> Self {
        let sandbox = Sandbox::new(version.parse().expect("a version that is played"));
        let token = sandbox.token().to_owned();
        Self { sandbox, token }
    }

    /// Any request; `target` is a path with its query.
    pub fn send(&mut self, method: &str, target: &str, token: Option<&str>, body: Option<&Value>) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        self.sandbox.handle(&Request {
            method: method.to_owned(),
            scheme: "https".to_owned(),
            host: "auth.example.com".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            authorization: token.map(|token| format!("Bearer {token}")),
            content_type: body.map(|_| "application/json".to_owned()),
            body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
            ..Request::default()
        })
    }

    /// A request to the API with all rights, and its reply as JSON (null where it is none).
    pub fn api(&mut self, method: &str, target: &str, body: Option<&Value>) -> (u16, Value) {
        let token = self.token.clone();
        let reply = self.send(method, &format!("/api/v3/{target}"), Some(&token), body);
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
    }

    pub fn get(&mut self, target: &str) -> Value {
        let (status, body) = self.api("GET", target, None);
        assert_eq!(status, 200, "GET {target}: {body}");
        body
    }

    pub fn post(&mut self, target: &str, body: &Value) -> Value {
        let (status, reply) = self.api("POST", target, Some(body));
        assert!(status == 200 || status == 201, "POST {target}: {status} {reply}");
        reply
    }

    pub fn patch(&mut self, target: &str, body: &Value) -> Value {
        let (status, reply) = self.api("PATCH", target, Some(body));
        assert_eq!(status, 200, "PATCH {target}: {reply}");
        reply
    }

    pub fn delete(&mut self, target: &str) {
        let (status, reply) = self.api("DELETE", target, None);
        assert_eq!(status, 204, "DELETE {target}: {reply}");
    }

    /// A page for people or a redirect, asked for without a token.
    pub fn browse(&mut self, target: &str) -> Reply {
        self.send("GET", target, None, None)
    }

    /// The pk of the flow with that slug; null where this version has none.
    pub fn flow(&mut self, slug: &str) -> Value {
        self.get(&format!("flows/instances/?slug={slug}"))["results"][0]["pk"].clone()
    }

    /// The pk of a default scope mapping.
    pub fn mapping(&mut self, scope: &str) -> Value {
        let managed = format!("goauthentik.io%2Fproviders%2Foauth2%2Fscope-{scope}");
        self.get(&format!("propertymappings/provider/scope/?managed={managed}"))["results"][0]["pk"].clone()
    }

    /// What every `OAuth2` provider needs, with that name.
    pub fn provider_body(&mut self, name: &str) -> Value {
        json!({
            "name": name,
            "authorization_flow": self.flow("default-provider-authorization-implicit-consent"),
            "invalidation_flow": self.flow("default-provider-invalidation-flow"),
            "redirect_uris": [{"matching_mode": "strict", "url": "https://app.example.com/callback"}],
        })
    }

    /// An application with an `OAuth2` provider: its pk, and the provider.
    pub fn application(&mut self, slug: &str) -> (Value, Value) {
        let body = self.provider_body(&format!("Provider for {slug}"));
        let provider = self.post("providers/oauth2/", &body);
        let body = json!({"name": slug, "slug": slug, "provider": provider["pk"]});
        let application = self.post("core/applications/", &body);
        (application["pk"].clone(), provider)
    }

    /// The pk of a user.
    pub fn user(&mut self, name: &str) -> Value {
        self.get(&format!("core/users/?username={name}"))["results"][0]["pk"].clone()
    }

    /// Whether a user may open an application.
    pub fn may_open(&mut self, slug: &str, user: &str) -> bool {
        let pk = self.user(user);
        self.get(&format!("core/applications/{slug}/check_access/?for_user={pk}"))["passing"] == json!(true)
    }
}

/// The key of a token whose user may do only that.
pub fn limited(server: &mut Server, permissions: &[&str]) -> String {
    let account = server.post("core/users/service_account/", &json!({"name": "robot"}));
    let role = server.post("rbac/roles/", &json!({"name": "robots"}));
    let pk = role["pk"].as_str().unwrap_or_default();
    let wanted = json!({ "permissions": permissions });
    server.post(&format!("rbac/permissions/assigned_by_roles/{pk}/assign/"), &wanted);
    server.post("core/groups/", &json!({"name": "robots", "roles": [pk], "users": [account["user_pk"]]}));
    let token = json!({"identifier": "robot-api", "intent": "api", "user": account["user_pk"]});
    server.post("core/tokens/", &token);
    server.get("core/tokens/robot-api/view_key/")["key"].as_str().unwrap_or_default().to_owned()
}

/// The header of that name.
pub fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    reply.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// Where the material about real servers is, on machines that have it.
pub fn shared(below: &str) -> Option<std::path::PathBuf> {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared", "../../shared"].iter().map(|up| here.join(up).join(below)).find(|path| path.exists())
}
