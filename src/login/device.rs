//! The device flow (RFC 8628): what a client makes of the answers.

use crate::model::text::printable;
use serde_json::Value;
use std::time::Duration;

/// The grant's name.
pub const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// What the device endpoint gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Started {
    /// With what the client asks for its tokens. It is a secret.
    pub device_code: String,
    /// What the person types.
    pub user_code: String,
    /// Where.
    pub address: String,
    /// The address with the code in it, where there is one.
    pub whole_address: Option<String>,
    /// So long the code is good.
    pub lasts: Duration,
    /// The least time between two questions.
    pub interval: Duration,
}

impl Started {
    /// Reads the answer; none if something is missing that RFC 8628 asks for.
    #[must_use]
    pub fn read(body: &Value) -> Option<Self> {
        let text = |field: &str| body.get(field)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let seconds = |field: &str| body.get(field).and_then(Value::as_u64).map(Duration::from_secs);
        Some(Self {
            device_code: text("device_code")?,
            user_code: text("user_code")?,
            address: text("verification_uri")?,
            whole_address: text("verification_uri_complete"),
            lasts: seconds("expires_in")?,
            // RFC 8628, section 3.2: five seconds where none is told.
            interval: seconds("interval").unwrap_or(Duration::from_secs(5)).max(Duration::from_secs(1)),
        })
    }
}

/// What an answer of the token endpoint means for who waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The tokens are there.
    Tokens,
    /// Nobody has signed in yet.
    Wait,
    /// Nobody has, and the client asks too often.
    Slower,
    /// The code is good no more.
    Expired,
    /// The login was refused, in one line that is safe to show.
    Refused(String),
}

/// Reads an answer of the token endpoint (RFC 8628, section 3.5).
#[must_use]
pub fn answer(status: u16, body: &Value) -> Answer {
    let text = |field: &str| body.get(field).and_then(Value::as_str).unwrap_or_default();
    match (status, text("error")) {
        (200, "") if !text("access_token").is_empty() => Answer::Tokens,
        (_, "authorization_pending") => Answer::Wait,
        (_, "slow_down") => Answer::Slower,
        (_, "expired_token") => Answer::Expired,
        (status, "") => Answer::Refused(format!("with {status}, without saying why")),
        (_, error) => {
            let said = match text("error_description") {
                "" => String::new(),
                said => format!(": {said}"),
            };
            Answer::Refused(printable(&format!("as {error}{said}")).into_owned())
        }
    }
}

/// How long to wait before the next question, after an answer: five seconds more for good when the
/// client asked too often.
#[must_use]
pub fn interval(before: Duration, answer: &Answer) -> Duration {
    if *answer == Answer::Slower { before + Duration::from_secs(5) } else { before }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_endpoint_gives_is_read_and_what_is_missing_is_seen() {
        let whole = json!({"device_code": "d", "user_code": "1", "verification_uri": "https://a/device",
            "verification_uri_complete": "https://a/device?code=1", "expires_in": 60, "interval": 7});
        let started = Started::read(&whole).expect("whole");
        assert_eq!((started.lasts.as_secs(), started.interval.as_secs()), (60, 7));
        for (field, seconds) in [("interval", 5), ("verification_uri_complete", 7)] {
            let mut less = whole.clone();
            less.as_object_mut().expect("an object").remove(field);
            assert_eq!(Started::read(&less).expect("still whole").interval.as_secs(), seconds, "{field}");
        }
        for field in ["device_code", "user_code", "verification_uri", "expires_in"] {
            let mut less = whole.clone();
            less.as_object_mut().expect("an object").remove(field);
            assert_eq!(Started::read(&less), None, "{field}");
        }
    }

    #[test]
    fn answers_are_told_apart_and_the_interval_grows_only_when_asked() {
        let error = |word: &str| answer(400, &json!({ "error": word }));
        assert_eq!(answer(200, &json!({"access_token": "t"})), Answer::Tokens);
        assert_eq!(error("authorization_pending"), Answer::Wait);
        assert_eq!(error("slow_down"), Answer::Slower);
        assert_eq!(error("expired_token"), Answer::Expired);
        assert_eq!(error("access_denied"), Answer::Refused("as access_denied".to_owned()));
        for (status, body) in [(200, json!({})), (500, json!("?")), (400, json!({"access_token": "t"}))] {
            assert!(matches!(answer(status, &body), Answer::Refused(_)), "{status} {body}");
        }
        let told = answer(400, &json!({"error": "x\u{1b}[31m", "error_description": "y"}));
        assert_eq!(told, Answer::Refused("as x\\u{1b}[31m: y".to_owned()));
        let five = Duration::from_secs(5);
        assert_eq!(interval(five, &Answer::Wait), five);
        assert_eq!(interval(interval(five, &Answer::Slower), &Answer::Slower).as_secs(), 15);
    }
}
