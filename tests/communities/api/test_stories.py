"""Stories through the API: told, confirmed, renewed, retired."""

from tests.communities.api.program import Program
from tests.conftest import Cast

TOLD = {
    "situation": "Avant.", "change": "Après.", "amount": "11.00", "unit": "heures", "period": "par semaine", "basis": "measured",
    "proofs": ["https://exemple.fr/bilan"], "happened_on": "2026-01-12", "months": "6",
}  # fmt: skip


def test_a_story_is_told_confirmed_renewed_and_retired(cast: Cast, as_bob: Program) -> None:
    url = f"communities/{cast.closed.slug}/posts"
    words = {"kind": "story", "title": "Moins de pannes", "body": "", "story": TOLD | {"people": [cast.erin.pk]}}
    made = as_bob("POST", url, words, status=201)
    path = f"posts/{made['id']}"
    assert {name: made["story"][name] for name in ("amount", "unit", "basis", "state")} == {
        "amount": "11.00", "unit": "heures", "basis": "measured", "state": "submitted",
    }  # fmt: skip
    assert [person["id"] for person in made["story"]["people"]] == [cast.erin.pk]
    as_bob("PUT", f"{path}/countersignature", {}, status=403)
    Program(cast.carol)("PUT", f"{path}/countersignature", {}, status=404)
    erin = Program(cast.erin)
    confirmed = erin("PUT", f"{path}/countersignature", {"note": "Vu."})["story"]
    assert (confirmed["state"], confirmed["countersigned_by"]["id"], confirmed["countersign_note"]) == (
        "countersigned",
        cast.erin.pk,
        "Vu.",
    )
    assert "detail" in erin("PUT", f"{path}/countersignature", {}, status=400)
    changed = as_bob("PATCH", path, {"body": "", "story": TOLD | {"amount": "12.00"}})
    assert (changed["story"]["state"], changed["story"]["amount"]) == ("submitted", "12.00")
    assert as_bob("POST", f"{path}/renewals", {"note": "Relu."})["story"]["is_due"] is False
    assert erin("PUT", f"{path}/retirement")["story"]["state"] == "retired"


def test_an_unfit_story_publishes_nothing(cast: Cast, as_bob: Program) -> None:
    url, words = f"communities/{cast.open.slug}/posts", {"kind": "story", "title": "Un succès", "body": ""}
    assert "situation" in as_bob("POST", url, words, status=400)
    assert "unit" in as_bob("POST", url, words | {"story": TOLD | {"unit": ""}}, status=400)
    assert "story" in as_bob("POST", url, words | {"story": TOLD | {"amount": "1.234"}}, status=400)
    assert "title" in as_bob("POST", url, words | {"title": "", "story": TOLD}, status=400)
