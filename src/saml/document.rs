//! From bytes to the element that describes one entity: what is not SAML metadata ends here, with
//! a word on what it is instead.

use super::LARGEST;
use super::problem::{Problem, quoted};
use roxmltree::{Document, Error, Node, ParsingOptions};

/// The namespace of SAML metadata.
pub(super) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";

/// The most parts of a document: elements, texts and comments. A real one of the largest size that
/// is read has about half as many.
const MOST_PARTS: u32 = 50_000;
/// The most attributes of one element; the parser compares each with each.
const MOST_ATTRIBUTES: usize = 1000;
/// The most declarations of namespaces; the parser keeps those of all outer elements for each.
const MOST_NAMESPACES: usize = 2000;
/// The most entities that an error names.
const MOST_NAMED: usize = 10;

/// What to do about a document that is something else.
const GET_METADATA: &str = "download the metadata (XML) of the application itself; its documentation says where that is, often under \
     an address that ends in /metadata";

/// The text of a document, without a byte order mark.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Problem> {
    if bytes.len() > LARGEST {
        let size = format!("it has more than {LARGEST} bytes, and no more are read");
        return Err(Problem::new(size).advice("save the one entity that you need in a file of its own"));
    }
    let is_wide = matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..]);
    if is_wide {
        return Err(Problem::new("its text is UTF-16, and only UTF-8 is read").advice("save it again as UTF-8"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            Err(Problem::new("its text is not UTF-8").at(line).advice("save it again as UTF-8"))
        }
    }
}

/// Parses a text. The document's lines are those of the text.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Problem> {
    look(text)?;
    bounds(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_PARTS, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| syntax(&error))
}

/// Says what a text is that is no XML, or XML that must not be parsed.
fn look(text: &str) -> Result<(), Problem> {
    let is = |what: &str| Err(Problem::new(format!("it is {what}, not SAML metadata")).advice(GET_METADATA));
    let start = text.trim_start();
    match start.chars().next() {
        None => return is("empty"),
        Some('{' | '[') => return is("JSON"),
        Some('<') => {}
        _ if start.starts_with("-----BEGIN") => return is("a PEM file (a certificate or a key)"),
        _ if start.starts_with("http://") || start.starts_with("https://") => return is("a web address in a file"),
        Some(_) => return is("no XML"),
    }
    let element = after_prolog(start);
    let opens = |word: &str| {
        element.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
            && element[word.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
    };
    let is_html = element
        .get(..9)
        .filter(|begin| begin.eq_ignore_ascii_case("<!doctype"))
        .and_then(|_| element[9..].trim_start().get(..4))
        .is_some_and(|name| name.eq_ignore_ascii_case("html"));
    if is_html || opens("<html") || opens("<head") || opens("<body") {
        let title = title(element).map(|title| format!(" (`{title}`)")).unwrap_or_default();
        return is(&format!("a web page{title}, perhaps one to sign in"));
    }
    if element.starts_with("<!DOCTYPE") {
        let line = text[..text.len() - element.len()].matches('\n').count() + 1;
        return Err(no_document_type().at(line));
    }
    Ok(())
}

fn no_document_type() -> Problem {
    Problem::new(
        "it declares a document type (<!DOCTYPE ...>), which can name other files and grow without bounds, so it is \
         refused",
    )
    .advice("SAML metadata needs no such declaration: ask whoever made the document, or remove it if you trust it")
}

/// The text from its first tag on, past the XML declaration, instructions and comments.
fn after_prolog(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let end = match rest.as_bytes() {
            [b'<', b'?', ..] => "?>",
            [b'<', b'!', b'-', b'-', ..] => "-->",
            _ => return rest,
        };
        match rest.split_once(end) {
            Some((_, after)) => rest = after.trim_start(),
            None => return rest,
        }
    }
}

/// The title of a web page.
fn title(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<title>")?;
    let (title, _) = rest.split_once("</title>")?;
    let title = quoted(&title.split_whitespace().collect::<Vec<_>>().join(" "));
    (!title.is_empty()).then_some(title)
}

/// Refuses what would keep the parser busy for minutes. A `<` cannot stand in an attribute, so a
/// tag ends before the next one.
fn bounds(text: &str) -> Result<(), Problem> {
    let mut tags = text.split('<').filter(|tag| !tag.starts_with("!--"));
    let is_crowded = |tag: &str| tag.bytes().filter(|byte| *byte == b'=').count() > MOST_ATTRIBUTES;
    if text.matches("xmlns").count() > MOST_NAMESPACES || tags.any(is_crowded) {
        return Err(too_many());
    }
    Ok(())
}

fn too_many() -> Problem {
    Problem::new("it has more elements, attributes or namespaces than any metadata of one application needs")
        .advice("save the one entity that you need in a file of its own")
}

fn syntax(error: &Error) -> Problem {
    let position = error.pos();
    let said = error.to_string();
    let said = quoted(said.trim_end_matches(&format!(" at {position}")));
    let line = usize::try_from(position.row).unwrap_or(usize::MAX);
    match error {
        Error::DtdDetected => no_document_type(),
        Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => too_many(),
        Error::UnknownEntityReference(name, _) => {
            let message = format!("it uses the entity `&{};`, and entities are refused", quoted(name));
            Problem::new(message).at(line).advice("write an ampersand as &amp;")
        }
        // These have no place of their own.
        Error::NoRootNode | Error::UnclosedRootNode | Error::UnexpectedEndOfStream => {
            Problem::new(format!("it is not complete XML: {said}")).advice("download it again")
        }
        _ => Problem::new(format!("it is not correct XML: {said}")).at(line).advice(GET_METADATA),
    }
}

/// The one entity of a document that may be a service provider.
pub(super) fn entity<'a, 'input>(document: &'a Document<'input>) -> Result<Node<'a, 'input>, Problem> {
    let root = document.root_element();
    let name = quoted(root.tag_name().name());
    match (root.tag_name().namespace(), root.tag_name().name()) {
        (Some(METADATA), "EntityDescriptor") => Ok(root),
        (Some(METADATA), "EntitiesDescriptor") => only_one(root),
        (Some(PROTOCOL), _) => {
            let what = format!("it is a message of SAML (`{name}`), not metadata");
            Err(Problem::new(what).advice(GET_METADATA))
        }
        (namespace, "EntityDescriptor" | "EntitiesDescriptor") => {
            let namespace = namespace.map_or_else(|| "none".to_owned(), |uri| format!("`{}`", quoted(uri)));
            let what = format!("the namespace of `{name}` is {namespace}, and metadata of SAML 2.0 has `{METADATA}`");
            Err(Problem::new(what).advice(GET_METADATA))
        }
        _ => {
            let what = format!("it begins with `{name}`, and SAML metadata begins with `EntityDescriptor`");
            Err(Problem::new(what).advice(GET_METADATA))
        }
    }
}

/// The only entity of a collection; where there are several, the only service provider.
fn only_one<'a, 'input>(root: Node<'a, 'input>) -> Result<Node<'a, 'input>, Problem> {
    let entities: Vec<Node> = root.descendants().filter(|node| is(*node, "EntityDescriptor")).collect();
    let providers: Vec<Node> =
        entities.iter().copied().filter(|entity| entity.children().any(|role| is(role, "SPSSODescriptor"))).collect();
    match (entities.as_slice(), providers.as_slice()) {
        ([], _) => Err(Problem::new("it is a collection without any entity").advice(GET_METADATA)),
        ([only], _) | (_, [only]) => Ok(*only),
        (_, []) => {
            let what = format!("it describes {} entities, and none is an application", entities.len());
            Err(Problem::new(what).advice(GET_METADATA))
        }
        (_, several) => {
            let mut names: Vec<String> = several
                .iter()
                .take(MOST_NAMED)
                .map(|entity| format!("`{}`", quoted(entity.attribute("entityID").unwrap_or_default())))
                .collect();
            if several.len() > MOST_NAMED {
                names.push(format!("and {} more", several.len() - MOST_NAMED));
            }
            let what = format!("it describes {} applications: {}", several.len(), names.join(", "));
            Err(Problem::new(what).advice("save the `EntityDescriptor` of the one that you need in a file of its own"))
        }
    }
}

/// Whether a node is this element of SAML metadata.
pub(super) fn is(node: Node, name: &str) -> bool {
    node.is_element() && node.tag_name().namespace() == Some(METADATA) && node.tag_name().name() == name
}

/// The whole text directly inside an element, also where comments cut it into pieces.
pub(super) fn content(node: Node) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect::<String>().trim().to_owned()
}
