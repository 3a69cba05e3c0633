"""A company of five hundred people who chose at random what they are told, two thousand events, and who should hear of each.

`imagine` draws it from a seed, `put` writes it in the database, `reckon` says what each should be told. The reckoning knows the
rules by their sentences and nothing of the product's code.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from communities.actions.batches import NewComment, NewPost, create_comments, create_posts
from communities.actions.memberships import leave_community
from communities.actions.posts import create_post, delete_post
from communities.models import (
    Comment,
    Community,
    CommunityTelling,
    DefaultTelling,
    Event,
    Membership,
    PendingEvent,
    PersonLevel,
    PersonTelling,
    Post,
    ThreadLevel,
    Topic,
    TopicLevel,
)
from rse.people.models import Person
from tests.factories import NOW, START

PEOPLE, PLACES, POSTS, COMMENTS = 500, 20, 320, 440
LEVELS = ["nothing", "mentions", "posts", "everything"]
CHANNELS = ["in_app", "push", "mail", "digest"]
BEGAN = NOW - timedelta(hours=6)

Choice = tuple[str, tuple[str, ...] | None]  # a level or "", channels or None
Told = tuple[int, str, int, int | None]  # person, notice, post, comment: by their numbers here


@dataclass
class Said:
    """A post, or a comment of one."""

    by: int
    place: int = 0
    kind: str = "message"
    mentions: list[int] = field(default_factory=list)
    praised: list[int] = field(default_factory=list)
    topic: bool = False
    post: int = -1
    parent: int | None = None
    is_deleted: bool = False
    moved_to: int | None = None


@dataclass
class World:
    guests: set[int]
    open: list[bool]  # of each place
    owners: list[int]
    members: list[set[int]]  # at first
    house: Choice
    defaults: dict[int, Choice]
    own: dict[int, Choice]
    there: dict[tuple[int, int], Choice]
    of_people: dict[tuple[int, int], str]
    of_threads: dict[tuple[int, int], str]
    deaf_to_topic: set[int]
    posts: list[Said]
    comments: list[Said]
    leaving: list[tuple[int, int]]
    closed: set[int]  # accounts


def imagine(seed: int) -> World:
    draw = Random(seed)
    guests = {n for n in range(PEOPLE) if n % 17 == 5}
    employees = [n for n in range(PEOPLE) if n not in guests]
    is_open = [n % 5 < 2 for n in range(PLACES)]
    owners = [draw.choice(employees) for _ in range(PLACES)]
    members = [{owners[n], *draw.sample(range(PEOPLE), 45)} for n in range(PLACES)]
    belonging = [(person, place) for place in range(PLACES) for person in sorted(members[place])]

    def choice() -> Choice:
        channels = None if draw.random() < 0.4 else tuple(channel for channel in CHANNELS if draw.random() < 0.5)
        return draw.choice(["", *LEVELS]), channels

    posts = [_post(draw, n, employees, members) for n in range(POSTS)]
    comments: list[Said] = []
    for _ in range(COMMENTS):
        thread = draw.randrange(POSTS)
        earlier = [n for n, one in enumerate(comments) if one.post == thread and one.parent is None]
        parent = draw.choice(earlier) if earlier and draw.random() < 0.4 else None
        by = draw.choice(sorted(members[posts[thread].place]))
        named = _named(draw, by, employees, members[posts[thread].place], most=2) if by in set(employees) else []
        comments.append(Said(by, posts[thread].place, mentions=named, post=thread, parent=parent))
    plain = [n for n, one in enumerate(posts) if one.kind == "message"]
    for n in draw.sample(plain, 40):
        if draw.random() < 0.5:
            posts[n].is_deleted = True
        else:
            posts[n].moved_to = (posts[n].place + draw.randint(1, PLACES - 1)) % PLACES
    for one in draw.sample(comments, 40):
        one.is_deleted = True
    unowned = [(person, place) for person, place in belonging if person != owners[place]]
    return World(
        guests=guests,
        open=is_open,
        owners=owners,
        members=members,
        house=("mentions", ("in_app", "mail")),
        defaults={3: ("posts", None), 5: ("everything", ("digest",)), 7: ("nothing", None), 9: ("", ("push", "in_app"))},
        own={n: choice() for n in draw.sample(range(PEOPLE), 200)},
        there={pair: choice() for pair in draw.sample(belonging, 350)},
        of_people={(one, other): draw.choice(["follow", "mute", "block"]) for one, other in _pairs(draw, 600)},
        of_threads={(draw.randrange(PEOPLE), draw.randrange(POSTS)): draw.choice(["follow", "mute"]) for _ in range(700)},
        deaf_to_topic=set(draw.sample(range(PEOPLE), 120)),
        posts=posts,
        comments=comments,
        leaving=draw.sample(unowned, 40),
        closed=set(draw.sample([n for n in range(PEOPLE) if n not in owners], 20)),
    )


def _post(draw: Random, number: int, employees: list[int], members: list[set[int]]) -> Said:
    place = number % PLACES
    by = draw.choice(sorted(set(employees) & members[place]))
    kind = {0: "announcement", 1: "call", 2: "praise"}.get(number // PLACES, "message")
    said = Said(by, place, kind, topic=kind == "message" and draw.random() < 0.25)
    if kind == "praise":
        said.praised = draw.sample(sorted((members[place] & set(employees)) - {by}), 2)
    elif kind == "message":
        said.mentions = _named(draw, by, employees, members[place], most=6)
    return said


def _named(draw: Random, by: int, employees: list[int], members: set[int], *, most: int) -> list[int]:
    """Members or colleagues from elsewhere, whom the writer sees; never themselves."""
    crowd = sorted(members - {by}) + [n for n in draw.sample(employees, 10) if n != by]
    return list(dict.fromkeys(draw.sample(crowd, draw.randint(0, most))))


def _pairs(draw: Random, count: int) -> set[tuple[int, int]]:
    drawn = [(draw.randrange(PEOPLE), draw.randrange(PEOPLE)) for _ in range(count)]
    return {(one, other) for one, other in drawn if one != other}


# In the database ----------------------------------------------------------------------------------


@dataclass
class Put:
    """The rows, by their numbers."""

    people: list[Person]
    places: list[Community]
    posts: list[Post]
    comments: list[Comment]


def put(world: World) -> Put:
    people = Person.objects.bulk_create(
        [
            Person(
                first_name=f"P{n:03d}", last_name="Essai", name_key=f"essai p{n:03d}", email=f"p{n:03d}@example.org",
                is_guest=n in world.guests, joined_at=START, password="!",
            )
            for n in range(PEOPLE)
        ]
    )  # fmt: skip
    places = Community.objects.bulk_create(
        [
            Community(
                name=f"Lieu {n:02d}", name_key=f"lieu {n:02d}", slug=f"lieu-{n:02d}", created_at=START, members_count=len(world.members[n]),
                **({} if world.open[n] else {"readers": "members", "joining": "invitation", "listed": n % 3 > 0}),
            )
            for n in range(PLACES)
        ]
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(person=people[person], community=places[place], role=_role(world, person, place), created_at=START)
        for place in range(PLACES)
        for person in sorted(world.members[place])
    )
    rows = Put(people, places, *_say(world, people, places))
    _choose(world, rows)
    _turn(world, rows)
    return rows


def _role(world: World, person: int, place: int) -> str:
    """All announce and call: who writes is drawn among the members."""
    return "owner" if person == world.owners[place] else "animator"


def _say(world: World, people: list[Person], places: list[Community]) -> tuple[list[Post], list[Comment]]:
    posts: list[Post] = []
    for number, said in enumerate(world.posts):
        if said.kind == "message":
            break
        posts.append(_special(said, people, places, number))
    first = len(posts)
    posts += create_posts(
        [
            NewPost(by=people[said.by], community=places[said.place], body=_words(said, people), at=BEGAN + timedelta(seconds=first + n))
            for n, said in enumerate(world.posts[first:])
        ],
        source="test",
    )
    comments: list[Comment] = [Comment()] * len(world.comments)
    for are_answers in (False, True):
        chosen = [n for n, said in enumerate(world.comments) if (said.parent is not None) == are_answers]
        at = BEGAN + timedelta(hours=2 if are_answers else 1)
        new = [_comment(world.comments[n], people, posts, comments, at=at + timedelta(seconds=n)) for n in chosen]
        for n, comment in zip(chosen, create_comments(new, source="test"), strict=True):
            comments[n] = comment
    told = Event.objects.filter(source="test", verb__in=["post", "comment", "mention"]).values_list("pk", "at")
    PendingEvent.objects.bulk_create(PendingEvent(event_id=pk, at=at) for pk, at in told)
    return posts, comments


def _special(said: Said, people: list[Person], places: list[Community], number: int) -> Post:
    by, place, at = people[said.by], places[said.place], BEGAN + timedelta(seconds=number)
    match said.kind:
        case "announcement":
            details: dict[str, object] = {"must_read": True, "read_by": None}
            return create_post(by=by, community=place, body="À lire.", title="À lire", kind="announcement", details=details, at=at)
        case "praise":
            details = {"people": [people[n].pk for n in said.praised], "what_for": "Merci"}
            return create_post(by=by, community=place, body="Bravo.", kind="praise", details=details, at=at)
    return create_post(by=by, community=place, body=f"@{place.name}, un mot.", at=at, confirms_mention=True)


def _words(said: Said, people: list[Person]) -> str:
    return " ".join(["Un mot.", *(f"@{people[n].name}," for n in said.mentions), *(["#pompe"] if said.topic else [])])


def _comment(said: Said, people: list[Person], posts: list[Post], comments: list[Comment], **at: object) -> NewComment:
    parent = comments[said.parent] if said.parent is not None else None
    return NewComment(by=people[said.by], post=posts[said.post], body=_words(said, people), parent=parent, **at)  # type: ignore[arg-type]


def _choose(world: World, rows: Put) -> None:
    def chosen(choice: Choice) -> dict[str, object]:
        return {"level": choice[0], "channels": None if choice[1] is None else list(choice[1])}

    everywhere: list[tuple[int | None, Choice]] = [(None, world.house), *world.defaults.items()]
    for place, choice in everywhere:
        community = None if place is None else rows.places[place]
        DefaultTelling.objects.create(community=community, changed_at=START, **chosen(choice))
    PersonTelling.objects.bulk_create(PersonTelling(person=rows.people[n], since=START, **chosen(one)) for n, one in world.own.items())
    CommunityTelling.objects.bulk_create(
        CommunityTelling(person=rows.people[person], community=rows.places[place], since=START, **chosen(one))
        for (person, place), one in world.there.items()
    )
    PersonLevel.objects.bulk_create(
        PersonLevel(person=rows.people[one], other=rows.people[other], level=level, since=START)
        for (one, other), level in world.of_people.items()
    )
    ThreadLevel.objects.bulk_create(
        ThreadLevel(person=rows.people[person], post=rows.posts[post], level=level, since=START)
        for (person, post), level in world.of_threads.items()
    )
    topic = Topic.objects.get(key="pompe")
    TopicLevel.objects.bulk_create(
        TopicLevel(person=rows.people[n], topic=topic, name="pompe", level="mute", since=START) for n in world.deaf_to_topic
    )


def _turn(world: World, rows: Put) -> None:
    """What happens before anybody is told."""
    for person, place in world.leaving:
        leave_community(by=rows.people[person], community=rows.places[place], at=NOW)
    Person.objects.filter(pk__in=[rows.people[n].pk for n in world.closed]).update(is_active=False)
    for said, post in zip(world.posts, rows.posts, strict=True):
        if said.is_deleted:
            delete_post(by=Person.objects.get(pk=rows.people[world.owners[said.place]].pk), post=post, at=NOW)
        elif said.moved_to is not None:
            Post.objects.filter(pk=post.pk).update(community=rows.places[said.moved_to])
    for said, comment in zip(world.comments, rows.comments, strict=True):
        if said.is_deleted and not world.posts[said.post].is_deleted:
            Comment.objects.filter(pk=comment.pk).update(deleted_at=NOW)


# What should come of it ---------------------------------------------------------------------------


class Reckoning:
    """Told -> how it is told: on the site, in the digest, by push, by mail."""

    def __init__(self, world: World) -> None:
        self.world = world
        gone = set(world.leaving)
        self.members = [{n for n in world.members[place] if (n, place) not in gone} for place in range(PLACES)]
        self.told: Counter[tuple[Told, tuple[str, ...]]] = Counter()
        for number, said in enumerate(world.posts):
            self._post(number, said)
        for number, said in enumerate(world.comments):
            self._comment(number, said)

    def _post(self, number: int, said: Said) -> None:
        for person in said.mentions:
            if self._reads(person, number) and not self._blocks(person, said.by):
                self._tell(person, "mention", said.place, number)
        for person in said.praised:
            if self._reads(person, number) and not self._blocks(person, said.by):
                self._tell(person, "praise", said.place, number)
        if said.is_deleted or said.moved_to is not None:
            return
        for person in self.members[said.place] - {said.by}:
            if said.kind == "announcement":
                self._tell(person, "must_read", said.place, number, duty=True)
            elif said.kind == "call":
                if not self._leaves_out(person, said.by) and self._thread(person, number) != "mute":
                    self._tell(person, "call", said.place, number, level="mentions")
            elif person not in said.mentions + said.praised and not self._would_skip(person, said.by, number):
                self._tell(person, "new_post", said.place, number, level="posts")

    def _comment(self, number: int, said: Said) -> None:
        thread = self.world.posts[said.post]
        if said.is_deleted or thread.is_deleted:
            return
        answered = {thread.by} | ({self.world.comments[said.parent].by} if said.parent is not None else set())
        followers = {person for (person, post), level in self.world.of_threads.items() if post == said.post and level == "follow"}
        for person in said.mentions:
            if self._reads(person, said.post) and not self._blocks(person, said.by):
                self._tell(person, "mention", said.place, said.post, number)
        for person in (answered | followers) - set(said.mentions) - {said.by}:
            notice = "reply" if person in answered else "thread"
            muted = self._thread(person, said.post) == "mute"
            if not muted and self._reads(person, said.post) and not self._blocks(person, said.by):
                self._tell(person, notice, said.place, said.post, number, level="mentions")
        if thread.moved_to is not None:
            return
        for person in self.members[said.place] - answered - followers - set(said.mentions) - {said.by}:
            if not self._would_skip(person, said.by, said.post):
                self._tell(person, "new_comment", said.place, said.post, number, level="everything")

    def _reads(self, person: int, post: int) -> bool:
        said = self.world.posts[post]
        place = said.place if said.moved_to is None else said.moved_to
        is_open = self.world.open[place] and person not in self.world.guests
        return not said.is_deleted and person not in self.world.closed and (is_open or person in self.members[place])

    def _blocks(self, person: int, other: int) -> bool:
        return self.world.of_people.get((person, other)) == "block"

    def _leaves_out(self, person: int, other: int) -> bool:
        return self.world.of_people.get((person, other)) in ("mute", "block")

    def _thread(self, person: int, post: int) -> str | None:
        return self.world.of_threads.get((person, post))

    def _would_skip(self, person: int, by: int, post: int) -> bool:
        """What one looks away from is no news: someone muted or blocked, a thread or a topic muted."""
        deaf = self.world.posts[post].topic and person in self.world.deaf_to_topic
        return deaf or self._leaves_out(person, by) or self._thread(person, post) == "mute"

    def _tell(
        self, person: int, notice: str, place: int, post: int, comment: int | None = None, *, level: str = "", duty: bool = False
    ) -> None:
        if person in self.world.closed:
            return
        wished, channels = self._wish(person, place)
        if level and LEVELS.index(wished) < LEVELS.index(level):
            return
        by = {*channels, *(["in_app"] if duty else [])}
        if by:
            self.told[(person, notice, post, comment), tuple(sorted(by))] += 1

    def _wish(self, person: int, place: int) -> tuple[str, tuple[str, ...]]:
        nothing: Choice = ("", None)
        there = self.world.there.get((person, place), nothing) if person in self.members[place] else nothing
        rows = [there, self.world.own.get(person, nothing), self.world.defaults.get(place, nothing), self.world.house]
        level = next(level for level, _ in rows if level)
        return level, next(channels for _, channels in rows if channels is not None)


def reckon(world: World) -> Counter[tuple[Told, tuple[str, ...]]]:
    return Reckoning(world).told
