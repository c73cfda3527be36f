//! Every preset with its sample inputs: a fresh run, a repeat, and a change of its group and its
//! address. The list of requests comes from a run without trouble.

use super::judge::{Scenario, Scene};
use super::trouble::{FAULTS, Length};
use super::{Tally, all};
use crate::integrate::world::Order;
use crate::presets::samples::{SAMPLES, Sample};
use crate::support::VERSIONS;
use akctl::answers::Given;
use akctl::commands::integrate::wishes::wishes;
use akctl::env::{AKCTL_CONFIG_DIR, Environment};
use akctl::plan::Permissions;
use akctl::run;
use std::collections::BTreeSet;

/// Where `AKCTL_ALL_FAULTS` is not set, each run in so many is made.
const SAMPLE: usize = 211;

/// The group that an application is bound to, and the one after the change.
const GROUPS: [&str; 2] = ["Crew", "Newcomers"];

/// The samples that are disturbed: of each preset the first, or all of them.
fn chosen() -> Vec<&'static Sample> {
    let mut seen = BTreeSet::new();
    SAMPLES.iter().filter(|sample| seen.insert(sample.preset) || all()).collect()
}

/// A version for each sample, so that all have their share.
fn version(sample: &Sample) -> &'static str {
    let letters = sample.preset.bytes().chain(sample.name.bytes()).map(usize::from);
    VERSIONS[letters.sum::<usize>() % VERSIONS.len()]
}

/// What a command line with these flags and this group asks for.
fn order(sample: &Sample, flags: &[String], group: &str) -> Order {
    let environment = Environment::of([(AKCTL_CONFIG_DIR, "/nonexistent".to_owned())]);
    let mut words = vec!["integrate".to_owned(), sample.preset.to_owned()];
    words.extend_from_slice(flags);
    words.push("--create-groups".to_owned());
    let asked = |words: &[String]| {
        let failed = |failure| panic!("{}, {}: {failure:?}", sample.preset, sample.name);
        run::order(words, &environment).unwrap_or_else(failed)
    };
    let plain = asked(&words);
    let has_application = plain.preset.authentik.source.is_none();
    let typed = if has_application {
        words.extend(["--bind-group".to_owned(), group.to_owned()]);
        asked(&words)
    } else {
        plain
    };
    let documents = sample.files.iter().map(|(name, text)| ((*name).to_owned(), Ok(text.as_bytes().to_vec())));
    Order {
        preset: sample.preset,
        given: Some(Given { flags: typed.flags, documents: documents.collect(), ..Given::default() }),
        wishes: wishes(&typed.options).expect("right flags"),
        ..Order::default()
    }
}

/// The runs of one sample: fresh, again, and with another group and other addresses.
fn runs(sample: &Sample) -> [Scenario; 3] {
    let flags: Vec<String> = sample.flags.iter().map(ToString::to_string).collect();
    let moved: Vec<String> = flags
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let is_address = at > 0 && ADDRESSES.contains(&flags[at - 1].as_str());
            if is_address { word.replacen("://", "://new.", 1) } else { word.clone() }
        })
        .collect();
    let fresh = order(sample, &flags, GROUPS[0]);
    let mut changed = order(sample, &moved, GROUPS[1]);
    changed.permissions = Permissions { exact: true, force: true, ..Permissions::default() };
    let named = |what: &str| format!("{} ({}), {what}", sample.preset, sample.name);
    let of = |what, before, order| Scenario::new(named(what), before, order).one_of(&GROUPS);
    [
        of("fresh", None, fresh.clone()),
        of("again", Some(fresh.clone()), fresh.clone()),
        of("changed", Some(fresh), changed),
    ]
}

/// Flags whose addresses may move.
const ADDRESSES: [&str; 6] = ["--app-url", "--redirect", "--node", "--acs", "--scim-url", "--logout-url"];

/// The samples are shared out among so many tests, which run side by side.
const PARTS: usize = 4;

fn part(number: usize) {
    let mut tally = Tally::from(number * SAMPLE / PARTS);
    for sample in chosen().into_iter().skip(number).step_by(PARTS) {
        let version = version(sample);
        for scenario in runs(sample) {
            let scene = Scene::of(version, &scenario);
            let first_write = scene.first_write();
            for (at, request) in scene.requests.iter().enumerate() {
                for fault in FAULTS {
                    // Before the first write nothing can be left, however long the trouble lasts.
                    let lengths = [Length::Once, Length::FromThenOn];
                    for length in lengths.into_iter().take(if at < first_write { 1 } else { 2 }) {
                        if tally.takes(SAMPLE) {
                            let name = &scenario.name;
                            let place = format!("{version}, {name}: {fault:?} {length:?} at {at} ({request})");
                            tally.add(&place, scene.disturbed(fault, length, at));
                        }
                    }
                }
            }
        }
    }
    tally.end(&format!("presets, part {number}"));
}

#[test]
fn faults_of_the_first_quarter() {
    part(0);
}

#[test]
fn faults_of_the_second_quarter() {
    part(1);
}

#[test]
fn faults_of_the_third_quarter() {
    part(2);
}

#[test]
fn faults_of_the_last_quarter() {
    part(3);
}
