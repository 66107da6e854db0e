"""The final report: figures known to the clients, look-ups as seen by a citizen, lag, addresses."""

import collections
import concurrent.futures
import datetime
import time

from motcua_client import flow, stubs
from motcua_client.province import VIETNAM
from playing.life import FINISHED, HANDED_OVER, NOT_ACCEPTED, WAITING, WITHDRAWN

STATES = {1: ("Mới đăng ký", "newly filed"), 2: ("Được tiếp nhận", "received"),
          3: ("Không được tiếp nhận", "not accepted"), 4: ("Đang xử lý", "in process"),
          5: ("Yêu cầu bổ sung giấy tờ", "supplement requested"), 6: ("Yêu cầu thực hiện NVTC", "payment requested"),
          7: ("Công dân rút hồ sơ", "withdrawn"), 8: ("Dừng xử lý", "stopped"),
          9: ("Đã xử lý xong", "finished"), 10: ("Đã trả kết quả", "handed over")}
TIMINGS = {"ended_on_time": ("đã giải quyết đúng hạn", "ended on time"),
           "ended_late": ("đã giải quyết trễ hạn", "ended late"),
           "in_time": ("đang giải quyết còn hạn", "open, in time"),
           "overdue": ("đang giải quyết quá hạn", "open, overdue"),
           "waiting": ("chờ người nộp, tạm dừng tính hạn", "waiting for the applicant"),
           "not_received": ("chưa tiếp nhận", "never received")}
QUIET_SECONDS = 120.0
SETTLE_SECONDS = 3.0  # alerts are raised every second
ENDED = (NOT_ACCEPTED, WITHDRAWN, FINISHED, HANDED_OVER)
LOOKUPS = 5


def wait_until_quiet(operations, tell):
    """Waits until every outbox is empty and every consumer has caught up, twice in a row. Returns the last {owner:
    (outbox, lag)}."""
    request = stubs.module("motcua/operations/v1/operations_service").GetFlowRequest()
    deadline = time.monotonic() + QUIET_SECONDS
    quiet = 0
    time.sleep(SETTLE_SECONDS)
    while True:
        flows = {}
        with concurrent.futures.ThreadPoolExecutor(len(operations)) as hands:
            asked = list(hands.map(lambda service: service.on_every_replica("GetFlow", request), operations.values()))
        for owner, answers in zip(operations, asked):
            flows[owner] = {"outbox": max(answer.outbox_pending for answer in answers),
                            "lag": sum(row.lag for answer in answers for row in answer.consumers),
                            "dead_letters": max((row.dead_letters for answer in answers for row in answer.consumers),
                                                default=0),
                            "parked": max((row.parked_dossiers for answer in answers for row in answer.consumers),
                                          default=0)}
        busy = any(flow.unfinished(answers) for answers in asked)
        quiet = 0 if busy else quiet + 1
        if quiet >= 2:
            return flows, True
        if time.monotonic() > deadline:
            tell("the events have not come to rest in time")
            return flows, False
        time.sleep(0.5)


def collect(lives, world, now):
    """The clients' data: {code: row} and the figures."""
    rows, by_state, by_timing, events = {}, collections.Counter(), collections.Counter(), 0
    by_agency = collections.defaultdict(collections.Counter)
    for life in lives:
        if not life.code:
            continue
        dossier = world.intake.GetDossier(life.intake_messages.GetDossierRequest(dossier=life.code)).dossier
        events += dossier.sequence
        agency, owner = dossier.content.handling_agency, dossier
        if dossier.accepted:
            owner = world.processing.GetDossier(life.processing_messages.GetDossierRequest(dossier=life.code)).dossier
            events += owner.sequence
        how = timing(life, owner, dossier.accepted, now)
        rows[life.code] = {"state": owner.state, "agency": agency, "timing": how}
        by_state[str(owner.state)] += 1
        by_timing[how] += 1
        by_agency[agency][str(owner.state)] += 1
        by_agency[agency][how] += 1
    return rows, {"dossiers": len(rows), "events": events, "by_state": dict(by_state), "by_timing": dict(by_timing),
                  "by_agency": {name: dict(row) for name, row in by_agency.items()}}


def timing(life, dossier, accepted, now):
    """In time or not: an ended one by the moment and date of its end; one that waits for the applicant never late."""
    if not accepted:
        return "not_received"
    if dossier.state in ENDED:
        at, due, before = life.ended
        return "ended_late" if before not in WAITING and due is not None and at > as_time(due) else "ended_on_time"
    if dossier.state in WAITING:
        return "waiting"
    return "overdue" if dossier.HasField("due_at") and now > as_time(dossier.due_at) else "in_time"


def as_time(stamp):
    return stamp.ToDatetime(tzinfo=datetime.timezone.utc)


def local_time(text):
    """A due date as shown to a citizen."""
    if not text:
        return "-"
    at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y")


def show(figures, province, flows, took, out):
    out("")
    out(f"TỔNG HỢP / SUMMARY: {figures['dossiers']} hồ sơ / dossiers, {figures['events']} sự kiện / events, "
        f"{took:.0f} giây / seconds")
    for number, (name_vi, name_en) in STATES.items():
        out(f"  {number:>2} {name_vi:<26} {name_en:<24} {figures['by_state'].get(str(number), 0):>5}")
    for name, (name_vi, name_en) in TIMINGS.items():
        out(f"     {name_vi:<34} {name_en:<27} {figures['by_timing'].get(name, 0):>5}")
    out("  Theo cơ quan giải quyết / by handling agency (trạng thái / states 1-10; đúng hạn on time, trễ late, còn hạn "
        "in time, quá hạn overdue)")
    for agency, row in sorted(figures["by_agency"].items()):
        states = " ".join(f"{row.get(str(number), 0) or '.':>3}" for number in STATES)
        out(f"    {agency:<12} {province.agencies[agency]['name_vi'][:34]:<34} {states}   "
            f"{row.get('ended_on_time', 0):>3} {row.get('ended_late', 0):>3} "
            f"{row.get('in_time', 0) + row.get('waiting', 0):>3} {row.get('overdue', 0):>3}")
    for owner, row in flows.items():
        out(f"  {owner}: hàng đợi / outbox {row['outbox']}, độ trễ / lag {row['lag']}, "
            f"lỗi / dead letters {row['dead_letters']}, chờ / parked {row['parked']}")


def show_lookups(lives, rows, portal, out):
    """A few look-ups as seen by a citizen, of as many states as possible: public, and with the receipt's secret."""
    out("  Tra cứu / look-ups:")
    chosen, seen = [], set()
    for life in lives:
        state = rows.get(life.code, {}).get("state")
        if state is not None and state not in seen:
            seen.add(state)
            chosen.append(life)
    agreed = True
    for life in chosen[:LOOKUPS]:
        public, tag = portal.status(life.code)
        full, _ = portal.status(life.code, life.secret)
        agreed &= STATES[rows[life.code]["state"]][1].replace(" ", "_").upper() in full["state"].replace(
            "DOSSIER_STATE_", "")
        details = full.get("details", {})
        out(f"    {life.code}  {tag}")
        out(f"      chỉ có mã / code only:   {public['state_vi']} ({public['state_en']}), "
            f"{public.get('completion_percent', 0)} %")
        out(f"      có mã bí mật / secret:   {details.get('current_agency', '-')} · "
            f"{details.get('step_name_vi', '-')} · hẹn trả / due {local_time(details.get('due_at'))} · "
            f"{details.get('next_action_vi', '-')} ({details.get('next_action_en', '-')})")
    return agreed
