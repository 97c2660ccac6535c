#compdef zqtrack
# What Zsh is to offer for zqtrack at Tab.

_zqtrack() {
    local line value help
    local -a lines todo options values shown stems shown_stems
    local typed="${(j: :)words[1,CURRENT-1]} $IPREFIX$QIPREFIX$PREFIX"
    lines=("${(@f)$(_ZQTRACK_COMPLETE=zsh ${(Q)~words[1]} "$typed" 2>/dev/null)}")
    todo=(${=lines[1]})
    for line in "${(@)lines[2,-1]}"; do
        [[ -n $line ]] || continue
        value=${line%%$'\t'*}
        help=${line#*$'\t'}
        [[ -n $help ]] && help="$value  -- $help" || help=$value
        if [[ $value == *[=\<\>~/] ]]; then
            stems+=("$value") shown_stems+=("$help")
        else
            values+=("$value") shown+=("$help")
        fi
    done
    options=(-V zqtrack -l)
    (( ${todo[(I)replace]} )) && options+=(-U)
    (( $#values )) && compadd $options -d shown -a values
    (( $#stems )) && compadd $options -S '' -d shown_stems -a stems
    (( ${todo[(I)files]} )) && _files
    (( $#values + $#stems ))
}

# Read by compinit it is the function itself; read in .zshrc it has to be made known.
if [[ $funcstack[1] == _zqtrack ]]; then
    _zqtrack "$@"
else
    compdef _zqtrack zqtrack
fi
