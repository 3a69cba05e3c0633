"""What each community that takes posts agrees on, and who answers for it."""

from collections.abc import Mapping

from communities.actions.charters import accept_charter, put_charter
from communities.actions.practices import apply_practice, create_practice
from communities.actions.proposals import give_opinion, propose_change, propose_practice
from communities.actions.referents import name_topic_referent
from communities.models import Membership, Opinion, PostTopic, Practice, Proposal, TopicReferent
from tests.access.words import TOPICS, WORDS
from tests.conftest import Cast
from tests.factories import NOW


def charters(cast: Cast) -> dict[str, Proposal]:
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


def objections(cast: Cast, proposals: dict[str, Proposal]) -> dict[str, Opinion]:
    """Another than whoever proposed it objects, in words of the place."""
    inside = {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.bob}
    return {
        place: give_opinion(by=inside[place], proposal=proposal, consents=False, reason=f"Et la {WORDS[place]} ?", at=NOW)
        for place, proposal in proposals.items()
    }


def practices(cast: Cast) -> dict[str, Practice]:
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        words = f"On contrôle la {WORDS[place]}."
        made[place] = create_practice(by=owner, community=cast.communities[place], title=words, referent=cast.bob, at=NOW)
        apply_practice(by=owner, practice=made[place], at=NOW)
    return made


def changes(cast: Cast, practices: Mapping[str, Practice | None]) -> dict[str, Proposal]:
    """Another wording of each practice, or a new one, in words of the place, by whoever proposed the charter there."""
    made = {}
    for place, practice in practices.items():
        words, by = f"On huile la {WORDS[place]}.", cast.erin if place == "partners" else cast.bob
        made[place] = propose_practice(
            by=by, community=cast.communities[place], practice=practice, title=words, text=words, why=words, at=NOW
        )
    return made


def referents(cast: Cast) -> dict[str, TopicReferent]:
    made = {}
    for place, owner in {"open": cast.erin, "closed": cast.alice, "secret": cast.alice, "partners": cast.erin}.items():
        made[place] = name_topic_referent(by=owner, community=cast.communities[place], topic=TOPICS[place], person=cast.bob, at=NOW)
        PostTopic.objects.create(topic=made[place].topic, post=cast.posts[f"{place}_post"], name=TOPICS[place])
    return made
