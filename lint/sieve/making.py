"""Compiles what rules look for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping, Sequence

from lint.sieve.plan import Look
from lint.sieve.planner import Planner
from lint.sieve.scanner import compile_database
from lint.sieve.sifting import Compiled


def compile_plan(
    looks: Mapping[str, Sequence[Look] | None],
    guards: MutableMapping[str, tuple[object, ...]] | None = None,
    databases: MutableMapping[str, bytes] | None = None,
) -> Compiled | None:
    """What rules look for, compiled; None where the scanner cannot be used on this machine.

    `guards` and `databases` have what was worked out before, and take what is new: a rule that changes costs itself.
    """
    try:
        import hyperscan  # noqa: F401 - there are no wheels of it for some machines
    except ImportError:
        return None
    planner = Planner(looks, {} if guards is None else guards)
    known = {} if databases is None else databases
    while True:
        plan = planner.plan()
        made = [_database(shard, known) for shard in plan.shards]
        compiled = tuple(database for database in made if database)
        if len(compiled) == len(plan.shards):
            return tuple(plan), compiled
        broken = (shard for shard, database in zip(plan.shards, made, strict=True) if not database)
        planner.weaken(written for shard in broken for written in _failing(shard))


def _database(shard: Sequence[bytes], known: MutableMapping[str, bytes]) -> bytes | None:
    name = database_name(shard)
    database = known.get(name)
    if database is None and (database := compile_database(shard)):
        known[name] = database
    return database


def _failing(shard: Sequence[bytes]) -> Sequence[bytes]:
    """Those that cannot be compiled by themselves; all, where each can and they cannot together."""
    return [written for written in shard if compile_database([written]) is None] or shard


def database_name(shard: Sequence[bytes]) -> str:
    """What a database is kept as: a digest of its expressions."""
    return hashlib.blake2b(b"\0".join(shard), digest_size=12).hexdigest()
