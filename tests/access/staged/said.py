"""What people said, reported, asked and followed in the places of the stage."""

from datetime import timedelta

from communities.actions.comments import delete_comment
from communities.actions.levels import set_level_of_person, set_level_of_topic
from communities.actions.memberships import invite, remove_member, request_to_join
from communities.actions.notifications import notify, waiting
from communities.actions.reports import create_report, decide_report, pass_on_due
from communities.models import Comment, PostMark, Report, ThreadLevel, Topic
from rse.people.models import Person
from tests.access.words import LATER, TOPICS, WORDS
from tests.conftest import Cast
from tests.factories import NOW, make_comment


def notify_all() -> None:
    while ids := waiting(at=LATER, older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=LATER)


def comments(cast: Cast) -> dict[str, Comment]:
    """One comment to each thread that takes one, and a deleted one in sight of all."""
    gone = make_comment(cast.bob, cast.open_post, "Retiré : rivet-retiré.", at=NOW)
    delete_comment(by=cast.bob, comment=gone, at=NOW)
    made = {
        "open": make_comment(cast.bob, cast.open_post, "Réponse nacelle-ouverte."),
        "partners": make_comment(cast.guest, cast.partners_post, "Réponse bielle-partagée."),
    }
    for place in ("closed", "secret"):
        made[place] = Comment.objects.get(post=cast.posts[f"{place}_post"])
    return made


def reports(cast: Cast, comments: dict[str, Comment]) -> dict[str, Report]:
    """Someone who is not its author reports each comment, in words that hold what was said."""
    senders = {"open": cast.max, "closed": cast.bob, "secret": cast.alice, "partners": cast.bob}
    return {
        place: create_report(by=sender, subject=comments[place], reason="other", note=f"Voyez {WORDS[place]}", at=NOW)
        for place, sender in senders.items()
    }


def passed(cast: Cast) -> dict[str, Report]:
    """Someone reports what bob said; it waits too long and is passed on, then alice decides, in words that tell what was said."""
    made, long_ago = {}, NOW - timedelta(days=10)
    for place, sender in {"closed": cast.erin, "secret": cast.alice}.items():
        words = make_comment(cast.bob, cast.posts[f"{place}_post"], f"Encore {WORDS[place]}.")
        made[place] = create_report(by=sender, subject=words, reason="offensive", may_pass=True, at=long_ago)
    pass_on_due(NOW)
    for place, report in made.items():
        decide_report(by=cast.alice, report=report, outcome="warned", reason=f"Mesurez vos mots sur {WORDS[place]}.", at=NOW)
        report.refresh_from_db()
    return made


def keep_for_later(cast: Cast) -> None:
    """All but three kept every post, from when they could read it: what they may no longer read stays hidden."""
    keepers = [person for name, person in cast.people.items() if name not in ("alice", "bob", "erin")]
    PostMark.objects.bulk_create(PostMark(person=person, post=post, saved_at=NOW) for person in keepers for post in cast.posts.values())


def follow_and_mute(cast: Cast) -> None:
    """Bob follows what there is; the others once followed every thread and every topic, which they may no longer read."""
    set_level_of_person(by=cast.bob, other=cast.erin, level="follow", at=NOW)
    followers = [person for name, person in cast.people.items() if name not in ("alice", "bob", "erin")]
    ThreadLevel.objects.bulk_create(
        ThreadLevel(person=person, post=post, level="follow", since=NOW)
        for person in [*followers, cast.bob]
        for post in cast.posts.values()
    )
    set_level_of_topic(by=cast.bob, topic=Topic.objects.get(key="fusion-discrete"), level="follow", name=TOPICS["secret"], at=NOW)


def mention(cast: Cast, place: str) -> None:
    """By someone inside: those outside must not even learn that they were named."""
    inside = {"closed": cast.alice, "secret": cast.alice, "partners": cast.erin}[place]
    people = [cast.bob, cast.erin] if place == "partners" else [one for one in cast.people.values() if one != cast.guest]
    named = " ".join(f"@{person.name}," for person in people)
    make_comment(inside, cast.posts[f"{place}_post"], f"{WORDS[place]} {named}")


def ask_and_invite(cast: Cast, outcast: Person) -> None:
    request_to_join(by=cast.carol, community=cast.closed, note="Demande de carol.", at=NOW)
    request_to_join(by=cast.sam, community=cast.partners, note="Demande de sam.", at=NOW)
    invite(by=cast.erin, community=cast.partners, person=cast.pia, at=NOW)
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        remove_member(by=owner, community=cast.communities[place], person=outcast, ban=True, at=NOW)
