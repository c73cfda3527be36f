//! What a file of integrations costs over its bare requests, and how that grows.
//!
//! `cargo bench --bench files` prints medians. What is compared runs alternately. akctl and the bare
//! client, a program of its own that sends the same requests with as many at once, get the same
//! replies from the same kind of server: it has nothing to think about either.
#![allow(clippy::print_stdout)]

mod replay;
#[path = "../integrate/server.rs"]
#[allow(dead_code)] // Only the live server is used here: what is replayed changes in between.
mod server;

use replay::Replay;
use server::{Exchange, Server};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const AKCTL: &str = env!("CARGO_BIN_EXE_akctl");
/// Set for the bare client: the file with its requests.
const BARE: &str = "AKCTL_BENCH_BARE";
/// How many requests are under way at once, by default.
const CONCURRENCY: usize = 8;
/// What the project wants: an apply of new integrations takes at most this many times as long as the
/// bare client.
const RATIO_AIM: f64 = 1.2;
/// What the project wants: at most so many megabytes for 500 integrations.
const MEMORY_AIM: u64 = 60;
/// What the project wants: at most so many requests beside the pages.
const MORE_AIM: usize = 8;

fn main() {
    if let Some(file) = std::env::var_os(BARE) {
        return replay::run(Path::new(&file));
    }
    println!("files of integrations; akctl and a bare client get the same replies");
    println!("  latency  run               requests  rounds  akctl ms  bare ms  ratio  memory MB");
    let plan500 = recorded(&mixed(500), "plan");
    let plan50 = recorded(&mixed(50), "plan");
    let apply100 = fresh(&plain(100));
    for (latency, samples) in [(Duration::from_millis(50), 7), (Duration::ZERO, 15)] {
        let small = row("plan of 50", latency, samples, &mixed(50), &["plan"], &plan50);
        let large = row("plan of 500", latency, samples, &mixed(500), &["plan"], &plan500);
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
        let replay = Replay::start(latency, exchanges);
        let (time, peak) = timed(akctl(replay.url(), "token", &path, words));
        ours.push(time);
        memory = memory.max(peak);
        let replay = Replay::start(latency, exchanges);
        theirs.push(timed(replay::command(&replay, exchanges)).0);
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
    timed(akctl(server.url(), server.token(), &path, &["apply", "--yes"]));
    server.taken();
    timed(akctl(server.url(), server.token(), &path, &[verb]));
    server.taken()
}

/// What the first apply of a file asks, with the replies.
fn fresh(file: &str) -> Vec<Exchange> {
    let path = write("akctl.yaml", file.as_bytes());
    let server = Server::live(Duration::from_millis(30));
    timed(akctl(server.url(), server.token(), &path, &["apply", "--yes"]));
    server.taken()
}

fn akctl(url: &str, token: &str, file: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(AKCTL);
    command.args(words).arg("-f").arg(file).env_clear().env("AUTHENTIK_URL", url).env("AUTHENTIK_TOKEN", token);
    command
}

/// 60 % plain ones, 20 % with a mapping of their own, 10 % SAML, half of them bound, ten with
/// certificates of their own.
fn mixed(count: usize) -> String {
    let mut file = String::from("version: 1\ndefaults: {access: {create_groups: true}}\nintegrations:\n");
    for at in 0..count {
        let host = format!("https://app{at}.company");
        let inputs = match at % 10 {
            6 | 7 => format!("preset: portainer, inputs: {{app_url: {host}, teams: true}}"),
            8 => format!("preset: saml, inputs: {{acs: {host}/acs, entity_id: {host}}}"),
            9 if at < 100 => format!("preset: proxmox-ve, inputs: {{node: [{host}]}}"),
            _ => format!("preset: oidc, inputs: {{redirect: [{host}/back]}}"),
        };
        let access = if at % 2 == 0 { ", access: {groups: [Staff]}" } else { "" };
        writeln!(file, "  - {{slug: app{at}, name: App {at}, {inputs}{access}}}").expect("text");
    }
    file
}

/// Plain integrations.
fn plain(count: usize) -> String {
    let mut file = String::from("version: 1\nintegrations:\n");
    for at in 0..count {
        let inputs = format!("{{redirect: [https://app{at}.company/back]}}");
        writeln!(file, "  - {{preset: oidc, slug: app{at}, name: App {at}, inputs: {inputs}}}").expect("text");
    }
    file
}

fn write(name: &str, content: &[u8]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, content).expect("written");
    path
}

/// The time from starting a program to its successful end, and the most memory in megabytes that it
/// was seen to hold.
fn timed(mut command: Command) -> (Duration, u64) {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn().expect("started");
    let status = Path::new("/proc").join(child.id().to_string()).join("status");
    let watching = std::thread::spawn(move || {
        let mut most = 0;
        while let Ok(text) = std::fs::read_to_string(&status) {
            let peak =
                text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
            let Some(peak) = peak else { break };
            most = most.max(peak);
            std::thread::sleep(Duration::from_millis(5));
        }
        most
    });
    let status = child.wait().expect("ended");
    let took = begun.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    let kilobytes: u64 = watching.join().expect("watched");
    (took, kilobytes / 1024)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}
