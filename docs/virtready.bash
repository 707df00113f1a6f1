# Completion of virtready for bash.
_virtready() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    case $before in
    rules) mapfile -t COMPREPLY < <(compgen -W 'list show lint test new doc mutate i18n' -- "$word"); return ;;
    show | explain | -r) mapfile -t COMPREPLY < <(compgen -W "$(virtready rules list 2>/dev/null | awk '{ print $1 }')" -- "$word"); return ;;
    --fail-on) mapfile -t COMPREPLY < <(compgen -W 'blocker warning info never' -- "$word"); return ;;
    --unknown) mapfile -t COMPREPLY < <(compgen -W 'error skip' -- "$word"); return ;;
    --yaml) mapfile -t COMPREPLY < <(compgen -W 'fast strict' -- "$word"); return ;;
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word"); return ;;
    --limit) mapfile -t COMPREPLY < <(compgen -S = -W "$(virtready --help-limits 2>/dev/null | awk '/^[a-z-]+: / && !/fixed/ { sub(":", "", $1); print $1 }')" -- "$word"); return ;;
    --lang) mapfile -t COMPREPLY < <(compgen -W 'en ja' -- "$word"); return ;;
    --target) mapfile -t COMPREPLY < <(compgen -W 'virtualization' -- "$word"); return ;;
    -o | --rules | --templates) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '-o --html --junit --json --markdown --target --rules --param --only --skip --fail-on --unknown --collected --now --templates --color --jobs --yaml --limit --help-limits --lang --on --no-sandbox --write --quiet --verbose --help --version' -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -W 'analyze explain eval rules' -- "$word")
    fi
}
complete -o filenames -F _virtready virtready
