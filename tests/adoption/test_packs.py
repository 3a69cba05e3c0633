"""Evidence packs: figures equal to the page's, three papers, a register, and words that leave when their author says so."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from pptx import Presentation

from adoption import access
from adoption.actions import packs
from adoption.evidence import papers
from adoption.evidence.choice import OFFERED
from adoption.evidence.content import Content, Item
from adoption.evidence.make import make_pack
from adoption.evidence.sheet import BOM, sheet
from adoption.metrics.codec import from_json
from adoption.models import EvidencePack, PackPaper, PackState
from adoption.science import weeks
from communities.actions.communities import change_settings
from communities.actions.stories import retire
from communities.actions.testimonials import give_consent, withdraw_consent, write_testimonial
from rse.audit.models import AuditEvent
from rse.lib.refusal import Refused
from tests.adoption.packs import Firm, asked, firm, said, signed_in, told
from tests.factories import CLOSED, NOW, OPEN, make_community, make_member, make_person

pytestmark = pytest.mark.django_db


def made(of: Firm, **other: object) -> EvidencePack:
    pack = asked(of, **other)
    assert make_pack(pack_id=pack.pk)
    pack.refresh_from_db()
    return pack


def content(pack: EvidencePack) -> Content:
    return from_json(pack.frozen, Content)


def paper(pack: EvidencePack, kind: str) -> bytes:
    return bytes(PackPaper.objects.get(pack=pack, kind=kind).content)


def pages(document: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(document)]


def plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


def test_the_figures_of_a_pack_are_those_of_the_page_and_do_not_change_afterwards() -> None:
    place = firm()
    pack = made(place)
    page = plain(unescape(signed_in(place.pilot).get(f"/adoption/?week={weeks.label(place.week)}").content.decode()))
    items = {item.key: item for item in content(pack).items}
    for key in ("critical_mass_share", "contributors_28d", "momentum"):
        tile = page.split(f'id="tile-{key}"')[1].split('id="tile-')[0]
        assert plain(items[key].value) in tile
        assert plain(items[key].interval) in tile
    assert plain(content(pack).lead) in page
    before = pack.frozen
    text = plain(" ".join(pages(paper(pack, "pdf"))))
    assert plain(items["critical_mass_share"].value) in text
    assert plain(items["momentum"].value) in text
    pack.refresh_from_db()
    assert pack.frozen == before


@pytest.mark.parametrize(("language", "word"), [("fr", "Dossier de preuves"), ("en", "Evidence pack")])
def test_the_papers_say_the_same_in_both_languages(language: str, word: str) -> None:
    place = firm()
    pack = made(place, language=language, figures=[choice.key for choice in OFFERED["network"]])
    document = pypdfium2.PdfDocument(paper(pack, "pdf"))
    told_pages = pages(paper(pack, "pdf"))
    assert word in told_pages[0]
    assert len(document) >= 6
    assert document.get_metadata_dict()["Title"] == pack.title
    assert b"/Lang" in paper(pack, "pdf") or b"StructTreeRoot" in paper(pack, "pdf")
    slides = Presentation(io.BytesIO(paper(pack, "pptx")))
    assert slides.slide_width > slides.slide_height
    for slide in slides.slides:
        assert slide.shapes.title is not None and slide.shapes.title.text_frame.text
        assert slide.notes_slide.notes_text_frame is not None and slide.notes_slide.notes_text_frame.text
    drawn = [shape for slide in slides.slides for shape in slide.shapes if shape.has_chart or shape.shape_type == 13]
    assert any(shape.has_chart for shape in drawn)
    assert all(shape._element.xpath(".//p:cNvPr/@descr")[0] for shape in drawn)


def test_each_figure_owes_its_definition_period_and_date() -> None:
    pack = made(firm())
    frozen = content(pack)
    assert frozen.data_date
    for item in frozen.items:
        assert item.definition and item.window and item.threshold and item.unit and item.kind
        assert item.value or item.reason or item.drawn


def test_no_cell_of_the_sheet_is_run_by_a_spreadsheet() -> None:
    hostile = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", " =1", "\u00a0=1", "\uff1d1", "|x", "plain"]
    items = tuple(_item(f"figure{i}", text) for i, text in enumerate(hostile))
    pack = made(firm())
    frozen = content(pack)
    for language, mark, decimal in (("fr", ";", ","), ("en", ",", ".")):
        written = sheet(_with(frozen, items=items, language=language, scope="=HYPERLINK(1)"))
        assert written.startswith(BOM.encode())
        rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=mark))
        assert len(rows) == 1 + len(hostile)
        assert len({len(row) for row in rows}) == 1
        for row in rows:
            assert not [cell for cell in row if cell.lstrip(" \u00a0\u202f").startswith(("=", "+", "-", "@", "\t", "\uff1d", "|"))]
        assert rows[1][1] == "'=1+1"
        assert rows[-1][1] == "plain"
        whole = list(csv.reader(io.StringIO(sheet(_with(frozen, language=language)).decode("utf-8-sig")), delimiter=mark))
        shares = [row for row in whole if row[0] == "critical_mass_share"]
        assert len(shares) == 26
        assert decimal in shares[-1][4]


def test_a_withdrawn_consent_stops_the_download_and_leaves_later_packs() -> None:
    place = firm()
    post = told(place)
    quote = said(place, post, "internal", "board")
    pack = made(place, stories=[post.pk], testimonials=[quote.pk])
    assert content(pack).voices[0].quote == quote.quote
    assert any(quote.quote in plain(page) for page in pages(paper(pack, "pdf")))
    client = signed_in(place.sponsor)
    path = f"/adoption/packs/{pack.pk}/"
    assert client.get(f"{path}pdf/").status_code == 200
    withdraw_consent(by=place.teller, testimonial=quote, use="board", at=NOW)
    for kind in ("pdf", "pptx", "csv", "all"):
        answer = client.get(f"{path}{kind}/")
        assert answer.status_code == 409
        assert quote.quote not in answer.content.decode()
    assert "À refaire" in client.get("/adoption/packs/").content.decode()
    later = made(place, stories=[post.pk], testimonials=[quote.pk])
    assert not content(later).voices
    client.post(f"{path}remake/")
    assert not PackPaper.objects.filter(pack=pack).exists()
    assert make_pack(pack_id=pack.pk)
    pack.refresh_from_db()
    assert pack.testimonials == []
    assert not content(pack).voices
    assert client.get(f"{path}pdf/").status_code == 200
    retire(by=place.teller, post=post, at=NOW)
    assert client.get(f"{path}pdf/").status_code == 409


def test_words_changed_since_are_not_those_of_the_pack() -> None:
    place = firm()
    quote = said(place, told(place), "internal", "board")
    pack = made(place, testimonials=[quote.pk])
    client = signed_in(place.sponsor)
    assert client.get(f"/adoption/packs/{pack.pk}/pdf/").status_code == 200
    write_testimonial(by=place.teller, testimonial=quote, quote="Autre chose.", at=NOW)
    for use in ("internal", "board"):
        give_consent(by=place.teller, testimonial=quote, use=use, at=NOW + timedelta(minutes=1))
    assert client.get(f"/adoption/packs/{pack.pk}/pdf/").status_code == 409


def test_only_confirmed_stories_of_open_communities_leave_the_network() -> None:
    place = firm()
    closed = make_community("Atelier clos", owner=place.pilot, access=CLOSED)
    make_member(place.teller, closed)
    hidden = told(place, closed)
    quote = said(place, hidden, "internal", "board")
    shown = told(place)
    assert [one.post_id for one in access.stories_for_board(place.pilot)] == [shown.pk]
    assert not access.quotes_for_board(place.pilot)
    pack = made(place, stories=[hidden.pk, shown.pk], testimonials=[quote.pk])
    assert len(content(pack).stories) == 1
    assert not content(pack).voices


def test_a_pack_about_a_community_that_left_the_figures_is_refused() -> None:
    place = firm()
    pack = made(place)
    EvidencePack.objects.filter(pk=pack.pk).update(scope="community", scope_id=place.place.pk)
    client = signed_in(place.sponsor)
    assert client.get(f"/adoption/packs/{pack.pk}/").status_code == 200
    change_settings(by=place.pilot, community=place.place, at=NOW, purpose="", settings=_protected(), charter="")
    for path in ("", "pdf/", "all/", "?fragment=1"):
        assert client.get(f"/adoption/packs/{pack.pk}/{path}").status_code == 404
    assert pack.title not in client.get("/adoption/packs/").content.decode()
    with pytest.raises(Refused):
        asked(place, scope="community", scope_id=place.place.pk)


def test_making_downloading_and_deleting_are_in_the_register() -> None:
    place = firm()
    elected = make_person("Elu", roles=["elected"], language="fr")
    pack = made(place)
    client = signed_in(place.sponsor)
    answer = client.get(f"/adoption/packs/{pack.pk}/all/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(Path(name).suffix for name in archive.namelist()) == [".csv", ".pdf", ".pptx"]
    client.post(f"/adoption/packs/{pack.pk}/delete/")
    assert not EvidencePack.objects.exists()
    assert not PackPaper.objects.exists()
    acts = list(AuditEvent.objects.filter(detail__page__startswith="pack ").order_by("id").values_list("actor_id", "detail__page"))
    assert acts == [(place.pilot.pk, "pack ask"), (place.sponsor.pk, "pack download"), (place.sponsor.pk, "pack delete")]
    page = plain(signed_in(elected).get("/adoption/consultations/").content.decode())
    assert "Un dossier de preuves, téléchargé" in page
    assert signed_in(elected).get("/adoption/packs/").status_code == 403


def test_a_pack_is_asked_for_on_the_page_with_its_plan_and_its_order() -> None:
    place = firm()
    post = told(place)
    client = signed_in(place.pilot)
    form = {
        "scope": "network", "title": "Pour le comité", "introduction": "Voici.", "language": "fr", "last_week": place.week, "weeks": 13,
        "figures": ["stage", "momentum", "critical_mass_share"], "place-momentum": "1", "place-critical_mass_share": "2",
        "place-stage": "3", "stories": [post.pk],
    }  # fmt: skip
    plan = client.post("/adoption/packs/new/", form | {"preview": "1"})
    assert plan.status_code == 200
    assert "Le plan" in plan.content.decode()
    assert not EvidencePack.objects.exists()
    refused = client.post("/adoption/packs/new/", form | {"title": "", "introduction": "Mes mots gardés"})
    assert refused.status_code == 422
    assert "Mes mots gardés" in refused.content.decode()
    answer = client.post("/adoption/packs/new/", form)
    pack = EvidencePack.objects.get()
    assert answer.headers["Location"] == f"/adoption/packs/{pack.pk}/"
    assert pack.figures == ["momentum", "critical_mass_share", "stage"]
    assert (pack.first_week, pack.last_week, pack.stories) == (place.week - 12, place.week, [post.pk])
    waiting = client.get(f"/adoption/packs/{pack.pk}/")
    assert "hx-get" in waiting.content.decode()
    assert client.get(f"/adoption/packs/{pack.pk}/pdf/").status_code == 409


def test_a_pack_that_fails_says_why_is_tried_again_and_a_lost_one_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    place = firm()
    pack = asked(place)

    def broken(content: Content) -> bytes:
        raise papers.NotMade("typeset.py: 1")

    with monkeypatch.context() as patch:
        patch.setattr(papers, "pdf", broken)
        for tried in range(packs.TRIES):
            assert packs.to_make(NOW) == [pack.pk], tried
            assert not make_pack(pack_id=pack.pk)
    pack.refresh_from_db()
    assert pack.state == PackState.FAILED
    assert pack.error
    assert packs.to_make(NOW) == []
    packs.remake_pack(by=place.sponsor, pack=pack, at=NOW)
    assert packs.claim(pack_id=pack.pk, at=NOW)
    assert packs.claim(pack_id=pack.pk, at=NOW) is None
    assert packs.to_make(NOW) == []
    assert packs.to_make(NOW + packs.LOST_AFTER + timedelta(seconds=1)) == [pack.pk]


def test_a_week_without_figures_is_told() -> None:
    pack = asked(firm(), first_week=100, last_week=110)
    assert not make_pack(pack_id=pack.pk)
    pack.refresh_from_db()
    assert (pack.state, bool(pack.error)) == (PackState.FAILED, True)


def test_the_command_writes_the_three_papers(tmp_path: Path) -> None:
    place = firm()
    period = f"{weeks.label(place.week - 7)}..{weeks.label(place.week)}"
    options: dict[str, Any] = {
        "period": period,
        "scope": "network",
        "language": "en",
        "out": tmp_path / "pack",
        "figures": "stage,momentum",
    }
    call_command("evidence_pack", **options, stdout=io.StringIO())
    assert sorted(one.name for one in (tmp_path / "pack").iterdir()) == ["pack.csv", "pack.pdf", "pack.pptx"]
    for wrong in ({"period": "hier"}, {"scope": "community:inconnue"}, {"figures": "salaire"}, {"by": place.teller.email}):
        with pytest.raises(CommandError):
            call_command("evidence_pack", **(options | wrong), stdout=io.StringIO())


def _item(key: str, text: str) -> Item:
    return Item(key, "g", text, text, text, text, text, text, text, text, text, text, text)


def _with(frozen: Content, **other: Any) -> Content:
    return replace(frozen, **other)


def _protected() -> Any:
    return replace(OPEN, protected=True)
