"""What holds for all tests. With `HYPOTHESIS_PROFILE=ci`, property tests try the same examples on every run."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest
from hypothesis import settings

settings.register_profile("desk", deadline=None, max_examples=150)
settings.register_profile("ci", deadline=None, max_examples=150, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "desk"))


CACHE = tempfile.mkdtemp(prefix="copydesk-tests-")
os.environ["COPYDESK_CACHE_DIR"] = CACHE  # nothing of the user's is read or written, from the first import on


def pytest_configure() -> None:
    """No sieve is made where a test runs the program often; those that want one say so."""
    from lint import prefilter, rulestore
    from lint.expressions import DEFAULT_TIMEOUT
    from lint.store import Store

    Store(rulestore.key((), DEFAULT_TIMEOUT)).write(prefilter.RUNS, -1_000_000)


def pytest_unconfigure() -> None:
    shutil.rmtree(CACHE, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of these tests in GitHub Actions has a summary of its own."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
