"""`manage.py create_admin`: the first administrator of an installation that starts without the demonstration."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rse.lib.refusal import Refused
from rse.people import mail
from rse.people.actions.people import change_position, create_person
from rse.people.models import Person, Role


class Command(BaseCommand):
    help = "Opens the account of an administrator, or makes one of an existing account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", help="address of the account; asked when left out")
        parser.add_argument("--name", help="first and last name; asked when left out")
        parser.add_argument("--ask-password", action="store_true", help="type the password now rather than open a link")

    def handle(self, *, email: str | None, name: str | None, ask_password: bool, **options: Any) -> None:
        email = (email or self._ask("E-mail address: ", "--email")).strip().lower()
        try:
            person = Person.objects.filter(email=email).first()
            if person is not None:
                change_position(by=None, person=person, roles=[*person.roles, Role.ADMIN], at=timezone.now())
                self.stdout.write(f"{person.name} ({email}) is now an administrator.")
                return
            person = self._create(email, name or self._ask("First and last name: ", "--name"), ask_password)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{person.name} ({email}) is an administrator.")
        if not ask_password:
            self.stdout.write("Open this address to choose the password; it works once and for three days:")
            self.stdout.write(mail.password_link(person))

    def _create(self, email: str, name: str, ask_password: bool) -> Person:
        first_name, _blank, last_name = name.strip().rpartition(" ")
        password = self._ask_password() if ask_password else None
        return create_person(
            by=None,
            email=email,
            first_name=first_name,
            last_name=last_name,
            password=password,
            roles=[Role.ADMIN],
            at=timezone.now(),
        )

    def _ask(self, question: str, option: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(f"{option} is missing.")
        return input(question)

    def _ask_password(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        password = getpass.getpass("Password: ")
        if password != getpass.getpass("Again: "):
            raise CommandError("The two passwords are not the same.")
        return password
