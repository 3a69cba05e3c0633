"""The tests' own ground."""

import pytest

from communities.models import ReactionKind


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_each_test_finds_what_migrations_wrote(time: str) -> None:
    assert ReactionKind.objects.count() == 4, time
    ReactionKind.objects.all().delete()
