# shellcheck shell=bash
# Runs a tool that is written in Python. Its own --help is the docstring of its file, shown without Python: whoever has
# just cloned asks for help before anything is installed.
# Needs packages.sh.

# python_tool FILE PURPOSE ARGUMENT...: PURPOSE is what tools/install must have installed for it.
python_tool() {
  local file=$1 purpose=$2 argument
  shift 2
  for argument in "$@"; do
    if [[ $argument == -h || $argument == --help ]]; then
      sed -n '/^"""/{s/^"""//;:line;/"""/{s/"""//;p;q;};p;n;b line;}' "$file"
      return
    fi
  done
  packages_require "$purpose"
  exec /usr/bin/python3 -B "$file" "$@"
}
