"""Running: judge many files, on one core or on all of them, with the same outcomes in the same order.

A file that cannot be read, and even one on which the tool itself fails, is an outcome; it never stops the run.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from redactlint import rulepack
from redactlint.discovery import Source, read_bytes
from redactlint.engine import Engine, Options, Outcome
from redactlint.errors import ReadError, RulePackError, fault_of
from redactlint.readers.allowance import DEFAULT_MAX_BYTES, Allowance, Limits, Unread
from redactlint.readers.opening import opened

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["Plan", "available_cores", "judge", "run"]

# From how many files on other processes are worth their start, and how many files go to one at a time.
_WORTH_PROCESSES = 64
_LARGEST_BATCH = 64


class Plan(NamedTuple):
    """How to run: the engine's options, users' rule packs, the size limit, the number of processes (0: all cores).

    `digests` says whether a report wants the SHA-256 of the files.
    """

    options: Options
    packs: tuple[str, ...] = ()
    max_bytes: int = DEFAULT_MAX_BYTES
    jobs: int = 0
    digests: bool = True
    limits: Limits = Limits()

    def engine(self) -> Engine:
        """An engine as planned; raises RulePackError or UsageError."""
        return Engine(rulepack.load(self.packs), self.options)


def available_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def judge(plan: Plan, engine: Engine, source: Source) -> list[Outcome]:
    """The outcomes of one file; total, but for a wrong rule pack, which is the user's to mend."""
    digest = None
    try:
        data = read_bytes(source, plan.max_bytes)
        if plan.digests:
            import hashlib

            digest = hashlib.sha256(data).hexdigest()
        beside = None
        if source.sidecar is not None:
            from redactlint import sidecars

            beside = sidecars.read(source.sidecar)
        outcomes = []
        for part in opened(data, source.shown, Allowance(plan.limits)):
            if isinstance(part, Unread):
                outcomes.append(engine.unreadable(part.path, part.reason, sha256=digest, crash=part.crash))
            else:
                outcomes.append(engine.check(part, sha256=digest, sidecar=beside))
        return outcomes if source.sidecar is None else sidecars.noted_once(outcomes, source.sidecar)
    except RulePackError:
        raise
    except ReadError as error:
        reason = f"{error.wrong}; {error.remedy}" if error.remedy else error.wrong
        return [engine.unreadable(source.shown, reason, sha256=digest)]
    except Exception as error:
        fault = fault_of(error)
        reason = f"made redactlint itself fail ({fault}); please report it"
        return [engine.unreadable(source.shown, reason, sha256=digest, crash=fault)]


def run(plan: Plan, engine: Engine, sources: Sequence[Source]) -> Iterator[Outcome]:
    """The outcomes of all sources, in their order, whatever the number of processes."""
    jobs = plan.jobs or (available_cores() if len(sources) >= _WORTH_PROCESSES else 1)
    jobs = min(jobs, len(sources))
    if jobs <= 1:
        for source in sources:
            yield from judge(plan, engine, source)
        return
    yield from _run_in_processes(plan, engine, sources, jobs)


def _run_in_processes(plan: Plan, engine: Engine, sources: Sequence[Source], jobs: int) -> Iterator[Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    size = max(1, min(_LARGEST_BATCH, len(sources) // (jobs * 4) or 1))
    batches = [sources[start : start + size] for start in range(0, len(sources), size)]
    position = 0
    while position < len(batches):
        pool = _pool(plan, jobs)
        try:
            for outcomes in _windowed(pool, batches[position:], jobs):
                yield from outcomes
                position += 1
            return
        except BrokenProcessPool:
            # A process died: of memory, or killed.  Judge that batch a file at a time, each where it can harm no other.
            for source in batches[position]:
                yield from _judge_apart(plan, engine, source)
            position += 1
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _windowed(pool: ProcessPoolExecutor, batches: Sequence[Sequence[Source]], jobs: int) -> Iterator[list[Outcome]]:
    """The outcomes of the batches in order, with only a few batches under way at a time, so that memory stays flat."""
    waiting: deque[Future[list[Outcome]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_judge_batch, batch))
        if len(waiting) >= jobs * 4:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _judge_apart(plan: Plan, engine: Engine, source: Source) -> list[Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(plan, 1)
    try:
        return pool.submit(_judge_batch, [source]).result()
    except BrokenProcessPool:
        return [engine.unreadable(source.shown, "the process that judged it died (out of memory, or killed)")]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(plan: Plan, jobs: int) -> ProcessPoolExecutor:
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, initializer=_start_process, initargs=(plan,))


# What a worker process judges with; set once by its initializer.
_worker: tuple[Plan, Engine] | None = None


def _start_process(plan: Plan) -> None:
    import signal

    global _worker  # noqa: PLW0603 - a process pool hands state to its workers in no other way
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers an interrupt
    _worker = (plan, plan.engine())


def _judge_batch(sources: Sequence[Source]) -> list[Outcome]:
    assert _worker is not None
    plan, engine = _worker
    return [outcome for source in sources for outcome in judge(plan, engine, source)]
