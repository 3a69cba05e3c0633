"""The expert's page: for sponsors and pilots, every figure with its definition, nothing about anybody."""

import re

import pytest

from adoption.metrics.catalogue import BY_KEY
from rse.audit.models import AuditEvent
from tests.adoption.parts import habits_of, organisation_of, ties_of
from tests.adoption.shown import judged, keep, put_weeks
from tests.adoption.test_sponsor_page import TRANSITION, page_of, signed_in
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TILES = (
    "c182", "reading_rate", "gini", "power", "k50", "top5", "loss", "brokers", "social_score", "stickiness", "stickiness_contributions",
    "discontinuance", "ei_index", "effective_units", "evenness", "lost_without_brokers", "r0", "speed", "critical_share",
    "bass_p", "bass_q", "bass_m", "contagion", "recruits", "spontaneous",
)  # fmt: skip


def test_it_is_for_sponsors_and_pilots_and_each_visit_is_written_down(cast: Cast) -> None:
    for name, person in cast.people.items():
        if person.is_active:
            assert signed_in(person).get("/adoption/expert/").status_code == (200 if name in ("sam", "pia") else 403), name
    found = AuditEvent.objects.filter(act="adoption.consult").values_list("detail__page", flat=True)
    assert list(found) == ["expert", "expert"]


def test_it_holds_every_figure_with_its_definition_and_its_caveats() -> None:
    week = put_weeks(TRANSITION)
    judged()
    keep(week, habits=habits_of(week), ties=ties_of(), organisation=organisation_of())
    page = page_of(path="/adoption/expert/")
    for key in TILES:
        tile = re.search(rf'id="tile-{key}".*?</details>', page)
        assert tile, key
        assert str(BY_KEY[key].formula) in tile[0], key
    for key in ("lorenz", "spread", "engagement", "personas", "cohorts"):
        assert f'id="{key}"' in page
    assert "never a proof of autonomy" in page
    assert "is no norm" in page
    assert "fewer than 5 people" in page[page.index('id="cohorts"') :]
    assert "12.0% for Bass, 9.0% for “nothing changes”" in page
    assert "no more than chance would give" in page
    assert "/adoption/expert/" in page_of()


def test_without_a_study_it_says_what_is_missing() -> None:
    page = page_of(path="/adoption/expert/")
    assert "Not worked out yet" in page
