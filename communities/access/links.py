"""A link to a file for whoever cannot sign in there: it names the person, asks the rule again for them, and ends soon."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.http import Http404

from communities.access.getting import get_file_or_404
from communities.models import Attachment
from rse.people.models import Person

LINK_LASTS = timedelta(seconds=30)
_SIGNER = Signer(salt="communities.access.links")


def signed_link(person: Person, file: Attachment, *, at: datetime) -> str:
    """The signature by which anybody reads that file in that person's name, as long as `LINK_LASTS` and as the person may."""
    return _SIGNER.sign_object([person.pk, file.token, (at + LINK_LASTS).timestamp()])


def get_linked_file_or_404(token: str, signature: str, *, at: datetime) -> Attachment:
    """The file that was signed, by the rights that the person has now; altered, too old or of another file is as absent."""
    try:
        person_id, signed, until = _SIGNER.unsign_object(signature)
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if signed != token or person is None or at.timestamp() >= until:
        raise Http404
    return get_file_or_404(person, signed)
