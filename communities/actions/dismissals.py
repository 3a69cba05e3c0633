"""Setting aside a community that is suggested, and taking it back."""

from datetime import datetime

from django.db import transaction

from communities import access
from communities.models import Community, CommunityDismissal
from rse.people.models import Person


@transaction.atomic
def dismiss_community(*, by: Person, community: Community, at: datetime) -> None:
    """Not for me: it is suggested no more, and stays in the list of all. Told to nobody; twice is once."""
    access.require(access.communities(by).filter(pk=community.pk).exists())
    CommunityDismissal.objects.get_or_create(person=by, community=community, defaults={"at": at})


@transaction.atomic
def restore_community(*, by: Person, community: Community) -> None:
    """Have it suggested again, if there is a reason to."""
    access.require(by.is_active)
    CommunityDismissal.objects.filter(person=by, community=community).delete()
