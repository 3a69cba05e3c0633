"""Topics: what a page may follow, `community:12`, `post:34` or `person:56`, and the name each has in the channel layer."""

from typing import NamedTuple

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
    kind, _, id_ = raw.partition(":")
    if kind not in KINDS or not (id_.isascii() and id_.isdigit()) or int(id_) >= 1 << 63:
        return None
    return Topic(kind, int(id_))


def group(topic: Topic | str) -> str:
    """Its group in the layer, which takes no colon."""
    return f"live.{topic}".replace(":", ".")
