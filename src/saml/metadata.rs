//! Reads the description of a service provider. Everything that is wrong is said at once.

use super::document::{self, METADATA, content, is};
use super::problem::{Problem, Problems, quoted};
use super::{Acs, ServiceProvider};
use crate::model::day;
use crate::model::x509::{Certificate, NotACertificate};
use roxmltree::Node;

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// The most problems, and the most warnings, that are told of one document.
const MOST_TOLD: usize = 50;

/// Reads a metadata document as it came: a file's bytes, or a server's answer. The text must be
/// UTF-8, with or without a byte order mark.
pub fn read(bytes: &[u8]) -> Result<ServiceProvider, Problems> {
    let text = document::text(bytes)?;
    // What a person copied often begins with empty lines, which XML does not allow.
    let start = text.trim_start();
    let skipped = text[..text.len() - start.len()].matches('\n').count();
    read_text(start, skipped).map_err(|mut problems| {
        for line in problems.0.iter_mut().filter_map(|problem| problem.line.as_mut()) {
            *line += skipped;
        }
        problems
    })
}

fn read_text(text: &str, skipped: usize) -> Result<ServiceProvider, Problems> {
    let document = document::parse(text)?;
    let entity = document::entity(&document)?;
    let role = role(entity)?;
    let mut reader = Reader { skipped, problems: Vec::new(), warnings: Vec::new() };
    let entity_id = reader.entity_id(entity);
    let acs: Vec<Acs> = elements(role, "AssertionConsumerService").filter_map(|node| reader.acs(node)).collect();
    let chosen = reader.choose(role, &acs);
    let logout = elements(role, "SingleLogoutService").filter_map(|node| reader.logout(node)).collect();
    let name_id_formats = elements(role, "NameIDFormat").map(content).filter(|format| !format.is_empty()).collect();
    let (signing_certificates, encryption_certificates) = reader.certificates(role);
    let wants_assertions_signed = reader.boolean(role, "WantAssertionsSigned");
    let authn_requests_signed = reader.boolean(role, "AuthnRequestsSigned");
    let valid_until = reader.valid_until(role);
    let Reader { skipped: _, mut problems, warnings } = reader;
    match (entity_id, chosen) {
        (Some(entity_id), Some(chosen)) if problems.is_empty() => Ok(ServiceProvider {
            entity_id,
            acs,
            chosen,
            logout,
            name_id_formats,
            signing_certificates,
            encryption_certificates,
            wants_assertions_signed,
            authn_requests_signed,
            valid_until,
            warnings,
        }),
        _ => {
            problems.sort_by_key(|problem| problem.line);
            Err(Problems(problems))
        }
    }
}

pub(super) fn elements<'a, 'input>(
    parent: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    parent.children().filter(move |node| is(*node, name))
}

/// The line that an element begins on.
fn line(node: Node) -> usize {
    usize::try_from(node.document().text_pos_at(node.range().start).row).unwrap_or(usize::MAX)
}

/// What an entity says as a service provider of SAML 2.0.
fn role<'a, 'input>(entity: Node<'a, 'input>) -> Result<Node<'a, 'input>, Problem> {
    let speaks = |role: &Node| {
        role.attribute("protocolSupportEnumeration")
            .is_none_or(|protocols| protocols.split_whitespace().any(|protocol| protocol == PROTOCOL))
    };
    if let Some(role) = elements(entity, "SPSSODescriptor").find(speaks) {
        return Ok(role);
    }
    let name = quoted(entity.attribute("entityID").unwrap_or_default());
    if let Some(other) = elements(entity, "SPSSODescriptor").next() {
        let protocols = quoted(other.attribute("protocolSupportEnumeration").unwrap_or_default());
        let what = format!("the application `{name}` does not speak SAML 2.0, only `{protocols}`");
        return Err(Problem::new(what).at(line(other)));
    }
    if elements(entity, "IDPSSODescriptor").next().is_some() {
        let what = format!("it is the metadata of an identity provider (`{name}`), as authentik is one");
        return Err(Problem::new(what)
            .at(line(entity))
            .advice("what is needed is the application's own metadata, which holds an `SPSSODescriptor`"));
    }
    let mut found: Vec<String> = entity
        .children()
        .filter(|node| node.is_element() && node.tag_name().namespace() == Some(METADATA))
        .map(|node| format!("`{}`", quoted(node.tag_name().name())))
        .take(10)
        .collect();
    found.dedup();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
    let what = format!("the entity `{name}` is no application (it has no `SPSSODescriptor`, only {found})");
    Err(Problem::new(what).at(line(entity)).advice("download the metadata of the application itself"))
}

/// Collects what is wrong and what is strange.
pub(super) struct Reader {
    /// The lines before the document's own first one.
    skipped: usize,
    problems: Vec<Problem>,
    warnings: Vec<String>,
}

impl Reader {
    /// Finding a line walks through the document, and nobody mends hundreds at once.
    pub(super) fn problem(&mut self, node: Node, message: impl Into<String>) {
        if self.problems.len() < MOST_TOLD {
            self.problems.push(Problem::new(message).at(line(node)));
        }
    }

    pub(super) fn warn(&mut self, node: Node, message: &str) {
        if self.warnings.len() < MOST_TOLD {
            self.warnings.push(format!("line {}: {message}", line(node) + self.skipped));
        }
    }

    fn entity_id(&mut self, entity: Node) -> Option<String> {
        let found = entity.attribute("entityID").map(str::trim).filter(|text| !text.is_empty());
        if found.is_none() {
            self.problem(entity, "the entity has no name (`entityID`)");
        }
        found.map(str::to_owned)
    }

    /// The certificates to verify and to encrypt with. What says no use is for both.
    fn certificates(&mut self, role: Node) -> (Vec<Certificate>, Vec<Certificate>) {
        let (mut signing, mut encryption) = (Vec::new(), Vec::new());
        for descriptor in elements(role, "KeyDescriptor") {
            let found = self.certificates_of(descriptor);
            let usage = descriptor.attribute("use").map(str::trim);
            if !matches!(usage, None | Some("signing" | "encryption")) {
                let usage = quoted(usage.unwrap_or_default());
                self.warn(descriptor, &format!("a key is for `{usage}`, which SAML does not know, so it is left out"));
                continue;
            }
            for certificate in found {
                if usage != Some("encryption") && !signing.contains(&certificate) {
                    signing.push(certificate.clone());
                }
                if usage != Some("signing") && !encryption.contains(&certificate) {
                    encryption.push(certificate);
                }
            }
        }
        (signing, encryption)
    }

    fn certificates_of(&mut self, descriptor: Node) -> Vec<Certificate> {
        let is_certificate =
            |node: &Node| node.tag_name().namespace() == Some(SIGNATURE) && node.tag_name().name() == "X509Certificate";
        let mut found = Vec::new();
        for node in descriptor.descendants().filter(Node::is_element).filter(is_certificate) {
            match Certificate::read(&content(node)) {
                Ok(certificate) => found.push(certificate),
                Err(NotACertificate::Empty) => self.warn(node, "a certificate is empty"),
                Err(why) => self.problem(node, format!("a certificate cannot be read: {why}")),
            }
        }
        if found.is_empty() {
            self.warn(descriptor, "a key comes without a certificate, so it is left out");
        }
        found
    }

    /// `true`, `false`, `1` or `0`; some applications write `True`.
    pub(super) fn boolean(&mut self, node: Node, attribute: &str) -> Option<bool> {
        let text = node.attribute(attribute)?;
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => {
                self.problem(node, format!("`{attribute}` is `{}`, and must be true or false", quoted(text)));
                None
            }
        }
    }

    /// The earliest end that the role, its entity or a collection around it names.
    fn valid_until(&mut self, role: Node) -> Option<String> {
        let mut ends = Vec::new();
        for node in role.ancestors() {
            let Some(text) = node.attribute("validUntil").map(str::trim) else { continue };
            match day::of(text) {
                Some(day) => ends.push((day, text)),
                None => self.warn(node, &format!("`validUntil` is `{}`, which is no date", quoted(text))),
            }
        }
        ends.into_iter().min().map(|(_, text)| text.to_owned())
    }
}
