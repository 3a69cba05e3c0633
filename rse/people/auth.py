"""Who is it: finds an account by e-mail address or staff number and checks the password, in the same time whatever is found."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone

from rse.lib.prepared import PreparedRows
from rse.people.models import Person


def find_by_login(login: str) -> Person | None:
    """The account of this e-mail address or staff number, closed ones included."""
    login = login.strip().lower()
    if "@" in login:
        return Person.objects.filter(email=login).first()
    return Person.objects.alias(number=Lower("staff_number")).filter(number=login).first() if login else None


@PreparedRows
def _signed_in(*, person: int) -> QuerySet[Person, Person]:
    return Person.objects.filter(pk=person)


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """One field for the address and the staff number. A closed account and a wrong password look the same."""

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        login = credentials.get("email") or credentials.get("username") or ""
        return self._check_password(find_by_login(login), credentials["password"])

    def _check_password(self, user: Person | None, password: str) -> Person | None:
        if user is None:
            return None
        self._did_check_password = True
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Not to a closed account, nor to a guest whose access is over and whose account is about to be closed."""
        return bool(super().user_can_authenticate(user)) and not user.has_ended(timezone.now())

    def get_user(self, user_id: Any) -> Person | None:
        """Whom a session names: every request asks."""
        found = _signed_in.first(person=int(user_id))
        return found if found is not None and self.user_can_authenticate(found) else None
