"""Notifications on one's devices: the list, switching a browser on, a test, what it may show."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import access, feeds
from communities.actions import pushes
from communities.views import reading
from rse.lib.refusal import Refused
from rse.lib.webpush import Browser


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The browsers where one is told; of this one, a script says what it allows."""
    person = reading.person_of(request)
    here = request.session.session_key
    devices = [(device, device.session_key == here) for device in feeds.push_devices(person)]
    return render(request, "communities/push_devices.html", {"devices": devices, "is_on_here": any(mine for _device, mine in devices)})


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key that a browser subscribes with."""
    return JsonResponse({"key": pushes.current_key(at=timezone.now()).public})


@require_POST
def switch_on(request: HttpRequest) -> HttpResponse:
    """What a browser gave to the script of the page: 204, or why not, in words."""
    asked = {name: request.POST.get(name, "")[:2_000] for name in ("endpoint", "p256dh", "auth", "key", "replaces")}
    try:
        pushes.switch_on(
            by=reading.person_of(request),
            browser=Browser(asked["endpoint"], asked["p256dh"], asked["auth"]),
            key=asked["key"],
            replaces=asked["replaces"],
            session_key=request.session.session_key or "",
            user_agent=request.headers.get("User-Agent", ""),
            at=timezone.now(),
        )
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_POST
def switch_off(request: HttpRequest, id: int) -> HttpResponse:
    person = reading.person_of(request)
    pushes.switch_off(by=person, device=access.get_push_device_or_404(person, id))
    messages.success(request, _("This device is sent nothing more."))
    return redirect("push-devices")


@require_POST
def test(request: HttpRequest, id: int) -> HttpResponse:
    person = reading.person_of(request)
    pushes.ask_test(by=person, device=access.get_push_device_or_404(person, id), at=timezone.now())
    messages.success(request, _("A test is on its way. If nothing shows within a minute, look at the notification settings of the device."))
    return redirect("push-devices")


@require_POST
def detail(request: HttpRequest, id: int) -> HttpResponse:
    """Whether it shows words of content: `discreet` is 1 or nothing."""
    person = reading.person_of(request)
    discreet = request.POST.get("discreet") == "1"
    pushes.be_discreet(by=person, device=access.get_push_device_or_404(person, id), discreet=discreet)
    said = _("This device shows no details from now on.") if discreet else _("This device shows the words again.")
    messages.success(request, said)
    return redirect("push-devices")
