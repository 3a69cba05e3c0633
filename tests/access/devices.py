"""Rows of one's devices: notifications on them, and what they keep for the time without a connection."""

from tests.access.rows import Row

BOBS = {"bob": "bob"}

ROWS = [
    Row("offline-feed"),
    Row("push-off", "push device", "POST", sees=BOBS),
    Row("push-test", "push device", "POST", sees=BOBS),
    Row("push-detail", "push device", "POST", sees=BOBS, body=lambda stage, target: {"discreet": "1"}),
]
