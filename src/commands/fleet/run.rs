//! One run over files: what they say, what is decided, and what is to be pruned.

use super::Around;
use super::decide::{Decisions, decide};
use super::line::Line;
use super::load::{Loaded, Text, load};
use super::prune::{self, Pruning};
use super::record::Record;
use super::report::Report;
use crate::cli::files::{Allowed, Files};
use crate::context::Context;
use crate::error::Failure;
use crate::session::Session;

/// Everything that was decided before anything is written.
pub(in crate::commands) struct Run<'a> {
    pub(in crate::commands) around: Around<'a>,
    pub(in crate::commands) loaded: Loaded,
    pub(in crate::commands) decisions: Decisions,
    /// What authentik remembers of the file; none for a file without a name.
    pub(in crate::commands) record: Option<Record>,
    pub(in crate::commands) pruning: Pruning,
}

impl<'a> Run<'a> {
    /// Reads and decides. What is wrong with the files is told before anything is asked of the server.
    pub(in crate::commands) async fn begin(
        (context, session): (&'a Context, &'a Session),
        texts: &[Text],
        files: &Files,
        allowed: &Allowed,
    ) -> Result<Self, Failure> {
        let loaded = load((context, session), texts, &files.only, allowed).await?;
        if allowed.prune && loaded.own_name.is_none() {
            return Err(Failure::usage("--prune: the file has no name, so authentik remembers nothing of it")
                .hint("write `name: NAME` into the file; what applies make from then on can be pruned"));
        }
        let around = Around::new(context, session, files);
        let decisions = decide(&around, &loaded.items).await?;
        let record = match &loaded.own_name {
            Some(name) => Some(Record::read(&around, name).await?),
            None => None,
        };
        let pruning = match &record {
            Some(record) if allowed.prune => prune::look(&around, record, &loaded.keys).await?,
            _ => Pruning::default(),
        };
        Ok(Self { around, loaded, decisions, record, pruning })
    }

    /// What would be done.
    pub(in crate::commands) fn plan(&self) -> Report {
        let each = self.loaded.items.iter().zip(&self.decisions.each);
        let mut lines: Vec<Line> = each.map(|(item, decided)| Line::planned(item, decided)).collect();
        lines.extend(self.pruning.lines.iter().map(|(_, line)| line.clone()));
        let mut report = Report::new(&self.around, self.decisions.shelf.version(), true, lines);
        report.warnings.clone_from(&self.pruning.warnings);
        report
    }
}
