//! What a preset would create, in words: for people who judge a preset of somebody else.
//!
//! Whatever goes to authentik is taken apart down to its last field, so that a new one does not build
//! before it is told here: a preset cannot set what nobody is shown.

mod mappings;
mod providers;

use super::format::{
    Application, Authentik, Backchannel, Binding, Client, Condition, Group, Line, Preset, Scim, ScimSource, Source,
    Template, Vocabulary, Word,
};

/// One line for each thing that it makes in authentik or gives to the person, as it stands in the file:
/// templates are not filled in.
#[must_use]
pub fn creates(preset: &Preset) -> Vec<String> {
    let Authentik { application, source, groups, bindings, scope_mappings, saml_mappings, provider, backchannel } =
        &preset.authentik;
    let mut told = Told::default();
    if let Some(application) = application {
        of_application(application, &mut told);
    }
    if let Some(source) = source {
        of_source(source, &mut told);
    }
    if let Some(backchannel) = backchannel {
        of_backchannel(backchannel, &mut told);
    }
    providers::all(provider, &mut told);
    mappings::all(scope_mappings, saml_mappings, &mut told);
    access(groups, bindings, &mut told);
    handed_over(&preset.client, &mut told);
    told.0
}

/// The lines so far.
#[derive(Default)]
struct Told(Vec<String>);

impl Told {
    fn line(&mut self, line: String) {
        self.0.push(line);
    }

    /// A setting that is given, under its key in the file.
    fn text(&mut self, of: &str, key: &str, value: Option<&Template>) {
        self.plain(of, key, value.map(Template::as_str));
    }

    fn word<T: Vocabulary>(&mut self, of: &str, key: &str, value: Option<&Word<T>>) {
        self.plain(of, key, value.map(Word::as_str));
    }

    fn plain(&mut self, of: &str, key: &str, value: Option<&str>) {
        self.0.extend(value.map(|value| format!("{of}'s {key}: {value}")));
    }

    /// Lines of a list, unless there are none.
    fn list(&mut self, of: &str, key: &str, lines: &[Line]) {
        self.plain(of, key, (!lines.is_empty()).then(|| texts(lines)).as_deref());
    }
}

fn of_application(application: &Application, told: &mut Told) {
    const OF: &str = "the application";
    let Application { name, slug, launch_url, group, description, publisher, icon } = application;
    told.line(named("an application", name.as_deref(), slug));
    told.0.extend(launch_url.iter().map(|url| format!("a tile that leads to {}", url.as_str())));
    let texts = [("group", group), ("description", description), ("publisher", publisher), ("icon", icon)];
    for (key, text) in texts {
        told.text(OF, key, text.as_ref());
    }
}

fn of_source(source: &Source, told: &mut Told) {
    let Source { name, slug, scim } = source;
    told.line(named("a SCIM source", name.as_deref(), slug));
    if let Some(ScimSource { user_path }) = scim {
        told.text("the source", "user_path", user_path.as_ref());
    }
}

fn named(what: &str, name: Option<&str>, slug: &Template) -> String {
    format!("{what}: {} (slug {})", name.unwrap_or("a name that is asked for"), slug.as_str())
}

fn of_backchannel(backchannel: &Backchannel, told: &mut Told) {
    const OF: &str = "the SCIM provider";
    let Backchannel { scim } = backchannel;
    let Some(scim) = scim else { return };
    let Scim { when, url, token, groups, exclude_service_accounts, verify_certificates, compatibility } = scim;
    let whom = if groups.is_empty() { "everybody".to_owned() } else { format!("members of {}", texts(groups)) };
    let only = only(when.as_ref(), None);
    told.line(format!("a SCIM provider that sends {whom} to {}{only}", url.as_str()));
    told.line(format!("{OF}'s token: what is given for `{token}`"));
    told.word(OF, "exclude_service_accounts", exclude_service_accounts.as_ref());
    told.word(OF, "verify_certificates", verify_certificates.as_ref());
    told.word(OF, "compatibility", compatibility.as_ref());
}

fn access(groups: &[Group], bindings: &[Binding], told: &mut Told) {
    for Group { name, when, each } in groups {
        let only = only(when.as_ref(), each.as_deref());
        told.line(format!("a group, where it is missing: {}{only}", name.as_str()));
    }
    for Binding { group, when, each } in bindings {
        let only = only(when.as_ref(), each.as_deref());
        told.line(format!("a binding: members of {} may open the application{only}", group.as_str()));
    }
}

/// What the person gets. akctl runs none of it.
fn handed_over(client: &Client, told: &mut Told) {
    for file in &client.files {
        told.line(format!("a file for you, with --out-dir: {}{}", file.name, only(file.when.as_ref(), None)));
    }
    if !client.commands.is_empty() {
        told.line(format!("commands for you to run: {}", client.commands.len()));
    }
}

fn texts(lines: &[Line]) -> String {
    let text = |Line { text, when, each }: &Line| format!("{}{}", text.as_str(), only(when.as_ref(), each.as_deref()));
    lines.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// When something is there, and how often.
fn only(when: Option<&Condition>, each: Option<&str>) -> String {
    let when = when.map(|when| format!("if {}", when.as_str()));
    let each = each.map(|list| format!("for each of `{list}`"));
    let parts: Vec<String> = when.into_iter().chain(each).collect();
    if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(", ")) }
}
