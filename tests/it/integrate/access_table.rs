//! Who gets in where people, networks and an expression of one's own come together.

use super::access::Watching;
use super::portainer;
use super::world::{Order, World};
use crate::support::{Akctl, Server, VERSIONS};
use akctl::compile::Wishes;
use serde_json::{Value, json};
use std::rc::Rc;

/// Holds for those on call.
const EXPRESSION: &str = "wanted = \"On call\"\nif request.user.name == wanted:\n    return True\nreturn False\n";
const INSIDE: &str = "10.20.30.40";
const OUTSIDE: &str = "192.0.2.1";

/// Somebody: in the group, named by a binding, or neither; and whether the expression holds.
struct Person {
    username: String,
    in_group: bool,
    named: bool,
    on_call: bool,
}

/// What an integration asks for.
#[allow(clippy::struct_excessive_bools)] // Each is a column of the table.
#[derive(Clone, Copy)]
struct Asked {
    group: bool,
    users: bool,
    network: bool,
    expression: bool,
}

impl Asked {
    /// Everything that can be asked for, but not nothing.
    fn all() -> impl Iterator<Item = Self> {
        let on = |number: u8, bit: u8| number & bit != 0;
        (1..16).map(move |number| Self {
            group: on(number, 1),
            users: on(number, 2),
            network: on(number, 4),
            expression: on(number, 8),
        })
    }

    fn lets_in(self, person: &Person, inside: bool) -> bool {
        let anybody = !self.group && !self.users;
        let who = anybody || (self.group && person.in_group) || (self.users && person.named);
        who && (!self.network || inside) && (!self.expression || person.on_call)
    }

    fn integrate(self, server: &Server, people: &[Person], slug: &str) -> Akctl {
        let mut command = portainer(server).args(["--slug", slug, "--name", slug]);
        if self.group {
            command = command.args(["--bind-group", "Operators"]);
        }
        for person in people.iter().filter(|person| self.users && person.named) {
            command = command.args(["--bind-user", &person.username]);
        }
        if self.network {
            command = command.args(["--allow-network", "172.16.0.0/12", "--allow-network", "10.0.0.0/8"]);
        }
        if self.expression {
            command = command.args(["--policy-expression", "-"]).stdin(EXPRESSION);
        }
        command
    }
}

/// One person of every kind.
fn people(server: &Server) -> Vec<Person> {
    let group = server.group("Operators");
    let mut people = Vec::new();
    for (word, in_group, named) in [("member", true, false), ("named", false, true), ("stranger", false, false)] {
        for on_call in [true, false] {
            let username = format!("{word}-{on_call}");
            let name = if on_call { "On call" } else { "Off duty" };
            server.post("core/users/", json!({"username": username, "name": name}));
            if in_group {
                server.join(&group, &username);
            }
            people.push(Person { username, in_group, named, on_call });
        }
    }
    people
}

fn from(server: &Server, address: &str) {
    server.sandbox().set_client_address(address.parse().expect("an address"));
}

/// Runs something for every version, side by side.
fn on_every_version(test: impl Fn(&'static str) + Sync) {
    std::thread::scope(|scope| {
        for version in VERSIONS {
            let test = &test;
            scope.spawn(move || test(version));
        }
    });
}

#[test]
fn group_or_user_and_network_and_expression() {
    on_every_version(|version| {
        let server = Server::start(version);
        let people = people(&server);
        for (number, asked) in Asked::all().enumerate() {
            let slug = format!("app-{number}");
            asked.integrate(&server, &people, &slug).ok();
            let bindings = server.bindings_of(&slug);
            let policies = bindings.iter().filter(|binding| !binding["policy"].is_null()).count();
            let takes_policy = asked.network || asked.expression;
            assert_eq!(policies, usize::from(takes_policy), "{version}: {slug}");
            let plain = usize::from(asked.group) + if asked.users { 2 } else { 0 };
            assert_eq!(bindings.len(), if takes_policy { 1 } else { plain }, "{version}: {slug}");
            for (address, inside) in [(INSIDE, true), (OUTSIDE, false)] {
                from(&server, address);
                for person in &people {
                    let expected = asked.lets_in(person, inside);
                    let let_in = server.lets_in(&slug, &person.username);
                    assert_eq!(let_in, expected, "{version}: {slug}, {} from {address}", person.username);
                }
            }
        }
    });
}

#[test]
fn a_repeat_changes_nothing() {
    on_every_version(|version| {
        let server = Server::start(version);
        let people = people(&server);
        let asked = Asked { group: true, users: true, network: true, expression: true };
        asked.integrate(&server, &people, "app").ok();
        server.forget();
        asked.integrate(&server, &people, "app").ok();
        assert!(server.writes().is_empty(), "{version}: {:?}", server.writes());
    });
}

#[test]
fn another_network_changes_the_expression_and_nothing_else() {
    on_every_version(|version| {
        let server = Server::start(version);
        let bound = || portainer(&server).args(["--bind-group", "Operators", "--create-groups"]);
        bound().args(["--allow-network", "10.0.0.0/8"]).ok();
        let (before, bindings) = (policy(&server), server.bindings_of("portainer"));
        server.forget();
        bound().args(["--allow-network", "192.0.2.0/24"]).ok();
        let writes = server.writes();
        let targets: Vec<String> = writes.iter().map(|entry| format!("{} {}", entry.method, entry.target)).collect();
        let pk = before["pk"].as_str().expect("text");
        assert_eq!(targets, [format!("PATCH /api/v3/policies/expression/{pk}/")], "{version}");
        let after = policy(&server);
        assert_eq!(after["expression"].to_string().matches("192.0.2.0/24").count(), 1, "{version}: {after}");
        let mut same = after.clone();
        same["expression"] = before["expression"].clone();
        assert_eq!(same, before, "{version}");
        let again = server.bindings_of("portainer");
        assert_eq!((again.len(), &again[0]["pk"]), (1, &bindings[0]["pk"]), "{version}");
        server.join(&server.list("core/groups/?name=Operators")[0], "anna");
        for (address, inside) in [(INSIDE, false), ("192.0.2.9", true)] {
            from(&server, address);
            assert_eq!(server.lets_in("portainer", "anna"), inside, "{version}: {address}");
        }
    });
}

/// The only expression policy.
fn policy(server: &Server) -> Value {
    let policies = server.list("policies/expression/");
    assert_eq!(policies.len(), 1, "{policies:?}");
    policies[0].clone()
}

#[test]
fn no_moment_without_the_policy() {
    for version in VERSIONS {
        let world = World::new(version);
        let watching = Rc::new(Watching::new(&world, 1));
        let mut order = Order::portainer(&[]).bound_to(&["Operators"]);
        order.wishes = Wishes {
            networks: vec!["10.0.0.0/8".to_owned()],
            policy_expression: Some(EXPRESSION.to_owned()),
            ..order.wishes
        };
        world.integrate(watching.clone(), &order).expect("integrated");
        assert!(watching.reachable.get(), "{version}");
    }
}
