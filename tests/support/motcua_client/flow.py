"""Whether all events are processed, by GetFlow of every replica."""

import collections
import functools
import pathlib

import yaml

TOPICS = pathlib.Path(__file__).resolve().parents[3] / "deploy" / "kafka" / "topics.yaml"


@functools.lru_cache(maxsize=1)
def topics():
    """The rows of deploy/kafka/topics.yaml."""
    return yaml.safe_load(TOPICS.read_text(encoding="utf-8"))["topics"]


def unfinished(answers):
    """The remaining work of one program, from the GetFlowResponse of each of its replicas; empty when all is done.

    The lag of a partition without a holder is not reported, so during a rebalance, which may take the 45 s of the
    session time-out, a lag of zero means nothing.
    """
    partitions = {row["name"]: row["partitions"] for row in topics()}
    found = [f"outbox {flow.outbox_pending}" for flow in answers if flow.outbox_pending]
    held, lag = collections.Counter(), collections.Counter()
    for flow in answers:
        for row in flow.consumers:
            held[row.consumer, row.topic] += row.partitions
            lag[row.consumer] += row.lag
    found += [f"{consumer} holds {count} of {partitions[topic]} partitions"
              for (consumer, topic), count in held.items() if count != partitions[topic]]
    return found + [f"{consumer} lag {count}" for consumer, count in lag.items() if count]
