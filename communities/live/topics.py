"""Topics: what a page may follow, `community:12`, `post:34` or `person:56`, and the name each has in the channel layer."""

from typing import NamedTuple

from rse.lib.ids import id_in

KINDS = ("community", "post", "person")


class Topic(NamedTuple):
    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def parse(raw: object) -> Topic | None:
    """The topic that a page wrote so; None when it is none of ours."""
    if not isinstance(raw, str) or len(raw) > 40:
        return None
    kind, _, digits = raw.partition(":")
    id_ = id_in(digits)
    return Topic(kind, id_) if kind in KINDS and id_ is not None else None


def group(topic: Topic | str) -> str:
    """Its group in the layer, which takes no colon."""
    return f"live.{topic}".replace(":", ".")
