//! What a failure of reqwest means for the caller: above all, whether the server can have seen the
//! request.

use super::HttpOptions;
use crate::authentik::transport::{NO_TLS, TransportError};
use std::error::Error;
use std::io;
use std::time::Duration;
use url::Url;

/// Sorts a failure. `url` is the address that was asked.
pub fn of(error: &reqwest::Error, url: &str, options: &HttpOptions) -> TransportError {
    if error.is_dns() {
        return TransportError::Resolve(host(url));
    }
    if error.is_builder() {
        return TransportError::Connect(innermost(error));
    }
    if error.is_connect() {
        return match find::<rustls::Error>(error) {
            Some(rustls::Error::InvalidMessage(rustls::InvalidMessage::InvalidContentType)) => {
                TransportError::Tls(NO_TLS.to_owned())
            }
            Some(tls) => TransportError::Tls(tls.to_string()),
            None if error.is_timeout() => {
                TransportError::Connect(format!("none was made within {} seconds", seconds(options.connect_timeout)))
            }
            None => TransportError::Connect(innermost(error)),
        };
    }
    if error.is_timeout() {
        return TransportError::TimeOut(seconds(options.request_timeout));
    }
    TransportError::Broken(innermost(error))
}

/// Whole seconds, at least one: what a person reads.
fn seconds(time: Duration) -> u64 {
    time.as_secs().max(1)
}

fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// The innermost cause in its own words. The outer ones repeat the address, with its query.
pub fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(next) = below(innermost) {
        innermost = next;
    }
    match innermost.downcast_ref::<reqwest::Error>() {
        // A reqwest error without a cause would say the address.
        Some(_) => "the request could not be made".to_owned(),
        None => innermost.to_string(),
    }
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        next = below(error);
    }
    None
}

/// One step further down. An I/O error that wraps another error does not name it as its source.
fn below<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}
