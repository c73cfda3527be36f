//! Encrypted connections: whom the transport trusts, and what it says of files that are wrong.

use super::server::{OK, read_request, serve};
use akctl::authentik::transport::{Body, Method, Request, Response, Transport, TransportError};
use akctl::authentik::{HttpOptions, HttpTransport};
use akctl::error::Kind;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

const AUTHORITY: &str = include_str!("fixtures/authority.pem");

pub fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests/it/client/fixtures", name].iter().collect()
}

/// A server whose certificate, for 127.0.0.1, the test's own authority has signed.
pub fn tls_server() -> SocketAddr {
    let certificate = CertificateDer::from_pem_slice(include_bytes!("fixtures/server.pem")).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("fixtures/server.key")).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a server");
    let config = Arc::new(config);
    serve(move |stream| {
        let connection = ServerConnection::new(config.clone()).expect("a connection");
        let mut stream = StreamOwned::new(connection, stream);
        if !read_request(&mut stream).is_empty() {
            let _ = stream.write_all(OK.as_bytes());
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    })
}

async fn send(options: HttpOptions, url: String) -> Result<Response, TransportError> {
    let request = Request { method: Method::Get, url, bearer: None, body: Body::Empty };
    HttpTransport::new(options).expect("a transport").send(&request).await
}

#[tokio::test]
async fn an_unknown_authority_is_refused_trusted_by_file_and_passed_over_when_told_so() {
    let url = format!("https://{}/", tls_server());
    let error = send(HttpOptions::default(), url.clone()).await.expect_err("nobody knows it");
    assert!(matches!(&error, TransportError::Tls(text) if text.contains("UnknownIssuer")), "{error:?}");
    assert!(error.never_sent());

    let trusting = HttpOptions { ca_file: Some(fixture("authority.pem")), ..HttpOptions::default() };
    assert_eq!(send(trusting, url.clone()).await.expect("trusted").status, 200);

    let insecure = HttpOptions { insecure: true, ..HttpOptions::default() };
    assert_eq!(send(insecure, url).await.expect("passed over").status, 200);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused_although_its_authority_is_trusted() {
    let url = format!("https://localhost:{}/", tls_server().port());
    let trusting = HttpOptions { ca_file: Some(fixture("authority.pem")), ..HttpOptions::default() };
    let error = send(trusting, url).await.expect_err("another name");
    assert!(matches!(error, TransportError::Tls(_)), "{error:?}");
}

#[tokio::test]
async fn a_server_that_does_not_encrypt_is_no_trusted_connection() {
    let address = serve(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n");
    });
    let error = send(HttpOptions::default(), format!("https://{address}/")).await.expect_err("plain");
    assert!(matches!(error, TransportError::Tls(_)), "{error:?}");
}

#[test]
fn a_wrong_file_of_authorities_is_named_before_anything_is_sent() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let cases = [
        ("missing.pem", None, "cannot be read"),
        ("empty.pem", Some(String::new()), "holds no certificate"),
        ("key.pem", Some(include_str!("fixtures/server.key").to_owned()), "holds no certificate"),
        ("text.pem", Some("not a certificate".to_owned()), "holds no certificate"),
        ("cut.pem", Some(AUTHORITY[..120].to_owned()), "is not PEM"),
        ("wrong.pem", Some(broken.to_owned()), "number 1"),
        ("second-wrong.pem", Some(format!("{AUTHORITY}{broken}")), "number 2"),
    ];
    for (name, content, expected) in cases {
        let path = folder.path().join(name);
        if let Some(content) = content {
            std::fs::write(&path, content).expect("written");
        }
        let options = HttpOptions { ca_file: Some(path), ..HttpOptions::default() };
        let failure = HttpTransport::new(options).err().expect(name);
        assert_eq!(failure.kind, Kind::Usage, "{name}");
        assert!(failure.message.contains(name) && failure.message.contains(expected), "{failure}");
    }
    let several = folder.path().join("several.pem");
    std::fs::write(&several, format!("# two\n{AUTHORITY}\n{AUTHORITY}")).expect("written");
    HttpTransport::new(HttpOptions { ca_file: Some(several), ..HttpOptions::default() }).expect("several are welcome");
}
