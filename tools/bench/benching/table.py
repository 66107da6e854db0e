"""The result as a table for people."""

TARGET = 0.3


def head(result):
    machine, versions = result["machine"], result["versions"]
    yield f"Machine   {machine['cores']} cores, {machine['cpu']}, {machine['memory_gib']} GiB"
    yield f"          load average before: {machine['load_before']:.1f}"
    yield f"Build     preset {result['preset']}, commit {result['commit']}, {versions['compiler']}"
    yield f"Servers   {versions['postgresql']}; {versions['redis']}; Kafka {versions['kafka']}"
    yield f"Rounds    {result['rounds']} of {result['seconds']} s each, ours and floor in turn, medians"
    for program in ("processing", "gateway"):
        yield f"{program:9} {_sizes(result['configuration'][program])}"
    yield ""


def _sizes(configuration):
    """Threads, pools and queues; addresses are in the JSON file."""
    settings = (line.split("_", 2)[2] for line in configuration)
    return " ".join(text.lower() for text in settings if text.split("=")[1].isdigit() and text.split("=")[1] != "0")


def _verdict(ratio):
    return f"{ratio:.2f} of the floor; target {TARGET}: {'met' if ratio >= TARGET else 'NOT met'}"


def _lookup(part):
    yield "Cached status look-up over HTTP: gateway / a bare Beast server sending the same bytes"
    yield f"  {part['client']}; {part['server_threads']} server threads each; answer of {part['answer_bytes']} bytes"
    yield "                                            per second   p50 ms   p99 ms   server CPU us/request"
    for name, case in part["cases"].items():
        yield (f"  {name}: {_verdict(case['ratio'])}, by CPU {case['cpu_ratio']:.2f};"
               f" {case['ours']['from_redis']:.0%} of the answers came from Redis")
        for side, title in (("ours", "gateway"), ("floor", "bare server")):
            row = case[side]
            yield (f"    {title:38}  {row['per_second']:10.0f}  {row['p50_ms']:7.2f}  {row['p99_ms']:7.2f}"
                   f"  {row['cpu_us']:10.1f}" + (f"  {row['failed']:.1%} failed" if row["failed"] else ""))
    yield ""


def _transition(part):
    yield "One durable transition: processing.TransferTask / the same rows by pgbench, two round trips each"
    yield f"  {part['client']}; {part['dossiers']} dossiers; " + ", ".join(
        f"{name}={value}" for name, value in sorted(part["postgresql"].items()))
    yield f"  database round trips of a transition, counted on the wire: {part['round_trips']:g}"
    yield "                                            per second   p50 ms   p99 ms   CPU us/transition, all processes"
    for title, cases in (("", part["cases"]), (", no event published and no other program", part["alone"])):
        for callers, case in cases.items():
            yield f"  {callers} callers{title}: {_verdict(case['ratio'])}"
            for side, name in (("ours", "processing"), ("floor", "pgbench")):
                row = case[side]
                cpu = f"  {sum(row['cpu_us'].values()):10.0f}" if "cpu_us" in row else ""
                yield (f"    {name:38}  {row['per_second']:10.0f}  {row['answer_p50_ms']:7.2f}"
                       f"  {row['answer_p99_ms']:7.2f}{cpu}")
            yield "      of it " + ", ".join(f"{name} {us:.0f}" for name, us in case["ours"]["cpu_us"].items() if us >= 1)
    yield ""


def _visible(part):
    yield "Commit to visible: a transition's answer until a consumer has its event / Kafka's EndToEndLatency, acks=all"
    yield f"  one at a time, {part['transitions_a_round']} a round: {_verdict(part['ratio'])} (floor's p50 by ours)"
    yield "                                                         p50 ms   p99 ms"
    for title, row, prefix in (("answer until seen", part["ours"], ""), ("request until seen", part["ours"], "whole_"),
                               ("Kafka alone", part["floor"], "")):
        yield f"    {title:50}  {row[prefix + 'p50_ms']:7.2f}  {row[prefix + 'p99_ms']:7.2f}"
    yield ""


def _receive(part):
    yield "A new dossier at a counter: intake.ReceiveDossier, three round trips"
    yield "                                            per second   p50 ms   p99 ms   server CPU us/dossier"
    for callers, row in part["cases"].items():
        yield (f"    {callers + ' callers':38}  {row['per_second']:10.0f}  {row['answer_p50_ms']:7.2f}"
               f"  {row['answer_p99_ms']:7.2f}  {row['cpu_us']:10.0f}")
    yield ""


def _consume(part):
    yield "Events into an inbox, one connection: libs/inbox / the statement that moves the cursors alone"
    yield "                                            per second   client CPU us/event"
    for name, case in part["cases"].items():
        yield f"  {name}: {case['ratio']:.2f} of the floor"
        for side, title in (("ours", "inbox"), ("floor", "cursors alone")):
            yield f"    {title:38}  {case[side]['per_second']:10.0f}  {case[side]['cpu_us']:10.1f}"
    yield ""


def _backlog(part):
    yield f"Far behind: all programs started at once, {part['events']} events of processing not taken yet"
    yield "                     peak resident MiB   seconds until caught up (seen every 5 s)"
    for program, row in part["programs"].items():
        yield f"    {program:15}  {row['peak_mib']:17.1f}  {row['seconds']:24.0f}"
    yield ""


def _idle(part):
    yield f"All seven idle, one replica each, {part['seconds']:.0f} s without work"
    yield "                     start to ready s   resident MiB   CPU seconds a minute   threads"
    rows = part["programs"]
    for program, row in rows.items():
        yield (f"    {program:15}  {row['ready_seconds']:16.2f}  {row['resident_mib']:13.1f}"
               f"  {row['cpu_seconds_a_minute']:21.2f}  {row['threads']:8}")
    yield (f"    {'together':15}  {'':16}  {sum(row['resident_mib'] for row in rows.values()):13.1f}"
           f"  {sum(row['cpu_seconds_a_minute'] for row in rows.values()):21.2f}"
           f"  {sum(row['threads'] for row in rows.values()):8}")
    yield ""


def _sms(part):
    yield "Commit to SMS: a counter's answer until the telephone network has the applicant's text, one at a time"
    yield f"  {part['texts']} texts, and as many straight to Kannel"
    yield "                                                         p50 ms   p99 ms"
    for title, name in (("answer until the network has it", "whole"), ("  of it Kannel alone, request until answer",
                        "kannel_answer"), ("  of it Kannel alone, request until the network has it", "kannel")):
        yield f"    {title:52}{part[name]['p50_ms']:7.2f}  {part[name]['p99_ms']:7.2f}"
    yield ""


MEASUREMENTS = {"backlog": _backlog, "consume": _consume, "idle": _idle, "sms": _sms, "lookup": _lookup,
                "receive": _receive, "transition": _transition, "visible": _visible}
