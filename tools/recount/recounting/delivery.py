"""Topics against histories: every event at least once, first deliveries in order, no unknown events (I5, I6)."""

import confluent_kafka

WAIT = 20.0


def dump(brokers, topic):
    """[(key, headers, value)] from the beginning to the end of a topic, in the order of each partition."""
    consumer = confluent_kafka.Consumer({"bootstrap.servers": brokers, "group.id": "motcua.recount",
                                         "enable.auto.commit": False, "auto.offset.reset": "earliest",
                                         "isolation.level": "read_committed", "enable.partition.eof": True})
    try:
        metadata = consumer.list_topics(topic, timeout=WAIT).topics[topic]
        if metadata.error is not None:
            raise SystemExit(f"topic {topic}: {metadata.error}")
        partitions = [confluent_kafka.TopicPartition(topic, number, confluent_kafka.OFFSET_BEGINNING)
                      for number in metadata.partitions]
        consumer.assign(partitions)
        found, open_partitions = [], {partition.partition for partition in partitions}
        while open_partitions:
            message = consumer.poll(WAIT)
            if message is None:
                raise SystemExit(f"topic {topic}: no answer for {WAIT} s")
            if message.error() is None:
                headers = {name: value.decode() for name, value in message.headers() or ()}
                found.append(((message.key() or b"").decode(), headers, message.value()))
            elif message.error().code() == confluent_kafka.KafkaError._PARTITION_EOF:  # pylint: disable=W0212
                open_partitions.discard(message.partition())
            else:
                raise SystemExit(f"topic {topic}: {message.error()}")
        return found
    finally:
        consumer.close()


def check(service, events, messages, faults):
    """Messages of motcua.<service>.dossier.v1 against the history they come from."""
    known = {event.event_id: event for event in events if event.stream == "dossier"}
    seen, last = set(), {}
    for key, headers, value in messages:
        event_id = headers.get("ce_id", "")
        event = known.get(event_id)
        if event is None:
            faults.append(f"{service}: a message {event_id} of {key} that no history has")
            continue
        if (key, value, headers.get("ce_type")) != (event.key, event.payload, event.type):
            faults.append(f"{service}: message {event_id} differs from its history")
        if event_id in seen:
            continue
        seen.add(event_id)
        if event.sequence != last.get(key, 0) + 1:
            faults.append(f"{service} {key}: #{event.sequence} delivered first after #{last.get(key, 0)}")
        last[key] = max(event.sequence, last.get(key, 0))
    missing = [event for event_id, event in known.items() if event_id not in seen]
    faults.extend(f"{service} {event.key} {event.name} #{event.sequence} was never delivered" for event in missing)
    return {"delivered": len(messages), "repeated": len(messages) - len(seen)}
