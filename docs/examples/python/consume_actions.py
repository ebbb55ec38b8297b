#!/usr/bin/env python3
"""Sends what Leaven decides: reads the actions topic, each action once in order of its customer.

Needs confluent-kafka and avro (Debian: python3-confluent-kafka, python3-avro).
Usage: consume_actions.py BOOTSTRAP_SERVERS REGISTRY_URL [TOPIC] [HOW_MANY]
"""
import io
import json
import sys
import urllib.request

import avro.io
import avro.schema
from confluent_kafka import Consumer

servers, registry = sys.argv[1:3]
topic = sys.argv[3] if len(sys.argv) > 3 else "leaven.actions"
how_many = int(sys.argv[4]) if len(sys.argv) > 4 else None
readers = {}


def decode(value):
    """A value is 0, four bytes of schema id, and Avro."""
    schema_id = int.from_bytes(value[1:5], "big")
    if schema_id not in readers:
        with urllib.request.urlopen(f"{registry}/schemas/ids/{schema_id}", timeout=10) as answer:
            readers[schema_id] = avro.io.DatumReader(avro.schema.parse(json.load(answer)["schema"]))
    return readers[schema_id].read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


def send(action):
    """Your own code: actionId is the idempotency key, templateKey names the text."""
    print(json.dumps({name: action[name] for name in ("actionId", "customerId", "templateKey", "discount")}), flush=True)


consumer = Consumer({
    "bootstrap.servers": servers,
    "group.id": "my-message-sender",
    "isolation.level": "read_committed",
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
})
consumer.subscribe([topic])
sent = 0
while how_many is None or sent < how_many:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        sys.exit(f"cannot read {topic}: {message.error()}")
    event = {name: value.decode() for name, value in message.headers() or []}
    if event.get("ce_type") == "io.leaven.message-action.v1":  # a CloudEvent: no need to decode what is not for us
        send(decode(message.value()))
        sent += 1
    consumer.commit(message)
consumer.close()
