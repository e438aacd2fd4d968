"""Dask: a scheduler and workers started by hand, one killed in mid-run, and the same result as in one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from generator.sets import write_set
from sets.judged_sets import engine

from redactlint.cli import main
from redactlint.runs.discovery import discover
from redactlint.runs.running import Plan, run
from redactlint.sets.together import completed

pytest.importorskip("distributed")
from redactlint.sets import on_dask, steps


class Cluster:
    """A scheduler on the loopback, and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        # A task is given up at the first worker that it kills: the tests are quicker, and the path is the same.
        self._environment = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
        self._folder, self._file = folder, folder / "scheduler.json"
        self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.workers: list[subprocess.Popen[bytes]] = []
        deadline = time.monotonic() + 60
        while not self._file.exists():
            assert self._scheduler.poll() is None, "the scheduler did not come up"
            assert time.monotonic() < deadline, "the scheduler took too long"
            time.sleep(0.05)

    @property
    def address(self) -> str:
        import json

        return str(json.loads(self._file.read_text("utf-8"))["address"])

    def _start(self, what: str, *words: str) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-m", "dask", what, "--scheduler-file", str(self._file), "--no-dashboard", *words)
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdout=quiet, stderr=quiet, env=self._environment, cwd=self._folder)

    def hire(self, count: int) -> None:
        """Start workers, and wait until they are there."""
        own = ("--host", "127.0.0.1", "--no-nanny", "--nthreads", "1", "--local-directory", str(self._folder))
        self.workers += [self._start("worker", *own) for _ in range(count)]
        with on_dask.connected(self.address) as client:
            client.wait_for_workers(sum(one.poll() is None for one in self.workers), timeout=60)

    def kill_one(self) -> None:
        """Kill a worker that lives, as the system does when memory is short."""
        next(one for one in self.workers if one.poll() is None).send_signal(signal.SIGKILL)

    def end(self) -> None:
        for one in (*self.workers, self._scheduler):
            one.kill()
            one.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("dask"))
    try:
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("set")
    write_set(place, 120)
    return place


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_a_worker_killed_in_mid_run_changes_nothing(cluster: Cluster, folder: Path) -> None:
    judge, sources = engine(), discover([str(folder)])
    plan = Plan(judge.options, jobs=1)
    expected = list(completed(run(plan, judge, sources), judge))
    assert any(one.rule.startswith("SET") for each in expected for one in each.findings)
    cluster.hire(2)
    with on_dask.connected(cluster.address) as client:
        work = on_dask._Work(client, plan, judge, cluster.address)
        mapped = work._mapped
        killed = []

        def interrupted(sources: object) -> Iterator[object]:
            for at, one in enumerate(mapped(sources)):  # type: ignore[arg-type]
                if at == 3:  # some of the facts are there by now, and what this worker holds of them is lost
                    cluster.kill_one()
                    killed.append(at)
                yield one

        work._mapped = interrupted  # type: ignore[method-assign,assignment]
        found = list(work.run(sources))
    assert killed
    assert found == expected


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_a_document_that_kills_its_workers_is_named_and_takes_no_other_with_it(
    cluster: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.hire(2)
    judge, sources = engine(), discover([str(folder)])[:40]
    fatal = sources[7].shown
    plan = Plan(judge.options, jobs=1)
    real = steps.judge_batch

    def deadly(plan: bytes, batch: list[object]) -> object:
        import os

        if any(one.shown == fatal for one in batch):  # type: ignore[attr-defined]
            os._exit(1)
        return real(plan, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(steps, "judge_batch", deadly)
    outcomes = list(on_dask.run(plan, judge, sources, cluster.address))
    assert len(outcomes) == len(sources)
    unread = [one for one in outcomes if one.facts.kind is None]
    assert [one.facts.path for one in unread] == [fatal]
    assert "killed every worker" in unread[0].findings[0].message


def test_a_scheduler_that_is_not_there_is_one_clear_line(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "_CONNECT", 1)
    words = ["check", "--no-config", "--set", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", str(folder)]
    assert main(words) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in told


def test_workers_that_never_come_are_one_clear_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_dask, "PATIENCE", 1)
    alone = Cluster(tmp_path)
    try:
        words = ["check", "--no-config", "--set", "--engine", "dask", "--scheduler", alone.address, str(folder)]
        assert main(words) == 3
        told = capsys.readouterr().err
        assert told.count("\n") == 1
        assert "has no worker" in told
    finally:
        alone.end()


def test_a_scheduler_without_the_engine_is_asked_for_in_vain(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--no-config", "--scheduler", "tcp://127.0.0.1:9", str(folder)]) == 2
    assert "--engine dask" in capsys.readouterr().err
