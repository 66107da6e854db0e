"""From a transition's answer until a consumer has seen its event, compared with Kafka's EndToEndLatency."""

import json
import re
import statistics

from benching.installation import MOST_PARTITIONS, TOP, Failed, run

TOPIC = "motcua.processing.dossier.v1"
FLOOR_TOPIC = "motcua.bench.floor"
# EndToEndLatency sends this many bytes; about what an event has with its headers.
FLOOR_BYTES = 700


def end_to_end(installation, count):
    """Kafka's tool: one message at a time, acks=all, until its consumer has it."""
    out = run(["java", "-Xmx128m", "-cp", TOP / ".motcua" / "kafka" / "lib" / "*",
               "org.apache.kafka.tools.EndToEndLatency", installation.servers["KAFKA_BROKERS"], FLOOR_TOPIC, count,
               "all", FLOOR_BYTES])
    found = re.search(r"50th = ([0-9.]+), 99th = ([0-9.]+)", out)
    if found is None:
        raise Failed(f"EndToEndLatency printed no percentiles:\n{out[-2000:]}")
    return {"p50_ms": float(found[1]), "p99_ms": float(found[2])}


def measure(installation, dossier_ids, rounds, count):
    listing = installation.directory / "visible-dossiers.txt"
    listing.write_text("".join(f"{dossier}\n" for dossier in dossier_ids))
    installation.make_topics([(FLOOR_TOPIC, MOST_PARTITIONS, "delete")])
    found = []
    for _ in range(rounds):
        ours = json.loads(run([installation.build / "tools" / "bench" / "visible_load",
                               installation.address("processing", "grpc"), installation.servers["KAFKA_BROKERS"], TOPIC,
                               count, listing]))
        found.append({"ours": ours, "floor": end_to_end(installation, count)})

    def median(side, name):
        return statistics.median(row[side][name] for row in found)
    return {"ours": {"p50_ms": median("ours", "visible_p50_ms"), "p99_ms": median("ours", "visible_p99_ms"),
                     "whole_p50_ms": median("ours", "whole_p50_ms"), "whole_p99_ms": median("ours", "whole_p99_ms")},
            "floor": {"p50_ms": median("floor", "p50_ms"), "p99_ms": median("floor", "p99_ms")},
            "ratio": statistics.median(row["floor"]["p50_ms"] / row["ours"]["visible_p50_ms"] for row in found),
            "transitions_a_round": count, "message_bytes": FLOOR_BYTES, "rounds": found}
