use super::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A store in memory, which may be broken.
#[derive(Clone, Default)]
struct Fake {
    kept: Rc<RefCell<BTreeMap<String, Secret>>>,
    fault: Option<Fault>,
}

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Write,
    Forgetful,
    NeverForgets,
}

impl Fake {
    fn with(fault: Fault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }
}

fn key(owner: Owner<'_>) -> String {
    format!("{} {}", owner.profile, owner.url)
}

impl Store for Fake {
    fn write(&self, owner: Owner<'_>, token: &Secret) -> Result<(), StoreError> {
        if self.fault == Some(Fault::Write) {
            return Err(StoreError("it is locked".to_owned()));
        }
        self.kept.borrow_mut().insert(key(owner), token.clone());
        Ok(())
    }

    fn read(&self, owner: Owner<'_>) -> Result<Option<Secret>, StoreError> {
        let found = self.kept.borrow().get(&key(owner)).cloned();
        Ok(found.filter(|_| self.fault != Some(Fault::Forgetful)))
    }

    fn delete(&self, owner: Owner<'_>) -> Result<(), StoreError> {
        if self.fault != Some(Fault::NeverForgets) {
            self.kept.borrow_mut().remove(&key(owner));
        }
        Ok(())
    }
}

fn url() -> ServerUrl {
    "https://authentik.company".parse().expect("an address")
}

fn chosen(wanted: Option<StoreKind>, keyring: &Fake, file: &Fake) -> Result<Chosen, Failure> {
    choose(wanted, &url(), |kind| match kind {
        StoreKind::Keyring => Box::new(keyring.clone()),
        StoreKind::File => Box::new(file.clone()),
    })
}

#[test]
fn the_keyring_is_taken_where_it_really_works() {
    let (keyring, file) = (Fake::default(), Fake::default());
    assert_eq!(chosen(None, &keyring, &file).expect("a store").kind, StoreKind::Keyring);
    assert_eq!(chosen(Some(StoreKind::File), &keyring, &file).expect("a store").kind, StoreKind::File);
    assert!(keyring.kept.borrow().is_empty() && file.kept.borrow().is_empty(), "the probe leaves nothing");
}

#[test]
fn a_keyring_that_does_not_keep_or_does_not_forget_is_not_taken_and_the_reason_is_said() {
    for (fault, said) in
        [(Fault::Write, "it is locked"), (Fault::Forgetful, "give back"), (Fault::NeverForgets, "stays")]
    {
        let choice = chosen(None, &Fake::with(fault), &Fake::default()).expect("a store");
        assert_eq!(choice.kind, StoreKind::File);
        assert!(choice.said.contains(said), "{}", choice.said);
    }
}

#[test]
fn a_store_that_was_asked_for_is_not_replaced_by_another() {
    let failure = chosen(Some(StoreKind::Keyring), &Fake::with(Fault::Write), &Fake::default()).expect_err("refused");
    assert!(failure.message.contains("it is locked") && failure.hints[0].contains("--store file"), "{failure:?}");
    assert!(chosen(None, &Fake::with(Fault::Write), &Fake::with(Fault::Write)).is_err());
}

#[test]
fn a_token_in_a_file_is_given_for_its_own_address_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = FileStore::new(folder.path());
    let profile = ProfileName::default();
    let other: ServerUrl = "https://other.company".parse().expect("an address");
    let url = url();
    store.write(Owner { profile: &profile, url: &url }, &Secret::new("secret".to_owned())).expect("kept");
    let read = |url| store.read(Owner { profile: &profile, url }).expect("readable");
    assert_eq!(read(&url), Some(Secret::new("secret".to_owned())));
    assert_eq!(read(&other), None);
}
