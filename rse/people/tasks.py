"""What is done about accounts after the answer has gone."""

import logging
from typing import Any

from celery import Task, shared_task
from kombu.exceptions import OperationalError

from rse.people import mail
from rse.people.auth import find_by_login

logger = logging.getLogger(__name__)


@shared_task(bind=True, max_retries=5)
def send_password_link(self: "Task[Any, Any]", *, login: str) -> None:
    """Send the link to the account of this address or staff number, if there is one that is open."""
    person = find_by_login(login)
    if person is None or not person.is_active:
        return
    try:
        mail.send_password_link(person)
    except mail.FAILURES as error:
        raise self.retry(exc=error, countdown=10 * 2**self.request.retries) from error


def ask_for_password_link(login: str) -> None:
    """Have the link sent. The answer takes the same time whether the account exists or not."""
    try:
        send_password_link.delay(login=login)
    except OperationalError:
        logger.warning("broker unavailable: the password link is sent by the request")
        send_password_link.apply(kwargs={"login": login})
