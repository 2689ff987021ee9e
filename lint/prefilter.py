"""The sieve of a set of rules: as an earlier run has compiled it, or compiled now and kept.

To compile it takes some seconds, so that it is done where it pays: for much text, or for rules that are used again and
again. Nothing that is found depends on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping, Sequence
from typing import TYPE_CHECKING

from lint.sieve.plan import Plan
from lint.stamps import program
from lint.store import Store

if TYPE_CHECKING:
    from lint.rule import Rule
    from lint.sieve.sifting import Sieve

RUNS_BEFORE_IT_PAYS = 4
RUNS = "runs"
"""What is kept for rules without a sieve: how often they were used."""
_NAME = "sieve"
_GUARDS, _DATABASE = "guards", "database-"


def sieve_of(rules: Sequence[Rule], store: Store, *, make: bool | None) -> Sieve | None:
    """The sieve of all rules of a store; None where there is none yet and none is to be made, or none can be.

    Where `make` is None, one is made for rules that have been used again and again.
    """
    common = Store(program())  # the same patterns serve many sets of rules
    databases = _Databases(common)
    if found := _kept(store, databases):
        return found
    if make is None:
        make = _is_often_used(store)
    return _made(rules, store, common, databases) if make else None


def _kept(store: Store, databases: _Databases) -> Sieve | None:
    from lint.sieve.sifting import load

    try:
        plan, names = store.read(_NAME)
        return load((plan, tuple(databases.get(str(name), b"") for name in names)))
    except (TypeError, ValueError):  # there is none, or something else
        return None


def _is_often_used(store: Store) -> bool:
    """Whether rules have been used so often without a sieve that to make one pays for the runs that will follow."""
    runs = store.read(RUNS)
    runs = runs if isinstance(runs, int) else 0
    if runs < RUNS_BEFORE_IT_PAYS:
        store.write(RUNS, runs + 1)
    return runs >= RUNS_BEFORE_IT_PAYS


def _made(rules: Sequence[Rule], store: Store, common: Store, databases: _Databases) -> Sieve | None:
    from lint.sieve.making import compile_plan, database_name
    from lint.sieve.sifting import load

    if sys.stderr.isatty():
        sys.stderr.write("copydesk: making the rules ready for fast runs; this takes some seconds, once\n")
    known = common.read(_GUARDS)
    guards = dict(known) if isinstance(known, dict) else {}
    looks = {rule.id: rule.checker.looks_for() for rule in rules}
    compiled = compile_plan(looks, guards, databases)
    if compiled is None:
        return None
    if load(compiled) is None:  # a database that was kept is damaged
        databases.forget()
        compiled = compile_plan(looks, guards, databases) or compiled
    if guards != known:
        common.write(_GUARDS, guards)
    plan = Plan(*compiled[0])
    store.write(_NAME, (compiled[0], tuple(map(database_name, plan.shards))))
    return load(compiled)


class _Databases(MutableMapping[str, bytes]):
    """Databases in a store, a file each: they are large, few of them are wanted, and each has a checksum of its own."""

    def __init__(self, store: Store) -> None:
        self._store, self._is_trusted = store, True

    def forget(self) -> None:
        """Find nothing any more, so that all is made anew."""
        self._is_trusted = False

    def __getitem__(self, name: str) -> bytes:
        data = self._store.read_raw(_DATABASE + name) if self._is_trusted else None
        if data is None:
            raise KeyError(name)
        return data

    def __setitem__(self, name: str, data: bytes) -> None:
        self._store.write_raw(_DATABASE + name, data)

    def __delitem__(self, name: str) -> None:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
