"""The scripts of `trellis completion`: small and static, they ask `trellis __complete` for everything."""

from __future__ import annotations

__all__ = ["SCRIPTS"]

# bash splits words at "=" and ":", so the line goes over as it is; what comes back continues bash's own last word. What
# ends in "=", ":" or "/" wants something right after it, and no candidates at all mean that a file may come.
_BASH = r"""# Completes `trellis` in bash:  source <(trellis completion bash)
_trellis() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(trellis __complete bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
        compopt -o default 2>/dev/null
    elif [[ ${COMPREPLY[0]} == *[=:/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -F _trellis trellis"""

_ZSH = r"""#compdef trellis
# Completes `trellis` in zsh:  source <(trellis completion zsh)
_trellis() {
    local line name
    local -a names values
    for line in "${(@f)$(trellis __complete zsh "${words[@]:1:$((CURRENT-1))}" 2>/dev/null)}"; do
        [[ -n $line ]] || continue
        name=${line%%$'\t'*}
        if [[ $name == *[=:/] ]]; then names+=("$name"); else values+=("$name"); fi
    done
    (( ${#names} )) && compadd -Q -S '' -- "${names[@]}"
    (( ${#values} )) && compadd -Q -- "${values[@]}"
    (( ${#names} + ${#values} )) || _files
}
if [[ ${funcstack[1]} == _trellis ]]; then _trellis "$@"; else compdef _trellis trellis; fi"""

_FISH = r"""# Completes `trellis` in fish:  trellis completion fish | source
function __trellis_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l found (trellis __complete fish $words[2..-1] "$current" 2>/dev/null)
    if test (count $found) -eq 0
        __fish_complete_path "$current"
    else
        printf '%s\n' $found
    end
end
complete -c trellis -f -a '(__trellis_complete)'"""

SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
"""The script of each shell."""
