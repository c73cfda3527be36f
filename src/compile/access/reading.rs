//! Who may use an application, read back from the policy that says it.

use super::{Access, expression};
use crate::model::python::reading::{group_at, literal_at};

/// What a policy says that akctl wrote; nothing, if somebody changed it. What was read is written again
/// and compared.
#[must_use]
pub fn read_back(policy: &str) -> Option<Access> {
    let policy = policy.trim();
    let mut access = Access::default();
    let mut rest = policy;
    if let Some(function) = policy.strip_prefix("def extra():\n") {
        // The only line of the policy that is not indented is its last one.
        let (body, last) = function.rsplit_once('\n')?;
        let lines: Option<Vec<&str>> = body.split('\n').map(|line| line.strip_prefix("    ")).collect();
        access.expression = Some(lines?.join("\n"));
        rest = last;
    }
    rest = rest.strip_prefix("return ")?;
    if let Some(people) = rest.strip_prefix('(') {
        rest = people_at(people, &mut access)?;
        rest = rest.strip_prefix(" and ").unwrap_or(rest);
    }
    if let Some(networks) = rest.strip_prefix("any(ak_client_ip in ip_network(n) for n in (") {
        networks_at(networks, &mut access)?;
    }
    (expression(&access) == policy).then_some(access)
}

fn people_at<'a>(text: &'a str, access: &mut Access) -> Option<&'a str> {
    let mut rest = text;
    loop {
        if let Some((group, after)) = group_at(rest) {
            access.groups.push(group);
            rest = after;
        } else {
            let (user, after) = literal_at(rest.strip_prefix("request.user.username == ")?)?;
            access.users.push(user);
            rest = after;
        }
        match rest.strip_prefix(" or ") {
            Some(after) => rest = after,
            None => return rest.strip_prefix(')'),
        }
    }
}

fn networks_at(text: &str, access: &mut Access) -> Option<()> {
    let mut rest = text;
    loop {
        let (network, after) = literal_at(rest)?;
        access.networks.push(network);
        match after.strip_prefix(", ") {
            Some(after) => rest = after,
            None => return after.starts_with(",))").then_some(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_somebody_changed_is_not_read() {
        let access =
            Access { groups: vec!["A".to_owned()], networks: vec!["10.0.0.0/8".to_owned()], ..Access::default() };
        let written = expression(&access);
        assert_eq!(read_back(&written), Some(access));
        for changed in [
            written.replace(" and ", " or "),
            format!("{written} or True"),
            format!("# by hand\n{written}"),
            "return True".to_owned(),
            "def extra():\n  return True\nreturn bool(extra())".to_owned(),
            String::new(),
        ] {
            assert_eq!(read_back(&changed), None, "{changed}");
        }
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(
            groups in prop::collection::vec(any::<String>(), 0..3),
            users in prop::collection::vec(any::<String>(), 0..3),
            networks in prop::collection::vec("[0-9a-f.:]{1,9}/[0-9]{1,2}", 0..3),
            lines in prop::collection::vec("[^\r\n]{0,20}", 0..4),
        ) {
            let extra = lines.join("\n");
            // Lines at the end with nothing in them are the same as none, to Python and to authentik.
            let extra = extra.trim_end_matches('\n');
            let access = Access { groups, users, networks, expression: (!extra.is_empty()).then(|| extra.to_owned()) };
            prop_assume!(access.needs_policy());
            prop_assert_eq!(read_back(&expression(&access)), Some(access));
        }
    }
}
