//! Python that is printed does what it is meant to do: it is run, by Python, in place of the
//! application that will read it.

use super::files::{file, run, variable};
use super::samples::servers::GROUP;
use super::{of, report};
use crate::support::Server;
use serde_json::{Value, json};
use std::process::Command;

const VERSION: &str = "2026.8.5";

/// The constants that a file sets.
const CONSTANTS: &str = "
import json, sys
scope = {}
exec(sys.argv[1], scope)
print(json.dumps({name: value for name, value in scope.items() if name.isupper()}))
";

/// Traits that are set on `c`, by class.
const TRAITS: &str = "
import json, sys
class Traits: pass
class Config(dict):
    def __getattr__(self, name):
        return self.setdefault(name, Traits())
c = Config()
exec(sys.argv[1], {'c': c})
print(json.dumps({name: vars(traits) for name, traits in c.items()}, default=sorted))
";

/// A security manager that reads the claims of its second argument.
const MANAGER: &str = "
import json, sys, types
def module(name, **names):
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(names)
asked = []
class Answer:
    def raise_for_status(self): pass
    def json(self): return json.loads(sys.argv[2])
class Remote:
    def get(self, address):
        asked.append(address)
        return Answer()
module('flask_appbuilder')
module('flask_appbuilder.security')
module('flask_appbuilder.security.manager', AUTH_OAUTH=4)
module('superset')
module('superset.security', SupersetSecurityManager=object)
scope = {}
exec(sys.argv[1], scope)
manager = scope['CUSTOM_SECURITY_MANAGER']()
manager.oauth_remotes = {'authentik': Remote()}
user = manager.oauth_user_info('authentik')
settings = {name: value for name, value in scope.items() if name.isupper() and not isinstance(value, type)}
print(json.dumps({'asked': asked, 'user': user, 'settings': settings}))
";

/// What a person's rights become, who is a superuser and in the groups `old` and `team`.
const RIGHTS: &str = "
import json, sys, types
class Objects:
    def get_or_create(self, name): return name, True
class Group: objects = Objects()
sys.modules['users'] = types.ModuleType('users')
sys.modules['users.models'] = types.ModuleType('users.models')
sys.modules['users.models'].Group = Group
class Groups(set):
    def filter(self, name): return [group for group in self if group == name]
    def remove(self, *names): self.difference_update(names)
class User:
    is_superuser = True
    groups = Groups(['old', 'network-team'])
    def save(self): self.saved = True
scope = {}
exec(sys.argv[1], scope)
user = User()
scope['set_rights'](strategy=None, response=json.loads(sys.argv[2]), user=user, is_new=False)
scope['set_rights'](response={}, user=None)
print(json.dumps([user.is_superuser, sorted(user.groups)]))
";

/// What a program makes of its arguments; nothing where there is no Python.
fn python(program: &str, arguments: &[&str]) -> Option<Value> {
    let is_there = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    let arguments = [&["-c", program], arguments].concat();
    is_there.then(|| serde_json::from_str(&run("python3", &arguments)).expect("JSON"))
}

#[test]
fn pgadmin_reads_the_same_from_its_file_and_from_its_environment() {
    for name in ["plain", "strict"] {
        let server = Server::start(VERSION);
        let report = report(&server, of("pgadmin", name));
        let Some(settings) = python(CONSTANTS, &[file(&report, "config_local.py")]) else { return };
        let env = file(&report, "pgadmin.env");
        let lines = ["AUTHENTICATION_SOURCES", "OAUTH2_AUTO_CREATE_USER", "OAUTH2_CONFIG"]
            .map(|setting| format!("{setting} = {}\n", variable(env, &format!("PGADMIN_CONFIG_{setting}"))));
        assert_eq!(python(CONSTANTS, &[&lines.concat()]), Some(settings.clone()));
        assert!(!env.contains(r"'\''"), "Compose does not know this way to quote: {env}");
        let entry = &settings["OAUTH2_CONFIG"][0];
        assert_eq!(entry["OAUTH2_CLIENT_SECRET"], report["provider"]["client_secret"]);
        assert_eq!(entry["OAUTH2_SERVER_METADATA_URL"], report["endpoints"]["discovery"]);
        assert_eq!(entry["OAUTH2_SCOPE"], "openid email profile");
        let strict = name == "strict";
        assert_eq!(settings["OAUTH2_AUTO_CREATE_USER"], !strict);
        assert_eq!(settings["AUTHENTICATION_SOURCES"].as_array().map(Vec::len), Some(if strict { 1 } else { 2 }));
        let claim = if strict { "preferred_username" } else { "email" };
        assert_eq!(entry["OAUTH2_USERNAME_CLAIM"], claim);
    }
}

#[test]
fn jupyterhub_lets_in_whom_the_claim_of_its_own_names() {
    let server = Server::start(VERSION);
    let report_of = |name: &str| report(&server, of("jupyterhub", name));
    let report = report_of("plain");
    let Some(traits) = python(TRAITS, &[file(&report, "jupyterhub_config.py")]) else { return };
    assert_eq!(traits["GenericOAuthenticator"]["allow_all"], true);
    let report = report_of("roles");
    let traits = python(TRAITS, &[file(&report, "jupyterhub_config.py")]).expect("Python");
    assert_eq!(traits["JupyterHub"]["authenticator_class"], "generic-oauth");
    let traits = &traits["GenericOAuthenticator"];
    assert_eq!(traits["oauth_callback_url"], "https://jupyter.company/lab'$x/hub/oauth_callback");
    assert_eq!(traits["client_secret"], report["provider"]["client_secret"]);
    assert_eq!(traits["userdata_url"], report["endpoints"]["userinfo"]);
    assert_eq!(traits["scope"], json!(["openid", "email", "profile"]));
    assert_eq!(traits["auth_state_groups_key"], "oauth_user.jupyterhub_roles");
    assert_eq!((&traits["manage_groups"], traits.get("allow_all")), (&json!(true), None));
    assert_eq!(traits["allowed_groups"], json!(["admin", "user"]));
    assert_eq!(traits["admin_groups"], json!(["admin"]));
}

#[test]
fn superset_takes_names_addresses_and_roles_from_the_right_claims() {
    let claims = json!({
        "name": "Ada von Lovelace", "preferred_username": "ada", "email": "ada@company",
        "groups": ["Admin"], "superset_roles": ["sql_lab's"],
    });
    for name in ["plain", "roles"] {
        let server = Server::start(VERSION);
        let report = report(&server, of("superset", name));
        let text = file(&report, "superset_config.py");
        let Some(made) = python(MANAGER, &[text, &claims.to_string()]) else { return };
        assert_eq!(made["asked"], json!([report["endpoints"]["userinfo"]]));
        let (user, settings) = (&made["user"], &made["settings"]);
        assert_eq!((&user["username"], &user["email"]), (&json!("ada"), &json!("ada@company")));
        assert_eq!((&user["first_name"], &user["last_name"]), (&json!("Ada"), &json!("von Lovelace")));
        let app = &settings["OAUTH_PROVIDERS"][0]["remote_app"];
        assert_eq!(app["client_secret"], report["provider"]["client_secret"]);
        assert_eq!(app["server_metadata_url"], report["endpoints"]["discovery"]);
        assert_eq!(settings["AUTH_USER_REGISTRATION_ROLE"], "Gamma");
        if name == "roles" {
            assert_eq!(user["role_keys"], json!(["sql_lab's"]));
            let mapping = json!({"Admin": ["Admin"], "sql_lab's": ["sql_lab's"]});
            assert_eq!(settings["AUTH_ROLES_MAPPING"], mapping);
        } else {
            assert!(user.get("role_keys").is_none() && settings.get("AUTH_ROLES_MAPPING").is_none(), "{made}");
        }
    }
}

#[test]
fn netbox_follows_the_groups_and_leaves_others_alone() {
    let server = Server::start(VERSION);
    let report_of = |name: &str| report(&server, of("netbox", name));
    let report = report_of("plain");
    let Some(settings) = python(CONSTANTS, &[file(&report, "configuration.py")]) else { return };
    assert_eq!(settings["REMOTE_AUTH_DEFAULT_GROUPS"], json!(["Readers's \"own\""]));
    let issuer = report["endpoints"]["issuer"].as_str().expect("text");
    assert_eq!(settings["SOCIAL_AUTH_OIDC_OIDC_ENDPOINT"], issuer.trim_end_matches('/'));
    assert_eq!(settings["SOCIAL_AUTH_OIDC_SECRET"], report["provider"]["client_secret"]);
    assert!(settings.get("SOCIAL_AUTH_PIPELINE").is_none());
    let report = report_of("groups");
    let settings = python(CONSTANTS, &[file(&report, "configuration.py")]).expect("Python");
    let steps = settings["SOCIAL_AUTH_PIPELINE"].as_array().expect("steps");
    assert_eq!(steps.last(), Some(&json!("netbox.authentik_groups.set_rights")));
    let rights = |claims: &Value| python(RIGHTS, &[file(&report, "authentik_groups.py"), &claims.to_string()]);
    let nobody = json!({"groups": ["superuser", "network-team"]});
    assert_eq!(rights(&nobody), Some(json!([false, ["old"]])));
    let admin = json!({"netbox_rights": ["superuser"], "netbox_groups": [GROUP, "unknown"]});
    assert_eq!(rights(&admin), Some(json!([true, [GROUP, "old"]])));
}
