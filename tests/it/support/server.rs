//! An authentik in memory behind HTTP.

use akctl::sandbox::{LogEntry, Request, Sandbox, server};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::sync::oneshot;

/// A server on a free port, stopped when it is dropped.
pub struct Server {
    sandbox: Arc<Mutex<Sandbox>>,
    url: String,
    token: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// A fresh authentik of this version.
    pub fn start(version: &str) -> Self {
        Self::with_latency(version, None)
    }

    /// A fresh authentik whose every reply takes this much longer.
    pub fn with_latency(version: &str, latency: Option<Duration>) -> Self {
        let sandbox = Sandbox::new(version.parse().expect("a version"));
        let token = sandbox.token().to_owned();
        let sandbox = Arc::new(Mutex::new(sandbox));
        let (stop, stopped) = oneshot::channel::<()>();
        let (tell, told) = std::sync::mpsc::channel();
        let served = Arc::clone(&sandbox);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let until = async {
                    let _ = stopped.await;
                };
                let (address, serving) = server::serve(served, 0, latency, until).await.expect("bound");
                tell.send(address).expect("told");
                serving.await.expect("served");
            });
        });
        let url = format!("http://{}", told.recv().expect("an address"));
        Self { sandbox, url, token, stop: Some(stop), thread: Some(thread) }
    }

    /// The base address.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A superuser's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The state, for looking and for breaking.
    pub fn sandbox(&self) -> MutexGuard<'_, Sandbox> {
        self.sandbox.lock().expect("not poisoned")
    }

    /// The requests since the log was last cleared.
    pub fn log(&self) -> Vec<LogEntry> {
        self.sandbox().log().to_vec()
    }

    /// The requests that change something.
    pub fn writes(&self) -> Vec<LogEntry> {
        self.log().into_iter().filter(|entry| entry.method != "GET").collect()
    }

    /// Sends a request to the API as the superuser and answers status and body. The log begins
    /// anew with it, so look at the log first.
    pub fn api(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let request = Request {
            method: method.to_owned(),
            scheme: "http".to_owned(),
            host: self.url.trim_start_matches("http://").to_owned(),
            path: format!("/api/v3/{path}"),
            query: query.to_owned(),
            authorization: Some(format!("Bearer {}", self.token)),
            cookie: None,
            content_type: Some("application/json".to_owned()),
            body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() },
            ..Request::default()
        };
        let mut sandbox = self.sandbox();
        let reply = sandbox.handle(&request);
        sandbox.clear_log();
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or(Value::Null))
    }

    /// Sends a request as an application or a browser does: without the token. `target` is an
    /// address of this server or a path; a body is a form. Answers status, location and body.
    pub fn visit(&self, method: &str, target: &str, form: &str) -> (u16, String, Value) {
        let target = target.trim_start_matches(&self.url);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let reply = self.sandbox().handle(&Request {
            method: method.to_owned(),
            scheme: "http".to_owned(),
            host: self.url.trim_start_matches("http://").to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            authorization: None,
            cookie: None,
            content_type: (!form.is_empty()).then(|| "application/x-www-form-urlencoded".to_owned()),
            body: form.as_bytes().to_vec(),
            ..Request::default()
        });
        let location = reply.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("location"));
        let location = location.map(|(_, value)| value.clone()).unwrap_or_default();
        (reply.status, location, serde_json::from_slice(&reply.body).unwrap_or(Value::Null))
    }

    /// Forgets the requests so far.
    pub fn forget(&self) {
        self.sandbox().clear_log();
    }

    /// Puts a user into a group.
    pub fn join(&self, group: &Value, username: &str) {
        let user = &self.list(&format!("core/users/?username={username}"))[0]["pk"];
        let path = format!("core/groups/{}/add_user/", group["pk"].as_str().expect("text"));
        let (status, reply) = self.api("POST", &path, &json!({ "pk": user }));
        assert_eq!(status, 204, "{reply}");
    }

    /// What a login as this user would say of the user, with all scopes.
    pub fn claims(&self, slug: &str, username: &str) -> Value {
        let user = &self.list(&format!("core/users/?username={username}"))[0]["pk"];
        let provider = &self.provider_of(slug)["pk"];
        self.get(&format!("providers/oauth2/{provider}/preview_user/?for_user={user}"))["preview"].clone()
    }

    /// Everything that an integration can touch, to see that nothing was changed.
    pub fn everything(&self) -> Value {
        let paths = [
            "core/groups/",
            "propertymappings/provider/scope/",
            "providers/all/",
            "providers/oauth2/",
            "core/applications/?superuser_full_list=true",
            "policies/bindings/",
            "crypto/certificatekeypairs/",
        ];
        paths.iter().map(|path| Value::from(self.list(path))).collect()
    }

    /// Tells the embedded outpost where authentik is, as an administrator does; a fresh one does not know
    /// it (recorded on all versions).
    pub fn tell_outposts(&self) {
        for outpost in self.list("outposts/instances/") {
            let mut config = outpost["config"].clone();
            config["authentik_host"] = Value::from(self.url.as_str());
            let path = format!("outposts/instances/{}/", outpost["pk"].as_str().expect("a key"));
            self.patch(&path, serde_json::json!({ "config": config }));
        }
    }

    /// Reads one object.
    pub fn get(&self, path: &str) -> Value {
        let (status, body) = self.api("GET", path, &Value::Null);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// The objects of a list.
    pub fn list(&self, path: &str) -> Vec<Value> {
        self.get(path)["results"].as_array().cloned().expect("a list")
    }

    /// Changes one object.
    #[allow(clippy::needless_pass_by_value)] // Reads better where it is called.
    pub fn patch(&self, path: &str, body: Value) -> Value {
        let (status, reply) = self.api("PATCH", path, &body);
        assert_eq!(status, 200, "{path}: {reply}");
        reply
    }

    /// Creates one object.
    #[allow(clippy::needless_pass_by_value)] // Reads better where it is called.
    pub fn post(&self, path: &str, body: Value) -> Value {
        let (status, reply) = self.api("POST", path, &body);
        assert!((200..300).contains(&status), "{path}: {status} {reply}");
        reply
    }

    /// Creates a group.
    pub fn group(&self, name: &str) -> Value {
        self.post("core/groups/", json!({ "name": name }))
    }

    /// The provider of an application.
    pub fn provider_of(&self, slug: &str) -> Value {
        let application = self.get(&format!("core/applications/{slug}/"));
        let kind = match application["provider_obj"]["meta_model_name"].as_str() {
            Some("authentik_providers_proxy.proxyprovider") => "proxy",
            Some("authentik_providers_saml.samlprovider") => "saml",
            _ => "oauth2",
        };
        self.get(&format!("providers/{kind}/{}/", application["provider"]))
    }

    /// The bindings of an application.
    pub fn bindings_of(&self, slug: &str) -> Vec<Value> {
        let application = self.get(&format!("core/applications/{slug}/"));
        self.list(&format!("policies/bindings/?target={}", application["pk"].as_str().expect("text")))
    }

    /// Whether a user may open an application, as the policy engine sees it.
    pub fn lets_in(&self, slug: &str, username: &str) -> bool {
        let user = &self.list(&format!("core/users/?username={username}"))[0]["pk"];
        let answer = self.get(&format!("core/applications/{slug}/check_access/?for_user={user}"));
        answer["passing"].as_bool().expect("a verdict")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
