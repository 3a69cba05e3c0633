"""Counts of people that are shown to others: never under five, and never two of them so close that their difference tells who."""

LEAST = 5


def settled(shown: int, actual: int) -> int:
    """What to show once `actual` was counted and `shown` was shown last: 0 stands for fewer than five.

    What is shown changes only when five people or more make the difference.
    """
    if abs(actual - shown) < LEAST:
        return shown
    return actual if actual >= LEAST else 0
