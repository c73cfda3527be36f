//! When a request is sent again, and how long to wait before: plain functions of values.

use super::transport::{Response, TransportError};
use async_trait::async_trait;
use std::time::{Duration, SystemTime};

/// The most times that a request is sent again.
pub const MOST_RETRIES: u32 = 3;

/// The longest time that a server may ask to wait (`Retry-After`) and be obeyed. Who asks for more
/// gets no other attempt; the error says how long the server wants to be left alone.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The pause before the first retry; each further one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(300);

/// Time as the client sees it, so that tests need not wait.
#[async_trait(?Send)]
pub trait Clock {
    /// Waits.
    async fn sleep(&self, time: Duration);

    /// The time of day, for a `Retry-After` that is a date.
    fn now(&self) -> SystemTime;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait(?Send)]
impl Clock for SystemClock {
    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// Whether a call may be sent again: a property of the endpoint, not of the verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// Twice is the same as once: reads, replacing a whole object, removing.
    Always,
    /// Only if the server has not done it: no connection was made, or it said 429.
    IfNotDone,
}

/// How long to wait before the call is sent again; `None` if it is not. `retries` is how often it
/// has been sent again already, `luck` a random number from 0 to 1 that spreads the pauses of
/// calls that failed together.
///
/// A name that does not resolve and a certificate that is not trusted stay so: no retry. Neither
/// after a time-out: the time allowed is what the person was ready to wait.
#[must_use]
pub fn pause(
    repeat: Repeat,
    retries: u32,
    outcome: &Result<Response, TransportError>,
    now: SystemTime,
    luck: f64,
) -> Option<Duration> {
    if retries >= MOST_RETRIES || !may_help(repeat, outcome) {
        return None;
    }
    let backoff = FIRST_PAUSE.mul_f64(f64::from(1_u32 << retries) * (0.75 + luck.clamp(0.0, 1.0) / 2.0));
    let asked = outcome.as_ref().ok().and_then(|response| retry_after(response, now)).unwrap_or_default();
    (asked <= LONGEST_WAIT).then(|| asked.max(backoff))
}

fn may_help(repeat: Repeat, outcome: &Result<Response, TransportError>) -> bool {
    match outcome {
        Ok(response) => match response.status {
            429 => true,
            502..=504 => repeat == Repeat::Always,
            _ => false,
        },
        Err(TransportError::Connect(_)) => true,
        Err(TransportError::Broken(_)) => repeat == Repeat::Always,
        Err(
            TransportError::Resolve(_)
            | TransportError::Tls(_)
            | TransportError::TimeOut(_)
            | TransportError::TooLarge(_),
        ) => false,
    }
}

/// How long the server asks to be left alone: seconds, or a date.
#[must_use]
pub fn retry_after(response: &Response, now: SystemTime) -> Option<Duration> {
    let text = response.header("retry-after")?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(clippy::unnecessary_wraps)] // One of the two outcomes of a table.
    fn answer(status: u16, retry_after: Option<&str>) -> Result<Response, TransportError> {
        let headers = retry_after.map(|value| ("retry-after".to_owned(), value.to_owned()));
        Ok(Response { status, headers: headers.into_iter().collect(), body: Vec::new() })
    }

    fn again(repeat: Repeat, outcome: &Result<Response, TransportError>) -> bool {
        pause(repeat, 0, outcome, SystemTime::UNIX_EPOCH, 0.5).is_some()
    }

    #[test]
    fn what_helps_and_what_does_not() {
        use TransportError::{Broken, Connect, Resolve, TimeOut, Tls};
        let text = || "x".to_owned();
        let table = [
            (answer(429, None), true, true),
            (answer(502, None), true, false),
            (answer(503, None), true, false),
            (answer(504, None), true, false),
            (answer(500, None), false, false),
            (answer(400, None), false, false),
            (answer(403, None), false, false),
            (answer(404, None), false, false),
            (answer(200, None), false, false),
            (Err(Connect(text())), true, true),
            (Err(Broken(text())), true, false),
            (Err(TimeOut(30)), false, false),
            (Err(Resolve(text())), false, false),
            (Err(Tls(text())), false, false),
        ];
        for (outcome, always, if_not_done) in table {
            assert_eq!(again(Repeat::Always, &outcome), always, "always: {outcome:?}");
            assert_eq!(again(Repeat::IfNotDone, &outcome), if_not_done, "if not done: {outcome:?}");
        }
    }

    #[test]
    fn pauses_double_spread_and_end() {
        let outcome = answer(503, None);
        let at = |retries, luck| pause(Repeat::Always, retries, &outcome, SystemTime::UNIX_EPOCH, luck);
        let milliseconds = |retries, luck| at(retries, luck).map(|time| time.as_millis());
        assert_eq!(milliseconds(0, 0.5), Some(300));
        assert_eq!(milliseconds(1, 0.5), Some(600));
        assert_eq!(milliseconds(2, 0.5), Some(1200));
        assert_eq!(at(3, 0.5), None);
        assert_eq!(milliseconds(0, 0.0), Some(225));
        assert_eq!(milliseconds(0, 1.0), Some(375));
    }

    #[test]
    fn obeys_retry_after_in_seconds_and_as_a_date_and_gives_up_on_long_ones() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").expect("a date");
        let wait =
            |value| pause(Repeat::IfNotDone, 0, &answer(429, Some(value)), now, 0.5).map(|time| time.as_millis());
        assert_eq!(wait("7"), Some(7000));
        assert_eq!(wait("60"), Some(60_000));
        assert_eq!(wait("61"), None);
        assert_eq!(wait("0"), Some(300), "never without a pause");
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:47 GMT"), Some(10_000));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(300), "a date in the past");
        assert_eq!(wait("Sun, 06 Nov 1994 09:49:37 GMT"), None);
        assert_eq!(wait("soon"), Some(300), "nonsense counts as nothing");
    }
}
