# shellcheck shell=bash disable=SC2154 # top: set by the tool that sources this
# Which of Debian's packages a purpose needs (tools/packages/PURPOSE.txt) and which of them are not there.

# packages_missing PURPOSE...: the unmet lines, one each: alternatives separated by spaces. Empty without dpkg-query:
# on systems other than Debian only the compiler finds what is missing.
packages_missing() {
  local -A installed=()
  local name state line command purpose alternatives
  while read -r name state; do
    [[ $state != installed ]] || installed[$name]=1
  done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' 2>/dev/null)
  ((${#installed[@]})) || return 0
  # A package that two purposes name is one package.
  for purpose in "$@"; do cat "$top/tools/packages/$purpose.txt"; done | sed 's/ *#.*//' | sort -u | while IFS= read -r line; do
    if [[ $line =~ has:([^[:space:]]+) ]]; then
      command=${BASH_REMATCH[1]}
      line=${line/${BASH_REMATCH[0]}/}
      ! command -v "$command" >/dev/null || continue
    fi
    read -ra alternatives <<<"${line//|/ }"
    ((${#alternatives[@]})) || continue
    for name in "${alternatives[@]}"; do [[ -z ${installed[$name]:-} ]] || continue 2; done
    echo "${alternatives[*]}"
  done
}

# checkout_require: ends the tool with one line if the checkout's path cannot be used in the servers' settings.
checkout_require() {
  [[ $top == *[[:space:]]* ]] || return 0
  echo "${0##*/}: the checkout's path has blanks ($top): move it, servers' settings cannot hold such a path" >&2
  exit 2
}

# packages_require PURPOSE...: ends the tool with one line unless all are installed.
packages_require() {
  local missing=() more=''
  checkout_require
  mapfile -t missing < <(packages_missing "$@")
  ((${#missing[@]})) || return 0
  ((${#missing[@]} == 1)) || more=" and $((${#missing[@]} - 1)) more packages"
  echo "${0##*/}: not installed: ${missing[0]// / or }$more; run: tools/install $*" >&2
  exit 2
}
