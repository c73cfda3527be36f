//! Checks of the addresses to which people are sent back.

use super::judged::{Made, made, rendered};
use super::sample::Samples;
use crate::model::pattern::{Flaw, flaw};
use crate::preset::format::{Oauth2, Preset, RedirectUri, Template};
use crate::preset::position::Path;
use crate::preset::problem::Problem;

/// Checks all addresses of a provider.
pub(super) fn check(preset: &Preset, oauth2: &Oauth2, path: &Path, samples: &Samples) -> Vec<Problem> {
    let path = path.key("redirect_uris");
    if oauth2.redirect_uris.is_empty() {
        let message = "without a redirect address authentik stores the first one that anybody uses";
        return vec![Problem::error(path, message)];
    }
    let each = oauth2.redirect_uris.iter().enumerate();
    each.filter_map(|(at, uri)| redirect(preset, uri, &path.index(at), samples)).collect()
}

fn redirect(preset: &Preset, uri: &RedirectUri, path: &Path, samples: &Samples) -> Option<Problem> {
    match (&uri.strict, &uri.regex) {
        (Some(strict), None) => strict.as_str().contains('*').then(|| {
            let message = "a strict address is compared letter by letter: `*` stands for itself";
            Problem::warning(path.key("strict"), message)
        }),
        (None, Some(regex)) => {
            // What a person gives as an expression is the person's own, unless the preset gives it too.
            let list = uri.each.as_deref().and_then(|list| preset.inputs.get(list));
            let is_own = made(regex) == Made::Given && list.is_some_and(|input| input.default.is_none());
            let warning = if is_own { None } else { wide(regex, uri.each.as_deref(), samples) };
            warning.map(|(message, advice)| Problem::warning(path.key("regex"), message).advice(advice))
        }
        _ => Some(Problem::error(path.clone(), "exactly one of `strict` and `regex` must be there")),
    }
}

/// What is dangerous about an expression, and what would not be.
fn wide(regex: &Template, each: Option<&str>, samples: &Samples) -> Option<(String, String)> {
    let name_it = "name the characters that may vary, such as [0-9]+";
    let quote_it = "write {{ app_url | regex_quote }}";
    let unquoted = "a value stands unquoted in the expression: its dots take any letter";
    let worst = rendered(regex, each, samples).iter().filter_map(|pattern| flaw(pattern)).min();
    let said = match (worst, made(regex)) {
        (Some(Flaw::Wide(address)), _) => (
            format!("the expression is wide: it also takes {address}, and whoever has that can be sent codes"),
            name_it,
        ),
        (Some(Flaw::Open), _) => (
            "the expression is wide: it leaves open which host it is, and so who can be sent codes".to_owned(),
            name_it,
        ),
        (Some(Flaw::Shared(host)), _) => {
            (format!("the expression is wide: everybody can have a page below {host}, and be sent codes"), name_it)
        }
        (_, Made::Anyhow) => {
            let message = "what the expression takes depends on inputs, and cannot be judged for all of them";
            (message.to_owned(), "write values as {{ app_url | regex_quote }}, and nothing else in braces")
        }
        (Some(Flaw::Broken), _) => ("it is no expression that Python knows: it takes nothing".to_owned(), name_it),
        (_, Made::Unquoted) => (unquoted.to_owned(), quote_it),
        (Some(Flaw::Dot), _) => ("a dot in the host takes any letter".to_owned(), "write \\. for it"),
        (Some(Flaw::Unknown), _) => {
            ("it cannot be tried here: it uses what only Python's expressions know".to_owned(), name_it)
        }
        (None, _) => return None,
    };
    Some((said.0, said.1.to_owned()))
}
