"""No change makes Copydesk slower unnoticed: what it takes stands in benchmarks/bounds.json, in figures of no machine.

Where a bound is exceeded and should be, `python -m benchmarks.guard --update` writes new ones.
"""

from __future__ import annotations

import itertools
import sys
from functools import partial
from pathlib import Path

import pytest
import regex

from benchmarks import gauges, guard, yardstick
from benchmarks.gauges import GAUGES, Gauge, best, ratio, seconds
from lint import engine

BY_NAME = {gauge.name: gauge for gauge in GAUGES}


@pytest.mark.parametrize("gauge", GAUGES, ids=lambda gauge: gauge.name)
def test_a_figure_is_within_its_bound(gauge: Gauge, tmp_path: Path) -> None:
    bound = guard.bounds()[gauge.name]["bound"]
    assert guard.held(gauge.gauge(tmp_path), bound) <= bound, gauge.what


def test_every_gauge_has_a_bound_and_every_bound_a_gauge() -> None:
    assert guard.bounds().keys() == BY_NAME.keys()


@pytest.mark.parametrize("gauge", GAUGES, ids=lambda gauge: gauge.name)
def test_a_bound_leaves_no_room_for_what_a_careful_update_would_not_write(gauge: Gauge) -> None:
    entry = guard.bounds()[gauge.name]
    assert entry["measured"] <= entry["bound"] <= guard.bound_of(gauge, entry["measured"]) + 0.01


def test_a_check_that_does_all_things_twice_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once = engine.check

    def twice(*arguments: object, **named: object) -> engine.Result:
        once(*arguments, **named)  # type: ignore[arg-type]
        return once(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "check", twice)
    bound = guard.bounds()["calls"]["bound"]
    assert guard.held(BY_NAME["calls"].gauge(tmp_path), bound) > bound


def test_twice_the_work_takes_twice_the_time() -> None:
    texts = gauges.articles(10)
    figures = ratio(seconds(partial(yardstick.work, texts * 2)), seconds(partial(yardstick.work, texts)))
    assert any(1.8 < figure < 2.2 for figure in itertools.islice(figures, 2, guard.MOST_ROUNDS))


def test_a_program_that_is_in_the_way_does_not_count() -> None:
    """Of several measurements the least is taken."""
    work, reference = iter([9.0, 2.0, 50.0]), iter([1.0, 7.0, 0.5])
    assert list(itertools.islice(ratio(lambda: next(work), lambda: next(reference)), 3)) == [9.0, 2.0, 4.0]


def test_a_figure_beyond_its_bound_has_more_rounds_and_then_fails() -> None:
    assert guard.held(iter([5.0, 4.0, 3.0, 2.0, 1.0]), 2.5) == 2.0
    assert guard.held(itertools.repeat(5.0), 2.5) == 5.0
    assert guard.held(iter([7.0]), 2.5) == 7.0


def test_a_figure_within_its_bound_is_not_believed_at_once() -> None:
    """The reference may have been held up."""
    assert guard.held(iter([1.0, 2.0, 3.0]), 2.5) == 3.0


def test_searches_with_patterns_are_counted() -> None:
    pattern = regex.compile("quay")

    def work() -> None:
        for text in ("the quay", "the mill"):
            pattern.search(text)
        list(pattern.finditer("quay and quay"))
        text.upper()

    assert gauges.counts(work)["searches"] == 3


def test_lines_that_call_nothing_are_counted() -> None:
    def work(turns: int) -> None:
        for _ in range(turns):
            pass

    few, many = (gauges.counts(partial(work, turns))["lines"] for turns in (10, 1_010))
    assert many - few >= 1_000


def test_what_watched_before_watches_on() -> None:
    before = sys.gettrace(), sys.getprofile()
    gauges.counts(lambda: None)
    assert (sys.gettrace(), sys.getprofile()) == before


def test_an_update_promises_what_was_promised_or_a_little_more_than_today() -> None:
    promised = Gauge("a", "growth", lambda _: iter([1.9]), slack=1.1, ceiling=2.2)
    assert guard.bound_of(promised, 1.9) == 2.2
    assert guard.bound_of(promised, 3.0) == pytest.approx(3.3)
    free = Gauge("b", "time", lambda _: iter([10.0]), slack=1.5)
    assert guard.update(free, Path()) == {"measured": 10.0, "bound": 15.0}
    rare = Gauge("c", "count", lambda _: iter([0.0]), slack=1.5, allowance=2.0)
    assert guard.update(rare, Path()) == {"measured": 0.0, "bound": 2.0}


def test_a_count_is_the_figure_whatever_the_number_of_rounds() -> None:
    assert best(iter([7.0]), guard.MOST_ROUNDS) == 7.0
