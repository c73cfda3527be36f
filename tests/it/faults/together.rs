//! Two akctl run against one authentik. One sends some of its requests, the other runs to its end, then
//! the first goes on: at every such moment. In the end there is one of everything, and nobody gets in
//! who should not.

use super::Tally;
use super::judge::{Found, Guard, watch};
use super::state::State;
use super::trouble::{Fault, Length, Trouble};
use crate::integrate::world::{Order, World};
use akctl::authentik::transport::{Request, Response, Transport, TransportError};
use akctl::compile::{RequireMfa, WithoutDevice};
use akctl::error::Failure;
use akctl::interrupt::Interrupt;
use async_trait::async_trait;
use std::cell::Cell;
use std::rc::Rc;

/// Holds the requests of the first after so many, until the second is at its end.
struct Turns {
    first_sent: Cell<usize>,
    pause_after: usize,
    is_done: [Cell<bool>; 2],
}

impl Turns {
    fn may_go(&self, is_first: bool) -> bool {
        let [first_is_done, second_is_done] = &self.is_done;
        // Whoever needs fewer requests than it may send lets the other begin.
        let first_pauses = self.first_sent.get() >= self.pause_after || first_is_done.get();
        if is_first { !first_pauses || second_is_done.get() } else { first_pauses }
    }
}

/// One of the two.
struct Player {
    turns: Rc<Turns>,
    is_first: bool,
    inner: Trouble,
}

#[async_trait(?Send)]
impl Transport for Player {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        while !self.turns.may_go(self.is_first) {
            tokio::task::yield_now().await;
        }
        if self.is_first {
            self.turns.first_sent.set(self.turns.first_sent.get() + 1);
        }
        self.inner.send(request).await
    }
}

/// Two runs that meet.
struct Meeting {
    name: &'static str,
    orders: [Order; 2],
    guard: Guard,
}

fn meetings() -> Vec<Meeting> {
    let crew = Guard { one_of: &["Crew"], ..Guard::default() };
    let portainer = || Order::portainer(&["teams=true"]).bound_to(&["Crew"]);
    let other = |slug: &str| {
        let mut order = Order::of("oidc", &["redirect=https://wiki.company/back"]).named("Wiki").bound_to(&["Crew"]);
        order.wishes.slug = Some(slug.parse().expect("a slug"));
        order
    };
    let with_mfa = |mut order: Order| {
        order.wishes.require_mfa = Some(RequireMfa { without_device: WithoutDevice::Enrol, lasts: None });
        order
    };
    let asked = Guard { second_factor: true, ..crew };
    vec![
        Meeting { name: "the same", orders: [portainer(), portainer()], guard: crew },
        Meeting { name: "two that share a group", orders: [portainer(), other("wiki")], guard: crew },
        Meeting { name: "the same flow", orders: [with_mfa(portainer()), with_mfa(other("wiki"))], guard: asked },
        Meeting { name: "the same with a flow", orders: [with_mfa(portainer()), with_mfa(portainer())], guard: asked },
    ]
}

/// What both came to, with what was seen meanwhile.
struct Met {
    world: World,
    results: [Result<(), Failure>; 2],
    first_sent: usize,
    open: Found,
}

/// `trouble`: the request of the first from which on everything fails for it.
fn meet(version: &str, meeting: &Meeting, pause_after: usize, trouble: Option<usize>) -> Met {
    let world = World::new(version);
    let open = Found::default();
    let turns = Rc::new(Turns { first_sent: Cell::default(), pause_after, is_done: Default::default() });
    let player = |is_first: bool| {
        let seen = watch(meeting.guard, Rc::clone(&open));
        let inner = match trouble.filter(|_| is_first) {
            Some(at) => Trouble::new(&world, Fault::Status(500), Length::Once, at, seen),
            None => Trouble::watching(&world, seen),
        };
        Rc::new(Player { turns: Rc::clone(&turns), is_first, inner })
    };
    let never = Interrupt::never();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let (first, second) = runtime.block_on(async {
        let run = |number: usize| {
            let (player, turns, orders, never) = (player(number == 0), &turns, &meeting.orders, &never);
            let world = &world;
            async move {
                let result = Box::pin(world.run(player, &orders[number], never)).await;
                turns.is_done[number].set(true);
                result.map(drop)
            }
        };
        Box::pin(futures_util::future::join(run(0), run(1))).await
    });
    let first_sent = turns.first_sent.get();
    Met { world, results: [first, second], first_sent, open }
}

/// How many requests the first sends if nobody else is there.
fn requests(version: &str, meeting: &Meeting) -> usize {
    let world = World::new(version);
    let count = Trouble::counting(&world);
    world.integrate(count.clone(), &meeting.orders[0]).expect("done");
    count.sent()
}

/// What is there when both have run, one after the other.
fn whole(version: &str, meeting: &Meeting) -> State {
    let world = World::new(version);
    meeting.orders.iter().for_each(|order| drop(world.clean(order).expect("done")));
    let mut sandbox = world.sandbox.borrow_mut();
    State::of(&mut sandbox)
}

fn judge(meeting: &Meeting, met: &Met, whole: &State, has_trouble: bool) -> Vec<String> {
    let lacks = |state: &State| {
        let is_known = |name: &&&String| !has_trouble || !state.doubles().contains(*name);
        state.names().iter().filter(is_known).ne(whole.names().iter())
    };
    let Met { world, results, open, .. } = met;
    let mut wrong: Vec<String> = open.borrow().clone();
    let after = State::of(&mut world.sandbox.borrow_mut());
    // A binding that is there twice says nothing else than one: it may stay where trouble came on top.
    let is_tolerated = |name: &&String| has_trouble && name.starts_with("binding ");
    let doubles: Vec<&String> = after.doubles().into_iter().filter(|name| !is_tolerated(name)).collect();
    wrong.extend(doubles.into_iter().map(|name| format!("there are two: {name}")));
    if results.iter().all(Result::is_ok) && lacks(&after) {
        wrong.push(format!("both said it was done, and there is {after:?}"));
    }
    for (order, result) in meeting.orders.iter().zip(results) {
        // What was done stays done, whatever the other does: a repeat finds nothing to do.
        match world.clean(order) {
            Ok(done) if result.is_ok() && !done.plan.is_empty() => {
                wrong.push(format!("it was done, and then there is something to do: {:?}", done.plan.changes));
            }
            Ok(_) => {}
            Err(failure) => wrong.push(format!("the second run fails: {failure}")),
        }
    }
    let finally = State::of(&mut world.sandbox.borrow_mut());
    if lacks(&finally) {
        wrong.push(format!("in the end there is {finally:?}"));
    }
    let told = |result: &Result<(), Failure>| match result {
        Ok(()) => "done".to_owned(),
        Err(failure) => format!("{failure} / {}", failure.hints.join(" / ")),
    };
    let both = format!("{} | {}", told(&results[0]), told(&results[1]));
    wrong.into_iter().map(|what| format!("{what}\n      ({both})")).collect()
}

fn all_meetings_on(version: &str, begin: usize) {
    let mut tally = Tally::from(begin);
    for meeting in meetings() {
        let whole = whole(version, &meeting);
        let count = requests(version, &meeting);
        for pause_after in 0..count {
            let place = format!("{version}, {}: the second after {pause_after} requests", meeting.name);
            if tally.takes(5) {
                tally.add(&place, judge(&meeting, &meet(version, &meeting, pause_after, None), &whole, false));
            }
            // And then the first fails, after the second has built upon what it made.
            for at in pause_after..count {
                if tally.takes(37) {
                    let met = meet(version, &meeting, pause_after, Some(at));
                    tally.add(&format!("{place}, trouble at {at}"), judge(&meeting, &met, &whole, true));
                }
            }
        }
    }
    tally.end(&format!("meetings on {version}"));
}

#[test]
fn meetings_on_2024_8() {
    all_meetings_on("2024.8.6", 0);
}

#[test]
fn meetings_on_2026_8() {
    all_meetings_on("2026.8.5", 1);
}

#[test]
fn the_second_runs_in_the_middle_of_the_first() {
    let meeting = &meetings()[1];
    let met = meet("2026.8.5", meeting, 3, None);
    assert!(met.results.iter().all(Result::is_ok));
    assert!(met.first_sent > 3 && met.first_sent <= requests("2026.8.5", meeting), "{}", met.first_sent);
}
