from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.calibration import Calibration, expected_calibration_error, softmax
from knowledge.language.identify import identify

DEV = Path(__file__).resolve().parents[3] / "nlu_data" / "dev" / "questions.jsonl"


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=9))
def test_probabilities_add_up_to_one_and_keep_the_order(scores: list[int]) -> None:
    shares = softmax(np.array(scores, float))
    assert abs(shares.sum() - 1) < 1e-9 and shares.argmax() == int(np.argmax(scores))


def test_a_longer_message_may_be_surer() -> None:
    assert Calibration(sharpness=0.1, per_length=0.2).factor(80) > Calibration(sharpness=0.1, per_length=0.2).factor(3) > 1
    assert Calibration().factor(0) == Calibration().factor(100) == 1.0


@pytest.mark.parametrize(
    ("confidences", "right", "error"),
    [([], [], 0.0), ([1.0, 1.0], [True, False], 0.5), ([0.9, 0.1], [True, False], 0.1), ([0.5] * 4, [True, False] * 2, 0.0)],
)
def test_the_error_is_how_far_confidence_and_truth_lie_apart(confidences: list[float], right: list[bool], error: float) -> None:
    assert expected_calibration_error(confidences, right) == pytest.approx(error)


def test_the_shipped_confidence_means_what_it_says_on_the_development_questions() -> None:
    rows = [json.loads(line) for line in DEV.read_text("utf-8").splitlines()]
    known = [(identify(row["text"]), row["variety"]) for row in rows if row["variety"] != "mixed"]
    right = [read is not None and read.language == (v if v in {"fr", "en", "it", "de"} else "ar") for read, v in known]
    assert expected_calibration_error([read.confidence for read, _ in known if read], right) < 0.03
