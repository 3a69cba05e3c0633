"""The stage of the access table: the cast, and what lies about."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone

from adoption.actions.pauses import propose_pause
from adoption.models import Campaign, EvidencePack, Pause
from adoption.science.weeks import week_of_day
from communities.actions.drafts import Begun, reply_in, save_draft
from communities.actions.indexing import index_due
from communities.actions.reactions import react
from communities.actions.schedules import schedule_post
from communities.models import (
    Attachment,
    Comment,
    JoinRequest,
    Link,
    LinkPage,
    Notification,
    Opinion,
    Post,
    Practice,
    Proposal,
    PushDevice,
    ReactionKind,
    Removal,
    Report,
    Testimonial,
    TopicReferent,
)
from rse.people.actions.profiles import change_photo
from rse.people.models import Person
from tests.access import marks
from tests.access.blocked import blocked
from tests.access.marks import Mark
from tests.access.moved import moved
from tests.access.rewritten import rewritten
from tests.access.staged import agreed, attached, devices, launched, published, said, studied
from tests.access.words import DRAFTED, LEFT_BEHIND, PHOTOGRAPHED, TOPICS, UNSAID, WORDS
from tests.conftest import Cast, gather
from tests.factories import NOW, make_person
from tests.people.pictures import picture
from tests.saved import Saved


@dataclass
class Stage:
    cast: Cast
    outcast: Person  # banned from every community
    comments: dict[str, Comment]
    removed: Comment  # of the open community, by bob
    polls: dict[str, Post]
    announcements: dict[str, Post]
    practices: dict[str, Practice]  # one to each community that takes posts, bob answers for it
    referents: dict[str, TopicReferent]  # bob answers for the topic of each community that takes posts, which its first post bears too
    proposals: dict[str, Proposal]  # one to each community that has a charter
    objections: dict[str, Opinion]  # to each of these
    changes: dict[str, Proposal]  # of each practice, by the same people
    new_practices: dict[str, Proposal]  # one that is proposed in each of these places
    against_changes: dict[str, Opinion]
    stories: dict[str, Post]
    moved: dict[str, Post]  # from the secret community
    edited: dict[str, Post]  # by whoever owns the place, with a past version
    edited_comments: dict[str, Comment]
    files: dict[str, Attachment]  # of a post, with a preview
    comment_files: dict[str, Attachment]
    uploads: dict[str, Attachment]  # bob’s, not published
    links: dict[str, Link]  # of a post by whoever owns the place, with a picture
    comment_links: dict[str, Link]
    asked: LinkPage  # by bob, for a text to come
    testimonials: dict[str, Testimonial]  # bob's, about these; he lets the readers of the open one see his
    left_behind: dict[str, Testimonial]  # dave's, of where he is no more
    requests: dict[str, JoinRequest]
    notifications: dict[str, Notification]  # by the community they speak of; bob's
    reports: dict[str, Report]  # of the comment of that community
    passed: dict[str, Report]  # to the administrators, then decided by whoever owns the place
    push_devices: dict[str, PushDevice]  # by whose they are
    pause: Pause  # of the whole network, open for consent
    campaign: Campaign  # over one unit, ended by nobody yet
    step: int  # of a launch that is prepared
    pack: EvidencePack  # of the whole network, ready
    shares: dict[str, Post]  # in that community, of something that not all there may read
    marks: list["Mark"]
    kind: str  # a reaction on offer

    @property
    def viewers(self) -> dict[str, Person | None]:
        """The cast, and nobody."""
        return {**self.cast.people, "anonymous": None}


def set_stage(cast: Cast) -> Stage:
    Post.objects.update(kind="question")  # so that each may have an accepted answer
    for post in cast.posts.values():
        post.refresh_from_db()
    outcast = make_person("Zelda")
    comments, polls, tagged = said.comments(cast), published.polls(cast), published.tagged(cast)
    announcements, stories = published.announcements(cast), published.stories(cast)
    edited, edited_comments = rewritten(cast, WORDS)
    came = moved(cast, WORDS)
    for place in ("closed", "secret", "partners"):
        said.mention(cast, place)
    said.ask_and_invite(cast, outcast)
    for place in DRAFTED:
        begun = Begun(body=f"Commencé, {WORDS[place]} {UNSAID}", title=UNSAID, community=cast.communities[place])
        save_draft(by=cast.bob, client_key=f"brouillon{place}", begun=begun, at=NOW)
        answer = Begun(body=f"Réponse, {WORDS[place]} {UNSAID}", about=reply_in(cast.posts[f"{place}_post"], comments.get(place)))
        save_draft(by=cast.bob, client_key=f"suite{place}", begun=answer, at=NOW)
        schedule_post(by=cast.bob, client_key=f"prevu{place}", begun=begun, publish_at=NOW + timedelta(days=30), at=NOW)
    kind = ReactionKind.objects.filter(is_active=True).earliest("position").pk
    react(by=cast.bob, post=cast.closed_post, kind=kind, at=NOW)
    said.notify_all()
    said.keep_for_later(cast)
    studied.units()
    of_bob = Notification.objects.filter(person=cast.bob).order_by("id")
    for name in PHOTOGRAPHED:
        change_photo(by=None, person=cast.people[name], image=BytesIO(picture()), at=NOW)
        cast.people[name].refresh_from_db()
    Removal.objects.update(at=timezone.now() + timedelta(hours=1))  # as if just now, however long the tests take
    files, comment_files = attached.files(cast, of_comments=False), attached.files(cast, of_comments=True)
    uploads = {place: attached.sent(cast.bob, f"attend-{place}") for place in DRAFTED}
    stage = Stage(
        cast=cast,
        outcast=outcast,
        comments=comments,
        removed=Comment.objects.get(body="Retiré : rivet-retiré."),
        polls=polls,
        announcements=announcements,
        practices=(practices := agreed.practices(cast)),
        referents=agreed.referents(cast),
        proposals=(proposals := agreed.charters(cast)),
        objections=agreed.objections(cast, proposals),
        changes=(changes := agreed.changes(cast, practices)),
        new_practices=agreed.changes(cast, dict.fromkeys(practices)),
        against_changes=agreed.objections(cast, changes),
        stories=stories,
        moved=came,
        edited=edited,
        edited_comments=edited_comments,
        files=files,
        comment_files=comment_files,
        uploads=uploads,
        links=attached.links(cast, of_comments=False),
        comment_links=attached.links(cast, of_comments=True),
        asked=attached.asked(cast),
        testimonials=published.testimonials(cast, stories),
        left_behind={
            "closed": Testimonial.objects.create(story_id=stories["closed"].pk, person=cast.dave, quote=LEFT_BEHIND, created_at=NOW)
        },
        requests={place: JoinRequest.objects.get(community=cast.communities[place]) for place in ("closed", "partners")},
        notifications={place: of_bob.filter(community=cast.communities[place])[0] for place in ("closed", "secret", "partners")},
        push_devices=devices.push_devices(cast),
        reports=said.reports(cast, comments),
        passed=said.passed(cast),
        pause=propose_pause(
            by=cast.pia, scope="network", start=_monday(), clean_weeks=8, reason="Savoir si le réseau vit seul", seed=1, at=timezone.now()
        ),
        campaign=Campaign.objects.create(
            name="Campagne",
            goal="Plus de réponses",
            over="units",
            drawn=False,
            start_week=week_of_day(_monday()),
            steps=1,
            step_weeks=2,
            seed=1,
            proposed_by_id=cast.pia.pk,
            proposed_at=NOW,
        ),
        step=launched.prepare(cast),
        pack=studied.pack(),
        shares=published.shares(cast),
        marks=[],
        kind=kind,
    )
    said.notify_all()  # of all that was said, before anybody follows it
    said.follow_and_mute(cast)
    folded = blocked(cast, TOPICS["closed"])
    proposed = (stage.proposals, stage.changes, stage.new_practices)
    discussions = [{place: each.post for place, each in rows.items() if each.post is not None} for rows in proposed]
    stage.marks = [
        *marks.of_files(stage),
        *marks.of_links(stage),
        *marks.of_content(cast),
        *marks.of_kinds(polls),
        *(mark for posts in discussions for mark in marks.of_kinds(posts)),
        *marks.of_kinds(published.praises(cast)),
        *marks.of_kinds(announcements),
        *marks.of_kinds(stories),
        *marks.of_kinds(edited),
        *marks.of_kinds(came),
        *marks.of_kinds(tagged),
        *(mark for post in folded for mark in marks.of_kinds({"closed": post})),
        *marks.of_topics(),
        Mark("a device of bob", frozenset({devices.PLACE}), frozenset({"bob"})),
        *marks.of_communities(cast),
        *marks.of_people(cast, outcast),
    ]
    index_all()
    return stage


def index_all() -> None:
    """Have all that was said found by search."""
    while index_due(timezone.now() + timedelta(days=1)):
        pass


def _monday() -> date:
    """One that leaves time to announce a pause."""
    today = timezone.localdate()
    return today + timedelta(days=63 - today.weekday())


SET = Saved(lambda: set_stage(gather()))
