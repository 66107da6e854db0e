"""The results of the other programs for the fortnight: texts, petitions, reports, the National Portal, metrics.

Texts are counted from the network's log, the portal's data from its listing.
"""

import collections
import json
import os
import time
import urllib.parse
import urllib.request

from google.protobuf.timestamp_pb2 import Timestamp

from motcua_client import stubs

PATIENCE = 120.0
UNSENT = (1, 2, 3)  # created, claimed, handed off without a receipt
OUTCOMES = {4: "đã nhận / delivered", 5: "lỗi / failed", 6: "không rõ / unknown", 7: "không gửi / suppressed",
            8: "hết hạn / expired"}
COLUMNS = ("received_total", "received_online", "received_direct_post", "carried_over", "resolved_total",
           "resolved_early", "resolved_on_time", "resolved_overdue", "open_total", "open_in_limit", "open_overdue")
PETITION_STATES = {1: "mới / new", 2: "tiếp nhận / accepted", 3: "giao xử lý / assigned", 4: "chờ bổ sung / asked",
                   5: "đã bổ sung / supplemented", 6: "đã trả lời / answered", 7: "chờ công khai / to publish",
                   8: "đã công khai / published", 9: "từ chối / refused", 10: "chuyển ngoài / forwarded"}


def read(url):
    with urllib.request.urlopen(url, timeout=20) as answer:
        return answer.read().decode()


# Texts.

def count_texts(service):
    messages = stubs.module("motcua/notification/v1/notification_service")
    return service.CountMessages(messages.CountMessagesRequest(
        **{"from": Timestamp(seconds=0), "to": Timestamp(seconds=4102444800)}))


def wait_texts(service, tell):
    """notification's counts, once nothing waits."""
    deadline = time.monotonic() + PATIENCE
    while True:
        counted = count_texts(service)
        waiting = sum(row.messages for row in counted.counts if row.state in UNSENT)
        if not waiting and counted.inbound <= counted.inbound_answered:
            return counted
        if time.monotonic() > deadline:
            tell(f"{waiting} texts have not come to an end in time")
            return counted
        time.sleep(0.5)


def show_texts(counted, received, citizens, out):
    outcomes = collections.Counter()
    for row in counted.counts:
        outcomes[row.state] += row.messages
    out("  Tin nhắn / SMS:")
    out(f"    mạng đã nhận / the network got {len(received)} ({sum(sms.parts for sms in received)} phần / parts), "
        f"{sum(sms.ucs2 for sms in received)} có dấu / accented")
    out("    theo hệ thống / by our books: " + ", ".join(
        f"{name} {outcomes[state]}" for state, name in OUTCOMES.items() if outcomes[state]))
    out(f"    tra cứu bằng tin nhắn / asked by text {citizens['asked']}, trả lời đúng / answered rightly "
        f"{citizens['asked_answered']}; đánh giá / rated by text {citizens['rated_sms']}, trả lời / answered "
        f"{citizens['rated_answered']}, qua cổng / over REST {citizens['rated_portal']}, "
        f"quá sớm bị từ chối / too early, refused {citizens['rated_too_early']}")


# Petitions, reports.

def show_petitions(petitions, out):
    states = collections.Counter(petition.state for petition in petitions if petition.code)
    out(f"  Phản ánh, kiến nghị / petitions: {sum(states.values())}: " + ", ".join(
        f"{name} {states[state]}" for state, name in PETITION_STATES.items() if states[state]))


def period_of(first_last, messages):
    return messages.Period(**{"from": first_last[0].isoformat(), "to": first_last[1].isoformat()})


def show_form06a(service, first_last, province, out):
    messages = stubs.module("motcua/reporting/v1/reporting_service")
    form = service.GetForm06a(messages.GetForm06aRequest(period=period_of(first_last, messages),
                                                         grouping=messages.FORM06A_GROUPING_AGENCY))
    out(f"  Biểu II.06a/VPCP/KSTT, {first_last[0]:%d/%m/%Y} - {first_last[1]:%d/%m/%Y}, theo cơ quan / by agency:")
    out(f"    {'':<47}" + " ".join(f"{f'({number})':>5}" for number in range(3, 14)))
    for row in [*form.rows, form.total]:
        name = province.agencies[row.code]["name_vi"] if row.code in province.agencies else "Tổng số / total"
        out(f"    {row.code:<12} {name[:34]:<34}" + " ".join(f"{getattr(row, column):>5}" for column in COLUMNS))
    out("    (3) tiếp nhận received = (4) trực tuyến online + (5) trực tiếp, bưu chính direct, post + (6) kỳ trước "
        "carried over; (7) đã giải quyết resolved = (8) trước hạn early + (9) đúng hạn on time + (10) quá hạn overdue; "
        "(11) đang giải quyết open = (12) trong hạn in limit + (13) quá hạn overdue")


def show_targets(service, first_last, out):
    messages = stubs.module("motcua/reporting/v1/reporting_service")
    values = service.GetTargets(messages.GetTargetsRequest(period=period_of(first_last, messages))).values
    out("  Chỉ tiêu / targets:")
    for value in values:
        reached = f"{value.basis_points / 100:.2f} %" if value.HasField("basis_points") else "-"
        out(f"    {value.target.id:<4} {value.target.name_vi[:70]:<70} {value.reached}/{value.of} = {reached}, "
            f"ít nhất / at least {value.target.at_least_basis_points / 100:.2f} %: "
            f"{'đạt / met' if value.met else 'chưa đạt / not met'}")


# The National Portal.

def wait_portal(service, tell):
    """portalsync's figures, once every event is acknowledged."""
    messages = stubs.module("motcua/portalsync/v1/portalsync_service")
    deadline = time.monotonic() + PATIENCE
    while True:
        sync = service.GetSync(messages.GetSyncRequest())
        if not sync.events_waiting:
            return sync
        if time.monotonic() > deadline:
            tell(f"{sync.events_waiting} events have not reached the National Portal in time")
            return sync
        time.sleep(0.5)


def held_by_portal():
    """{code: (state, states in the order they came)} from the portal's listing."""
    lines = read(f"{os.environ['MOTCUA_STACK_PORTAL_URL']}/simulator/dossiers").splitlines()
    rows = [json.loads(line) for line in lines]
    return {row["code"]: (row["state"], [entry["state"] for entry in row["progress"]]) for row in rows}


def show_portal(sync, rows, out):
    """Differences, one line each."""
    held = held_by_portal()
    differing = [f"{code}: the National Portal holds state {held[code][0] if code in held else 'nothing'}, "
                 f"not {row['state']}" for code, row in rows.items() if held.get(code, (0,))[0] != row["state"]]
    out(f"  Cổng DVCQG / National Portal: giữ / holds {len(held)} hồ sơ / dossiers, xác nhận / acknowledged "
        f"{sync.events_acknowledged} sự kiện / events, chờ / waiting {sync.events_waiting}, từ chối / refused "
        f"{sync.dossiers_refused}, sai khác / differing {len(differing)}")
    return differing


# Metrics.

def show_prometheus(out):
    query = urllib.parse.quote('up{job="motcua"}')
    url = f"{os.environ['MOTCUA_STACK_PROMETHEUS_URL']}/api/v1/query?query={query}"
    values = [row["value"][1] for row in json.loads(read(url))["data"]["result"]]
    out(f"  Prometheus: {values.count('1')} / {len(values)} đích hoạt động / targets up")
