"""Who calls the API in its tests."""

import pytest

from tests.communities.api.program import Program
from tests.conftest import Cast


@pytest.fixture
def as_bob(cast: Cast) -> Program:
    return Program(cast.bob)
