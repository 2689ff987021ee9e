"""The sieve of a set of rules: as an earlier run has compiled it, or compiled now and kept.

To compile it takes some seconds, so that it is done where it pays: for rules that have been used before, or for much
text. Nothing that is found depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping, Sequence
from typing import TYPE_CHECKING

from lint.stamps import program
from lint.store import Store

if TYPE_CHECKING:
    from lint.rule import Rule
    from lint.sieve import Sieve

_NAME = "sieve"
_GUARDS, _DATABASE = "guards", "database-"


def sieve_of(rules: Sequence[Rule], store: Store, *, make: bool) -> Sieve | None:
    """The sieve of all rules of a store; None where there is none yet and none is to be made, or none can be."""
    from lint import sieve

    kept = sieve.load(store.read(_NAME))
    if kept is not None or not make:
        return kept
    common = Store(program())  # the same patterns serve many sets of rules
    known = common.read(_GUARDS)
    guards = dict(known) if isinstance(known, dict) else {}
    compiled = sieve.compile_plan({rule.id: rule.checker.looks_for() for rule in rules}, guards, _Databases(common))
    if compiled is None:
        return None
    if guards != known:
        common.write(_GUARDS, guards)
    store.write(_NAME, compiled)
    return sieve.load(compiled)


class _Databases(MutableMapping[str, bytes]):
    """Databases in a store, a file each: they are large, and few of them are wanted."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, name: str) -> bytes:
        data = self._store.read(_DATABASE + name)
        if not isinstance(data, bytes):
            raise KeyError(name)
        return data

    def __setitem__(self, name: str, data: bytes) -> None:
        if self.get(name) != data:
            self._store.write(_DATABASE + name, data)

    def __delitem__(self, name: str) -> None:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
