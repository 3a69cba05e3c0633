"""Refusals: why a write was not done, in words for the person who asked."""

from django.utils.functional import Promise


class Refused(Exception):
    """A write that cannot be done as asked. `message` is for the reader; `field` names the input at fault."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)
