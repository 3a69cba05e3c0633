"""Short mails about mails: why a reply was not published, with its words so that none are lost, and that an address works again."""

from datetime import datetime

from communities.actions import inbound
from communities.mails.letters import letter
from communities.mails.sending import Handed, Line
from rse.lib import mails
from rse.people.actions.mailboxes import accepts_mail, note_bounce
from rse.people.models import Person


def tell_refusals(at: datetime) -> int:
    """Tell those who wait to be told. It is their own act that is answered, a minute ago: quiet hours do not hold it. Returns how many."""
    rows = inbound.claim_refusals(at)
    with Line() as line:
        for row in rows:
            handed = Handed.FAILED
            if accepts_mail(row.person):
                context = {"reason": row.reason, "words": row.words, "lines": row.words.splitlines()}
                handed = line.hand_over(letter("refusal", row.person, context, message_id=mails.message_id("r", row.pk)))
            if handed == Handed.LATER:
                inbound.release_refusal(row)
            else:
                inbound.settle_refusal(row, at=at)
    return len(rows)


def send_sign_of_life(person: Person, at: datetime) -> Handed:
    """Write to an address that is said to work again. What it refuses at once is noted at once."""
    with Line() as line:
        handed = line.hand_over(letter("works", person, {}, message_id=mails.message_id("w", person.pk, int(at.timestamp()))))
        if handed == Handed.REFUSED:
            note_bounce(person=person, is_hard=True, reason=line.reason, at=at)
    return handed
