//! What the lists alone tell of each application: a line of `akctl list`.

use super::check::{Finding, Verdict, run};
use super::checks::INTEGRATION;
use super::objects::{self, Binding};
use super::picture::Picture;
use super::provider::{Kind, Provider};
use serde::Serialize;

/// One application, or a provider without one.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The application's slug; null for a provider without application.
    pub slug: Option<String>,
    /// The application's name, or the provider's.
    pub name: String,
    /// The preset whose id, alias or name it bears; null if there is none, or more than one.
    pub preset: Option<String>,
    /// Whether akctl made it.
    pub made_by_akctl: bool,
    /// The provider's name; null if there is none.
    pub provider: Option<String>,
    /// The provider's kind; null if there is none.
    pub kind: Option<&'static str>,
    /// The redirect addresses for signing in, or what takes their place.
    pub redirect_uris: Vec<String>,
    /// How tokens are signed; null if that is not known or nothing is signed.
    pub signing_algorithm: Option<String>,
    /// How many bindings are switched on; null if they cannot be read.
    pub bindings: Option<usize>,
    /// What is bound; null if it cannot be read, or for a provider without application.
    pub access: Option<Admitted>,
    /// Whether every user may open it.
    pub open: bool,
    /// When the certificate that signs ends; null if that is not known.
    pub certificate_end: Option<String>,
    /// What `akctl verify` would complain about, as far as it shows here.
    pub complaints: Vec<Complaint>,
}

/// What the bindings of an application bind, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Admitted {
    /// Whether every binding must match, in place of one.
    pub all_must_match: bool,
    /// Those that let in whom they name.
    pub admits: Bound,
    /// Those that are turned round: they let in everybody else.
    pub admits_others: Bound,
    /// How many are switched off, and count for nothing.
    pub off: usize,
}

/// Bindings by what they bind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Bound {
    /// How many bind a group.
    pub groups: usize,
    /// How many bind a user.
    pub users: usize,
    /// How many bind a policy.
    pub policies: usize,
}

impl Bound {
    /// For people: `2 groups, 1 policy`; nothing if there are none.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let Self { groups, users, policies } = self;
        let parts = [(*groups, "group", "groups"), (*users, "user", "users"), (*policies, "policy", "policies")];
        let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
        let parts = parts.map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }));
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

impl Admitted {
    fn of(mode: &str, bindings: &[Binding]) -> Self {
        let mut admitted = Self { all_must_match: mode == "all", ..Self::default() };
        for binding in bindings {
            if !binding.is_on {
                admitted.off += 1;
                continue;
            }
            let bound = if binding.is_negated { &mut admitted.admits_others } else { &mut admitted.admits };
            match binding.bound {
                objects::Bound::Group { .. } => bound.groups += 1,
                objects::Bound::User { .. } => bound.users += 1,
                objects::Bound::Policy { .. } => bound.policies += 1,
            }
        }
        admitted
    }

    /// Who may open it, for people; `open` says whether an application lets everybody in that binds
    /// nothing.
    #[must_use]
    pub fn words(&self, open: bool) -> String {
        let others = self.admits_others.words().map(|words| format!("all but {words}"));
        let parts: Vec<String> = self.admits.words().into_iter().chain(others).collect();
        if parts.is_empty() {
            let who = if open { "everyone" } else { "nobody" };
            let why = if self.off > 0 { ": all bindings off" } else { "" };
            return format!("{who}{why}");
        }
        let count = |bound: &Bound| bound.groups + bound.users + bound.policies;
        let are_several = count(&self.admits) + count(&self.admits_others) > 1;
        let together = if self.all_must_match && are_several { "all of " } else { "" };
        format!("{together}{}", parts.join("; "))
    }
}

/// A check that did not end well.
#[derive(Debug, Clone, Serialize)]
pub struct Complaint {
    /// The check's id.
    pub id: &'static str,
    /// How it ended.
    pub verdict: Verdict,
}

impl Row {
    /// What is known of a picture that was made of lists alone.
    #[must_use]
    pub fn of(picture: &Picture) -> Self {
        let provider = picture.any_provider();
        let application = picture.application.as_ref();
        let on = picture.bindings.as_ref().ok().map(|all| all.iter().filter(|binding| binding.is_on).count());
        let is_problem = |finding: &Finding| matches!(finding.verdict, Verdict::Failed | Verdict::Warning);
        let found = run(INTEGRATION, picture);
        let complaints = found.iter().filter(|finding| is_problem(finding));
        Self {
            slug: application.map(|application| application.slug.clone()),
            name: application.map(|one| &one.name).or(provider.map(|one| &one.name)).cloned().unwrap_or_default(),
            preset: picture.expect.as_ref().map(|expect| expect.preset.clone()),
            made_by_akctl: picture.is_ours(),
            provider: provider.map(|provider| provider.name.clone()),
            kind: provider.map(|provider| provider.kind.word()),
            redirect_uris: provider.map(addresses).unwrap_or_default(),
            signing_algorithm: provider.and_then(|provider| algorithm(picture, provider)),
            bindings: on,
            access: application.and_then(|one| Some(Admitted::of(&one.engine_mode, picture.bindings.as_ref().ok()?))),
            open: application.is_some() && on == Some(0) && picture.server.open_by_default != Some(false),
            certificate_end: provider.and_then(|provider| certificate_end(picture, provider)),
            complaints: complaints.map(|one| Complaint { id: one.id, verdict: one.verdict }).collect(),
        }
    }

    /// `!!` if something is broken or dangerous, `!` if there is something to look at.
    #[must_use]
    pub fn mark(&self) -> &'static str {
        match self.complaints.iter().map(|complaint| complaint.verdict).min() {
            Some(Verdict::Failed) => "!!",
            Some(_) => "!",
            None => "",
        }
    }
}

/// Where people are sent to.
fn addresses(provider: &Provider) -> Vec<String> {
    let field = match provider.kind {
        Kind::OAuth2 => return provider.sign_in_redirects().into_iter().map(|redirect| redirect.url).collect(),
        Kind::Saml => "acs_url",
        Kind::Scim => "url",
        Kind::Proxy => "external_host",
        Kind::Ldap | Kind::Other => return Vec::new(),
    };
    Some(provider.text(field)).filter(|address| !address.is_empty()).map(str::to_owned).into_iter().collect()
}

/// The field that names the certificate which signs.
fn signing_field(provider: &Provider) -> &'static str {
    if provider.kind == Kind::OAuth2 { "signing_key" } else { "signing_kp" }
}

/// How an `OAuth2` provider's tokens are signed: authentik picks it by the key.
fn algorithm(picture: &Picture, provider: &Provider) -> Option<String> {
    if provider.kind != Kind::OAuth2 {
        return None;
    }
    let Some(certificate) = picture.certificate(provider, signing_field(provider)) else {
        return Some("HS256".to_owned());
    };
    let word = match certificate.ok()?.key_type.as_deref()? {
        "rsa" => "RS256",
        "ec" => "ES",
        "ed25519" | "ed448" => "EdDSA",
        other => other,
    };
    Some(word.to_owned())
}

fn certificate_end(picture: &Picture, provider: &Provider) -> Option<String> {
    picture.certificate(provider, signing_field(provider))?.ok()?.expiry.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn who_may_open_it_is_said_in_words() {
        let group = json!({"group": "g", "group_obj": {"name": "Team"}});
        let with = |one: &serde_json::Value, key: &str, value: bool| {
            let mut one = one.clone();
            one[key] = json!(value);
            one
        };
        let (user, policy) = (json!({"user": 7}), json!({"policy": "p"}));
        let (off, not) = (with(&group, "enabled", false), with(&group, "negate", true));
        let words = |mode: &str, open: bool, bindings: &[&serde_json::Value]| {
            let bindings: Vec<Binding> = bindings.iter().map(|one| Binding::of(one)).collect();
            Admitted::of(mode, &bindings).words(open)
        };
        assert_eq!(words("any", true, &[]), "everyone");
        assert_eq!(words("any", false, &[]), "nobody");
        assert_eq!(words("any", true, &[&off]), "everyone: all bindings off");
        assert_eq!(words("any", false, &[&off]), "nobody: all bindings off");
        assert_eq!(words("any", false, &[&group, &group, &off]), "2 groups");
        assert_eq!(words("any", false, &[&user, &policy]), "1 user, 1 policy");
        assert_eq!(words("all", false, &[&group]), "1 group");
        assert_eq!(words("all", false, &[&group, &policy]), "all of 1 group, 1 policy");
        assert_eq!(words("any", false, &[&not]), "all but 1 group");
        assert_eq!(words("any", false, &[&user, &not]), "1 user; all but 1 group");
    }
}
