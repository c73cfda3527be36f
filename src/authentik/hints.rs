//! What a failed call means for the person: the exit code, and what to do next.

use super::error::{ApiError, Form, Problem, Refusal};
use super::transport::{NO_TLS, TransportError};
use crate::error::{Failure, Kind};

impl ApiError {
    /// The error as a person meets it, with its exit code and what to do next.
    #[must_use]
    pub fn into_failure(self) -> Failure {
        let kind = if self.is_not_allowed() { Kind::NotAllowed } else { Kind::Failed };
        Failure::new(kind, self.to_string()).hints(self.hints())
    }

    /// What to do next.
    fn hints(&self) -> Vec<String> {
        let mut hints = match &self.problem {
            Problem::NoAnswer(error) => vec![no_answer_hint(error).to_owned()],
            Problem::Refused(refusal) => self.refusal_hints(refusal),
            Problem::Unreadable { is_page: true, .. } => vec![self.is_this_authentik()],
            // The first thing that is asked of a server: what cannot tell its version is another one.
            Problem::Unreadable { .. } if self.asked.path.ends_with("/admin/version/") => {
                vec![self.is_this_authentik()]
            }
            Problem::Unreadable { .. } => Vec::new(),
        };
        if self.maybe_done() {
            hints.push("authentik may have done it all the same: look before you do it again".to_owned());
        }
        hints
    }

    fn refusal_hints(&self, refusal: &Refusal) -> Vec<String> {
        let mut hints = Vec::new();
        match refusal.status {
            300..=399 => hints.push("give the address that it redirects to, if it is your authentik".to_owned()),
            401 | 403 if refusal.form == Form::Page => hints.push(
                "the refusal is a web page: something that stands before authentik refused the request".to_owned(),
            ),
            401 | 403 => hints.extend(self.token_hints(refusal)),
            404 if refusal.form != Form::Json => hints.push(self.is_this_authentik()),
            500.. => hints.push("authentik's own log says more".to_owned()),
            _ if refusal.form == Form::Page => hints.push(self.is_this_authentik()),
            _ => {}
        }
        if let Some(time) = refusal.retry_after {
            hints.push(format!("the server asks to wait {} seconds", time.as_secs()));
        }
        hints
    }

    /// authentik's status is the same for a wrong token, a token of another intent and a missing right.
    /// Its words tell them apart (authentik 2024.8 to 2026.5), unless somebody has translated them; what
    /// was asked tells more: everyone may read who they are.
    fn token_hints(&self, refusal: &Refusal) -> Vec<String> {
        if !self.asked.with_token {
            return vec!["give a token: AUTHENTIK_TOKEN or --token-file".to_owned()];
        }
        let said = refusal.detail.as_deref().unwrap_or_default().to_lowercase();
        if said.contains("do not have permission") {
            let right = "the token's user lacks a right for this: `akctl auth check` shows which rights lack";
            return vec![right.to_owned()];
        }
        let name = self.asked.token_name.as_deref().unwrap_or("the token (AUTHENTIK_TOKEN or --token-file)");
        let mut hints = vec![format!(
            "check {name} in authentik under Directory > Tokens: it must exist, not be expired, and have the intent API"
        )];
        let is_token = said.contains("token invalid") || said.contains("credentials were not provided");
        if !is_token && !self.asked.path.ends_with("/core/users/me/") {
            hints.push("or the token's user lacks a right for this: `akctl auth check` shows which".to_owned());
        }
        hints
    }

    fn is_this_authentik(&self) -> String {
        format!("is {} an authentik? Check the address, and its path if authentik runs below one", self.asked.server)
    }
}

fn no_answer_hint(error: &TransportError) -> &'static str {
    match error {
        TransportError::Resolve(_) => "check the address, and the proxy's if you use one",
        TransportError::Connect(_) => "check the address and its port, and whether the server runs",
        TransportError::Tls(said) if said == NO_TLS => {
            "give an address that begins with http://, or the port that authentik serves https:// at"
        }
        TransportError::Tls(_) => {
            "if an authority of your own signed the server's certificate, give the authority's with --ca-file FILE"
        }
        TransportError::TimeOut(_) => "the server may be busy: try again later",
        TransportError::TooLarge(_) => "check the address: no answer of authentik is that large",
        TransportError::Broken(_) => "look at what stands between akctl and authentik: a proxy, a load balancer",
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        error.into_failure()
    }
}
