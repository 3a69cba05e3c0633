"""What proposals of a charter and of a practice differ in: the words that they take, how their discussion is called, publishing them."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.actions.charters import checked_charter, put_charter
from communities.actions.practices import change_practice, checked_words, create_practice
from communities.models import Proposal, ProposalAbout
from rse.lib.refusal import Refused
from rse.people.models import Person


def put_words(proposal: Proposal, *, title: str, text: str) -> None:
    """Raises Refused when they do not fit, or are those that hold already."""
    practice = proposal.practice
    if proposal.about == ProposalAbout.PRACTICE:
        proposal.title, proposal.text = checked_words(title, text)
        if practice and (proposal.title, proposal.text) == (practice.title, practice.text):
            raise Refused(gettext_lazy("These words are already those of the practice."), field="text")
        return
    proposal.text = checked_charter(text, field="text")
    if not proposal.text:
        raise Refused(gettext_lazy("Write the text that you propose."), field="text")
    if proposal.text == proposal.community.charter:
        raise Refused(gettext_lazy("This text is already that of the charter."), field="text")


def title_of(proposal: Proposal) -> str:
    """Of the post in which it is discussed."""
    if proposal.about == ProposalAbout.CHARTER:
        return _("A change of our charter is proposed")
    if proposal.practice is None:
        return _("A new practice is proposed: %(title)s") % {"title": proposal.title}
    return _("A change of a practice is proposed: %(title)s") % {"title": proposal.practice.title}


def overtaken(proposal: Proposal) -> str | Promise:
    """Why it cannot be published as it is, once another version was."""
    if proposal.about == ProposalAbout.CHARTER:
        return gettext_lazy("The charter has changed since this was proposed: its author must take it up again first.")
    return gettext_lazy("The practice has changed since this was proposed: its author must take it up again first.")


def put_in_force(proposal: Proposal, *, by: Person, at: datetime, asks: bool, source: str) -> None:
    """Make it the next version of what it changes, or the new practice. Raises Refused when that cannot be."""
    if proposal.about == ProposalAbout.CHARTER:
        proposal.version = put_charter(proposal.community, proposal.text, by=by, at=at, note=proposal.why[:200], asks=asks)
        if proposal.version is None:
            raise Refused(gettext_lazy("This text is already that of the charter."))
        return
    title, text = proposal.title, proposal.text
    if proposal.practice is None:
        proposal.practice = create_practice(by=by, community=proposal.community, title=title, text=text, at=at, source=source)
    else:
        proposal.practice = change_practice(by=by, practice=proposal.practice, title=title, text=text, at=at)
    proposal.became = proposal.practice.version
