"""The page of a community's health: what waits is for those who animate it, figures are masked, hypotheses rest on something."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from adoption.charts import Plot
from adoption.dashboards.community import community_page
from adoption.dashboards.course import weeks_chart
from adoption.dashboards.todo import prompts
from adoption.dashboards.wider import wide_note
from adoption.fill.labels import label
from adoption.history.places import places
from adoption.history.waiting import SPAN, signs, unanswered, unsolved
from adoption.metrics.carrying import carries_itself, index_by_week, months, weeks_carried
from adoption.metrics.scope import scope_figures
from adoption.metrics.series import Series, load_series
from adoption.metrics.study import Study
from adoption.models import CommunityWeek
from adoption.science.figures import Figure
from adoption.science.network import Transversality
from adoption.science.stages import Thresholds
from communities.actions.posts import delete_post
from communities.models import Community, Post
from rse.lib.ids import new_ids
from rse.people.models import Person
from tests.adoption.parts import habits_of, share, talk_of, ties_of
from tests.adoption.shown import keep, put_weeks
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_community, make_member, make_person, make_post

pytestmark = pytest.mark.django_db
OLD = timedelta(days=6)  # holds more than 24 working hours, wherever it begins


def text(person: Person, community: Community, code: int = 200) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(f"/adoption/communities/{community.slug}/", HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == code
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


@pytest.fixture
def english() -> Any:
    with translation.override("en"):
        yield


def lived(community: Community, people: int = 90, share_: float = 0.3, **columns: Any) -> int:
    return put_weeks(np.full(70, share_), community=community.pk, people=people, **columns)


def series_of(community: Community) -> Series:
    return load_series(set(), [community.pk])[community.pk]


def test_who_animates_sees_what_waits_and_others_only_figures(cast: Cast) -> None:
    week = lived(cast.closed)
    label()
    keep(week, community=cast.closed.pk, people=90, talk=talk_of(waiting=7), ties=ties_of(), habits=habits_of(week))
    post = make_post(cast.bob, cast.closed, "Le palier chauffe.", title="Palier qui chauffe", kind="question", at=NOW - OLD)
    Person.objects.update(language="en")
    for animator in (cast.alice, cast.erin):
        page = text(animator, cast.closed)
        assert f'href="/p/{post.pk}/"' in page
        assert "Palier qui chauffe" in page
        assert cast.bob.name in page
        assert 'id="tile-response_rate"' in page
    for reader in (cast.sam, cast.pia):
        page = text(reader, cast.closed)
        assert 'id="tile-response_rate"' in page
        assert "7 first posts of newcomers wait for an answer." in page
        assert not re.search(r'href="/p/\d', page)
        assert "Palier" not in page
        assert cast.bob.name not in page
    text(cast.bob, cast.closed, 403)
    text(cast.carol, cast.closed, 404)
    for animator in (cast.alice, cast.sam):
        text(animator, cast.secret, 404)
    Community.objects.filter(pk=cast.closed.pk).update(protected=True)
    text(cast.alice, cast.closed, 404)
    assert unanswered(cast.closed.pk, at=NOW, limit=9) == ()


def test_counts_under_five_are_no_counts_for_those_who_only_look(cast: Cast) -> None:
    week = lived(cast.closed)
    label()
    few = replace(talk_of(waiting=4), buckets=np.array([10, 12, 8, 15, -1]))
    keep(week, community=cast.closed.pk, people=90, talk=few)
    page = community_page(places()[cast.closed.pk], at=timezone.now(), animator=None)
    assert page.todo.live is None
    assert page.todo.counted == ()


def test_a_sponsor_who_is_also_a_member_gets_no_list(cast: Cast) -> None:
    make_member(cast.sam, cast.closed)
    make_post(cast.bob, cast.closed, "Une question.", title="Une attente", kind="question", at=NOW - OLD)
    lived(cast.closed)
    assert "Une attente" not in text(cast.sam, cast.closed)


def test_late_newcomers_come_first_then_questions_then_the_longest_wait(cast: Cast) -> None:
    place, (nora, ines) = make_community("Atelier"), (make_person("Nora"), make_person("Ines"))
    for person in (nora, ines, cast.bob):
        make_member(person, place)
    make_post(cast.bob, place, "Le tout premier.", title="premier", at=NOW - timedelta(days=50))
    told = make_post(cast.bob, place, "Un message.", title="message", at=NOW - timedelta(days=30))
    asked = make_post(cast.bob, place, "Où est la clé ?", title="question", kind="question", at=NOW - timedelta(days=2))
    late = make_post(nora, place, "Bonjour, je débute.", at=NOW - OLD)
    fresh = make_post(ines, place, "Bonjour.", title="tout frais", at=NOW - timedelta(minutes=5))
    answered = make_post(cast.bob, place, "Répondu.", at=NOW - OLD)
    make_comment(nora, answered, "Voici.")
    delete_post(by=cast.bob, post=make_post(cast.bob, place, "Effacé.", at=NOW - OLD), at=NOW)
    make_post(cast.bob, place, "Trop vieux.", at=NOW - SPAN - timedelta(days=1))
    make_post(cast.bob, cast.open, "Ailleurs.", at=NOW - OLD)
    rows = unanswered(place.pk, at=NOW, limit=9)
    assert [row.post_id for row in rows] == [late.pk, asked.pk, told.pk, fresh.pk]
    assert [row.newcomer for row in rows] == [True, False, False, True]
    assert [row.late for row in rows] == [True, False, False, False]
    assert rows[0].title == "Bonjour, je débute."
    assert rows[0].author == nora.name
    assert rows[1].question
    assert [row.post_id for row in unanswered(place.pk, at=NOW, limit=2)] == [late.pk, asked.pk]
    assert late.pk not in [row.post_id for row in unanswered(place.pk, at=NOW, limit=9, but=nora.pk)]


def test_whoever_has_commented_before_is_no_newcomer(cast: Cast) -> None:
    make_comment(cast.bob, cast.open_post, "D'abord une réponse.", at=NOW - timedelta(days=8))
    post = make_post(cast.bob, cast.open, "Puis un sujet.", at=NOW - OLD)
    (row,) = [row for row in unanswered(cast.open.pk, at=NOW, limit=9) if row.post_id == post.pk]
    assert not row.newcomer


def test_questions_with_answers_ask_for_the_one_that_held(cast: Cast) -> None:
    asked = make_post(cast.bob, cast.open, "Quel joint ?", title="Quel joint", kind="question", at=NOW - timedelta(days=9))
    answer = make_comment(cast.erin, asked, "Le torique.", at=NOW - timedelta(days=8))
    young = make_post(cast.bob, cast.open, "Quelle clé ?", title="Quelle clé", kind="question", at=NOW - timedelta(days=3))
    make_comment(cast.erin, young, "De 13.", at=NOW - timedelta(days=2))
    assert [row.post_id for row in unsolved(cast.open.pk, at=NOW, limit=9)] == [asked.pk]
    Post.objects.filter(pk=asked.pk).update(accepted_comment=answer)
    assert unsolved(cast.open.pk, at=NOW, limit=9) == ()
    counted = signs(cast.open.pk, at=NOW)
    assert (counted.questions, counted.solved, counted.answered) == (2, 1, 2)


def put_posts(community: Community, authors: Sequence[Person], number: int) -> None:
    """Unanswered messages, one an hour back from now, each in turn by one of the authors."""
    instants = [NOW - timedelta(hours=i + 1) for i in range(number)]
    made = [
        Post(pk=id_, community=community, author=authors[i % len(authors)], body_html="<p>Un mot.</p>", at=at, last_activity_at=at)
        for i, (id_, at) in enumerate(zip(new_ids(instants), instants, strict=True))
    ]
    Post.objects.bulk_create(made)


def test_what_waits_is_found_by_the_index_in_one_query_however_much_there_is(cast: Cast, django_assert_num_queries: Any) -> None:
    authors = [cast.bob, *(make_person("Auteur") for _ in range(99))]  # so few as 24 may all be in one sample, or hardly any
    for other in (cast.closed, cast.partners, cast.archived):
        put_posts(other, authors, 800)
    put_posts(cast.open, authors, 200)
    with django_assert_num_queries(1):
        assert len(unanswered(cast.open.pk, at=NOW, limit=8)) == 8
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE communities_post")
    with CaptureQueriesContext(connection) as asked:
        unanswered(cast.open.pk, at=NOW, limit=8)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "post_of_community" in plan
    assert "Seq Scan on communities_post" not in plan


def test_the_page_costs_the_same_whatever_waits(cast: Cast) -> None:
    week = lived(cast.open)
    label()
    keep(week, community=cast.open.pk, people=90, talk=talk_of(), ties=ties_of(), habits=habits_of(week))
    place = places()[cast.open.pk]
    asked = []
    for number in (1, 60):
        put_posts(cast.open, [cast.bob], number)
        with CaptureQueriesContext(connection) as found:
            community_page(place, at=timezone.now(), animator=cast.erin.pk)
        asked.append(len(found))
    assert asked[0] == asked[1]
    assert asked[0] <= 9


def test_a_community_of_nine_is_too_small_and_still_has_what_waits(cast: Cast) -> None:
    lived(cast.closed, people=9, share_=0.9)
    label()
    Person.objects.update(language="en")
    make_post(cast.bob, cast.closed, "Une question ?", title="Une attente", kind="question", at=NOW - OLD)
    page = text(cast.alice, cast.closed)
    assert "Too small to study" in page
    assert "Une attente" in page
    assert "First signs" in page
    assert "stat-v" not in page
    assert "<figure" not in page
    assert "First signs" not in text(cast.sam, cast.closed)


def test_first_weeks_have_raw_signs_and_no_word(cast: Cast) -> None:
    put_weeks(np.array([0.2, 0.3]), community=cast.open.pk, people=40)
    label()
    Person.objects.update(language="en")
    page = text(cast.erin, cast.open)
    assert "Not enough data" in page
    assert "First signs" in page
    assert "carries itself" not in page
    empty = text(cast.erin, cast.partners)
    assert "Not enough data: no week is complete yet." in empty
    assert "First signs" in empty


def lead(community: Community, **columns: Any) -> str:
    lived(community, **columns)
    label()
    return community_page(places()[community.pk], at=timezone.now(), animator=None).carrying.lead


@pytest.mark.usefixtures("english")
def test_the_verdict_says_what_members_do_and_never_that_they_carry_it_alone(cast: Cast) -> None:
    assert "rests on those who animate" in lead(cast.open, by_others28=20)
    assert "most answered threads still need" in lead(cast.closed, peer_threads28=9)
    assert "nothing shows yet" in lead(cast.partners)
    assert "no animator is known" in lead(make_community("Sans nom"), animators=0)


@pytest.mark.usefixtures("english")
def test_an_index_comes_with_its_interval_its_five_parts_and_its_twelve_weeks(cast: Cast) -> None:
    lived(cast.open)
    label()
    page = community_page(places()[cast.open.pk], at=timezone.now(), animator=None)
    assert page.carrying.index.kind == "estimate"
    assert page.carrying.index.interval is not None
    assert len(page.board.parts) == 5
    assert "more than 12 judged weeks in a row" in page.carrying.held
    assert not page.carrying.badge
    assert "twelve weeks before" in page.carrying.before


def test_the_badge_takes_the_stage_twelve_weeks_and_people_replaced() -> None:
    even = Figure(1.0, 0.9, 1.1, n=6)
    assert carries_itself("self_carrying", 12, even)
    assert not carries_itself("self_carrying", 11, even)
    assert not carries_itself("critical_mass", 40, even)
    assert not carries_itself("self_carrying", 40, Figure(0.7, 0.5, 0.9, n=6))
    assert not carries_itself("self_carrying", None, even)


def test_weeks_carried_count_back_to_the_last_one_that_failed(cast: Cast) -> None:
    week = lived(cast.open)
    series = series_of(cast.open)
    assert weeks_carried(series) == int((series.judged & (np.cumsum(~series.low_season) >= 10)).sum())  # s5 asks for ten weeks of life
    bad = int(series.weeks[series.judged][-4])
    series.counts["by_others28"][series.weeks == bad] = 0
    assert weeks_carried(series) == 3
    assert weeks_carried(replace(series, counts=series.counts | {"animators": np.zeros(len(series), dtype=np.int64)})) is None
    assert week == int(series.weeks[-1])


def test_the_index_of_each_week_is_that_of_the_figures(cast: Cast) -> None:
    lived(cast.open)
    series = series_of(cast.open)
    found = index_by_week(series, 52)
    assert len(found) == 52
    for back in range(1, 30):
        week = int(series.weeks[-back])
        figures = scope_figures(series, week, Thresholds())
        if series.judged[-back]:
            assert found[-back] == pytest.approx(figures.self_carrying_index.value)
        else:
            assert np.isnan(found[-back])
    thin = replace(series, counts=series.counts | {"eligible28": np.full(len(series), 4)})
    assert np.isnan(index_by_week(thin, 52)).all()


def test_months_add_their_weeks_up_and_hide_the_thin_ones(cast: Cast) -> None:
    lived(cast.open)
    series = series_of(cast.open)
    found = months(series, 6)
    assert len(found.first_days) == 6
    assert found.by_others / found.made == pytest.approx(0.5, abs=0.02)
    whole = months(series, 100)
    assert whole.made.sum() == series.counts["contributions"].sum()
    thin = replace(series, counts=series.counts | {"eligible28": np.full(len(series), 4)})
    assert np.isnan(months(thin, 6).made).all()


def chosen(community: Community, study: Study) -> dict[str, str]:
    figures = scope_figures(series_of(community), study.week, Thresholds())
    return {prompt.key: prompt.why.text for prompt in prompts(places()[community.pk], figures, study)}


@pytest.mark.usefixtures("english")
def test_weeks_of_a_few_contributors_are_gaps(cast: Cast) -> None:
    lived(cast.open)
    series = series_of(cast.open)
    series.counts["contributors"][-1] = 4
    series.counts["contributors"][-2] = 0
    chart = weeks_chart(series)
    assert chart is not None
    assert isinstance(chart.spec, Plot)
    assert [curve.values[-1] for curve in chart.spec.curves] == [None, None]
    assert None not in chart.spec.curves[0].values[:-1]
    assert chart.title == "Contributions last week: a few; threads answered: a few"


@pytest.mark.usefixtures("english")
def test_members_who_carry_it_now_and_then_are_offered_a_rhythm(cast: Cast) -> None:
    week = lived(cast.open, others=0)
    label()
    assert chosen(cast.open, Study(cast.open.pk, week, 90, 27))["rhythm"].startswith("In 0 of the last 12 weeks")
    CommunityWeek.objects.filter(week__gt=week - 6).update(others=5)
    series = series_of(cast.open)
    held = int((series.counts["others"][~series.low_season][-12:] >= 3).sum())
    assert chosen(cast.open, Study(cast.open.pk, week, 90, 27))["rhythm"].startswith(f"In {held} of the last 12 weeks")


@pytest.mark.usefixtures("english")
def test_hypotheses_rest_on_counts_of_five_and_on_intervals(cast: Cast) -> None:
    week = lived(cast.closed)
    label()
    study = Study(cast.closed.pk, week, 90, 27, talk=talk_of(0.45), ties=ties_of())
    found = chosen(cast.closed, study)
    assert "Of 40 members who arrived 9 to 16 weeks ago, 20 had not reacted" in found["silent-newcomers"]
    assert "45% of posts get an answer" in found["answers"]
    assert "wider" in found  # ties_of: 0.66 to 0.78 where chance gives 0.97 to 1.03
    assert "open-up" in found
    hidden = replace(talk_of(0.7), funnel=np.array([40, 40, 36, 10, 5]))
    even = replace(ties_of(), transversality=Transversality(share(0.98), share(0.98), 1.2, 0.95, 1.03, 0.5))
    assert set(chosen(cast.closed, replace(study, talk=hidden, ties=even))) == {"open-up"}
    masked = replace(talk_of(0.7), funnel=np.full(5, -1))
    assert "silent-newcomers" not in chosen(cast.closed, replace(study, talk=masked))
    few = replace(ties_of(), keys=replace(ties_of().keys, k50=Figure.none("not_enough_people"), alert=True))
    assert chosen(cast.closed, replace(study, ties=few))["few"] == "Half of the contributions of 28 days come from a few people."


@pytest.mark.usefixtures("english")
def test_an_open_community_is_not_asked_to_open(cast: Cast) -> None:
    week = lived(cast.open)
    label()
    assert "open-up" not in chosen(cast.open, Study(cast.open.pk, week, 90, 27))


def test_masked_habits_leave_no_empty_box_and_say_why(cast: Cast) -> None:
    week = lived(cast.open)
    label()
    Person.objects.update(language="en")
    whole = habits_of(week)
    hidden = replace(
        whole, profiles=replace(whole.profiles, counts=np.where(np.arange(7) == 2, -1, whole.profiles.counts)),
        growth=replace(whole.growth, left=np.array([6, 8, -1])),
    )  # fmt: skip
    for habits, there in ((whole, True), (hidden, False)):
        keep(week, community=cast.open.pk, people=90, habits=habits)
        part = text(cast.erin, cast.open).split('aria-labelledby="h-profiles"')[1].split("</section>")[0]
        assert ("<figure" in part) is there
        assert ("fewer than five people: none is shown" in part) is not there


@pytest.mark.usefixtures("english")
def test_silos_are_told_only_where_chance_does_not_explain_them() -> None:
    assert "a sign of silos" in wide_note(ties_of())  # 0.66 to 0.78, where chance gives 0.97 to 1.03
    even = replace(ties_of(), transversality=Transversality(share(0.98), share(0.98), 1.2, 0.95, 1.03, 0.5))
    assert "no sign of silos beyond chance" in wide_note(even)
    assert wide_note(None) == ""
