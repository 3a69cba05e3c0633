"""From events to weekly rollups: incremental by the mark of arrival, resumable, the same result however often it runs."""

from .run import Filled, fill

__all__ = ["Filled", "fill"]
