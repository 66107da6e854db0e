#!/usr/bin/env bash
# Every shell script through shellcheck: its errors and warnings must be fixed, or disabled with a reason.
set -euo pipefail
cd "$(dirname "$0")/../.."
mapfile -t scripts < <(git ls-files -z | xargs -0 grep -slE '^#!(/usr/bin/env |/bin/)(ba)?sh|^# shellcheck shell=')
shellcheck --external-sources --severity=warning "${scripts[@]}"
echo "shell: ${#scripts[@]} scripts"
