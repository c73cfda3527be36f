//! How long akctl takes to start, and what an integration costs over its bare requests.
//!
//! `cargo bench` prints medians; what is compared runs alternately, so that a busy machine slows
//! both down. The bare client ([`bare`]) is a program of its own that sends the requests that akctl
//! sent, as many side by side, and gets the same replies: it has nothing to think about.
#![allow(clippy::print_stdout)]

mod bare;
mod server;

use akctl::sandbox::DEFAULT_VERSION;
use server::{Exchange, Server};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const AKCTL: &str = env!("CARGO_BIN_EXE_akctl");
/// Set for the bare client: the file with its requests.
const BARE: &str = "AKCTL_BENCH_BARE";

/// What the project wants: `akctl --version` takes at most this much longer than an empty program.
const START_AIM: Duration = Duration::from_millis(5);
/// What the project wants: akctl takes at most this many times as long as the bare client.
const RATIO_AIM: f64 = 1.15;

fn main() {
    if let Some(file) = std::env::var_os(BARE) {
        return bare::run(Path::new(&file));
    }
    start(101);
    println!();
    println!("integrate, then the same again, authentik {DEFAULT_VERSION} in memory behind HTTP");
    println!("  latency  run     requests  rounds  akctl ms  bare ms  ratio");
    let script = script();
    for (latency, samples) in [(Duration::from_millis(50), 11), (Duration::ZERO, 41)] {
        integrate(&script, latency, samples);
    }
}

/// Start-up: `akctl --version` against an empty program.
fn start(samples: usize) {
    let empty = empty_program();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..samples {
        ours.push(timed(Command::new(AKCTL).arg("--version")));
        theirs.push(timed(&mut Command::new(&empty)));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let more = ours.saturating_sub(theirs);
    println!("start-up, median of {samples}");
    println!("  akctl --version  {:6.2} ms", milliseconds(ours));
    println!("  empty program    {:6.2} ms", milliseconds(theirs));
    println!(
        "  difference       {:6.2} ms, aim at most {} ms: {}",
        milliseconds(more),
        START_AIM.as_millis(),
        verdict(more <= START_AIM)
    );
}

/// The smallest program that Rust makes, built as akctl is.
fn empty_program() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (source, program) = (folder.join("empty.rs"), folder.join("empty"));
    std::fs::write(&source, "fn main() {}\n").expect("written");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let words: [&OsStr; 6] = [
        "-Copt-level=3".as_ref(),
        "-Cstrip=symbols".as_ref(),
        "--edition=2024".as_ref(),
        "-o".as_ref(),
        program.as_ref(),
        source.as_ref(),
    ];
    assert!(Command::new(rustc).args(words).status().expect("rustc").success());
    program
}

/// What akctl sends in a fresh integration and in a repeat, with the replies.
struct Script {
    fresh: Vec<Exchange>,
    repeat: Vec<Exchange>,
}

/// Takes the script from a run with enough latency to tell which requests were sent side by side.
fn script() -> Script {
    let server = Server::live(Duration::from_millis(50));
    timed(&mut akctl(&server));
    let fresh = server.taken();
    timed(&mut akctl(&server));
    Script { fresh, repeat: server.taken() }
}

fn integrate(script: &Script, latency: Duration, samples: usize) {
    let runs = [("fresh", &script.fresh), ("repeat", &script.repeat)];
    let mut ours = [Vec::new(), Vec::new()];
    let mut theirs = [Vec::new(), Vec::new()];
    for _ in 0..samples {
        let live = Server::live(latency);
        for (run, (_, exchanges)) in runs.iter().enumerate() {
            let replay = Server::replay(latency, exchanges);
            ours[run].push(timed(&mut akctl(&live)));
            theirs[run].push(bare::timed(&replay, exchanges));
        }
    }
    let sums = |runs: &[Vec<Duration>; 2]| runs[0].iter().zip(&runs[1]).map(|(a, b)| *a + *b).collect();
    let (both_ours, both_theirs) = (median(sums(&ours)), median(sums(&theirs)));
    for (run, (name, exchanges)) in runs.iter().enumerate() {
        let rounds = exchanges.last().map_or(0, |last| last.round);
        let counts = format!("{:8}  {rounds:6}", exchanges.len());
        row(latency, name, &counts, median(ours[run].clone()), median(theirs[run].clone()));
    }
    let ratio = row(latency, "both", &" ".repeat(16), both_ours, both_theirs);
    if !latency.is_zero() {
        println!("           aim: a ratio of at most {RATIO_AIM}: {}", verdict(ratio <= RATIO_AIM));
    }
}

fn row(latency: Duration, name: &str, counts: &str, ours: Duration, theirs: Duration) -> f64 {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    let (ours, theirs) = (milliseconds(ours), milliseconds(theirs));
    println!("  {:4} ms  {name:6}  {counts}  {ours:8.1}  {theirs:7.1}  {ratio:5.2}", latency.as_millis());
    ratio
}

fn akctl(server: &Server) -> Command {
    let mut command = Command::new(AKCTL);
    command
        .args(["integrate", "portainer", "--app-url", "https://portainer.company", "--yes"])
        .env_clear()
        .env("AUTHENTIK_URL", server.url())
        .env("AUTHENTIK_TOKEN", server.token());
    command
}

/// The time from starting a program to its successful end.
fn timed(command: &mut Command) -> Duration {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let status = command.status().expect("started");
    let took = begun.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    took
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
