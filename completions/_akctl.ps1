
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'akctl' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'akctl'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'akctl' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('integrate', 'integrate', [CompletionResultType]::ParameterValue, 'Connect an application to authentik, and print what to enter in the application')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show again what to enter in the application of an integration')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show where authentik has something else than a preset and its inputs say')
            [CompletionResult]::new('adopt', 'adopt', [CompletionResultType]::ParameterValue, 'Bring an application that somebody made by hand under a preset')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Give an application a new client secret')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take an integration away: everything that akctl made for it and nothing else uses')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what a file of integrations would change')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Make authentik what a file of integrations says')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'Take away every integration that a file names')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write what authentik has as a file of integrations, for Terraform, or as a blueprint')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show which authentik it is, who the token is, and what would get in the way')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what is connected to authentik, and what looks wrong with it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether an application''s login works, and say what is wrong and what mends it')
            [CompletionResult]::new('preview', 'preview', [CompletionResultType]::ParameterValue, 'Show whether a user gets into an application, why not, and what the application learns')
            [CompletionResult]::new('login-test', 'login-test', [CompletionResultType]::ParameterValue, 'Have somebody sign in with a browser, check the login as an application does, and show its claims')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Check everything that is connected, and report what is broken or risky, also for pipelines')
            [CompletionResult]::new('presets', 'presets', [CompletionResultType]::ParameterValue, 'List, show and check presets: the files that say what an application needs')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Serve an authentik in memory on this machine, for trying and for tests')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that makes a shell complete akctl''s commands and flags')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'akctl;integrate' {
            [CompletionResult]::new('--slug', '--slug', [CompletionResultType]::ParameterName, 'Slug of the application; it stands in its addresses [default: the preset''s]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the application, as people see it [default: the preset''s]')
            [CompletionResult]::new('--authentication-flow', '--authentication-flow', [CompletionResultType]::ParameterName, 'Flow in which people sign in who are not yet [default: authentik''s own choice]')
            [CompletionResult]::new('--authorization-flow', '--authorization-flow', [CompletionResultType]::ParameterName, 'Flow that people go through when they sign in [default: the one that asks for consent]')
            [CompletionResult]::new('--invalidation-flow', '--invalidation-flow', [CompletionResultType]::ParameterName, 'Flow that people go through when they sign out')
            [CompletionResult]::new('--signing-key', '--signing-key', [CompletionResultType]::ParameterName, 'Name of the RSA certificate-key pair that signs [default: authentik''s self-signed one]')
            [CompletionResult]::new('--tile-group', '--tile-group', [CompletionResultType]::ParameterName, 'Heading under which the application''s tile stands')
            [CompletionResult]::new('--icon', '--icon', [CompletionResultType]::ParameterName, 'Address of an icon for the tile, or fa://NAME')
            [CompletionResult]::new('--publisher', '--publisher', [CompletionResultType]::ParameterName, 'Who makes the application; stands on the tile')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'A line about the application; stands on the tile')
            [CompletionResult]::new('--bind-group', '--bind-group', [CompletionResultType]::ParameterName, 'Let only members of this group open the application; may be repeated')
            [CompletionResult]::new('--bind-user', '--bind-user', [CompletionResultType]::ParameterName, 'Let only this user open the application, besides the groups; may be repeated')
            [CompletionResult]::new('--allow-network', '--allow-network', [CompletionResultType]::ParameterName, 'Let people in only from this network, as authentik sees their address; may be repeated')
            [CompletionResult]::new('--policy-expression', '--policy-expression', [CompletionResultType]::ParameterName, 'File with the body of a Python function that must return true as well; - reads standard input')
            [CompletionResult]::new('--require-mfa', '--require-mfa', [CompletionResultType]::ParameterName, 'Ask everybody for a second factor; who has no device is refused, or led through setting one up')
            [CompletionResult]::new('--mfa-lasts', '--mfa-lasts', [CompletionResultType]::ParameterName, 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]')
            [CompletionResult]::new('--add-member', '--add-member', [CompletionResultType]::ParameterName, 'Put a user into a group; may be repeated')
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Write what is printed to files in this folder, secrets included (mode 0600)')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Give an input of the preset; may be repeated')
            [CompletionResult]::new('--inputs', '--inputs', [CompletionResultType]::ParameterName, 'File with inputs of the preset, YAML or JSON; - reads standard input')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--create-groups', '--create-groups', [CompletionResultType]::ParameterName, 'Create groups that are missing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and do nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'With --dry-run: exit with 3 if there is something to do')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--exact', '--exact', [CompletionResultType]::ParameterName, 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go')
            [CompletionResult]::new('--adopt', '--adopt', [CompletionResultType]::ParameterName, 'Take over an application that akctl did not make')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make changes after which the application takes its users for other ones')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print secrets also where no person reads them: in a pipe, a file, JSON')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;show' {
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'The preset that explains it [default: the one that bears its slug or its name]')
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Write what is printed to files in this folder, secrets included (mode 0600)')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Give an input of the preset; may be repeated')
            [CompletionResult]::new('--inputs', '--inputs', [CompletionResultType]::ParameterName, 'File with inputs of the preset, YAML or JSON; - reads standard input')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print secrets also where no person reads them: in a pipe, a file, JSON')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;diff' {
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'The preset that explains it [default: the one that bears its slug or its name]')
            [CompletionResult]::new('--slug', '--slug', [CompletionResultType]::ParameterName, 'Slug of the application; it stands in its addresses [default: the preset''s]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the application, as people see it [default: the preset''s]')
            [CompletionResult]::new('--authentication-flow', '--authentication-flow', [CompletionResultType]::ParameterName, 'Flow in which people sign in who are not yet [default: authentik''s own choice]')
            [CompletionResult]::new('--authorization-flow', '--authorization-flow', [CompletionResultType]::ParameterName, 'Flow that people go through when they sign in [default: the one that asks for consent]')
            [CompletionResult]::new('--invalidation-flow', '--invalidation-flow', [CompletionResultType]::ParameterName, 'Flow that people go through when they sign out')
            [CompletionResult]::new('--signing-key', '--signing-key', [CompletionResultType]::ParameterName, 'Name of the RSA certificate-key pair that signs [default: authentik''s self-signed one]')
            [CompletionResult]::new('--tile-group', '--tile-group', [CompletionResultType]::ParameterName, 'Heading under which the application''s tile stands')
            [CompletionResult]::new('--icon', '--icon', [CompletionResultType]::ParameterName, 'Address of an icon for the tile, or fa://NAME')
            [CompletionResult]::new('--publisher', '--publisher', [CompletionResultType]::ParameterName, 'Who makes the application; stands on the tile')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'A line about the application; stands on the tile')
            [CompletionResult]::new('--bind-group', '--bind-group', [CompletionResultType]::ParameterName, 'Let only members of this group open the application; may be repeated')
            [CompletionResult]::new('--bind-user', '--bind-user', [CompletionResultType]::ParameterName, 'Let only this user open the application, besides the groups; may be repeated')
            [CompletionResult]::new('--allow-network', '--allow-network', [CompletionResultType]::ParameterName, 'Let people in only from this network, as authentik sees their address; may be repeated')
            [CompletionResult]::new('--policy-expression', '--policy-expression', [CompletionResultType]::ParameterName, 'File with the body of a Python function that must return true as well; - reads standard input')
            [CompletionResult]::new('--require-mfa', '--require-mfa', [CompletionResultType]::ParameterName, 'Ask everybody for a second factor; who has no device is refused, or led through setting one up')
            [CompletionResult]::new('--mfa-lasts', '--mfa-lasts', [CompletionResultType]::ParameterName, 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]')
            [CompletionResult]::new('--add-member', '--add-member', [CompletionResultType]::ParameterName, 'Put a user into a group; may be repeated')
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Write what is printed to files in this folder, secrets included (mode 0600)')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Give an input of the preset; may be repeated')
            [CompletionResult]::new('--inputs', '--inputs', [CompletionResultType]::ParameterName, 'File with inputs of the preset, YAML or JSON; - reads standard input')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only the integration with this slug; may be repeated')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests may be under way at once; fewer if the server is overloaded')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--create-groups', '--create-groups', [CompletionResultType]::ParameterName, 'Create groups that are missing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and do nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'With --dry-run: exit with 3 if there is something to do')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--exact', '--exact', [CompletionResultType]::ParameterName, 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go')
            [CompletionResult]::new('--adopt', '--adopt', [CompletionResultType]::ParameterName, 'Take over an application that akctl did not make')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make changes after which the application takes its users for other ones')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print secrets also where no person reads them: in a pipe, a file, JSON')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;adopt' {
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'The preset that explains it [default: the one that bears its slug or its name]')
            [CompletionResult]::new('--slug', '--slug', [CompletionResultType]::ParameterName, 'Slug of the application; it stands in its addresses [default: the preset''s]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the application, as people see it [default: the preset''s]')
            [CompletionResult]::new('--authentication-flow', '--authentication-flow', [CompletionResultType]::ParameterName, 'Flow in which people sign in who are not yet [default: authentik''s own choice]')
            [CompletionResult]::new('--authorization-flow', '--authorization-flow', [CompletionResultType]::ParameterName, 'Flow that people go through when they sign in [default: the one that asks for consent]')
            [CompletionResult]::new('--invalidation-flow', '--invalidation-flow', [CompletionResultType]::ParameterName, 'Flow that people go through when they sign out')
            [CompletionResult]::new('--signing-key', '--signing-key', [CompletionResultType]::ParameterName, 'Name of the RSA certificate-key pair that signs [default: authentik''s self-signed one]')
            [CompletionResult]::new('--tile-group', '--tile-group', [CompletionResultType]::ParameterName, 'Heading under which the application''s tile stands')
            [CompletionResult]::new('--icon', '--icon', [CompletionResultType]::ParameterName, 'Address of an icon for the tile, or fa://NAME')
            [CompletionResult]::new('--publisher', '--publisher', [CompletionResultType]::ParameterName, 'Who makes the application; stands on the tile')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'A line about the application; stands on the tile')
            [CompletionResult]::new('--bind-group', '--bind-group', [CompletionResultType]::ParameterName, 'Let only members of this group open the application; may be repeated')
            [CompletionResult]::new('--bind-user', '--bind-user', [CompletionResultType]::ParameterName, 'Let only this user open the application, besides the groups; may be repeated')
            [CompletionResult]::new('--allow-network', '--allow-network', [CompletionResultType]::ParameterName, 'Let people in only from this network, as authentik sees their address; may be repeated')
            [CompletionResult]::new('--policy-expression', '--policy-expression', [CompletionResultType]::ParameterName, 'File with the body of a Python function that must return true as well; - reads standard input')
            [CompletionResult]::new('--require-mfa', '--require-mfa', [CompletionResultType]::ParameterName, 'Ask everybody for a second factor; who has no device is refused, or led through setting one up')
            [CompletionResult]::new('--mfa-lasts', '--mfa-lasts', [CompletionResultType]::ParameterName, 'With --require-mfa: how long one check lasts, such as hours=8 [default: every login asks]')
            [CompletionResult]::new('--add-member', '--add-member', [CompletionResultType]::ParameterName, 'Put a user into a group; may be repeated')
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Write what is printed to files in this folder, secrets included (mode 0600)')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Give an input of the preset; may be repeated')
            [CompletionResult]::new('--inputs', '--inputs', [CompletionResultType]::ParameterName, 'File with inputs of the preset, YAML or JSON; - reads standard input')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--create-groups', '--create-groups', [CompletionResultType]::ParameterName, 'Create groups that are missing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be done, and do nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'With --dry-run: exit with 3 if there is something to do')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--exact', '--exact', [CompletionResultType]::ParameterName, 'Make lists equal to what is asked for: redirect addresses, mappings and bindings that others added go')
            [CompletionResult]::new('--adopt', '--adopt', [CompletionResultType]::ParameterName, 'Take over an application that akctl did not make')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make changes after which the application takes its users for other ones')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print secrets also where no person reads them: in a pipe, a file, JSON')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;rotate' {
            [CompletionResult]::new('--out-dir', '--out-dir', [CompletionResultType]::ParameterName, 'Write the secret to the file SLUG.client-secret in this folder (mode 0600)')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before changing it')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before changing it')
            [CompletionResult]::new('--show-secrets', '--show-secrets', [CompletionResultType]::ParameterName, 'Print the secret also where no person reads it: in a pipe, a file, JSON')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;remove' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would go and what would stay, and do nothing')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'With --dry-run: exit with 3 if there is something to remove')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before removing')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before removing')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;plan' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only the integration with this slug; may be repeated')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests may be under way at once; fewer if the server is overloaded')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Save the plan, so that `akctl apply FILE` makes exactly these changes')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--adopt', '--adopt', [CompletionResultType]::ParameterName, 'Take over applications that akctl did not make')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make changes after which an application takes its users for other ones')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Also remove what earlier applies of this file made and it no longer names; the file needs a name')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with 3 if there is something to do')
            [CompletionResult]::new('--schema', '--schema', [CompletionResultType]::ParameterName, 'Print a JSON Schema of the format, for editors, and do nothing else')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;apply' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only the integration with this slug; may be repeated')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests may be under way at once; fewer if the server is overloaded')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--adopt', '--adopt', [CompletionResultType]::ParameterName, 'Take over applications that akctl did not make')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Make changes after which an application takes its users for other ones')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Also remove what earlier applies of this file made and it no longer names; the file needs a name')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before writing')
            [CompletionResult]::new('--outputs', '--outputs', [CompletionResultType]::ParameterName, 'Write the outputs of all integrations, also of those that did not change')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;destroy' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'File of integrations, or a folder with such files (*.yaml); may be repeated')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only the integration with this slug; may be repeated')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many requests may be under way at once; fewer if the server is overloaded')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would go and what would stay, and do nothing')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Do not ask before removing')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Do not ask before removing')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'In what form')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;status' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;list' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;verify' {
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'The preset to compare with [default: the one whose id, alias or name the application bears]')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Give an input of the preset as it was given when the integration was made; may be repeated')
            [CompletionResult]::new('--inputs', '--inputs', [CompletionResultType]::ParameterName, 'File with inputs of the preset, YAML or JSON; - reads standard input')
            [CompletionResult]::new('--app', '--app', [CompletionResultType]::ParameterName, 'Address behind the application''s own login button: see what it sends people to authentik with')
            [CompletionResult]::new('--client-secret-file', '--client-secret-file', [CompletionResultType]::ParameterName, 'File with the client secret that the application has; - reads standard input')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Check every application, and every provider without one')
            [CompletionResult]::new('--fix', '--fix', [CompletionResultType]::ParameterName, 'Mend what akctl can mend by itself: show the changes, ask, make them, and look again')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'With --fix: do not ask before writing')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'With --fix: do not ask before writing')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;preview' {
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The name with which the user signs in')
            [CompletionResult]::new('--scopes', '--scopes', [CompletionResultType]::ParameterName, 'The scopes that the application asks for [default: those of its preset, else all of the provider]')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;login-test' {
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port to listen on, on 127.0.0.1; 0 takes a free one')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'The name with which authentik''s login form begins')
            [CompletionResult]::new('--scopes', '--scopes', [CompletionResultType]::ParameterName, 'The scopes to ask for [default: those of the preset, else all of the provider, without offline_access]')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Give up after this time')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Add the redirect address without asking')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;audit' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'A format that pipelines read, in place of that of -o')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;presets' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the presets')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one preset: what it asks, what it makes in authentik, what it rests on')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check a preset file: mistakes with their places, and what is dangerous')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print a JSON Schema of the format, for editors')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'akctl;presets;list' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;presets;show' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;presets;check' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;presets;schema' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;presets;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the presets')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one preset: what it asks, what it makes in authentik, what it rests on')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check a preset file: mistakes with their places, and what is dangerous')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print a JSON Schema of the format, for editors')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'akctl;presets;help;list' {
            break
        }
        'akctl;presets;help;show' {
            break
        }
        'akctl;presets;help;check' {
            break
        }
        'akctl;presets;help;schema' {
            break
        }
        'akctl;presets;help;help' {
            break
        }
        'akctl;sandbox' {
            [CompletionResult]::new('--authentik', '--authentik', [CompletionResultType]::ParameterName, 'Which authentik to play')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port on 127.0.0.1; 0 takes a free one')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Add this many milliseconds to every reply')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;completions' {
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of authentik, with or without /api/v3 [env: AUTHENTIK_URL]')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the API token; - reads standard input [env: AUTHENTIK_TOKEN holds the token itself]')
            [CompletionResult]::new('--public-url', '--public-url', [CompletionResultType]::ParameterName, 'Address by which people and applications reach authentik [default: the one in use]')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'PEM file with certificate authorities to trust besides the system''s [env: AKCTL_CA_FILE]')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Seconds that making a connection may take')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Seconds that one request may take')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Try it on an authentik in memory; nothing real is touched')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether to use colours')
            [CompletionResult]::new('--allow-plain-http-token', '--allow-plain-http-token', [CompletionResultType]::ParameterName, 'Send the token over an unencrypted connection: whoever listens can take authentik over')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'akctl;help' {
            [CompletionResult]::new('integrate', 'integrate', [CompletionResultType]::ParameterValue, 'Connect an application to authentik, and print what to enter in the application')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show again what to enter in the application of an integration')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Show where authentik has something else than a preset and its inputs say')
            [CompletionResult]::new('adopt', 'adopt', [CompletionResultType]::ParameterValue, 'Bring an application that somebody made by hand under a preset')
            [CompletionResult]::new('rotate', 'rotate', [CompletionResultType]::ParameterValue, 'Give an application a new client secret')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take an integration away: everything that akctl made for it and nothing else uses')
            [CompletionResult]::new('plan', 'plan', [CompletionResultType]::ParameterValue, 'Show what a file of integrations would change')
            [CompletionResult]::new('apply', 'apply', [CompletionResultType]::ParameterValue, 'Make authentik what a file of integrations says')
            [CompletionResult]::new('destroy', 'destroy', [CompletionResultType]::ParameterValue, 'Take away every integration that a file names')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write what authentik has as a file of integrations, for Terraform, or as a blueprint')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Show which authentik it is, who the token is, and what would get in the way')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List what is connected to authentik, and what looks wrong with it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether an application''s login works, and say what is wrong and what mends it')
            [CompletionResult]::new('preview', 'preview', [CompletionResultType]::ParameterValue, 'Show whether a user gets into an application, why not, and what the application learns')
            [CompletionResult]::new('login-test', 'login-test', [CompletionResultType]::ParameterValue, 'Have somebody sign in with a browser, check the login as an application does, and show its claims')
            [CompletionResult]::new('audit', 'audit', [CompletionResultType]::ParameterValue, 'Check everything that is connected, and report what is broken or risky, also for pipelines')
            [CompletionResult]::new('presets', 'presets', [CompletionResultType]::ParameterValue, 'List, show and check presets: the files that say what an application needs')
            [CompletionResult]::new('sandbox', 'sandbox', [CompletionResultType]::ParameterValue, 'Serve an authentik in memory on this machine, for trying and for tests')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a script that makes a shell complete akctl''s commands and flags')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'akctl;help;integrate' {
            break
        }
        'akctl;help;show' {
            break
        }
        'akctl;help;diff' {
            break
        }
        'akctl;help;adopt' {
            break
        }
        'akctl;help;rotate' {
            break
        }
        'akctl;help;remove' {
            break
        }
        'akctl;help;plan' {
            break
        }
        'akctl;help;apply' {
            break
        }
        'akctl;help;destroy' {
            break
        }
        'akctl;help;export' {
            break
        }
        'akctl;help;status' {
            break
        }
        'akctl;help;list' {
            break
        }
        'akctl;help;verify' {
            break
        }
        'akctl;help;preview' {
            break
        }
        'akctl;help;login-test' {
            break
        }
        'akctl;help;audit' {
            break
        }
        'akctl;help;presets' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the presets')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one preset: what it asks, what it makes in authentik, what it rests on')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check a preset file: mistakes with their places, and what is dangerous')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print a JSON Schema of the format, for editors')
            break
        }
        'akctl;help;presets;list' {
            break
        }
        'akctl;help;presets;show' {
            break
        }
        'akctl;help;presets;check' {
            break
        }
        'akctl;help;presets;schema' {
            break
        }
        'akctl;help;sandbox' {
            break
        }
        'akctl;help;completions' {
            break
        }
        'akctl;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
