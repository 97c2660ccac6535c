# What Bash is to offer for zqtrack at Tab.

_zqtrack() {
    local todo line
    COMPREPLY=()
    {
        IFS= read -r todo
        while IFS= read -r line; do
            COMPREPLY+=("${line%$'\t'*}")
        done
    } < <(_ZQTRACK_COMPLETE=bash "${1/#\~/$HOME}" "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
    # Bash before 4.0 has no compopt, and puts a blank where none belongs.
    case " $todo " in *" nospace "*) compopt -o nospace 2>/dev/null ;; esac
    case " $todo " in *" files "*) compopt -o default 2>/dev/null ;; esac
    compopt -o nosort 2>/dev/null
}

complete -F _zqtrack zqtrack
