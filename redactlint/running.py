"""Running: judge many files, on one core or on all of them, with the same outcomes in the same order.

A file that cannot be read, and even one on which the tool itself fails, is an outcome; it never stops the run.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from redactlint import rulecache, rulepack
from redactlint.discovery import Source, read_bytes
from redactlint.engine import Engine, Options, Outcome
from redactlint.errors import ReadError, RulePackError, fault_of
from redactlint.readers.allowance import DEFAULT_MAX_BYTES, Allowance, Limits, Unread
from redactlint.readers.opening import opened
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from typing import Any

    from redactlint.resultcache import Results, Shelf

__all__ = ["Plan", "available_cores", "judge", "run"]

# From how many files on other processes are worth their start, and how many files go to one at a time.
_WORTH_PROCESSES = 64
_LARGEST_BATCH = 64
# From how many files on results are kept: for fewer, looking for them costs as much as judging.
_WORTH_KEEPING = 64


class Plan(NamedTuple):
    """How to run: the engine's options, users' rule packs, the size limit, the number of processes (0: all cores).

    `digests` says whether a report wants the SHA-256 of the files.  `cache` is the folder in which the results of many
    files are kept, None: they are not.
    """

    options: Options
    packs: tuple[str, ...] = ()
    max_bytes: int = DEFAULT_MAX_BYTES
    jobs: int = 0
    digests: bool = True
    limits: Limits = Limits()
    cache: str | None = None

    def engine(self) -> Engine:
        """An engine as planned; raises RulePackError or UsageError."""
        return Engine(rulepack.load(self.packs), self.options)


def available_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def judge(plan: Plan, engine: Engine, source: Source, data: bytes | None = None) -> list[Outcome]:
    """The outcomes of one file; total, but for a wrong rule pack, which is the user's to mend.

    `data` are its bytes, where they were read before.
    """
    digest = None
    try:
        data = read_bytes(source, plan.max_bytes) if data is None else data
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
    """The outcomes of all sources, in their order, whatever the number of processes, and whatever of them was kept."""
    jobs = plan.jobs or (available_cores() if len(sources) >= _WORTH_PROCESSES else 1)
    jobs = min(jobs, len(sources))
    results = None
    if plan.cache is not None and len(sources) >= _WORTH_KEEPING:
        from redactlint import resultcache

        results = resultcache.opened(plan.cache, plan, engine.pack.digest)
    if jobs <= 1:
        yield from _run_in_turn(plan, engine, results, sources)
    else:
        yield from _run_in_processes(plan, engine, results, sources, jobs)
    if results is not None:
        results.prune()


def _run_in_turn(plan: Plan, engine: Engine, results: Results | None, sources: Iterable[Source]) -> Iterator[Outcome]:
    if results is None:
        for source in sources:
            yield from judge(plan, engine, source)
        return
    from redactlint.resultcache import groups

    for group in groups(sources):
        shelf = results.shelf(group[0].shown)
        try:
            for source in group:
                yield from _unpacked(plan, engine, source, _packed(plan, engine, source, shelf))
        finally:
            shelf.close()


def _packed(plan: Plan, engine: Engine, source: Source, shelf: Shelf | None) -> list[Any]:
    """The outcomes of a source, each as a row where it has one: from its shelf, or judged now."""
    from redactlint.outcomes import row_of

    data = None
    if shelf is not None and shelf.is_for(source):
        try:
            data = read_bytes(source, plan.max_bytes)
        except ReadError:
            data = None
        kept = None if data is None else shelf.get(source.shown, data)
        if kept is not None:
            return kept
    outcomes = judge(plan, engine, source, data)
    packed = [row_of(one) or one for one in outcomes]
    if shelf is not None and data is not None:
        shelf.put(source.shown, data, outcomes, packed)
    return packed


def _unpacked(plan: Plan, engine: Engine, source: Source, packed: list[Any]) -> list[Outcome]:
    """The outcomes of a source from `_packed`; judged anew if a row that was kept turns out to be none."""
    from redactlint.outcomes import outcome_of

    try:
        return [outcome_of(one) if one.__class__ is list else one for one in packed]
    except (TypeError, ValueError, LookupError):
        return judge(plan, engine, source)


def _run_in_processes(
    plan: Plan, engine: Engine, results: Results | None, sources: Sequence[Source], jobs: int
) -> Iterator[Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    batches = _batches(sources, max(1, min(_LARGEST_BATCH, len(sources) // (jobs * 4) or 1)))
    position = 0
    while position < len(batches):
        pool = _pool(plan, engine, results, jobs)
        try:
            for packed in _windowed(pool, batches[position:], jobs):
                for source, one in zip(batches[position], packed, strict=True):
                    yield from _unpacked(plan, engine, source, one)
                position += 1
            return
        except BrokenProcessPool:
            # A process died: of memory, or killed.  Judge that batch a file at a time, each where it can harm no other.
            for source in batches[position]:
                yield from _judge_apart(plan, engine, source)
            position += 1
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _batches(sources: Sequence[Source], size: int) -> list[list[Source]]:
    """The sources in batches of about `size`, each of whole groups that share a shelf."""
    from redactlint.resultcache import groups

    batches: list[list[Source]] = []
    for group in groups(sources):
        if batches and len(batches[-1]) + len(group) <= size:
            batches[-1] += group
        else:
            batches.append(group)
    return batches


def _windowed(pool: ProcessPoolExecutor, batches: Sequence[Sequence[Source]], jobs: int) -> Iterator[list[list[Any]]]:
    """What came of the batches in order, with only a few batches under way at a time, so that memory stays flat."""
    waiting: deque[Future[list[list[Any]]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_judge_batch, batch))
        if len(waiting) >= jobs * 4:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _judge_apart(plan: Plan, engine: Engine, source: Source) -> list[Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(plan, engine, None, 1)
    try:
        return _unpacked(plan, engine, source, pool.submit(_judge_batch, [source]).result()[0])
    except BrokenProcessPool:
        return [engine.unreadable(source.shown, "the process that judged it died (out of memory, or killed)")]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(plan: Plan, engine: Engine, results: Results | None, jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A process that is a copy of this one has the engine already; any other builds its own.
    is_copied = multiprocessing.get_start_method() == "fork"
    return ProcessPoolExecutor(
        jobs, initializer=_start_process, initargs=(plan, engine if is_copied else None, results)
    )


# What a worker process judges with; set once by its initializer.
_worker: tuple[Plan, Engine, Results | None] | None = None


def _start_process(plan: Plan, engine: Engine | None, results: Results | None) -> None:
    import signal

    if plan.cache is not None:
        rulecache.ask_for(plan.cache)
    global _worker  # noqa: PLW0603 - a process pool hands state to its workers in no other way
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers an interrupt
    _worker = (plan, plan.engine() if engine is None else engine, results)


def _judge_batch(sources: Sequence[Source]) -> list[list[Any]]:
    """What came of each source of a batch, packed: plain values cross to another process at a tenth of the cost."""
    from redactlint.resultcache import groups

    assert _worker is not None
    plan, engine, results = _worker
    packed = []
    for group in groups(sources):
        shelf = None if results is None else results.shelf(group[0].shown)
        packed += [_packed(plan, engine, source, shelf) for source in group]
        if shelf is not None:
            shelf.close()
    return packed
