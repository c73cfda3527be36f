//! Presets that say everything that can be said, one of each kind.

/// The beginning of all of them; `KIND` and `PROTOCOL` are words.
const HEAD: &str = r#"id: full
name: Full Thing
aliases: [fuller]
summary: Everything that can be said
category: documents
protocol: PROTOCOL
docs: [https://full.example/sso]
tested: {by: run, authentik: 2026.8.5, application: "7.1"}
inputs:
  app_url: {type: url, prompt: Address of it, help: More about it, example: https://full.company, default: https://full.company}
  size: {type: choice, prompt: Size of it, of: [small, large], default: small}
  word: {type: text, prompt: Word of it, pattern: "[a-z]+", pattern_help: made of small letters, default: abc}
  role:
    type: record
    many: true
    prompt: Group and role
    form: "{group}={value}"
    fields:
      group: {type: group, prompt: Group of it}
      value: {type: choice, prompt: Value of it, of: [writer, reader]}
    unique: [group]
    default: [{group: Full Writers, value: writer}]
  own_token: {type: secret, prompt: Token of it, optional: true}
  back: {type: uri, prompt: Another address, optional: true, later: Under its settings}
checks:
  - {when: size == 'large', that: word == 'abc', message: "abc only for {{ size }}"}
authentik:
"#;

const APPLICATION: &str = r#"  application:
    name: Full Thing
    slug: full
    launch_url: https://full.company/start
    group: Tiles of all kinds
    description: It does everything
    publisher: Full Company
    icon: fa://fa-star
  groups:
    - {each: role, when: role, name: "{{ item.group }}"}
  bindings:
    - {each: role, when: size == 'small', group: "{{ item.group }}"}
"#;

const OAUTH2: &str = r#"  scope_mappings:
    - key: one
      when: size != 'large'
      name: "full: one"
      scope: full_one
      description: What it learns
      claims:
        - {claim: full_list, group_values: {each: role, group: "{{ item.group }}", value: "list-{{ item.value }}"}}
        - {claim: full_first, group_value: {each: role, group: "{{ item.group }}", value: "first-{{ item.value }}"}}
        - {claim: full_names, group_names: all}
        - {claim: full_text, value: the same text}
        - {claim: full_number, value: 77123}
        - {claim: full_user, user: uuid}
        - {claim: full_mail, user: email}
        - {claim: full_login, attribute: full_login_attribute, user: username}
        - {claim: full_group, group_attribute: full_group_attribute}
  provider:
    oauth2:
      client_type: confidential
      client_id: full-client-id
      client_secret: own_token
      grant_types: [authorization_code, {text: refresh_token, when: size == 'small'}]
      authentication_flow: default-authentication-flow
      authorization_flow: default-provider-authorization-explicit-consent
      invalidation_flow: default-provider-invalidation-flow
      redirect_uris:
        - strict: https://full.company/back
        - {regex: 'https://full\.company/[0-9]+', when: size == 'small'}
        - {each: role, strict: "https://full.company/{{ item.value }}", type: logout}
      signing_key: rsa
      certificate:
        common_name: signer.full.company
        alternative_names: [{name: other.full.company, when: size == 'small'}]
        days: 77
      scopes: [openid, email, {text: profile, when: word == 'abc'}]
      sub_mode: user_email
      issuer_mode: global
      include_claims_in_id_token: false
      access_code_validity: minutes=7
      access_token_validity: days=36500
      refresh_token_validity: days=36501
      refresh_token_threshold: hours=7
      logout_uri: https://full.company/out
      logout_method: backchannel
"#;

const SAML: &str = r#"  saml_mappings:
    - key: one
      when: size != 'large'
      name: "full: one"
      attribute: urn:full:one
      friendly_name: Full One
      group_values: {each: role, group: "{{ item.group }}", value: "list-{{ item.value }}"}
    - {key: two, name: "full: two", attribute: "urn:full:two", group_names: all}
  provider:
    saml:
      acs_url: https://full.company/acs
      audience: https://full.company/audience
      binding: redirect
      name_id: email
      attributes: [email, {text: name, when: size == 'small'}]
      authentication_flow: default-authentication-flow
      authorization_flow: default-provider-authorization-explicit-consent
      invalidation_flow: default-provider-invalidation-flow
      signing_key: rsa
      certificate: {common_name: signer.full.company, days: 77}
      sign_assertion: true
      sign_response: true
      algorithm: rsa-sha512
      relay_state: https://full.company/relay
      assertion_valid_not_before: minutes=6
      assertion_valid_not_on_or_after: minutes=8
      session_valid_not_on_or_after: minutes=9
      logout_url: https://full.company/out
      logout_binding: post
      logout_method: frontchannel_native
"#;

const PROXY: &str = r#"  provider:
    proxy:
      mode: proxy
      external_host: https://full.company
      internal_host: http://inner.company:8080
      skip_paths: ["^/open/", {text: "^/also/", when: size == 'small'}]
      basic_auth: {user_attribute: full_user, password_attribute: full_password}
      intercept_header_auth: false
      internal_host_ssl_validation: false
      access_token_validity: days=365
      authentication_flow: default-authentication-flow
      authorization_flow: default-provider-authorization-explicit-consent
      invalidation_flow: default-provider-invalidation-flow
      outpost_url: http://outpost.company:9000
      reverse_proxies: [nginx, {text: caddy, when: size == 'small'}]
"#;

const BACKCHANNEL: &str = "  backchannel:
    scim:
      when: own_token
      url: https://full.company/scim/v2
      token: own_token
      groups: [Full Pushed, {text: Full Also, when: size == 'large'}]
      exclude_service_accounts: true
      verify_certificates: false
      compatibility: slack
";

const SOURCE: &str = "  source: {name: Full Thing, slug: full, scim: {user_path: people/of/full}}
";

const CLIENT: &str = r#"client:
  where: Settings > All
  settings:
    - section: First part
      when: size == 'small'
      fields: [{label: Address, value: "{{ app_url }}/x", when: word}]
    - {section: Each of them, each: role, fields: [{label: "Role {{ index }}", value: "{{ item.value }}"}]}
  files:
    - {name: full.conf, content: "word = {{ word }}\n", when: word}
    - {name: full.yaml, format: yaml, data: {word: "{{ word }}", list: [{$when: word, $value: there, $else: absent}]}}
  commands:
    - {run: [full, "--word={{ word }}"], about: "Sets the word {{ word }}", when: word}
    - full --start
  steps: [Enter it all., {text: "Once more for {{ item.group }}.", each: role}]
  notes: [It is full., {text: "The word is {{ word }}.", when: word}]
verify: {}
warnings: [{text: "It is {{ size }}.", when: size == 'large'}]
"#;

/// The presets, with what they are made of.
pub fn presets() -> Vec<(&'static str, String)> {
    let of = |protocol: &str, parts: &[&str]| HEAD.replace("PROTOCOL", protocol) + &parts.concat() + CLIENT;
    vec![
        ("oauth2", of("oidc", &[APPLICATION, OAUTH2, BACKCHANNEL])),
        ("saml", of("saml", &[APPLICATION, SAML])),
        ("proxy", of("proxy", &[APPLICATION, PROXY])),
        ("source", of("scim", &[SOURCE])),
    ]
}
