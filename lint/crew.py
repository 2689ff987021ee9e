"""Work shared out among processes: chunks of items go out, what comes of them comes back in order.

Who shares out works too, and never waits while there is a chunk that nobody has begun. A chunk is lost with the
process that is killed over it, and no other.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")
R = TypeVar("R")
_CHUNKS_A_WORKER = 2
"""So many wait for each, the one that it works on among them, so that it is never idle."""
_CHUNKS_AHEAD = 8
"""So many for each process are under way, so that memory is bounded."""
LONGEST_MESSAGE = 32_000
"""Bytes of what is sent with a chunk, so that a worker need not read for sending to come to an end."""


def can_fork() -> bool:
    """Whether a copy of this process would be sound: on Linux, where no thread runs beside this one."""
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


class _Chunk(Generic[T, R]):
    """Some items, and what came of them."""

    def __init__(self, items: Sequence[T]) -> None:
        self.items = items
        self.results: list[R] | None = None
        self.is_taken = False
        self.is_done = False

    def finish(self, results: list[R] | None) -> None:
        self.results, self.is_done = results, True


class _Worker(Generic[T, R]):
    """A process, and the chunks that it has, the one that it works on first."""

    def __init__(self, process: BaseProcess, connection: Connection) -> None:
        self.process, self.connection = process, connection
        self.chunks: deque[_Chunk[T, R]] = deque()


class Crew(Generic[T, R]):
    """Some processes beside this one, which start when `start` is called; without them this one does all."""

    def __init__(self, work: Callable[[T], R], hire: Callable[[], Callable[[T], R]]) -> None:
        """`work` is what is done with an item; `hire` makes the same in a process that is no copy of this one."""
        self._work, self._hire = work, hire
        self._workers: list[_Worker[T, R]] = []
        self._open: deque[_Chunk[T, R]] = deque()

    def __enter__(self) -> Crew[T, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the workers end what they have in hand, and go."""
        for worker in self._workers:
            worker.connection.close()
            if worker.chunks and sys.platform != "win32":  # where it would end amid a file
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()

    @property
    def size(self) -> int:
        """How many processes work beside this one."""
        return len(self._workers)

    def start(self, number: int) -> None:
        """Start so many workers. They are copies of this process where that is sound."""
        import multiprocessing

        forks = can_fork()
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        for _ in range(number):
            mine, its = context.Pipe()
            others = [mine, *(worker.connection for worker in self._workers)] if forks else []
            hire = (lambda: self._work) if forks else self._hire
            process = context.Process(target=_serve, args=(its, others, hire), daemon=True)
            process.start()
            its.close()
            self._workers.append(_Worker(process, mine))

    def results(self, chunks: Iterable[Sequence[T]]) -> Iterator[list[R] | None]:
        """What comes of each chunk, in order; None where a worker was killed over it."""
        source, is_empty = iter(chunks), False
        while True:
            while not is_empty and len(self._open) < _CHUNKS_AHEAD * (len(self._workers) + 1):
                items = next(source, None)
                is_empty = items is None
                if items is not None:
                    self._open.append(_Chunk(items))
            if not self._open:
                return
            if not self._open[0].is_done:
                self._go_on()
            while self._open and self._open[0].is_done:
                yield self._open.popleft().results

    def _go_on(self) -> None:
        """Share out, take in what is ready, and do the first chunk that nobody has; wait only where there is none."""
        self._take_in(wait=False)
        self._share_out()
        if self._open[0].is_done:
            return
        chunk = self._next()
        if chunk is None:
            self._take_in(wait=True)
        else:
            chunk.finish([self._work(item) for item in chunk.items])

    def _next(self) -> _Chunk[T, R] | None:
        """The first chunk that nobody has, taken."""
        chunk = next((chunk for chunk in self._open if not chunk.is_taken), None)
        if chunk is not None:
            chunk.is_taken = True
        return chunk

    def _share_out(self) -> None:
        """A chunk for each worker that has none, then one that waits for it, as long as there is more than enough."""
        for most in range(1, _CHUNKS_A_WORKER + 1):
            for worker in [worker for worker in self._workers if len(worker.chunks) < most]:
                left = sum(not chunk.is_taken for chunk in self._open)
                if left == 0 or (most > 1 and left <= len(self._workers) + 1):
                    return
                self._send(worker)

    def _send(self, worker: _Worker[T, R]) -> None:
        chunk = self._next()
        assert chunk is not None
        try:
            worker.connection.send(chunk.items)
        except OSError:
            chunk.is_taken = False
            self._bury(worker)
        else:
            worker.chunks.append(chunk)

    def _take_in(self, *, wait: bool) -> None:
        if not self._workers:
            return
        from multiprocessing.connection import wait as ready_of

        by_connection = {worker.connection: worker for worker in self._workers if worker.chunks}
        for connection in ready_of(list(by_connection), None if wait else 0):
            worker = by_connection[connection]  # type: ignore[index]
            try:
                results = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
            else:
                worker.chunks.popleft().finish(results)

    def _bury(self, worker: _Worker[T, R]) -> None:
        """Go on without a worker that is no more: what it worked on is lost, what it had not begun is for others."""
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join()
        if worker.chunks:
            worker.chunks.popleft().finish(None)
        for chunk in worker.chunks:
            chunk.is_taken = False


_must_stop = False
"""Whether this process, which is a worker, was told to end."""


def _stop(*_: object) -> None:
    global _must_stop
    _must_stop = True


def _serve(connection: Connection, others: Iterable[Connection], hire: Callable[[], Callable[[Any], Any]]) -> None:
    """What a worker does, until whom it works for closes the connection or is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whom it works for says when it is over
    signal.signal(signal.SIGTERM, _stop)
    for other in others:  # a copy of its end would keep a connection open
        other.close()
    with contextlib.suppress(EOFError, OSError):
        work = hire()
        while True:
            results = []
            for item in connection.recv():
                if _must_stop:
                    return
                results.append(work(item))
            connection.send(results)
