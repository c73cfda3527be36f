# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_akctl_global_optspecs
    string join \n url= token-file= public-url= ca-file= connect-timeout= timeout= allow-plain-http-token sandbox= o/output= color= h/help V/version
end

function __fish_akctl_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_akctl_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_akctl_using_subcommand
    set -l cmd (__fish_akctl_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c akctl -n "__fish_akctl_needs_command" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_needs_command" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_needs_command" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_needs_command" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_needs_command" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_needs_command" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_needs_command" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_needs_command" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_needs_command" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_needs_command" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_needs_command" -s V -l version -d 'Print version'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "integrate" -d 'Connect an application to authentik, and print what to enter in the application'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "show" -d 'Show again what to enter in the application of an integration'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "diff" -d 'Show where authentik has something else than a preset and its inputs say'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "adopt" -d 'Bring an application that somebody made by hand under a preset'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "rotate" -d 'Give an application a new client secret'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "remove" -d 'Take an integration away: everything that akctl made for it and nothing else uses'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "plan" -d 'Show what a file of integrations would change'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "apply" -d 'Make authentik what a file of integrations says'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "destroy" -d 'Take away every integration that a file names'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "export" -d 'Write what authentik has as a file of integrations, for Terraform, or as a blueprint'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "status" -d 'Show which authentik it is, who the token is, and what would get in the way'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "list" -d 'List what is connected to authentik, and what looks wrong with it'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "verify" -d 'Check whether an application\'s login works, and say what is wrong and what mends it'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "preview" -d 'Show whether a user gets into an application, why not, and what the application learns'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "login-test" -d 'Have somebody sign in with a browser, check the login as an application does, and show its claims'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "audit" -d 'Check everything that is connected, and report what is broken or risky, also for pipelines'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "presets" -d 'List, show and check presets: the files that say what an application needs'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "sandbox" -d 'Serve an authentik in memory on this machine, for trying and for tests'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "completions" -d 'Print a script that makes a shell complete akctl\'s commands and flags'
complete -c akctl -n "__fish_akctl_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l slug -d 'Slug of the application; it stands in its addresses [default: the preset\'s]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l name -d 'Name of the application, as people see it [default: the preset\'s]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l authentication-flow -d 'Flow in which people sign in who are not yet [default: authentik\'s own choice]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l authorization-flow -d 'Flow that people go through when they sign in [default: the one that asks for consent]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l invalidation-flow -d 'Flow that people go through when they sign out' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l signing-key -d 'Name of the RSA certificate-key pair that signs [default: authentik\'s self-signed one]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l tile-group -d 'Heading under which the application\'s tile stands' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l icon -d 'Address of an icon for the tile, or fa://NAME' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l publisher -d 'Who makes the application; stands on the tile' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l description -d 'A line about the application; stands on the tile' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l bind-group -d 'Let only members of this group open the application; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l bind-user -d 'Let only this user open the application, besides the groups; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l allow-network -d 'Let people in only from this network, as authentik sees their address; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l policy-expression -d 'File with the body of a Python function that must return true as well; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l require-mfa -d 'Ask everybody for a second factor; who has no device is refused, or led through setting one up' -r -f -a "deny\t'They are refused'
enrol\t'They are led through setting one up'"
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l mfa-lasts -d 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l add-member -d 'Put a user into a group; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l out-dir -d 'Write what is printed to files in this folder, secrets included (mode 0600)' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l set -d 'Give an input of the preset; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l inputs -d 'File with inputs of the preset, YAML or JSON; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l create-groups -d 'Create groups that are missing'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l dry-run -d 'Show what would be done, and do nothing'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l exit-code -d 'With --dry-run: exit with 3 if there is something to do'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -s y -l yes -d 'Do not ask before writing'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l exact -d 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l adopt -d 'Take over an application that akctl did not make'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l force -d 'Make changes after which the application takes its users for other ones'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l show-secrets -d 'Print secrets also where no person reads them: in a pipe, a file, JSON'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand integrate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand show" -l preset -d 'The preset that explains it [default: the one that bears its slug or its name]' -r
complete -c akctl -n "__fish_akctl_using_subcommand show" -l out-dir -d 'Write what is printed to files in this folder, secrets included (mode 0600)' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand show" -l set -d 'Give an input of the preset; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand show" -l inputs -d 'File with inputs of the preset, YAML or JSON; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand show" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand show" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand show" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand show" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand show" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand show" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand show" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand show" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand show" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand show" -l show-secrets -d 'Print secrets also where no person reads them: in a pipe, a file, JSON'
complete -c akctl -n "__fish_akctl_using_subcommand show" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l preset -d 'The preset that explains it [default: the one that bears its slug or its name]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l slug -d 'Slug of the application; it stands in its addresses [default: the preset\'s]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l name -d 'Name of the application, as people see it [default: the preset\'s]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l authentication-flow -d 'Flow in which people sign in who are not yet [default: authentik\'s own choice]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l authorization-flow -d 'Flow that people go through when they sign in [default: the one that asks for consent]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l invalidation-flow -d 'Flow that people go through when they sign out' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l signing-key -d 'Name of the RSA certificate-key pair that signs [default: authentik\'s self-signed one]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l tile-group -d 'Heading under which the application\'s tile stands' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l icon -d 'Address of an icon for the tile, or fa://NAME' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l publisher -d 'Who makes the application; stands on the tile' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l description -d 'A line about the application; stands on the tile' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l bind-group -d 'Let only members of this group open the application; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l bind-user -d 'Let only this user open the application, besides the groups; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l allow-network -d 'Let people in only from this network, as authentik sees their address; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l policy-expression -d 'File with the body of a Python function that must return true as well; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l require-mfa -d 'Ask everybody for a second factor; who has no device is refused, or led through setting one up' -r -f -a "deny\t'They are refused'
enrol\t'They are led through setting one up'"
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l mfa-lasts -d 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l add-member -d 'Put a user into a group; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l out-dir -d 'Write what is printed to files in this folder, secrets included (mode 0600)' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l set -d 'Give an input of the preset; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l inputs -d 'File with inputs of the preset, YAML or JSON; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand diff" -s f -l file -d 'File of integrations, or a folder with such files (*.yaml); may be repeated' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l only -d 'Only the integration with this slug; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l concurrency -d 'How many requests may be under way at once; fewer if the server is overloaded' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand diff" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l create-groups -d 'Create groups that are missing'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l dry-run -d 'Show what would be done, and do nothing'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l exit-code -d 'With --dry-run: exit with 3 if there is something to do'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -s y -l yes -d 'Do not ask before writing'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l exact -d 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l adopt -d 'Take over an application that akctl did not make'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l force -d 'Make changes after which the application takes its users for other ones'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l show-secrets -d 'Print secrets also where no person reads them: in a pipe, a file, JSON'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l preset -d 'The preset that explains it [default: the one that bears its slug or its name]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l slug -d 'Slug of the application; it stands in its addresses [default: the preset\'s]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l name -d 'Name of the application, as people see it [default: the preset\'s]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l authentication-flow -d 'Flow in which people sign in who are not yet [default: authentik\'s own choice]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l authorization-flow -d 'Flow that people go through when they sign in [default: the one that asks for consent]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l invalidation-flow -d 'Flow that people go through when they sign out' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l signing-key -d 'Name of the RSA certificate-key pair that signs [default: authentik\'s self-signed one]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l tile-group -d 'Heading under which the application\'s tile stands' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l icon -d 'Address of an icon for the tile, or fa://NAME' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l publisher -d 'Who makes the application; stands on the tile' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l description -d 'A line about the application; stands on the tile' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l bind-group -d 'Let only members of this group open the application; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l bind-user -d 'Let only this user open the application, besides the groups; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l allow-network -d 'Let people in only from this network, as authentik sees their address; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l policy-expression -d 'File with the body of a Python function that must return true as well; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l require-mfa -d 'Ask everybody for a second factor; who has no device is refused, or led through setting one up' -r -f -a "deny\t'They are refused'
enrol\t'They are led through setting one up'"
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l mfa-lasts -d 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l add-member -d 'Put a user into a group; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l out-dir -d 'Write what is printed to files in this folder, secrets included (mode 0600)' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l set -d 'Give an input of the preset; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l inputs -d 'File with inputs of the preset, YAML or JSON; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l create-groups -d 'Create groups that are missing'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l dry-run -d 'Show what would be done, and do nothing'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l exit-code -d 'With --dry-run: exit with 3 if there is something to do'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -s y -l yes -d 'Do not ask before writing'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l exact -d 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l adopt -d 'Take over an application that akctl did not make'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l force -d 'Make changes after which the application takes its users for other ones'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l show-secrets -d 'Print secrets also where no person reads them: in a pipe, a file, JSON'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand adopt" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l out-dir -d 'Write the secret to the file SLUG.client-secret in this folder (mode 0600)' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -s y -l yes -d 'Do not ask before changing it'
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l show-secrets -d 'Print the secret also where no person reads it: in a pipe, a file, JSON'
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand rotate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand remove" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l dry-run -d 'Show what would go and what would stay, and do nothing'
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l exit-code -d 'With --dry-run: exit with 3 if there is something to remove'
complete -c akctl -n "__fish_akctl_using_subcommand remove" -s y -l yes -d 'Do not ask before removing'
complete -c akctl -n "__fish_akctl_using_subcommand remove" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand remove" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand plan" -s f -l file -d 'File of integrations, or a folder with such files (*.yaml); may be repeated' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l only -d 'Only the integration with this slug; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l concurrency -d 'How many requests may be under way at once; fewer if the server is overloaded' -r
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l out -d 'Save the plan, so that `akctl apply FILE` makes exactly these changes' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand plan" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l adopt -d 'Take over applications that akctl did not make'
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l force -d 'Make changes after which an application takes its users for other ones'
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l prune -d 'Also remove what earlier applies of this file made and it no longer names; the file needs a name'
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l exit-code -d 'Exit with 3 if there is something to do'
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l schema -d 'Print a JSON Schema of the format, for editors, and do nothing else'
complete -c akctl -n "__fish_akctl_using_subcommand plan" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand apply" -s f -l file -d 'File of integrations, or a folder with such files (*.yaml); may be repeated' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l only -d 'Only the integration with this slug; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l concurrency -d 'How many requests may be under way at once; fewer if the server is overloaded' -r
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand apply" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l adopt -d 'Take over applications that akctl did not make'
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l force -d 'Make changes after which an application takes its users for other ones'
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l prune -d 'Also remove what earlier applies of this file made and it no longer names; the file needs a name'
complete -c akctl -n "__fish_akctl_using_subcommand apply" -s y -l yes -d 'Do not ask before writing'
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l outputs -d 'Write the outputs of all integrations, also of those that did not change'
complete -c akctl -n "__fish_akctl_using_subcommand apply" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand apply" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -s f -l file -d 'File of integrations, or a folder with such files (*.yaml); may be repeated' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l only -d 'Only the integration with this slug; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l concurrency -d 'How many requests may be under way at once; fewer if the server is overloaded' -r
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l dry-run -d 'Show what would go and what would stay, and do nothing'
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -s y -l yes -d 'Do not ask before removing'
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand destroy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand export" -l format -d 'In what form' -r -f -a "akctl\t'A file of integrations'
terraform\t'For goauthentik\'s Terraform provider, with import blocks'
blueprint\t'A blueprint of authentik'"
complete -c akctl -n "__fish_akctl_using_subcommand export" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand export" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand export" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand export" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand export" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand export" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand export" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand export" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand export" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand export" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand status" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand status" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand status" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand status" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand status" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand status" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand status" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand status" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand status" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand status" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand list" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand list" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand list" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand list" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand list" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand list" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand list" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand list" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand list" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand list" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l preset -d 'The preset to compare with [default: the one whose id, alias or name the application bears]' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l set -d 'Give an input of the preset as it was given when the integration was made; may be repeated' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l inputs -d 'File with inputs of the preset, YAML or JSON; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l app -d 'Address behind the application\'s own login button: see what it sends people to authentik with' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l client-secret-file -d 'File with the client secret that the application has; - reads standard input' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand verify" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l all -d 'Check every application, and every provider without one'
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l fix -d 'Mend what akctl can mend by itself: show the changes, ask, make them, and look again'
complete -c akctl -n "__fish_akctl_using_subcommand verify" -s y -l yes -d 'With --fix: do not ask before writing'
complete -c akctl -n "__fish_akctl_using_subcommand verify" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l user -d 'The name with which the user signs in' -r
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l scopes -d 'The scopes that the application asks for [default: those of its preset, else all of the provider]' -r
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand preview" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand preview" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand preview" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l port -d 'The port to listen on, on 127.0.0.1; 0 takes a free one' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l user -d 'The name with which authentik\'s login form begins' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l scopes -d 'The scopes to ask for [default: those of the preset, else all of the provider, without offline_access]' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l wait -d 'Give up after this time' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l yes -d 'Add the redirect address without asking'
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand login-test" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l format -d 'A format that pipelines read, in place of that of -o' -r -f -a "sarif\t'SARIF 2.1.0: failures and warnings, for code scanning'
junit\t'JUnit\'s XML: every check as a test case'"
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand audit" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand audit" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -f -a "list" -d 'List the presets'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -f -a "show" -d 'Show one preset: what it asks, what it makes in authentik, what it rests on'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -f -a "check" -d 'Check a preset file: mistakes with their places, and what is dangerous'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -f -a "schema" -d 'Print a JSON Schema of the format, for editors'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and not __fish_seen_subcommand_from list show check schema help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the presets'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show one preset: what it asks, what it makes in authentik, what it rests on'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check a preset file: mistakes with their places, and what is dangerous'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "schema" -d 'Print a JSON Schema of the format, for editors'
complete -c akctl -n "__fish_akctl_using_subcommand presets; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l authentik -d 'Which authentik to play' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l port -d 'The port on 127.0.0.1; 0 takes a free one' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l latency -d 'Add this many milliseconds to every reply' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand sandbox" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l url -d 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]' -r
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l token-file -d 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l public-url -d 'Address by which people and applications reach authentik [default: the one in use]' -r
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l ca-file -d 'PEM file with certificate authorities to trust besides the system\'s [env: AKCTL_CA_FILE]' -r -F
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l connect-timeout -d 'Seconds that making a connection may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l timeout -d 'Seconds that one request may take' -r
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l sandbox -d 'Try it on an authentik in memory; nothing real is touched' -r
complete -c akctl -n "__fish_akctl_using_subcommand completions" -s o -l output -d 'How to print' -r -f -a "text\t'For people'
json\t'For programs; its keys stay'
yaml\t'For programs'
env\t'NAME=value lines for a shell'"
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l color -d 'Whether to use colours' -r -f -a "auto\t'Where a terminal shows them and NO_COLOR does not forbid them'
always\t'Always'
never\t'Never'"
complete -c akctl -n "__fish_akctl_using_subcommand completions" -l allow-plain-http-token -d 'Send the token over an unencrypted connection: whoever listens can take authentik over'
complete -c akctl -n "__fish_akctl_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "integrate" -d 'Connect an application to authentik, and print what to enter in the application'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "show" -d 'Show again what to enter in the application of an integration'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "diff" -d 'Show where authentik has something else than a preset and its inputs say'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "adopt" -d 'Bring an application that somebody made by hand under a preset'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "rotate" -d 'Give an application a new client secret'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "remove" -d 'Take an integration away: everything that akctl made for it and nothing else uses'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "plan" -d 'Show what a file of integrations would change'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "apply" -d 'Make authentik what a file of integrations says'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "destroy" -d 'Take away every integration that a file names'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "export" -d 'Write what authentik has as a file of integrations, for Terraform, or as a blueprint'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "status" -d 'Show which authentik it is, who the token is, and what would get in the way'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "list" -d 'List what is connected to authentik, and what looks wrong with it'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "verify" -d 'Check whether an application\'s login works, and say what is wrong and what mends it'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "preview" -d 'Show whether a user gets into an application, why not, and what the application learns'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "login-test" -d 'Have somebody sign in with a browser, check the login as an application does, and show its claims'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "audit" -d 'Check everything that is connected, and report what is broken or risky, also for pipelines'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "presets" -d 'List, show and check presets: the files that say what an application needs'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "sandbox" -d 'Serve an authentik in memory on this machine, for trying and for tests'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "completions" -d 'Print a script that makes a shell complete akctl\'s commands and flags'
complete -c akctl -n "__fish_akctl_using_subcommand help; and not __fish_seen_subcommand_from integrate show diff adopt rotate remove plan apply destroy export status list verify preview login-test audit presets sandbox completions help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c akctl -n "__fish_akctl_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "list" -d 'List the presets'
complete -c akctl -n "__fish_akctl_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "show" -d 'Show one preset: what it asks, what it makes in authentik, what it rests on'
complete -c akctl -n "__fish_akctl_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "check" -d 'Check a preset file: mistakes with their places, and what is dangerous'
complete -c akctl -n "__fish_akctl_using_subcommand help; and __fish_seen_subcommand_from presets" -f -a "schema" -d 'Print a JSON Schema of the format, for editors'
