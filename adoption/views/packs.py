"""Evidence packs: asked for by sponsors and pilots, made by a task, downloaded as they were made; each act in the register."""

import io
import zipfile

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adoption import access
from adoption.actions import packs
from adoption.dashboards.packs import pack_row, pack_rows
from adoption.evidence.forms import PackForm, ScopeForm, scope_of
from adoption.models import EvidencePack
from adoption.views.pages import person_of
from rse.lib.refusal import Refused

KINDS = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv; charset=utf-8",
    "all": "application/zip",
}


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    access.consulted(by=person, page="packs", at=at)
    return render(request, "adoption/packs.html", {"rows": pack_rows(person), "form": ScopeForm(at=at)})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """What the pack is to hold; `preview` shows the plan, else it is made."""
    person, at = person_of(request), timezone.now()
    access.require_network(person)
    asked = request.POST if request.method == "POST" else request.GET
    scope = scope_of(asked.get("scope", "network"), at)
    if scope is None:
        raise Http404
    form = PackForm(request.POST if request.method == "POST" else None, scope=scope, person=person)
    valid = request.method == "POST" and form.is_valid()
    plan = form.plan() if valid else None
    if valid and "preview" not in request.POST:
        try:
            pack = packs.ask_pack(by=person, at=at, **form.asked())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("adoption-pack", pack.pk)
    name = dict(ScopeForm(at=at).fields["scope"].choices)[scope]  # type: ignore[attr-defined]
    context = {"form": form, "plan": plan, "scope_name": name}
    return render(request, "adoption/pack_create.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def show(request: HttpRequest, id_: int) -> HttpResponse:
    """The pack; `fragment`: its progress alone."""
    person, at = person_of(request), timezone.now()
    row = pack_row(access.get_pack_or_404(person, id_), person)
    if "fragment" in request.GET:
        return render(request, "adoption/_pack_state.html", {"row": row})
    access.consulted(by=person, page="packs", at=at, target_type="pack", target_id=id_)
    return render(request, "adoption/pack.html", {"row": row})


@require_POST
def remake(request: HttpRequest, id_: int) -> HttpResponse:
    person = person_of(request)
    pack = access.get_pack_or_404(person, id_)
    try:
        packs.remake_pack(by=person, pack=pack, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("adoption-pack", pack.pk)


@require_POST
def delete(request: HttpRequest, id_: int) -> HttpResponse:
    person = person_of(request)
    packs.delete_pack(by=person, pack=access.get_pack_or_404(person, id_), at=timezone.now())
    messages.success(request, _("Pack deleted."))
    return redirect("adoption-packs")


@never_cache
@require_safe
def download(request: HttpRequest, id_: int, kind: str) -> HttpResponse:
    """One paper, or the three in a zip; a pack that holds words taken back since is not served."""
    person = person_of(request)
    pack = access.get_pack_or_404(person, id_)
    if kind not in KINDS:
        raise Http404
    try:
        papers = packs.download(by=person, pack=pack, kind=kind, at=timezone.now())
    except Refused as refusal:
        return render(request, "adoption/pack.html", {"row": pack_row(pack, person), "refused": str(refusal)}, status=409)
    name = _name(pack)
    content = _zipped(papers, name) if kind == "all" else papers[kind]
    ending = "zip" if kind == "all" else kind
    return HttpResponse(
        content, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )  # fmt: skip


def _name(pack: EvidencePack) -> str:
    return f"{slugify(pack.title)[:60] or 'maillage'}-{pack.pk}"


def _zipped(papers: dict[str, bytes], name: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind, content in sorted(papers.items()):
            archive.writestr(f"{name}.{kind}", content)
    return output.getvalue()
