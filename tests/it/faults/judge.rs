//! One disturbed run, and what went wrong with it.

use super::state::State;
use super::trouble::{Fault, Length, Trouble};
use crate::integrate::world::{Done, Order, World};
use akctl::error::{Failure, Kind};
use akctl::interrupt::Interrupt;
use akctl::sandbox::Sandbox;
use std::cell::RefCell;
use std::rc::Rc;

/// One integration to be disturbed.
pub struct Scenario {
    pub name: String,
    /// What was integrated before, without trouble.
    pub before: Option<Order>,
    pub order: Order,
    pub guard: Guard,
}

impl Scenario {
    pub fn new(name: String, before: Option<Order>, order: Order) -> Self {
        Self { name, before, order, guard: Guard::default() }
    }

    /// It must be bound to all of these groups.
    pub fn all_of(self, all_of: &'static [&'static str]) -> Self {
        Self { guard: Guard { all_of, ..self.guard }, ..self }
    }

    /// It must be bound to one of these groups.
    pub fn one_of(self, one_of: &'static [&'static str]) -> Self {
        Self { guard: Guard { one_of, ..self.guard }, ..self }
    }

    /// It must ask for a second factor.
    pub fn second_factor(self) -> Self {
        Self { guard: Guard { second_factor: true, ..self.guard }, ..self }
    }
}

/// What must hold whenever an application has a provider.
#[derive(Clone, Copy, Default)]
pub struct Guard {
    /// Groups of which it must be bound to all.
    pub all_of: &'static [&'static str],
    /// Groups of which it must be bound to one at least.
    pub one_of: &'static [&'static str],
    /// Whether nobody may get through without a second factor.
    pub second_factor: bool,
}

/// What is found wrong while a run goes on.
pub type Found = Rc<RefCell<Vec<String>>>;

/// A scenario on one version, up to the run that is to be disturbed.
pub struct Scene<'a> {
    scenario: &'a Scenario,
    base: Sandbox,
    before: State,
    /// What is there after a run without trouble.
    whole: State,
    /// The requests of such a run.
    pub requests: Vec<String>,
}

impl<'a> Scene<'a> {
    pub fn of(version: &str, scenario: &'a Scenario) -> Self {
        let world = World::new(version);
        let named = |failure: Failure| -> Done { panic!("{version}, {}: {failure:?}", scenario.name) };
        if let Some(before) = &scenario.before {
            world.clean(before).unwrap_or_else(named);
        }
        let base = world.sandbox.borrow().clone();
        let before = State::of(&mut world.sandbox.borrow_mut());
        let count = Trouble::counting(&world);
        world.integrate(count.clone(), &scenario.order).unwrap_or_else(named);
        let whole = State::of(&mut world.sandbox.borrow_mut());
        assert!(whole.doubles().is_empty(), "{}: {:?}", scenario.name, whole.doubles());
        let requests = (0..count.sent()).map(|at| count.request(at)).collect();
        Self { scenario, base, before, whole, requests }
    }

    /// The number of the first request that writes; that of all requests if none does.
    pub fn first_write(&self) -> usize {
        self.requests.iter().position(|request| !request.starts_with("GET ")).unwrap_or(self.requests.len())
    }

    /// What went wrong with a run in which a request fails; empty if nothing did.
    pub fn disturbed(&self, fault: Fault, length: Length, at: usize) -> Vec<String> {
        let world = World::of(self.base.clone());
        let open = Found::default();
        let transport = Trouble::new(&world, fault, length, at, watch(self.scenario.guard, Rc::clone(&open)));
        let result = world.integrate(Rc::new(transport), &self.scenario.order);
        self.examine(&world, &result, &open)
    }

    /// The same of a run that somebody stops while the request of that number is answered.
    pub fn interrupted(&self, at: usize) -> Vec<String> {
        let world = World::of(self.base.clone());
        let open = Found::default();
        let (interrupt, ask) = Interrupt::pair();
        let seen = watch(self.scenario.guard, Rc::clone(&open));
        let stop = move |world: &World, request: &str| {
            if request.starts_with(&format!("request {at} ")) {
                ask.send(true).expect("heard");
            }
            seen(world, request);
        };
        let transport = Trouble::watching(&world, stop);
        let result = world.interruptible(Rc::new(transport), &self.scenario.order, &interrupt);
        let mut wrong = self.examine(&world, &result, &open);
        if let Err(failure) = result
            && failure.kind != Kind::Interrupted
        {
            wrong.push(format!("it ended with {failure}"));
        }
        wrong
    }

    fn examine(&self, world: &World, result: &Result<Done, Failure>, open: &Found) -> Vec<String> {
        let after = State::of(&mut world.sandbox.borrow_mut());
        let mut wrong: Vec<String> = open.borrow().clone();
        wrong.extend(after.doubles().into_iter().map(|name| format!("there are two: {name}")));
        match result {
            Ok(_) if after.names() != self.whole.names() => {
                wrong.push(format!("said it was done, and there is {after:?}"));
            }
            Ok(_) => {}
            // As if it had never been: a second run is a first one.
            Err(_) if self.before == after => return wrong,
            Err(failure) => wrong.extend(judge(failure, &self.before, &after, &self.whole)),
        }
        wrong.extend(self.finish(world, result.is_ok()));
        let failed = result.as_ref().err().map(|failure| format!("{failure} / {}", failure.hints.join(" / ")));
        wrong.into_iter().map(|what| format!("{what}\n      ({})", failed.as_deref().unwrap_or("done"))).collect()
    }

    /// A second run finishes what is left, and a third has nothing to do. After a run that was done the
    /// second is the third.
    fn finish(&self, world: &World, is_done: bool) -> Option<String> {
        if !is_done {
            if let Err(failure) = world.clean(&self.scenario.order) {
                return Some(format!("the second run fails: {failure}"));
            }
            let finally = State::of(&mut world.sandbox.borrow_mut());
            if finally.names() != self.whole.names() {
                return Some(format!("the second run leaves {finally:?}"));
            }
        }
        match world.clean(&self.scenario.order) {
            Ok(done) if done.plan.is_empty() => None,
            Ok(done) => Some(format!("the last run has something to do: {:?}", done.plan.changes)),
            Err(failure) => Some(format!("the last run fails: {failure}")),
        }
    }
}

/// After a failure everything is as it was, or the hints name what is not.
fn judge(failure: &Failure, before: &State, after: &State, whole: &State) -> Vec<String> {
    if before == after || after.names() == whole.names() && before.names() != whole.names() {
        return Vec::new();
    }
    let hints = failure.hints.join("\n");
    let mut wrong = Vec::new();
    for name in after.differs(before) {
        // Bindings are part of their application, and memberships are told by their own names.
        let of_application = name.strip_prefix("binding ").and_then(|rest| rest.split_once(':'));
        let of_application = of_application.is_some_and(|(slug, _)| hints.contains(&format!("application {slug}")));
        if !hints.contains(&name) && !of_application {
            wrong.push(format!("the error does not name the {name}, which is left or changed"));
        }
    }
    for hint in failure.hints.iter().filter(|hint| hint.starts_with("left behind")) {
        if !after.differs(before).iter().any(|name| hint.contains(name)) {
            wrong.push(format!("the error names what is not left: {hint}"));
        }
    }
    wrong
}

/// Looks after each request whether the application is protected.
pub fn watch(guard: Guard, found: Found) -> impl Fn(&World, &str) + 'static {
    let Guard { all_of, one_of, second_factor } = guard;
    move |world, request| {
        if request.contains("(GET ") || !found.borrow().is_empty() {
            return;
        }
        if second_factor && let Some(what) = State::without_second_factor(&mut world.sandbox.borrow_mut()) {
            found.borrow_mut().push(format!("after {request} nobody is asked for a second factor: {what}"));
        }
        if all_of.is_empty() && one_of.is_empty() {
            return;
        }
        for bound in State::groups_of_reachable(&mut world.sandbox.borrow_mut()) {
            let has = |group: &&str| bound.iter().any(|name| name == group);
            let safe = all_of.iter().all(has) && (one_of.is_empty() || one_of.iter().any(has));
            if !safe && found.borrow().is_empty() {
                found.borrow_mut().push(format!("after {request} it can be reached with the bindings {bound:?}"));
            }
        }
    }
}
