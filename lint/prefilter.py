"""The sieve of a set of rules: as an earlier run has compiled it, or compiled now and kept.

To compile it takes some seconds, so that it is done where it pays: for rules that have been used before, or for much
text. Nothing that is found depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from typing import TYPE_CHECKING

from lint.sieve.plan import Plan
from lint.stamps import program
from lint.store import Store

if TYPE_CHECKING:
    from lint.rule import Rule
    from lint.sieve.sifting import Sieve

_NAME = "sieve"
_GUARDS, _DATABASE = "guards", "database-"


def sieve_of(rules: Sequence[Rule], store: Store, *, make: bool) -> Sieve | None:
    """The sieve of all rules of a store; None where there is none yet and none is to be made, or none can be."""
    from lint.sieve.sifting import load

    common = Store(program())  # the same patterns serve many sets of rules
    databases = _Databases(common)
    kept = store.read(_NAME)
    if isinstance(kept, tuple) and (found := load((kept[0], tuple(databases.get(name, b"") for name in kept[1])))):
        return found
    return _made(rules, store, common, databases) if make else None


def _made(rules: Sequence[Rule], store: Store, common: Store, databases: _Databases) -> Sieve | None:
    from lint.sieve.making import compile_plan, database_name
    from lint.sieve.sifting import load

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
