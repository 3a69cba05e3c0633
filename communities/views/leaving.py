"""Leaving a form whose words have found their place: the copy that the page kept of them is of no use any more."""

from django.conf import settings
from django.http import HttpResponseRedirect


def sent(address: str, client_key: str) -> HttpResponseRedirect:
    """Leads on; the cookie tells the page's script that the draft of that key has been published or thrown away."""
    answer = HttpResponseRedirect(address)
    if client_key.isalnum():
        answer.set_cookie("sent", client_key, max_age=120, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer
