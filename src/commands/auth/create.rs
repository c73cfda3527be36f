//! `akctl auth create-service-account`: the plan, the question, the work, the profile.

use super::check::full_name;
use super::make::{Making, Wanted};
use super::presets;
use crate::authentik::{Client, segment};
use crate::cli::Output;
use crate::cli::auth::CreateServiceAccount;
use crate::commands::login::refuse_sandbox;
use crate::commands::{refuse_variables, structured};
use crate::context::Context;
use crate::error::{Failure, Kind};
use crate::interrupt::Interrupt;
use crate::model::resource::marked;
use crate::model::text::printable;
use crate::model::{Capabilities, Secret, Slug, day};
use crate::profiles::store::{self, Chosen, Owner, StoreKind};
use crate::profiles::{Profile, ProfileName, Profiles};
use crate::render::style::{Role, paint};
use crate::rights::{self, Part};
use crate::session::Session;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

/// In seconds.
const A_DAY: i64 = 86_400;

/// What is made, or would be: the promise of `-o json`.
#[derive(Serialize)]
struct Report {
    dry_run: bool,
    authentik: Server,
    account: String,
    role: String,
    group: Option<String>,
    token: Token,
    rights: BTreeSet<String>,
    profile: ProfileName,
    store: Option<StoreKind>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Server {
    url: String,
    version: String,
}

#[derive(Serialize)]
struct Token {
    identifier: String,
    expires: Option<String>,
}

/// Makes the account, unless it is only to be shown.
pub async fn run(context: &Context, arguments: &CreateServiceAccount) -> Result<(), Failure> {
    refuse_variables(context.global.output)?;
    if !arguments.dry_run {
        refuse_sandbox(context, "akctl auth create-service-account")?;
    }
    let name: Slug = arguments.name.parse().map_err(|error| Failure::usage(format!("--name: {error}")))?;
    let presets = presets(context, &arguments.preset)?;
    let parts = rights::granted(&presets, &arguments.with);
    let rights = rights::permissions(&parts);
    let profiles = context.profiles()?;
    let profile = target(&profiles, arguments, &name)?;
    let session = context.session()?;
    let interrupt = Interrupt::watch();
    let (wanted, version, mut warnings) = interrupt.or(survey(&session, arguments, &name, rights)).await?;
    let mut report = Report {
        dry_run: arguments.dry_run,
        authentik: Server { url: session.client.base().to_string(), version },
        account: wanted.account.clone(),
        role: wanted.role.clone(),
        group: wanted.group.clone(),
        token: Token { identifier: wanted.token.clone(), expires: None },
        rights: wanted.rights.clone(),
        profile: profile.clone(),
        store: None,
        warnings: Vec::new(),
    };
    let is_text = matches!(context.global.output, Output::Text | Output::Env);
    let plan = plan(&report, &wanted.lifetime, &parts_in_words(&parts, &rights::withheld(&presets, &parts)));
    report.warnings.append(&mut warnings);
    if arguments.dry_run {
        return print(context, &report, &plan);
    }
    agree(context, arguments, &plan, is_text, &report.warnings)?;
    let chosen = store::choose(arguments.store, session.client.base(), |kind| store::open(kind, profiles.folder()))?;
    let making = Making::new(&session, &interrupt, &wanted);
    let (token, expires) = making.run(|token| keep(&profiles, &session, &profile, token, &chosen)).await?;
    drop(token);
    let end = expires.as_deref().map_or("The token never ends.".to_owned(), |end| format!("The token ends at {end}."));
    let soon = expires.as_deref().and_then(ends_soon);
    report.token.expires = expires;
    report.store = Some(chosen.kind);
    report.warnings.extend(soon.clone());
    let kept = chosen.kept(profiles.folder(), &profile);
    print(context, &report, &format!("{} is made. {}.\n{}\n", wanted.account, capitalised(&kept), printable(&end)))?;
    if let Some(soon) = soon {
        context.ui.warn(&printable(&soon));
    }
    context.ui.say(&format!("Use it with --profile {profile}, or `akctl profiles use {profile}`.\n"));
    Ok(())
}

/// The profile that is to keep the token. One that is there already is not replaced.
fn target(profiles: &Profiles, arguments: &CreateServiceAccount, name: &Slug) -> Result<ProfileName, Failure> {
    let text = arguments.save_as.as_deref().unwrap_or(name.as_str());
    let profile: ProfileName = text.parse().map_err(|error| Failure::usage(format!("--save-as: {error}")))?;
    if profiles.content.profiles.contains_key(&profile) {
        let message = format!("there is a profile `{profile}` already: nothing was made");
        return Err(Failure::new(Kind::Decision, message)
            .hint("give another name with --save-as")
            .hint(format!("or forget the old one: akctl profiles remove {profile}")));
    }
    Ok(profile)
}

/// Reads all that matters before anything is written.
async fn survey(
    session: &Session,
    arguments: &CreateServiceAccount,
    name: &Slug,
    rights: BTreeSet<String>,
) -> Result<(Wanted, String, Vec<String>), Failure> {
    let client = &session.client;
    let version = client.version().await?;
    let can = Capabilities::of(&version)?;
    let me = client.get("core/users/me/", &[]).await?;
    if me.pointer("/user/is_superuser").and_then(Value::as_bool) != Some(true) {
        let user = me.pointer("/user/username").and_then(Value::as_str).unwrap_or_default();
        let message =
            format!("`{user}` is not a superuser: authentik lets only superusers make a token for another user");
        return Err(Failure::new(Kind::NotAllowed, message).hint("use the token of a member of `authentik Admins`"));
    }
    let known: BTreeSet<String> =
        client.list("rbac/permissions/", &[("ordering", "name")]).await?.iter().filter_map(full_name).collect();
    let mut warnings: Vec<String> = Vec::new();
    let unknown: Vec<&str> = rights.difference(&known).map(String::as_str).collect();
    if !unknown.is_empty() {
        warnings
            .push(format!("this authentik does not know these rights, so they are left out: {}", unknown.join(", ")));
    }
    let settings = client.get("admin/settings/", &[]).await?;
    let duration = settings.get("default_token_duration").and_then(Value::as_str).unwrap_or("a time that it chooses");
    let lifetime = match (arguments.no_expiry, arguments.days) {
        (true, _) => "never ends".to_owned(),
        (false, Some(days)) => format!("good for {duration}, as authentik's settings say; for {days} days at least"),
        (false, None) => format!("good for {duration}, as authentik's settings say"),
    };
    if arguments.no_expiry {
        warnings.push("the token never ends: whoever gets hold of it may use it for ever".to_owned());
    }
    let wanted = Wanted {
        account: name.to_string(),
        role: marked(name.as_str()),
        group: (!can.permissions_only_through_roles).then(|| marked(name.as_str())),
        token: format!("{name}-api"),
        rights: rights.intersection(&known).cloned().collect(),
        days: arguments.days,
        expiring: !arguments.no_expiry,
        lifetime,
    };
    nothing_is_there(client, &wanted).await?;
    Ok((wanted, version.to_string(), warnings))
}

/// Refuses where something of these names is there already: it may be in use.
async fn nothing_is_there(client: &Client, wanted: &Wanted) -> Result<(), Failure> {
    let has = |all: &[Value], key: &str, name: &str| {
        all.iter().any(|object| object.get(key).and_then(Value::as_str) == Some(name))
    };
    let mut taken = Vec::new();
    if has(&client.list("core/users/", &[("username", &wanted.account)]).await?, "username", &wanted.account) {
        taken.push(format!("the user `{}`", wanted.account));
    }
    if has(&client.list("rbac/roles/", &[("search", &wanted.role)]).await?, "name", &wanted.role) {
        taken.push(format!("the role `{}`", wanted.role));
    }
    if let Some(group) = &wanted.group
        && has(&client.list("core/groups/", &[("name", group), ("include_users", "false")]).await?, "name", group)
    {
        taken.push(format!("the group `{group}`"));
    }
    if client.find(&format!("core/tokens/{}/", segment(&wanted.token))).await?.is_some() {
        taken.push(format!("the token `{}`", wanted.token));
    }
    if taken.is_empty() {
        return Ok(());
    }
    Err(Failure::new(Kind::Decision, format!("authentik has already {}: nothing was made", taken.join(", ")))
        .hint("give another name with --name, or delete what is there if nobody uses it any more"))
}

/// What to say of a token that ends within a day: pipelines and people would be surprised.
fn ends_soon(end: &str) -> Option<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    let left = day::seconds(end)?.saturating_sub(i64::try_from(now).ok()?);
    // What was asked for as a whole day has begun already.
    if left >= A_DAY - 60 {
        return None;
    }
    Some(format!(
        "the token is good for {} only, then authentik replaces its key: raise System > Settings > Default token \
         duration in authentik to days=90, for example, delete the account and make it again, or make it with \
         --no-expiry",
        about(left)
    ))
}

/// A time in words, in seconds.
fn about(seconds: i64) -> String {
    let (count, unit) = if seconds > 2 * 3_600 { (seconds / 3_600, "hours") } else { ((seconds + 59) / 60, "minutes") };
    format!("{count} {unit}")
}

/// What a role is for and not for, as lines of the plan.
fn parts_in_words(granted: &[Part], withheld: &[Part]) -> String {
    let purposes = |parts: &[Part]| parts.iter().map(|part| part.purpose()).collect::<Vec<_>>().join(", ");
    let mut text = format!("      for {}\n", purposes(granted));
    if !withheld.is_empty() {
        let names: Vec<String> = withheld.iter().filter_map(|part| part.name()).collect();
        let _ = writeln!(text, "      not for {}; --with {} adds them", purposes(withheld), names.join(","));
    }
    text
}

fn plan(report: &Report, lifetime: &str, parts: &str) -> String {
    let Report { authentik: Server { url, version }, account, role, group, token, rights, profile, .. } = report;
    let mut text = format!("authentik {version} at {url}\n");
    let add = |text: &mut String, kind: &str, name: &str| {
        let _ = writeln!(text, "  {} {kind:<16} {}", paint(Role::Added, "+"), printable(name));
    };
    add(&mut text, "service account", account);
    add(&mut text, "role", &format!("{role}: {} rights", rights.len()));
    text.push_str(parts);
    if let Some(group) = group {
        add(&mut text, "group", &format!("{group}: gives the role to the account"));
    }
    add(&mut text, "token", &format!("{}: {lifetime}", token.identifier));
    add(&mut text, "profile", &format!("{profile}: keeps the token on this machine"));
    text
}

fn agree(
    context: &Context,
    arguments: &CreateServiceAccount,
    plan: &str,
    is_text: bool,
    warnings: &[String],
) -> Result<(), Failure> {
    if !arguments.yes && !context.ui.can_ask {
        let message = "nobody can be asked here, and --yes was not given: nothing was made";
        return Err(Failure::new(Kind::Decision, message).hint("add --yes to make it, or --dry-run to see what it is"));
    }
    if is_text || !arguments.yes {
        context.ui.say(plan);
    }
    for warning in warnings {
        context.ui.warn(&printable(warning));
    }
    if arguments.yes || context.ui.confirm("Make this?")? {
        return Ok(());
    }
    Err(Failure::new(Kind::Decision, "the answer was no: nothing was made"))
}

/// Keeps the token and writes the profile; the one in use stays the one in use.
fn keep(
    profiles: &Profiles,
    session: &Session,
    name: &ProfileName,
    token: &Secret,
    chosen: &Chosen,
) -> Result<(), Failure> {
    let url = session.client.base();
    let owner = Owner { profile: name, url };
    let store = store::open(chosen.kind, profiles.folder());
    let public_url = Some(&session.public).filter(|public| *public != url).cloned();
    let ca_file = session.ca_file.as_ref().map(|file| std::path::absolute(file).unwrap_or_else(|_| file.clone()));
    let profile = Profile { url: url.clone(), public_url, ca_file, store: Some(chosen.kind) };
    let enter = |profiles: &mut Profiles| {
        if profiles.content.profiles.contains_key(name) {
            return Err(Failure::new(Kind::Decision, format!("somebody made a profile `{name}` meanwhile")));
        }
        store
            .write(owner, token)
            .map_err(|error| Failure::failed(format!("the store `{}` did not keep the token: {error}", chosen.kind)))?;
        profiles.content.profiles.insert(name.clone(), profile);
        profiles.content.current.get_or_insert_with(|| name.clone());
        Ok(())
    };
    profiles.clone().change(enter, || drop(store.delete(owner)))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn print(context: &Context, report: &Report, text: &str) -> Result<(), Failure> {
    let printed = match structured(context.global.output, report)? {
        Some(structured) => structured,
        None => text.to_owned(),
    };
    Ok(context.ui.data(&printed)?)
}
