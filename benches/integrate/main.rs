//! How long akctl takes to start, and what an integration costs over its bare requests.
//!
//! `cargo bench` prints medians; what is compared runs alternately, so that a busy machine slows
//! both down. The bare client ([`common::bare`]) is a program of its own that sends the requests that akctl
//! sent, as many side by side, and gets the same replies: it has nothing to think about.
#![allow(clippy::print_stdout)]

#[path = "../common/mod.rs"]
#[allow(dead_code)] // Each bench uses a part of it.
mod common;

use akctl::sandbox::DEFAULT_VERSION;
use common::bare;
use common::measure::{empty_program, median, milliseconds, timed, verdict};
use common::server::{Exchange, Server};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const AKCTL: &str = env!("CARGO_BIN_EXE_akctl");
/// So many requests at once are as good as no limit here.
const AT_ONCE: usize = 64;
/// How many presets somebody may have.
const PRESETS: usize = 200;

/// What is started, and how much longer than an empty program it may take, in milliseconds: what the
/// project wants.
const STARTS: [(&[&str], u64); 3] = [(&["--version"], 5), (&["--help"], 5), (&["presets", "list"], 15)];
/// What the project wants: akctl takes at most this many times as long as the bare client.
const RATIO_AIM: f64 = 1.15;

fn main() {
    if bare::run() {
        return;
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

/// Start-up against an empty program.
fn start(samples: usize) {
    let (empty, presets) = (empty_program(), many_presets());
    let mut ours = STARTS.map(|_| Vec::new());
    let mut theirs = Vec::new();
    for _ in 0..samples {
        theirs.push(timed(&mut Command::new(&empty)));
        for ((words, _), times) in STARTS.iter().zip(&mut ours) {
            times.push(timed(Command::new(AKCTL).args(*words).env("AKCTL_CONFIG_DIR", &presets)));
        }
    }
    let theirs = median(theirs);
    println!("start-up, median of {samples}, with {PRESETS} presets beside akctl's own");
    println!("  empty program        {:6.2} ms", milliseconds(theirs));
    for ((words, aim), times) in STARTS.iter().zip(ours) {
        let took = median(times);
        let more = took.saturating_sub(theirs);
        println!(
            "  akctl {:14} {:6.2} ms, {:6.2} ms more, aim at most {aim} ms: {}",
            words.join(" "),
            milliseconds(took),
            milliseconds(more),
            verdict(more <= Duration::from_millis(*aim))
        );
    }
}

/// A folder of settings with many presets: copies of the largest of akctl's own.
fn many_presets() -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("many");
    let presets = folder.join("presets");
    std::fs::create_dir_all(&presets).expect("made");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("presets/portainer.yaml"));
    let text = text.expect("a preset");
    for at in 0..PRESETS {
        let copy = text.replacen("id: portainer", &format!("id: copy-{at}"), 1);
        std::fs::write(presets.join(format!("copy-{at}.yaml")), copy).expect("written");
    }
    folder
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
            theirs[run].push(timed(&mut bare::command(&replay, exchanges, AT_ONCE)));
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
