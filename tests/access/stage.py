"""The stage of the access table: the cast, what lies about, and the marks by which hidden things would show."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from communities.actions.comments import delete_comment
from communities.actions.communities import rename_community
from communities.actions.drafts import Begun, save_draft
from communities.actions.memberships import invite, remove_member, request_to_join
from communities.actions.notifications import notify, waiting
from communities.actions.polls import vote
from communities.actions.reactions import react
from communities.models import Comment, JoinRequest, Notification, Post, PostMark, ReactionKind
from rse.people.actions.profiles import change_photo
from rse.people.models import Person
from tests.access.rules import KNOWS, PLACES, READS, SEES
from tests.conftest import Cast
from tests.factories import NOW, SECRET, make_comment, make_community, make_member, make_person, make_post
from tests.people.pictures import picture

PHOTOGRAPHED = ("bob", "carol", "guest")
DRAFTED = ("open", "secret")
UNSAID = "came-tue"  # in bob's drafts only
LATER = NOW + timedelta(minutes=5)
WORDS = {
    "open": "nacelle-ouverte",
    "closed": "turbine-fermée",
    "secret": "hélice-secrète",
    "partners": "bielle-partagée",
    "archived": "vanne-ancienne",
    "deleted": "joint-effacé",
}


@dataclass
class Stage:
    cast: Cast
    outcast: Person  # banned from every community
    comments: dict[str, Comment]
    polls: dict[str, Post]
    requests: dict[str, JoinRequest]
    notifications: dict[str, Notification]  # by the community they speak of; bob's
    marks: list["Mark"]
    kind: str  # a reaction on offer

    @property
    def viewers(self) -> dict[str, Person | None]:
        """The cast, and nobody."""
        return {**self.cast.people, "anonymous": None}


@dataclass(frozen=True)
class Mark:
    """Strings that only these people may be shown."""

    about: str
    strings: frozenset[str]
    may_see: frozenset[str]


def set_stage(cast: Cast) -> Stage:
    Post.objects.update(kind="question")  # so that each may have an accepted answer
    for post in cast.posts.values():
        post.refresh_from_db()
    outcast = make_person("Zelda")
    comments, polls = _comments(cast), _polls(cast)
    for place in ("closed", "secret", "partners"):
        _mention(cast, place)
    _ask_and_invite(cast, outcast)
    for place in DRAFTED:
        begun = Begun(body=f"Commencé, {WORDS[place]} {UNSAID}", title=UNSAID, community=cast.communities[place])
        save_draft(by=cast.bob, client_key=f"brouillon{place}", begun=begun, at=NOW)
    kind = ReactionKind.objects.filter(is_active=True).earliest("position").pk
    react(by=cast.bob, post=cast.closed_post, kind=kind, at=NOW)
    while ids := waiting(at=LATER, older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=LATER)
    _keep_for_later(cast)
    of_bob = Notification.objects.filter(person=cast.bob).order_by("id")
    for name in PHOTOGRAPHED:
        change_photo(by=None, person=cast.people[name], image=BytesIO(picture()), at=NOW)
        cast.people[name].refresh_from_db()
    stage = Stage(
        cast=cast,
        outcast=outcast,
        comments=comments,
        polls=polls,
        requests={place: JoinRequest.objects.get(community=cast.communities[place]) for place in ("closed", "partners")},
        notifications={place: of_bob.filter(community=cast.communities[place])[0] for place in ("closed", "secret", "partners")},
        marks=[],
        kind=kind,
    )
    stage.marks = [*_of_content(cast), *_of_kinds(polls), *_of_kinds(_praises(cast)), *_of_communities(cast), *_of_people(cast, outcast)]
    return stage


def _comments(cast: Cast) -> dict[str, Comment]:
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


def _polls(cast: Cast) -> dict[str, Post]:
    """One poll to each community that takes posts, in which someone has voted."""
    made = {}
    for place, inside in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        asked = {"options": [f"Pour {WORDS[place]}", f"Contre {WORDS[place]}"]}
        made[place] = make_post(inside, cast.communities[place], "", title=f"Avis sur {WORDS[place]}", kind="poll", details=asked)
        vote(by=inside, post=made[place], options=[1], at=NOW)
    return made


def _praises(cast: Cast) -> dict[str, Post]:
    """Bob is praised in each community that takes posts."""
    made = {}
    for place, inside in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        asked = {"people": [cast.bob.pk], "what_for": f"Aide sur {WORDS[place]}"}
        made[place] = make_post(inside, cast.communities[place], f"Bravo pour {WORDS[place]}", kind="praise", details=asked)
    return made


def _of_kinds(posts: dict[str, Post]) -> list[Mark]:
    return [
        Mark(f"the {post.kind} of {place}", frozenset({str(post.pk)}), frozenset(READS[place].split())) for place, post in posts.items()
    ]


def _keep_for_later(cast: Cast) -> None:
    """All but three kept every post, from when they could read it: what they may no longer read stays hidden."""
    keepers = [person for name, person in cast.people.items() if name not in ("alice", "bob", "erin")]
    PostMark.objects.bulk_create(PostMark(person=person, post=post, saved_at=NOW) for person in keepers for post in cast.posts.values())


def _mention(cast: Cast, place: str) -> None:
    """By someone inside: those outside must not even learn that they were named."""
    inside = {"closed": cast.alice, "secret": cast.alice, "partners": cast.erin}[place]
    people = [cast.bob, cast.erin] if place == "partners" else [one for one in cast.people.values() if one != cast.guest]
    named = " ".join(f"@{person.name}," for person in people)
    make_comment(inside, cast.posts[f"{place}_post"], f"{WORDS[place]} {named}")


def _ask_and_invite(cast: Cast, outcast: Person) -> None:
    request_to_join(by=cast.carol, community=cast.closed, note="Demande de carol.", at=NOW)
    request_to_join(by=cast.sam, community=cast.partners, note="Demande de sam.", at=NOW)
    invite(by=cast.erin, community=cast.partners, person=cast.pia, at=NOW)
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        remove_member(by=owner, community=cast.communities[place], person=outcast, ban=True, at=NOW)


def _of_content(cast: Cast) -> list[Mark]:
    marks = [Mark("a deleted comment", frozenset({"rivet-retiré"}), frozenset()), Mark("a draft", frozenset({UNSAID}), frozenset({"bob"}))]
    for place, word in WORDS.items():
        post = cast.posts[f"{place}_post"]
        ids = {str(pk) for pk in Comment.objects.filter(post=post).values_list("pk", flat=True)}
        marks.append(Mark(f"what is said in {place}", frozenset({word, str(post.pk)} | ids), frozenset(READS[place].split())))
    return marks


def _of_communities(cast: Cast) -> list[Mark]:
    return [
        Mark(
            f"the {place} community",
            frozenset({cast.communities[place].name, cast.communities[place].slug}),
            frozenset(KNOWS[place].split()),
        )
        for place in PLACES
    ]


def _of_people(cast: Cast, outcast: Person) -> list[Mark]:
    """Names and addresses. An administrator has everybody's in the administration."""
    marks = [
        Mark(f"{name}", frozenset({person.name, person.email}), frozenset(SEES[name].split()) | {"ada"})
        for name, person in cast.people.items()
    ]
    return [*marks, Mark("the outcast", frozenset({outcast.name, outcast.email}), frozenset(SEES["carol"].split()))]


def happen_out_of_sight(stage: Stage, viewer: str) -> None:
    """What this viewer may not learn of: words, mentions of them, a rename, a community, for a guest also people."""
    cast, at = stage.cast, LATER
    named = f"@{cast.people[viewer].name}"
    for place, inside in {"closed": cast.alice, "secret": cast.bob, "partners": cast.erin, "open": cast.erin}.items():
        if viewer not in READS[place].split():
            post = make_post(inside, cast.communities[place], f"Nouveau pour {named}", at=at, kind="question")
            make_comment(inside, post, f"Encore pour {named}", at=at)
            react(by=inside, post=post, kind=stage.kind, at=at)
            vote(by=cast.bob, post=stage.polls[place], options=[2], at=at)
    rename_community(by=cast.alice, community=cast.secret, name="Aardvark discret", at=at)
    hidden = make_community("Bureau discret", owner=cast.bob, access=SECRET, at=at)
    make_member(cast.erin, hidden)
    make_post(cast.bob, hidden, f"Bonjour {named}", at=at)
    if viewer == "guest":
        newcomer = make_person("Anatole")
        make_post(newcomer, make_community("Atelier visible", owner=newcomer, at=at), f"Bonjour {named}", at=at)
    while ids := waiting(at=at, older_than=-timedelta(hours=1)):
        for event_id in ids:
            notify(event_id=event_id, at=at)
