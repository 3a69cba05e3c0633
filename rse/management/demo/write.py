"""Writing a plan into the installation, through the same actions as everyone's, with the original dates."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from communities.actions import batches, charters, communities, member_batches, practices
from communities.actions.batches import NewAcceptance, NewComment, NewPost, NewReaction
from communities.actions.communities import Access
from communities.actions.member_batches import NewInvitation, NewMembership, ReadMark, Seen
from rse.management.demo.accounts import DEMO_PASSWORD
from rse.management.demo.company import DEPARTMENTS, NAME, SITES
from rse.management.demo.places import Place
from rse.management.demo.plan import Conversation, Plan
from rse.people.actions.batches import NewPerson, create_people
from rse.people.actions.people import find_unit
from rse.people.models import Person, Unit, UnitKind

if TYPE_CHECKING:
    from communities.models import Comment, Community, Post

SOURCE = "demo"
Progress = Callable[[int, int, str], None]


class Writer:
    """One installation being filled; `people` and `places` give the rows of the plan's indices and keys."""

    def __init__(self, plan: Plan, progress: Progress) -> None:
        self.plan, self.progress = plan, progress
        self.people: list[Person] = []
        self.places: dict[str, Community] = {}
        self.posts: list[Post] = []
        self.answers: list[list[Comment | None]] = []

    def write(self) -> None:
        steps = (
            self.write_people, self.write_places, self.write_members, self.write_agreements, self.write_posts, self.write_answers,
            self.write_thanks, self.write_reading,
        )  # fmt: skip
        for number, step in enumerate(steps):
            self.progress(number, len(steps), step.__name__.removeprefix("write_"))
            step()
        self.progress(len(steps), len(steps), "")

    def write_people(self) -> None:
        units, sites = _units()
        password = make_password(DEMO_PASSWORD)
        rows = [
            NewPerson(
                email=p.email,
                first_name=p.first_name,
                last_name=p.last_name,
                staff_number=None if p.is_guest else f"V{10_000 + p.index * 7}",
                job_title=p.job_title,
                unit=units.get(p.department),
                site=None if p.is_guest else sites[p.site],
                joined_at=p.joined_at,
                left_at=p.left_at,
                roles=p.roles,
                is_guest=p.is_guest,
                language=p.language,
                password_hash=password if p.label else "",
                skills=p.skills,
                languages=p.languages,
                knowledge_shown_at=p.joined_at if p.shows_knowledge else None,
                about=p.about,
                last_login=self.plan.end if p.label else None,
            )
            for p in self.plan.people
        ]
        for row, person in zip(rows, self.plan.people, strict=True):
            row.manager = None if person.manager is None else rows[person.manager]
        self.people = create_people(rows, by=None, at=self.plan.end, source=SOURCE)

    def write_places(self) -> None:
        for place, opened_at, owner in self.plan.places:
            self.places[place.key] = communities.create_community(
                by=self.people[owner],
                name=place.name,
                purpose=place.purpose,
                settings=_settings(place, self.plan.end.date()),
                charter=place.charter,
                at=opened_at,
                source=SOURCE,
            )

    def write_members(self) -> None:
        stays = [stay for stay in self.plan.stays if stay.role != "owner"]
        member_batches.add_invitations(
            [
                NewInvitation(self.people[s.person], self.places[s.place], self.people[s.by], s.from_at, s.from_at, True)
                for s in stays
                if s.by is not None
            ],
            source=SOURCE,
        )
        ways = {place.key: "request" if place.access == "closed" else "" for place, _at, _owner in self.plan.places}
        member_batches.add_members(
            [NewMembership(self.people[s.person], self.places[s.place], s.from_at, s.to_at, s.role, via=ways[s.place]) for s in stays],
            source=SOURCE,
        )

    def write_agreements(self) -> None:
        """The practices of each community, and the members who accepted its charter or say that they apply one: not everybody."""
        for place, opened_at, owner in self.plan.places:
            community = self.places[place.key]
            members = [self.people[s.person] for s in self.plan.stays if s.place == place.key and s.to_at is None and s.role == "member"]
            members = [person for person in members if person.is_active]
            community.refresh_from_db()
            agreed_at = max(opened_at, self.plan.end - timedelta(days=100))
            for person in members[::2] if place.charter else ():
                charters.accept_charter(by=person, community=community, number=1, at=self.plan.end)
            for rank, title in enumerate(place.practices, start=2):
                practice = practices.create_practice(
                    by=self.people[owner], community=community, title=title, referent=self.people[owner], at=agreed_at
                )
                for person in members[::rank]:
                    practices.apply_practice(by=person, practice=practice, at=self.plan.end)
        charters.count_acceptances()
        practices.count_adoptions()

    def write_posts(self) -> None:
        self.posts = batches.create_posts([self._post(talk) for talk in self.plan.conversations], source=SOURCE)
        self.answers = [[None] * len(talk.said) for talk in self.plan.conversations]

    def write_answers(self) -> None:
        """Answers to posts, then answers to answers, then which of them were accepted."""
        for deep in (False, True):
            places = [
                (t, s)
                for t, talk in enumerate(self.plan.conversations)
                for s, said in enumerate(talk.said)
                if said.answers is not None and (said.answers > 0) is deep
            ]
            written = batches.create_comments([self._comment(t, s) for t, s in places], source=SOURCE)
            for (t, s), comment in zip(places, written, strict=True):
                self.answers[t][s] = comment
        batches.accept_answers(list(self._acceptances()), source=SOURCE)

    def write_thanks(self) -> None:
        batches.add_reactions(
            [
                NewReaction(self.people[by], post, kind, at, comment=self.answers[t][s])
                for t, (post, talk) in enumerate(zip(self.posts, self.plan.conversations, strict=True))
                for s, said in enumerate(talk.said)
                for by, kind, at in said.reactions
            ],
            source=SOURCE,
        )

    def write_reading(self) -> None:
        """Visits and profile views, and up to where each member has read."""
        ids, places = [person.pk for person in self.people], {key: place.pk for key, place in self.places.items()}
        member_batches.record_all_seen(
            (
                Seen(ids[look.by], look.at, places.get(look.place), None if look.profile is None else ids[look.profile])
                for look in sorted(self.plan.looks, key=lambda look: look.at)
            ),
            source=SOURCE,
        )
        member_batches.mark_all_read(list(self._read_marks()))

    def _post(self, talk: Conversation) -> NewPost:
        said = talk.said[0]
        return NewPost(
            by=self.people[said.by],
            community=self.places[talk.place],
            title=talk.title,
            body=said.text,
            kind="question" if talk.is_question else "message",
            language=talk.language,
            at=said.at,
        )

    def _comment(self, talk: int, turn: int) -> NewComment:
        said = self.plan.conversations[talk].said[turn]
        parent = self.answers[talk][said.answers] if said.answers else None
        return NewComment(by=self.people[said.by], post=self.posts[talk], body=said.text, at=said.at, parent=parent)

    def _acceptances(self) -> "Sequence[NewAcceptance]":
        rows = []
        for talk, answers in zip(self.plan.conversations, self.answers, strict=True):
            if talk.accepted is not None:
                turn, by, at = talk.accepted
                comment = answers[turn]
                assert comment is not None
                rows.append(NewAcceptance(self.people[by], comment, at))
        return rows

    def _read_marks(self) -> "Sequence[ReadMark]":
        """Everything published before someone's last visit of a community, they have seen."""
        visited: dict[tuple[int, str], datetime] = {}
        for look in self.plan.looks:
            if look.place:
                key = (look.by, look.place)
                visited[key] = max(look.at, visited.get(key, look.at))
        newest: dict[str, list[tuple[datetime, int]]] = {}
        for talk, post in zip(self.plan.conversations, self.posts, strict=True):
            newest.setdefault(talk.place, []).append((post.at, post.pk))
        return [
            ReadMark(self.people[by], self.places[place], max((pk for at, pk in newest.get(place, []) if at <= seen_at), default=0))
            for (by, place), seen_at in visited.items()
        ]


def _units() -> tuple[dict[str, Unit], dict[str, Unit]]:
    top = find_unit(name=NAME, kind=UnitKind.ORGANISATION)
    departments = {d.key: find_unit(name=d.name, kind=UnitKind.DEPARTMENT, parent=top) for d in DEPARTMENTS}
    return departments, {key: find_unit(name=name, kind=UnitKind.SITE, parent=top) for key, name in SITES.items()}


def _settings(place: Place, today: date) -> Access:
    if place.access == "open":
        return Access()
    if place.access == "secret":
        return Access(readers="members", joining="invitation", listed=False)
    review = date(today.year + (today.month > 6), 6 if today.month > 6 else 12, 30)
    return Access(
        readers="members", joining="request", protected=place.access == "protected",
        closed_reason=place.closed_reason, closed_until=review,
    )  # fmt: skip
