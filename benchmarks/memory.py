"""The memory of a program and all its processes at the worst moment, looked at many times a second."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator

import psutil

from benchmarks.measure import Bench, Case

INTERVAL = 0.02
"""Seconds between two looks: a peak that is over sooner may be missed."""
MEASURE = "PSS" if hasattr(psutil.Process().memory_full_info(), "pss") else "RSS"
"""Linux shares out among processes what they have in common (PSS); elsewhere each process counts it anew (RSS)."""


def weigh(bench: Bench, case: Case) -> None:
    """Run a case once more, untimed, and note its peak; raises Failed."""
    if case.before:
        case.before()
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        process = bench.start(case, null, null)
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            case.peak = max(case.peak, sum(_weights(watched)))
            time.sleep(INTERVAL)
    finally:
        os.close(null)
    bench.refuse_failed(case, process.returncode)


def _weights(parent: psutil.Process) -> Iterator[int]:
    """Bytes of a process and of each below it; those that have ended weigh nothing."""
    with contextlib.suppress(psutil.Error):
        for process in (parent, *parent.children(recursive=True)):
            with contextlib.suppress(psutil.Error):
                full = process.memory_full_info()
                yield int(getattr(full, MEASURE.lower()))
