"""The catalogue is the documentation, and no sentence says more than it rests on."""

from pathlib import Path

import pytest

from adoption.metrics.catalogue import METRICS, NUANCES, REASONS, STAGES, TESTS
from adoption.metrics.document import document
from adoption.science import figures, stages
from adoption.science.stages import classify
from rse.lib import sentences
from tests.adoption.science.networks import World, simulate

ROOT = Path(__file__).resolve().parents[2]


def test_docs_metrics_is_the_catalogue() -> None:
    assert (ROOT / "docs" / "metrics.md").read_text() == document(), "run python3 manage.py document_metrics"


def test_every_word_the_science_uses_has_its_text() -> None:
    assert set(STAGES) == set(stages.STAGES)
    judged = classify(simulate(World(), 1))
    assert {test["name"] for test in judged[10].tests} | {test["name"] for test in judged[-1].tests} == set(TESTS)
    reasons = {value for name, value in vars(figures).items() if name.startswith(("NO_", "NOT_", "ANIMATORS_"))}
    assert reasons == set(REASONS)
    assert set(NUANCES) == {"autonomy_unverified", "no_yearly_reference", "long_launch"}


def test_every_metric_answers_a_question_and_has_its_own_key() -> None:
    assert len({metric.key for metric in METRICS}) == len(METRICS)
    for metric in METRICS:
        assert str(metric.question).endswith("?")
        assert str(metric.formula).endswith(".")


def test_a_sentence_owes_what_its_kind_promises() -> None:
    assert sentences.count("12 people.").kind == "count"
    assert sentences.estimate("About 12 people.", n=40, low="8", high="17").interval == sentences.Interval("8", "17")
    with pytest.raises(ValueError, match="owes its n and its interval"):
        sentences.Sentence("estimate", "About 12 people.", 40)
    with pytest.raises(ValueError, match="randomised comparison"):
        sentences.causal("It doubles answers.", n=40, low="1", high="3", comparison="")
