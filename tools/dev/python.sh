# shellcheck shell=bash
# Runs a tool that is written in Python. Its --help is the docstring of its file, shown without Python, so that it
# works before anything is installed.
# Needs packages.sh.

# python_tool FILE PURPOSES ARGUMENT...: PURPOSES, one or several in one word, are purposes of tools/install.
python_tool() {
  local file=$1 purposes argument
  read -ra purposes <<<"$2"
  shift 2
  for argument in "$@"; do
    if [[ $argument == -h || $argument == --help ]]; then
      sed -n '/^"""/{s/^"""//;:line;/"""/{s/"""//;p;q;};p;n;b line;}' "$file"
      return
    fi
  done
  packages_require "${purposes[@]}"
  exec /usr/bin/python3 -B "$file" "$@"
}
