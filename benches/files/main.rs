//! What a file of integrations costs over its bare requests, and how that grows.
//!
//! `cargo bench --bench files` prints medians. What is compared runs alternately. akctl and the bare
//! client, a program of its own that sends the same requests with as many at once, get the same
//! replies from the same kind of server: it has nothing to think about either.
#![allow(clippy::print_stdout)]

#[path = "../common/mod.rs"]
#[allow(dead_code)] // Each bench uses a part of it.
mod common;

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
/// What the project wants: at most so many requests beside the pages.
const MORE_AIM: usize = 8;

fn main() {
    if bare::run() {
        return;
    }
    println!("files of integrations; akctl and a bare client get the same replies");
    println!("  latency  run               requests  rounds  akctl ms  bare ms  ratio  memory MB");
    let plan500 = recorded(&mixed(500, CERTIFICATES), "plan");
    let plan50 = recorded(&mixed(50, CERTIFICATES), "plan");
    let apply100 = fresh(&plain(100));
    for (latency, samples) in [(Duration::from_millis(50), 7), (Duration::ZERO, 15)] {
        let small = row("plan of 50", latency, samples, &mixed(50, CERTIFICATES), &["plan"], &plan50);
        let large = row("plan of 500", latency, samples, &mixed(500, CERTIFICATES), &["plan"], &plan500);
        let apply = row("apply of 100 new", latency, samples, &plain(100), &["apply", "--yes"], &apply100);
        let growth = large.time.as_secs_f64() / small.time.as_secs_f64();
        println!("           growth of the plan from 50 to 500: {growth:.1} times: {}", verdict(growth <= 10.0));
        println!("           memory at 500: {} MB: {}", large.memory, verdict(large.memory < MEMORY_AIM));
        println!("           apply: a ratio of at most {RATIO_AIM}: {}", verdict(apply.ratio <= RATIO_AIM));
    }
    let pages = plan500.iter().filter(|exchange| exchange.request.query.contains("page=")).count();
    let more = plan500.len() - pages;
    println!("  plan of 500: {pages} pages and {more} more requests: {}", verdict(more <= MORE_AIM));
}

/// One line of the table.
struct Row {
    time: Duration,
    ratio: f64,
    memory: u64,
}

fn row(name: &str, latency: Duration, samples: usize, file: &str, words: &[&str], exchanges: &[Exchange]) -> Row {
    let path = write("akctl.yaml", file.as_bytes());
    let (mut ours, mut theirs, mut memory) = (Vec::new(), Vec::new(), 0);
    for _ in 0..samples {
        let replay = Server::replay(latency, exchanges);
        let (time, peak) = watched(&mut akctl(&replay, &path, words));
        ours.push(time);
        memory = memory.max(peak);
        let replay = Server::replay(latency, exchanges);
        theirs.push(watched(&mut bare::command(&replay, exchanges, CONCURRENCY)).0);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let (rounds, ratio) =
        (exchanges.iter().map(|one| one.round).max().unwrap_or_default(), ours.as_secs_f64() / theirs.as_secs_f64());
    println!(
        "  {:4} ms  {name:16}  {:8}  {rounds:6}  {:8.1}  {:7.1}  {ratio:5.2}  {memory:9}",
        latency.as_millis(),
        exchanges.len(),
        milliseconds(ours),
        milliseconds(theirs)
    );
    Row { time: ours, ratio, memory }
}

/// What a run over a file that was applied before asks, with the replies.
fn recorded(file: &str, verb: &str) -> Vec<Exchange> {
    let path = write("akctl.yaml", file.as_bytes());
    let server = Server::live(Duration::from_millis(30));
    watched(&mut akctl(&server, &path, &["apply", "--yes"]));
    server.taken();
    watched(&mut akctl(&server, &path, &[verb]));
    server.taken()
}

/// What the first apply of a file asks, with the replies.
fn fresh(file: &str) -> Vec<Exchange> {
    let path = write("akctl.yaml", file.as_bytes());
    let server = Server::live(Duration::from_millis(30));
    watched(&mut akctl(&server, &path, &["apply", "--yes"]));
    server.taken()
}

fn akctl(server: &Server, file: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(AKCTL);
    command.args(words).arg("-f").arg(file).env_clear();
    // It stands in what is compared (a SAML issuer), so it must not change with the port.
    command.args(["--public-url", "http://127.0.0.1:9"]);
    command.env("AUTHENTIK_URL", server.url()).env("AUTHENTIK_TOKEN", server.token());
    command
}

fn write(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("written");
    path
}
