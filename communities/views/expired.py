"""A form that came without its token: what was written is given back, to be sent again with a new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communities.forms import OpinionForm, PostForm, PracticeForm, PracticeProposalForm, ProposalForm
from communities.views.kept import MAX_LENGTH

# Those in which one writes: shown, to be read again. The others of the form go along unseen.
WRITTEN = (
    "title",
    "body",
    "options",
    "what_for",
    "situation",
    "change",
    "proofs",
    "text",
    "why",
    "words",
    "note",
    "outcome",
    "reason",
    "quote",
)
MAX_FIELDS = 100
_FORMS = (PostForm, ProposalForm, OpinionForm, PracticeForm, PracticeProposalForm)
_LABELS = {name: field.label for form in reversed(_FORMS) for name, field in form.base_fields.items() if field.label}


@dataclass(frozen=True)
class Written:
    name: str
    label: str | Promise
    value: str


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django asks this view instead of answering 403 alone. Words that another site sent are not shown."""
    written = _written(request) if _is_ours(request) else []
    if not written:
        return render(request, "403_csrf.html", status=403)
    shown = {field.name for field in written} | {"csrfmiddlewaretoken"}
    others = [
        (name, value[:MAX_LENGTH])
        for name, values in request.POST.lists()
        if name not in shown and "password" not in name
        for value in values
    ]
    context = {"hidden": others[:MAX_FIELDS], "written": written, "action": request.path}
    return render(request, "communities/form_expired.html", context, status=403)


def _written(request: HttpRequest) -> Sequence[Written]:
    said = {name: request.POST[name][:MAX_LENGTH] for name in WRITTEN if request.POST.get(name, "").strip()}
    return [Written(name, _LABELS.get(name) or _("Your text"), value) for name, value in said.items()]


def _is_ours(request: HttpRequest) -> bool:
    """Whether a page of this site sent the form, as far as the browser says."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()
