#!/usr/bin/env bash
# Every C++ file as clang-format 14 writes it. Another version formats differently, so it is that one or none.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v clang-format-14 >/dev/null; then
  echo "format: clang-format-14 is not in this Debian; not checked here (Debian 12 checks it)"
  exit 77 # which ctest counts as not run
fi
git ls-files '*.cc' '*.h' | xargs -r clang-format-14 --dry-run -Werror
echo "format: $(git ls-files '*.cc' '*.h' | wc -l) files"
