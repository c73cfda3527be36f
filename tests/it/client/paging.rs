//! Lists: all pages, side by side, from servers that cap, shrink, grow and lie.

use super::fake::{Outcome, Scripted, answer, client};
use akctl::authentik::transport::{Request, TransportError};
use akctl::model::objects::{Certificate, Group};
use serde_json::{Value, json};
use std::rc::Rc;
use url::Url;

fn query(request: &Request, name: &str) -> usize {
    let url = Url::parse(&request.url).expect("an address");
    let value = url.query_pairs().find(|(key, _)| key == name).expect("in the query").1.into_owned();
    value.parse().expect("a number")
}

fn items(range: std::ops::Range<usize>) -> Vec<Value> {
    range.map(|number| json!({"pk": number, "name": format!("object {number}")})).collect()
}

fn page(items: &[Value], total_pages: usize) -> Outcome {
    answer(200, &json!({"pagination": {"total_pages": total_pages}, "results": items}).to_string())
}

fn past_the_end() -> Outcome {
    answer(404, r#"{"detail": "Invalid page."}"#)
}

/// A server with so many objects that never gives more than `cap` of them at once.
fn server_with(count: usize, cap: usize) -> Rc<Scripted> {
    Scripted::new(move |request, _| {
        let size = query(request, "page_size").min(cap);
        let number = query(request, "page");
        let total = count.div_ceil(size).max(1);
        if number > total {
            return past_the_end();
        }
        page(&items((number - 1) * size..(number * size).min(count)), total)
    })
}

#[tokio::test]
async fn reads_all_pages_in_order_whatever_the_server_caps() {
    for (count, cap, requests) in [(0, 100, 1), (1, 100, 1), (100, 100, 1), (101, 100, 2), (250, 100, 3), (250, 20, 13)]
    {
        let transport = server_with(count, cap);
        let found = client(&transport).list("core/groups/", &[("ordering", "name")]).await.expect("a list");
        assert_eq!(found, items(0..count), "{count} by {cap}");
        assert_eq!(transport.count(), requests, "{count} by {cap}");
        assert!(transport.urls().iter().all(|url| url.contains("ordering=name%2Cpk&page_size=100&page=")));
    }
}

#[tokio::test]
async fn pages_come_in_an_order_without_ties_and_bindings_without_everybody() {
    let transport = server_with(1, 100);
    let client = client(&transport);
    client.list("policies/bindings/", &[("ordering", "order")]).await.expect("a list");
    client.list("core/groups/", &[("include_users", "true")]).await.expect("a list");
    client.list("providers/all/", &[("ordering", "pk")]).await.expect("a list");
    let queries: Vec<String> =
        transport.urls().iter().filter_map(|url| url.split_once('?').map(|(_, query)| query.to_owned())).collect();
    assert_eq!(
        queries,
        [
            "ordering=order%2Cpk&include_users=false&page_size=100&page=1",
            "include_users=true&ordering=pk&page_size=100&page=1",
            "ordering=pk&page_size=100&page=1",
        ]
    );
}

#[tokio::test]
async fn fetches_the_pages_after_the_first_side_by_side_within_bounds() {
    let transport = server_with(1000, 50);
    client(&transport).list("core/groups/", &[]).await.expect("a list");
    assert_eq!(transport.most_under_way.get(), 6);
}

#[tokio::test]
async fn a_list_that_shrinks_or_grows_meanwhile_is_read_to_its_end() {
    let shrunk = Scripted::new(|request, _| match query(request, "page") {
        1 => page(&items(0..2), 3),
        2 => page(&items(2..3), 2),
        _ => past_the_end(),
    });
    assert_eq!(client(&shrunk).list("core/groups/", &[]).await.expect("a list"), items(0..3));
    let grown = Scripted::new(|request, _| match query(request, "page") {
        1 => page(&items(0..2), 2),
        2 => page(&items(2..4), 3),
        _ => page(&items(4..5), 3),
    });
    assert_eq!(client(&grown).list("core/groups/", &[]).await.expect("a list"), items(0..5));
}

#[tokio::test]
async fn an_object_that_moved_to_the_next_page_counts_once() {
    let transport = Scripted::new(|request, _| match query(request, "page") {
        1 => page(&items(0..3), 2),
        _ => page(&items(2..4), 2),
    });
    assert_eq!(client(&transport).list("core/groups/", &[]).await.expect("a list"), items(0..4));
}

#[tokio::test]
async fn an_error_on_a_later_page_is_an_error() {
    let transport = Scripted::new(|request, _| match query(request, "page") {
        1 => page(&items(0..1), 3),
        2 => Err(TransportError::TimeOut(30)),
        _ => page(&items(2..3), 3),
    });
    client(&transport).list("core/groups/", &[]).await.expect_err("half a list is none");
}

#[tokio::test]
async fn a_server_that_lies_about_its_pages_is_not_followed_for_ever() {
    let transport = Scripted::new(|_, _| page(&items(0..1), 1_000_000));
    client(&transport).list("core/groups/", &[]).await.expect_err("too many");
    assert_eq!(transport.count(), 1);
    let always_one_more = Scripted::new(|request, _| page(&[json!({"pk": 1})], query(request, "page") + 1));
    client(&always_one_more).list("core/groups/", &[]).await.expect_err("too many");
    assert_eq!(always_one_more.count(), 500);
}

#[tokio::test]
async fn a_list_of_another_shape_is_an_error_and_a_bare_list_is_one_page() {
    for body in ["{}", r#"{"results": []}"#, r#"{"results": {}, "pagination": {"total_pages": 1}}"#, "3"] {
        let error = client(&Scripted::of(vec![answer(200, body)])).list("core/groups/", &[]).await.expect_err(body);
        assert!(error.to_string().contains("cannot be read"), "{error}");
    }
    let bare = Scripted::of(vec![answer(200, r#"[{"pk": 1}, {"pk": 2}]"#)]);
    assert_eq!(client(&bare).list("core/groups/1/used_by/", &[]).await.expect("a list").len(), 2);
    let fraction = Scripted::of(vec![answer(200, r#"{"results": [{"pk": 7}], "pagination": {"total_pages": 1.0}}"#)]);
    assert_eq!(client(&fraction).list("core/groups/", &[]).await.expect("a list").len(), 1);
}

#[tokio::test]
async fn decodes_objects_tolerantly_under_either_name_of_a_field() {
    let body = json!({"pagination": {"total_pages": 1}, "results": [
        {"pk": "a", "name": "old", "private_key_available": true, "private_key_type": "rsa", "cert_expiry": "2030-01-01T00:00:00Z"},
        {"pk": "b", "name": "new", "private_key_available": false, "key_type": "ed25519", "a_new_field": {}},
        {"pk": "c", "name": "bare", "private_key_type": null, "cert_expiry": null, "private_key_available": null},
    ]});
    let transport = Scripted::of(vec![answer(200, &body.to_string())]);
    let found: Vec<Certificate> = client(&transport).list_as("crypto/certificatekeypairs/", &[]).await.expect("a list");
    let kinds: Vec<_> = found.iter().map(|one| (one.key_available, one.key_type.as_deref())).collect();
    assert_eq!(kinds, [(true, Some("rsa")), (false, Some("ed25519")), (false, None)]);
    assert_eq!(found[0].expiry.as_deref(), Some("2030-01-01T00:00:00Z"));

    let wrong =
        Scripted::of(vec![answer(200, r#"{"results": [{"name": "hidden-value"}], "pagination": {"total_pages": 1}}"#)]);
    let error = client(&wrong).list_as::<Group>("core/groups/", &[]).await.expect_err("no key").to_string();
    assert!(error.contains("Group") && !error.contains("hidden-value"), "{error}");
}
