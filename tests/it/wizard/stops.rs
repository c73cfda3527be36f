//! Ctrl-C at each question: nothing is there afterwards.

use super::asked;
use super::script::Answer::{self, CtrlC, Enter, No, Pick, Secret, Text, Yes};
use super::script::Script;
use crate::support::Server;
use akctl::error::Kind;

#[test]
fn an_end_at_any_question_changes_nothing() {
    let paths: [(&[&str], &[Answer]); 2] = [
        (
            &["portainer"],
            &[
                Text("https://app.company"),
                Enter,
                Yes,
                No,
                Pick("type its name"),
                Text("A"),
                Text("a"),
                Text("b"),
                Yes,
                Pick("type its name"),
                Text("B"),
                Text("c"),
                Text("d"),
                No,
                Enter,
                Enter,
                Enter,
                Yes,
                Yes,
                Pick("--bind-group"),
                Pick("authentik Admins"),
                Pick("--slug"),
                Text("x"),
                Enter,
                Yes,
            ],
        ),
        (&["scim"], &[Text("Wiki"), Text("https://app.company/scim"), Secret("s"), Enter, Enter, No, No]),
    ];
    for (typed, answers) in paths {
        let server = Server::start("2025.10.3");
        let script = Script::new(answers.to_vec());
        asked(&server, typed, &script).expect("to the end");
        script.is_used_up();
        for end in 0..answers.len() {
            let script = Script::new(answers[..end].iter().cloned().chain([CtrlC]));
            let failure = asked(&server, typed, &script).expect_err("stopped");
            assert_eq!((failure.kind, failure.kind.exit_code()), (Kind::Interrupted, 130), "{end}");
            script.is_used_up();
        }
        assert!(server.writes().is_empty());
    }
}
