"""Work is shared out: all of it is done once, results come in order, and one that is killed takes little with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from lint import crew as crew_module
from lint.crew import Crew

KILLER, SLOW = -1, -2


def work(item: int) -> tuple[int, int]:
    """The item, and who has done it; one item kills its worker, another takes it long."""
    is_worker = multiprocessing.parent_process() is not None
    if item == KILLER and is_worker:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    time.sleep(0.3 if item == SLOW and is_worker else 0.001)
    return item, os.getpid()


def hire() -> Callable[[int], tuple[int, int]]:
    return work


@pytest.fixture(params=["copies", "spawned"])
def crew(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew[int, tuple[int, int]]]:
    if request.param == "copies" and sys.platform != "linux":
        pytest.skip("copies of a process are not sound here")
    # Other tests may have left threads that do nothing.
    monkeypatch.setattr(crew_module, "can_fork", lambda: request.param == "copies")
    with Crew(work, hire) as made:
        yield made


def chunks(number: int) -> list[list[int]]:
    return [[10 * at, 10 * at + 1] for at in range(number)]


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_results_come_in_order_whoever_works(crew: Crew[int, tuple[int, int]], workers: int) -> None:
    crew.start(workers)
    results = list(crew.results(chunks(60)))
    assert [[item for item, _ in some or ()] for some in results] == chunks(60)


def test_who_shares_out_works_too(crew: Crew[int, tuple[int, int]]) -> None:
    crew.start(1)
    done = {who for some in crew.results(chunks(400)) for _, who in some or ()}
    assert os.getpid() in done
    assert len(done) == 2


def test_nobody_waits_for_the_first_chunk_while_there_are_others(crew: Crew[int, tuple[int, int]]) -> None:
    crew.start(1)
    list(crew.results(chunks(20)))  # both are at work
    results = list(crew.results([[SLOW], *chunks(7)]))
    assert [item for some in results[1:] for item, _ in some or ()] == [item for some in chunks(7) for item in some]


def test_chunks_are_looked_up_only_some_way_ahead(crew: Crew[int, tuple[int, int]]) -> None:
    """So that memory does not grow with the number of files."""
    seen = 0

    def counted() -> Iterator[list[int]]:
        nonlocal seen
        for chunk in chunks(200):
            seen += 1
            yield chunk

    crew.start(1)
    results = crew.results(counted())
    next(results)
    assert seen < 50
    assert len(list(results)) == 199


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nobody is killed like that here")
def test_a_chunk_is_lost_with_the_worker_that_is_killed_over_it_and_no_other(
    crew: Crew[int, tuple[int, int]],
) -> None:
    crew.start(1)
    given = [[KILLER], *chunks(40)]
    results = list(crew.results(given))
    assert results[0] is None
    assert [[item for item, _ in some or ()] for some in results[1:]] == chunks(40)
    assert crew.size == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nobody is killed like that here")
def test_where_all_are_killed_the_rest_is_still_done(crew: Crew[int, tuple[int, int]]) -> None:
    crew.start(3)
    given = [[KILLER], [KILLER], [KILLER], *chunks(40)]
    results = list(crew.results(given))
    assert [[item for item, _ in some] for some in results if some and some[0][0] >= 0] == chunks(40)


@pytest.mark.skipif(not hasattr(signal, "SIGTERM") or os.name == "nt", reason="a chunk is done to its end on Windows")
def test_who_stops_waits_for_one_item_and_no_more(crew: Crew[int, tuple[int, int]]) -> None:
    crew.start(1)
    next(crew.results([[0], *[[SLOW] * 100] * 10]))
    started = time.monotonic()
    crew.__exit__(None, None, None)
    assert time.monotonic() - started < 10


@pytest.mark.skipif(sys.platform != "linux", reason="no process is copied here")
def test_a_process_with_threads_is_not_copied() -> None:
    says = "import threading; from lint.crew import can_fork; print(can_fork())"
    beside = "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start(); " + says
    told = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout for code in (says, beside)
    ]
    assert told == ["True\n", "False\n"]
