//! Ctrl-C and SIGTERM: what is being read is dropped at once; what is being written is finished
//! request by request, and then taken back.

use crate::error::{Failure, Kind};
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::sync::{Notify, watch};

/// How many wait for somebody to ask akctl to stop.
static WATCHING: AtomicUsize = AtomicUsize::new(0);

/// Whether a question changed what signals do.
static GUARDED: AtomicBool = AtomicBool::new(false);

/// The terminal is gone. Only a question makes this signal one to stop: `nohup` must go on working.
static HUNG_UP: Notify = Notify::const_new();

/// Whether somebody asked akctl to stop.
#[derive(Clone)]
pub struct Interrupt {
    asked: watch::Receiver<bool>,
    // Keeps the channel open for an interrupt that never comes.
    _sender: Arc<watch::Sender<bool>>,
    _watching: Option<Arc<Watching>>,
}

/// Somebody waits for an end as long as this is there.
struct Watching;

impl Watching {
    fn begin() -> Self {
        WATCHING.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        WATCHING.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Interrupt {
    /// Never asked to stop.
    #[must_use]
    pub fn never() -> Self {
        Self::pair().0
    }

    /// An interrupt, and how to ask it.
    #[must_use]
    pub fn pair() -> (Self, Arc<watch::Sender<bool>>) {
        let (sender, asked) = watch::channel(false);
        let sender = Arc::new(sender);
        (Self { asked, _sender: Arc::clone(&sender), _watching: None }, sender)
    }

    /// From now on Ctrl-C and SIGTERM only ask. Must be called within the runtime.
    #[must_use]
    pub fn watch() -> Self {
        let (interrupt, sender) = Self::pair();
        tokio::spawn(async move {
            asked_to_stop().await;
            let _ = sender.send(true);
        });
        Self { _watching: Some(Arc::new(Watching::begin())), ..interrupt }
    }

    /// Fails if somebody asked akctl to stop: for the moments between two writes.
    pub fn check(&self) -> Result<(), Failure> {
        if *self.asked.borrow() { Err(failure()) } else { Ok(()) }
    }

    /// Waits for `work`, and drops it if somebody asks akctl to stop: for reading.
    pub async fn or<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let mut asked = self.asked.clone();
        tokio::select! {
            biased;
            _ = asked.wait_for(|asked| *asked) => Err(failure()),
            result = work => result,
        }
    }
}

fn failure() -> Failure {
    Failure::new(Kind::Interrupted, "interrupted")
}

/// Before a question, which changes the terminal: from now on a signal to end, also that the terminal
/// is gone, ends the question instead of the process, so that the terminal is given back. Between two
/// questions it ends the process, unless somebody watches. Does nothing outside of a runtime.
#[cfg(unix)]
pub fn guard() {
    use tokio::signal::unix::{SignalKind, signal};
    if tokio::runtime::Handle::try_current().is_err() || GUARDED.swap(true, Ordering::SeqCst) {
        return;
    }
    let [interrupt, terminate, hangup] =
        [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
    let (Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)) = (interrupt, terminate, hangup) else { return };
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
                _ = hangup.recv() => HUNG_UP.notify_waiters(),
            }
            if WATCHING.load(Ordering::SeqCst) == 0 {
                let _ = writeln!(std::io::stderr(), "\nerror: interrupted");
                std::process::exit(Kind::Interrupted.exit_code().into());
            }
        }
    });
}

/// Elsewhere there are no such signals.
#[cfg(not(unix))]
pub fn guard() {}

/// Done when somebody asks the process to end, or the terminal is gone.
pub async fn asked_to_stop() {
    let interrupted = async {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            () = HUNG_UP.notified() => {}
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::SignalKind;
        tokio::select! {
            () = interrupted => {}
            () = signalled(SignalKind::terminate()) => {}
            () = signalled(SignalKind::hangup()), if !ignores_hangups() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}

/// Done when this signal comes; never, where it cannot be heard.
#[cfg(unix)]
async fn signalled(kind: tokio::signal::unix::SignalKind) {
    match tokio::signal::unix::signal(kind) {
        Ok(mut signals) => drop(signals.recv().await),
        Err(_) => std::future::pending().await,
    }
}

/// Whether whoever started akctl wants it to go on when the terminal is gone, as `nohup` does. Linux tells
/// (`proc(5)`: the first bit of `SigIgn` is that signal's); elsewhere the signal is left as it is.
#[cfg(unix)]
fn ignores_hangups() -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return true };
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_none_or(|mask| mask & 1 == 1)
}
