//! What a run has made, to be taken back if it fails.

use super::make::WriteError;
use crate::authentik::Client;
use crate::error::Failure;
use crate::model::text::printable;

/// What was made, in its order.
#[derive(Default)]
pub struct Made {
    objects: Vec<(String, String)>,
    perhaps: Vec<String>,
}

impl Made {
    /// Something was made: its path, and what it is.
    pub fn add(&mut self, path: String, what: String) {
        self.objects.push((path, what));
    }

    /// Something was perhaps made: the answer was lost.
    pub fn perhaps(&mut self, error: &WriteError, what: String) {
        if matches!(error, WriteError::Api(error) if error.maybe_done()) {
            self.perhaps.push(what);
        }
    }

    /// Takes everything back, the last first, and says in the failure what stayed.
    pub async fn take_back(self, client: &Client, failure: Failure) -> Failure {
        let (mut gone, mut stayed) = (Vec::new(), self.perhaps);
        for (path, what) in self.objects.into_iter().rev() {
            match client.delete(&path).await {
                Ok(()) => gone.push(what),
                Err(error) if error.is_not_found() => gone.push(what),
                Err(_) => stayed.push(what),
            }
        }
        let mut failure = failure;
        if !gone.is_empty() {
            failure = failure.hint(format!("taken back: {}", printable(&gone.join(", "))));
        }
        if !stayed.is_empty() {
            let list = stayed.join(", ");
            failure = failure.hint(format!("look for these in authentik, and delete them: {}", printable(&list)));
        }
        failure
    }
}
