//! The pipelines in `docs/pipelines.md`: every job's lines run, against an authentik in memory.

use crate::support::Server;
use serde_yaml::Value;
use std::path::Path;
use std::process::Command;

/// The YAML blocks below a heading of the page.
fn pipeline(heading: &str) -> Value {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pipelines.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let (_, section) = page.split_once(&format!("## {heading}\n")).expect("the section");
    let (_, block) = section.split_once("```yaml\n").expect("a pipeline");
    serde_yaml::from_str(block.split_once("```").expect("its end").0).expect("YAML")
}

/// The lines of one job.
fn lines(job: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().expect("a line").to_owned();
    if let Some(script) = job.get("script").and_then(Value::as_sequence) {
        return script.iter().map(text).collect();
    }
    let steps = job.get("steps").and_then(Value::as_sequence).expect("steps");
    steps.iter().filter_map(|step| step.get("run")).map(text).collect()
}

/// Runs a job as a service does: each line by a shell of its own, the first failure ends it.
fn run(server: &Server, folder: &Path, job: &Value) -> String {
    let programs = Path::new(env!("CARGO_BIN_EXE_akctl")).parent().expect("a folder");
    let mut log = String::new();
    for line in lines(job) {
        let output = Command::new("sh")
            .args(["-e", "-c", &line])
            .env_clear()
            .env("HOME", folder)
            .env("PATH", format!("{}:/usr/bin:/bin", programs.display()))
            .env("AUTHENTIK_URL", server.url())
            .env("AUTHENTIK_TOKEN", server.token())
            .current_dir(folder)
            .output()
            .expect("a shell");
        log += &String::from_utf8_lossy(&output.stdout);
        log += &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}\n{log}");
    }
    log
}

fn try_jobs(jobs: &Value) {
    let server = Server::start("2025.10.3");
    let folder = tempfile::tempdir().expect("a folder");
    let job = |name: &str| jobs.get(name).unwrap_or_else(|| panic!("the job {name}"));
    let log = run(&server, folder.path(), job("plan"));
    assert!(log.contains("portainer") && server.writes().is_empty(), "{log}");
    let log = run(&server, folder.path(), job("apply"));
    let secret = server.provider_of("portainer")["client_secret"].as_str().expect("a secret").to_owned();
    assert!(!log.contains(&secret), "{log}");
    let printed = std::fs::read_dir(folder.path().join("settings")).expect("the files");
    let holds = |path: &Path| std::fs::read_to_string(path).expect("text").contains(&secret);
    assert!(printed.into_iter().any(|file| holds(&file.expect("a file").path())));
    // The last job looks at the whole; without a fault it ends well.
    let last = ["nightly", "check"].into_iter().find_map(|name| jobs.get(name)).expect("the last job");
    run(&server, folder.path(), last);
}

#[cfg(unix)]
#[test]
fn the_jobs_for_github_actions_run() {
    try_jobs(pipeline("GitHub Actions").get("jobs").expect("jobs"));
}

#[cfg(unix)]
#[test]
fn the_jobs_for_gitlab_run() {
    try_jobs(&pipeline("GitLab CI"));
}
