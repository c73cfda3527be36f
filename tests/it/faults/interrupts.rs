//! Somebody stops akctl while a request is answered: at every request of every scenario.

use super::Tally;
use super::judge::Scene;
use super::scenarios::scenarios;

/// Where `AKCTL_ALL_FAULTS` is not set, each run in so many is made.
const SAMPLE: usize = 7;

fn all_interrupts_on(version: &str, begin: usize) {
    let mut tally = Tally::from(begin);
    for scenario in scenarios() {
        let scene = Scene::of(version, &scenario);
        for (at, request) in scene.requests.iter().enumerate() {
            if tally.takes(SAMPLE) {
                let place = format!("{version}, {}: stopped at {at} ({request})", scenario.name);
                tally.add(&place, scene.interrupted(at));
            }
        }
    }
    tally.end(&format!("interruptions on {version}"));
}

#[test]
fn interruptions_on_2024_8() {
    all_interrupts_on("2024.8.6", 2);
}

#[test]
fn interruptions_on_2026_8() {
    all_interrupts_on("2026.8.5", 5);
}
