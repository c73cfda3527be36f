//! How long programs run, and how much memory they hold.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The time from starting a program to its successful end.
pub fn timed(command: &mut Command) -> Duration {
    quiet(command);
    let begun = Instant::now();
    let status = command.status().expect("started");
    let took = begun.elapsed();
    assert!(status.success(), "{command:?}: {status}");
    took
}

/// The same, and the most memory in megabytes that it was seen to hold, where `/proc` tells it; else 0.
pub fn watched(command: &mut Command) -> (Duration, u64) {
    quiet(command);
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

fn quiet(command: &mut Command) {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
}

/// The smallest program that Rust makes, built as akctl is.
pub fn empty_program() -> PathBuf {
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

/// The one in the middle.
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// For people.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Whether an aim is reached.
pub fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "missed" }
}
