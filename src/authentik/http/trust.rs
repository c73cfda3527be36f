//! Authorities that a person trusts besides the system's.

use crate::error::Failure;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::path::Path;

/// Certificates of authorities.
#[derive(Default)]
pub struct Authorities(Vec<CertificateDer<'static>>);

impl Authorities {
    /// Reads a PEM file and checks every certificate in it.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.display();
        let text = std::fs::read(path).map_err(|error| {
            Failure::usage(format!("the file of authorities {name} cannot be read")).caused_by(error)
        })?;
        let wrong = |why: String| {
            Failure::usage(format!("the file of authorities {name} {why}"))
                .hint("give a PEM file with one or more blocks that begin with `-----BEGIN CERTIFICATE-----`")
        };
        let certificates = CertificateDer::pem_slice_iter(&text)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| wrong(format!("is not PEM: {error}")))?;
        if certificates.is_empty() {
            return Err(wrong("holds no certificate".to_owned()));
        }
        let mut store = RootCertStore::empty();
        for (index, certificate) in certificates.iter().enumerate() {
            store
                .add(certificate.clone())
                .map_err(|error| wrong(format!("holds a certificate that is none (number {}): {error}", index + 1)))?;
        }
        Ok(Self(certificates))
    }

    /// The certificates as reqwest takes them.
    pub fn certificates(&self) -> Vec<reqwest::Certificate> {
        // Every one was checked when the file was read.
        self.0.iter().filter_map(|der| reqwest::Certificate::from_der(der).ok()).collect()
    }
}
