#!/usr/bin/env bash
# buf: style of the protos, and changes that break compatibility with the last tag.
set -euo pipefail
cd "$(dirname "$0")/../.."
buf=tools/buf/node_modules/.bin/buf
if [[ ! -x $buf ]]; then
  echo "protos: buf is not installed; run tools/install test" >&2
  exit 1
fi
"$buf" lint proto
echo "protos: lint passed"
if tag=$(git describe --tags --abbrev=0 2>/dev/null); then
  "$buf" breaking proto --against ".git#tag=$tag,subdir=proto"
  echo "protos: nothing breaks against $tag"
else
  echo "protos: no tag yet, so there is nothing that a change could break"
fi
