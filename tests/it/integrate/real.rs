//! The core of it on a real authentik, where `AKCTL_TEST_URL` and `AKCTL_TEST_TOKEN` name one.
//! Everything has a name of its own and is removed again, also after a failure.

use crate::support::Akctl;
use akctl::authentik::{Client, ClientOptions, HttpOptions, HttpTransport};
use akctl::model::Secret;
use serde_json::{Value, json};
use std::rc::Rc;

/// A real server, and the names that this run uses there.
struct Real {
    url: String,
    token: String,
    slug: String,
    group: String,
}

impl Real {
    fn from_environment(scenario: &str) -> Option<Self> {
        let (Ok(url), Ok(token)) = (std::env::var("AKCTL_TEST_URL"), std::env::var("AKCTL_TEST_TOKEN")) else {
            println!("skipped: AKCTL_TEST_URL and AKCTL_TEST_TOKEN name no authentik");
            return None;
        };
        let unique = format!("akctl-test-{scenario}-{}", uuid::Uuid::new_v4().simple());
        Some(Self { url, token, slug: unique[..40.min(unique.len())].to_owned(), group: unique })
    }

    fn portainer(&self) -> Akctl {
        Akctl::new().env("AUTHENTIK_URL", &self.url).env("AUTHENTIK_TOKEN", &self.token).args([
            "integrate",
            "portainer",
            "--app-url",
            "https://portainer.company",
            "--yes",
            "--slug",
            &self.slug,
        ])
    }

    fn block<T>(&self, work: impl AsyncFnOnce(Client) -> T) -> T {
        let transport = HttpTransport::new(HttpOptions::default());
        let options = ClientOptions { token: Some(Secret::new(self.token.clone())), ..ClientOptions::default() };
        let url = self.url.parse().expect("an address");
        let client = Client::new(url, Rc::new(transport.expect("a transport")), options).expect("a client");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(work(client))
    }

    /// The first object of a list.
    fn one(&self, path: &str, query: (&str, &str)) -> Option<Value> {
        self.block(async |client| client.list(path, &[query]).await.expect("a list").into_iter().next())
    }
}

impl Drop for Real {
    fn drop(&mut self) {
        let (slug, group) = (&self.slug, &self.group);
        self.block(async |client| {
            let _ = client.delete(&format!("core/applications/{slug}/")).await;
            for (path, query) in [
                ("providers/oauth2/", ("search", slug)),
                ("propertymappings/provider/scope/", ("search", slug)),
                ("core/groups/", ("search", group)),
            ] {
                for object in client.list(path, &[(query.0, query.1.as_str())]).await.unwrap_or_default() {
                    let is_ours = object["name"].as_str().is_some_and(|name| name.starts_with(query.1.as_str()));
                    if is_ours {
                        let pk = object["pk"].as_str().map_or_else(|| object["pk"].to_string(), str::to_owned);
                        let _ = client.delete(&format!("{path}{pk}/")).await;
                    }
                }
            }
        });
    }
}

fn actions(report: &Value) -> Vec<&str> {
    report["changes"].as_array().expect("a list").iter().filter_map(|change| change["action"].as_str()).collect()
}

#[test]
fn fresh_repeat_and_change() {
    let Some(real) = Real::from_environment("core") else { return };
    let first = real.portainer().args(["--show-secrets"]).json();
    assert!(actions(&first).iter().all(|action| *action == "create"), "{first}");
    let second = real.portainer().args(["--show-secrets"]).json();
    assert!(actions(&second).iter().all(|action| *action == "keep"), "{second}");
    assert_eq!(first["client"], second["client"]);
    let changed = real.portainer().args(["--name", "Docker", "--tile-group", "Containers"]).json();
    assert_eq!(actions(&changed).iter().filter(|action| **action == "update").count(), 1, "{changed}");
    let provider = real.one("providers/oauth2/", ("name", &format!("{} (akctl)", real.slug))).expect("the provider");
    assert_eq!(provider["redirect_uris"][0]["url"], "https://portainer.company/");
    assert_eq!(provider["redirect_uris"][0]["matching_mode"], "strict");
    assert_eq!(provider["property_mappings"].as_array().expect("a list").len(), 3);
    assert_eq!(provider["client_id"], first["provider"]["client_id"]);
}

#[test]
fn teams_and_bindings() {
    let Some(real) = Real::from_environment("teams") else { return };
    let team = format!("{}=staff:crew", real.group);
    let flags = ["--teams", "--create-groups", "--bind-teams", "--admin-value", "none", "--team", &team];
    let report = real.portainer().args(flags).json();
    assert_eq!(report["warnings"], json!([]), "{report}");
    let again = real.portainer().args(flags).json();
    assert!(actions(&again).iter().all(|action| *action == "keep"), "{again}");
    let group = real.one("core/groups/", ("name", &real.group)).expect("the group");
    let path = format!("core/applications/{}/", real.slug);
    let application = real.block(async |client| client.get(&path, &[]).await.expect("the application"));
    let target = application["pk"].as_str().expect("text");
    let binding = real.one("policies/bindings/", ("target", target)).expect("the binding");
    assert_eq!(binding["group"], group["pk"]);
}
