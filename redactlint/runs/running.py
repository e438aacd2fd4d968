"""Running: judge many files, on one core or on all of them, with the same outcomes in the same order.

A file that cannot be read, and even one on which the tool itself fails, is an outcome; it never stops the run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from redactlint import rulepack
from redactlint.engine import Engine, Options, Outcome
from redactlint.errors import ReadError
from redactlint.readers.allowance import DEFAULT_MAX_BYTES, Limits
from redactlint.readers.opening import reason_of
from redactlint.rulebook import rulecache
from redactlint.runs import deadline
from redactlint.runs.discovery import STDIN, Source, read_bytes
from redactlint.runs.parts import holds_parts, judged, outcomes_of
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from redactlint.runs.resultcache import Results, Shelf
    from redactlint.runs.workers import Lost, Work

__all__ = ["DEFAULT_MAX_SECONDS", "Plan", "available_cores", "judge", "run"]

# How long one document may take, unless the user sets another limit; hardly any takes a hundredth of a second.
DEFAULT_MAX_SECONDS = 120.0
# Fewer bytes a second than any text was ever judged at: a smaller file is sure to be done within its time.
_SLOWEST = 50_000

# From how many files on other processes are worth their start, and how many files go to one at a time.
_WORTH_PROCESSES = 64
_LARGEST_BATCH = 64
# From how many bytes on the documents of one file are divided among processes.
_WORTH_DIVIDING = 500_000
# From how many files on results are kept: for fewer, looking for them costs as much as judging.
_WORTH_KEEPING = 64


class Plan(NamedTuple):
    """How to run: the engine's options, users' rule packs, the number of processes (0: all cores), limits of a file.

    `max_bytes` is the size of the largest document, `max_seconds` the time that one may take (0: any); `limits` holds
    all other limits.  `digests` says whether a report wants the SHA-256 of the files.  `cache` is the folder in which
    the results of many files are kept, None: they are not.
    """

    options: Options
    packs: tuple[str, ...] = ()
    max_bytes: int = DEFAULT_MAX_BYTES
    jobs: int = 0
    digests: bool = True
    limits: Limits = Limits()
    cache: str | None = None
    max_seconds: float = DEFAULT_MAX_SECONDS

    def engine(self) -> Engine:
        """An engine as planned; raises RulePackError or UsageError."""
        return Engine(rulepack.load(self.packs), self.options)


def available_cores() -> int:
    """The cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def judge(
    plan: Plan, engine: Engine, source: Source, data: bytes | None = None, tell: Callable[[], None] | None = None
) -> list[Outcome]:
    """The outcomes of one file; total, but for a wrong rule pack, which is the user's to mend.

    `data` are its bytes, where they were read before; `tell` is called after each document in it.
    """
    outcomes = []
    for one in judged(engine, source, limits_of(plan), data):
        outcomes.append(one)
        if tell is not None:
            tell()
    if source.sidecar is None:
        return outcomes
    from redactlint.known import sidecars

    return sidecars.noted_once(outcomes, source.sidecar)


def limits_of(plan: Plan) -> Limits:
    """The limits of a file, as readers take them."""
    return plan.limits._replace(max_bytes=plan.max_bytes, digests=plan.digests)


def run(plan: Plan, engine: Engine, sources: Sequence[Source]) -> Iterator[Outcome]:
    """The outcomes of all sources, in their order, whatever the number of processes, and whatever of them was kept."""
    results = None
    if plan.cache is not None and len(sources) >= _WORTH_KEEPING:
        from redactlint.runs import resultcache

        results = resultcache.opened(plan.cache, plan, engine.pack.digest)
    jobs = plan.jobs or (available_cores() if len(sources) >= _WORTH_PROCESSES else 1)
    for are_divided, some in _stretches(sources):
        if are_divided:
            for source in some:
                yield from _run_divided(plan, engine, source, plan.jobs or available_cores())
        elif min(jobs, len(some)) <= 1:
            yield from _run_in_turn(plan, engine, results, some)
        else:
            yield from _run_in_processes(plan, engine, results, some, min(jobs, len(some)))
    if results is not None:
        results.prune()


def _stretches(sources: Sequence[Source]) -> Iterator[tuple[bool, Sequence[Source]]]:
    """The sources in order: those whose documents are worth dividing among processes, and the others between them."""
    start = 0
    for place, source in enumerate(sources):
        if source.sidecar is None and holds_parts(source) and _size(source) >= _WORTH_DIVIDING:
            if start < place:
                yield False, sources[start:place]
            yield True, sources[place : place + 1]
            start = place + 1
    if start < len(sources):
        yield False, sources[start:] if start else sources


def _size(source: Source) -> int:
    try:
        return 0 if source.is_bag else os.stat(source.path).st_size
    except OSError:
        return 0


def _run_divided(plan: Plan, engine: Engine, source: Source, jobs: int) -> Iterator[Outcome]:
    """The outcomes of the documents of one large file, judged by several processes, a window of them at a time."""
    from redactlint.runs import workers
    from redactlint.runs.parts import readable, windows

    digest: list[str] = []
    limits = limits_of(plan)
    for window in windows(readable(source, limits, None, digest, defers=True)):
        items = [[(one, digest[0] if digest else None) for one in batch] for batch in window]
        position = 0
        try:
            work = _work(plan, engine, None, _judge_parts)
            for found in workers.results(work, items, min(jobs, len(items)), plan.max_seconds):
                for (part, _), one in zip(items[position], found, strict=True):
                    yield from _outcomes_of_part(plan, engine, part, one)
                position += 1
        except workers.NoProcessError:
            for part, whole in (one for batch in items[position:] for one in batch):
                yield from _part_in_time(plan, engine, part, whole)


def _outcomes_of_part(plan: Plan, engine: Engine, part: Any, found: Any) -> list[Outcome]:
    """The outcomes of a part from what a worker sent, or that it was lost."""
    from redactlint.runs import workers
    from redactlint.runs.outcomes import outcome_of

    if isinstance(found, workers.Lost):
        return [engine.unreadable(part.path, _why_lost(plan, found), member=part.member)]
    return [outcome_of(one) if one.__class__ is list else one for one in found]


def _part_in_time(plan: Plan, engine: Engine, part: Any, digest: str | None) -> list[Outcome]:
    """The outcomes of a part, judged in this process."""
    try:
        return deadline.within(
            plan.max_seconds, lambda _: list(outcomes_of(engine, part, limits_of(plan), digest))
        )
    except deadline.LateError:
        return [engine.unreadable(part.path, deadline.late_words(plan.max_seconds), member=part.member)]


def _run_in_turn(plan: Plan, engine: Engine, results: Results | None, sources: Iterable[Source]) -> Iterator[Outcome]:
    if results is None:
        for source in sources:
            yield from (_run_apart if _may_take_long(plan, source) else _in_time)(plan, engine, source)
        return
    from redactlint.runs.resultcache import groups

    for group in groups(sources):
        shelf = results.shelf(group[0].shown)
        try:
            for source in group:
                if _may_take_long(plan, source):
                    yield from _run_apart(plan, engine, source)
                else:
                    yield from _in_time(plan, engine, source, shelf)
        finally:
            shelf.close()


def _in_time(plan: Plan, engine: Engine, source: Source, shelf: Shelf | None = None) -> list[Outcome]:
    """The outcomes of one source, judged in this process as long as its time lasts."""
    source, data = _item(plan, source)  # whoever writes to standard input may take his time
    seconds = 0 if source.is_bag else plan.max_seconds

    def do(tell: Callable[[], None]) -> list[Outcome]:
        if shelf is None:
            return judge(plan, engine, source, data, tell)
        return _unpacked(plan, engine, source, _packed(plan, engine, source, shelf, data, tell))

    try:
        return deadline.within(seconds, do)
    except deadline.LateError:
        return [engine.unreadable(source.shown, deadline.late_words(plan.max_seconds))]


def _packed(
    plan: Plan,
    engine: Engine,
    source: Source,
    shelf: Shelf | None,
    data: bytes | None = None,
    tell: Callable[[], None] | None = None,
) -> list[Any]:
    """The outcomes of a source, each as a row where it has one: from its shelf, or judged now."""
    from redactlint.runs.outcomes import row_of

    if data is None and shelf is not None and shelf.is_for(source):
        try:
            data = read_bytes(source, plan.max_bytes)
        except ReadError:
            data = None
        kept = None if data is None else shelf.get(source.shown, data)
        if kept is not None:
            return kept
    outcomes = judge(plan, engine, source, data, tell)
    packed = [row_of(one) or one for one in outcomes]
    if shelf is not None and data is not None and shelf.is_for(source):
        shelf.put(source.shown, data, outcomes, packed)
    return packed


def _unpacked(plan: Plan, engine: Engine, source: Source, packed: list[Any]) -> list[Outcome]:
    """The outcomes of a source from `_packed`; judged anew if a row that was kept turns out to be none."""
    from redactlint.runs.outcomes import outcome_of

    try:
        return [outcome_of(one) if one.__class__ is list else one for one in packed]
    except (TypeError, ValueError, LookupError):
        return judge(plan, engine, source)


def _run_in_processes(
    plan: Plan, engine: Engine, results: Results | None, sources: Sequence[Source], jobs: int
) -> Iterator[Outcome]:
    from redactlint.runs import workers

    batches = _batches(sources, max(1, min(_LARGEST_BATCH, len(sources) // (jobs * 4) or 1)))
    items = [[_item(plan, one) for one in batch] for batch in batches]
    alone = frozenset(number for number, batch in enumerate(batches) if len(batch) == 1 and holds_parts(batch[0]))
    position = 0
    try:
        for found in workers.results(_work(plan, engine, results), items, jobs, plan.max_seconds, alone):
            for source, one in zip(batches[position], found, strict=True):
                yield from _outcomes_of(plan, engine, source, one)
            position += 1
    except workers.NoProcessError:
        yield from _run_in_turn(plan, engine, results, [one for batch in batches[position:] for one in batch])


def _item(plan: Plan, source: Source) -> tuple[Source, bytes | None]:
    """A source as it is sent to a worker, which has no standard input of its own."""
    if source.path != STDIN:
        return source, None
    try:
        return source, read_bytes(source, plan.max_bytes)
    except ReadError as error:
        return source._replace(problem=reason_of(error)), None


def _run_apart(plan: Plan, engine: Engine, source: Source) -> list[Outcome]:
    """The outcomes of one source that may take long, in a process of its own that can be ended."""
    from redactlint.runs import workers

    items = [[_item(plan, source)]]
    try:
        (found,) = workers.results(_work(plan, engine, None), items, 1, plan.max_seconds, frozenset((0,)))
    except workers.NoProcessError:
        return _in_time(plan, engine, source)
    return _outcomes_of(plan, engine, source, found[0])


def _outcomes_of(plan: Plan, engine: Engine, source: Source, found: Any) -> list[Outcome]:
    """The outcomes of a source from what a worker sent, or that it was lost."""
    from redactlint.runs import workers

    if not isinstance(found, workers.Lost):
        return _unpacked(plan, engine, source, found)
    return [engine.unreadable(source.shown, _why_lost(plan, found))]


def _why_lost(plan: Plan, lost: Lost) -> str:
    from redactlint.runs.workers import LATE

    if lost.why == LATE:
        return deadline.late_words(plan.max_seconds)
    return "the process that judged it died (out of memory, or killed)"


def _may_take_long(plan: Plan, source: Source) -> bool:
    """Whether it is worth a process of its own to be able to end it: hardly any file is."""
    if not plan.max_seconds or source.problem is not None or source.path == STDIN or source.is_bag:
        return False
    try:
        return holds_parts(source) or os.stat(source.path).st_size > plan.max_seconds * _SLOWEST
    except OSError:
        return False


def _batches(sources: Sequence[Source], size: int) -> list[list[Source]]:
    """The sources in batches of about `size`, each of whole groups that share a shelf."""
    from redactlint.runs.resultcache import groups

    batches: list[list[Source]] = []
    for group in groups(sources):
        if any(holds_parts(one) for one in group):
            batches += [[one] for one in group]  # each may take its time, and none waits for another
        elif batches and len(batches[-1]) + len(group) <= size and not holds_parts(batches[-1][0]):
            batches[-1] += group
        else:
            batches.append(group)
    return batches


def _work(plan: Plan, engine: Engine, results: Results | None, do: Callable[..., list[Any]] | None = None) -> Work:
    import multiprocessing

    from redactlint.runs.workers import Work

    # A process that is a copy of this one has the engine already; any other builds its own.
    is_copied = multiprocessing.get_start_method() == "fork"
    return Work(_start_process, (plan, engine if is_copied else None, results), do or _judge_batch)


# What a worker process judges with; set once by its initializer.
_worker: tuple[Plan, Engine, Results | None] | None = None


def _start_process(plan: Plan, engine: Engine | None, results: Results | None) -> None:
    if plan.cache is not None:
        rulecache.ask_for(plan.cache)
    global _worker  # noqa: PLW0603 - a process pool hands state to its workers in no other way
    _worker = (plan, plan.engine() if engine is None else engine, results)


def _judge_batch(items: Sequence[tuple[Source, bytes | None]], tell: Callable[[], None]) -> list[list[Any]]:
    """What came of each source of a batch, packed: plain values cross to another process at a tenth of the cost."""
    from redactlint.runs.resultcache import groups

    assert _worker is not None
    plan, engine, results = _worker
    given = {source: data for source, data in items if data is not None}
    packed = []
    for group in groups([source for source, _ in items]):
        shelf = None if results is None else results.shelf(group[0].shown)
        packed += [_packed(plan, engine, source, shelf, given.get(source), tell) for source in group]
        if shelf is not None:
            shelf.close()
    return packed


def _judge_parts(items: Sequence[tuple[Any, str | None]], tell: Callable[[], None]) -> list[list[Any]]:
    """What came of each of some parts of a file, packed."""
    from redactlint.runs.outcomes import row_of

    assert _worker is not None
    plan, engine, _ = _worker
    limits = limits_of(plan)
    packed = []
    for part, digest in items:
        rows: list[Any] = []
        for one in outcomes_of(engine, part, limits, digest):
            rows.append(row_of(one) or one)
            tell()
        packed.append(rows)
    return packed
