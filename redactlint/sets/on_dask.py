"""Dask: the same two steps on the workers of a scheduler, by its own partitioning, retries and spilling.

The first step judges batches of files and leaves the facts where they were made; only the outcomes come here.  Keys are
compared by ranges, a range a task.  What is linked is told here, and each group of linked files is judged by one task.
A worker that dies loses nothing: Dask computes what it held again.  A file that kills every worker that judges it is
named.  Workers must see the files under the same paths, and have the same redactlint with the same rules.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from redactlint import __version__
from redactlint.engine import Engine, Outcome
from redactlint.errors import ReadError, RedactlintError, UsageError
from redactlint.runs.discovery import STDIN, Source
from redactlint.runs.running import Plan, available_cores, judge
from redactlint.sets import steps
from redactlint.sets.judging import SetFinding, limits_of
from redactlint.sets.keys import groups_of, together
from redactlint.sets.settling import settled
from redactlint.sets.together import Waiting, by_file
from redactlint.values import evolve

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["PATIENCE", "connected", "run"]

# Seconds to wait for a scheduler, and for a worker where there is none.
_CONNECT, PATIENCE = 5, 30
_LARGEST_BATCH = 1000
# A range of keys is of about so many documents, but there are only so many: each is a task for each batch.
_DOCUMENTS_A_RANGE, _MOST_RANGES = 20_000, 64
_DIED = "killed every worker that judged it (out of memory, or worse)"


@contextmanager
def connected(address: str | None, jobs: int = 0) -> Iterator[Client]:
    """A client of the scheduler at that address, or of one that lives as long as the run, with `jobs` workers.

    Raises UsageError where Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise UsageError(
            f"--engine dask needs the extra dask ({error.name or 'a module'} is missing)",
            "pip install 'redactlint[dask]'",
        ) from error
    import logging

    for name in ("distributed", "tornado.application"):  # what goes wrong is told below, in one line
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if address is None:
        with (
            LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=jobs or available_cores(), threads_per_worker=1, dashboard_address=None, host="127.0.0.1",
                silence_logs=logging.CRITICAL,
            ) as cluster,
            Client(cluster) as client,  # type: ignore[no-untyped-call]
        ):  # fmt: skip
            yield client
        return
    try:
        client = Client(address, timeout=_CONNECT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {address}", "start one (`dask scheduler`), or check the address"
        ) from error
    with client:
        yield client


def run(plan: Plan, engine: Engine, sources: Sequence[Source], address: str | None = None) -> Iterator[Outcome]:
    """The outcomes of all sources, in their order, judged by the workers of a scheduler; as a set, if the plan says so.

    Raises UsageError where the workers cannot judge as this process would, ReadError where none is left.
    """
    with connected(address, plan.jobs) as client:
        yield from _Work(client, plan, engine, address).run(sources)


class _Work:
    """One run on one client."""

    def __init__(self, client: Client, plan: Plan, engine: Engine, address: str | None) -> None:
        self._client, self._engine = client, engine
        self._sets = plan.options.sets
        self._local = plan
        self._where = address or "this machine"
        self._plan = client.submit(steps.kept, pickle.dumps(plan._replace(jobs=1, cache=None), 5))
        self._agree()

    def _agree(self) -> None:
        """See that every worker has this redactlint with these rules."""
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
            told = self._client.run(steps.version, pickle.dumps(self._local.packs, 5))
        except RedactlintError:
            raise
        except TimeoutError as error:
            raise self._lost("has no worker") from error
        except Exception as error:
            raise UsageError(
                f"the workers at {self._where} cannot run redactlint ({type(error).__name__})",
                f"install redactlint {__version__} with the extra dask there",
            ) from error
        mine = (__version__, self._engine.pack.digest)
        for worker, its in sorted(told.items()):
            if its != mine:
                what = f"redactlint {its[0]}" if its[0] != __version__ else "other rules"
                raise UsageError(f"the worker {worker} has {what}", f"install redactlint {__version__} there")

    def run(self, sources: Sequence[Source]) -> Iterator[Outcome]:
        """Both steps."""
        try:
            if not self._sets:
                for outcomes, _ in self._mapped(sources):
                    yield from outcomes
                return
            waiting, cells, kept = Waiting(), [], {}
            sections = []
            for outcomes, facts in self._mapped(sources):
                cells.append((waiting.count, len(outcomes), facts))
                for outcome in outcomes:
                    light = outcome.facts.set_facts
                    if light is not None and light.has_sections:
                        sections.append(waiting.count)
                    if light is not None and light.carried:
                        kept[waiting.count] = light.carried
                    waiting.add(evolve(outcome, facts=evolve(outcome.facts, set_facts=None)))
            found = by_file(self._reduced(cells, sections, waiting.count))
        except (OSError, RuntimeError, _cancelled()) as error:
            if isinstance(error, RedactlintError):
                raise
            raise self._lost("was lost in mid-run") from error
        for number, outcome in enumerate(waiting.drain()):
            yield settled(self._engine, outcome, found.get(number, ()), kept.get(number, ()))

    # -- the first step -----------------------------------------------------------------------------------------

    def _mapped(self, sources: Sequence[Source]) -> Iterator[tuple[list[Outcome], Future[Any] | None]]:
        """The outcomes of the sources in order, and where their facts are."""
        workers = max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        size = max(1, min(_LARGEST_BATCH, len(sources) // (workers * 8)))
        batches = [list(sources[start : start + size]) for start in range(0, len(sources), size)]
        submitted = [self._submit(batch) for batch in batches]
        for at, batch in enumerate(batches):
            outcomes, facts = submitted[at]
            submitted[at] = (None, None)  # what came is not kept on the workers
            if outcomes is None:
                yield judge(self._local, self._engine, batch[0]), None
                continue
            try:
                yield self._result(outcomes), facts
            except _killed():
                for source in batch:  # one of them did it: each by itself
                    yield self._apart(source)

    def _submit(self, batch: list[Source]) -> tuple[Any, Any]:
        if any(one.path == STDIN for one in batch):
            if len(batch) > 1:
                raise UsageError("standard input cannot be read among files by Dask", "judge it by itself")
            return None, None
        # Each task is pure: that it runs twice, on two workers, makes no difference.
        mapped = self._client.submit(steps.judge_batch, self._plan, batch, pure=False)
        facts = self._client.submit(steps.facts_of, mapped, pure=False) if self._sets else None
        return self._client.submit(steps.outcomes_of, mapped, pure=False), facts

    def _apart(self, source: Source) -> tuple[list[Outcome], Future[Any] | None]:
        outcomes, facts = self._submit([source])
        try:
            return self._result(outcomes), facts
        except _killed():
            return [self._engine.unreadable(source.shown, _DIED)], None

    # -- the second step ----------------------------------------------------------------------------------------

    def _reduced(self, cells: list[tuple[int, int, Any]], sections: list[int], count: int) -> list[SetFinding]:
        """The findings of the set on facts that lie with the workers; `cells` say from which number, and how many."""
        client = self._client
        cells = [one for one in cells if one[2] is not None]
        ranges = min(_MOST_RANGES, 1 + count // _DOCUMENTS_A_RANGE)
        limits = limits_of(self._engine)
        pieces = [client.submit(steps.keys_by_range, facts, first, ranges, pure=False) for first, _, facts in cells]
        asked = []
        for at in range(ranges):
            inside = [client.submit(steps.item, one, at, pure=False) for one in pieces]
            asked.append(client.submit(steps.linked, limits, inside, pure=False))
        pairs, common = together([self._result(one) for one in asked]) if cells else ([], frozenset())
        groups = groups_of(pairs, sections)
        kept = client.submit(steps.kept, pickle.dumps(common, 5))
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        judged = []
        for batch in _batches(groups, max(1, sum(len(one) for one, _ in groups) // (workers * 4))):
            wanted = {number for numbers, _ in batch for number in numbers}
            picks = []
            for first, length, facts in cells:
                own = sorted(wanted.intersection(range(first, first + length)))
                if own:
                    picks.append(client.submit(steps.pick, facts, first, own, pure=False))
            judged.append(client.submit(steps.judge_groups, self._plan, kept, batch, picks, pure=False))
        return [finding for one in judged for finding in self._result(one)]

    # -- waiting ------------------------------------------------------------------------------------------------

    def _result(self, future: Any) -> Any:
        """What came of a task; raises ReadError where no worker is left to do it."""
        idle = 0
        while True:
            try:
                return future.result(timeout=_CONNECT)
            except TimeoutError as error:
                idle = 0 if self._client.scheduler_info(n_workers=-1)["workers"] else idle + _CONNECT
                if idle >= PATIENCE:
                    raise self._lost("has no worker left") from error

    def _lost(self, what: str) -> ReadError:
        return ReadError(f"the Dask scheduler at {self._where} {what}, and the run is not complete", "start it again")


def _killed() -> type[Exception]:
    from distributed import KilledWorker

    return KilledWorker


def _cancelled() -> type[BaseException]:
    from concurrent.futures import CancelledError

    return CancelledError


def _batches(
    groups: list[steps.Links], size: int
) -> Iterator[list[steps.Links]]:
    """The groups in batches of about `size` files."""
    batch: list[steps.Links] = []
    files = 0
    for one in groups:
        batch.append(one)
        files += len(one[0])
        if files >= size:
            yield batch
            batch, files = [], 0
    if batch:
        yield batch
