"""Which posts ask something: their words are read here, and only the answer leaves."""

from adoption.history.clock import id_bounds
from adoption.science.conversation import QUESTION_LENGTH
from adoption.science.figures import Ints
from rse.lib.bulk import copy_out


def asking(first: int, last: int) -> Ints:
    """Ids of the posts written in weeks `first` to `last`, and 1 for those that ask; sorted by id, shape (posts, 2).

    A post asks when it is of the kind `question` or has a question mark in its first 500 characters.
    """
    low, high = id_bounds(first, last)
    return copy_out(
        f"SELECT id, (kind = 'question' OR strpos(left(body, {QUESTION_LENGTH}), '?') > 0)::int::bigint FROM communities_post "
        f"WHERE id >= {low} AND id < {high} ORDER BY id",
        2,
    )
