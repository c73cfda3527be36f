
set edit:completion:arg-completer[akctl] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) AKCTL_COMPLETE="elvish" akctl -- $@words) | to-lines
}

