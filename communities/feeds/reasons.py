"""Why one was told: a sentence for every kind of notice, and the setting that it depends on."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.models.notification import Notice


class Why(NamedTuple):
    """`setting` is where it is decided: of the `community`, the `thread`, or nowhere (""): it always comes."""

    text: str | Promise
    setting: str = ""


_ASKED = _("You asked for it, or your part in the community does: it always comes.")
_ROLE = _("You animate this community: what waits for you there always comes.")
_PROPOSED = _("You proposed it: what becomes of it always comes.")

WHY: dict[str, Why] = {
    Notice.MENTION: Why(_("Somebody wrote your name. Such mentions come even from a community that you muted."), "community"),
    Notice.REPLY: Why(_("Somebody answered what you wrote. It comes from the level “Mentions and replies” on."), "thread"),
    Notice.THREAD: Why(_("You follow this thread."), "thread"),
    Notice.CALL: Why(_("Somebody spoke to all members of the community. It comes from the level “Mentions and replies” on."), "community"),
    Notice.NEW_POST: Why(_("You asked to be told of each new post of this community."), "community"),
    Notice.NEW_COMMENT: Why(_("You asked to be told of everything in this community, comments too."), "community"),
    Notice.PRAISE: Why(_("Somebody praised you. That comes even from a community that you muted."), "community"),
    Notice.STORY: Why(_("Somebody tells a success that is yours too. That comes even from a community that you muted."), "community"),
    Notice.STORY_CONFIRMED: Why(_("You wrote this success story."), "community"),
    Notice.STORY_DUE: Why(_("You wrote this success story, or animate its community: it always comes.")),
    Notice.ANSWER_ACCEPTED: Why(_("You wrote this answer."), "community"),
    Notice.ANSWER_TRIAL: Why(_("You asked this question: whether the answer held helps those who come after you."), "community"),
    Notice.ANSWER_REVIEW: Why(_("You vouched for this answer: it always comes.")),
    Notice.ANSWER_REWORDED: Why(_("You vouched for this answer: it always comes.")),
    Notice.OBJECTION: Why(_("You made this proposal."), "community"),
    Notice.MUST_READ: Why(_("You are a member of a community where this must be read: it always comes.")),
    Notice.JOIN_REQUEST: Why(_ROLE),
    Notice.REQUEST_ACCEPTED: Why(_ASKED),
    Notice.REQUEST_REFUSED: Why(_ASKED),
    Notice.INVITATION: Why(_("A colleague invites you: it always comes.")),
    Notice.THREAD_INVITATION: Why(_("A colleague points this thread out to you: it always comes.")),
    Notice.GUEST_ENDING: Why(_ROLE),
    Notice.HANDED_OVER: Why(_("You own this community from now on: it always comes.")),
    Notice.TESTIMONIAL: Why(_("A colleague asks you for a few words: it always comes.")),
    Notice.QUOTE_GIVEN: Why(_ASKED),
    Notice.QUOTE_DECLINED: Why(_ASKED),
    Notice.CHARTER_ADOPTED: Why(_PROPOSED),
    Notice.CHARTER_DECLINED: Why(_PROPOSED),
    Notice.CHARTER_REVIEW: Why(_ROLE),
    Notice.PROPOSAL: Why(_ROLE),
    Notice.PRACTICE_PROPOSAL: Why(_ROLE),
    Notice.PRACTICE_ADOPTED: Why(_PROPOSED),
    Notice.PRACTICE_DECLINED: Why(_PROPOSED),
    Notice.PRACTICE_CHANGED: Why(_("You answer for this practice: it always comes.")),
    Notice.PRACTICE_NAMED: Why(_("You answer for this practice: it always comes.")),
    Notice.PRACTICE_REVIEW: Why(_("You answer for this practice, or animate its community: it always comes.")),
    Notice.PRACTICE_ORPHAN: Why(_ROLE),
    Notice.TOPIC_REFERENT: Why(_("You were named to answer for a topic: it always comes.")),
    Notice.REPORT: Why(_("You decide on reports: it always comes.")),
    Notice.REPORT_DECIDED: Why(_("You made this report: its answer always comes.")),
    Notice.CONTENT_REMOVED: Why(_("You wrote what this is about: it always comes.")),
    Notice.CONTENT_WARNED: Why(_("You wrote what this is about: it always comes.")),
    Notice.POST_MOVED: Why(_("You wrote what this is about: it always comes.")),
    Notice.NOT_PUBLISHED: Why(_("You had scheduled this post: it always comes.")),
}


def why(notice: str) -> Why:
    return WHY[Notice(notice)]
