"""A study as JSON and back: dataclasses of science, arrays as lists, not-a-number as null."""

from __future__ import annotations

import math
from typing import Any, TypeVar, get_args, get_origin

import cattrs
import numpy as np

Made = TypeVar("Made")


def _is_array(kind: Any) -> bool:
    return get_origin(kind) is np.ndarray


def _array_out(values: Any) -> Any:
    return _finite(values.tolist())


def _finite(value: Any) -> Any:
    """Lists of numbers without what JSON has no word for."""
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _array_in(values: Any, kind: Any) -> Any:
    number = get_args(get_args(kind)[1])[0]
    if number is not np.float64:
        return np.array(values, dtype=number)
    return np.array(values, dtype=object).astype(np.float64) if values else np.zeros(0)


def _converter() -> cattrs.Converter:
    made = cattrs.Converter()
    made.register_structure_hook_func(_is_array, _array_in)
    made.register_unstructure_hook_func(lambda kind: kind is np.ndarray or _is_array(kind), _array_out)
    made.register_unstructure_hook(float, lambda number: _finite(float(number)))
    made.register_unstructure_hook(np.integer, int)
    made.register_unstructure_hook(np.floating, lambda number: _finite(float(number)))
    made.register_unstructure_hook(np.bool_, bool)
    return made


_known = _converter()


def to_json(value: object) -> Any:
    """What a JSON column takes of a dataclass; infinities and not-a-number become null."""
    return _known.unstructure(value)


def from_json(data: Any, kind: type[Made]) -> Made:
    """The dataclass that `to_json` made the data of. Raises whatever cattrs raises on another form."""
    return _known.structure(data, kind)
