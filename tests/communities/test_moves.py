"""A post that moves to another community: who may, what is shown first, what goes along, and who reads no more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities import access, feeds
from communities.actions.charters import put_charter
from communities.actions.comments import create_comment, delete_comment, edit_comment
from communities.actions.marks import save_post
from communities.actions.memberships import leave_community
from communities.actions.moves import move_post, plan_move
from communities.actions.notifications import notify, waiting
from communities.actions.pins import pin_post
from communities.actions.polls import vote
from communities.actions.posts import edit_post
from communities.actions.reliance import mark_answer
from communities.actions.removals import restore_comment, settle_due
from communities.actions.reports import create_report, decide_report
from communities.actions.testimonials import give_consent, offer_testimonial, withdraw_consent
from communities.actions.uploads import upload
from communities.models import Attachment, Community, Consent, Event, Membership, Move, Notification, Pin, Post, PostMark, Report
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from rse.people.models import Person
from tests.access.moved import move
from tests.communities.api.program import Program
from tests.communities.pages import counted, hidden, ids, text
from tests.conftest import Cast
from tests.factories import NOW, TODAY, make_comment, make_community, make_member, make_post
from tests.people.pictures import picture

SignIn = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def refusal(by: Person, post: Post, to: Community) -> str:
    return plan_move(by=by, post=post, to=to, at=NOW).refusal


def tell_all() -> None:
    for event_id in waiting(at=LATER, older_than=timedelta(0)):
        notify(event_id=event_id, at=LATER)


def test_who_wrote_it_or_animates_there_moves_it_to_where_they_write(cast: Cast, sign_in: SignIn) -> None:
    address = f"/p/{cast.closed_post.pk}/move"
    expected = {"alice": 200, "bob": 200, "erin": 200} | dict.fromkeys(("carol", "dave", "guest", "sam", "pia", "max", "ada"), 404)
    assert {name: sign_in(cast.people[name]).get(address).status_code for name in expected} == expected
    plain = make_community("Lecteurs", owner=cast.erin)
    make_member(cast.alice, plain)
    mine = make_post(cast.erin, plain)
    assert sign_in(cast.carol).get(f"/p/{mine.pk}/move").status_code == 403
    assert sign_in(cast.alice).get(f"/p/{mine.pk}/move").status_code == 403  # a member, neither author nor animator
    assert address in text(sign_in(cast.bob).get(f"/p/{cast.closed_post.pk}/"))
    assert f"/p/{mine.pk}/move" not in text(sign_in(cast.alice).get(f"/p/{mine.pk}/"))
    assert sign_in(cast.alice).get(f"{address}?community={cast.open.slug}").status_code == 403  # she reads there, and does not write
    assert sign_in(cast.erin).get(f"{address}?community={cast.secret.slug}").status_code == 404
    assert sign_in(cast.erin).get(f"/p/{cast.archived_post.pk}/move").status_code == 403
    with pytest.raises(PermissionDenied):
        plan_move(by=cast.ada, post=cast.open_post, to=cast.open, at=NOW)


def test_the_page_says_who_loses_and_who_gains_and_the_move_does_what_it_says(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.open, "Devis confidentiel, à ranger.")
    make_comment(cast.erin, post, "Vu.")
    bob, address = sign_in(cast.bob), f"/p/{post.pk}/move"
    employees = Person.objects.filter(is_active=True, is_guest=False).count()
    page = text(bob.get(f"{address}?community={cast.secret.slug}"))
    assert f"{employees - 2} personnes qui peuvent la lire aujourd’hui ne le pourront plus" in page
    assert "dont 1 y a répondu" in page
    assert "Personne de plus ne la lira" in page
    assert "badge-secret" in page or "Secrète" in page
    assert Post.objects.get(pk=post.pk).community == cast.open
    sent = hidden(page)
    assert bob.post(address, sent | {"note": "Trop précis pour tous."}).headers["Location"] == f"/p/{post.pk}/"
    assert Post.objects.get(pk=post.pk).community == cast.secret
    shown = text(bob.get(f"/p/{post.pk}/"))
    assert "Déplacée depuis" in shown and "Trop précis pour tous." in shown and "Vu." in shown
    for outside in (cast.erin, cast.carol, cast.ada):
        assert sign_in(outside).get(f"/p/{post.pk}/").status_code == 404
    verbs = Event.objects.filter(verb="move").order_by("seq").values_list("community_id", "via", "target_id")
    assert list(verbs) == [(cast.open.pk, "out", cast.bob.pk), (cast.secret.pk, "into", cast.bob.pk)]
    assert Event.objects.get(verb="post", object_id=post.pk).community_id == cast.open.pk  # as of its date
    assert not AuditEvent.objects.filter(act="post.move").exists()  # one's own


def test_the_plan_says_that_past_versions_go_along_and_one_removes_them_first(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.closed, "Le mot de passe est sésame.")
    bob, address, history = sign_in(cast.bob), f"/p/{post.pk}/move?community={cast.open.slug}", f"/p/{post.pk}/history"
    assert history not in text(bob.get(address))
    edit_post(by=cast.bob, post=post, body="Sans mot de passe.", at=NOW)
    comment = make_comment(cast.bob, post, "Vu.")
    edit_comment(by=cast.bob, comment=comment, body="Lu.", at=NOW)
    page = text(bob.get(address))
    assert "2 versions passées" in page and f'href="{history}"' in page
    assert Program(cast.bob)("GET", f"posts/{post.pk}/move?community={cast.open.slug}")["past_versions"] == 2
    bob.post(f"{history}/1/remove")
    assert bob.post(f"/p/{post.pk}/move", hidden(page)).status_code == 409  # it is no longer what was shown
    assert "1 version passée" in text(bob.get(address))


def test_a_guest_is_told_no_number_of_employees(cast: Cast, sign_in: SignIn) -> None:
    make_member(cast.guest, cast.open)
    post = make_post(cast.guest, cast.partners, "Du partenaire.")
    page = text(sign_in(cast.guest).get(f"/p/{post.pk}/move?community={cast.open.slug}"))
    assert "Chaque membre du personnel la lira" in page
    assert "personnes de plus" not in page
    plan = Program(cast.guest)("GET", f"posts/{post.pk}/move?community={cast.open.slug}")
    assert (plan["gaining"], plan["losing"], plan["staying"]) == (None, None, None)
    assert plan["refusal"] == ""


def test_words_get_more_readers_by_their_own_author_only(cast: Cast) -> None:
    alone = make_post(cast.bob, cast.closed, "De moi seul.")
    assert refusal(cast.bob, alone, cast.open) == ""
    make_comment(cast.bob, alone, "Encore moi.")
    assert refusal(cast.bob, alone, cast.open) == ""
    make_comment(cast.alice, alone, "Entre nous.")
    assert "ce que d’autres y ont écrit" in refusal(cast.bob, alone, cast.open)
    assert refusal(cast.bob, alone, cast.secret) == ""  # alice and bob read both: nobody more
    assert "seul qui l’a écrite" in refusal(cast.erin, make_post(cast.bob, cast.closed), cast.open)
    with pytest.raises(Refused):
        move(cast.bob, alone, cast.open)
    assert Post.objects.get(pk=alone.pk).community == cast.closed
    move(cast.bob, alone, cast.secret)


def test_a_deletion_that_may_be_taken_back_is_no_way_around(cast: Cast) -> None:
    post = make_post(cast.erin, cast.closed, "Bilan du mois.")
    comment = make_comment(cast.alice, post, "Entre nous.")
    delete_comment(by=cast.erin, comment=comment, at=NOW)
    assert "ce que d’autres y ont écrit" in refusal(cast.erin, post, cast.open)
    settle_due(NOW + timedelta(minutes=2))
    assert refusal(cast.erin, post, cast.open) == ""  # gone for good


def test_what_was_deleted_before_a_move_stays_deleted(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.closed, "Bilan du mois.")
    comment = make_comment(cast.bob, post, "De moi, pour ceux d’ici.")
    delete_comment(by=cast.bob, comment=comment, at=NOW)
    move(cast.bob, post, cast.open)
    with pytest.raises(Refused):
        restore_comment(by=cast.bob, comment=comment, at=NOW + timedelta(seconds=5))
    sign_in(cast.bob).post(f"/p/{post.pk}/comments/{comment.pk}/restore")
    assert "pour ceux d’ici" not in text(sign_in(cast.carol).get(f"/p/{post.pk}/"))


def test_what_was_said_of_an_answer_is_somebody_elses_too(cast: Cast) -> None:
    post = make_post(cast.bob, cast.closed, "Qui sait ?", kind="question")
    answer = make_comment(cast.bob, post, "Trouvé.")
    assert refusal(cast.bob, post, cast.open) == ""
    mark_answer(by=cast.alice, comment=answer, state="dangerous", note="Sauf sur le banc 3.", at=NOW)
    mark_answer(by=cast.alice, comment=answer, state="", at=NOW)  # its history shows it still
    assert "ce que d’autres" in refusal(cast.bob, post, cast.open)
    assert refusal(cast.bob, post, cast.secret) == ""


def test_a_testimonial_that_nobody_may_read_does_not_show_in_the_plan(cast: Cast) -> None:
    told = {"situation": "Avant", "change": "Après", "happened_on": TODAY - timedelta(days=3)}
    story = make_post(cast.erin, cast.closed, "", title="Succès", kind="story", details=told)
    before = plan_move(by=cast.erin, post=story, to=cast.open, at=NOW)
    mine = offer_testimonial(by=cast.bob, post=story, quote="Une heure par tournée.", uses=["board"], at=NOW)
    assert plan_move(by=cast.erin, post=story, to=cast.open, at=NOW) == before
    give_consent(by=cast.bob, testimonial=mine, use="internal", at=NOW)
    assert "ce que d’autres" in refusal(cast.erin, story, cast.open)
    withdraw_consent(by=cast.bob, testimonial=mine, use="internal", at=NOW)
    move(cast.erin, story, cast.open)
    assert not Consent.objects.filter(testimonial=mine, withdrawn_at=None).exists()  # given among fewer readers


def test_a_move_is_taken_back_until_others_have_written_for_those_there(cast: Cast) -> None:
    post = make_post(cast.bob, cast.open, "Trop vite rangé.")
    make_comment(cast.erin, post, "Vu d’ici.")
    move(cast.erin, post, cast.closed)
    post = Post.objects.select_related("community", "author").get(pk=post.pk)
    assert refusal(cast.erin, post, cast.open) == ""
    assert "ce que d’autres" in refusal(cast.bob, post, make_community("Ailleurs", owner=cast.bob))  # it never was there
    make_comment(cast.alice, post, "Entre nous.", at=LATER)
    assert "ce que d’autres" in refusal(cast.bob, post, cast.open)
    other = make_post(cast.bob, cast.open, "Rangé, puis changé.")
    move(cast.erin, other, cast.closed)
    edit_post(by=cast.bob, post=other, body="Pour nous seuls.", at=LATER)
    assert "seul qui l’a écrite" in refusal(cast.erin, Post.objects.get(pk=other.pk), cast.open)


def test_an_animator_moves_what_others_wrote_where_they_read_on_and_they_are_told(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.open, "Une question d’appel d’offres.")
    make_member(cast.carol, cast.open)
    make_comment(cast.carol, post, "Et moi.")
    of_carol = make_post(cast.carol, cast.open, "De carol.")
    assert "La personne qui l’a écrite ne lit pas" in refusal(cast.erin, of_carol, cast.closed)
    assert refusal(cast.erin, post, cast.closed) == ""
    move(cast.erin, post, cast.closed, note="Pour qui s’en occupe.")
    told = AuditEvent.objects.get(act="post.move")
    assert (told.actor_id, told.detail) == (cast.erin.pk, {"from": cast.open.pk, "to": cast.closed.pk, "author": cast.bob.pk})
    tell_all()
    notice = Notification.objects.get(notice="post_moved")
    assert (notice.person, notice.actor, notice.community) == (cast.bob, cast.erin, cast.closed)
    bob = sign_in(cast.bob)
    assert "a déplacé votre publication dans" in text(bob.get("/notifications/"))
    shown = text(bob.get(f"/p/{post.pk}/"))
    assert "Pour qui s’en occupe." in shown and f"par {cast.erin.name}" in shown
    move(cast.bob, make_post(cast.bob, cast.open), cast.closed)
    tell_all()
    assert Notification.objects.filter(notice="post_moved").count() == 1  # nobody is told of their own


def test_what_has_changed_since_it_was_shown_is_shown_anew(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.open, "À ranger.")
    bob, address = sign_in(cast.bob), f"/p/{post.pk}/move"
    sent = hidden(text(bob.get(f"{address}?community={cast.closed.slug}")))
    make_member(cast.carol, cast.closed)
    answer = bob.post(address, sent | {"note": "Rangé."})
    assert answer.status_code == 409
    page = text(answer)
    assert "Rien n’a été déplacé" in page and "Rangé." in page
    assert Post.objects.get(pk=post.pk).community == cast.open
    assert bob.post(address, {"community": cast.closed.slug}).status_code == 409  # nothing was shown
    make_member(cast.carol, cast.open)
    make_comment(cast.carol, post)  # one more whose words go along
    assert bob.post(address, hidden(page)).status_code == 409
    leave_community(by=cast.bob, community=cast.closed, at=LATER)
    assert bob.post(address, sent).status_code == 422  # one writes there no more: another choice
    with pytest.raises(PermissionDenied):
        move_post(by=cast.bob, post=post, to=cast.closed, seen=sent["seen"], at=LATER)
    last = hidden(text(bob.get(f"{address}?community={cast.secret.slug}")))
    assert bob.post(address, last).status_code == 302


def test_a_charter_is_accepted_before_the_first_post_there(cast: Cast, sign_in: SignIn) -> None:
    put_charter(cast.closed, "On répond sans détour.", by=cast.alice, at=NOW)
    post = make_post(cast.bob, cast.open, "À ranger.")
    bob, address = sign_in(cast.bob), f"/p/{post.pk}/move"
    page = text(bob.get(f"{address}?community={cast.closed.slug}"))
    assert "On répond sans détour." in page
    refused = bob.post(address, hidden(page))
    assert refused.status_code == 422
    assert "La charte" in text(refused) or "charte" in text(refused)
    assert bob.post(address, hidden(page) | {"accepts": "1"}).status_code == 302
    assert not access.owes_charter(cast.bob, Community.objects.get(pk=cast.closed.pk))


def test_each_kind_moves_or_says_why_not(cast: Cast) -> None:
    day = TODAY - timedelta(days=3)
    praise = make_post(cast.erin, cast.open, "Merci.", kind="praise", details={"people": [cast.carol.pk], "what_for": "Aide"})
    assert cast.carol.name in refusal(cast.erin, praise, cast.closed)
    kept = make_post(cast.erin, cast.open, "Merci.", kind="praise", details={"people": [cast.bob.pk], "what_for": "Aide"})
    assert refusal(cast.erin, kept, cast.closed) == ""
    poll = make_post(cast.erin, cast.open, "", title="Oui ?", kind="poll", details={"options": ["Oui", "Non"]})
    assert refusal(cast.erin, poll, cast.closed) == ""
    vote(by=cast.bob, post=poll, options=[1], at=NOW)
    assert "votes" in refusal(cast.erin, poll, cast.closed)
    told = {"situation": "Avant", "change": "Après", "happened_on": day}
    story = make_post(cast.erin, cast.open, "", title="Succès", kind="story", details=told)
    moved = move(cast.erin, story, cast.closed)
    assert [row.id for row in feeds.community_stories(cast.alice, cast.closed)] == [moved.pk]
    assert list(feeds.community_stories(cast.erin, cast.open)) == []
    for must_read, word in ((True, "invités à la lire"), (False, "")):
        said = make_post(cast.erin, cast.open, "À savoir", title="À savoir", kind="announcement", details={"must_read": must_read})
        assert word in refusal(cast.erin, said, cast.closed)
        assert bool(refusal(cast.erin, said, cast.closed)) is must_read
    free = make_post(cast.erin, cast.open, "À savoir", title="À savoir", kind="announcement")
    make_member(cast.erin, cast.secret)
    assert refusal(cast.erin, free, cast.secret)  # a plain member there announces nothing
    share = make_post(cast.bob, cast.closed, "Voyez.", kind="share", details={"original": cast.open_post})
    assert "déjà dans cette communauté" in refusal(cast.bob, share, cast.open)
    assert refusal(cast.bob, share, cast.secret) == ""
    question = make_post(cast.erin, cast.open, "Qui sait ?", kind="question")
    assert refusal(cast.erin, question, cast.closed) == ""
    assert "déjà" in refusal(cast.erin, question, cast.open)


def test_all_that_says_where_a_post_is_moves_along(cast: Cast, sign_in: SignIn) -> None:
    row = upload(by=cast.bob, file=SimpleUploadedFile("plan.jpg", picture()), name="plan.jpg", client_key="k", at=NOW)
    post = make_post(cast.bob, cast.open, "Avec un plan #palan", files=[row.token], at=LATER)
    comment = make_comment(cast.erin, post, "Une réponse.")
    pin_post(by=cast.erin, post=post, at=NOW)
    save_post(by=cast.carol, post=post, at=NOW)
    before = Community.objects.get(pk=cast.open.pk).last_post_id
    assert before == post.pk
    Membership.objects.filter(person=cast.erin, community=cast.open).update(last_read_id=post.pk)
    carol, erin = sign_in(cast.carol), sign_in(cast.erin)
    assert post.pk in ids(text(carol.get("/kept/")))
    assert carol.get(f"/files/{row.token}/{row.name}").status_code == 200
    move(cast.bob, post, cast.closed)
    assert not Pin.objects.exists()
    assert Attachment.objects.get(pk=row.pk).community == cast.closed
    assert Community.objects.get(pk=cast.open.pk).last_post_id == cast.open_post.pk
    assert Community.objects.get(pk=cast.closed.pk).last_post_id == post.pk
    assert (Person.objects.get(pk=cast.bob.pk).last_post_id or 0) < post.pk  # not for every employee any more
    read = {name: Membership.objects.get(person=cast.people[name], community=cast.closed).last_read_id for name in ("bob", "erin", "alice")}
    assert read["bob"] == post.pk
    assert read["alice"] < post.pk
    assert PostMark.objects.filter(person=cast.carol, post=post).exists()
    assert post.pk not in ids(text(carol.get("/kept/")))  # kept, and out of her sight
    assert carol.get(f"/files/{row.token}/{row.name}").status_code == 404
    place = f"/c/{cast.closed.slug}/"
    assert post.pk in ids(text(erin.get(place)))
    assert post.pk not in ids(text(erin.get(f"/c/{cast.open.slug}/")))
    assert row.name in text(erin.get(f"{place}documents"))
    assert row.name not in text(erin.get(f"/c/{cast.open.slug}/documents"))
    thread = text(erin.get(f"/p/{post.pk}/"))
    assert f"/p/{post.pk}/comments/{comment.pk}/edit" in thread  # her rights are those of the place it is in now
    assert move(cast.bob, Post.objects.get(pk=post.pk), cast.secret).community == cast.secret
    assert Move.objects.filter(post=post).count() == 2


def test_a_secret_origin_is_named_to_nobody_outside(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.secret, "À dire à tous.")
    move(cast.bob, post, cast.open, note="Décidé hier.")
    for outside in (cast.erin, cast.carol, cast.ada):
        page = text(sign_in(outside).get(f"/p/{post.pk}/"))
        assert "À dire à tous." in page
        assert cast.secret.name not in page and "Déplacée" not in page and "Décidé hier." not in page
    assert cast.secret.name in text(sign_in(cast.alice).get(f"/p/{post.pk}/"))
    leave_community(by=cast.bob, community=cast.secret, at=LATER)
    page = text(sign_in(cast.bob).get(f"/p/{post.pk}/"))
    assert cast.secret.name not in page and "Décidé hier." in page


def test_a_report_stays_with_those_who_animate_where_it_was_said(cast: Cast, sign_in: SignIn) -> None:
    make_member(cast.carol, cast.open)
    post = make_post(cast.carol, cast.open, "Des mots durs.")
    create_report(by=cast.max, subject=post, reason="offensive", at=NOW)
    den = make_community("Chez carol", owner=cast.carol)
    move(cast.carol, post, den)
    report = Report.objects.get()
    assert report.community == cast.open
    queue = text(sign_in(cast.erin).get(f"/c/{cast.open.slug}/reports"))
    assert "Des mots durs." in queue and "déplacé depuis dans une autre communauté" in queue
    assert f"/p/{post.pk}/" not in queue
    decide_report(by=cast.erin, report=report, outcome="removed", reason="Blessant.", at=LATER)
    assert Post.objects.get(pk=post.pk).deleted_at is not None


def test_a_reply_written_for_other_readers_is_refused_once_the_post_has_moved(cast: Cast) -> None:
    post = Post.objects.select_related("community").get(pk=make_post(cast.bob, cast.open, "Ici.").pk)
    move(cast.bob, Post.objects.get(pk=post.pk), cast.closed)
    with pytest.raises(Refused):
        create_comment(by=cast.erin, post=post, body="Pour ceux d’ici.", at=LATER)


def test_a_program_asks_first_then_moves(cast: Cast) -> None:
    post = make_post(cast.bob, cast.open, "À ranger.")
    as_bob, address = Program(cast.bob), f"posts/{post.pk}/move"
    assert "move" in as_bob("GET", f"posts/{post.pk}")["rights"]
    assert "move" not in Program(cast.carol)("GET", f"posts/{post.pk}")["rights"]
    plan = as_bob("GET", f"{address}?community={cast.closed.slug}")
    assert (plan["gaining"], plan["losing_who_replied"], plan["refusal"], plan["may_take_back"]) == (0, 0, "", True)
    assert plan["staying"] == 3
    as_bob("GET", address, status=400)
    Program(cast.carol)("GET", f"{address}?community={cast.closed.slug}", status=403)
    make_member(cast.carol, cast.closed)
    changed = as_bob("POST", address, {"community": cast.closed.slug, "seen": plan["seen"]}, status=409)
    assert changed["staying"] == 4
    done = as_bob("POST", address, {"community": cast.closed.slug, "seen": changed["seen"], "note": "Rangé."})
    assert done["community"]["slug"] == cast.closed.slug
    Program(cast.max)("GET", f"posts/{post.pk}", status=404)


def test_the_plan_costs_the_same_however_many_replied(cast: Cast, sign_in: SignIn) -> None:
    post = make_post(cast.bob, cast.open, "À ranger.")
    bob, address = sign_in(cast.bob), f"/p/{post.pk}/move?community={cast.closed.slug}"
    make_comment(cast.erin, post)
    bob.get(address)
    for person in (cast.max, cast.sam, cast.pia):
        make_member(person, cast.open)
        make_comment(person, post)
    with counted(at_most=20):
        bob.get(address)


def test_a_refusal_is_said_before_what_the_move_would_do(cast: Cast, sign_in: SignIn) -> None:
    page = text(sign_in(cast.erin).get(f"/p/{cast.closed_post.pk}/move?community={cast.open.slug}"))
    assert "Après le déplacement" in page
    assert page.index('role="status">') < page.index("Après le déplacement")
