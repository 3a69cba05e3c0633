"""The demonstration company: the same for one seed, believable in its rhythm, invented throughout, only for an empty installation."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from adoption.science.weeks import starts_at, week_of
from communities import access
from communities.feeds import home_feed
from communities.models import (
    AnswerMark,
    Attachment,
    Comment,
    Community,
    CommunityInvitation,
    Consent,
    Event,
    JoinRequest,
    Membership,
    Mention,
    Notification,
    Opinion,
    Pin,
    Post,
    Practice,
    Proposal,
    Reaction,
    TopicReferent,
)
from rse.audit import demo
from rse.lib.text import render
from rse.management.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from rse.management.demo.company import DEPARTMENTS, DOMAIN
from rse.management.demo.make import make_demo
from rse.management.demo.places import PLACES
from rse.management.demo.plan import Plan
from rse.management.demo.process import make_plan
from rse.management.demo.season import ZONE, season
from rse.management.demo.threads import files, tell, threads
from rse.people.models import Person, PersonSpell

END = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
SMALL: dict[str, Any] = {"people": 60, "weeks": 12}


@pytest.fixture(scope="module")
def full() -> Plan:
    return make_plan(end=END)


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A small demonstration, written once for the tests that come from here on, and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_demo(at=END, **SMALL)
        yield
        transaction.set_rollback(True)
    demo.forget()


@pytest.mark.django_db
def test_an_installation_with_people_is_refused() -> None:
    demo.forget()
    Person.objects.create_user("ada@valdorne.example", last_name="Ada")
    with pytest.raises(CommandError, match="already has people"):
        call_command("demo", people=60, weeks=12)
    call_command("demo", people=60, weeks=12, if_empty=True, stdout=(said := StringIO()))
    assert said.getvalue() == ""
    assert Person.objects.count() == 1
    assert not demo.is_demo()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "message"), [({"people": 10}, "60 people"), ({"end": "hier"}, "Not a date"), ({"end": "2199-01-01"}, "future")]
)
def test_the_command_says_what_is_wrong(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("demo", **wrong)


def test_one_seed_and_one_end_tell_one_story() -> None:
    first, again = make_plan(end=END, **SMALL), make_plan(end=END, **SMALL)
    assert first.digest() == again.digest()
    assert make_plan(end=END, seed=21, **SMALL).digest() != first.digest()


def test_the_company_has_its_size(full: Plan) -> None:
    employees = [person for person in full.people if not person.is_guest]
    assert len(employees) == 400
    assert {person.department for person in employees} == {department.key for department in DEPARTMENTS}
    assert len(DEPARTMENTS) == 12
    assert len(full.places) == len(PLACES) == 24
    assert 500 <= len(full.conversations) <= 1_200


def test_the_managers_make_a_tree_under_one_director(full: Plan) -> None:
    roots = [person for person in full.people if person.manager is None and not person.is_guest]
    assert [person.job_title for person in roots] == ["Directrice générale"]
    for person in full.people:
        above, steps = person, 0
        while above.manager is not None:
            above, steps = full.people[above.manager], steps + 1
            assert steps <= 3
    assert max(len(person.reports) for person in full.people) <= 14


def test_august_christmas_and_sundays_are_quiet(full: Plan) -> None:
    posts = [talk.said[0].at.astimezone(ZONE) for talk in full.conversations]
    weeks = Counter(week_of(at, ZONE) for at in posts)

    def weekly(first: datetime, last: datetime) -> float:
        span = range(week_of(first, ZONE), week_of(last, ZONE))
        return sum(weeks[week] for week in span) / len(span)

    autumn = weekly(datetime(2026, 9, 7, tzinfo=ZONE), datetime(2026, 10, 19, tzinfo=ZONE))
    assert weekly(datetime(2026, 8, 3, tzinfo=ZONE), datetime(2026, 8, 31, tzinfo=ZONE)) < autumn * 0.7
    assert weekly(datetime(2025, 12, 22, tzinfo=ZONE), datetime(2026, 1, 5, tzinfo=ZONE)) < autumn * 0.7
    assert sum(at.weekday() >= 5 for at in posts) < len(posts) * 0.05
    assert all(5 <= at.hour <= 21 for at in posts)
    assert season(week_of(datetime(2026, 5, 5, tzinfo=ZONE), ZONE)) < season(week_of(datetime(2026, 9, 8, tzinfo=ZONE), ZONE))


def test_one_community_lives_by_itself_and_another_by_its_animator(full: Plan) -> None:
    assert _share_of_others(full, "maintenance") > 0.8
    assert _share_of_others(full, "rh") < 0.5
    assert _contributors(full, "maintenance", END - timedelta(days=28)) > 20


def test_one_community_died_after_five_months(full: Plan) -> None:
    dates = [talk.said[0].at for talk in full.conversations if talk.place == "horizon"]
    assert timedelta(weeks=12) < max(dates) - min(dates) < timedelta(weeks=24)
    assert max(dates) < END - timedelta(weeks=30)


def test_one_community_is_one_manager_and_their_team(full: Plan) -> None:
    members = {stay.person for stay in full.stays if stay.place == "presse"}
    (lead,) = (index for index in members if full.people[index].reports)
    assert all(full.people[index].manager == lead for index in members - {lead})


def test_adoption_is_neither_failed_nor_flattering(full: Plan) -> None:
    shown = {place.key for place in PLACES if place.access in ("open", "closed")}
    last = week_of(END, ZONE)
    window = starts_at(last - 4, ZONE), starts_at(last, ZONE)
    active = {by for place in shown for by, at in _contributions(full, place) if window[0] <= at < window[1]}
    assert 0.15 <= len(active) / 400 <= 0.25


def test_nobody_speaks_before_arriving_nor_after_leaving(full: Plan) -> None:
    stays: dict[tuple[int, str], list[tuple[datetime, datetime | None]]] = {}
    for stay in full.stays:
        stays.setdefault((stay.person, stay.place), []).append((stay.from_at, stay.to_at))
    spoken = [(talk.place, said.by, said.at) for talk in full.conversations for said in talk.said]
    assert len(spoken) > 1_500
    for place, by, at in spoken:
        assert any(start <= at and (end is None or at < end) for start, end in stays[by, place])
        assert full.people[by].is_here(at)


def test_answers_follow_what_they_answer_and_nothing_is_in_the_future(full: Plan) -> None:
    for talk in full.conversations:
        for said in talk.said:
            assert said.at < END
            assert said.answers is None or talk.said[said.answers].at < said.at
            assert all(said.at < at < END for _by, _kind, at in said.reactions)
    assert all(look.at < END for look in full.looks)


def test_most_people_only_read(full: Plan) -> None:
    wrote = {said.by for talk in full.conversations for said in talk.said}
    read = {look.by for look in full.looks}
    assert len(read - wrote) > 100
    assert len(full.looks) > 20 * len(full.conversations)


def test_there_is_enough_to_read() -> None:
    told = [thread for file in files() for thread in threads(file)]
    posts = {thread.turns[0].text for thread in told}
    answers = {turn.text for thread in told for turn in thread.turns[1:]}
    assert len(posts) >= 250
    assert len(answers) >= 600
    assert {file for place in PLACES for file in place.texts} | {"recent"} == set(files())


@pytest.mark.parametrize("file", files())
def test_every_text_is_filled_typeset_and_rendered(file: str) -> None:
    from random import Random

    for thread in threads(file):
        letters = thread.speakers
        told = tell(thread, Random(1), at=END, names=dict.fromkeys(letters, "Camille Roux"), sites=dict.fromkeys(letters, "Vaubrun"))
        assert told.turns[0].text
        assert len(told.title) <= 200
        assert sum(turn.accepted for turn in told.turns) <= told.is_question
        assert not told.turns[0].is_reply
        for text in (told.title, *(turn.text for turn in told.turns)):
            assert not re.search(r"[{}¶↵!]|@[A-Z]\b", text), text
            assert told.language == "en" or not re.search(r"[a-z] [?;:%]|'", text), text
            assert not text or render(text, {"camille roux": "/people/1/"}).html


def test_people_and_addresses_are_invented(full: Plan) -> None:
    addresses = [person.email for person in full.people]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(rf"[a-z.-]+@{re.escape(DOMAIN)}", address) for address in addresses)
    assert DOMAIN.endswith(".example")
    assert not any("@" in turn.text.replace("@", "", 0) and ".fr" in turn.text for f in files() for t in threads(f) for turn in t.turns)


@pytest.mark.django_db
def test_writing_keeps_what_was_planned(company: None) -> None:
    plan = make_plan(end=END, **SMALL)
    titles = Counter(talk.title for talk in plan.conversations)
    assert Counter(Post.objects.values_list("title", flat=True)) >= titles
    assert Person.objects.exclude(email__startswith="lea.fontaine").count() == len(plan.people)  # she has just arrived, outside of the plan
    assert Community.objects.count() == 24
    dates = set(Post.objects.values_list("at", flat=True))
    assert {talk.said[0].at for talk in plan.conversations} <= dates


@pytest.mark.django_db
def test_counters_are_those_of_the_rows(company: None) -> None:
    answers = Counter(Comment.objects.values_list("post_id", flat=True))
    thanks = Counter(Reaction.objects.filter(comment=None).values_list("post_id", flat=True))
    members = Counter(Membership.objects.values_list("community_id", flat=True))
    assert answers
    assert thanks
    for post in Post.objects.all():
        assert post.comment_count == answers[post.pk]
        assert sum(post.reaction_counts.values()) == thanks[post.pk]
        assert post.last_activity_at >= post.at
    for community in Community.objects.all():
        assert community.members_count == members[community.pk]
        newest = Post.objects.filter(community=community).order_by("-id").first()
        assert community.last_post_id == (newest.pk if newest else None)


@pytest.mark.django_db
def test_every_act_is_in_the_history_at_its_date(company: None) -> None:
    told = Counter(Event.objects.values_list("verb", flat=True))
    assert told["post"] == Post.objects.count()
    assert told["comment"] == Comment.objects.count()
    assert told["reaction"] == Reaction.objects.count()
    assert Event.objects.filter(verb="mention", via="").count() == Mention.objects.count() > 0
    assert {"poll_vote", "countersign", "announce"} <= told.keys()
    assert told["visit"] > 200
    assert told["profile_view"] > 0
    assert set(Event.objects.values_list("source", flat=True)) == {"demo"}
    assert not Event.objects.filter(at__gt=END).exists()
    post = Post.objects.order_by("id").first()
    assert post is not None
    assert Event.objects.get(verb="post", object_id=post.pk).at == post.at


@pytest.mark.django_db
def test_there_is_one_of_each_thing_to_look_at(company: None) -> None:
    assert {"message", "question", "poll", "praise", "announcement", "story", "share"} == set(Post.objects.values_list("kind", flat=True))
    assert {"validated", "dangerous", "obsolete"} == set(AnswerMark.objects.values_list("state", flat=True))
    pinned = Pin.objects.get().post
    referent = TopicReferent.objects.get()
    marks = AnswerMark.objects.select_related("comment")
    assert all(mark.by_id == referent.person_id != mark.comment.author_id and mark.comment.post_id == pinned.pk for mark in marks)
    picture, table = Attachment.objects.order_by("position")
    assert picture.post_id == table.post_id
    assert picture.alt
    assert Practice.objects.filter(referent__isnull=False).exists()
    proposed, titles = Proposal.objects.filter(state="open"), []
    for proposal in proposed.order_by("about"):
        assert Opinion.objects.filter(proposal=proposal).count() == 2
        assert proposal.post is not None
        titles.append(proposal.post.title)
    assert titles == [
        "Une modification de notre charte est proposée",
        "Une modification d’une pratique est proposée\u00a0: On donne le site et la machine dès la première ligne",
    ]
    assert Proposal.objects.get(about="practice").practice is not None
    assert Consent.objects.exists() and not Consent.objects.exclude(withdrawn_at=None).exists()


@pytest.mark.django_db
def test_mentions_lead_to_people(company: None) -> None:
    for mention in Mention.objects.select_related("post", "comment", "person"):
        html = mention.comment.body_html if mention.comment else mention.post.body_html
        assert f'href="/people/{mention.person_id}/"' in html
    bodies = [*Post.objects.values_list("body_html", flat=True), *Comment.objects.values_list("body_html", flat=True)]
    assert sum(html.count("@") for html in bodies) == sum(html.count('class="mention"') for html in bodies)


@pytest.mark.django_db
def test_the_secret_and_the_protected_community_are_closed(company: None) -> None:
    secret, protected = Community.objects.get(listed=False), Community.objects.get(protected=True)
    assert (secret.readers, secret.joining) == ("members", "invitation")
    assert (protected.readers, protected.listed) == ("members", True)
    outsider = Person.objects.exclude(pk__in=Membership.objects.filter(community=secret).values("person")).filter(is_active=True).first()
    assert outsider is not None
    assert secret not in access.communities(outsider)
    assert Community.objects.filter(readers="members", protected=False, listed=True).exclude(closed_reason="").count() == 3


@pytest.mark.django_db
def test_something_waits_for_each_account(company: None) -> None:
    people = {label: Person.objects.get(email=email) for label, email in DEMO_ACCOUNTS}
    assert all(person.check_password(DEMO_PASSWORD) for person in people.values())
    assert [person.roles for person in people.values()] == [[], [], [], ["pilot"], ["sponsor"], ["admin"], ["hr"], ["elected"], []]
    assert people["guest"].is_guest
    unread = Notification.objects.filter(person=people["employee"], read_at=None)
    assert {"mention", "reply", "invitation"} <= set(unread.values_list("notice", flat=True))
    assert Notification.objects.filter(person=people["animator"], notice="join_request", read_at=None).exists()
    assert JoinRequest.objects.get(state="pending").person == people["employee"]
    assert CommunityInvitation.objects.filter(answered_at=None).count() == 2
    assert Post.objects.filter(author=people["employee"], kind="question", comment_count=0).exists()
    assert people["employee"].manager == people["manager"]
    assert home_feed(people["employee"]).rows
    for person in people.values():
        dates = list(Notification.objects.filter(person=person).order_by("id").values_list("at", flat=True))
        assert dates == sorted(dates), "the list of notifications goes by their number"


@pytest.mark.django_db
def test_spells_follow_the_accounts(company: None) -> None:
    present = PersonSpell.objects.filter(to_at=None)
    assert present.count() == Person.objects.count()
    gone = Person.objects.filter(is_active=False)
    assert present.filter(is_active=False).count() == gone.count()


@pytest.mark.django_db
def test_the_mark_stays_in_the_audit_log(company: None) -> None:
    demo.forget()
    assert demo.is_demo()


def _contributions(plan: Plan, place: str) -> list[tuple[int, datetime]]:
    said = [said for talk in plan.conversations if talk.place == place for said in talk.said]
    return [(one.by, one.at) for one in said] + [(by, at) for one in said for by, _kind, at in one.reactions]


def _contributors(plan: Plan, place: str, since: datetime) -> int:
    return len({by for by, at in _contributions(plan, place) if at >= since})


def _share_of_others(plan: Plan, place: str) -> float:
    animators = {stay.person for stay in plan.stays if stay.place == place and stay.role != "member"}
    recent = [by for by, at in _contributions(plan, place) if at >= END - timedelta(weeks=12)]
    return sum(by not in animators for by in recent) / len(recent)
