//! `akctl logout`: the token is forgotten, the address stays.

use crate::commands::login::refuse_sandbox;
use crate::commands::profiles::{Done, print};
use crate::commands::refuse_variables;
use crate::context::Context;
use crate::error::Failure;
use crate::profiles::store::{self, Owner, StoreKind};
use crate::profiles::{Profile, ProfileName, Profiles};
use crate::settings::named_profile;

/// Signs out of the profile that is named, or of the current one.
pub fn run(context: &Context) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    refuse_sandbox(context, "akctl logout")?;
    let mut profiles = context.profiles()?;
    let named = named_profile(&context.global.connection(), &context.environment)?;
    let Some(name) = named.or_else(|| profiles.content.current.clone()) else {
        return Err(Failure::usage("there is no current profile to sign out of").hint("name one with --profile"));
    };
    if profiles.get(&name)?.store.is_none() {
        context.ui.say(&format!("The profile `{name}` is signed out already.\n"));
        return print(context, &Done::new(&profiles, &name));
    }
    let sign_out = |profiles: &mut Profiles| {
        let mut profile = profiles.get(&name)?.clone();
        if let Some(kind) = profile.store.take() {
            forget(&name, &profile, kind, profiles.folder())?;
        }
        let url = profile.url.clone();
        profiles.content.profiles.insert(name.clone(), profile);
        Ok(url)
    };
    let url = profiles.change(sign_out, || ())?;
    context.ui.say(&format!(
        "Signed out of {url}: the profile `{name}` has no token any more.\nThe token itself stays good until it is \
         deleted in authentik, under Directory > Tokens and App passwords.\n"
    ));
    print(context, &Done::new(&profiles, &name))
}

/// Takes the token out of its store.
pub fn forget(name: &ProfileName, profile: &Profile, kind: StoreKind, folder: &std::path::Path) -> Result<(), Failure> {
    let owner = Owner { profile: name, url: &profile.url };
    store::open(kind, folder).delete(owner).map_err(|error| {
        Failure::failed(format!("the store `{kind}` did not forget the token of the profile `{name}`: {error}"))
    })
}
