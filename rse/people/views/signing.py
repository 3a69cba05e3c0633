"""What protects the account: the address, and signing out everywhere."""

from typing import Any, cast

from allauth.account.internal.flows.logout import logout
from allauth.account.views import EmailView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rse.people.actions.people import sign_out_everywhere as end_all_sessions
from rse.people.addresses import keep_in_step
from rse.people.models import Person


class AddressView(EmailView):  # type: ignore[misc]
    """allauth's page of the address, for an account whose address may have come from the directory."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        keep_in_step(cast(Person, request.user))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of one's account, this one included."""
    person = cast(Person, request.user)
    end_all_sessions(by=person, person=person, at=timezone.now())
    logout(request, show_message=False)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")
