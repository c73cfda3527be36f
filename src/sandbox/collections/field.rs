//! What a field of an authentik object is, as data.

use super::Family;
use crate::sandbox::version::Span;

/// What happens to the holder of a reference when the referenced object is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// The holder goes too.
    Cascade,
    /// The reference becomes null.
    Clear,
}

/// What a field holds and accepts.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text, trimmed.
    Text,
    /// Python that is compiled on save; the name that its syntax errors carry.
    Python(&'static str),
    /// Letters, digits, underscores and hyphens.
    Slug,
    /// A web address.
    Url,
    /// `hours=3;minutes=1`.
    Duration,
    /// A truth value.
    Bool,
    /// A whole number.
    Int,
    /// A number.
    Number,
    /// A JSON object.
    Map,
    /// A date and time, or null.
    Time,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Some of these words.
    Choices(&'static [&'static str]),
    /// The id of one object.
    One(Family, OnDelete),
    /// The ids of some objects.
    Many(Family),
    /// The id of an object that the server itself set: neither taken nor shown. The holder goes
    /// with the object.
    Link(Family),
    /// `[{matching_mode, url}]`.
    RedirectUris,
    /// Worked out when the object is shown.
    Shown(Shown),
}

/// What is worked out when an object is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// What is stored, but never taken from a request.
    Stored,
    /// Always null.
    Null,
    /// Always an empty list.
    Empty,
    /// Always a text.
    Fixed(&'static str),
    /// The collection's `component`.
    Component,
    /// The collection's `verbose_name`.
    VerboseName,
    /// The collection's `verbose_name_plural`.
    VerboseNamePlural,
    /// The collection's model.
    Model,
    /// A property of the application that has this provider as its own.
    OfApplication(&'static str),
    /// A property of the application that has this provider as a back channel.
    OfBackchannelApplication(&'static str),
    /// The pks of the outposts that serve this provider.
    OutpostSet,
    /// The application's provider.
    ProviderObj,
    /// The application's back-channel providers, in short.
    BackchannelProvidersObj,
    /// The providers of an outpost, in short.
    ProvidersObj,
    /// Where the application's tile leads.
    LaunchUrl,
    /// Addresses of a SAML provider, by the end of its path.
    SamlUrl(&'static str),
    /// The address of a SAML provider's metadata.
    SamlMetadataUrl,
    /// What a SAML provider calls itself.
    SamlIssuer,
    /// Where a SCIM source is served.
    ScimRoot,
    /// The token of a SCIM source.
    SourceToken,
    /// Redirect addresses of a proxy provider.
    ProxyRedirects,
    /// The stages of a flow.
    FlowStages,
    /// The policies bound to a flow.
    FlowPolicies,
    /// The address of a flow's export.
    ExportUrl,
    /// The flows of a stage.
    FlowSet,
    /// The stage of a flow-stage binding.
    StageObj,
    /// What is bound: policy, group or user.
    PolicyObj,
    /// See [`Shown::PolicyObj`].
    GroupObj,
    /// See [`Shown::PolicyObj`].
    UserObj,
    /// A user without its groups.
    UserInShort,
    /// A group without its members.
    GroupInShort,
    /// How many bindings a policy has.
    BoundTo,
    /// The name of a group's parent.
    ParentName,
    /// The members of a group.
    UsersObj,
    /// The children of a group.
    Children,
    /// The children of a group, only where asked for.
    ChildrenObj,
    /// The parents of a group, only where asked for.
    ParentsObj,
    /// The groups of a user.
    GroupsObj,
    /// Whether one of a user's groups makes superusers.
    IsSuperuser,
    /// The user of a token.
    TokenUserObj,
    /// Parts of a certificate that cost time to read.
    Detail(&'static str),
    /// Where a certificate's part is downloaded.
    DownloadUrl(&'static str),
    /// The name of an outpost's token.
    OutpostToken,
}

/// What a field is when nothing was said.
#[derive(Debug, Clone, Copy)]
pub enum Preset {
    /// Null.
    Null,
    /// A text.
    Text(&'static str),
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// An empty list.
    List,
    /// These words.
    Words(&'static [&'static str]),
    /// An empty object.
    Map,
    /// Random letters and digits, that many.
    Random(usize),
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether a create must send it.
    pub required: bool,
    /// Whether null is accepted.
    pub nullable: bool,
    /// Whether empty text is accepted.
    pub blank: bool,
    /// How many letters a text may have.
    pub longest: usize,
    /// Taken when nothing was sent.
    pub preset: Preset,
    /// No two objects of the family may share it: what the error says.
    pub unique: Option<&'static str>,
    /// The versions that know it.
    pub span: Span,
}

impl Field {
    pub(super) const fn new(name: &'static str, kind: Kind, preset: Preset) -> Self {
        let (required, nullable, blank, unique, span) = (false, false, true, None, Span::ALL);
        Self { name, kind, required, nullable, blank, longest: usize::MAX, preset, unique, span }
    }

    /// Must be sent, and must not be empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self.blank = false;
        self
    }

    /// May be null.
    #[must_use]
    pub const fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Must not be empty text.
    #[must_use]
    pub const fn filled(mut self) -> Self {
        self.blank = false;
        self
    }

    /// Must not be longer than that.
    #[must_use]
    pub const fn at_most(mut self, letters: usize) -> Self {
        self.longest = letters;
        self
    }

    /// Must differ from all others of the family.
    #[must_use]
    pub const fn unique(mut self, message: &'static str) -> Self {
        self.unique = Some(message);
        self
    }

    /// Known only to those versions.
    #[must_use]
    pub const fn on(mut self, span: Span) -> Self {
        self.span = span;
        self
    }
}
