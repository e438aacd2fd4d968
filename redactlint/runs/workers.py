"""Workers: what came of items, judged by several processes in batches, in their order, each item within its time.

A process that dies, or that takes longer over one item than it may, is ended and its batch done again an item at a
time, so that one item is lost and nothing else.  Nothing here needs a thread or a signal: the parent waits for answers
and looks at the clock; a worker whose parent is gone finds its pipe closed and ends, or is ended by its own clock.
"""

from __future__ import annotations

import signal
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from multiprocessing import connection, get_context

from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from typing import Any

__all__ = ["DIED", "LATE", "Lost", "NoProcessError", "Work", "results"]

DIED, LATE = "died", "late"

# Batches under way for each worker, so that none waits for work and memory stays flat.
_AHEAD = 4
# How often the clock is looked at while no answer comes, in seconds.
_GLANCE = 0.5
# How much longer than its items may take a worker waits for its parent to end it.
_GRACE = 60.0
# How long a worker that has nothing left to do is waited for before it is ended.
_FAREWELL = 1.0
# Messages of a worker: a part of its item is done, the whole batch is, or an error that ends the run.
_PART, _DONE, _ERROR = range(3)


class NoProcessError(OSError):
    """The system gives no process, for want of memory or because a limit is reached."""


class Lost(NamedTuple):
    """In place of what came of an item: its process died (DIED), or took too long (LATE)."""

    why: str


class Work(NamedTuple):
    """What workers do: `start(*arguments)` once in each, then `do(items, tell)` for each batch.

    `do` returns a result an item; it calls `tell` whenever a part of an item is done, and the time begins anew.
    """

    start: Callable[..., None]
    arguments: tuple[Any, ...]
    do: Callable[[Sequence[Any], Callable[[], None]], list[Any]]


class _Task(NamedTuple):
    """Items of the batch `number` from its place `first` on; `is_alone` says that it holds one whose time counts.

    `may_be_tried` says that it is tried once more if its process dies, which somebody else may have ended.
    """

    number: int
    first: int
    items: Sequence[Any]
    is_alone: bool
    may_be_tried: bool = False


class _Worker:
    """A process, the pipe to it, and what it is at (`task`) since when."""

    def __init__(self, context: BaseContext, work: Work, others: list[_Worker], seconds: float) -> None:
        self.pipe, theirs = context.Pipe()
        inherited = [self.pipe, *(one.pipe for one in others)] if context.get_start_method() == "fork" else []
        process = context.Process(target=_serve, args=(work, theirs, inherited, seconds), daemon=True)  # type: ignore[attr-defined]
        try:
            process.start()
        except BaseException:
            self.pipe.close()
            raise
        finally:
            theirs.close()
        self.process: BaseProcess = process
        self.task: _Task | None = None
        self.since = 0.0

    def give(self, task: _Task) -> None:
        self.task, self.since = task, time.monotonic()
        _send(self.pipe, (task.is_alone, task.items))  # one that is dead is seen to be when its answer is read

    def end(self, patience: float = 0.0) -> None:
        self.pipe.close()
        if patience:
            self.process.join(patience)
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


def results(
    work: Work, batches: Sequence[Sequence[Any]], jobs: int, seconds: float, alone: frozenset[int] = frozenset()
) -> Iterator[list[Any]]:
    """What came of each batch, in their order: a list of what `work.do` returns for each item, or Lost.

    `seconds` is the time that an item may take (0: as long as it wants); the batches in `alone`, by their number, hold
    one item of many parts each.  Raises what `work.do` raises, and NoProcessError where no process can be started.
    """
    crew = _Crew(work, batches, jobs, seconds, alone)
    try:
        yield from crew.results()
    finally:
        crew.end()


class _Crew:
    """The workers of one run and the batches between them."""

    def __init__(
        self, work: Work, batches: Sequence[Sequence[Any]], jobs: int, seconds: float, alone: frozenset[int]
    ) -> None:
        self._work, self._batches, self._jobs, self._seconds, self._alone = work, batches, jobs, seconds, alone
        self._context = get_context()
        self._workers: list[_Worker] = []
        self._again: deque[_Task] = deque()
        self._next = 0
        self._given = 0
        self._found: dict[int, list[Any]] = {}
        self._left: dict[int, int] = {}

    def results(self) -> Iterator[list[Any]]:
        while self._given < len(self._batches):
            self._set_to_work()
            self._listen()
            while self._left.get(self._given) == 0:
                del self._left[self._given]
                found = self._found.pop(self._given)
                self._given += 1
                self._set_to_work()  # before the caller takes its time over these
                yield found

    def end(self) -> None:
        """End every worker: gently where it has nothing to do, at once where it has."""
        for one in self._workers:
            one.pipe.close()
        for one in self._workers:
            one.end(0.0 if one.task is not None else _FAREWELL)
        self._workers.clear()

    def _set_to_work(self) -> None:
        while (task := self._task()) is not None:
            idle = next((one for one in self._workers if one.task is None), None)
            if idle is None:
                if len(self._workers) >= self._jobs or not self._hire():
                    self._again.appendleft(task)
                    return
                idle = self._workers[-1]
            idle.give(task)

    def _hire(self) -> bool:
        """Start one more worker; False where there is no room for it but others are there."""
        try:
            self._workers.append(_Worker(self._context, self._work, self._workers, self._seconds))
        except OSError as error:
            if not self._workers:
                raise NoProcessError(error.errno, error.strerror) from error
            self._jobs = len(self._workers)
            return False
        return True

    def _task(self) -> _Task | None:
        if self._again:
            return self._again.popleft()
        number = self._next
        if number >= len(self._batches) or number >= self._given + self._jobs * _AHEAD:
            return None
        self._next += 1
        items = self._batches[number]
        self._found[number], self._left[number] = [None] * len(items), len(items)
        return _Task(number, 0, items, number in self._alone)

    def _listen(self) -> None:
        """Take the answers that are there, or wait for one; then end whoever has taken too long."""
        busy = {one.pipe: one for one in self._workers if one.task is not None}
        for pipe in connection.wait(list(busy), _GLANCE if self._seconds else None):
            self._take(busy[pipe])  # type: ignore[index]
        if self._seconds:
            now = time.monotonic()
            for one in list(self._workers):
                if one.task is not None and now - one.since > self._seconds and not one.pipe.poll():
                    self._lose(one, LATE)

    def _take(self, worker: _Worker) -> None:
        try:
            kind, answer = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, DIED)
            return
        if kind == _PART:
            worker.since = time.monotonic()
        elif kind == _ERROR:
            raise answer
        else:
            assert worker.task is not None
            self._keep(worker.task, answer)
            worker.task = None

    def _keep(self, task: _Task, found: list[Any]) -> None:
        self._found[task.number][task.first : task.first + len(found)] = found
        self._left[task.number] -= len(found)

    def _lose(self, worker: _Worker, why: str) -> None:
        """End a worker; what it was at is done again an item at a time, or lost where it was one item."""
        task = worker.task
        assert task is not None
        self._workers.remove(worker)
        worker.end()
        if task.may_be_tried and why == DIED:
            self._again.append(task._replace(may_be_tried=False))
        elif task.is_alone:
            self._keep(task, [Lost(why)])
        else:
            self._again.extend(
                _Task(task.number, task.first + at, [item], True, True) for at, item in enumerate(task.items)
            )


def _serve(work: Work, pipe: Connection, inherited: list[Connection], seconds: float) -> None:
    """What a worker process does until its pipe is closed; `seconds` is the time that an item may take."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers an interrupt
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    for one in inherited:  # copies of the parent's ends, which would keep the pipes of others open
        one.close()
    try:
        work.start(*work.arguments)
        while (given := _received(pipe)) is not None:
            is_alone, items = given
            patience = seconds and seconds * len(items) + _GRACE
            _end_after(patience)
            found = work.do(items, partial(_tell, pipe, patience) if is_alone else _nothing)
            _end_after(0)
            if not _send(pipe, (_DONE, found)):
                return
    except MemoryError:
        return  # as if the system had ended it: the item is tried again, alone
    except BaseException as error:  # a wrong rule pack, which is the user's to mend: the parent tells
        _send(pipe, (_ERROR, error))


def _received(pipe: Connection) -> tuple[bool, Sequence[Any]] | None:
    """The next batch; None where the parent has no more, or is gone."""
    try:
        given: tuple[bool, Sequence[Any]] = pipe.recv()
    except (EOFError, OSError):
        return None
    return given


def _send(pipe: Connection, message: tuple[int, Any]) -> bool:
    """Whether the parent was there to be told."""
    try:
        pipe.send(message)
    except OSError:
        return False
    return True


def _tell(pipe: Connection, patience: float) -> None:
    _end_after(patience)
    _send(pipe, (_PART, None))


def _end_after(seconds: float) -> None:
    """Have this process ended in so many seconds, wherever it then is; never, for 0.

    The parent ends it long before.  Where that was killed nobody does, and a pattern that is led astray never ends.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _nothing() -> None:
    """Nobody waits to be told."""

