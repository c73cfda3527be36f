//! Any application that speaks OpenID Connect: what only that preset can ask for.

use crate::support::{Akctl, Server, VERSIONS};

#[test]
fn an_application_may_insist_on_its_own_id_secret_and_encryption() {
    for version in VERSIONS {
        let server = Server::start(version);
        super::portainer(&server).ok();
        let certificate = server.list("crypto/certificatekeypairs/")[0].clone();
        let oidc = |flags: &[&str]| {
            let base = ["--name", "Flask", "--redirect", "https://flask.company/cb", "--yes"];
            Akctl::integrate(&server, "oidc").args(base).args(flags.iter().copied()).stdin("s3cret-of-the-app\n")
        };
        let own = ["--own-client-id", "flask-demo", "--own-client-secret-file", "-"];
        oidc(&own).ok();
        let made = server.provider_of("flask");
        assert_eq!((&made["client_id"], &made["client_secret"]), (&"flask-demo".into(), &"s3cret-of-the-app".into()));
        server.forget();
        oidc(&own).ok();
        assert!(server.writes().is_empty(), "{version}");
        let ran = oidc(&["--own-client-id", "another"]).fails(4, &["client_id", "--force"]);
        assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);

        let name = certificate["name"].as_str().expect("a name");
        let known = made.get("encryption_key").is_some();
        let encrypted = oidc(&["--encryption-key", name]);
        if known {
            encrypted.ok();
            assert_eq!(server.provider_of("flask")["encryption_key"], certificate["pk"], "{version}");
        } else {
            encrypted.fails(2, &["cannot encrypt ID tokens"]);
        }
        oidc(&["--encryption-key", "nothing"]).fails(2, &["no certificate called `nothing`"]);
        oidc(&["--trusted-provider", "nobody"]).fails(2, &["no OAuth2 provider called `nobody`"]);
        if made.get("jwt_federation_providers").is_some() {
            oidc(&["--trusted-provider", "portainer (akctl)"]).ok();
            let trusted = &server.provider_of("flask")["jwt_federation_providers"];
            assert_eq!(trusted, &serde_json::json!([server.provider_of("portainer")["pk"]]), "{version}");
        }
    }
}
