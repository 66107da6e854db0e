#!/usr/bin/env bash
# A citizen's text, through the network of tools/stack.
#
#   tools/dev/text.sh PHONE TEXT...        to the short code 8019, e.g. tools/dev/text.sh 0912345678 TRACUU <code>
#
# MOTCUA_STACK_* tell where (default: those of .motcua/stack). Answers are in the network's log.
set -euo pipefail
export LC_ALL=C.UTF-8

top=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck source=tools/dev/packages.sh
source "$top/tools/dev/packages.sh"
usage() { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; }
case ${1:-} in -h | --help) usage; exit 0 ;; esac
if (($# < 2)); then usage >&2; exit 2; fi
phone=$1
shift
packages_require run
if [[ -z ${MOTCUA_STACK_KANNEL_CITIZENS_PORT:-} ]]; then
  [[ -r $top/.motcua/stack/env ]] || { echo "text.sh: no servers run here: tools/run, or tools/stack up" >&2; exit 2; }
  # shellcheck source=/dev/null
  source "$top/.motcua/stack/env"
fi
/usr/bin/python3 -B -c '
import sys
sys.path.insert(0, sys.argv[1])
from motcua_client.sms import Network
Network(sys.argv[2], "").send(sys.argv[3], " ".join(sys.argv[4:]))
' "$top/tests/support" "$MOTCUA_STACK_KANNEL_CITIZENS_PORT" "$phone" "$@"
