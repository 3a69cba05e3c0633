"""Testimonials: said or asked for, shown only where their person lets them be, gone with the consent."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from communities import feeds
from communities.actions.levels import set_level_of_person
from communities.actions.memberships import remove_member
from communities.actions.notifications import notify, waiting
from communities.actions.posts import create_post
from communities.actions.testimonials import (
    ask_for_testimonial,
    drop_testimonial,
    give_consent,
    offer_testimonial,
    withdraw_consent,
    write_testimonial,
)
from communities.models import Consent, Notification, Post
from communities.models import Testimonial as Said
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.communities.api.program import Program
from tests.communities.pages import counted, text
from tests.conftest import Cast
from tests.factories import NOW, make_comment, make_member

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
QUOTE = "Je gagne une heure par tournée."


def tell(by: Person, community: Any) -> Post:
    told = {"situation": "Avant.", "change": "Après.", "happened_on": timezone.localdate(NOW) - timedelta(days=3)}
    return create_post(by=by, community=community, kind="story", title="Moins de pannes", body="", details=told, at=NOW)


def quoted(person: Person, use: str) -> list[str]:
    return [quote.quote for quote in feeds.quotes_with_consent(person, use=use)]


def test_words_are_shown_to_nobody_else_without_their_persons_consent(cast: Cast, sign_in: SignIn) -> None:
    post, bob = tell(cast.erin, cast.open), sign_in(cast.bob)
    assert bob.post(f"/p/{post.pk}/testimonials", {"quote": QUOTE})["Location"] == f"/p/{post.pk}/"
    mine = Said.objects.get()
    for person in (cast.erin, cast.carol, cast.pia, cast.ada):
        client = sign_in(person)
        assert QUOTE not in text(client.get(f"/p/{post.pk}/"))
        assert QUOTE not in text(client.get("/testimonials/"))
        assert client.post(f"/testimonials/{mine.pk}", {"do": "give", "use": "internal"}).status_code == 404
        with pytest.raises(PermissionDenied):
            give_consent(by=person, testimonial=mine, use="internal", at=NOW)
    assert QUOTE in text(bob.get("/testimonials/"))
    bob.post(f"/testimonials/{mine.pk}", {"do": "give", "use": "internal"})
    assert QUOTE in text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    bob.post(f"/testimonials/{mine.pk}", {"do": "withdraw", "use": "internal"})
    assert QUOTE not in text(sign_in(cast.carol).get(f"/p/{post.pk}/"))
    row = Consent.objects.get()
    assert row.withdrawn_at is not None


def test_each_use_is_consented_to_apart_and_none_without_the_first(cast: Cast) -> None:
    post = tell(cast.erin, cast.open)
    mine = offer_testimonial(by=cast.bob, post=post, quote=QUOTE, uses=["board"], at=NOW)
    assert [quoted(cast.pia, use) for use in ("internal", "board", "public")] == [[], [], []]
    give_consent(by=cast.bob, testimonial=mine, use="internal", at=NOW)
    assert [quoted(cast.pia, use) for use in ("internal", "board", "public")] == [[QUOTE], [QUOTE], []]
    assert not give_consent(by=cast.bob, testimonial=mine, use="internal", at=NOW)
    withdraw_consent(by=cast.bob, testimonial=mine, use="board", at=NOW)
    assert quoted(cast.pia, "board") == []
    give_consent(by=cast.bob, testimonial=mine, use="board", at=NOW)
    withdraw_consent(by=cast.bob, testimonial=mine, use="internal", at=NOW)
    assert quoted(cast.pia, "board") == []
    with pytest.raises(Refused):
        give_consent(by=cast.bob, testimonial=mine, use="advertising", at=NOW)
    give_consent(by=cast.bob, testimonial=mine, use="internal", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(testimonial=mine, use="internal", given_at=NOW)


def test_packs_quote_only_what_their_reader_may_read_and_who_is_still_there(cast: Cast) -> None:
    post = tell(cast.alice, cast.closed)
    offer_testimonial(by=cast.bob, post=post, quote=QUOTE, uses=["internal", "board"], at=NOW)
    assert quoted(cast.erin, "board") == [QUOTE]
    assert quoted(cast.pia, "board") == []
    with counted(1):
        quoted(cast.erin, "board")
    cast.bob.is_active = False
    cast.bob.save(update_fields=["is_active"])
    assert quoted(cast.erin, "board") == []


def test_other_words_need_other_consents(cast: Cast) -> None:
    mine = offer_testimonial(by=cast.bob, post=tell(cast.erin, cast.open), quote=QUOTE, uses=["internal"], at=NOW)
    write_testimonial(by=cast.bob, testimonial=mine, quote=QUOTE, at=NOW)
    assert quoted(cast.carol, "internal") == [QUOTE]
    write_testimonial(by=cast.bob, testimonial=mine, quote="Deux heures.", at=NOW)
    assert quoted(cast.carol, "internal") == []


def test_someone_is_asked_once_and_answers_or_declines_alone(cast: Cast, sign_in: SignIn) -> None:
    post, erin = tell(cast.erin, cast.open), sign_in(cast.erin)
    comment = make_comment(cast.bob, post, "Chez nous aussi.")
    for person in (cast.bob, cast.carol):
        with pytest.raises(PermissionDenied):
            ask_for_testimonial(by=person, post=post, person=cast.erin.pk, at=NOW)
    assert erin.post(f"/p/{post.pk}/testimonials/ask", {"person": cast.carol.name}).status_code == 302
    for _twice in range(2):
        asked = ask_for_testimonial(by=cast.erin, post=post, comment=comment, at=NOW)
    assert (asked.person_id, asked.asked_by_id, asked.quote) == (cast.bob.pk, cast.erin.pk, "")
    while found := waiting(at=timezone.now() + timedelta(minutes=1), older_than=timedelta(0)):
        for event_id in found:
            notify(event_id=event_id, at=NOW)
    told = Notification.objects.filter(notice="testimonial")
    assert sorted(told.values_list("person_id", flat=True)) == sorted([cast.bob.pk, cast.carol.pk])
    bob = sign_in(cast.bob)
    assert bob.get(f"/notifications/{told.get(person=cast.bob).pk}/")["Location"] == "/testimonials/"
    assert cast.erin.name in text(bob.get("/testimonials/"))
    with pytest.raises(Refused):
        give_consent(by=cast.bob, testimonial=asked, use="internal", at=NOW)
    with pytest.raises(PermissionDenied):
        drop_testimonial(by=cast.erin, testimonial=asked, at=NOW)
    bob.post(f"/testimonials/{asked.pk}", {"do": "drop"})
    assert cast.erin.name not in text(bob.get("/testimonials/"))
    refused = erin.post(f"/p/{post.pk}/testimonials/ask", {"person": "Personne Inconnue"})
    assert refused.status_code == 422
    assert "id_person_error" in text(refused) and "Personne Inconnue" in text(refused)


def test_whoever_was_put_out_publishes_nothing_there_any_more(cast: Cast, sign_in: SignIn) -> None:
    post = tell(cast.alice, cast.closed)
    mine = offer_testimonial(by=cast.bob, post=post, quote=QUOTE, uses=["board"], at=NOW)
    remove_member(by=cast.alice, community=cast.closed, person=cast.bob, ban=True, at=NOW)
    bob, program, address = sign_in(cast.bob), Program(cast.bob), f"/testimonials/{mine.pk}"
    assert bob.post(address, {"do": "save", "quote": "Autre chose."}).status_code == 403
    assert bob.post(address, {"do": "give", "use": "internal"}).status_code == 403
    program("PATCH", f"testimonials/{mine.pk}", {"quote": "Autre chose."}, status=403)
    program("PUT", f"testimonials/{mine.pk}/consents/internal", status=403)
    page = text(bob.get("/testimonials/"))
    assert QUOTE in page and 'value="save"' not in page and 'value="give"' not in page
    assert 'value="withdraw"' in page and 'value="drop"' in page
    assert bob.post(address, {"do": "withdraw", "use": "board"}).status_code == 302
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert quoted(cast.alice, "internal") == []
    assert bob.post(address, {"do": "drop"}).status_code == 302
    assert not Said.objects.exists()


def test_who_reads_there_and_was_asked_answers_unless_they_were_banned(cast: Cast) -> None:
    post = tell(cast.erin, cast.open)
    asked = ask_for_testimonial(by=cast.erin, post=post, person=cast.carol.pk, at=NOW)
    write_testimonial(by=cast.carol, testimonial=asked, quote=QUOTE, at=NOW)
    make_member(cast.carol, cast.open)
    remove_member(by=cast.erin, community=cast.open, person=cast.carol, ban=True, at=NOW)
    with pytest.raises(PermissionDenied):
        give_consent(by=cast.carol, testimonial=asked, use="internal", at=NOW)


def test_nobody_is_told_of_what_someone_whom_they_blocked_asks(cast: Cast) -> None:
    post = tell(cast.erin, cast.open)
    set_level_of_person(by=cast.bob, other=cast.erin, level="block", at=NOW)
    for person in (cast.bob, cast.carol):
        ask_for_testimonial(by=cast.erin, post=post, person=person.pk, at=NOW)
    while found := waiting(at=timezone.now() + timedelta(minutes=1), older_than=timedelta(0)):
        for event_id in found:
            notify(event_id=event_id, at=NOW)
    assert [each.person for each in Notification.objects.filter(notice="testimonial")] == [cast.carol]


def test_what_was_typed_and_refused_stays(cast: Cast, sign_in: SignIn) -> None:
    post, bob = tell(cast.erin, cast.open), sign_in(cast.bob)
    refused = bob.post(f"/p/{post.pk}/testimonials", {"quote": "x" * 1001, "uses": ["board"]})
    page = text(refused)
    assert refused.status_code == 422
    assert "x" * 1001 in page
    assert 'value="board" checked' in page
    mine = offer_testimonial(by=cast.bob, post=post, quote=QUOTE, at=NOW)
    again = bob.post(f"/testimonials/{mine.pk}", {"do": "save", "quote": "y" * 1001})
    assert (again.status_code, "y" * 1001 in text(again)) == (422, True)
    assert bob.post(f"/testimonials/{mine.pk}", {"do": "dance"}).status_code == 400
    assert sign_in(cast.carol).post(f"/p/{post.pk}/testimonials", {"quote": QUOTE}).status_code == 403
    with pytest.raises(Refused):
        offer_testimonial(by=cast.bob, post=cast.open_post, quote=QUOTE, at=NOW)


def test_testimonials_through_the_api(cast: Cast) -> None:
    post, bob, erin = tell(cast.erin, cast.open), Program(cast.bob), Program(cast.erin)
    made = bob("POST", f"posts/{post.pk}/testimonials", {"quote": QUOTE, "uses": ["board"]}, status=201)
    assert [use["use"] for use in made["uses"] if use["given_at"]] == ["board"]
    path = f"testimonials/{made['id']}"
    assert erin("GET", f"posts/{post.pk}/testimonials")["results"] == []
    bob("PUT", f"{path}/consents/internal")
    assert [quote["quote"] for quote in erin("GET", f"posts/{post.pk}/testimonials")["results"]] == [QUOTE]
    erin("PUT", f"{path}/consents/public", status=404)
    erin("DELETE", path, status=404)
    assert bob("PATCH", path, {"quote": "Deux heures."})["quote"] == "Deux heures."
    assert bob("GET", "testimonials")["results"][0]["post"] == str(post.pk)
    bob("DELETE", f"{path}/consents/internal", status=204)
    erin("POST", f"posts/{post.pk}/testimonials/requests", {"person": cast.carol.pk}, status=204)
    bob("POST", f"posts/{post.pk}/testimonials/requests", {"person": cast.carol.pk}, status=403)
    bob("DELETE", path, status=204)
    assert [row.person_id for row in Said.objects.all()] == [cast.carol.pk]


def told_of_quotes(person: Person) -> list[str]:
    while found := waiting(at=timezone.now() + timedelta(days=1), older_than=timedelta(0)):
        for event_id in found:
            notify(event_id=event_id, at=NOW)
    rows = Notification.objects.filter(person=person, notice__startswith="quote").order_by("pk")
    return list(rows.values_list("notice", flat=True))


def test_who_declines_is_not_asked_again_and_who_asked_hears_of_either(cast: Cast, sign_in: SignIn) -> None:
    post, erin, bob = tell(cast.erin, cast.open), sign_in(cast.erin), sign_in(cast.bob)
    asked = ask_for_testimonial(by=cast.erin, post=post, person=cast.bob.pk, at=NOW)
    bob.post(f"/testimonials/{asked.pk}", {"do": "drop"})
    assert told_of_quotes(cast.erin) == ["quote_declined"]
    assert "préfère ne pas donner le témoignage" in text(erin.get("/notifications/"))
    again = erin.post(f"/p/{post.pk}/testimonials/ask", {"person": cast.bob.name})
    assert again.status_code == 422
    assert "préfère ne rien dire de cette réussite" in text(again)
    assert bob.post(f"/testimonials/{asked.pk}", {"do": "save", "quote": QUOTE}).status_code == 404
    assert offer_testimonial(by=cast.bob, post=post, quote=QUOTE, at=NOW) == asked  # they may still change their mind by themselves
    assert told_of_quotes(cast.erin) == ["quote_declined"]
    other = tell(cast.erin, cast.open)
    said = ask_for_testimonial(by=cast.erin, post=other, person=cast.bob.pk, at=NOW)
    bob.post(f"/testimonials/{said.pk}", {"do": "save", "quote": QUOTE})
    bob.post(f"/testimonials/{said.pk}", {"do": "save", "quote": f"{QUOTE} Et plus."})
    assert told_of_quotes(cast.erin) == ["quote_declined", "quote_given"]
    assert QUOTE not in text(erin.get("/notifications/"))
    drop_testimonial(by=cast.bob, testimonial=Said.objects.get(pk=said.pk), at=NOW)
    assert Said.objects.get(pk=said.pk).quote == ""
    assert told_of_quotes(cast.erin) == ["quote_declined", "quote_given"]
