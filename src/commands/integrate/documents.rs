//! The files and addresses that inputs name: secrets, certificates, SAML metadata.

use crate::answers::{Documents, Wanted};
use crate::cli::integrate::Options;
use crate::context::Context;
use crate::error::Failure;
use crate::fetch;
use crate::saml;
use crate::session;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Standard input can be read once: by one of these flags, or for one of the inputs.
pub(super) fn refuse_two_from_stdin(context: &Context, options: &Options, wanted: &[Wanted]) -> Result<(), Failure> {
    let flags = [
        ("--token-file", &context.global.token_file),
        ("--inputs", &options.run.inputs),
        ("--policy-expression", &options.access.policy_expression),
    ];
    let flags = flags.iter().filter(|(_, path)| path.as_deref() == Some(Path::new("-"))).map(|(flag, _)| *flag);
    let inputs = wanted.iter().filter(|one| one.location == "-").map(|one| one.origin.as_str());
    let readers: Vec<&str> = flags.chain(inputs).collect();
    if readers.len() < 2 {
        return Ok(());
    }
    Err(Failure::usage(format!("standard input can be read once, and {} want it", readers.join(" and ")))
        .hint("give all but one of them as files"))
}

/// Reads what is wanted. What cannot be read is told with the input that wants it, beside everything
/// else that is wrong.
pub(in crate::commands) async fn read(context: &Context, wanted: &[Wanted]) -> Documents {
    let mut documents = Documents::new();
    for Wanted { origin: _, location, may_be_address } in wanted {
        let is_address = *may_be_address && (location.starts_with("https://") || location.starts_with("http://"));
        let read = if is_address {
            let options = session::fetching(&context.global, &context.environment);
            fetch::document(&options, location, saml::LARGEST).await.map_err(|failure| failure.told())
        } else {
            file(location).map_err(|error| format!("{location} cannot be read: {error}"))
        };
        documents.insert(location.clone(), read);
    }
    documents
}

/// At most what metadata may have, and one byte more, so that too much is seen.
fn file(location: &str) -> std::io::Result<Vec<u8>> {
    let most = u64::try_from(saml::LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut content = Vec::new();
    if location == "-" {
        std::io::stdin().take(most).read_to_end(&mut content)?;
    } else {
        File::open(location)?.take(most).read_to_end(&mut content)?;
    }
    Ok(content)
}
