
use builtin;
use str;

set edit:completion:arg-completer[akctl] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'akctl'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'akctl'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand integrate 'Connect an application to authentik, and print what to enter in the application'
            cand show 'Show again what to enter in the application of an integration'
            cand diff 'Show where authentik has something else than a preset and its inputs say'
            cand adopt 'Bring an application that somebody made by hand under a preset'
            cand rotate 'Give an application a new client secret'
            cand remove 'Take an integration away: everything that akctl made for it and nothing else uses'
            cand plan 'Show what a file of integrations would change'
            cand apply 'Make authentik what a file of integrations says'
            cand destroy 'Take away every integration that a file names'
            cand export 'Write what authentik has as a file of integrations, for Terraform, or as a blueprint'
            cand status 'Show which authentik it is, who the token is, and what would get in the way'
            cand list 'List what is connected to authentik, and what looks wrong with it'
            cand verify 'Check whether an application''s login works, and say what is wrong and what mends it'
            cand preview 'Show whether a user gets into an application, why not, and what the application learns'
            cand login-test 'Have somebody sign in with a browser, check the login as an application does, and show its claims'
            cand audit 'Check everything that is connected, and report what is broken or risky, also for pipelines'
            cand presets 'List, show and check presets: the files that say what an application needs'
            cand sandbox 'Serve an authentik in memory on this machine, for trying and for tests'
            cand completions 'Print a script that makes a shell complete akctl''s commands and flags'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'akctl;integrate'= {
            cand --slug 'Slug of the application; it stands in its addresses [default: the preset''s]'
            cand --name 'Name of the application, as people see it [default: the preset''s]'
            cand --authentication-flow 'Flow in which people sign in who are not yet [default: authentik''s own choice]'
            cand --authorization-flow 'Flow that people go through when they sign in [default: the one that asks for consent]'
            cand --invalidation-flow 'Flow that people go through when they sign out'
            cand --signing-key 'Name of the RSA certificate-key pair that signs [default: authentik''s self-signed one]'
            cand --tile-group 'Heading under which the application''s tile stands'
            cand --icon 'Address of an icon for the tile, or fa://NAME'
            cand --publisher 'Who makes the application; stands on the tile'
            cand --description 'A line about the application; stands on the tile'
            cand --bind-group 'Let only members of this group open the application; may be repeated'
            cand --bind-user 'Let only this user open the application, besides the groups; may be repeated'
            cand --allow-network 'Let people in only from this network, as authentik sees their address; may be repeated'
            cand --policy-expression 'File with the body of a Python function that must return true as well; - reads standard input'
            cand --require-mfa 'Ask everybody for a second factor; who has no device is refused, or led through setting one up'
            cand --mfa-lasts 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]'
            cand --add-member 'Put a user into a group; may be repeated'
            cand --out-dir 'Write what is printed to files in this folder, secrets included (mode 0600)'
            cand --set 'Give an input of the preset; may be repeated'
            cand --inputs 'File with inputs of the preset, YAML or JSON; - reads standard input'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --create-groups 'Create groups that are missing'
            cand --dry-run 'Show what would be done, and do nothing'
            cand --exit-code 'With --dry-run: exit with 3 if there is something to do'
            cand -y 'Do not ask before writing'
            cand --yes 'Do not ask before writing'
            cand --exact 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go'
            cand --adopt 'Take over an application that akctl did not make'
            cand --force 'Make changes after which the application takes its users for other ones'
            cand --show-secrets 'Print secrets also where no person reads them: in a pipe, a file, JSON'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;show'= {
            cand --preset 'The preset that explains it [default: the one that bears its slug or its name]'
            cand --out-dir 'Write what is printed to files in this folder, secrets included (mode 0600)'
            cand --set 'Give an input of the preset; may be repeated'
            cand --inputs 'File with inputs of the preset, YAML or JSON; - reads standard input'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --show-secrets 'Print secrets also where no person reads them: in a pipe, a file, JSON'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;diff'= {
            cand --preset 'The preset that explains it [default: the one that bears its slug or its name]'
            cand --slug 'Slug of the application; it stands in its addresses [default: the preset''s]'
            cand --name 'Name of the application, as people see it [default: the preset''s]'
            cand --authentication-flow 'Flow in which people sign in who are not yet [default: authentik''s own choice]'
            cand --authorization-flow 'Flow that people go through when they sign in [default: the one that asks for consent]'
            cand --invalidation-flow 'Flow that people go through when they sign out'
            cand --signing-key 'Name of the RSA certificate-key pair that signs [default: authentik''s self-signed one]'
            cand --tile-group 'Heading under which the application''s tile stands'
            cand --icon 'Address of an icon for the tile, or fa://NAME'
            cand --publisher 'Who makes the application; stands on the tile'
            cand --description 'A line about the application; stands on the tile'
            cand --bind-group 'Let only members of this group open the application; may be repeated'
            cand --bind-user 'Let only this user open the application, besides the groups; may be repeated'
            cand --allow-network 'Let people in only from this network, as authentik sees their address; may be repeated'
            cand --policy-expression 'File with the body of a Python function that must return true as well; - reads standard input'
            cand --require-mfa 'Ask everybody for a second factor; who has no device is refused, or led through setting one up'
            cand --mfa-lasts 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]'
            cand --add-member 'Put a user into a group; may be repeated'
            cand --out-dir 'Write what is printed to files in this folder, secrets included (mode 0600)'
            cand --set 'Give an input of the preset; may be repeated'
            cand --inputs 'File with inputs of the preset, YAML or JSON; - reads standard input'
            cand -f 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --file 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --only 'Only the integration with this slug; may be repeated'
            cand --concurrency 'How many requests may be under way at once; fewer if the server is overloaded'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --create-groups 'Create groups that are missing'
            cand --dry-run 'Show what would be done, and do nothing'
            cand --exit-code 'With --dry-run: exit with 3 if there is something to do'
            cand -y 'Do not ask before writing'
            cand --yes 'Do not ask before writing'
            cand --exact 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go'
            cand --adopt 'Take over an application that akctl did not make'
            cand --force 'Make changes after which the application takes its users for other ones'
            cand --show-secrets 'Print secrets also where no person reads them: in a pipe, a file, JSON'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;adopt'= {
            cand --preset 'The preset that explains it [default: the one that bears its slug or its name]'
            cand --slug 'Slug of the application; it stands in its addresses [default: the preset''s]'
            cand --name 'Name of the application, as people see it [default: the preset''s]'
            cand --authentication-flow 'Flow in which people sign in who are not yet [default: authentik''s own choice]'
            cand --authorization-flow 'Flow that people go through when they sign in [default: the one that asks for consent]'
            cand --invalidation-flow 'Flow that people go through when they sign out'
            cand --signing-key 'Name of the RSA certificate-key pair that signs [default: authentik''s self-signed one]'
            cand --tile-group 'Heading under which the application''s tile stands'
            cand --icon 'Address of an icon for the tile, or fa://NAME'
            cand --publisher 'Who makes the application; stands on the tile'
            cand --description 'A line about the application; stands on the tile'
            cand --bind-group 'Let only members of this group open the application; may be repeated'
            cand --bind-user 'Let only this user open the application, besides the groups; may be repeated'
            cand --allow-network 'Let people in only from this network, as authentik sees their address; may be repeated'
            cand --policy-expression 'File with the body of a Python function that must return true as well; - reads standard input'
            cand --require-mfa 'Ask everybody for a second factor; who has no device is refused, or led through setting one up'
            cand --mfa-lasts 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]'
            cand --add-member 'Put a user into a group; may be repeated'
            cand --out-dir 'Write what is printed to files in this folder, secrets included (mode 0600)'
            cand --set 'Give an input of the preset; may be repeated'
            cand --inputs 'File with inputs of the preset, YAML or JSON; - reads standard input'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --create-groups 'Create groups that are missing'
            cand --dry-run 'Show what would be done, and do nothing'
            cand --exit-code 'With --dry-run: exit with 3 if there is something to do'
            cand -y 'Do not ask before writing'
            cand --yes 'Do not ask before writing'
            cand --exact 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go'
            cand --adopt 'Take over an application that akctl did not make'
            cand --force 'Make changes after which the application takes its users for other ones'
            cand --show-secrets 'Print secrets also where no person reads them: in a pipe, a file, JSON'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;rotate'= {
            cand --out-dir 'Write the secret to the file SLUG.client-secret in this folder (mode 0600)'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand -y 'Do not ask before changing it'
            cand --yes 'Do not ask before changing it'
            cand --show-secrets 'Print the secret also where no person reads it: in a pipe, a file, JSON'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;remove'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --dry-run 'Show what would go and what would stay, and do nothing'
            cand --exit-code 'With --dry-run: exit with 3 if there is something to remove'
            cand -y 'Do not ask before removing'
            cand --yes 'Do not ask before removing'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;plan'= {
            cand -f 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --file 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --only 'Only the integration with this slug; may be repeated'
            cand --concurrency 'How many requests may be under way at once; fewer if the server is overloaded'
            cand --out 'Save the plan, so that `akctl apply FILE` makes exactly these changes'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --adopt 'Take over applications that akctl did not make'
            cand --force 'Make changes after which an application takes its users for other ones'
            cand --prune 'Also remove what earlier applies of this file made and it no longer names; the file needs a name'
            cand --exit-code 'Exit with 3 if there is something to do'
            cand --schema 'Print a JSON Schema of the format, for editors, and do nothing else'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;apply'= {
            cand -f 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --file 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --only 'Only the integration with this slug; may be repeated'
            cand --concurrency 'How many requests may be under way at once; fewer if the server is overloaded'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --adopt 'Take over applications that akctl did not make'
            cand --force 'Make changes after which an application takes its users for other ones'
            cand --prune 'Also remove what earlier applies of this file made and it no longer names; the file needs a name'
            cand -y 'Do not ask before writing'
            cand --yes 'Do not ask before writing'
            cand --outputs 'Write the outputs of all integrations, also of those that did not change'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;destroy'= {
            cand -f 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --file 'File of integrations, or a folder with such files (*.yaml); may be repeated'
            cand --only 'Only the integration with this slug; may be repeated'
            cand --concurrency 'How many requests may be under way at once; fewer if the server is overloaded'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --dry-run 'Show what would go and what would stay, and do nothing'
            cand -y 'Do not ask before removing'
            cand --yes 'Do not ask before removing'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;export'= {
            cand --format 'In what form'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;status'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;list'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;verify'= {
            cand --preset 'The preset to compare with [default: the one whose id, alias or name the application bears]'
            cand --set 'Give an input of the preset as it was given when the integration was made; may be repeated'
            cand --inputs 'File with inputs of the preset, YAML or JSON; - reads standard input'
            cand --app 'Address behind the application''s own login button: see what it sends people to authentik with'
            cand --client-secret-file 'File with the client secret that the application has; - reads standard input'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --all 'Check every application, and every provider without one'
            cand --fix 'Mend what akctl can mend by itself: show the changes, ask, make them, and look again'
            cand -y 'With --fix: do not ask before writing'
            cand --yes 'With --fix: do not ask before writing'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;preview'= {
            cand --user 'The name with which the user signs in'
            cand --scopes 'The scopes that the application asks for [default: those of its preset, else all of the provider]'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;login-test'= {
            cand --port 'The port to listen on, on 127.0.0.1; 0 takes a free one'
            cand --user 'The name with which authentik''s login form begins'
            cand --scopes 'The scopes to ask for [default: those of the preset, else all of the provider, without offline_access]'
            cand --wait 'Give up after this time'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --yes 'Add the redirect address without asking'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;audit'= {
            cand --format 'A format that pipelines read, in place of that of -o'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;presets'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List the presets'
            cand show 'Show one preset: what it asks, what it makes in authentik, what it rests on'
            cand check 'Check a preset file: mistakes with their places, and what is dangerous'
            cand schema 'Print a JSON Schema of the format, for editors'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'akctl;presets;list'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;presets;show'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;presets;check'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;presets;schema'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;presets;help'= {
            cand list 'List the presets'
            cand show 'Show one preset: what it asks, what it makes in authentik, what it rests on'
            cand check 'Check a preset file: mistakes with their places, and what is dangerous'
            cand schema 'Print a JSON Schema of the format, for editors'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'akctl;presets;help;list'= {
        }
        &'akctl;presets;help;show'= {
        }
        &'akctl;presets;help;check'= {
        }
        &'akctl;presets;help;schema'= {
        }
        &'akctl;presets;help;help'= {
        }
        &'akctl;sandbox'= {
            cand --authentik 'Which authentik to play'
            cand --port 'The port on 127.0.0.1; 0 takes a free one'
            cand --latency 'Add this many milliseconds to every reply'
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;completions'= {
            cand --url 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]'
            cand --token-file 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]'
            cand --public-url 'Address by which people and applications reach authentik [default: the one in use]'
            cand --ca-file 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]'
            cand --connect-timeout 'Seconds that making a connection may take'
            cand --timeout 'Seconds that one request may take'
            cand --sandbox 'Try it on an authentik in memory; nothing real is touched'
            cand -o 'How to print'
            cand --output 'How to print'
            cand --color 'Whether to use colours'
            cand --allow-plain-http-token 'Send the token over an unencrypted connection: whoever listens can take authentik over'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'akctl;help'= {
            cand integrate 'Connect an application to authentik, and print what to enter in the application'
            cand show 'Show again what to enter in the application of an integration'
            cand diff 'Show where authentik has something else than a preset and its inputs say'
            cand adopt 'Bring an application that somebody made by hand under a preset'
            cand rotate 'Give an application a new client secret'
            cand remove 'Take an integration away: everything that akctl made for it and nothing else uses'
            cand plan 'Show what a file of integrations would change'
            cand apply 'Make authentik what a file of integrations says'
            cand destroy 'Take away every integration that a file names'
            cand export 'Write what authentik has as a file of integrations, for Terraform, or as a blueprint'
            cand status 'Show which authentik it is, who the token is, and what would get in the way'
            cand list 'List what is connected to authentik, and what looks wrong with it'
            cand verify 'Check whether an application''s login works, and say what is wrong and what mends it'
            cand preview 'Show whether a user gets into an application, why not, and what the application learns'
            cand login-test 'Have somebody sign in with a browser, check the login as an application does, and show its claims'
            cand audit 'Check everything that is connected, and report what is broken or risky, also for pipelines'
            cand presets 'List, show and check presets: the files that say what an application needs'
            cand sandbox 'Serve an authentik in memory on this machine, for trying and for tests'
            cand completions 'Print a script that makes a shell complete akctl''s commands and flags'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'akctl;help;integrate'= {
        }
        &'akctl;help;show'= {
        }
        &'akctl;help;diff'= {
        }
        &'akctl;help;adopt'= {
        }
        &'akctl;help;rotate'= {
        }
        &'akctl;help;remove'= {
        }
        &'akctl;help;plan'= {
        }
        &'akctl;help;apply'= {
        }
        &'akctl;help;destroy'= {
        }
        &'akctl;help;export'= {
        }
        &'akctl;help;status'= {
        }
        &'akctl;help;list'= {
        }
        &'akctl;help;verify'= {
        }
        &'akctl;help;preview'= {
        }
        &'akctl;help;login-test'= {
        }
        &'akctl;help;audit'= {
        }
        &'akctl;help;presets'= {
            cand list 'List the presets'
            cand show 'Show one preset: what it asks, what it makes in authentik, what it rests on'
            cand check 'Check a preset file: mistakes with their places, and what is dangerous'
            cand schema 'Print a JSON Schema of the format, for editors'
        }
        &'akctl;help;presets;list'= {
        }
        &'akctl;help;presets;show'= {
        }
        &'akctl;help;presets;check'= {
        }
        &'akctl;help;presets;schema'= {
        }
        &'akctl;help;sandbox'= {
        }
        &'akctl;help;completions'= {
        }
        &'akctl;help;help'= {
        }
    ]
    $completions[$command]
}
