"""The stage of the access table: the cast, what lies about, and the marks by which hidden things would show."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from communities.actions.charters import accept_charter, put_charter
from communities.actions.comments import delete_comment
from communities.actions.communities import rename_community
from communities.actions.drafts import Begun, reply_in, save_draft
from communities.actions.levels import set_level_of_person, set_level_of_topic
from communities.actions.links import ask_link, shown
from communities.actions.memberships import invite, remove_member, request_to_join
from communities.actions.notifications import notify, waiting
from communities.actions.polls import vote
from communities.actions.practices import apply_practice, create_practice
from communities.actions.proposals import give_opinion, propose_change
from communities.actions.reactions import react
from communities.actions.referents import name_topic_referent
from communities.actions.reports import create_report, decide_report, pass_on_due
from communities.actions.schedules import schedule_post
from communities.actions.testimonials import offer_testimonial
from communities.actions.uploads import upload
from communities.models import (
    Attachment,
    CharterOpinion,
    CharterProposal,
    Comment,
    JoinRequest,
    Link,
    LinkPage,
    Membership,
    Notification,
    Post,
    PostMark,
    PostTopic,
    Practice,
    ReactionKind,
    Removal,
    Report,
    Testimonial,
    ThreadLevel,
    Topic,
    TopicReferent,
)
from rse.lib import storage
from rse.people.actions.profiles import change_photo
from rse.people.models import Person
from tests.access.blocked import blocked
from tests.access.moved import moved
from tests.access.rewritten import rewritten
from tests.access.rules import KNOWS, PLACES, READS, SEES
from tests.conftest import Cast, gather
from tests.factories import NOW, SECRET, make_comment, make_community, make_member, make_person, make_post
from tests.people.pictures import picture
from tests.saved import Saved

PHOTOGRAPHED = ("bob", "carol", "guest")
DRAFTED = ("open", "secret")
LINKED = ("open", "closed", "partners")  # what is said in the secret one is not looked up
UNQUOTED = "bague-tue"  # in bob's testimonials without his consent
UNSAID = "came-tue"  # in bob's drafts only
LEFT_BEHIND = "cale-oubliée"  # in dave's testimonial, of the closed community that he left
LATER = NOW + timedelta(minutes=5)
WORDS = {
    "open": "nacelle-ouverte",
    "closed": "turbine-fermée",
    "secret": "hélice-secrète",
    "partners": "bielle-partagée",
    "archived": "vanne-ancienne",
    "deleted": "joint-effacé",
}


TOPICS = {"open": "palan-visible", "closed": "tarif-fermé", "secret": "fusion-discrète", "partners": "cadence-partagée"}


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
    proposals: dict[str, CharterProposal]  # one to each community that has a charter
    objections: dict[str, CharterOpinion]  # to each of these
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
    shares: dict[str, Post]  # in that community, of something that not all there may read
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
    comments, polls, tagged = _comments(cast), _polls(cast), _tagged(cast)
    announcements, stories = _announcements(cast), _stories(cast)
    edited, edited_comments = rewritten(cast, WORDS)
    came = moved(cast, WORDS)
    for place in ("closed", "secret", "partners"):
        _mention(cast, place)
    _ask_and_invite(cast, outcast)
    for place in DRAFTED:
        begun = Begun(body=f"Commencé, {WORDS[place]} {UNSAID}", title=UNSAID, community=cast.communities[place])
        save_draft(by=cast.bob, client_key=f"brouillon{place}", begun=begun, at=NOW)
        answer = Begun(body=f"Réponse, {WORDS[place]} {UNSAID}", about=reply_in(cast.posts[f"{place}_post"], comments.get(place)))
        save_draft(by=cast.bob, client_key=f"suite{place}", begun=answer, at=NOW)
        schedule_post(by=cast.bob, client_key=f"prevu{place}", begun=begun, publish_at=NOW + timedelta(days=30), at=NOW)
    kind = ReactionKind.objects.filter(is_active=True).earliest("position").pk
    react(by=cast.bob, post=cast.closed_post, kind=kind, at=NOW)
    _notify_all()
    _keep_for_later(cast)
    of_bob = Notification.objects.filter(person=cast.bob).order_by("id")
    for name in PHOTOGRAPHED:
        change_photo(by=None, person=cast.people[name], image=BytesIO(picture()), at=NOW)
        cast.people[name].refresh_from_db()
    Removal.objects.update(at=timezone.now() + timedelta(hours=1))  # as if just now, however long the tests take
    files, comment_files = _files(cast, of_comments=False), _files(cast, of_comments=True)
    uploads = {place: _sent(cast.bob, f"attend-{place}") for place in DRAFTED}
    stage = Stage(
        cast=cast,
        outcast=outcast,
        comments=comments,
        removed=Comment.objects.get(body="Retiré : rivet-retiré."),
        polls=polls,
        announcements=announcements,
        practices=_practices(cast),
        referents=_referents(cast),
        proposals=(proposals := _charters(cast)),
        objections=_objections(cast, proposals),
        stories=stories,
        moved=came,
        edited=edited,
        edited_comments=edited_comments,
        files=files,
        comment_files=comment_files,
        uploads=uploads,
        links=_links(cast, of_comments=False),
        comment_links=_links(cast, of_comments=True),
        asked=_asked(cast),
        testimonials=_testimonials(cast, stories),
        left_behind={
            "closed": Testimonial.objects.create(story_id=stories["closed"].pk, person=cast.dave, quote=LEFT_BEHIND, created_at=NOW)
        },
        requests={place: JoinRequest.objects.get(community=cast.communities[place]) for place in ("closed", "partners")},
        notifications={place: of_bob.filter(community=cast.communities[place])[0] for place in ("closed", "secret", "partners")},
        reports=_reports(cast, comments),
        passed=_passed(cast),
        shares=_shares(cast),
        marks=[],
        kind=kind,
    )
    _notify_all()  # of all that was said, before anybody follows it
    _follow_and_mute(cast)
    folded = blocked(cast, TOPICS["closed"])
    discussions = {place: proposal.post for place, proposal in stage.proposals.items() if proposal.post is not None}
    stage.marks = [
        *_of_files(stage),
        *_of_links(stage),
        *_of_content(cast),
        *_of_kinds(polls),
        *_of_kinds(discussions),
        *_of_kinds(_praises(cast)),
        *_of_kinds(announcements),
        *_of_kinds(stories),
        *_of_kinds(edited),
        *_of_kinds(came),
        *_of_kinds(tagged),
        *(mark for post in folded for mark in _of_kinds({"closed": post})),
        *_of_topics(),
        *_of_communities(cast),
        *_of_people(cast, outcast),
    ]
    return stage


SET = Saved(lambda: set_stage(gather()))


def _notify_all() -> None:
    while ids := waiting(at=LATER, older_than=timedelta(0)):
        for event_id in ids:
            notify(event_id=event_id, at=LATER)


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


def _reports(cast: Cast, comments: dict[str, Comment]) -> dict[str, Report]:
    """Someone who is not its author reports each comment, in words that hold what was said."""
    senders = {"open": cast.max, "closed": cast.bob, "secret": cast.alice, "partners": cast.bob}
    return {
        place: create_report(by=sender, subject=comments[place], reason="other", note=f"Voyez {WORDS[place]}", at=NOW)
        for place, sender in senders.items()
    }


def _passed(cast: Cast) -> dict[str, Report]:
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


def _shares(cast: Cast) -> dict[str, Post]:
    """Bob passes on what is said among partners: in sight of every employee, and of a closed community."""
    passed = {"original": cast.partners_post}
    return {place: make_post(cast.bob, cast.communities[place], "", kind="share", details=passed) for place in ("open", "closed")}


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


def _tagged(cast: Cast) -> dict[str, Post]:
    """A topic of its own to each community that takes posts, and one that all of them bear."""
    inside = {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}
    return {place: make_post(one, cast.communities[place], f"Vu : #{TOPICS[place]} et #Sujet-commun") for place, one in inside.items()}


def _of_topics() -> list[Mark]:
    return [Mark(f"a topic of {place}", frozenset({word}), frozenset(READS[place].split())) for place, word in TOPICS.items()]


def _announcements(cast: Cast) -> dict[str, Post]:
    """One to be read in each community that takes posts, by whoever owns it."""
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        words = f"À savoir sur {WORDS[place]}"
        made[place] = make_post(owner, cast.communities[place], words, title=words, kind="announcement", details={"must_read": True})
    return made


def _charters(cast: Cast) -> dict[str, CharterProposal]:
    """A charter to each community that takes posts, accepted by all but one who animate or belong there, and a change proposed."""
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        community = cast.communities[place]
        put_charter(community, "On répond sans détour.", by=owner, at=NOW)
        for membership in Membership.objects.filter(community=community, person__is_active=True).select_related("person"):
            if (place, membership.person) != ("partners", cast.bob):
                accept_charter(by=membership.person, community=community, number=1, at=NOW)
        words = f"Parler de {WORDS[place]}."
        by = cast.erin if place == "partners" else cast.bob
        made[place] = propose_change(by=by, community=community, text=words, why=words, at=NOW)
    return made


def _objections(cast: Cast, proposals: dict[str, CharterProposal]) -> dict[str, CharterOpinion]:
    """Another than whoever proposed it objects, in words of the place."""
    inside = {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.bob}
    return {
        place: give_opinion(by=inside[place], proposal=proposal, consents=False, reason=f"Et la {WORDS[place]} ?", at=NOW)
        for place, proposal in proposals.items()
    }


def _practices(cast: Cast) -> dict[str, Practice]:
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        words = f"On contrôle la {WORDS[place]}."
        made[place] = create_practice(by=owner, community=cast.communities[place], title=words, referent=cast.bob, at=NOW)
        apply_practice(by=owner, practice=made[place], at=NOW)
    return made


def _referents(cast: Cast) -> dict[str, TopicReferent]:
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        made[place] = name_topic_referent(by=owner, community=cast.communities[place], topic=TOPICS[place], person=cast.bob, at=NOW)
        PostTopic.objects.create(topic=made[place].topic, post=cast.posts[f"{place}_post"], name=TOPICS[place])
    return made


def _stories(cast: Cast) -> dict[str, Post]:
    """A success in each community that takes posts, told by whoever owns it."""
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        told = {"situation": f"Avant {WORDS[place]}", "change": f"Après {WORDS[place]}", "happened_on": NOW.date() - timedelta(days=9)}
        made[place] = make_post(owner, cast.communities[place], "", title=f"Succès de {WORDS[place]}", kind="story", details=told)
    return made


def _sent(by: Person, name: str) -> Attachment:
    file = SimpleUploadedFile("photo.jpg", picture())
    return upload(by=by, file=file, name=f"{name}.jpg", client_key=name, at=NOW)


def _files(cast: Cast, *, of_comments: bool) -> dict[str, Attachment]:
    """A picture in each community that takes posts, beside a post or an answer."""
    made = {}
    for place, inside in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        row = _sent(inside, f"image-{WORDS[place]}-{of_comments}")
        if of_comments:
            make_comment(inside, cast.posts[f"{place}_post"], f"Image {WORDS[place]}", files=[row.token])
        else:
            make_post(inside, cast.communities[place], f"Image {WORDS[place]}", files=[row.token])
        row.refresh_from_db()
        made[place] = row
    return made


def _of_files(stage: Stage) -> list[Mark]:
    waiting = [Mark("a file not published", frozenset({row.token, row.name}), frozenset({"bob"})) for row in stage.uploads.values()]
    published = [
        Mark(f"a file of {place}", frozenset({row.token, row.name}), frozenset(READS[place].split()))
        for rows in (stage.files, stage.comment_files)
        for place, row in rows.items()
    ]
    return [*waiting, *published]


def _links(cast: Cast, *, of_comments: bool) -> dict[str, Link]:
    made = {}
    for place, inside in zip(LINKED, (cast.erin, cast.alice, cast.erin), strict=True):
        words = f"Lien {WORDS[place]} https://site.example/{place}/{of_comments}"
        content: Post | Comment = (
            make_comment(inside, cast.posts[f"{place}_post"], words) if of_comments else make_post(inside, cast.communities[place], words)
        )
        link = Link.objects.latest("pk")
        _found(link.page, f"Page de {WORDS[place]}")
        content.link = shown(link)
        content.save(update_fields=["link"])
        made[place] = link
    return made


def _asked(cast: Cast) -> LinkPage:
    page = ask_link(by=cast.bob, community=cast.closed, body="https://site.example/demande", at=NOW)
    assert page is not None
    return _found(page, "Page demandée par Bob")


def _found(page: LinkPage, title: str) -> LinkPage:
    """As if it had been looked up."""
    page.state, page.title, page.fetched_at, page.due_at = "ready", title, NOW, None
    page.picture_key = storage.keep("links", picture("WEBP"), suffix="webp", field=None)
    page.picture_width, page.picture_height = 640, 480
    page.save()
    return page


def _of_links(stage: Stage) -> list[Mark]:
    shown_there = [
        Mark(f"a link of {place}", frozenset({row.token, row.page.title}), frozenset(READS[place].split()))
        for rows in (stage.links, stage.comment_links)
        for place, row in rows.items()
    ]
    return [Mark("a link asked about", frozenset({stage.asked.title}), frozenset({"bob"})), *shown_there]


def _testimonials(cast: Cast, stories: dict[str, Post]) -> dict[str, Testimonial]:
    """Bob says something of each story."""
    return {
        place: offer_testimonial(
            by=cast.bob, post=post, quote=f"Parole sur {WORDS[place]}, {UNQUOTED}" if place != "open" else "Parole ouverte", at=NOW,
            uses=["internal"] if place == "open" else [],
        )
        for place, post in stories.items()
    }  # fmt: skip


def _of_kinds(posts: dict[str, Post]) -> list[Mark]:
    return [
        Mark(f"the {post.kind} of {place}", frozenset({str(post.pk)}), frozenset(READS[place].split())) for place, post in posts.items()
    ]


def _keep_for_later(cast: Cast) -> None:
    """All but three kept every post, from when they could read it: what they may no longer read stays hidden."""
    keepers = [person for name, person in cast.people.items() if name not in ("alice", "bob", "erin")]
    PostMark.objects.bulk_create(PostMark(person=person, post=post, saved_at=NOW) for person in keepers for post in cast.posts.values())


def _follow_and_mute(cast: Cast) -> None:
    """Bob follows what there is; the others once followed every thread and every topic, which they may no longer read."""
    set_level_of_person(by=cast.bob, other=cast.erin, level="follow", at=NOW)
    followers = [person for name, person in cast.people.items() if name not in ("alice", "bob", "erin")]
    ThreadLevel.objects.bulk_create(
        ThreadLevel(person=person, post=post, level="follow", since=NOW)
        for person in [*followers, cast.bob]
        for post in cast.posts.values()
    )
    set_level_of_topic(by=cast.bob, topic=Topic.objects.get(key="fusion-discrete"), level="follow", name=TOPICS["secret"], at=NOW)


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
    marks = [
        Mark("a deleted comment", frozenset({"rivet-retiré"}), frozenset()),
        Mark("a draft", frozenset({UNSAID, UNQUOTED}), frozenset({"bob"})),
        Mark("what dave left behind", frozenset({LEFT_BEHIND}), frozenset({"dave"})),
    ]
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
            post = make_post(inside, cast.communities[place], f"Nouveau pour {named} #Sujet-Commun #encore-inconnu", at=at, kind="question")
            make_comment(inside, post, f"Encore pour {named}", at=at)
            react(by=inside, post=post, kind=stage.kind, at=at)
            if place == "secret" or viewer != "ada":  # who is told how many reports wait where she may know of the place
                create_report(
                    by=cast.alice if inside == cast.bob else cast.bob, subject=post, reason="offensive", may_pass=viewer != "ada", at=at
                )
            vote(by=cast.bob, post=stage.polls[place], options=[2], at=at)
    rename_community(by=cast.alice, community=cast.secret, name="Aardvark discret", at=at)
    hidden = make_community("Bureau discret", owner=cast.bob, access=SECRET, at=at)
    make_member(cast.erin, hidden)
    make_post(cast.bob, hidden, f"Bonjour {named} #SUJET-COMMUN #jamais-dit", at=at)
    if viewer == "guest":
        newcomer = make_person("Anatole")
        make_post(newcomer, make_community("Atelier visible", owner=newcomer, at=at), f"Bonjour {named}", at=at)
    while ids := waiting(at=at, older_than=-timedelta(hours=1)):
        for event_id in ids:
            notify(event_id=event_id, at=at)
