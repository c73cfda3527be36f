//! How many requests may be under way at once, and since when the server asks to be left alone.
//!
//! All calls of a client pass through one gate. It narrows when the server says that it is too much
//! (429, 502 to 504, no answer in time) or takes long, and widens again while all goes well. What
//! one call is told by `Retry-After` counts for all of them.

use super::retry::{Clock, LONGEST_WAIT, retry_after};
use super::transport::{Response, TransportError};
use std::cell::Cell;
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
    freed: Notify,
}

/// One request that is under way; dropping it makes room for another.
pub struct Pass<'a>(&'a Gate);

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get().saturating_sub(1));
        self.0.freed.notify_one();
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
            freed: Notify::new(),
        }
    }

    /// Sets how many requests may be under way at once.
    pub fn set_most(&self, most: usize) {
        self.most.set(most.max(1));
        self.limit.set(most.max(1));
    }

    /// Waits until there is room, and until the server takes requests again.
    pub async fn enter(&self, clock: &dyn Clock) -> Pass<'_> {
        loop {
            if self.under_way.get() >= self.limit.get() {
                self.freed.notified().await;
                continue;
            }
            let Some(until) = self.closed_until.get() else { break };
            if let Ok(wait) = until.duration_since(clock.now())
                && !wait.is_zero()
            {
                clock.sleep(wait).await;
            }
            self.open(until);
        }
        self.under_way.set(self.under_way.get() + 1);
        Pass(self)
    }

    /// Opens the gate after somebody has waited until this moment. Another answer may have closed it
    /// for longer meanwhile.
    pub fn open(&self, until: SystemTime) {
        if self.closed_until.get() == Some(until) {
            self.closed_until.set(None);
        }
    }

    /// Until when the gate is closed.
    pub fn closed_until(&self) -> Option<SystemTime> {
        self.closed_until.get()
    }

    /// Learns from an answer, or from there being none.
    pub fn learn(&self, outcome: &Result<Response, TransportError>, took: Duration, now: SystemTime) {
        let overloaded = match outcome {
            Ok(response) => matches!(response.status, 429 | 502..=504),
            Err(error) => matches!(error, TransportError::TimeOut(_)),
        };
        if let Some(asked) = outcome.as_ref().ok().filter(|_| overloaded).and_then(|answer| retry_after(answer, now)) {
            let until = now + asked.min(LONGEST_WAIT);
            self.closed_until.set(Some(self.closed_until.get().map_or(until, |known| known.max(until))));
        }
        let limit = self.limit.get();
        if overloaded {
            self.change(limit / 2);
        } else if took > SLOW {
            self.change(limit - 1);
        } else {
            self.good.set(self.good.get() + 1);
            // As many good answers as there are places: one place more.
            if self.good.get() >= limit && limit < self.most.get() {
                self.change(limit + 1);
                self.freed.notify_one();
            }
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
    }

    #[tokio::test]
    async fn what_one_is_told_by_retry_after_all_obey_once() {
        let (gate, clock) = (Gate::new(8), Slept::default());
        learn(&gate, &answer(429, Some("7")));
        learn(&gate, &answer(429, Some("3")));
        drop(gate.enter(&clock).await);
        drop(gate.enter(&clock).await);
        assert_eq!(*clock.0.borrow(), [Duration::from_secs(7)]);
        gate.learn(&answer(503, Some("3600")), Duration::ZERO, clock.now());
        drop(gate.enter(&clock).await);
        assert_eq!(clock.0.borrow()[1], LONGEST_WAIT, "nobody waits for longer than that");
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
