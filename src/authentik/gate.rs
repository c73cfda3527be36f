//! How many requests may be under way at once, and since when the server asks to be left alone.
//!
//! All calls of a client pass through one gate. It narrows when the server says that it is too much
//! (429, 502 to 504, no answer in time) or takes long, and widens again while all goes well. What
//! one call is told by `Retry-After` counts for all of them.

use super::retry::{Clock, LONGEST_WAIT, retry_after};
use super::transport::{Response, TransportError};
use std::cell::{Cell, RefCell};
use std::time::{Duration, SystemTime};
use tokio::sync::Notify;

/// How many requests are under way at once, where nobody says otherwise.
pub const SIDE_BY_SIDE: usize = 16;

/// An answer that takes longer than this is a sign of a server that has enough to do.
const SLOW: Duration = Duration::from_secs(5);

/// Lets requests through, as many at once as the server bears.
pub struct Gate {
    /// The most that may ever be under way.
    most: Cell<usize>,
    /// The most that may be under way now.
    limit: Cell<usize>,
    under_way: Cell<usize>,
    /// Good answers since the limit last changed.
    good: Cell<usize>,
    /// Nothing is sent before this moment.
    closed_until: Cell<Option<SystemTime>>,
    /// The answer of a server that wants to be left alone for longer than anybody waits, and until when.
    refusal: RefCell<Option<(SystemTime, Response)>>,
    freed: Notify,
}

/// One request that is under way; dropping it makes room for another.
pub struct Pass<'a>(&'a Gate);

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get().saturating_sub(1));
        self.0.freed.notify_waiters();
    }
}

impl Gate {
    /// A gate for at most so many requests at once.
    pub fn new(most: usize) -> Self {
        let most = most.max(1);
        Self {
            most: Cell::new(most),
            limit: Cell::new(most),
            under_way: Cell::new(0),
            good: Cell::new(0),
            closed_until: Cell::new(None),
            refusal: RefCell::new(None),
            freed: Notify::new(),
        }
    }

    /// Sets how many requests may be under way at once.
    pub fn set_most(&self, most: usize) {
        self.most.set(most.max(1));
        self.limit.set(most.max(1));
    }

    /// Waits until there is room, and until the server takes requests again. A server that wants to be
    /// left alone for longer than that is not asked: what it said last is the answer of all.
    pub async fn enter(&self, clock: &dyn Clock) -> Result<Pass<'_>, Response> {
        loop {
            if let Some(refusal) = self.refused(clock.now()) {
                return Err(refusal);
            }
            self.wait_until_open(clock).await;
            // Listening begins before the look, so that nothing that is freed between the two is missed;
            // and all who wait are told, so that one who stops waiting takes nothing from the others.
            let freed = self.freed.notified();
            tokio::pin!(freed);
            freed.as_mut().enable();
            if self.closed_until.get().is_none() && self.under_way.get() < self.limit.get() {
                self.under_way.set(self.under_way.get() + 1);
                return Ok(Pass(self));
            }
            if self.closed_until.get().is_none() {
                freed.await;
            }
        }
    }

    async fn wait_until_open(&self, clock: &dyn Clock) {
        while let Some(until) = self.closed_until.get() {
            // A clock that was set back must not make anybody wait for longer than the server asked.
            let wait = until.duration_since(clock.now()).unwrap_or_default().min(LONGEST_WAIT);
            if !wait.is_zero() {
                clock.sleep(wait).await;
            }
            // Another answer may have closed it for longer meanwhile.
            if self.closed_until.get() == Some(until) {
                self.closed_until.set(None);
            }
        }
    }

    fn refused(&self, now: SystemTime) -> Option<Response> {
        let refusal = self.refusal.borrow();
        refusal.as_ref().filter(|(until, _)| now < *until).map(|(_, response)| response.clone())
    }

    /// Learns from an answer, or from there being none.
    pub fn learn(&self, outcome: &Result<Response, TransportError>, took: Duration, now: SystemTime) {
        let overloaded = match outcome {
            Ok(response) => matches!(response.status, 429 | 502..=504),
            Err(error) => matches!(error, TransportError::TimeOut(_)),
        };
        if let Some(response) = outcome.as_ref().ok().filter(|_| overloaded)
            && let Some(asked) = retry_after(response, now)
        {
            self.close(response, asked, now);
        }
        let limit = self.limit.get();
        if overloaded {
            self.change(limit / 2);
        } else if took > SLOW {
            self.change(limit - 1);
        } else if outcome.is_ok() {
            self.good.set(self.good.get() + 1);
            // As many good answers as there are places: one place more.
            if self.good.get() >= limit && limit < self.most.get() {
                self.change(limit + 1);
                self.freed.notify_waiters();
            }
        }
    }

    fn close(&self, response: &Response, asked: Duration, now: SystemTime) {
        if asked > LONGEST_WAIT {
            // A moment that no clock has is as good as never.
            let until = now.checked_add(asked).unwrap_or(now + Duration::from_secs(24 * 3600));
            self.refusal.replace(Some((until, response.clone())));
            self.freed.notify_waiters();
        } else {
            let until = now + asked;
            self.closed_until.set(Some(self.closed_until.get().map_or(until, |known| known.max(until))));
        }
    }

    fn change(&self, limit: usize) {
        self.limit.set(limit.max(1));
        self.good.set(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_trait::async_trait;
    use std::cell::RefCell;

    /// A clock that stands still but for what is slept.
    #[derive(Default)]
    struct Slept(RefCell<Vec<Duration>>);

    #[async_trait(?Send)]
    impl Clock for Slept {
        async fn sleep(&self, time: Duration) {
            self.0.borrow_mut().push(time);
        }

        fn now(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH + self.0.borrow().iter().sum::<Duration>()
        }
    }

    #[allow(clippy::unnecessary_wraps)] // What a transport answers.
    fn answer(status: u16, retry_after: Option<&str>) -> Result<Response, TransportError> {
        let headers = retry_after.map(|value| ("retry-after".to_owned(), value.to_owned()));
        Ok(Response { status, headers: headers.into_iter().collect(), body: Vec::new() })
    }

    fn learn(gate: &Gate, outcome: &Result<Response, TransportError>) {
        gate.learn(outcome, Duration::ZERO, SystemTime::UNIX_EPOCH);
    }

    #[test]
    fn the_gate_narrows_under_load_and_widens_again() {
        let gate = Gate::new(8);
        learn(&gate, &answer(429, None));
        assert_eq!(gate.limit.get(), 4);
        learn(&gate, &answer(503, None));
        learn(&gate, &Err(TransportError::TimeOut(30)));
        learn(&gate, &answer(429, None));
        assert_eq!(gate.limit.get(), 1, "never less than one");
        for _ in 0..100 {
            learn(&gate, &answer(200, None));
        }
        assert_eq!(gate.limit.get(), 8, "never more than asked for");
        gate.learn(&answer(200, None), Duration::from_secs(6), SystemTime::UNIX_EPOCH);
        assert_eq!(gate.limit.get(), 7, "an answer that took long");
        learn(&gate, &answer(404, None));
        assert_eq!(gate.limit.get(), 7, "a plain refusal is no load");
        for _ in 0..100 {
            learn(&gate, &Err(TransportError::Connect("refused".to_owned())));
        }
        assert_eq!(gate.limit.get(), 7, "no answer is no good one");
    }

    #[tokio::test]
    async fn what_one_is_told_by_retry_after_all_obey_once() {
        let (gate, clock) = (Gate::new(8), Slept::default());
        learn(&gate, &answer(429, Some("7")));
        learn(&gate, &answer(429, Some("3")));
        drop(gate.enter(&clock).await);
        drop(gate.enter(&clock).await);
        assert_eq!(*clock.0.borrow(), [Duration::from_secs(7)]);
    }

    #[tokio::test]
    async fn a_server_that_wants_to_be_left_alone_for_long_is() {
        let (gate, clock) = (Gate::new(8), Slept::default());
        gate.learn(&answer(503, Some("3600")), Duration::ZERO, clock.now());
        let Err(refusal) = gate.enter(&clock).await else { panic!("somebody got through") };
        assert_eq!(refusal.status, 503);
        assert!(clock.0.borrow().is_empty(), "nobody waits for that");
        clock.sleep(Duration::from_secs(3600)).await;
        assert!(gate.enter(&clock).await.is_ok(), "the time is over");
        gate.learn(&answer(429, Some(&u64::MAX.to_string())), Duration::ZERO, clock.now());
        assert!(gate.enter(&clock).await.is_err());
    }

    #[tokio::test]
    async fn who_stops_waiting_takes_nothing_from_the_others() {
        let (gate, clock) = (Gate::new(1), Slept::default());
        let first = gate.enter(&clock).await;
        let mut impatient = Box::pin(gate.enter(&clock));
        let mut patient = Box::pin(gate.enter(&clock));
        assert!(futures_util::poll!(&mut impatient).is_pending() && futures_util::poll!(&mut patient).is_pending());
        drop(first);
        drop(impatient);
        assert!(futures_util::poll!(&mut patient).is_ready());
    }

    #[tokio::test]
    async fn who_finds_no_room_waits_until_there_is() {
        let (gate, clock) = (Gate::new(1), Slept::default());
        let first = gate.enter(&clock).await;
        let waiting = async { drop(gate.enter(&clock).await) };
        let leaving = async {
            tokio::task::yield_now().await;
            assert_eq!(gate.under_way.get(), 1);
            drop(first);
        };
        futures_util::future::join(waiting, leaving).await;
        assert_eq!(gate.under_way.get(), 0);
    }
}
