"""Compiles what rules look for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor

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
    with ThreadPoolExecutor() as threads:  # Hyperscan lets others work while it compiles
        while True:
            plan = planner.plan()
            made = [known.get(database_name(shard)) for shard in plan.shards]
            missing = [shard for shard, database in zip(plan.shards, made, strict=True) if database is None]
            new = dict(zip(missing, threads.map(compile_database, missing), strict=True))
            known.update((database_name(shard), database) for shard, database in new.items() if database)
            broken = [shard for shard, database in new.items() if database is None]
            if not broken:
                both = zip(plan.shards, made, strict=True)
                return tuple(plan), tuple(database or new[shard] or b"" for shard, database in both)
            for shard in broken:
                planner.weaken(_failing(shard, threads))


def _failing(shard: Sequence[bytes], threads: ThreadPoolExecutor) -> Sequence[bytes]:
    """Those that cannot be compiled by themselves; all, where each can and they cannot together."""
    alone = threads.map(compile_database, [[written] for written in shard])
    return [written for written, database in zip(shard, alone, strict=True) if database is None] or shard


def database_name(shard: Sequence[bytes]) -> str:
    """What a database is kept as: a digest of its expressions."""
    return hashlib.blake2b(b"\0".join(shard), digest_size=12).hexdigest()
