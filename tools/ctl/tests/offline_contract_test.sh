#!/usr/bin/env bash
# Tests `motcuactl due`, `code` and `sms segments` on the examples of the manual. Usage: offline_contract_test.sh
# MOTCUACTL
set -euo pipefail
export LC_ALL=C.UTF-8

readonly motcuactl=$1
failed=0

# expect WHAT JQ-LIKE-PYTHON LINE VERB...: the answer `a` to one line must meet the expression.
expect() {
  local what=$1 expression=$2 line=$3
  shift 3
  if ! printf '%s\n' "$line" | env -i "$motcuactl" "$@" | python3 -c '
import json, sys
answers = [json.loads(line) for line in sys.stdin]
a = answers[0]
sys.exit(0 if eval(sys.argv[1]) else "answered: %s" % answers)
' "$expression"; then
    echo "FAILED: $what" >&2
    failed=1
  fi
}

readonly question='{"received":"2025-03-12T09:15:00+07:00","limit":{"value":3,"unit":"working_day"},"convention":"keep_clock_time","pauses":[{"from":"2025-03-13T09:00:00+07:00","to":"2025-03-13T11:00:00+07:00","effect":"extend"}]}'

expect 'due: the example' \
  'a["start"] == "2025-03-12T09:15:00+07:00" and a["due"] == "2025-03-17T11:15:00+07:00" and a["explanation"]' \
  "$question" due
expect 'due: end of day' 'a["due"] == "2025-03-17T17:00:00+07:00"' \
  '{"received":"2025-03-12T09:15:00+07:00","limit":{"value":3,"unit":"working_day"},"convention":"end_of_day"}' due
expect 'due: a bad line is answered and the next is taken' \
  'a["error"]["reason"] == "JSON_MALFORMED" and a["error"]["message"] and answers[1]["due"] == "2025-03-17T11:15:00+07:00"' \
  $'{\n'"$question" due
expect 'code: the example' \
  'a["key"] == "H19122503120001" and a["kind"] == "provincial_new" and a["valid"] is True' \
  '{"text":"h19 12 250312 0001"}' code
expect 'code: a bad line is answered and the next is taken' \
  'a["error"]["reason"] == "FIELD_TYPE" and answers[1]["valid"] is False' \
  $'{"text":3}\n{"text":"?"}' code
expect 'sms segments: plain text' \
  'a == {"encoding": "gsm7", "units": 12, "parts": 1, "unaccented": "Ho so da gui"}' \
  '{"text":"Ho so da gui"}' sms segments
expect 'sms segments: accents, and a bad line before' \
  'a["error"]["reason"] == "FIELD_MISSING" and answers[1] == {"encoding": "ucs2", "units": 71, "parts": 2, "unaccented": "d" + "a" * 70}' \
  $'{}\n{"text":"đ'"$(printf 'a%.0s' {1..70})"'"}' sms segments

exit "$failed"
