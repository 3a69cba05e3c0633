"""The door by which mail servers hand replies and returned messages over."""

from __future__ import annotations

import hmac
import logging
import time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from communities.actions.inbound import Taken, take_in
from rse.lib.signature import signature

logger = logging.getLogger(__name__)
FRESH = 300  # seconds


@csrf_exempt
@login_not_required
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """One message as it came (RFC 5322), its recipients in X-Recipient, separated by commas.

    X-Signature is the HMAC-SHA256, in hexadecimal, of X-Timestamp (seconds), X-Recipient and the message, a line feed between them,
    with INBOUND_SECRET. Answers 200 whatever became of the message, 403 without a signature of now, 413 and 422 for what is no mail.
    """
    if not settings.INBOUND_SECRET:
        raise Http404
    raw = request.read(settings.INBOUND_BYTES + 1)
    if len(raw) > settings.INBOUND_BYTES:
        return HttpResponse(status=413)
    stamp, to = request.headers.get("X-Timestamp", ""), request.headers.get("X-Recipient", "")
    given = request.headers.get("X-Signature", "").lower()
    is_fresh = stamp.isascii() and stamp.isdigit() and abs(time.time() - int(stamp[:12])) <= FRESH
    if not (is_fresh and hmac.compare_digest(given.encode(), signature(settings.INBOUND_SECRET, stamp, to, raw).encode())):
        return HttpResponse(status=403)
    taken = take_in(raw, recipients=tuple(one.strip() for one in to.split(",") if one.strip()), at=timezone.now())
    logger.info("mail taken in: %s", taken.value)
    return JsonResponse({"taken": taken.value}, status=422 if taken == Taken.UNREADABLE else 200)
