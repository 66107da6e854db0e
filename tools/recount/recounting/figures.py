"""Numbers of dossiers by place, state and timeliness.

How a dossier stands (`timing`), once received: ended_on_time, ended_late (by the date that held when it ended; one
that waited for the applicant is never late), waiting (states 5, 6, 8: the clock stands), in_time, overdue. Without a
limit nothing is late. not_received: in no form (domain 2.1).
"""

import collections

NOT_RECEIVED = "not_received"
TIMINGS = ("ended_on_time", "ended_late", "in_time", "overdue", "waiting", NOT_RECEIVED)
STATES = {1: "mới đăng ký", 2: "đã tiếp nhận", 3: "không tiếp nhận", 4: "đang xử lý", 5: "chờ bổ sung",
          6: "chờ nộp phí", 7: "rút hồ sơ", 8: "dừng xử lý", 9: "đã có kết quả", 10: "đã trả kết quả"}


def timing(dossier, now):
    if not dossier.accepted:
        return NOT_RECEIVED
    if dossier.ended_at is not None:
        return "ended_late" if dossier.ended_late else "ended_on_time"
    if dossier.state in (5, 6, 8):
        return "waiting"
    return "overdue" if dossier.due_at is not None and now > dossier.due_at else "in_time"


def figures(folded, now):
    """The same figures as written by the demo, as JSON."""
    by_state, by_timing = collections.Counter(), collections.Counter()
    by_agency = collections.defaultdict(collections.Counter)
    for dossier in folded:
        how = timing(dossier, now)
        by_state[str(dossier.state)] += 1
        by_timing[how] += 1
        by_agency[dossier.handling_agency][str(dossier.state)] += 1
        by_agency[dossier.handling_agency][how] += 1
    return {"dossiers": len(folded), "events": sum(dossier.events for dossier in folded),
            "alerts": sum(dossier.alerts for dossier in folded), "by_state": dict(by_state),
            "by_timing": dict(by_timing), "by_agency": {name: dict(row) for name, row in by_agency.items()}}


def show(counted, out):
    """Tables for people."""
    out(f"Kiểm đếm độc lập từ lịch sử / independent recount of the histories: {counted['dossiers']} hồ sơ/dossiers, "
        f"{counted['events']} sự kiện/events ({counted['alerts']} nhắc việc/alerts)")
    for number, name in STATES.items():
        out(f"  {number:>2} {name:<18} {counted['by_state'].get(str(number), 0):>6}")
    out("  " + "  ".join(f"{name} {counted['by_timing'].get(name, 0)}" for name in TIMINGS))
    out(f"  {'cơ quan giải quyết / agency':<28} " + " ".join(f"{number:>4}" for number in STATES)
        + "  đúng hạn  trễ hạn  còn hạn  quá hạn")
    for agency, row in sorted(counted["by_agency"].items()):
        out(f"  {agency:<28} " + " ".join(f"{row.get(str(number), 0) or '':>4}" for number in STATES)
            + f"  {row.get('ended_on_time', 0):>8}  {row.get('ended_late', 0):>7}"
            + f"  {row.get('in_time', 0) + row.get('waiting', 0):>7}  {row.get('overdue', 0):>7}")


def compare(expected, folded, now, faults):
    """Differences between what the demo counted as a client and the histories of the same dossiers."""
    by_code = {dossier.code: dossier for dossier in folded}
    mine = []
    for code, row in expected["dossiers"].items():
        dossier = by_code.get(code)
        if dossier is None:
            faults.append(f"{code}: the demo was told of it, the histories were not")
            continue
        mine.append(dossier)
        found = {"state": dossier.state, "agency": dossier.handling_agency, "timing": timing(dossier, now)}
        if found != row:
            faults.append(f"{code}: the demo saw {row}, the histories say {found}")
    counted = figures(mine, now)
    for name, value in expected["figures"].items():
        if counted.get(name) != value:
            faults.append(f"figure {name}: the demo says {value}, the histories say {counted.get(name)}")
    return counted
