"""What was reached on real text may not sink: run where the data for measuring stands beside the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).parent.parent.parent / "shared"
EVALUATE = SHARED / "score" / "evaluate.py"

pytestmark = pytest.mark.skipif(not EVALUATE.exists(), reason="the data for measuring is not beside this checkout")

LEAST_PRECISION, LEAST_RECALL = 0.97, 0.90
MOST_FINDINGS_IN_CLEAN_TEXT = 3.0
"""For 10,000 words; the pages hold some real defects."""


def measure(what: str, folder: Path) -> dict[str, Any]:
    """The figures of one part of the measure, and what it printed."""
    figures = folder / "figures.json"
    program = f"{sys.executable} -m lint"
    command = [sys.executable, str(EVALUATE), what, "--copydesk", program, "--json", str(figures)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(figures.read_text("utf-8"))[what]
    return {**measured, "printed": run.stdout}


def test_labelled_documents(tmp_path: Path) -> None:
    figures = measure("labelled", tmp_path)
    assert figures["total"]["precision"] >= LEAST_PRECISION
    assert figures["total"]["recall"] >= LEAST_RECALL
    assert figures["total"]["fixed_though_human"] == 0
    assert "hard negatives flagged: 0 of" in figures["printed"]


def test_clean_pages(tmp_path: Path) -> None:
    figures = measure("clean", tmp_path)
    assert figures["findings"] * 10_000 / figures["words"] <= MOST_FINDINGS_IN_CLEAN_TEXT
