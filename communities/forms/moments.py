"""A day and an hour as one types them, where one is."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rse.lib.refusal import Refused


def moment(text: str, *, field: str, unreadable: str | Promise) -> datetime:
    """The instant typed, in the reader's time zone unless it names its own; of an hour that comes twice, the first time.

    Raises Refused with `unreadable`, or on an hour that the clocks skip.
    """
    try:
        found = parse_datetime(text.strip())
    except ValueError:
        found = None
    if found is None:
        raise Refused(unreadable, field=field)
    if timezone.is_aware(found):
        return found
    try:
        instant = timezone.make_aware(found).astimezone(UTC)
        is_there = timezone.localtime(instant).replace(tzinfo=None) == found
    except OverflowError as error:
        raise Refused(unreadable, field=field) from error
    if not is_there:
        raise Refused(_("The clocks go forward over that hour: it does not exist that day. Choose another one."), field=field)
    return instant


def typed(value: datetime) -> str:
    """What the field of that instant holds, where one is."""
    return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")
