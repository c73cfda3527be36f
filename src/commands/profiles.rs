//! `akctl profiles`: the saved connections.

use crate::cli::profiles::ProfilesCommand;
use crate::commands::logout::forget;
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::Failure;
use crate::model::text::printable;
use crate::profiles::store::{self, Owner, StoreKind};
use crate::profiles::{Profile, ProfileName, Profiles};
use serde::Serialize;

/// A profile as it is told: the promise of `-o json`.
#[derive(Serialize)]
struct Told {
    name: ProfileName,
    current: bool,
    url: String,
    public_url: String,
    ca_file: Option<String>,
    store: Option<StoreKind>,
}

/// One profile, and whether its token can be had.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    profile: Told,
    token_found: bool,
    file: String,
}

/// What there is after a change: the promise of `-o json`.
#[derive(Serialize)]
pub struct Done {
    profile: ProfileName,
    url: Option<String>,
    current: Option<ProfileName>,
    store: Option<StoreKind>,
}

impl Done {
    /// What there is of a profile now.
    #[must_use]
    pub fn new(profiles: &Profiles, name: &ProfileName) -> Self {
        let profile = profiles.content.profiles.get(name);
        Self {
            profile: name.clone(),
            url: profile.map(|profile| profile.url.to_string()),
            current: profiles.content.current.clone(),
            store: profile.and_then(|profile| profile.store),
        }
    }
}

/// Tells programs of a change; people are told in words.
pub fn print(context: &Context, done: &Done) -> Result<(), Failure> {
    match structured(context.global.output, done)? {
        Some(text) => Ok(context.ui.data(&text)?),
        None => Ok(()),
    }
}

/// Does what is asked of the profiles. Nothing is sent to a server.
pub fn run(context: &Context, command: &ProfilesCommand) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    let profiles = context.profiles()?;
    match command {
        ProfilesCommand::List => list(context, &profiles),
        ProfilesCommand::Use { name } => switch(context, profiles, &parse(name)?),
        ProfilesCommand::Show { name } => {
            let current = || {
                profiles.content.current.clone().ok_or_else(|| {
                    Failure::usage("there is no current profile").hint("`akctl profiles list` shows which there are")
                })
            };
            let name = name.as_deref().map_or_else(current, parse)?;
            show(context, &profiles, &name)
        }
        ProfilesCommand::Remove { name } => remove(context, profiles, &parse(name)?),
    }
}

fn parse(text: &str) -> Result<ProfileName, Failure> {
    text.parse().map_err(|error| Failure::usage(format!("{error}")))
}

fn told(profiles: &Profiles, name: &ProfileName, profile: &Profile) -> Told {
    let Profile { url, public_url, ca_file, store } = profile;
    Told {
        name: name.clone(),
        current: profiles.content.current.as_ref() == Some(name),
        url: url.to_string(),
        public_url: public_url.as_ref().unwrap_or(url).to_string(),
        ca_file: ca_file.as_ref().map(|file| file.display().to_string()),
        store: *store,
    }
}

fn list(context: &Context, profiles: &Profiles) -> Result<(), Failure> {
    let all: Vec<Told> =
        profiles.content.profiles.iter().map(|(name, profile)| told(profiles, name, profile)).collect();
    let text = match structured(context.global.output, &all)? {
        Some(text) => text,
        None if all.is_empty() => "there is no profile yet: `akctl login` makes one\n".to_owned(),
        None => all.iter().map(line).collect(),
    };
    Ok(context.ui.data(&text)?)
}

fn line(profile: &Told) -> String {
    let mark = if profile.current { "*" } else { " " };
    let store = profile.store.map_or("signed out".to_owned(), |store| store.to_string());
    format!("{mark} {:<16} {} ({store})\n", profile.name.as_str(), printable(&profile.url))
}

fn switch(context: &Context, mut profiles: Profiles, name: &ProfileName) -> Result<(), Failure> {
    let choose = |profiles: &mut Profiles| {
        let url = profiles.get(name)?.url.clone();
        profiles.content.current = Some(name.clone());
        Ok(url)
    };
    let url = profiles.change(choose, || ())?;
    context.ui.say(&format!("The profile `{name}` ({url}) is used from now on.\n"));
    print(context, &Done::new(&profiles, name))
}

fn show(context: &Context, profiles: &Profiles, name: &ProfileName) -> Result<(), Failure> {
    let profile = profiles.get(name)?;
    let owner = Owner { profile: name, url: &profile.url };
    let token_found = match profile.store.map(|kind| store::open(kind, profiles.folder()).read(owner)) {
        Some(Ok(found)) => found.is_some(),
        Some(Err(error)) => {
            context.ui.warn(&format!("the token cannot be looked at: {}", printable(&error.to_string())));
            false
        }
        None => false,
    };
    let file = profiles.path().display().to_string();
    let shown = Shown { profile: told(profiles, name, profile), token_found, file };
    let text = match structured(context.global.output, &shown)? {
        Some(text) => text,
        None => lines(&shown),
    };
    Ok(context.ui.data(&text)?)
}

fn lines(shown: &Shown) -> String {
    let Shown { profile: Told { name, current, url, public_url, ca_file, store }, token_found, file } = shown;
    let token = match (store, token_found) {
        (None, _) => "none: signed out".to_owned(),
        (Some(store), true) => format!("kept ({store})"),
        (Some(store), false) => format!("not found ({store})"),
    };
    let name = if *current { format!("{name} (current)") } else { name.to_string() };
    let pairs = [
        ("profile", name),
        ("address", url.clone()),
        ("public address", public_url.clone()),
        ("authorities", ca_file.clone().unwrap_or_else(|| "the system's".to_owned())),
        ("token", token),
        ("file", file.clone()),
    ];
    pairs.iter().map(|(name, value)| format!("{name:<15} {}\n", printable(value))).collect::<Vec<_>>().concat()
}

fn remove(context: &Context, mut profiles: Profiles, name: &ProfileName) -> Result<(), Failure> {
    let take_out = |profiles: &mut Profiles| {
        let profile = profiles.get(name)?.clone();
        if let Some(kind) = profile.store {
            forget(name, &profile, kind, profiles.folder())?;
        }
        profiles.content.profiles.remove(name);
        let was_current = profiles.content.current.as_ref() == Some(name);
        if was_current {
            profiles.content.current = None;
        }
        Ok(was_current)
    };
    let was_current = profiles.change(take_out, || ())?;
    context.ui.say(&format!("The profile `{name}` and its token are forgotten.\n"));
    if was_current && !profiles.content.profiles.is_empty() {
        context.ui.say("There is no current profile now: `akctl profiles use NAME` chooses one.\n");
    }
    print(context, &Done::new(&profiles, name))
}
