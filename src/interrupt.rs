//! Ctrl-C and SIGTERM: what is being read is dropped at once; what is being written is finished
//! request by request, and then taken back.

use crate::error::{Failure, Kind};
use std::sync::Arc;
use tokio::sync::watch;

/// Whether somebody asked akctl to stop.
#[derive(Clone)]
pub struct Interrupt {
    asked: watch::Receiver<bool>,
    // Keeps the channel open for an interrupt that never comes.
    _sender: Arc<watch::Sender<bool>>,
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
        (Self { asked, _sender: Arc::clone(&sender) }, sender)
    }

    /// From now on Ctrl-C and SIGTERM only ask. Must be called within the runtime.
    #[must_use]
    pub fn watch() -> Self {
        let (interrupt, sender) = Self::pair();
        tokio::spawn(async move {
            asked_to_stop().await;
            let _ = sender.send(true);
        });
        interrupt
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

/// Done when somebody asks the process to end.
pub async fn asked_to_stop() {
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminated) => tokio::select! {
                () = interrupted => {}
                _ = terminated.recv() => {}
            },
            Err(_) => interrupted.await,
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
