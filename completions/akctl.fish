complete --keep-order --exclusive --command akctl --arguments "(AKCTL_COMPLETE=fish akctl -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
