"""The rows in which allauth keeps addresses, in step with the account: `Person.email` is the truth, they are its shadow."""

from allauth.account.models import EmailAddress
from django.db import transaction

from rse.people.models import Person


@transaction.atomic
def keep_in_step(person: Person) -> None:
    """One confirmed address, that of the account; an address waiting for its confirmation stays."""
    theirs = EmailAddress.objects.filter(user=person)
    if theirs.filter(email=person.email, verified=True, primary=True).exists():
        return
    theirs.filter(verified=True).exclude(email=person.email).delete()
    theirs.filter(primary=True).exclude(email=person.email).delete()
    EmailAddress.objects.filter(email=person.email, verified=True).exclude(user=person).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
