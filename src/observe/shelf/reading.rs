//! How a shelf is filled.

use super::super::source::{FLOWS, SAML_MAPPINGS, SCIM_MAPPINGS, SCOPE_MAPPINGS};
use super::{Collection, Shelf};
use crate::authentik::client::Client;
use crate::authentik::endpoints;
use crate::authentik::error::ApiError;
use crate::authentik::pages::Page;
use crate::error::Failure;
use crate::model::Capabilities;
use crate::model::facts::Needs;
use crate::model::resource::Kind;
use futures_util::future::{join, join3, try_join_all};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

const BINDINGS: &str = "policies/bindings/";
const GROUPS: &str = "core/groups/";
const USERS: &str = "core/users/";
/// An order without ties: with them the pages of a list need not fit together.
const UNIQUE: &str = "pk";

/// What is wanted of one list.
struct Wish {
    path: &'static str,
    /// Parameters that choose no objects.
    query: Vec<(&'static str, &'static str)>,
    /// The field of the keys, and the keys that are wanted; without any the list is read whole.
    field: &'static str,
    keys: BTreeSet<String>,
}

impl Wish {
    /// How many objects are wanted of it; nought, if the whole list is. Each application wants its bindings.
    fn wanted(&self, applications: usize) -> usize {
        if self.path == BINDINGS { applications } else { self.keys.len() }
    }
}

/// What the first round brought of one list.
enum First {
    Page(Page),
    /// The only object that was wanted.
    One(Vec<Value>),
}

/// Everything that integrations with these needs have to know. Three rounds: the version, who asks,
/// and the first page of each list; the other pages; and what could only be asked then. No list waits
/// for another one, so where fewer requests may be under way than there are, the rounds overlap.
pub(super) async fn fill(client: &Client, needs: &[Needs]) -> Result<Shelf, Failure> {
    let (certificates, wishes): (Vec<Wish>, Vec<Wish>) =
        wishes(needs).into_iter().partition(|wish| wish.path == endpoints::collection(Kind::Certificate));
    let applications: BTreeSet<&str> = needs.iter().filter_map(|needs| needs.application.as_deref()).collect();
    let wishes = longest_first(wishes, applications.len());
    let versioned = async {
        let version = client.version().await?;
        let can = Capabilities::of(&version)?;
        let certificates = try_join_all(certificates.iter().map(|wish| with_details(client, wish, &can))).await;
        Ok::<_, Failure>((version, certificates))
    };
    let reads = try_join_all(wishes.iter().map(|wish| read(client, wish, applications.len())));
    let (versioned, me, reads) = join3(versioned, client.get("core/users/me/", &[]), reads).await;
    // The version comes first: "not an authentik" or "wrong token" says more than any other error.
    let (version, certificates) = versioned?;
    let sees_everything = me?.pointer("/user/is_superuser").and_then(Value::as_bool).unwrap_or(false);
    let mut shelf = Shelf::empty(version, sees_everything);
    for read in reads?.into_iter().chain(certificates?) {
        put(&mut shelf, read);
    }
    last_round(client, &mut shelf, &applications).await?;
    shelf.flows = Rc::new(decoded(client, &shelf, FLOWS)?);
    shelf.scope_mappings = Rc::new(decoded(client, &shelf, SCOPE_MAPPINGS)?);
    shelf.saml_mappings = Rc::new(decoded(client, &shelf, SAML_MAPPINGS)?);
    shelf.scim_mappings = Rc::new(decoded(client, &shelf, SCIM_MAPPINGS)?);
    shelf.names();
    Ok(shelf)
}

/// Those that most is wanted of first: they have the most pages, and only the first one tells how many.
fn longest_first(mut wishes: Vec<Wish>, applications: usize) -> Vec<Wish> {
    wishes.sort_by_key(|wish| std::cmp::Reverse(wish.wanted(applications)));
    wishes
}

/// What was just made, as the server has it now: providers, and applications with their bindings.
pub(super) async fn again(client: &Client, before: &Shelf, made: &[Needs]) -> Result<Shelf, Failure> {
    let mut shelf = Shelf::empty(before.version.clone(), before.sees_everything);
    let bound: BTreeSet<&str> = made.iter().filter_map(|needs| needs.application.as_deref()).collect();
    let mut providers: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    for address in made.iter().filter_map(|needs| needs.provider.as_ref()) {
        providers.entry(address.kind).or_default().insert(address.key.clone());
    }
    let mut wishes: Vec<Wish> = providers.into_iter().map(|(kind, keys)| of_kind(kind, keys)).collect();
    if !bound.is_empty() {
        wishes.extend(applications(bound.iter().map(|slug| (*slug).to_owned()).collect()));
    }
    let reads = wishes.iter().map(|wish| read(client, wish, bound.len()));
    for read in try_join_all(reads).await? {
        put(&mut shelf, read);
    }
    last_round(client, &mut shelf, &bound).await?;
    Ok(shelf)
}

/// Applications with their bindings, and SCIM sources, for looking at what is to be removed.
pub(super) async fn applications_of(client: &Client, shelf: &mut Shelf, slugs: &[&str]) -> Result<(), ApiError> {
    let keys: BTreeSet<String> = slugs.iter().map(|slug| (*slug).to_owned()).collect();
    let wishes = applications(keys.clone());
    let sources = of_kind(Kind::ScimSource, keys);
    let reads = try_join_all(wishes.iter().map(|wish| read(client, wish, slugs.len())));
    let path = endpoints::collection(Kind::ScimSource);
    let (reads, found) = join(reads, client.list(path, &sources.query)).await;
    for read in reads? {
        put(shelf, read);
    }
    match found {
        Ok(found) => put(shelf, Read::Whole(&sources, found)),
        // Who may not view them cannot remove them either.
        Err(error) if error.is_not_allowed() && !shelf.sees_everything => put(shelf, Read::Whole(&sources, Vec::new())),
        Err(error) => return Err(error),
    }
    last_round(client, shelf, &slugs.iter().copied().collect()).await
}

/// Objects of a kind, by their natural keys.
fn of_kind(kind: Kind, keys: BTreeSet<String>) -> Wish {
    let query = vec![("ordering", endpoints::key_field(kind))];
    Wish { path: endpoints::collection(kind), query, field: endpoints::key_filter(kind), keys }
}

/// Applications by their slugs, and the bindings of all.
fn applications(keys: BTreeSet<String>) -> [Wish; 2] {
    let query = vec![("ordering", "slug"), ("superuser_full_list", "true")];
    let path = endpoints::collection(Kind::Application);
    [whole(BINDINGS, UNIQUE), Wish { path, query, field: "slug", keys }]
}

/// The lists that matter, with what is wanted of them.
fn wishes(needs: &[Needs]) -> Vec<Wish> {
    let mut wishes = vec![whole(FLOWS, "slug")];
    let any = |is: fn(&Needs) -> bool| needs.iter().any(is);
    if any(|needs| needs.scope_mappings) {
        wishes.push(whole(SCOPE_MAPPINGS, "name"));
    }
    if any(|needs| needs.saml_mappings) {
        wishes.push(whole(SAML_MAPPINGS, "name"));
    }
    if any(|needs| needs.outpost.is_some()) {
        wishes.push(whole(endpoints::collection(Kind::Outpost), "name"));
    }
    if any(|needs| needs.scim_mappings) {
        wishes.push(whole(SCIM_MAPPINGS, "name"));
    }
    let mut objects: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    for address in needs.iter().flat_map(|needs| needs.provider.iter().chain(&needs.objects)) {
        objects.entry(address.kind).or_default().insert(address.key.clone());
    }
    if objects.contains_key(&Kind::ValidateStage) {
        wishes.push(whole(endpoints::collection(Kind::StageBinding), UNIQUE));
    }
    objects.remove(&Kind::SamlMapping);
    wishes.extend(objects.into_iter().map(|(kind, keys)| of_kind(kind, keys)));
    let slugs: BTreeSet<String> = needs.iter().filter_map(|needs| needs.application.clone()).collect();
    if !slugs.is_empty() {
        wishes.extend(applications(slugs));
    }
    let members = if any(|needs| needs.members) { "true" } else { "false" };
    let all = |of: fn(&Needs) -> Vec<String>| needs.iter().flat_map(of).collect::<BTreeSet<String>>();
    let lists = [
        (GROUPS, "name", vec![("ordering", "name"), ("include_users", members)], all(|needs| needs.groups.clone())),
        (USERS, "username", vec![("ordering", "username")], all(|needs| needs.users.clone())),
        (
            endpoints::collection(Kind::ExpressionPolicy),
            "name",
            vec![("ordering", "name")],
            all(|needs| needs.policy.iter().cloned().collect()),
        ),
        (
            endpoints::collection(Kind::Certificate),
            "name",
            vec![("ordering", "name")],
            all(|needs| needs.certificate.iter().chain(&needs.certificates).cloned().collect()),
        ),
    ];
    let wanted = lists.into_iter().filter(|(.., keys)| !keys.is_empty());
    wishes.extend(wanted.map(|(path, field, query, keys)| Wish { path, query, field, keys }));
    wishes
}

fn whole(path: &'static str, ordering: &'static str) -> Wish {
    Wish { path, query: vec![("ordering", ordering)], field: "pk", keys: BTreeSet::new() }
}

/// A list, as far as it is wanted for so many applications.
async fn read<'a>(client: &Client, wish: &'a Wish, applications: usize) -> Result<Read<'a>, ApiError> {
    let first = first(client, wish).await?;
    rest(client, wish, first, applications).await
}

async fn first(client: &Client, wish: &Wish) -> Result<First, ApiError> {
    match wish.keys.first().filter(|_| wish.keys.len() == 1) {
        Some(only) => Ok(First::One(one(client, wish, only).await?)),
        None => Ok(First::Page(client.first_page(wish.path, &wish.query).await?)),
    }
}

/// The objects of one key.
async fn one(client: &Client, wish: &Wish, key: &str) -> Result<Vec<Value>, ApiError> {
    if wish.path == endpoints::collection(Kind::Application) {
        let found = client.find(&endpoints::detail(Kind::Application, &Value::from(key))).await?;
        return Ok(found.into_iter().collect());
    }
    let mut query = wish.query.clone();
    query.push((wish.field, key));
    client.objects(wish.path, client.list(wish.path, &query).await?)
}

/// What was read of one list.
enum Read<'a> {
    Whole(&'a Wish, Vec<Value>),
    Some(&'a Wish, Vec<(String, Vec<Value>)>),
    /// Too long to be read whole, and what is wanted of it is not known yet.
    Later,
}

/// The other pages, or what is wanted and was not on the first one: whatever takes fewer requests.
async fn rest<'a>(client: &Client, wish: &'a Wish, first: First, applications: usize) -> Result<Read<'a>, ApiError> {
    let page = match first {
        First::One(found) => {
            let key = wish.keys.first().cloned().unwrap_or_default();
            return Ok(Read::Some(wish, vec![(key, found)]));
        }
        First::Page(page) => page,
    };
    let pages = usize::try_from(page.total_pages).unwrap_or(usize::MAX).saturating_sub(1);
    let wanted = wish.wanted(applications);
    let is_long = wanted > 0 && pages > wanted;
    if !is_long {
        return Ok(Read::Whole(
            wish,
            client.objects(wish.path, client.with_rest(wish.path, &wish.query, page).await?)?,
        ));
    }
    if wish.path == BINDINGS {
        return Ok(Read::Later);
    }
    Ok(Read::Some(wish, each(client, wish).await?))
}

async fn each(client: &Client, wish: &Wish) -> Result<Vec<(String, Vec<Value>)>, ApiError> {
    try_join_all(wish.keys.iter().map(|key| async move { Ok((key.clone(), one(client, wish, key).await?)) })).await
}

/// So many certificates are asked for by their names where the list is slow.
const FEW: usize = 3;

/// Certificates, with their details. Up to authentik 2025.10 each key whose details are asked for costs
/// a quarter of a second, so there a few are asked for by name.
async fn with_details<'a>(client: &Client, wish: &'a Wish, can: &Capabilities) -> Result<Read<'a>, ApiError> {
    if !can.certificate_list_is_fast && wish.keys.len() <= FEW {
        return Ok(Read::Some(wish, each(client, wish).await?));
    }
    read(client, wish, 0).await
}

fn put(shelf: &mut Shelf, read: Read) {
    match read {
        Read::Whole(wish, items) => {
            // Who is no superuser sees in the list of applications only what that user may open (all
            // versions).
            let is_certain = shelf.sees_everything || wish.path != endpoints::collection(Kind::Application);
            shelf.whole.insert(wish.path, Collection::new(items, is_certain));
        }
        Read::Some(wish, found) => {
            for (key, items) in found {
                if wish.path == endpoints::collection(Kind::Application) {
                    let path = endpoints::detail(Kind::Application, &Value::from(key));
                    shelf.keep(&path, items.first());
                } else {
                    shelf.keep_list(wish.path, &[(wish.field, &key)], &items);
                }
            }
        }
        Read::Later => {}
    }
}

/// Applications that the list may have hidden, and the bindings of those that are there, where the
/// list of all bindings is too long.
async fn last_round(client: &Client, shelf: &mut Shelf, wanted: &BTreeSet<&str>) -> Result<(), ApiError> {
    let paths = wanted.iter().map(|slug| endpoints::detail(Kind::Application, &Value::from(*slug)));
    let (known, unknown): (Vec<String>, Vec<String>) = paths.partition(|path| shelf.find(path).is_ok());
    let hidden = try_join_all(unknown.into_iter().map(|path| async move {
        let found = client.find(&path).await?;
        Ok::<_, ApiError>((path, found))
    }));
    let mut targets: Vec<String> = Vec::new();
    if !shelf.whole.contains_key(BINDINGS) {
        let found = known.iter().filter_map(|path| shelf.find(path).ok()?);
        targets.extend(found.filter_map(|application| application.get("pk")?.as_str().map(str::to_owned)));
    }
    let bindings = try_join_all(targets.into_iter().map(|target| async move {
        let found = client.list(BINDINGS, &[("target", &target), ("ordering", "order")]).await?;
        let found = client.objects(BINDINGS, found)?;
        Ok::<_, ApiError>((target, found))
    }));
    let (hidden, bindings) = join(hidden, bindings).await;
    for (path, found) in hidden? {
        shelf.keep(&path, found.as_ref());
    }
    for (target, found) in bindings? {
        shelf.keep_list(BINDINGS, &[("target", &target)], &found);
    }
    Ok(())
}

fn decoded<T: DeserializeOwned>(client: &Client, shelf: &Shelf, path: &str) -> Result<Vec<T>, ApiError> {
    let items = shelf.whole.get(path).map(Collection::items).unwrap_or_default();
    client.decoded(path, items.to_vec())
}
