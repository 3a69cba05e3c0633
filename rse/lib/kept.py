"""Things made once per process and kept while they are asked for: bounded in number, and in time where it matters."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Made = TypeVar("Made")

_all: "WeakSet[Kept[Any]]" = WeakSet()


def forget_all() -> None:
    """Empty every one of them: the next request makes anew."""
    for each in _all:
        each.clear()


class Kept(Generic[Made]):
    """At most `size` values, the ones longest unasked leave first; `seconds` is how long one may be given again."""

    def __init__(self, size: int, *, seconds: float | None = None) -> None:
        self._size = size
        self._seconds = seconds
        self._values: OrderedDict[Hashable, tuple[float, Made]] = OrderedDict()
        self._lock = threading.Lock()
        _all.add(self)

    def get(self, key: Hashable) -> Made | None:
        with self._lock:
            if (held := self._values.get(key)) is None:
                return None
            if held[0] < time.monotonic():
                del self._values[key]
                return None
            self._values.move_to_end(key)
            return held[1]

    def put(self, key: Hashable, value: Made) -> None:
        until = float("inf") if self._seconds is None else time.monotonic() + self._seconds
        with self._lock:
            self._values[key] = (until, value)
            self._values.move_to_end(key)
            if len(self._values) > self._size:
                self._values.popitem(last=False)

    def make(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value of `key`; made now when there is none."""
        if (value := self.get(key)) is None:
            value = make()
            self.put(key, value)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
