//! What signing in needs to know: from flags, from the profile that is there already, from a person.

use super::other_address;
use crate::context::Context;
use crate::error::Failure;
use crate::model::{Secret, ServerUrl};
use crate::profiles::{Profile, ProfileName, Profiles};
use crate::session::token_file;
use crate::settings::{Connection, Origin, Origins, TokenSource, ca_file, insecure, named_profile, parse};
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
    url: Option<ServerUrl>,
    token_file: Option<PathBuf>,
}

impl Answers {
    /// What flags and the profile say. Without a terminal all that is missing is told at once.
    pub fn given(context: &Context, profiles: &Profiles) -> Result<Self, Failure> {
        let flags = context.global.connection();
        let name = named_profile(&flags, &context.environment)?.unwrap_or_default();
        let before = profiles.content.profiles.get(&name).cloned();
        let url = flags.url.as_deref().map(|url| parse("--url", url)).transpose()?;
        let known = url.is_some() || before.is_some();
        let mut missing = Vec::new();
        if !known {
            missing.push("--url (the address of authentik)");
        }
        if flags.token_file.is_none() {
            missing.push("--token-file (a file with the token; - reads standard input)");
        }
        if !missing.is_empty() && !context.ui.can_ask {
            let message = format!("nobody can be asked here, and this is missing: {}", missing.join(", "));
            return Err(Failure::usage(message).hint(
                "akctl login --url https://authentik.company --token-file FILE [--profile NAME] [--store file]",
            ));
        }
        Ok(Self { name, before, url, token_file: flags.token_file })
    }

    /// Asks for the address, if it is missing, until it is one.
    pub fn ask_url(&mut self, context: &Context) -> Result<(), Failure> {
        let preset = self.before.as_ref().map(|profile| profile.url.to_string());
        if self.url.is_none() && !context.ui.can_ask {
            self.url = self.before.as_ref().map(|profile| profile.url.clone());
        }
        while self.url.is_none() {
            let terminal = Terminal::new(&context.ui);
            terminal.say("Address of authentik, such as https://authentik.company\n");
            let before = preset.as_deref().unwrap_or_default();
            let typed = terminal.text(before, "")?;
            match typed.trim().parse() {
                Ok(url) => self.url = Some(url),
                Err(error) => context.ui.say(&format!("{error}\n")),
            }
        }
        Ok(())
    }

    /// The connection to what is known.
    pub fn connection(&self, context: &Context) -> Result<Connection, Failure> {
        let flags = context.global.connection();
        let url = self.url.clone().ok_or_else(|| Failure::usage("--url is missing"))?;
        let before = self.before.as_ref().filter(|profile| profile.url == url);
        let public_url = match &flags.public_url {
            Some(public) => parse("--public-url", public)?,
            None => before.and_then(|profile| profile.public_url.clone()).unwrap_or_else(|| url.clone()),
        };
        let profile = || Origin::Profile(self.name.clone());
        let ca_file =
            ca_file(&flags, &context.environment).or_else(|| before.and_then(|profile| profile.ca_file.clone()));
        Ok(Connection {
            origins: Origins {
                profile: Some(self.name.clone()),
                url: profile(),
                public_url: if public_url == url { Origin::SameAsUrl } else { profile() },
                token: profile(),
                ca_file: ca_file.is_some().then(profile),
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
            Some(path) => token_file(Path::new(path)),
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
