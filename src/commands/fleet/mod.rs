//! Files of integrations: what `akctl plan`, `apply`, `diff -f` and `destroy` have in common.

mod additions;
pub(super) mod decide;
pub(super) mod key;
pub(super) mod line;
pub(super) mod load;
pub(super) mod outputs;
pub(super) mod progress;
pub(super) mod prune;
pub(super) mod record;
pub(super) mod removal;
pub(super) mod report;
pub(super) mod run;
pub(super) mod saved;
mod shared;
pub(super) mod work;

use crate::cli::files::{Allowed, Files};
use crate::cli::integrate::RunOptions;
use crate::commands::integrate::Task;
use crate::compile::Prepared;
use crate::context::Context;
use crate::file::{Entry, Output};
use crate::interrupt::Interrupt;
use crate::preset::format::Preset;
use crate::session::Session;
use key::Key;
use std::path::PathBuf;
use std::rc::Rc;

/// One integration of a file, as far as it is known without the server.
pub(super) struct Item {
    pub(super) key: Key,
    pub(super) preset: Rc<Preset>,
    pub(super) prepared: Prepared,
    pub(super) run: RunOptions,
    pub(super) outputs: Vec<Output>,
    /// The file that names it, for people.
    pub(super) file: String,
    /// The folder from which the paths in that file count.
    pub(super) folder: PathBuf,
}

impl Item {
    pub(super) fn slug(&self) -> &str {
        self.prepared.slug.as_str()
    }

    /// The integration as `akctl integrate` would have it.
    pub(super) fn task<'a>(&'a self, around: &Around<'a>) -> Task<'a> {
        Task {
            context: around.context,
            session: around.session,
            preset: &self.preset,
            prepared: &self.prepared,
            run: &self.run,
            interrupt: around.interrupt.clone(),
        }
    }
}

/// What all integrations of a run share.
pub(super) struct Around<'a> {
    pub(super) context: &'a Context,
    pub(super) session: &'a Session,
    pub(super) interrupt: Interrupt,
    /// How many integrations are worked on at once.
    pub(super) concurrency: usize,
}

impl<'a> Around<'a> {
    /// Opens the way to authentik for as many requests at once as were asked for.
    pub(super) fn new(context: &'a Context, session: &'a Session, files: &Files) -> Self {
        let concurrency = usize::from(files.concurrency.max(1));
        session.client.set_side_by_side(concurrency);
        if session.is_sandbox {
            context.ui.say("This is an authentik in memory: nothing real is touched.\n");
        }
        Self { context, session, interrupt: Interrupt::watch(), concurrency }
    }
}

/// What a person allowed, as the flags of one integration say it.
pub(super) fn run_options(allowed: &Allowed, entry: &Entry) -> RunOptions {
    RunOptions {
        adopt: allowed.adopt,
        force: allowed.force,
        exact: entry.options.exact == Some(true),
        // Who names outputs asks for what is secret.
        show_secrets: !entry.outputs.is_empty(),
        ..RunOptions::default()
    }
}
