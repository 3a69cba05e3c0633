"""Beats: how a hub knows that nothing was lost between the channel layer and itself."""

DEAD_AFTER = 4  # beats that did not come back


class Beats:
    """The hub's own messages through the layer and back: numbered, so that a lost one shows."""

    NAME = "beat"

    def __init__(self) -> None:
        self.sent = 0
        self.last = 0
        self.is_failing = False

    def next(self) -> int:
        self.sent += 1
        return self.sent

    def heard(self, beat: int) -> bool:
        """Note that a beat came back; True when one before it did not."""
        skipped = beat > self.last + 1
        self.last, self.is_failing = beat, False
        return skipped

    def is_dead(self) -> bool:
        return self.sent - self.last > DEAD_AFTER
