//! What a file of integrations costs over its bare requests, and how that grows.
//!
//! `cargo bench --bench files` prints medians. What is compared runs alternately: akctl and the bare
//! client, a program of its own that sends the same requests with as many at once, each to an authentik in
//! memory that is a copy of the same one.
#![allow(clippy::print_stdout)]

#[path = "../common/mod.rs"]
#[allow(dead_code)] // Each bench uses a part of it.
mod common;

use akctl::sandbox::Sandbox;
use common::bare;
use common::measure::{median, milliseconds, verdict, watched};
use common::mixture::{mixed, plain};
use common::server::{Exchange, Server};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const AKCTL: &str = env!("CARGO_BIN_EXE_akctl");
/// How many requests are under way at once, by default.
const CONCURRENCY: usize = 8;
/// How many integrations have certificates of their own.
const CERTIFICATES: usize = 10;
/// What the project wants: an apply of new integrations takes at most this many times as long as the
/// bare client.
const RATIO_AIM: f64 = 1.2;
/// What the project wants: at most so many megabytes for 500 integrations.
const MEMORY_AIM: u64 = 60;
/// How long each reply takes while a run is recorded.
const RECORDING: Duration = Duration::from_millis(200);
/// What the project wants: at most so many requests beside the pages.
const MORE_AIM: usize = 8;

fn main() {
    if bare::run() {
        return;
    }
    println!("files of integrations; akctl and a bare client ask copies of the same authentik in memory");
    println!("  latency  run               requests  rounds  akctl ms  bare ms  ratio  memory MB");
    let plan50 = Case::new("plan of 50", &mixed(50, CERTIFICATES), &["plan"], true);
    let plan500 = Case::new("plan of 500", &mixed(500, CERTIFICATES), &["plan"], true);
    let apply100 = Case::new("apply of 100 new", &plain(100), &["apply", "--yes"], false);
    for (latency, samples) in [(Duration::from_millis(50), 7), (Duration::ZERO, 15)] {
        let (small, large, apply) =
            (plan50.row(latency, samples), plan500.row(latency, samples), apply100.row(latency, samples));
        let growth = large.time.as_secs_f64() / small.time.as_secs_f64();
        println!("           growth of the plan from 50 to 500: {growth:.1} times: {}", verdict(growth <= 10.0));
        println!("           memory at 500: {} MB: {}", large.memory, verdict(large.memory < MEMORY_AIM));
        println!("           apply: a ratio of at most {RATIO_AIM}: {}", verdict(apply.ratio <= RATIO_AIM));
    }
    let is_page = |exchange: &&Exchange| exchange.request.query.contains("page=");
    let pages = plan500.exchanges.iter().filter(is_page).count();
    let more = plan500.exchanges.len() - pages;
    println!("  plan of 500: {pages} pages and {more} more requests: {}", verdict(more <= MORE_AIM));
    println!("  plan of 500: {} rounds, aim 3: {}", plan500.rounds(), verdict(plan500.rounds() <= 3));
}

/// What is measured.
struct Case {
    name: &'static str,
    file: PathBuf,
    words: &'static [&'static str],
    /// The authentik before the run, which both begin with, and its port.
    before: Sandbox,
    port: u16,
    /// What the run asks.
    exchanges: Vec<Exchange>,
}

/// One line of the table.
struct Row {
    time: Duration,
    ratio: f64,
    memory: u64,
}

impl Case {
    /// A run over a file, on an authentik to which it was applied before or not.
    fn new(name: &'static str, file: &str, words: &'static [&'static str], is_applied: bool) -> Self {
        let file = write(&format!("{}.yaml", name.replace(' ', "-")), file.as_bytes());
        // So long that what is asked at once is answered at once.
        let server = Server::live(RECORDING);
        if is_applied {
            watched(&mut akctl(&server, &file, &["apply", "--yes"]));
        }
        let before = server.sandbox();
        server.taken();
        watched(&mut akctl(&server, &file, words));
        // Its address stands in what is compared (a SAML issuer), so the port stays.
        let port = server.url().rsplit_once(':').and_then(|(_, port)| port.parse().ok()).expect("a port");
        Self { name, file, words, before, port, exchanges: server.taken() }
    }

    fn rounds(&self) -> usize {
        self.exchanges.iter().map(|one| one.round).max().unwrap_or_default()
    }

    fn row(&self, latency: Duration, samples: usize) -> Row {
        let (mut ours, mut theirs, mut memory) = (Vec::new(), Vec::new(), 0);
        let server = || Server::of(self.before.clone(), latency, self.port);
        for _ in 0..samples {
            let (time, peak) = watched(&mut akctl(&server(), &self.file, self.words));
            ours.push(time);
            memory = memory.max(peak);
            let server = server();
            theirs.push(watched(&mut bare::command(&server, &self.exchanges, CONCURRENCY)).0);
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!(
            "  {:4} ms  {:16}  {:8}  {:6}  {:8.1}  {:7.1}  {ratio:5.2}  {memory:9}",
            latency.as_millis(),
            self.name,
            self.exchanges.len(),
            self.rounds(),
            milliseconds(ours),
            milliseconds(theirs)
        );
        Row { time: ours, ratio, memory }
    }
}

fn akctl(server: &Server, file: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(AKCTL);
    command.args(words).arg("-f").arg(file).env_clear();
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    command
}

fn write(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("written");
    path
}
