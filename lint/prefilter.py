"""The sieve of a set of rules: as an earlier run has compiled it, or compiled now and kept.

To compile it takes some seconds, so that it is done where it pays: for rules that have been used before, or for much
text. Nothing that is found depends on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lint.rule import Rule
    from lint.sieve import Sieve
    from lint.store import Store

_NAME = "sieve"


def sieve_of(rules: Sequence[Rule], store: Store, *, make: bool) -> Sieve | None:
    """The sieve of all rules of a store; None where there is none yet and none is to be made, or none can be."""
    from lint import sieve

    kept = sieve.load(store.read(_NAME))
    if kept is not None or not make:
        return kept
    compiled = sieve.compile_plan({rule.id: rule.checker.looks_for() for rule in rules})
    if compiled is None:
        return None
    store.write(_NAME, compiled)
    return sieve.load(compiled)
