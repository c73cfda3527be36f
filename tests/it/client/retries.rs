//! Which calls are sent again, by endpoint and by what happened.

use super::fake::{Outcome, Patience, Scripted, answer, client, options, server};
use akctl::authentik::retry::Clock;
use akctl::authentik::trace::{Level, Tracer};
use akctl::authentik::transport::{Response, TransportError};
use akctl::authentik::{ApiError, Client, ClientOptions};
use async_trait::async_trait;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Get,
    Put,
    PutOnce,
    Post,
    Patch,
    Delete,
}

async fn call(client: &Client, what: What) -> Result<Value, ApiError> {
    let body = json!({"name": "x"});
    match what {
        What::Get => client.get("core/groups/", &[]).await,
        What::Put => client.put("core/groups/1/", &body).await,
        What::PutOnce => client.put_once("core/transactional/applications/", &body).await,
        What::Post => client.post("core/groups/", &body).await,
        What::Patch => client.patch("core/groups/1/", &body).await,
        What::Delete => client.delete("core/groups/1/").await.map(|()| Value::Null),
    }
}

async fn times_sent(what: What, outcome: Outcome) -> usize {
    let transport = Scripted::of(vec![outcome]);
    let result = call(&client(&transport), what).await;
    assert!(result.is_err(), "{what:?}");
    transport.count()
}

#[tokio::test]
async fn each_call_is_repeated_only_where_that_is_safe_and_may_help() {
    use TransportError::{Broken, Connect, Resolve, TimeOut, Tls};
    let text = || "x".to_owned();
    // What happens; how often a repeatable call is sent; how often one that must not happen twice.
    let table: Vec<(Outcome, usize, usize)> = vec![
        (Err(Connect(text())), 4, 4),
        (Err(Broken(text())), 4, 1),
        (Err(TimeOut(30)), 1, 1),
        (Err(Resolve(text())), 1, 1),
        (Err(Tls(text())), 1, 1),
        (answer(429, ""), 4, 4),
        (answer(502, ""), 4, 1),
        (answer(503, ""), 4, 1),
        (answer(504, ""), 4, 1),
        (answer(500, ""), 1, 1),
        (answer(400, "{}"), 1, 1),
        (answer(403, "{}"), 1, 1),
        (answer(302, ""), 1, 1),
    ];
    for (outcome, repeatable, once) in table {
        for what in [What::Get, What::Put, What::Delete] {
            assert_eq!(times_sent(what, outcome.clone()).await, repeatable, "{what:?} {outcome:?}");
        }
        for what in [What::Post, What::Patch, What::PutOnce] {
            assert_eq!(times_sent(what, outcome.clone()).await, once, "{what:?} {outcome:?}");
        }
    }
}

#[tokio::test]
async fn succeeds_when_the_server_recovers() {
    let transport =
        Scripted::of(vec![answer(503, ""), Err(TransportError::Connect("refused".into())), answer(200, "{}")]);
    let patience = Rc::new(Patience::default());
    let options = ClientOptions { clock: patience.clone(), ..options() };
    let client = Client::new(server("https://auth.company"), transport.clone(), options).expect("a client");
    assert_eq!(client.get("core/groups/", &[]).await.expect("an answer"), json!({}));
    assert_eq!(transport.count(), 3);
    let pauses = patience.0.borrow();
    assert_eq!(pauses.len(), 2);
    assert!(pauses[0] >= Duration::from_millis(225) && pauses[0] <= Duration::from_millis(375), "{pauses:?}");
    assert!(pauses[1] >= Duration::from_millis(450) && pauses[1] <= Duration::from_millis(750), "{pauses:?}");
}

#[allow(clippy::unnecessary_wraps)] // One of the outcomes of a script.
fn busy(retry_after: &str) -> Outcome {
    Ok(Response { status: 429, headers: vec![("retry-after".into(), retry_after.into())], body: Vec::new() })
}

#[tokio::test]
async fn waits_as_long_as_the_server_asks() {
    let transport = Scripted::of(vec![busy("9"), busy("Thu, 01 Jan 1970 00:00:12 GMT"), answer(201, "{}")]);
    let patience = Rc::new(Patience::default());
    let options = ClientOptions { clock: patience.clone(), ..options() };
    let client = Client::new(server("https://auth.company"), transport, options).expect("a client");
    client.post("core/groups/", &json!({})).await.expect("an answer");
    // The date is three seconds away by then.
    assert_eq!(*patience.0.borrow(), [Duration::from_secs(9), Duration::from_secs(3)]);
}

/// Time as tokio has it, which passes by itself where nothing else happens.
struct Passing(tokio::time::Instant);

#[async_trait(?Send)]
impl Clock for Passing {
    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.0.elapsed()
    }
}

#[tokio::test(start_paused = true)]
async fn what_one_is_told_holds_for_those_that_fail_for_another_reason() {
    // The first is told to wait; the second fails for a moment. Neither comes back before the time.
    let begun = tokio::time::Instant::now();
    let times = Rc::new(RefCell::new(Vec::new()));
    let noted = Rc::clone(&times);
    let transport = Scripted::new(move |_, number| {
        noted.borrow_mut().push(begun.elapsed());
        match number {
            0 => busy("20"),
            1 => answer(503, ""),
            _ => answer(200, "{}"),
        }
    });
    let options = ClientOptions { clock: Rc::new(Passing(begun)), ..options() };
    let client = Client::new(server("https://auth.company"), transport, options).expect("a client");
    let both = futures_util::future::join(client.get("core/groups/", &[]), client.get("core/users/", &[]));
    let (first, second) = both.await;
    first.expect("an answer");
    second.expect("an answer");
    let times = times.borrow();
    assert_eq!(times.len(), 4);
    assert!(times[2..].iter().all(|time| *time >= Duration::from_secs(20)), "{times:?}");
}

#[tokio::test]
async fn does_not_come_back_early_to_a_server_that_asks_for_a_long_time() {
    let transport = Scripted::of(vec![busy("3600")]);
    let error = client(&transport).get("core/groups/", &[]).await.expect_err("busy");
    assert_eq!(transport.count(), 1);
    let failure = error.into_failure();
    assert!(failure.hints.iter().any(|hint| hint.contains("3600 seconds")), "{:?}", failure.hints);
}

#[tokio::test]
async fn an_object_that_is_gone_after_a_lost_answer_was_deleted() {
    let lost = || Err(TransportError::Broken("reset".into()));
    let gone = || answer(404, r#"{"detail": "Not found."}"#);
    let transport = Scripted::of(vec![lost(), gone()]);
    client(&transport).delete("core/groups/1/").await.expect("deleted");
    let transport = Scripted::of(vec![gone()]);
    let error = client(&transport).delete("core/groups/1/").await.expect_err("never was there");
    assert!(error.is_not_found());
}

/// Everything that is told at a level while these calls are made.
async fn told(level: Level) -> Vec<String> {
    let lines = Rc::new(RefCell::new(Vec::new()));
    let heard = Rc::clone(&lines);
    let tracer = Tracer::new(level, Rc::new(move |line: &str| heard.borrow_mut().push(line.to_owned())));
    let headers = vec![("location".to_owned(), "https://elsewhere.company/x?code=s3cr3t".to_owned())];
    let transport = Scripted::of(vec![
        Err(TransportError::Connect("refused".into())),
        answer(200, "{}"),
        Ok(Response { status: 302, headers, body: b"\x1b[31m".to_vec() }),
        answer(404, "{}"),
    ]);
    let transport = tracer.over(transport, Some("https://auth.company"));
    let client = Client::new(server("https://auth.company"), transport, options()).expect("a client");
    client.get("core/groups/", &[("name", "Board"), ("token", super::fake::TOKEN)]).await.expect("an answer");
    client.get("core/users/", &[]).await.expect_err("a redirect");
    client.anonymous_get("https://user:pw@app.company/a\u{1b}b?page=2&a=s3cr3t").await.expect("an answer");
    let times = regex::Regex::new("in [0-9]+ ms").expect("valid");
    lines.borrow().iter().map(|line| times.replace(line, "in N ms").into_owned()).collect()
}

#[tokio::test]
async fn each_request_is_one_line_and_nothing_secret_is_told() {
    assert_eq!(
        told(Level::Requests).await,
        [
            "GET /api/v3/core/groups/?name=Board&token=… failed in N ms",
            "GET /api/v3/core/groups/?name=Board&token=… 200 in N ms, retry 1",
            "GET /api/v3/core/users/ 302 in N ms",
            "GET https://app.company/a%1Bb?page=2&a=… 404 in N ms",
        ]
    );
    assert_eq!(told(Level::Nothing).await, Vec::<String>::new());
}

#[tokio::test]
async fn more_is_told_to_who_asks_why() {
    assert_eq!(
        told(Level::Reasons).await,
        [
            "GET /api/v3/core/groups/?name=Board&token=… failed in N ms",
            "  no connection: refused",
            "  GET /api/v3/core/groups/?name=Board&token=…: again in N ms, retry 1",
            "GET /api/v3/core/groups/?name=Board&token=… 200 in N ms, 2 bytes, retry 1",
            "GET /api/v3/core/users/ 302 in N ms, 5 bytes",
            "  it redirects to https://elsewhere.company/x?code=…: not followed, the token goes only to the address \
             that was asked",
            "GET https://app.company/a%1Bb?page=2&a=… 404 in N ms, 2 bytes",
        ]
    );
}
