"""A kept study in which two units have figures, and an evidence pack that is ready."""

import numpy as np

from adoption.metrics.codec import to_json
from adoption.metrics.study import FORM, Study, Units
from adoption.models import NETWORK, EvidencePack, PackPaper
from adoption.models import Study as Kept
from tests.factories import NOW

UNIT, WEEK = 7, 2000


def units() -> None:
    """Before any week that pages ask for, so that it is the newest kept."""
    found = Units(
        ids=np.array([UNIT, 8]), names=("Usine", "Achats"), eligible=np.array([60, 40]), contributors=np.array([30, 10]),
        visitors=np.array([50, 20]), hidden=np.zeros(2, dtype=np.bool_), weeks=np.arange(WEEK - 3, WEEK + 1), share=np.full((2, 4), 0.5),
        matrix=np.array([[0, 9], [9, 0]]), matrix_hidden=np.zeros((2, 2), dtype=np.bool_), frozen=np.zeros(2, dtype=np.bool_),
    )  # fmt: skip
    study = Study(NETWORK, WEEK, eligible=100, contributors=40, units=found)
    Kept.objects.create(week=WEEK, community_id=NETWORK, edition=1, form=FORM, data=to_json(study), made_at=NOW)


def pack() -> EvidencePack:
    """Made by the command line: it names nobody."""
    made = EvidencePack.objects.create(
        title="Dossier", language="fr", scope="network", first_week=WEEK - 3, last_week=WEEK, figures=["stage"], state="ready",
        asked_at=NOW, ready_at=NOW, frozen={},
    )  # fmt: skip
    PackPaper.objects.bulk_create(PackPaper(pack=made, kind=kind, content=b"papier", size=6) for kind in ("pdf", "pptx", "csv"))
    return made
