//! `akctl apply` of a file of ten, as a whole and over a way that fails at one request: each
//! integration is there or not, what is left is named, and the same command finishes.

use super::Tally;
use super::judge::{Found, Guard, watch};
use super::state::State;
use super::trouble::{FAULTS, Fault, Length, Trouble};
use crate::integrate::world::{ADDRESS, World};
use akctl::authentik::retry::Clock;
use akctl::authentik::transport::Transport;
use akctl::authentik::{Client, ClientOptions};
use akctl::cli::{Cli, Command};
use akctl::commands::apply;
use akctl::context::Context;
use akctl::env::{AKCTL_CONFIG_DIR, Environment};
use akctl::model::{Secret, ServerUrl};
use akctl::sandbox::Sandbox;
use akctl::session::Session;
use akctl::settings::{Origin, Origins};
use akctl::ui::{Color, Ui};
use async_trait::async_trait;
use clap::Parser;
use std::fmt::Write;
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

/// Does not wait.
struct NoTime;

#[async_trait(?Send)]
impl Clock for NoTime {
    async fn sleep(&self, _: Duration) {}

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }
}

/// Ten integrations of several kinds, which share a group and some a flow with a second factor.
pub fn ten(group: &str, place: &str) -> String {
    let mut file = format!(
        "version: 1\nname: ten\ndefaults: {{access: {{groups: [{group}], create_groups: true}}, options: {{exact: true}}}}\n\
         integrations:\n"
    );
    for at in 0..10 {
        let host = format!("https://app{at}.{place}");
        let inputs = match at {
            0 | 4 => format!("preset: portainer, inputs: {{app_url: {host}, teams: true}}"),
            1 | 5 => format!("preset: saml, inputs: {{acs: {host}/acs, entity_id: app{at}}}"),
            _ => format!("preset: oidc, inputs: {{redirect: [{host}/back]}}"),
        };
        let access = if at == 2 || at == 3 { ", access: {require_mfa: enrol}" } else { "" };
        writeln!(file, "  - {{slug: app{at}, name: App {at}, {inputs}{access}}}").expect("text");
    }
    file
}

/// What one run came to: what it printed, and whether it said that all is done.
struct Ran {
    said: String,
    is_done: bool,
}

fn run(world: &World, transport: Rc<dyn Transport>, file: &Path) -> Ran {
    let file = file.display().to_string();
    let cli = Cli::parse_from(["akctl", "apply", "-f", &file, "--yes", "--quiet", "--concurrency", "4"]);
    let Command::Apply(arguments) = cli.command else { panic!("another command") };
    let environment = Environment::of([(AKCTL_CONFIG_DIR, "/nonexistent".to_owned())]);
    let context = Context { global: cli.global, environment, ui: Ui::new(Color::Never).quiet(true) };
    let address: ServerUrl = ADDRESS.parse().expect("an address");
    let token = Some(Secret::new(world.sandbox.borrow().token().to_owned()));
    let options = ClientOptions { token, clock: Rc::new(NoTime), ..ClientOptions::default() };
    let client = Client::new(address.clone(), transport, options).expect("a client");
    let origins = Origins::sandbox(Origin::SameAsUrl);
    let session = Session { client, public: address, is_sandbox: true, ca_file: None, origins };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    match runtime.block_on(apply::over(&context, &session, &arguments)) {
        Ok((report, outcome)) => Ran { said: report, is_done: outcome.is_ok() },
        Err(failure) => Ran { said: format!("{failure} {}", failure.hints.join("\n")), is_done: false },
    }
}

/// A file on an authentik, up to the run that is to be disturbed.
struct Scene<'a> {
    file: &'a Path,
    base: Sandbox,
    before: State,
    whole: State,
    requests: Vec<String>,
}

const GUARD: Guard = Guard { all_of: &[], one_of: &["Crew", "Newcomers"], second_factor: false };

impl<'a> Scene<'a> {
    fn of(version: &str, before: Option<&Path>, file: &'a Path) -> Self {
        let world = World::new(version);
        if let Some(before) = before {
            let ran = run(&world, world.plain(), before);
            assert!(ran.is_done, "{version}: {}", ran.said);
        }
        let base = world.sandbox.borrow().clone();
        let before = State::of(&mut world.sandbox.borrow_mut());
        let count = Trouble::counting(&world);
        let ran = run(&world, count.clone(), file);
        assert!(ran.is_done, "{version}: {}", ran.said);
        let whole = State::of(&mut world.sandbox.borrow_mut());
        assert!(whole.doubles().is_empty(), "{:?}", whole.doubles());
        let requests = (0..count.sent()).map(|at| count.request(at)).collect();
        Self { file, base, before, whole, requests }
    }

    fn disturbed(&self, fault: Fault, length: Length, at: usize) -> Vec<String> {
        let world = World::of(self.base.clone());
        let open = Found::default();
        let transport = Trouble::new(&world, fault, length, at, watch(GUARD, Rc::clone(&open)));
        let ran = run(&world, Rc::new(transport), self.file);
        let after = State::of(&mut world.sandbox.borrow_mut());
        let mut wrong: Vec<String> = open.borrow().clone();
        wrong.extend(after.doubles().into_iter().map(|name| format!("there are two: {name}")));
        if ran.is_done && after.names() != self.whole.names() {
            wrong.push(format!("said it was done, and there is {after:?}"));
        }
        if !ran.is_done {
            if self.before == after {
                return wrong;
            }
            wrong.extend(self.unnamed(&ran.said, &after));
            let again = run(&world, world.plain(), self.file);
            let finally = State::of(&mut world.sandbox.borrow_mut());
            if !again.is_done || finally.names() != self.whole.names() {
                wrong.push(format!("the second run leaves {finally:?}: {}", again.said));
            }
        }
        let count = Trouble::counting(&world);
        let last = run(&world, count.clone(), self.file);
        let writes: Vec<String> = (0..count.sent()).map(|at| count.request(at)).collect();
        let writes: Vec<&String> = writes.iter().filter(|request| !request.starts_with("GET ")).collect();
        if !last.is_done || !writes.is_empty() {
            wrong.push(format!("the last run sends {writes:?}: {}", last.said));
        }
        wrong.into_iter().map(|what| format!("{what}\n      ({})", ran.said)).collect()
    }

    /// What is left or changed, belongs to no integration that is whole, and is not in the report.
    fn unnamed(&self, said: &str, after: &State) -> Vec<String> {
        let is_whole = |slug: &str| {
            let of_it = |name: &&&String| holds(name, slug);
            let names = self.whole.names();
            let parts = names.iter().filter(of_it).count();
            parts == after.names().iter().filter(of_it).count()
                && names.iter().filter(of_it).all(|name| after.has(name))
        };
        let slugs: Vec<String> = (0..10).map(|at| format!("app{at}")).collect();
        let any_is_whole = slugs.iter().any(|slug| is_whole(slug));
        let is_told = |name: &String| {
            let application = name.strip_prefix("binding ").and_then(|rest| rest.split_once(':')).map(|(slug, _)| slug);
            said.contains(name.as_str())
                || application.is_some_and(|slug| said.contains(&format!("application {slug}")))
                // The note of what the file made stays.
                || name.contains("akctl file")
        };
        let owner = |name: &String| slugs.iter().find(|slug| holds(name, slug));
        let differs = after.differs(&self.before);
        let left = differs.iter().filter(|name| match owner(name) {
            Some(slug) => !is_whole(slug),
            None => !any_is_whole,
        });
        left.filter(|name| !is_told(name)).map(|name| format!("the report does not name the {name}")).collect()
    }
}

/// Whether a name is that of something that belongs to this integration.
fn holds(name: &str, slug: &str) -> bool {
    name.split([' ', ':']).any(|word| word == slug)
}

/// Where `AKCTL_ALL_FAULTS` is not set, each run in so many is made.
const SAMPLE: usize = 379;

fn all_faults_on(version: &str, begin: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path
    };
    let (first, changed) = (file("ten.yaml", &ten("Crew", "company")), file("new.yaml", &ten("Newcomers", "example")));
    let mut tally = Tally::from(begin);
    for (what, before, then) in
        [("fresh", None, &first), ("again", Some(&first), &first), ("changed", Some(&first), &changed)]
    {
        let scene = Scene::of(version, before.map(std::path::PathBuf::as_path), then);
        for (at, request) in scene.requests.iter().enumerate() {
            for fault in FAULTS {
                for length in [Length::Once, Length::FromThenOn] {
                    if tally.takes(SAMPLE) {
                        let place =
                            format!("{version}, a file of ten, {what}: {fault:?} {length:?} at {at} ({request})");
                        tally.add(&place, scene.disturbed(fault, length, at));
                    }
                }
            }
        }
    }
    tally.end(&format!("a file of ten on {version}"));
}

#[test]
fn faults_of_a_file_of_ten_on_2024_8() {
    all_faults_on("2024.8.6", 0);
}

#[test]
fn faults_of_a_file_of_ten_on_2026_8() {
    all_faults_on("2026.8.5", 97);
}
