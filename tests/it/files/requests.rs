//! How many requests many integrations take, in how many rounds, and how many at once.

use super::counting::{Counting, Notes};
use super::mixture::{mixed, plain};
use crate::support::Akctl;

fn run(server: &Counting, file: &str, words: &[&str]) -> Notes {
    server.taken();
    let akctl = Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
    akctl.file("akctl.yaml", file).args(words.iter().copied()).args(["-f", "akctl.yaml"]).ok();
    server.taken()
}

impl Notes {
    /// Requests that are not pages of whole lists.
    fn others(&self) -> Vec<&(String, String, String)> {
        let chooses = ["name=", "slug=", "username=", "target=", "stage="];
        let is_page = |(method, _, query): &&(String, String, String)| {
            let filters = query.split('&').any(|part| chooses.iter().any(|filter| part.starts_with(filter)));
            method == "GET" && query.contains("page=") && !filters
        };
        self.asked.iter().filter(|asked| !is_page(asked)).collect()
    }

    fn writes(&self) -> usize {
        self.asked.iter().filter(|(method, ..)| method != "GET").count()
    }
}

#[test]
fn a_plan_takes_the_pages_and_a_few_requests_in_three_rounds_whatever_the_number() {
    for version in ["2024.8.6", "2024.12.5", "2025.10.3", "2026.8.5"] {
        let server = Counting::start(version);
        // More than a page of everything, where it says the most: it takes its time.
        let counts: &[usize] = if version == "2026.8.5" { &[20, 130] } else { &[20] };
        for &count in counts {
            let file = mixed(count, 2);
            run(&server, &file, &["apply", "--yes"]);
            let notes = run(&server, &file, &["plan"]);
            let others = notes.others();
            assert!(others.len() <= 8, "{version}, {count}: {others:#?}");
            // With as many at once as there are, what rests on nothing else is asked at once.
            let wide = run(&server, &file, &["plan", "--concurrency", "64"]);
            assert!(wide.rounds <= 3, "{version}, {count}: {} rounds of {:#?}", wide.rounds, wide.asked);
            assert_eq!(notes.writes(), 0, "{version}, {count}");
            assert!((2..=8).contains(&notes.highest), "{version}, {count}: {} at once", notes.highest);
        }
    }
}

#[test]
fn new_ones_take_one_request_each_and_shared_lists() {
    for version in ["2024.12.5", "2026.8.5"] {
        let server = Counting::start(version);
        let notes = run(&server, &plain(110), &["apply", "--yes"]);
        assert_eq!(notes.writes(), 110, "{version}");
        let others = notes.others().len() - notes.writes();
        assert!(others <= 8, "{version}: {:#?}", notes.others());
        assert!(notes.asked.len() <= 110 + 8 + 20, "{version}: {}", notes.asked.len());
        assert!(notes.highest <= 8, "{version}: {} at once", notes.highest);
        let again = run(&server, &plain(110), &["apply", "--yes"]);
        assert_eq!(again.writes(), 0, "{version}");
    }
}

#[test]
fn no_more_requests_are_under_way_than_were_asked_for() {
    let server = Counting::start("2025.10.3");
    assert_eq!(run(&server, &plain(12), &["apply", "--yes", "--concurrency", "3"]).highest, 3);
    assert_eq!(run(&server, &plain(12), &["plan", "--concurrency", "1"]).highest, 1);
}

#[test]
fn a_small_file_costs_little_on_a_large_authentik() {
    let server = Counting::start("2025.10.3");
    run(&server, &plain(120), &["apply", "--yes"]);
    let notes = run(&server, &plain(2), &["plan"]);
    assert!(notes.asked.len() <= 12, "{:#?}", notes.asked);
}

#[test]
fn a_server_that_refuses_gets_everything_once_it_takes_it() {
    let server = Counting::start("2025.10.3");
    server.taken();
    server.notes().refuse = 4;
    let akctl = Akctl::new().env("AUTHENTIK_URL", &server.url).env("AUTHENTIK_TOKEN", &server.token);
    let report = akctl.file("akctl.yaml", &plain(6)).args(["apply", "-f", "akctl.yaml", "--yes"]).json();
    let made = super::statuses(&report).into_iter().filter(|(_, status)| status == "created").count();
    assert_eq!(made, 6, "{report:#}");
}

#[test]
fn taking_many_away_reads_what_they_share_once_before_the_question_and_once_after() {
    for version in ["2024.8.6", "2026.8.5"] {
        let server = Counting::start(version);
        let file = plain(12).replace("version: 1", "version: 1\nname: demo");
        run(&server, &file, &["apply", "--yes"]);
        let none = "version: 1\nname: demo\n";
        let notes = run(&server, none, &["plan", "--prune"]);
        assert!(notes.asked.len() <= 26, "{version}: {:#?}", notes.asked);
        let notes = run(&server, &file, &["destroy", "--dry-run"]);
        assert!(notes.asked.len() <= 20, "{version}: {:#?}", notes.asked);
        let notes = run(&server, &file, &["destroy", "--yes"]);
        // Two for each, an application and a provider; and one for what the file remembered.
        assert_eq!(notes.writes(), 25, "{version}");
        let reads = notes.asked.len() - notes.writes();
        // And one look at each application right before it goes.
        assert!(reads <= 42 + 12, "{version}: {reads} of {:#?}", notes.asked);
    }
}
