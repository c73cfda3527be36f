//! What signing in needs to know: from flags, from the profile that is there already, from a person.

use super::other_address;
use crate::context::Context;
use crate::env::{AUTHENTIK_TOKEN, AUTHENTIK_URL};
use crate::error::Failure;
use crate::model::{Secret, ServerUrl};
use crate::profiles::{Profile, ProfileName, Profiles};
use crate::session::token_file;
use crate::settings::{Connection, Origin, Origins, TokenSource, insecure, named_ca_file, named_profile, parse};
use crate::ui::prompter::Prompter;
use crate::ui::terminal::Terminal;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Address, token and name, as far as they are known.
pub struct Answers {
    /// The profile's name.
    pub name: ProfileName,
    /// The profile of that name, if there is one.
    before: Option<Profile>,
    /// The address, as soon as it is known.
    url: Option<(ServerUrl, Origin)>,
    /// The address to take where nobody gives another.
    likely: Option<(ServerUrl, Origin)>,
    token_file: Option<PathBuf>,
}

impl Answers {
    /// What flags and the profile say. Without a terminal all that is missing is told at once.
    pub fn given(context: &Context, profiles: &Profiles) -> Result<Self, Failure> {
        let flags = context.global.connection();
        let named = named_profile(&flags, &context.environment)?;
        let is_named = named.is_some();
        let name = named.unwrap_or_default();
        let before = profiles.content.profiles.get(&name).cloned();
        let url = flags.url.as_deref().map(|url| parse("--url", url)).transpose()?;
        let url = url.map(|url| (url, Origin::Flag("--url")));
        let of_profile = before.as_ref().map(|profile| (profile.url.clone(), Origin::Profile(name.clone())));
        let likely = match (of_profile, context.environment.get(AUTHENTIK_URL)) {
            // Whoever names a profile means its address, here as everywhere.
            (Some(known), _) if is_named => Some(known),
            (_, Some(variable)) if url.is_none() => {
                Some((parse(AUTHENTIK_URL, variable)?, Origin::Environment(AUTHENTIK_URL)))
            }
            (known, _) => known,
        };
        let known = url.is_some() || likely.is_some();
        let mut missing = Vec::new();
        let mut hint = None;
        if !known {
            missing.push("--url (the address of authentik)");
        }
        if flags.token_file.is_none() {
            missing.push("--token-file (a file with the token; - reads standard input)");
            if context.environment.get(AUTHENTIK_TOKEN).is_some() && !context.ui.can_ask {
                hint = Some(format!(
                    "to keep the token in {AUTHENTIK_TOKEN}: printf %s \"${AUTHENTIK_TOKEN}\" | akctl login --token-file -"
                ));
            }
        }
        if !missing.is_empty() && !context.ui.can_ask {
            let message = format!("nobody can be asked here, and this is missing: {}", missing.join(", "));
            return Err(Failure::usage(message)
                .hint("akctl login --url https://authentik.company --token-file FILE [--profile NAME] [--store file]")
                .hints(hint));
        }
        Ok(Self { name, before, url, likely, token_file: flags.token_file })
    }

    /// Asks for the address, if it is missing, until it is one.
    pub fn ask_url(&mut self, context: &Context) -> Result<(), Failure> {
        let likely = self.likely.as_ref().map(|(url, _)| url.to_string());
        if self.url.is_none() && !context.ui.can_ask {
            self.url.clone_from(&self.likely);
        }
        while self.url.is_none() {
            let terminal = Terminal::new(&context.ui);
            terminal.say("Address of authentik, such as https://authentik.company\n");
            let before = likely.as_deref().unwrap_or_default();
            let typed = terminal.text(before, "")?;
            match typed.trim().parse() {
                Ok(url) => {
                    let known = self.likely.clone().filter(|(likely, _)| *likely == url);
                    self.url = Some(known.unwrap_or((url, Origin::Answer)));
                }
                Err(error) => context.ui.say(&format!("{error}\n")),
            }
        }
        Ok(())
    }

    /// Forgets an address at which no authentik answered, if a person can give another one.
    pub fn forget_url(&mut self, context: &Context) -> bool {
        let can_be_asked = context.ui.can_ask && context.global.connection().url.is_none();
        if can_be_asked {
            self.url = None;
        }
        can_be_asked
    }

    /// Whether a person can give another token.
    pub fn token_is_asked(&self, context: &Context) -> bool {
        context.ui.can_ask && self.token_file.is_none()
    }

    /// The connection to what is known.
    pub fn connection(&self, context: &Context) -> Result<Connection, Failure> {
        let flags = context.global.connection();
        let (url, url_origin) = self.url.clone().ok_or_else(|| Failure::usage("--url is missing"))?;
        let before = self.before.as_ref().filter(|profile| profile.url == url);
        let profile = || Origin::Profile(self.name.clone());
        let public_before = before.and_then(|before| Some((before.public_url.clone()?, profile())));
        let (public_url, public_origin) = match &flags.public_url {
            Some(public) => (parse("--public-url", public)?, Origin::Flag("--public-url")),
            None => public_before.unwrap_or_else(|| (url.clone(), Origin::SameAsUrl)),
        };
        let ca_file = named_ca_file(&flags, &context.environment)
            .or_else(|| before.and_then(|before| Some((before.ca_file.clone()?, profile()))));
        let (ca_file, ca_origin) = ca_file.unzip();
        Ok(Connection {
            origins: Origins {
                profile: Some(self.name.clone()),
                url: url_origin,
                public_url: public_origin,
                token: if self.token_file.is_some() { Origin::Flag("--token-file") } else { Origin::Answer },
                ca_file: ca_origin,
            },
            token: TokenSource::File(PathBuf::new()),
            public_url,
            url,
            ca_file,
            insecure: insecure(&context.environment)?,
            allow_plain_http: flags.allow_plain_http,
            connect_timeout: Duration::from_secs(flags.connect_timeout),
            request_timeout: Duration::from_secs(flags.request_timeout),
        })
    }

    /// Refuses to make a profile one for another address, unless the person says so.
    pub fn check_replaced(
        &self,
        context: &Context,
        profiles: &Profiles,
        url: &ServerUrl,
        replace: bool,
    ) -> Result<(), Failure> {
        let Some(old) = profiles.content.profiles.get(&self.name).map(|profile| &profile.url) else { return Ok(()) };
        if old == url || replace {
            return Ok(());
        }
        let question = format!("The profile `{}` is for {old}. Make it one for {url}?", self.name);
        if context.ui.can_ask && context.ui.confirm(&question)? {
            return Ok(());
        }
        Err(other_address(&self.name, old, url))
    }

    /// The token: from its file, or asked for without showing it.
    pub fn token(&self, context: &Context) -> Result<Secret, Failure> {
        match &self.token_file {
            Some(path) => token_file(Path::new(path), &context.ui),
            None => loop {
                let terminal = Terminal::new(&context.ui);
                terminal.say("API token (it does not appear)\n");
                let token = terminal.secret()?;
                let token = token.expose().trim();
                if !token.is_empty() {
                    break Ok(Secret::new(token.to_owned()));
                }
            },
        }
    }
}
